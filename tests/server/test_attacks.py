"""Hostile requests against a running server on loopback: each gets an answer in time, and nobody else notices."""

import contextlib
import gzip
import http.client
import json
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from tests.attack_list import TIMEOUT, Attack, all_attacks
from tests.attacks import carry_out
from tests.hostile import Served, ask, get, post
from tests.server.test_cli import running
from tests.server.test_gate import CALLS, SHAPES
from tests.server.test_pool import BOMB, DIGITS, HOG, MANY, WORK

LIMIT, PATIENCE = 1.0, 2.0
QUERY_TYPE, FORM_TYPE = "application/sparql-query", "application/x-www-form-urlencoded"


@dataclass
class Server:
    """A running server and the listener that nothing may ever call."""

    host: str
    port: int
    process: subprocess.Popen[str]
    listener: int
    calls: list[object] = field(default_factory=list)

    @property
    def served(self) -> Served:
        """The same for those who send bytes."""
        return Served((self.host, self.port), self.process)

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        """Status and body of the answer, as a client from an address of its own."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=10, source_address=("127.0.0.9", 0))
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body or None, named)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def raw(self, data: bytes) -> bytes:
        """What comes back for these bytes."""
        with socket.create_connection((self.host, self.port), timeout=10) as sock:
            sock.sendall(data)
            return sock.recv(65536)


@pytest.fixture(scope="module")
def server(tiny: Path) -> Iterator[Server]:
    """Two workers and limits that make tests short; the listener notes who calls."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        options = ["--timeout", str(LIMIT), "--memory", "256", "--workers", "2", "--patience", f"{PATIENCE:g}"]
        options += ["--client-seconds", "0", "--max-rows", "1000"]
        with running("--data", str(tiny), "--union", *options) as (address, process):
            parts = urlsplit(address)
            assert parts.hostname
            assert parts.port
            server = Server(parts.hostname, parts.port, process, listener.getsockname()[1])
            done = threading.Event()

            def listen() -> None:
                while not done.is_set():
                    try:
                        server.calls.append(listener.accept()[1])
                    except TimeoutError:
                        continue

            thread = threading.Thread(target=listen)
            thread.start()
            yield server
            done.set()
            thread.join()
            assert process.poll() is None


@pytest.fixture(autouse=True)
def others(server: Server) -> Iterator[list[float]]:
    """Another client, who asks small questions all the while and must be answered each time, soon."""
    done, waits, failures = threading.Event(), [], []

    def ask() -> None:
        while not done.wait(0.05):
            began = time.monotonic()
            try:
                connection = http.client.HTTPConnection(server.host, server.port, timeout=5)
                connection.request("GET", "/sparql?query=ASK%7B%7D")
                if connection.getresponse().status != 200:
                    failures.append("refused")
            except OSError as error:
                failures.append(repr(error))
            finally:
                connection.close()
            waits.append(time.monotonic() - began)

    thread = threading.Thread(target=ask)
    thread.start()
    yield waits
    done.set()
    thread.join()
    assert failures == []
    assert max(waits, default=0) < 1
    assert server.calls == []


def path_of(query: str) -> str:
    return "/sparql?query=" + quote(query)


EXPONENTIAL = "ASK { ?s " + "(" * 60 + "<http://e/p>" + ")*" * 60 + " ?o }"
PATTERNS = "ASK { " + "".join(f"?s{i} ?p{i} ?o{i} ." for i in range(400)) + " }"
SORT = f"SELECT ?a {{ {' '.join(DIGITS % name for name in 'abcdefg')} }} ORDER BY DESC(?g)"
ENTITY = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'

