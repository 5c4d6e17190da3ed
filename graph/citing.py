"""Reads how people cite the numbers of a plan's parts, in any writing.

>>> read_number("measure II-1-2").parts, read_number("2.4").parts
(('II', '1', '2'), ('2', '4'))
>>> number_fits("V.1.12", read_number("measure 12 of area V"))
3
"""

import re
from itertools import pairwise
from typing import NamedTuple

from graph.numbering import chinese, roman

_NUMERAL = r"(?:[0-9]{1,3}|[ivxlc]{1,7}|[一二三四五六七八九十]{1,3})"
_PATH = rf"{_NUMERAL}(?:\s*[./\-–—·]\s*{_NUMERAL}){{0,5}}"
_LEVELS = {"area": 0, "part": 0, "chapter": 0, "section": 1, "measure": 2, "item": 2, "point": 2, "paragraph": 2}
_WORDS = "|".join(_LEVELS)
_LABELLED = re.compile(rf"\b({_WORDS})s?\s*(?:no\.?\s*|number\s+|#\s*)?({_PATH})(?!\.?\w)", re.IGNORECASE)
_PLAIN = re.compile(rf"\s*(?:(?:{_WORDS}|no\.?|number|#|§)\s*)*({_PATH})[\s.]*", re.IGNORECASE)
_LINKING = re.compile(r"[\s,;:().]*(?:\b(?:of|in|under|the|within)\b[\s,;:()]*)*", re.IGNORECASE)


class NumberRead(NamedTuple):
    """A number as it was written, from the outside in."""

    parts: tuple[str, ...]
    gapped: bool
    """Whether levels may be missing between the first part and the others (measure 12 of area V)."""
    start: int
    end: int
    levels: tuple[int, int] = (-1, -1)
    """What words say that the first part and the last are: 0 an area, 1 a section, 2 a measure, -1 not said."""


def read_number(text: str) -> NumberRead | None:
    """The number, if the text is nothing but one, with or without words such as `measure`."""
    found = find_number(text)
    if found is not None and _LINKING.fullmatch(text[: found.start] + text[found.end :]):
        return found
    match = _PLAIN.fullmatch(text)
    return NumberRead(_split(match[1]), False, match.start(1), match.end(1)) if match else None


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
    paths = [_split(match[2]) for match in ordered]
    first = max(0, _LEVELS[ordered[0][1].lower()] - len(paths[0]) + 1)
    levels = (first, _LEVELS[ordered[-1][1].lower()])
    parts = tuple(part for path in paths for part in path)
    return NumberRead(parts, len(ordered) > 1, matches[0].start(), matches[-1].end(), levels)


def read_bare_path(text: str) -> NumberRead | None:
    """A number of two parts or more that stands in the text with no word that announces it."""
    for match in re.finditer(rf"(?<![\w.])({_PATH})(?![\w])", text, re.IGNORECASE):
        parts = _split(match[1])
        if len(parts) > 1:
            return NumberRead(parts, False, match.start(), match.end())
    return None


def _split(path: str) -> tuple[str, ...]:
    return tuple(re.findall(_NUMERAL, path.upper(), re.IGNORECASE))


def number_fits(number: str, read: NumberRead) -> int:
    """How well a part's number is what was read: 4 as written, 3 in other numerals or with gaps, 2 its end.

    A Roman numeral is an area's, so that what begins with one is never the end of a number.
    """
    own = tuple(number.upper().split("."))
    values, wanted = tuple(map(_value, own)), tuple(map(_value, read.parts))
    tail = len(wanted) - 1
    if read.gapped and read.levels[0] == 0 and len(values) > len(wanted):
        return 3 if values[0] == wanted[0] and values[-tail:] == wanted[1:] else 0
    if values == wanted and not (read.gapped and read.levels[0] > 0):
        return 4 if own == read.parts else 3
    from_the_area = read.gapped and read.levels[0] == 0
    if from_the_area or len(wanted) < 2 or roman(read.parts[0]):
        return 0
    return 2 if len(values) > len(wanted) and values[-len(wanted) :] == wanted else 0


def _value(part: str) -> int:
    if part.isdigit() and part.isascii():
        return int(part)
    return roman(part) or chinese(part) or -1


def number_order(number: str) -> tuple[int, ...]:
    """What numbers are sorted by."""
    return tuple(_value(part) for part in number.split("."))
