"""Queries that join this graph with others: over SERVICE, and with the real Comunica; the others are stand-ins."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.lexer import tokenize
from graph.querytext import read_query_text
from graph.resources import queries_dir
from tests.inventing import CHECKOUT

HERE = CHECKOUT / "tests" / "federation"
COMUNICA = HERE / "node_modules" / ".bin" / "comunica-sparql"
OURS = "http://127.0.0.1:8000/sparql"
STANDINS = {
    "https://query.wikidata.org/sparql": "wikidata.ttl",
    "https://publications.europa.eu/webapi/rdf/sparql": "countries.ttl",
}
FILES = sorted((queries_dir() / "federated").glob("*.rq"))
NAMES = [file.name for file in FILES]
JOINED = """
PREFIX ipr: <https://w3id.org/iprgraph/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?agency ?label WHERE {
  ?agency a ipr:Agency ; skos:exactMatch ?item .
  ?item rdfs:label ?label .
  FILTER(LANG(?label) = "fr")
} ORDER BY ?agency
"""


@contextmanager
def serving(*arguments: str) -> Iterator[str]:
    """The address of an endpoint that is served meanwhile."""
    command = [sys.executable, "-m", "server.cli", "serve", "--port", "0", "--workers", "2", "--no-limits", *arguments]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if address := re.search(r"Serving at (http://[^\s/]+)", line):
                    yield f"{address[1]}/sparql"
                    break
        finally:
            process.terminate()
            process.communicate(timeout=20)


@pytest.fixture(scope="module")
def endpoints() -> Iterator[dict[str, str]]:
    """Each endpoint that the queries name, to the address at which it or its stand-in is served."""
    with ExitStack() as stack:
        found = {OURS: stack.enter_context(serving())}
        for address, file in STANDINS.items():
            found[address] = stack.enter_context(serving("--data", str(HERE / "standins" / file)))
        yield found


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_a_federated_query_is_sparql_and_names_known_endpoints(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert read_query_text(text).form == "SELECT"
    named = re.findall(r"SERVICE <([^>]+)>", text)
    assert named[0] == OURS
    assert set(named[1:]) <= STANDINS.keys()
    assert "title:" in text.partition("\n")[0]
    assert any(token.text.upper() == "SERVICE" for token in tokenize(text))


@pytest.mark.parametrize("file", FILES, ids=NAMES)
def test_our_server_calls_nobody_for_it(file: Path, endpoints: dict[str, str]) -> None:
    command = ["curl", "-s", "-o", "-", "-w", "%{http_code}", "--data-urlencode", f"query@{file}", endpoints[OURS]]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    assert told.endswith("403")


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        (
            "agencies-in-wikidata.rq",
            {
                ("miit", "nom inventé de Q1002010"),
                ("miit", "nombre inventado de Q1002010"),
                ("hong-kong-sar-government", "nom inventé de Q15164"),
            },
        ),
        ("jurisdictions-in-the-eu-tables.rq", {("china", "erfundener Name"), ("china", "nom inventé")}),
    ],
)
def test_a_client_that_speaks_service_joins_both(
    name: str, rows: set[tuple[str, str]], endpoints: dict[str, str]
) -> None:
    text = (queries_dir() / "federated" / name).read_text(encoding="utf-8")
    for address, served in endpoints.items():
        text = text.replace(f"<{address}>", f"<{served}>")
    answer = ox.Store().query(text)
    assert isinstance(answer, ox.QuerySolutions)
    found = {(str(row[0].value).rpartition("/")[2], str(row["label"].value)) for row in answer}
    assert found == rows


def test_comunica_federates_over_our_endpoint_and_another(endpoints: dict[str, str], tmp_path: Path) -> None:
    assert COMUNICA.is_file(), "Comunica is missing: run `npm ci --ignore-scripts` in tests/federation"
    assert shutil.which("node")
    query = tmp_path / "joined.rq"
    query.write_text(JOINED, encoding="utf-8")
    sources = [endpoints[OURS], endpoints["https://query.wikidata.org/sparql"]]
    # Without "sparql@" it has to find out by itself what the addresses are.
    command = [str(COMUNICA), *sources, "-f", str(query), "-t", "application/sparql-results+json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    rows = json.loads(done.stdout)["results"]["bindings"]
    found = {(row["agency"]["value"].rpartition("/")[2], row["label"]["value"]) for row in rows}
    assert found == {("hong-kong-sar-government", "nom inventé de Q15164"), ("miit", "nom inventé de Q1002010")}
