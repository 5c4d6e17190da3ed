"""graph/rewriting.py: what the engine answers wrongly is answered as SPARQL defines it."""

from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.datasets import Dataset
from graph.formats import find_format
from graph.querytext import DatasetChoice
from graph.results import answer_query
from graph.rewriting import MOST_GRAPHS, rewrite

TERMS = [ox.NamedNode(f"http://e/{name}") for name in "ab"] + [ox.NamedNode(f"http://g/{n}") for n in (1, 2)]
PREDICATES = [ox.NamedNode("http://e/p"), ox.NamedNode("http://e/q")]
GRAPHS = [ox.NamedNode(f"http://g/{n}") for n in (1, 2)]
PREFIX = "PREFIX : <http://e/> "


def store_of(*lines: str) -> ox.Store:
    store = ox.Store()
    store.extend(ox.parse("\n".join(f"{line} ." for line in lines), format=ox.RdfFormat.N_QUADS))
    return store


STORE = store_of(
    "<http://e/a> <http://e/p> <http://e/b> <http://g/1>",
    "<http://e/a> <http://e/p> <http://e/c> <http://g/2>",
    "<http://e/b> <http://e/p> <http://g/2> <http://g/2>",
)


def ask(store: ox.Store, query: str, asked: DatasetChoice | None = None) -> list[str]:
    """The rows of the answer as TSV, sorted."""
    return sorted(answer_query(store, PREFIX + query, find_format("tsv", "solutions"), asked).decode().splitlines()[1:])


def rewritten(store: ox.Store, query: str) -> str:
    return rewrite(PREFIX + query, Dataset(store, None, None))


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT ?g ?n { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }", ["<http://g/1>\t1", "<http://g/2>\t2"]),
        ("SELECT * { GRAPH ?g { VALUES ?x { 1 } } }", ["<http://g/1>\t1", "<http://g/2>\t1"]),
        ("SELECT * { GRAPH ?g { VALUES (?g ?x) { (<http://g/1> 1) (UNDEF 2) } } }",
         ["<http://g/1>\t1", "<http://g/1>\t2", "<http://g/2>\t2"]),
        ("SELECT ?g { GRAPH ?g { ?s :p :c MINUS { ?x :p ?y } } }", ["<http://g/2>"]),
        ("SELECT ?g ?s { GRAPH ?g { ?s :p ?o OPTIONAL { :b :p ?g } } }", ["<http://g/2>\t<http://e/a>", "<http://g/2>\t<http://e/b>", "<http://g/1>\t<http://e/a>"]),
        ("SELECT ?g { GRAPH ?g { FILTER(BOUND(?g)) } }", []),
        ("SELECT ?g { GRAPH ?g { { SELECT ?o { :a :p ?o } } ?s :p ?o } }", ["<http://g/1>", "<http://g/2>"]),
        ("SELECT ?g { GRAPH ?g { OPTIONAL { :b :p ?o } } }", ["<http://g/1>", "<http://g/2>"]),
        ("SELECT ?g { GRAPH ?g { VALUES ?x { 1 } _:a :p _:b } }", ["<http://g/1>", "<http://g/2>", "<http://g/2>"]),
        ("SELECT ?g ?h { GRAPH ?g { VALUES ?x { 1 } GRAPH ?h { SELECT (COUNT(*) AS ?n) { ?s :p :b } } FILTER(?n > 0) } }",
         ["<http://g/1>\t<http://g/1>", "<http://g/2>\t<http://g/1>"]),
    ],
)  # fmt: skip
def test_a_variable_graph_means_each_graph_on_its_own(query: str, rows: list[str]) -> None:
    assert ask(STORE, query) == sorted(rows)


def test_only_the_graphs_of_the_data_set_are_written() -> None:
    query = "SELECT ?g ?n { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }"
    assert ask(STORE, query, DatasetChoice((), ("http://g/2",))) == ["<http://g/2>\t2"]
    assert ask(STORE, query, DatasetChoice(("http://g/2",), ())) == []
    assert ask(ox.Store(), query) == []


@pytest.mark.parametrize(
    "inside",
    [
        "?s ?p ?o",
        "?s :p ?o OPTIONAL { ?o :p ?x } FILTER(?s != ?o)",
        "{ ?s :p ?o } UNION { ?s :q ?o }",
        "?s :p ?o FILTER NOT EXISTS { ?o :p ?s } VALUES ?s { :a }",
        "[] :p ?o",
    ],
)
def test_what_the_engine_answers_rightly_stays_as_it_is(inside: str) -> None:
    query = f"SELECT * {{ GRAPH ?g {{ {inside} }} }}"
    assert rewritten(STORE, query) == PREFIX + query


def test_too_many_graphs_or_a_blank_one_leave_the_query_as_it_is() -> None:
    query = "SELECT * { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }"
    many = store_of(*(f"<a:b> <a:b> <a:b> <http://g/{n}>" for n in range(MOST_GRAPHS + 1)))
    for store in (many, store_of("<a:b> <a:b> <a:b> _:g")):
        assert rewritten(store, query) == PREFIX + query


