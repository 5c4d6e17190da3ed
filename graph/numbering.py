"""Numerals of plans: turns what stands before a measure (IV, 12, b, 十一) into an ordinal."""

from collections.abc import Callable

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_PARTS: tuple[tuple[int, str], ...] = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_CHINESE = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}


def roman(text: str) -> int | None:
    """The value of a Roman numeral in canonical form (IV, not IIII); None for anything else."""
    values = [_ROMAN.get(c) for c in text.upper()]
    total = 0
    for i, value in enumerate(values):
        if value is None:
            return None
        following = values[i + 1] if i + 1 < len(values) else None
        total += -value if following is not None and following > value else value
    return total if total > 0 and to_roman(total) == text.upper() else None


def to_roman(number: int) -> str:
    """The canonical Roman numeral of 1 to 3999."""
    out = ""
    for value, numeral in _ROMAN_PARTS:
        while number >= value:
            out, number = out + numeral, number - value
    return out


def decimal(text: str) -> int | None:
    """The value of decimal digits without a leading zero."""
    return int(text) if text.isascii() and text.isdigit() and not text.startswith("0") else None


def latin(text: str) -> int | None:
    """The place of a single letter in the alphabet: a or A is 1."""
    return ord(text.lower()) - 96 if len(text) == 1 and text.isascii() and text.isalpha() else None


def chinese(text: str) -> int | None:
    """The value of a Chinese numeral from 一 to 九十九."""
    tens, found, units = text.rpartition("十")
    if any(c not in _CHINESE for c in tens + units) or len(tens) > 1 or len(units) > 1 or not text:
        return None
    return (_CHINESE[tens] if tens else 1 if found else 0) * 10 + (_CHINESE[units] if units else 0)


NUMERALS: dict[str, Callable[[str], int | None]] = {
    "roman": roman,
    "decimal": decimal,
    "latin": latin,
    "chinese": chinese,
}


def component(text: str, numerals: str, ordinal: int) -> str:
    """The part's number as it stands in a path: as printed where that is plain ASCII, else in digits."""
    return text if text.isascii() and text.isalnum() and numerals != "chinese" else str(ordinal)
