"""The cache of answers: equal to the application without it, faster, and never stale."""

from pathlib import Path

import pytest
from werkzeug.test import Client, TestResponse

from server.app import create_app
from server.cache import AnswerCache
from server.data import open_data
from server.engine import Answer, InProcessEngine, QueryRequest

SELECT = "SELECT * { ?s ?p ?o } ORDER BY ?s"
FORM = "application/x-www-form-urlencoded"


class Counting(InProcessEngine):
    """Counts what it is asked."""

    asked = 0

    def answer(self, request: QueryRequest) -> Answer:
        self.asked += 1
        return super().answer(request)


@pytest.fixture
def engine(tiny: Path) -> Counting:
    return Counting(open_data(tiny, union=True).store)


@pytest.fixture
def clients(tiny: Path, engine: Counting) -> tuple[Client, Client]:
    """The application behind the cache, and alone."""
    data = open_data(tiny, union=True)
    cached = AnswerCache(create_app(data, engine), data.version, 1024 * 1024)
    return Client(cached), Client(create_app(data))


def told(answer: TestResponse) -> tuple[str, list[tuple[str, str]], bytes]:
    return answer.status, sorted(answer.headers), answer.data


REQUESTS: list[tuple[str, str, dict[str, str], bytes]] = [
    ("GET", "/sparql?query=" + SELECT, {}, b""),
    ("GET", "/sparql?query=" + SELECT, {"Accept": "text/csv"}, b""),
    ("GET", "/sparql?query=ASK{}&format=xml", {}, b""),
    ("HEAD", "/sparql?query=ASK{}", {}, b""),
    ("POST", "/sparql", {"Content-Type": FORM}, b"query=ASK{}"),
    ("POST", "/sparql", {"Content-Type": "application/sparql-query"}, SELECT.encode()),
    ("POST", "/sparql", {"Content-Type": "text/plain"}, b"ASK{}"),
    ("POST", "/sparql", {"Content-Type": FORM, "Content-Encoding": "gzip"}, b"\x1f\x8b"),
    ("GET", "/sparql?query=nonsense", {}, b""),
    ("GET", "/sparql?query=ASK{}", {"Accept": "image/png"}, b""),
    ("GET", "/sparql?query=ASK{}", {"If-None-Match": "*"}, b""),
    ("GET", "/sparql?query=ASK{}", {"If-None-Match": '"other"'}, b""),
    ("GET", "/sparql?query=ASK{SERVICE<a:b>{}}", {}, b""),
    ("GET", "/sparql", {}, b""),
    ("GET", "/sparql", {"Accept": "text/html"}, b""),
    ("OPTIONS", "/sparql", {}, b""),
    ("PUT", "/sparql", {}, b""),
    ("GET", "/version", {}, b""),
    ("GET", "/nowhere", {}, b""),
]


@pytest.mark.parametrize(("method", "path", "headers", "body"), REQUESTS)
def test_answers_are_those_of_the_application_alone(
    clients: tuple[Client, Client], method: str, path: str, headers: dict[str, str], body: bytes
) -> None:
    cached, alone = clients
    expected = told(alone.open(path, method=method, headers=headers, data=body))
    for _ in range(3):
        assert told(cached.open(path, method=method, headers=headers, data=body)) == expected


def test_the_engine_is_asked_once(clients: tuple[Client, Client], engine: Counting) -> None:
    before = engine.asked
    for _ in range(3):
        clients[0].get("/sparql?query=" + SELECT)
        clients[0].head("/sparql?query=" + SELECT)
    assert engine.asked == before + 1
    clients[0].get("/sparql?query=" + SELECT, headers={"Accept": "text/csv"})
    assert engine.asked == before + 2


def test_who_has_the_answer_gets_304(clients: tuple[Client, Client]) -> None:
    for client in clients:
        first = client.get("/sparql?query=" + SELECT)
        etag = first.headers["ETag"]
        for names in (etag, f'"x", {etag}', f"W/{etag}"):
            again = client.get("/sparql?query=" + SELECT, headers={"If-None-Match": names})
            assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", etag)
            assert again.headers["Access-Control-Allow-Origin"] == "*"
    assert told(clients[0].get("/sparql?query=" + SELECT, headers={"If-None-Match": etag})) == told(
        clients[1].get("/sparql?query=" + SELECT, headers={"If-None-Match": etag})
    )


@pytest.mark.parametrize("function", ["RAND()", "NOW()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_differs_each_time_is_not_kept(clients: tuple[Client, Client], engine: Counting, function: str) -> None:
    before = engine.asked
    for _ in range(2):
        answer = clients[0].get("/sparql", query_string={"query": f"SELECT ({function} AS ?x) {{}}"})
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ETag" not in answer.headers
    assert engine.asked == before + 2


def test_formats_have_etags_of_their_own(clients: tuple[Client, Client]) -> None:
    forms = ("json", "xml", "csv", "tsv")
    etags = {clients[0].get(f"/sparql?query=ASK{{}}&format={form}").headers["ETag"] for form in forms}
    assert len(etags) == 4


def test_the_cache_stays_within_its_size(tiny: Path, engine: Counting) -> None:
    cached = AnswerCache(create_app(open_data(tiny, union=True), engine), "v", 1000)
    client = Client(cached)
    for number in range(100):
        client.get("/sparql", query_string={"query": f"SELECT ({number} AS ?x) {{}}"})
    assert 0 < cached._used <= 1000
    assert cached._used == sum(len(entry.body) for entry in cached._entries.values())
