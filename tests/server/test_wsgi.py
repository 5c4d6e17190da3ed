"""Applications in threads: whole answers, pieces, faults, and clients that leave."""

import contextlib
import logging
import re
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from server.limits import Limits
from server.messages import Request
from server.refusals import AnswerCutError, RefusedError
from server.workers import ForkedWorkers
from server.wsgi import environ_of
from tests.server.hosting import Hosted, hosted
from tests.server.test_connection import call, read_all, told
from tests.server.test_pool import charge, soon

PIECE = b"p" * 100_000


class Scripted:
    """An application that does what the path says."""

    def __init__(self) -> None:
        self.given: list[int] = []
        self.closed = threading.Event()
        self.waiting = 0
        self.go_on = threading.Event()

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/fault":
            raise ZeroDivisionError("the secret inside")
        if path == "/slow":
            self.waiting += 1
            self.go_on.wait(10)
        headers = [("Content-Type", "text/plain")]
        if path in {"/sized", "/short"}:
            headers.append(("Content-Length", str(100 * len(PIECE) + (path == "/short"))))
        if path == "/break":
            headers.append(("X-Bad", "a\r\nSet-Cookie: b"))
        if path == "/dated":
            headers.append(("date", "Thu, 01 Jan 1970 00:00:00 GMT"))
        start_response("200 OK", headers)
        return [b"who", b"le"] if path in {"/whole", "/dated", "/break", "/slow"} else self.pieces(path)

    def pieces(self, path: str) -> Iterator[bytes]:
        """A hundred pieces, or as many as are wanted."""
        try:
            for number in range(100):
                if path == "/cut" and number == 50:
                    raise AnswerCutError
                if path == "/refused" and number == 5:
                    raise AnswerCutError from RefusedError(503, "The time is up.", 7)
                self.given.append(number)
                yield PIECE
        finally:
            self.closed.set()


@pytest.fixture
def app() -> Scripted:
    return Scripted()


@pytest.fixture
def host(tiny: Path, app: Scripted) -> Iterator[Hosted]:
    limits = Limits()
    with hosted(ForkedWorkers(charge(tiny, limits)), limits, 1) as host:
        host.run(host.listen(app))
        yield host
        host.run(host.hang_up())


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode()


def test_a_small_answer_is_sent_whole(host: Hosted) -> None:
    answer = told(host, get("/whole"))
    assert re.search(rb"Content-Length: 5\r\nDate: [^\r]+ GMT\r\nConnection: close\r\n\r\nwhole$", answer)


def test_a_large_answer_is_sent_in_pieces(host: Hosted, app: Scripted) -> None:
    answer = told(host, get("/pieces"))
    assert answer.count(b"p" * 100) == 100 * 1000
    assert answer.endswith(b"\r\n0\r\n\r\n")
    assert app.closed.is_set()


def test_a_large_answer_that_tells_its_length_is_sent_by_it(host: Hosted) -> None:
    head, _, body = told(host, get("/sized")).partition(b"\r\n\r\n")
    assert b"Content-Length: 10000000\r\n" in head
    assert b"Transfer-Encoding" not in head
    assert body == PIECE * 100


def test_an_answer_that_is_shorter_than_it_told_is_cut_off(host: Hosted) -> None:
    answer = told(host, get("/short") + get("/whole"))
    assert answer.count(b"HTTP/1.1") == 1
    assert len(answer.partition(b"\r\n\r\n")[2]) == 100 * len(PIECE)


def test_an_answer_that_is_cut_ends_without_its_last_chunk(host: Hosted, caplog: pytest.LogCaptureFixture) -> None:
    with call(host) as sock:
        sock.sendall(get("/cut"))
        data = b""
        try:
            while piece := sock.recv(1 << 16):
                data += piece
        except ConnectionResetError:
            pass
    assert len(data) < 51 * len(PIECE)
    assert not data.endswith(b"0\r\n\r\n")
    assert caplog.text == ""


def test_an_application_is_asked_for_no_more_than_the_client_takes(host: Hosted, app: Scripted) -> None:
    with call(host) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        sock.sendall(get("/pieces"))
        time.sleep(0.5)
        assert 10 < len(app.given) < 70
        assert read_all(sock).endswith(b"\r\n0\r\n\r\n")


