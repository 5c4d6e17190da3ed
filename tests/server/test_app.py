"""The application as clients see it: answers, headers, refusals."""

import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from graph.formats import Format, formats_of
from server.app import create_app
from server.data import open_data
from server.engine import Answer, Question
from server.messages import LARGEST_BODY

SELECT = "SELECT * { ?s ?p ?o } ORDER BY ?s"
CONSTRUCT = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
QUERY_TYPE = "application/sparql-query"


def ask(client: FlaskClient, query: str, accept: str = "*/*", **parameters: str) -> TestResponse:
    return client.get("/sparql?" + urlencode({"query": query, **parameters}), headers={"Accept": accept})


@pytest.mark.parametrize("form", formats_of("solutions"), ids=lambda form: form.name)
def test_select_comes_in_every_format_by_accept_and_by_name(client: FlaskClient, form: Format) -> None:
    for media_type in form.media_types:
        assert ask(client, SELECT, media_type).mimetype == media_type.partition(";")[0]
    named = ask(client, SELECT, "image/png", format=form.name)
    assert named.content_type.replace(" ", "").startswith(form.media_types[0])


@pytest.mark.parametrize("form", formats_of("graph"), ids=lambda form: form.name)
def test_a_graph_and_the_description_come_in_every_format(client: FlaskClient, form: Format) -> None:
    engine, name = form.engine, form.name
    assert isinstance(engine, ox.RdfFormat)
    assert len(list(ox.parse(ask(client, CONSTRUCT, format=name).data, format=engine))) == 2
    described = client.get("/sparql", headers={"Accept": form.media_types[0]})
    assert len(list(ox.parse(described.data, format=engine))) > 20


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        (SELECT, "*/*", "application/sparql-results+json"),
        ("ASK {}", "", "application/sparql-results+json"),
        (CONSTRUCT, "*/*", "text/turtle"),
        (CONSTRUCT, "application/*", "application/n-triples"),
        (SELECT, "text/csv;q=0.5, text/tab-separated-values", "text/tab-separated-values"),
        (SELECT, "text/turtle, application/sparql-results+xml;q=0.1", "application/sparql-results+xml"),
        (SELECT, BROWSER, "text/html"),
        (CONSTRUCT, BROWSER, "text/html"),
        (SELECT, "application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
    ],
)
def test_the_accept_header_chooses(client: FlaskClient, query: str, accept: str, media_type: str) -> None:
    assert ask(client, query, accept).mimetype == media_type


def test_the_columns_are_in_the_order_of_the_query(client: FlaskClient) -> None:
    assert ask(client, SELECT, "text/csv").text == "s,p,o\r\nhttp://e/a,http://e/p,x\r\nhttp://e/b,http://e/p,y\r\n"


def test_all_ways_of_asking_give_the_same_answer(client: FlaskClient) -> None:
    answers = {
        ask(client, SELECT).data,
        client.post("/sparql", data={"query": SELECT}).data,
        client.post("/sparql", data=SELECT, content_type=QUERY_TYPE).data,
    }
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        ({}, 2),
        ({"default-graph-uri": "http://g/1"}, 1),
        ({"named-graph-uri": "http://g/1"}, 0),
        ({"default-graph-uri": ["http://g/1", "http://g/2"]}, 2),
    ],
)
@pytest.mark.parametrize("clause", ["", "FROM <http://g/2> "])
def test_the_protocol_names_the_dataset(
    client: FlaskClient, parameters: dict[str, str], count: int, clause: str
) -> None:
    query = f"SELECT (COUNT(*) AS ?n) {clause}{{ ?s ?p ?o }}"
    answer = client.get("/sparql?" + urlencode({"query": query, "format": "csv", **parameters}, doseq=True))
    assert answer.text == f"n\r\n{count}\r\n"


