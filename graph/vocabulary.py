"""The words of all names, and what a word that is asked for may be among them: itself, a kindred or a misspelt one."""

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from rapidfuzz import process
from rapidfuzz.distance import OSA
from rapidfuzz.fuzz import ratio

from graph.folding import SMALL_WORDS, Term, is_sign, read_terms
from graph.hits import CALLED
from graph.names import Name
from graph.short_names import ShortNames
from graph.spelling import is_slip, stem_of
from graph.synonyms import is_expression, synonyms_of

Words = tuple[str, ...]
_MOST_TERMS = 24
_MOST_BEGUN = 40
_OTHER_WORDS = 0.6
"""What a word weighs that stands only in what is said of things, or in names only in another form."""
WORTH = {
    "words": 1.0, "related": 0.93, "corrected": 0.9, "begun": 0.88, "synonym": 0.85, "shortened": 0.85, "initials": 0.7,
}  # fmt: skip
"""How much a word counts by what it is to the one that was typed."""

_PREFIXES = frozenset(("anti", "co", "cross", "inter", "non", "post", "pre", "sino"))


@dataclass(frozen=True, eq=False)
class Wanted:
    """A word, number or run of signs that is asked for; each is itself only."""

    text: str
    """As it was typed."""
    words: Words
    forms: Mapping[Words, str]
    """What it may be in a name, and in which way, one of WORTH; none for a word that nobody uses."""
    weight: float
    """The rarer, the more it weighs."""

    @property
    def stands(self) -> bool:
        """Whether it stands in names as it is."""
        return "words" in self.forms.values()

    @property
    def is_figure(self) -> bool:
        """Whether it is a number; one that is left out would leave another number, or any."""
        return any(character.isdigit() for word in self.words for character in word)

    @property
    def is_corrected(self) -> bool:
        """Whether it stands in names only if it is misspelt."""
        return bool(self.forms) and set(self.forms.values()) == {"corrected"}


