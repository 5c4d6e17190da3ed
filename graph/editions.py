"""Reads which text of a law is cited: by a date or year, or as its third amendment, in English and Chinese.

>>> edition, rest = split_editions("专利法（2008年修正）".translate(NARROW))
>>> edition[0].date, rest
((2008,), '专利法')
"""

import re
from typing import NamedTuple

from graph.comparing import read_date

NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
"""Wide brackets, digits and letters as narrow ones."""
_YEAR = r"(?:1[89]|20)[0-9]{2}"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_BEFORE = (
    r"as\s+(?:last\s+)?(?:amended|revised|adopted)(?:\s+(?:in|of|on|by|up\s+to))?|(?:amended|revised|adopted|dated)(?:\s+(?:in|of|on))?"
    r"|(?:the\s+)?(?:version|text|edition|act|amendment|revision)(?:\s+(?:of|from|in))?|of|in|from|on"
)
_KIND_EN, _KIND_ZH = "act|text|version|edition|amendment|revision", "修正案|修正|修订|修改"
_DATE = re.compile(
    rf"[\s,(〔\[]*(?:(?<!\w)(?:{_BEFORE})\s+)?(?<![0-9.])(?:"
    rf"(?P<d1>{_DAY})\s+(?P<m1>{_MONTH}),?\s+(?P<y1>{_YEAR})|(?P<m2>{_MONTH})\s+(?:(?P<d2>{_DAY}),?\s+)?(?P<y2>{_YEAR})"
    rf"|(?P<iso>{_YEAR}-[0-9]{{2}}(?:-[0-9]{{2}})?|{_YEAR}[./][0-9]{{1,2}}[./][0-9]{{1,2}})|(?P<zh>{_YEAR}\s*年\s*[0-9]{{1,2}}\s*月(?:\s*[0-9]{{1,2}}\s*日)?)"
    rf"|(?P<year>{_YEAR}))(?![0-9a-z-])(?:\s+(?:{_KIND_EN})(?!\w)(?:\s+(?:of|to)(?!\w))?)?"
    rf"\s*年?\s*(?:(?:{_KIND_ZH})?(?:文本|版本|版|本)?)?的?[\s)〕\]]*",
    re.IGNORECASE,
)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_CHINESE = "一二三四五六七八九十"
_NTH = re.compile(
    rf"[\s,(]*(?:(?:\bthe\s+)?\b(?P<en>{'|'.join(_ORDINALS)}|[0-9]{{1,2}}(?:st|nd|rd|th))\s+(?P<kind>amendment|revision)"
    r"(?!\w)(?:\s+(?:of|to)(?!\w))?"
    rf"|第\s*(?P<zh>[0-9]{{1,2}}|[{_CHINESE}])\s*次(?P<zh_kind>修正|修订|修改)(?:文本|版本|版|本)?的?)[\s)]*",
    re.IGNORECASE,
)
_MEANT = {"修正": "amendment", "修订": "revision", "修改": ""}


class Edition(NamedTuple):
    """What was said of the text that is meant: its date as far as it is known, or which amendment made it."""

    words: str
    date: tuple[int, ...]
    nth: int = 0
    kind: str = ""
    """Amendment or revision; empty where the words leave it open."""

    @property
    def told(self) -> str:
        """What it is, for a reason."""
        if self.date:
            return f"“{self.words}” was read as the date of a version"
        return f"“{self.words}” was read as the amendment or revision that made a version"


def split_editions(text: str) -> tuple[list[Edition], str]:
    """What the text says of editions, and the rest of it."""
    found: list[Edition] = []
    for pattern, read in ((_DATE, _read_date), (_NTH, _read_nth)):
        if (match := pattern.search(text)) and (edition := read(match)):
            found.append(edition)
            text = text[: match.start()] + " " + text[match.end() :]
    return found, re.sub(r"\s+", " ", text).strip(" ,;")


def is_edition(edition: Edition, path: str, label: str) -> bool:
    """Whether a version is meant, by the date that ends its path and by what its label says made it."""
    if edition.date:
        return read_date(path.rpartition("/")[2])[: len(edition.date)] == edition.date
    made = [_read_nth(match) for match in _NTH.finditer(label)]
    return any(m is not None and m.nth == edition.nth and edition.kind in {"", m.kind} for m in made)


def _read_date(match: re.Match[str]) -> Edition | None:
    if match["iso"] or match["zh"] or match["year"]:
        date = read_date(re.sub(r"\s", "", match["iso"] or match["zh"] or match["year"]))
        words = match["iso"] or match["zh"] or match["year"]
    else:
        day = re.sub(r"[a-z]", "", (match["d1"] or match["d2"] or "").lower())
        month, year = match["m1"] or match["m2"], match["y1"] or match["y2"]
        date, words = read_date(f"{day} {month} {year}"), match[0].strip(" ,()[]")
    return Edition(words, date) if date else None


def _read_nth(match: re.Match[str]) -> Edition | None:
    if match["en"]:
        word = match["en"].lower()
        nth = _ORDINALS.index(word) + 1 if word in _ORDINALS else int(word[:-2])
        return Edition(match[0].strip(" ,()"), (), nth, match["kind"].lower())
    number = match["zh"]
    nth = _CHINESE.index(number) + 1 if number in _CHINESE else int(number)
    return Edition(match[0].strip(" ,()"), (), nth, _MEANT[match["zh_kind"]])
