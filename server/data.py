"""A data file loaded as the endpoint promises it, with what a description of the service says about it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.store import changed_by_engine, fill_store, read_quads
from server.facts import DataFacts


@dataclass(frozen=True)
class DataSet(DataFacts):
    """A loaded file and what is known of it."""

    store: ox.Store


def open_data(path: Path, *, union: bool) -> DataSet:
    """The file loaded and described; refuses a missing file, an unknown suffix and a syntax error."""
    data, quads = read_quads(path)
    own_default = any(isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads)
    store = fill_store(quads, union=union)
    graphs = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    return DataSet(
        store=store,
        sha256=hashlib.sha256(data).hexdigest(),
        triples=len(set(quads)),
        graphs=tuple(graphs),
        changed=tuple(changed_by_engine(quads)),
        default_is_union=union and bool(graphs) and not own_default,
    )
