"""Measures our endpoint against native Oxigraph of the same version: same data, same machine, same run."""

import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from math import ceil
from pathlib import Path

import click
import pyoxigraph

from tests.bench.generator import write_data
from tests.bench.servers import ACCEPT, Server, serve_native_in_memory, serve_native_on_disk, serve_ours
from tests.bench.table import CACHED, DISK, MEMORY, OURS, SIDES, Cell, Rates, markdown

HERE = Path(__file__).resolve().parent
QUERIES = sorted((HERE / "queries").glob("*.rq"))
KINDS = [file.stem for file in QUERIES]
# A cell lasts until each connection had about this many answers, so that what is cut off at its end counts little.
LEAST_ROUNDS = 5


@dataclass(frozen=True)
class Plan:
    """What is measured, and for how long."""

    kinds: tuple[str, ...]
    connections: tuple[int, ...]
    seconds: int
    most_seconds: int
    rounds: int
    header: str
    """What every request carries that no cache may answer, besides another comment."""


@click.command()
@click.option("--triples", type=click.IntRange(10_000), default=20_000, show_default=True, help="Size of the data.")
@click.option("--seconds", type=click.IntRange(1), default=1, show_default=True, help="Least time for each rate.")
@click.option(
    "--most-seconds", type=click.IntRange(1), default=10, show_default=True, help="Most time, for slow queries."
)
@click.option("--rounds", type=click.IntRange(1), default=1, show_default=True, help="Rates are medians of so many.")
@click.option("--uncached-header", default="", help="Sent where no cache may answer, if another comment is not enough.")
@click.option("--connections", default="1,4,16", show_default=True, help="Connections at a time.")
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only this kind of query (repeatable).")
@click.option("--oxigraph", type=click.Path(path_type=Path), default=None, help="Native Oxigraph, where not on PATH.")
@click.option("--serve-arg", "arguments", multiple=True, help="Another argument for iprgraph serve (repeatable).")
@click.option("--json", "to_json", type=click.Path(path_type=Path, dir_okay=False), help="Also write every rate here.")
def main(
    triples: int,
    seconds: int,
    most_seconds: int,
    rounds: int,
    uncached_header: str,
    connections: str,
    kinds: tuple[str, ...],
    oxigraph: Path | None,
    arguments: tuple[str, ...],
    to_json: Path | None,
) -> None:
    """Print tables of how our endpoint compares with native Oxigraph, on disk and in memory."""
    try:
        numbers = tuple(sorted({int(number) for number in connections.split(",")}))
    except ValueError:
        raise click.UsageError(f"--connections takes numbers with commas between them, not {connections!r}") from None
    plan = Plan(kinds or tuple(KINDS), numbers, seconds, max(seconds, most_seconds), rounds, uncached_header)
    binary = _find_native(oxigraph)
    if shutil.which("wrk") is None:
        raise click.ClickException("there is no wrk; on Debian: apt-get install wrk")
    with tempfile.TemporaryDirectory(prefix="iprgraph-bench-") as folder:
        file = Path(folder) / "data.nq"
        write_data(triples, file)
        machine = Machine()
        with _servers(binary, file, Path(folder), arguments) as servers:
            _compare_answers(plan, servers)
            rates = Rates(triples, _measure(plan, servers))
            facts = [_facts(server) for server in dict.fromkeys(servers.values())]
    click.echo(
        f"{triples:,} triples · {machine.describe()}\n\n" + "\n".join(facts) + f"\n\n{markdown(rates)}", nl=False
    )
    if to_json:
        rows = [{**cell._asdict(), "rate": rate} for cell, rate in rates.of.items()]
        to_json.write_text(json.dumps({"triples": triples, "rates": rows}, indent=1) + "\n", encoding="utf-8")


def _find_native(given: Path | None) -> Path:
    beside = Path(sys.executable).with_name("oxigraph")
    found = given or (beside if beside.is_file() else shutil.which("oxigraph"))
    wanted = pyoxigraph.__version__
    if found is None:
        raise click.ClickException(f"there is no native Oxigraph; get it with: pip install oxigraph=={wanted}")
    version = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout.split()[-1]
    if version != wanted:
        raise click.ClickException(f"{found} is Oxigraph {version}, but our engine is {wanted}")
    return Path(found)