def test_an_application_is_told_when_the_client_leaves(host: Hosted, app: Scripted) -> None:
    with call(host) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        sock.sendall(get("/pieces"))
        assert soon(lambda: len(app.given) > 10)
    assert app.closed.wait(3)
    assert len(app.given) < 100
    assert soon(lambda: host.front._threads.running == 0)


@pytest.mark.parametrize("path", ["/fault", "/break"])
def test_a_fault_is_told_in_general_words_and_logged(host: Hosted, path: str, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = told(host, get(path))
    assert answer.startswith(b"HTTP/1.1 500 ")
    assert b"secret" not in answer
    assert b"Set-Cookie" not in answer
    assert "a request failed" in caplog.text


def test_an_answer_that_fails_before_its_first_byte_says_why(host: Hosted, caplog: pytest.LogCaptureFixture) -> None:
    answer = told(host, get("/refused"))
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert b"The time is up." in answer
    assert b"Retry-After: 7\r\n" in answer
    assert caplog.text == ""


def test_an_answer_has_one_date_and_it_is_the_servers(host: Hosted) -> None:
    answer = told(host, get("/dated")).lower()
    assert answer.count(b"\r\ndate: ") == 1
    assert b"1970" not in answer


def test_a_client_of_old_can_tell_that_an_answer_was_cut(host: Hosted) -> None:
    with call(host) as sock:
        sock.sendall(get("/cut").replace(b"HTTP/1.1", b"HTTP/1.0"))
        with pytest.raises(ConnectionResetError):
            read_all(sock)


def test_one_who_asks_for_many_pages_leaves_threads_for_others(host: Hosted, app: Scripted) -> None:
    with contextlib.ExitStack() as many:
        many.callback(app.go_on.set)
        asked = [many.enter_context(call(host)) for _ in range(40)]
        for sock in asked:
            sock.sendall(get("/slow"))
        assert soon(lambda: host.front._threads.running == 40)
        assert app.waiting == 6
        with socket.create_connection(host.front.address, 5, source_address=("127.0.0.7", 0)) as other:
            other.sendall(get("/whole"))
            assert read_all(other).endswith(b"whole")
        for sock in asked[30:]:
            sock.close()
        assert soon(lambda: len(host.front._connections) == 30)
        app.go_on.set()
        assert all(read_all(sock).endswith(b"whole") for sock in asked[:30])
    assert soon(lambda: host.front._threads.running == 0)
    assert app.waiting == 30
    assert not host.front._threads._waiting


def test_who_reads_many_large_answers_slowly_keeps_nobody_from_theirs(host: Hosted) -> None:
    with contextlib.ExitStack() as slow:
        for _ in range(20):
            sock = slow.enter_context(call(host))
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
            sock.sendall(get("/pieces"))
        assert soon(lambda: host.front._threads.senders._of_client == {"127.0.0.1": 8})
        assert told(host, get("/whole")).endswith(b"whole")
        assert told(host, get("/pieces")).startswith(b"HTTP/1.1 429 ")
    assert soon(lambda: not host.front._threads.senders._of_client)
    assert told(host, get("/pieces")).endswith(b"\r\n0\r\n\r\n")


def test_the_environment_is_what_applications_expect() -> None:
    headers = {b"host": b"h", b"content-type": b"a/b", b"x-one": b"1", b"x_forwarded_for": b"2", b"connection": b"c"}
    request = Request("POST", b"/a%20b%C3%A9?q=%20", headers, "1.1", True)
    request.body, request.client, request.scheme = b"abc", "192.0.2.1", "https"
    environ = environ_of(request, ("127.0.0.1", 80))
    assert (environ["PATH_INFO"], environ["QUERY_STRING"]) == ("/a b\xc3\xa9", "q=%20")
    assert (environ["CONTENT_TYPE"], environ["CONTENT_LENGTH"], environ["HTTP_X_ONE"]) == ("a/b", "3", "1")
    assert "HTTP_X_FORWARDED_FOR" not in environ
    assert "HTTP_CONNECTION" not in environ
    assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == ("192.0.2.1", "https")
    assert environ["wsgi.input"].read() == b"abc"
