"""Reading group graph patterns from tokens."""

import pytest

from graph.groups import BeyondError, Element, Group, GroupReader, walk
from graph.lexer import tokenize
from graph.queries import read_queries


def read(text: str) -> Group:
    tokens = tokenize(text)
    return GroupReader(text, tokens).read(next(i for i, token in enumerate(tokens) if token.text == "{"))


def texts(text: str) -> list[str]:
    return [element.text for element in read(text).elements]


@pytest.mark.parametrize(
    ("text", "patterns"),
    [
        ("{ ?s a :A ; :p ?o , 'x'@en ; . ?o :q -3 }", ["?s a :A .", "?s :p ?o .", "?s :p 'x'@en .", "?o :q -3 ."]),
        ("{ ?s :p '3'^^:int ; :q TRUE . }", ["?s :p '3'^^:int .", "?s :q TRUE ."]),
        ("{ ?s :p/^:q*|!(:r|^:s) ?o }", ["?s :p/^:q*|!(:r|^:s) ?o ."]),
        ("{ ?s (:p|:q)+ ?o . _:b ?p <x> }", ["?s (:p|:q)+ ?o .", "_:b ?p <x> ."]),
        ("{ ?s :p [ :q ?o ; :r [] ] , 4 }", ["?s :p ?blank0 .", "?blank0 :q ?o .", "?blank0 :r ?blank1 .", "?s :p 4 ."]),
        ("{ [ :p 1 ] . [] :q ?blank0 }", ["?blank1 :p 1 .", "?blank2 :q ?blank0 ."]),
        ("{ (1 [ :p ?x ]) :q (2) }", ["(1 [ :p ?x ]) :q (2) ."]),
        ("{ ?s ?p ?o FILTER(?o > 3) ?o :q 1 }", ["?s ?p ?o .", "FILTER(?o > 3)", "?o :q 1 ."]),
        ("{ FILTER regex(?o, 'x') BIND(1 AS ?y) }", ["FILTER regex(?o, 'x')", "BIND(1 AS ?y)"]),
        ("{ VALUES (?x ?y) { (1 2) } VALUES ?z { <a> } }", ["VALUES (?x ?y) { (1 2) }", "VALUES ?z { <a> }"]),
        ("{ {?s ?p ?o} UNION {} UNION {?a ?b ?c} {} }", ["{?s ?p ?o} UNION {} UNION {?a ?b ?c}", "{}"]),
    ],
)  # fmt: skip
def test_each_pattern_gets_a_text_of_its_own(text: str, patterns: list[str]) -> None:
    assert texts(text) == patterns


@pytest.mark.parametrize(
    ("text", "kind", "inner"),
    [
        ("{ OPTIONAL { ?s a :A } }", "optional", 1),
        ("{ MINUS { ?s a :A } }", "minus", 1),
        ("{ GRAPH ?g { ?s a :A } }", "graph", 1),
        ("{ { ?s a :A } }", "group", 1),
        ("{ { SELECT (COUNT(?s) AS ?n) { ?s a :A } GROUP BY ?s } }", "subquery", 1),
        ("{ { ?s a :A } UNION { ?s a :B } }", "union", 2),
        ("{ FILTER NOT EXISTS { ?s a :A } }", "filter", 1),
        ("{ FILTER (?x && EXISTS { ?s a :A } || EXISTS { ?s a :B }) }", "filter", 2),
        ("{ SERVICE SILENT <x> { ?s a :A } }", "service", 0),
    ],
)
def test_blocks_are_entered(text: str, kind: str, inner: int) -> None:
    (element,) = read(text).elements
    assert (element.kind, len(element.groups)) == (kind, inner)


def test_a_triple_pattern_shows_what_was_written() -> None:
    first, second = read("{ ?s :p [ :q ?o ] }").elements
    assert (first.shown, second.shown) == ("?s :p []", "[] :q ?o")


def test_a_pattern_begins_where_it_was_written_for_itself() -> None:
    text = "{ ?s a :A ; :p 1 , 2 }"
    assert [text[element.tokens[0].start :] for element in read(text).elements] == ["?s a :A ; :p 1 , 2 }", ":p 1 , 2 }", "2 }"]  # fmt: skip


def test_the_verb_is_known_where_it_is_written_elsewhere() -> None:
    assert [element.verb for element in read("{ ?s :p 1 , 2 }").elements] == [":p", ":p"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("{ << ?s ?p ?o >> a :A }", "<"),
        ("{ ?s :p ?o {| :q 1 |} }", "{"),
        ("{ ?s :p ?o ~ ?r }", "~"),
        ("{ LATERAL { ?s ?p ?o } }", "LATERAL"),
    ],
)
def test_what_is_not_read_is_refused_with_its_place(text: str, word: str) -> None:
    with pytest.raises(BeyondError) as caught:
        read(text)
    assert caught.value.token.text == word


def test_all_elements_are_walked_in_order() -> None:
    kinds = [element.kind for element in walk(read("{ ?s a :A OPTIONAL { ?s :p/:q ?o } { VALUES ?x {} } }"))]
    assert kinds == ["triple", "optional", "path", "group", "values"]


@pytest.mark.parametrize("stored", read_queries("examples"), ids=lambda stored: stored.name)
def test_the_stored_questions_are_read_to_their_end(stored: object) -> None:
    text = str(getattr(stored, "text", ""))
    tokens = tokenize(text)
    reader = GroupReader(text, tokens)
    group = reader.read(reader.find_where(0))
    assert group.text.endswith("}")
    assert all(isinstance(element, Element) and element.text for element in walk(group))
