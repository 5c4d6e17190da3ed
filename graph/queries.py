"""Reads the stored questions (.rq): title and question stand in the header, the name says what is answered.

A header may also have `# group: …`, `# view: …` (how the answer is best seen) and a line for each thing that a reader
may choose, `# parameter: agency: Agency`: the variable, and what a person calls it. The text selects the variable and
holds what is asked without a choice in a line of its own, as `VALUES ?agency { <https://…> }`.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import DataError, NotFoundError
from graph.resources import queries_dir

if TYPE_CHECKING:
    import pyoxigraph as ox

VIEWS = ("table", "chart", "timeline", "network", "text")
GROUPS = (
    "Measures and rights",
    "Laws and documents",
    "Agencies and bodies",
    "Campaigns, events and programmes",
    "What became of it",
    "What the facts rest on",
)
"""The groups of the questions that people ask, in the order in which they are shown."""
_HEADER = re.compile(r"^# (title|question|group|view|parameter): (.+)$")
_IRI = re.compile(r"[a-zA-Z][\w+.-]*:[^\s<>\"{}|\\^`]+")
_PARAMETER = re.compile(r"(\w+): (.+)")


@dataclass(frozen=True)
class Parameter:
    """What a reader may choose: the variable, what it is called, and the IRI that is asked without a choice."""

    variable: str
    title: str
    default: str


@dataclass(frozen=True)
class StoredQuery:
    """One question: its name (the file's), title, question in plain English, and the SPARQL text."""

    name: str
    title: str
    question: str
    text: str
    file: Path
    group: str = ""
    view: str = "table"
    parameters: tuple[Parameter, ...] = ()

    @property
    def open_text(self) -> str:
        """The text without what is asked without a choice: it waits for its variables to be bound."""
        text = self.text
        for parameter in self.parameters:
            text = _default_line(parameter.variable).sub("", text)
        return text

    def text_for(self, chosen: Mapping[str, str]) -> str:
        """The text that asks what was chosen, to be read and changed; refuses what is no plain IRI."""
        text = self.text
        for variable, iri in chosen.items():
            if not _IRI.fullmatch(iri):
                raise DataError(f"{iri!r} is not an IRI", cure="Choose one of those offered")
            text = _default_line(variable).sub(f"  VALUES ?{variable} {{ <{iri}> }}\n", text)
        return text


def read_query(file: Path) -> StoredQuery:
    """The query in a file; refuses one without title and question."""
    text = file.read_text(encoding="utf-8")
    header = _read_header(text)
    for key in ("title", "question"):
        if key not in header:
            raise DataError(f"the header lacks '# {key}: …'", file=file, line=1, cure="Add it at the top")
    group, view = header.get("group", ("",))[-1], header.get("view", ("table",))[-1]
    for value, known, key in ((group, ("", *GROUPS), "group"), (view, VIEWS, "view")):
        if value not in known:
            raise DataError(
                f"the {key} {value!r} is none of: {', '.join(filter(None, known))}", file=file, cure="Take one"
            )
    parameters = tuple(_read_parameter(value, text, file) for value in header.get("parameter", ()))
    return StoredQuery(file.stem, header["title"][-1], header["question"][-1], text, file, group, view, parameters)


def _read_header(text: str) -> dict[str, list[str]]:
    header: dict[str, list[str]] = {}
    for line in text.split("\n"):
        match = _HEADER.match(line)
        if match:
            header.setdefault(match[1], []).append(match[2].strip())
        elif not line.startswith("#"):
            break
    return header


def _default_line(variable: str) -> re.Pattern[str]:
    return re.compile(rf"^ *VALUES \?{variable} \{{ <([^<>]+)> \}}\n", re.MULTILINE)


def _read_parameter(value: str, text: str, file: Path) -> Parameter:
    match = _PARAMETER.fullmatch(value)
    if match is None:
        raise DataError(f"the parameter {value!r} cannot be read", file=file, cure="Write 'variable: words'")
    variable, title = match.groups()
    found = _default_line(variable).findall(text)
    if len(found) != 1:
        cure = f"Write 'VALUES ?{variable} {{ <IRI> }}' once, in a line of its own"
        raise DataError(f"the text does not say what ?{variable} is without a choice", file=file, cure=cure)
    return Parameter(variable, title, found[0])


def read_queries(kind: str) -> list[StoredQuery]:
    """All queries of a folder (examples, checks, pages), sorted by name."""
    return [read_query(file) for file in sorted((queries_dir() / kind).glob("*.rq"))]


def find_query(name: str) -> StoredQuery:
    """The example of that name; refuses an unknown one, naming those there are."""
    found = {q.name: q for q in read_queries("examples")}
    if name not in found:
        raise NotFoundError(f"no stored query {name!r}. There are: {', '.join(found)}")
    return found[name]


def violations(query: StoredQuery, store: "ox.Store") -> Iterator[tuple[str, str, str]]:
    """What a violation query objects to: message, focus and value of each row."""
    import pyoxigraph as ox  # here, so that reading stored questions does not load the engine

    try:
        rows = store.query(query.text)
    except SyntaxError as error:
        raise DataError(f"not SPARQL: {error}", file=query.file, cure="Mend the query") from None
    if not isinstance(rows, ox.QuerySolutions):
        raise DataError("a violation query must be a SELECT", file=query.file, cure="Select ?focus and ?message")
    names = {v.value for v in rows.variables}
    if not {"focus", "message"} <= names:
        raise DataError("a violation query must select ?focus and ?message", file=query.file, cure="Select them")
    for row in rows:
        yield _plain(row["message"]), _plain(row["focus"]), _plain(row["value"]) if "value" in names else ""


def _plain(term: object) -> str:
    return "" if term is None else str(getattr(term, "value", term))