def test_a_query_that_would_grow_too_long_stays_as_it_is() -> None:
    some = store_of(*(f"<a:b> <a:b> <a:b> <http://g/{n}>" for n in range(100)))
    query = "SELECT * {" + "GRAPH ?g { FILTER(1=1)" * 30 + "}" * 31
    assert rewritten(some, query) == PREFIX + query


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT * { :z :p* ?o }", ["<http://e/z>"]),
        ("SELECT * { ?s :p? :z }", ["<http://e/z>"]),
        ("SELECT * { ?s (:p|:q)* :z . }", ["<http://e/z>"]),
        ("SELECT * { :z ^:p* ?o FILTER(?o != :y) }", ["<http://e/z>"]),
        ("SELECT * { :z <http://e/p>* ?o OPTIONAL { ?o :p ?x } }", ["<http://e/z>\t"]),
        ("SELECT * { ?s :p* 'x' }", ['"x"']),
        ("SELECT * { :z :p* ?o . ?o :p ?x }", []),
        ("SELECT ?g ?o { GRAPH ?g { :z :p* ?o } }", ["<http://g/1>\t<http://e/z>", "<http://g/2>\t<http://e/z>"]),
        ("SELECT (1 AS ?x) { :z :p* :z }", ["1"]),
        ("SELECT (1 AS ?x) { :z :p* :y }", []),
    ],
)
def test_a_path_without_length_leads_from_a_term_that_the_store_lacks(query: str, rows: list[str]) -> None:
    store = store_of(*(f"{quad}" for quad in STORE), "<http://e/a> <http://e/p> <http://e/b>")
    assert ask(store, query) == rows


def test_a_path_from_a_term_of_the_store_stays_as_it_is() -> None:
    query = "SELECT * { :a :p* ?o . ?x :p? :c . :z :p ?y . :z :p+ ?y . ?x :p* ?y . :z :p* ?o ; :q 1 }"
    assert rewritten(STORE, query) == PREFIX + query


def patterns() -> st.SearchStrategy[str]:
    """What may stand in GRAPH ?g { … }."""
    term = st.sampled_from(["?x", "?y", "?g", ":a", ":b", "<http://g/2>"])
    triple = st.builds("{} {} {} .".format, term, st.sampled_from([":p", ":q", "?x"]), term)
    plain = st.lists(triple, max_size=2).map(" ".join)
    last = st.sampled_from(
        ["", "FILTER(BOUND(?g))", "FILTER(?x != :a)", "VALUES ?x { :a :b }", "VALUES ?g { <http://g/1> }"]
    )

    def wider(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
        return st.one_of(
            st.builds("{} OPTIONAL {{ {} }} {}".format, plain, inner, last),
            st.builds("{} MINUS {{ {} }} {}".format, plain, inner, last),
            st.builds("{{ {} }} UNION {{ {} }} {}".format, inner, inner, last),
            st.builds("{} FILTER NOT EXISTS {{ {} }}".format, plain, plain),
            st.builds("{} {{ SELECT ?x (COUNT(*) AS ?n) {{ {} }} GROUP BY ?x }}".format, plain, inner),
        )

    return st.recursive(st.builds("{} {}".format, plain, last), wider, max_leaves=4)


quads = st.lists(
    st.builds(
        ox.Quad, st.sampled_from(TERMS), st.sampled_from(PREDICATES), st.sampled_from(TERMS), st.sampled_from(GRAPHS)
    ),
    max_size=8,
)


@settings(max_examples=300)
@given(quads, patterns())
def test_every_pattern_is_answered_as_its_definition_says(content: list[ox.Quad], inside: str) -> None:
    store = ox.Store()
    store.extend(content)
    found: Counter[str] = Counter(ask(store, f"SELECT ?g ?x ?y ?n {{ GRAPH ?g {{ {inside} }} }}"))
    expected: Counter[str] = Counter()
    for graph in {quad.graph_name for quad in content}:
        answer = store.query(f"{PREFIX}SELECT ?g ?x ?y ?n {{ {inside} }}", default_graph=graph, named_graphs=[*GRAPHS])
        assert isinstance(answer, ox.QuerySolutions)
        for row in answer:
            if row["g"] in (None, graph):
                shown = [str(term or "") for term in (graph, *(row[name] for name in ("x", "y", "n")))]
                expected["\t".join(shown).replace(f'"^^<{XSD_INTEGER}>', "").replace('"', "")] += 1
    assert found == expected


XSD_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


@given(quads, st.sampled_from(["a", "z"]), st.booleans())
def test_a_path_reaches_what_can_be_reached(content: list[ox.Quad], name: str, backwards: bool) -> None:
    store = ox.Store()
    store.extend(ox.Quad(*quad.triple) for quad in content)
    reached = {ox.NamedNode(f"http://e/{name}")}
    while more := {
        end
        for quad in content
        for start, end in [(quad.object, quad.subject) if backwards else (quad.subject, quad.object)]
        if quad.predicate == PREDICATES[0] and start in reached and end not in reached
    }:
        reached |= more  # type: ignore[arg-type]
    query = f"SELECT ?o {{ ?o :p* :{name} }}" if backwards else f"SELECT ?o {{ :{name} :p* ?o }}"
    assert ask(store, query) == sorted(map(str, reached))
