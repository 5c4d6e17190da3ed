"""The one place where errors become HTTP answers: RFC 9457 problem documents, without internals."""

import json
import logging
from http import HTTPStatus

from flask import Response
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from graph.errors import QueryError, QuerySyntaxError
from server.engine import RefusedError

MEDIA_TYPE = "application/problem+json"
_log = logging.getLogger("iprgraph")


class ProblemError(Exception):
    """A request that is refused: the status, a message for the asker, and headers that belong to the status."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        self.status, self.detail, self.headers = status, detail, headers or {}
        super().__init__(detail)


def to_response(error: Exception) -> Response:
    """The answer to any exception; one that nobody foresaw is logged and told in general words only."""
    if isinstance(error, ProblemError):
        return _document(error.status, error.detail, error.headers)
    if isinstance(error, RefusedError):
        again = {} if error.retry_after is None else {"Retry-After": str(error.retry_after)}
        return _document(error.status, str(error), again)
    if isinstance(error, QuerySyntaxError):
        place = {} if error.line is None else {"line": error.line, "column": error.column}
        return _document(400, str(error), {}, place)
    if isinstance(error, QueryError):
        return _document(400, str(error), {})
    if isinstance(error, HTTPException):
        return _from_werkzeug(error)
    _log.error("a request failed", exc_info=error)
    return _document(500, "The server failed at this request. Try again; if it happens again, please report it.", {})


_WORDS = {
    404: "There is nothing at this address. The endpoint is at /sparql, an overview at /.",
    413: "The request is too large.",
    414: "The address is too long; send the query by POST.",
}


def _from_werkzeug(error: HTTPException) -> Response:
    status = error.code or 500
    if isinstance(error, MethodNotAllowed):
        allow = ", ".join(sorted(error.valid_methods or ()))
        return _document(status, f"This address answers {allow} only.", {"Allow": allow})
    return _document(status, _WORDS.get(status, "The request cannot be understood."), {})


def _document(status: int, detail: str, headers: dict[str, str], more: dict[str, int | None] | None = None) -> Response:
    document = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    body = json.dumps(document | (more or {}), ensure_ascii=False) + "\n"
    return Response(body, status, headers, content_type=MEDIA_TYPE)
