"""Makes the web application: addresses, headers that every answer carries, and the way from error to answer."""

import contextlib
from collections.abc import Mapping

from flask import Flask, Response, jsonify, request

from graph.errors import IprgraphError
from graph.retirements import Retired
from server.coding import refuse_compressed
from server.compression import compress
from server.downloads import Downloads
from server.engine import InProcessEngine, QueryEngine, Question
from server.exports import Exports
from server.facts import DataFacts, software_version
from server.graphs import GraphStore
from server.lookup.routes import add_lookups
from server.messages import LARGEST_BODY, PAGE_POLICY, PREFLIGHT, common_headers
from server.refusals import ProblemError
from server.site.errors import ErrorPages
from server.site.filters import add_filters
from server.site.pages import Pages
from server.sparql import SparqlEndpoint

_WARMING = "iprgraph warming"
DOCUMENTS = "iprgraph documents"
"""The application's extension that writes documents."""


def create_app(
    data: DataFacts,
    engine: QueryEngine | None = None,
    retired: Mapping[str, Retired] | None = None,
    downloads: Downloads | None = None,
) -> Flask:
    """The application over a data set; without an engine, the loaded data set is queried in this process.

    Without downloads there is no /export/.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.json.sort_keys = False  # type: ignore[attr-defined]
    engine = engine or _in_process(data)
    site = Site(engine, data)
    graphs = GraphStore(engine, data)
    pages = Pages(engine, data, graphs, retired or {})
    SparqlEndpoint(engine, data, pages.catalogue, pages.documents.send).add_to(app)
    app.add_url_rule("/graph-store", "graph_store", graphs.indirect)
    if downloads is not None:
        Exports(engine, data, downloads).add_to(app)
    add_lookups(app, engine, data)
    app.add_url_rule("/health", "health", site.health)
    app.add_url_rule("/version", "version", site.version)
    add_filters(app)
    pages.add_to(app)
    app.extensions[DOCUMENTS] = pages.documents
    app.extensions[_WARMING] = [pages.catalogue]
    app.register_error_handler(Exception, ErrorPages(data.version, pages.documents).respond)
    app.before_request(lambda: refuse_compressed(request.headers.get("Content-Encoding", "")))
    app.after_request(site.add_headers)
    return app


def warm_up(app: Flask) -> None:
    """Read what pages know by heart, so that no reader waits for it; a failure is told to the first one."""
    for read in app.extensions[_WARMING]:
        with contextlib.suppress(ProblemError, IprgraphError):
            read()


def _in_process(data: DataFacts) -> QueryEngine:
    from server.data import DataSet  # here, so that the process of a pool does not load the engine

    assert isinstance(data, DataSet)
    return InProcessEngine(data.store)


class Site:
    """What there is besides the endpoint."""

    def __init__(self, engine: QueryEngine, data: DataFacts) -> None:
        self._engine = engine
        self._data = data

    def health(self) -> Response:
        """Whether queries are answered: the smallest is asked."""
        self._engine.answer(Question("ASK {}"))
        return jsonify(status="ok")

    def version(self) -> Response:
        """Which iprgraph serves which data."""
        facts = {"version": software_version(), "data": self._data.version, "sha256": self._data.sha256}
        return jsonify(**facts, triples=self._data.triples, graphs=len(self._data.graphs))

    def add_headers(self, response: Response) -> Response:
        """The headers of every answer, errors too: version of the data, CORS, and what caches must know."""
        for name, value in common_headers(self._data.version):
            response.headers.setdefault(name, value)
        if request.method == "OPTIONS":
            response.headers.update(PREFLIGHT)
        if response.mimetype == "text/html":
            response.headers.setdefault("Content-Security-Policy", PAGE_POLICY)
        if "Allow" in response.headers:
            response.headers["Allow"] = ", ".join(sorted(response.headers["Allow"].split(", ")))
        response.vary.add("Accept")
        return compress(response, request.headers.get("Accept-Encoding", ""))
