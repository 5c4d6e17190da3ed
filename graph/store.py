"""Opens a published data set and answers simple look-ups over it."""

from pathlib import Path

import pyoxigraph as ox

from graph.errors import NotFoundError
from graph.loading import DataFile, fill_store
from graph.vocab import RDF

Term = ox.NamedNode | ox.BlankNode | ox.Literal


def read_dist(file: Path) -> ox.Store:
    """The published file as it is served: every quad in its graph, and once in the default graph."""
    if not file.is_file():
        raise NotFoundError(f"there is no data set at {file}; run: iprgraph build")
    store = ox.Store()
    fill_store(store, DataFile(file), union=True)
    return store


class View:
    """Look-ups over the union of all graphs, answers sorted."""

    def __init__(self, store: ox.Store) -> None:
        self.store = store
        self._graph = ox.DefaultGraph()

    def values(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[str]:
        """The objects as plain text."""
        return sorted(plain(t) for t in self.objects(subject, predicate))

    def value(self, subject: ox.NamedNode, predicate: ox.NamedNode, default: str = "") -> str:
        """The first object as plain text."""
        return next(iter(self.values(subject, predicate)), default)

    def objects(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[Term]:
        """The objects of subject and predicate."""
        found = [q.object for q in self.store.quads_for_pattern(subject, predicate, None, self._graph)]
        return sorted((t for t in found if not isinstance(t, ox.Triple)), key=str)

    def subjects(self, predicate: ox.NamedNode, value: Term) -> list[ox.NamedNode]:
        """The subjects that have the value."""
        found = {q.subject for q in self.store.quads_for_pattern(None, predicate, value, self._graph)}
        return sorted((s for s in found if isinstance(s, ox.NamedNode)), key=lambda s: s.value)

    def instances(self, cls: ox.NamedNode) -> list[ox.NamedNode]:
        """Everything of the class."""
        return self.subjects(RDF.type, cls)

    def text(self, subject: ox.NamedNode, predicate: ox.NamedNode, language: str) -> str:
        """The literal in the language; empty where there is none."""
        for term in self.objects(subject, predicate):
            if isinstance(term, ox.Literal) and (term.language or "").split("-")[0] == language:
                return term.value
        return ""


def plain(term: object) -> str:
    """A term's text: the IRI or the literal's value."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else str(term)
