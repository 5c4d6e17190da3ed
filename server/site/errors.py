"""What is refused, as a page for those who asked for one; programs get problem+json."""

from dataclasses import dataclass

from flask import Response, request

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
        for_programs = request.path.startswith(_FOR_PROGRAMS) and request.path != _FOR_PEOPLE
        if for_programs or choose(request.headers.get("Accept", ""), _TYPES) != "text/html":
            return answer
        page = self._page(error, answer)
        frame = Frame(answer.status.partition(" ")[2].capitalize(), request.path.lstrip("/"), self._version)
        answer.set_data(render("error.html", frame, page=page))
        answer.content_type = with_charset("text/html")
        return answer

    def _page(self, error: Exception, answer: Response) -> ErrorPage:
        detail = (answer.get_json(silent=True, force=True) or {}).get("detail", "")
        near: tuple[tuple[str, str], ...] = ()
        if isinstance(error, NoSuchThingError):
            near = tuple(self._documents.near(error.path))
        elif isinstance(error, GoneError) and error.successor:
            near = ((error.successor, error.successor),)
        sought = request.path.rpartition("/")[2].partition(".")[0].replace("-", " ")
        return ErrorPage(answer.status_code, detail, near, sought[:100])
