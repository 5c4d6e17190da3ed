"""Choosing among media types."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.negotiation import choose

OFFERED = ["text/turtle", "application/n-triples", "application/json"]


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        ("", "text/turtle"),
        ("  ", "text/turtle"),
        ("*/*", "text/turtle"),
        ("application/json", "application/json"),
        ("APPLICATION/JSON", "application/json"),
        ("application/*", "application/n-triples"),
        ("text/turtle;q=0.5, application/json;q=0.8", "application/json"),
        ("text/turtle;q=0, */*", "application/n-triples"),
        ("text/*;q=0.1, text/turtle;q=0.9, */*;q=0.5", "text/turtle"),
        ("text/turtle;profile=x;q=0.3, application/json;q=0.2", "text/turtle"),
        ("text/turtle; q=0", None),
        ("image/png", None),
        ("nonsense", None),
        ("text/turtle;q=2", None),
        ("text/turtle;q=nan, application/json", "application/json"),
        (",,application/json,", "application/json"),
        ("a/b/c, application/json;q=0.001", "application/json"),
    ],
)
def test_the_best_liked_media_type_is_chosen(accept: str, chosen: str | None) -> None:
    assert choose(accept, OFFERED) == chosen


@given(st.text() | st.text(alphabet="*/,;q=.01 textapplicationjson+"))
def test_any_header_gives_one_of_those_offered_or_none(accept: str) -> None:
    assert choose(accept, OFFERED) in {*OFFERED, None}
