"""Writes RDF and answers: the table of formats, and graphs in them, sorted, so the same bytes each time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

from graph.errors import QueryError
from graph.vocab import BASE, PREFIXES, SCHEME_PREFIXES

Kind = Literal["solutions", "graph"]


@dataclass(frozen=True)
class Format:
    """One way to write an answer; the first name and media type are the ones we use, the others are understood."""

    kind: Kind
    title: str
    names: tuple[str, ...]
    media_types: tuple[str, ...]
    suffix: str
    engine: ox.QueryResultsFormat | ox.RdfFormat

    @property
    def name(self) -> str:
        """As in `--format` and `?format=`."""
        return self.names[0]

    @property
    def iri(self) -> str:
        """The W3C's name for the format."""
        return self.engine.iri


_R, _G = ox.QueryResultsFormat, ox.RdfFormat
_JSON, _XML = "application/sparql-results+json", "application/sparql-results+xml"
FORMATS: tuple[Format, ...] = (
    Format("solutions", "JSON", ("json",), (_JSON, "application/json"), "srj", _R.JSON),
    Format("solutions", "XML", ("xml",), (_XML, "application/xml", "text/xml"), "srx", _R.XML),
    Format("solutions", "CSV", ("csv",), ("text/csv",), "csv", _R.CSV),
    Format("solutions", "TSV", ("tsv",), ("text/tab-separated-values",), "tsv", _R.TSV),
    Format("graph", "Turtle", ("ttl", "turtle", "n3"), ("text/turtle", "text/n3"), "ttl", _G.TURTLE),
    Format("graph", "N-Triples", ("nt", "ntriples", "n-triples"), ("application/n-triples",), "nt", _G.N_TRIPLES),
    Format(
        "graph",
        "RDF/XML",
        ("rdfxml", "rdf", "rdf+xml", "xml"),
        ("application/rdf+xml", "application/xml", "text/xml"),
        "rdf",
        _G.RDF_XML,
    ),
    Format(
        "graph",
        "JSON-LD",
        ("jsonld", "json-ld", "json"),
        ("application/ld+json", "application/json"),
        "jsonld",
        _G.JSON_LD,
    ),
    Format("graph", "N-Quads", ("nq", "nquads", "n-quads"), ("application/n-quads",), "nq", _G.N_QUADS),
    Format("graph", "TriG", ("trig",), ("application/trig",), "trig", _G.TRIG),
)
"""Every format an answer can have, in the order of preference where the asker has none."""

OUTPUT_PREFIXES = {**PREFIXES, "sd": "http://www.w3.org/ns/sparql-service-description#"} | {
    name: f"{BASE}scheme/{scheme}/" for name, scheme in SCHEME_PREFIXES.items()
}


def formats_of(kind: Kind) -> tuple[Format, ...]:
    """The formats for solutions (SELECT, ASK) or graphs (CONSTRUCT, DESCRIBE)."""
    return tuple(form for form in FORMATS if form.kind == kind)


def find_format(name: str, kind: Kind) -> Format:
    """The format by name or media type; refuses one that is unknown or of the other kind, naming those there are."""
    wanted = name.strip().lower()
    for form in formats_of(kind):
        if wanted in form.names or wanted in form.media_types:
            return form
    known = ", ".join(form.name for form in formats_of(kind))
    what = "SELECT and ASK" if kind == "solutions" else "CONSTRUCT and DESCRIBE"
    raise QueryError(f"no format {name!r} for this answer; {what} can be had as {known}")


def write_graph(triples: Iterable[ox.Triple], form: Format) -> bytes:
    """The triples, each once, sorted with the types of a subject first, with the prefixes that occur."""
    ordered = sorted(set(_with_stable_labels(triples)), key=_order)
    assert isinstance(form.engine, ox.RdfFormat)
    prefixed = form.engine in (_G.TURTLE, _G.TRIG, _G.RDF_XML)
    data = ox.serialize(ordered, format=form.engine, prefixes=OUTPUT_PREFIXES if prefixed else None)
    assert data is not None
    if form.engine == _G.RDF_XML:
        return checked_xml(_tidy_xml_prefixes(data))
    return _tidy_prefixes(data) if prefixed else data


def write_quads(quads: Iterable[ox.Quad], form: Format) -> bytes:
    """The quads, each once, sorted; a format without graphs gets their triples."""
    if form.engine == _G.N_QUADS:
        return "".join(sorted({f"{quad} .\n" for quad in quads})).encode("utf-8")
    if form.engine == _G.N_TRIPLES:
        return "".join(sorted({f"{quad.triple} .\n" for quad in quads})).encode("utf-8")
    assert isinstance(form.engine, ox.RdfFormat)
    if not form.engine.supports_datasets:
        return write_graph((quad.triple for quad in quads), form)
    ordered = sorted(set(quads), key=lambda q: (str(q.graph_name), *_order(q.triple)))
    prefixed = form.engine == _G.TRIG
    data = ox.serialize(ordered, format=form.engine, prefixes=OUTPUT_PREFIXES if prefixed else None)
    assert data is not None
    return _tidy_prefixes(data) if prefixed else data


def convert_graph(ntriples: str, form: Format) -> bytes:
    """N-Triples in another format."""
    return write_graph((quad.triple for quad in ox.parse(ntriples, format=_G.N_TRIPLES)), form)


def _order(triple: ox.Triple) -> tuple[str, bool, str, str]:
    predicate = str(triple.predicate)
    return str(triple.subject), not predicate.endswith("rdf-syntax-ns#type>"), predicate, str(triple.object)


def _with_stable_labels(triples: Iterable[ox.Triple]) -> Iterable[ox.Triple]:
    """The engine draws blank node labels at random; they are numbered as they come."""
    labels: dict[ox.BlankNode, ox.BlankNode] = {}
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode):
            subject, value = (
                labels.setdefault(term, ox.BlankNode(f"b{len(labels)}")) if isinstance(term, ox.BlankNode) else term
                for term in (triple.subject, triple.object)
            )
            triple = ox.Triple(subject, triple.predicate, value)  # type: ignore[arg-type]
        yield triple


def _tidy_prefixes(data: bytes) -> bytes:
    """The engine declares every prefix it was given, in an order of its own: only those that occur, sorted."""
    lines = data.splitlines(keepends=True)
    count = next((i for i, line in enumerate(lines) if not line.startswith(b"@prefix ")), len(lines))
    body = b"".join(lines[count:])
    used = set(re.findall(rb"(?<![\w:/.-])([a-z][a-z-]*):", body))
    declared = sorted(line for line in lines[:count] if line.split()[1][:-1] in used)
    return b"".join((*declared, b"\n" if declared else b"", body))


def _tidy_xml_prefixes(data: bytes) -> bytes:
    """The same for the root element of RDF/XML; refuses a predicate that no element can be named after."""
    if b"<oxprefix:" in data:
        raise QueryError("RDF/XML cannot write a predicate whose IRI ends in no XML name; ask for Turtle")
    head, root, body = data.partition(b"<rdf:RDF ")
    attributes, _, body = body.partition(b">")
    used = set(re.findall(rb"<([a-z][a-z-]*):", body)) | {b"rdf", b"its"}
    kept = sorted(a for a in attributes.split() if a.partition(b"=")[0].removeprefix(b"xmlns:") in used)
    return head + root + b" ".join(kept) + b">" + body


def checked_xml(data: bytes) -> bytes:
    """The document; refuses one with a character that XML cannot carry."""
    if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]", data):
        raise QueryError("the answer holds a character that XML cannot carry; ask for JSON or Turtle")
    return data
