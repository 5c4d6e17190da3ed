"""graph/queries.py: stored questions carry their title and question, and violation queries say what is wrong."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import DataError, NotFoundError
from graph.queries import StoredQuery, find_query, read_queries, read_query, violations

HEAD = "# title: A title\n# question: What is it?\n"


def stored(folder: Path, text: str) -> StoredQuery:
    """A query file of this text, read."""
    file = folder / "a-name.rq"
    file.write_text(text, encoding="utf-8")
    return read_query(file)


def test_a_query_has_name_title_and_question(tmp_path: Path) -> None:
    query = stored(tmp_path, HEAD + "# more\nASK {}\n")
    assert (query.name, query.title, query.question) == ("a-name", "A title", "What is it?")
    assert query.text.endswith("ASK {}\n")


@pytest.mark.parametrize(
    ("text", "lacking"),
    [
        ("ASK {}", "title"),
        ("# title: A title\nASK {}", "question"),
        ("# title: A title\nASK {}\n# question: No.", "question"),
    ],
)
def test_a_query_without_its_header_is_refused(tmp_path: Path, text: str, lacking: str) -> None:
    with pytest.raises(DataError, match=rf"a-name\.rq:1: the header lacks '# {lacking}: …'"):
        stored(tmp_path, text)


@pytest.mark.parametrize("kind", ["examples", "checks"])
def test_the_shipped_queries_are_read_sorted(kind: str) -> None:
    names = [q.name for q in read_queries(kind)]
    assert names == sorted(names)
    assert names


def test_an_unknown_question_is_refused_with_those_there_are() -> None:
    with pytest.raises(NotFoundError, match=r"no stored query 'nonsense'\. There are: .*measures-that-revise-a-law"):
        find_query("nonsense")


def test_a_stored_question_is_found_by_name() -> None:
    assert find_query("measures-that-revise-a-law").file.name == "measures-that-revise-a-law.rq"


def test_a_violation_query_gives_message_focus_and_value(tmp_path: Path) -> None:
    query = stored(
        tmp_path, HEAD + 'SELECT ?focus ?message ?value {VALUES (?focus ?message ?value) {(<urn:a> "bad" 3)}}'
    )
    assert list(violations(query, ox.Store())) == [("bad", "urn:a", "3")]


def test_a_violation_query_may_leave_out_the_value(tmp_path: Path) -> None:
    query = stored(tmp_path, HEAD + 'SELECT ?focus ?message {VALUES (?focus ?message) {(<urn:a> "bad")}}')
    assert list(violations(query, ox.Store())) == [("bad", "urn:a", "")]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("SELEC ?focus", "not SPARQL"),
        ("ASK {}", "a violation query must be a SELECT"),
        ("SELECT ?focus {}", r"must select \?focus and \?message"),
    ],
)
def test_a_violation_query_that_is_none_is_refused(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(DataError, match=rf"a-name\.rq: .*{told}"):
        list(violations(stored(tmp_path, HEAD + text), ox.Store()))
