"""graph/examples.py: stored questions are data in the endpoint."""

import pyoxigraph as ox
import pytest

from graph.examples import example_triples, query_iri
from graph.queries import StoredQuery, read_queries
from graph.vocab import RDF, RDFS, SH

TRIPLES = set(example_triples())


@pytest.mark.parametrize("query", read_queries("examples"), ids=lambda q: q.name)
def test_a_stored_question_is_an_executable_with_its_question(query: StoredQuery) -> None:
    node = query_iri(query.name)
    assert ox.Triple(node, RDF.type, SH.SPARQLSelectExecutable) in TRIPLES
    assert ox.Triple(node, RDFS.comment, ox.Literal(query.question, language="en")) in TRIPLES


@pytest.mark.parametrize("query", read_queries("examples"), ids=lambda q: q.name)
def test_its_text_is_a_query_of_its_own(query: StoredQuery) -> None:
    (text,) = [t.object for t in TRIPLES if t.subject == query_iri(query.name) and t.predicate == SH.select]
    assert isinstance(text, ox.Literal)
    assert isinstance(ox.Store().query(text.value), ox.QuerySolutions)


def test_no_question_is_a_blank_node() -> None:
    assert all(isinstance(t.subject, ox.NamedNode) and not isinstance(t.object, ox.BlankNode) for t in TRIPLES)
