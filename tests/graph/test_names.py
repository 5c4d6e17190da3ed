"""Names: which things have them, in which role, read alike from a store and from a server's answer."""

import json
from typing import Any

import pyoxigraph as ox
import pytest

from graph.base import BASE
from graph.names import Name, NameRow, describe_link, is_acronym, kind_of_thing, names_from, read_names, rows_of_json
from graph.queries import read_query
from graph.resources import dist_file, queries_dir
from graph.store import read_dist


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return read_dist(dist_file())


@pytest.fixture(scope="module")
def names(store: ox.Store) -> list[Name]:
    return read_names(store)


@pytest.mark.parametrize(
    "name",
    [
        Name(f"{BASE}agency/sipo", "agency", "State Intellectual Property Office", "en", "preferred"),
        Name(f"{BASE}agency/sipo", "agency", "国家知识产权局", "zh-hans", "preferred"),
        Name(f"{BASE}agency/sipo", "agency", "SIPO", "en", "acronym"),
        Name(f"{BASE}agency/cnipa", "agency", "SIPO", "en", "former"),
        Name(f"{BASE}law/patent-law", "law", "Patent Law", "en", "alternative"),
        Name(f"{BASE}law/patent-law", "law", "revised patent law", "en", "alternative"),
        Name(
            f"{BASE}law/patent-law-implementing-regulations/2010-01-09",
            "version",
            "State Council Order No. 569",
            "",
            "identifier",
        ),
        Name(f"{BASE}jurisdiction/hong-kong", "jurisdiction", "HK", "", "identifier"),
        Name(f"{BASE}plan/cn-2009", "plan", "cn-2009", "", "number"),
        Name(f"{BASE}plan/cn-2009/II", "area", "Enforcement", "en", "preferred"),
        Name(f"{BASE}plan/cn-2009/II-1", "section", "II.1", "", "number"),
        Name(f"{BASE}plan/cn-2009/II-1-2", "measure", "II.1.2", "", "number"),
        Name(f"{BASE}scheme/right/copyright", "concept", "Copyright", "en", "preferred"),
        Name(f"{BASE}ontology#leadAgency", "term", "lead agency", "en", "preferred"),
    ],
    ids=lambda name: f"{name.iri.removeprefix(BASE)}-{name.role}",
)
def test_the_published_data_hold_the_name(names: list[Name], name: Name) -> None:
    assert name in names


def test_the_sentence_of_a_measure_is_among_its_names(names: list[Name]) -> None:
    words = [name.text for name in names if name.iri == f"{BASE}plan/cn-2009/II-1-2" and name.role == "words"]
    assert len(words) == 1
    assert "Campaign Thunderstorm" in words[0]


def test_a_body_that_several_followed_gives_none_of_them_its_names(names: list[Name]) -> None:
    assert not [name for name in names if name.role == "former" and name.text == "AQSIQ"]


def test_parts_of_texts_statements_and_evidence_have_no_names(names: list[Name]) -> None:
    assert not [n for n in names if n.iri.endswith("/text") or n.kind in {"statement", "evidence", "span", "mention"}]


def test_each_name_stands_once_and_in_order(names: list[Name]) -> None:
    assert len(set(names)) == len(names)
    assert [name.iri for name in names] == sorted(name.iri for name in names)


def test_an_answer_in_json_gives_the_same_names_as_the_store(store: ox.Store, names: list[Name]) -> None:
    solutions: Any = store.query(read_query(queries_dir() / "pages" / "names.rq").text)
    answer = solutions.serialize(format=ox.QueryResultsFormat.JSON)
    assert names_from(rows_of_json(json.loads(answer))) == names


def test_a_link_to_another_data_set_is_an_identifier_twice() -> None:
    row = NameRow(f"{BASE}body/x", "", "identifier", "https://www.wikidata.org/entity/Q1", "")
    assert [name.text for name in names_from([row])] == ["Wikidata Q1", "https://www.wikidata.org/entity/Q1"]


def test_names_of_nothing_and_of_other_peoples_things_are_left_out() -> None:
    rows = [
        NameRow("http://elsewhere/x", "", "preferred", "x", "en"),
        NameRow(f"{BASE}law/x", "", "preferred", " ", ""),
    ]
    assert names_from(rows) == []


@pytest.mark.parametrize("text", ["SIPO", "IPR2", "US", "ICPO-INTERPOL", "SMEs"])
def test_an_acronym_is_known_by_its_letters(text: str) -> None:
    assert is_acronym(text)


@pytest.mark.parametrize("text", ["TRIPS Council", "Japan", "A", "", "patents", "专利法"])
def test_other_labels_are_no_acronyms(text: str) -> None:
    assert not is_acronym(text)


@pytest.mark.parametrize(
    ("address", "described"),
    [
        ("http://www.wikidata.org/entity/Q1", "Wikidata Q1"),
        ("https://www.wikidata.org/wiki/Q1", "Wikidata Q1"),
        ("https://www.wipo.int/wipolex/en/legislation/details/1", "WIPO Lex 1"),
        ("https://wipolex.wipo.int/en/text/1", "WIPO Lex 1"),
        ("http://www.wipo.int/wipolex/en/text.jsp?file_id=1", "WIPO Lex 1"),
        ("http://www.upov.int/upovlex/en/details.jsp?id=1", "UPOV Lex 1"),
        ("https://ror.org/000aaa000", "ROR 000aaa000"),
        ("https://sws.geonames.org/1/", "GeoNames 1"),
        ("http://publications.europa.eu/resource/celex/1AB2", "CELEX 1AB2"),
        ("https://example.org/1", ""),
        ("Wikidata Q1", ""),
    ],
)
def test_a_link_is_said_as_people_cite_it(address: str, described: str) -> None:
    assert describe_link(address) == described


@pytest.mark.parametrize(
    ("path", "cls", "kind"),
    [
        ("law/x", "", "law"),
        ("law/x/2001-01-01", "", "version"),
        ("agency/x/change/2001", "", "change"),
        ("plan/x/I/text", f"{BASE}ontology#TextPart", ""),
        ("plan/x/I", f"{BASE}ontology#Area", "area"),
        ("scheme/right", "", "scheme"),
        ("scheme/right/x", "", "concept"),
        ("outcome/x/I-1", "", "outcome"),
    ],
)
def test_the_path_says_what_a_thing_is(path: str, cls: str, kind: str) -> None:
    assert kind_of_thing(BASE + path, cls) == kind
