"""Keeps the promise of IRIs: what was published and is gone stays listed in retired.tsv, with its successor."""

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.errors import DataError, SyntaxInFileError
from graph.iris import BASE
from graph.vocab import OA

COLUMNS = ("iri", "successor", "reason")
_SPAN = re.compile(rf"{re.escape(BASE)}plan/([^/]+)/(?:span|mention)/(\d+)-(\d+)(-[a-z-]+)?$")
_BY_CONTENT = (f"{BASE}statement/", f"{BASE}evidence/", f"{BASE}graph/")


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


def promised(quads: Iterable[ox.Quad]) -> dict[str, str]:
    """The IRIs of ours that a data set describes, with the quotation where they are spans or mentions of one.

    Statement and evidence nodes are named by what they say, so a changed one is another one: they are not listed.
    """
    quotes: dict[str, str] = {}
    subjects: set[str] = set()
    for quad in quads:
        if not isinstance(quad.subject, ox.NamedNode):
            continue
        iri = quad.subject.value
        if quad.predicate == OA.exact and isinstance(quad.object, ox.Literal):
            quotes[iri.removesuffix("#quote")] = quad.object.value
        elif iri.startswith(BASE) and "#" not in iri and not iri.startswith(_BY_CONTENT):
            subjects.add(iri)
    return {iri: quotes.get(_span_of(iri), "") for iri in subjects}


def _span_of(iri: str) -> str:
    match = _SPAN.match(iri)
    return f"{BASE}plan/{match[1]}/span/{match[2]}-{match[3]}" if match else iri


def gone(before: Mapping[str, str], now: Mapping[str, str], retired: Mapping[str, Retired]) -> list[str]:
    """What was promised, is published no more, and is not listed as retired."""
    return sorted(before.keys() - now.keys() - retired.keys())


def retire(before: Mapping[str, str], now: Mapping[str, str], iris: Iterable[str], reason: str) -> list[Retired]:
    """Rows for the IRIs; a moved span or mention gets the nearest one with the same words as successor."""
    return [Retired(iri, _successor(iri, before[iri], now), reason) for iri in iris]


def _successor(iri: str, quote: str, now: Mapping[str, str]) -> str:
    match = _SPAN.match(iri)
    if not match or not quote:
        return ""
    same = []
    for other, words in now.items():
        found = _SPAN.match(other) if words == quote else None
        if found and found[1] == match[1] and found[4] == match[4]:
            same.append((abs(int(found[2]) - int(match[2])), other))
    return min(same, default=(0, ""))[1]
