"""graph/meta.py: the data set describes itself."""

import pyoxigraph as ox

from graph.iris import graph_iri
from graph.meta import CATALOG, DATASET, LAYERS, LICENCE, META, SERVICE, meta_triples
from graph.offers import WORDS, distribution_iri
from graph.quads import DataSet
from graph.vocab import BASE, DCAT, DCT, IPR, PROV, RDF, SPDX, VOID
from tests.inventing import SMALL, invent_plan

PLAN = invent_plan(SMALL)
GRAPHS = {
    graph_iri("text", "invented"): {ox.Triple(DATASET, IPR.order, ox.Literal(str(n))) for n in range(7)},
    graph_iri("register"): {ox.Triple(SERVICE, IPR.order, ox.Literal(str(n))) for n in range(5)},
}
TRIPLES = set(meta_triples(GRAPHS, (PLAN,)))


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
    assert subsets == set(mini_dataset.graphs)


def test_the_description_describes_itself_as_one() -> None:
    assert str(VOID.DatasetDescription) in values(META, RDF.type)
    assert values(META, VOID.triples) == set()


def test_what_quotes_a_plan_says_whose_the_words_are(mini_dataset: DataSet) -> None:
    said = {t.subject for t in mini_dataset.graphs[META] if t.predicate == DCT.rights and WORDS in str(t.object)}
    quoting = {graph_iri(layer, plan) for layer in ("mentions",) for plan in ("mini-2031", "mini-zh")}
    assert {*quoting, graph_iri("provenance"), DATASET} <= said


def test_the_catalogue_lists_the_data_set_and_the_service_that_serves_it() -> None:
    assert values(CATALOG, DCAT.dataset) == {str(DATASET)}
    assert values(CATALOG, DCAT.service) == {str(SERVICE)}
    assert values(SERVICE, DCAT.servesDataset) == {str(DATASET)}
    assert values(SERVICE, DCAT.endpointURL) == values(DATASET, VOID.sparqlEndpoint)


def test_the_files_of_the_whole_are_distributions_without_address_size_and_hash() -> None:
    files = {t.object for t in TRIPLES if (t.subject, t.predicate) == (DATASET, DCAT.distribution)}
    assert {distribution_iri(BASE, "iprgraph.nq"), distribution_iri(BASE, "measures.csv")} <= files
    pages = {t.object for t in TRIPLES if t.predicate == DCAT.accessURL and t.subject in files}
    assert pages == {ox.NamedNode(f"{BASE}export/")}
    apart = (DCAT.downloadURL, DCAT.byteSize, SPDX.checksum, VOID.dataDump)
    assert not [t for t in TRIPLES if t.predicate in apart]


def test_no_day_and_no_person_is_made_up() -> None:
    unknown = {DCT.issued, DCT.modified, DCT.created, DCT.publisher, DCT.creator}
    assert not [t for t in TRIPLES if t.predicate in unknown]


def test_every_layer_is_known(mini_dataset: DataSet) -> None:
    prefix = graph_iri("").value
    assert {g.value.removeprefix(prefix).split("/")[0] for g in mini_dataset.graphs} <= set(LAYERS)
