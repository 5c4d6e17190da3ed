"""graph/answer.py: a query from a file or a stored question is answered."""

import json
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.answer import answer, answer_text, explain_text, read_query_argument
from graph.errors import NotFoundError, QueryError, QuerySyntaxError, SyntaxInFileError

COUNT = "SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/iprgraph/ontology#Area> }"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with a query."""
    path = tmp_path / "q.rq"
    path.write_text(COUNT, encoding="utf-8")
    return path


def test_a_table_is_given_as_csv(mini_store: ox.Store, file: Path) -> None:
    assert answer(mini_store, str(file), "").decode().split() == ["n", "6"]


def test_yes_or_no_is_given_as_json(mini_store: ox.Store, file: Path) -> None:
    file.write_text("ASK {}", encoding="utf-8")
    assert b'"boolean"' in answer(mini_store, str(file), "")


def test_statements_are_given_as_turtle(mini_store: ox.Store, file: Path) -> None:
    file.write_text("CONSTRUCT { <urn:a> <urn:p> <urn:b> } {}", encoding="utf-8")
    assert answer(mini_store, str(file), "").decode().split() == ["<urn:a>", "<urn:p>", "<urn:b>", "."]


def test_a_stored_question_is_read_by_its_name() -> None:
    assert read_query_argument("measures-that-revise-a-law").startswith("#")


@pytest.mark.parametrize(("name", "told"), [("none.rq", "there is no file none.rq"), ("nonsense", "no stored query")])
def test_a_query_that_is_not_there_is_told(name: str, told: str) -> None:
    with pytest.raises(NotFoundError, match=told):
        read_query_argument(name)


def test_a_query_that_is_not_utf8_is_refused(file: Path) -> None:
    file.write_bytes(b"ASK { # \xff\n}")
    with pytest.raises(SyntaxInFileError, match=r"q\.rq: not UTF-8 at byte 8"):
        read_query_argument(str(file))


def test_an_empty_query_is_refused(mini_store: ox.Store, file: Path) -> None:
    file.write_text(" \n", encoding="utf-8")
    with pytest.raises(QueryError, match="the query is empty"):
        answer(mini_store, str(file), "")


def test_a_deeply_nested_query_does_not_end_the_process(mini_built: Path) -> None:
    text = "SELECT * {" + "{" * 5000 + "}" * 5000 + "}"
    program = "from graph.cli import cli; cli()"
    done = subprocess.run(
        [sys.executable, "-c", program, "query", "-", "--root", str(mini_built)],
        input=text.encode(), capture_output=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr


def test_an_empty_answer_is_explained(mini_store: ox.Store) -> None:
    text = "PREFIX ipr: <https://w3id.org/iprgraph/ontology#>\nASK { ?x a ipr:Mesure }"
    assert "near: ipr:Measure" in explain_text(mini_store, text)
    assert json.loads(explain_text(mini_store, text, as_json=True))["verdict"] == "unknown names"


def test_a_syntax_error_comes_with_a_hint(mini_store: ox.Store) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        answer_text(mini_store, "SELCT * {}", "")
    assert (caught.value.hint, caught.value.mended) == ("write SELECT in place of SELCT", "SELECT * {}")
