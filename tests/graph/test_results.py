"""Answers in every format: columns as asked, the same bytes each time, faults at their place."""

import json
import subprocess
import sys

import pyoxigraph as ox
import pytest

from graph.errors import QueryError, QuerySyntaxError
from graph.formats import FORMATS, Kind, find_format, formats_of
from graph.querytext import DatasetChoice
from graph.results import answer_plainly, answer_query
from graph.writing import convert_graph, write_graph

G1, G2 = ox.NamedNode("http://g/1"), ox.NamedNode("http://g/2")
COUNT = "SELECT (COUNT(*) AS ?n) {} WHERE {{ ?s ?p ?o }}"


@pytest.fixture
def store() -> ox.Store:
    """Two named graphs that share a triple; the default graph holds their distinct triples."""
    store = ox.Store()
    predicate = ox.NamedNode("http://e/p")
    for name, graphs in (("a", (G1, G2)), ("b", (G2,))):
        subject = ox.NamedNode(f"http://e/{name}")
        for graph in (*graphs, ox.DefaultGraph()):
            store.add(ox.Quad(subject, predicate, ox.Literal(name), graph))
    return store


def ask(store: ox.Store, query: str, form: str = "csv", dataset: DatasetChoice | None = None) -> str:
    kind: Kind = "graph" if "CONSTRUCT" in query or "DESCRIBE" in query else "solutions"
    return answer_query(store, query, find_format(form, kind), dataset).decode("utf-8")


def columns(answer: str, form: str) -> list[str]:
    if form == "json":
        return list(json.loads(answer)["head"]["vars"])
    if form == "xml":
        return [part.partition('"')[0] for part in answer.split('<variable name="')[1:]]
    return answer.splitlines()[0].replace("?", "").replace("\t", ",").split(",")


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT * { ?z ?m ?a }", "z m a"),
        ("SELECT*{?z ?m ?a}", "z m a"),
        ("SELECT DISTINCT * { ?z ?m ?a } ORDER BY ?a LIMIT 1", "z m a"),
        ('SELECT * # ?q\n { ?z ?m \'?b\', """?c""", ?a }', "z m a"),
        ("SELECT * { { SELECT (COUNT(?b) AS ?n) ?a { ?a ?q ?b } GROUP BY ?a } }", "n a"),
        ("SELECT * { { SELECT * { ?z ?m ?a } } BIND(1 AS ?first) }", "z m a first"),
        ("SELECT * { ?z ?y ?x FILTER EXISTS { ?a ?b ?c } MINUS { ?d ?y ?x } }", "z y x"),
        ("SELECT * { ?z ?y ?x FILTER(?z<?y&&?x>?z) }", "z y x"),
        ("SELECT * { $z ?y ?x } VALUES ?a { 1 }", "z y x a"),
        ("SELECT * { GRAPH ?z { ?y ?x ?w } }", "z y x w"),
        ("SELECT ?z ?a ?m { ?z ?m ?a }", "z a m"),
    ],
)
def test_columns_stand_in_the_order_of_the_query(store: ox.Store, form: str, query: str, expected: str) -> None:
    assert columns(ask(store, query, form), form) == expected.split()


def test_an_empty_star_has_no_columns(store: ox.Store) -> None:
    assert json.loads(ask(store, "SELECT * {}", "json")) == {"head": {"vars": []}, "results": {"bindings": [{}]}}


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("json", '{"head":{},"boolean":true}'),
        ("csv", "true"),
        ("tsv", "true"),
    ],
)
def test_ask_answers_in_every_format(store: ox.Store, form: str, expected: str) -> None:
    assert ask(store, "ASK {}", form) == expected
    assert "<boolean>true</boolean>" in ask(store, "ASK {}", "xml")


@pytest.mark.parametrize(
    ("clause", "dataset", "count"),
    [
        ("", None, 2),
        ("FROM <http://g/1>", None, 1),
        ("FROM <http://g/1> FROM <http://g/2>", None, 2),
        ("FROM NAMED <http://g/1>", None, 0),
        ("FROM <http://g/none>", None, 0),
        ("FROM <http://g/1> FROM <http://g/1>", None, 1),
        ("", DatasetChoice(("http://g/1", "http://g/2"), ()), 2),
        ("", DatasetChoice(("http://g/1",), ()), 1),
        ("FROM <http://g/2>", DatasetChoice(("http://g/1",), ()), 1),
        ("FROM <http://g/2>", DatasetChoice((), ("http://g/1",)), 0),
    ],
)
def test_a_triple_of_two_graphs_counts_once(
    store: ox.Store, clause: str, dataset: DatasetChoice | None, count: int
) -> None:
    assert ask(store, COUNT.format(clause), dataset=dataset) == f"n\r\n{count}\r\n"


