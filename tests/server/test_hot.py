"""The short way for queries: it answers as the application alone does, and sooner."""

import http.client
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from flask.testing import FlaskClient

from tests.server.test_cli import running

SELECT = "SELECT * { ?s ?p ?o } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
FORM, QUERY_TYPE = "application/x-www-form-urlencoded", "application/sparql-query"
LONG = 'SELECT ?s ("' + "x" * 3000 + '" AS ?long) { ?s ?p ?o } ORDER BY ?s'


def at(query: str, more: str = "") -> str:
    return f"/sparql?query={quote(query)}{more}"


Told = tuple[int, dict[str, str], bytes]


class Asker:
    """One connection to a running server."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)

    def ask(self, method: str, path: str, headers: dict[str, str] | None = None, body: bytes = b"") -> Told:
        """Status, headers and body of the answer."""
        self.connection.request(method, path, body or None, headers or {})
        answer = self.connection.getresponse()
        headers = dict(answer.getheaders())
        assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", headers.pop("Date"))
        return answer.status, headers, answer.read()


@pytest.fixture(scope="module")
def asker(tiny: Path) -> Iterator[Asker]:
    """A client of a server whose clients have no share."""
    with running("--data", str(tiny), "--union", "--no-limits") as (address, _):
        asker = Asker(address)
        yield asker
        asker.connection.close()


REQUESTS: list[tuple[str, str, dict[str, str], bytes]] = [
    ("GET", at(SELECT), {}, b""),
    ("GET", at(SELECT), {"Accept": "text/csv"}, b""),
    ("GET", at(SELECT), {"Accept": "text/html,application/xml;q=0.9"}, b""),
    ("GET", at(LONG), {"Accept-Encoding": "gzip"}, b""),
    ("GET", at(LONG), {"Accept-Encoding": "gzip;q=0"}, b""),
    ("GET", at(SELECT), {"Accept-Encoding": "gzip"}, b""),
    ("GET", at("ASK {}", "&format=xml"), {}, b""),
    ("GET", at(CONSTRUCT), {}, b""),
    ("GET", at(CONSTRUCT, "&format=jsonld"), {}, b""),
    ("GET", at(CONSTRUCT, "&default-graph-uri=http://g/1"), {"Accept": "application/n-triples"}, b""),
    ("GET", at("SELECT (COUNT(*) AS ?n) FROM <http://g/1> FROM <http://g/2> { ?s ?p ?o }"), {}, b""),
    ("GET", at("DESCRIBE <http://e/a>", "&format=nt"), {}, b""),
    ("GET", at("SELECT (RAND() < 2 AS ?x) {}"), {}, b""),
    ("HEAD", at("ASK {}"), {}, b""),
    ("POST", "/sparql", {"Content-Type": FORM}, b"query=ASK{}"),
    ("POST", "/sparql?format=csv", {"Content-Type": QUERY_TYPE}, SELECT.encode()),
    ("POST", "/sparql", {"Content-Type": "text/plain"}, b"ASK{}"),
    ("POST", "/sparql", {"Content-Type": FORM, "Content-Encoding": "gzip"}, b"\x1f\x8b"),
    ("POST", "/sparql", {"Content-Type": FORM}, b"query=ASK{}&query=ASK{}"),
    ("GET", at("nonsense"), {}, b""),
    ("GET", at("SELECT * {\n ?s ?p }}"), {}, b""),
    ("GET", at("SELECT (<a:b>(1) AS ?x) {}"), {}, b""),
    ("GET", "/sparql?query=%FF", {}, b""),
    ("GET", at("ASK {}"), {"Accept": "image/png"}, b""),
    ("GET", at("ASK {}", "&format=ttl"), {}, b""),
    ("GET", at("ASK {}", "&timeout=never"), {}, b""),
    ("GET", at("ASK {}"), {"If-None-Match": "*"}, b""),
    ("GET", at("ASK {}"), {"If-None-Match": '"other"'}, b""),
    ("POST", "/sparql", {"Content-Type": QUERY_TYPE, "If-None-Match": "*"}, b"ASK {}"),
    ("GET", at("ASK { SERVICE <a:b> {} }"), {}, b""),
    ("GET", at("CLEAR ALL"), {}, b""),
    ("GET", "/sparql", {"Host": "host.example"}, b""),
    ("GET", "/sparql", {"Accept": "text/html"}, b""),
    ("OPTIONS", "/sparql", {}, b""),
    ("PUT", "/sparql", {}, b"x"),
    ("GET", "/version", {}, b""),
    ("GET", "/graph-store?graph=http://g/1", {}, b""),
    ("GET", "/nowhere", {}, b""),
]


@pytest.mark.parametrize(("method", "path", "headers", "body"), REQUESTS)
def test_answers_are_those_of_the_application_alone(
    asker: Asker, client: FlaskClient, method: str, path: str, headers: dict[str, str], body: bytes
) -> None:
    with client.open(path, method=method, headers=headers, data=body) as alone:
        expected = (alone.status_code, {n.lower(): v for n, v in alone.headers}, alone.data)
    for _ in range(3):
        status, found, data = asker.ask(method, path, headers, body)
        assert (status, {n.lower(): v for n, v in found.items()}, data) == expected


@pytest.mark.parametrize("query", [SELECT, "ASK {}", CONSTRUCT])
def test_who_has_the_answer_gets_304(asker: Asker, query: str) -> None:
    etag = asker.ask("GET", at(query))[1]["ETag"]
    for names in (etag, f'"x", {etag}', etag.removeprefix("W/"), "*"):
        status, headers, body = asker.ask("GET", at(query), {"If-None-Match": names})
        assert (status, headers["ETag"], body) == (304, etag, b"")
        assert headers["Access-Control-Allow-Origin"] == "*"
        assert "Content-Type" not in headers


def test_what_is_posted_is_answered_in_any_case(asker: Asker) -> None:
    etag = asker.ask("GET", at("ASK {}"))[1]["ETag"]
    for names in (etag, "*"):
        headers = {"Content-Type": QUERY_TYPE, "If-None-Match": names}
        assert asker.ask("POST", "/sparql", headers, b"ASK {}")[0] == 200


def test_every_form_of_an_answer_has_a_tag_of_its_own(asker: Asker) -> None:
    forms = ("json", "xml", "csv", "tsv")
    assert len({asker.ask("GET", at("ASK {}", f"&format={form}"))[1]["ETag"] for form in forms}) == 4


@pytest.mark.parametrize("function", ["RAND()", "NOW()", "UUID()", "STRUUID()", "BNODE()"])
def test_what_differs_each_time_is_not_kept(asker: Asker, function: str) -> None:
    answers = set()
    for _ in range(3):
        status, headers, body = asker.ask("GET", at(f"SELECT ({function} AS ?x) {{}}"))
        assert (status, headers["Cache-Control"]) == (200, "no-store")
        assert "ETag" not in headers
        answers.add(body)
    assert function == "BNODE()" or len(answers) == 3


def test_the_same_text_in_other_bytes_is_another_question(asker: Asker) -> None:
    for number in range(1, 4):
        for _ in range(3):
            assert f'"{number}"'.encode() in asker.ask("GET", at(f"SELECT ({number} AS ?x) {{}}"))[2]
            assert f'"{number}"'.encode() in asker.ask("GET", at(f"SELECT ('{number}' AS ?x) {{}} # {number}"))[2]
