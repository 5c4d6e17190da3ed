"""What a query must keep to before a worker sees it."""

import time
from collections.abc import Callable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from graph.errors import QueryError, QueryLimitError, QuerySyntaxError
from graph.prepared import prepare, split
from graph.querytext import read_query_text
from graph.resources import queries_dir
from server.gate import DEEPEST_NESTING, LARGEST_QUERY, LONGEST_CHAIN, LONGEST_LIST, MOST_SIGNS, Gate, is_same_each_time
from server.refusals import ProblemError
from tests.rewording import PAIRS

SHAPES: dict[str, Callable[[int], str]] = {
    "groups": lambda n: "ASK " + "{" * n + "}" * n,
    "parentheses": lambda n: "SELECT (" + "(" * n + "1" + ")" * n + " AS ?x) {}",
    "not": lambda n: "ASK { FILTER(" + "!" * n + "true) }",
    "if": lambda n: "SELECT (" + "IF(true," * n + "1" + ",1)" * n + " AS ?x) {}",
    "sum": lambda n: "SELECT (1" + "+1" * n + " AS ?x) {}",
    "and": lambda n: "ASK { FILTER(true" + "&&true" * n + ") }",
    "union": lambda n: "ASK { {}" + "UNION{}" * n + " }",
    "path": lambda n: "ASK { ?s <a:p>" + "/<a:p>" * n + " ?o }",
    "inverse path": lambda n: "ASK { ?s ^<a:p>" + "/^<a:p>" * n + " ?o }",
    "alternatives": lambda n: "ASK { ?s <a:p>" + "|<a:p>" * n + " ?o }",
    "collections": lambda n: "ASK { (" + "()" * n + ") <a:p> 1 }",
    "nested collections": lambda n: "ASK { " + "(" * n + ")" * n + " <a:p> 1 }",
    "blank nodes": lambda n: "ASK { " + "[<a:p>" * n + " 1 " + "]" * n + " }",
    "not exists": lambda n: "ASK {" + "FILTER NOT EXISTS {" * n + "}" * n + "}",
    "subselects": lambda n: "SELECT * {" + "{ SELECT * {" * n + "}}" * n + "}",
}


@pytest.mark.parametrize("size", [1000, 10_000, 100_000, 1_000_000])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_hostile_shape_is_refused_with_limit_and_place(shape: str, size: int) -> None:
    text = SHAPES[shape](size)
    began = time.monotonic()
    with pytest.raises((QueryLimitError, ProblemError), match="limit") as caught:
        Gate().read(text)
    assert time.monotonic() - began < 5
    if isinstance(caught.value, QueryLimitError):
        assert caught.value.line == 1
        assert caught.value.column
    else:
        assert isinstance(caught.value, ProblemError)
        assert len(text) > LARGEST_QUERY
        assert caught.value.status == 400


@pytest.mark.parametrize("shape", SHAPES)
def test_the_same_shape_within_reason_is_let_through(shape: str) -> None:
    assert Gate().read(SHAPES[shape](15)).source


LIMITS: dict[str, tuple[int, Callable[[int], str]]] = {
    "brackets": (DEEPEST_NESTING, lambda n: "ASK " + "{" * n + "}" * n),
    "signs": (MOST_SIGNS, lambda n: "ASK { FILTER(" + "!-+"[:n] + "! " * (n - 3) + "1) }"),
    "chain": (LONGEST_CHAIN, lambda n: "ASK { ?s <a:p>" + "/<a:p>" * n + " ?o }"),
    "pairs of marks": (LONGEST_CHAIN, lambda n: "ASK { FILTER(1" + "||1" * n + ") }"),
    "unions": (LONGEST_CHAIN, lambda n: "ASK { {}" + "UNION{}" * n + " }"),
    "list": (LONGEST_LIST, lambda n: "ASK { (" + "()" * n + ") <a:p> 1 }"),
}


@pytest.mark.parametrize(("limit", "text"), LIMITS.values(), ids=LIMITS.keys())
def test_a_limit_can_be_reached_and_not_passed(limit: int, text: Callable[[int], str]) -> None:
    Gate().read(text(limit))
    with pytest.raises(QuerySyntaxError, match=f"limit of {limit}"):
        Gate().read(text(limit + 1))


@pytest.mark.parametrize("before", range(MOST_SIGNS + 1))
def test_too_many_signs_are_found_wherever_they_stand(before: int) -> None:
    text = "ASK { " + "?x " * before + "FILTER(" + "!" * (MOST_SIGNS + 1) + "true) }"
    with pytest.raises(QuerySyntaxError, match=f"limit of {MOST_SIGNS}") as caught:
        Gate().read(text)
    assert caught.value.column == text.rindex("!") + 1


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { VALUES ?x { " + "-1 " * 5000 + "} }",
        "SELECT * { VALUES (?x ?y) { " + "(-1 <a:b>)" * 5000 + "} }",
        'ASK { FILTER(?x = "' + "(" * 5000 + '") }',
        "ASK {} # " + "{" * 5000,
        "ASK { FILTER(?x IN (1" + ",-1" * 5000 + ")) }",
        "ASK { ?s <a:p> 1" + ", -1" * 5000 + " }",
        "SELECT * { " + "?s <a:p>/<a:q> ?o . " * 2000 + "}",
        "SELECT * { VALUES ?x { " + '"1"^^<a:t> ' * 2000 + "} }",
        "ASK { FILTER(?x = 1" + " || ?x = 1" * 200 + ") }",
    ],
    ids=lambda query: query[:24],
)
def test_data_strings_comments_and_lists_do_not_count(query: str) -> None:
    assert Gate().read(query).source == query


