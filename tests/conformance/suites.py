"""Finds the W3C's test suites and reads their manifests; they are other people's data and no part of the project."""

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest

HERE = Path(__file__).resolve().parent
VARIABLE = "IPRGRAPH_W3C"
"""Environment variable that names the folder in which `rdf-tests/sparql` lies."""
BASE = "https://w3c.github.io/rdf-tests/sparql/"

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
UT = "http://www.w3.org/2009/sparql/tests/test-update#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
HT = "http://www.w3.org/2011/http#"
CNT = "http://www.w3.org/2011/content#"

Node = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def find_suites() -> Path | None:
    """The folder of the SPARQL suites: where the variable says, else `shared/w3c` beside the checkout or above it."""
    named = os.environ.get(VARIABLE)
    folders = [Path(named)] if named else [above / "shared" / "w3c" for above in HERE.parents]
    return next((f / "rdf-tests" / "sparql" for f in folders if (f / "rdf-tests" / "sparql").is_dir()), None)


class Manifest:
    """A manifest's triples."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._store = ox.Store()
        self._store.bulk_load(path=str(file_of(BASE + path)), format=ox.RdfFormat.TURTLE, base_iri=BASE + path)

    def values(self, subject: Node | None, predicate: str) -> list[Node]:
        """The objects of a subject, or of all."""
        assert subject is None or isinstance(subject, ox.NamedNode | ox.BlankNode)
        return [q.object for q in self._store.quads_for_pattern(subject, ox.NamedNode(predicate), None)]

    def value(self, subject: Node | None, predicate: str) -> Node | None:
        """The object where there is one."""
        return next(iter(self.values(subject, predicate)), None) if subject is not None else None

    def text(self, subject: Node | None, predicate: str) -> str:
        """The object's IRI or text; empty where there is none."""
        found = self.value(subject, predicate)
        return found.value if isinstance(found, ox.NamedNode | ox.Literal) else ""

    def members(self, head: Node | None) -> Iterator[Node]:
        """The members of a list."""
        while head is not None and (first := self.value(head, RDF + "first")) is not None:
            yield first
            head = self.value(head, RDF + "rest")


@dataclass(frozen=True)
class Case:
    """One test of a manifest."""

    manifest: Manifest
    node: ox.NamedNode

    @property
    def name(self) -> str:
        """Its folder and its fragment, which no other test shares."""
        return f"{self.manifest.path.rpartition('/')[0]}#{self.node.value.rpartition('#')[2]}"

    @property
    def kind(self) -> str:
        """Its class without namespace."""
        return self.manifest.text(self.node, RDF + "type").rpartition("#")[2]

    @property
    def action(self) -> Node | None:
        """What is to be done."""
        return self.manifest.value(self.node, MF + "action")

    @property
    def query(self) -> str:
        """The address of the query."""
        return self.manifest.text(self.action, QT + "query") or self.manifest.text(self.node, MF + "action")

    @property
    def result(self) -> str:
        """The address of the expected answer."""
        return self.manifest.text(self.node, MF + "result")


@cache
def read_cases(path: str) -> tuple[Case, ...]:
    """The tests of a manifest and of those that it includes, in order."""
    if find_suites() is None:
        return ()
    manifest = Manifest(path)
    included = [m for head in manifest.values(None, MF + "include") for m in manifest.members(head)]
    cases = [case for m in included if isinstance(m, ox.NamedNode) for case in read_cases(m.value.removeprefix(BASE))]
    entries = [m for head in manifest.values(None, MF + "entries") for m in manifest.members(head)]
    return (*cases, *(Case(manifest, entry) for entry in entries if isinstance(entry, ox.NamedNode)))


def file_of(address: str) -> Path:
    """The file that lies at an address of the suites."""
    suites = find_suites()
    assert suites is not None
    return suites / address.removeprefix(BASE)


@dataclass(frozen=True)
class Exceptional:
    """A test that does not go as the suite says, and why: `fails`, or `refused` where we refuse on purpose."""

    test: str
    how: str
    reason: str


@cache
def read_exceptions() -> dict[str, Exceptional]:
    """The exceptions by the names of their tests."""
    with (HERE / "exceptions.tsv").open(encoding="utf-8", newline="") as file:
        rows = [Exceptional(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]
    assert len({row.test for row in rows}) == len(rows)
    return {row.test: row for row in rows}


def as_parameters(cases: tuple[Case, ...]) -> list[object]:
    """The tests for pytest; one that is listed as failing must fail."""
    exceptions = read_exceptions()
    marked = {name: row for name, row in exceptions.items() if row.how == "fails"}
    return [
        pytest.param(
            case,
            id=case.name,
            marks=[pytest.mark.xfail(reason=marked[case.name].reason, strict=True)] if case.name in marked else [],
        )
        for case in cases
    ]
