"""Finds capitalised names that no mention claims and no ruling explains, so that none is missed in silence."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.authored import fold
from graph.mentions import Mention
from graph.model import Part, Plan, Span
from graph.patterns import capitalised_words_that_name_nothing
from graph.rulings import Rulings

_WORD = re.compile(r"[A-Z][\w&-]*(?:'[a-z]+)?")
_OPENING = re.compile(r"(?:^|\n\s*|[.;:!?]\s+|\(\s*)[\"']?$")


@dataclass(frozen=True)
class Unclaimed:
    """A run of capitalised words that nobody accounts for."""

    part: Part
    span: Span


def find_unclaimed(plan: Plan, mentions: Iterable[Mention], rulings: Rulings) -> Iterator[Unclaimed]:
    """Capitalised words inside a sentence, joined to runs, that lie in no mention; no capitals, no findings."""
    folded = fold(plan.text)
    plain = capitalised_words_that_name_nothing(plan.config.language)
    claimed = [m.span for m in mentions]
    explained = {(r.number, r.text) for r in rulings.unnamed}
    for part in plan.numbered():
        if part.kind.value in ("area", "section"):
            continue
        for span in _runs(folded, part, plain):
            words = span.of(plan.text)
            if any(c.overlaps(span) for c in claimed):
                continue
            if not any(number in (part.number, "*") and words in text for number, text in explained):
                yield Unclaimed(part, span)


def _runs(text: str, part: Part, plain: frozenset[str]) -> Iterator[Span]:
    start = end = -1
    for match in _WORD.finditer(text, part.span.start, part.span.end):
        if match.group() in plain or _OPENING.search(text[part.span.start : match.start()]):
            continue
        if end >= 0 and text[end : match.start()].strip() == "":
            end = match.end()
            continue
        if end >= 0:
            yield Span(start, end)
        start, end = match.start(), match.end()
    if end >= 0:
        yield Span(start, end)
