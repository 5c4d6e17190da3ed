"""The workbench: the page on which queries are written, asked and looked at."""

from dataclasses import dataclass

from graph.formats import FORMATS
from graph.queries import read_queries, read_query
from graph.resources import queries_dir
from server.protocol import PAGE_NAME
from server.site.asked import Outcome
from server.site.frame import Frame, render


@dataclass(frozen=True)
class FormChoice:
    """One entry of the list of formats: its title, and its name in `?format=`."""

    name: str
    title: str


# The first one is what a form without scripts asks for.
_PAGE = (FormChoice(PAGE_NAME, "Table in this page"),)


@dataclass(frozen=True)
class Beginning:
    """A stored question to begin with: its title and its text."""

    title: str
    text: str


@dataclass(frozen=True)
class WorkbenchPage:
    """What the workbench shows."""

    query: str
    formats: tuple[FormChoice, ...]
    beginnings: tuple[Beginning, ...]
    outcome: Outcome | None = None
    """What came of the query, where it was asked."""


def render_workbench(version: str, edited: str = "", outcome: Outcome | None = None) -> str:
    """The form for queries, with the text that is to be edited, or an example, and with what came of it."""
    query = edited or read_query(queries_dir() / "pages" / "sources.rq").text
    formats = {form.title: FormChoice(form.name, form.title) for form in FORMATS}
    beginnings = tuple(Beginning(stored.title, stored.text) for stored in read_queries("examples"))
    frame = Frame("SPARQL workbench", "sparql", version, section="sparql")
    return render("sparql.html", frame, page=WorkbenchPage(query, (*_PAGE, *formats.values()), beginnings, outcome))
