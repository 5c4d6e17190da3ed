"""Sends what has an entity tag: whole, or 304 to whoever has it already."""

from collections.abc import Callable

from flask import Response, request

from server.messages import has_tag


def send_tagged(tag: str, write: Callable[[], Response], link: str = "") -> Response:
    """What is written, or 304 where the asker has it; with what HTTP says of its neighbours, if anything."""
    has_it = has_tag(request.headers.get("If-None-Match", ""), tag)
    answer = Response(status=304) if has_it else write()
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "no-cache"
    if link:
        answer.headers["Link"] = link
    return answer
