"""Types and properties that the reconciliation service offers, by the local names of the ontology where it has them."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.attributes import ATTRIBUTES
from graph.base import BASE
from graph.folding import fold
from server.lookup.telling import KIND_TITLES

ONTOLOGY = f"{BASE}ontology#"


@dataclass(frozen=True)
class Offered:
    """A type or a property."""

    id: str
    name: str
    description: str


_CLASSES = {
    "law": "LegalInstrument",
    "version": "LegalVersion",
    "agency": "Agency",
    "body": "InternationalBody",
    "jurisdiction": "Jurisdiction",
    "campaign": "Campaign",
    "programme": "Programme",
    "event": "Event",
    "publication": "Publication",
    "system": "InformationSystem",
    "plan": "ActionPlan",
    "area": "Area",
    "section": "Section",
    "measure": "Measure",
    "concept": "Concept",
}
TYPES = {
    name: Offered(name, KIND_TITLES[kind][0], f"All {KIND_TITLES[kind][1].lower()}.") for kind, name in _CLASSES.items()
}
"""By their identifiers."""
KIND_OF_TYPE = {name: kind for kind, name in _CLASSES.items()}
PROPERTIES_OFFERED = {p.id: Offered(p.id, p.name, p.description) for p in ATTRIBUTES.values()}
"""By their identifiers: names first, then what else is known."""
VALUE_TYPES = {
    "jurisdiction": "Jurisdiction",
    "versionOf": "LegalInstrument",
    "predecessor": "Agency",
    "successor": "Agency",
    "leads": "Measure",
} | dict.fromkeys(("kind", "existence", "right", "act", "outcome", "combats"), "Concept")
"""Types of the values of properties whose values are things of one type."""


def type_of(kind: str) -> Offered | None:
    """The type of a kind of things; None where it is not offered."""
    return TYPES.get(_CLASSES.get(kind, ""))


def kinds_of(types: Iterable[str]) -> tuple[str, ...]:
    """The kinds of the types that there are, written with or without the ontology's namespace."""
    return tuple(dict.fromkeys(KIND_OF_TYPE[t] for t in map(local_name, types) if t in KIND_OF_TYPE))


def local_name(identifier: str) -> str:
    """An identifier without the ontology's namespace or prefix."""
    return identifier.removeprefix(ONTOLOGY).removeprefix("ipr:")


def properties_for(type_id: str) -> list[Offered]:
    """The properties that things of the type can have; all for a type that there is not."""
    kind = KIND_OF_TYPE.get(local_name(type_id), "")
    return [PROPERTIES_OFFERED[p.id] for p in ATTRIBUTES.values() if not kind or kind in p.kinds]


def begin_with(offered: Iterable[Offered], prefix: str) -> list[Offered]:
    """Those whose identifier or whose name, at any word, begins so; all where nothing is typed."""
    begun, folded = prefix.lower(), fold(prefix)
    return [
        o
        for o in offered
        if local_name(prefix) == o.id
        or f"{ONTOLOGY}{o.id}".lower().startswith(begun)
        or o.id.lower().startswith(begun)
        or (folded and f" {folded}" in f" {fold(o.name)}")
    ]
