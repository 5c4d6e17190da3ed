"""graph/numbering.py: what stands before a measure becomes an ordinal."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.numbering import NUMERALS, chinese, component, decimal, latin, roman, to_roman

CHINESE = [
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
    "十六",
    "十七",
    "十八",
    "十九",
    "二十",
    "二十一",
]


@given(st.integers(1, 3999))
def test_every_roman_numeral_is_read_back(number: int) -> None:
    assert roman(to_roman(number)) == number


@pytest.mark.parametrize("text", ["", "IIII", "VX", "IC", "A", "1", "IV.", "十"])
def test_what_is_no_canonical_roman_numeral_is_refused(text: str) -> None:
    assert roman(text) is None


def test_small_roman_numerals_are_read() -> None:
    assert roman("xiv") == 14


@given(st.integers(1, 10**6))
def test_decimal_digits_are_read(number: int) -> None:
    assert decimal(str(number)) == number


@pytest.mark.parametrize("text", ["", "0", "01", "-1", "1.1", "１", "٣", "x"])
def test_what_is_no_plain_decimal_is_refused(text: str) -> None:
    assert decimal(text) is None


def test_a_letter_is_its_place_in_the_alphabet() -> None:
    assert [latin(c) for c in "aBz"] == [1, 2, 26]


@pytest.mark.parametrize("text", ["", "aa", "1", "é", "中"])
def test_what_is_no_single_latin_letter_is_refused(text: str) -> None:
    assert latin(text) is None


def test_chinese_numerals_count_from_one_to_twenty_one() -> None:
    assert [chinese(text) for text in CHINESE] == list(range(1, 22))


def test_chinese_ninety_nine_is_read() -> None:
    assert chinese("九十九") == 99


@pytest.mark.parametrize("text", ["", "百", "一二", "一十二三", "十十", "a", "1"])
def test_what_is_no_chinese_numeral_is_refused(text: str) -> None:
    assert chinese(text) is None


def test_plain_ascii_stands_in_a_path_as_printed() -> None:
    assert component("IV", "roman", 4) == "IV"


def test_a_chinese_numeral_stands_in_a_path_as_digits() -> None:
    assert component("十一", "chinese", 11) == "11"


@pytest.mark.parametrize("name", NUMERALS)
def test_no_numerals_read_the_empty_text(name: str) -> None:
    assert NUMERALS[name]("") is None
