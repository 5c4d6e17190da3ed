"""The words of titles in English and Chinese: what names a kind, what is the same, what says nothing.

>>> stem("protection"), stem("protecting"), fold("People’s  Court’s")
('protect', 'protect', 'peoples court')
"""

import re
import tomllib
import unicodedata
from functools import cache
from typing import Any

from graph.patterns import LANGUAGES

_ENDINGS = (
    "izations", "isations", "ization", "isation", "ations", "ation", "ments", "ment",
    "ings", "ing", "ions", "ion", "ies", "ed", "es", "s", "y",
)  # fmt: skip


@cache
def title_words() -> dict[str, Any]:
    """The word lists of languages/titles.toml."""
    with (LANGUAGES / "titles.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def kinds_by_word() -> dict[str, str]:
    """A word to the kind of document or body that it names."""
    return {word: kind for kind, words in title_words()["kinds"].items() for word in words}


@cache
def chinese_kind() -> re.Pattern[str]:
    """The word for a kind with which a Chinese name ends."""
    words = sorted((w for w in kinds_by_word() if not w.isascii()), key=lambda w: (-len(w), w))
    return re.compile(f"({'|'.join(words)})$")


@cache
def same_words() -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern for words that others stand for, and those others."""
    table = {word: key for key, words in title_words()["same"].items() for word in words}
    longest = sorted(table, key=lambda w: (-len(w), w))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b"), table


def one_word_synonyms() -> dict[str, str]:
    """A word to the one that stands in its place."""
    return {word: key for word, key in same_words()[1].items() if " " not in word + key}


@cache
def word_set(name: str) -> frozenset[str]:
    """One of the lists of English words."""
    return frozenset(title_words()["words"][name])


@cache
def simplified() -> dict[int, str]:
    """Traditional characters to simplified ones, for translate."""
    chinese = title_words()["chinese"]
    pairs = zip(chinese["traditional"], chinese["simplified"], strict=True)
    return {ord(old): new for old, new in pairs}


def fold(text: str) -> str:
    """Lower case, no accents, one kind of apostrophe and none of it, single blanks."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
        text = "".join(c for c in text if not unicodedata.combining(c))
    text = text.casefold().replace("people's", "peoples").replace("'s ", " ").removesuffix("'s")
    return " ".join(text.replace("'", "").replace("&", " and ").split())


def stem(word: str) -> str:
    """The word without its ending, at least four letters; so that forms of one word are alike."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word
