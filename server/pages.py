"""The pages for people, each rendered from one dataclass."""

import json
from dataclasses import asdict, dataclass

from flask import render_template

from graph.formats import FORMATS
from graph.queries import read_query
from graph.resources import queries_dir
from server.engine import QueryEngine, Question
from server.facts import DataFacts


@dataclass(frozen=True)
class Source:
    """A plan's text: its title, its address, and whose it is."""

    plan: str
    title: str
    source: str
    rights: str


@dataclass(frozen=True)
class HomePage:
    """What the landing page shows."""

    triples: int
    graphs: int
    version: str
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class FormChoice:
    """One entry of the list of formats: its title, and its name in `?format=`."""

    name: str
    title: str


@dataclass(frozen=True)
class QueryFormPage:
    """What the form for queries shows."""

    example: str
    formats: tuple[FormChoice, ...]


def read_sources(engine: QueryEngine) -> tuple[Source, ...]:
    """The plans of the data set with the origin of their text; none where the data are not ours."""
    query = read_query(queries_dir() / "pages" / "sources.rq").text
    rows = json.loads(engine.answer(Question(query, format_name="json")).body)["results"]["bindings"]
    return tuple(Source(**{name: term["value"] for name, term in row.items()}) for row in rows)


def render_home(data: DataFacts, sources: tuple[Source, ...]) -> str:
    """The landing page."""
    return _render("home.html", HomePage(data.triples, len(data.graphs), data.version, sources))


def render_query_form() -> str:
    """The form for queries."""
    example = (queries_dir() / "pages" / "sources.rq").read_text(encoding="utf-8")
    names = {form.title: FormChoice(form.name, form.title) for form in FORMATS}
    return _render("sparql.html", QueryFormPage(example, tuple(names.values())))


def _render(template: str, page: HomePage | QueryFormPage) -> str:
    return render_template(template, **{name: getattr(page, name) for name in asdict(page)})
