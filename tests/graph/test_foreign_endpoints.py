"""graph/foreign_endpoints.py: what a SPARQL endpoint is asked, and what its faults are told as. The endpoint is made here."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox
import pytest

from graph import foreign_endpoints
from graph.errors import EndpointError, UsageError
from graph.foreign_endpoints import Bounds, ask_names, ask_table, is_endpoint

LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
DATA = f"""
<http://example.org/l1> <{LABEL}> "Patent Law" ; a <http://example.org/Law> .
<http://example.org/l2> <{LABEL}> "Seed Law" .
"""
Answer = tuple[int, dict[str, str], bytes]


class Endpoint:
    """A server that answers queries over DATA, or whatever it is told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: list[Callable[[], Answer]] = []
        self.store = ox.Store()
        self.store.load(DATA.encode(), format=ox.RdfFormat.TURTLE)
        endpoint = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.reply(parse_qs(urlsplit(self.path).query).get("query", [""])[0])

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                self.reply(parse_qs(body)["query"][0])

            def reply(self, query: str) -> None:
                endpoint.asked.append(query)
                status, headers, body = endpoint.answers.pop(0)() if endpoint.answers else endpoint.answer(query)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}/sparql"
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()

    def answer(self, query: str) -> Answer:
        """What the query gives."""
        found = self.store.query(query)
        assert isinstance(found, ox.QuerySolutions)
        data = found.serialize(format=ox.QueryResultsFormat.JSON)
        assert data is not None
        return 200, {"Content-Type": "application/sparql-results+json"}, data


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    """A running endpoint; no proxy stands between, and nobody waits."""
    monkeypatch.setenv("no_proxy", "*")
    monkeypatch.setattr(foreign_endpoints, "_LONGEST_WAIT", 0.01)
    made = Endpoint()
    yield made
    made.server.shutdown()
    made.server.server_close()


def names(endpoint: Endpoint, cls: str = "", bounds: Bounds | None = None) -> list[tuple[str, str]]:
    """Things and their labels."""
    found = ask_names(endpoint.address, cls, bounds or Bounds(), lambda _: None)
    return [(one.thing, one.value) for one in found if one.property == LABEL]


def test_an_address_is_told_from_a_file() -> None:
    assert is_endpoint("https://query.wikidata.org/sparql")
    assert not is_endpoint("laws.csv")
    assert not is_endpoint("file:///etc/passwd")


def test_all_things_are_asked_for_page_by_page(endpoint: Endpoint) -> None:
    assert names(endpoint, bounds=Bounds(page=2)) == [
        ("http://example.org/l1", "Patent Law"),
        ("http://example.org/l2", "Seed Law"),
    ]
    assert ["OFFSET 0" in q or "OFFSET 2" in q for q in endpoint.asked] == [True, True]


def test_things_of_a_class_are_asked_for_by_a_value(endpoint: Endpoint) -> None:
    assert names(endpoint, "http://example.org/Law") == [("http://example.org/l1", "Patent Law")]
    with pytest.raises(UsageError, match="--class a> b is no IRI"):
        names(endpoint, "a> b")


def test_a_query_of_the_user_gives_a_table(endpoint: Endpoint) -> None:
    columns, rows = ask_table(endpoint.address, f"SELECT ?x ?name WHERE {{ ?x <{LABEL}> ?name }} ORDER BY ?x", Bounds())
    assert columns == ["x", "name"]
    assert rows[0] == ["http://example.org/l1", "Patent Law"]


def test_a_long_query_is_posted(endpoint: Endpoint) -> None:
    query = "SELECT ?x WHERE { ?x ?p ?o } #" + "x" * 7000
    assert len(ask_table(endpoint.address, query, Bounds())[1]) == 3
    assert endpoint.asked == [query]


def test_an_endpoint_with_too_much_is_refused_with_a_cure(endpoint: Endpoint) -> None:
    with pytest.raises(EndpointError, match="has more than 2 statements; name a class with --class"):
        names(endpoint, bounds=Bounds(page=2, rows=2))


def test_a_busy_endpoint_is_asked_again(endpoint: Endpoint) -> None:
    endpoint.answers = [lambda: (503, {"Retry-After": "1"}, b"busy"), lambda: (429, {}, b"")]
    assert len(names(endpoint)) == 2
    endpoint.answers = [lambda: (503, {}, b"so busy")] * 3
    with pytest.raises(EndpointError, match=r"answers 503 .*: so busy; it is busy, try again later"):
        names(endpoint)


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (400, b"no such prefix", "answers 400 Bad Request: no such prefix; look at the query or the address"),
        (404, b"", "answers 404 Not Found: without a word; look at the address"),
        (200, b"<html>hello", "gives no SPARQL results in JSON but '<html>hello'"),
        (200, b'{"results": []}', "gives no SPARQL results in JSON"),
    ],
)
def test_an_answer_that_is_no_answer_is_told(endpoint: Endpoint, status: int, body: bytes, told: str) -> None:
    endpoint.answers = [lambda: (status, {}, body)]
    with pytest.raises(EndpointError, match=told):
        names(endpoint)


def test_an_endpoint_that_does_not_answer_is_given_up(endpoint: Endpoint) -> None:
    def sleep() -> Answer:
        time.sleep(0.5)
        return 200, {}, b""

    endpoint.answers = [sleep]
    with pytest.raises(EndpointError, match=r"did not answer within 0\.1 s"):
        names(endpoint, bounds=Bounds(seconds=0.1))


def test_an_endpoint_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")
    with pytest.raises(EndpointError, match=r"cannot be reached: .*; look at the address and the network"):
        list(ask_names("http://127.0.0.1:9/sparql", "", Bounds(seconds=2), lambda _: None))


def test_no_answer_leads_to_a_file_of_ours(endpoint: Endpoint) -> None:
    endpoint.answers = [lambda: (302, {"Location": "file:///etc/passwd"}, b"")]
    with pytest.raises(EndpointError):
        names(endpoint)


def test_a_flood_is_cut_off(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(foreign_endpoints, "_LARGEST_ANSWER", 100_000)
    endpoint.answers = [lambda: (200, {}, json.dumps({"x": "y" * 300_000}).encode())]
    with pytest.raises(EndpointError, match="sends more than"):
        names(endpoint)
