"""The seam between HTTP and the query engine: plain values in, bytes out."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from graph.errors import QueryError
from graph.formats import Format
from graph.querytext import DatasetChoice, QueryText

if TYPE_CHECKING:
    import pyoxigraph as ox


@dataclass(frozen=True)
class QueryRequest:
    """A query, the graphs it is asked over where the protocol names them, and the format of the answer."""

    query: QueryText
    form: Format
    dataset: DatasetChoice | None = None
    seconds: float | None = None
    """How long the asker allows it to take; the engine's own limit where that is shorter or nothing is said."""


@dataclass(frozen=True)
class Answer:
    """An answer ready to be sent."""

    body: bytes
    """All of it, or its beginning."""
    form: Format
    rest: Iterator[bytes] | None = None
    """What follows the body, piece by piece; raises AnswerCutError where the answer ends before its end."""
    rows: int | None = None
    """How many rows were kept, where a limit cut the others off."""


class RefusedError(QueryError):
    """A query given up for a limit or a crash: the HTTP status, what happened, when to try again."""

    def __init__(self, status: int, message: str, retry_after: int | None = None) -> None:
        self.status, self.retry_after = status, retry_after
        super().__init__(message)


class AnswerCutError(Exception):
    """The answer stops in the middle; what was sent must not look like a whole document."""


class QueryEngine(Protocol):
    """Whatever answers queries; every refusal is an IprgraphError."""

    def answer(self, request: QueryRequest) -> Answer:
        """The answer in the format asked for."""
        ...

    def convert(self, ntriples: str, form: Format) -> bytes:
        """N-Triples of our own making in another format."""
        ...


class InProcessEngine:
    """Answers in the thread that asks, with no limit but what the query says."""

    def __init__(self, store: "ox.Store") -> None:
        # Here and not above: the process that speaks HTTP knows this module, but never loads the engine.
        from graph.results import answer_query
        from graph.writing import convert_graph

        self._store = store
        self._answer_query, self._convert_graph = answer_query, convert_graph

    def answer(self, request: QueryRequest) -> Answer:
        """The answer in the format asked for; refuses what is not SPARQL or cannot be evaluated."""
        return Answer(self._answer_query(self._store, request.query, request.form, request.dataset), request.form)

    def convert(self, ntriples: str, form: Format) -> bytes:
        """The triples in the format."""
        return self._convert_graph(ntriples, form)
