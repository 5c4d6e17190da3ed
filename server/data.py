"""Loads a data file into a store whose default graph is what the endpoint promises."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.errors import DataError, NotFoundError, SyntaxInFileError, UsageError
from graph.vocab import BASE, RDF, XSD

DATA_FORMATS = {
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".ttl": ox.RdfFormat.TURTLE,
    ".nt": ox.RdfFormat.N_TRIPLES,
}

_KEPT_AS_TEXT = (XSD.string, RDF.langString)


@dataclass(frozen=True)
class DataSet:
    """A loaded file: its store, its version, and what a description of the service says about it."""

    store: ox.Store
    sha256: str
    triples: int
    """Distinct triples of the file, each counted once in every graph that holds it."""
    graphs: tuple[str, ...]
    default_is_union: bool
    """Whether the default graph holds just the triples of the named graphs."""

    @property
    def version(self) -> str:
        """The first 16 hex digits of the file's SHA-256."""
        return self.sha256[:16]


def open_data(path: Path, *, union: bool) -> DataSet:
    """The file loaded and described; refuses what `load_store` refuses."""
    data, quads = _read(path)
    own_default = any(isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads)
    store = _fill(path, quads, union=union)
    graphs = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    digest = hashlib.sha256(data).hexdigest()
    return DataSet(store, digest, len(set(quads)), tuple(graphs), union and bool(graphs) and not own_default)


def load_store(path: Path, *, union: bool) -> ox.Store:
    """The file's quads; with union, each triple of a named graph also once in the default graph.

    Refuses a missing file, a suffix that names no RDF format, a syntax error, and a literal that the store would
    give back in another form. The engine's own union option is not used: it overrides FROM and counts a triple that
    stands in two graphs twice.
    """
    return _fill(path, _read(path)[1], union=union)


def _read(path: Path) -> tuple[bytes, list[ox.Quad]]:
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
        what = f"not {form.name}: {error.msg}"
        raise SyntaxInFileError(
            what, file=path, line=error.lineno, cure="Mend it or give it its right suffix"
        ) from None


def _fill(path: Path, quads: list[ox.Quad], *, union: bool) -> ox.Store:
    _refuse_changed_literals(path, quads)
    store = ox.Store()
    store.bulk_extend(quads)
    if union:
        store.bulk_extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    return store


def _refuse_changed_literals(path: Path, quads: Iterable[ox.Quad]) -> None:
    """The engine keeps numbers and dates as values: "01" comes back as "1"; what is loaded must come back unchanged."""
    literals = {term for quad in quads for term in _literals(quad.object) if term.datatype not in _KEPT_AS_TEXT}
    scratch = ox.Store()
    node = ox.NamedNode("urn:x")
    scratch.bulk_extend(ox.Quad(node, node, literal) for literal in literals)
    kept = {quad.object for quad in scratch}
    changed = sorted(map(str, literals - kept))
    if changed:
        more = f" and {len(changed) - 1} more literals" if len(changed) > 1 else ""
        raise DataError(
            f"{changed[0]}{more} would not come back as written",
            file=path,
            cure="Write numbers, dates and booleans in their canonical form (1 not 01, 1.5 not 1.50)",
        )


def _literals(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Iterable[ox.Literal]:
    while isinstance(term, ox.Triple):
        term = term.object
    return (term,) if isinstance(term, ox.Literal) else ()
