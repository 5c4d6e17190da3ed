"""Reads the places within laws that people cite: articles, paragraphs and items, in English and Chinese.

>>> find_pinpoint("专利法第二十二条第三款").text, find_pinpoint("Patent Law arts. 3 and 5").text
('article 22, paragraph 3', 'articles 3 and 5')
"""

import re
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

_UNITS = (
    ("chapter", r"chap(?:ter)?s?", "章"),
    ("section", r"sec(?:tion)?s?", "节"),
    ("article", r"art(?:icle)?s?", "条"),
    ("rule", r"rules?", ""),
    ("paragraph", r"para(?:graph)?s?", "款"),
    ("item", r"items?", "项"),
    ("point", r"points?", "目"),
)
"""Kinds of places from the outside in: the word, how English writes it, how Chinese does."""
_ORDER = {unit: place for place, (unit, _, _) in enumerate(_UNITS)}
_OF_SIGN = {sign: unit for unit, _, sign in _UNITS if sign}
_BRACKETED = r"(?:\s?\((?:[0-9]{1,2}|[a-z]{1,4})\))"
_ONE = (
    r"(?:(?:[0-9]{1,4}(?:[-–.][0-9]{1,3})?(?:\s?(?:bis|ter|quater|quinquies|sexies)|[a-z])?|[ivxlc]{1,7})(?!\w)"
    rf"{_BRACKETED}*|{_BRACKETED}+)"
)
_NEXT = (
    r"(?:\s*,\s*(?:(?:and|or)\s+)?|\s+(?:and|or|to|through)\s+|\s*[&–-]\s*)(?!(?:1[89]|20)[0-9]{2}(?![0-9]))(?=[0-9])"
)
_ENGLISH = (
    rf"(?<!\w)(?P<word>{'|'.join(english for _, english, _ in _UNITS)})(?![a-z])\.?\s*(?:nos?\.?\s*)?"
    rf"(?P<list>{_ONE}(?:{_NEXT}{_ONE})*)"
)
_SIGN = rf"(?P<mark>§§?)\s*(?P<marked>{_ONE}(?:{_NEXT}{_ONE})*)"
_NUMERAL = r"(?:[0-9]{1,4}|[零〇一二三四五六七八九十百千两]{1,8})"
_RANGED = r"(?:至|到|~|-|–|—)"
_CHINESE = (
    rf"第\s*\(?\s*(?P<zh>{_NUMERAL}(?:\s*(?:{_RANGED}|、|和|及)\s*第?{_NUMERAL})*)\s*\)?\s*(?P<unit>[条款项目章节])(?!例)(?:之\s*(?P<sub>{_NUMERAL}))?"
    rf"|\(\s*(?P<zh2>{_NUMERAL})\s*\)\s*(?P<unit2>[款项目])"
    r"|(?P<zh3>[0-9]{1,4})\s*(?P<unit3>条)(?!例)(?:之\s*(?P<sub3>[0-9]{1,3}))?"
)
_PINPOINT = re.compile(f"{_ENGLISH}|{_SIGN}|{_CHINESE}", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;:、]*(?:(?:and|of|in|under|to)\b|和|及|与|至|到)?\s*(?:the\b)?\s*", re.IGNORECASE)
_AROUND_START, _AROUND_END = re.compile(r"[\s,;:(]*$"), re.compile(r"[\s)]*")
_PLURAL = re.compile(r"\s(?:and|or|to|through)\s|[,&]")
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}


class Pinpoint(NamedTuple):
    """A place within a law: it has no IRI of its own."""

    text: str
    """In English, the outer place first."""
    start: int
    end: int


class _Place(NamedTuple):
    unit: str
    numbers: str
    several: bool


def find_pinpoint(text: str) -> Pinpoint | None:
    """The first place that the text points at, with all that follows it without a break."""
    matches = list(_PINPOINT.finditer(text))
    if not matches:
        return None
    for before, after in pairwise(tuple(matches)):
        if not _BETWEEN.fullmatch(text[before.end() : after.start()]):
            matches = matches[: matches.index(after)]
            break
    links = [text[a.end() : b.start()] for a, b in pairwise(matches)]
    told = _tell([_read_place(match) for match in matches], links)
    begin = _AROUND_START.search(text[: matches[0].start()])
    after_it = _AROUND_END.match(text, matches[-1].end())
    return Pinpoint(told, begin.start() if begin else 0, after_it.end() if after_it else len(text))


def _read_place(match: re.Match[str]) -> _Place:
    if match["word"]:
        unit = next(unit for unit, english, _ in _UNITS if re.fullmatch(english, match["word"], re.IGNORECASE))
        several = match["word"].lower().endswith("s") or _PLURAL.search(match["list"]) is not None
        return _Place(unit, _tidy(match["list"]), several)
    if match["mark"]:
        return _Place("article", _tidy(match["marked"]), _PLURAL.search(match["marked"]) is not None)
    numbers = re.findall(_NUMERAL, match["zh"] or match["zh2"] or match["zh3"])
    joint = " to " if match["zh"] and re.search(_RANGED, match["zh"]) else " and "
    sub = match["sub"] or match["sub3"]
    told = joint.join(str(chinese_value(number)) for number in numbers) + (f"-{chinese_value(sub)}" if sub else "")
    return _Place(_OF_SIGN[match["unit"] or match["unit2"] or match["unit3"]], told, len(numbers) > 1)


def _tell(places: list[_Place], links: list[str]) -> str:
    """The places in words; those of one kind together, and nested ones from the outside in."""
    if len({place.unit for place in places}) == len(places):
        return ", ".join(map(_tell_one, sorted(places, key=lambda place: _ORDER[place.unit])))
    told: list[str] = []
    for _, run in groupby(enumerate(places), key=lambda numbered: numbered[1].unit):
        told.append(_tell_one(_join([*run], links)))
    return ", ".join(told)


def _join(run: list[tuple[int, _Place]], links: list[str]) -> _Place:
    (_, first), *rest = run
    numbers = first.numbers
    for place, (index, other) in enumerate(rest, 1):
        ranged = any(word in links[index - 1].lower() for word in ("to", "至", "到"))
        numbers += (" to " if ranged else " and " if place == len(rest) else ", ") + other.numbers
    return _Place(first.unit, numbers, first.several or bool(rest))


def _tell_one(place: _Place) -> str:
    return f"{place.unit}{'s' if place.several else ''} {place.numbers}"


def _tidy(numbers: str) -> str:
    """The numbers with single spaces, without brackets that hold all of one."""
    tidied = re.sub(r"\s+(?=\()", "", re.sub(r"\s+", " ", numbers.strip()))
    return re.sub(r"\s(?=bis|ter|qu|sex)", "", re.sub(r"^\((\w+)\)$", r"\1", tidied))


def chinese_value(text: str) -> int:
    """The value of digits, or of a Chinese numeral below ten thousand."""
    if text.isdigit() and text.isascii():
        return int(text)
    return sum(_steps(text))


def _steps(text: str) -> Iterator[int]:
    digit: int | None = None
    for sign in text:
        if sign in _SCALES:
            yield (1 if digit is None else digit) * _SCALES[sign]
            digit = None
        else:
            digit = _DIGITS[sign] or None
    yield digit or 0
