"""Prepared queries: what they mend is what the full way makes of the text, and nothing is prepared that could differ."""

import doctest
import time

import pytest
from hypothesis import assume, given, settings

import graph.prepared
from graph.errors import QuerySyntaxError
from graph.lexer import tokenize
from graph.prepared import Prepared, Split, prepare, split
from graph.querytext import QueryText, read_query_text
from tests.rewording import PAIRS, STORED


def cut(text: str) -> Split:
    found = split(text)
    assert found is not None
    return found


def prepared(text: str) -> Prepared | None:
    return prepare(read_query_text(text), cut(text))


def star_among_tokens(query: QueryText) -> int | None:
    return None if query.star is None else [token.start for token in tokenize(query.source)].index(query.star)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("ASK { ?s <a><b> }", ["<a>", "<b>"]),
        ("ASK { ?s ?p 'a', \"b\", '''c'c''', \"\"\"d\n\"\"\", '', \"\" }", ["'a'", '"b"', "'''c'c'''", '"""d\n"""', "''", '""']),
        ("ASK {} # all <b> 'c' 5", ["# all <b> 'c' 5"]),
        ("#\r\nASK {} # b\r# c\n", ["#", "# b", "# c"]),
        ("ASK { ?s <a#b'c> '#<d>' }", ["<a#b'c>", "'#<d>'"]),
        ("ASK { ?s ?p 'a'@en, 'b'^^<c> }", ["'a'", "'b'", "<c>"]),
        (r"""ASK { FILTER REGEX(?x, "\\d\"", 'it\'s') }""", [r'"\\d\""', r"'it\'s'"]),
        ("SELECT * {} LIMIT 10 OFFSET 5", ["10", "5"]),
        ("ASK { FILTER(?x IN (1,2, 3) && ?y=4 && ?z1 > 5) }", ["1", "2", "3", "4", "5"]),
        ("ASK { ?s :p1 -1, 1.5, 1e5, 1. }", []),
        ("ASK { FILTER(?a < ?b && ?c > ?d) }", []),
    ],
)  # fmt: skip
def test_pieces_are_iris_strings_comments_and_whole_numbers(text: str, pieces: list[str]) -> None:
    assert cut(text).parts[1::2] == pieces
    assert "".join(cut(text).parts) == text


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p '\\u0041' }",
        "ASK { ?s ?p '\\x' }",
        "ASK { ?s <a>'\\u0041' }",
        "ASK { <\\u0041> ?p ?o }",
        "ASK { ?s c:a\\,b ?o }",
        "ASK { ?s c:a\\'b ?o, 'c' }",
        "ASK { <<#\\u0041>\n?s ?p ?o>> ?q ?r }",
        "ASK {} # \\",
    ],
)
def test_a_text_with_a_backslash_outside_strings_or_before_a_number_is_not_split(text: str) -> None:
    assert split(text) is None


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("ASK { <a:b><a:c>'d' }", "ASK { <a:#><a:''>'# <' }"),
        ("SELECT * {} LIMIT 10 # ten", "SELECT * {} LIMIT 200 #"),
        ("PREFIX c: <http://c/> ASK { c:x.y ?p 'a'@en } # end", "PREFIX c: <http://d#> ASK { c:x.y ?p '\"'@en } # ?"),
        ("# a\r\nASK { _:a.b ?p 1 }", "# '\r\nASK { _:a.b ?p 22 }"),
        ("ASK { FILTER(TRUE && ?x = 'a') }", "ASK { FILTER(TRUE && ?x = '''TRUE''') }"),
        ("SELECT (GROUP_CONCAT(?x; separator=',')AS?y) {}", "SELECT (GROUP_CONCAT(?x; separator=')')AS?y) {}"),
        ("ASK { ?s ?p 'a' }", r"ASK { ?s ?p 'it\'s \\' }"),
        ('ASK { ?s ?p """a""" }', 'ASK { ?s ?p "" }'),
        ("ASK { FILTER(1 < 2 && 'a' = <b>) }", "ASK { FILTER(3 < 4 && '>' = <>) }"),
        ("SELECT ?x { ?x <a>* ?y }", "SELECT ?x { ?x <b>* ?y }"),
    ],
)
def test_another_text_with_the_same_key_is_mended_as_by_the_full_way(first: str, other: str) -> None:
    made = prepared(first)
    assert made is not None
    assert cut(other).key == cut(first).key
    assert made.text(cut(other)) == read_query_text(other).text()


