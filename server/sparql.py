"""Answers requests to /sparql: a query, a form for people, or the description of the service."""

from collections.abc import Callable

from flask import Flask, Response, request

from graph.base import BASE
from graph.formats import Format, formats_of
from server.asked_at import root_address
from server.coding import likes_gzip
from server.description import describe_service
from server.engine import Answer, QueryEngine, Question
from server.facts import DataFacts, software_version
from server.messages import has_tag, tag_of
from server.negotiation import choose, media_types_of, pick_format, with_charset
from server.protocol import PAGE_TYPE, SparqlRequest, read_request, wants_page
from server.site.asked import Asking
from server.site.catalogue import Catalogue
from server.site.forms import write_rdf
from server.site.frame import FORMS
from server.site.links import link_header
from server.site.sending import send_tagged
from server.site.workbench import render_workbench

ENDPOINT = f"{BASE}sparql"
_MARKDOWN = "text/markdown"


class SparqlEndpoint:
    """The SPARQL 1.1 Protocol over an engine."""

    def __init__(
        self,
        engine: QueryEngine,
        data: DataFacts,
        catalogue: Callable[[], Catalogue],
        send_document: Callable[[str, str], Response],
    ) -> None:
        self._engine, self._data, self._send_document = engine, data, send_document
        self._asking = Asking(engine, catalogue)

    def add_to(self, app: Flask) -> None:
        """Give the application the endpoint's address, and those of the forms of its description."""
        app.add_url_rule("/sparql", "sparql", self.respond, methods=["GET", "POST"])
        for suffix, (media_type, _) in FORMS.items():
            app.add_url_rule(f"/sparql.{suffix}", f"sparql.{suffix}", self.describe, defaults={"accept": media_type})

    def respond(self) -> Response:
        """The answer to the request at hand; every refusal is raised."""
        body = request.get_data() if request.method == "POST" else b""
        content_type = request.headers.get("Content-Type", "")
        asked = read_request(request.method, request.query_string, content_type, body)
        accept = request.headers.get("Accept", "")
        if asked.query is None:
            return self.describe(accept, asked.format_name)
        if wants_page(asked, accept):
            return self._show(asked)
        question = Question(asked.query, accept, asked.format_name, asked.dataset, takes_gzip(), explain=asked.explain)
        return send_answer(self._engine, question, self._data.version, asked.seconds)

    def _show(self, asked: SparqlRequest) -> Response:
        """The workbench with the query and its answer, or with what is wrong."""
        outcome = self._asking.outcome(asked, request.remote_addr)
        page = render_workbench(self._data.version, asked.query or "", outcome)
        sent = Response(page, outcome.status, outcome.headers, content_type=with_charset(PAGE_TYPE))
        sent.headers["Cache-Control"] = "no-cache" if outcome.is_lasting else "no-store"
        return sent

    def describe(self, accept: str, format_name: str | None = None) -> Response:
        """What the endpoint is: a form for people, or its description in the format that is wished for."""
        wanted = choose(accept, [*media_types_of(formats_of("graph")), PAGE_TYPE, _MARKDOWN])
        if format_name is None and wanted == _MARKDOWN:
            return self._send_document(ENDPOINT, "md")
        address = f"{root_address()}sparql"
        if format_name is None and wanted == PAGE_TYPE:
            edited = request.args.get("edit", "")
            return self._send(f"html {edited}", PAGE_TYPE, lambda: render_workbench(self._data.version, edited))
        form, media_type = pick_format("graph", format_name, accept)
        return self._send(f"{media_type} {address}", media_type, lambda: self._description(address, form))

    def _send(self, what: str, media_type: str, write: Callable[[], str | bytes]) -> Response:
        tag = tag_of(Question(f"{software_version()} {what}"), self._data.version)
        forms = [(suffix, other) for suffix, (other, _) in FORMS.items()]
        content_type = with_charset(media_type)
        return send_tagged(tag, lambda: Response(write(), content_type=content_type), link_header(ENDPOINT, forms))

    def _description(self, address: str, form: Format) -> bytes:
        """The service at the address, and what the data say of it."""
        lines = describe_service(address, self._data)
        lines += write_rdf(self._engine, ENDPOINT, "nt").decode("utf-8")
        return self._engine.convert("".join(dict.fromkeys(lines.splitlines(keepends=True))), form)


def takes_gzip() -> bool:
    """Whether the answer to the request at hand may be compressed."""
    return likes_gzip(request.headers.get("Accept-Encoding", ""))


def send_answer(engine: QueryEngine, question: Question, version: str, seconds: float | None = None) -> Response:
    """The answer to the request at hand, or 304 where the asker has it already."""
    tag, names = tag_of(question, version), ""
    if request.method != "POST":  # what is posted is answered in any case
        names = request.headers.get("If-None-Match", "")
    if names.strip() != "*" and has_tag(names, tag):
        return _not_modified(tag)
    answer = engine.answer(question, seconds, request.remote_addr)
    if answer.lasting and names.strip() == "*" and answer.rest is None:
        return _not_modified(tag)
    return _to_sent(answer, tag)


def _not_modified(tag: str) -> Response:
    sent = Response(status=304, headers={"ETag": tag, "Cache-Control": "no-cache"})
    del sent.headers["Content-Type"]
    return sent


def _to_sent(answer: Answer, tag: str) -> Response:
    """The answer as it is sent: whole, or piece by piece; one whose rows were cut says so."""
    sent = Response(answer.body if answer.rest is None else answer.rest, content_type=with_charset(answer.media_type))
    if answer.compressed:
        sent.headers["Content-Encoding"] = "gzip"
    if answer.rows is not None:
        sent.headers["Iprgraph-Truncated"] = f"rows={answer.rows}"
    if not answer.lasting:
        sent.headers["Cache-Control"] = "no-store"
    else:
        sent.headers["Cache-Control"] = "no-cache"  # keep it, but ask each time whether it is still the same
        if answer.rest is None:
            sent.headers["ETag"] = tag
    return sent
