"""The W3C's protocol tests, read from their manifest; they lie beside a developer's checkout and exist there only."""

import json
from pathlib import Path

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib.collection import Collection
from werkzeug.test import TestResponse

from server.app import create_app
from server.data import open_data

W3C = Path("/work/shared/w3c/rdf-tests/sparql/sparql11/protocol")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
MF = rdflib.Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")

# The endpoint is read-only: whatever asks it to change data is refused with 400, and no change can be asked after.
WRITES = {
    "update_dataset_default_graph": "writes with a protocol data set",
    "update_dataset_default_graphs": "writes with a protocol data set",
    "update_dataset_named_graphs": "writes with a protocol data set",
    "update_dataset_full": "writes with a protocol data set",
    "update_post_form": "writes by a form",
    "update_post_direct": "writes directly",
    "update_base_uri": "writes, and reads what it wrote",
}

if W3C.is_dir():
    MANIFEST = rdflib.Graph().parse(W3C / "manifest.ttl")

    def members(head: rdflib.term.Node | None) -> list[rdflib.term.Node]:
        return [] if head is None else list(Collection(MANIFEST, head))

    ENTRIES = members(next(MANIFEST.objects(None, MF.entries)))
    assert ENTRIES

    def requests_of(entry: rdflib.term.Node) -> list[rdflib.term.Node]:
        return members(MANIFEST.value(MANIFEST.value(entry, MF.action), HT.requests))

    def named(entry: object) -> str:
        return str(entry).rpartition("#")[2]

    @pytest.fixture(scope="module")
    def data_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
        """All graphs that the manifest names, in one file."""
        lines: set[str] = set()
        for node in set(MANIFEST.objects(None, UT.graphData)):
            text = Path(str(MANIFEST.value(node, UT.graph)).removeprefix("file://")).read_text(encoding="utf-8")
            label = MANIFEST.value(node, rdflib.RDFS.label)
            rows = [line.rstrip() for line in text.splitlines() if line.strip()]
            lines |= {f"{row.removesuffix('.')} <{label}> ." for row in rows}
        assert lines
        file = tmp_path_factory.mktemp("w3c") / "data.nq"
        file.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")
        return file

    @pytest.mark.parametrize("entry", ENTRIES, ids=named)
    def test_the_protocol_is_kept(entry: rdflib.term.Node, data_file: Path) -> None:
        client = create_app(open_data(data_file, union=True)).test_client()
        if named(entry) in WRITES:
            assert send(client, requests_of(entry)[0]).status_code == 400
            return
        for request in requests_of(entry):
            answer = send(client, request)
            expected = MANIFEST.value(request, HT.resp)
            classes = {str(status)[-3] for status in MANIFEST.objects(expected, MF.expectedStatus)}
            assert classes
            assert str(answer.status_code)[0] in classes, answer.text
            truth = MANIFEST.value(expected, MF.expectedBoolean)
            if truth is not None:
                told = json.loads(answer.data)["boolean"] if answer.is_json else "true" in answer.text
                assert told == truth.toPython()  # type: ignore[attr-defined]

    def send(client: FlaskClient, request: rdflib.term.Node) -> TestResponse:
        path = str(MANIFEST.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1)
        headers = [
            (str(MANIFEST.value(header, HT.fieldName)), str(MANIFEST.value(header, HT.fieldValue)))
            for header in members(MANIFEST.value(request, HT.headers))
        ]
        body = MANIFEST.value(request, HT.body)
        encoding = str(MANIFEST.value(body, CNT.characterEncoding) or "utf-8") if body else "utf-8"
        data = str(MANIFEST.value(body, CNT.chars)).encode(encoding) if body else b""
        return client.open(path, method=str(MANIFEST.value(request, HT.methodName)), headers=headers, data=data)
