"""Requests as they are read from the bytes of a connection."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.messages import LARGEST_BODY, Request
from server.reading import RequestReader
from server.refusals import ProblemError

TWO = (
    b"GET /a?b=%20#c HTTP/1.1\r\nHost: h\r\nAccept: x\r\naccept: y\r\n\r\n"
    b"POST /sparql HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
)


class Reader:
    """What was read."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self.asked_for_body = 0
        self.reader = RequestReader(self.requests.append, self.ask)

    def ask(self) -> None:
        self.asked_for_body += 1

    def takes(self, data: bytes) -> bool:
        """Whether the bytes are taken in."""
        try:
            self.reader.feed(data)
        except ProblemError as error:
            return error.status != 413
        return True

    def refusal(self, data: bytes) -> int:
        """The status with which the bytes are refused."""
        with pytest.raises(ProblemError) as caught:
            self.reader.feed(data)
        return caught.value.status


def read(*pieces: bytes) -> Reader:
    reader = Reader()
    for piece in pieces:
        reader.reader.feed(piece)
    return reader


def test_a_request_is_read_with_all_that_matters() -> None:
    first, second = read(TWO).requests
    assert (first.method, first.path, first.query, first.body) == ("GET", b"/a", b"b=%20", b"")
    assert (first.header(b"accept"), first.header(b"missing")) == ("x, y", "")
    assert (first.version, first.keep_alive) == ("1.1", True)
    assert (second.method, second.body) == ("POST", b"abcde")


@given(cuts=st.sets(st.integers(1, len(TWO) - 1)))
def test_it_is_read_the_same_however_it_arrives(cuts: set[int]) -> None:
    places = [0, *sorted(cuts), len(TWO)]
    reader = read(*(TWO[a:b] for a, b in pairwise(places)))
    found = [(r.method, r.path, r.query, r.headers, r.body) for r in reader.requests]
    assert found == [(r.method, r.path, r.query, r.headers, r.body) for r in read(TWO).requests]
    assert not reader.reader.is_arriving


@pytest.mark.parametrize(
    ("target", "path", "query"),
    [
        (b"/sparql", b"/sparql", b""),
        (b"http://h:1/sparql?a=b", b"/sparql", b"a=b"),
        (b"http://h", b"/", b""),
        (b"http://h?a=b", b"/", b"a=b"),
    ],
)
def test_the_absolute_form_names_the_same_path(target: bytes, path: bytes, query: bytes) -> None:
    (request,) = read(b"GET " + target + b" HTTP/1.1\r\nHost: h\r\n\r\n").requests
    assert (request.path, request.query) == (path, query)


@pytest.mark.parametrize(
    ("head", "keep_alive"),
    [
        (b"GET / HTTP/1.1\r\nHost: h\r\n", True),
        (b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n", False),
        (b"GET / HTTP/1.0\r\n", False),
        (b"GET / HTTP/1.0\r\nConnection: keep-alive\r\n", True),
    ],
)
def test_whether_the_connection_goes_on_is_told(head: bytes, keep_alive: bool) -> None:
    assert read(head + b"\r\n").requests[0].keep_alive == keep_alive


def test_what_follows_an_upgrade_is_not_read() -> None:
    reader = read(b"GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\nPRI * HTTP/2.0\r\n\r\n")
    assert [request.keep_alive for request in reader.requests] == [False]
    assert reader.reader.is_over


def test_a_body_is_asked_for_only_where_it_can_be_taken() -> None:
    head = b"POST / HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: %d\r\n\r\n"
    assert read(head % 3).asked_for_body == 1
    reader = Reader()
    assert reader.refusal(head % (LARGEST_BODY + 1)) == 413
    assert reader.asked_for_body == 0


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"hello\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: user@a\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: <script>\r\n\r\n", 400),
        (b"GET / HTTP/1.0\r\nHost: a,b\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
        (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9999999999\r\n\r\n", 413),
        (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n", 400),
        (b"GET /" + b"a" * 300_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 300_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"X: a\r\n" * 300 + b"\r\n", 431),
    ],
)
def test_what_is_no_proper_request_is_refused(data: bytes, status: int) -> None:
    assert Reader().refusal(data) == status


def test_endless_chunks_are_refused_at_the_limit() -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    for chunk in (b"1000\r\n" + b"a" * 4096 + b"\r\n", b"1\r\na\r\n"):
        reader, fed = read(head), 0
        while reader.takes(chunk):
            fed += len(chunk)
        assert fed <= 2 * LARGEST_BODY


@pytest.mark.parametrize(
    "host", [b"", b"a", b"a.example:80", b"127.0.0.1:8000", b"[::1]:8000", b"x_y-1.example.", b"a:"]
)
def test_any_host_is_as_good_as_another(host: bytes) -> None:
    assert read(b"GET / HTTP/1.1\r\nHost: " + host + b"\r\n\r\n").requests[0].headers == {b"host": host}


def test_headers_that_were_read_before_are_those_of_the_same_bytes_alone() -> None:
    mine, other = (b"Host: h\r\nX-Forwarded-For: 192.0.2.%d\r\n\r\n" % number for number in (1, 2))
    for block in (mine, other, mine, other, mine):
        (request,) = read(b"GET /a HTTP/1.1\r\n" + block).requests
        assert request.header(b"x-forwarded-for") == block.partition(b"For: ")[2].strip().decode()


def test_an_empty_line_before_a_request_is_no_part_of_what_is_remembered() -> None:
    whole = b"GET / HTTP/1.1\r\nHost: victim\r\nX-Early: 1\r\n\r\n"
    (request,) = read(b"\r\n" + whole).requests
    assert not request.is_all_of_raw
    assert Reader().refusal(b"GET /a HTTP/1.1\r\n" + whole) == 400


@given(data=st.binary(max_size=200) | st.text(alphabet="GETPOS /:HTP1.0\r\nContent-Length: 1,chunked").map(str.encode))
def test_no_bytes_are_too_odd(data: bytes) -> None:
    reader = Reader()
    try:
        reader.reader.feed(data)
    except ProblemError as error:
        assert error.status in {400, 413, 431}  # noqa: PT017
