"""graph/tables.py: the graph as CSV, compared with tables that a person has read."""

import csv
import io
from collections.abc import Callable

import pyoxigraph as ox
import pytest

from graph.errors import NotFoundError
from graph.quads import DataSet
from graph.tables import COLUMNS, table_csv
from graph.vocab import BASE


def rows(store: ox.Store, name: str) -> list[dict[str, str]]:
    """The table's rows."""
    return list(csv.DictReader(io.StringIO(table_csv(store, name))))


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_is_the_one_a_person_has_read(
    mini_store: ox.Store, golden: Callable[[str, str], None], name: str
) -> None:
    golden(f"mini/{name}.csv", table_csv(mini_store, name))


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_begins_with_its_columns(name: str) -> None:
    assert table_csv(ox.Store(), name) == ",".join(COLUMNS[name]) + "\n"


def test_an_unknown_table_is_refused_with_those_there_are(mini_store: ox.Store) -> None:
    with pytest.raises(
        NotFoundError, match=r"no table 'laws'\. There are: mentions, measures, entities, outcomes, links"
    ):
        table_csv(mini_store, "laws")


def test_every_mention_stands_at_its_place_in_the_source(mini_store: ox.Store, mini_dataset: DataSet) -> None:
    texts = {r.plan.plan_id: r.plan.text for r in mini_dataset.readings}
    for row in rows(mini_store, "mentions"):
        assert texts[row["plan"]][int(row["start"]) : int(row["end"])] == row["text"]


def test_a_name_that_stands_twice_in_an_item_is_one_row_at_its_first_place(mini_store: ox.Store) -> None:
    keys = [(r["plan"], r["measure"], r["type"], r["text"]) for r in rows(mini_store, "mentions")]
    assert len(keys) == len(set(keys))


def test_submeasures_stand_behind_their_measure(mini_store: ox.Store) -> None:
    numbers = [r["number"] for r in rows(mini_store, "measures") if r["plan"] == "mini-2031"]
    at = numbers.index("A.2.2")
    assert numbers[at : at + 4] == ["A.2.2", "A.2.2.a", "A.2.2.b", "B.1.1"]


def test_a_measure_directly_under_an_area_has_no_section(mini_store: ox.Store) -> None:
    row = next(r for r in rows(mini_store, "measures") if r["number"] == "C.1")
    assert (row["area"], row["section"]) == ("C", "")


def test_a_submeasure_stands_in_the_section_of_its_measure(mini_store: ox.Store) -> None:
    row = next(r for r in rows(mini_store, "measures") if r["number"] == "A.2.2.b")
    assert (row["area"], row["section"]) == ("A", "A.2")


def test_several_values_are_joined_by_semicolons(mini_store: ox.Store) -> None:
    row = next(r for r in rows(mini_store, "measures") if r["number"] == "B.2.1")
    assert row["agencies"].split(";") == [
        f"{BASE}agency/{name}" for name in ("border-guard", "patent-office", "trade-mark-board")
    ]


def test_an_outcome_shows_in_both_tables(mini_store: ox.Store) -> None:
    assert rows(mini_store, "outcomes")[0] == {
        "plan": "mini-2031",
        "measure": "A.1.1",
        "status": "done-in-plan-year",
        "date": "2031-06-01",
        "resulted_in": f"{BASE}law/trade-marks-act/2029-06-01",
        "what": "The assembly passed the revised act.",
        "source": "https://example.org/arcadia/gazette",
        "checked": "2031-07-01",
        "confidence": "0.9",
    }
    outcomes = {r["number"]: r["outcome"] for r in rows(mini_store, "measures")}
    assert (outcomes["A.1.1"], outcomes["B.1.2"], outcomes["A.1.2"]) == ("done-in-plan-year", "not-found", "unknown")


@pytest.mark.parametrize(
    ("number", "lead", "basis"),
    [
        ("C.1", f"{BASE}agency/high-court", "stated"),
        ("A.1.1", f"{BASE}agency/assembly", "proposed"),
        ("A.1.2", "", "unknown"),
    ],
)
def test_a_lead_is_stated_proposed_or_unknown(mini_store: ox.Store, number: str, lead: str, basis: str) -> None:
    row = next(r for r in rows(mini_store, "measures") if r["number"] == number)
    assert (row["lead"], row["lead_basis"]) == (lead, basis)
