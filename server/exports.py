"""Answers for what is taken away or looked for by programs: /export/, /.well-known/void, sitemap.xml and their like."""

import difflib
import hashlib
from functools import cached_property
from pathlib import Path

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.wsgi import wrap_file

from graph.base import BASE
from graph.formats import Format, formats_of
from graph.made import SERVED, MadeFile
from server.asked_at import public_address, root_address
from server.downloads import Downloads
from server.engine import QueryEngine
from server.facts import DataFacts
from server.negotiation import choose, media_types_of, pick_format, with_charset
from server.refusals import ProblemError
from server.site.dataset import DataSetTold, dataset_json, read_dataset
from server.site.discovery import llms_text, read_documents, robots, sitemap
from server.site.documents import page_tag
from server.site.exports import render_exports
from server.site.links import tell_links
from server.site.sending import send_tagged

_HTML = "text/html"
_FORMS = [(f"?format={form.suffix}", form.media_types[0]) for form in formats_of("graph")]
# To make the files takes a while after a start; a reader should be told so, not wait before an empty page.
_READERS_PATIENCE = 2.0
_LINKS = tell_links(f"{BASE}export/", _FORMS, "?format=ttl")


class Exports:
    """The files of a data set and the ways to find them."""

    def __init__(self, engine: QueryEngine, data: DataFacts, downloads: Downloads) -> None:
        self._engine, self._data, self._downloads = engine, data, downloads

    def add_to(self, app: Flask) -> None:
        """Answer at these addresses."""
        app.add_url_rule("/export/", "exports", self.listing)
        app.add_url_rule("/export/<path:name>", "export", self.file)
        app.add_url_rule("/.well-known/void", "void", self.description)
        app.add_url_rule("/sitemap.xml", "sitemap", self.sitemap)
        app.add_url_rule("/sitemap-<int:page>.xml", "sitemap_page", self.sitemap)
        app.add_url_rule("/robots.txt", "robots", lambda: _plain(robots(self._public())))
        app.add_url_rule("/llms.txt", "llms", self.llms)
        app.add_url_rule("/opensearch.xml", "opensearch", _opensearch)

    def listing(self) -> Response:
        """The files for people; for programs, the description of the same in RDF."""
        offered = [_HTML, *media_types_of(formats_of("graph"))]
        if choose(request.headers.get("Accept", ""), offered) != _HTML or "format" in request.args:
            answer = self.description()
            answer.headers["Link"] = _LINKS
            return answer
        return send_tagged(page_tag(self._data.version, "export/"), self._listing, _LINKS)

    def _listing(self) -> Response:
        are_offered = self._downloads.are_offered
        made = self._downloads.all(_READERS_PATIENCE) if are_offered else ()
        data = dataset_json(self._told, self._data.version, made)
        page = render_exports(made, self._data.version, data, are_offered=are_offered)
        return Response(page, content_type=with_charset(_HTML))

    def file(self, name: str) -> Response:
        """A file, or the parts of it that are asked for (RFC 9110, section 14)."""
        found = self._downloads.find(name)
        if found is None:
            raise ProblemError(404, self._nothing_called(name))
        made, path = found
        return _send_file(path, made)

    def description(self) -> Response:
        """The data set and its files in VoID and DCAT, in any format."""
        form, media_type = pick_format("graph", request.args.get("format"), request.headers.get("Accept", ""))
        content = self._described(form)
        sent = Response(content, content_type=with_charset(media_type))
        sent.set_etag(hashlib.sha256(content).hexdigest())
        sent.headers["Cache-Control"] = "no-cache"
        sent.make_conditional(request)
        del sent.headers["Date"]  # whoever sends the answer dates it
        return sent

    def sitemap(self, page: int | None = None) -> Response:
        """The addresses of all documents that people read."""
        text = sitemap(self._public(), self._documents, page)
        if text is None:
            raise ProblemError(404, "There is no such part of the sitemap; /sitemap.xml names those there are.")
        return Response(text, content_type="application/xml; charset=utf-8")

    def llms(self) -> Response:
        """The way in for language models."""
        return _plain(llms_text(self._public(), self._engine, self._data.version))

    def _public(self) -> str:
        """Where others find the site; the IRIs of our own data lead to it from anywhere."""
        return public_address(BASE if self._told else "")

    @cached_property
    def _documents(self) -> tuple[str, ...]:
        return read_documents(self._engine)

    @cached_property
    def _told(self) -> DataSetTold | None:
        return read_dataset(self._engine)

    def _described(self, form: Format) -> bytes:
        found = self._downloads.find(f"void.{form.suffix}")
        if found is None:
            raise ProblemError(406, f"The data cannot be described as {form.title}. Ask for Turtle.")
        return found[1].read_bytes().replace(SERVED.encode("ascii"), root_address().encode("ascii"))

    def _nothing_called(self, name: str) -> str:
        near = difflib.get_close_matches(name, [file.name for file in self._downloads.all() if not file.reason], n=3)
        like = f" The nearest: {', '.join(near)}." if near else ""
        return f"There is no file of this name.{like} All are listed at /export/."


def _send_file(path: Path, made: MadeFile) -> Response:
    file = path.open("rb")
    sent = Response(
        wrap_file(request.environ, file), content_type=with_charset(made.media_type), direct_passthrough=True
    )
    sent.content_length = made.size
    sent.set_etag(made.sha256)
    sent.headers["Cache-Control"] = "no-cache"
    sent.headers["Content-Disposition"] = f'attachment; filename="{made.name}"'
    try:
        sent.make_conditional(request, accept_ranges=True, complete_length=made.size)
    except RequestedRangeNotSatisfiable:
        file.close()
        told = f"The file has {made.size} bytes; the range lies beyond them."
        raise ProblemError(416, told, {"Content-Range": f"bytes */{made.size}"}) from None
    if request.method == "HEAD" or sent.status_code == 304:
        file.close()  # nothing is sent, so nobody else does it
    del sent.headers["Date"]  # whoever sends the answer dates it
    return sent


def _plain(text: str) -> Response:
    return Response(text, content_type=with_charset("text/plain"))


def _opensearch() -> Response:
    """How a browser searches here (OpenSearch 1.1)."""
    told = render_template("opensearch.xml", root=root_address())
    return Response(told, content_type="application/opensearchdescription+xml; charset=utf-8")
