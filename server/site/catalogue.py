"""What pages know by heart of one version of the data: names, parts of the plans, what their words name, outcomes."""

import threading
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from graph.base import BASE
from server.engine import QueryEngine
from server.site.answers import NOTHING, Row, ask
from server.site.axioms import Axioms, read_axioms

_Thing = TypeVar("_Thing")
_ONTOLOGY = f"{BASE}ontology#"
KINDS = {
    "law": "Law or document",
    "campaign": "Campaign",
    "agency": "Agency",
    "body": "International body",
    "jurisdiction": "Jurisdiction",
    "event": "Event",
    "publication": "Publication",
    "programme": "Programme",
    "system": "Information system",
    "target": "Target",
}
"""First word of an entity's path to what such a thing is called."""
PLURALS = {
    "law": "Laws and documents",
    "campaign": "Campaigns",
    "agency": "Agencies",
    "body": "International bodies",
    "jurisdiction": "Jurisdictions",
    "event": "Events",
    "publication": "Publications",
    "programme": "Programmes",
    "system": "Information systems",
    "target": "Targets",
}


@dataclass(frozen=True)
class Part:
    """A numbered part of a plan: area, section or measure, with its words and where those stand in the source."""

    iri: str
    kind: str
    number: str
    order: int
    above: str
    start: int
    end: int
    words: str

    @property
    def plan(self) -> str:
        """The IRI of its plan."""
        return self.iri.rpartition("/")[0]

    @property
    def is_measure(self) -> bool:
        """Whether it is what the plan announces, and no heading."""
        return self.kind == "Measure"


@dataclass(frozen=True)
class Mention:
    """A stretch of a plan's source that names something."""

    iri: str
    entity: str
    plan: str
    start: int
    end: int
    part: str


@dataclass(frozen=True)
class Outcome:
    """What became of a measure, as far as was found."""

    iri: str
    measure: str
    status: str
    date: str
    what: str
    delay: str
    results: tuple[str, ...]


@dataclass(frozen=True)
class Source:
    """Where the text of a plan is from, and whose it is."""

    address: str
    rights: str


@dataclass(frozen=True)
class Catalogue:
    """One version of the data, as far as all pages need it."""

    labels: Mapping[str, Mapping[str, str]]
    """IRI to its label by language."""
    elsewhere: Mapping[str, str]
    """IRI in another data set to what it is called there."""
    definitions: Mapping[str, str]
    """IRI to its definition in English."""
    parts: Mapping[str, Part]
    """In the order of the plan."""
    mentions: tuple[Mention, ...]
    about: Mapping[str, Mapping[str, tuple[str, ...]]]
    """Measure to what it has of each property of ours, such as act."""
    outcomes: tuple[Outcome, ...]
    segments: Mapping[str, tuple[tuple[int, str], ...]]
    """Plan to the stretches of its source, each with its first code point."""
    sources: Mapping[str, Source]
    """Plan to the origin of its text."""
    axioms: Axioms

    def label(self, iri: str) -> str:
        """What the thing is called, in English where it has such a name."""
        names = self.labels.get(iri, {})
        return names.get("en") or next(iter(names.values()), "") or _last(iri)

    def other_label(self, iri: str) -> tuple[str, str]:
        """Its name in another language, and which; both empty where there is none."""
        names = [(text, language) for language, text in self.labels.get(iri, {}).items() if language not in {"en", ""}]
        return min(names, key=lambda name: name[1], default=("", ""))

    @cached_property
    def plans(self) -> tuple[str, ...]:
        """The IRIs of the plans."""
        return tuple(sorted(set(self.segments) | {part.plan for part in self.parts.values()}))

    @cached_property
    def measures(self) -> tuple[Part, ...]:
        """All measures, in the order of their plans."""
        return tuple(part for part in self.parts.values() if part.is_measure)

    @cached_property
    def below(self) -> Mapping[str, tuple[Part, ...]]:
        """Part or plan to the parts right below it."""
        found: dict[str, list[Part]] = defaultdict(list)
        for part in self.parts.values():
            found[part.above].append(part)
        return {iri: tuple(parts) for iri, parts in found.items()}

    @cached_property
    def outcomes_of(self) -> Mapping[str, tuple[Outcome, ...]]:
        """Measure to its outcomes."""
        return _grouped(self.outcomes, "measure")

    def outcome(self, iri: str) -> Outcome | None:
        """The outcome of that IRI."""
        return self._outcomes.get(iri)

    @cached_property
    def _outcomes(self) -> Mapping[str, Outcome]:
        return {outcome.iri: outcome for outcome in self.outcomes}

    @cached_property
    def mentions_of(self) -> Mapping[str, tuple[Mention, ...]]:
        """Entity to where plans name it."""
        return _grouped(self.mentions, "entity")

    @cached_property
    def mentions_in(self) -> Mapping[str, tuple[Mention, ...]]:
        """Part to what its words name."""
        return _grouped(self.mentions, "part")

    @cached_property
    def entities(self) -> tuple[str, ...]:
        """The IRIs of all laws, agencies, campaigns … themselves, by their English names; not versions or changes."""
        found = [iri for iri in self.labels if kind_of(iri) and iri.removeprefix(BASE).count("/") == 1]
        return tuple(sorted(found, key=lambda iri: (self.label(iri).casefold(), iri)))

    def areas_above(self, part: Part) -> tuple[Part, ...]:
        """The parts that hold the part, from the outside in."""
        above = self.parts.get(part.above)
        return (*self.areas_above(above), above) if above else ()

    def part_at(self, plan: str, start: int, end: int) -> Part | None:
        """The part whose words hold a stretch of the source."""
        found = (p for p in self.parts.values() if p.plan == plan and p.start <= start and end <= p.end)
        return min(found, key=lambda p: p.end - p.start, default=None)


