"""Starts our server and native Oxigraph over the same file, and stops them again."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import click

CHECKOUT = Path(__file__).resolve().parent.parent.parent
SERVE = [sys.executable, "-m", "server.cli", "serve"]
HOST = "127.0.0.1"
ACCEPT = "application/sparql-results+json, application/n-triples;q=0.9"
# Native Oxigraph loads a million triples in memory in some seconds, a busy machine needs more.
LONGEST_START = 600.0


@dataclass(frozen=True)
class Server:
    """A server that answers, how long it took to do so, and the process it is."""

    name: str
    port: int
    path: str
    started_in: float
    pid: int

    def url(self, query: str) -> str:
        """The address of the query's answer; what is put behind it is a comment of the query."""
        return f"http://{HOST}:{self.port}{self._target(query)}"

    def ask(self, query: str, comment: str = "") -> tuple[str, bytes]:
        """Media type and body of the answer; refuses every status but 200."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=120)
        try:
            connection.request("GET", self._target(query) + comment, headers={"Accept": ACCEPT})
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        if response.status != 200:
            raise click.ClickException(f"{self.name} answers {response.status}: {body[:300].decode(errors='replace')}")
        return (response.getheader("Content-Type") or "").partition(";")[0], body

    def _target(self, query: str) -> str:
        return f"{self.path}?query={quote(query.rstrip() + chr(10) + '#', safe='')}"

    def memory(self) -> float:
        """MB that the process and its children hold; what they share is counted once."""
        return sum(_proportional_kb(pid) for pid in _family(self.pid)) / 1024


@contextmanager
def serve_ours(file: Path, arguments: Sequence[str]) -> Iterator[Server]:
    """Our server over the file, without limits per client where it has such."""
    help_text = subprocess.run([*SERVE, "--help"], cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    free = ["--no-limits"] if "--no-limits" in help_text else []
    port = _free_port()
    command = [*SERVE, "--data", str(file), "--host", HOST, "--port", str(port), *free, *arguments]
    with _running("iprgraph", command, port, "/sparql") as server:
        yield server


@contextmanager
def serve_native_on_disk(binary: Path, file: Path, folder: Path) -> Iterator[Server]:
    """Native Oxigraph over a store on disk into which the file was loaded."""
    load = [str(binary), "load", "--location", str(folder), "--file", str(file)]
    subprocess.run(load, capture_output=True, check=True)
    port = _free_port()
    command = [str(binary), "serve", "--location", str(folder), "--bind", f"{HOST}:{port}"]
    with _running("oxigraph on disk", command, port, "/query") as server:
        yield server


@contextmanager
def serve_native_in_memory(binary: Path, file: Path) -> Iterator[Server]:
    """Native Oxigraph with the file's triples in memory."""
    port = _free_port()
    began = time.monotonic()
    with _running("oxigraph in memory", [str(binary), "serve", "--bind", f"{HOST}:{port}"], port, "/query") as server:
        connection = http.client.HTTPConnection(HOST, port, timeout=LONGEST_START)
        with file.open("rb") as data:
            connection.request("POST", "/store", data, {"Content-Type": "application/n-quads"})
            status = connection.getresponse().status
        connection.close()
        if status not in {200, 201, 204}:
            raise click.ClickException(f"native Oxigraph does not load the data in memory: status {status}")
        yield replace(server, started_in=time.monotonic() - began)


@contextmanager
def _running(name: str, command: Sequence[str], port: int, path: str) -> Iterator[Server]:
    """The command in a group of its own until the block ends."""
    began = time.monotonic()
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, cwd=CHECKOUT, stdout=log, stderr=log, start_new_session=True)
        try:
            if not _listens(process, port):
                log.seek(0)
                told = log.read().decode(errors="replace")[-2000:]
                raise click.ClickException(f"{name} does not serve: {told}")
            server = Server(name, port, path, 0.0, process.pid)
            server.ask("ASK {}")
            yield replace(server, started_in=time.monotonic() - began)
        finally:
            _stop(process)


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    """Whether the port answers at last; not when the process ends before."""
    end = time.monotonic() + LONGEST_START
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.01)
        else:
            return True
    return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _family(pid: int) -> Iterator[int]:
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from _family(int(child))


def _proportional_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
