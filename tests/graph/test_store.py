"""graph/store.py: the published file is opened, and simple look-ups are answered in a fixed order."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import NotFoundError, SyntaxInFileError
from graph.store import View, plain, read_dist
from graph.vocab import BASE, IPR, SKOS

ACT = ox.NamedNode(f"{BASE}law/trade-marks-act")


@pytest.fixture(scope="module")
def view(mini_store: ox.Store) -> View:
    """Look-ups over the invented data set."""
    return View(mini_store)


def test_the_published_file_is_what_is_served(mini_built: Path, mini_store: ox.Store) -> None:
    assert set(read_dist(mini_built / "dist" / "iprgraph.nq")) == set(mini_store)


def test_a_missing_file_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"there is no data set at .*none\.nq; run: iprgraph build"):
        read_dist(tmp_path / "none.nq")


@pytest.mark.parametrize("data", [b"<urn:a> <urn:p> <urn:o> .\n<urn:a> .\n", b"<urn:a> <urn:p> <urn:o> .\n\xff\xfe\n"])
def test_a_damaged_file_is_told_with_its_line(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "iprgraph.nq"
    file.write_bytes(data)
    with pytest.raises(SyntaxInFileError, match=r"iprgraph\.nq:2: not N-Quads: .*iprgraph build"):
        read_dist(file)


def test_values_are_plain_and_sorted(view: View) -> None:
    assert view.values(ACT, SKOS.prefLabel) == ["Trade Marks Act of Arcadia", "阿卡迪亚商标法"]


def test_a_value_that_is_not_there_is_the_default(view: View) -> None:
    assert view.value(ACT, IPR.number) == ""
    assert view.value(ACT, IPR.number, "none") == "none"


def test_a_text_is_given_in_the_language(view: View) -> None:
    assert view.text(ACT, SKOS.prefLabel, "zh") == "阿卡迪亚商标法"
    assert view.text(ACT, SKOS.prefLabel, "fr") == ""


def test_subjects_are_found_by_what_they_have(view: View) -> None:
    measures = view.subjects(IPR.revises, ACT)
    assert [m.value.removeprefix(BASE) for m in measures] == ["plan/mini-2031/A-1-1"]


def test_instances_are_of_the_class_or_below_it(view: View) -> None:
    assert len(view.instances(IPR.Area)) == 6
    assert set(view.instances(IPR.CampaignMeasure)) < set(view.instances(IPR.Measure))


@pytest.mark.parametrize(
    ("term", "text"),
    [(ox.NamedNode("urn:a"), "urn:a"), (ox.Literal("x", language="en"), "x"), (ox.Literal("3"), "3"), (None, "None")],
)
def test_a_term_in_plain_text(term: object, text: str) -> None:
    assert plain(term) == text
