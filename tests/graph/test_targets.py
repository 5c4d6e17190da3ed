"""graph/targets.py: what a plan promises in figures, in its own words."""

from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.model import Plan
from graph.quads import DataSet
from graph.rulings import Ruling, Rulings
from graph.targets import Target, find_targets, quantity, target_mentions
from graph.vocab import BASE, IPR
from tests.inventing import invent_measure


def targets(words: str) -> list[tuple[str, Target]]:
    """The targets of a measure of these words, each with its own words."""
    plan = invent_measure(words)
    return [(t.span.of(plan.text), t) for t in find_targets(plan, plan.measures()[0])]


@pytest.mark.parametrize(
    ("words", "value"),
    [("1.3 million", "1300000"), ("12,000", "12000"), ("3", "3"), ("2.5", "2.5"), ("2 thousand", "2000"), ("", None)],
)
def test_a_number_in_words_has_its_value(words: str, value: str | None) -> None:
    assert quantity(words) == (None if value is None else Decimal(value))


def test_from_and_to_are_told_apart() -> None:
    ((words, target),) = targets("To shorten the waiting time from 30 months to 19 months.")
    assert words == "shorten the waiting time from 30 months to 19 months"
    assert (target.start, target.to, target.unit) == (Decimal(30), Decimal(19), "months")


def test_a_deadline_is_part_of_the_target() -> None:
    ((words, target),) = targets("To examine 1.3 million applications within year 2031.")
    assert words.endswith("within year 2031")
    assert (target.to, target.year) == (Decimal(1_300_000), "2031")


def test_at_least_is_a_floor() -> None:
    ((_, target),) = targets("To train at least 500 judges.")
    assert (target.minimum, target.to, target.unit) == (Decimal(500), None, "judges")


@pytest.mark.parametrize(
    "words", ["To host the 42nd meeting.", "To act in 2031.", "To raise the fee from time to time."]
)
def test_figures_that_promise_nothing_are_no_target(words: str) -> None:
    assert targets(words) == []


def test_the_plan_of_2009_promises_to_examine_and_to_shorten(real_plan: Plan) -> None:
    part = next(p for p in real_plan.numbered() if p.number == "IX.1.5")
    found = find_targets(real_plan, part)
    assert [(t.start, t.to, t.unit.split()[0]) for t in found] == [
        (None, Decimal(1_300_000), "trademark"),
        (Decimal(30), Decimal(19), "months"),
    ]


def test_a_ruling_may_refuse_a_target() -> None:
    plan = invent_measure("To train at least 500 judges.")
    (mention,) = target_mentions(plan, Rulings())
    words = mention.span.of(plan.text)
    refused = Ruling("I.1.1", "target", words, "", "A figure of speech.", Path("decisions.toml"))
    assert list(target_mentions(plan, Rulings(drops=(refused,)))) == []


def test_announced_counts_are_mentions_of_the_introduction(mini_dataset: DataSet) -> None:
    found = [m for m in mini_dataset.readings[0].mentions if m.rule == "declared-count"]
    assert {(m.part.number, m.mention_type) for m in found} == {("0", "target")}
    assert len(found) == 5


def test_a_target_is_published_with_its_figures_and_words(mini_dataset: DataSet) -> None:
    graph = mini_dataset.graphs[ox.NamedNode(f"{BASE}graph/statements/mini-2031")]
    node = next(t.subject for t in graph if t.predicate == IPR.quantityFrom)
    said = {t.predicate: t.object for t in graph if t.subject == node}
    assert said[IPR.text] == ox.Literal("shorten the waiting time from 12 months to 3 months by 2032", language="en")
    assert [str(said[p]).split("^")[0] for p in (IPR.quantityFrom, IPR.quantityTo, IPR.deadline)] == [
        '"12"',
        '"3"',
        '"2032"',
    ]
    assert said[IPR.unit] == ox.Literal("months", language="en")
