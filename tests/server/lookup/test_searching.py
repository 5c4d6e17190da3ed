"""Search and suggestions over HTTP: for programs, for people, and for whoever sends nonsense."""

import html
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.base import BASE
from graph.search import read_text

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
WITHIN = re.compile(r"<script(?![^>]*src=)|<style|\sstyle=|<img|javascript:")


def page(client: FlaskClient, text: str, **more: str) -> str:
    query = "".join(f"&{name}={value}" for name, value in more.items())
    answer = client.get(f"/search?q={quote(text)}{query}", headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    return answer.text


def test_a_program_gets_hits_with_reasons_and_places(published: FlaskClient) -> None:
    answer = published.get("/search?q=SIPO&limit=1")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    told = answer.get_json()
    assert (told["query"], told["limit"], told["offset"], len(told["hits"])) == ("SIPO", 1, 0, 1)
    assert told["hits"][0] == {
        "iri": f"{BASE}agency/sipo",
        "path": "agency/sipo",
        "kind": "agency",
        "label": "State Intellectual Property Office",
        "label_zh": "国家知识产权局",
        "number": None,
        "score": 98.0,
        "how": "exact",
        "why": "its acronym is “SIPO”",
        "name": {"text": "SIPO", "language": "en", "role": "acronym"},
        "spans": [[0, 4]],
    }
    assert told["total"] == sum(told["kinds"].values()) > 1


@pytest.mark.parametrize(("headers", "form"), [({}, "json"), ({"Accept": "*/*"}, "json"), (BROWSER, "html")])
def test_the_form_is_chosen_by_accept_unless_it_is_named(
    published: FlaskClient, headers: dict[str, str], form: str
) -> None:
    assert form in (published.get("/search?q=x", headers=headers).mimetype or "")
    assert published.get("/search?q=x&format=json", headers=headers).mimetype == "application/json"
    assert published.get("/search?q=x&format=html", headers=headers).mimetype == "text/html"


def test_kinds_and_pages_choose_among_the_hits(published: FlaskClient) -> None:
    whole = published.get("/search?q=patent&kind=law&limit=100").get_json()
    assert {hit["kind"] for hit in whole["hits"]} == {"law"}
    second = published.get("/search?q=patent&kind=law&limit=2&offset=2").get_json()
    assert second["hits"] == whole["hits"][2:4]
    both = published.get("/search?q=patent&kind=law,measure&limit=100").get_json()
    assert {hit["kind"] for hit in both["hits"]} == {"law", "measure"}


@pytest.mark.parametrize(
    "query",
    ["kind=nonsense", "limit=0", "limit=101", "limit=-1", "limit=x", "limit=²", "offset=99999999999", "format=xml"],
)
def test_what_there_is_not_is_refused_in_words(published: FlaskClient, query: str) -> None:
    answer = published.get(f"/search?q=patent&{query}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert query.partition("=")[0] in answer.get_json()["detail"]


def test_no_form_that_is_accepted_is_406(published: FlaskClient) -> None:
    assert published.get("/search?q=x", headers={"Accept": "image/png"}).status_code == 406


def test_a_page_groups_the_hits_and_marks_the_words(published: FlaskClient) -> None:
    shown = page(published, "patent law")
    assert '<input id="q" name="q" type="search" value="patent law"' in shown
    assert 'href="law/patent-law">Patent Law of the People&#39;s Republic of China</a>' in shown
    assert 'href="law/patent-law/2000-08-25"><mark>Patent Law</mark>, text of 25 August 2000' in shown
    assert shown.index('id="kind-law"') < shown.index('id="kind-version"') < shown.index('id="kind-measure"')
    assert "its other name is “Patent Law”" in shown


def test_a_page_of_one_kind_leads_to_the_next(published: FlaskClient) -> None:
    shown = html.unescape(page(published, "patent", kind="measure", limit="5"))
    assert shown.count('class="why"') == 5
    assert 'rel="next" href="search?q=patent&kind=measure&offset=5&limit=5"' in shown
    assert 'rel="prev"' not in shown
    assert 'rel="prev"' in page(published, "patent", kind="measure", limit="5", offset="5")


def test_where_nothing_is_found_a_page_says_so_and_helps(published: FlaskClient) -> None:
    shown = page(published, "xyzzyqwv")
    assert "Nothing is called so" in shown
    assert "Try fewer words" in shown


def test_where_nothing_is_found_the_page_leads_to_what_reads_citations(published: FlaskClient) -> None:
    assert 'href="resolve?q=xyzzyqwv"' in page(published, "xyzzyqwv")
    assert 'href="resolve?q=' in page(published, "Patent Law art. 3")
    assert 'href="resolve?q=' not in page(published, "patent")


def test_what_was_left_out_is_told_to_people_and_programs(published: FlaskClient) -> None:
    told = published.get("/search?q=customs+metaverse").get_json()
    assert (told["left_out"], told["hits"][0]["path"]) == (["metaverse"], "agency/gacc")
    assert html.escape(told["notes"][0]) in page(published, "customs metaverse")
    told = published.get("/search?q=trademrk+law").get_json()
    assert (told["read_as"], told["left_out"]) == ({"trademrk": "trademark"}, [])
    assert published.get("/search?q=patent").get_json()["notes"] == []


def test_a_text_that_was_cut_is_told(published: FlaskClient) -> None:
    assert "only its first" in page(published, "patent " * 60)
    assert "maxlength" not in page(published, "patent").partition("</form>")[0].partition("<main")[2]


def test_a_corrected_word_is_marked(published: FlaskClient) -> None:
    assert "<mark>Trademark Law</mark>" in page(published, "trademrk law")


def test_all_kinds_have_pages_too(published: FlaskClient) -> None:
    total = published.get("/search?q=patent").get_json()["total"]
    second = html.unescape(page(published, "patent", offset="20"))
    hits = published.get("/search?q=patent&limit=20&offset=20").get_json()["hits"]
    assert second.count('class="why"') == len(hits) == 20
    assert 'rel="prev" href="search?q=patent&offset=0&limit=20"' in second.replace("&kind=", "")
    assert 'rel="next" href="search?q=patent&offset=40&limit=20"' in second.replace("&kind=", "")
    beyond = html.unescape(page(published, "patent", offset="1000"))
    assert "There are no more hits here" in beyond
    assert f"offset={(total - 1) // 20 * 20}&" in beyond


def test_several_kinds_stay_chosen_from_page_to_page(published: FlaskClient) -> None:
    shown = html.unescape(page(published, "patent", kind="law,measure", offset="5", limit="5"))
    assert "offset=10&limit=5" in shown
    assert "kind=law%2Cmeasure" in shown or "kind=law,measure" in shown


def test_an_empty_page_is_a_form(published: FlaskClient) -> None:
    shown = page(published, "")
    assert '<form class="search"' in shown
    assert "Nothing" not in shown


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7*7 }}", "\0ÿ"])
def test_markup_in_a_search_stays_text(published: FlaskClient, text: str) -> None:
    shown = page(published, text)
    assert text not in shown or "<" not in text
    assert not WITHIN.search(shown)
    assert f'value="{html.escape(read_text(text)).replace("&quot;", "&#34;")}"' in shown


