"""The stored questions as data, in the form of SIB's SPARQL examples, so that query editors find them."""

from collections.abc import Iterator

import pyoxigraph as ox

from graph.iris import BASE
from graph.queries import StoredQuery, read_queries
from graph.querytext import read_query_text
from graph.vocab import DCT, RDF, RDFS, SCHEMA, SH

ENDPOINT = ox.NamedNode(f"{BASE}sparql")
_FORMS = {
    "SELECT": (SH.SPARQLSelectExecutable, SH.select),
    "ASK": (SH.SPARQLAskExecutable, SH.ask),
    "CONSTRUCT": (SH.SPARQLConstructExecutable, SH.construct),
}


def query_iri(name: str) -> ox.NamedNode:
    """A stored question."""
    return ox.NamedNode(f"{BASE}queries/{name}")


def example_triples() -> Iterator[ox.Triple]:
    """All stored questions: what is asked, the text, and the endpoint that it is for."""
    for query in read_queries("examples"):
        yield from _example(query)


def _example(query: StoredQuery) -> Iterator[ox.Triple]:
    node = query_iri(query.name)
    cls, predicate = _FORMS[read_query_text(query.text).form]
    text = "\n".join(line for line in query.text.split("\n") if not line.startswith("# "))
    yield ox.Triple(node, RDF.type, SH.SPARQLExecutable)
    yield ox.Triple(node, RDF.type, cls)
    yield ox.Triple(node, DCT.title, ox.Literal(query.title, language="en"))
    yield ox.Triple(node, RDFS.comment, ox.Literal(query.question, language="en"))
    yield ox.Triple(node, predicate, ox.Literal(text))
    yield ox.Triple(node, SCHEMA.target, ENDPOINT)
