"""Gives every statement its node and every ground its node, so that each fact can be traced to words or a source."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

import pyoxigraph as ox

from graph.iris import evidence_iri, span_iri, statement_iri
from graph.model import Ground
from graph.vocab import DCT, IPR, RDF, SKOS, XSD, concept


@dataclass(frozen=True)
class Assertion:
    """A triple of a layer with its grounds, at least one."""

    layer: str
    plan_id: str
    triple: ox.Triple
    grounds: tuple[Ground, ...]

    def __post_init__(self) -> None:
        if not self.grounds:
            raise ValueError(f"a statement without a ground: {self.triple}")


def decimal_literal(value: Decimal) -> ox.Literal:
    """The number in the canonical form that the engine keeps: 0.95, 1.0 as it writes them."""
    plain = format(value.normalize(), "f")
    return ox.Literal(plain, datatype=XSD.decimal)


def evidence_triples(ground: Ground) -> tuple[ox.NamedNode, list[ox.Triple]]:
    """The node of a ground, named by its content, and what it says."""
    pairs: list[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]] = [
        (IPR.basis, concept("basis", ground.basis)),
        (IPR.rule, ox.Literal(ground.rule)),
        (IPR.confidence, decimal_literal(ground.confidence)),
    ]
    if ground.span is not None:
        pairs.append((IPR.span, span_iri(ground.plan_id, ground.span)))
    if ground.source:
        pairs.append((DCT.source, ox.NamedNode(ground.source)))
    if ground.checked:
        pairs.append((IPR.dateChecked, ox.Literal(ground.checked, datatype=XSD.date)))
    if ground.says:
        pairs.append((IPR.sourceSays, ox.Literal(ground.says, language="en")))
    if ground.note:
        pairs.append((SKOS.note, ox.Literal(ground.note, language="en")))
    content = "\n".join(sorted(f"{p} {o}" for p, o in pairs))
    node = evidence_iri(content)
    return node, [ox.Triple(node, RDF.type, IPR.Evidence), *(ox.Triple(node, p, o) for p, o in pairs)]


def provenance_triples(assertions: Iterable[Assertion]) -> Iterator[ox.Triple]:
    """Statement and evidence nodes for all assertions; a triple asserted twice gathers its grounds on one node."""
    for assertion in assertions:
        triple = assertion.triple
        node = statement_iri(triple)
        yield ox.Triple(node, RDF.type, RDF.Statement)
        yield ox.Triple(node, RDF.subject, triple.subject)
        yield ox.Triple(node, RDF.predicate, triple.predicate)
        yield ox.Triple(node, RDF.object, triple.object)
        for ground in assertion.grounds:
            evidence, about = evidence_triples(ground)
            yield ox.Triple(node, IPR.hasEvidence, evidence)
            yield from about
