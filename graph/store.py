"""Opens a published data set and answers simple look-ups over it."""

from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox

from graph.errors import DataError, NotFoundError, SyntaxInFileError, UsageError
from graph.vocab import BASE, RDF, XSD

_KEPT_AS_TEXT = (XSD.string, RDF.langString)
Term = ox.NamedNode | ox.BlankNode | ox.Literal


DATA_FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
}
"""Suffix of a data file to its format."""


def read_dist(file: Path) -> ox.Store:
    """The published file as it is served: every quad in its graph, and once in the default graph."""
    if not file.is_file():
        raise NotFoundError(f"there is no data set at {file}; run: iprgraph build")
    return fill_store(read_quads(file)[1], union=True)


def read_quads(path: Path) -> tuple[bytes, list[ox.Quad]]:
    """The bytes of a data file and its quads; refuses a missing file, an unknown suffix and a syntax error."""
    form = DATA_FORMATS.get(path.suffix.lower())
    if form is None:
        raise UsageError(f"{path}: the suffix must be one of {', '.join(DATA_FORMATS)}, which says what the file holds")
    try:
        data = path.read_bytes()
        return data, list(ox.parse(data, format=form, base_iri=BASE))
    except FileNotFoundError:
        raise NotFoundError(f"there is no file {path}; name another with --data, or run: iprgraph build") from None
    except OSError as error:
        raise DataError(f"it cannot be read: {error.strerror}", file=path, cure="Name another with --data") from None
    except SyntaxError as error:
        cure = "Mend it, give it its right suffix, or build it again: iprgraph build"
        raise SyntaxInFileError(f"not {form.name}: {error.msg}", file=path, line=error.lineno, cure=cure) from None


def fill_store(quads: list[ox.Quad], *, union: bool) -> ox.Store:
    """A store of the quads; with union, each triple of a named graph also once in the default graph.

    The engine's own union option is not used: it overrides FROM and counts a triple that stands in two graphs twice.
    """
    store = ox.Store()
    store.bulk_extend(quads)
    if union:
        store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in quads)
    return store


def changed_by_engine(quads: Iterable[ox.Quad]) -> list[str]:
    """The literals that the engine gives back in another form: it keeps numbers and dates as values, "01" as "1"."""
    literals = {term for quad in quads for term in _literals(quad.object) if term.datatype not in _KEPT_AS_TEXT}
    scratch = ox.Store()
    node = ox.NamedNode("urn:x")
    scratch.bulk_extend(ox.Quad(node, node, literal) for literal in literals)
    return sorted(map(str, literals - {quad.object for quad in scratch}))


def _literals(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Iterable[ox.Literal]:
    while isinstance(term, ox.Triple):
        term = term.object
    return (term,) if isinstance(term, ox.Literal) else ()


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
