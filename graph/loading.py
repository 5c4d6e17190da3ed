"""Reads a data file into a store, quad by quad, and says what became of it on the way."""

import contextlib
import gc
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
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
"""Suffix of a data file to its format."""
_BUFFER = 1024 * 1024
_CHUNK = 1000
# Triples that may be copied in one transaction.
_AT_ONCE = 1_000_000
# Literals known to be kept, so that each is tried once; beyond that many they are forgotten, for memory's sake.
_KNOWN = 200_000
_KEPT_AS_TEXT = frozenset((XSD.string, RDF.langString))
_X = ox.NamedNode("urn:x")


class DataFile:
    """A data file: its quads one after the other, read anew each time, and the hash of the bytes so read."""

    def __init__(self, path: Path) -> None:
        """Refuses an unknown suffix."""
        if path.suffix.lower() not in DATA_FORMATS:
            known = ", ".join(DATA_FORMATS)
            raise UsageError(f"{path}: the suffix must be one of {known}, which says what the file holds")
        self.path, self._form = path, DATA_FORMATS[path.suffix.lower()]
        self._hash = hashlib.sha256()

    @property
    def sha256(self) -> str:
        """Of the bytes that were read last, all of them once every quad was taken."""
        return self._hash.hexdigest()

    def read_sha256(self) -> str:
        """Of the bytes that are there now; refuses a missing file."""
        with self._opened() as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def __iter__(self) -> Iterator[ox.Quad]:
        """The quads in the order of the file; refuses a missing file and, when it is reached, a syntax error."""
        self._hash = hashlib.sha256()
        with self._opened() as file:
            data = io.BufferedReader(_Hashed(file, self._hash), _BUFFER)
            yield from ox.parse(data, format=self._form, base_iri=BASE)

    @contextlib.contextmanager
    def _opened(self) -> Iterator[io.FileIO]:
        try:
            with open(self.path, "rb", buffering=0) as file:
                yield file
        except FileNotFoundError:
            told = f"there is no file {self.path}; name another with --data, or run: iprgraph build"
            raise NotFoundError(told) from None
        except OSError as error:
            what = f"it cannot be read: {error.strerror}"
            raise DataError(what, file=self.path, cure="Name another with --data") from None
        except SyntaxError as error:
            cure = "Mend it, give it its right suffix, or build it again: iprgraph build"
            what = f"not {self._form.name}: {error.msg}"
            raise SyntaxInFileError(what, file=self.path, line=error.lineno, cure=cure) from None


class _Hashed(io.RawIOBase):
    """A file whose bytes are hashed as they are read."""

    def __init__(self, file: io.FileIO, digest: "hashlib._Hash") -> None:
        self._file, self._digest = file, digest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        size = self._file.readinto(buffer)
        self._digest.update(memoryview(buffer)[:size])
        return size


@dataclass(frozen=True)
class Loaded:
    """What became of quads in a store."""

    triples: int
    """Distinct ones, each counted once in every graph that holds it, before the engine made two literals the same."""
    graphs: tuple[str, ...]
    """The IRIs of the named graphs, sorted."""
    changed: tuple[str, ...]
    """Literals that the engine gives back in another form, sorted: it keeps numbers and dates as values, 01 as 1."""
    default_is_union: bool
    """Whether the default graph holds just the triples of the named graphs."""


def fill_store(store: ox.Store, quads: Iterable[ox.Quad], *, union: bool, on_disk: bool = False) -> Loaded:
    """Put the quads into the empty store; with union, each triple of a named graph also once into the default graph.

    The engine's own union option is not used: it overrides FROM and counts a triple that stands in two graphs twice.
    Its `bulk_load` is not either: it gives blank nodes new names, others in each copy.
    """
    changing = _Changing()
    with _no_collections():
        _put(store, changing.hold_back(quads), on_disk=on_disk)
        triples = len(store) + len(changing.held)
        if changing.held:
            store.extend(changing.held)
        named = list(store.named_graphs())
        own = next(store.quads_for_pattern(None, None, None, ox.DefaultGraph()), None)
        for graph in named if union else ():
            _copy_to_default(store, graph, triples, on_disk=on_disk)
    graphs = tuple(sorted(graph.value for graph in named if isinstance(graph, ox.NamedNode)))
    changed = tuple(sorted(map(str, changing.literals)))
    return Loaded(triples, graphs, changed, union and bool(graphs) and own is None)


@contextlib.contextmanager
def _no_collections() -> Iterator[None]:
    """Quads form no cycles, and are so many that looking for some took half of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _put(store: ox.Store, chunks: Iterable[list[ox.Quad]], *, on_disk: bool) -> None:
    """In memory piece by piece: `bulk_extend` holds all quads at once, and leaves them scattered, slower to scan."""
    if on_disk:
        store.bulk_extend(chain.from_iterable(chunks))
        return
    for chunk in chunks:
        store.extend(chunk)


def _chunks(quads: Iterable[ox.Quad]) -> Iterator[list[ox.Quad]]:
    quads = iter(quads)
    while chunk := list(islice(quads, _CHUNK)):
        yield chunk


def _copy_to_default(store: ox.Store, graph: ox.NamedNode | ox.BlankNode, triples: int, *, on_disk: bool) -> None:
    if isinstance(graph, ox.NamedNode) and triples <= _AT_ONCE:
        # A third quicker than quad by quad, but the engine holds all of them until the end; blank nodes it cannot name.
        store.update(f"ADD {graph} TO DEFAULT")
    else:
        quads = store.quads_for_pattern(None, None, None, graph)
        _put(store, _chunks(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads), on_disk=on_disk)


class _Changing:
    """Tells quads whose literals the engine would change from the others, which they may equal once in a store."""

    def __init__(self) -> None:
        self.literals: set[ox.Literal] = set()
        self.held: set[ox.Quad] = set()
        self._kept: set[ox.Literal] = set()

    def hold_back(self, quads: Iterable[ox.Quad]) -> Iterator[list[ox.Quad]]:
        """The quads in pieces, without those that would be changed."""
        for chunk in _chunks(quads):
            values = [_value(quad.object) for quad in chunk]
            self._learn({value for value in values if value is not None})
            if self.literals.isdisjoint(values):
                yield chunk
                continue
            pairs = list(zip(chunk, values, strict=True))
            self.held.update(quad for quad, value in pairs if value in self.literals)
            yield [quad for quad, value in pairs if value not in self.literals]

    def _learn(self, literals: set[ox.Literal]) -> None:
        new = literals - self._kept - self.literals
        if new:
            scratch = ox.Store()
            scratch.extend(ox.Quad(_X, _X, literal) for literal in new)
            kept = new.intersection(quad.object for quad in scratch)
            self.literals |= new - kept
            if len(self._kept) > _KNOWN:
                self._kept.clear()
            self._kept |= kept


def _value(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> ox.Literal | None:
    """The literal that the engine may keep as a value: the object itself, or that of a triple that is the object."""
    while type(term) is ox.Triple:
        term = term.object
    return term if type(term) is ox.Literal and term.datatype not in _KEPT_AS_TEXT else None
