"""The W3C's tests of the Graph Store Protocol. Their writes must be refused, and are made in the data by the test
itself; their reads must then be answered as the suite says."""

import email
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pyoxigraph as ox
import pytest

from graph.vocab import BASE as OUR_BASE
from server.app import create_app
from server.data import open_data
from tests.conformance.answers import Row, same_rows
from tests.conformance.exchange import Exchange, exchanges_of
from tests.conformance.suites import Case, as_parameters, read_cases, read_exceptions

CASES = read_cases("sparql11/graph-store-protocol/manifest.ttl")
READS = {"GET", "HEAD"}
# Where POST to the store itself would have put a new graph.
NEW = "http://www.example/gsp/new"


def named_by(exchange: Exchange) -> ox.NamedNode | ox.DefaultGraph:
    """The graph that a request is about, as we name it."""
    path, _, query = exchange.path.partition("?")
    parameters = dict(parse_qsl(query, keep_blank_values=True))
    if "default" in parameters:
        return ox.DefaultGraph()
    if path != "/gsp":
        return ox.NamedNode(f"{OUR_BASE}graph/{path.removeprefix('/gsp/')}")
    return ox.NamedNode(parameters.get("graph", NEW).replace("$LOCATION$", NEW))


def path_of(exchange: Exchange) -> str:
    """The request's path on our server."""
    if exchange.path.startswith("/gsp/"):
        return exchange.path.replace("/gsp/", "/graph/", 1)
    return exchange.path.replace("/gsp", "/graph-store", 1).replace("$LOCATION$", NEW)


def documents(exchange: Exchange) -> Iterator[bytes]:
    """The Turtle documents that a request sends."""
    content_type = dict(exchange.headers).get("content-type", "")
    if not content_type.startswith("multipart/"):
        yield exchange.body
        return
    for part in email.message_from_bytes(f"Content-Type: {content_type}\n\n".encode() + exchange.body).walk():
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield content


def rows(documents_: Iterator[bytes] | list[bytes], base: str) -> list[Row]:
    """The triples of Turtle documents."""
    quads = (
        quad
        for document in documents_
        for quad in ox.parse(document, format=ox.RdfFormat.TURTLE, base_iri=base, rename_blank_nodes=True)
    )
    return [(quad.subject, quad.predicate, quad.object) for quad in quads]


def write(data: ox.Store, exchange: Exchange) -> None:
    """Do in the data what the request would have done."""
    graph = named_by(exchange)
    if exchange.method in {"PUT", "DELETE"}:
        data.remove_graph(graph)
    for subject, predicate, value in rows(documents(exchange), OUR_BASE) if exchange.body else ():
        data.add(ox.Quad(subject, predicate, value, graph))  # type: ignore[arg-type]


@pytest.mark.parametrize("case", as_parameters(CASES))
def test_graph_store(case: Case, tmp_path: Path) -> None:
    assert (case.name in read_exceptions()) == any(e.method not in READS for e in exchanges_of(case))
    file = tmp_path / "data.nq"
    data = ox.Store()
    for exchange in exchanges_of(case):
        file.write_bytes(ox.serialize(data, format=ox.RdfFormat.N_QUADS) or b"")
        answer = exchange.send(create_app(open_data(file, union=False)).test_client(), path_of(exchange))
        if exchange.method not in READS:
            assert answer.status_code == 405
            write(data, exchange)
            continue
        exchange.check_status(answer)
        if answer.status_code == 200:
            for name, value in exchange.expected_headers:
                assert answer.headers[name] == value
        if exchange.expected_body:
            found = rows([answer.data], OUR_BASE)
            assert same_rows(found, rows([exchange.expected_body.encode()], OUR_BASE), ordered=False), answer.text