@pytest.mark.parametrize(
    ("clause", "dataset", "graphs"),
    [
        ("", None, "12"),
        ("FROM NAMED <http://g/1>", None, "1"),
        ("FROM <http://g/1>", None, ""),
        ("FROM <http://g/1> FROM <http://g/2> FROM NAMED <http://g/2>", None, "2"),
        ("FROM NAMED <http://g/1>", DatasetChoice((), ("http://g/2",)), "2"),
        ("FROM NAMED <http://g/1>", DatasetChoice(("http://g/2",), ()), ""),
    ],
)
def test_named_graphs_are_those_named(store: ox.Store, clause: str, dataset: DatasetChoice | None, graphs: str) -> None:
    query = f"SELECT DISTINCT ?g {clause} WHERE {{ GRAPH ?g {{ ?s ?p ?o }} }} ORDER BY ?g"
    assert ask(store, query, dataset=dataset).splitlines()[1:] == [f"http://g/{number}" for number in graphs]


def test_graphs_may_be_named_by_prefix_and_base(store: ox.Store) -> None:
    clause = "FROM g:1 FROM <2>"
    query = f"PREFIX g: <http://g/> BASE <http://g/> {COUNT.format(clause)}"
    assert ask(store, query) == "n\r\n2\r\n"


def test_a_graph_that_is_no_iri_is_refused(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="'nonsense' names no graph"):
        ask(store, "ASK {}", dataset=DatasetChoice(("nonsense",), ()))


def test_a_name_with_two_dots_means_what_it_says(store: ox.Store) -> None:
    assert ask(store, "PREFIX c: <http://x/> SELECT * { VALUES ?x { c:II.1.2 } }") == "x\r\nhttp://x/II.1.2\r\n"


def test_relative_iris_stand_below_the_base(store: ox.Store) -> None:
    assert "https://w3id.org/iprgraph/plan/cn-2009" in ask(store, "SELECT * { VALUES ?x { <plan/cn-2009> } }")


CONSTRUCT = """PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
CONSTRUCT { ?s a skos:Concept ; skos:prefLabel "oa:x"@en ; skos:note ?o ; skos:notation 1 } WHERE { ?s ?p ?o }"""


@pytest.mark.parametrize("form", [form.name for form in formats_of("graph")])
def test_every_graph_format_says_the_same(store: ox.Store, form: str) -> None:
    found = find_format(form, "graph")
    assert isinstance(found.engine, ox.RdfFormat)
    plain = set(ox.parse(ask(store, CONSTRUCT, "nt"), format=ox.RdfFormat.N_TRIPLES))
    assert len(plain) == 8
    assert set(ox.parse(ask(store, CONSTRUCT, form), format=found.engine)) == plain


def test_only_prefixes_that_occur_are_declared_in_order(store: ox.Store) -> None:
    text = ask(store, CONSTRUCT.replace("skos:note ?o", "a <http://www.w3.org/ns/org#Role>"), "ttl")
    declared = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    assert declared == ["oa:", "org:", "skos:"]  # oa: stands in a literal only, which does no harm
    assert ask(store, CONSTRUCT, "rdfxml").count("xmlns:") == 3


@pytest.mark.slow
@pytest.mark.parametrize("form", ["ttl", "trig", "rdfxml", "jsonld", "nt", "nq"])
def test_two_processes_write_the_same_bytes(form: str) -> None:
    program = f"""
import sys, pyoxigraph as ox
from graph.results import answer_plainly, answer_query
from graph.formats import find_format
names = ("oa", "org", "prov")
values = " ".join(f"(<http://e/{{i}}> <http://www.w3.org/ns/{{n}}#t{{i}}>)" for i in range(40) for n in names)
query = f"CONSTRUCT {{{{ ?s ?p [ ?p 1 ] }}}} WHERE {{{{ VALUES (?s ?p) {{{{ {{values}} }}}} }}}}"
sys.stdout.buffer.write(answer_query(ox.Store(), query, find_format({form!r}, "graph")))
"""
    runs = {subprocess.run([sys.executable, "-c", program], check=True, capture_output=True).stdout for _ in range(3)}
    assert len(runs) == 1
    assert len(runs.pop()) > 1000


