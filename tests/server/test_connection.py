"""Connections as clients make them: one after the other, several at once, half, slow, and left in the middle."""

import contextlib
import re
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from server.app import create_app
from server.limits import Limits
from server.workers import ForkedWorkers
from tests.server.hosting import Hosted, hosted
from tests.server.test_pool import DIGITS, HOG, charge, soon

LIMITS = Limits(seconds=5.0, memory=256 * 1024 * 1024)
ASK = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: a\r\n\r\n"
HEALTH = b"GET /health HTTP/1.1\r\nHost: a\r\n\r\n"
LARGE = f'SELECT ("{"x" * 3000}" AS ?z) {{ {DIGITS % "a"} {DIGITS % "b"} {DIGITS % "c"} }}'


@pytest.fixture(scope="module")
def host(tiny: Path) -> Iterator[Hosted]:
    """A whole server in a thread of this process."""
    with hosted(ForkedWorkers(charge(tiny, LIMITS)), LIMITS, 2) as host:
        host.run(host.listen(create_app(host.facts, host.engine), patience=1.0))
        yield host
        host.run(host.hang_up())


def call(host: Hosted) -> socket.socket:
    return socket.create_connection(host.front.address, timeout=10)


def read_all(sock: socket.socket) -> bytes:
    data = b""
    while piece := sock.recv(1 << 16):
        data += piece
    return data


def told(host: Hosted, data: bytes) -> bytes:
    """All that comes back until the server hangs up."""
    with call(host) as sock:
        sock.sendall(data)
        return read_all(sock)


def get(query: str, more: str = "") -> bytes:
    return f"GET /sparql?query={quote(query)}{more} HTTP/1.1\r\nHost: a\r\n\r\n".encode()


CLOSE = b"GET /version HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"


@pytest.mark.parametrize("one", [ASK, HEALTH])
def test_requests_sent_at_once_are_answered_in_order(host: Hosted, one: bytes) -> None:
    numbered = [get(f"SELECT ({number} AS ?n) {{}}", "&format=csv") for number in range(3)]
    answer = told(host, one * 40 + b"".join(numbered) + one + CLOSE)
    assert answer.count(b"HTTP/1.1 200 OK") == 45
    places = [answer.index(b"n\r\n%d\r\n" % number) for number in range(3)]
    assert places == sorted(places)
    assert answer.endswith(b"}\n")


def test_many_thousands_at_once_are_answered(host: Hosted) -> None:
    with call(host) as sock:
        threading.Thread(target=sock.sendall, args=(ASK * 5000 + CLOSE,)).start()
        assert read_all(sock).count(b"HTTP/1.1 200 OK") == 5001


