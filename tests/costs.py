"""What a server costs: memory of each process, its start, and a worker that is killed: `python -m tests.costs`."""

import json
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from statistics import median

import click

from tests.hostile import Served, Usage, ask, children, serving
from tests.server.test_pool import BOMB, HOG

_serial = count()


def answer_small(served: Served) -> float:
    """Milliseconds that a small question takes which nobody has asked before."""
    began = time.monotonic()
    reply = served.once(ask(f"SELECT ({next(_serial)} AS ?n) {{}}"))
    assert reply.status == 200, reply
    return (time.monotonic() - began) * 1000


def kill_idle(served: Served) -> float:
    """Kill every worker; milliseconds until a small question is answered."""
    for pid in children(served.usage().keeper_pid):
        os.kill(pid, signal.SIGKILL)
    return answer_small(served)


def kill_busy(served: Served) -> float:
    """Kill the worker that answers a hog; milliseconds until its client is told."""
    with served.line("127.0.4.2") as line:
        line.send(ask(f"{HOG} # {next(_serial)}"))
        time.sleep(0.1)
        (pid,) = children(served.usage().keeper_pid)
        began = time.monotonic()
        os.kill(pid, signal.SIGKILL)
        line.reply()
        return (time.monotonic() - began) * 1000


def stop_at_limit(served: Served) -> float:
    """Milliseconds beyond its limit that a hog is answered after."""
    began = time.monotonic()
    assert served.once(ask(f"{HOG} # {next(_serial)}", more="&timeout=0.3"), source="127.0.4.3").status == 503
    return (time.monotonic() - began - 0.3) * 1000


def use_memory_up(served: Served) -> float:
    """Milliseconds until a query that doubles texts without end is told that its memory is used up."""
    began = time.monotonic()
    assert served.once(ask(f"{BOMB} # {next(_serial)}"), source="127.0.4.4").status == 507
    return (time.monotonic() - began) * 1000


@contextmanager
def started(*arguments: str) -> Iterator[tuple[Served, float]]:
    """A server, and the milliseconds until it answered."""
    began = time.monotonic()
    with serving(*arguments) as served:
        answer_small(served)
        yield served, (time.monotonic() - began) * 1000


def in_megabytes(usage: Usage) -> dict[str, object]:
    """The memory of each process, what is shared counted by shares."""
    workers = [round(worker, 1) for worker in usage.workers]
    return {"front": round(usage.front, 1), "keeper": round(usage.keeper, 1), "workers": workers}


@click.command()
@click.option("--times", type=click.IntRange(1), default=20, show_default=True, help="How often each is measured.")
def main(times: int) -> None:
    """Measure, and print medians as JSON."""
    with started() as (served, start):
        idle = in_megabytes(served.usage())
        small = median(answer_small(served) for _ in range(times))
    told: dict[str, object] = {"start_ms": round(start), "memory_mb": idle, "small_question_ms": round(small, 2)}
    # One worker, so that nobody else can step in.
    with started("--workers", "1", "--no-limits") as (served, _):
        for measured in (kill_idle, kill_busy, stop_at_limit, use_memory_up):
            taken = []
            for _ in range(times):
                taken.append(measured(served))
                served.settle()
            told[f"{measured.__name__}_ms"] = {"median": round(median(taken), 1), "max": round(max(taken), 1)}
    click.echo(json.dumps(told, indent=1))


if __name__ == "__main__":
    main()
