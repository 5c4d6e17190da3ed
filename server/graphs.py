"""The SPARQL 1.1 Graph Store HTTP Protocol, its reading half: one graph, named in the query or by the path itself."""

import re
from collections.abc import Sequence

from flask import Response, request

from graph.formats import Format, formats_of
from graph.queries import read_query
from graph.querytext import DatasetChoice
from graph.resources import queries_dir
from server.engine import QueryEngine, Question
from server.facts import DataFacts
from server.protocol import read_parameters
from server.refusals import ProblemError
from server.sparql import send_answer, takes_gzip

GRAPHS = "https://w3id.org/iprgraph/graph/"
"""Below it are the graphs that have a path here; written out, since the module that holds our base loads the engine."""
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LISTED = "The service description at /sparql lists the graphs."
_ASK = "Name a graph, as in /graph-store?graph=<its IRI, percent-encoded>, or ask for /graph-store?default."


class GraphStore:
    """The graphs of a data set, each at `/graph-store?graph=…` and, where its IRI allows, at its own path."""

    def __init__(self, engine: QueryEngine, data: DataFacts) -> None:
        self._engine, self._graphs, self._version = engine, frozenset(data.graphs), data.version
        self._query = read_query(queries_dir() / "pages" / "graph.rq").text

    def indirect(self) -> Response:
        """The graph that the parameter `graph` names, or the default graph (section 4.2); refuses neither and both."""
        parameters = read_parameters(request.query_string)
        graphs = [value for name, value in parameters if name == "graph"]
        default = any(name == "default" for name, _ in parameters)
        if len(graphs) + default != 1:
            raise ProblemError(400, _ASK)
        if default:
            return self._send(None, _format_name(parameters))
        if not _ABSOLUTE.match(graphs[0]):
            raise ProblemError(400, f"The graph is named by its whole IRI, not by {graphs[0]!r}.")
        return self._send(self._existing(graphs), _format_name(parameters))

    def direct(self, name: str) -> Response:
        """The graph whose IRI is the path below our base (section 4.1), its format by suffix where it has one."""
        iri = f"{GRAPHS}{name}"
        parameters = read_parameters(request.query_string)
        stem, _, suffix = iri.rpartition(".")
        if iri not in self._graphs and stem in self._graphs and suffix in _SUFFIXES:
            return self._send(stem, suffix)
        return self._send(self._existing([iri]), _format_name(parameters))

    def _existing(self, graphs: Sequence[str]) -> str:
        if graphs[0] not in self._graphs:
            raise ProblemError(404, f"There is no graph <{graphs[0]}>. {_LISTED}")
        return graphs[0]

    def _send(self, graph: str | None, format_name: str | None) -> Response:
        chosen = None if graph is None else DatasetChoice((graph,), ())
        accept = request.headers.get("Accept", "")
        question = Question(self._query, accept, format_name, chosen, takes_gzip())
        return send_answer(self._engine, question, self._version)


def _format_name(parameters: list[tuple[str, str]]) -> str | None:
    names = [value for name, value in parameters if name == "format"]
    if len(names) > 1:
        raise ProblemError(400, f"“format” is given {len(names)} times; give it once.")
    return names[0] if names else None


def _suffixes(forms: Sequence[Format]) -> frozenset[str]:
    return frozenset(name for form in forms for name in (form.suffix, *form.names))


_SUFFIXES = _suffixes(formats_of("graph"))
