"""graph/resources.py: the shipped folders are found, the checkout first."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.resources import data_dir, dist_file, ontology_dir, queries_dir


@pytest.mark.parametrize(
    ("folder", "holds"),
    [(ontology_dir, "iprgraph.ttl"), (queries_dir, "checks"), (queries_dir, "examples"), (data_dir, "plans")],
)
def test_a_shipped_folder_is_found(folder: Callable[[], Path], holds: str) -> None:
    assert (folder() / holds).exists()


def test_the_published_file_stands_below_its_data_folder(tmp_path: Path) -> None:
    assert dist_file(tmp_path) == tmp_path / "dist" / "iprgraph.nq"
    assert dist_file() == data_dir() / "dist" / "iprgraph.nq"
