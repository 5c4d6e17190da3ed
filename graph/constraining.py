"""How well values of a thing agree with those that somebody has for it, 0 to 100."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from graph.attributes import DATES, IDENTIFIERS, NAMINGS, PASSAGES, find_id, values_of
from graph.citing import number_fits, read_number
from graph.comparing import compare_codes, compare_dates, compare_folded, compare_words, identifier_words
from graph.folding import core, fold, terms_of
from graph.hits import NUMBERED
from graph.names import Name, describe_link
from graph.particulars import Particulars, Value
from graph.search import SearchIndex

CONFIRMS, CONTRADICTS = 90.0, 40.0
"""From the first, values agree; below the second, they do not."""
_LOOKED_AT = 60
_FITS = {4: 100.0, 3: 100.0, 2: 90.0}
_ADDRESS = re.compile(r"(?:https?://)?(?:www\.)?(.+?)/*")
# What is folded are values of ours: there are no more than the data have.
_fold, _core = lru_cache(8192)(fold), lru_cache(8192)(core)


@dataclass(frozen=True)
class Constraint:
    """A property with the values that the thing looked for has."""

    property: str
    values: tuple[str, ...]


class Comparison:
    """Values of things against one constraint; values that many things have are compared once."""

    def __init__(self, index: SearchIndex, constraint: Constraint) -> None:
        self.property = constraint.property
        self._index = index
        self._wanted = [_Wanted(index, text) for text in constraint.values]
        self._known: dict[Value, float] = {}

    def compare(self, values: Iterable[Value]) -> float:
        """The best likeness of any of the values to any that is wanted; 0 where there are none."""
        return max(map(self._likeness, values), default=0.0)

    def having(self, particulars: Particulars, kinds: frozenset[str]) -> Iterator[str]:
        """Things of the kinds (none: any) that agree."""
        if self.property in NAMINGS:
            yield from self._called(kinds)
            return
        for iri in particulars:
            if iri in self._index.labels and (not kinds or self._index.labels[iri].kind in kinds):
                values = values_of(self._index, particulars, iri, self.property)
                if values and self.compare(values) >= CONFIRMS:
                    yield iri

    def _called(self, kinds: frozenset[str]) -> Iterator[str]:
        """Things that are called so, or nearly so."""
        for wanted in self._wanted:
            if wanted.own is not None:
                yield wanted.own
            yield from (hit.iri for hit in self._index.search(wanted.text, kinds, limit=_LOOKED_AT).hits)

    def _likeness(self, value: Value) -> float:
        known = self._known.get(value)
        if known is None:
            known = max((self._compare(wanted, value) for wanted in self._wanted), default=0.0)
            self._known[value] = known
        return known

    def _compare(self, wanted: "_Wanted", value: Value) -> float:
        name, text = self.property, value.text
        if text in {wanted.text, wanted.own}:
            return 100.0
        if value.is_iri and (forms := self._index.forms_of(text)):
            return max(_compare_form(wanted, *form) for form in forms)
        if name in DATES:
            return compare_dates(wanted.text, text)
        if name == "number":
            return compare_number(wanted.text, text)
        if name in IDENTIFIERS:
            return _compare_identifier(wanted, text)
        if name in PASSAGES:
            return _compare_passage(wanted, _fold(text))
        likeness = compare_folded(wanted.core, _core(text))
        return likeness if name != "acronym" or wanted.folded == _fold(text) else 0.6 * likeness


class _Wanted:
    """A value that is wanted, read once."""

    def __init__(self, index: SearchIndex, text: str) -> None:
        self.text, self.own, self.terms = text, find_id(index, text), terms_of(text)
        self.folded, self.core, self.words = fold(text), core(text), identifier_words(text)
        self.is_number = read_number(text) is not None


def _compare_form(wanted: _Wanted, name: Name, folded: str, bare: str) -> float:
    """How like a name of the thing that the value is."""
    if name.role == "definition":
        return 0.0
    if name.kind in NUMBERED and (wanted.is_number or name.role == "number"):
        return compare_number(wanted.text, name.text) if name.role == "number" else 0.0
    return 100.0 if wanted.folded and wanted.folded == folded else compare_folded(wanted.core, bare)


def _compare_passage(wanted: _Wanted, folded: str) -> float:
    """How much of a sentence's words is wanted; only what is nearly as long as it can be like the whole."""
    like = compare_folded(wanted.folded, folded) if 2 * len(wanted.folded) > len(folded) else 0.0
    return max(like, compare_words(wanted.terms, folded))


def compare_number(text: str, number: str) -> float:
    """100: the number of a part of a plan, in any writing; 90: its end; else 0, for a near number is another."""
    read = read_number(text)
    return _FITS.get(number_fits(number, read), 0.0) if read else 0.0


def _compare_identifier(wanted: _Wanted, text: str) -> float:
    """Addresses without what may differ in them, or as they are cited (Wikidata Q42); others by their words."""
    if "://" not in text:
        return compare_codes(wanted.words, identifier_words(text))
    if _bare_address(wanted.text) == _bare_address(text):
        return 100.0
    cited = describe_link(text)
    if not cited:
        return 0.0
    return 100.0 if describe_link(wanted.text) == cited else compare_codes(wanted.words, identifier_words(cited))


def _bare_address(text: str) -> str:
    match = _ADDRESS.fullmatch(text)
    return match[1].lower() if match else text
