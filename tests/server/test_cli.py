"""The running server: started as users start it, asked by the clients they use, stopped."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore

SERVE = [sys.executable, "-m", "server.cli", "serve"]
ROOT = Path(__file__).parents[2]


@contextmanager
def running(*arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server on a free port: its address and its process."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*SERVE, "--port", "0", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stderr is not None
            for line in process.stdout:
                if found := re.search(r"http://\S+/", line):
                    yield found[0], process
                    break
            else:
                pytest.fail(f"it did not start: {process.stderr.read()}")
        finally:
            process.kill()


def test_a_download_goes_on_where_it_was_broken_off_and_its_folder_is_cleared_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    file = ROOT / "data" / "dist" / "iprgraph.nq"
    data = file.read_bytes()
    with running() as (address, process):
        with urllib.request.urlopen(f"{address}export/iprgraph.nq", timeout=60) as answer:
            assert answer.headers["Content-Length"] == str(len(data))
            begun, tag = answer.read(5_000_000), answer.headers["ETag"]
        rest = urllib.request.Request(f"{address}export/iprgraph.nq", headers={"Range": f"bytes={len(begun)}-"})
        with urllib.request.urlopen(rest, timeout=60) as answer:
            assert (answer.status, answer.headers["ETag"]) == (206, tag)
            assert begun + answer.read() == data
        assert list(tmp_path.glob("iprgraph-export-*"))
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
    assert not list(tmp_path.glob("iprgraph-export-*"))


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*SERVE, *arguments], cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)


@pytest.fixture(scope="module")
def address(tiny: Path) -> Iterator[str]:
    """The address of a running server."""
    with running("--data", str(tiny), "--union") as (address, _):
        yield address


def test_urllib_is_answered(address: str) -> None:
    asked = urllib.request.Request(
        f"{address}sparql?query=SELECT%20*%20%7B%20%3Fs%20%3Fp%20%3Fo%20%7D", headers={"Accept": "text/csv"}
    )
    with urllib.request.urlopen(asked) as answer:
        assert answer.headers["Iprgraph-Version"]
        assert answer.read().startswith(b"s,p,o\r\n")


# SPARQLWrapper 2.0 reads graphs into a class that rdflib 7 calls deprecated.
@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_sparqlwrapper_is_answered(address: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # its own source has a stale escape
        import SPARQLWrapper
    asker = SPARQLWrapper.SPARQLWrapper(f"{address}sparql")
    for method in (SPARQLWrapper.GET, SPARQLWrapper.POST):
        asker.setMethod(method)
        asker.setReturnFormat(SPARQLWrapper.JSON)
        asker.setQuery("SELECT ?z ?a { ?z ?y ?a }")
        answer = asker.queryAndConvert()
        assert isinstance(answer, dict)
        assert answer["head"]["vars"] == ["z", "a"]
        assert len(answer["results"]["bindings"]) == 2
        asker.setReturnFormat(SPARQLWrapper.XML)
        asker.setQuery("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        graph = asker.queryAndConvert()
        assert isinstance(graph, rdflib.Graph)
        assert len(graph) == 2


def test_rdflib_is_answered(address: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{address}sparql"))
    assert len(list(graph.triples((None, None, None)))) == 2
    assert [str(row[0]) for row in graph.query("SELECT ?o { ?s ?p ?o } ORDER BY ?o")] == ["x", "y"]  # type: ignore[index]
    one = rdflib.Graph(SPARQLStore(f"{address}sparql", context_aware=True), identifier=rdflib.URIRef("http://g/1"))
    assert len(list(one)) == 1


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_cleanly(tiny: Path, stop: signal.Signals) -> None:
    with running("--data", str(tiny)) as (_, process):
        process.send_signal(stop)
        out, err = process.communicate(timeout=10)
    assert (process.returncode, out, err) == (0, "Stopped.\n", "")


def test_a_port_in_use_is_told(tiny: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run("--data", str(tiny), "--port", str(taken.getsockname()[1]))
    assert done.returncode == 1
    assert re.fullmatch(r"iprgraph: port \d+ of 127\.0\.0\.1 is in use; choose another with --port.*\n", done.stderr)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--host", "no.such.host.invalid"], 2, "'no.such.host.invalid' is no host"),
        (["--host", "192.0.2.1"], 2, "192.0.2.1 is no address of this machine"),
        (["--port", "99999"], 2, "99999"),
        (["--workers", "65"], 2, "--workers"),
        (["--data", "missing.nq"], 1, "there is no file missing.nq"),
        (["--data", "README"], 2, "the suffix must be one of"),
    ],
)
def test_what_cannot_be_served_is_told_in_a_line(tiny: Path, arguments: list[str], code: int, message: str) -> None:
    done = run("--data", str(tiny), *arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_built_data_set_the_cure_is_told(tmp_path: Path) -> None:
    done = run("--root", str(tmp_path))
    assert done.returncode == 1
    assert "run: iprgraph build" in done.stderr
    assert run("--union").returncode == 2


def test_requests_at_once_are_all_answered(address: str) -> None:
    from concurrent.futures import ThreadPoolExecutor

    def ask(_: int) -> object:
        with urllib.request.urlopen(f"{address}health") as answer:
            return json.loads(answer.read())

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(ask, range(100))) == [{"status": "ok"}] * 100
