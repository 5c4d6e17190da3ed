"""Measures linking on a labelled sample: what of the accepted is right, and what of the right is found."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from graph.errors import DataError
from graph.foreign import ForeignRow
from graph.iris import BASE
from graph.linking import ACCEPT, REJECT, Linker, Pair
from graph.matching import EXACT

COLUMNS = ("id", "name", "name_2", "date", "jurisdiction", "expected", "match", "case", "half")
"""`expected` holds paths of ours, separated by semicolons; `match` is exact, close (never the same) or none."""


@dataclass(frozen=True)
class Labelled:
    """A row with what it means."""

    row: ForeignRow
    expected: frozenset[str]
    match: str
    case: str
    half: str


@dataclass(frozen=True)
class Score:
    """Precision of what was accepted, recall of what was accepted or shown for review."""

    name: str
    accepted: int
    right: int
    labelled: int
    found: int
    faults: tuple[str, ...]

    @property
    def precision(self) -> float:
        """Of the accepted pairs."""
        return self.right / self.accepted if self.accepted else 1.0

    @property
    def recall(self) -> float:
        """Of the rows that mean something of ours."""
        return self.found / self.labelled if self.labelled else 1.0


def read_sample(file: Path) -> list[Labelled]:
    """The labelled rows; refuses other columns than those above."""
    with file.open(encoding="utf-8-sig", newline="") as stream:
        reader = csv.DictReader(stream)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise DataError("its columns are others", file=file, line=1, cure=f"Write {', '.join(COLUMNS)}")
        return [_labelled(number, row) for number, row in enumerate(reader, 1)]


def _labelled(number: int, row: dict[str, str]) -> Labelled:
    names = tuple(n for n in (row["name"], row["name_2"]) if n)
    dates = (row["date"],) if row["date"] else ()
    foreign = ForeignRow(number, row["id"], names, dates, row["jurisdiction"])
    expected = frozenset(f"{BASE}{path}" for path in row["expected"].split(";") if path)
    return Labelled(foreign, expected, row["match"], row["case"], row["half"])


def evaluate(linker: Linker, sample: Iterable[Labelled]) -> list[Score]:
    """One score for each half of the sample, and one for the whole."""
    judged = [(item, list(linker.link([item.row]))) for item in sample]
    halves = sorted({item.half for item, _ in judged}, reverse=True)
    return [
        *(_score(half, [(i, p) for i, p in judged if i.half == half]) for half in halves),
        _score("all", judged),
    ]


def _score(name: str, judged: list[tuple[Labelled, list[Pair]]]) -> Score:
    faults: list[str] = []
    accepted = right = found = 0
    for item, pairs in judged:
        best = pairs[0]
        if best.group == ACCEPT and best.match:
            accepted += 1
            right += _is_right(item, best)
            if not _is_right(item, best):
                faults.append(f"wrongly accepted: {item.row.label} → {best.match.iri} ({best.match.reason})")
        is_found = any(p.match and p.match.iri in item.expected and p.group != REJECT for p in pairs)
        found += is_found
        if item.expected and not is_found:
            faults.append(f"not found: {item.row.label} → {', '.join(sorted(item.expected))}")
    labelled = sum(bool(item.expected) for item, _ in judged)
    return Score(name, accepted, right, labelled, found, tuple(faults))


def _is_right(item: Labelled, pair: Pair) -> bool:
    """The thing is the one meant; a text of another day is called the same as no law, but as its own text alone."""
    assert pair.match is not None
    is_version = pair.match.iri != pair.match.target.iri
    return pair.match.iri in item.expected and (item.match == "exact" or is_version or pair.match.predicate != EXACT)


def evaluation_lines(scores: Iterable[Score]) -> Iterator[str]:
    """The figures for a person, then each fault."""
    shown = list(scores)
    for score in shown:
        yield (
            f"{score.name:10} precision {score.precision:.3f} ({score.right} of {score.accepted} accepted), "
            f"recall {score.recall:.3f} ({score.found} of {score.labelled} found in accept and review)"
        )
    for fault in shown[-1].faults if shown else ():
        yield f"  {fault}"
