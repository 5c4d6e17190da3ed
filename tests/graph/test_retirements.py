"""graph/retirements.py: the list of IRIs that are gone, read and written."""

from pathlib import Path

import pytest

from graph.errors import DataError, SyntaxInFileError
from graph.retirements import COLUMNS, Retired, read_retired, write_retired
from tests.inventing import run_python

OLD = Retired("https://w3id.org/iprgraph/law/old", "https://w3id.org/iprgraph/law/new", "one law, not two")
LOST = Retired("https://w3id.org/iprgraph/law/lost", "", "never was one")


def test_what_is_written_is_read_again_sorted_by_iri(tmp_path: Path) -> None:
    (tmp_path / "retired.tsv").write_bytes(write_retired({OLD.iri: OLD, LOST.iri: LOST}))
    assert list(read_retired(tmp_path).values()) == [LOST, OLD]


def test_without_the_file_nothing_is_retired(tmp_path: Path) -> None:
    assert read_retired(tmp_path) == {}


def test_a_file_with_other_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "retired.tsv").write_text("iri\treason\n", encoding="utf-8")
    with pytest.raises(SyntaxInFileError, match="its columns are not iri, successor, reason"):
        read_retired(tmp_path)


@pytest.mark.parametrize("row", ["a\tb", "a\tb\tc\td", "x\t\tr\nx\t\tr"])
def test_a_broken_or_repeated_row_is_refused(tmp_path: Path, row: str) -> None:
    (tmp_path / "retired.tsv").write_text("\t".join(COLUMNS) + f"\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match="a broken or repeated row"):
        read_retired(tmp_path)


def test_reading_the_list_does_not_load_the_engine() -> None:
    ended = run_python("import sys, graph.retirements; print('pyoxigraph' in sys.modules)")
    assert ended.stdout.decode().strip() == "False"
