"""graph/sql.py: what is written as in SQL is mended, or a beginning is offered."""

import pytest

from graph import sql
from graph.mends import Rule, look_at


@pytest.mark.parametrize(
    ("rule", "text", "mended"),
    [
        (sql.mend_like, "ASK { FILTER(?l LIKE '%a b%') }", "ASK { FILTER(CONTAINS(STR(?l), 'a b')) }"),
        (sql.mend_like, 'ASK { FILTER(?l like "a%") }', 'ASK { FILTER(STRSTARTS(STR(?l), "a")) }'),
        (sql.mend_like, "ASK { FILTER(LCASE(STR(?l)) LIKE '%a') }", "ASK { FILTER(STRENDS(LCASE(STR(?l)), 'a')) }"),
        (sql.mend_like, "ASK { FILTER(?l LIKE 'a') }", "ASK { FILTER((STR(?l) = 'a')) }"),
        (sql.mend_like, "ASK { FILTER(?l LIKE 'a_b.%c') }", r"ASK { FILTER(REGEX(STR(?l), '^a.b\\..*c$')) }"),
        (sql.mend_like, "ASK { FILTER(?l NOT LIKE '%a%') }", "ASK { FILTER((!CONTAINS(STR(?l), 'a'))) }"),
        (sql.mend_like, "ASK { FILTER(?l ILIKE '%A%') }", "ASK { FILTER(CONTAINS(LCASE(STR(?l)), 'a')) }"),
        (sql.mend_null, "ASK { FILTER(?y != null) }", "ASK { FILTER(BOUND(?y)) }"),
        (sql.mend_null, "ASK { FILTER(?y <> NULL) }", "ASK { FILTER(BOUND(?y)) }"),
        (sql.mend_null, "ASK { FILTER(?y = NULL || ?x) }", "ASK { FILTER(!BOUND(?y) || ?x) }"),
        (sql.mend_null, "ASK { FILTER(?y == null) }", "ASK { FILTER(!BOUND(?y)) }"),
        (sql.mend_null, "ASK { FILTER(?y is null) }", "ASK { FILTER(!BOUND(?y)) }"),
        (sql.mend_null, "ASK { FILTER(?y IS NOT NULL) }", "ASK { FILTER(BOUND(?y)) }"),
        (sql.mend_groups, "SELECT ?a (MAX(?b) AS ?c) { ?a ?p ?b }", "SELECT ?a (MAX(?b) AS ?c) { ?a ?p ?b } GROUP BY ?a"),
    ],
)  # fmt: skip
def test_a_rule_proposes_what_it_is_for(rule: Rule, text: str, mended: str) -> None:
    assert [mend.text for mend in rule(look_at(text, 0))] == [mended]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM measures WHERE status = 'done'",
        "select m.title, count(*)\nfrom measures m group by 1;",
        "INSERT INTO laws VALUES (1, 'x')",
        "UPDATE laws SET name = 'x'",
        "DELETE FROM laws",
    ],
)
def test_a_statement_is_said_to_be_sql_and_a_beginning_is_offered(text: str) -> None:
    (mend,) = sql.mend_statements(look_at(text, 0))
    assert "this looks like SQL" in mend.hint
    assert "?measure a ipr:Measure" in mend.text


@pytest.mark.parametrize(
    "text", ["SELECT * FROM <g:g> { ?s ?p ?o }", "SELECT ?x FROM measures", "SELECT 1", "what from?"]
)
def test_what_is_sparql_in_part_is_not_called_sql(text: str) -> None:
    assert list(sql.mend_statements(look_at(text, 0))) == []


def test_rules_leave_right_texts_alone() -> None:
    text = "SELECT ?a (COUNT(?b) AS ?n) { ?a ?p ?b FILTER(?b != 'null' && ?like = 'LIKE') } GROUP BY ?a"
    for rule in (sql.mend_like, sql.mend_null, sql.mend_groups):
        assert list(rule(look_at(text, 0))) == []
