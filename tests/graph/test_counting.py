"""graph/counting.py: the question how many triples there are, and no other."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.counting import answer_with, count_column

STORE = ox.Store()
STORE.extend(ox.Quad(ox.NamedNode("a:a"), ox.NamedNode("a:b"), ox.Literal(str(n))) for n in range(7))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
        "select(count(*)as$n){?s?p?o.}",
        "# all\nPREFIX a: <a:>\nPREFIX : <b:> SELECT (COUNT(*) AS ?n) { ?s ?p ?o . } # end",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }\nLIMIT 1000001",
    ],
)
def test_the_question_is_known_however_it_is_written(text: str) -> None:
    column = count_column(text)
    assert column == "n"
    assert rows(answer_with(column, 7)) == rows(text)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?p }",
        "SELECT (COUNT(*) AS ?n) { ?n ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s a ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o FILTER(true) }",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
        "SELECT (COUNT(*) AS ?n) FROM <a:b> { ?s ?p ?o }",
        "SELECT (COUNT(DISTINCT *) AS ?n) { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } LIMIT 0",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } OFFSET 1",
        "SELECT (COUNT(*) AS ?n) ?s { ?s ?p ?o }",
        "SELECT * { ?s ?p ?o }",
        "SELECT (COUNT(*) AS ?n) { ?s ?p ?o } #" + "x" * 3000,
    ],
)
def test_no_other_question_is_taken_for_it(text: str) -> None:
    assert count_column(text) is None


def rows(text: str) -> list[str]:
    answer = STORE.query(text)
    assert isinstance(answer, ox.QuerySolutions)
    return [str(answer.variables), *(str(row[0]) for row in answer)]


TOKENS = ["SELECT", "(", "COUNT", "(", "*", ")", "AS", "?n", ")", "WHERE", "{", "?s", "?p", "?o", ".", "}", "LIMIT 3"]


@given(
    st.lists(st.sampled_from([*TOKENS, "?s", "#x", "DISTINCT", "OFFSET 1", "a", "\n"]), min_size=1, max_size=6),
    st.data(),
)
def test_what_is_known_is_answered_rightly(inserted: list[str], data: st.DataObject) -> None:
    tokens = list(TOKENS)
    for token in inserted:
        place = data.draw(st.integers(0, len(tokens)))
        if data.draw(st.booleans()):
            tokens.insert(place, token)
        else:
            tokens[place : place + 1] = []
    text = " ".join(tokens)
    column = count_column(text)
    if column is not None:
        assert rows(answer_with(column, 7)) == rows(text)
