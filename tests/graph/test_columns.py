"""graph/columns.py: one table of columns for the CSV files, their schema and the documents."""

import pytest

from graph.columns import TABLES, Table, columns_markdown
from graph.tables import COLUMNS
from tests.inventing import CHECKOUT


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda t: t.name)
def test_a_table_says_what_a_row_and_each_column_is(table: Table) -> None:
    assert "one row for each" in table.title
    assert len({c.name for c in table.columns}) == len(table.columns)
    assert set(table.key) <= {c.name for c in table.columns}
    assert all(c.description[0].isupper() and c.description.endswith(".") for c in table.columns)


def test_tables_are_written_with_these_columns() -> None:
    assert {name: tuple(c.name for c in table.columns) for name, table in TABLES.items()} == COLUMNS


def test_the_document_tells_every_column_as_declared() -> None:
    assert columns_markdown() in (CHECKOUT / "data" / "README.md").read_text(encoding="utf-8")
