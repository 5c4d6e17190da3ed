"""graph/grouping.py: which columns are not grouped."""

import pytest

from graph.grouping import find_ungrouped
from graph.lexer import tokenize


@pytest.mark.parametrize(
    ("text", "variables", "has_group"),
    [
        ("SELECT ?a ?l (COUNT(?m) AS ?n) { ?m ?p ?a , ?l } GROUP BY ?a", ["?l"], True),
        ("SELECT ?a ?l (COUNT(?m) AS ?n) { ?m ?p ?a , ?l }", ["?a", "?l"], False),
        ("SELECT (STR(?l) AS ?s) (MAX(?m) AS ?n) { ?m ?p ?l } GROUP BY (?a)", ["?l"], True),
        ("SELECT ?y (COUNT(?m) AS ?n) { ?m ?p ?d } GROUP BY (YEAR(?d) AS ?y) HAVING (?n > 1) ORDER BY ?z", None, True),
        ("SELECT ?x { { SELECT ?a ?x (COUNT(*) AS ?n) { ?a ?p ?x } GROUP BY ?a } }", ["?x"], True),
        ("SELECT (COUNT(?m) AS ?n) (?n + 1 AS ?k) { ?m ?p ?o } GROUP BY ?o LIMIT 3", None, True),
        ("SELECT ?a ?b { ?a ?p ?b }", None, False),
        ("ASK { ?a ?p ?b }", None, False),
    ],
)
def test_the_columns_that_are_not_grouped_are_found(text: str, variables: list[str] | None, has_group: bool) -> None:
    found = find_ungrouped(tokenize(text))
    if variables is None:
        assert found is None
        return
    assert found is not None
    assert [token.text for token in found.variables] == variables
    assert found.has_group is has_group


def test_the_place_is_behind_the_last_group_or_the_patterns() -> None:
    text = "SELECT ?l (COUNT(?m) AS ?n) { ?m ?p ?l } GROUP BY ?a (?b) ORDER BY ?n"
    found = find_ungrouped(tokenize(text))
    assert found is not None
    assert text[: found.place].endswith("(?b)")
