"""Rows of the pages' stored queries, as plain terms."""

import json
from typing import NamedTuple

from graph.queries import read_query
from graph.resources import queries_dir
from server.engine import QueryEngine, Question


class Term(NamedTuple):
    """An IRI, or a literal with its language or datatype."""

    value: str
    is_iri: bool = False
    language: str = ""
    datatype: str = ""


Row = dict[str, Term]
NOTHING = Term("")


def page_query(name: str) -> str:
    """The text of a query that pages run."""
    return read_query(queries_dir() / "pages" / f"{name}.rq").text


def ask(engine: QueryEngine, name: str, **bindings: str) -> list[Row]:
    """The rows of a stored query; variables stand for the IRIs given."""
    question = Question(page_query(name), format_name="json", bindings=tuple(bindings.items()))
    answer = engine.answer(question)
    body = answer.body + b"".join(answer.rest or ())
    return [{name: _term(told) for name, told in row.items()} for row in json.loads(body)["results"]["bindings"]]


def _term(told: dict[str, str]) -> Term:
    if told["type"] == "uri":
        return Term(told["value"], is_iri=True)
    return Term(told["value"], language=told.get("xml:lang", ""), datatype=told.get("datatype", ""))
