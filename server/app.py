"""Makes the web application: addresses, headers that every answer carries, and the way from error to answer."""

import importlib.metadata

from flask import Flask, Response, jsonify, request

from graph.formats import find_format
from graph.querytext import read_query_text
from server.compression import compress, refuse_compressed
from server.engine import InProcessEngine, QueryEngine, QueryRequest
from server.facts import DataFacts
from server.fairness import Fairness
from server.gate import Gate
from server.graphs import GraphStore
from server.pages import read_sources, render_home
from server.problems import to_response
from server.sparql import SparqlEndpoint, with_charset

# Beyond the largest query in a form, where every byte may be written as %XX; a larger body is not read.
LARGEST_BODY = 1024 * 1024
# Pages carry no script and take nothing from other hosts.
PAGE_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


def create_app(
    data: DataFacts, engine: QueryEngine | None = None, gate: Gate | None = None, fairness: Fairness | None = None
) -> Flask:
    """The application over a data set; without an engine, the loaded data set is queried in this process."""
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.json.sort_keys = False  # type: ignore[attr-defined]
    engine = engine or _in_process(data)
    site = Site(engine, data)
    endpoint = SparqlEndpoint(engine, data, gate or Gate(), fairness)
    app.add_url_rule("/", "home", site.home)
    app.add_url_rule("/sparql", "sparql", endpoint.respond, methods=["GET", "POST"])
    graphs = GraphStore(engine, data, fairness)
    app.add_url_rule("/graph-store", "graph_store", graphs.indirect)
    app.add_url_rule("/graph/<path:name>", "graph", graphs.direct)
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
        response.headers["Access-Control-Expose-Headers"] = "Iprgraph-Version, Iprgraph-Truncated, Retry-After, ETag"
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
