"""Kills publishing at random moments and looks at what readers find: `python -m tests.kills --times 1000`.

What is killed is a process that runs what `iprgraph build` does after its checks, or with `--builds` the whole command.
After each kill the published file is compared by SHA-256 with the data set before and after; anything else is an error.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from statistics import median
from types import FrameType
from typing import Any

import click

from graph import beside, publish
from graph.errors import PublishError
from tests.inventing import CHECKOUT
from tests.publishing import TOLD, Child, Tell, World, limit_files

COMMAND = [sys.executable, "-c", "from server.cli import main; main()", "build", "--root"]
SMALL_DISK = 'mount -t tmpfs -o size=8m tmpfs "$0" && exec "$@"'
WRITER = (beside.__file__, publish.__file__)
OUT_OF_ROOM = {"tmpfs": "no space left on device", "limit": "file too large"}


def on_a_small_disk(*command: str, folder: Path) -> list[str]:
    """The command with a file system of 8 MB over the folder, which nobody else sees; empty where that is forbidden."""
    for apart in (["unshare", "-m"], ["unshare", "-m", "-r"]):
        mounted = [*apart, "sh", "-c", SMALL_DISK, str(folder)]
        with suppress(FileNotFoundError):
            if subprocess.run([*mounted, "true"], capture_output=True, check=False).returncode == 0:
                return [*mounted, *command]
    return []


def durations(world: World) -> tuple[float, float]:
    """How long a publishing takes, and how long the writing in it; the median of three."""
    world.empty()
    whole, writing = [], []
    for _ in range(3):
        new = world.other(world.found())
        begun = time.perf_counter()
        child = Child(lambda tell, new=new: world.publish(new, tell))  # type: ignore[misc]
        child.step()
        wrote = time.perf_counter()
        if child.wait() or world.found() != new:
            raise AssertionError("a publishing that nobody kills fails")
        whole.append(time.perf_counter() - begun)
        writing.append(time.perf_counter() - wrote)
    return median(whole), median(writing)


def kill_often(world: World, times: int, dice: random.Random, full: str) -> Counter[str]:
    """Kill so many publishings, every other one while it writes; how far each had come.

    Where the disk is full, there is room for a random part of the new file, and some are killed while they clear up.
    """
    moments: Counter[str] = Counter()
    for number in range(times):
        if number % 20 == 0:  # again and again, since neighbours make the machine faster and slower
            whole, writing = durations(world)
        old = world.found()
        job = _job(world, world.other(old), full, _room(world, dice, full), waits=True)
        child = Child(job)
        if number % 2:
            child.step()
        time.sleep(writing * 1.2 * dice.random() ** 2 if number % 2 else whole * 1.1 * dice.random())
        child.kill()
        moments[world.moment(child.pid, old)] += 1
    return moments


def fill_often(world: World, times: int, dice: random.Random, full: str) -> Counter[str]:
    """Let so many publishings run to their end on a full disk; how many were refused, and how many had room."""
    ends: Counter[str] = Counter()
    for _ in range(times):
        old = world.found()
        child = Child(_job(world, world.other(old), full, _room(world, dice, full), waits=False))
        told = child.step()
        code = child.wait()
        if code not in (0, TOLD) or (code == TOLD and OUT_OF_ROOM[full] not in told):
            raise AssertionError(f"a publishing without room ended with {code}: {told}")
        if (world.found() == old) != (code == TOLD) or world.beside():
            raise AssertionError(f"a publishing without room changed something: {world.beside()}")
        ends["refused" if code == TOLD else "published"] += 1
    return ends


def _room(world: World, dice: random.Random, full: str) -> int:
    room = dice.randrange(round(world.size() * 1.3))
    if full == "tmpfs":
        world.fill(room)
    return room


def _job(world: World, new: str, full: str, room: int, *, waits: bool) -> Callable[[Tell], None]:
    """Publish, and then wait to be killed, so that no kill comes too late."""

    def job(tell: Tell) -> None:
        if full == "limit":
            limit_files(room)
        try:
            world.publish(new, tell if waits else lambda _: None)
        except PublishError:
            if not (waits and full):
                raise
        if waits:
            time.sleep(60)

    return job


def kill_at_every_line(world: World) -> Counter[str]:
    """Kill a writer before each line that it executes, one after the other."""
    moments: Counter[str] = Counter()
    for number in count(1):
        old = world.found()
        world.leave()
        child = Child(_killing_itself(world, world.other(old), number))
        if (code := child.wait()) == 0:
            return moments
        if code != -signal.SIGKILL:
            raise AssertionError(f"the publishing ended by itself with {code}")
        moments[world.moment(child.pid, old)] += 1
    raise AssertionError("there is always a last line")


def _killing_itself(world: World, new: str, line: int) -> Callable[[Tell], None]:
    left = count(line, -1)

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        if frame.f_code.co_filename not in WRITER:
            return None
        if event == "line" and next(left) == 1:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    def job(_: Tell) -> None:
        sys.settrace(trace)
        publish.write_atomically(world.target, world.versions[new].data)

    return job


def kill_builds(world: World, times: int, dice: random.Random) -> Counter[str]:
    """Kill so many whole commands, every other one as soon as it publishes; how far each had come."""
    moments: Counter[str] = Counter()
    begun = time.perf_counter()
    subprocess.run([*COMMAND, str(world.root)], cwd=CHECKOUT, check=True, stdout=subprocess.DEVNULL)
    whole = time.perf_counter() - begun
    _, writing = durations(world)
    for number in range(times):
        old = world.found()
        world.edit(world.other(old))
        process = subprocess.Popen([*COMMAND, str(world.root)], cwd=CHECKOUT, stdout=subprocess.DEVNULL)
        if number % 2:
            while process.poll() is None and not any(f"-{process.pid}-" in f.name for f in world.beside()):
                time.sleep(0.0002)
        time.sleep(dice.uniform(0, writing * 1.5 if number % 2 else whole * 1.1))
        process.kill()
        if process.wait() not in (0, -signal.SIGKILL):
            raise AssertionError(f"the command ended by itself with {process.returncode}")
        moments["too late" if process.returncode == 0 else world.moment(process.pid, old)] += 1
    return moments


def read_on(world: World, seconds: float) -> Counter[str]:
    """Let two writers publish both versions over each other, and a reader read on and on; how often it read which."""
    end = time.monotonic() + seconds

    def write(_: Tell) -> None:
        while time.monotonic() < end:
            for name in world.versions:
                world.publish(name)

    def read(tell: Tell) -> None:
        reads: Counter[str] = Counter()
        while time.monotonic() < end:
            reads[world.found()] += 1
        tell(json.dumps(reads))

    reader, *writers = Child(read), Child(write), Child(write)
    reads = Counter(json.loads(reader.step() or "{}"))
    codes = [child.wait() for child in (reader, *writers)]
    if any(codes):
        raise AssertionError("a reader or a writer failed beside the others")
    return reads


def clear_up(world: World) -> None:
    """Publish once more; refuses what killed runs left and the next one does not clear away."""
    world.empty()
    new = world.other(world.found())
    world.publish(new)
    if world.found() != new or world.beside():
        raise AssertionError(f"the next run leaves something: {world.beside()}")


@click.command()
@click.option("--times", default=0, help="Kill so many publishings.")
@click.option("--full", type=click.Choice(["", *OUT_OF_ROOM]), default="", help="What fills up meanwhile, in --folder.")
@click.option("--lines", is_flag=True, help="Kill a publishing before each line that it executes.")
@click.option("--builds", default=0, help="Kill so many whole commands.")
@click.option("--read", default=0.0, help="Read for so many seconds while two writers publish.")
@click.option("--seed", default=1, help="Of the random moments.", show_default=True)
@click.option("--folder", type=click.Path(path_type=Path), help="An empty folder to work in.")
def main(times: int, full: str, lines: bool, builds: int, read: float, seed: int, folder: Path | None) -> None:
    """Kill, count how far each had come, and refuse what is neither the old nor the new data set, whole."""
    dice = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="iprgraph-kills-") as own:
        world = World(folder or Path(own))
        counts: dict[str, Counter[str]] = {}
        if times:
            counts["kills"] = kill_often(world, times, dice, full)
        if times and full:
            counts["full"] = fill_often(world, times // 2, dice, full)
        if lines:
            counts["lines"] = kill_at_every_line(world)
        if builds:
            counts["builds"] = kill_builds(world, builds, dice)
        if read:
            counts["reads"] = read_on(world, read)
        clear_up(world)
    click.echo(json.dumps(counts, indent=2))


if __name__ == "__main__":
    main()
