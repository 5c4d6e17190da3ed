"""graph/coverage.py: how far things are linked, by kind and target."""

from dataclasses import replace
from pathlib import Path

import pytest

from graph.coverage import Coverage, coverage_markdown, measure_coverage, never_looked_for
from graph.iris import BASE
from graph.linksets import Links, Subject
from graph.quads import DataSet, assemble
from graph.resources import data_dir
from tests.inventing import CHECKOUT

START, END = "<!-- coverage -->\n", "<!-- /coverage -->\n"


def test_every_kind_is_counted_once_for_each_target(mini_dataset: DataSet) -> None:
    assert measure_coverage(mini_dataset.links) == (
        Coverage("legal instrument", "atlas", 1, 4, 0),
        Coverage("dated text of a law", "atlas", 1, 0, 0),
        Coverage("agency", "atlas", 2, 5, 0),
        Coverage("international body", "atlas", 1, 1, 0),
        Coverage("jurisdiction", "atlas", 1, 2, 0),
        Coverage("concept", "atlas", 1, 0, 0),
    )


def test_what_nobody_looked_for_is_counted_and_named(mini_dataset: DataSet) -> None:
    verdicts = tuple(v for v in mini_dataset.links.verdicts if not v.subject.endswith("/seeds-act"))
    links = replace(mini_dataset.links, verdicts=verdicts)
    assert measure_coverage(links)[0] == Coverage("legal instrument", "atlas", 1, 3, 1)
    assert never_looked_for(links) == [f"{BASE}law/seeds-act"]


def test_without_linksets_nothing_is_missing() -> None:
    links = Links(subjects={f"{BASE}law/x": Subject("X", "LegalInstrument")})
    assert measure_coverage(links) == ()
    assert never_looked_for(links) == []


def test_the_table_has_a_line_for_each_target() -> None:
    cells = [
        Coverage("agency", "atlas", 2, 5, 0),
        Coverage("law", "atlas", 0, 0, 9),
        Coverage("agency", "globe", 0, 1, 6),
    ]
    cells.append(Coverage("law", "globe", 1, 0, 8))
    assert coverage_markdown(cells) == (
        "| target | agency | law |\n|---|---|---|\n| atlas | 2 / 5 / 0 | – |\n| globe | 0 / 1 / 6 | 1 / 0 / 8 |\n"
    )


@pytest.mark.parametrize(
    "file",
    [CHECKOUT / "README.md", CHECKOUT / "data" / "links" / "README.md"],
    ids=["README.md", "data/links/README.md"],
)
def test_the_table_that_readers_see_is_what_is_measured(request: pytest.FixtureRequest, file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    head, rest = text.split(START)
    shown, tail = rest.split(END)
    table = coverage_markdown(measure_coverage(assemble(data_dir()).links))
    if request.config.getoption("--update-golden"):
        file.write_text(f"{head}{START}{table}{END}{tail}", encoding="utf-8")
    assert shown == table, f"run pytest {Path(__file__).name} --update-golden"


def test_every_instrument_agency_body_and_jurisdiction_is_linked_or_has_a_verdict() -> None:
    assert never_looked_for(assemble(data_dir()).links) == []
