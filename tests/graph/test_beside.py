"""graph/beside.py: new files with their locks, and what killed runs left behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.beside import is_beside, make_beside, remove_leftovers
from graph.publish import write_atomically
from tests.inventing import CHECKOUT

NEVER_DONE = """
import sys, time
from pathlib import Path
from graph.publish import write_atomically
def pieces():
    yield b"new " * 10_000
    print("writing", flush=True)
    time.sleep(60)
write_atomically(Path(sys.argv[1]), pieces())
"""
OPEN = os.open


def started(file: Path) -> subprocess.Popen[bytes]:
    """A writer of the file in a process of its own, known to be writing."""
    process = subprocess.Popen([sys.executable, "-c", NEVER_DONE, str(file)], cwd=CHECKOUT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"writing\n"
    return process


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that was published, alone in its folder."""
    file = tmp_path / "out.nq"
    file.write_bytes(b"old")
    return file


@pytest.fixture
def writing(file: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A writer of that file who is still at it."""
    process = started(file)
    yield process
    process.kill()
    process.communicate(timeout=10)


def test_a_new_file_is_gone_unless_it_was_renamed(file: Path) -> None:
    with make_beside(file, private=True) as (new, out):
        assert is_beside(new)
        assert new.stat().st_mode & 0o777 == 0o600
        with out:
            out.write(b"new")
    assert list(file.parent.iterdir()) == [file]


def test_a_new_file_that_is_written_is_kept_until_it_is_renamed(file: Path) -> None:
    with make_beside(file, private=True) as (new, out):
        out.close()
        remove_leftovers(file)
        assert new.exists()


def test_a_name_may_be_as_long_as_the_system_allows(tmp_path: Path) -> None:
    file = tmp_path / ("n" * 252 + ".nq")
    write_atomically(file, b"new")
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("name", ["out.nq", "out[1].nq", "n" * 252 + ".nq"])
def test_what_a_killed_run_left_is_cleared_away(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_bytes(b"old")
    process = started(file)
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=10)
    assert len(list(tmp_path.iterdir())) == 2
    write_atomically(file, b"new")
    assert list(tmp_path.iterdir()) == [file]


def test_what_a_run_still_going_has_made_is_left_to_it(file: Path, writing: subprocess.Popen[bytes]) -> None:
    write_atomically(file, b"new")
    assert [f.name.startswith(f".iprgraph-out.nq-{writing.pid}-") for f in file.parent.iterdir() if f != file] == [True]


def test_a_leftover_goes_though_its_number_is_used_by_another_process(file: Path) -> None:
    (file.parent / f".iprgraph-out.nq-{os.getpid()}-abc123").write_bytes(b"half")
    (file.parent / ".iprgraph-other.nq-1-abc123").write_bytes(b"somebody else's")
    write_atomically(file, b"new")
    assert sorted(f.name for f in file.parent.iterdir()) == [".iprgraph-other.nq-1-abc123", "out.nq"]


def test_a_new_file_that_is_cleared_away_before_it_is_locked_is_made_again(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[str] = []

    def meddling(path: Any, flags: int, *rest: Any) -> int:
        handle = OPEN(path, flags, *rest)
        if flags & os.O_CREAT:
            made.append(path)
            if len(made) == 1:
                os.unlink(path)
        return handle

    monkeypatch.setattr(os, "open", meddling)
    write_atomically(file, b"new")
    assert file.read_bytes() == b"new"
    assert len(set(made)) == 2


def test_what_cannot_be_cleared_away_is_no_reason_not_to_publish(file: Path) -> None:
    folder, link, pipe = (file.parent / f".iprgraph-out.nq-{kind}" for kind in ("1-folder", "2-link", "3-pipe"))
    folder.mkdir()
    link.symlink_to(file)
    os.mkfifo(pipe)
    write_atomically(file, b"new")
    assert file.read_bytes() == b"new"
    assert sorted(f.name for f in file.parent.iterdir()) == [folder.name, link.name, file.name]


def test_a_folder_that_is_not_there_has_no_leftovers(tmp_path: Path) -> None:
    remove_leftovers(tmp_path / "none" / "out.nq")