def kind_of(iri: str) -> str:
    """The first word of an entity's path, if it is one; empty else."""
    word = iri.removeprefix(BASE).partition("/")[0] if iri.startswith(BASE) else ""
    return word if word in KINDS else ""


def place_of(span: str) -> tuple[str, int, int]:
    """The plan of a span, and its first and last code point, the last exclusive."""
    plan, _, place = span.rpartition("/span/")
    start, _, end = place.partition("-")
    return plan, int(start), int(end)


def read_catalogue(engine: QueryEngine) -> Catalogue:
    """Everything that pages know by heart, by ten queries; empty where the data are not ours."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    for row in ask(engine, "labels"):
        labels[row["thing"].value].setdefault(row["label"].language, row["label"].value)
    about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in ask(engine, "measures"):
        name = row["property"].value.removeprefix(_ONTOLOGY)
        about[row["measure"].value][name].append(row["value"].value)
    segments: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in ask(engine, "segments"):
        segments[row["plan"].value].append((place_of(row["segment"].value)[1], row["words"].value))
    sources = {row["plan"].value: Source(row["source"].value, row["rights"].value) for row in ask(engine, "sources")}
    return Catalogue(
        labels=dict(labels),
        elsewhere={row["thing"].value: row["label"].value for row in ask(engine, "elsewhere")},
        definitions={row["thing"].value: row["definition"].value for row in ask(engine, "definitions")},
        parts=_parts(ask(engine, "parts")),
        mentions=tuple(map(_mention, ask(engine, "mentions"))),
        about={iri: {name: tuple(found) for name, found in values.items()} for iri, values in about.items()},
        outcomes=_outcomes(ask(engine, "outcomes")),
        segments={plan: tuple(sorted(pieces)) for plan, pieces in segments.items()},
        sources=sources,
        axioms=read_axioms(engine),
    )


class CatalogueReader:
    """The catalogue of the data that an engine answers from, read when it is first asked for."""

    def __init__(self, engine: QueryEngine) -> None:
        self._engine, self._lock = engine, threading.Lock()
        self._read: Catalogue | None = None

    def __call__(self) -> Catalogue:
        """The catalogue; who asks while it is being read waits for it."""
        if self._read is None:
            with self._lock:
                if self._read is None:
                    self._read = read_catalogue(self._engine)
        return self._read


def _parts(rows: Iterable[Row]) -> dict[str, Part]:
    parts = []
    for row in rows:
        _, start, end = place_of(row["span"].value)
        kind, order = row["class"].value.removeprefix(_ONTOLOGY), int(row["order"].value)
        above, words = row["above"].value, row["words"].value
        parts.append(Part(row["part"].value, kind, row["number"].value, order, above, start, end, words))
    return {part.iri: part for part in sorted(parts, key=lambda part: (part.plan, part.order))}


def _mention(row: Row) -> Mention:
    plan, start, end = place_of(row["span"].value)
    part = row["text"].value.removesuffix("/text")
    return Mention(row["mention"].value, row["entity"].value, plan, start, end, part)


def _outcomes(rows: Iterable[Row]) -> tuple[Outcome, ...]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["outcome"].value].append(row)
    return tuple(_outcome(iri, found) for iri, found in grouped.items())


def _outcome(iri: str, rows: list[Row]) -> Outcome:
    first = rows[0]
    plain = {name: first.get(name, NOTHING).value for name in ("measure", "status", "date", "what", "delay")}
    results = dict.fromkeys(row["result"].value for row in rows if "result" in row)
    return Outcome(iri, results=tuple(results), **plain)


def _grouped(things: Iterable[_Thing], key: str) -> dict[str, tuple[_Thing, ...]]:
    found: dict[str, list[_Thing]] = defaultdict(list)
    for thing in things:
        found[getattr(thing, key)].append(thing)
    return {name: tuple(values) for name, values in found.items()}


def _last(iri: str) -> str:
    return iri.rstrip("/").rpartition("#" if "#" in iri else "/")[2] or iri
