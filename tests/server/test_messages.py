"""Heads of answers and the tags of questions."""

import pytest

from graph.querytext import DatasetChoice
from server.engine import Question
from server.messages import Request, has_tag, status_line, tag_of, write_head


def test_a_head_has_no_end_yet() -> None:
    assert write_head(200, [("A", "b"), ("C", "é")]) == b"HTTP/1.1 200 OK\r\nA: b\r\nC: \xe9\r\n"
    assert status_line(299) == b"HTTP/1.1 299 Unknown\r\n"


@pytest.mark.parametrize("value", ["a\r\nSet-Cookie: b", "a\nb", "a\rb", "a\0b"])
def test_a_header_cannot_hold_another(value: str) -> None:
    with pytest.raises(ValueError, match="line break"):
        write_head(200, [("A", value)])


def test_all_that_an_answer_depends_on_is_in_its_tag() -> None:
    questions = [
        Question("ASK {}"),
        Question("ASK {} "),
        Question("ASK {}", accept="text/csv"),
        Question("ASK {}", format_name="csv"),
        Question("ASK {}", dataset=DatasetChoice(("a:b",), ())),
        Question("ASK {}", dataset=DatasetChoice((), ("a:b",))),
    ]
    tags = [tag_of(question, version) for question in questions for version in ("v1", "v2")]
    assert len(set(tags)) == len(tags) == 12
    assert tag_of(Question("ASK {}", gzip=True), "v1") == tag_of(Question("ASK {}"), "v1")
    assert tags[0].startswith('W/"')


@pytest.mark.parametrize(
    ("names", "has"),
    [('W/"a"', True), ('"a"', True), ('"b", W/"a"', True), ("*", True), ('"b"', False), ("", False), ("a", False)],
)
def test_a_client_may_name_what_it_has_in_several_ways(names: str, has: bool) -> None:
    assert has_tag(names, 'W/"a"') == has


@pytest.mark.parametrize(
    ("raw", "alone"),
    [
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", True),
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", False),
        (b"GET / HTTP/1.1\nHost: a\n\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", False),
        (b"GET / HTTP/1.1\r\nHost: a\r\n\r\nG", False),
        (b"", False),
    ],
)
def test_bytes_stand_for_a_request_only_where_they_are_nothing_else(raw: bytes, alone: bool) -> None:
    request = Request("GET", b"/", {b"host": b"a"}, "1.1", True)
    request.raw = raw
    assert request.is_all_of_raw == alone
