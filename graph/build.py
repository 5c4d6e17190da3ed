"""Builds a data folder: text to graph, all checks, and only then the published file."""

from collections.abc import Callable
from pathlib import Path

from graph.checks import run_checks
from graph.errors import CheckFailedError
from graph.publish import write_atomically
from graph.quads import DataSet, assemble
from graph.report import Report, report_text
from graph.resources import dist_file

Progress = Callable[[str], None]


def checked(root: Path, progress: Progress) -> tuple[DataSet, Report, bytes]:
    """The data set, its report and its bytes; refuses to go on where a check fails."""
    progress(f"read {root}")
    dataset = assemble(root)
    report = run_checks(dataset, progress)
    if not report.publishable:
        raise CheckFailedError(f"{report_text(report)}Nothing was written.")
    progress("serialise")
    return dataset, report, dataset.to_nquads()


def build(root: Path, progress: Progress = lambda _: None) -> tuple[Report, Path, int]:
    """Write data/dist/iprgraph.nq below the root; the report, the file and its number of lines."""
    _, report, data = checked(root, progress)
    target = dist_file(root)
    progress(f"write {target}")
    write_atomically(target, data)
    return report, target, data.count(b"\n")


def compare(root: Path, progress: Progress = lambda _: None) -> list[str]:
    """How the published file differs from what the sources give; empty if it is the same to the byte."""
    _, _, data = checked(root, progress)
    target = dist_file(root)
    if not target.is_file():
        return [f"{target} is missing"]
    old = target.read_bytes()
    if old == data:
        return []
    before, after = set(old.split(b"\n")), set(data.split(b"\n"))
    gone, new = sorted(before - after), sorted(after - before)
    shown = [f"- {line.decode('utf-8', 'replace')}" for line in gone[:3]]
    shown += [f"+ {line.decode('utf-8', 'replace')}" for line in new[:3]]
    return [f"{target} is not what the sources give: {len(gone)} lines too many, {len(new)} missing", *shown]