@pytest.mark.parametrize("path", ["/", "/sparql", "/health", "/version", "/static/iprgraph.css", "/sparql?query=ASK{}"])
def test_head_tells_what_get_would_send(client: FlaskClient, path: str) -> None:
    with client.get(path) as got, client.head(path) as headed:
        assert headed.status_code == got.status_code == 200
        assert headed.data == b""
        assert headed.headers["Content-Length"] == str(len(got.data))
        assert headed.headers["Content-Type"] == got.headers["Content-Type"]


FAILURES = [
    ("GET", "/nowhere", {}, 404),
    ("GET", "/plan/%FF", {}, 404),
    ("GET", "/static/../app.py", {}, 404),
    ("PUT", "/sparql", {}, 405),
    ("DELETE", "/", {}, 405),
    ("PATCH", "/health", {}, 405),
    ("TRACE", "/version", {}, 405),
    ("POST", "/version", {}, 405),
    ("GET", "/sparql?query=", {}, 400),
    ("GET", "/sparql?query=SELEC", {}, 400),
    ("GET", "/sparql?query=ASK{}&query=ASK{}", {}, 400),
    ("GET", "/sparql?query=%FF", {}, 400),
    ("GET", "/sparql?update=CLEAR+ALL", {}, 400),
    ("GET", "/sparql?query=CLEAR+ALL", {}, 400),
    ("GET", "/sparql?query=LOAD+<a:b>", {}, 400),
    ("GET", "/sparql?query=ASK{}&format=nonsense", {}, 400),
    ("GET", "/sparql?query=ASK{}&default-graph-uri=nonsense", {}, 400),
    ("GET", "/sparql?query=SELECT(<a:b>(1)AS+?x){}", {}, 400),
    ("GET", "/sparql", {"Host": "a<b>"}, 400),
    ("GET", "/sparql?query=ASK{SERVICE<a:b>{}}", {}, 403),
    ("GET", "/sparql?query=ASK{}", {"Accept": "text/turtle"}, 406),
    ("GET", "/sparql?query=ASK{}&format=ttl", {}, 406),
    ("GET", "/sparql", {"Accept": "image/png"}, 406),
    ("POST", "/sparql", {"Content-Type": "text/plain"}, 415),
    ("POST", "/sparql", {}, 415),
    ("POST", "/sparql", {"Content-Type": "application/sparql-update"}, 400),
    ("POST", "/sparql", {"Content-Type": QUERY_TYPE, "Content-Encoding": "gzip"}, 415),
]


@pytest.mark.parametrize(("method", "path", "headers", "status"), FAILURES)
def test_every_refusal_has_one_shape(
    client: FlaskClient, method: str, path: str, headers: dict[str, str], status: int
) -> None:
    answer = client.open(path, method=method, headers=headers)
    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    problem = json.loads(answer.data)
    assert {"type", "title", "status", "detail"} <= problem.keys() <= {
        "type", "title", "status", "detail", "line", "column", "hint", "mended", "near",
    }  # fmt: skip
    assert (problem["status"], answer.headers["Access-Control-Allow-Origin"]) == (status, "*")
    assert "Iprgraph-Version" in answer.headers
    assert "Traceback" not in answer.text
    assert ("Allow" in answer.headers) == (status == 405)


def test_a_body_too_large_is_refused(client: FlaskClient) -> None:
    answer = client.post("/sparql", data=b" " * (LARGEST_BODY + 1), content_type=QUERY_TYPE)
    assert (answer.status_code, answer.mimetype) == (413, "application/problem+json")


def test_a_syntax_error_tells_line_and_column(client: FlaskClient) -> None:
    problem = json.loads(ask(client, "SELECT * {\n  ?s ?p }} }").data)
    assert (problem["line"], problem["column"]) == (2, 10)


