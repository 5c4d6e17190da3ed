"""Writes out what follows from the ontology: superclasses, superproperties and inverses, in a layer of their own."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from graph.vocab import ELI, ELI_DL, IPR, ORG, OWL, RDF, RDFS, SCHEMA, SKOS, concept

_Closure = dict[ox.NamedNode, frozenset[ox.NamedNode]]


def infer(facts: Iterable[ox.Triple], ontology: Iterable[ox.Triple]) -> set[ox.Triple]:
    """The triples that follow and are not among the facts; a fixed point over subclass, subproperty and inverse."""
    axioms = list(ontology)
    facts = set(facts)
    classes = _closure(axioms, RDFS.subClassOf)
    properties = _closure(axioms, RDFS.subPropertyOf)
    inverses = _inverses(axioms)
    broader: set[tuple[object, object]] = {(t.subject, t.object) for t in axioms if t.predicate == SKOS.broader}
    known = set(facts)
    inferred = (_organisations(facts) | _legal_resources(facts) | _executed(facts)) - facts
    fresh = facts | inferred
    while fresh:
        following = {t for triple in fresh for t in _follow(triple, classes, properties, inverses)}
        following |= _broader_rights(fresh, broader)
        fresh = following - known
        known |= fresh
        inferred |= fresh
    return inferred


def _organisations(facts: set[ox.Triple]) -> set[ox.Triple]:
    """Which kind of organisation (W3C ORG) a body is: a unit of another or its own; a class of bodies has none.

    ORG keeps the two apart, so no subclass axiom on agencies or bodies as such could say it.
    """
    units = {t.subject for t in facts if t.predicate == ORG.unitOf}
    out: set[ox.Triple] = set()
    for triple in facts:
        if triple.predicate == RDF.type and triple.object in (IPR.Agency, IPR.InternationalBody):
            is_unit = triple.object == IPR.InternationalBody and triple.subject in units
            kind = ORG.OrganizationalUnit if is_unit else ORG.FormalOrganization
            out.add(ox.Triple(triple.subject, RDF.type, kind))
    return out


def _legal_resources(facts: set[ox.Triple]) -> set[ox.Triple]:
    """Only an instrument that exists or existed is a resource of ELI and legislation of schema.org."""
    real = (concept("existence", "in-force"), concept("existence", "repealed"))
    existing = [t.subject for t in facts if t.predicate == IPR.existence and t.object in real]
    return {ox.Triple(s, RDF.type, cls) for s in existing for cls in (ELI.LegalResource, SCHEMA.Legislation)}


def _executed(facts: set[ox.Triple]) -> set[ox.Triple]:
    """A campaign or event that an outcome found executed the measure which the outcome assesses (ELI-DL)."""
    activities = {t.subject for t in facts if t.predicate == RDF.type and t.object in (IPR.Campaign, IPR.Event)}
    assessed = {t.subject: t.object for t in facts if t.predicate == IPR.assesses}
    return {
        ox.Triple(t.object, ELI_DL.executed, assessed[t.subject])
        for t in facts
        if t.predicate == IPR.resultedIn and isinstance(t.object, ox.NamedNode) and t.object in activities
    }


def _broader_rights(facts: set[ox.Triple], broader: set[tuple[object, object]]) -> set[ox.Triple]:
    """A measure that covers a narrower right covers the broader one."""
    covering = [t for t in facts if t.predicate == IPR.coversRight]
    return {
        ox.Triple(t.subject, t.predicate, above)
        for t in covering
        for below, above in broader
        if below == t.object and isinstance(above, ox.NamedNode)
    }


def _follow(
    triple: ox.Triple,
    classes: _Closure,
    properties: _Closure,
    inverses: dict[ox.NamedNode, set[ox.NamedNode]],
) -> Iterator[ox.Triple]:
    subject, predicate, value = triple.subject, triple.predicate, triple.object
    if predicate == RDF.type:
        for above in classes.get(value, frozenset()) if isinstance(value, ox.NamedNode) else ():
            yield ox.Triple(subject, RDF.type, above)
        return
    for above in properties.get(predicate, frozenset()):
        yield ox.Triple(subject, above, value)
    if isinstance(value, ox.NamedNode):
        for inverse in inverses.get(predicate, ()):
            yield ox.Triple(value, inverse, subject)


def _closure(axioms: list[ox.Triple], relation: ox.NamedNode) -> _Closure:
    """Each term's proper ancestors."""
    direct: dict[ox.NamedNode, set[ox.NamedNode]] = {}
    for axiom in axioms:
        if axiom.predicate == relation and isinstance(axiom.object, ox.NamedNode):
            assert isinstance(axiom.subject, ox.NamedNode)
            direct.setdefault(axiom.subject, set()).add(axiom.object)
    out: _Closure = {}
    for term in direct:
        seen: set[ox.NamedNode] = set()
        rest = [term]
        while rest:
            for above in direct.get(rest.pop(), ()):
                if above not in seen and above != term:
                    seen.add(above)
                    rest.append(above)
        out[term] = frozenset(seen)
    return out


def _inverses(axioms: list[ox.Triple]) -> dict[ox.NamedNode, set[ox.NamedNode]]:
    out: dict[ox.NamedNode, set[ox.NamedNode]] = {}
    for axiom in axioms:
        if axiom.predicate == OWL.inverseOf and isinstance(axiom.object, ox.NamedNode):
            assert isinstance(axiom.subject, ox.NamedNode)
            out.setdefault(axiom.subject, set()).add(axiom.object)
            out.setdefault(axiom.object, set()).add(axiom.subject)
    return out
