"""How one English word may be written otherwise: British and American, with another ending, misspelt.

>>> one_spelling("organisation"), one_spelling("labour"), one_spelling("centre"), one_spelling("offence")
('organization', 'labor', 'center', 'offense')
>>> stem_of("enforcement") == stem_of("enforcing"), is_slip("costum", "custom"), is_slip("seed", "speed")
(True, True, False)
"""

import re

from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

_VARIANTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"(?<=.[a-z])is(?=(?:e|ed|es|er|ers|ing|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=..)our(?=(?:s|ed|ing|able|ably|al|ite|ites)?$)"), "or"),
    (re.compile(r"(?<=..[bt])re(?=s?$)"), "er"),
    (re.compile(r"(?<=[fc]en)ce(?=[sd]?$)"), "se"),
    (re.compile(r"(?<=[ao]g)ue(?=s?$)"), ""),
    (re.compile(r"(?<=program)me(?=s?$)"), ""),
    (re.compile(r"(?<=[aeiou])ll(?=(?:ed|ing|er|ers)$)"), "l"),
)
"""Both sides of a comparison are rewritten alike, so that it does no harm where the word is none that has two forms."""
_ENDINGS = (
    "izations", "ization", "izing", "ized", "izes", "ize", "ations", "ation", "ative", "ating", "ated", "ates", "ate",
    "ements", "ement", "ments", "ment", "ically", "ical", "ic", "ings", "ing", "ions", "ion", "ial", "al", "ies", "ed",
    "es", "s", "y", "e",
)  # fmt: skip
_LEAST_STEM = 4


def one_spelling(word: str) -> str:
    """The word as Americans write it, or another word that is like no other."""
    if len(word) > 4:
        for pattern, other in _VARIANTS:
            word = pattern.sub(other, word)
    return word


def stem_of(word: str) -> str:
    """The word without its ending; forms of one word have the same."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM:
            return word[: -len(ending)]
    return word


def is_slip(typed: str, word: str) -> bool:
    """Whether the word may have been meant: the shorter it is, the nearer it must be to what was typed."""
    if len(typed) < 4 or typed == word:
        return False
    if len(typed) == len(word) and sorted(typed) == sorted(word):
        return typed[0] == word[0] and (len(typed) > 5 or OSA.distance(typed, word) == 1)
    if len(typed) < 5:
        return False
    distance = OSA.distance(typed, word)
    if len(typed) < 8:
        return distance == 1 and typed[0] == word[0] and (len(typed) > 5 or len(typed) != len(word))
    if distance < 2 or (distance == 2 and typed[0] == word[0]):
        return True
    return typed[:4] == word[:4] and ratio(typed, word) >= 80.0
