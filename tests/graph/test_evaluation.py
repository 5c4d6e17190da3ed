"""graph/evaluation.py: how well what was found agrees with what a reader marked."""

from pathlib import Path

import pytest

from graph.errors import DataError
from graph.evaluation import Marked, false_alarms, found_marks, misses, read_reference, scores, wrong_ends
from tests.inventing import invent_entity, invent_measure, read_names

PLAN = invent_measure("To revise the old Trade Act, and the Fair Rules.")
ACT = invent_entity("law", "act", "Trade Act")
HEAD = "measure\ttype\ttext\tfirm\n"


def reference(folder: Path, *rows: str) -> list[Marked]:
    """An annotation with these rows."""
    file = folder / "marks.tsv"
    file.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return read_reference(file, PLAN)


def found(*names: str) -> list[Marked]:
    """What is found when the register knows laws of these names."""
    entities = [invent_entity("law", f"e{i}", name) for i, name in enumerate(names)]
    return found_marks(PLAN, read_names(PLAN, entities))


def exact(marks: list[Marked], got: list[Marked]) -> tuple[float, float, float]:
    """Precision, recall and F1 over all types, exact."""
    return next(s for s in scores(marks, got) if s.mention_type == "all").exact


def test_full_agreement_scores_one(tmp_path: Path) -> None:
    marks = reference(tmp_path, "I.1.1\tlaw\tTrade Act\t1", "I.1.1\tlaw\tFair Rules\t1")
    got = found("Trade Act", "Fair Rules")
    assert exact(marks, got) == (1.0, 1.0, 1.0)
    assert (misses(marks, got), false_alarms(marks, got), wrong_ends(marks, got)) == ([], [], [])


def test_half_found_is_half_recall(tmp_path: Path) -> None:
    marks = reference(tmp_path, "I.1.1\tlaw\tTrade Act\t1", "I.1.1\tlaw\tFair Rules\t1")
    precision, recall, _ = exact(marks, found("Trade Act"))
    assert (precision, recall) == (1.0, 0.5)
    assert [m.words for m in misses(marks, found("Trade Act"))] == ["Fair Rules"]


def test_what_nobody_marked_is_a_false_alarm(tmp_path: Path) -> None:
    marks = reference(tmp_path, "I.1.1\tlaw\tTrade Act\t1")
    got = found("Trade Act", "Fair Rules")
    assert exact(marks, got)[:2] == (0.5, 1.0)
    assert [m.words for m in false_alarms(marks, got)] == ["Fair Rules"]


@pytest.mark.parametrize("names", [("Trade Act",), ("Trade Act", "Fair Rules")])
def test_a_doubtful_mark_counts_neither_way(tmp_path: Path, names: tuple[str, ...]) -> None:
    marks = reference(tmp_path, "I.1.1\tlaw\tTrade Act\t1", "I.1.1\tlaw\tFair Rules\t0")
    assert exact(marks, found(*names)) == (1.0, 1.0, 1.0)


def test_other_ends_agree_only_loosely(tmp_path: Path) -> None:
    marks = reference(tmp_path, "I.1.1\tlaw\told Trade Act\t1")
    got = found("Trade Act")
    score = next(s for s in scores(marks, got) if s.mention_type == "law")
    assert (score.exact[2], score.overlap[2]) == (0.0, 1.0)
    assert [(w.words, g.words) for w, g in wrong_ends(marks, got)] == [("old Trade Act", "Trade Act")]


def test_nothing_wanted_and_nothing_found_is_no_score() -> None:
    assert scores([], []) == []


@pytest.mark.parametrize("row", ["I.1.1\tlaw\tNo Act\t1", "I.9.9\tlaw\tTrade Act\t1", "I.1.1\tlawn\tTrade Act\t1"])
def test_a_mark_that_does_not_fit_the_plan_is_refused(tmp_path: Path, row: str) -> None:
    with pytest.raises(DataError, match=r"marks\.tsv:3: "):
        reference(tmp_path, "I.1.1\tlaw\tTrade Act\t1", row)
