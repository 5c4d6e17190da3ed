"""Answers requests to /sparql: a query, a form for people, or the description of the service."""

import hashlib
import re
from collections.abc import Sequence

from flask import Response, request

from graph.errors import QueryError
from graph.formats import FORMATS, Format, find_format, formats_of, kind_of
from server.description import describe_service
from server.engine import Answer, QueryEngine, QueryRequest
from server.facts import DataFacts
from server.fairness import Fairness, within_share
from server.gate import Gate, is_same_each_time
from server.negotiation import choose
from server.pages import render_query_form
from server.problems import ProblemError
from server.protocol import SparqlRequest, read_request

_HTML = "text/html"


class SparqlEndpoint:
    """The SPARQL 1.1 Protocol over an engine."""

    def __init__(self, engine: QueryEngine, data: DataFacts, gate: Gate, fairness: Fairness | None) -> None:
        self._engine, self._data, self._gate, self._fairness = engine, data, gate, fairness

    def respond(self) -> Response:
        """The answer to the request at hand; every refusal is raised."""
        body = request.get_data() if request.method == "POST" else b""
        content_type = request.headers.get("Content-Type", "")
        asked = read_request(request.method, request.query_string, content_type, body)
        accept = request.headers.get("Accept", "")
        if asked.query is None:
            return self._describe(asked, accept)
        text = asked.query
        return within_share(self._fairness, lambda: self._answer(asked, text, accept))

    def _answer(self, asked: SparqlRequest, text: str, accept: str) -> Response:
        query = self._gate.read(text)
        form, media_type = pick_format(formats_of(kind_of(query)), asked.format_name, accept)
        answer = self._engine.answer(QueryRequest(query, form, asked.dataset, asked.seconds))
        return to_sent(answer, media_type, self._data.version if is_same_each_time(query) else None)

    def _describe(self, asked: SparqlRequest, accept: str) -> Response:
        forms = formats_of("graph")
        if asked.format_name is None:
            wanted = choose(accept, [*_media_types(forms), _HTML])
            if wanted == _HTML:
                return Response(render_query_form(), content_type=with_charset(_HTML))
        form, media_type = pick_format(forms, asked.format_name, accept)
        description = describe_service(endpoint_address(), self._data)
        return Response(self._engine.convert(description, form), content_type=with_charset(media_type))


def to_sent(answer: Answer, media_type: str, version: str | None) -> Response:
    """The answer as it is sent: whole, or piece by piece; one whose rows were cut says so.

    With a version of the data it may be kept as long as they are the same; without, each answer is another one.
    """
    sent = Response(answer.body if answer.rest is None else answer.rest, content_type=with_charset(media_type))
    if answer.rows is not None:
        sent.headers["Iprgraph-Truncated"] = f"rows={answer.rows}"
    if version is None:
        sent.cache_control.no_store = True
    elif answer.rest is None:
        sent.cache_control.no_cache = True  # keep it, but ask each time whether it is still the same
        sent.set_etag(hashlib.sha256(f"{version} {media_type} ".encode() + answer.body).hexdigest()[:32])
        sent.make_conditional(request)
    return sent


def endpoint_address() -> str:
    """The address under which the asker reached the endpoint; refuses a Host header that is no host."""
    if not re.fullmatch(r"[A-Za-z0-9._~-]+(:[0-9]+)?|\[[0-9A-Fa-f:.]+\](:[0-9]+)?", request.host):
        raise ProblemError(400, "The Host header names no host.")
    return request.base_url


def pick_format(forms: Sequence[Format], name: str | None, accept: str) -> tuple[Format, str]:
    """The format and the media type to send; `?format=` goes before Accept. Refuses with 406 what cannot be had."""
    known = f"It can be had as {', '.join(f'{form.name} ({form.media_types[0]})' for form in forms)}."
    if name is not None:
        if not any(name.strip().lower() in (*form.names, *form.media_types) for form in FORMATS):
            raise ProblemError(400, f"There is no format {name!r}. {known}")
        try:
            form = find_format(name, forms[0].kind)
        except QueryError:
            raise ProblemError(406, f"This answer cannot be written as {name}. {known}") from None
        return form, form.media_types[0]
    media_type = choose(accept, _media_types(forms))
    if media_type is None:
        raise ProblemError(406, f"The Accept header allows no format of this answer. {known}")
    return next(form for form in forms if media_type in form.media_types), media_type


def _media_types(forms: Sequence[Format]) -> list[str]:
    """The formats' own media types, then the other names that they go by."""
    return [form.media_types[0] for form in forms] + [other for form in forms for other in form.media_types[1:]]


def with_charset(media_type: str) -> str:
    """The Content-Type; text without a charset would be guessed at."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
