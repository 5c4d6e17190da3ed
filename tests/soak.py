"""A hundred thousand mixed and hostile requests to one server: `python -m tests.soak --requests 100000`.

Every request must get a proper HTTP answer, with a status that fits it, in time; the server's processes, open files and
memory must be at the end what they were after a warm-up. Anything else is an error. What was measured is printed as JSON.
"""

import json
import random
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import click

from tests.bench.generator import write_data
from tests.hostile import NoAnswerError, Served, Usage, serving
from tests.requests_mixed import KINDS, Asker, WrongAnswerError

TIMEOUT, PATIENCE = 2, 3
LIMITS = ["--workers", "4", "--timeout", str(TIMEOUT), "--memory", "256", "--patience", str(PATIENCE), "--cache", "8"]
LONGEST = PATIENCE + 1.0
PARTS = 5
MANY = 10_000
"""Requests from which on memory is looked at after each part, and not only after the first, the warm-up, and the last."""
MOST_GROWTH = 16
"""MB by which the front may have grown since the warm-up; that the cache of answers fills is within it."""
MOST_FILES = 8
"""By which the open files may differ; a few workers come and go."""


class Tally:
    """What became of the requests."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.kinds: Counter[str] = Counter()
        self.statuses: Counter[str] = Counter()
        self.waits: list[float] = []
        self.faults: list[str] = []

    def add(self, kind: str, statuses: list[str], seconds: float) -> None:
        """One that went as it should."""
        with self._lock:
            self.kinds[kind] += 1
            self.statuses.update(statuses)
            self.waits.append(seconds)

    def fault(self, kind: str, what: str) -> None:
        """One that did not."""
        with self._lock:
            self.faults.append(f"{kind}: {what}")

    def wait(self, share: float) -> float:
        """Milliseconds that this share of the requests took at most."""
        return round(sorted(self.waits)[int((len(self.waits) - 1) * share)] * 1000, 1)


def send_many(served: Served, requests: int, threads: int, seed: int, tally: Tally) -> None:
    """So many requests of all kinds, from so many threads."""
    left, lock = iter(range(requests)), threading.Lock()

    def work(number: int) -> None:
        dice = random.Random(seed * 1000 + number)
        asker = Asker(served, dice, PATIENCE)
        while True:
            with lock:
                if next(left, None) is None:
                    break
            (kind,) = dice.choices(KINDS, [kind.weight for kind in KINDS])
            began = time.monotonic()
            try:
                statuses = kind.send(asker)
            except (NoAnswerError, WrongAnswerError, OSError) as error:
                tally.fault(kind.name, f"{error!r} after {time.monotonic() - began:.2f} s")
                asker.hang_up()
                continue
            seconds = time.monotonic() - began
            if seconds > LONGEST:
                tally.fault(kind.name, f"answered after {seconds:.2f} s")
            tally.add(kind.name, statuses, seconds)
        asker.hang_up()

    with ThreadPoolExecutor(threads) as pool:
        for done in [pool.submit(work, number) for number in range(threads)]:
            done.result()


def measure(served: Served) -> Usage:
    """What it holds when nothing is asked, and what was begun has ended."""
    served.settle()
    time.sleep(PATIENCE + 1)
    return served.usage()


def complaints(tally: Tally, warm: Usage, end: Usage, log: list[str]) -> list[str]:
    """What is not as it must be."""
    found = tally.faults[:20]
    if end.front - warm.front > MOST_GROWTH:
        found.append(f"the front grew from {warm.front:.1f} to {end.front:.1f} MB")
    if abs(end.files - warm.files) > MOST_FILES:
        found.append(f"{warm.files} open files became {end.files}")
    if end.processes > warm.processes + 2 or len(end.workers) < 4:
        found.append(f"{warm.processes} processes became {end.processes}")
    if end.keeper_pid != warm.keeper_pid:
        found.append("the keeper was begun anew")
    found += [line for line in log if "Traceback" in line or "failed at" in line or "has died" in line]
    return found


def soak(served: Served, requests: int, threads: int, seed: int) -> tuple[Tally, list[Usage]]:
    """All of it; what became of the requests, and what the server held at rest after each fifth of them."""
    tally, usages = Tally(), []
    for part in range(PARTS):
        send_many(served, requests // PARTS, threads, seed * PARTS + part, tally)
        if part in {0, PARTS - 1} or requests >= MANY:
            usages.append(measure(served))
    return tally, usages


@contextmanager
def data_of(triples: int) -> Iterator[list[str]]:
    """The arguments that name invented data of this size; none for the committed data set."""
    with tempfile.TemporaryDirectory() as folder:
        if triples:
            write_data(triples, Path(folder) / "data.nq")
        yield ["--data", f"{folder}/data.nq"] if triples else []


@click.command()
@click.option("--requests", type=click.IntRange(100), default=100_000, show_default=True, help="How many.")
@click.option("--triples", type=click.IntRange(0), default=0, help="Of invented data; 0 for the committed data set.")
@click.option("--threads", type=click.IntRange(1), default=12, show_default=True, help="Requests at once.")
@click.option("--seed", default=1, show_default=True, help="Of the dice.")
def main(requests: int, triples: int, threads: int, seed: int) -> None:
    """Soak a server in requests, and print what came of it."""
    with data_of(triples) as data, serving(*data, *LIMITS) as served:
        began = time.monotonic()
        tally, usages = soak(served, requests, threads, seed)
        seconds = time.monotonic() - began
        found = complaints(tally, usages[0], usages[-1], served.log)
    told = {
        "requests": tally.kinds.total(),
        "seconds": round(seconds),
        "statuses": dict(sorted(tally.statuses.items())),
        "milliseconds": {name: tally.wait(share) for name, share in (("p50", 0.5), ("p99", 0.99), ("max", 1))},
        "front_mb": [round(usage.front, 1) for usage in usages],
        "keeper_mb": [round(usage.keeper, 1) for usage in usages],
        "workers_mb": [[round(worker, 1) for worker in usage.workers] for usage in usages],
        "open_files": [usage.files for usage in usages],
        "processes": [usage.processes for usage in usages],
        "kinds": dict(sorted(tally.kinds.items())),
        "complaints": found,
    }
    click.echo(json.dumps(told, indent=1, ensure_ascii=False))
    if found:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
