"""Writes graphs in every format, sorted, so the same bytes each time."""

import re
from collections.abc import Iterable

import pyoxigraph as ox

from graph.errors import QueryError
from graph.formats import Format
from graph.vocab import BASE, PREFIXES, SCHEME_PREFIXES

_G = ox.RdfFormat
_CELL = re.compile(r"(?P<mark>\")?(?P<words>(?(mark)(?:[^\"]++|\"\")*+|[^\",\r\n]*+))(?(mark)\")(?P<end>,|\r\n)")
# What a formula begins with; in East Asian settings in full width, too. (OWASP, "CSV Injection".)
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
_AFTER_SEMICOLON = re.compile("(?<=;)(?=\\s*[=+\\-@＝＋－＠])")
_NUMBER = re.compile(r"[-+]?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")

OUTPUT_PREFIXES = {**PREFIXES, "sd": "http://www.w3.org/ns/sparql-service-description#"} | {
    name: f"{BASE}scheme/{scheme}/" for name, scheme in SCHEME_PREFIXES.items()
}


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


def write_answer(triples: ox.QueryTriples, form: Format) -> bytes:
    """The triples of an answer, each once and sorted; by lines where the format has one for each triple."""
    if form.engine not in (_G.N_TRIPLES, _G.N_QUADS):
        return write_graph(triples, form)
    data = triples.serialize(format=_G.N_TRIPLES)
    assert data is not None
    if b"_:" in data:  # in a literal perhaps, and then only slower
        return write_graph((quad.triple for quad in ox.parse(data, format=_G.N_TRIPLES)), form)
    return b"".join(sorted(set(data.splitlines(keepends=True))))


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


def convert_graph(turtle: str, form: Format) -> bytes:
    """Turtle, and so N-Triples too, in another format."""
    return write_graph((quad.triple for quad in ox.parse(turtle, format=_G.TURTLE)), form)


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


def safe_for_spreadsheets(data: bytes) -> bytes:
    """The CSV with an apostrophe before all that a spreadsheet would take for a formula, and a byte order mark.

    That is a cell that begins so, after blanks too, and what follows a semicolon, at which many a spreadsheet cuts.
    Without the mark some take the text for another encoding than UTF-8. Plain numbers stay as they are.
    """
    return ("\ufeff" + _CELL.sub(_plain_cell, data.decode("utf-8"))).encode("utf-8")


def _plain_cell(cell: re.Match[str]) -> str:
    mark, words = cell["mark"] or "", cell["words"]
    begin = words[:1] + words.lstrip()[:1]
    is_formula = not _FORMULA.isdisjoint(begin) and not _NUMBER.fullmatch(words.strip(" "))
    return f"{mark}{chr(39) * is_formula}{_AFTER_SEMICOLON.sub(chr(39), words)}{mark}{cell['end']}"


def checked_xml(data: bytes) -> bytes:
    """The document; refuses one with a character that XML cannot carry."""
    if re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]", data):
        raise QueryError("the answer holds a character that XML cannot carry; ask for JSON or Turtle")
    return data
