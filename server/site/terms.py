"""What the editor completes: the classes, properties, concepts and entities of the data, by all their names."""

import json
import re
import threading
from collections.abc import Iterable
from typing import Any

from graph.base import BASE
from graph.errors import IprgraphError
from graph.resources import ontology_dir
from server.engine import QueryEngine
from server.refusals import ProblemError
from server.site.answers import NOTHING, Row, ask

_KINDS = {
    "http://www.w3.org/2002/07/owl#Class": "class",
    "http://www.w3.org/2002/07/owl#ObjectProperty": "property",
    "http://www.w3.org/2002/07/owl#DatatypeProperty": "property",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#Property": "property",
    "http://www.w3.org/2004/02/skos/core#Concept": "concept",
}
_LOCAL = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")


class TermsReader:
    """The terms of one version of the data as JSON, read when they are first asked for."""

    def __init__(self, engine: QueryEngine, version: str) -> None:
        self._engine, self._version, self._lock = engine, version, threading.Lock()
        self._read: bytes | None = None

    def __call__(self) -> bytes:
        """`prefixes` (name to namespace) and `terms` (IRI, kind, names, meaning)."""
        with self._lock:
            if self._read is None:
                told = {"version": self._version, **gather_terms(self._rows("terms"), self._rows("used"))}
                self._read = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
            return self._read

    def _rows(self, name: str) -> list[Row]:
        try:
            return ask(self._engine, name)
        except (ProblemError, IprgraphError):  # data too large for it: without these names the editor works as well
            return []


def gather_terms(named: Iterable[Row], used: Iterable[Row]) -> dict[str, Any]:
    """Each term once, with its names in the order of the rows; those in use without a name by their IRI alone."""
    terms: dict[str, dict[str, Any]] = {}
    for row in (*named, *used):
        iri = row["thing"].value
        term = terms.setdefault(iri, {"iri": iri, "kind": _KINDS.get(row["kind"].value, "entity"), "names": []})
        name = row.get("label", NOTHING).value
        if name and name not in term["names"]:
            term["names"].append(name)
        if "meaning" in row:
            term["meaning"] = row["meaning"].value
    return {"prefixes": _prefixes(terms), "terms": list(terms.values())}


def _prefixes(terms: Iterable[str]) -> dict[str, str]:
    """The prefixes that we use, and one for each folder of our own things, named as the folder."""
    context = json.loads((ontology_dir() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    found = {name: base for name, base in context.items() if isinstance(base, str) and base.endswith(("#", "/"))}
    for iri in terms:
        base, _, local = iri.rpartition("/")
        name = base.rpartition("/")[2]
        if iri.startswith(BASE) and _LOCAL.fullmatch(local) and base + "/" != BASE:
            found.setdefault(name, base + "/")
    return dict(sorted(found.items()))
