"""The questions that people ask: a gallery of them, and a page of each with its answer and what may be chosen."""

import json
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from graph.base import BASE
from graph.queries import GROUPS, Parameter, StoredQuery, find_query, read_queries
from server.engine import QueryEngine, Question
from server.refusals import ProblemError
from server.site.asked import told_rows
from server.site.catalogue import Catalogue
from server.site.frame import FORMS, Crumb, Frame, render
from server.site.results import AnswerTable, read_table, to_script
from server.site.titles import title_of

_LONGEST_LABEL = 90


@dataclass(frozen=True)
class Entry:
    """A question of the gallery: what is asked, how the answer is best seen, and what a reader may choose."""

    name: str
    title: str
    question: str
    view: str
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Group:
    """Questions about the same."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class GalleryPage:
    """What the gallery shows."""

    groups: tuple[Group, ...]
    total: int


@dataclass(frozen=True)
class Choice:
    """One of the things that may be chosen: as the address has it, and as a person calls it."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True)
class Chooser:
    """What a reader may choose."""

    name: str
    title: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class QuestionPage:
    """What the page of one question shows."""

    question: str
    view: str
    choosers: tuple[Chooser, ...]
    table: AnswerTable
    caption: str
    text: str
    """The query, with what was chosen."""
    answer: str
    """The answer and its labels as JSON, for the pictures that a browser draws."""


def gallery_frame(version: str) -> Frame:
    """Where the gallery is."""
    about = "Questions that are ready, each with its answer, a picture of it and the query behind it"
    return Frame("Questions", "queries", version, (Crumb("iprgraph", ""),), description=about, section="queries")


def make_gallery_page() -> GalleryPage:
    """The stored questions by what they are about."""
    stored = read_queries("examples")
    groups = tuple(Group(title, tuple(_entry(q) for q in stored if q.group == title)) for title in GROUPS)
    return GalleryPage(tuple(group for group in groups if group.entries), len(stored))


class Questions:
    """The stored questions over one version of the data; what may be chosen is looked up once."""

    def __init__(self, engine: QueryEngine, catalogue: Callable[[], Catalogue], version: str) -> None:
        self._engine, self._catalogue, self._version = engine, catalogue, version
        self._choices: dict[tuple[str, str], tuple[str, ...]] = {}
        self._lock = threading.Lock()

    def render_question(self, name: str, asked: Mapping[str, str]) -> str:
        """The page of one question with its answer; refuses an unknown question and what is not among the choices."""
        stored, catalogue = find_query(name), self._catalogue()
        chosen = {p.variable: self._chosen(stored, p, asked.get(p.variable, "")) for p in stored.parameters}
        answer = self._ask(stored.open_text, chosen)
        text, table = stored.text_for(chosen), read_table(answer, catalogue, chosen)
        page = QuestionPage(
            stored.question,
            stored.view,
            tuple(self._chooser(stored, p, chosen[p.variable], catalogue) for p in stored.parameters),
            table,
            told_rows(table.total, len(table.rows), True, False),
            text,
            to_script(answer, catalogue),
        )
        path = f"queries/{name}"
        trail = (Crumb("iprgraph", ""), Crumb("Questions", "queries"))
        frame = Frame(
            title=stored.title, path=path, version=self._version, trail=trail, about=BASE + path,
            description=stored.question, query=text, forms=tuple(FORMS), section="queries",
        )  # fmt: skip
        return render("question.html", frame, page=page)

    def _ask(self, text: str, chosen: Mapping[str, str]) -> dict[str, Any]:
        answer = self._engine.answer(Question(text, format_name="json", bindings=tuple(chosen.items())))
        told: dict[str, Any] = json.loads(answer.body + b"".join(answer.rest or ()))
        return told

    def _chosen(self, stored: StoredQuery, parameter: Parameter, value: str) -> str:
        if not value:
            return parameter.default
        iri = value if ":" in value else BASE + value
        if iri not in self._things(stored, parameter):
            raise ProblemError(400, f"{value!r} is none of those that may be chosen as {parameter.title}.")
        return iri

    def _things(self, stored: StoredQuery, parameter: Parameter) -> tuple[str, ...]:
        """The IRIs for which the question has an answer; asked without any choice, it tells them all."""
        key = (stored.name, parameter.variable)
        with self._lock:
            if key not in self._choices:
                rows = self._ask(stored.open_text, {})["results"]["bindings"]
                found = (row.get(parameter.variable, {"type": ""}) for row in rows)
                self._choices[key] = tuple(dict.fromkeys(term["value"] for term in found if term["type"] == "uri"))
            return self._choices[key]

    def _chooser(self, stored: StoredQuery, parameter: Parameter, chosen: str, catalogue: Catalogue) -> Chooser:
        def place(iri: str) -> tuple[str, int, str]:
            part = catalogue.parts.get(iri)
            return (part.plan, part.order, "") if part else ("", 0, title_of(catalogue, iri).casefold())

        things = sorted({*self._things(stored, parameter), chosen}, key=lambda iri: (place(iri), iri))
        choices = (Choice(iri.removeprefix(BASE), _choice_label(iri, catalogue), iri == chosen) for iri in things)
        return Chooser(parameter.variable, parameter.title, tuple(choices))


def _entry(stored: StoredQuery) -> Entry:
    choices = tuple(parameter.title for parameter in stored.parameters)
    return Entry(stored.name, stored.title, stored.question, stored.view, choices)


def _choice_label(iri: str, catalogue: Catalogue) -> str:
    """The name; a part of a plan by its number and first words."""
    part = catalogue.parts.get(iri)
    if part is None:
        return title_of(catalogue, iri)
    told = f"{part.number} {part.words}"
    return told if len(told) <= _LONGEST_LABEL else told[:_LONGEST_LABEL].rpartition(" ")[0] + " …"
