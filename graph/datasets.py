"""The graphs that a query is asked over, where the query or its asker names them."""

from collections.abc import Iterable
from typing import NamedTuple

import pyoxigraph as ox

from graph.errors import QueryError
from graph.querytext import DatasetChoice, QueryText
from graph.vocab import BASE

GraphName = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


class Dataset(NamedTuple):
    """A store and the graphs of it to ask; None where the store as it is."""

    store: ox.Store
    default: list[GraphName] | None
    named: list[ox.NamedNode | ox.BlankNode] | None


def chosen_dataset(store: ox.Store, query: QueryText, asked: DatasetChoice | None) -> Dataset:
    """What the asker chose goes before what the query says; with neither, the store as it is.

    Several default graphs are merged in a store of their own: the engine would count a triple of two graphs twice.
    """
    choice = asked or _choice_of(query)
    if choice is None:
        return Dataset(store, None, None)
    default, named = _graphs(choice.default), _graphs(choice.named)
    if len(default) > 1:
        merged = ox.Store()
        for graph in default:
            merged.bulk_extend(ox.Quad(*quad.triple) for quad in store.quads_for_pattern(None, None, None, graph))
        for graph in named:
            merged.bulk_extend(store.quads_for_pattern(None, None, None, graph))
        return Dataset(merged, [ox.DefaultGraph()], [*named])
    return Dataset(store, [*default], [*named])


def _choice_of(query: QueryText) -> DatasetChoice | None:
    """The graphs of FROM and FROM NAMED; the engine itself resolves their names."""
    if query.dataset_query is None:
        return None
    try:
        rows = ox.Store().query(query.dataset_query, base_iri=BASE)
    except SyntaxError:
        return None  # so is the query, and its own fault is told where it is asked
    assert isinstance(rows, ox.QuerySolutions)
    graphs = [(str(row["kind"]), row["graph"]) for row in rows]
    default, named = (
        tuple(graph.value for kind, graph in graphs if kind == wanted and isinstance(graph, ox.NamedNode))
        for wanted in ('"default"', '"named"')
    )
    return DatasetChoice(default, named)


def _graphs(iris: Iterable[str]) -> list[ox.NamedNode]:
    graphs = []
    for iri in dict.fromkeys(iris):
        try:
            graphs.append(ox.NamedNode(iri))
        except ValueError:
            raise QueryError(f"{iri!r} names no graph; write its whole IRI") from None
    return graphs
