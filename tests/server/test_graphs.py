"""The Graph Store Protocol for reading: graphs by parameter and by path, in every format, and what is refused."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from graph.formats import Format, formats_of
from graph.vocab import BASE
from server.app import create_app
from server.data import open_data
from server.graphs import GRAPHS

TEXT, REGISTER = f"{BASE}graph/text/cn-2009", f"{BASE}graph/register"
NAMED_LIKE_A_FILE = f"{BASE}graph/register.ttl"
DATA = f"""<http://e/a> <http://e/p> "x"@en <{TEXT}> .
<http://e/a> <http://e/p> "y"@en <{TEXT}> .
<http://e/b> <http://e/p> "z" <{REGISTER}> .
<http://e/c> <http://e/p> "z" <urn:other> .
"""


@pytest.fixture(scope="module")
def data_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two graphs of ours and one of other people."""
    file = tmp_path_factory.mktemp("graphs") / "data.nq"
    file.write_text(DATA, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def store(data_file: Path) -> Iterator[FlaskClient]:
    """A client of the application that serves them."""
    with create_app(open_data(data_file, union=True)).test_client() as client:
        yield client


def triples(data: bytes, form: ox.RdfFormat = ox.RdfFormat.TURTLE) -> int:
    return len(list(ox.parse(data, format=form)))


@pytest.mark.parametrize(
    ("path", "count"),
    [
        ("/graph-store?default", 4),
        ("/graph-store?default=", 4),
        (f"/graph-store?graph={quote(TEXT, safe='')}", 2),
        (f"/graph-store?graph={TEXT}", 2),
        ("/graph-store?graph=urn:other", 1),
        ("/graph/text/cn-2009", 2),
        ("/graph/register", 1),
        ("/graph/register.nt", 1),
    ],
)
def test_a_graph_is_its_triples(store: FlaskClient, path: str, count: int) -> None:
    answer = store.get(path)
    assert (answer.status_code, triples(answer.data)) == (200, count)
    assert {"Accept", "Accept-Encoding"} <= set(answer.vary)
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    headed = store.head(path)
    assert (headed.data, headed.headers["Content-Length"]) == (b"", str(len(answer.data)))
    assert headed.headers["Content-Type"] == answer.headers["Content-Type"]


@pytest.mark.parametrize("form", formats_of("graph"), ids=lambda form: form.name)
def test_a_graph_comes_in_every_format(store: FlaskClient, form: Format) -> None:
    assert isinstance(form.engine, ox.RdfFormat)
    for media_type in form.media_types:
        answer = store.get("/graph/text/cn-2009", headers={"Accept": media_type})
        assert (answer.mimetype, triples(answer.data, form.engine)) == (media_type, 2)
    for name in (form.suffix, *form.names):
        answer = store.get(f"/graph/text/cn-2009.{name}", headers={"Accept": "image/png"})
        assert answer.mimetype in {other.media_types[0] for other in formats_of("graph")}
    named = store.get(f"/graph-store?default&format={form.name}", headers={"Accept": "image/png"})
    assert named.mimetype == form.media_types[0]


def test_a_graph_that_is_named_like_a_file_is_that_graph(tmp_path: Path) -> None:
    file = tmp_path / "data.nq"
    file.write_text(f"{DATA}<a:b> <a:b> <a:b> <{NAMED_LIKE_A_FILE}> .\n", encoding="utf-8")
    client = create_app(open_data(file, union=True)).test_client()
    assert "a:b" in client.get("/graph/register.ttl", headers={"Accept": "application/n-triples"}).text
    assert "http://e/b" in client.get("/graph/register.nt").text


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/graph-store?default", "/graph-store", "/graph/register", "/graph/new"])
def test_no_method_writes(store: FlaskClient, method: str, path: str) -> None:
    answer = store.open(path, method=method, data=b"<a:b> <a:b> <a:b> .", content_type="text/turtle")
    assert (answer.status_code, answer.mimetype) == (405, "application/problem+json")
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", ["/graph-store", "/graph/register"])
def test_options_are_told(store: FlaskClient, path: str) -> None:
    answer = store.options(path)
    assert answer.status_code == 200
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/graph-store", 400, "Name a graph"),
        ("/graph-store?default&graph=urn:other", 400, "Name a graph"),
        ("/graph-store?graph=urn:other&graph=urn:other", 400, "Name a graph"),
        ("/graph-store?graph=register", 400, "whole IRI"),
        ("/graph-store?graph=", 400, "whole IRI"),
        ("/graph-store?graph=%FF", 400, "not UTF-8"),
        ("/graph-store?graph=urn:none", 404, "no graph <urn:none>"),
        ("/graph-store?default&format=nonsense", 400, "no format 'nonsense'"),
        ("/graph-store?default&format=nt&format=nt", 400, "given 2 times"),
        ("/graph-store?default&format=csv", 406, "cannot be written as csv"),
        ("/graph/nothing", 404, "no graph"),
        ("/graph/nothing.ttl", 404, "no graph"),
        ("/graph/register.xyz", 404, "no graph"),
        ("/graph/../app.py", 404, ""),
        ("/graph/a%0D%0ASet-Cookie:x", 404, ""),
    ],
)
def test_what_is_refused_is_told(store: FlaskClient, path: str, status: int, message: str) -> None:
    answer = store.get(path)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert message in answer.get_json(force=True)["detail"]
    assert "Set-Cookie" not in answer.headers


def test_the_graphs_stand_below_our_base() -> None:
    assert f"{BASE}graph/" == GRAPHS


def test_a_graph_that_no_format_suits_is_not_acceptable(store: FlaskClient) -> None:
    assert store.get("/graph/register", headers={"Accept": "image/png"}).status_code == 406
