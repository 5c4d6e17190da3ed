"""What is refused, as a page for those who asked for one; programs get problem+json."""

import json
from dataclasses import dataclass

from flask import Response, request

from graph.base import BASE
from server.negotiation import choose, with_charset
from server.problems import to_response
from server.site.documents import Documents, GoneError, NoSuchThingError
from server.site.frame import Frame, render

_FOR_PROGRAMS = ("/sparql", "/graph-store", "/health", "/version", "/metrics", "/suggest", "/reconcile")
_FOR_PEOPLE = "/reconcile/view"
_TYPES = ("application/problem+json", "application/json", "text/html")


@dataclass(frozen=True)
class ErrorPage:
    """What the page of a refusal shows."""

    status: int
    detail: str
    near: tuple[tuple[str, str], ...]
    """Path and title of pages that may have been meant."""
    sought: str
    """What to search for instead."""


class ErrorPages:
    """Answers to errors of the application."""

    def __init__(self, version: str, documents: Documents) -> None:
        self._version, self._documents = version, documents

    def respond(self, error: Exception) -> Response:
        """The answer to any exception."""
        answer = to_response(error)
        near = self._near(error)
        for_programs = request.path.startswith(_FOR_PROGRAMS) and request.path != _FOR_PEOPLE
        if for_programs or choose(request.headers.get("Accept", ""), _TYPES) != "text/html":
            return _with_near(answer, near)
        page = _page(answer, near)
        frame = Frame(answer.status.partition(" ")[2].capitalize(), request.path.lstrip("/"), self._version)
        answer.set_data(render("error.html", frame, page=page))
        answer.content_type = with_charset("text/html")
        return answer

    def _near(self, error: Exception) -> tuple[tuple[str, str], ...]:
        if isinstance(error, NoSuchThingError):
            return tuple(self._documents.near(error.path))
        return ((error.successor, error.successor),) if isinstance(error, GoneError) and error.successor else ()


def _with_near(answer: Response, near: tuple[tuple[str, str], ...]) -> Response:
    """The refusal for programs, with the IRIs that may have been meant."""
    if near:
        told = answer.get_json(force=True) | {"near": [{"iri": BASE + path, "title": title} for path, title in near]}
        answer.set_data(json.dumps(told, ensure_ascii=False) + "\n")
    return answer


def _page(answer: Response, near: tuple[tuple[str, str], ...]) -> ErrorPage:
    detail = (answer.get_json(silent=True, force=True) or {}).get("detail", "")
    sought = request.path.rstrip("/").rpartition("/")[2].partition(".")[0].replace("-", " ")
    return ErrorPage(answer.status_code, detail, near, sought[:100])
