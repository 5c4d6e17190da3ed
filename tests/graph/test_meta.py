"""graph/meta.py: the data set describes itself."""

import pyoxigraph as ox

from graph.iris import graph_iri
from graph.meta import DATASET, LAYERS, LICENCE, meta_triples
from graph.quads import DataSet
from graph.vocab import DCT, PROV, VOID
from tests.inventing import SMALL, invent_plan

PLAN = invent_plan(SMALL)
SIZES = {graph_iri("text", "invented"): 7, graph_iri("register"): 5}
TRIPLES = set(meta_triples(SIZES, (PLAN,)))


def values(subject: ox.NamedNode, predicate: ox.NamedNode) -> set[str]:
    """What is said of the subject."""
    return {str(t.object) for t in TRIPLES if (t.subject, t.predicate) == (subject, predicate)}


def test_every_graph_tells_its_size() -> None:
    assert values(graph_iri("register"), VOID.triples) == {'"5"^^<http://www.w3.org/2001/XMLSchema#integer>'}


def test_the_data_set_is_as_large_as_its_graphs_together() -> None:
    assert values(DATASET, VOID.triples) == {'"12"^^<http://www.w3.org/2001/XMLSchema#integer>'}


def test_the_words_of_a_plan_are_not_under_our_licence() -> None:
    text = graph_iri("text", "invented")
    assert values(text, DCT.license) == set()
    assert values(text, DCT.rights) == {'"Invented."@en'}
    assert values(text, DCT.source) == {"<https://example.org/nowhere>"}


def test_the_other_graphs_are_under_our_licence() -> None:
    assert values(graph_iri("register"), DCT.license) == {str(LICENCE)}


def test_the_data_set_is_derived_from_its_texts() -> None:
    assert values(DATASET, PROV.wasDerivedFrom) == {"<https://w3id.org/iprgraph/plan/invented/manifestation/en-txt>"}


def test_a_graph_of_one_plan_is_named_with_it() -> None:
    assert values(graph_iri("text", "invented"), DCT.title) == {'"text of invented"@en'}


def test_every_published_graph_is_described(mini_dataset: DataSet) -> None:
    meta = next(t for g, t in mini_dataset.graphs.items() if g.value.endswith("/meta"))
    subsets = {t.object for t in meta if (t.subject, t.predicate) == (DATASET, VOID.subset)}
    assert subsets == {g for g in mini_dataset.graphs if not g.value.endswith("/meta")}


def test_every_layer_is_known(mini_dataset: DataSet) -> None:
    prefix = graph_iri("").value
    assert {g.value.removeprefix(prefix).split("/")[0] for g in mini_dataset.graphs} <= set(LAYERS)
