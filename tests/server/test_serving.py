"""A running server takes up new data without losing a request, and keeps the old where the new are spoilt."""

import http.client
import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from graph.publish import write_atomically
from tests.server.test_cli import running
from tests.server.test_pool import soon


def version_with(number: int) -> bytes:
    """A data file; the number says which."""
    return "".join(f'<http://e/a> <http://e/n> "{number}" <http://g/{i}> .\n' for i in range(number)).encode()


class Crowd:
    """Clients that ask all the while, each on a connection that lasts."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self.host, self.port = parts.hostname or "", parts.port
        self.statuses: list[int] = []
        self.faults: list[str] = []
        self.mixed: list[tuple[str, str]] = []
        self.done = threading.Event()
        self.threads = [threading.Thread(target=self.ask, args=(number,)) for number in range(3)]

    def ask(self, client: int) -> None:
        """Ask until done; notes every answer but 200, and every answer that is not of the version that it names."""
        connection = http.client.HTTPConnection(self.host, self.port, timeout=10)
        asked = 0
        while not self.done.is_set():
            asked += 1
            path = "/graph-store?default&format=nt" if asked % 5 == 0 else "/sparql?format=json&query=" + (
                "SELECT%20DISTINCT%20?n%20%7B?s%20?p%20?n%7D" + f"%20%23{client}-{asked}" * (asked % 2)
            )  # fmt: skip
            try:
                connection.request("GET", path)
                answer = connection.getresponse()
                body = answer.read()
            except OSError as error:
                self.faults.append(repr(error))
                return
            self.statuses.append(answer.status)
            self.mixed.append((answer.headers["Iprgraph-Version"], body.decode()))
        connection.close()

    def versions(self) -> dict[str, set[str]]:
        """For each version that was named, the numbers that were answered."""
        found: dict[str, set[str]] = {}
        for version, body in list(self.mixed):
            numbers = {
                row["n"]["value"] for row in json.loads(body)["results"]["bindings"]
            } if body.startswith("{") else {body.split('"')[1]}  # fmt: skip
            found.setdefault(version, set()).update(numbers)
        return found


@contextmanager
def crowd(address: str) -> Iterator[Crowd]:
    asking = Crowd(address)
    for thread in asking.threads:
        thread.start()
    try:
        yield asking
    finally:
        asking.done.set()
        for thread in asking.threads:
            thread.join()


def version_of(address: str) -> str:
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
    connection.request("GET", "/version")
    told: str = json.loads(connection.getresponse().read())["data"]
    connection.close()
    return told


@pytest.mark.parametrize("way", ["signal", "watch"])
def test_new_data_are_taken_up_and_no_request_is_lost(tmp_path: Path, way: str) -> None:
    file = tmp_path / "data.nq"
    write_atomically(file, version_with(1))
    options = ["--watch"] if way == "watch" else []
    with (
        running("--data", str(file), "--union", "--no-limits", *options) as (address, process),
        crowd(address) as asking,
    ):
        seen = [version_of(address)]
        for number in (2, 3):
            time.sleep(0.3)
            write_atomically(file, version_with(number))
            if way == "signal":
                process.send_signal(signal.SIGHUP)
            assert soon(lambda: version_of(address) != seen[-1], 10)
            seen.append(version_of(address))
        time.sleep(0.3)
    assert asking.faults == []
    assert set(asking.statuses) == {200}
    assert len(asking.statuses) > 100
    assert asking.versions() == {version: {str(number)} for number, version in enumerate(seen, 1)}


def test_spoilt_data_are_told_and_the_old_served_on(tmp_path: Path) -> None:
    file = tmp_path / "data.nq"
    write_atomically(file, version_with(1))
    with running("--data", str(file), "--union") as (address, process):
        before = version_of(address)
        write_atomically(file, b"<http://e/a> nonsense\n")
        process.send_signal(signal.SIGHUP)
        assert process.stderr is not None
        line = process.stderr.readline()
        assert "the old are served on" in line
        assert "data.nq:1" in line
        assert version_of(address) == before
        file.unlink()
        process.send_signal(signal.SIGHUP)
        assert "there is no file" in process.stderr.readline()
        assert version_of(address) == before
        write_atomically(file, version_with(2))
        process.send_signal(signal.SIGHUP)
        assert "2 triples" in process.stderr.readline()
        assert version_of(address) != before


def test_where_the_keeper_dies_and_the_data_are_others_they_are_taken_up(tmp_path: Path) -> None:
    file = tmp_path / "data.nq"
    write_atomically(file, version_with(1))
    with running("--data", str(file), "--union") as (address, process):
        before = version_of(address)
        write_atomically(file, version_with(2))
        (keeper,) = [pid for pid in children(process.pid) if children(pid)]
        os.kill(keeper, signal.SIGKILL)
        assert soon(lambda: version_of(address) != before, 10)
        parts = urlsplit(address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        connection.request("GET", "/sparql?query=ASK%7B%7D")
        assert connection.getresponse().status == 200
        connection.close()


def test_the_workers_of_an_old_version_end(tmp_path: Path) -> None:
    file = tmp_path / "data.nq"
    write_atomically(file, version_with(1))
    with running("--data", str(file), "--workers", "2") as (address, process):
        before = children(process.pid)
        assert len(before) == 3
        write_atomically(file, version_with(2))
        process.send_signal(signal.SIGHUP)
        assert soon(lambda: len(children(process.pid)) > 3, 10)
        assert soon(lambda: len(children(process.pid)) == 3, 10)
        assert children(process.pid).isdisjoint(before)
        assert version_of(address)


def children(pid: int) -> set[int]:
    """The processes that a process has started, and those that they have."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            direct = [int(word) for word in task.read_text().split()]
        except OSError:
            continue
        found.update(direct, *(children(child) for child in direct))
    return found


def test_a_stop_lets_what_is_under_way_end(tiny: Path) -> None:
    with running("--data", str(tiny), "--union", "--timeout", "3") as (address, process):
        parts = urlsplit(address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=10)
        digits = " ".join(f"VALUES ?{name} {{ 0 1 2 3 4 5 6 7 8 9 }}" for name in "abcdef")
        query = f"SELECT (COUNT(*) AS ?n) {{ {digits} }}"
        connection.request("POST", "/sparql", query, {"Content-Type": "application/sparql-query"})
        time.sleep(0.1)
        process.terminate()
        answer = connection.getresponse()
        assert (answer.status, b"1000000" in answer.read()) == (200, True)
        connection.close()
        assert process.wait(10) == 0
        with pytest.raises(ConnectionRefusedError):
            connection.connect()


def test_a_stop_while_loading_leaves_nothing_behind(tmp_path: Path) -> None:
    file = tmp_path / "data.nq"
    with file.open("wb") as out:
        out.writelines(b'<http://e/%d> <http://e/n> "%d" .\n' % (i, i) for i in range(300_000))
    from tests.server.test_cli import ROOT, SERVE

    with subprocess.Popen([*SERVE, "--port", "0", "--data", str(file)], cwd=ROOT, stderr=subprocess.PIPE) as process:
        assert soon(lambda: len(children(process.pid)) >= 1, 5)
        started = children(process.pid)
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.wait(10) in {0, 1, -signal.SIGINT}
        assert process.stderr is not None
        assert b"Traceback" not in process.stderr.read()
    assert soon(lambda: not any(_is_alive(pid) for pid in started))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
