"""Reads tables of others (CSV, TSV) as they come: any encoding and separator, row by row, telling what is odd."""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from graph.errors import DataError, SyntaxInFileError, UsageError
from graph.foreign import Notes
from graph.title_words import title_words

_SAMPLE = 256 * 1024
_LARGEST_CELL = 1024 * 1024
_SEPARATORS = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHER_KINDS = (
    (b"PK\x03\x04", "a spreadsheet or an archive (zip)", "Save it as CSV in UTF-8"),
    (b"\xd0\xcf\x11\xe0", "an old spreadsheet", "Save it as CSV in UTF-8"),
    (b"\x1f\x8b", "compressed (gzip)", "Unpack it first"),
    (b"%PDF", "a PDF", "Copy the table into a CSV file"),
    (b"SQLite format 3", "a database", "Export the table as CSV"),
)
_MARKED_UP = {"{": "JSON", "[": "JSON", "<": "XML or HTML"}
_COMMON_HAN = frozenset("的一国人在有法中大民共和专利商标权规定条例办理管部局会员最高院知识产")
_LEAST_PRINTABLE = 0.7


@dataclass(frozen=True)
class TableForm:
    """How a table is written, as far as it was told or guessed."""

    encoding: str
    separator: str
    columns: tuple[str, ...]
    has_header: bool

    def __str__(self) -> str:
        """For a person."""
        head = "" if self.has_header else ", without a header"
        return f"{self.encoding}, separated by {_SEPARATORS.get(self.separator, repr(self.separator))}{head}"


def read_form(file: Path, *, encoding: str = "", separator: str = "", header: bool | None = None) -> TableForm:
    """How the table is written; what is not told is guessed from its beginning. Refuses what is no table."""
    sample = _read_sample(file)
    encoding = encoding or _guess_encoding(file, sample)
    text = _decoded(file, sample, encoding)
    _refuse_markup(file, text)
    separator = separator or ("\t" if file.suffix.lower() in (".tsv", ".tab") else _guess_separator(text))
    first = next(iter(_sample_rows(text, separator)), [])
    if not any(cell.strip() for cell in first):
        raise DataError("the first line is empty", file=file, line=1, cure="Begin with the names of the columns")
    has_header = _looks_like_header(first) if header is None else header
    columns = _column_names(first) if has_header else tuple(str(n) for n in range(1, len(first) + 1))
    return TableForm(encoding, separator, columns, has_header)


def read_table(file: Path, form: TableForm, notes: Notes) -> Iterator[tuple[int, list[str]]]:
    """The rows with their line numbers, each as long as the header; what is odd goes to the notes."""
    width = len(form.columns)
    csv.field_size_limit(_LARGEST_CELL)
    with file.open(encoding=form.encoding, newline="", errors="strict") as stream:
        reader = csv.reader(stream, delimiter=form.separator)
        line = 1
        try:
            for row in islice(reader, 1 if form.has_header else 0, None):
                line = reader.line_num
                if not any(row):
                    continue
                if len(row) != width:
                    which = "more" if len(row) > width else "fewer"
                    notes.add(f"rows with {which} cells than the {width} columns", f"line {line} with {len(row)}")
                    row = [*row[:width], *[""] * (width - len(row))]
                yield line, row
        except UnicodeDecodeError as error:
            raise _not_encoded(file, form.encoding, error, line) from None
        except csv.Error as error:
            raise _not_csv(file, error, line + 1) from None


def _refuse_markup(file: Path, text: str) -> None:
    """JSON and XML are no tables."""
    begin = text.lstrip("\ufeff \t\r\n")
    what = _MARKED_UP.get(begin[:1])
    if what and file.suffix.lower() in (".json", ".xml", ".html", ".htm", ".geojson", ""):
        cure = "Save it as CSV; RDF needs the suffix of its format, such as .jsonld, .rdf or .ttl"
        raise DataError(f"this is {what}, not a table", file=file, cure=cure)


