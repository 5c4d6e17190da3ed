"""Files as others write them, read without any option: columns are guessed rightly, and rows matched as labelled."""

import csv
from collections import defaultdict
from functools import cache

import pytest

from graph.link_source import Reading, open_source
from graph.linking import ACCEPT, REJECT, Linker, Pair, Thresholds
from tests.inventing import CHECKOUT
from tests.linking import path, real_index

FOLDER = CHECKOUT / "tests" / "reference" / "foreign"
PRECISION, RECALL = 0.98, 0.95


@cache
def labels() -> dict[str, list[dict[str, str]]]:
    """The rows of each file in their order, with what they mean."""
    found = defaultdict(list)
    with (FOLDER / "expected.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            found[row["file"]].append(row)
    return dict(found)


@cache
def linked(name: str) -> dict[str, list[Pair]]:
    """The pairs of each row of a file, by its label's name for it."""
    source = open_source(str(FOLDER / name), Reading(), lambda _: None)
    found = defaultdict(list)
    called = [label["row"] for label in labels()[name]]
    for pair in Linker(real_index(), Thresholds(), "urn:x:").link(source.rows()):
        own = (pair.object_id, str(pair.row.number), called[min(pair.row.number, len(called)) - 1])
        found[next(row for row in own if row in called)].append(pair)
    return found


def counts(name: str) -> tuple[int, int, int, int]:
    """Accepted pairs, those of them that are right, rows that mean something of ours, those of them that are shown."""
    accepted = right = meant = shown = 0
    for label in labels()[name]:
        wanted = {label["expected"], *label["also"].split(";")} - {""}
        pairs = linked(name)[label["row"]]
        best = [path(p.match.iri) for p in pairs if p.group == ACCEPT and p.match]
        accepted, right = accepted + len(best), right + len(wanted.intersection(best))
        if label["expected"]:
            meant += 1
            shown += any(p.match is not None and path(p.match.iri) in wanted for p in pairs if p.group != REJECT)
    return accepted, right, meant, shown


@pytest.mark.parametrize("name", sorted(labels()))
def test_nearly_nothing_false_is_accepted_and_little_is_missed(name: str) -> None:
    accepted, right, meant, shown = counts(name)
    assert accepted - right <= 0.03 * accepted
    assert shown >= 0.85 * meant


def test_all_files_together_are_above_the_bars() -> None:
    accepted, right, meant, shown = (sum(column) for column in zip(*map(counts, labels()), strict=True))
    assert right >= PRECISION * accepted
    assert shown >= RECALL * meant
    assert accepted >= 0.75 * meant
    assert sum(not label["expected"] for rows in labels().values() for label in rows) >= 700
