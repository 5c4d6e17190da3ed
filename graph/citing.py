"""Reads how people cite: numbers of measures in any writing, articles of laws, years of plans.

>>> read_number("measure II-1-2").parts, read_number("2.4").parts
(('II', '1', '2'), ('2', '4'))
>>> number_fits("V.1.12", read_number("measure 12 of area V"))
3
"""

import re
from itertools import pairwise
from typing import NamedTuple

from graph.numbering import chinese, roman, to_roman

_NUMERAL = r"(?:[0-9]{1,3}|[ivxlc]{1,7}|[一二三四五六七八九十]{1,3})"
_PATH = rf"{_NUMERAL}(?:\s*[./\-–—·]\s*{_NUMERAL}){{0,5}}"
_LEVELS = {"area": 0, "part": 0, "chapter": 0, "section": 1, "measure": 2, "item": 2, "point": 2, "paragraph": 2}
_WORDS = "|".join(_LEVELS)
_LABELLED = re.compile(rf"\b({_WORDS})s?\s*(?:no\.?\s*|number\s+|#\s*)?({_PATH})(?![\w.])", re.IGNORECASE)
_PLAIN = re.compile(rf"\s*(?:(?:{_WORDS}|no\.?|number|#|§)\s*)*({_PATH})[\s.]*", re.IGNORECASE)
_LINKING = re.compile(r"[\s,;:()]*(?:\b(?:of|in|under|the|within)\b[\s,;:()]*)*", re.IGNORECASE)
_ARTICLE = re.compile(
    r"[,;(\s]*(?:\b(?:art(?:icle)?s?\.?|§|para(?:graph)?\.?)\s*([0-9]{1,4}(?:[-–.(][0-9a-z]{1,3}\)?)*)"
    r"|第\s*([0-9]{1,4}|[零〇一二三四五六七八九十百千]{1,8})\s*条)[)\s]*",
    re.IGNORECASE,
)


class NumberRead(NamedTuple):
    """A number as it was written, from the outside in."""

    parts: tuple[str, ...]
    gapped: bool
    """Whether levels may be missing between the first part and the others (measure 12 of area V)."""
    start: int
    end: int


class ArticleRead(NamedTuple):
    """A pinpoint within a law: it has no IRI of its own."""

    number: str
    start: int
    end: int


def read_number(text: str) -> NumberRead | None:
    """The number, if the text is nothing but one, with or without words such as `measure`."""
    if match := _PLAIN.fullmatch(text):
        return NumberRead(_split(match[1]), False, match.start(1), match.end(1))
    found = find_number(text)
    if found is None:
        return None
    rest = text[: found.start] + text[found.end :]
    return found if _LINKING.fullmatch(rest) else None


def find_number(text: str) -> NumberRead | None:
    """The number that words such as `measure` or `area` announce, anywhere in the text."""
    matches = list(_LABELLED.finditer(text))
    for before, after in pairwise(matches):
        if not _LINKING.fullmatch(text[before.end() : after.start()]):
            matches = matches[: matches.index(after)]
            break
    if not matches:
        return None
    ordered = sorted(matches, key=lambda match: _LEVELS[match[1].lower()])
    parts = tuple(part for match in ordered for part in _split(match[2]))
    return NumberRead(parts, len(ordered) > 1, matches[0].start(), matches[-1].end())


def read_bare_path(text: str) -> NumberRead | None:
    """A number of two parts or more that stands in the text with no word that announces it."""
    for match in re.finditer(rf"(?<![\w.])({_PATH})(?![\w])", text, re.IGNORECASE):
        parts = _split(match[1])
        if len(parts) > 1:
            return NumberRead(parts, False, match.start(), match.end())
    return None


def find_article(text: str) -> ArticleRead | None:
    """The article that the text points at."""
    match = _ARTICLE.search(text)
    if match is None:
        return None
    return ArticleRead(match[1] or match[2], match.start(), match.end())


def _split(path: str) -> tuple[str, ...]:
    return tuple(re.findall(_NUMERAL, path.upper(), re.IGNORECASE))


def number_fits(number: str, read: NumberRead) -> int:
    """How well a part's number is what was read: 4 as written, 3 in other numerals or with gaps, 2 its end."""
    own = tuple(number.upper().split("."))
    if own == read.parts:
        return 4
    values, wanted = tuple(map(_value, own)), tuple(map(_value, read.parts))
    if values == wanted:
        return 3
    tail = len(wanted) - 1
    if read.gapped and len(values) > len(wanted) and values[0] == wanted[0] and values[-tail:] == wanted[1:]:
        return 3
    return 2 if len(wanted) > 1 and len(values) > len(wanted) and values[-len(wanted) :] == wanted else 0


def _value(part: str) -> int:
    if part.isdigit() and part.isascii():
        return int(part)
    return roman(part) or chinese(part) or -1


def in_roman(read: NumberRead) -> str:
    """The number with its first part as plans write it."""
    first = _value(read.parts[0])
    return ".".join((to_roman(first) if first > 0 else read.parts[0], *read.parts[1:]))


def number_order(number: str) -> tuple[int, ...]:
    """What numbers are sorted by."""
    return tuple(_value(part) for part in number.split("."))
