"""Hits as pages show them: marked words as pieces of text, never as HTML."""

from dataclasses import dataclass

from graph.hits import Hit
from server.site.links import path_of

_LONGEST = 320

KIND_TITLES = {
    "plan": ("Plan", "Plans"),
    "area": ("Area", "Areas"),
    "section": ("Section", "Sections"),
    "measure": ("Measure", "Measures"),
    "law": ("Law or document", "Laws and documents"),
    "version": ("Version of a law", "Versions of laws"),
    "agency": ("Agency", "Agencies"),
    "body": ("International body", "International bodies"),
    "campaign": ("Campaign", "Campaigns"),
    "programme": ("Programme", "Programmes"),
    "event": ("Event", "Events"),
    "publication": ("Publication", "Publications"),
    "system": ("Information system", "Information systems"),
    "jurisdiction": ("Jurisdiction", "Jurisdictions"),
    "concept": ("Concept", "Concepts"),
    "target": ("Target", "Targets"),
    "term": ("Term of the ontology", "Terms of the ontology"),
    "outcome": ("Outcome", "Outcomes"),
    "change": ("Change of a body", "Changes of bodies"),
    "scheme": ("Scheme", "Schemes"),
}
"""What a kind is called, one and many."""


@dataclass(frozen=True)
class Piece:
    """A stretch of text, marked or not."""

    text: str
    is_marked: bool


@dataclass(frozen=True)
class ShownHit:
    """A hit as a page shows it."""

    path: str
    label: str
    kind: str
    other: str
    """Its label in Chinese, where that is not what matched; empty otherwise."""
    pieces: tuple[Piece, ...]
    """The name that matched, cut where words are marked."""
    language: str
    """Of the name, as HTML writes tags."""
    repeats: bool
    """Whether the name that matched is the label, so that it need not be shown twice."""
    why: str


def show_hit(hit: Hit) -> ShownHit:
    """The hit for a page."""
    name = hit.name
    other = hit.labels.chinese if hit.labels.chinese not in {name.text, hit.label} else ""
    kind = KIND_TITLES[hit.kind][0] if hit.kind in KIND_TITLES else hit.kind
    pieces, repeats = cut_at_marks(name.text, hit.spans), name.text == hit.label
    return ShownHit(path_of(hit.iri) or "", hit.label, kind, other, pieces, html_tag(name.language), repeats, hit.why)


def cut_at_marks(text: str, spans: tuple[tuple[int, int], ...]) -> tuple[Piece, ...]:
    """The text in pieces, of a long one the part around the first mark."""
    begin = 0
    if len(text) > _LONGEST:
        begin = max(0, min(spans[0][0] - _LONGEST // 3 if spans else 0, len(text) - _LONGEST))
    end = min(len(text), begin + _LONGEST)
    pieces, place = [Piece("… ", False)] if begin else [], begin
    for start, stop in spans:
        start, stop = max(start, begin), min(stop, end)
        if start >= stop:
            continue
        pieces += [Piece(text[place:start], False), Piece(text[start:stop], True)]
        place = stop
    pieces += [Piece(text[place:end], False), Piece(" …" if end < len(text) else "", False)]
    return tuple(piece for piece in pieces if piece.text)


def html_tag(language: str) -> str:
    """A language tag as HTML writes it."""
    return "zh-Hans" if language == "zh-hans" else language
