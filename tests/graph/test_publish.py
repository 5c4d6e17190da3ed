"""graph/publish.py: readers see the old file or the new one, whatever happens to the writer."""

import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import PublishError
from graph.publish import write_atomically
from tests.inventing import CHECKOUT

NEVER_DONE = """
import sys, time
from pathlib import Path
from graph.publish import write_atomically
def pieces():
    print("writing", flush=True)
    while True:
        yield b"new " * 1000
        time.sleep(0.001)
write_atomically(Path(sys.argv[1]), pieces())
"""
OVER_AND_OVER = """
import sys
from pathlib import Path
from graph.publish import write_atomically
print("writing", flush=True)
while True:
    for letter in (b"a", b"b"):
        write_atomically(Path(sys.argv[1]), letter * 200_000)
"""
AS_NOBODY = """
import os, sys
from pathlib import Path
from graph.errors import PublishError
from graph.publish import write_atomically
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    write_atomically(Path(sys.argv[1]), b"new")
except PublishError as error:
    print(error)
"""
FULL_DISK = """
import resource, sys
from pathlib import Path
from graph.errors import PublishError
from graph.publish import write_atomically
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
try:
    write_atomically(Path(sys.argv[1]), b"new " * 100_000)
except PublishError as error:
    print(error)
"""


def started(code: str, file: Path) -> subprocess.Popen[bytes]:
    """A writer in a process of its own, known to be writing."""
    process = subprocess.Popen([sys.executable, "-c", code, str(file)], cwd=CHECKOUT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"writing\n"
    return process


def killed(process: subprocess.Popen[bytes], after: float) -> None:
    """Let it write for a while, then kill it without warning."""
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    assert process.wait(timeout=10) == -signal.SIGKILL
    assert process.stdout is not None
    process.stdout.close()


def told_by(code: str, file: Path) -> str:
    """What the code prints about its failure to write the file."""
    ended = subprocess.run(
        [sys.executable, "-c", code, str(file)], cwd=CHECKOUT, capture_output=True, check=True, timeout=30
    )
    return ended.stdout.decode()


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that others may enter, unlike pytest's own."""
    folder = Path(tempfile.mkdtemp(prefix="iprgraph-test-"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_new_file_is_written_with_its_folders(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "out.nq"
    write_atomically(file, b"new")
    assert file.read_bytes() == b"new"
    assert list(file.parent.iterdir()) == [file]


def test_an_old_file_is_replaced_by_pieces(tmp_path: Path) -> None:
    file = tmp_path / "out.nq"
    file.write_bytes(b"old")
    write_atomically(file, iter([b"ne", b"w"]))
    assert file.read_bytes() == b"new"


def test_everyone_may_read_what_is_published(tmp_path: Path) -> None:
    file = tmp_path / "out.nq"
    write_atomically(file, b"new")
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_a_fault_while_writing_leaves_the_old_file_alone(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"new"
        raise RuntimeError("a fault of the caller")

    file = tmp_path / "out.nq"
    file.write_bytes(b"old")
    with pytest.raises(RuntimeError, match="a fault of the caller"):
        write_atomically(file, pieces())
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_leftovers_of_a_killed_run_are_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".iprgraph-out.nq-abc123").write_bytes(b"half")
    (tmp_path / ".iprgraph-other.nq-abc123").write_bytes(b"somebody else's")
    write_atomically(tmp_path / "out.nq", b"new")
    assert sorted(f.name for f in tmp_path.iterdir()) == [".iprgraph-other.nq-abc123", "out.nq"]


@pytest.mark.parametrize("seed", range(3))
def test_a_writer_killed_before_its_end_leaves_the_old_file(tmp_path: Path, seed: int) -> None:
    file = tmp_path / "out.nq"
    file.write_bytes(b"old")
    killed(started(NEVER_DONE, file), random.Random(seed).uniform(0, 0.1))
    assert file.read_bytes() == b"old"
    write_atomically(file, b"new")
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("seed", range(4))
def test_a_writer_killed_at_any_moment_leaves_a_whole_file(tmp_path: Path, seed: int) -> None:
    file = tmp_path / "out.nq"
    file.write_bytes(b"a" * 200_000)
    killed(started(OVER_AND_OVER, file), random.Random(seed).uniform(0, 0.1))
    assert file.read_bytes() in (b"a" * 200_000, b"b" * 200_000)


def test_a_folder_that_may_not_be_written_is_told(open_folder: Path) -> None:
    file = open_folder / "out.nq"
    file.write_bytes(b"old")
    if os.geteuid() != 0:
        open_folder.chmod(0o555)
    told = told_by(AS_NOBODY, file)
    assert f"{file} could not be written: permission denied. What was there is unchanged" in told
    assert file.read_bytes() == b"old"
    assert list(open_folder.iterdir()) == [file]


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    file = tmp_path / "out.nq"
    file.write_bytes(b"old")
    told = told_by(FULL_DISK, file)
    assert f"{file} could not be written: file too large" in told
    assert file.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_in_place_of_a_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "dist").write_bytes(b"no folder")
    with pytest.raises(PublishError, match="could not be written"):
        write_atomically(tmp_path / "dist" / "out.nq", b"new")