@pytest.mark.parametrize(
    ("first", "other"),
    [
        ("ASK { ?s ?p 'a' }", "ASK { ?s ?p <a> }"),
        ("ASK { ?s ?p 'a' }", "ASK { ?s ?p 'a'@en }"),
        ("ASK { ?s ?p 'a'@en }", "ASK { ?s ?p 'a'@fr }"),
        ("ASK { ?s ?p 1 }", "ASK { ?s ?p -1 }"),
        ("ASK { ?s ?p 1 }", "ASK { ?s ?p 1.0 }"),
        ("ASK {} # a", "ASK {}"),
        ("ASK { ?s <a> <b> }", "ASK { ?s <a><b> }"),
        ("ASK { ?s ?p ?o }", "ask { ?s ?p ?o }"),
    ],
)
def test_a_text_that_differs_elsewhere_has_another_key(first: str, other: str) -> None:
    assert cut(first).key != cut(other).key


@pytest.mark.parametrize(
    "text",
    [
        "INSERT DATA { <a:b> <a:c> <a:d> }",
        "ASK FROM <a:b> {}",
        "ASK { ?s ?p ?o } FROM",
        "ASK { SERVICE <a:b> {} }",
        "BASE <a:b> ASK { ?s ?p <c> }",
        "ASK { GRAPH ?g { ?s ?p ?g } }",
        "ASK { <a:b> <a:c>* ?x }",
        "PREFIX c: <http://c/> ASK { c:a.b.c ?p ?o }",
        "ASK { FILTER(?a<?b&&?c>?d) }",
        "ASK { FILTER(1<2&&'a'>'b') }",
    ],
)
def test_what_may_depend_on_pieces_is_not_prepared(text: str) -> None:
    assert prepared(text) is None


@pytest.mark.parametrize("path", ["<a> <p>* <b>", "'a' ^<p>? 'b'", "1 (<p>|<q>)* 2"])
def test_a_path_whose_ends_another_text_could_make_the_same_is_not_prepared(path: str) -> None:
    text = f"ASK {{ {path} }}"
    assert not read_query_text(text).hazardous
    assert prepared(text) is None


@pytest.mark.parametrize(
    "parts",
    [
        ["ASK { ?s ?p ", "<a#b>", " }"],
        ["ASK { ?s ?p <a", "#b>", " }"],
        ["ASK { ?s ?p ", "<a", "#b> }"],
        ["ASK { ?s ", "?p <a#b>", " }"],
        ["ASK { ?s ?p <a#b>", " ", "}"],
    ],
)
def test_pieces_that_the_lexer_does_not_find_are_refused(parts: list[str]) -> None:
    found = prepare(read_query_text("ASK { ?s ?p <a#b> }"), Split("key", parts))
    assert (found is not None) == (parts[1] == "<a#b>")


def test_columns_take_the_place_of_the_star() -> None:
    first, other = "SELECT*{ ?b ?a 'x' } # *", "SELECT*{ ?b ?a '*' } #"
    made = prepared(first)
    assert made is not None
    assert made.with_columns(("b", "a")).text(cut(other)) == "SELECT ?b ?a { ?b ?a '*' } #"
    assert made.text(cut(other)) == other


@pytest.mark.parametrize("text", STORED)
def test_every_stored_question_is_prepared_unless_it_is_hazardous(text: str) -> None:
    query = read_query_text(text)
    made = prepared(text)
    assert (made is None) == query.hazardous
    if made is not None:
        assert made.text(cut(text)) == query.text()


@settings(max_examples=1000)
@given(PAIRS)
def test_what_is_prepared_is_what_the_full_way_makes(pair: tuple[str, str]) -> None:
    source, other = pair
    first, second = split(source), split(other)
    assume(first is not None and second is not None and first.key == second.key)
    assert first is not None and second is not None  # noqa: PT018
    try:
        query = read_query_text(source)
    except QuerySyntaxError:
        return
    made = prepare(query, first)
    if made is None:
        return
    read = read_query_text(other)
    assert (read.form, read.variables, read.changing) == (query.form, query.variables, query.changing)
    assert (read.hazardous, read.service, read.dataset_query) == (False, None, None)
    assert star_among_tokens(read) == star_among_tokens(query)
    assert made.text(second) == read.text()
    assert made.with_columns(("b", "a")).text(second) == read.text(("b", "a"))


@pytest.mark.parametrize(
    "text",
    ["<a" * 60_000, "'" * 120_001, '"""' + 'a""' * 60_000, "'\n\"" * 60_000, "1" * 120_000, " 1" * 60_000, "#" * 120_000, "'" + "\\'" * 60_000, "'" + "\\'" * 60_000 + "\\x", '"""' + '\\"' * 60_000, "<a>" * 40_000],
    ids=lambda text: text[:6],
)  # fmt: skip
def test_time_grows_with_the_text_only(text: str) -> None:
    started = time.process_time()
    split(text)
    assert time.process_time() - started < 1


def test_the_example_is_true() -> None:
    assert doctest.testmod(graph.prepared).failed == 0
