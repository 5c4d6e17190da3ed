"""Finds the names of ours that a foreign name may be, and says how alike they are and what is left over.

Names are looked up by their words (pairs of characters in Chinese), so that only few are compared in full. A rare
word weighs more than a common one. A telling word that only one name has keeps the two from being surely the same.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from rapidfuzz import process
from rapidfuzz.fuzz import ratio

from graph.chinese_names import BOTH_LACK, LEFT_OVER, compare_chinese
from graph.link_targets import KnownName, LinkTarget
from graph.names import is_acronym
from graph.places import is_place, place_of_cell
from graph.same_ids import KnownIds
from graph.title_words import fold, one_word_synonyms, stem, word_set
from graph.titles import Title

_LOWEST = 0.42
"""Share of words below which two names are not compared in full."""
_MOST = 8
"""Names compared in full for each foreign name."""
_NEARLY = 82.0
"""From this likeness (of 100) on, a word is taken for another one misspelt."""
_SWAPPED = 92.0
_SHORTENED = 0.76
_INITIALS = 0.7
_LONGEST_PLACE = 6
_LONGEST_WORD = 30
_CACHED_WORDS = 100_000
_SHORT_BODY = re.compile(r"[\u4e00-\u9fff]{1,7}(?:[部局委会院署办厅法检]|组织)")
_BODY_TYPES = frozenset(("agency", "international-body"))
_SMALL = frozenset(("of", "the", "for", "and", "on", "in", "to"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name of ours beside a foreign one: how alike (0 to 1), in which way, and what only one has."""

    target: LinkTarget
    ours: KnownName
    theirs: Title
    likeness: float
    way: str
    only_theirs: tuple[str, ...] = ()
    only_ours: tuple[str, ...] = ()

    @property
    def rank(self) -> tuple[float, bool]:
        """For choosing among names of one thing: of those equally alike, that with the same number."""
        return self.likeness, self.theirs.ordinals == self.ours.title.ordinals


@dataclass
class NameIndex:
    """All names of the targets by their words."""

    targets: tuple[LinkTarget, ...]
    ids: KnownIds = field(init=False)
    _names: list[tuple[LinkTarget, KnownName]] = field(default_factory=list)
    _postings: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _weights: dict[str, float] = field(default_factory=dict)
    _totals: list[float] = field(default_factory=list)
    _by_letters: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _by_initials: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _by_compact: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    _bodies: list[int] = field(default_factory=list)
    _by_place: dict[str, int] = field(default_factory=dict)
    """Codes of places to their names."""
    _vocabulary: dict[str, str] = field(default_factory=dict)
    """Words as they are written to their stems."""
    _anagrams: dict[str, str] = field(default_factory=dict)
    """Letters in their order to the word that has them: letters are often swapped in typing."""
    _near: dict[str, tuple[str, float] | None] = field(default_factory=dict)
    _unknown: float = 1.0

    def __post_init__(self) -> None:
        self.ids = KnownIds(self.targets)

    def find(self, title: Title) -> list[Candidate]:
        """The names that are alike, the best of each target, most alike first."""
        if title.script == "acronym":
            found = self._find_acronym(title)
        elif title.script == "han":
            found = self._find_by_words(title)
            if max((c.likeness for c in found), default=0.0) < _SHORTENED:
                found += self._find_shortened(title)
        else:
            found = [*self._find_letters(title), *self._find_by_words(title)]
        found += self._find_place(title)
        best: dict[str, Candidate] = {}
        for candidate in found:
            known = best.get(candidate.target.iri)
            if known is None or candidate.rank > known.rank:
                best[candidate.target.iri] = candidate
        return sorted(best.values(), key=lambda c: (-c.likeness, c.target.iri))

    def compare(self, title: Title, target: LinkTarget) -> Candidate | None:
        """The name of the target, in the same script, that is most alike; None where it has none."""
        found = [
            self._compare(title, target, name)
            for name in target.names
            if name.title.script == title.script != "acronym"
        ]
        return max(found, key=lambda c: c.rank, default=None)

    def _find_acronym(self, title: Title) -> list[Candidate]:
        found = [Candidate(*self._names[i], title, 1.0, "acronym") for i in self._by_letters.get(title.core, ())]
        known = {c.target.iri for c in found}
        return found + [
            Candidate(*self._names[i], title, _INITIALS, "initials")
            for i in self._by_initials.get(title.core, ())
            if self._names[i][0].iri not in known
        ]

    def _find_place(self, title: Title) -> list[Candidate]:
        """Places have many names, those of a table of their own among them."""
        if len(title.words) > _LONGEST_PLACE or not is_place(title.text):
            return []
        number = self._by_place.get(place_of_cell(title.text))
        return [] if number is None else [Candidate(*self._names[number], title, 1.0, "name of a place")]

    def _find_letters(self, title: Title) -> list[Candidate]:
        """An acronym that is written in small letters, and names that differ in blanks only."""
        found = []
        if len(title.words) == 1:
            letters = fold(title.text).replace(" ", "")
            found = [Candidate(*self._names[i], title, 1.0, "acronym") for i in self._by_letters.get(letters, ())]
        compact = title.core.replace(" ", "")
        return found + [
            Candidate(*self._names[i], title, 0.97, "blanks")
            for i in self._by_compact.get(compact, ())
            if self._names[i][1].title.core != title.core
        ]

    def _find_by_words(self, title: Title) -> list[Candidate]:
        shared: dict[int, float] = defaultdict(float)
        total = 0.0
        for word, spelled in zip(title.words, title.spelled, strict=True):
            near = self._known_word(word, spelled, title.script)
            weight = self._weights[near[0]] if near else self._unknown
            total += weight
            if near:
                for number in self._postings[near[0]]:
                    shared[number] += weight * near[1]
        alike = ((2 * sum_ / (total + self._totals[number]), -number) for number, sum_ in shared.items())
        best = sorted((pair for pair in alike if pair[0] >= _LOWEST), reverse=True)[:_MOST]
        return [self._compare(title, *self._names[-number]) for _, number in best]

    def _find_shortened(self, title: Title) -> list[Candidate]:
        """Chinese bodies are called by a few characters of their names, in their order."""
        if not _SHORT_BODY.fullmatch(title.core):
            return []
        pattern = re.compile("".join(f"{re.escape(c)}.*" for c in title.core[:-1]) + re.escape(title.core[-1]))
        found = [i for i in self._bodies if pattern.match(self._names[i][1].title.core)]
        found += [
            i
            for i in self._bodies
            if i not in found and title.core[:2] != "国家" and pattern.search(self._names[i][1].title.core)
        ]
        return [Candidate(*self._names[i], title, _SHORTENED, "shortened") for i in found]

    def _known_word(self, word: str, spelled: str, script: str) -> tuple[str, float] | None:
        """The word of ours that is the same, or nearly; None where there is none."""
        if word in self._weights:
            return word, 1.0
        if script == "han" or not 5 <= len(spelled) <= _LONGEST_WORD or spelled.isdigit():
            return None
        if spelled not in self._near:
            if len(self._near) >= _CACHED_WORDS:
                self._near.clear()
            swapped = self._anagrams.get("".join(sorted(spelled)))
            found = (
                (swapped, _SWAPPED)
                if swapped
                else process.extractOne(spelled, self._vocabulary.keys(), scorer=ratio, score_cutoff=_NEARLY)
            )
            self._near[spelled] = (self._vocabulary[found[0]], found[1] / 100) if found else None
        return self._near[spelled]

    def _compare(self, title: Title, target: LinkTarget, name: KnownName) -> Candidate:
        if title.script == "han":
            share, is_body = self._share(title, name.title), target.type in _BODY_TYPES
            return Candidate(target, name, title, *compare_chinese(title.core, name.title.core, share, is_body=is_body))
        pairs = zip(title.words, title.spelled, strict=True)
        near = {word: self._known_word(word, spelled, "latin") for word, spelled in pairs}
        theirs = {(found[0] if found else word): found[1] if found else 0.0 for word, found in near.items()}
        ours = set(name.title.words)
        weak = _weak_stems()
        only_theirs = tuple(w for w, f in near.items() if (f[0] if f else w) not in ours and w not in weak)
        only_ours = tuple(w for w in name.title.words if w not in theirs and w not in weak)
        likeness = self._share(title, name.title)
        if only_theirs or only_ours:
            likeness = min(likeness, LEFT_OVER) * (BOTH_LACK if only_theirs and only_ours else 1)
        way = "same words" if likeness == 1 else "words"
        return Candidate(target, name, title, likeness, way, only_theirs, only_ours)

    def _share(self, theirs: Title, ours: Title) -> float:
        """The weight of the words that both have, among all."""
        total, shared, own = 0.0, 0.0, set(ours.words)
        for word, spelled in zip(theirs.words, theirs.spelled, strict=True):
            near = self._known_word(word, spelled, theirs.script)
            weight = self._weights[near[0]] if near else self._unknown
            total += weight
            if near and near[0] in own:
                shared += weight * near[1]
        total += sum(self._weights.get(word, self._unknown) for word in ours.words)
        return min(1.0, round(2 * shared / total, 4)) if total else 0.0


