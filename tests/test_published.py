"""Promises about the real data: the file is fresh and conforms, and the stored questions are answered as read."""

import re
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.answer import answer
from graph.build import checked
from graph.queries import StoredQuery, read_queries
from graph.resources import data_dir, dist_file
from graph.store import read_dist
from graph.text_layer import rebuild_text

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
