"""Reads mapping sets in SSSOM (TSV with a commented YAML header): the strict part of the standard that we write."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox

from graph.errors import LinkError
from graph.vocab import SEMAPV, SKOS

PREDICATES = ("skos:exactMatch", "skos:closeMatch", "skos:broadMatch", "skos:relatedMatch")
COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification",
    "confidence", "mapping_provider", "see_also", "mapping_date", "comment", "object_date",
)  # fmt: skip
"""The columns, in this order: slots of SSSOM, and the extension object_date."""

_MAY_BE_EMPTY = frozenset({"see_also", "object_date"})
_REQUIRED = ("mapping_set_id", "mapping_set_title", "license", "object_source", "curie_map")
_OPTIONAL = ("mapping_set_description", "mapping_set_version", "object_source_version", "comment")
_STANDARD = {"skos": str(SKOS), "semapv": str(SEMAPV)}
_LINE = re.compile(r"#(?P<indent> *)(?P<key>[A-Za-z][\w.-]*):(?: (?P<value>.*\S))?$")
_EXTENSION = "extension_definitions"


@dataclass(frozen=True)
class MappingRow:
    """One mapping with the source that was read, the day of reading, and what the source says in our words.

    `more` are further sources that give the same; `object_date` is the day of a dated text on the other side.
    """

    line: int
    subject: str
    subject_label: str
    predicate: ox.NamedNode
    object: str
    object_label: str
    justification: ox.NamedNode
    confidence: Decimal
    source: str
    more: tuple[str, ...]
    checked: str
    says: str
    object_date: str
    cells: Mapping[str, str] = field(repr=False, compare=False)


@dataclass(frozen=True)
class MappingSet:
    """The mappings to one target, the other data set named by its address."""

    target: str
    file: Path
    set_id: str
    title: str
    licence: str
    object_source: str
    rows: tuple[MappingRow, ...]


def read_mapping_set(file: Path, target: str) -> MappingSet:
    """The mapping set of a file; refuses what the header or a row lacks, or has and we do not know."""
    lines = read_lines(file)
    header = [line for line in lines if line.startswith("#")]
    if lines[: len(header)] != header:
        raise LinkError("a line with # stands below the header", file=file, cure="Put the header on top")
    values, prefixes = _read_header(file, header)
    rows = [_read_row(file, n, cells, prefixes) for n, cells in read_table(file, lines, len(header), COLUMNS)]
    _check_repetitions(file, rows)
    return MappingSet(
        target=target,
        file=file,
        set_id=values["mapping_set_id"],
        title=values["mapping_set_title"],
        licence=values["license"],
        object_source=values["object_source"],
        rows=tuple(rows),
    )


def read_lines(file: Path) -> list[str]:
    """The lines of a text file in UTF-8 with line feeds; refuses anything else."""
    try:
        text = file.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise LinkError(f"byte {error.start} is not UTF-8", file=file, cure="Save the file as UTF-8") from None
    if "\r" in text or not text.endswith("\n"):
        raise LinkError("its lines do not all end with a line feed", file=file, cure="Save it with Unix line ends")
    return text[:-1].split("\n")


def read_table(file: Path, lines: list[str], start: int, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """The rows below a line of column names, with their line numbers; cells hold no tab and no quotation."""
    found = tuple(lines[start].split("\t")) if start < len(lines) else ()
    if found != columns:
        cure = f"Write these columns, in this order: {', '.join(columns)}"
        raise LinkError("its columns are others than expected", file=file, line=start + 1, cure=cure)
    out = []
    for number, line in enumerate(lines[start + 1 :], start + 2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            what = f"the row has {len(cells)} cells, not {len(columns)}"
            raise LinkError(what, file=file, line=number, cure="Separate the cells by tabs, with none inside")
        out.append((number, dict(zip(columns, cells, strict=True))))
    return out


def cell_error(file: Path, line: int, row: Mapping[str, str], column: str, what: str, cure: str) -> LinkError:
    """The error for a cell, with the column of the line at which the cell begins."""
    place = 1
    for name, cell in row.items():
        if name == column:
            break
        place += len(cell) + 1
    return LinkError(f"{column}: {what}", file=file, line=line, column=place, cure=cure)


def _read_header(file: Path, lines: list[str]) -> tuple[dict[str, str], dict[str, str]]:
    values: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    block = ""
    for number, line in enumerate(lines, 1):
        found = _LINE.match(line)
        if block == _EXTENSION and re.match(r"#( *-|  )", line):
            continue
        if found is None:
            raise LinkError("not a header line", file=file, line=number, cure="Write #key: value, as SSSOM has it")
        key, value = found["key"], (found["value"] or "").strip("\"'")
        if found["indent"]:
            if block != "curie_map" or not value:
                raise LinkError(f"{key} belongs to nothing", file=file, line=number, cure="Put it below curie_map")
            prefixes[key] = value
            continue
        block = "" if value else key
        if key not in (*_REQUIRED, *_OPTIONAL, _EXTENSION):
            raise LinkError(f"unknown key {key}", file=file, line=number, cure=f"Known: {', '.join(_REQUIRED)}")
        values[key] = value
    _check_header(file, values, prefixes)
    return values, prefixes


def _check_header(file: Path, values: dict[str, str], prefixes: dict[str, str]) -> None:
    for key in _REQUIRED:
        if key not in values or (not values[key] and key != "curie_map"):
            raise LinkError(f"the header lacks {key}", file=file, line=1, cure=f"Add the line #{key}: …")
    for key in ("mapping_set_id", "license", "object_source"):
        if not is_address(values[key]):
            raise LinkError(f"{key} {values[key]!r} is no address", file=file, line=1, cure="Write a full IRI")
    for prefix, expansion in _STANDARD.items():
        if prefixes.get(prefix) != expansion:
            cure = f"Write #  {prefix}: {expansion}"
            raise LinkError(f"curie_map does not give {prefix} as the standard has it", file=file, line=1, cure=cure)
    for prefix, expansion in prefixes.items():
        if not is_address(expansion):
            raise LinkError(f"{prefix} stands for {expansion!r}, no IRI", file=file, line=1, cure="Mend curie_map")


_Wrong = Callable[[str, str, str], LinkError]
"""The error of a column: what is wrong, and the cure."""


def _read_row(file: Path, line: int, row: dict[str, str], prefixes: Mapping[str, str]) -> MappingRow:
    def wrong(column: str, what: str, cure: str) -> LinkError:
        return cell_error(file, line, row, column, what, cure)

    for column, cell in row.items():
        if (not cell and column not in _MAY_BE_EMPTY) or cell != cell.strip():
            raise wrong(column, "the cell is empty or has blanks around it", "Every link says why it holds: fill it in")
    predicate = row["predicate_id"]
    if predicate not in PREDICATES:
        cure = f"Known: {', '.join(PREDICATES)}; identity is claimed by skos:exactMatch, never by owl:sameAs"
        raise wrong("predicate_id", f"{predicate!r} is no relation between ours and theirs", cure)
    justification = row["mapping_justification"].removeprefix("semapv:")
    if justification == row["mapping_justification"] or justification not in SEMAPV:
        raise wrong("mapping_justification", "no justification of SEMAPV", f"Known: {', '.join(SEMAPV)}")
    subject, object_ = (_end(row, column, prefixes, wrong) for column in ("subject_id", "object_id"))
    sources = _sources(row, wrong)
    for column in ("mapping_date", "object_date"):
        if row[column] and not is_day(row[column]):
            raise wrong(column, f"{row[column]!r} is no day", "Write YYYY-MM-DD")
    confidence = _confidence(row["confidence"])
    if confidence is None:
        raise wrong("confidence", f"{row['confidence']!r} is not between 0 and 1", "Write a number such as 0.9")
    return MappingRow(
        line=line,
        subject=subject,
        subject_label=row["subject_label"],
        predicate=SKOS[predicate.removeprefix("skos:")],
        object=object_,
        object_label=row["object_label"],
        justification=SEMAPV[justification],
        confidence=confidence,
        source=sources[0],
        more=tuple(sources[1:]),
        checked=row["mapping_date"],
        says=row["comment"],
        object_date=row["object_date"],
        cells=row,
    )


def _end(row: dict[str, str], column: str, prefixes: Mapping[str, str], wrong: _Wrong) -> str:
    """The IRI of one end of the link."""
    iri = expand(row[column], prefixes)
    if not is_address(iri):
        raise wrong(column, f"{row[column]!r} is no CURIE of curie_map and no IRI", "Mend it or its prefix")
    return iri


def _sources(row: dict[str, str], wrong: _Wrong) -> list[str]:
    """The addresses that say so, the one that was read first."""
    sources = [("mapping_provider", row["mapping_provider"])]
    sources += [("see_also", source) for source in row["see_also"].split("|") if source]
    for column, source in sources:
        if not is_address(source):
            raise wrong(column, f"{source!r} is no address of a source", "Write the address that was read")
    return [source for _, source in sources]


def _check_repetitions(file: Path, rows: list[MappingRow]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for row in rows:
        first = seen.setdefault((row.subject, row.object), row.line)
        if first != row.line:
            what = f"line {first} links the same two things"
            raise LinkError(what, file=file, line=row.line, column=1, cure="Keep one row")


def expand(text: str, prefixes: Mapping[str, str]) -> str:
    """The IRI of a CURIE; what has no known prefix comes back as it is."""
    prefix, colon, local = text.partition(":")
    return prefixes[prefix] + local if colon and prefix in prefixes else text


def is_address(text: str) -> bool:
    """Whether the text is an absolute IRI of the web."""
    if not text.startswith(("http://", "https://")):
        return False
    try:
        ox.NamedNode(text)
    except ValueError:
        return False
    return True


def is_day(text: str) -> bool:
    """Whether the text is a day as xsd:date writes it, without time zone."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _confidence(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() and 0 <= value <= 1 else None
