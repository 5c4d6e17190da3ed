"""How people cite: numbers in any writing."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.citing import find_number, number_fits, number_order, read_bare_path, read_number


@pytest.mark.parametrize(
    ("text", "number", "fit"),
    [
        ("II.1.2", "II.1.2", 4),
        ("ii-1-2", "II.1.2", 4),
        ("II / 1 / 2", "II.1.2", 4),
        ("measure II.1.2", "II.1.2", 4),
        ("2.1.2", "II.1.2", 3),
        ("二.1.2", "II.1.2", 3),
        ("1.2", "II.1.2", 2),
        ("2.4", "III.4", 0),
        ("1", "II.1", 0),
        ("measure 12 of area V", "V.2.12", 3),
        ("Measure No. 3 of section 2 of area IV", "IV.2.3", 4),
        ("area V, item 12", "V.2.1", 0),
    ],
)
def test_a_number_is_known_however_it_is_written(text: str, number: str, fit: int) -> None:
    read = read_number(text)
    assert read is not None
    assert number_fits(number, read) == fit


@pytest.mark.parametrize(
    "text", ["", "SIPO", "patent law", "measures", "the 2009 plan", "II.1.2 of the plan", "Order No. 569"]
)
def test_other_texts_are_no_numbers(text: str) -> None:
    assert read_number(text) is None


def test_a_number_is_found_where_a_word_announces_it() -> None:
    text = "see measure II.1.2 of the 2009 plan"
    read = find_number(text)
    assert read is not None
    assert (read.parts, text[read.start : read.end]) == (("II", "1", "2"), "measure II.1.2")
    assert find_number("see II.1.2") is None


def test_a_number_of_several_parts_is_found_without_a_word() -> None:
    text = "the plan of 2009, II.1.2"
    read = read_bare_path(text)
    assert read is not None
    assert text[read.start : read.end] == "II.1.2"
    assert read_bare_path("the plan of 2009") is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("III.8", "I.3.8"),
        ("I.5", "II.1.5"),
        ("measure 8 of area III", "I.3.8"),
        ("measure 8 of area 3", "I.3.8"),
        ("measure 3 of section 2", "II.3"),
        ("measure 3 of section 2", "II.1.3"),
    ],
)
def test_the_number_of_an_area_is_never_a_sections(text: str, number: str) -> None:
    read = read_number(text)
    assert read is not None
    assert number_fits(number, read) == 0


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("II.1.2", (-1, -1)),
        ("measure II.1.2", (0, 2)),
        ("measure 1.2", (1, 2)),
        ("measure 2.", (2, 2)),
        ("section 2.1", (0, 1)),
        ("measure 3 of section 2", (1, 2)),
        ("measure 12 of area V", (0, 2)),
    ],
)
def test_words_say_what_the_numbers_are(text: str, levels: tuple[int, int]) -> None:
    read = read_number(text)
    assert read is not None
    assert read.levels == levels


def test_numbers_are_sorted_by_value() -> None:
    assert sorted(["IX.1", "V.10", "V.2"], key=number_order) == ["V.2", "V.10", "IX.1"]


@given(st.text(alphabet="area of measure no.-IV12/ 第条二,(", max_size=300))
def test_any_text_is_read_in_time(text: str) -> None:
    begun = time.monotonic()
    for read in (read_number, find_number, read_bare_path):
        read(text)
    assert time.monotonic() - begun < 0.5
