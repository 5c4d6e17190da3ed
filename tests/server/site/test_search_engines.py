"""server/site/search_engines.py: what pages are about, in the words of schema.org."""

import json
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from graph.base import BASE
from server.site.frame import Crumb, Frame
from server.site.search_engines import describe_thing, types_of, with_data
from server.site.sheet import Sheet
from server.site.wording import IPR, SCHEMA

HTML = {"Accept": "text/html"}


def told_of(site: FlaskClient, path: str) -> list[dict[str, Any]]:
    page = site.get(f"/{path}", headers=HTML).text
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    assert found
    told = json.loads(found[1])
    assert told["@context"].rstrip("/") == "https://schema.org"
    return list(told.get("@graph", [told]))


@pytest.mark.parametrize(
    ("path", "types"),
    [
        ("plan/cn-2009", "Report"),
        ("plan/cn-2009/I-1-1", "CreativeWork"),
        ("law/patent-law", "Legislation"),
        ("agency/sipo", "GovernmentOrganization"),
        ("agency/public-security-authorities", "Thing"),
        ("body/wipo", "Organization"),
        ("jurisdiction/eu", "Place"),
        ("event/wto-reviews-of-china", "Event"),
        ("publication/white-paper-ipr-protection", "CreativeWork"),
        ("campaign/thunderstorm-2009", "Thing"),
        ("outcome/cn-2009/I-1-1-1", "CreativeWork"),
        ("scheme/right/patent", "DefinedTerm"),
        ("scheme/right", "DefinedTermSet"),
        ("measures", "CollectionPage"),
        ("law", "CollectionPage"),
        ("outcomes", "CollectionPage"),
        ("ontology", "CollectionPage"),
        ("shapes", "CollectionPage"),
        ("scheme", "CollectionPage"),
        ("", "Dataset"),
    ],
)
def test_each_kind_of_page_says_what_it_is_about(site: FlaskClient, path: str, types: str) -> None:
    thing = told_of(site, path)[0]
    assert thing["@type"] == types
    assert thing["@id"] == f"{BASE}{path}"
    assert thing["name"]


def test_a_law_tells_its_facts(site: FlaskClient) -> None:
    thing, place = told_of(site, "law/patent-law")
    assert thing["name"] == "Patent Law of the People's Republic of China"
    assert any(name == {"@value": "中华人民共和国专利法", "@language": "zh-hans"} for name in thing["alternateName"])
    assert thing["legislationLegalForce"] == "https://schema.org/InForce"
    assert thing["legislationType"]["name"]
    assert [item["position"] for item in place["itemListElement"]] == [1, 2, 3]


def test_a_node_of_record_has_only_its_place(site: FlaskClient) -> None:
    nodes = told_of(site, "plan/cn-2009/span/6969-7074")
    assert [node["@type"] for node in nodes] == ["BreadcrumbList"]


def test_what_the_graph_types_itself_goes_before_our_table() -> None:
    assert types_of((f"{IPR}InformationSystem", f"{SCHEMA}Library")) == ["Library"]
    assert types_of((f"{IPR}InformationSystem",)) == ["Thing"]
    assert types_of((f"{IPR}Evidence",)) == []


def test_words_of_a_trigger_are_no_names(site: FlaskClient) -> None:
    thing = told_of(site, "scheme/act/revise")[0]
    assert thing["alternateName"]["@language"] == "zh-hans"


def test_nothing_in_a_name_can_end_the_element() -> None:
    hostile = "</script><script>alert(1)</script>"
    frame = Frame(hostile, "law/x", "0", trail=(Crumb(hostile, ""),), description=hostile)
    sheet = Sheet(f"{BASE}law/x", hostile, (f"{IPR}LegalInstrument",), ())
    for told in (describe_thing(sheet, frame).data, with_data(frame).data):
        assert "<" not in told
        assert hostile in json.dumps(json.loads(told))


def test_a_page_with_neither_thing_nor_place_says_nothing() -> None:
    assert describe_thing(Sheet(f"{BASE}x", "x", (), ()), Frame("x", "x", "0")).data == ""
