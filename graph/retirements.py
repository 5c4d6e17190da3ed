"""The list of IRIs that are no longer published, as it is read and written; known without the engine."""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.errors import DataError, SyntaxInFileError

COLUMNS = ("iri", "successor", "reason")


@dataclass(frozen=True)
class Retired:
    """An IRI that is no longer published, the one to use in its place (or none), and why."""

    iri: str
    successor: str
    reason: str


def read_retired(root: Path) -> dict[str, Retired]:
    """The retired IRIs of a data folder; refuses a file with other columns or an IRI listed twice."""
    file = root / "retired.tsv"
    if not file.is_file():
        return {}
    rows = csv.DictReader(io.StringIO(file.read_text(encoding="utf-8")), delimiter="\t", quoting=csv.QUOTE_NONE)
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise SyntaxInFileError(f"its columns are not {', '.join(COLUMNS)}", file=file, line=1, cure="Restore them")
    out: dict[str, Retired] = {}
    for line, row in enumerate(rows, 2):
        if None in row.values() or None in row or row["iri"] in out:
            raise DataError(f"a broken or repeated row: {row['iri']!r}", file=file, line=line, cure="Mend it")
        out[row["iri"]] = Retired(row["iri"], row["successor"], row["reason"])
    return out


def write_retired(retired: Mapping[str, Retired]) -> bytes:
    """The file's bytes, sorted by IRI."""
    lines = ["\t".join(COLUMNS), *("\t".join((r.iri, r.successor, r.reason)) for _, r in sorted(retired.items()))]
    return ("\n".join(lines) + "\n").encode("utf-8")
