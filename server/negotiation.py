"""Chooses among media types by an Accept header (RFC 9110, section 12.5.1); no header is too odd for an answer.

>>> choose("text/turtle;q=0.4, application/*", ["text/turtle", "application/n-triples"])
'application/n-triples'
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from graph.errors import QueryError
from graph.formats import FORMATS, Format, Kind, find_format, formats_of
from server.refusals import ProblemError

_QUALITY = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
# More ranges than this no client sends in earnest.
_MOST_RANGES = 200
# Formats are remembered by what they were asked for with; the names of all, written as oddly as can be, are shorter.
_LONGEST_NAME = 100


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that the header likes best, the earlier of equals; None where it accepts none.

    An empty header accepts everything; a range that cannot be read counts for nothing.
    """
    ranges = read_accept(accept)
    if not ranges and not accept.strip():
        return offered[0]
    best = max(offered, key=lambda media_type: quality(ranges, media_type))
    return best if quality(ranges, best) > 0 else None


@lru_cache(maxsize=256)
def pick_format(kind: Kind, name: str | None, accept: str) -> tuple[Format, str]:
    """The format and the media type to send; `?format=` goes before Accept. Refuses with 406 what cannot be had."""
    forms = formats_of(kind)
    known = f"It can be had as {', '.join(f'{form.name} ({form.media_types[0]})' for form in forms)}."
    if name is not None:
        if len(name) > _LONGEST_NAME:
            raise ProblemError(400, f"There is no format with so long a name. {known}")
        if not any(name.strip().lower() in (*form.names, *form.media_types) for form in FORMATS):
            raise ProblemError(400, f"There is no format {name!r}. {known}")
        try:
            form = find_format(name, kind)
        except QueryError:
            raise ProblemError(406, f"This answer cannot be written as {name}. {known}") from None
        return form, form.media_types[0]
    media_type = choose(accept, media_types_of(forms))
    if media_type is None:
        raise ProblemError(406, f"The Accept header allows no format of this answer. {known}")
    return next(form for form in forms if media_type in form.media_types), media_type


def media_types_of(forms: Sequence[Format]) -> list[str]:
    """The formats' own media types, then the other names that they go by."""
    return [form.media_types[0] for form in forms] + [other for form in forms for other in form.media_types[1:]]


def with_charset(media_type: str) -> str:
    """The Content-Type; text without a charset would be guessed at."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def read_accept(accept: str) -> dict[str, float]:
    """Each media range of the header with its quality; parameters other than q are passed over."""
    return {name: value for name, value in _read_list(accept).items() if name.count("/") == 1}


def read_codings(accept_encoding: str) -> dict[str, float]:
    """Each content coding of an Accept-Encoding header with its quality (section 12.5.3); `*` is written `*/*`."""
    return {"*/*" if name == "*" else name: value for name, value in _read_list(accept_encoding).items()}


def _read_list(header: str) -> dict[str, float]:
    values: dict[str, float] = {}
    for part in header.split(",", _MOST_RANGES)[:_MOST_RANGES]:
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        value = next((p.removeprefix("q=") for p in parameters if p.startswith("q=")), "1")
        if name and _QUALITY.fullmatch(value):
            values[name] = max(float(value), values.get(name, 0.0))
    return values


def quality(ranges: dict[str, float], media_type: str) -> float:
    """How much the ranges like a media type: what the most specific range says."""
    for media_range in (media_type, media_type.partition("/")[0] + "/*", "*/*"):
        if media_range in ranges:
            return ranges[media_range]
    return 0.0