@cache
def _weak_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in word_set("weak"))


def index_names(targets: Iterable[LinkTarget]) -> NameIndex:
    """The index of all names of the targets."""
    index = NameIndex(tuple(targets))
    for target in index.targets:
        for name in target.names:
            _add(index, target, name)
    count = len(index._names)
    index._weights = {word: 1 + math.log(count / len(found)) / 2 for word, found in index._postings.items()}
    for word in _weak_stems() & index._weights.keys():
        index._weights[word] = 0.4
    index._unknown = 1 + math.log(max(2, count)) / 2
    index._totals = [sum(index._weights.get(w, 0.0) for w in name.title.words) for _, name in index._names]
    known = index._weights.keys()
    spelled = {
        s: w
        for _, n in index._names
        for w, s in zip(n.title.words, n.title.spelled, strict=True)
        if s.isascii() and w in known
    }
    others = {word: stem(key) for word, key in one_word_synonyms().items() if stem(key) in known}
    index._vocabulary = {word: spelled.get(word) or others[word] for word in sorted(spelled.keys() | others.keys())}
    index._anagrams = {"".join(sorted(word)): word for word in index._vocabulary}
    return index


def _add(index: NameIndex, target: LinkTarget, name: KnownName) -> None:
    number, title = len(index._names), name.title
    index._names.append((target, name))
    if target.type == "jurisdiction" and is_place(name.text):
        index._by_place.setdefault(place_of_cell(name.text), number)
    if title.script == "acronym":
        index._by_letters[title.core].append(number)
        return
    for word in title.words:
        index._postings[word].append(number)
    if title.script == "han":
        if target.type in _BODY_TYPES:
            index._bodies.append(number)
        return
    index._by_compact[title.core.replace(" ", "")].append(number)
    words = [w for w in fold(name.text).replace("-", " ").split() if w not in _SMALL]
    acronyms = [w for w in name.text.split() if len(w) > 2 and is_acronym(w)]
    if len(acronyms) == 1 and len(words) == 2 and target.type == "law":
        index._by_initials[acronyms[0].casefold()].append(number)
    if len(words) > 2:
        index._by_initials["".join(w[0] for w in words)].append(number)
