"""The seam between HTTP and the query engine: plain values in, bytes out."""

from dataclasses import dataclass
from typing import Protocol

import pyoxigraph as ox

from graph.datasets import DatasetChoice
from graph.querytext import QueryText
from graph.results import answer_query
from graph.writing import Format


@dataclass(frozen=True)
class QueryRequest:
    """A query, the graphs it is asked over where the protocol names them, and the format of the answer."""

    query: QueryText
    form: Format
    dataset: DatasetChoice | None = None


@dataclass(frozen=True)
class Answer:
    """An answer ready to be sent."""

    body: bytes
    form: Format


class QueryEngine(Protocol):
    """Whatever answers queries; every refusal is an IprgraphError."""

    def answer(self, request: QueryRequest) -> Answer:
        """The answer in the format asked for."""
        ...


class InProcessEngine:
    """Answers in the thread that asks."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store

    def answer(self, request: QueryRequest) -> Answer:
        """The answer in the format asked for; refuses what is not SPARQL or cannot be evaluated."""
        return Answer(answer_query(self._store, request.query, request.form, request.dataset), request.form)
