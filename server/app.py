"""Makes the web application: addresses, headers that every answer carries, and the way from error to answer."""

import importlib.metadata

from flask import Flask, Response, jsonify, request

from server.coding import refuse_compressed
from server.compression import compress
from server.engine import InProcessEngine, QueryEngine, Question
from server.facts import DataFacts
from server.graphs import GraphStore
from server.lookup.routes import add_lookups
from server.messages import LARGEST_BODY, PAGE_POLICY, PREFLIGHT, common_headers
from server.negotiation import with_charset
from server.problems import to_response
from server.site.home import read_sources, render_home
from server.sparql import SparqlEndpoint


def create_app(data: DataFacts, engine: QueryEngine | None = None) -> Flask:
    """The application over a data set; without an engine, the loaded data set is queried in this process."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.json.sort_keys = False  # type: ignore[attr-defined]
    engine = engine or _in_process(data)
    site = Site(engine, data)
    endpoint = SparqlEndpoint(engine, data)
    app.add_url_rule("/", "home", site.home)
    app.add_url_rule("/sparql", "sparql", endpoint.respond, methods=["GET", "POST"])
    graphs = GraphStore(engine, data)
    app.add_url_rule("/graph-store", "graph_store", graphs.indirect)
    app.add_url_rule("/graph/<path:name>", "graph", graphs.direct)
    add_lookups(app, engine, data)
    app.add_url_rule("/health", "health", site.health)
    app.add_url_rule("/version", "version", site.version)
    app.register_error_handler(Exception, to_response)
    app.before_request(lambda: refuse_compressed(request.headers.get("Content-Encoding", "")))
    app.after_request(site.add_headers)
    return app


def _in_process(data: DataFacts) -> QueryEngine:
    from server.data import DataSet  # here, so that the process of a pool does not load the engine

    assert isinstance(data, DataSet)
    return InProcessEngine(data.store)


class Site:
    """What there is besides the endpoint."""

    def __init__(self, engine: QueryEngine, data: DataFacts) -> None:
        self._engine = engine
        self._data = data
        self._sources = read_sources(engine)

    def home(self) -> Response:
        """The landing page."""
        return Response(render_home(self._data, self._sources), content_type=with_charset("text/html"))

    def health(self) -> Response:
        """Whether queries are answered: the smallest is asked."""
        self._engine.answer(Question("ASK {}"))
        return jsonify(status="ok")

    def version(self) -> Response:
        """Which iprgraph serves which data."""
        facts = {"version": package_version(), "data": self._data.version, "sha256": self._data.sha256}
        return jsonify(**facts, triples=self._data.triples, graphs=len(self._data.graphs))

    def add_headers(self, response: Response) -> Response:
        """The headers of every answer, errors too: version of the data, CORS, and what caches must know."""
        for name, value in common_headers(self._data.version):
            response.headers.setdefault(name, value)
        if request.method == "OPTIONS":
            response.headers.update(PREFLIGHT)
        if response.mimetype == "text/html":
            response.headers["Content-Security-Policy"] = PAGE_POLICY
        if "Allow" in response.headers:
            response.headers["Allow"] = ", ".join(sorted(response.headers["Allow"].split(", ")))
        response.vary.add("Accept")
        return compress(response, request.headers.get("Accept-Encoding", ""))


def package_version() -> str:
    """The installed version; a checkout that is not installed has none."""
    try:
        return importlib.metadata.version("iprgraph")
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
