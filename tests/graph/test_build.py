"""graph/build.py: text to published file, and nothing is published where a check fails."""

from pathlib import Path

import pytest

from graph.build import build, checked, compare
from graph.errors import CheckFailedError, DataError
from graph.quads import DataSet


def dist(root: Path) -> Path:
    """The published file."""
    return root / "dist" / "iprgraph.nq"


def spoil(root: Path) -> None:
    """Make a check fail: the plan announces a count that it does not hold."""
    file = root / "plans" / "mini-2031" / "plan.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('of = "Area"', 'of = "Measure"'), encoding="utf-8")


def test_a_build_publishes_what_is_assembled(mini_copy: Path, mini_dataset: DataSet) -> None:
    report, target, lines, _ = build(mini_copy)
    assert report.conforms
    assert target == dist(mini_copy)
    assert target.read_bytes() == mini_dataset.to_nquads()
    assert lines == len(target.read_text(encoding="utf-8").splitlines())


def test_a_build_says_its_steps(mini_copy: Path, without_shapes: None) -> None:
    steps: list[str] = []
    build(mini_copy, steps.append)
    assert steps[0] == f"read {mini_copy}"
    assert steps[-1] == f"write {dist(mini_copy)}"


@pytest.mark.parametrize("old", [None, b"old"])
def test_a_failing_check_leaves_everything_as_it_was(mini_copy: Path, old: bytes | None, without_shapes: None) -> None:
    if old:
        dist(mini_copy).parent.mkdir()
        dist(mini_copy).write_bytes(old)
    before = sorted(mini_copy.rglob("*"))
    spoil(mini_copy)
    with pytest.raises(CheckFailedError, match=r'(?s)declared-count-violation.*"4 areas".*Nothing was written\.'):
        build(mini_copy)
    assert sorted(mini_copy.rglob("*")) == before
    assert not old or dist(mini_copy).read_bytes() == old


def test_bad_data_leave_everything_as_it_was(mini_built: Path, tmp_path: Path) -> None:
    import shutil

    root = Path(shutil.copytree(mini_built, tmp_path / "mini"))
    before = dist(root).read_bytes()
    (root / "entities" / "law.ttl").write_text("<no turtle", encoding="utf-8")
    with pytest.raises(DataError, match=r"law\.ttl:1: not Turtle"):
        build(root)
    assert dist(root).read_bytes() == before


def test_checking_writes_nothing(mini_copy: Path, without_shapes: None) -> None:
    before = sorted(mini_copy.rglob("*"))
    checked(mini_copy, lambda _: None)
    assert sorted(mini_copy.rglob("*")) == before


def test_a_fresh_file_has_no_differences(mini_built: Path, without_shapes: None) -> None:
    assert compare(mini_built) == []


def test_a_missing_file_is_a_difference(mini_copy: Path, without_shapes: None) -> None:
    assert compare(mini_copy) == [f"{dist(mini_copy)} is missing"]


def test_a_stale_file_is_told_line_by_line(mini_copy: Path, mini_dataset: DataSet, without_shapes: None) -> None:
    lines = mini_dataset.to_nquads().decode("utf-8").splitlines(keepends=True)
    dist(mini_copy).parent.mkdir()
    dist(mini_copy).write_text("".join(lines[1:]) + "<urn:old> <urn:p> <urn:o> .\n", encoding="utf-8")
    told = compare(mini_copy)
    assert told[0].endswith("is not what the sources give: 1 lines too many, 1 missing")
    assert told[1:] == ["- <urn:old> <urn:p> <urn:o> .", f"+ {lines[0].rstrip()}"]


def test_a_file_in_another_order_is_a_difference(mini_copy: Path, mini_dataset: DataSet, without_shapes: None) -> None:
    lines = mini_dataset.to_nquads().decode("utf-8").splitlines(keepends=True)
    dist(mini_copy).parent.mkdir()
    dist(mini_copy).write_text("".join(reversed(lines)), encoding="utf-8")
    assert compare(mini_copy)
