"""Makes the web application: addresses, headers that every answer carries, and the way from error to answer."""

import importlib.metadata

from flask import Flask, Response, jsonify, request

from graph.querytext import read_query_text
from graph.writing import find_format
from server.compression import compress, refuse_compressed
from server.data import DataSet
from server.engine import InProcessEngine, QueryEngine, QueryRequest
from server.graphs import GraphStore
from server.pages import read_sources, render_home
from server.problems import to_response
from server.sparql import SparqlEndpoint, with_charset

# A query of this size is no longer written by anyone; a larger body is refused before it is read.
LARGEST_BODY = 1024 * 1024
# Pages carry no script and take nothing from other hosts.
PAGE_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def create_app(data: DataSet, engine: QueryEngine | None = None) -> Flask:
    """The application over a loaded data set; without an engine, queries are answered in this process."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.json.sort_keys = False  # type: ignore[attr-defined]
    engine = engine or InProcessEngine(data.store)
    site = Site(engine, data)
    endpoint = SparqlEndpoint(engine, data)
    app.add_url_rule("/", "home", site.home)
    app.add_url_rule("/sparql", "sparql", endpoint.respond, methods=["GET", "POST"])
    graphs = GraphStore(engine, data)
    app.add_url_rule("/graph-store", "graph_store", graphs.indirect)
    app.add_url_rule("/graph/<path:name>", "graph", graphs.direct)
    app.add_url_rule("/health", "health", site.health)
    app.add_url_rule("/version", "version", site.version)
    app.register_error_handler(Exception, to_response)
    app.before_request(lambda: refuse_compressed(request.headers.get("Content-Encoding", "")))
    app.after_request(site.add_headers)
    return app


class Site:
    """What there is besides the endpoint."""

    def __init__(self, engine: QueryEngine, data: DataSet) -> None:
        self._engine = engine
        self._data = data
        self._sources = read_sources(engine)

    def home(self) -> Response:
        """The landing page."""
        return Response(render_home(self._data, self._sources), content_type=with_charset("text/html"))

    def health(self) -> Response:
        """Whether queries are answered: the smallest is asked."""
        smallest = QueryRequest(read_query_text("ASK {}"), find_format("json", "solutions"))
        self._engine.answer(smallest)
        return jsonify(status="ok")

    def version(self) -> Response:
        """Which iprgraph serves which data."""
        facts = {"version": package_version(), "data": self._data.version, "sha256": self._data.sha256}
        return jsonify(**facts, triples=self._data.triples, graphs=len(self._data.graphs))

    def add_headers(self, response: Response) -> Response:
        """The headers of every answer, errors too: version of the data, CORS, and what caches must know."""
        response.headers["Iprgraph-Version"] = self._data.version
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] = "Iprgraph-Version"
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST, OPTIONS"
        response.headers["Access-Control-Allow-Headers"] = "Accept, Content-Type"
        response.headers["Access-Control-Max-Age"] = "86400"
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = PAGE_POLICY
        response.vary.add("Accept")
        return compress(response, request.headers.get("Accept-Encoding", ""))


def package_version() -> str:
    """The installed version; a checkout that is not installed has none."""
    try:
        return importlib.metadata.version("iprgraph")
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
