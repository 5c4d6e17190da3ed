"""server/disk.py: stores are built once, found again, and never taken for whole when they are not."""

import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest

from graph.errors import IprgraphError
from server.charge import Charge
from server.data import open_data
from server.engine import Question
from server.facts import DataFacts
from server.refusals import RefusedError
from server.wire import PeerGoneError
from server.workers import ForkedWorkers, SpawnedWorkers
from tests.inventing import CHECKOUT, run_python
from tests.server.hosting import Hosted, hosted
from tests.server.test_cli import running
from tests.server.test_pool import BOMB, PATIENT, comes_to_none, soon
from tests.server.test_sandbox import calls_of_a_worker

# In a process of its own, which forks and opens stores: what is told of the file and what its store holds, or the error.
OPEN = """
import json, os, resource, signal, sys, time
from pathlib import Path
from graph.errors import IprgraphError
from graph.loading import DataFile
from server.disk import open_on_disk
{before}
try:
    file = DataFile(Path(sys.argv[1]))
    stored = open_on_disk(file, union=sys.argv[2] == "True", below=Path(sys.argv[3]))
except IprgraphError as error:
    sys.exit(f"told: {{error}}")
print(json.dumps({{"facts": vars(stored.facts), "folder": stored.folder.name, "quads": sorted(map(str, stored.read_only()))}}))
"""


def start(file: Path, below: Path, *, union: bool = True, before: str = "") -> subprocess.Popen[str]:
    command = [sys.executable, "-c", OPEN.format(before=before), str(file), str(union), str(below)]
    return subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def opened(file: Path, below: Path, *, union: bool = True, before: str = "") -> dict[str, Any]:
    """What is told of the store of the file, and what is in it."""
    out, err = start(file, below, union=union, before=before).communicate(timeout=60)
    assert out, err
    told: dict[str, Any] = json.loads(out)
    return told


def refusal(file: Path, below: Path, before: str = "") -> str:
    """The one line of the error."""
    out, err = start(file, below, before=before).communicate(timeout=60)
    assert not out
    *_, line = err.splitlines()
    assert line.startswith("told: "), err
    return line


UNREAD = "DataFile.__iter__ = None"
KILLED = "DataFile.__iter__ = lambda self: os.kill(os.getpid(), signal.SIGKILL)"


@pytest.mark.parametrize("union", [True, False])
def test_a_store_is_built_once_and_holds_what_one_in_memory_does(tiny: Path, tmp_path: Path, union: bool) -> None:
    first = opened(tiny, tmp_path / "new" / "stores", union=union)
    data = open_data(tiny, union=union)
    assert DataFacts(**first["facts"] | {"graphs": tuple(first["facts"]["graphs"]), "changed": ()}) == DataFacts(
        data.sha256, data.triples, data.graphs, data.changed, data.default_is_union
    )
    assert first["quads"] == sorted(map(str, data.store))
    assert opened(tiny, tmp_path / "new" / "stores", union=union, before=UNREAD) == first


def test_what_a_store_depends_on_is_in_its_name(tiny: Path, tmp_path: Path) -> None:
    (other := tmp_path / "other.nq").write_bytes(tiny.read_bytes() + b"\n")
    (turtle := tmp_path / "a.ttl").write_text("<http://e/a> <http://e/p> 1 .", encoding="utf-8")
    (trig := tmp_path / "a.trig").write_bytes(turtle.read_bytes())
    starts = [(tiny, True), (tiny, False), (other, True), (turtle, False), (trig, False)]
    assert len({opened(file, tmp_path, union=union)["folder"] for file, union in starts}) == 5


def test_a_killed_build_is_told_and_leaves_nothing(tiny: Path, tmp_path: Path) -> None:
    assert "its process ended without a word" in refusal(tiny, tmp_path, KILLED)
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == []
    assert len(opened(tiny, tmp_path)["quads"]) == 5


