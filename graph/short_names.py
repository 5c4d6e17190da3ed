"""What long names are called for short: initials of English ones, some signs of Chinese ones in their order.

>>> from graph.names import Name
>>> name = Name("x", "agency", "国家药品监督管理局", "zh-hans", "preferred")
>>> ShortNames([name], ["国 家 药 品 监 督 管 理 局"]).of_signs("药监局")
[('药', '品', '监', '督', '管', '理', '局')]
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from graph.folding import SMALL_WORDS, close_up, is_sign
from graph.names import Name

_NAMES = frozenset({"preferred", "alternative"})
_NOT_SHORTENED = frozenset({"term", "version", "outcome", "target", "change", "measure"})
_LETTERS = re.compile(r"[A-Z]{2,8}")
_FEWEST, _MOST_SIGNS = 2, 8
_GAP = 5
"""Signs that may be left out between two that are kept."""
_THINNEST = 0.28
"""The share of signs that a short form keeps, of those from its first to its last."""
_MOST = 6

Words = tuple[str, ...]


class ShortNames:
    """The names of things, by what is left when they are shortened; made when it is first asked for."""

    def __init__(self, names: Sequence[Name], folded: Sequence[str]) -> None:
        self._names, self._folded = names, folded

    def _texts(self, language: str) -> Iterator[tuple[Name, str]]:
        for name, text in zip(self._names, self._folded, strict=True):
            if name.role in _NAMES and name.kind not in _NOT_SHORTENED and name.language.startswith(language):
                yield name, text

    @cached_property
    def _chinese(self) -> str:
        return "\n".join(dict.fromkeys(close_up(text) for _, text in self._texts("zh")))

    @cached_property
    def _initials(self) -> list[tuple[str, list[str]]]:
        """The initials of each English name, and its words; small words have none."""
        found: list[tuple[str, list[str]]] = []
        for text in dict.fromkeys(text for name, text in self._texts("en") if _is_called_so(name)):
            words = text.split()
            found.append(("".join(word[0] for word in words if word not in SMALL_WORDS), words))
        return found

    def of_initials(self, typed: str) -> list[Words]:
        """Stretches of names that have the letters as initials: whole names, else what stands in the most names."""
        if not _LETTERS.fullmatch(typed):
            return []
        letters = typed.casefold()
        whole = Counter(tuple(words) for initials, words in self._initials if initials == letters)
        if not whole and len(letters) > 2:
            whole.update(
                _stretch(words, initials.index(letters), len(letters))
                for initials, words in self._initials
                if letters in initials
            )
        return [words for words, _ in sorted(whole.items(), key=lambda found: (-found[1], found[0]))[:_MOST]]

    def of_signs(self, run: str) -> list[Words]:
        """Stretches of Chinese names that keep the signs in their order, the fullest first."""
        if not _FEWEST <= len(run) <= _MOST_SIGNS:
            return []
        pattern = re.compile(f"(?=({f'.{{0,{_GAP}}}?'.join(map(re.escape, run))}))")
        stretches = {match[1] for match in pattern.finditer(self._chinese)}
        full = {s: len(run) / len(s) for s in stretches if all(map(is_sign, s)) and len(run) / len(s) >= _THINNEST}
        best = max(full.values(), default=0.0)
        kept = sorted((s for s, share in full.items() if share >= 0.6 * best), key=lambda s: (-full[s], s))
        return [tuple(stretch) for stretch in kept[:_MOST]]


def _is_called_so(name: Name) -> bool:
    """Whether a name is one that people shorten; trigger words of concepts are none."""
    return name.kind != "concept" or name.role == "preferred"


def _stretch(words: Sequence[str], start: int, length: int) -> Words:
    """The words whose initials begin at a place among those that have any."""
    places = [place for place, word in enumerate(words) if word not in SMALL_WORDS]
    return tuple(words[places[start] : places[start + length - 1] + 1])
