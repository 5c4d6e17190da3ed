"""A data file loaded as the endpoint promises it, with what a description of the service says about it."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.store import changed_by_engine, fill_store, read_quads


@dataclass(frozen=True)
class DataSet:
    """A loaded file: its store, its version, and what a description of the service says about it."""

    store: ox.Store
    sha256: str
    triples: int
    """Distinct triples of the file, each counted once in every graph that holds it."""
    graphs: tuple[str, ...]
    changed: tuple[str, ...]
    """Literals that the engine gives back in another form than the file has them."""
    default_is_union: bool
    """Whether the default graph holds just the triples of the named graphs."""

    @property
    def version(self) -> str:
        """The first 16 hex digits of the file's SHA-256."""
        return self.sha256[:16]


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
