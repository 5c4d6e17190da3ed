"""How well things are called by texts."""

import pytest

from graph.base import BASE
from graph.name_score import NameScore, Sought
from graph.names import read_names
from graph.resources import dist_file
from graph.search import SearchIndex
from graph.store import read_dist

INDEX = SearchIndex(read_names(read_dist(dist_file())))


def score(text: str, path: str) -> NameScore:
    return Sought(INDEX, text).score(BASE + path)


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("State Intellectual Property Office", "agency/sipo", 100.0),
        ("agency/sipo", "agency/sipo", 100.0),
        ("II.1.2", "plan/cn-2009/II-1-2", 100.0),
        ("measure 2 of section 1 of area II", "plan/cn-2009/II-1-2", 98.0),
        ("Patent Law", "law/patent-law", 96.0),
        ("Regulations on Customs Protection of Intellectual Property Rights", "law/customs-ipr-regulations", 94.0),
        ("Wikidata Q177773", "body/wipo", 100.0),
        ("http://www.wikidata.org/wiki/Q177773", "body/wipo", 100.0),
        ("Q177773", "body/wipo", 95.0),
        ("SIPO", "agency/sipo", 93.0),
    ],
)
def test_what_is_written_right_is_exact_whatever_sort_of_name_it_is(text: str, path: str, expected: float) -> None:
    found = score(text, path)
    assert (found.score, found.is_exact) == (expected, True)


def test_the_end_of_an_identifier_is_near_and_not_exact() -> None:
    found = score("Order No. 569", "law/patent-law-implementing-regulations/2010-01-09")
    assert (found.score, found.is_exact) == (90.0, False)


@pytest.mark.parametrize(
    ("text", "path"),
    [("II.1.2", "plan/cn-2009/II-2-1"), ("Q177774", "body/wipo"), ("", "agency/sipo"), ("...", "agency/sipo")],
)
def test_another_number_or_no_text_is_hardly_alike(text: str, path: str) -> None:
    found = score(text, path)
    assert found.score < 60.0
    assert not found.is_exact


def test_a_version_is_called_as_its_law_is_though_less_well() -> None:
    law, version = score("Patent Law", "law/patent-law"), score("Patent Law", "law/patent-law/2008-12-27")
    assert law.score - version.score == 8.0
    assert version.name == law.name


def test_a_misspelling_is_worse_than_any_name_that_is_written_right() -> None:
    assert score("Trademrk Law", "law/trademark-law").score < 88.0
    assert score("State Intellectual Property Office", "agency/cnipa").score == 70.0
