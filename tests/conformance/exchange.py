"""Requests and the answers that manifests expect to them, in the vocabulary of HTTP in RDF."""

from dataclasses import dataclass

import pyoxigraph as ox
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.conformance.suites import CNT, HT, MF, Case, Manifest, Node

# Status codes by the names that http-statusCodes# gives them.
CODES = {"OK": "200", "Created": "201", "NoContent": "204", "NotFound": "404"}


@dataclass(frozen=True)
class Exchange:
    """One request with what is expected of its answer."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...]
    body: bytes
    statuses: tuple[str, ...]
    """The codes, or the first digits of their classes."""
    expected_headers: tuple[tuple[str, str], ...]
    expected_body: str
    expected_boolean: bool | None
    expected_format: str

    def send(self, client: FlaskClient, path: str) -> TestResponse:
        """The answer at our path."""
        return client.open(path, method=self.method, headers=[*self.headers], data=self.body)

    def check_status(self, answer: TestResponse) -> None:
        """Fails where the status is none of those expected."""
        assert self.statuses
        assert str(answer.status_code).startswith(self.statuses), (answer.status_code, answer.text)


def exchanges_of(case: Case) -> list[Exchange]:
    """The requests of a test in order."""
    manifest = case.manifest
    return [_read(manifest, node) for node in manifest.members(manifest.value(case.action, HT + "requests"))]


def _read(manifest: Manifest, node: Node) -> Exchange:
    answer = manifest.value(node, HT + "resp")
    body = manifest.value(node, HT + "body")
    encoding = manifest.text(body, CNT + "characterEncoding") or "utf-8"
    truth = manifest.value(answer, MF + "expectedBoolean")
    return Exchange(
        method=manifest.text(node, HT + "methodName"),
        path=manifest.text(node, HT + "absolutePath"),
        headers=_headers(manifest, node),
        body=manifest.text(body, CNT + "chars").encode(encoding),
        statuses=tuple(_code(manifest, status) for status in manifest.values(answer, MF + "expectedStatus")),
        expected_headers=_headers(manifest, answer),
        expected_body=manifest.text(manifest.value(answer, HT + "body"), CNT + "chars"),
        expected_boolean=truth.value == "true" if isinstance(truth, ox.Literal) else None,
        expected_format=manifest.text(answer, MF + "expectedFormat"),
    )


def _headers(manifest: Manifest, node: Node | None) -> tuple[tuple[str, str], ...]:
    return tuple(
        (manifest.text(header, HT + "fieldName"), manifest.text(header, HT + "fieldValue"))
        for header in manifest.members(manifest.value(node, HT + "headers"))
    )


def _code(manifest: Manifest, status: Node) -> str:
    assert isinstance(status, ox.NamedNode)
    name = status.value.rpartition("#")[2]
    return name.removeprefix("StatusCode")[0] if name.startswith("StatusCode") else CODES[name]