def test_the_stored_questions_pass() -> None:
    files = sorted(file for file in queries_dir().glob("*/*.rq") if file.parent.name != "federated")
    assert len(files) > 30
    for file in files:
        Gate().read(file.read_text(encoding="utf-8"))


def test_size_is_counted_in_bytes() -> None:
    with pytest.raises(ProblemError, match=f"the limit is {LARGEST_QUERY}"):
        Gate().read("ASK {} # " + "é" * (LARGEST_QUERY // 2))


@pytest.mark.parametrize(
    ("text", "same"),
    [("ASK {}", True), ("ASK { ?s ?p 'now' }", True), ("ASK { FILTER(NOW() > ?x) }", False), ("ASK { SERVICE <http://x/> {} }", False)],
)  # fmt: skip
def test_what_calls_others_or_the_clock_is_not_the_same_each_time(text: str, same: bool) -> None:
    assert is_same_each_time(Gate(["http://x/"]).read(text)) == same


@settings(max_examples=200)
@given(PAIRS)
def test_the_gate_lets_through_what_was_prepared_from_what_it_let_through(pair: tuple[str, str]) -> None:
    first, second = split(pair[0]), split(pair[1])
    assume(first is not None and second is not None and first.key == second.key)
    assert first is not None
    try:
        query = Gate().read(pair[0])
    except (QuerySyntaxError, ProblemError):
        return
    if prepare(query, first) is not None:
        assert is_same_each_time(Gate().read(pair[1])) == is_same_each_time(query)


CALLS = [
    "ASK { SERVICE <http://x/> {} }",
    "ASK { sErViCe <http://x/> {} }",
    "ASK { SERVICE SILENT <http://x/> {} }",
    "ASK { SERVICESILENT<http://x/> {} }",
    "ASK { SERVICE ?where {} }",
    "PREFIX x: <http://x/> ASK { SERVICE x: {} }",
    "BASE <http://x/> ASK { SERVICE <> {} }",
    "ASK { { SELECT * { SERVICE <http://x/> {} } } }",
    "ASK { FILTER EXISTS { SERVICE <http://x/> {} } }",
    "ASK { OPTIONAL { SERVICE <http://x/> {} } }",
    "ASK { SERVICE <http://\\u0078/> {} }",
]


@pytest.mark.parametrize("query", CALLS)
def test_a_call_to_others_is_refused(query: str) -> None:
    with pytest.raises(ProblemError, match=r"SERVICE .*line 1, column") as caught:
        Gate().read(query)
    assert caught.value.status == 403


@pytest.mark.parametrize(
    "query", ['ASK { ?s ?p "SERVICE <http://x/>" }', "ASK {} # SERVICE", "ASK { ?SERVICE ?p <a:SERVICE> }"]
)
def test_the_word_alone_is_no_call(query: str) -> None:
    Gate().read(query)


def test_a_listed_endpoint_may_be_called_and_no_other() -> None:
    gate = Gate(["http://x/"])
    for query in ("ASK { SERVICE <http://x/> {} }", "ASK { SERVICE SILENT <http://\\u0078/> {} }"):
        assert gate.read(query).source == query
    for query in (
        "ASK { SERVICE <http://x/y> {} }",
        "ASK { SERVICE <http://x/> { SERVICE <http://y/> {} } }",
        "ASK { SERVICE ?where {} }",
        "BASE <http://x/> ASK { SERVICE <> {} }",
    ):
        with pytest.raises(ProblemError, match="only the endpoints that are allowed"):
            gate.read(query)


@pytest.mark.parametrize("update", ["CLEAR ALL", "LOAD <a:b>", "INSERT DATA { <a:a> <a:b> <a:c> }", "DROP ALL"])
def test_updates_are_refused(update: str) -> None:
    with pytest.raises(ProblemError, match="read-only"):
        Gate().read(update)


@given(st.text(alphabet="ASK{}()[]?x<>'\"\\.:#!+-*/|&^ SELECT VALUES UNION\n1"))
def test_the_gate_lets_through_what_the_reader_reads(text: str) -> None:
    try:
        read = read_query_text(text)
    except QueryError:
        with pytest.raises(QueryError):
            Gate().read(text)
        return
    if read.form != "UPDATE" and read.service is None:
        assert Gate().read(text) == read
