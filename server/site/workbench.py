"""The page on which queries are written."""

from dataclasses import dataclass

from graph.formats import FORMATS
from graph.queries import read_query
from graph.resources import queries_dir
from server.site.frame import Frame, render


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


def render_query_form(version: str, edited: str = "") -> str:
    """The form for queries, with the text that is to be edited, or an example."""
    example = edited or read_query(queries_dir() / "pages" / "sources.rq").text
    names = {form.title: FormChoice(form.name, form.title) for form in FORMATS}
    frame = Frame("SPARQL endpoint", "sparql", version, section="sparql")
    return render("sparql.html", frame, page=QueryFormPage(example, tuple(names.values())))
