"""What a query says about itself, and the mends that make the engine read it rightly."""

import pyoxigraph as ox
import pytest

from graph.errors import QuerySyntaxError
from graph.querytext import Edit, apply_edits, original_offset, read_query_text


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("select * {}", "SELECT"),
        ("# SELECT\nASK {}", "ASK"),
        ("BASE <http://e/> PREFIX ask: <#> CONSTRUCT {} WHERE {}", "CONSTRUCT"),
        ('VERSION "1.2" DESCRIBE <a:b>', "DESCRIBE"),
        ("PREFIX e: <a:b> INSERT DATA { e:a e:b e:c }", "UPDATE"),
        ("LOAD <a:b>", "UPDATE"),
        ("CLEAR ALL", "UPDATE"),
        ("WITH <a:b> DELETE {} WHERE {}", "UPDATE"),
    ],
)
def test_the_form_is_the_first_word_after_the_prologue(text: str, form: str) -> None:
    assert read_query_text(text).form == form


@pytest.mark.parametrize(
    ("text", "star"),
    [
        ("SELECT * {}", True),
        ("SELECT*{}", True),
        ("SELECT DISTINCT * {}", True),
        ("select reduced*{}", True),
        ("SELECT # *\n ?x {}", False),
        ("SELECT (COUNT(*) AS ?n) {}", False),
        ("SELECT (?a*?b AS ?n) {}", False),
        ("SELECT ?x { { SELECT * {} } }", False),
        ("ASK { SELECT * {} }", False),
        ("DESCRIBE * {}", False),
    ],
)
def test_only_the_outermost_star_counts(text: str, star: bool) -> None:
    assert (read_query_text(text).star is not None) == star


def test_the_star_becomes_the_columns() -> None:
    query = read_query_text("PREFIX c: <http://x/> SELECT*{ c:a ?b ?a }")
    assert query.variables == ("b", "a")
    assert query.text(("b", "a")) == "PREFIX p1: <http://x/> SELECT ?b ?a { p1:a ?b ?a }"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("ASK FROM <a:b> {}", True),
        ("SELECT * FROM NAMED <a:b> {}", True),
        ("ASK { ?from ?p 'FROM <a:b>' } # FROM <a:b>", False),
    ],
)
def test_a_dataset_in_the_query_is_seen(text: str, named: bool) -> None:
    assert (read_query_text(text).dataset_query is not None) == named


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <a:b> {} }",
        "SELECT * {service?x{}}",
        "SELECT * { SERVICESILENT <a:b> {} }",
        "SELECT * { ?s ?p trueSERVICE <a:b> {} }",
        "SELECT * { ?s ?p 1SERVICE <a:b> {} }",
        "SELECT * { VALUES ?g {<a:b>} FILTER(1<2)SERVICE?g#>\n{} }",
        "SELECT * { { SELECT (1 AS ?a) (1<2 AS ?b) {} } SERVICE <a:b> {} }",
        "SELECT * { FILTER EXISTS { SERVICE <a:b> {} } }",
    ],
)
def test_a_call_to_another_endpoint_is_seen(text: str) -> None:
    assert read_query_text(text).service is not None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p 'SERVICE <a:b> {}' }",
        'SELECT * { ?s ?p """SERVICE <a:b> {}""" }',
        "SELECT * { ?s ?p ?service } # SERVICE <a:b> {}",
        "SELECT * { ?s <http://e/SERVICE?x#y> ?o }",
        "PREFIX service: <http://e/> SELECT * { ?s service:SERVICE ?o }",
        "SELECT * { ?s ?p 'x'@service }",
    ],
)
def test_the_word_service_elsewhere_is_no_call(text: str) -> None:
    assert read_query_text(text).service is None


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX SERVICEx: <http://s/> PREFIX x: <http://x/> SELECT * { SERVICEx:foo {} }",
        "PREFIX FILTERx: <s:s> PREFIX x: <http://x/> SELECT * { VALUES ?g {<x:y>}FILTERx:f(1<2)SERVICE?g#>)\n{} }",
        "PREFIX c: <http://x/> SELECT * { ?s ?p c:a.b.SERVICE <a:b> {} }",
        "SELECT * { ?s ?p _:a.b.SERVICE <a:b> {} }",
    ],
)
def test_names_that_the_engine_would_take_for_keywords_call_nobody(text: str) -> None:
    query = read_query_text(text)
    assert query.service is None
    try:
        result = ox.Store().query(query.text())
        assert list(result) == []  # type: ignore[arg-type]
    except SyntaxError:
        pass


