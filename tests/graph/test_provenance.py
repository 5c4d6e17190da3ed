"""graph/provenance.py: every statement has its node, and every ground its own."""

from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.iris import span_iri, statement_iri
from graph.model import Ground, Span
from graph.provenance import Assertion, decimal_literal, evidence_triples, provenance_triples
from graph.rdf_files import stored
from graph.vocab import DCT, IPR, RDF, SKOS, concept
from tests.inventing import sure

TRIPLE = ox.Triple(ox.NamedNode("urn:a"), ox.NamedNode("urn:p"), ox.Literal("x"))
WORDS = Ground("stated", "rule", sure("0.9"), plan_id="p", span=Span(3, 9))
SOURCE = Ground(
    "curated",
    "source-read",
    sure("1"),
    source="https://example.org/a",
    checked="2031-02-03",
    says="It is.",
    note="Perhaps.",
)


def assertion(*grounds: Ground) -> Assertion:
    """The triple with these grounds."""
    return Assertion("register", "", TRIPLE, grounds)


def values(ground: Ground, predicate: ox.NamedNode) -> list[str]:
    """What the ground's node has."""
    return [str(t.object) for t in evidence_triples(ground)[1] if t.predicate == predicate]


def test_a_statement_without_a_ground_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="a statement without a ground"):
        assertion()


def test_a_ground_in_words_points_at_its_span() -> None:
    assert values(WORDS, IPR.span) == [str(span_iri("p", Span(3, 9)))]
    assert values(WORDS, IPR.basis) == [str(concept("basis", "stated"))]
    assert values(WORDS, DCT.source) == []


def test_a_ground_in_a_source_tells_when_it_was_read_and_what_it_says() -> None:
    assert values(SOURCE, DCT.source) == ["<https://example.org/a>"]
    assert values(SOURCE, IPR.dateChecked) == ['"2031-02-03"^^<http://www.w3.org/2001/XMLSchema#date>']
    assert values(SOURCE, IPR.sourceSays) == ['"It is."@en']
    assert values(SOURCE, SKOS.note) == ['"Perhaps."@en']


def test_the_same_ground_is_one_node() -> None:
    again = Ground("stated", "rule", sure("0.90"), plan_id="p", span=Span(3, 9))
    assert evidence_triples(WORDS)[0] == evidence_triples(again)[0]


@pytest.mark.parametrize(
    "other",
    [
        Ground("stated", "rule", sure("0.8"), plan_id="p", span=Span(3, 9)),
        Ground("stated", "other", sure("0.9"), plan_id="p", span=Span(3, 9)),
        Ground("proposed", "rule", sure("0.9"), plan_id="p", span=Span(3, 9)),
        Ground("stated", "rule", sure("0.9"), plan_id="q", span=Span(3, 9)),
        Ground("stated", "rule", sure("0.9"), plan_id="p", span=Span(3, 8)),
    ],
)
def test_another_ground_is_another_node(other: Ground) -> None:
    assert evidence_triples(WORDS)[0] != evidence_triples(other)[0]


def test_a_statement_node_stands_for_its_triple() -> None:
    found = {
        str(t.predicate): t.object for t in provenance_triples([assertion(WORDS)]) if t.subject == statement_iri(TRIPLE)
    }
    assert found[str(RDF.subject)] == TRIPLE.subject
    assert found[str(RDF.predicate)] == TRIPLE.predicate
    assert found[str(RDF.object)] == TRIPLE.object
    assert found[str(IPR.hasEvidence)] == evidence_triples(WORDS)[0]


def test_a_triple_asserted_twice_gathers_its_grounds() -> None:
    triples = set(provenance_triples([assertion(WORDS), assertion(SOURCE)]))
    nodes = {t.subject for t in triples if t.object == RDF.Statement}
    evidence = {t.object for t in triples if t.predicate == IPR.hasEvidence}
    assert (len(nodes), len(evidence)) == (1, 2)


@given(st.decimals(0, 1, places=4))
def test_a_confidence_comes_out_of_the_engine_as_it_went_in(value: Decimal) -> None:
    assert stored(decimal_literal(value)) == decimal_literal(value)


@pytest.mark.parametrize(("text", "kept"), [("0.950", "0.95"), ("1", "1"), ("1.0", "1"), ("0", "0"), ("1E-2", "0.01")])
def test_a_confidence_is_written_in_its_shortest_form(text: str, kept: str) -> None:
    assert decimal_literal(sure(text)).value == kept
