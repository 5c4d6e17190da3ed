"""How people cite: numbers in any writing, articles."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.citing import find_article, find_number, in_roman, number_fits, number_order, read_bare_path, read_number


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
    ("text", "article", "law"),
    [
        ("Patent Law art. 3", "3", "Patent Law"),
        ("Patent Law, article 22(3)", "22(3)", "Patent Law"),
        ("Article 3 of the Patent Law", "3", "of the Patent Law"),
        ("专利法第二十二条", "二十二", "专利法"),
        ("专利法第22条", "22", "专利法"),
    ],
)
def test_an_article_is_a_pinpoint(text: str, article: str, law: str) -> None:
    read = find_article(text)
    assert read is not None
    assert read.number == article
    assert (text[: read.start] + text[read.end :]).strip() == law


@pytest.mark.parametrize("text", ["Patent Law", "art", "part 3", "article"])
def test_no_article_is_read_where_there_is_none(text: str) -> None:
    assert find_article(text) is None


def test_numbers_are_sorted_by_value() -> None:
    assert sorted(["IX.1", "V.10", "V.2"], key=number_order) == ["V.2", "V.10", "IX.1"]


def test_a_number_is_written_as_plans_do() -> None:
    read = read_number("2.1.2")
    assert read is not None
    assert in_roman(read) == "II.1.2"


@given(st.text(alphabet="area of measure no.-IV12/ 第条二,(", max_size=300))
def test_any_text_is_read_in_time(text: str) -> None:
    begun = time.monotonic()
    for read in (read_number, find_number, read_bare_path, find_article):
        read(text)
    assert time.monotonic() - begun < 0.5
