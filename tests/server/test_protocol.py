"""Reading requests of the SPARQL 1.1 Protocol."""

import time
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.querytext import DatasetChoice
from server.protocol import SparqlRequest, read_request, unquote
from server.refusals import ProblemError

FORM, DIRECT = "application/x-www-form-urlencoded", "application/sparql-query"


@pytest.mark.parametrize(
    ("method", "query_string", "content_type", "body", "expected"),
    [
        ("GET", b"", "", b"", SparqlRequest(None, None, None)),
        ("GET", b"query=ASK+%7B%7D", "", b"", SparqlRequest("ASK {}", None, None)),
        ("GET", b"query=%C3%A9&format=csv&other=1", "", b"", SparqlRequest("é", None, "csv")),
        ("GET", b"query=\xc3\xa9", "", b"", SparqlRequest("é", None, None)),
        ("POST", b"", FORM, b"query=ASK+%7B%7D", SparqlRequest("ASK {}", None, None)),
        ("POST", b"", FORM.upper() + "; charset=UTF-8", b"query=x", SparqlRequest("x", None, None)),
        ("POST", b"", DIRECT, "ASK {} # é".encode(), SparqlRequest("ASK {} # é", None, None)),
        ("GET", b"query=x&explain=1", "", b"", SparqlRequest("x", None, None, explain=True)),
        ("POST", b"explain=0", FORM, b"query=x", SparqlRequest("x", None, None)),
        ("POST", b"format=nt", DIRECT, b"x+y", SparqlRequest("x+y", None, "nt")),
        (
            "POST",
            b"default-graph-uri=a:1&named-graph-uri=a:2",
            FORM,
            b"query=x&default-graph-uri=a:3",
            SparqlRequest("x", DatasetChoice(("a:1", "a:3"), ("a:2",)), None),
        ),
    ],
)
def test_a_request_is_understood(
    method: str, query_string: bytes, content_type: str, body: bytes, expected: SparqlRequest
) -> None:
    assert read_request(method, query_string, content_type, body) == expected


@pytest.mark.parametrize(
    ("method", "query_string", "content_type", "body", "status", "message"),
    [
        ("GET", b"query=a&query=b", "", b"", 400, "“query” is given 2 times"),
        ("GET", b"query=a&format=b&format=c", "", b"", 400, "“format” is given 2 times"),
        ("GET", b"query=a&explain=yes", "", b"", 400, "“explain” is 1"),
        ("GET", b"update=x", "", b"", 400, "read-only"),
        ("GET", b"query=%ff", "", b"", 400, "not UTF-8: byte 0xff at 0"),
        ("GET", b"%ff=1", "", b"", 400, "name is not UTF-8"),
        ("GET", b"&a" * 2000, "", b"", 400, "more than 1000 parameters"),
        ("POST", b"query=a", FORM, b"query=b", 400, "given 2 times"),
        ("POST", b"query=a", DIRECT, b"b", 400, "given 2 times"),
        ("POST", b"", FORM, b"", 400, "no query"),
        ("POST", b"", FORM, b"update=x", 400, "read-only"),
        ("POST", b"", "application/sparql-update", b"CLEAR ALL", 400, "read-only"),
        ("POST", b"", DIRECT, b"ASK {} # \xe9", 400, "The query is not UTF-8: byte 0xe9 at 9"),
        ("POST", b"", DIRECT + "; charset=utf-16", b"", 415, "not utf-16"),
        ("POST", b"", "text/plain", b"ASK {}", 415, "not text/plain"),
        ("POST", b"", "", b"query=x", 415, "say so in Content-Type"),
    ],
)
def test_what_breaks_the_protocol_is_refused(
    method: str, query_string: bytes, content_type: str, body: bytes, status: int, message: str
) -> None:
    with pytest.raises(ProblemError, match=message) as caught:
        read_request(method, query_string, content_type, body)
    assert caught.value.status == status


@given(st.sampled_from(["GET", "POST"]), st.binary(), st.sampled_from([FORM, DIRECT, ""]) | st.text(), st.binary())
def test_any_request_is_understood_or_refused(method: str, query_string: bytes, content_type: str, body: bytes) -> None:
    try:
        read_request(method, query_string, content_type, body)
    except ProblemError as refused:
        status = refused.status
        assert status in {400, 415}


@pytest.mark.parametrize("junk", [b"%zz", b"%", b"%\n", b"%%", b"%4", b"%e"])
def test_a_text_full_of_signs_that_begin_nothing_is_refused_soon(junk: bytes) -> None:
    began = time.perf_counter()
    with pytest.raises(ProblemError, match="limit of 10000 %"):
        read_request("POST", b"", FORM, b"query=" + junk * (1_000_000 // len(junk)))
    assert time.perf_counter() - began < 0.05


def test_one_odd_sign_in_a_large_text_costs_little() -> None:
    began = time.perf_counter()
    assert unquote(b"%41" * 340_000 + b"%") == b"A" * 340_000 + b"%"
    assert time.perf_counter() - began < 0.05


@given(data=st.binary() | st.text(alphabet="%=3DdAf0+\r\n _z", max_size=40).map(str.encode))
def test_escapes_are_resolved_as_the_standard_library_does(data: bytes) -> None:
    assert unquote(data) == unquote_to_bytes(data.replace(b"+", b" "))
