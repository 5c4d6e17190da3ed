"""Each rule on brackets, quotes and order proposes the change that it is for."""

import pytest

from graph import brackets
from graph.mends import Rule, look_at


@pytest.mark.parametrize(
    ("rule", "text", "mended"),
    [
        (brackets.mend_quotes, "ASK { ?s ?p 'x . }", "ASK { ?s ?p 'x' . }"),
        (brackets.mend_quotes, "ASK { ?s ?p 'x\" }", "ASK { ?s ?p 'x' }"),
        (brackets.mend_brackets, "ASK { ?s ?p ?o FILTER(1", "ASK { ?s ?p ?o FILTER(1 )} "),
        (brackets.mend_brackets, "ASK ?s ?p ?o }", "ASK ?s ?p ?o "),
        (brackets.mend_brackets, "ASK ?s ?p ?o", "ASK { ?s ?p ?o\n} "),
        (brackets.mend_blocks, "ASK { MINUS ?s ?p ?o . ?s a 1 }", "ASK { MINUS { ?s ?p ?o } . ?s a 1 }"),
        (brackets.mend_blocks, "ASK { FILTER ?x = 1\n ?s a ?x }", "ASK { FILTER (?x = 1)\n ?s a ?x }"),
        (brackets.mend_columns, "SELECT SUM(?x) {}", "SELECT (SUM(?x) AS ?sum) {}"),
        (brackets.mend_columns, "SELECT ?sum (SUM(?x)) {}", "SELECT ?sum (SUM(?x) AS ?sum_) {}"),
        (brackets.mend_clauses, "SELECT * {} OFFSET 1 ORDER BY ?x LIMIT 2", "SELECT * {} ORDER BY ?x LIMIT 2 OFFSET 1"),
        (brackets.mend_separators, "ASK { ?s a 1 ; ; , }", "ASK { ?s a 1 ;   , }"),
    ],
)
def test_a_rule_proposes_what_it_is_for(rule: Rule, text: str, mended: str) -> None:
    assert mended in [mend.text for mend in rule(look_at(text, len(text) // 2))]


@pytest.mark.parametrize(
    "rule",
    [brackets.mend_quotes, brackets.mend_brackets, brackets.mend_blocks, brackets.mend_columns, brackets.mend_clauses],
)
def test_a_rule_leaves_right_texts_alone(rule: Rule) -> None:
    text = (
        "SELECT ?a (COUNT(?b) AS ?n) { ?a ?p 'x' OPTIONAL { ?a ?q ?b } FILTER(?b > 1) FILTER NOT EXISTS { ?b a 1 } "
        "BIND(1 AS ?c) } GROUP BY ?a HAVING (?n > 1) ORDER BY ?a LIMIT 1 OFFSET 2"
    )
    assert list(rule(look_at(text, 0))) == []