QUERIES: dict[str, tuple[str, int | tuple[int, ...]]] = {
    "hog": (HOG, 503),
    "planner": (PATTERNS, 503),
    "paths in paths": (EXPONENTIAL, (200, 503)),
    "memory": (BOMB, 507),
    "sorting": (SORT, (503, 507)),
    "many rows": (MANY, 200),
    "regex": ('ASK { FILTER(REGEX("' + "a" * 5000 + '!", "(a+)+$")) }', 200),
    "large regex": ('ASK { FILTER(REGEX("a", "(((a{100}){100}){100}){100}")) }', (200, 400, 503, 507)),
    "repetition": ('SELECT (REPLACE("' + "a" * 50_000 + '", "a", "' + "b" * 50_000 + '") AS ?x) {}', (200, 503, 507)),
    "cross of graphs": ("SELECT * { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?t ?q ?u } }", 200),
    "no escape": ('SELECT ("\\uD800" AS ?x) {}', 400),
    "null": ("ASK { ?s ?p '\0' }", 200),
    "unknown function": ("SELECT (<http://x/>(1) AS ?x) {}", 400),
    "unclosed": ("SELECT * {" * 50, 400),
    "clear": ("CLEAR ALL", 400),
    "load": ("LOAD <http://127.0.0.1/>", 400),
    "insert": ("INSERT DATA { <a:a> <a:b> <a:c> }", 400),
    "from the network": ("SELECT * FROM <http://127.0.0.1/> { ?s ?p ?o }", 200),
    "from a file": ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 200),
    "two megabytes": ("ASK {} #" + "x" * 300_000, 400),
}


def expected(status: int | tuple[int, ...]) -> tuple[int, ...]:
    return status if isinstance(status, tuple) else (status,)


@pytest.mark.parametrize("name", QUERIES)
def test_a_hostile_query_is_answered_in_time(server: Server, name: str) -> None:
    query, status = QUERIES[name]
    began = time.monotonic()
    got, body = server.send("POST", "/sparql", query.encode("utf-8", "surrogatepass"), Content_Type=QUERY_TYPE)
    assert time.monotonic() - began < LIMIT + 1
    assert got in expected(status), body[:300]
    if got >= 400:
        problem = json.loads(body)
        assert problem["status"] == got
        assert "Traceback" not in problem["detail"]
        if got in {503, 507}:
            assert "limit" in problem["detail"]


@pytest.mark.parametrize("size", [1000, 100_000])
@pytest.mark.parametrize("shape", SHAPES)
def test_a_deep_or_long_query_is_refused(server: Server, shape: str, size: int) -> None:
    began = time.monotonic()
    status, body = server.send("POST", "/sparql", SHAPES[shape](size).encode(), Content_Type=QUERY_TYPE)
    assert time.monotonic() - began < LIMIT + 1
    assert status in {400, 413}
    assert "limit" in json.loads(body)["detail"]


@pytest.mark.parametrize("query", CALLS)
def test_nobody_is_called(server: Server, query: str) -> None:
    query = query.replace("http://x/", f"http://127.0.0.1:{server.listener}/")
    assert server.send("GET", path_of(query))[0] == 403


@pytest.fixture(scope="module")
def attacks(server: Server) -> dict[str, Attack]:
    """The attacks of the list, with limits as this server has them, and fewer at once."""
    every = all_attacks(server.listener)
    limits = {attack.name: LIMIT if attack.limit == TIMEOUT else PATIENCE for attack in every}
    return {a.name: replace(a, limit=limits[a.name], at_once=min(a.at_once, 8), deaf=min(a.deaf, 0.3)) for a in every}


@pytest.mark.parametrize("name", [attack.name for attack in all_attacks(0)])
def test_an_attack_of_the_list_is_answered_in_time(server: Server, attacks: dict[str, Attack], name: str) -> None:
    assert carry_out(server.served, attacks[name]) == ""


