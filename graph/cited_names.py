"""What a text names: a thing by one of its names, with its acronym beside it, without its country, or misspelt."""

import re
from collections.abc import Collection, Iterator
from itertools import chain

from rapidfuzz import fuzz

from graph.base import BASE
from graph.cited_tables import NAMED, bare_name, tables_of
from graph.folding import SMALL_WORDS, core, fold, is_sign
from graph.hits import Hit
from graph.names import Name, is_acronym
from graph.resolution import Candidate
from graph.search import CALLED, SearchIndex

DATED = frozenset({"law", "version"})
"""Kinds of things that have articles and dates."""
_ABSTRACT = frozenset({"concept", "term", "scheme"})
"""Kinds whose names are common words: no citation, unless it is a whole label of several words."""
_BODIES = frozenset({"law", "agency", "body", "programme"})
_GENERIC = frozenset(
    {"corresponding", "implementation", "implementing", "law", "measure", "regulation", "relevant", "rule"}
)
"""Words that name a law only where the text around them tells which."""
_LONG_IN_SIGNS = 4
"""Signs that make more than one word for sure."""
_MISSPELT = re.compile(r"(?=.*[a-z]{5})[^\u3005-\uffff]{5,200}", re.IGNORECASE)
"""What can be a name with a few wrong letters: words of letters that are long enough."""
_IN_BRACKETS = re.compile(r"(.*\S)\s*[(（]\s*([^()（）]+?)\s*[)）]\s*")


def by_name(
    index: SearchIndex, text: str, reasons: tuple[str, ...], kinds: Collection[str] = ()
) -> Iterator[Candidate]:
    """Things that the text names, of the kinds if some are given; the surest way in which it names any."""
    if not fold(text):
        return
    for way in (_exactly, _with_acronym, _without_country, _by_acronym, _misspelt):
        found = [c for c in way(index, text, reasons) if not kinds or c.kind in kinds]
        if found:
            yield from found
            return


def names_of(index: SearchIndex, iri: str) -> list[str]:
    """What the thing itself is called."""
    return [name.text for name, _, _ in index.forms_of(iri) if name.role in NAMED]


def _exactly(index: SearchIndex, text: str, reasons: tuple[str, ...]) -> Iterator[Candidate]:
    forms = tables_of(index).forms
    for hit in index.search(text, limit=50).hits if {fold(text), core(text)} & forms else ():
        if hit.how == "exact" and hit.name.role in CALLED - {"number"} and _is_cited(index, text, hit):
            yield make_candidate(index, hit.iri, hit.score, f"“{text}”: {hit.why}", *reasons)


def _is_cited(index: SearchIndex, text: str, hit: Hit) -> bool:
    """Whether the text may cite what it finds; common words cite nothing."""
    folded = fold(text)
    words = folded.split()
    if hit.kind not in _ABSTRACT:
        return not all(word in _GENERIC for word in words)
    is_long = len(words) >= _LONG_IN_SIGNS if all(map(is_sign, words)) else len(words) > 1
    labels = [form for name, form, _ in index.forms_of(hit.iri) if name.role == "preferred"]
    return hit.kind == "concept" and is_long and folded in labels


def _with_acronym(index: SearchIndex, text: str, reasons: tuple[str, ...]) -> Iterator[Candidate]:
    """`Name (ACRONYM)`, or the other way round: one must be a name, and the other must belong to it."""
    match = _IN_BRACKETS.fullmatch(text)
    if match is None or not (is_acronym(match[2]) or is_acronym(match[1])):
        return
    long, short = sorted((match[1], match[2]), key=is_acronym)
    for candidate in [*_exactly(index, long, reasons)] or [*_without_country(index, long, reasons)]:
        names = names_of(index, candidate.iri)
        own = any(fold(short) == fold(name) for name in names)
        if own or any(_initials(name) == short.casefold() for name in (long, *names)):
            told = f"“{short}” is its acronym" if own else f"“{short}” are the initials of its name"
            yield make_candidate(index, candidate.iri, min(candidate.score, 97.0), *candidate.reasons, told)


def _initials(name: str) -> str:
    return "".join(word[0] for word in fold(name).split() if word not in SMALL_WORDS)


def _without_country(index: SearchIndex, text: str, reasons: tuple[str, ...]) -> Iterator[Candidate]:
    """Laws of the country that its full names tell, called with or without it, wherever it stands."""
    called = tables_of(index).national.get(bare_name(text), [])
    for iri, name in {name.iri: name for name in reversed(called)}.items():
        told = f"“{text}” was read as “{name.text}”, the name of the country set aside"
        yield make_candidate(index, iri, 92.0, told, *reasons)


def _by_acronym(index: SearchIndex, text: str, reasons: tuple[str, ...]) -> Iterator[Candidate]:
    """Treaties that are called by an acronym and the word for a treaty, things whose path ends in the acronym."""
    if not is_acronym(text):
        return
    folded = fold(text)
    for name, told, score in chain(_short_names(index, folded), _path_ends(index, folded)):
        yield make_candidate(index, name.iri, score, f"“{text}” was read as short for {told}", *reasons)


def _short_names(index: SearchIndex, folded: str) -> Iterator[tuple[Name, str, float]]:
    for name in tables_of(index).treaties.get(folded, []):
        yield name, f"“{name.text}”", 88.0


def _path_ends(index: SearchIndex, folded: str) -> Iterator[tuple[Name, str, float]]:
    for name in index.names:
        path = name.iri.removeprefix(BASE)
        if path.partition("/")[2] == folded and name.kind in _BODIES and _initials(name.text) == folded:
            yield name, f"“{name.text}”, whose path is {path}", 85.0


def _misspelt(index: SearchIndex, text: str, reasons: tuple[str, ...]) -> Iterator[Candidate]:
    if not _MISSPELT.fullmatch(text):
        return
    for hit in index.search(text, limit=50).hits:
        is_title = hit.name.role in {"preferred", "alternative"} and hit.how in {"similar", "corrected"}
        if is_title and hit.kind not in _ABSTRACT and is_respelt(text, hit.name.text):
            told = f"“{text}” was read as another spelling of “{hit.name.text}”"
            yield make_candidate(index, hit.iri, 80.0, told, *reasons)


def is_respelt(text: str, name: str) -> bool:
    """Whether two texts have the same words but for a few letters of long ones; figures and short words must agree."""
    ours, theirs = fold(text).split(), fold(name).split()
    if len(ours) != len(theirs) or any(is_sign(word) for word in ours):
        return False
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    alike = all(min(len(a), len(b)) > 4 and a.isalpha() and b.isalpha() and fuzz.ratio(a, b) >= 83.0 for a, b in pairs)
    return alike and len(pairs) <= max(1, len(ours) // 2)


def make_candidate(index: SearchIndex, iri: str, score: float, *reasons: str) -> Candidate:
    """The thing as a candidate; a reason that is given twice is told once."""
    return Candidate(iri, index.labels[iri], score, tuple(dict.fromkeys(reasons)))
