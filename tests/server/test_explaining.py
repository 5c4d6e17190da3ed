"""Asked so, the endpoint says why a query has no answer."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from server.engine import Question
from server.limits import Limits
from server.workers import ForkedWorkers
from tests.server.hosting import Hosted, hosted
from tests.server.test_cli import running
from tests.server.test_hot import Asker, at
from tests.server.test_pool import MANY, charge, soon

EMPTY = "ASK { ?x <http://e/P> ?y }"


@pytest.fixture(scope="module")
def asker(tiny: Path) -> Iterator[Asker]:
    """A client of a server whose queries may take two seconds."""
    with running("--data", str(tiny), "--union", "--timeout", "2") as (address, _):
        asker = Asker(address)
        yield asker
        asker.connection.close()


def told(asker: Asker, query: str, more: str = "") -> tuple[int, dict[str, str], Any]:
    status, headers, body = asker.ask("GET", at(query, f"&explain=1{more}"))
    return status, headers, json.loads(body)


def test_the_reason_comes_as_json(asker: Asker) -> None:
    status, headers, document = told(asker, EMPTY)
    assert (status, headers["Content-Type"], headers["Cache-Control"]) == (200, "application/json", "no-cache")
    assert (document["empty"], document["verdict"]) == (True, "unknown names")
    assert document["names"][0]["near"][0]["iri"] == "http://e/p"


@pytest.mark.parametrize("query", [EMPTY, "ASK { <http://e/a> ?p ?o }", "ASK { ?x <http://e/p> 'x' }"])
def test_the_application_alone_tells_the_same(asker: Asker, client: FlaskClient, query: str) -> None:
    for _ in range(3):
        assert client.get(f"/sparql?query={quote(query)}&explain=1").get_json() == told(asker, query)[2]


def test_the_answer_and_its_reason_are_kept_apart(asker: Asker) -> None:
    for _ in range(2):
        assert json.loads(asker.ask("GET", at(EMPTY))[2])["boolean"] is False
        assert told(asker, EMPTY)[2]["empty"] is True
    assert asker.ask("GET", at(EMPTY))[1]["ETag"] != told(asker, EMPTY)[1]["ETag"]


def test_a_graph_chosen_beside_the_query_is_told(asker: Asker) -> None:
    document = told(asker, "ASK { <http://e/b> ?p ?o }", "&default-graph-uri=http://g/1")[2]
    assert (document["verdict"], document["names"][0]["graphs"]) == ("elsewhere", ["http://g/2"])


@pytest.mark.parametrize(("query", "status"), [("ASK {", 400), ("ASK { SERVICE <a:b> {} }", 403), ("CLEAR ALL", 400)])
def test_what_is_refused_is_refused_here_too(asker: Asker, query: str, status: int) -> None:
    found = told(asker, query)
    assert (found[0], found[1]["Content-Type"]) == (status, "application/problem+json")


def test_a_wrong_value_is_refused(asker: Asker) -> None:
    assert asker.ask("GET", at(EMPTY, "&explain=yes"))[0] == 400


def test_a_syntax_error_comes_with_a_hint_and_a_mend(asker: Asker) -> None:
    status, _, body = asker.ask("GET", at("ASK { ?m a ipr:Measure }"))
    problem = json.loads(body)
    assert (status, problem["line"], problem["column"]) == (400, 1, 12)
    assert "add: PREFIX ipr: <https://w3id.org/iprgraph/ontology#>" in problem["hint"]
    assert json.loads(asker.ask("GET", at(problem["mended"]))[2])["boolean"] is False


@pytest.fixture
def host(tiny: Path) -> Iterator[Hosted]:
    """One worker."""
    limits = Limits(seconds=2.0, memory=256 * 1024 * 1024)
    with hosted(ForkedWorkers(charge(tiny, limits)), limits, 1) as host:
        yield host


def test_a_worker_that_cannot_find_out_in_time_says_so_and_is_replaced(host: Hosted) -> None:
    (before,) = host.idle()
    hog = (
        f"ASK {{ {MANY.removeprefix('SELECT * ').strip('{ }')} }} FILTER (?a + ?b + ?c + ?d + ?e + ?f + ?g + ?h < 0) }}"
    )
    answer = host.engine.answer(Question(hog, explain=True))
    document = json.loads(answer.body)
    assert (document["empty"], document["verdict"], answer.lasting) == (None, "not determined", False)
    assert b"true" in host.engine.answer(Question("ASK {}")).body
    assert soon(lambda: bool(host.idle()))
    assert host.idle()[0].worker.pid != before.worker.pid