FORM_BODY = b"query=ASK%7B%7D"
REQUESTS: dict[str, tuple[str, str, bytes, dict[str, str], int | tuple[int, ...]]] = {
    "long address": ("GET", "/sparql?query=" + "a" * 300_000, b"", {}, (400, 414, 431)),
    "many parameters": ("GET", "/sparql?" + "a=b&" * 20_000, b"", {}, 400),
    "large header": ("GET", "/sparql?query=ASK%7B%7D", b"", {"X_Large": "a" * 300_000}, 431),
    "many ranges": ("GET", "/sparql?query=ASK%7B%7D", b"", {"Accept": "a/b;q=0.1," * 20_000}, (406, 431)),
    "large body": ("POST", "/sparql", b"query=" + b"a" * 3_000_000, {"Content_Type": FORM_TYPE}, 413),
    "gzip body": ("POST", "/sparql", gzip.compress(FORM_BODY), {"Content_Type": FORM_TYPE, "Content_Encoding": "gzip"}, 415),
    "inflating body": ("POST", "/sparql", gzip.compress(b"a" * 10_000_000), {"Content_Type": FORM_TYPE, "Content_Encoding": "deflate"}, 415),
    "entities": ("POST", "/sparql", ENTITY, {"Content_Type": "application/rdf+xml"}, 415),
    "entities put": ("PUT", "/sparql", ENTITY, {"Content_Type": "application/rdf+xml"}, 405),
    "no utf-8": ("GET", "/sparql?query=%FF", b"", {}, 400),
    "traversal": ("GET", "/static/../../../etc/passwd", b"", {}, 404),
    "traversal in percent": ("GET", "/static/%2e%2e/%2e%2e/etc/passwd", b"", {}, 404),
    "traversal twice encoded": ("GET", "/static/%252e%252e/app.py", b"", {}, 404),
    "traversal by backslash": ("GET", "/static/..%5c..%5capp.py", b"", {}, 404),
    "absolute path": ("GET", "/static//etc/passwd", b"", {}, (308, 404)),
    "null in the path": ("GET", "/static/%00", b"", {}, 404),
    "header injection": ("GET", "/sparql?query=ASK%7B%7D&format=json%0d%0aSet-Cookie:%20a=b", b"", {}, 400),
    "host injection": ("GET", "/sparql", b"", {"Host": "a<script>"}, 400),
    "forged client": ("GET", "/sparql?query=ASK%7B%7D", b"", {"X_Forwarded_For": "1.2.3.4"}, 200),
    "no length of time": ("GET", "/sparql?query=ASK%7B%7D&timeout=1e999", b"", {}, 400),
    "negative time": ("GET", "/sparql?query=ASK%7B%7D&timeout=-1", b"", {}, 400),
}  # fmt: skip


@pytest.mark.parametrize("name", REQUESTS)
def test_a_hostile_request_is_answered_in_time(server: Server, name: str) -> None:
    method, path, body, headers, status = REQUESTS[name]
    began = time.monotonic()
    got, answer = server.send(method, path, body, **headers)
    assert time.monotonic() - began < LIMIT + 1
    assert got in expected(status)
    assert b"root:" not in answer
    if got >= 400:
        assert json.loads(answer)["status"] == got


RAW = {
    "no http": b"hello\r\n\r\n",
    "two lengths": b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    "length and chunks": b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "bad chunk": b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
    "unknown encoding": b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: magic\r\n\r\n",
    "bare line feeds": b"GET /health HTTP/1.1\nHost: a\n\n",
    "folded header": b"GET /health HTTP/1.1\r\nHost: a\r\n b\r\n\r\n",
    "name with space": b"GET /health HTTP/1.1\r\nHost : a\r\n\r\n",
    "endless chunks": b"POST /sparql HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + b"1000\r\n" + b"a" * 4096 + b"\r\n",
    "length beyond": b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999\r\n\r\n",
}  # fmt: skip


