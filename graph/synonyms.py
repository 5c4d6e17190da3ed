"""Words that stand for each other when something is searched, those of places among them; never published.

>>> ("film",) in synonyms_of(("movie",)), synonyms_of(("metaverse",))
(True, ())
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from graph.folding import SMALL_WORDS, fold

_SHORTEST = 4
"""Letters of a place's name; shorter ones are codes, and words of their own."""
_SHORT = frozenset(("us", "usa", "uk", "eu", "prc"))

Words = tuple[str, ...]


def synonyms_of(words: Words) -> tuple[Words, ...]:
    """What stands for the words, folded; none for words of no group."""
    return _table().get(words, ())


def is_expression(words: Words) -> bool:
    """Whether the words are one expression that has synonyms."""
    return words in _table()


@cache
def _table() -> dict[Words, tuple[Words, ...]]:
    """Words without the small ones, which are not asked for, to those that stand for them."""
    found: dict[Words, dict[Words, None]] = defaultdict(dict)
    for group in _groups():
        entries = [tuple(fold(entry).split()) for entry in group]
        for entry in entries:
            asked = tuple(word for word in entry if word not in SMALL_WORDS)
            found[asked] |= dict.fromkeys(other for other in entries if other != entry)
    return {asked: tuple(others) for asked, others in found.items()}


def _groups() -> Iterator[list[str]]:
    """The groups of words, then the names of each place but those that end the name of another, as Korea's do."""
    # Imported here as in graph/folding.py: nothing of it is needed before the first search.
    from graph.patterns import LANGUAGES

    with (LANGUAGES / "search.toml").open("rb") as file:
        yield from tomllib.load(file)["same"]
    with (LANGUAGES / "places.toml").open("rb") as file:
        places = tomllib.load(file)["places"]
    long = [f" {name} " for names in places.values() for name in names if " " in name]
    for names in places.values():
        others = [name for name in long if name.strip() not in names]
        yield [name for name in names if _is_told(name) and not (" " in name and any(f" {name} " in o for o in others))]


def _is_told(name: str) -> bool:
    """Whether a place's name is more than its code."""
    return not name.isascii() or len(name) >= _SHORTEST or name in _SHORT
