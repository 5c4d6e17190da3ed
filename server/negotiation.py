"""Chooses among media types by an Accept header (RFC 9110, section 12.5.1); no header is too odd for an answer.

>>> choose("text/turtle;q=0.4, application/*", ["text/turtle", "application/n-triples"])
'application/n-triples'
"""

import re
from collections.abc import Sequence

_QUALITY = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
# More ranges than this no client sends in earnest.
_MOST_RANGES = 200


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """The offered media type that the header likes best, the earlier of equals; None where it accepts none.

    An empty header accepts everything; a range that cannot be read counts for nothing.
    """
    ranges = read_accept(accept)
    if not ranges and not accept.strip():
        return offered[0]
    best = max(offered, key=lambda media_type: quality(ranges, media_type))
    return best if quality(ranges, best) > 0 else None


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