def test_a_client_of_old_is_answered_and_let_go(host: Hosted) -> None:
    answer = told(host, b"GET /sparql?query=ASK%7B%7D HTTP/1.0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"Connection: close\r\n" in answer
    large = told(host, get(LARGE).replace(b"HTTP/1.1", b"HTTP/1.0"))
    assert b"chunked" not in large
    assert large.endswith(b"]}}")


def test_a_large_answer_comes_in_chunks_up_to_the_last(host: Hosted) -> None:
    answer = told(host, get(LARGE) + CLOSE)
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"Transfer-Encoding: chunked" in head
    assert b"Content-Length" not in head
    whole = bytearray()
    while True:
        size, _, body = body.partition(b"\r\n")
        if size == b"0":
            break
        whole += body[: int(size, 16)]
        body = body[int(size, 16) + 2 :]
    assert whole.count(b'"z":') == 1000
    assert whole.endswith(b"]}}")
    assert body.startswith(b"\r\nHTTP/1.1 200 OK")


def test_head_has_no_body(host: Hosted) -> None:
    for request in (ASK, HEALTH, get(LARGE)):
        answer = told(host, request.replace(b"GET", b"HEAD") + CLOSE)
        assert re.match(rb"HTTP/1\.1 200 OK\r\n[^{]*\r\n\r\nHTTP/1\.1 200 OK", answer)


def test_a_body_that_waits_to_be_asked_for_is_asked_for(host: Hosted) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\nContent-Length: 6\r\n"
    with call(host) as sock:
        sock.sendall(head + b"Expect: 100-continue\r\n\r\n")
        assert sock.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        sock.sendall(b"ASK {}")
        assert sock.recv(15) == b"HTTP/1.1 200 OK"


def test_who_sends_no_more_is_still_answered(host: Hosted) -> None:
    for request in (ASK, HEALTH, get("ASK { # anew\n}")):
        with call(host) as sock:
            sock.sendall(request)
            sock.shutdown(socket.SHUT_WR)
            assert read_all(sock).startswith(b"HTTP/1.1 200 OK")


def test_who_ends_in_the_middle_of_a_request_is_told(host: Hosted) -> None:
    with call(host) as sock:
        sock.sendall(ASK[:20])
        sock.shutdown(socket.SHUT_WR)
        assert read_all(sock).startswith(b"HTTP/1.1 400 ")


def test_a_client_that_leaves_frees_its_worker(host: Hosted) -> None:
    assert soon(lambda: len(host.idle()) == 2)
    with call(host) as sock:
        sock.sendall(get(HOG))
        assert soon(lambda: len(host.busy()) == 1)
    assert soon(lambda: not host.busy(), 2.5)
    assert soon(lambda: len(host.idle()) == 2)


def test_a_client_that_resets_frees_its_worker_at_once(host: Hosted) -> None:
    with call(host) as sock:
        sock.sendall(get(HOG + "# reset"))
        assert soon(lambda: len(host.busy()) == 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    assert soon(lambda: not host.busy(), 0.5)


def test_a_slow_reader_gets_all_and_nothing_is_piled_up(host: Hosted) -> None:
    query = LARGE.replace("x" * 3000, "x" * 20_000)
    with call(host) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16384)
        sock.sendall(get(query) + CLOSE)
        time.sleep(0.4)
        (connection,) = host.call(lambda: list(host.front._connections))
        assert host.call(lambda: connection._transport.get_write_buffer_size()) < 1024 * 1024
        answer = read_all(sock)
    assert answer.count(b'"z":') == 1000
    assert answer.endswith(b"}\n")


def test_those_for_whom_much_is_held_are_let_go_soon(host: Hosted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.front._MOST_HELD", 2_000_000)
    monkeypatch.setattr("server.front._MOST_FILLED", 500_000)
    monkeypatch.setattr("server.front._SWEEP", 60)
    assert soon(lambda: not host.front._connections)
    time.sleep(0.6)  # the next sweep comes in a minute
    query = LARGE.replace("x" * 3000, "x" * 900)
    for _ in range(2):
        told(host, get(query) + CLOSE)
    with contextlib.ExitStack() as deaf:
        for _ in range(12):
            sock = deaf.enter_context(call(host))
            sock.sendall(get(query) * 12)
        assert soon(lambda: host.call(lambda: 0 < len(host.front._connections) < 12))
        held = host.call(lambda: sum(c._transport.get_write_buffer_size() for c in host.front._connections))
    assert held < 5_000_000
    monkeypatch.undo()
    host.call(host.front._sweep)


def test_what_is_no_http_is_refused_and_the_rest_read_away(host: Hosted) -> None:
    with call(host) as sock:
        sock.sendall(b"hello\r\n\r\n" + b"x" * 500_000)
        answer = read_all(sock)
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"Iprgraph-Version: " in answer
    assert b"Access-Control-Allow-Origin: *" in answer
    assert b"application/problem+json" in answer


def test_a_refusal_waits_for_the_answer_before_it(host: Hosted) -> None:
    answer = told(host, get("SELECT (1 AS ?one) {}", "&format=csv") + b"hello\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert b"Connection: close" in answer


def test_the_idle_are_let_go_and_the_slow_are_told(host: Hosted) -> None:
    with call(host) as idle, call(host) as slow:
        slow.sendall(ASK[:-2])
        began = time.monotonic()
        assert idle.recv(1) == b""
        assert read_all(slow).startswith(b"HTTP/1.1 408 ")
        assert time.monotonic() - began < 3


def test_an_offer_to_upgrade_is_passed_over(host: Hosted) -> None:
    answer = told(host, HEALTH[:-2] + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 OK")


def test_the_absolute_form_is_understood(host: Hosted) -> None:
    answer = told(host, b"GET http://a/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
    assert answer.endswith(b'{"status":"ok"}\n')


def test_a_path_beyond_all_reason_is_refused(host: Hosted) -> None:
    for path, status in ((b"/" + b"a" * 4095, b"404"), (b"/" + b"a/" * 3000, b"414")):
        answer = told(host, b"GET %b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" % path)
        assert answer.startswith(b"HTTP/1.1 " + status)
