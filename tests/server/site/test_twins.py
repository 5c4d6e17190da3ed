"""server/site/twins.py and listings.py: every list comes as JSON and as Markdown, with the rows of its page."""

import json
import re
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient

from graph.base import BASE
from server.site.catalogue import KINDS
from server.site.frame import Frame
from server.site.grounds import Target
from server.site.twins import LIST_FORMS, Listing, Row, write_list_json, write_list_markdown

HTML = {"Accept": "text/html"}
LISTS = ("measures", "outcomes", "entities", "plan", "queries", "scheme", *KINDS)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("suffix", LIST_FORMS)
def test_a_list_comes_by_suffix_and_by_accept(site: FlaskClient, path: str, suffix: str) -> None:
    media_type = LIST_FORMS[suffix][0]
    named, asked = site.get(f"/{path}.{suffix}"), site.get(f"/{path}", headers={"Accept": media_type})
    assert (named.status_code, named.mimetype, asked.mimetype) == (200, media_type, media_type)
    assert (asked.data, asked.headers["ETag"]) == (named.data, named.headers["ETag"])
    assert f'<{BASE}{path}>; rel="canonical"' in named.headers["Link"]
    again = site.get(f"/{path}.{suffix}", headers={"If-None-Match": named.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize("path", LISTS)
def test_the_forms_of_a_list_have_tags_of_their_own(site: FlaskClient, path: str) -> None:
    tags = {site.get(f"/{path}.{suffix}").headers["ETag"] for suffix in LIST_FORMS}
    assert len(tags) == len(LIST_FORMS)


@pytest.mark.parametrize("path", LISTS)
def test_what_a_list_does_not_come_in_is_refused_with_what_it_does(site: FlaskClient, path: str) -> None:
    answer = site.get(f"/{path}", headers={"Accept": "text/turtle"})
    assert answer.status_code == 406
    assert ".json (application/json)" in answer.get_json()["detail"]
    assert site.get(f"/{path}.ttl").status_code == 404


@pytest.mark.parametrize("path", [path for path in LISTS if path != "target"])  # targets have no names to be listed by
def test_every_row_leads_to_a_page(site: FlaskClient, path: str) -> None:
    rows = json.loads(site.get(f"/{path}.json").data)["rows"]
    assert rows
    for row in rows[::25]:
        (first, *_) = row.values()
        assert site.get(f"/{first['iri'].removeprefix(BASE)}", headers=HTML).status_code == 200
    lines = [line for line in site.get(f"/{path}.md").text.splitlines() if line.startswith("| [")]
    assert len(lines) == len(rows)


def test_facets_narrow_the_other_forms_too(site: FlaskClient) -> None:
    query = "?right=patent&outcome=done-later"
    told = json.loads(site.get(f"/measures.json{query}").data)
    page = site.get(f"/measures{query}", headers=HTML)
    assert f"{told['shown']} of 170 measures" in page.text
    assert 0 < told["shown"] == len(told["rows"]) < 170
    assert told["chosen"] == {"right": ["patent"], "outcome": ["done-later"]}
    assert [c["label"] for c in told["facets"]["Right"] if c["isChosen"]] == ["Patent"]
    alternates = dict(re.findall(r'<([^>]*)>; rel="alternate"; type="([^"]*)"', page.headers["Link"]))
    there = next(address for address, media_type in alternates.items() if media_type == "text/markdown")
    assert site.get(urljoin("/measures", there)).text.count("\n| [") == told["shown"]
    assert 'href="measures.json?right=patent&amp;outcome=done-later"' in page.text


def test_one_status_of_outcomes_is_told(site: FlaskClient) -> None:
    told = json.loads(site.get("/outcomes.json?status=not-found").data)
    assert (told["known"], told["lookedForInVain"]) == (75, 8)
    assert {row["outcome"]["label"] for row in told["rows"]} == {"Not found"}


def test_the_citation_tells_version_and_permalink(site: FlaskClient) -> None:
    version = site.get("/version").get_json()["data"]
    for path in ("plan", "queries", "scheme", "measures"):
        text = site.get(f"/{path}", headers=HTML).text
        assert "@misc{" in text
        assert f"<code>{BASE}{path}</code></a>, as of data version <code>{version}</code>" in text
    assert "The query behind this page" in site.get("/plan", headers=HTML).text


def test_words_are_no_markup_in_a_table() -> None:
    rows: list[Row] = [
        {"name": Target("a|b*c\nd", f"{BASE}x"), "words": "<script>|"},
        {"name": Target("e", "javascript:x")},
    ]
    told = write_list_markdown(Frame("T|", "t", "v"), Listing({"rows": 2}, rows))
    assert f"| [a\\|b\\*c d](<{BASE}x>) | \\<script\\>\\| |" in told
    assert "| e |  |" in told
    assert "javascript" not in told


def test_a_list_without_rows_is_still_one() -> None:
    frame = Frame("T", "t", "v", parameters={"right": ("x",)})
    assert "|" not in write_list_markdown(frame, Listing({"shown": 0}, ()))
    told = json.loads(write_list_json(frame, Listing({"shown": 0}, ())))
    assert (told["rows"], told["shown"], told["chosen"]) == ([], 0, {"right": ["x"]})
