"""Which text of a law is meant: dates, years, amendments by number."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.editions import NARROW, is_edition, split_editions

LABEL = "Act of Nowhere, text of 27 December 2008 (third amendment)"


@pytest.mark.parametrize(
    ("text", "date", "law"),
    [
        ("Patent Law (2008)", (2008,), "Patent Law"),
        ("Patent Law as amended in 2008", (2008,), "Patent Law"),
        ("2008 Patent Law", (2008,), "Patent Law"),
        ("Patent Law of 27 December 2008", (2008, 12, 27), "Patent Law"),
        ("Patent Law of December 27, 2008", (2008, 12, 27), "Patent Law"),
        ("Patent Law (27th December, 2008)", (2008, 12, 27), "Patent Law"),
        ("Patent Law, December 2008", (2008, 12), "Patent Law"),
        ("Patent Law 2008-12-27", (2008, 12, 27), "Patent Law"),
        ("Patent Law 2008.12.27", (2008, 12, 27), "Patent Law"),
        ("Patent Law (as amended up to December 27, 2008)", (2008, 12, 27), "Patent Law"),
        ("UPOV Convention, 1978 Act", (1978,), "UPOV Convention"),
        ("2020 amendment to Patent Law", (2020,), "Patent Law"),
        ("专利法（2008年修正）", (2008,), "专利法"),
        ("商标法(2019修正)", (2019,), "商标法"),
        ("2008年修订的专利法", (2008,), "专利法"),
        ("2008年专利法", (2008,), "专利法"),
        ("专利法2008", (2008,), "专利法"),
        ("专利法2008年版", (2008,), "专利法"),
        ("专利法(2008年12月27日修正)", (2008, 12, 27), "专利法"),
    ],
)
def test_a_date_is_read_in_any_writing(text: str, date: tuple[int, ...], law: str) -> None:
    editions, rest = split_editions(text.translate(NARROW))
    assert [edition.date for edition in editions] == [date]
    assert rest == law


@pytest.mark.parametrize(
    ("text", "nth", "kind"),
    [
        ("Patent Law, third amendment", 3, "amendment"),
        ("the 3rd amendment to Patent Law", 3, "amendment"),
        ("Patent Law (first revision)", 1, "revision"),
        ("Patent Law第三次修正", 3, "amendment"),
        ("Patent Law第3次修改", 3, ""),
    ],
)
def test_an_amendment_is_read_by_its_number(text: str, nth: int, kind: str) -> None:
    editions, rest = split_editions(text)
    assert [(edition.nth, edition.kind, edition.date) for edition in editions] == [(nth, kind, ())]
    assert rest == "Patent Law"


def test_a_date_and_an_amendment_are_both_kept() -> None:
    editions, rest = split_editions("专利法2008年第三次修正")
    assert [(edition.date, edition.nth) for edition in editions] == [((2008,), 0), ((), 3)]
    assert rest == "专利法"


@pytest.mark.parametrize("text", ["Patent Law", "Order No. 569", "Patent Law art. 12008", "Patent Law, 31 Smarch 200"])
def test_other_texts_have_no_edition(text: str) -> None:
    assert split_editions(text) == ([], text)


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("2008", True),
        ("December 2008", True),
        ("27 December 2008", True),
        ("26 December 2008", False),
        ("2009", False),
        ("third amendment", True),
        ("第三次修改", True),
        ("third revision", False),
        ("second amendment", False),
    ],
)
def test_a_version_is_known_by_its_path_and_its_label(text: str, fits: bool) -> None:
    (edition,), _ = split_editions(text)
    assert is_edition(edition, "law/act/2008-12-27", LABEL) is fits


@given(st.text(alphabet="of 27 December, 2008年12月日()修正第三次 as amended in", max_size=300))
def test_any_text_is_read_in_time(text: str) -> None:
    begun = time.monotonic()
    split_editions(text)
    assert time.monotonic() - begun < 0.5
