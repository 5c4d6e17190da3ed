"""Opens what is to be linked, a file or an endpoint, and says in words how it will be read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from graph.errors import NotFoundError, UsageError
from graph.foreign import UNTOLD, ForeignRow, Notes
from graph.foreign_columns import Columns, RowMaker, guess_columns, types_in
from graph.foreign_endpoints import Bounds, ask_names, ask_table, is_endpoint
from graph.foreign_graphs import GRAPH_FORMATS, read_graph, rows_of
from graph.foreign_tables import read_form, read_table, sample_of
from graph.iris import slugify
from graph.places import place_of_cell

_SAMPLE = 300


@dataclass(frozen=True)
class Reading:
    """How a person wants the other data to be read; what is empty is guessed."""

    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    encoding: str = ""
    separator: str = ""
    header: bool | None = None
    type: str = ""
    cls: str = ""
    query: Path | None = None
    bounds: Bounds = field(default_factory=Bounds)


@dataclass
class Source:
    """The rows, how they are read, and what was odd about them once they were."""

    name: str
    slug: str
    address: str
    described: list[str]
    rows: Callable[[], Iterator[ForeignRow]]
    notes: Notes


def open_source(place: str, reading: Reading, progress: Callable[[str], None]) -> Source:
    """The source at a path or an address; refuses what is neither."""
    if is_endpoint(place):
        return _open_endpoint(place, reading, progress)
    if "://" in place:
        raise UsageError(f"{place} is no endpoint: its address begins with http:// or https://")
    file = Path(place)
    if not file.exists():
        raise NotFoundError(f"there is no file {place}; name a table, a graph, or the address of a SPARQL endpoint")
    if file.is_dir():
        raise UsageError(f"{place} is a folder; name one file")
    if reading.cls or reading.query:
        raise UsageError("--class and --query go with an endpoint")
    slug = slugify(file.name.partition(".")[0])
    if file.suffix.lower() in GRAPH_FORMATS:
        given = reading.type

        def graph_rows() -> Iterator[ForeignRow]:
            return (_typed(row, given) for row in read_graph(file))

        head = list(islice(graph_rows(), _SAMPLE))
        _refuse_nothing(head, place)
        return Source(place, slug, "", _shown("RDF", None, head), graph_rows, Notes())
    return _open_table(file, slug, reading)


def _open_table(file: Path, slug: str, reading: Reading) -> Source:
    form = read_form(file, encoding=reading.encoding, separator=reading.separator, header=reading.header)
    sample = sample_of(file, form, _SAMPLE)
    maker = _maker(form.columns, sample, reading)
    notes = Notes()

    def rows() -> Iterator[ForeignRow]:
        seen: set[str] = set()
        for number, (line, cells) in enumerate(read_table(file, form, notes), 1):
            row = maker.make(number, cells)
            if not row.names:
                notes.add("rows without a name", f"line {line}")
            if row.id and row.id in seen:
                notes.add("identifiers that stand twice", f"{row.id!r} on line {line}")
            seen.add(row.id)
            yield row

    head = [maker.make(n, cells) for n, cells in enumerate(sample, 1)]
    _refuse_nothing(head, str(file))
    shown = _shown(str(form), maker.columns, head, maker.columns.unused(form.columns))
    return Source(str(file), slug, "", shown, rows, notes)


def _open_endpoint(place: str, reading: Reading, progress: Callable[[str], None]) -> Source:
    slug = slugify(place.split("://")[1].partition("/")[0])
    if reading.query is not None:
        columns, cells = ask_table(place, reading.query.read_text(encoding="utf-8"), reading.bounds)
        maker = _maker(columns, cells[:_SAMPLE], reading)
        found = [maker.make(n, row) for n, row in enumerate(cells, 1)]
        chosen: Columns | None = maker.columns
        unused = maker.columns.unused(columns)
    else:
        given = reading.type
        statements = ask_names(place, reading.cls, reading.bounds, progress)
        found, chosen, unused = [_typed(row, given) for row in rows_of(statements)], None, []
    _refuse_nothing(found, place)
    shown = _shown("SPARQL endpoint", chosen, found[:_SAMPLE], unused)
    return Source(place, slug, place, shown, lambda: iter(found), Notes())


def _maker(columns: Sequence[str], sample: Sequence[Sequence[str]], reading: Reading) -> RowMaker:
    told, place = dict(reading.columns), ""
    values = told.get("jurisdiction", ())
    if values and values[0] not in columns and _is_place(values[0]):
        place = values[0]
        del told["jurisdiction"]
    chosen = guess_columns(columns, sample, told)
    places = {name: i for i, name in enumerate(columns)}
    return RowMaker(chosen, places, jurisdiction=place, type=reading.type)


def _is_place(text: str) -> bool:
    return bool(code := place_of_cell(text)) and not code.startswith("?")


def _typed(row: ForeignRow, kind: str) -> ForeignRow:
    if not kind:
        return row
    return replace(row, type=kind)


def _refuse_nothing(rows: Iterable[ForeignRow], place: str) -> None:
    if not any(row.names for row in rows):
        raise UsageError(f"{place}: nothing in it has a name; say which column holds names with --name")


def _shown(how: str, columns: Columns | None, head: Sequence[ForeignRow], unused: Sequence[str] = ()) -> list[str]:
    """How the data is read, as lines for a person."""
    types = ", ".join(f"{name} {round(100 * count / len(head))}%" for name, count in types_in(head).items())
    lines = [f"read as    {how}"]
    if columns:
        lines.append(f"columns    {columns}")
    if unused:
        lines.append(f"not used   {', '.join(unused)}")
    lines.append(f"types      {types} (of the first {len(head)}; override with --type)")
    first = next((row for row in head if row.names), None)
    if first:
        facts = [*first.names, *first.aliases, *first.dates, *filter(None, (first.place.strip(UNTOLD), first.type))]
        lines.append(f"first row  {' | '.join(fact[:80] for fact in facts)}")
    return lines
