"""Keeps a set of rows within a number of rows and bytes: asks for no more, and cuts the rest at the end of a row."""

import re
from dataclasses import replace
from typing import NamedTuple

from graph.lexer import tokenize
from graph.querytext import Edit, QueryText


class _Shape(NamedTuple):
    """How the engine writes rows in a format: what stands between them, where they end, and what follows."""

    between: bytes
    """Texts may hold it too, so it counts too much rather than too little."""
    end: re.Pattern[bytes]
    """Each match ends one row (its group `row` tells up to where); the first match of CSV and TSV is the header."""
    headers: int
    tail: bytes


# In JSON the mark behind `},{` opens a name; where a text ends in `},{`, its closing mark is followed by , or }.
_JSON = re.compile(rb"(?P<row>\})(?=,\{\"(?![,}])|\]\}\}$)")
# Rows without any value are written {}, and then only reading every string tells rows from texts.
_JSON_BARE = re.compile(rb"\"(?:[^\"\\]++|\\.)*+\"|(?P<row>\})(?=,\{|\]\}\}$)", re.DOTALL)
_CSV = _Shape(b"\r\n", re.compile(rb"\"[^\"]*+\"|(?P<row>\r\n)"), 1, b"")
_SHAPES = {
    "json": _Shape(b"},{", _JSON, 0, b"]}}"),
    "xml": _Shape(b"</result>", re.compile(rb"(?P<row></result>)"), 0, b"</results></sparql>"),
    "csv": _CSV,
    "spreadsheet": _CSV,
    "tsv": _Shape(b"\n", re.compile(rb"(?P<row>\n)"), 1, b""),
}


def ask_for_fewer(query: QueryText, most: int) -> QueryText:
    """The query with a limit of one row more than may be sent, where it has none and can get one at its end."""
    if query.form != "SELECT" or re.search("LIMIT", query.source, re.IGNORECASE):
        return query
    if re.search("VALUES", query.source, re.IGNORECASE) and _ends_in_values(query.source):
        return query
    end = len(query.source)
    return replace(query, edits=(*query.edits, Edit(end, end, f"\nLIMIT {most + 1}")))


def _ends_in_values(source: str) -> bool:
    """Whether VALUES stands outside all brackets, and so behind the place where a limit would have to be."""
    depth = 0
    for token in tokenize(source):
        if token.kind == "PUNCT":
            depth += (token.text in "([{") - (token.text in ")]}")
        elif depth == 0 and "VALUES" in token.keyword:
            return True
    return False


def cut_rows(data: bytes, form: str, most_rows: int, most_bytes: int) -> tuple[bytes, int | None]:
    """The document whole, or with as many rows as may be sent and how many those are."""
    shape = _SHAPES[form]
    if len(data) <= most_bytes and (len(data) < most_rows or data.count(shape.between) < most_rows):
        return data, None
    pattern = _JSON_BARE if form == "json" and b"{}" in data else shape.end
    kept, end = -shape.headers, 0
    for match in pattern.finditer(data):
        if match["row"] is None:
            continue
        if kept >= most_rows or match.end() + len(shape.tail) > most_bytes:
            return data[:end] + shape.tail, max(kept, 0)
        kept, end = kept + 1, match.end()
    return data, None
