"""The terms of the ontology as the served data tell them: what each means, how often it is used, what it joins."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from graph.base import BASE
from server.engine import QueryEngine
from server.site.answers import Term as Value
from server.site.answers import ask
from server.site.wording import IPR, RDF, SKOS

OWL = "http://www.w3.org/2002/07/owl#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"


@dataclass(frozen=True)
class Term:
    """A class or property of ours."""

    iri: str
    facts: Mapping[str, tuple[Value, ...]]
    """Property to what the ontology says by it."""
    uses: int
    """Things of the class, or triples with the property."""
    examples: tuple[str, ...]

    @property
    def name(self) -> str:
        """The last part of its IRI, which is its anchor."""
        return self.iri.removeprefix(IPR)

    @property
    def is_class(self) -> bool:
        """Whether it is a class and no property."""
        return any(value.value == f"{OWL}Class" for value in self.facts.get(f"{RDF}type", ()))

    @property
    def is_object_property(self) -> bool:
        """Whether it leads from thing to thing."""
        return any(value.value == f"{OWL}ObjectProperty" for value in self.facts.get(f"{RDF}type", ()))

    def iris(self, *properties: str) -> tuple[str, ...]:
        """What the properties lead to."""
        return tuple(value.value for prop in properties for value in self.facts.get(prop, ()) if value.is_iri)

    def words(self, prop: str) -> tuple[Value, ...]:
        """What is said in words, English first."""
        found = [value for value in self.facts.get(prop, ()) if not value.is_iri]
        return tuple(sorted(found, key=lambda value: (value.language != "en", value.language, value.value)))

    @property
    def above(self) -> tuple[str, ...]:
        """The terms, ours and others', that it narrows."""
        return self.iris(f"{RDFS}subClassOf", f"{RDFS}subPropertyOf")

    @property
    def near(self) -> tuple[str, ...]:
        """Terms of others that are close to it."""
        return self.iris(f"{SKOS}closeMatch", f"{SKOS}exactMatch", f"{SKOS}relatedMatch")


@dataclass(frozen=True)
class Relation:
    """A property that leads from things of one class to things of another."""

    start: str
    property: str
    end: str
    uses: int


@dataclass(frozen=True)
class Vocabulary:
    """All terms, by IRI."""

    terms: Mapping[str, Term]
    relations: tuple[Relation, ...]
    """Between the classes at the top, as the data have them."""

    @cached_property
    def classes(self) -> tuple[Term, ...]:
        """The classes, each after the one that it narrows."""
        tops = [t for t in self.terms.values() if t.is_class and not any(a in self.terms for a in t.above)]
        return tuple(term for top in tops for term in self._with_lower(top))

    @cached_property
    def properties(self) -> tuple[Term, ...]:
        """The properties: first those that lead to things."""
        found = [term for term in self.terms.values() if not term.is_class]
        return tuple(sorted(found, key=lambda term: (not term.is_object_property, term.name)))

    @cached_property
    def below(self) -> Mapping[str, tuple[Term, ...]]:
        """Term to those right below it."""
        found: dict[str, list[Term]] = defaultdict(list)
        for term in self.terms.values():
            for above in term.above:
                found[above].append(term)
        return {iri: tuple(terms) for iri, terms in found.items()}

    def depth(self, term: Term) -> int:
        """How many classes or properties of ours stand above it."""
        above = [self.terms[iri] for iri in term.above if iri in self.terms]
        return 1 + self.depth(above[0]) if above else 0

    def _with_lower(self, term: Term) -> list[Term]:
        return [term, *(lower for t in self.below.get(term.iri, ()) for lower in self._with_lower(t))]


def read_vocabulary(engine: QueryEngine) -> Vocabulary:
    """The terms, by three queries; none where the data hold no ontology of ours."""
    facts: dict[str, dict[str, list[Value]]] = defaultdict(lambda: defaultdict(list))
    for row in ask(engine, "vocabulary"):
        facts[row["term"].value][row["property"].value].append(row["value"])
    uses = {row["term"].value: row for row in ask(engine, "uses")} if facts else {}
    terms = {}
    for iri, told in facts.items():
        used = uses.get(iri)
        examples = tuple(dict.fromkeys((used["first"].value, used["last"].value))) if used else ()
        count = int(used["uses"].value) if used else 0
        shown = tuple(example for example in examples if example.startswith(BASE))
        terms[iri] = Term(iri, {prop: tuple(found) for prop, found in told.items()}, count, shown)
    relations = _relations(engine, terms) if facts else ()
    return Vocabulary(terms, relations)


def _relations(engine: QueryEngine, terms: Mapping[str, Term]) -> tuple[Relation, ...]:
    """Without those that follow from others: what a narrower property says, and the longer name of two inverse ones."""
    found = [
        Relation(row["from"].value, row["property"].value, row["to"].value, int(row["uses"].value))
        for row in ask(engine, "relations")
    ]
    told = {
        (relation.start, above, relation.end) for relation in found for above in _all_above(terms, relation.property)
    }
    return tuple(
        relation
        for relation in found
        if (relation.start, relation.property, relation.end) not in told and not _says_backwards(terms, relation)
    )


def _all_above(terms: Mapping[str, Term], iri: str) -> list[str]:
    above = [name for name in terms[iri].above if name in terms]
    return [*above, *(higher for name in above for higher in _all_above(terms, name))]


def _says_backwards(terms: Mapping[str, Term], relation: Relation) -> bool:
    inverse = terms[relation.property].iris(f"{OWL}inverseOf")
    return any(len(other) < len(relation.property) for other in inverse)
