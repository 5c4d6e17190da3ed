"""What stands in a document besides its thing: things with the same IRI and a fragment, such as an observation."""

from collections import defaultdict
from dataclasses import dataclass

from server.engine import QueryEngine
from server.site.answers import Term, ask
from server.site.catalogue import Catalogue
from server.site.grounds import Target, literal_of, target_of
from server.site.wording import WORDINGS


@dataclass(frozen=True)
class Inner:
    """A thing within a document; its fragment is its anchor."""

    name: str
    facts: tuple[tuple[str, tuple[Target, ...]], ...]
    """What a property is called, and its values; without what leads back to the document."""


def read_within(engine: QueryEngine, catalogue: Catalogue, iri: str) -> tuple[Inner, ...]:
    """The things within the document that it leads to or that lead to it, by their names."""
    found: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for row in ask(engine, "within", thing=iri):
        found[row["part"].value][row["property"].value].append(row["value"])
    return tuple(_inner(catalogue, iri, part, told) for part, told in found.items())


def _inner(catalogue: Catalogue, iri: str, part: str, told: dict[str, list[Term]]) -> Inner:
    facts = []
    for prop, values in told.items():
        shown = [target_of(catalogue, value.value) if value.is_iri else literal_of(value) for value in values]
        others = tuple(target for target in shown if target.iri != iri)
        if others:
            label = WORDINGS[prop].of if prop in WORDINGS else ""
            facts.append((label or catalogue.label(prop), others))
    return Inner(part.removeprefix(f"{iri}#"), tuple(facts))
