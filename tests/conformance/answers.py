"""Reads answers independently of the engine and compares them: as bags or lists of rows, blank nodes up to renaming."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree

import pyoxigraph as ox

XSD = "http://www.w3.org/2001/XMLSchema#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
SRX = "{http://www.w3.org/2005/sparql-results#}"
XML = "{http://www.w3.org/XML/1998/namespace}"
ITS = "{http://www.w3.org/2005/11/its}"

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Row = tuple[Term | None, ...]


@dataclass(frozen=True)
class Solutions:
    """A table: its variables sorted by name, its rows in order."""

    variables: tuple[str, ...]
    rows: tuple[Row, ...]
    ordered: bool = True
    """Whether the order of the rows means something."""


def table(variables: Iterable[str], rows: Iterable[dict[str, Term]], ordered: bool = True) -> Solutions:
    """The rows as a table."""
    names = tuple(sorted(variables))
    return Solutions(names, tuple(tuple(row.get(name) for name in names) for row in rows), ordered)


def read_json(data: bytes) -> Solutions | bool:
    """SPARQL 1.1 Query Results JSON Format, with the triple terms of 1.2."""
    document = json.loads(data)
    if "boolean" in document:
        return bool(document["boolean"])
    rows = [{name: _json_term(term) for name, term in binding.items()} for binding in document["results"]["bindings"]]
    return table(document["head"]["vars"], rows)


def _json_term(term: dict[str, object]) -> Term:
    value = term["value"]
    if isinstance(value, dict):
        return _triple(*(_json_term(value[place]) for place in ("subject", "predicate", "object")))
    assert isinstance(value, str)
    if term["type"] == "uri":
        return ox.NamedNode(value)
    if term["type"] == "bnode":
        return ox.BlankNode(value)
    return _literal(value, term.get("xml:lang"), term.get("its:dir"), term.get("datatype"))


def read_xml(data: bytes) -> Solutions | bool:
    """SPARQL Query Results XML Format, with the triple terms of 1.2."""
    root = ElementTree.fromstring(data)
    boolean = root.find(f"{SRX}boolean")
    if boolean is not None:
        return (boolean.text or "").strip() == "true"
    names = [variable.attrib["name"] for variable in root.iterfind(f"{SRX}head/{SRX}variable")]
    results = root.find(f"{SRX}results")
    assert results is not None
    rows = [{b.attrib["name"]: _xml_term(b[0]) for b in result} for result in results]
    return table(names, rows)


def _xml_term(element: ElementTree.Element) -> Term:
    kind, text = element.tag.removeprefix(SRX), element.text or ""
    if kind == "triple":
        return _triple(*(_xml_term(place[0]) for place in element))
    if kind == "uri":
        return ox.NamedNode(text)
    if kind == "bnode":
        return ox.BlankNode(text)
    return _literal(text, element.get(f"{XML}lang"), element.get(f"{ITS}dir"), element.get("datatype"))


def _literal(value: str, language: object, direction: object, datatype: object) -> ox.Literal:
    if language is not None:
        way = {"ltr": ox.BaseDirection.LTR, "rtl": ox.BaseDirection.RTL}.get(str(direction))
        return ox.Literal(value, language=str(language), direction=way)
    return ox.Literal(value, datatype=ox.NamedNode(str(datatype)) if datatype else None)


def _triple(*terms: Term) -> ox.Triple:
    return ox.Triple(*terms)  # type: ignore[arg-type]


def read_tsv(data: bytes) -> Solutions:
    """SPARQL 1.1 Query Results TSV Format: terms as in Turtle."""
    head, *lines = data.decode("utf-8").split("\n")[:-1]
    names = [name.removeprefix("?") for name in head.rstrip("\r").split("\t")]
    rows = [
        {name: _turtle_term(cell) for name, cell in zip(names, line.rstrip("\r").split("\t"), strict=True) if cell}
        for line in lines
    ]
    return table(names, rows)


def _turtle_term(text: str) -> Term:
    if text.startswith("_:"):
        return ox.BlankNode(text[2:])
    (quad,) = ox.parse(f"<a:a> <a:a> {text} .", format=ox.RdfFormat.TURTLE)
    term: Term = quad.object
    return term


def read_graph_of_results(triples: Iterable[ox.Triple]) -> Solutions | bool:
    """A result set in the vocabulary that the oldest tests use."""
    store = ox.Store()
    store.bulk_extend(ox.Quad(*triple) for triple in triples)

    def values(subject: object, predicate: str) -> list[Term]:
        return [q.object for q in store.quads_for_pattern(subject, ox.NamedNode(RS + predicate), None)]  # type: ignore[arg-type]

    for truth in values(None, "boolean"):
        return truth == ox.Literal(True)
    names = [name.value for name in values(None, "resultVariable") if isinstance(name, ox.Literal)]
    solutions = values(None, "solution")
    indexes = {node: int(values(node, "index")[0].value) for node in solutions if values(node, "index")}  # type: ignore[union-attr]
    ordered = bool(solutions) and len(indexes) == len(solutions)
    rows = [
        {str(values(b, "variable")[0].value): values(b, "value")[0] for b in values(node, "binding")}  # type: ignore[union-attr]
        for node in (sorted(solutions, key=indexes.__getitem__) if ordered else solutions)
    ]
    return table(names, rows, ordered)


def same_solutions(found: Solutions, expected: Solutions, *, ordered: bool, lax: bool = False) -> bool:
    """Whether the tables are the same; `lax` lets rows occur less often than expected, at least once each."""
    if found.variables != expected.variables:
        return False
    if lax:
        return same_rows([*dict.fromkeys(found.rows)], [*dict.fromkeys(expected.rows)], ordered=False) and len(
            found.rows
        ) <= len(expected.rows)
    return same_rows(found.rows, expected.rows, ordered=ordered)


def same_rows(found: Sequence[Row], expected: Sequence[Row], *, ordered: bool) -> bool:
    """Whether the rows are the same up to the names of blank nodes."""
    ours, theirs = [[*map(_by_value, row)] for row in found], [[*map(_by_value, row)] for row in expected]
    shapes = [Counter(_shape(row) for row in rows) for rows in (ours, theirs)]
    if shapes[0] != shapes[1] or (ordered and [*map(_shape, ours)] != [*map(_shape, theirs)]):
        return False
    # The rows that can be confused least are matched first.
    order = sorted(range(len(ours)), key=lambda i: shapes[1][_shape(ours[i])])
    return _match([(i, ours[i]) for i in order], dict(enumerate(theirs)), {}, ordered)


def _match(
    ours: list[tuple[int, list[object]]], theirs: dict[int, list[object]], names: dict[str, str], ordered: bool
) -> bool:
    if not ours:
        return True
    (place, row), *rest = ours
    for index in [place] if ordered else list(theirs):
        renamed = _unify(row, theirs[index], names)
        if renamed is None:
            continue
        if renamed == names:  # no choice was made, so no other partner would do better
            return _match(rest, {k: v for k, v in theirs.items() if k != index}, names, ordered)
        if _match(rest, {k: v for k, v in theirs.items() if k != index}, renamed, ordered):
            return True
    return False


def _unify(ours: object, theirs: object, names: dict[str, str]) -> dict[str, str] | None:
    """The names of blank nodes with which both are the same; None where there are none."""
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for a, b in zip(ours, theirs, strict=True):
            unified = _unify(a, b, names)
            if unified is None:
                return None
            names = unified
        return names
    if isinstance(ours, ox.BlankNode) and isinstance(theirs, ox.BlankNode):
        if ours.value in names or theirs.value in names.values():
            return names if names.get(ours.value) == theirs.value else None
        return names | {ours.value: theirs.value}
    return names if ours == theirs else None


def _shape(term: object) -> str:
    if isinstance(term, list):
        return " ".join(map(_shape, term))
    return "_:" if isinstance(term, ox.BlankNode) else str(term)


def _by_value(term: Term | None) -> object:
    """A term as the engine keeps it, which is by value (1.0 is 1); a triple as a list of its terms."""
    if isinstance(term, ox.Triple):
        return [_by_value(place) for place in (term.subject, term.predicate, term.object)]
    if not isinstance(term, ox.Literal) or not term.datatype.value.startswith(XSD):
        return term
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:a"), term))
    return next(iter(store)).object
