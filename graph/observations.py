"""Counts that pages show, made at build: observations (RDF Data Cube), one for each value of each facet of a plan."""

from collections.abc import Callable, Iterable, Iterator

import pyoxigraph as ox

from graph.iris import BASE, count_iri, plan_iri
from graph.text_layer import integer
from graph.vocab import DCT, IPR, QB, RDF, concept

STRUCTURE = ox.NamedNode(f"{BASE}count")
_COMPONENTS = (
    (QB.dimension, IPR.countedIn),
    (QB.dimension, IPR.countedBy),
    (QB.dimension, IPR.countedValue),
    (QB.measure, IPR.count),
)
_NAMED = {"law": IPR.LegalInstrument, "agency": IPR.Agency, "jurisdiction": IPR.Jurisdiction}
"""Facet to the class of the named things by which it counts measures."""
PARTS = (IPR.Area, IPR.Section, IPR.Measure)
THINGS = (
    *(IPR.LegalInstrument, IPR.Campaign, IPR.Agency, IPR.InternationalBody, IPR.Jurisdiction, IPR.Event),
    *(IPR.Publication, IPR.Programme, IPR.InformationSystem, IPR.Target),
)
"""What a plan consists of, and what it names: the classes that the facet kind counts."""

_Sets = dict[ox.NamedNode, set[ox.NamedNode]]


def observation_triples(facts: Iterable[ox.Triple], plans: Iterable[str]) -> Iterator[ox.Triple]:
    """The counts of all plans over these facts, what follows from them included, with the structure they have."""
    known = _Facts(facts)
    yield ox.Triple(STRUCTURE, RDF.type, QB.DataStructureDefinition)
    for role, term in _COMPONENTS:
        part = ox.NamedNode(f"{BASE}count#{term.value.rpartition('#')[2]}")
        yield ox.Triple(STRUCTURE, QB.component, part)
        yield ox.Triple(part, RDF.type, QB.ComponentSpecification)
        yield ox.Triple(part, role, term)
    for plan_id in plans:
        yield from _plan_triples(known, plan_id)


def _plan_triples(facts: "_Facts", plan_id: str) -> Iterator[ox.Triple]:
    plan, counts = plan_iri(plan_id), count_iri(plan_id)
    yield ox.Triple(counts, RDF.type, QB.DataSet)
    yield ox.Triple(counts, QB.structure, STRUCTURE)
    yield ox.Triple(counts, DCT.title, ox.Literal(f"Counts of {plan_id}", language="en"))
    yield ox.Triple(counts, DCT.subject, plan)
    for facet, sets in facts.facets(plan).items():
        for value, counted in sets.items():
            node = count_iri(plan_id, facet, value)
            yield ox.Triple(node, RDF.type, QB.Observation)
            yield ox.Triple(node, QB.dataSet, counts)
            yield ox.Triple(node, IPR.countedIn, plan)
            yield ox.Triple(node, IPR.countedBy, concept("facet", facet))
            yield ox.Triple(node, IPR.countedValue, value)
            yield ox.Triple(node, IPR.count, integer(len(counted)))


class _Facts:
    """What is known, by subject and predicate."""

    def __init__(self, facts: Iterable[ox.Triple]) -> None:
        self._objects: dict[tuple[object, ox.NamedNode], set[ox.NamedNode]] = {}
        self._members: _Sets = {}
        for triple in facts:
            if isinstance(triple.object, ox.NamedNode) and isinstance(triple.subject, ox.NamedNode):
                self._objects.setdefault((triple.subject, triple.predicate), set()).add(triple.object)
                if triple.predicate == RDF.type:
                    self._members.setdefault(triple.object, set()).add(triple.subject)

    def facets(self, plan: ox.NamedNode) -> dict[str, _Sets]:
        """What is counted, by facet and value."""
        parts = {p for cls in PARTS for p in self._of(cls) if plan in self._above(p)}
        measures = parts & self._of(IPR.Measure)
        found = {facet: self._grouped(measures, IPR.mentions, self._of(cls)) for facet, cls in _NAMED.items()}
        found["area"] = _group(measures, lambda m: self._above(m) & self._of(IPR.Area))
        found["right"] = self._grouped(measures, IPR.coversRight)
        found["act"] = self._grouped(measures, IPR.act)
        found["outcome"] = _group(measures, self._statuses)
        named = {thing for part in {*parts, plan} for thing in self._get(part, IPR.mentions)}
        found["kind"] = {cls: kept for cls in PARTS if (kept := parts & self._of(cls))}
        found["kind"] |= {cls: kept for cls in THINGS if (kept := named & self._of(cls))}
        return found

    def _of(self, cls: ox.NamedNode) -> set[ox.NamedNode]:
        return self._members.get(cls, set())

    def _get(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> set[ox.NamedNode]:
        return self._objects.get((subject, predicate), set())

    def _above(self, part: ox.NamedNode) -> set[ox.NamedNode]:
        """All that it is part of."""
        direct = self._get(part, IPR.partOf)
        return direct.union(*(self._above(above) for above in direct))

    def _statuses(self, measure: ox.NamedNode) -> set[ox.NamedNode]:
        """The states of its outcomes; unknown where it has none."""
        outcomes = self._get(measure, IPR.hasOutcome)
        unknown = {concept("outcome-status", "unknown")}
        return {s for o in outcomes for s in self._get(o, IPR.outcomeStatus)} if outcomes else unknown

    def _grouped(
        self, measures: set[ox.NamedNode], predicate: ox.NamedNode, among: set[ox.NamedNode] | None = None
    ) -> _Sets:
        return _group(measures, lambda m: {v for v in self._get(m, predicate) if among is None or v in among})


def _group(measures: set[ox.NamedNode], values: Callable[[ox.NamedNode], set[ox.NamedNode]]) -> _Sets:
    out: _Sets = {}
    for measure in measures:
        for value in values(measure):
            out.setdefault(value, set()).add(measure)
    return out