@pytest.mark.parametrize("name", RAW)
def test_what_is_no_proper_http_is_answered_or_closed(server: Server, name: str) -> None:
    data = RAW[name]
    if name == "endless chunks":
        head, _, chunk = data.partition(b"\r\n\r\n")
        data = head + b"\r\n\r\n" + chunk * 300
    began = time.monotonic()
    answer = server.raw(data)
    assert time.monotonic() - began < 2 + LIMIT + 1
    assert not answer or answer.startswith((b"HTTP/1.0 ", b"HTTP/1.1 "))
    assert b"Traceback" not in answer


def test_half_open_and_slow_clients_are_let_go(server: Server) -> None:
    begun = [socket.create_connection((server.host, server.port), timeout=8) for _ in range(200)]
    began = time.monotonic()
    for sock in begun:
        sock.sendall(b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n")
    slow = begun[0]
    with contextlib.suppress(OSError):
        while time.monotonic() - began < 8:
            slow.sendall(b"a")
            time.sleep(0.2)
    assert time.monotonic() - began < 7
    for sock in begun[1:]:
        assert sock.recv(65536).startswith(b"HTTP/1.1 408 ")
    for sock in begun:
        sock.close()


def test_one_address_cannot_take_all_connections(server: Server) -> None:
    begun = []
    for _ in range(600):
        sock = socket.create_connection((server.host, server.port), timeout=5, source_address=("127.0.0.8", 0))
        begun.append(sock)
    assert server.send("GET", "/health")[0] == 200
    time.sleep(0.3)
    told = closed = 0
    for sock in begun:
        sock.setblocking(False)
        try:
            said = sock.recv(65536)
            told, closed = told + said.startswith(b"HTTP/1.1 503 "), closed + (said == b"")
        except ConnectionResetError:
            closed += 1
        except BlockingIOError:
            pass
        sock.close()
    assert told >= 64
    assert told + closed == 600 - 512


def test_one_clients_hogs_leave_room_for_others(server: Server, others: list[float]) -> None:
    def hog(_: int) -> int:
        return server.send("GET", path_of(HOG))[0]

    with ThreadPoolExecutor(8) as threads:
        statuses = list(threads.map(hog, range(8)))
    assert set(statuses) <= {429, 503}
    assert 429 in statuses


def test_a_hog_is_stopped_at_its_limit(server: Server) -> None:
    for seconds in (0.3, 1.0):
        began = time.monotonic()
        assert server.send("GET", f"{path_of(HOG)}&timeout={seconds}")[0] == 503
        assert seconds <= time.monotonic() - began < seconds + 0.2


def test_a_client_that_does_not_read_costs_a_worker_no_longer_than_the_limit(server: Server) -> None:
    long = "x" * 200_000
    query = f'SELECT ("{long}" AS ?z) {{ {DIGITS % "a"} {DIGITS % "b"} {DIGITS % "c"} }}'
    with socket.create_connection((server.host, server.port), timeout=10, source_address=("127.0.0.7", 0)) as sock:
        head = f"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: {QUERY_TYPE}\r\nContent-Length: {len(query)}\r\n\r\n"
        sock.sendall(head.encode() + query.encode())
        time.sleep(LIMIT + 0.7)
        received = b""
        while piece := sock.recv(1 << 20):
            received = (received + piece)[-100:]
    assert not received.endswith(b"0\r\n\r\n")


def test_cut_rows_are_told(server: Server) -> None:
    connection = http.client.HTTPConnection(server.host, server.port, timeout=10)
    connection.request("GET", path_of(MANY))
    answer = connection.getresponse()
    assert answer.headers["Iprgraph-Truncated"] == "rows=1000"
    assert len(json.loads(answer.read())["results"]["bindings"]) == 1000
    connection.close()


def test_that_rows_were_cut_is_told_however_the_answer_comes(server: Server) -> None:
    with server.served.line() as line:
        for request in [ask(MANY), ask(MANY), post(MANY.encode()), ask(MANY, "Accept-Encoding: gzip")] * 2:
            line.send(request)
            assert line.reply().headers["iprgraph-truncated"] == "rows=1000"
        for number in range(2):
            line.send(ask(MANY + f" # {number // 2}", method="HEAD"))
            assert line.reply(head_only=True).headers["iprgraph-truncated"] == "rows=1000"
        line.send(ask(MANY + " LIMIT 1000"))
        assert "iprgraph-truncated" not in line.reply().headers


def test_no_client_gets_what_was_kept_for_another_form_of_request(server: Server) -> None:
    text = "SELECT ?s { ?s ?p ?o } # kept"
    plain, csv = ask(text), ask(text, "Accept: text/csv")
    with server.served.line() as line:
        for request, begin in [(plain, b'{"head"'), (csv, b"s\r\n")] * 3:
            line.send(request)
            assert line.reply().body.startswith(begin)
        line.send(plain.replace(b"Host: h\r\n", b"Host: h\r\nConnection: close\r\n"))
        assert line.reply().headers["connection"] == "close"
        assert line.is_over()
    with server.served.line() as line:
        line.send(plain.replace(b"HTTP/1.1", b"HTTP/1.0"))
        assert line.reply().headers["connection"] == "close"
        assert line.is_over()
    with server.served.line() as line:  # what is kept comes in its turn, behind what was asked before it
        slow = ask(f"{WORK} # before")
        line.send(slow + plain + get("/version") + plain)
        assert [line.reply().body[:12] for _ in range(4)][1::2] == [b'{"head":{"va', b'{"head":{"va']


def test_markup_and_formulas_come_as_data(server: Server) -> None:
    query = 'SELECT ("<script>" AS ?a) ("=1+1" AS ?b) {}'
    status, body = server.send("GET", path_of(query), Accept="text/html")
    assert status == 200
    assert b"<script>" not in body
    assert b"&lt;script&gt;" in body
    _, body = server.send("GET", path_of(query) + "&format=csv")
    assert body == b"a,b\r\n<script>,=1+1\r\n"


def test_a_trusted_proxy_tells_clients_apart_and_a_stranger_cannot(tiny: Path) -> None:
    options = ["--timeout", "2", "--workers", "4", "--client-queries", "1", "--trust-proxy", "127.0.0.1"]
    with running("--data", str(tiny), *options) as (address, process), ThreadPoolExecutor(4) as threads:
        parts = urlsplit(address)
        proxied = Server(parts.hostname or "", parts.port or 0, process, 0)

        def ask(query: str, client: str, peer: str = "127.0.0.1") -> int:
            connection = http.client.HTTPConnection(proxied.host, proxied.port, timeout=10, source_address=(peer, 0))
            connection.request("GET", path_of(query), headers={"X-Forwarded-For": client})
            status = connection.getresponse().status
            connection.close()
            return status

        hogs = [threads.submit(ask, HOG, "192.0.2.1"), threads.submit(ask, HOG, "192.0.2.9", "127.0.0.5")]
        time.sleep(0.2)
        assert ask(HOG + "# 2", "192.0.2.1") == 429
        assert ask("ASK {}", "192.0.2.2") == 200
        assert ask(HOG + "# 3", "192.0.2.10", "127.0.0.5") == 429
        assert [hog.result() for hog in hogs] == [503, 503]


def test_the_log_holds_neither_query_nor_address(tiny: Path) -> None:
    with running("--data", str(tiny), "--timeout", "0.3", "--memory", "256") as (address, process):
        parts = urlsplit(address)
        quiet = Server(parts.hostname or "", parts.port or 0, process, 0)
        for query in (HOG, BOMB, "nonsense", "ASK { SERVICE <http://secret/> {} }"):
            assert quiet.send("GET", path_of(query + " #secret"))[0] >= 400
        process.terminate()
        out, err = process.communicate(timeout=10)
    assert "secret" not in out + err
    assert "127.0.0.9" not in out + err
    assert "Traceback" not in err
