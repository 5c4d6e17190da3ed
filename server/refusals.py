"""What a request is refused with: status, words for the asker, headers; and how that is written (RFC 9457)."""

import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import NamedTuple

from graph.errors import QueryError, QuerySyntaxError

MEDIA_TYPE = "application/problem+json"


class ProblemError(Exception):
    """A request that is refused: the status, a message for the asker, and headers that belong to the status."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        self.status, self.detail, self.headers = status, detail, headers or {}
        super().__init__(detail)


class RefusedError(ProblemError):
    """A query given up for a limit or a crash; says when to try again, where that helps."""

    def __init__(self, status: int, detail: str, retry_after: int | None = None) -> None:
        self.retry_after = retry_after
        super().__init__(status, detail, {} if retry_after is None else {"Retry-After": str(retry_after)})


def engine_failed() -> RefusedError:
    """The refusal of a query that the engine crashed at: the server is well, and would crash at it again."""
    told = "The engine failed at this query, and was started again. Other queries are answered."
    return RefusedError(503, f"{told} Ask for less, or in smaller parts.")


class AnswerCutError(Exception):
    """The answer stops in the middle; what was sent must not look like a whole document."""


class Problem(NamedTuple):
    """A refusal as it is sent."""

    status: int
    headers: dict[str, str]
    body: bytes


def problem_of(error: Exception) -> Problem | None:
    """The refusal that an error stands for; None for an error that is told to nobody."""
    if isinstance(error, ProblemError):
        return write_problem(error.status, error.detail, error.headers)
    if isinstance(error, QuerySyntaxError):
        more = {"line": error.line, "column": error.column, "hint": error.hint, "mended": error.mended}
        return write_problem(400, str(error), {}, {name: value for name, value in more.items() if value is not None})
    if isinstance(error, QueryError):
        return write_problem(400, str(error), {})
    return None


def write_problem(
    status: int, detail: str, headers: dict[str, str], more: Mapping[str, int | str] | None = None
) -> Problem:
    """The document, without internals; the status's own phrase is its title."""
    document = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    body = json.dumps(document | dict(more or {}), ensure_ascii=False) + "\n"
    return Problem(status, headers, body.encode("utf-8", "replace"))
