"""What may be meant where nothing is certain: found by what was read, by the whole text, then by fewer of its words."""

import re
from collections.abc import Iterable, Iterator

from graph.editions import split_editions
from graph.folding import SMALL_WORDS, close_up, is_sign, terms_of
from graph.hits import KINDS, Hit, sort_hits
from graph.names import Name
from graph.pinpoints import find_pinpoint
from graph.search import CALLED, SearchIndex

MOST = 5
"""Suggestions that are given."""
_MOST_TERMS = 8
_LEAST_SIGNS, _MOST_SIGNS = 3, 20
_GOOD = frozenset({"exact", "address", "number", "beginning", "words", "synonym"})
"""How names match that have all the words; the others are looked for only where no such is found."""
_VAGUE = frozenset(
    {
        *("act", "action", "article", "campaign", "decree", "http", "law", "measure", "number", "operation", "order"),
        *("people", "plan", "provision", "regulation", "republic", "rule", "section", "www"),
    }
)
"""Words that alone tell nothing near, for they stand in the names of too many things."""
_ABSTRACT = frozenset({"concept", "term", "scheme"})
_ENOUGH = 3
_HOST = re.compile(r"https?://[^/]*/?")


def suggest(index: SearchIndex, text: str, near: Iterable[Hit]) -> tuple[Hit, ...]:
    """At most five things, what was read first; none where no telling word is known."""
    found = {hit.iri: hit for hit in near}
    tries = list(_ever_fewer(_HOST.sub("", text) or text))
    for texts in tries:
        if len(found) >= _ENOUGH:
            break
        found |= {hit.iri: hit for hit in _find(index, texts) if hit.how in _GOOD and hit.iri not in found}
    if len(found) < _ENOUGH:
        others = [hit for hit in _find(index, tries[1]) if hit.iri not in found]
        found |= {hit.iri: hit for hit in others if hit.how == "trigger" or (not found and hit.kind not in _ABSTRACT)}
    return tuple(found.values())[:MOST]


def _find(index: SearchIndex, texts: Iterable[str]) -> list[Hit]:
    """The first things that are called by what the texts say, the best first."""
    hits = [hit for text in texts for hit in index.search(text, limit=MOST).hits]
    return sort_hits([hit for hit in hits if (hit.name.role in CALLED or hit.how == "address") and hit.kind in KINDS])


def named_hit(index: SearchIndex, iri: str) -> Hit:
    """The thing as a suggestion, by the first of its names."""
    return hit_of(index, index.forms_of(iri)[0][0])


def hit_of(index: SearchIndex, name: Name) -> Hit:
    """A thing as a suggestion by one of its names."""
    return Hit(index.labels[name.iri], name, "exact", 40.0, ())


def _ever_fewer(text: str) -> Iterator[list[str]]:
    """The text without its pinpoint, then without dates, then ever shorter runs of its words without figures."""
    if pinpoint := find_pinpoint(text):
        text = f"{text[: pinpoint.start]} {text[pinpoint.end :]}".strip() or text
    yield [text]
    yield [split_editions(text)[1]]
    terms = [term for term in terms_of(text) if not _is_idle(term)][:_MOST_TERMS]
    for length in range(len(terms), 0, -1):
        runs = (terms[start : start + length] for start in range(len(terms) - length + 1))
        yield [" ".join(close_up(" ".join(term)) for term in run) for run in runs if any(map(_is_telling, run))]
    signs = max((term[:_MOST_SIGNS] for term in terms if is_sign(term[0])), key=len, default=())
    for length in range(len(signs) - 1, _LEAST_SIGNS - 1, -1):
        yield ["".join(signs[start : start + length]) for start in range(len(signs) - length + 1)]


def _is_idle(term: tuple[str, ...]) -> bool:
    return any(part.isdigit() for part in term) or (len(term) == 1 and term[0] in SMALL_WORDS)


def _is_telling(term: tuple[str, ...]) -> bool:
    return len(term) > 1 if is_sign(term[0]) else len(term[0]) > 2 and term[0] not in _VAGUE
