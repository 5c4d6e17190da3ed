"""What came of resolving a citation: the things it may mean, with reasons, or else suggestions; as text and as JSON."""

import json
from dataclasses import dataclass
from typing import Any

from graph.base import BASE
from graph.hits import Hit, Labels, tell_hit

SURE = 75.0
"""A reading with a lower score is only suggested."""
AMBIGUOUS = 76.0
"""The score of each of several things that a text may mean alike."""


@dataclass(frozen=True)
class Candidate:
    """One thing that the text may mean."""

    iri: str
    labels: Labels
    score: float
    """0 to 100."""
    reasons: tuple[str, ...]
    """Which part of the text was read as what."""
    pinpoint: str = ""
    """A place within the thing that has no IRI of its own."""

    @property
    def kind(self) -> str:
        """What it is."""
        return self.labels.kind

    @property
    def label(self) -> str:
        """What it is called."""
        return self.labels.shown or self.iri.removeprefix(BASE)


@dataclass(frozen=True)
class Resolution:
    """What was made of a text."""

    text: str
    candidates: tuple[Candidate, ...]
    """The best first; empty where nothing is sure enough."""
    suggestions: tuple[Hit, ...]
    """Things that are called nearly so, where there is no candidate."""
    notes: tuple[str, ...]
    """What was read and fits nothing."""


def tell_resolution(resolution: Resolution) -> dict[str, Any]:
    """The resolution for a program."""
    return {
        "query": resolution.text,
        "candidates": [_tell_candidate(candidate) for candidate in resolution.candidates],
        "notes": list(resolution.notes),
        "suggestions": [tell_hit(hit) for hit in resolution.suggestions],
    }


def _tell_candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "iri": candidate.iri,
        "path": candidate.iri.removeprefix(BASE),
        "kind": candidate.kind,
        "label": candidate.label,
        "label_zh": candidate.labels.chinese or None,
        "number": candidate.labels.number or None,
        "score": candidate.score,
        "pinpoint": candidate.pinpoint or None,
        "reasons": list(candidate.reasons),
    }


def resolution_json(resolution: Resolution) -> str:
    """The resolution as JSON, for people's pipes."""
    return json.dumps(tell_resolution(resolution), ensure_ascii=False, indent=2) + "\n"


def resolution_text(resolution: Resolution) -> str:
    """The resolution for a terminal: IRIs first, so that they can be cut out."""
    lines: list[str] = []
    for candidate in resolution.candidates:
        pinpoint = f", {candidate.pinpoint}" if candidate.pinpoint else ""
        lines.append(f"{candidate.iri}  {candidate.label}{pinpoint} ({candidate.kind}, {candidate.score:g})")
        lines += [f"    {reason}" for reason in candidate.reasons]
    if not lines:
        lines.append(f"Nothing is certainly meant by “{resolution.text}”.")
        lines += [f"    {note}" for note in resolution.notes]
    if resolution.suggestions:
        lines.append("Nearest:")
        lines += [f"    {hit.iri}  {hit.label} ({hit.kind}: {hit.why})" for hit in resolution.suggestions]
    return "\n".join(lines) + "\n"
