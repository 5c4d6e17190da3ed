"""Reads days as titles and columns write them, and takes the history of a text off its title.

>>> read_date("27.12.2008"), read_date("December 27, 2008"), read_date("c2002."), read_date("03/04/2008")
('2008-12-27', '2008-12-27', '2002', '2008')
>>> take_history("patent law (adopted 12 march 1984; amended on december 27, 2008, effective october 1, 2009)")
('patent law ', frozenset({'2008-12-27'}), True)
"""

import re
from collections.abc import Callable, Iterable

from graph.title_words import fold

_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH.split("|"), 1)}
_YEAR_OF = r"(?:17|18|19|20)\d\d"
DAY = re.compile(
    rf"\b(?:(?P<y>{_YEAR_OF})[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)"
    rf"|(?P<d2>\d\d?)[ -](?P<m2>{_MONTH})[a-z]*,?[ -](?P<y2>{_YEAR_OF})"
    rf"|(?P<m3>{_MONTH})[a-z]* (?P<d3>\d\d?),? (?P<y3>{_YEAR_OF}))\b"
)
"""A day in an English text of small letters."""
CHINESE_DAY = re.compile(r"((?:18|19|20)\d\d)(?:年(\d\d?)月(?:(\d\d?)日)?|[-./](\d\d?)[-./](\d\d?))?年?度?")
YEAR = re.compile(_YEAR_OF)
_DATE = re.compile(rf"(?<!\d)({_YEAR_OF})(?:[-/.年](\d\d?)(?:[-/.月](\d\d?))?|(\d\d)(\d\d)(?!\d))?")
_DAY_FIRST = re.compile(rf"(?<!\d)(\d\d?)([./-])(\d\d?)\2({_YEAR_OF})(?!\d)")
_BRACKET = re.compile(r"\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
_DRAFT = re.compile(r"\b(?:draft|bill|proposal|comments?)\b|草案|稿")
_TELLS = re.compile(
    r"\b(?:adopted|promulgated|issued|enacted|passed|effective|in force|amend\w*|revis\w*|modified|decision)\b"
    r"|通过|公布|发布|修正|修订|修改|施行|实施|根据"
)
_AMENDED = re.compile(r"\b(?:amend\w*|revis\w*|modified)\b|修正|修订|修改")
_IN_FORCE = re.compile(
    r"\b(?:effective|(?:entered |entry |coming |comes )?in(?:to)? force)\b(?:(?! and\b|[;()]).)*"
    r"|(?:自)?(?:18|19|20)\d\d年\d\d?月\d\d?日起?(?:施行|实施|生效)"
)


def day_of(match: re.Match[str]) -> str:
    """The day that DAY found."""
    year = match["y"] or match["y2"] or match["y3"]
    month = match["m"] or _MONTHS[(match["m2"] or match["m3"])]
    return f"{year}-{int(month):02}-{int(match['d'] or match['d2'] or match['d3']):02}"


def chinese_day_of(match: re.Match[str]) -> str:
    """The day or the year that CHINESE_DAY found."""
    month, day = match[2] or match[4], match[3] or match[5]
    return f"{match[1]}-{int(month):02}-{int(day):02}" if month and day else match[1]


def read_date(cell: str) -> str:
    """The date in a cell as year, year and month, or day; empty where there is none.

    Of 03/04/2008 only the year is sure, for some write the month first.
    """
    if match := _DAY_FIRST.search(cell):
        first, second, year = int(match[1]), int(match[3]), match[4]
        if second > 12 >= first and match[2] != ".":
            first, second = second, first
        is_sure = match[2] == "." or first > 12 or first == second
        return f"{year}-{second:02}-{first:02}" if is_sure and 0 < second <= 12 and 0 < first <= 31 else year
    if (match := DAY.search(fold(cell))) and not match["m"]:
        return day_of(match)
    match = _DATE.search(cell)
    if not match:
        return ""
    year, month, day = match[1], match[2] or match[4], match[3] or match[5]
    if not month or not 1 <= int(month) <= 12:
        return year
    return f"{year}-{int(month):02}-{int(day):02}" if day and 1 <= int(day) <= 31 else f"{year}-{int(month):02}"


def take_history(text: str) -> tuple[str, frozenset[str], bool]:
    """The title without the brackets that tell when it was adopted and amended, the last such date, whether amended."""
    dates: set[str] = set()
    amended = False

    def take(match: re.Match[str]) -> str:
        nonlocal amended
        inside = match[1]
        if not YEAR.search(inside) or not _TELLS.search(inside) or _DRAFT.search(inside):
            return match[0]
        told = _dates(_IN_FORCE.sub(" ", inside)) or _dates(inside)
        dates.update(told)
        amended = amended or _AMENDED.search(inside) is not None
        return ""

    rest = _BRACKET.sub(take, text)
    return rest, frozenset({max(dates)} if dates else ()), amended


def _dates(text: str) -> set[str]:
    found: set[str] = set()

    def keep(read: Callable[[re.Match[str]], str]) -> Callable[[re.Match[str]], str]:
        def taken(match: re.Match[str]) -> str:
            found.add(read(match))
            return " "

        return taken

    rest = CHINESE_DAY.sub(keep(chinese_day_of), DAY.sub(keep(day_of), text))
    return found | set(YEAR.findall(rest))


def latest(dates: Iterable[str]) -> str:
    """The last one; empty without any."""
    return max(dates, default="")
