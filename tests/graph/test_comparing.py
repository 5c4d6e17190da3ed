"""How alike values are: dates, identifiers, names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.comparing import compare_codes, compare_dates, compare_folded, identifier_words, read_date
from graph.folding import core


def compare_identifiers(one: str, other: str) -> float:
    """The two as they are written."""
    return compare_codes(identifier_words(one), identifier_words(other))


def compare_names(one: str, other: str) -> float:
    """The two as they are written, the country's name left out."""
    return compare_folded(core(one), core(other))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2008-12-27", (2008, 12, 27)),
        ("2008/12/27", (2008, 12, 27)),
        ("2008-12-27T00:00:00Z", (2008, 12, 27)),
        ("2008年12月27日", (2008, 12, 27)),
        ("27 December 2008", (2008, 12, 27)),
        ("27th Dec. 2008", (2008, 12, 27)),
        ("December 27, 2008", (2008, 12, 27)),
        ("2008-12", (2008, 12)),
        ("2008年", (2008,)),
        ("2008", (2008,)),
        ("2008-13-01", ()),
        ("27 Brumaire 2008", ()),
        ("soon", ()),
        ("", ()),
    ],
)
def test_dates_are_read_as_people_write_them(text: str, date: tuple[int, ...]) -> None:
    assert read_date(text) == date


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("2008-12-27", "27 December 2008", 100.0),
        ("2008", "2008", 100.0),
        ("2008", "2008-12-27", 90.0),
        ("2008-11-01", "2008-12-27", 50.0),
        ("2009-01-01", "2008-12-27", 25.0),
        ("2012", "2008", 0.0),
        ("soon", "2008", 0.0),
    ],
)
def test_dates_are_alike_as_far_as_they_say(one: str, other: str, likeness: float) -> None:
    assert compare_dates(one, other) == compare_dates(other, one) == likeness


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("State Council Order No. 569", "state council order 569", 100.0),
        ("Order No. 569 of the State Council", "State Council Order No. 569", 100.0),
        ("Order No. 569", "State Council Order No. 569", 90.0),
        ("WIPOLex 1234", "WIPO Lex 1234", 100.0),
        ("Order No. 56", "State Council Order No. 569", 0.0),
        ("569", "State Council Order No. 569", 0.0),
        ("State Council Order", "State Council Order No. 569", 0.0),
        ("CN", "cn", 100.0),
        ("", "", 0.0),
        ("...", "CN", 0.0),
    ],
)
def test_an_identifier_that_is_nearly_right_is_another(one: str, other: str, likeness: float) -> None:
    assert compare_identifiers(one, other) == likeness


def test_names_are_alike_without_the_country_and_in_any_order() -> None:
    assert compare_names("Patent Law", "Patent Law of the People's Republic of China") == 100.0
    assert compare_names("Law on Patents", "Patents on Law") == 100.0
    assert 90.0 < compare_names("Trademrk Law", "Trademark Law") < 100.0
    assert compare_names("", "Patent Law") == 0.0


@pytest.mark.parametrize(("one", "other"), [("Platform Phase I", "Platform Phase II"), ("Plan 2008", "Plan 2009")])
def test_figures_that_differ_make_names_unlike(one: str, other: str) -> None:
    assert compare_names(one, other) <= 60.0


@given(st.text(), st.text())
def test_likeness_is_the_same_both_ways_and_in_bounds(one: str, other: str) -> None:
    for compare in (compare_dates, compare_identifiers, compare_names):
        assert 0.0 <= compare(one, other) <= 100.0
        assert compare(one, other) == pytest.approx(compare(other, one), abs=0.01)
