"""Writes the data set, one graph or one entity in any RDF format; the same bytes each time."""

from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from graph.errors import NotFoundError, UsageError
from graph.iris import BASE, graph_iri
from graph.vocab import PREFIXES


@dataclass(frozen=True)
class ExportFormat:
    """An RDF format: its name on the command line, the engine's format, media type, and whether it holds graphs."""

    name: str
    rdf: ox.RdfFormat
    media_type: str
    has_graphs: bool


FORMATS = {
    f.name: f
    for f in (
        ExportFormat("ttl", ox.RdfFormat.TURTLE, "text/turtle", False),
        ExportFormat("nt", ox.RdfFormat.N_TRIPLES, "application/n-triples", False),
        ExportFormat("nq", ox.RdfFormat.N_QUADS, "application/n-quads", True),
        ExportFormat("trig", ox.RdfFormat.TRIG, "application/trig", True),
        ExportFormat("jsonld", ox.RdfFormat.JSON_LD, "application/ld+json", True),
        ExportFormat("rdfxml", ox.RdfFormat.RDF_XML, "application/rdf+xml", False),
    )
}


def export(store: ox.Store, name: str, graph: str = "", entity: str = "") -> bytes:
    """The chosen quads in the format; formats without graphs hold the union, each triple once."""
    form = FORMATS[name]
    quads = [q for q in store if q.graph_name != ox.DefaultGraph()]
    if graph:
        wanted = find_graph(store, graph)
        quads = [q for q in quads if q.graph_name == wanted]
    if entity:
        node = find_node(store, entity)
        quads = [q for q in quads if node in (q.subject, q.object)]
    return serialise(quads, form)


def serialise(quads: Iterable[ox.Quad], form: ExportFormat) -> bytes:
    """The quads sorted and written in the format."""
    if form.name == "nq":
        return "".join(sorted(f"{q} .\n" for q in quads)).encode("utf-8")
    if form.name == "nt":
        return "".join(sorted({f"{q.triple} .\n" for q in quads})).encode("utf-8")
    prefixes = PREFIXES if form.name in {"ttl", "trig", "rdfxml", "jsonld"} else None
    if form.has_graphs:
        ordered = sorted(quads, key=lambda q: (str(q.graph_name), *_key(q.triple)))
        data = ox.serialize(ordered, format=form.rdf, prefixes=prefixes)
    else:
        data = ox.serialize(sorted({q.triple for q in quads}, key=_key), format=form.rdf, prefixes=prefixes)
    assert isinstance(data, bytes)
    return data


def _key(triple: ox.Triple) -> tuple[str, bool, str, str]:
    """By subject; of each subject the types first, as Turtle is read."""
    predicate = str(triple.predicate)
    return str(triple.subject), not predicate.endswith("rdf-syntax-ns#type>"), predicate, str(triple.object)


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
