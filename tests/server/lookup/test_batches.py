"""Batches of queries: what is refused, what counts as not given, and what never fails."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.lookup.batches import BATCH_SIZE
from server.lookup.offered import PROPERTIES_OFFERED
from tests.server.lookup.asking import ANY_JSON, ask
from tests.server.lookup.protocol import RESULTS

CHINESE = {"pid": "jurisdiction", "v": "China"}


@pytest.mark.parametrize(
    "queries",
    [
        "", "{", "[]", "null", '"x"', "[" * 100_000, '{"q":' * 50_000, '{"q": []}', '{"q": {"query": 1}}', '{"q": {"properties": {}}}',
        '{"q": {"query": "x", "limit": -1}}', '{"q": {"query": "x", "limit": "1"}}', '{"q": {"query": "x", "type_strict": "most"}}',
        '{"q": {"query": "x", "type": 1}}', '{"q": {"query": "x", "properties": [{"p": "date", "v": 1}]}}',
        '{"q": {"query": "x", "properties": [{"pid": "date"}]}}', '{"q": {"query": "x", "properties": [{"pid": "date", "v": [[1]]}]}}',
        '{"q": {"query": "x", "properties": [{"pid": "date", "v": {"name": "y"}}]}}',
        json.dumps({"q": {"query": "x", "properties": [{"pid": "date", "v": 1}] * 31}}),
    ],
)  # fmt: skip
def test_what_is_no_batch_is_refused_in_words(published: FlaskClient, queries: str) -> None:
    answer = published.post("/reconcile", data={"queries": queries})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert "Traceback" not in answer.text
    assert answer.get_json()["detail"]


@pytest.mark.parametrize(
    "empty",
    [{}, {"query": ""}, {"query": " \u3000"}, {"query": "\ud800"}, {"query": None}, {"properties": []}, {"properties": None},
     {"properties": [{"pid": "date", "v": ""}]}, {"query": "SIPO", "limit": 0}, {"query": "", "type": "Agency"}],
)  # fmt: skip
def test_a_query_for_nothing_finds_nothing_and_spoils_no_other(published: FlaskClient, empty: dict[str, Any]) -> None:
    told = ask(published, a={"query": "SIPO"}, b=empty)
    assert told["b"] == {"result": []}
    assert told["a"]["result"][0]["id"] == "agency/sipo"


@pytest.mark.parametrize("name", ["query", "type", "limit", "properties", "type_strict"])
def test_what_is_null_was_not_given(published: FlaskClient, name: str) -> None:
    query = {"query": "Patent Law", "properties": [CHINESE]}
    without = {key: value for key, value in query.items() if key != name}
    assert ask(published, q={**query, name: None}) == ask(published, q=without)


@pytest.mark.parametrize("pid", PROPERTIES_OFFERED)
@pytest.mark.parametrize(
    "blank", ["", " ", "\u00a0", [], [""], ["", " "], {"id": ""}, "\0", "\ud800", None, [None]], ids=repr
)
def test_a_blank_constraint_is_none(published: FlaskClient, pid: str, blank: Any) -> None:
    constrained = {"query": "SIPO", "properties": [{"pid": pid, "v": blank}]}
    assert ask(published, q=constrained) == ask(published, q={"query": "SIPO"})


def test_types_that_must_all_be_its_own_leave_nothing(published: FlaskClient) -> None:
    both = {"query": "SIPO", "type": ["Agency", "Measure"]}
    assert ask(published, q={**both, "type_strict": "all"})["q"] == {"result": []}
    assert ask(published, q={**both, "type_strict": "any"})["q"]["result"][0]["id"] == "agency/sipo"
    assert ask(published, q={**both, "type": ["Agency"], "type_strict": "all"})["q"]["result"][0]["id"] == "agency/sipo"


def test_a_key_comes_back_as_it_was_sent(published: FlaskClient) -> None:
    for key in ("", "\0", "\ud800", "专", "x" * 1000):
        assert ask(published, **{key: {"query": "SIPO"}})[key]["result"]


def test_a_batch_is_bounded(published: FlaskClient) -> None:
    for count, status in ((BATCH_SIZE, 200), (BATCH_SIZE + 1, 413), (10_000, 413)):
        queries = json.dumps({f"q{i}": {"query": "x"} for i in range(count)})
        assert published.post("/reconcile", data={"queries": queries}).status_code == status


def test_values_of_properties_are_bounded_over_all_of_a_batch(published: FlaskClient) -> None:
    for values, status in ((5, 200), (6, 413)):
        query = {"properties": [{"pid": "number", "v": [str(i) for i in range(values)]}]}
        queries = json.dumps({f"q{i}": query for i in range(BATCH_SIZE)})
        assert published.post("/reconcile", data={"queries": queries}).status_code == status


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(pid=st.sampled_from(sorted(PROPERTIES_OFFERED)), value=ANY_JSON, text=st.sampled_from([None, "", "Patent Law"]))
def test_any_value_of_any_property_is_answered_or_refused(
    published: FlaskClient, pid: str, value: Any, text: str | None
) -> None:
    query = {"query": text, "properties": [{"pid": pid, "v": value}]}
    answer = published.post("/reconcile", data={"queries": json.dumps({"q": query})})
    assert answer.status_code in {200, 400}
    assert answer.status_code == 400 or RESULTS(answer.get_json())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["query", "type", "properties", "pid", "v", "limit", "id"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_answered_or_refused(published: FlaskClient, query: Any) -> None:
    answer = published.post("/reconcile", data={"queries": json.dumps({"q": query})})
    assert answer.status_code in {200, 400}
