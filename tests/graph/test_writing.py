"""graph/writing.py: one table of formats, and graphs written the same each time."""

import csv
import io
import re

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import QueryError
from graph.formats import FORMATS, Format, find_format, formats_of
from graph.vocab import IPR, RDF, XSD
from graph.writing import checked_xml, convert_graph, safe_for_spreadsheets, write_graph, write_quads

A, G = ox.NamedNode("https://w3id.org/iprgraph/law/a"), ox.NamedNode("urn:g")
TYPE = ox.Triple(A, RDF.type, IPR.LegalInstrument)
RULE = ox.Triple(A, IPR.rule, ox.Literal("“x” ipr: <a> \\ \n\t’ 法 𝔏"))
ORDER = ox.Triple(A, IPR.order, ox.Literal("1", datatype=XSD.integer))
TRIPLES = [RULE, ORDER, TYPE, RULE]
GRAPHS = formats_of("graph")


def engine(form: Format) -> ox.RdfFormat:
    """The format as the engine calls it."""
    assert isinstance(form.engine, ox.RdfFormat)
    return form.engine


@pytest.mark.parametrize("form", GRAPHS, ids=lambda f: f.name)
def test_a_graph_is_read_back_whole(form: Format) -> None:
    read = ox.parse(write_graph(TRIPLES, form), format=engine(form))
    assert {q.triple for q in read} == set(TRIPLES)


@pytest.mark.parametrize("form", GRAPHS, ids=lambda f: f.name)
def test_the_order_of_what_comes_in_does_not_count(form: Format) -> None:
    assert write_graph(TRIPLES, form) == write_graph(reversed(TRIPLES), form)


@pytest.mark.parametrize("form", GRAPHS, ids=lambda f: f.name)
def test_quads_keep_their_graph_where_the_format_has_graphs(form: Format) -> None:
    quads = [ox.Quad(t.subject, t.predicate, t.object, G) for t in (TYPE, RULE)]
    read = list(ox.parse(write_quads(quads, form), format=engine(form)))
    assert {q.triple for q in read} == {TYPE, RULE}
    assert {str(q.graph_name) for q in read} == {str(G) if engine(form).supports_datasets else "DEFAULT"}


def test_turtle_declares_only_the_prefixes_that_occur() -> None:
    lines = write_graph([TYPE], find_format("ttl", "graph")).decode("utf-8").splitlines()
    assert [line.split()[1] for line in lines if line.startswith("@prefix")] == ["ipr:"]


def test_n_triples_in_another_format() -> None:
    form = find_format("ttl", "graph")
    assert convert_graph(f"{TYPE} .\n{RULE} .\n", form) == write_graph([TYPE, RULE], form)


def test_turtle_becomes_another_format_with_its_blank_nodes_numbered_as_they_come() -> None:
    turtle = "@prefix e: <http://e/> . e:b e:p [ e:q 1 ] , [ e:q 2 ] ."
    told = convert_graph(turtle, find_format("nt", "graph")).decode()
    assert [line[:4] for line in told.splitlines()] == ["<htt", "<htt", "_:b0", "_:b1"]
    assert told == convert_graph(turtle, find_format("nt", "graph")).decode()


def test_every_format_is_found_by_all_its_names() -> None:
    for form in FORMATS:
        assert {find_format(name.upper(), form.kind) for name in (*form.names, *form.media_types)} == {form}


@pytest.mark.parametrize(("name", "kind"), [("docx", "graph"), ("csv", "graph"), ("ttl", "solutions")])
def test_a_format_that_does_not_fit_is_refused(name: str, kind: str) -> None:
    with pytest.raises(QueryError, match=rf"no format '{name}' for this answer; .* can be had as"):
        find_format(name, "graph" if kind == "graph" else "solutions")


def test_a_predicate_that_names_no_element_is_refused_in_rdfxml() -> None:
    odd = ox.Triple(A, ox.NamedNode("urn:p/1"), A)
    with pytest.raises(QueryError, match="ask for Turtle"):
        write_graph([odd], find_format("rdfxml", "graph"))


@pytest.mark.parametrize("data", [b"a\x01", b"\xef\xbf\xbf"])
def test_characters_that_xml_cannot_carry_are_refused(data: bytes) -> None:
    with pytest.raises(QueryError, match="XML cannot carry"):
        checked_xml(data)


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("\n=1", "'\n=1"),
        ("＝1+1", "'＝1+1"),
        ("＠SUM(A1)", "'＠SUM(A1)"),
        (" =1", "' =1"),
        ("\u3000 @SUM(A1)", "'\u3000 @SUM(A1)"),
        ("a;=1", "a;'=1"),
        ("a; +1;b;-2", "a;' +1;b;'-2"),
        ("=a;=b", "'=a;'=b"),
        ("a; b", "a; b"),
        (" -5", " -5"),
        ("-5", "-5"),
        ("+1.5e-3", "+1.5e-3"),
        ("plain = text", "plain = text"),
        ("", ""),
        ("专利法", "专利法"),
    ],
)
def test_a_spreadsheet_finds_no_formula(cell: str, written: str) -> None:
    quoted = f'"{cell}"' if cell else ""
    data = safe_for_spreadsheets(f"a,b\r\n{quoted},x\r\n".encode())
    assert data.startswith(b"\xef\xbb\xbfa,b\r\n")
    assert list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))[1] == [written, "x"]


@given(rows=st.lists(st.lists(st.text(alphabet='=+-@＝,"\r\n\ta1法'), min_size=2, max_size=2), min_size=1, max_size=4))
def test_nothing_else_is_changed_for_spreadsheets(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([["a", "b"], *rows])
    data = safe_for_spreadsheets(out.getvalue().encode()).decode("utf-8-sig")
    found = list(csv.reader(io.StringIO(data, newline="")))[1:]
    assert [[cell.removeprefix("'") for cell in row] for row in found] == rows
    number = re.compile(r"[-+]?\d.*")
    assert not [
        cell
        for row in found
        for cell in row
        if cell[:1] in ("=", "@", "+", "-", "\t", "\r", "\n", "＝") and not number.match(cell)
    ]
