"""graph/export.py: the same statements in every format, and the same bytes each time."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import NotFoundError, UsageError
from graph.export import FORMATS, export, find_graph, find_node, node_of
from graph.store import read_dist
from graph.vocab import BASE

ACT = f"{BASE}law/trade-marks-act"


def quads(store: ox.Store) -> set[ox.Quad]:
    """The statements in their named graphs."""
    return {q for q in store if q.graph_name != ox.DefaultGraph()}


def read_back(name: str, data: bytes) -> set[ox.Quad]:
    """The statements of an export."""
    return set(ox.parse(data, format=FORMATS[name].rdf))


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_is_read_back_as_the_same_statements(mini_store: ox.Store, name: str) -> None:
    read = read_back(name, export(mini_store, name))
    if FORMATS[name].has_graphs:
        assert read == quads(mini_store)
    else:
        assert {q.triple for q in read} == {q.triple for q in quads(mini_store)}


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_has_the_same_bytes_each_time(mini_built: Path, mini_store: ox.Store, name: str) -> None:
    assert export(read_dist(mini_built / "dist" / "iprgraph.nq"), name) == export(mini_store, name)


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
    read = read_back("nq", export(mini_store, "nq", entity=name))
    node = ox.NamedNode(ACT)
    assert read
    assert all(node in (q.subject, q.object) for q in read)
    assert {q.subject == node for q in read} == {True, False}


def test_one_thing_in_one_graph(mini_store: ox.Store) -> None:
    read = read_back("nq", export(mini_store, "nq", graph="statements/mini-2031", entity="law/trade-marks-act"))
    assert len(read) == 4


def test_turtle_uses_our_prefixes(mini_store: ox.Store) -> None:
    data = export(mini_store, "ttl", entity="law/signs-decree").decode("utf-8")
    assert "@prefix ipr: <https://w3id.org/iprgraph/ontology#> ." in data
    assert "rdf:type ipr:LegalInstrument" in data


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
