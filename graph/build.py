"""Builds a data folder: text to graph, all checks, and only then the published file."""

from collections.abc import Callable
from pathlib import Path

from graph.checks import run_checks
from graph.errors import CheckFailedError, SyntaxInFileError
from graph.loading import DataFile
from graph.publish import write_atomically
from graph.quads import DataSet, assemble
from graph.report import Report, report_text
from graph.resources import dist_file
from graph.retired import gone, promised, retire
from graph.retirements import read_retired, write_retired

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


def build(root: Path, progress: Progress = lambda _: None) -> tuple[Report, Path, int, list[str]]:
    """Write data/dist/iprgraph.nq below the root; the report, the file, its number of lines, and the IRIs it drops."""
    dataset, report, data = checked(root, progress)
    target = dist_file(root)
    dropped = publish(target, root, dataset, data, progress)
    return report, target, data.count(b"\n"), dropped


def publish(target: Path, root: Path, dataset: DataSet, data: bytes, progress: Progress) -> list[str]:
    """Put the data set's bytes in place of the published file; the published IRIs that it drops."""
    unchanged = target.is_file() and target.read_bytes() == data
    dropped = [] if unchanged else vanished(target, root, dataset)[2]
    progress(f"write {target}")
    write_atomically(target, data)
    return dropped


def vanished(published: Path, root: Path, dataset: DataSet) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """What a published file promises, what the data set does, and the IRIs that are gone and not retired.

    A damaged file promises nothing, so that a build can replace it.
    """
    try:
        before = promised(DataFile(published)) if published.is_file() else {}
    except SyntaxInFileError:
        before = {}
    now = promised(dataset.quads())
    return before, now, gone(before, now, read_retired(root))


def retire_vanished(root: Path, reason: str, published: Path | None = None) -> int:
    """List in retired.tsv what a published file has and the sources give no more; how many IRIs that were."""
    before, now, iris = vanished(published or dist_file(root), root, assemble(root))
    retired = read_retired(root) | {r.iri: r for r in retire(before, now, iris, reason)}
    if iris:
        write_atomically(root / "retired.tsv", write_retired(retired))
    return len(iris)


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
