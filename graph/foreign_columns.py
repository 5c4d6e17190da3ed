"""Guesses what the columns of somebody else's table are, from their names and from what stands in them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from graph.errors import UsageError
from graph.foreign import ForeignRow
from graph.matching import type_of_cell, type_of_title
from graph.name_cells import titles_of
from graph.places import place_of_cell
from graph.title_words import title_words
from graph.titles import HAN, read_title
from graph.version_dates import read_date

_WORDS = re.compile(r"[a-z]+|[\u4e00-\u9fff]+")
_NO_NAMES = frozenset(("id", "date", "type", "number", "code", "url"))
_LIKELY = 0.6


def headings() -> dict[str, list[str]]:
    """What columns are called, by the part that they play; without those that play none."""
    return {role: words for role, words in title_words()["headings"].items() if role != "other"}


@dataclass(frozen=True)
class Columns:
    """Which columns play which part; several may hold names or dates."""

    names: tuple[str, ...]
    id: str = ""
    dates: tuple[str, ...] = ()
    jurisdiction: str = ""
    type: str = ""
    language: str = ""
    number: str = ""

    def __str__(self) -> str:
        """For a person, with the options that override."""
        parts = [f"--name {n!r}" for n in self.names] + [f"--date {d!r}" for d in self.dates]
        for role in ("id", "jurisdiction", "type", "language", "number"):
            if value := getattr(self, role):
                parts.append(f"--{'type-column' if role == 'type' else role} {value!r}")
        return " ".join(parts)


def guess_columns(columns: Sequence[str], rows: Sequence[Sequence[str]], told: Mapping[str, Sequence[str]]) -> Columns:
    """The parts that the columns play; what is told goes before what is guessed. Refuses a table without names."""
    chosen = {role: tuple(_known(name, columns, role) for name in names) for role, names in told.items() if names}
    free = [c for c in columns if c not in {name for names in chosen.values() for name in names}]
    contents = {c: [row[i].strip() for row in rows if row[i].strip()] for i, c in enumerate(columns)}
    found: dict[str, list[str]] = {role: [] for role in headings()}
    for column in free:
        role = _role_of(column, contents[column])
        if role and role not in chosen:
            found[role].append(column)
    names = chosen.get("name") or _translated(found, free, contents) or _named_by_content(free, contents)
    if not names:
        raise UsageError(f"no column looks like names; say which with --name. There are: {', '.join(columns)}")

    def one(role: str) -> str:
        return next(iter(chosen.get(role) or found[role]), "")

    dates = chosen.get("date") or tuple(found["date"])
    return Columns(names, one("id"), dates, one("jurisdiction"), one("type"), one("language"), one("number"))


def _translated(
    found: Mapping[str, Sequence[str]], free: Sequence[str], contents: Mapping[str, Sequence[str]]
) -> tuple[str, ...]:
    """The columns of names by their headings, and those that hold titles in another script, however they are called."""
    names = tuple(found["name"])
    other = {c for columns in found.values() for c in columns}
    is_han = any(_share(contents[c], _is_chinese) > _LIKELY for c in names)
    more = [
        c
        for c in free
        if c not in other
        and contents[c]
        and not is_han
        and _share(contents[c], lambda x: _is_name(x) and _is_chinese(x)) > _LIKELY
    ]
    return (*names, *more) if names else ()


def _is_chinese(cell: str) -> bool:
    return bool(HAN.search(cell)) and len(cell) < 120


def _known(name: str, columns: Sequence[str], role: str) -> str:
    if name in columns:
        return name
    if name.isdigit() and 1 <= int(name) <= len(columns):
        return columns[int(name) - 1]
    folded = {c.casefold(): c for c in columns}
    if name.casefold() in folded:
        return folded[name.casefold()]
    near = get_close_matches(name, columns, n=1, cutoff=0.5)
    told = f"; nearest: {near[0]}" if near else ""
    raise UsageError(f"--{role} {name}: there is no such column{told}. There are: {', '.join(columns)}")


def _role_of(column: str, contents: Sequence[str]) -> str:
    """The part of a column by its heading, if what stands in it agrees."""
    words = _WORDS.findall(column.casefold().replace("_", " "))
    joined = "".join(words)
    for role, called in headings().items():
        is_called = any(h in words or h == joined or (HAN.match(h) and h in joined) for h in called)
        if is_called and _agrees(role, words, contents):
            return role
    return ""


def _agrees(role: str, words: Sequence[str], contents: Sequence[str]) -> bool:
    if role == "name":
        return (
            not any(w in _NO_NAMES or w in title_words()["headings"]["other"] for w in words)
            and _share(contents, _is_name) > 0.3
        )
    if role == "date":
        return _share(contents, lambda c: bool(read_date(c))) >= _LIKELY
    if role == "jurisdiction":
        return _share(contents, lambda c: bool(c) and not place_of_cell(c).startswith("?")) >= 0.3
    return True


def _share(contents: Sequence[str], holds: Callable[[str], bool]) -> float:
    if not contents:
        return 1.0
    return sum(holds(c) for c in contents) / len(contents)


def _is_name(cell: str) -> bool:
    return (
        len(cell) < 400
        and read_date(cell) != cell
        and not cell.startswith(("http://", "https://"))
        and not cell.isdigit()
    )


def _named_by_content(free: Sequence[str], contents: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The column whose cells look most like titles or offices; without any, the first one of plain words."""
    ranks = [
        (_share(contents[c], lambda cell: _is_name(cell) and bool(read_title(cell).kind)), c)
        for c in free
        if contents[c]
    ]
    best = max(ranks, key=lambda pair: pair[0], default=(0.0, ""))
    if best[0] >= 0.15:
        return tuple(c for share, c in ranks if share >= best[0] * 0.8)
    return next(
        (
            (c,)
            for c in free
            if contents[c]
            and _share(contents[c], lambda cell: _is_name(cell) and any(map(str.isalpha, cell))) > _LIKELY
        ),
        (),
    )


@dataclass(frozen=True)
class RowMaker:
    """Makes a foreign row of a table's row."""

    columns: Columns
    places: Mapping[str, int]
    jurisdiction: str = ""
    language: str = ""
    type: str = ""

    def make(self, number: int, row: Sequence[str]) -> ForeignRow:
        """The row's names, identifier, dates and so on, by the parts of the columns."""
        at, chosen = self.places, self.columns
        names = tuple(dict.fromkeys(n for c in chosen.names if (n := " ".join(row[at[c]].split()))))
        return ForeignRow(
            number,
            row[at[chosen.id]].strip() if chosen.id else "",
            names,
            tuple(d for c in chosen.dates if (d := row[at[c]].strip())),
            self.jurisdiction or (row[at[chosen.jurisdiction]].strip() if chosen.jurisdiction else ""),
            self.type or (row[at[chosen.type]].strip() if chosen.type else ""),
            self.language or (row[at[chosen.language]].strip() if chosen.language else ""),
            row[at[chosen.number]].strip() if chosen.number else "",
        )


def types_in(rows: Sequence[ForeignRow]) -> dict[str, int]:
    """How many of the rows are of which type, by their column or by the sound of their names."""
    counts: dict[str, int] = {}
    for row in rows:
        told = type_of_cell(row.type) if row.type else ""
        name = told or next((t for title in titles_of(row.names) if (t := type_of_title(title))), "") or "unknown"
        counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
