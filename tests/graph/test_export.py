"""graph/export.py: the same statements in every format, and the same bytes each time."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import NotFoundError, UsageError
from graph.export import FORMATS, export, find_graph, find_node, node_of
from graph.iris import statement_iri
from graph.store import read_dist
from graph.vocab import BASE, IPR, RDF
from tests.inventing import run_python

ACT = f"{BASE}law/trade-marks-act"
RDF_FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}
WITH_GRAPHS = {"nq", "trig", "jsonld"}


def quads(store: ox.Store) -> set[ox.Quad]:
    """The statements in their named graphs."""
    return {q for q in store if q.graph_name != ox.DefaultGraph()}


def read_back(name: str, data: bytes) -> set[ox.Quad]:
    """The statements of an export."""
    return set(ox.parse(data, format=RDF_FORMATS[name]))


@pytest.mark.parametrize("name", RDF_FORMATS)
def test_an_export_is_read_back_as_the_same_statements(mini_store: ox.Store, name: str) -> None:
    read = read_back(name, export(mini_store, name))
    if name in WITH_GRAPHS:
        assert read == quads(mini_store)
    else:
        assert {q.triple for q in read} == {q.triple for q in quads(mini_store)}


@pytest.mark.parametrize("name", RDF_FORMATS)
def test_an_export_has_the_same_bytes_each_time(mini_built: Path, mini_store: ox.Store, name: str) -> None:
    assert export(read_dist(mini_built / "dist" / "iprgraph.nq"), name) == export(mini_store, name)


def test_there_are_these_formats() -> None:
    assert set(FORMATS) == set(RDF_FORMATS)


@pytest.mark.parametrize("name", RDF_FORMATS)
def test_another_process_exports_the_same_bytes(mini_built: Path, mini_store: ox.Store, name: str) -> None:
    code = (
        "import sys; from pathlib import Path; from graph.store import read_dist; from graph.export import export;"
        "sys.stdout.buffer.write(export(read_dist(Path(sys.argv[1])), sys.argv[2]))"
    )
    ended = run_python(code, str(mini_built / "dist" / "iprgraph.nq"), name, PYTHONHASHSEED="2031")
    assert ended.stdout == export(mini_store, name)


def test_rdf_12_has_each_statement_node_as_a_reifier_of_its_triple(mini_store: ox.Store) -> None:
    graph = f"{BASE}graph/provenance"
    old = read_back("nq", export(mini_store, "nq", graph=graph))
    new = read_back("nq", export(mini_store, "nq", graph=graph, rdf12=True))
    reified = {q.subject: q.object for q in new if q.predicate == RDF.reifies}
    assert reified.keys() == {q.subject for q in old if q.object == RDF.Statement}
    for node, triple in reified.items():
        assert isinstance(triple, ox.Triple)
        assert node == statement_iri(triple)
    assert not [q for q in new if q.predicate in (RDF.subject, RDF.predicate, RDF.object)]


def test_the_whole_in_n_quads_is_the_published_file(mini_built: Path, mini_store: ox.Store) -> None:
    assert export(mini_store, "nq") == (mini_built / "dist" / "iprgraph.nq").read_bytes()


def test_a_format_without_graphs_has_each_statement_once(mini_store: ox.Store) -> None:
    lines = export(mini_store, "nt").decode("utf-8").splitlines()
    assert lines == sorted(set(lines))
    assert len(lines) == len(quads(mini_store))


@pytest.mark.parametrize("name", ["register", f"{BASE}graph/register"])
def test_one_graph_alone(mini_store: ox.Store, name: str) -> None:
    read = read_back("nq", export(mini_store, "nq", graph=name))
    assert {str(q.graph_name) for q in read} == {f"<{BASE}graph/register>"}


@pytest.mark.parametrize("name", ["law/trade-marks-act", f"<{ACT}>", ACT])
def test_one_thing_alone_with_what_points_at_it(mini_store: ox.Store, name: str) -> None:
    node = ox.NamedNode(f"{BASE}law/trade-marks-act")
    said = {q for q in quads(mini_store) if node in (q.subject, q.object)}
    found = read_back("nq", export(mini_store, "nq", entity=name))
    assert said < found
    others = {q.subject for q in found - said}
    assert all(q.predicate in (RDF.type, RDF.subject, RDF.predicate, RDF.object, IPR.hasEvidence) for q in found - said)
    assert others == {q.subject for q in said if q.predicate in (RDF.subject, RDF.object)}


def test_one_thing_in_one_graph(mini_store: ox.Store) -> None:
    read = read_back("nq", export(mini_store, "nq", graph="statements/mini-2031", entity="law/trade-marks-act"))
    assert len(read) == 4


def test_turtle_uses_our_prefixes(mini_store: ox.Store) -> None:
    data = export(mini_store, "ttl", entity="law/signs-decree").decode("utf-8")
    assert "@prefix ipr: <https://w3id.org/iprgraph/ontology#> ." in data
    assert "/law/signs-decree> a eli:LegalResource , schema:Legislation , ipr:LegalInstrument ;" in data


def test_an_unknown_graph_is_refused_with_those_there_are(mini_store: ox.Store) -> None:
    with pytest.raises(NotFoundError, match=r"no graph 'facts'\. There are: .*register"):
        find_graph(mini_store, "facts")


@pytest.mark.parametrize("name", ["law/none", "https://example.org/other"])
def test_an_unknown_thing_is_refused(mini_store: ox.Store, name: str) -> None:
    with pytest.raises(NotFoundError, match="the graph says nothing about"):
        find_node(mini_store, name)


def test_a_thing_that_is_only_pointed_at_is_known(mini_store: ox.Store) -> None:
    assert find_node(mini_store, "https://example.org/arcadia/trade-marks-act/gazette")


@pytest.mark.parametrize("name", ["a b", "<>|", "law/{x}"])
def test_what_is_no_iri_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="is no IRI and no path"):
        node_of(name)


def test_the_statements_about_one_thing_come_whole(mini_store: ox.Store) -> None:
    found = set(ox.parse(export(mini_store, "nt", entity="law/trade-marks-act"), format=ox.RdfFormat.N_TRIPLES))
    nodes = {q.subject for q in found if q.predicate == RDF.subject}
    assert nodes
    for node in nodes:
        assert {RDF.subject, RDF.predicate, RDF.object} <= {q.predicate for q in found if q.subject == node}
