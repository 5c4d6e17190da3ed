"""The seam between HTTP and the query engine: plain values in, bytes out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

from graph.errors import QueryError, QuerySyntaxError
from graph.formats import FORMATS, Format, find_format, kind_of
from graph.querytext import DatasetChoice
from server.coding import pack
from server.gate import Gate, is_same_each_time
from server.limits import Limits
from server.negotiation import pick_format

if TYPE_CHECKING:
    import pyoxigraph as ox


class Question(NamedTuple):
    """A query as it was sent, with all that the answer depends on."""

    text: str
    accept: str = ""
    format_name: str | None = None
    dataset: DatasetChoice | None = None
    gzip: bool = False
    """Whether the asker takes the answer compressed."""
    bindings: tuple[tuple[str, str], ...] = ()
    """Variables of a query of ours with the IRIs that they stand for; the query must select them."""
    explain: bool = False
    """Whether to say why there is no answer, in place of the answer."""


@dataclass(frozen=True)
class Answer:
    """An answer ready to be sent."""

    body: bytes
    """All of it, or its beginning."""
    media_type: str
    lasting: bool = True
    """Whether the same question has the same answer as long as the data are the same."""
    rows: int | None = None
    """How many rows were kept, where a limit cut the others off."""
    compressed: bool = False
    columns: tuple[str, ...] = ()
    """The columns of SELECT *."""
    is_last: bool = False
    """Whether the process that gave it should end: something still runs in it that cannot be stopped."""
    rest: Iterator[bytes] | None = None
    """What follows the body, piece by piece; raises AnswerCutError where the answer ends before its end."""


class QueryEngine(Protocol):
    """Whatever answers questions; every refusal is a ProblemError or an IprgraphError."""

    def answer(self, question: Question, seconds: float | None = None, client: str | None = None) -> Answer:
        """The answer, within the seconds that the asker allows; counted for the client, if one is named."""
        ...

    def convert(self, ntriples: str, form: Format) -> bytes:
        """N-Triples of our own making in another format."""
        ...


class InProcessEngine:
    """Answers in the thread that asks, with no limit of time or memory."""

    def __init__(self, store: "ox.Store", gate: Gate | None = None, limits: Limits | None = None) -> None:
        # Here and not above: the process that speaks HTTP knows this module, but never loads the engine.
        from graph.counting import answer_with, count_column
        from graph.mending import with_hint
        from graph.results import answer_plainly, answer_query, columns_of
        from graph.writing import convert_graph
        from server.explaining import Explainer
        from server.rows import ask_for_fewer, cut_rows

        self._store, self._gate, self._limits = store, gate or Gate(), limits or Limits()
        self._answer_query, self._answer_plainly, self._columns_of = answer_query, answer_plainly, columns_of
        self._count_column, self._answer_with = count_column, answer_with
        self._with_hint, self._explainer = with_hint, Explainer(store)
        self._count: int | None = None
        self._convert_graph, self._ask_for_fewer, self._cut_rows = convert_graph, ask_for_fewer, cut_rows

    def answer(self, question: Question, seconds: float | None = None, client: str | None = None) -> Answer:
        """The answer; refuses what the gate refuses, what is not SPARQL, cannot be evaluated or is too large."""
        try:
            return self._answer(question, seconds)
        except QuerySyntaxError as error:
            raise self._with_hint(error, question.text, self._gate.read_again) from None

    def _answer(self, question: Question, seconds: float | None) -> Answer:
        query = self._gate.read(question.text)
        if question.explain:
            return self._explainer.explain(question, query, self._limits.seconds_for(seconds))
        form, media_type = pick_format(kind_of(query), question.format_name, question.accept)
        if question.bindings:
            return self._answer_bound(question, form, media_type)
        columns = self._columns_of(query)
        counted = self._counted(question.text) if question.dataset is None else None
        if counted is not None:
            body = self._answer_plainly(self._store, counted, form)
        else:
            limited = self._ask_for_fewer(query, self._limits.rows)
            body = self._answer_query(self._store, limited, form, question.dataset, columns)
        body, rows = self._within_limits(body, form)
        body, compressed = pack(body, question.gzip)
        return Answer(body, media_type, is_same_each_time(query), rows, compressed, columns)

    def _answer_bound(self, question: Question, form: Format, media_type: str) -> Answer:
        try:
            body = self._answer_plainly(self._store, question.text, form, question.bindings)
        except ValueError as error:
            raise QueryError(f"a value of the query is no IRI: {error}") from None
        body, rows = self._within_limits(body, form)
        body, compressed = pack(body, question.gzip)
        return Answer(body, media_type, rows=rows, compressed=compressed)

    def answer_prepared(self, text: str, form: Format) -> tuple[bytes, int | None]:
        """The answer to a text that the engine reads rightly as it is, and how many rows were kept, if not all."""
        return self._within_limits(self._answer_plainly(self._store, self._counted(text) or text, form), form)

    def convert(self, ntriples: str, form: Format) -> bytes:
        """The triples in the format."""
        return self._convert_graph(ntriples, form)

    def _counted(self, text: str) -> str | None:
        """A query with the same answer, where the text asks for the number of all triples, which is counted once."""
        column = self._count_column(text)
        if column is None:
            return None
        if self._count is None:
            counted = json.loads(self._answer_plainly(self._store, text, find_format("json", "solutions")))
            self._count = int(counted["results"]["bindings"][0][column]["value"])
        return self._answer_with(column, self._count)

    def _within_limits(self, body: bytes, form: Format) -> tuple[bytes, int | None]:
        limits = self._limits
        if form.kind == "solutions":
            return self._cut_rows(body, form.name, limits.rows, limits.size)
        limits.check_size(len(body))
        return body, None


FORM_NUMBERS = {form: number for number, form in enumerate(FORMATS)}
"""Each format by its place in the table, which is how our processes name it."""
