"""The W3C's tests of the SPARQL 1.1 Protocol against the application; the data are theirs, as one file."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from server.app import create_app
from server.data import open_data
from tests.conformance.exchange import Exchange, exchanges_of
from tests.conformance.suites import RDFS, UT, Case, as_parameters, file_of, read_cases, read_exceptions

CASES = read_cases("sparql11/protocol/manifest.ttl")
# What mf:expectedFormat may mean here.
TABLES = {"application/sparql-results+json", "application/sparql-results+xml", "text/csv", "text/tab-separated-values"}
FORMATS = {"boolean": TABLES, "tabular": TABLES, "RDF": {"text/turtle", "application/n-triples", "application/rdf+xml"}}


@pytest.fixture(scope="module")
def data_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All graphs that the manifest names, in one file."""
    quads = set()
    manifest = CASES[0].manifest
    for node in manifest.values(None, UT + "graphData"):
        graph = ox.NamedNode(manifest.text(node, RDFS + "label"))
        content = file_of(manifest.text(node, UT + "graph")).read_bytes()
        quads |= {
            ox.Quad(q.subject, q.predicate, q.object, graph) for q in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)
        }
    assert quads
    file = tmp_path_factory.mktemp("w3c") / "data.nq"
    file.write_text("".join(sorted(f"{quad} .\n" for quad in quads)), encoding="utf-8")
    return file


def as_ours(exchange: Exchange) -> str:
    return exchange.path.replace("/sparql/", "/sparql", 1)


@pytest.mark.parametrize("case", as_parameters(CASES))
def test_protocol(case: Case, data_file: Path) -> None:
    client = create_app(open_data(data_file, union=True)).test_client()
    exchanges = exchanges_of(case)
    if case.name in read_exceptions():  # a write: refused, and told why; what is asked after it cannot be so
        answer = exchanges[0].send(client, as_ours(exchanges[0]))
        assert answer.status_code == 400
        assert "read-only" in answer.get_json(force=True)["detail"]
        return
    for exchange in exchanges:
        answer = exchange.send(client, as_ours(exchange))
        exchange.check_status(answer)
        if exchange.expected_boolean is not None:
            assert f'"boolean":{str(exchange.expected_boolean).lower()}' in answer.text
        if answer.status_code == 200 and exchange.expected_format:
            assert answer.mimetype in FORMATS[exchange.expected_format]
