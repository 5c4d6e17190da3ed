"""graph/days.py: days as others write them, and the history of a text."""

import pytest

from graph.days import latest, read_date, take_history


@pytest.mark.parametrize(
    ("cell", "date"),
    [
        ("2008-12-27", "2008-12-27"), ("2008/12/27", "2008-12-27"), ("2008年12月27日", "2008-12-27"), ("20081227", "2008-12-27"),
        ("2008-12", "2008-12"), ("2008", "2008"), ("in 2008.", "2008"), ("2008-12-27T00:00:00Z", "2008-12-27"),
        ("27/12/2008", "2008-12-27"), ("12/27/2008", "2008-12-27"), ("27.12.2008", "2008-12-27"), ("3.4.2008", "2008-04-03"),
        ("03/04/2008", "2008"), ("04/04/2008", "2008-04-04"), ("27 December 2008", "2008-12-27"), ("December 27, 2008", "2008-12-27"),
        ("27-Dec-2008", "2008-12-27"), ("c2002.", "2002"), ("99/99/2008", "2008"),
        ("2008-13-99", "2008"), ("", ""), ("soon", ""), ("12345", ""),
    ],
)  # fmt: skip
def test_a_cell_is_read_as_the_date_it_gives(cell: str, date: str) -> None:
    assert read_date(cell) == date


@pytest.mark.parametrize(
    ("text", "rest", "date", "amended"),
    [
        ("law (adopted on march 12, 1984)", "law ", "1984-03-12", False),
        ("law (adopted 12 march 1984; amended 4 september 1992)", "law ", "1992-09-04", True),
        ("law (as amended up to the decision of december 27, 2008, on amending the law)", "law ", "2008-12-27", True),
        ("law (promulgated by decree no. 213 on march 20, 1997)", "law ", "1997-03-20", False),
        ("law (1993, revised 2017, amended 2019)", "law ", "2019", True),
        ("law (amended 2008-12-27, effective 2009-10-01)", "law ", "2008-12-27", True),
        ("law (effective october 1, 2009)", "law ", "2009-10-01", False),
        ("专利法(2008修正,2009年10月1日起施行)", "专利法", "2008", True),
        ("专利法(2020年修正)(2021年6月1日起施行)", "专利法", "2021-06-01", True),
        ("商标法(1982年8月23日通过,根据2019年4月23日第四次修正)", "商标法", "2019-04-23", True),
    ],
)
def test_a_history_in_brackets_gives_its_last_date(text: str, rest: str, date: str, amended: bool) -> None:
    assert take_history(text) == (rest, frozenset({date}), amended)


@pytest.mark.parametrize(
    "text",
    ["plan (2011-2030)", "law (draft revised 2012)", "商标法(2012年修订草案)", "law (china)", "law (no. 3 of 1999)", "law", "law (amended"],
)  # fmt: skip
def test_other_brackets_stay(text: str) -> None:
    assert take_history(text) == (text, frozenset(), False)


def test_the_latest_of_dates_of_any_precision() -> None:
    assert latest(["1984", "2008-12-27", "2008"]) == "2008-12-27"
    assert latest([]) == ""