class Vocabulary:
    """All words that stand in names."""

    def __init__(self, names: Sequence[Name], folded: Sequence[str]) -> None:
        self._names = len(folded)
        self._counts = Counter(word for text in folded for word in set(text.split()))
        self._named = {w for n, text in zip(names, folded, strict=True) if n.role in CALLED for w in text.split()}
        self._joined = "\n".join(f" {text} " for text in folded)
        self._sorted = sorted(word for word in self._counts if not is_sign(word))
        self._spelt = [word for word in self._sorted if len(word) > 3 and word.isalpha()]
        self._stems: dict[str, list[str]] = defaultdict(list)
        self._anagrams: dict[str, list[str]] = defaultdict(list)
        for word in self._spelt:
            self._stems[stem_of(word)].append(word)
            self._anagrams["".join(sorted(word))].append(word)
        self._short = ShortNames(names, folded)

    def read(self, text: str, *, typing: bool = False, apart: bool = False) -> tuple[Wanted, ...]:
        """What a text asks for; typing: its last word may be the beginning of another; apart: each word for itself."""
        terms = [term for term in read_terms(text) if term.words[0] not in SMALL_WORDS or len(term.words) > 1]
        terms = (terms or read_terms(text))[:_MOST_TERMS]
        found: list[Wanted] = []
        place = 0
        while place < len(terms):
            length = 1 if apart else self._as_one(terms, place)
            run = terms[place : place + length]
            words = tuple(word for term in run for word in term.words)
            typed = text[run[0].start : run[-1].end]
            place += length
            found.append(self._wanted(typed, words, typing=typing and place == len(terms)))
        return tuple(found)

    def _as_one(self, terms: Sequence[Term], place: int) -> int:
        """How many terms from the place on are one expression."""
        for length in range(min(4, len(terms) - place), 1, -1):
            words = tuple(word for term in terms[place : place + length] for word in term.words)
            if is_expression(words) or (length == 2 and len("".join(words)) > 5 and self._is_split(words)):
                return length
        return 1

    def _is_split(self, words: Words) -> bool:
        """Whether two words are written as one, and never side by side in a name."""
        joint = self._joint(words)
        return (joint in self._counts or is_expression((joint,))) and not self._stands(words)

    def _joint(self, words: Words) -> str:
        """Two words as one, as in trade mark; empty for figures, which are others if they are put together."""
        return "".join(words) if len(words) == 2 and all(map(str.isalpha, words)) else ""

    def _stands(self, words: Words) -> bool:
        return f" {' '.join(words)} " in self._joined

    def _wanted(self, typed: str, words: Words, *, typing: bool) -> Wanted:
        forms: dict[Words, str] = {}
        for form, way in self._forms(typed, words, typing=typing):
            forms.setdefault(form, way)
        often = max((min(self._counts[word] for word in form) for form in forms), default=0)
        is_named = any(way == "words" and self._named.issuperset(form) for form, way in forms.items())
        weight = math.log(1 + self._names / (often + 1)) * (1.0 if is_named else _OTHER_WORDS)
        return Wanted(typed, words, forms, round(weight * (_OTHER_WORDS if words[0] in _PREFIXES else 1.0), 3))

    def _forms(self, typed: str, words: Words, *, typing: bool) -> Iterator[tuple[Words, str]]:
        """What words may be in names, the surest first; the less sure only where there is nothing else."""
        found = list(self._sure_forms(words))
        yield from found
        word = words[0] if len(words) == 1 else ""
        if word and not is_sign(word) and (typing or not found):
            begun = list(self._begun(typed.casefold() if typed.isalnum() else word))
            found += begun
            yield from begun
        yield from ((form, "initials") for form in self._short.of_initials(typed))
        if found:
            return
        if is_sign(words[0]):
            yield from ((form, "shortened") for form in self._short.of_signs("".join(words)))
        elif word:
            yield from self._mended(word)

    def _sure_forms(self, words: Words) -> Iterator[tuple[Words, str]]:
        if self._stands(words):
            yield words, "words"
        if (joint := self._joint(words)) in self._counts:
            yield (joint,), "words"
        if len(words) == 1 and len(words[0]) > 3 and not is_sign(words[0]):
            yield from (((word,), "related") for word in self._stems.get(stem_of(words[0]), ()))
            yield from ((pair, "words") for pair in self._parted(words[0]))
        others = (*synonyms_of(words), *synonyms_of((joint,)))
        yield from ((other, "synonym") for other in others if self._stands(other))

    def _parted(self, word: str) -> Iterator[Words]:
        """The word as two that stand side by side in a name, as in anti-trust."""
        if word in self._counts:
            return
        for place in range(3, len(word) - 2):
            pair = word[:place], word[place:]
            if pair[0] in self._counts and pair[1] in self._counts and self._stands(pair):
                yield pair

    def _begun(self, typed: str) -> Iterator[tuple[Words, str]]:
        if len(typed) < 3:
            return
        start = bisect_left(self._sorted, typed)
        for word in islice(self._sorted, start, start + _MOST_BEGUN):
            if not word.startswith(typed):
                return
            yield (word,), "begun"

    def _mended(self, word: str) -> Iterator[tuple[Words, str]]:
        """The word that was meant: the likest that is near enough, then the commonest."""
        if len(word) < 4 or not word.isalpha():
            return
        near = {*self._anagrams.get("".join(sorted(word)), ())}
        near |= {found for found, _, _ in process.extract(word, self._spelt, scorer=OSA.distance, score_cutoff=2)}
        near |= {found for found, _, _ in process.extract(word, self._spelt, scorer=ratio, score_cutoff=80.0)}
        meant = [other for other in near if is_slip(word, other)]
        if meant:
            yield (max(meant, key=lambda w: (ratio(word, w), self._counts[w], w)),), "corrected"


def expression_of(wanted: Sequence[Wanted], joint: str = " AND ") -> str:
    """What is wanted as a full-text index asks for it; empty where all is wanted and some of it stands nowhere."""
    if joint == " AND " and not all(one.forms for one in wanted):
        return ""
    return joint.join("(" + " OR ".join(map(_phrase, one.forms)) + ")" for one in wanted if one.forms)


def _phrase(words: Words) -> str:
    return f'"{" ".join(words)}"'
