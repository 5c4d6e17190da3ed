"""Reads the stored questions (.rq): title and question stand in the header, the name says what is answered."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from graph.errors import DataError, NotFoundError
from graph.resources import queries_dir

if TYPE_CHECKING:
    import pyoxigraph as ox

_HEADER = re.compile(r"^# (title|question): (.+)$")


@dataclass(frozen=True)
class StoredQuery:
    """One question: its name (the file's), title, question in plain English, and the SPARQL text."""

    name: str
    title: str
    question: str
    text: str
    file: Path


def read_query(file: Path) -> StoredQuery:
    """The query in a file; refuses one without title and question."""
    text = file.read_text(encoding="utf-8")
    header: dict[str, str] = {}
    for line in text.split("\n"):
        match = _HEADER.match(line)
        if match:
            header[match[1]] = match[2].strip()
        elif not line.startswith("#"):
            break
    for key in ("title", "question"):
        if key not in header:
            raise DataError(f"the header lacks '# {key}: …'", file=file, line=1, cure="Add it at the top")
    return StoredQuery(file.stem, header["title"], header["question"], text, file)


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