@contextmanager
def _servers(binary: Path, file: Path, folder: Path, arguments: Sequence[str]) -> Iterator[dict[str, Server]]:
    """All servers at once: one of them is asked at a time, the others rest."""
    with (
        serve_ours(file, arguments) as ours,
        serve_native_on_disk(binary, file, folder / "store") as disk,
        serve_native_in_memory(binary, file) as memory,
    ):
        yield {OURS: ours, CACHED: ours, DISK: disk, MEMORY: memory}


def _read(kind: str) -> str:
    return (HERE / "queries" / f"{kind}.rq").read_text(encoding="utf-8")


def _compare_answers(plan: Plan, servers: dict[str, Server]) -> None:
    """Refuses to measure servers that answer differently, or nothing at all."""
    for kind in plan.kinds:
        answers = {side: _normal(*server.ask(_read(kind))) for side, server in servers.items()}
        for side in SIDES:
            if answers[side] != answers[DISK] or not answers[side]:
                raise click.ClickException(f"{kind}: {side} answers otherwise than native Oxigraph on disk, or nothing")


def _normal(media_type: str, body: bytes) -> list[str]:
    if media_type != "application/sparql-results+json":
        return sorted(body.decode("utf-8").splitlines())
    return sorted(json.dumps(row, sort_keys=True) for row in json.loads(body)["results"]["bindings"])


def _measure(plan: Plan, servers: dict[str, Server]) -> dict[Cell, float]:
    """All rates; the sides of one cell are measured right after one another, so that all meet the same neighbours."""
    found: defaultdict[Cell, list[float]] = defaultdict(list)
    cells = [Cell(k, c, s) for _ in range(plan.rounds) for k in plan.kinds for c in plan.connections for s in SIDES]
    with click.progressbar(cells, label="Measuring", file=sys.stderr) as bar:
        for series, cell in zip(count(1), bar):
            server = servers[cell.side]
            found[cell].append(_rate(plan, server, cell, f"{os.getpid()}-{series}"))
    return {cell: statistics.median(rates) for cell, rates in found.items()}


def _rate(plan: Plan, server: Server, cell: Cell, series: str) -> float:
    """Answers in a second; refuses a run with a wrong answer in it."""
    query = _read(cell.kind)
    comment = "" if cell.side == CACHED else series
    needed = LEAST_ROUNDS * cell.connections * _patience(server, query, comment) / (os.cpu_count() or 1)
    seconds = min(max(plan.seconds, ceil(needed)), plan.most_seconds)
    command = ["wrk", "-t1", f"-c{cell.connections}", f"-d{seconds}s", "--timeout", "120s", "-H", f"Accept: {ACCEPT}"]
    command += ["-H", plan.header] if plan.header and comment else []
    command += ["-s", str(HERE / "load.lua"), server.url(query), "--", *filter(None, [comment])]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    line = next(line for line in printed.splitlines() if line.startswith("RESULT "))
    requests, microseconds, wrong, lost = map(int, line.split()[1:])
    if wrong or lost:
        raise click.ClickException(f"{server.name}, {cell.kind}: {wrong} answers with errors, {lost} connections lost")
    return requests / (microseconds / 1e6)


def _patience(server: Server, query: str, comment: str) -> float:
    """Seconds for one answer."""
    began = time.monotonic()
    server.ask(query, comment)
    return time.monotonic() - began


def _facts(server: Server) -> str:
    return f"- {server.name}: answered {server.started_in:.2f} s after its start, holds {server.memory():,.0f} MB"


class Machine:
    """What else there is to know of a run; made when it starts."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self._load = os.getloadavg()[0]
        self._busy = _busy_seconds()
        self._own = _own_seconds()

    def describe(self) -> str:
        """Processors, versions, and how much others used them; to be asked once all servers have ended."""
        seconds = time.monotonic() - self._began
        cores = os.cpu_count() or 1
        others = max(0.0, (_busy_seconds() - self._busy) - (_own_seconds() - self._own)) / (seconds * cores)
        return (
            f"{cores} × {_processor()} · Python {platform.python_version()} · Oxigraph {pyoxigraph.__version__} · "
            f"{seconds:.0f} s · load average {self._load:.1f} before, {os.getloadavg()[0]:.1f} after · "
            f"others used {others:.0%} of the processors"
        )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), platform.machine())


def _busy_seconds() -> float:
    """Seconds that all processors together were busy since the machine started."""
    user, nice, system, _, _, irq, softirq, steal = map(int, Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def _own_seconds() -> float:
    """Seconds of processor time of this process and its children that have ended."""
    return sum(
        u.ru_utime + u.ru_stime for u in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )


if __name__ == "__main__":
    main()
