"""What the workbench shows of a query that was asked without scripts: a table, why there is none, or what is wrong."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from graph.errors import QueryError, QuerySyntaxError
from graph.querytext import DatasetChoice
from server.engine import Answer, QueryEngine, Question
from server.protocol import SparqlRequest
from server.refusals import AnswerCutError, ProblemError, RefusedError
from server.rows import cut_rows
from server.site.catalogue import Catalogue
from server.site.results import AnswerTable, read_table

MOST_ROWS = 500
# Of an answer that fills a page; the process that speaks HTTP reads no more of it.
_MOST_BYTES = 2 * 1024 * 1024
_MOST_LETTERS = 200_000
_NO_CHOICE = DatasetChoice((), ())
_ACCEPT = "application/sparql-results+json, text/turtle"
_FILES = (("csv", "CSV, exact"), ("spreadsheet", "CSV for spreadsheets"), ("json", "JSON"), ("xml", "XML"))
_GRAPH_FILES = (("ttl", "Turtle"), ("nt", "N-Triples"), ("jsonld", "JSON-LD"), ("rdfxml", "RDF/XML"))


@dataclass(frozen=True)
class Use:
    """A name that may be meant, and the query with it."""

    name: str
    query: str


@dataclass(frozen=True)
class Finding:
    """One reason why there is no answer, and what may be meant."""

    told: str
    place: str
    uses: tuple[Use, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What came of a query."""

    title: str
    told: str = ""
    table: AnswerTable | None = None
    count: str = ""
    """How many rows there are, and whether all of them stand here."""
    triples: str = ""
    is_empty: bool = False
    why: str = ""
    """Why there is no answer, in a sentence; then what was found."""
    findings: tuple[Finding, ...] = ()
    undetermined: tuple[str, ...] = ()
    hint: str = ""
    mended: str = ""
    files: tuple[tuple[str, str], ...] = ()
    """Name in `?format=` and title of the files of the answer."""
    dataset: DatasetChoice = _NO_CHOICE
    """The graphs that were chosen beside the query."""
    status: int = 200
    headers: Mapping[str, str] | None = None
    is_lasting: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether there is no answer."""
        return self.status != 200


class Asking:
    """Asks queries for people."""

    def __init__(self, engine: QueryEngine, catalogue: Callable[[], Catalogue]) -> None:
        self._engine, self._catalogue = engine, catalogue

    def outcome(self, asked: SparqlRequest, client: str | None) -> Outcome:
        """What came of the query, a refusal too; it is counted for the client as any other."""
        question = Question(asked.query or "", _ACCEPT, dataset=asked.dataset)
        try:
            answer = self._engine.answer(question, asked.seconds, client)
            body, is_whole = _beginning(answer)
            is_graph = answer.media_type == "text/turtle"
            found = _of_graph(body, is_whole) if is_graph else self._of_rows(body, is_whole, answer.rows is not None)
        except (ProblemError, QueryError, AnswerCutError) as error:
            return _refused(error)
        found = replace(found, dataset=asked.dataset or _NO_CHOICE, is_lasting=answer.lasting)
        return self._with_reasons(found, question, asked.seconds, client) if found.is_empty else found

    def _of_rows(self, body: bytes, is_whole: bool, is_cut: bool) -> Outcome:
        told = _read_rows(body, is_whole)
        if told is None:
            return Outcome("Answer", "The answer is too large for a page. Take it as a file.", files=_FILES)
        if "boolean" in told:
            words = "Yes: the graph holds this." if told["boolean"] else "No: the graph does not hold this."
            return Outcome("Answer", words, files=_FILES, is_empty=not told["boolean"])
        table = read_table(told, self._catalogue(), most=MOST_ROWS, is_plain=True)
        if not table.total:
            return Outcome("Answer", "Nothing in the data answers this.", files=_FILES, is_empty=True)
        count = told_rows(table.total, len(table.rows), is_whole, is_cut)
        return Outcome("Answer", "", table, count, files=_FILES)

    def _with_reasons(self, found: Outcome, question: Question, seconds: float | None, client: str | None) -> Outcome:
        """With why there is no answer, unless that is refused: then it is told only that there is none."""
        try:
            answer = self._engine.answer(question._replace(explain=True), seconds, client)
        except (ProblemError, QueryError):
            return replace(found, is_lasting=False)
        why = json.loads(answer.body + b"".join(answer.rest or ()))
        return replace(
            found,
            why=why["message"],
            findings=tuple(_finding(question.text, reason) for reason in (*why["patterns"], *why["names"])),
            undetermined=tuple(why["undetermined"]),
            is_lasting=found.is_lasting and answer.lasting,
        )


def told_rows(total: int, shown: int, is_whole: bool, is_cut: bool) -> str:
    """How many rows there are and how many stand in the page.

    >>> told_rows(1200, 500, True, False)
    '1200 rows, of which the first 500 stand here; the files hold all'
    """
    if not is_whole:
        return f"More than {shown} rows, of which the first {shown} stand here; the files hold more"
    count = f"{total} {'row' if total == 1 else 'rows'}"
    if is_cut:
        count = f"{count}, which is the most that is sent; there are more"
    if shown == total:
        return count
    return f"{count}, of which the first {shown} stand here; the files hold {'those' if is_cut else 'all'}"


def _beginning(answer: Answer) -> tuple[bytes, bool]:
    """The answer, or its beginning where it is large; then nobody waits for the rest."""
    body = bytearray(answer.body)
    if answer.rest is not None:
        for piece in answer.rest:
            body += piece
            if len(body) > _MOST_BYTES:
                break
        getattr(answer.rest, "close", lambda: None)()
    return bytes(body), len(body) <= _MOST_BYTES


def _read_rows(body: bytes, is_whole: bool) -> Any:
    """The answer as far as a page shows it; None where not even that can be read."""
    if not is_whole:
        body, _ = cut_rows(body, "json", MOST_ROWS, _MOST_BYTES)
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _of_graph(body: bytes, is_whole: bool) -> Outcome:
    text = body.decode("utf-8", "replace")
    if not is_whole or len(text) > _MOST_LETTERS:
        text = f"{text[:_MOST_LETTERS]}\n…"
    is_empty = all(line.startswith("@prefix") for line in text.split("\n") if line)
    words = "There is no triple in the answer." if is_empty else ""
    return Outcome("Answer", words, triples="" if is_empty else text, files=_GRAPH_FILES, is_empty=is_empty)


def _refused(error: Exception) -> Outcome:
    if isinstance(error, QuerySyntaxError):
        title = "This cannot be read as SPARQL"
        return Outcome(title, str(error), hint=error.hint or "", mended=error.mended or "", status=400)
    if isinstance(error, AnswerCutError):
        error = RefusedError(503, "The answer did not arrive whole. Ask again.")
    if isinstance(error, ProblemError):
        return Outcome("Refused", error.detail, status=error.status, headers=error.headers)
    return Outcome("Refused", str(error), status=400)


def _finding(query: str, found: Mapping[str, Any]) -> Finding:
    place = f"line {found['line']}, column {found['column']}" if found["line"] else ""
    near = found.get("near", ()) if place else ()
    uses = (
        Use(f"“{other['label']}”" if other["label"] else other["name"], text)
        for other in near
        if (text := with_name(query, found["line"], found["column"], found["name"], other))
    )
    return Finding(found["message"], place, tuple(uses))


def with_name(query: str, line: int, column: int, name: str, other: Mapping[str, str]) -> str:
    """The query with another name in the place of one, its prefix declared; empty where that does not stand there."""
    at = sum(len(before) + 1 for before in query.split("\n")[: line - 1]) + column - 1
    if query[at : at + 1] in {'"', "'"} and name[:1] not in {'"', "'"}:
        at += 1  # a language tag in a string
    if not name or not query.startswith(name, at):
        return ""
    text = query[:at] + other["name"] + query[at + len(name) :]
    prefix, colon, local = other["name"].partition(":")
    is_short = colon and re.fullmatch(r"[\w-]*", prefix) and other["iri"].endswith(local)
    if is_short and not re.search(rf"(?i)\bprefix\s+{re.escape(prefix)}:", query):
        return f"PREFIX {prefix}: <{other['iri'].removesuffix(local)}>\n{text}"
    return text