def test_leftovers_of_a_start_that_was_killed_are_no_store(tiny: Path, tmp_path: Path) -> None:
    all_killed = KILLED.replace("lambda self: ", "lambda self: os.kill(os.getppid(), signal.SIGKILL) or ")
    with start(tiny, tmp_path, before=all_killed) as killed:
        assert killed.wait(60) == -signal.SIGKILL
    assert soon(lambda: list(tmp_path.glob("*.part/store")))
    assert len(opened(tiny, tmp_path)["quads"]) == 5
    assert list(tmp_path.glob("*.part")) == []


def test_leftovers_of_the_dead_are_removed_and_those_of_the_living_kept(tiny: Path, tmp_path: Path) -> None:
    for name in ("dead", "living"):
        (tmp_path / f"{name}.part").mkdir()
        (tmp_path / f"{name}.part" / "file").touch()
    with (tmp_path / "living.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        opened(tiny, tmp_path)
    assert [part.name for part in tmp_path.glob("*.part")] == ["living.part"]


def test_two_starts_at_once_share_one_build(tiny: Path, tmp_path: Path) -> None:
    slow = "DataFile.__iter__, read = lambda self: (time.sleep(1.5), read(self))[1], DataFile.__iter__"
    starts = [start(tiny, tmp_path, before=slow) for _ in range(2)]
    ends = [start.communicate(timeout=60) for start in starts]
    assert len({out for out, _ in ends}) == 1
    assert len(json.loads(ends[0][0])["quads"]) == 5
    told = sorted(line.split()[1] for _, err in ends for line in err.splitlines())
    assert told == ["loading", "waiting"]


@pytest.mark.parametrize(
    ("before", "reason"),
    [
        ("resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))", "File too large"),
        ("sys.argv[3] = str(Path(sys.argv[1]) / 'below a file')", "Not a directory"),
    ],
)
def test_a_folder_that_takes_no_store_is_told_with_the_cure(
    tiny: Path, tmp_path: Path, before: str, reason: str
) -> None:
    line = refusal(tiny, tmp_path, before)
    assert re.search(rf"no store can be built here: .*{reason}.*name another folder with --store-dir", line)
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == []


def test_a_fault_of_the_file_is_told_as_without_a_store(tmp_path: Path) -> None:
    (file := tmp_path / "a.nq").write_text("<http://e/a> <http://e/p> 1 .\n", encoding="utf-8")
    assert "a.nq:1: not N-Quads" in refusal(file, tmp_path / "stores")
    assert "there is no file" in refusal(tmp_path / "missing.nq", tmp_path / "stores")
    assert [path for path in (tmp_path / "stores").iterdir() if path.is_dir()] == []


def test_a_file_that_changes_while_it_is_read_makes_no_store(tiny: Path, tmp_path: Path) -> None:
    line = refusal(tiny, tmp_path, "DataFile.read_sha256 = lambda self: '0' * 64")
    assert "it changed while it was read" in line
    assert [path for path in tmp_path.iterdir() if path.is_dir()] == []


@pytest.mark.parametrize("damage", [("store/CURRENT", None), ("facts.json", "{}"), ("facts.json", "[")])
def test_a_damaged_store_is_told_with_the_cure(tiny: Path, tmp_path: Path, damage: tuple[str, str | None]) -> None:
    file = tmp_path / opened(tiny, tmp_path)["folder"] / damage[0]
    if damage[1] is None:
        file.unlink()
    else:
        file.write_text(damage[1], encoding="utf-8")
    assert re.search("the store cannot be read: .*Remove the folder", refusal(tiny, tmp_path))


def charge(file: Path, below: Path) -> Charge:
    return Charge(file, True, PATIENT, os.getpid(), store_dir=below)


@pytest.fixture(scope="module")
def pool(tiny: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hosted]:
    """Two workers over a store on disk."""
    with hosted(ForkedWorkers(charge(tiny, tmp_path_factory.mktemp("stores"))), PATIENT, 2) as host:
        yield host


def ask(pool: Hosted, query: str) -> bytes:
    return pool.engine.answer(Question(query, format_name="csv")).body


def test_workers_answer_from_the_disk_and_can_open_no_more_files(pool: Hosted) -> None:
    assert ask(pool, "SELECT ?o { ?s ?p ?o } ORDER BY ?o") == b"o\r\nx\r\ny\r\n"
    for channel in pool.idle():
        assert comes_to_none(channel.worker.pid, "Max open files")
        assert comes_to_none(channel.worker.pid, "Max file size")


def test_a_worker_over_a_store_calls_nobody(tiny: Path, tmp_path: Path) -> None:
    assert not calls_of_a_worker(charge(tiny, tmp_path))


def test_a_memory_bomb_is_stopped_on_disk_too(pool: Hosted) -> None:
    with pytest.raises(RefusedError, match="the limit of 256 MB"):
        ask(pool, BOMB)
    assert ask(pool, "SELECT (1 AS ?x) {}")


def test_a_removed_store_is_missed_and_built_anew(tiny: Path, tmp_path: Path) -> None:
    source = ForkedWorkers(charge(tiny, tmp_path))
    facts = source.start()
    shutil.rmtree(tmp_path)
    with pytest.raises((PeerGoneError, OSError)):
        source.new()
    assert source.start() == facts
    source.new().socket.close()
    source.close()


@pytest.mark.parametrize("kind", [ForkedWorkers, SpawnedWorkers])
def test_a_store_that_cannot_be_built_is_told_to_whoever_starts(
    tiny: Path, kind: type[ForkedWorkers | SpawnedWorkers]
) -> None:
    with pytest.raises(IprgraphError, match="no store can be built here"):
        kind(charge(tiny, tiny / "below a file")).start()


def test_without_fork_there_are_workers_on_disk_too(tiny: Path, tmp_path: Path) -> None:
    with hosted(SpawnedWorkers(charge(tiny, tmp_path)), PATIENT, 1) as host:
        assert ask(host, "SELECT ?o { ?s ?p ?o } ORDER BY ?o") == b"o\r\nx\r\ny\r\n"


def test_the_server_serves_from_the_disk_when_told(tiny: Path, tmp_path: Path) -> None:
    options = ["--data", str(tiny), "--store", "disk", "--store-dir", str(tmp_path)]
    for loads in (True, False):
        with running(*options) as (address, process):
            with urlopen(f"{address}version") as answer:
                assert json.loads(answer.read())["triples"] == 3
            process.terminate()
            assert process.stderr is not None
            assert process.stderr.read().startswith("iprgraph: loading ") is loads


# With so few files allowed the engine opens but the first nine at once, as it does with the first sixteen of each kind
# of a large store.
FEW = """
import os, re, resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_NOFILE, (96, 96))
from tests.server.test_disk import PATIENT, ForkedWorkers, ask, charge, hosted
with hosted(ForkedWorkers(charge(Path(sys.argv[1]), Path(sys.argv[2]))), PATIENT, 1) as pool:
    opened = Path(f"/proc/{pool.idle()[0].worker.pid}/fd")
    before = len(list(opened.iterdir()))
    print(ask(pool, "SELECT ?o { ?s ?p ?o } ORDER BY ?o"), ask(pool, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"))
    print(len(list(opened.iterdir())) > before, re.findall("Max open files +([0-9]+)", (opened.parent / "limits").read_text()))
"""


def test_a_large_store_opens_further_files_when_it_needs_them(tiny: Path, tmp_path: Path) -> None:
    ended = run_python(FEW, str(tiny), str(tmp_path))
    assert ended.stdout.decode().splitlines() == ["b'o\\r\\nx\\r\\ny\\r\\n' b'n\\r\\n3\\r\\n'", "True ['96']"], (
        ended.stderr
    )
