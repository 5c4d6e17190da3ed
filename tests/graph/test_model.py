"""graph/model.py: values that check themselves when made."""

from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Ground, PartKind, Plan, Span
from tests.inventing import SMALL, invent_config, invent_plan, sure

spans = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda t: Span(t[0], t[0] + t[1]))


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (4, 3)])
def test_a_span_that_holds_nothing_cannot_be_made(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"{start}-{end}"):
        Span(start, end)


def test_a_span_gives_its_words() -> None:
    assert Span(4, 7).of("the act is") == "act"


def test_a_span_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        Span(1, 2).end = 5  # type: ignore[misc]


@given(spans, spans)
def test_spans_overlap_when_they_share_a_code_point(a: Span, b: Span) -> None:
    shared = set(range(a.start, a.end)) & set(range(b.start, b.end))
    assert a.overlaps(b) == b.overlaps(a) == bool(shared)


@given(spans, spans)
def test_a_span_covers_what_lies_inside_it(a: Span, b: Span) -> None:
    assert a.covers(b) == set(range(b.start, b.end)).issubset(range(a.start, a.end))


def test_the_numbered_parts_leave_out_contents_and_gaps(real_plan: Plan) -> None:
    kinds = {p.kind for p in real_plan.numbered()}
    assert kinds == {PartKind.TEXT, PartKind.AREA, PartKind.SECTION, PartKind.MEASURE}


def test_the_measures_come_in_the_order_of_the_text() -> None:
    plan = invent_plan(SMALL)
    assert [p.number for p in plan.measures()] == ["I.1.1", "I.1.2", "II.1.1"]


def test_the_source_stands_beside_the_settings() -> None:
    assert invent_config(file="data/plans/x/plan.toml").source_path == "data/plans/x/source.txt"


def test_a_ground_of_an_unknown_basis_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="guessed"):
        Ground("guessed", "rule", sure("1"), source="https://example.org/")


@pytest.mark.parametrize("confidence", ["-0.1", "1.01"])
def test_a_ground_surer_than_sure_cannot_be_made(confidence: str) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        Ground("stated", "rule", sure(confidence), source="https://example.org/")


def test_a_ground_needs_words_or_a_source() -> None:
    with pytest.raises(ValueError, match="words of a plan or the address"):
        Ground("stated", "rule", sure("1"))
