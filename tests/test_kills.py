"""Publishing is killed a hundred times, on a disk with room and on a full one: readers find the old or the new, whole."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.inventing import CHECKOUT
from tests.kills import COMMAND, on_a_small_disk
from tests.publishing import AFTER, HALF, NONE, WHOLE, World

KILLS = [sys.executable, "-m", "tests.kills"]


def counts(command: list[str]) -> dict[str, dict[str, Any]]:
    """What tests/kills.py counts; it ends with an error where a reader would find anything but a whole data set."""
    ended = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=False, timeout=300)
    assert ended.returncode == 0, ended.stderr.decode()
    found: dict[str, dict[str, Any]] = json.loads(ended.stdout)
    return found


def test_a_publishing_killed_at_any_moment_leaves_the_old_or_the_new_data_set() -> None:
    kills = counts([*KILLS, "--times", "100"])["kills"]
    assert sum(kills.values()) == 100
    assert 0 < kills[AFTER] < 100, "the kills missed the moment"


def test_a_publishing_killed_before_any_of_its_lines_leaves_the_old_or_the_new_data_set() -> None:
    lines = counts([*KILLS, "--lines"])["lines"]
    assert lines.keys() == {NONE, HALF, WHOLE, AFTER}


@pytest.mark.parametrize("full", ["tmpfs", "limit"])
def test_a_full_disk_and_kills_leave_the_old_or_the_new_data_set(tmp_path: Path, full: str) -> None:
    may_mount = bool(on_a_small_disk("true", folder=tmp_path))
    if full == "tmpfs" and not may_mount:
        pytest.skip("no file system may be mounted here: the limit of file sizes is tried as often instead")
    times = 30 if full == "limit" and may_mount else 100
    command = [*KILLS, "--times", str(times), "--full", full, "--folder", str(tmp_path)]
    found = counts(on_a_small_disk(*command, folder=tmp_path) if full == "tmpfs" else command)
    assert sum(found["kills"].values()) == times
    assert found["full"]["refused"] > found["full"]["published"] > 0, "it was never full, or always"


def test_a_build_killed_at_any_moment_leaves_the_old_or_the_new_data_set() -> None:
    assert sum(counts([*KILLS, "--builds", "4"])["builds"].values()) == 4


def test_a_reader_finds_whole_data_sets_only_while_two_writers_publish() -> None:
    reads = counts([*KILLS, "--read", "1"])["reads"]
    assert len(reads) == 2
    assert min(reads.values()) > 5, "it read one of them only"


def test_two_builds_at_once_leave_one_whole_data_set(tmp_path: Path) -> None:
    world = World(tmp_path)
    old = world.found()
    world.edit(world.other(old))
    builds = [
        subprocess.Popen([*COMMAND, str(world.root)], cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for _ in range(2)
    ]
    told = [build.communicate(timeout=60) for build in builds]
    assert [build.returncode for build in builds] == [0, 0], told
    assert world.found() != old
    assert world.beside() == []


def test_what_is_no_whole_data_set_is_found_out(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.target.write_bytes(world.target.read_bytes()[:-1])
    with pytest.raises(AssertionError, match="neither the old nor the new data set"):
        world.found()
