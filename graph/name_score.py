"""How well a thing is called by a text: the best of its names, how like it is, and a score for it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from graph.attributes import find_id, law_of
from graph.citing import read_number
from graph.comparing import compare_codes, compare_folded, identifier_words, telling_words
from graph.constraining import compare_number
from graph.folding import core, fold
from graph.hits import NUMBERED
from graph.names import Name, describe_link
from graph.search import SearchIndex

_EXACT = {
    "preferred": 100.0,
    "alternative": 96.0,
    "acronym": 93.0,
    "identifier": 100.0,
    "number": 100.0,
    "former": 70.0,
    "words": 98.0,
}
_WITHOUT_COUNTRY = 94.0
_COUNTRY = re.compile(r" of the people republic of china\b| 中 华 人 民 共 和 国\b")
_IN_OTHER_NUMERALS = 98.0
_OF_LIKENESS = 0.88
"""The share of a likeness that counts: the best misspelling is worse than what is written right."""
_OF_ANOTHER = 0.6
"""The same for predecessors' names, and for numbers and codes, where a near one is another."""
_OF_A_VERSION = 8.0
"""What a version scores less than its law where the law's name is what was asked for."""


@dataclass(frozen=True)
class NameScore:
    """The best name."""

    score: float = 0.0
    likeness: float = 0.0
    name: Name | None = None
    is_exact: bool = False
    """Whether it is the text, but for case, accents, plurals and the name of the country."""


class Sought:
    """A text by which things may be called, read once."""

    def __init__(self, index: SearchIndex, text: str) -> None:
        self._index, self.text, self.own = index, text, find_id(index, text)
        self._folded, self._core = fold(text), _bare(core(text))
        self._words = identifier_words(describe_link(text) or text)
        self._is_number = read_number(text) is not None

    def score(self, iri: str) -> NameScore:
        """How well a thing is called so; a dated text is called as its law is, too, though less well."""
        if self.own == iri:
            return NameScore(100.0, 100.0, Name(iri, self._index.labels[iri].kind, self.text, "", "identifier"), True)
        best = self._best_name(iri)
        if self._folded and self._index.labels[iri].kind == "version":
            of_law = self._best_name(law_of(iri))
            score = of_law.score - _OF_A_VERSION
            if score > best.score:
                return NameScore(score, of_law.likeness, of_law.name, of_law.is_exact)
        return best

    def _best_name(self, iri: str) -> NameScore:
        best = NameScore()
        for name, folded, bare in self._index.forms_of(iri) if self._folded else ():
            if name.role != "definition":
                scored = self._score_name(name, folded, bare)
                best = scored if scored.score > best.score else best
        return best

    def _score_name(self, name: Name, folded: str, bare: str) -> NameScore:
        if folded == self._folded:
            return NameScore(_EXACT[name.role], 100.0, name, True)
        if name.kind in NUMBERED and (self._is_number or name.role == "number"):
            return self._score_number(name)
        bare = _bare(bare)
        likeness = compare_folded(self._core, bare)
        if name.role == "identifier" and "://" not in name.text:
            cited = compare_codes(self._words, telling_words(folded))
            if cited:
                return NameScore(cited, cited, name, cited > 90.0)
        if name.role in {"former", "number", "identifier", "acronym"}:
            return NameScore(_OF_ANOTHER * likeness, likeness, name)
        if bare == self._core and name.role in {"preferred", "alternative"}:
            return NameScore(_WITHOUT_COUNTRY, likeness, name, True)
        return NameScore(_OF_LIKENESS * likeness, likeness, name)

    def _score_number(self, name: Name) -> NameScore:
        fits = compare_number(self.text, name.text) if name.role == "number" else 0.0
        is_exact = fits == 100.0
        return NameScore(_IN_OTHER_NUMERALS if is_exact else _OF_ANOTHER * fits, fits, name, is_exact)


@lru_cache(8192)
def _bare(folded: str) -> str:
    """A core without the name of the country within it, either (Regulations of the … on Customs Protection …)."""
    return _COUNTRY.sub("", folded)
