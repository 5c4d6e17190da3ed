"""The parts of a query."""

import pytest

from graph.outline import read_outline


@pytest.mark.parametrize(
    ("text", "form", "where"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT", "{ ?s ?p ?o }"),
        ("SELECT (EXISTS { ?a ?b ?c } AS ?x) WHERE { ?s ?p ?o }", "SELECT", "{ ?s ?p ?o }"),
        ("ASK FROM <g> {}", "ASK", "{}"),
        ("CONSTRUCT { ?s a ?o } FROM <g> WHERE { ?s ?p ?o }", "CONSTRUCT", "{ ?s ?p ?o }"),
        ("CONSTRUCT WHERE { ?s ?p ?o }", "CONSTRUCT", "{ ?s ?p ?o }"),
        ("DESCRIBE ?s { ?s ?p ?o }", "DESCRIBE", "{ ?s ?p ?o }"),
    ],
)
def test_the_group_is_found_in_every_form(text: str, form: str, where: str) -> None:
    outline = read_outline(text)
    assert outline.where is not None
    assert (outline.form, outline.where.text) == (form, where)


def test_a_description_of_a_thing_has_no_group() -> None:
    assert read_outline("DESCRIBE <a:b>").where is None


def test_what_follows_the_group_is_cut_into_clauses() -> None:
    text = "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (COUNT(?o) > 1) ORDER BY ?s LIMIT 5 OFFSET 2 VALUES ?s { <a> }"
    assert [(clause.kind, clause.text) for clause in read_outline(text).after] == [
        ("group", "GROUP BY ?s"),
        ("having", "HAVING (COUNT(?o) > 1)"),
        ("order", "ORDER BY ?s"),
        ("limit", "LIMIT 5"),
        ("offset", "OFFSET 2"),
        ("values", "VALUES ?s { <a> }"),
    ]


def test_graphs_and_prefixes_are_told() -> None:
    outline = read_outline("PREFIX : <http://e/> # c\nPREFIX b: <b>\nASK FROM :g FROM NAMED <h> {}")
    assert outline.prefixes == {"": "http://e/", "b": "b"}
    assert [(graph.kind, graph.tokens[-1].text) for graph in outline.graphs] == [("from", ":g"), ("from named", "<h>")]
    assert outline.declarations == "PREFIX : <http://e/> # c\nPREFIX b: <b>\n"


@pytest.mark.parametrize(("text", "calls"), [("ASK { SERVICE <x> {} }", True), ("ASK { ?s ?p 'SERVICE' }", False)])
def test_calls_of_others_are_seen(text: str, calls: bool) -> None:
    assert read_outline(text).has_service is calls


def test_what_cuts_subqueries_is_told_apart_from_what_cuts_the_query() -> None:
    outline = read_outline("SELECT * { { SELECT ?x { ?x a <b:c> } LIMIT 1 OFFSET 2 } ?x ?limit 3 } LIMIT 4")
    assert [cut.text for cut in outline.inner_cuts] == ["LIMIT 1", "OFFSET 2"]
