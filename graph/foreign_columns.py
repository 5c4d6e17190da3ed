"""Guesses what the columns of somebody else's table are, from their names and from what stands in them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from graph.days import read_date
from graph.errors import UsageError
from graph.foreign import UNTOLD, ForeignRow
from graph.matching import type_of_cell, type_of_title
from graph.name_cells import titles_of
from graph.places import is_place, place_of_cell
from graph.title_words import title_words
from graph.titles import HAN, read_title

_WORDS = re.compile(r"[a-z]+|[\u4e00-\u9fff]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CODE = re.compile(r"https?://\S+|(?=\S*\d)\S{1,24}|[A-Z]{2,3}")
_NO_NAMES = frozenset(("id", "date", "type", "number", "code", "url"))
_TITLES = frozenset(("title", "name", "label"))
_SINGLE = ("id", "jurisdiction", "type")
_LIKELY, _SURELY = 0.6, 0.8


def headings() -> dict[str, list[str]]:
    """What columns are called, by the part that they play; without those that play none."""
    return {role: words for role, words in title_words()["headings"].items() if role != "other"}


@dataclass(frozen=True)
class Columns:
    """Which columns play which part; several may hold names, other names or dates."""

    names: tuple[str, ...]
    id: str = ""
    dates: tuple[str, ...] = ()
    jurisdiction: str = ""
    type: str = ""
    aliases: tuple[str, ...] = ()

    def __str__(self) -> str:
        """For a person, with the options that override."""
        many = (("name", self.names), ("alias", self.aliases), ("date", self.dates))
        parts = [f"--{option} {name!r}" for option, names in many for name in names]
        for role in _SINGLE:
            if value := getattr(self, role):
                parts.append(f"--{'type-column' if role == 'type' else role} {value!r}")
        return " ".join(parts)

    def unused(self, columns: Sequence[str]) -> list[str]:
        """Those of the columns that play no part."""
        used = {*self.names, *self.aliases, *self.dates, *(getattr(self, role) for role in _SINGLE)}
        return [column for column in columns if column not in used]


def guess_columns(columns: Sequence[str], rows: Sequence[Sequence[str]], told: Mapping[str, Sequence[str]]) -> Columns:
    """The parts that the columns play; what is told goes before what is guessed. Refuses a table without names."""
    chosen = {role: tuple(_known(name, columns, role) for name in names) for role, names in told.items() if names}
    free = [c for c in columns if c not in {name for names in chosen.values() for name in names}]
    contents = {c: [row[i].strip() for row in rows if row[i].strip()] for i, c in enumerate(columns)}
    found: dict[str, list[str]] = {role: [*chosen.get(role, ())] for role in headings()}
    for column in free:
        role = _role_of(column, contents[column])
        if role and role not in chosen:
            found[role].append(column)
    if "name" not in chosen:
        found["name"] = _names(found, free, contents)
    if not found["name"]:
        raise UsageError(f"no column looks like names; say which with --name. There are: {', '.join(columns)}")
    first = {role: next(iter(found[role]), "") for role in _SINGLE}
    return Columns(tuple(found["name"]), dates=tuple(found["date"]), aliases=tuple(found["alias"]), **first)


def _names(found: dict[str, list[str]], free: Sequence[str], contents: Mapping[str, Sequence[str]]) -> list[str]:
    """The columns of names by their headings, else by their contents; without any, other names or places are names."""
    if found["name"]:
        return [*found["name"], *_translated(found, free, contents)]
    taken = {column for columns in found.values() for column in columns}
    rest = [c for c in free if c not in taken]
    if titles := _titled(rest, contents):
        return titles
    for role in ("alias", "jurisdiction"):
        for column in sorted(found[role], key=lambda c: -len("".join(contents[c])) / max(1, len(contents[c]))):
            if len(set(contents[column])) > _SURELY * len(contents[column]):
                found[role].remove(column)
                return [column]
    return _worded(rest, contents)


def _translated(
    found: Mapping[str, Sequence[str]], free: Sequence[str], contents: Mapping[str, Sequence[str]]
) -> list[str]:
    """Columns that hold titles in another script, however they are called."""
    taken = {c for columns in found.values() for c in columns}
    if any(_share(contents[c], _is_chinese) > _LIKELY for c in found["name"]):
        return []
    others = [c for c in free if c not in taken and contents[c] and not _is_other(_words(c))]
    return [c for c in others if _share(contents[c], lambda x: _is_name(x) and _is_chinese(x)) > _LIKELY]


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


def _words(column: str) -> list[str]:
    """The words of a heading; `countryLabel` has two."""
    return _WORDS.findall(_HUMP.sub(" ", column).casefold().replace("_", " "))


def _role_of(column: str, contents: Sequence[str]) -> str:
    """The part of a column by its heading, if what stands in it agrees; places and numbers are known without one."""
    words = _words(column)
    joined = "".join(words)
    for role, called in headings().items():
        is_called = any(h in words or h == joined or (HAN.match(h) and h in joined) for h in called)
        if is_called and _agrees(role, words, contents):
            return role
    if contents and _share(contents, is_place) >= _SURELY:
        return "jurisdiction"
    is_number = not words and len(set(contents)) == len(contents) > 0 and _share(contents, _is_code) == 1
    return "id" if is_number and any(map(str.isdigit, contents[0])) else ""


def _agrees(role: str, words: Sequence[str], contents: Sequence[str]) -> bool:
    if role == "name":
        is_name = not (_is_other(words) and _TITLES.isdisjoint(words)) and _NO_NAMES.isdisjoint(words)
        return is_name and _share(contents, _is_name) > 0.3 and not _is_of_places(words, contents)
    if role == "date":
        return _share(contents, lambda c: bool(read_date(c))) >= _LIKELY
    if role == "jurisdiction":
        return _share(contents, lambda c: bool(c) and not place_of_cell(c).startswith("?")) >= 0.3
    if role == "id":
        return _share(contents, _is_code) >= _LIKELY or not _share(contents, _is_name) > _LIKELY
    return True


def _is_other(words: Sequence[str]) -> bool:
    other: list[str] = title_words()["headings"]["other"]
    return any(w in other or any(HAN.match(o) and o in w for o in other) for w in words)


def _is_of_places(words: Sequence[str], contents: Sequence[str]) -> bool:
    """Whether a column such as `Country name` or `Member` says where things are, not how they are called."""
    is_headed_so = any(w in headings()["jurisdiction"] for w in words)
    return bool(contents) and _share(contents, is_place) >= (_LIKELY if is_headed_so else _SURELY)


def _share(contents: Sequence[str], holds: Callable[[str], bool]) -> float:
    if not contents:
        return 1.0
    return sum(holds(c) for c in contents) / len(contents)


def _is_code(cell: str) -> bool:
    return _CODE.fullmatch(cell) is not None and not HAN.search(cell)


def _is_name(cell: str) -> bool:
    return (
        len(cell) < 400
        and read_date(cell) != cell
        and not cell.startswith(("http://", "https://"))
        and not cell.isdigit()
    )


def _titled(rest: Sequence[str], contents: Mapping[str, Sequence[str]]) -> list[str]:
    """The columns whose cells look most like titles or offices, if some do."""
    ranks = [
        (_share(contents[c], lambda cell: _is_name(cell) and bool(read_title(cell).kind)), c)
        for c in rest
        if contents[c]
    ]
    best = max((share for share, _ in ranks), default=0.0)
    return [c for share, c in ranks if share >= best * 0.8] if best >= 0.15 else []


def _worded(rest: Sequence[str], contents: Mapping[str, Sequence[str]]) -> list[str]:
    """The first column of plain words, as different as names are if there is such."""
    worded = [
        c
        for c in rest
        if contents[c]
        and _share(contents[c], lambda cell: _is_name(cell) and any(map(str.isalpha, cell)) and not _is_code(cell))
        > _LIKELY
    ]
    different = [c for c in worded if len(set(contents[c])) > _LIKELY * len(contents[c])]
    return (different or worded)[:1]


@dataclass(frozen=True)
class RowMaker:
    """Makes a foreign row of a table's row."""

    columns: Columns
    places: Mapping[str, int]
    jurisdiction: str = ""
    type: str = ""

    def make(self, number: int, row: Sequence[str]) -> ForeignRow:
        """The row's names, identifier, dates and so on, by the parts of the columns."""
        at, chosen = self.places, self.columns
        names, aliases = (
            tuple(dict.fromkeys(n for c in role if (n := " ".join(row[at[c]].split()))))
            for role in (chosen.names, chosen.aliases)
        )
        return ForeignRow(
            number,
            row[at[chosen.id]].strip() if chosen.id else "",
            names or aliases,
            tuple(d for c in chosen.dates if (d := row[at[c]].strip())),
            self.jurisdiction or (row[at[chosen.jurisdiction]].strip() or UNTOLD if chosen.jurisdiction else ""),
            self.type or (row[at[chosen.type]].strip() if chosen.type else ""),
            aliases if names else (),
        )


def types_in(rows: Sequence[ForeignRow]) -> dict[str, int]:
    """How many of the rows are of which type, by their column or by the sound of their names."""
    counts: dict[str, int] = {}
    for row in rows:
        told = type_of_cell(row.type) if row.type else ""
        name = told or next((t for title in titles_of(row.names) if (t := type_of_title(title))), "") or "unknown"
        counts[name] = counts.get(name, 0) + 1
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
