"""Words of a plan cut into pieces: those that name something lead there, those that are spoken of are marked."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass

from server.site.catalogue import Catalogue, Mention, kind_of
from server.site.links import path_of

# A sentence within longer words is shown with so much around it, in characters.
_AROUND = 240


@dataclass(frozen=True)
class Piece:
    """A stretch of words: where it leads, if it names something, and whether it is what is spoken of."""

    text: str
    path: str | None = None
    kind: str = ""
    is_marked: bool = False


def cut(words: str, start: int, mentions: Iterable[Mention], marked: Iterable[tuple[int, int]] = ()) -> list[Piece]:
    """The words, the first of which stands at `start`, in pieces; of a name within a name the inner one leads."""
    end = start + len(words)
    inside = sorted((m for m in mentions if start <= m.start and m.end <= end), key=lambda m: m.end - m.start)
    spans = [(first, last) for first, last in marked if first < end and start < last]
    edges = {start, end}
    edges.update(edge for mention in inside for edge in (mention.start, mention.end))
    edges.update(min(max(edge, start), end) for span in spans for edge in span)
    ordered = sorted(edges)
    pieces = []
    for first, last in itertools.pairwise(ordered):
        naming = next((m for m in inside if m.start <= first and last <= m.end), None)
        path = path_of(naming.entity) if naming else None
        is_marked = any(begin <= first and last <= finish for begin, finish in spans)
        kind = kind_of(naming.entity) if naming else ""
        pieces.append(Piece(words[first - start : last - start], path, kind, is_marked))
    return pieces


def quote(catalogue: Catalogue, plan: str, start: int, end: int) -> tuple[list[Piece], str]:
    """The sentence with the stretch marked, and the IRI of its part; both empty where no part has it."""
    part = catalogue.part_at(plan, start, end)
    if part is None:
        return [], ""
    first, last = _around(part.words, start - part.start, end - part.start)
    pieces = cut(part.words[first:last], part.start + first, (), [(start, end)])
    before = [Piece("… ")] if first else []
    after = [Piece(" …")] if last < len(part.words) else []
    return [*before, *pieces, *after], part.iri


def _around(words: str, start: int, end: int) -> tuple[int, int]:
    """The sentences around a stretch, or less where they are long."""
    if len(words) <= 2 * _AROUND:
        return 0, len(words)
    first = max(words.rfind(". ", 0, start) + 2 if ". " in words[:start] else 0, words.rfind("\n", 0, start) + 1)
    stop = min((at + 1 for at in (words.find(". ", end), words.find("\n", end)) if at >= 0), default=len(words))
    return max(first, start - _AROUND), min(stop, end + _AROUND)
