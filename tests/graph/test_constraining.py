"""How well values agree with those that are wanted, by what sort of property they are of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.attributes import ATTRIBUTES, values_of
from graph.base import BASE
from graph.constraining import CONFIRMS, CONTRADICTS, Comparison, Constraint, compare_number
from graph.names import read_names
from graph.particulars import read_particulars
from graph.resources import dist_file
from graph.search import SearchIndex
from graph.store import read_dist

STORE = read_dist(dist_file())
INDEX, PARTICULARS = SearchIndex(read_names(STORE)), read_particulars(STORE)
SAMPLES = [
    BASE + path for path in ("agency/sipo", "law/patent-law", "law/patent-law/2008-12-27", "plan/cn-2009/II-1-2")
]


def compare(path: str, pid: str, *wanted: str) -> float:
    values = values_of(INDEX, PARTICULARS, BASE + path, pid)
    assert values, f"{path} has no {pid}"
    return Comparison(INDEX, Constraint(pid, wanted)).compare(values)


def having(pid: str, wanted: str, *kinds: str) -> set[str]:
    found = Comparison(INDEX, Constraint(pid, (wanted,))).having(PARTICULARS, frozenset(kinds))
    return {iri.removeprefix(BASE) for iri in found}


@pytest.mark.parametrize(
    ("path", "pid", "wanted"),
    [
        ("agency/sipo", "acronym", "sipo"),
        ("agency/sipo", "iri", "agency/sipo"),
        ("agency/sipo", "nameEnglish", "State intellectual property office"),
        ("agency/sipo", "website", "www.sipo.gov.cn/"),
        ("agency/sipo", "jurisdiction", "CN"),
        ("agency/sipo", "jurisdiction", "jurisdiction/china"),
        ("agency/sipo", "leads", "II-1-2"),
        ("body/wipo", "exactMatch", "http://www.wikidata.org/wiki/Q177773"),
        ("body/wipo", "exactMatch", "Wikidata Q177773"),
        ("plan/cn-2009/II-1-2", "number", "measure 2 of section 1 of area II"),
        ("law/patent-law/2008-12-27", "date", "27 December 2008"),
    ],
)
def test_what_says_the_same_is_wholly_alike(path: str, pid: str, wanted: str) -> None:
    assert compare(path, pid, wanted) == 100.0


@pytest.mark.parametrize(
    ("path", "pid", "wanted"),
    [
        ("plan/cn-2009/II-1-2", "number", "II.2.1"),
        ("campaign/thunderstorm-2009", "mentionedBy", "II.2.1"),
        ("agency/sipo", "website", "www.example.org"),
        ("body/wipo", "exactMatch", "Q177774"),
        ("agency/sipo", "jurisdiction", "Japan"),
        ("plan/cn-2009/II-1-2", "text", "submarine"),
    ],
)
def test_what_says_something_else_contradicts(path: str, pid: str, wanted: str) -> None:
    assert compare(path, pid, wanted) < CONTRADICTS


def test_the_end_of_an_identifier_confirms_and_is_not_the_whole() -> None:
    assert compare("body/wipo", "exactMatch", "Q177773") == 95.0
    assert compare("law/patent-law-implementing-regulations/2010-01-09", "identifier", "Order No. 569") == CONFIRMS


def test_the_best_of_several_values_counts_and_of_none_there_is_none() -> None:
    assert compare("agency/sipo", "acronym", "nothing", "SIPO") == 100.0
    assert compare("agency/sipo", "acronym") == 0.0
    assert Comparison(INDEX, Constraint("acronym", ("SIPO",))).compare(()) == 0.0


def test_words_of_a_sentence_are_found_in_it() -> None:
    assert {"plan/cn-2009/II-1-2"} <= having("text", "thunderstorm") <= having("text", "THUNDERSTORM")
    assert compare("plan/cn-2009/II-1-2", "text", "thunderstorm") == CONFIRMS
    assert compare("plan/cn-2009/II-1-2", "text", "thunderstorm submarine") == CONFIRMS / 2
    assert having("definition", "trademark", "agency") == {
        iri.removeprefix(BASE)
        for iri, labels in INDEX.labels.items()
        if labels.kind == "agency"
        and any("trademark" in v.text.lower() for v in values_of(INDEX, PARTICULARS, iri, "definition"))
    }


def test_things_are_found_by_what_they_are_called() -> None:
    assert "agency/sipo" in having("acronym", "SIPO")
    assert "agency/sipo" in having("iri", "agency/sipo")
    assert "agency/cnipa" in having("formerNames", "State Intellectual Property Office")


@pytest.mark.parametrize(
    ("text", "likeness"),
    [("II.1.2", 100), ("2-1-2", 100), ("1.2", 90), ("II.2.1", 0), ("II.1", 0), ("two", 0), ("", 0)],
)
def test_numbers_have_an_order(text: str, likeness: float) -> None:
    assert compare_number(text, "II.1.2") == likeness


@given(st.sampled_from(sorted(ATTRIBUTES)), st.lists(st.text(max_size=12), max_size=3))
def test_any_text_can_be_wanted_of_any_property(pid: str, wanted: list[str]) -> None:
    comparison = Comparison(INDEX, Constraint(pid, tuple(wanted)))
    for iri in SAMPLES:
        assert 0.0 <= comparison.compare(values_of(INDEX, PARTICULARS, iri, pid)) <= 100.0
