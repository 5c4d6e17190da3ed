"""graph/hazards.py: what may have to be rewritten is found, in linear time."""

import time

import pytest

from graph.hazards import differs_with_graph_bound, find_partners, find_paths, is_hazardous
from graph.lexer import tokenize


@pytest.mark.parametrize(
    ("text", "hazardous"),
    [
        ("ASK { GRAPH ?g {} }", True),
        ("ASK { GRAPH ?g { ?s ?p ?g } }", True),
        ("ASK { GRAPH ?g { ?s ?p $g } }", True),
        ("ASK { GRAPH ?g { ?s ?p ?o MINUS { ?s ?p 1 } } }", True),
        ("ASK { GRAPH ?g { { SELECT ?s { ?s ?p 1 } } } }", True),
        ("ASK { GRAPH ?g { ?s ?p ?o OPTIONAL { FILTER(1=1) } } }", True),
        ("ASK { GRAPH ?g { ?s ?p ?o GRAPH ?h { ?s ?p ?h } } }", True),
        ("ASK { GRAPH ?g { ?s ?p ?o } MINUS { ?g ?p ?o } }", False),
        ("SELECT ?g { VALUES ?g { <a:b> } GRAPH ?g { ?s ?p ?o } } ORDER BY ?g", False),
        ("ASK { GRAPH ?g { ?s ?p ?o OPTIONAL { ?o ?p ?x } FILTER(?x > 1) BIND(1 AS ?y) VALUES ?s { <a:b> } } }", False),
        (
            "ASK { GRAPH ?g { { ?s ?p ?o } UNION { [] ?p ?o } UNION { (1) ?p ?o } UNION { <<?s ?p ?o>> ?p ?o } } }",
            False,
        ),
        ("ASK { GRAPH <a:b> { SELECT (COUNT(*) AS ?n) {} } }", False),
        ("ASK { <a:b> <a:c>* ?x }", True),
        ("ASK { ?x a? <a:b> . }", True),
        ("ASK { ?x ?y ?z . <a:b> ^(<a:b>|a)? ?x OPTIONAL {} }", True),
        ("ASK { <a:b> <a:c>* <a:b> }", True),
        ("ASK { ?x <a:c>* ?y }", False),
        ("ASK { <a:b> <a:c>+ ?y }", False),
        ("ASK { <a:b> <a:c>/<a:c>* ?y }", False),
        ("ASK { ?x ?y ?z FILTER(?x*2 = ?y) }", False),
        ("SELECT (COUNT(*) AS ?n) { ?a <a:b> ?c }", False),
    ],
)
def test_a_hazard_is_found(text: str, hazardous: bool) -> None:
    assert is_hazardous(tokenize(text)) == hazardous


def test_a_path_is_told_with_its_ends() -> None:
    text = "ASK { ?y ?p 1 . ?x (a|^a)* <a:b> . }"
    tokens = tokenize(text)
    (path,) = find_paths(tokens, find_partners(tokens))
    assert text[path.start : path.end] == "?x (a|^a)* <a:b>"
    assert (path.constant.text, path.other.text) == ("<a:b>", "?x")


def test_the_whole_group_is_looked_at() -> None:
    assert differs_with_graph_bound("g", tokenize("{ ?s ?p ?o OPTIONAL { ?o ?p ?g } }"))
    assert not differs_with_graph_bound("h", tokenize("{ ?s ?p ?o OPTIONAL { ?o ?p ?g } }"))


@pytest.mark.parametrize(
    "text",
    [
        "{" + "".join(f"GRAPH ?g{n} {{ ?s ?p ?o " for n in range(8000)) + "}" * 8001,
        "{ <a:b> " + "(" * 30000 + "<a:b>" + ")*" * 30000 + " 1 }",
        "{ ?s ?p ?o " + "<a:b> <a:b>* 1 . " * 15000 + "}",
    ],
    ids=["graphs in graphs", "paths in paths", "paths"],
)
def test_a_hostile_text_costs_no_more_than_reading_it(text: str) -> None:
    before = time.process_time()
    tokens = tokenize(text)
    read = time.process_time()
    assert not is_hazardous(tokens)
    assert time.process_time() - read < read - before + 0.05
