"""graph/partitions.py: the figures of VoID are what a query counts."""

import pyoxigraph as ox
import pytest

from graph.checks import load_store
from graph.iris import graph_iri
from graph.meta import DATASET
from graph.partitions import partition_triples
from graph.quads import DataSet
from graph.text_layer import integer
from graph.vocab import RDF, SKOS, VOID

G = ox.NamedNode("https://w3id.org/iprgraph/graph/x")
META = graph_iri("meta")
FIGURES = """
SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
  (COUNT(DISTINCT ?p) AS ?properties) (COUNT(DISTINCT ?class) AS ?classes)
WHERE { ?s ?p ?o BIND(IF(?p = rdf:type, ?o, ?none) AS ?class) }
"""
BY_CLASS = "SELECT ?term (COUNT(DISTINCT ?s) AS ?entities) WHERE { ?s rdf:type ?term } GROUP BY ?term"
BY_PROPERTY = """
SELECT ?term (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?subjects) (COUNT(DISTINCT ?o) AS ?objects)
WHERE { ?s ?term ?o } GROUP BY ?term
"""


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    """The answer as texts, sorted."""
    found = store.query(query, prefixes={"rdf": RDF.type.value.removesuffix("type")})
    assert isinstance(found, ox.QuerySolutions)
    return sorted(tuple("" if v is None else str(v.value) for v in row) for row in found)


def told(triples: set[ox.Triple], dataset: ox.NamedNode, partition: ox.NamedNode, *terms: ox.NamedNode) -> list[tuple[str, ...]]:  # fmt: skip
    """The figures of each partition, sorted."""
    values = {(t.subject, t.predicate): t.object for t in triples if isinstance(t.object, ox.NamedNode | ox.Literal)}
    parts = [t.object for t in triples if (t.subject, t.predicate) == (dataset, partition)]
    return sorted(tuple(values[part, term].value for term in terms) for part in parts)  # type: ignore[index]


def graphs_of(dataset: DataSet) -> dict[ox.NamedNode, set[ox.Triple]]:
    """What is described: each graph but meta, and all of them together."""
    rest = {graph: triples for graph, triples in dataset.graphs.items() if graph != META}
    return {**rest, DATASET: {t for triples in rest.values() for t in triples}}


@pytest.mark.parametrize("name", ["", "graph/register", "graph/text/mini-2031", "graph/inferred", "graph/provenance"])
def test_every_figure_is_what_a_query_counts(mini_dataset: DataSet, name: str) -> None:
    meta = mini_dataset.graphs[META]
    dataset = ox.NamedNode(DATASET.value + name)
    store = ox.Store()
    store.extend(ox.Quad(*triple) for triple in graphs_of(mini_dataset)[dataset])
    values = {t.predicate: t.object for t in meta if t.subject == dataset}
    figures = (VOID.triples, VOID.distinctSubjects, VOID.distinctObjects, VOID.properties, VOID.classes)
    assert [tuple(values[f].value for f in figures)] == rows(store, FIGURES)  # type: ignore[union-attr]
    assert told(meta, dataset, VOID.classPartition, VOID["class"], VOID.entities) == rows(store, BY_CLASS)
    of_property = (VOID.property, VOID.triples, VOID.distinctSubjects, VOID.distinctObjects)
    assert told(meta, dataset, VOID.propertyPartition, *of_property) == rows(store, BY_PROPERTY)


def test_every_graph_but_meta_has_figures(mini_dataset: DataSet) -> None:
    meta = mini_dataset.graphs[META]
    described = {t.subject for t in meta if t.predicate == VOID.classes}
    assert described == set(graphs_of(mini_dataset))


def test_the_whole_is_as_the_endpoint_has_it_without_meta(mini_dataset: DataSet) -> None:
    store = load_store(mini_dataset)
    for quad in list(store.quads_for_pattern(None, None, None, META)):
        store.remove(ox.Quad(*quad.triple))
    (size,) = [t.object for t in mini_dataset.graphs[META] if (t.subject, t.predicate) == (DATASET, VOID.triples)]
    assert size == integer(sum(1 for _ in store.quads_for_pattern(None, None, None, ox.DefaultGraph())))


def test_a_triple_that_is_given_twice_counts_once() -> None:
    triple = ox.Triple(G, SKOS.note, ox.Literal("x"))
    assert ox.Triple(G, VOID.triples, integer(1)) in set(partition_triples(G, [triple, triple]))


def test_partitions_are_named_by_their_terms() -> None:
    triples = [ox.Triple(G, RDF.type, SKOS.Concept), ox.Triple(G, ox.NamedNode("urn:p/q"), ox.Literal("x"))]
    parts = {t.object.value.partition("#")[2] for t in partition_triples(G, triples) if t.predicate in (VOID.classPartition, VOID.propertyPartition)}  # type: ignore[union-attr]  # fmt: skip
    assert {"class-skos-Concept", "property-rdf-type"} < parts
    assert len(parts) == 3


def test_what_two_terms_are_called_is_never_the_same() -> None:
    triples = [ox.Triple(G, ox.NamedNode(f"urn:{sign}:p"), ox.Literal("x")) for sign in "abc"]
    assert len({t.object for t in partition_triples(G, triples) if t.predicate == VOID.propertyPartition}) == 3
