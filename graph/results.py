"""Answers a query over a store in any format; a graph comes out sorted, so the same bytes each time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

from graph.datasets import DatasetChoice, chosen_dataset
from graph.errors import QueryError, QuerySyntaxError
from graph.querytext import QueryText, read_query_text
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


def kind_of(query: QueryText) -> Kind:
    """What the query's answer is; refuses updates."""
    if query.form == "UPDATE":
        raise QueryError("this is an update, and the data is read-only; ask with SELECT, ASK, CONSTRUCT or DESCRIBE")
    return "solutions" if query.form in {"SELECT", "ASK"} else "graph"


def answer_query(store: ox.Store, query: QueryText | str, form: Format, asked: DatasetChoice | None = None) -> bytes:
    """The answer in the format; columns stand in the query's order, also with `SELECT *`."""
    query = read_query_text(query) if isinstance(query, str) else query
    if kind_of(query) != form.kind:
        raise QueryError(f"{form.title} cannot hold the answer of {query.form}")
    columns = _columns(query)
    try:
        dataset = chosen_dataset(store, query, asked)
        answer = dataset.store.query(
            query.text(columns) + _PADDING,
            base_iri=BASE,
            default_graph=dataset.default,
            named_graphs=dataset.named,
        )
        if isinstance(answer, ox.QueryTriples):
            return write_graph(answer, form)
        assert isinstance(form.engine, ox.QueryResultsFormat)
        data = answer.serialize(format=form.engine)
    except SyntaxError as error:
        raise _syntax_error(query, str(error)) from None
    except (RuntimeError, OSError, ValueError) as error:
        raise _evaluation_error(query, error) from error
    assert data is not None
    return _checked_xml(data) if form.engine == _R.XML else data


def _columns(query: QueryText) -> tuple[str, ...]:
    """The columns of `SELECT *` as the text first names them; the engine would sort them by name."""
    if query.star is None:
        return ()
    try:
        # Over an empty store: only the names are wanted.
        answer = ox.Store().query(query.text() + _PADDING, base_iri=BASE)
    except SyntaxError as error:
        raise _syntax_error(query, str(error)) from None
    except (RuntimeError, OSError, ValueError) as error:
        raise _evaluation_error(query, error) from error
    assert isinstance(answer, ox.QuerySolutions)
    visible = {variable.value for variable in answer.variables}
    return tuple(name for name in query.variables if name in visible)


# The parser tells the end of the longest keyword it tried; behind the text there must be room for one.
_PADDING = " " * 24
_POSITION = re.compile(r"^error at (\d+):(\d+): (?:expected )?(?:one of )?", re.DOTALL)
_CHARACTER_CLASS = re.compile(r"\[(?:'[^']*'|[^\]'])*\](?:, )?")
_ITEM = re.compile(r"\"(?:\\.|[^\"\\])*\"|[^,\s\"][^,]*")


def _syntax_error(query: QueryText, message: str) -> QuerySyntaxError:
    """What the parser expected, without its character classes, at the place in the query as sent."""
    found = _POSITION.match(message)
    if found is None:
        return QuerySyntaxError("this is not SPARQL")
    rest = message[found.end() :]
    expected = [item.strip() for item in _ITEM.findall(_CHARACTER_CLASS.sub("", rest))]
    reasons = [item for item in expected if re.search(r"[a-z]+ [a-z]+", item)]
    keywords = [item for item in expected if item.replace("_", "").isalnum()]
    overshot = bool(keywords) and len(keywords) == len(expected) and not _CHARACTER_CLASS.search(rest)
    back = min(map(len, keywords)) if overshot else 0
    place, word = query.source_place(int(found[1]), int(found[2]), back)
    if reasons:
        return QuerySyntaxError("; ".join(reasons), *place)
    if not word:
        told = "the query ends too early"
    else:
        told = f"something is wrong at {word} or soon after" if overshot else f"{word} has no place here"
    return QuerySyntaxError(f"{told}; expected {' or '.join(expected)}" if expected else told, *place)


def _evaluation_error(query: QueryText, error: Exception) -> QueryError:
    function = re.match(r"The custom function (<[^>]*>) is not supported", str(error))
    if function:
        return QueryError(f"there is no function {function[1]}")
    if query.service is not None:
        return QueryError(f"the SERVICE call failed: {error}")
    return QueryError("the query is SPARQL, but its evaluation failed")


def write_graph(triples: Iterable[ox.Triple], form: Format) -> bytes:
    """The triples, each once, sorted with the types of a subject first, with the prefixes that occur."""
    ordered = sorted(set(_with_stable_labels(triples)), key=_order)
    assert isinstance(form.engine, ox.RdfFormat)
    prefixed = form.engine in (_G.TURTLE, _G.TRIG, _G.RDF_XML)
    data = ox.serialize(ordered, format=form.engine, prefixes=OUTPUT_PREFIXES if prefixed else None)
    assert data is not None
    if form.engine == _G.RDF_XML:
        return _checked_xml(_tidy_xml_prefixes(data))
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


def _checked_xml(data: bytes) -> bytes:
    if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]", data):
        raise QueryError("the answer holds a character that XML cannot carry; ask for JSON or Turtle")
    return data
