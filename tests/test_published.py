"""Promises about the real data: the file is fresh and conforms, and the stored questions are answered as read."""

import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.answer import answer
from graph.build import checked
from graph.evaluation import found_marks, read_reference, scores
from graph.quads import read_mentions, read_plan
from graph.queries import StoredQuery, read_queries
from graph.register import read_register
from graph.resources import data_dir, dist_file
from graph.store import read_dist
from graph.text_layer import rebuild_text

REFERENCE = Path(__file__).resolve().parent / "reference" / "cn-2009-mentions.tsv"
QUESTIONS = read_queries("examples")


@pytest.fixture(scope="module")
def published() -> ox.Store:
    return read_dist(dist_file())


def test_published_file_is_what_the_sources_give_and_passes_all_checks() -> None:
    _, report, data = checked(data_dir(), lambda _: None)
    assert report.conforms
    assert dist_file().read_bytes() == data


def test_published_file_is_sorted_and_has_no_blank_node() -> None:
    lines = dist_file().read_bytes().split(b"\n")[:-1]
    assert lines == sorted(lines)
    assert not any(re.match(rb"_:|.*> _:", line) for line in lines)


def test_source_comes_back_byte_for_byte(published: ox.Store) -> None:
    assert rebuild_text(published, "cn-2009") == (data_dir() / "plans" / "cn-2009" / "source.txt").read_bytes()


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_question_is_answered_as_read(
    question: StoredQuery, published: ox.Store, golden: Callable[[str, str], None]
) -> None:
    golden(f"questions/{question.name}.csv", answer(published, question.name, "csv").decode("utf-8"))


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_question_orders_its_answer(question: StoredQuery) -> None:
    assert "ORDER BY" in question.text


def test_every_check_asks_for_focus_and_message() -> None:
    for query in read_queries("checks"):
        assert query.name.endswith("-violation")
        assert "?focus" in query.text, query.name
        assert "?message" in query.text, query.name


def test_folder_of_questions_holds_nothing_else() -> None:
    folder = Path(QUESTIONS[0].file).parent
    assert {f.suffix for f in folder.iterdir()} == {".rq"}


def test_mentions_meet_the_reference_annotation() -> None:
    root = data_dir()
    reading = read_mentions(root, read_plan(root / "plans" / "cn-2009"), read_register(root / "entities"))
    reference = read_reference(REFERENCE, reading.plan)
    for score in scores(reference, found_marks(reading.plan, reading.mentions)):
        bar_overlap, bar_exact = (0.95, 0.88) if score.mention_type == "all" else (0.9, 0.78)
        assert score.overlap[2] >= bar_overlap, score
        assert score.exact[2] >= bar_exact, score


def test_at_most_one_mention_in_ten_rests_on_a_ruling() -> None:
    root = data_dir()
    reading = read_mentions(root, read_plan(root / "plans" / "cn-2009"), read_register(root / "entities"))
    ruled = sum(m.rule == "ruling" for m in reading.mentions)
    assert ruled * 10 <= len(reading.mentions)
