"""The meta layer: what the data set is, its graphs with their figures, licences and origins (DCAT, VoID, PROV)."""

from collections.abc import Iterator, Mapping, Set

import pyoxigraph as ox

from graph.iris import BASE, graph_iri, manifestation_iri
from graph.model import Plan
from graph.offers import LICENCE as LICENCE_IRI
from graph.offers import WORDS, Offered, offer_triples
from graph.partitions import partition_triples
from graph.vocab import DCAT, DCT, PREFIXES, PROV, RDF, VOID

DATASET = ox.NamedNode(BASE)
CATALOG = ox.NamedNode(f"{BASE}#catalog")
SERVICE = ox.NamedNode(f"{BASE}sparql")
META = graph_iri("meta")
LICENCE = ox.NamedNode(LICENCE_IRI)
PROTOCOL = ox.NamedNode("https://www.w3.org/TR/sparql11-protocol/")
TITLE = "iprgraph"
DESCRIPTION = "Government action plans on intellectual property as a graph whose every fact carries its evidence."
LAYERS = {
    "text": "The structure of a plan and its words.",
    "mentions": "What the words of a plan name.",
    "statements": "What is stated in the text of a plan.",
    "proposals": "What we propose without the text saying so.",
    "register": "Curated facts about laws, bodies, campaigns and whatever else plans name.",
    "outcomes": "What became of the measures.",
    "links": "The same things in other data sets.",
    "inferred": "What follows from the other graphs by the ontology: superclasses, superproperties, inverses.",
    "provenance": "A node for every statement, and the words or source that each rests on.",
    "ontology": "The ontology and its SKOS schemes.",
    "meta": "What this data set is, with counts and stored questions; the figures here leave this graph itself out.",
}
"""Layer to what it holds, in the order of publication."""


def meta_triples(graphs: Mapping[ox.NamedNode, Set[ox.Triple]], plans: tuple[Plan, ...]) -> Iterator[ox.Triple]:
    """The data set, its graphs, its catalogue, service and files; the meta graph describes and is not counted.

    Sizes and hashes of files cannot stand within them: the description beside the files has them, and the addresses.
    """
    yield from _dataset_triples(plans)
    union = {t for triples in graphs.values() for t in triples}
    yield from partition_triples(DATASET, union)
    for graph in sorted({*graphs, META}, key=lambda g: g.value):
        yield from _graph_triples(graph, plans)
        if graph != META:
            yield from partition_triples(graph, graphs[graph])
    rights = [
        ox.Triple(DATASET, DCT.license, LICENCE),
        ox.Triple(DATASET, DCT.rights, ox.Literal(WORDS, language="en")),
    ]
    for offer in Offered(BASE, TITLE, (), has_statements=True, has_plans=True).offers():
        yield from offer_triples(BASE, offer, rights)


def _dataset_triples(plans: tuple[Plan, ...]) -> Iterator[ox.Triple]:
    title = ox.Literal(TITLE, language="en")
    for node, cls in ((DATASET, DCAT.Dataset), (DATASET, VOID.Dataset), (CATALOG, DCAT.Catalog)):
        yield ox.Triple(node, RDF.type, cls)
        yield ox.Triple(node, DCT.title, title)
        yield ox.Triple(node, DCT.description, ox.Literal(DESCRIPTION, language="en"))
        yield ox.Triple(node, DCT.license, LICENCE)
    yield ox.Triple(DATASET, DCT.rights, ox.Literal(WORDS, language="en"))
    yield ox.Triple(DATASET, DCAT.landingPage, DATASET)
    yield ox.Triple(DATASET, VOID.uriSpace, ox.Literal(BASE))
    yield ox.Triple(DATASET, VOID.sparqlEndpoint, SERVICE)
    for iri in sorted(PREFIXES.values()):
        yield ox.Triple(DATASET, VOID.vocabulary, ox.NamedNode(iri))
    yield ox.Triple(META, RDF.type, VOID.DatasetDescription)
    yield ox.Triple(CATALOG, DCAT.dataset, DATASET)
    yield ox.Triple(CATALOG, DCAT.service, SERVICE)
    yield ox.Triple(SERVICE, RDF.type, DCAT.DataService)
    yield ox.Triple(SERVICE, DCT.title, ox.Literal("SPARQL endpoint of iprgraph", language="en"))
    yield ox.Triple(SERVICE, DCT.conformsTo, PROTOCOL)
    yield ox.Triple(SERVICE, DCAT.endpointURL, SERVICE)
    yield ox.Triple(SERVICE, DCAT.endpointDescription, SERVICE)
    yield ox.Triple(SERVICE, DCAT.servesDataset, DATASET)
    for plan in plans:
        yield ox.Triple(DATASET, PROV.wasDerivedFrom, manifestation_iri(plan.plan_id, plan.config.language))


def _graph_triples(graph: ox.NamedNode, plans: tuple[Plan, ...]) -> Iterator[ox.Triple]:
    layer, _, plan_id = graph.value.removeprefix(graph_iri("").value).partition("/")
    yield ox.Triple(DATASET, VOID.subset, graph)
    yield ox.Triple(graph, RDF.type, VOID.Dataset)
    title = f"{layer} of {plan_id}" if plan_id else layer
    yield ox.Triple(graph, DCT.title, ox.Literal(title, language="en"))
    yield ox.Triple(graph, DCT.description, ox.Literal(LAYERS[layer], language="en"))
    if layer == "text":
        yield from _text_rights(graph, plan_id, plans)
    else:
        yield ox.Triple(graph, DCT.license, LICENCE)
    if layer in ("mentions", "provenance"):  # they quote
        yield ox.Triple(graph, DCT.rights, ox.Literal(WORDS, language="en"))


def _text_rights(graph: ox.NamedNode, plan_id: str, plans: tuple[Plan, ...]) -> Iterator[ox.Triple]:
    """The words of a plan are its issuer's, so its text graph has a statement of rights and no licence of ours."""
    for plan in plans:
        if plan.plan_id == plan_id:
            yield ox.Triple(graph, DCT.rights, ox.Literal(plan.config.rights, language="en"))
            yield ox.Triple(graph, DCT.source, ox.NamedNode(plan.config.origin))
