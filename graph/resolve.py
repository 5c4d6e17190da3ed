"""From how people cite a thing to its IRI, with reasons for every reading; what cannot be read is told, not guessed."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from graph.cited_codes import by_address, by_code, near_code
from graph.cited_names import DATED, by_name, make_candidate
from graph.cited_parts import PlanRead, by_number, read_plan, strip_edges, trim
from graph.citing import number_order, read_number
from graph.editions import NARROW, Edition, is_edition, split_editions
from graph.hits import NUMBERED, Hit
from graph.nearby import hit_of, named_hit, suggest
from graph.pinpoints import find_pinpoint
from graph.resolution import AMBIGUOUS, SURE, Candidate, Resolution
from graph.search import SearchIndex, read_text

_MOST_PIECES = 6
_AND = re.compile(r"\s*(?:;|、|,?\s+and\s+|\s&\s|和|及|以及|与)\s*", re.IGNORECASE)
_COMMA = re.compile(r"\s*(?:[;、]|,(?:\s*and\s+)?|\s+and\s+|\s&\s|和|及|以及|与)\s*", re.IGNORECASE)
_RANGE = re.compile(r"\s+(?:to|through)\s+|\s*(?:[–—~]|至|到)\s*|(?<=[0-9])-(?=[IVX])")
_JOINTS = (_AND, _COMMA, _RANGE)
"""What stands between several citations; a comma often stands within one, so it is tried late. Of a range only the ends
are read, so that it is never claimed."""


@dataclass
class _Clues:
    """What was read on the way and is not enough."""

    notes: list[str] = field(default_factory=list)
    near: list[Hit] = field(default_factory=list)


def resolve(index: SearchIndex, text: str) -> Resolution:
    """The things that the text cites."""
    text = read_text(text)
    asked = strip_edges(text.translate(NARROW)) or text
    clues = _Clues()
    if found := _read_one(index, asked, clues):
        return Resolution(text, found, (), tuple(dict.fromkeys(clues.notes)))
    if found := _read_several(index, asked, clues):
        return Resolution(text, found, (), ())
    codes = (hit_of(index, name) for name in near_code(index, split_editions(asked)[1]))
    return Resolution(text, (), suggest(index, asked, [*codes, *clues.near]), tuple(dict.fromkeys(clues.notes)))


def _read_one(index: SearchIndex, text: str, clues: _Clues) -> tuple[Candidate, ...]:
    whole = [*by_address(index, text)] or _named(index, text, ()) or [*_by_parts(index, text, clues)]
    best: dict[str, Candidate] = {}
    for candidate in whole:
        if candidate.score >= SURE and candidate.score > getattr(best.get(candidate.iri), "score", 0.0):
            best[candidate.iri] = candidate
    return tuple(
        sorted(best.values(), key=lambda c: (-c.score, c.kind == "version", number_order(c.labels.number), c.iri))
    )


def _read_several(index: SearchIndex, text: str, clues: _Clues) -> tuple[Candidate, ...]:
    """Each of several citations, if all of them can be read; otherwise those that can are near."""
    for joint in _JOINTS:
        joints = [(0, 0), *(match.span() for match in joint.finditer(text)), (len(text), len(text))]
        if not 1 < len(joints) - 1 <= _MOST_PIECES:
            continue
        read = list(_read_pieces(index, text, joints))
        firsts = [found[0] for _, found in read if found]
        if len(firsts) == len(read) and (joint is _AND or (joint is _COMMA and _are_alike(firsts))):
            told = f"the text was read as {len(read)} citations"
            best = [
                replace(candidate, score=AMBIGUOUS, reasons=(*candidate.reasons, f"{told}; this is “{piece}”"))
                for piece, found in read
                for candidate in found
                if candidate.score == found[0].score
            ]
            return tuple({(candidate.iri, candidate.pinpoint): candidate for candidate in best}.values())
        clues.near[:0] = [named_hit(index, first.iri) for first in firsts]
    return ()


def _are_alike(candidates: Iterable[Candidate]) -> bool:
    """Whether all are laws, or all parts of plans: a comma between unlike things parts one (Patent Law, Japan)."""
    return len({("part" if c.kind in NUMBERED else "law" if c.kind in DATED else c.kind) for c in candidates}) == 1


def _read_pieces(
    index: SearchIndex, text: str, joints: list[tuple[int, int]]
) -> Iterator[tuple[str, tuple[Candidate, ...]]]:
    """What stands between joints; a joint within a citation (articles 3 and 5) parts nothing."""
    start = 0
    while start < len(joints) - 1:
        for end in range(len(joints) - 1 if start else len(joints) - 2, start, -1):
            piece = trim(text[joints[start][1] : joints[end][0]])
            found = _read_one(index, piece, _Clues()) if piece else ()
            if found:
                break
        yield piece, found
        start = end


def _named(
    index: SearchIndex, text: str, reasons: tuple[str, ...], kinds: frozenset[str] = frozenset()
) -> list[Candidate]:
    """What the text names or cites by a code."""
    named = list(by_name(index, text, reasons, kinds))
    return named or [c for c in by_code(index, text, reasons) if not kinds or c.kind in kinds]


def _by_parts(index: SearchIndex, text: str, clues: _Clues) -> Iterator[Candidate]:
    """The text taken apart: a plan and a number, or a law, its text of some time and a place in it."""
    plan = read_plan(index, text)
    if plan.note:
        clues.notes.append(plan.note)
    if plan.iri is None:
        clues.near.extend(named_hit(index, c.iri) for c in by_number(index, PlanRead("", plan.rest), [], []))
        return
    yield from by_number(index, plan, clues.notes, clues.near)
    if plan.iri or read_number(text) is not None:
        return
    rest, pinpoint = trim(text), find_pinpoint(text)
    reasons: tuple[str, ...] = ()
    if pinpoint is not None:
        words = strip_edges(text[pinpoint.start : pinpoint.end])
        reasons = (f"“{words}” was read as a pinpoint; articles have no IRI of their own",)
        rest = trim(text[: pinpoint.start] + " " + text[pinpoint.end :])
        if not rest:
            clues.notes.append(f"“{text}” names an article, but no law")
            return
    editions, undated = split_editions(rest)
    found = _named(index, rest, reasons, DATED if pinpoint else frozenset())
    found = found or (_of_editions(index, trim(undated), editions, reasons, clues) if editions else [])
    for candidate in found:
        yield replace(candidate, pinpoint=pinpoint.text if pinpoint else "")
    if pinpoint and not found:
        others = _named(index, rest, ())
        clues.notes.extend(f"“{other.label}” is no law that has articles" for other in others[:1])


def _of_editions(
    index: SearchIndex, text: str, editions: list[Edition], reasons: tuple[str, ...], clues: _Clues
) -> list[Candidate]:
    """The versions of a law that all the dates and amendments fit; where there is none, the law is near."""
    made: list[Candidate] = []
    for law in _named(index, text, reasons, DATED):
        below = [law.iri] if law.kind == "version" else [i for i in index.labels if i.startswith(f"{law.iri}/")]
        fitting = [i for i in below if all(is_edition(e, i, index.labels[i].shown) for e in editions)]
        told = [edition.told for edition in editions]
        made += [make_candidate(index, i, min(law.score, 97.0), *law.reasons, *told) for i in fitting]
        if not fitting:
            said = " ".join(edition.words for edition in editions)
            clues.notes.append(f"no version of “{law.label}” of {said} is known here")
            clues.near.extend(named_hit(index, iri) for iri in (law.iri, *(below if law.kind == "law" else ())))
    return made
