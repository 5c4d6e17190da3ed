"""The one place where errors of the application become HTTP answers."""

import logging

from flask import Response
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from server.refusals import MEDIA_TYPE, Problem, problem_of, write_problem

_log = logging.getLogger("iprgraph")
FAILED = "The server failed at this request. Try again; if it happens again, please report it."
_WORDS = {
    404: "There is nothing at this address. The endpoint is at /sparql, an overview at /.",
    413: "The request is too large.",
    414: "The address is too long; send the query by POST.",
}


def to_response(error: Exception) -> Response:
    """The answer to any exception; one that nobody foresaw is logged and told in general words only."""
    problem = problem_of(error)
    if problem is None and isinstance(error, HTTPException):
        problem = _from_werkzeug(error)
    if problem is None:
        _log.error("a request failed", exc_info=error)
        problem = write_problem(500, FAILED, {})
    return Response(problem.body, problem.status, problem.headers, content_type=MEDIA_TYPE)


def _from_werkzeug(error: HTTPException) -> Problem:
    status = error.code or 500
    if isinstance(error, MethodNotAllowed):
        allow = ", ".join(sorted(error.valid_methods or ()))
        return write_problem(status, f"This address answers {allow} only.", {"Allow": allow})
    return write_problem(status, _WORDS.get(status, "The request cannot be understood."), {})