def test_a_name_with_two_dots_is_written_out() -> None:
    query = read_query_text("PREFIX c: <http://x/> ASK { c:II.1.2 ?p c:a.b, c:a.b\\.c\\,.d }")
    assert query.text() == "PREFIX p1: <http://x/> ASK { <http://x/II.1.2> ?p p1:a.b, <http://x/a.b.c,.d> }"


@pytest.mark.parametrize("namespace", ["x/", "", "http://e/a/../"])
def test_a_name_with_two_dots_is_refused_where_writing_it_out_is_unsound(namespace: str) -> None:
    with pytest.raises(QuerySyntaxError, match=r"c:II\.1\.2.*c:II-1-2") as caught:
        read_query_text(f"PREFIX c: <{namespace}>\nASK {{ c:II.1.2 ?p ?o }}")
    assert (caught.value.line, caught.value.column) == (2, 7)


def test_blank_nodes_stay_apart_without_their_dots() -> None:
    text = read_query_text("ASK { _:a.b ?p _:a.b, _:a\u00b7b, _:a..b }").text()
    assert text == "ASK { _:a\u00b7b\u00b7 ?p _:a\u00b7b\u00b7, _:a\u00b7b, _:a\u00b7\u00b7b }"


@pytest.mark.parametrize(
    ("text", "message", "line", "column"),
    [
        ("", "there is no query here", 1, 1),
        ("# only a remark", "there is no query here", 1, 1),
        ("SELEC * {}", "not SELEC", 1, 1),
        ("SELECTDISTINCT * {}", "not SELECTDISTINCT", 1, 1),
        ("PREFIX x ASK {}", "write PREFIX name: <IRI>", 1, 1),
        ("ASK {\n  ?s c:p ?o }", "the prefix c: is not declared", 2, 6),
        ('ASK {\n ?s ?p "\\uD800" }', "is no character", 2, 9),
        ("SELECT (SUM((1 + MAX(?x))) AS ?y) {}", "cannot be made of aggregates", 1, 18),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, message: str, line: int, column: int) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        read_query_text(text)
    assert message in caught.value.message
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "changing"),
    [
        ("ASK { FILTER(rand() < 0.5) }", True),
        ("SELECT (trueNOW() AS ?x) {}", True),
        ("SELECT (STRUUID() AS ?x) (BNODE() AS ?y) {}", True),
        ("SELECT (UUID() AS ?x) {}", True),
        ("PREFIX now: <http://e/> ASK { ?now now:RAND 'NOW()', <a:bnode> } # UUID()", False),
    ],
)
def test_calls_that_give_another_value_each_time_are_seen(text: str, changing: bool) -> None:
    assert read_query_text(text).changing == changing


def test_truth_in_capitals_is_written_small() -> None:
    assert (
        read_query_text("ASK { FILTER(TRUE || False||true) # TRUE\n}").text()
        == "ASK { FILTER(true || false||true) # TRUE\n}"
    )


def test_group_concat_gives_a_plain_string() -> None:
    text = "SELECT (GROUP_CONCAT(DISTINCT (?a); separator=')') AS ?x) (group_concat(?b)AS?y) {}"
    assert read_query_text(text).text() == (
        "SELECT (STR(GROUP_CONCAT(DISTINCT (?a); separator=')')) AS ?x) (STR(group_concat(?b))AS?y) {}"
    )


def test_an_aggregate_over_a_subquery_with_an_aggregate_is_read() -> None:
    read_query_text("SELECT (SUM(IF(EXISTS { SELECT (MAX(?x) AS ?m) {} }, 1, 0)) AS ?y) (SUM(?x) + MAX(?x) AS ?z) {}")


def test_places_survive_edits() -> None:
    edits = (Edit(2, 4, "xyz"), Edit(6, 7, ""))
    assert apply_edits("abcdefgh", edits) == "abxyzefh"
    assert [original_offset(edits, offset) for offset in range(8)] == [0, 1, 2, 2, 2, 4, 5, 7]
