"""The first page."""

import json
from dataclasses import dataclass

from graph.queries import read_query
from graph.resources import queries_dir
from server.engine import QueryEngine, Question
from server.facts import DataFacts
from server.site.frame import Frame, render


@dataclass(frozen=True)
class Source:
    """A plan's text: its title, its address, and whose it is."""

    plan: str
    title: str
    source: str
    rights: str


@dataclass(frozen=True)
class HomePage:
    """What the first page shows."""

    triples: int
    graphs: int
    sources: tuple[Source, ...]


def read_sources(engine: QueryEngine) -> tuple[Source, ...]:
    """The plans of the data set with the origin of their text; none where the data are not ours."""
    query = read_query(queries_dir() / "pages" / "sources.rq").text
    rows = json.loads(engine.answer(Question(query, format_name="json")).body)["results"]["bindings"]
    return tuple(Source(**{name: term["value"] for name, term in row.items()}) for row in rows)


def render_home(data: DataFacts, sources: tuple[Source, ...], dataset: str = "") -> str:
    """The first page, with the data set as JSON-LD for search engines."""
    frame = Frame("Action plans on intellectual property as a graph", "", data.version, data=dataset)
    return render("home.html", frame, page=HomePage(data.triples, len(data.graphs), sources))
