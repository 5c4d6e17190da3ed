"""Answers a query given as a file, on standard input or by the name of a stored question."""

import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox

from graph.emptiness import explain_emptiness
from graph.errors import NotFoundError, QueryError, QuerySyntaxError, SyntaxInFileError
from graph.formats import find_format, kind_of
from graph.mending import with_hint
from graph.queries import find_query
from graph.querytext import read_query_text
from graph.reasons import explanation_json_text, explanation_text
from graph.results import answer_query

T = TypeVar("T")
_SECONDS = 10.0
STACK = 1 << 30
"""Bytes of address space for the parser's recursion."""


def read_query_argument(name: str) -> str:
    """The SPARQL text that FILE, - or the name of a stored question stands for."""
    if name == "-":
        return _decoded(sys.stdin.buffer.read(), "standard input")
    file = Path(name)
    if file.is_file():
        return _decoded(file.read_bytes(), name)
    if file.suffix or "/" in name:
        raise NotFoundError(f"there is no file {name}; stored questions are listed by: iprgraph questions")
    return find_query(name).text


def _decoded(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SyntaxInFileError(f"not UTF-8 at byte {error.start}", file=name, cure="Save the query as UTF-8") from None


def answer(store: ox.Store, name: str, form: str) -> bytes:
    """The answer in the format; CSV or Turtle where none is asked for."""
    return answer_text(store, read_query_argument(name), form)


def answer_text(store: ox.Store, text: str, form: str) -> bytes:
    """The answer to the text in the format; a syntax error comes with a hint where there is one."""
    if not text.strip():
        raise QueryError("the query is empty")

    def work() -> bytes:
        try:
            query = read_query_text(text)
            kind = kind_of(query)
            wanted = form or ("ttl" if kind == "graph" else "json" if query.form == "ASK" else "csv")
            return answer_query(store, query, find_format(wanted, kind))
        except QuerySyntaxError as error:
            raise with_hint(error, text) from None

    return _with_deep_stack(work)


def explain_text(store: ox.Store, text: str, *, as_json: bool = False) -> str:
    """Why the query in the text, which must be SPARQL, has no answer: in words, or as JSON."""
    explanation = _with_deep_stack(lambda: explain_emptiness(store, text, seconds=_SECONDS, stack=STACK))
    return explanation_json_text(explanation) if as_json else explanation_text(explanation)


def _with_deep_stack(work: Callable[[], T]) -> T:
    """Run the work in a thread with room for deep nesting, which would end the process on a usual stack."""
    before = threading.stack_size(STACK)
    try:
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(work).result()
    finally:
        threading.stack_size(before)
