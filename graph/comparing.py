"""How alike two values are, 0 to 100: dates of any precision, identifiers as people write them, names, sentences.

>>> compare_dates("2008", "2008-12-27"), compare_dates("27 December 2008", "2008-12-27"), compare_dates("2009", "2008")
(90.0, 100.0, 25.0)
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from graph.folding import SMALL_WORDS, close_up, fold

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMERIC = re.compile(
    r"\s*([0-9]{4})(?:\s*[-/.年]\s*([0-9]{1,2})(?:\s*[-/.月]\s*([0-9]{1,2}))?)?\s*[年月日]?(?:T.*)?\s*"
)
_WORDED = re.compile(r"\s*(?:([0-9]{1,2})(?:st|nd|rd|th)?\s+)?([a-z]{3,9})\.?\s+(?:([0-9]{1,2}),\s*)?([0-9]{4})\s*")
_IDLE = frozenset({"no", "number", "id", "nr"})
_CODE = re.compile(r"(?=.*[a-z])(?=.*[0-9])[a-z0-9]+")
_ALL_WORDS = 90.0


def read_date(text: str) -> tuple[int, ...]:
    """Year, month and day as far as they are written; empty where the text is no date."""
    if match := _NUMERIC.fullmatch(text):
        parts = tuple(int(part) for part in match.groups() if part)
    elif (match := _WORDED.fullmatch(text.lower())) and match[2][:3] in _MONTHS:
        day = match[1] or match[3]
        parts = (int(match[4]), _MONTHS.index(match[2][:3]) + 1, *((int(day),) if day else ()))
    else:
        return ()
    return parts if all(1 <= part <= limit for part, limit in zip(parts, (9999, 12, 31), strict=False)) else ()


def compare_dates(one: str, other: str) -> float:
    """100: the same, to the day or as precise as both are; 90: one is less precise; 50: same year; 25: a year apart."""
    ours, theirs = read_date(one), read_date(other)
    if not ours or not theirs:
        return 0.0
    shared = min(len(ours), len(theirs))
    if ours[:shared] == theirs[:shared]:
        return 100.0 if len(ours) == len(theirs) else 90.0
    if ours[0] == theirs[0]:
        return 50.0
    return 25.0 if abs(ours[0] - theirs[0]) == 1 else 0.0


def identifier_words(text: str) -> list[str]:
    """The words of an identifier that tell it from others."""
    return telling_words(fold(text))


def telling_words(folded: str) -> list[str]:
    """The same for a text that is folded already."""
    return [word for word in folded.split() if word not in SMALL_WORDS and word not in _IDLE]


def compare_codes(ours: Sequence[str], theirs: Sequence[str]) -> float:
    """How alike the words of two identifiers are; a near number is another.

    100: the same; 95: one is the code at the end of the other, letters with figures (Q42); 90: one is the end of the
    other (Order No. 569); else 0.
    """
    shorter, longer = sorted((ours, theirs), key=len)
    if len(shorter) == 1 and len(longer) > 1 and longer[-1] == shorter[0] and _CODE.fullmatch(shorter[0]):
        return 95.0
    return _compare_words(ours, theirs)


def _compare_words(ours: Sequence[str], theirs: Sequence[str]) -> float:
    if ours and ("".join(ours) == "".join(theirs) or sorted(ours) == sorted(theirs)):
        return 100.0
    shorter, longer = sorted((ours, theirs), key=len)
    if not any(word.isdigit() for word in shorter):
        return 0.0
    return 90.0 if longer[-len(shorter) :] == shorter and len(shorter) > 1 else 0.0


def compare_folded(one: str, other: str) -> float:
    """How alike two folded names are; figures that differ make them unlike."""
    (ours, figures), (theirs, other_figures) = _close(one), _close(other)
    if not ours or not theirs:
        return 0.0
    likeness = max(fuzz.ratio(ours, theirs), fuzz.token_sort_ratio(ours, theirs))
    return likeness if ours == theirs or figures == other_figures else min(likeness, 60.0)


def compare_words(terms: Sequence[tuple[str, ...]], folded: str) -> float:
    """How much of the terms stands in a sentence that is folded already: 90 for all of them."""
    asked = [term for term in terms if term[0] not in SMALL_WORDS] or terms
    within = f" {folded} "
    stand = sum(f" {' '.join(term)} " in within for term in asked)
    return _ALL_WORDS * stand / len(asked) if asked else 0.0


@lru_cache(8192)
def _close(folded: str) -> tuple[str, tuple[str, ...]]:
    closed = close_up(folded)
    return closed, tuple(sorted(re.findall(r"[0-9]+|\b[ivx]{1,4}\b", closed)))