def test_a_fault_of_ours_is_told_without_internals(tiny: Path, caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        def answer(self, question: Question, seconds: float | None = None, client: str | None = None) -> Answer:
            raise ZeroDivisionError("the secret inside")

        def convert(self, ntriples: str, form: Format) -> bytes:
            return b""

    answer = create_app(open_data(tiny, union=True), Broken()).test_client().get("/sparql?query=ASK{}")
    assert answer.status_code == 500
    assert answer.mimetype == "application/problem+json"
    assert "secret" not in answer.text
    assert answer.headers["Iprgraph-Version"]
    assert "the secret inside" in caplog.text


@pytest.mark.parametrize("path", ["/", "/sparql", "/health", "/version", "/nowhere", "/static/iprgraph.css"])
def test_every_answer_carries_its_headers(client: FlaskClient, tiny: Path, path: str) -> None:
    for method in ("GET", "HEAD", "OPTIONS", "PUT"):
        with client.open(path, method=method) as answer:
            assert answer.headers["Iprgraph-Version"] == open_data(tiny, union=True).version
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert "Accept" in answer.headers["Vary"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_preflight_is_answered(client: FlaskClient) -> None:
    asked = {"Origin": "http://other", "Access-Control-Request-Method": "POST"}
    answer = client.options("/sparql", headers=asked)
    assert answer.status_code == 200
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    assert "Content-Type" in answer.headers["Access-Control-Allow-Headers"]


def test_the_description_names_graphs_and_says_union_only_where_true(client: FlaskClient, tiny: Path) -> None:
    described = client.get("/sparql", base_url="http://host.example:81").text
    assert "<http://host.example:81/sparql> a sd:Service" in described
    assert "sd:name <http://g/1>" in described
    assert "sd:feature sd:UnionDefaultGraph" in described
    own = create_app(open_data(tiny, union=False)).test_client()
    assert "UnionDefaultGraph" not in own.get("/sparql").text


def test_people_get_a_form_and_programs_a_description(client: FlaskClient) -> None:
    page = client.get("/sparql", headers={"Accept": BROWSER})
    assert page.mimetype == "text/html"
    assert '<label id="query-label" for="query">' in page.text
    assert client.get("/sparql").mimetype == "text/turtle"


def test_pages_load_nothing_from_elsewhere(client: FlaskClient) -> None:
    for path in ("/", "/sparql"):
        page = client.get(path, headers={"Accept": "text/html"}).text
        assert "<script>" not in page
        assert "style=" not in page
        sources = re.findall(r'(?:src|action)="([^"]*)"', page) + re.findall(r'<link rel="[a-z]+" href="([^"]*)"', page)
        assert len(sources) >= 3
        assert not [source for source in sources if ":" in source.replace("https://w3id.org/iprgraph/", "")]


def test_health_and_version_tell_in_json(client: FlaskClient) -> None:
    assert client.get("/health").get_json() == {"status": "ok"}
    version = client.get("/version").get_json()
    assert version.keys() == {"version", "data", "sha256", "triples", "graphs"}
    assert (version["triples"], version["graphs"]) == (3, 2)
    assert version["sha256"].startswith(version["data"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    accept=st.text(st.characters(codec="latin-1", exclude_categories=["C"]))
    | st.text(alphabet="*/,;q=.01 textapplicationsparql-results+json"),
    query=st.sampled_from(["", "?query=ASK{}", "?query=DESCRIBE+<a:b>", "?query=nonsense"]),
)
def test_any_accept_header_gets_an_answer(client: FlaskClient, accept: str, query: str) -> None:
    answer = client.get("/sparql" + query, headers={"Accept": accept})
    assert answer.status_code in {200, 400, 406}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(body=st.binary() | st.text(alphabet="ASK{}?x<>'\"\\.:#() SELECT*\n1").map(str.encode))
def test_any_query_gets_an_answer(client: FlaskClient, body: bytes) -> None:
    assert client.post("/sparql", data=body, content_type=QUERY_TYPE).status_code in {200, 400, 403}


def test_the_server_loads_neither_rdflib_nor_pyshacl() -> None:
    program = "import sys, server.cli, server.app; print(*sorted({'rdflib', 'pyshacl'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "\n"


def test_the_process_that_speaks_http_never_loads_the_engine() -> None:
    """All that `serve` and the pool's side of the seam import; the keeper and its workers are other processes."""
    program = "import sys, server.cli, server.app, server.pool, server.workers; print('pyoxigraph' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout == "False\n"
