"""What a request to the look-ups asks for; refuses numbers and kinds that there are not."""

from dataclasses import dataclass

from flask import request

from graph.hits import KINDS
from server.negotiation import choose
from server.refusals import ProblemError

JSON, HTML = "application/json", "text/html"
_FORMATS = {"json": JSON, "html": HTML}
_MOST = 100
_FARTHEST = 10_000
_MOST_KINDS = 40


@dataclass(frozen=True)
class Asked:
    """One search as it was asked for."""

    text: str
    kinds: tuple[str, ...]
    limit: int
    offset: int


def read_asked(default: int = 20) -> Asked:
    """What the request at hand searches for; `q` may be empty."""
    kinds = tuple(dict.fromkeys(kind for value in request.args.getlist("kind") for kind in value.split(",") if kind))
    unknown = [kind for kind in kinds if kind not in KINDS]
    if unknown or len(kinds) > _MOST_KINDS:
        raise ProblemError(400, f"There is no kind {unknown[0][:60]!r}. The kinds are: {', '.join(KINDS)}.")
    limit, offset = _number("limit", default, 1, _MOST), _number("offset", 0, 0, _FARTHEST)
    return Asked(request.args.get("q", ""), kinds, limit, offset)


def _number(name: str, default: int, least: int, most: int) -> int:
    value = request.args.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdigit() and len(value) < 9 and least <= int(value) <= most):
        raise ProblemError(400, f"{name} is a whole number from {least} to {most}, not {value[:40]!r}.")
    return int(value)


def wanted_form() -> str:
    """Whether the request at hand is to be answered with JSON or with a page; `format` goes before Accept."""
    name = request.args.get("format", "").strip().lower()
    if name:
        if name not in _FORMATS:
            raise ProblemError(400, f"There is no format {name[:40]!r} of this. There are: {', '.join(_FORMATS)}.")
        return _FORMATS[name]
    wanted = choose(request.headers.get("Accept", ""), [JSON, HTML])
    if wanted is None:
        raise ProblemError(406, f"This can be had as {JSON} or {HTML}.")
    return wanted
