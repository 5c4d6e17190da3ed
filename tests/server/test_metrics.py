"""The figures of a running server."""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.metrics import Figure, write_metrics
from tests.server.test_cli import running
from tests.server.test_hot import Asker, at


def test_figures_are_written_as_prometheus_reads_them() -> None:
    figures = [
        Figure("one", "What it is.", True, {"": 3}),
        Figure("two", "By kind.", False, {"b": 0.5, "a": 2}, "kind"),
    ]
    assert write_metrics(figures).decode() == (
        "# HELP iprgraph_one What it is.\n# TYPE iprgraph_one counter\niprgraph_one 3\n"
        "# HELP iprgraph_two By kind.\n# TYPE iprgraph_two gauge\n"
        'iprgraph_two{kind="a"} 2\niprgraph_two{kind="b"} 0.5\n'
    )


@pytest.fixture
def asker(tiny: Path) -> Iterator[Asker]:
    with running("--data", str(tiny), "--workers", "2") as (address, _):
        asker = Asker(address)
        yield asker
        asker.connection.close()


def test_a_server_counts_what_it_does(asker: Asker) -> None:
    for query in (*["ASK {}"] * 4, "nonsense", "ASK { SERVICE <a:b> {} }"):
        asker.ask("GET", at(query))
    end = time.monotonic() + 5
    body = b""
    while b'workers{state="idle"} 2' not in body and time.monotonic() < end:
        status, headers, body = asker.ask("GET", "/metrics")  # meanwhile pages may read what they know by heart
    assert (status, headers["Content-Type"]) == (200, "text/plain; version=0.0.4; charset=utf-8")
    figures = dict(re.findall(r"^(iprgraph_\S+) (\S+)$", body.decode(), re.MULTILINE))
    assert figures["iprgraph_triples"] == "3"
    assert figures['iprgraph_queries_total{status="400"}'] == "1"
    assert figures['iprgraph_queries_total{status="403"}'] == "1"
    assert figures["iprgraph_cache_hits_total"] in {"2", "3"}  # an answer that took long is kept at once
    assert figures['iprgraph_workers{state="idle"}'] == "2"
    assert figures["iprgraph_connections"] == "1"
    assert "ASK" not in body.decode()
    assert asker.ask("HEAD", "/metrics")[2] == b""
    assert asker.ask("POST", "/metrics")[0] in {404, 405}