@pytest.mark.parametrize(
    ("query", "message", "line", "column"),
    [
        ("SELECT * {\n  ?s ?p ?o . foo }", "something is wrong at foo or soon after", 2, 14),
        ("SELECT ?x {\r\n ?x ?y ?z ?k }", "something is wrong at ?k or soon after", 2, 11),
        (
            "PREFIX long: <http://x/>\nSELECT * { long:a long:b.c.d long:d long:e }",
            "something is wrong at long:e or soon after",
            2,
            37,
        ),
        ("ASK", "the query ends too early", 1, 4),
        ("SELECT * FROM <nonsense iri> {}", "an IRI begins here", 1, 15),
        ("SELECT ?x FROM <http://[> {}", "IRI parsing failed", None, None),
        ("ASK {} ASK {}", "something is wrong at ASK or soon after", 1, 8),
        ("ASK { ?s ?p }", "something is wrong at ?s or soon after", 1, 7),
        ("SELECT ?x { } LIMIT x", "x has no place here", 1, 21),
        ("SELECT * { ?s ?p ?o } GROUP BY ?s", "SELECT * is not authorized with GROUP BY", None, None),
        ("SELECT ?s ?s { ?s ?p ?o }", "Duplicated variable name in SELECT", None, None),
    ],
)
def test_a_syntax_error_is_told_at_its_place(
    store: ox.Store, query: str, message: str, line: int | None, column: int | None
) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        ask(store, query)
    assert message in caught.value.message
    if line is not None:
        assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    ("query", "form", "message"),
    [
        ("SELECT (<http://e/f>(1) AS ?x) {}", "json", "there is no function <http://e/f>"),
        ("CLEAR ALL", "json", "read-only"),
        (r"SELECT ('\u0001' AS ?x) {}", "xml", "character that XML cannot carry"),
        ("CONSTRUCT { <a:b> <http://e/1> 1 } {}", "rdfxml", "ask for Turtle"),
    ],
)
def test_what_cannot_be_answered_is_told(store: ox.Store, query: str, form: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        ask(store, query, form)


def test_a_format_of_the_other_kind_is_refused(store: ox.Store) -> None:
    with pytest.raises(QueryError, match="Turtle cannot hold the answer of ASK"):
        answer_query(store, "ASK {}", find_format("ttl", "graph"))
    with pytest.raises(QueryError, match="json, xml, csv, spreadsheet, tsv"):
        find_format("ttl", "solutions")


def test_names_and_media_types_choose_one_format_of_a_kind() -> None:
    for form in FORMATS:
        for name in (*form.names, *form.media_types):
            assert find_format(name.upper(), form.kind) is form
        assert form.iri.startswith(("http://www.w3.org/ns/formats/", "https://www.w3.org/ns/formats/"))


def test_a_graph_is_written_once_per_triple_with_types_first() -> None:
    node, other = ox.NamedNode("http://e/a"), ox.NamedNode("http://a/p")
    kind = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
    triples = [ox.Triple(node, other, node), ox.Triple(node, kind, node), ox.Triple(node, other, node)]
    written = write_graph(triples, find_format("nt", "graph")).decode()
    assert [line.split()[1] for line in written.splitlines()] == [str(kind), str(other)]
    assert convert_graph(written, find_format("nt", "graph")).decode() == written


def test_a_binding_stands_for_its_variable_and_is_never_read_as_sparql(store: ox.Store) -> None:
    query = "SELECT ?s ?o { ?s ?p ?o }"
    odd = "http://e/a> ?p ?o } #"
    answered = answer_plainly(store, query, find_format("csv", "solutions"), [("s", "http://e/none")])
    assert answered == b"s,o\r\n"
    with pytest.raises(ValueError, match="Invalid IRI"):
        answer_plainly(store, query, find_format("csv", "solutions"), [("s", odd)])


def test_a_column_that_is_not_grouped_is_named_with_its_place(store: ox.Store) -> None:
    text = "SELECT ?s\n  ?o (COUNT(?p) AS ?n) { ?s ?p ?o } GROUP BY ?s"
    with pytest.raises(QuerySyntaxError, match=r"SELECT has \?o, which is not in GROUP BY") as refused:
        answer_query(store, text, find_format("json", "solutions"))
    assert (refused.value.line, refused.value.column) == (2, 3)
