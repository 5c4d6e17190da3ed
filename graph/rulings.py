"""Reads decisions.toml: what neither names nor patterns can settle, each ruling with its reason."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from graph.errors import SourceError
from graph.iris import BASE, ENTITY_PATHS
from graph.model import Part, Plan, Span
from graph.source import TomlTable, read_toml

_M = TypeVar("_M")
RELATIONS = frozenset(
    [
        "mentions",
        "drafts",
        "formulates",
        "revises",
        "promulgates",
        "researches",
        "implements",
        "refersTo",
        "launches",
        "involves",
        "concernsJurisdiction",
        "hosts",
        "issues",
        "runs",
        "builds",
    ]
)
"""The properties by which a measure can stand to what it names."""


@dataclass(frozen=True)
class Ruling:
    """One decision: in the part, these words are (or are not) a mention of the type, or say this of the entity."""

    number: str
    mention_type: str
    text: str
    entity: str
    reason: str
    file: Path
    property: str = ""

    def entity_iri(self) -> str:
        """The full IRI of the entity that the words name."""
        return BASE + self.entity

    def span_in(self, plan: Plan, part: Part) -> Span:
        """Where the words stand; refuses words that the part does not have."""
        at = plan.text.find(self.text, part.span.start, part.span.end)
        if at < 0:
            raise SourceError(
                f"{self.number} does not say {self.text!r}", file=self.file, cure="Copy the words exactly"
            )
        return Span(at, at + len(self.text))


@dataclass(frozen=True)
class Rulings:
    """All rulings of one plan."""

    adds: tuple[Ruling, ...] = ()
    drops: tuple[Ruling, ...] = ()
    unnamed: tuple[Ruling, ...] = ()
    relations: tuple[Ruling, ...] = ()

    def added(self, part: Part) -> list[Ruling]:
        """The mentions added to the part."""
        return [r for r in self.adds if r.number == part.number]

    def drop(self, plan: Plan, part: Part, found: Iterable[_M], key: Callable[[_M], tuple[Span, str]]) -> list[_M]:
        """The candidates without those that a ruling refuses."""
        refused = {(r.mention_type, r.text) for r in self.drops if r.number in (part.number, "*")}
        return [m for m in found if (key(m)[1], key(m)[0].of(plan.text)) not in refused]


def read_rulings(folder: Path) -> Rulings:
    """The rulings of a plan's folder; none where it has no decisions.toml."""
    file = folder / "decisions.toml"
    if not file.is_file():
        return Rulings()
    top = TomlTable(read_toml(file), "decisions.toml", file)
    adds = tuple(_ruling(v, f"[[add]] {i}", file, True) for i, v in enumerate(top.get("add", list, []), 1))
    drops = tuple(_ruling(v, f"[[drop]] {i}", file, False) for i, v in enumerate(top.get("drop", list, []), 1))
    unnamed = tuple(_ruling(v, f"[[no_name]] {i}", file, False) for i, v in enumerate(top.get("no_name", list, []), 1))
    relations = tuple(_relation(v, f"[[relation]] {i}", file) for i, v in enumerate(top.get("relation", list, []), 1))
    top.close()
    return Rulings(adds, drops, unnamed, relations)


def _relation(values: object, name: str, file: Path) -> Ruling:
    table = TomlTable(values, name, file)
    ruling = Ruling(
        number=table.get("in", str),
        mention_type="",
        text=table.get("text", str),
        entity=table.get("entity", str),
        reason=table.get("reason", str),
        file=file,
        property=table.get("property", str),
    )
    table.close()
    if ruling.property not in RELATIONS:
        raise table.wrong("property", f"one of {', '.join(sorted(RELATIONS))}")
    if not ruling.reason.strip():
        raise table.wrong("reason", "a sentence that says why")
    return ruling


def _ruling(values: object, name: str, file: Path, with_entity: bool) -> Ruling:
    table = TomlTable(values, name, file)
    ruling = Ruling(
        number=table.get("in", str),
        mention_type=table.get("type", str, "" if name.startswith("[[no_name") else None),
        text=table.get("text", str),
        entity=table.get("entity", str) if with_entity else "",
        reason=table.get("reason", str),
        file=file,
    )
    table.close()
    if ruling.mention_type and ruling.mention_type not in ENTITY_PATHS:
        raise table.wrong("type", f"one of {', '.join(ENTITY_PATHS)}")
    if with_entity and ruling.number == "*":
        raise table.wrong("in", "the number of one part")
    if not ruling.text.strip():
        raise table.wrong("text", "words of the plan")
    if not ruling.reason.strip():
        raise table.wrong("reason", "a sentence that says why")
    return ruling


def check_rulings(plan: Plan, rulings: Rulings, types: Mapping[str, set[str]]) -> None:
    """Refuse a ruling about words that are not there, a part that does not exist or an entity that does not fit.

    `types` are the types as which each entity of the register can be named, by IRI.
    """
    parts = {p.number: p for p in plan.numbered()}
    for ruling in (*rulings.adds, *rulings.drops, *rulings.unnamed, *rulings.relations):
        if ruling.number == "*":
            if ruling.text not in plan.text:
                raise SourceError(f"the plan does not say {ruling.text!r}", file=ruling.file, cure="Remove the ruling")
            continue
        part = parts.get(ruling.number)
        if part is None:
            raise SourceError(f"the plan has no part {ruling.number!r}", file=ruling.file, cure="Mend the number")
        ruling.span_in(plan, part)
        if ruling.entity:
            found = types.get(ruling.entity_iri())
            if found is None:
                raise SourceError(f"no entity {ruling.entity!r}", file=ruling.file, cure="Add it to data/entities")
            if ruling.mention_type and ruling.mention_type not in found:
                what = f"{ruling.entity!r} cannot be named as {ruling.mention_type!r}"
                raise SourceError(what, file=ruling.file, cure=f"Its types: {', '.join(sorted(found - {''}))}")
