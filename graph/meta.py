"""The meta layer: what the data set is, its graphs with their sizes, licences and origins (DCAT, VoID, PROV)."""

from collections.abc import Iterator, Mapping

import pyoxigraph as ox

from graph.iris import BASE, graph_iri, manifestation_iri
from graph.model import Plan
from graph.text_layer import integer
from graph.vocab import DCAT, DCT, PROV, RDF, VOID

DATASET = ox.NamedNode(BASE)
LICENCE = ox.NamedNode("https://creativecommons.org/licenses/by/4.0/")
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
    "meta": "What this data set is.",
}
"""Layer to what it holds, in the order of publication."""


def meta_triples(sizes: Mapping[ox.NamedNode, int], plans: tuple[Plan, ...]) -> Iterator[ox.Triple]:
    """The data set and its graphs; sizes are numbers of triples by graph, the meta graph's own left out."""
    english = "en"
    yield ox.Triple(DATASET, RDF.type, DCAT.Dataset)
    yield ox.Triple(DATASET, RDF.type, VOID.Dataset)
    yield ox.Triple(DATASET, DCT.title, ox.Literal("iprgraph", language=english))
    description = "Government action plans on intellectual property as a graph whose every fact carries its evidence."
    yield ox.Triple(DATASET, DCT.description, ox.Literal(description, language=english))
    yield ox.Triple(DATASET, DCT.license, LICENCE)
    yield ox.Triple(DATASET, VOID.triples, integer(sum(sizes.values())))
    for plan in plans:
        text = manifestation_iri(plan.plan_id, plan.config.language)
        yield ox.Triple(DATASET, PROV.wasDerivedFrom, text)
    for graph in sorted(sizes, key=lambda g: g.value):
        layer, _, plan_id = graph.value.removeprefix(graph_iri("").value).partition("/")
        yield ox.Triple(DATASET, VOID.subset, graph)
        yield ox.Triple(graph, RDF.type, VOID.Dataset)
        title = f"{layer} of {plan_id}" if plan_id else layer
        yield ox.Triple(graph, DCT.title, ox.Literal(title, language=english))
        yield ox.Triple(graph, DCT.description, ox.Literal(LAYERS[layer], language=english))
        yield ox.Triple(graph, VOID.triples, integer(sizes[graph]))
        if layer == "text":
            yield from _text_rights(graph, plan_id, plans)
        else:
            yield ox.Triple(graph, DCT.license, LICENCE)


def _text_rights(graph: ox.NamedNode, plan_id: str, plans: tuple[Plan, ...]) -> Iterator[ox.Triple]:
    """The words of a plan are its issuer's, so its text graph has a statement of rights and no licence of ours."""
    for plan in plans:
        if plan.plan_id == plan_id:
            yield ox.Triple(graph, DCT.rights, ox.Literal(plan.config.rights, language="en"))
            yield ox.Triple(graph, DCT.source, ox.NamedNode(plan.config.origin))
