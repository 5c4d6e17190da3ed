"""The benchmark's data and arithmetic; the benchmark itself is run by hand."""

from math import isnan, nan
from pathlib import Path

import pyoxigraph as ox
import pytest

from tests.bench.generator import generate, write_data
from tests.bench.runner import QUERIES
from tests.bench.table import CACHED, DISK, MEMORY, OURS, Cell, Rates, geometric_mean, markdown

SMALLEST = 10_000


@pytest.fixture(scope="module")
def store() -> ox.Store:
    made = ox.Store()
    made.bulk_load("".join(generate(SMALLEST)).encode(), format=ox.RdfFormat.N_QUADS)
    return made


def invent_rates() -> Rates:
    """A look-up at half the speed of native on disk, a scan at twice its speed."""
    speeds = {
        "lookup-iri": {OURS: 5000, CACHED: 80_000, DISK: 10_000, MEMORY: 20_000},
        "scan-properties": {OURS: 200, CACHED: 80_000, DISK: 100, MEMORY: 400},
    }
    rates = {Cell(k, c, s): float(v) for k, sides in speeds.items() for c in (1, 4) for s, v in sides.items()}
    return Rates(20_000, rates)


def test_the_data_has_the_size_asked_for_and_no_triple_twice(store: ox.Store) -> None:
    assert len(store) == SMALLEST == len(list(generate(SMALLEST)))


def test_the_data_is_the_same_each_time(tmp_path: Path) -> None:
    write_data(2000, tmp_path / "data.nq")
    assert (tmp_path / "data.nq").read_text(encoding="utf-8") == "".join(generate(2000))


def test_less_data_is_the_beginning_of_more() -> None:
    assert list(generate(7000))[:6000] == list(generate(6000))


def test_there_are_twelve_kinds_of_query() -> None:
    assert len(QUERIES) == 12


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_every_query_says_what_it_asks_and_finds_something(file: Path, store: ox.Store) -> None:
    query = file.read_text(encoding="utf-8")
    assert query.startswith("# question: ")
    answer = store.query(query)
    assert isinstance(answer, ox.QuerySolutions | ox.QueryTriples)
    assert next(iter(answer), None) is not None


def test_a_geometric_mean_leaves_out_what_was_not_measured() -> None:
    assert geometric_mean([0.25, 4.0, nan]) == pytest.approx(1.0)
    assert geometric_mean([1.0, 0.0]) == 0.0
    assert isnan(geometric_mean([nan]))


def test_ratios_and_bars_follow_from_the_rates() -> None:
    rates = invent_rates()
    assert rates.ratio("scan-properties", 4, OURS, DISK) == 2.0
    assert rates.mean(OURS, DISK) == pytest.approx(1.0)
    assert rates.work("scan-properties") == 10.0
    assert [bar.verdict for bar in rates.bars()] == ["MISSED", "MISSED", "met", "met", "met"]


def test_the_tables_show_every_kind_and_every_bar() -> None:
    shown = markdown(invent_rates())
    assert "| lookup-iri | 0.10 | 5,000 | 80,000 | 10,000 | 20,000 | 0.50 · 0.50 |" in shown
    assert "| **all** | **1.00** |" in shown
    assert "worst look-up (lookup-iri), at least 0.4 | 0.50 | met |" in shown