def test_suggestions_are_things_by_their_names(published: FlaskClient) -> None:
    told = published.get("/suggest?q=thunder").get_json()
    assert [hit["path"] for hit in told["suggestions"]] == ["campaign/thunderstorm-2009"]
    assert len(published.get("/suggest?q=p").get_json()["suggestions"]) == 8
    assert published.get("/suggest").get_json() == {"query": "", "suggestions": []}


def test_pages_carry_the_suggestions_as_a_file(published: FlaskClient) -> None:
    shown = page(published, "patent")
    assert 'data-suggest="suggest"' in shown
    assert '<script src="static/search.js" type="module"></script>' in shown
    with published.get("/static/search.js") as script:
        assert script.status_code == 200
        assert b"innerHTML" not in script.data


def test_the_combobox_tells_assistive_technology_what_it_does() -> None:
    script = (Path(__file__).parents[3] / "server" / "static" / "search.js").read_text(encoding="utf-8")
    for word in ("combobox", "listbox", "option", "aria-activedescendant", "aria-expanded", "aria-controls", "Escape"):
        assert word in script


def test_head_and_options_are_answered(published: FlaskClient) -> None:
    assert published.head("/search?q=x").status_code == 200
    assert "GET" in published.options("/search").headers["Allow"]


def test_an_endpoint_that_serves_other_data_finds_nothing(client: FlaskClient) -> None:
    assert client.get("/search?q=patent").get_json()["total"] == 0


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60))
def test_any_text_gets_a_page_and_an_answer(published: FlaskClient, text: str) -> None:
    asked = quote(text.encode("utf-8", "surrogatepass"))
    assert published.get(f"/search?q={asked}", headers=BROWSER).status_code == 200
    assert published.get(f"/suggest?q={asked}").status_code == 200
