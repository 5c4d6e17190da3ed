"""Answers as tables for people: names in place of IRIs, numbers to the right, columns that say the same as one."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from server.site.catalogue import Catalogue
from server.site.durations import tell_literal
from server.site.links import is_web_address, path_of
from server.site.titles import short_name, title_of

# Beyond this a table is read by nobody, and the whole is offered as a file.
MOST_ROWS = 1000
_NUMBERS = re.compile(r"#(integer|decimal|double|float|int|long|nonNegativeInteger|positiveInteger)$")
_DATES = re.compile(r"#(date|dateTime|gYear|gYearMonth)$")


@dataclass(frozen=True)
class Cell:
    """What stands in one place of a table, and where it leads: to a path of ours, or elsewhere."""

    label: str
    kind: str = "text"
    """`text`, `number`, `date`, `thing`, or `none` where there is nothing."""
    path: str | None = None
    href: str = ""
    language: str = ""
    iri: str = ""
    """Of the thing."""


NOTHING = Cell("", "none")


@dataclass(frozen=True)
class Column:
    """A column: its variable, its heading, and what is in it, as with a cell."""

    name: str
    title: str
    kind: str


@dataclass(frozen=True)
class AnswerTable:
    """An answer as a person reads it."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    """Rows of the answer, of which the table may hold the first only."""


def read_table(
    answer: Mapping[str, Any],
    catalogue: Catalogue,
    without: Collection[str] = (),
    *,
    most: int = MOST_ROWS,
    is_plain: bool = False,
) -> AnswerTable:
    """The table of an answer in SPARQL's JSON, without the columns that say what was asked for.

    A plain one has each column of the answer, even where one only names what stands beside it.
    """
    names = [name for name in answer["head"]["vars"] if name not in without]
    found = answer["results"]["bindings"]
    places = places_in(catalogue)
    rows = [[_cell(row.get(name), name, catalogue, places) for name in names] for row in found[:most]]
    columns = [_column(name, [row[at] for row in rows]) for at, name in enumerate(names)]
    if is_plain:
        return AnswerTable(tuple(columns), tuple(map(tuple, rows)), len(found))
    kept = [at for at in range(len(names)) if not _is_named_next(columns, at)]
    named = {at: at - 1 for at in range(1, len(names)) if _is_named_next(columns, at - 1)}
    shown = tuple(tuple(_shown(row, at, named) for at in kept) for row in rows)
    headed = tuple(_headed(columns, at, named) for at in kept)
    return AnswerTable(headed, shown, len(found))


def labels_in(answer: Mapping[str, Any], catalogue: Catalogue) -> dict[str, str]:
    """What the things in an answer are called."""
    terms = (term for row in answer["results"]["bindings"] for term in row.values())
    return {iri: title_of(catalogue, iri) for iri in sorted({t["value"] for t in terms if t["type"] == "uri"})}


def to_script(answer: Mapping[str, Any], catalogue: Catalogue) -> str:
    """The answer with its names and places as JSON that may stand in a page, whatever its literals hold."""
    numbers = {row["number"]["value"] for row in answer["results"]["bindings"] if "number" in row}
    places = {number: path for number, path in places_in(catalogue).items() if number in numbers}
    told = json.dumps(
        {**answer, "labels": labels_in(answer, catalogue), "places": places}, ensure_ascii=False, separators=(",", ":")
    )
    return told.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def places_in(catalogue: Catalogue) -> dict[str, str]:
    """The number of a part to its path, where no other plan has the number."""
    found: dict[str, list[str]] = {}
    for part in catalogue.parts.values():
        found.setdefault(part.number, []).append(path_of(part.iri) or "")
    return {number: paths[0] for number, paths in found.items() if len(paths) == 1}


def _cell(term: Mapping[str, str] | None, name: str, catalogue: Catalogue, places: Mapping[str, str]) -> Cell:
    if term is None:
        return NOTHING
    value = term["value"]
    if term["type"] == "uri":
        return thing_cell(value, catalogue)
    if term["type"] == "triple":
        return Cell(json.dumps(value, ensure_ascii=False))
    if term["type"] == "bnode":
        return Cell(f"_:{value}")
    if name == "number" and value in places:
        return Cell(value, "thing", places[value])
    datatype = term.get("datatype", "")
    kind = "number" if _NUMBERS.search(datatype) else "date" if _DATES.search(datatype) else "text"
    return Cell(tell_literal(value, datatype), kind, language=term.get("xml:lang", ""))


def thing_cell(iri: str, catalogue: Catalogue) -> Cell:
    """A thing by its name, leading to its page or to the host that it is from."""
    path = path_of(iri)
    if path is not None:
        return Cell(title_of(catalogue, iri), "thing", path, iri=iri)
    href = iri if is_web_address(iri) else ""
    return Cell(catalogue.label(iri) if iri in catalogue.labels else short_name(iri), "thing", href=href, iri=iri)


def _column(name: str, cells: Sequence[Cell]) -> Column:
    kinds = {cell.kind for cell in cells} - {"none"}
    words = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name).lower()
    return Column(name, words[:1].upper() + words[1:], kinds.pop() if len(kinds) == 1 else "text")


def _is_named_next(columns: Sequence[Column], at: int) -> bool:
    """Whether the next column holds just the names of what this one holds."""
    if at + 1 == len(columns) or columns[at].kind != "thing" or columns[at].name == "number":
        return False
    return columns[at + 1].name.lower().endswith("label")


def _shown(row: Sequence[Cell], at: int, named: Mapping[int, int]) -> Cell:
    if at not in named or row[at].kind == "none":
        return row[at]
    thing = row[named[at]]
    return Cell(row[at].label, "thing", thing.path, thing.href, row[at].language)


def _headed(columns: Sequence[Column], at: int, named: Mapping[int, int]) -> Column:
    if at not in named:
        return columns[at]
    return Column(columns[at].name, columns[named[at]].title, "thing")