def _read_sample(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            sample = stream.read(_SAMPLE)
    except OSError as error:
        raise DataError(
            f"cannot be read: {(error.strerror or str(error)).lower()}", file=file, cure="Name another"
        ) from None
    if not sample.strip():
        raise DataError("the file is empty", file=file, cure="Name a file with at least one row")
    for magic, what, cure in _OTHER_KINDS:
        if sample.startswith(magic):
            raise DataError(f"this is {what}, not a table as text", file=file, cure=cure)
    return sample


def _guess_encoding(file: Path, sample: bytes) -> str:
    for mark, name in _BOMS:
        if sample.startswith(mark):
            return name
    zeros = sample[:1000].count(0)
    if zeros:
        even, odd = sample[0:1000:2].count(0), sample[1:1000:2].count(0)
        if max(even, odd) * 3 > min(len(sample), 1000) and min(even, odd) == 0:
            return "utf-16-le" if odd > even else "utf-16-be"
        raise DataError("this is not text: it holds zero bytes", file=file, cure="Save the table as CSV in UTF-8")
    if _decodes(sample, "utf-8"):
        return "utf-8"
    if _decodes(sample, "gb18030"):
        text = codecs.getincrementaldecoder("gb18030")().decode(sample)
        han = sum("\u4e00" <= c <= "\u9fff" for c in text)
        if han and sum(c in _COMMON_HAN for c in text) * 12 > han:
            return "gb18030"
    return "cp1252" if _decodes(sample, "cp1252") else "latin-1"


def _decodes(sample: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _decoded(file: Path, sample: bytes, encoding: str) -> str:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(sample)
    except LookupError:
        raise UsageError(f"--encoding {encoding} is not known; try utf-8, utf-16, gb18030 or cp1252") from None
    except UnicodeDecodeError as error:
        raise _not_encoded(file, encoding, error, sample[: error.start].count(b"\n") + 1) from None
    printable = sum(c.isprintable() or c in "\r\n\t" for c in text[:5000])
    if printable < _LEAST_PRINTABLE * len(text[:5000]):
        raise DataError("this is not text", file=file, cure="Save the table as CSV in UTF-8")
    return text


def _not_encoded(file: Path, encoding: str, error: UnicodeError, line: int) -> SyntaxInFileError:
    what = f"not {encoding}: {getattr(error, 'reason', error)} on this line or soon after"
    return SyntaxInFileError(
        what, file=file, line=line, cure="Say how it is written, such as --encoding gb18030, or save it as UTF-8"
    )


def _not_csv(file: Path, error: csv.Error, line: int) -> SyntaxInFileError:
    if "limit" in str(error):
        what = f"a cell of more than {_LARGEST_CELL // 1024} KB begins here"
        return SyntaxInFileError(what, file=file, line=line, cure="A quotation mark is probably not closed")
    return SyntaxInFileError(f"not CSV: {error}", file=file, line=line, cure="Mend the line, or name the separator")


def _sample_rows(text: str, separator: str) -> list[list[str]]:
    csv.field_size_limit(_LARGEST_CELL)
    try:
        return list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), 50))
    except csv.Error:
        return [line.split(separator) for line in text.splitlines()[:50]]


def _guess_separator(text: str) -> str:
    """The separator that gives most rows the same number of cells, above one; else the comma."""
    best, found = 0.0, ","
    for separator in _SEPARATORS:
        widths = [len(row) for row in _sample_rows(text, separator) if row]
        if widths and widths[0] > 1:
            agreeing = sum(w == widths[0] for w in widths) / len(widths)
            rank = agreeing + min(widths[0], 10) / 100
            if rank > best:
                best, found = rank, separator
    return found


_SMALL = frozenset(("of", "the", "in", "and", "or", "full", "official", "original"))
_TITLE = re.compile(
    r"\b(?:law|act|regulations?|rules|measures|provisions) (?:of|on|for)\b|\blaw\b.{4,}|.{4,}\blaw$|.法$|条例$"
    r"|People's Republic",
    re.IGNORECASE,
)


def _looks_like_header(first: list[str]) -> bool:
    """Whether the first line names columns: a word such as name or date, and no title; a lone cell, nothing else."""
    cells = [cell.strip().replace("_", " ") for cell in first]
    if len(cells) == 1:
        return _is_heading(cells[0])
    named = any(len(cell) < 40 and _names_a_column(cell) for cell in cells)
    return named or (not any(_TITLE.search(cell) for cell in cells) and all(0 < len(c) < 40 for c in cells))


def _headings() -> list[str]:
    return [word for found in title_words()["headings"].values() for word in found]


def _names_a_column(cell: str) -> bool:
    words = re.findall(r"[a-z]+", cell.casefold())
    return any(h in words or (not h.isascii() and cell.endswith(h) and len(cell) <= len(h) + 4) for h in _headings())


def _is_heading(cell: str) -> bool:
    """Whether all of its words are those of headings."""
    words = re.findall(r"[a-z]+|[^a-z\s]+", cell.casefold())
    return bool(words) and all(
        word in _SMALL or word in _headings() or word.endswith(("名称", "名稱", "标题", "標題")) for word in words
    )


def _column_names(first: list[str]) -> tuple[str, ...]:
    names: list[str] = []
    for number, cell in enumerate(first, 1):
        name = " ".join(cell.split()) or str(number)
        names.append(name if name not in names else f"{name} ({number})")
    return tuple(names)


def sample_of(file: Path, form: TableForm, count: int = 200) -> list[list[str]]:
    """The first rows, for guessing."""
    return [row for _, row in islice(read_table(file, form, Notes()), count)]
