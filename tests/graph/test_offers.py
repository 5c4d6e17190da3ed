"""graph/offers.py: what a data set is offered as, and how the files are called and described."""

import pyoxigraph as ox
import pytest

from graph.offers import LICENCE, Offer, Offered, address_triples, distribution_iri, offer_triples
from graph.vocab import BASE, DCAT, DCT, VOID

REGISTER = f"{BASE}graph/register"
ALL = Offered(BASE, "iprgraph", (REGISTER, f"{BASE}graph/text/p"), has_statements=True, has_plans=True)
BARE = Offered(BASE, "data", (), has_statements=False, has_plans=False)


def offer(name: str) -> Offer:
    """The file of that name."""
    return next(o for o in ALL.offers() if o.name == name)


def test_the_whole_and_each_graph_come_in_every_format() -> None:
    names = {o.name for o in ALL.offers()}
    for stem in ("iprgraph", "graph-register", "graph-text-p"):
        assert {f"{stem}.{s}" for s in ("nq", "trig", "ttl", "nt", "jsonld", "rdf")} <= names


def test_no_two_files_share_a_name() -> None:
    graphs = tuple(f"http://example.org/{tail}" for tail in ("a", "A", "a/", "a#", "é"))
    offers = Offered(BASE, "data", graphs, has_statements=True, has_plans=True).offers()
    assert len({o.name.lower() for o in offers}) == len(offers)
    assert all(o.name.isascii() and "/" not in o.name for o in offers)


def test_tables_are_offered_of_plans_and_rdf_12_where_there_are_statement_nodes() -> None:
    assert {o.part for o in BARE.offers()} == {"whole"}
    assert {o.name for o in ALL.offers() if o.part == "table"} == {"mentions.csv", "measures.csv", "entities.csv", "outcomes.csv", "links.csv"}  # fmt: skip
    assert {o.form for o in ALL.offers() if o.part == "rdf12"} == {"ttl", "nt", "nq", "trig"}


def test_of_very_many_graphs_there_are_no_files_one_by_one() -> None:
    graphs = tuple(f"http://example.org/{number}" for number in range(101))
    offers = Offered(BASE, "data", graphs, has_statements=False, has_plans=False).offers()
    assert {o.part for o in offers} == {"whole"}


@pytest.mark.parametrize(
    ("name", "predicate", "value"),
    [
        ("iprgraph.ttl", DCAT.accessURL, f"{BASE}export/"),
        ("iprgraph.ttl", DCAT.mediaType, "https://www.iana.org/assignments/media-types/text/turtle"),
        ("iprgraph.ttl", DCT["format"], "http://www.w3.org/ns/formats/Turtle"),
        ("measures.csv", DCAT.mediaType, "https://www.iana.org/assignments/media-types/text/csv"),
        ("measures.csv", DCT.license, LICENCE),
    ],
)
def test_a_file_is_described_as_a_distribution(name: str, predicate: ox.NamedNode, value: str) -> None:
    right = ox.Triple(ox.NamedNode(BASE), DCT.license, ox.NamedNode(LICENCE))
    triples = set(offer_triples(BASE, offer(name), [right]))
    assert ox.Triple(distribution_iri(BASE, name), predicate, ox.NamedNode(value)) in triples
    assert ox.Triple(ox.NamedNode(BASE), DCAT.distribution, distribution_iri(BASE, name)) in triples


def test_a_compressed_file_is_a_distribution_of_its_own() -> None:
    triples = set(offer_triples(BASE, offer("iprgraph.ttl"), [], packed=True))
    packed = ox.NamedNode("https://www.iana.org/assignments/media-types/application/gzip")
    assert ox.Triple(distribution_iri(BASE, "iprgraph.ttl.gz"), DCAT.compressFormat, packed) in triples


def test_a_graphs_file_is_a_dump_of_that_graph() -> None:
    triples = set(address_triples(BASE, offer("graph-register.nt"), "graph-register.nt"))
    file = ox.NamedNode(f"{BASE}export/graph-register.nt")
    node = distribution_iri(BASE, "graph-register.nt")
    assert triples == {ox.Triple(ox.NamedNode(REGISTER), VOID.dataDump, file), ox.Triple(node, DCAT.downloadURL, file)}
