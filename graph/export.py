"""Writes the data set, one graph or one entity in any RDF format; the same bytes each time."""

from collections.abc import Iterable, Iterator
from typing import Any, cast

import pyoxigraph as ox

from graph.errors import NotFoundError, UsageError
from graph.formats import formats_of
from graph.iris import BASE, graph_iri
from graph.vocab import RDF
from graph.writing import write_quads

FORMATS = {form.name: form for form in formats_of("graph")}
"""The formats of an export, by the name on the command line."""


def export(store: ox.Store, name: str, graph: str = "", entity: str = "", *, rdf12: bool = False) -> bytes:
    """The chosen quads in the format; formats without graphs hold the union, each triple once.

    With an entity come the statement nodes about it, whole.
    """
    quads: Iterable[ox.Quad] = [q for q in store if q.graph_name != ox.DefaultGraph()]
    if graph:
        wanted = find_graph(store, graph)
        quads = [q for q in quads if q.graph_name == wanted]
    if entity:
        node = find_node(store, entity)
        about = {q.subject for q in quads if q.predicate in (RDF.subject, RDF.object) and q.object == node}
        quads = [q for q in quads if node in (q.subject, q.object) or q.subject in about]
    return write_quads(with_reifiers(quads) if rdf12 else quads, FORMATS[name])


def with_reifiers(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """The quads with each statement node as an RDF 1.2 reifier of its triple, in place of four triples of RDF 1.1."""
    parts = {RDF.subject: "s", RDF.predicate: "p", RDF.object: "o"}
    nodes: dict[tuple[object, object], dict[str, Any]] = {}
    for quad in quads:
        if quad.predicate in parts:
            nodes.setdefault((quad.subject, quad.graph_name), {})[parts[quad.predicate]] = quad.object
        elif not (quad.predicate == RDF.type and quad.object == RDF.Statement):
            yield quad
    for (subject, graph), triple in nodes.items():
        if triple.keys() >= {"s", "p", "o"}:
            term: Any = ox.Triple(triple["s"], triple["p"], triple["o"])
            yield ox.Quad(cast(Any, subject), RDF.reifies, term, cast(Any, graph))


def find_graph(store: ox.Store, name: str) -> ox.NamedNode:
    """The graph by IRI or by layer (text/cn-2009); refuses an unknown one, naming those there are."""
    graphs = {g.value: g for g in store.named_graphs() if isinstance(g, ox.NamedNode)}
    wanted = name if name.startswith(("http://", "https://")) else graph_iri(name).value
    if wanted not in graphs:
        known = ", ".join(sorted(g.removeprefix(graph_iri("").value) for g in graphs))
        raise NotFoundError(f"no graph {name!r}. There are: {known}")
    return graphs[wanted]


def find_node(store: ox.Store, name: str) -> ox.NamedNode:
    """The thing by IRI, path below the base, or plan:number; refuses one the graph does not know."""
    node = node_of(name)
    graph = ox.DefaultGraph()
    known = next(store.quads_for_pattern(node, None, None, graph), None) or next(
        store.quads_for_pattern(None, None, node, graph), None
    )
    if known is None:
        raise NotFoundError(f"the graph says nothing about {node.value}. Try: iprgraph table entities")
    return node


def node_of(name: str) -> ox.NamedNode:
    """The IRI that a user means: whole, or its path below the base."""
    text = name.strip("<> ")
    iri = text if text.startswith(("http://", "https://", "urn:")) else BASE + text.lstrip("/")
    try:
        return ox.NamedNode(iri)
    except ValueError:
        raise UsageError(f"{name!r} is no IRI and no path such as law/patent-law or plan/cn-2009/I-1-1") from None
