"""What the ontology lets follow: which terms are narrower than a term, and which properties are inverses."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from server.engine import QueryEngine
from server.site.answers import ask
from server.site.wording import OWL, RDFS, SKOS

_Terms = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Axioms:
    """For each term those from which something follows for it; the nearest first."""

    classes: _Terms
    """Class to the narrower ones, at any depth."""
    properties: _Terms
    """Property to the narrower ones, at any depth."""
    inverses: _Terms
    """Property to its inverses."""
    concepts: _Terms
    """Concept to those right below it."""


def read_axioms(engine: QueryEngine) -> Axioms:
    """The axioms of the ontology that the data hold."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for row in ask(engine, "axioms"):
        term, relation, other = (row[name].value for name in ("term", "relation", "other"))
        found[relation][other].append(term)
        if relation == f"{OWL}inverseOf":
            found[relation][term].append(other)
    return Axioms(
        classes=_deep(found[f"{RDFS}subClassOf"]),
        properties=_deep(found[f"{RDFS}subPropertyOf"]),
        inverses=_flat(found[f"{OWL}inverseOf"]),
        concepts=_flat(found[f"{SKOS}broader"]),
    )


def _flat(below: Mapping[str, list[str]]) -> _Terms:
    return {term: tuple(dict.fromkeys(others)) for term, others in below.items()}


def _deep(below: Mapping[str, list[str]]) -> _Terms:
    """Each term with all below it; one that is below itself is not listed."""
    found = {}
    for term in below:
        reached = {term: None}
        waiting = [term]
        while waiting:
            fresh = [lower for upper in waiting for lower in below.get(upper, ()) if lower not in reached]
            reached |= dict.fromkeys(fresh)
            waiting = list(dict.fromkeys(fresh))
        found[term] = tuple(reached)[1:]
    return found
