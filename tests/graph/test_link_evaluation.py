"""graph/link_evaluation.py: precision and recall on the labelled sample, which must stay above their bars."""

from pathlib import Path

import pytest

from graph.errors import DataError
from graph.link_evaluation import COLUMNS, Score, evaluate, evaluation_lines, read_sample
from graph.linking import Linker, Thresholds
from tests.inventing import CHECKOUT
from tests.linking import real_index

SAMPLE = CHECKOUT / "tests" / "reference" / "link-sample.csv"
PRECISION, RECALL = 0.98, 0.95


@pytest.fixture(scope="module")
def scores() -> dict[str, Score]:
    """The scores of both halves and of all."""
    found = evaluate(Linker(real_index(), Thresholds(), "urn:x:"), read_sample(SAMPLE))
    return {score.name: score for score in found}


@pytest.mark.parametrize("half", ["tuning", "held-out", "all"])
def test_precision_and_recall_are_above_their_bars(scores: dict[str, Score], half: str) -> None:
    assert scores[half].precision >= PRECISION, scores[half].faults
    assert scores[half].recall >= RECALL, scores[half].faults


def test_accepting_is_worth_it(scores: dict[str, Score]) -> None:
    assert scores["all"].right >= 0.75 * scores["all"].labelled


def test_the_sample_is_large_and_hard() -> None:
    sample = read_sample(SAMPLE)
    cases = {item.case for item in sample if not item.expected}
    assert len(sample) >= 240
    assert sum(not item.expected for item in sample) >= 100
    assert cases >= {
        "draft",
        "provincial",
        "other-country",
        "implementing-of-other",
        "amending-decision",
        "similar-name",
    }


def test_everything_that_the_sample_names_is_ours() -> None:
    known = {iri for t in real_index().targets for iri in (t.iri, *(v.iri for v in t.versions))}
    assert {iri for item in read_sample(SAMPLE) for iri in item.expected} <= known


def test_a_law_that_is_only_close_counts_as_wrong_when_called_the_same(tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    rows = [
        "a,Patent Law,,,CN,law/patent-law,close,x,tuning",
        "b,Patent Law,,,CN,,none,x,tuning",
        "c,商标法,,,,law/trademark-law,exact,x,tuning",
    ]
    file.write_text("\n".join([",".join(COLUMNS), *rows, ""]), encoding="utf-8")
    score = evaluate(Linker(real_index(), Thresholds(), "urn:x:"), read_sample(file))[0]
    assert (score.accepted, score.right, score.labelled, score.found) == (3, 1, 2, 2)
    lines = list(evaluation_lines([score]))
    assert lines[0].startswith("tuning     precision 0.333 (1 of 3 accepted), recall 1.000 (2 of 2 found")
    assert len(lines) == 3


def test_a_sample_with_other_columns_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "s.csv"
    file.write_text("name\nPatent Law\n")
    with pytest.raises(DataError, match="its columns are others"):
        read_sample(file)
