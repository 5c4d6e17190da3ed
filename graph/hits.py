"""What a search finds: things, each with the name that matched, how it did, and where the words stand in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from graph.base import BASE
from graph.citing import number_order
from graph.names import Name

KINDS = (
    "plan", "area", "section", "measure", "law", "agency", "body", "campaign", "programme", "event", "publication",
    "system", "jurisdiction", "concept", "version", "target", "term", "outcome", "change", "scheme",
)  # fmt: skip
"""What things are, those that people mean more often first: the order of hits that match equally well."""

CALLED = frozenset({"preferred", "alternative", "acronym", "former", "number", "identifier"})
"""Roles of what a thing is called; the others are words about it."""
NUMBERED = frozenset({"area", "section", "measure"})
"""Kinds of things that have numbers; others have codes at most."""

_ROLE_WORDS = {
    "preferred": "name",
    "alternative": "other name",
    "acronym": "acronym",
    "former": "predecessor’s name",
    "number": "number",
    "identifier": "identifier",
    "words": "sentence",
    "definition": "definition",
}
_HOW = {
    "exact": "its {role} is “{text}”",
    "number": "its number is {text}",
    "address": "its address is {text}",
    "beginning": "its {role} begins so",
    "words": "the words stand in its {role}",
    "related": "the words, or others of the same stem, stand in its {role}",
    "begun": "words that begin so stand in its {role}",
    "spread": "the words stand in several of its names and in what is said of it",
    "trigger": "texts that speak of it say “{text}”",
    "synonym": "the words, or others for the same, stand in its {role}",
    "shortened": "signs of its {role} are shortened so: “{text}”",
    "initials": "initials of its {role} are these: “{text}”",
    "corrected": "words that are spelt nearly so stand in its {role}",
    "similar": "its {role} is nearly so: “{text}”",
    "some": "some of the words stand in its {role}",
}
HOWS = tuple(_HOW)
"""How a name can match, the surest first."""


@dataclass(frozen=True)
class Labels:
    """What a thing is called where it is shown."""

    kind: str
    english: str
    chinese: str
    number: str

    @property
    def shown(self) -> str:
        """One label; empty where a thing has none."""
        return self.english or self.chinese


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    labels: Labels
    name: Name
    """The name that matched best."""
    how: str
    score: float
    """0 to 100."""
    spans: tuple[tuple[int, int], ...]
    """Where the words stand in the name's text: code points, end exclusive."""

    @property
    def iri(self) -> str:
        """The thing's IRI."""
        return self.name.iri

    @property
    def kind(self) -> str:
        """What it is."""
        return self.name.kind

    @property
    def label(self) -> str:
        """What it is called; its words where it has no name."""
        return self.labels.shown or self.name.text

    @property
    def why(self) -> str:
        """Why it is among the hits."""
        is_code = self.name.role == "number" and self.kind not in NUMBERED
        return _HOW[self.how].format(role="code" if is_code else _ROLE_WORDS[self.name.role], text=self.name.text)


@dataclass(frozen=True)
class Found:
    """The hits of one search, or a page of them."""

    text: str
    """What was searched, as it was read."""
    total: int
    kinds: tuple[tuple[str, int], ...]
    """How many hits of each kind there are, whatever kind was asked for; the kind of the best hit first."""
    hits: tuple[Hit, ...]
    left_out: tuple[str, ...] = ()
    """Words that were left out, so that something is found."""
    read_as: tuple[tuple[str, str], ...] = ()
    """Words that stand in no name, each with the one that it was taken for."""
    is_cut: bool = False
    """Whether the text went on after what was read of it."""


def notes_on(found: Found) -> tuple[str, ...]:
    """What was not searched as it was typed, in words for people."""
    notes = [f"“{typed}” stands in no name; it was read as “{word}”." for typed, word in found.read_as]
    if found.left_out:
        words = ", ".join(f"“{word}”" for word in found.left_out)
        notes.append(f"Nothing has all of the words; left out: {words}.")
    if found.is_cut:
        notes.append(f"The text is long: only its first {len(found.text)} characters were searched.")
    return tuple(notes)


def labels_of(names: Iterable[Name]) -> dict[str, Labels]:
    """What each thing is called where it is shown."""
    found: dict[str, dict[str, str]] = {}
    kinds: dict[str, str] = {}
    for name in names:
        texts = found.setdefault(name.iri, {})
        kinds[name.iri] = name.kind
        slot = name.language.partition("-")[0] if name.role == "preferred" else name.role
        texts.setdefault(slot, name.text)
    return {
        iri: Labels(kinds[iri], texts.get("en", texts.get("", "")), texts.get("zh", ""), texts.get("number", ""))
        for iri, texts in found.items()
    }


def sort_hits(hits: Sequence[Hit]) -> list[Hit]:
    """The best first; among equals what people mean more often, then by the plan's order, then the shorter name."""
    places = {kind: place for place, kind in enumerate(KINDS)}

    def place_of(hit: Hit) -> tuple[float, int, tuple[int, ...], int, str]:
        number = hit.labels.number
        order = number_order(number) if hit.kind in NUMBERED else ()
        return -hit.score, places.get(hit.kind, len(places)), order, len(hit.name.text), hit.iri

    return sorted(hits, key=place_of)


def count_kinds(hits: Sequence[Hit]) -> tuple[tuple[str, int], ...]:
    """How many hits each kind has, in the order in which the kinds come."""
    counts: dict[str, int] = {}
    for hit in hits:
        counts[hit.kind] = counts.get(hit.kind, 0) + 1
    return tuple(counts.items())


def tell_hit(hit: Hit) -> dict[str, Any]:
    """The hit for a program; spans are code points of the name's text, end exclusive."""
    labels = {"label": hit.label, "label_zh": hit.labels.chinese or None, "number": hit.labels.number or None}
    return {
        "iri": hit.iri,
        "path": hit.iri.removeprefix(BASE),
        "kind": hit.kind,
        **labels,
        "score": hit.score,
        "how": hit.how,
        "why": hit.why,
        "name": {"text": hit.name.text, "language": hit.name.language or None, "role": hit.name.role},
        "spans": [list(span) for span in hit.spans],
    }
