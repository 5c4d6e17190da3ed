"""The shapes of queries: prepared at the second sight, remembered as long or short, and only so many of them."""

import pytest

from server.preparing import Shapes

MOST = 1000


def test_a_shape_is_prepared_when_it_comes_again() -> None:
    shapes = Shapes(MOST)
    first, _ = shapes.find("ASK { <a:b> ?p 'x' }") or pytest.fail("no shape")
    assert first.prepared is None
    again, cut = shapes.find("ASK { <a:c> ?p 'y' } # other") or pytest.fail("no shape")
    assert again is not first
    again, cut = shapes.find("ASK { <a:c> ?p 'y' }") or pytest.fail("no shape")
    assert again is first
    assert again.prepared is not None
    assert again.prepared.text(cut) == "ASK { <a:c> ?p 'y' }"


def test_rows_get_their_limit() -> None:
    shapes = Shapes(MOST)
    for _ in range(2):
        shape, cut = shapes.find("SELECT ?s { ?s ?p ?o }") or pytest.fail("no shape")
    assert shape.prepared is not None
    assert shape.prepared.text(cut) == "SELECT ?s { ?s ?p ?o }\nLIMIT 1001"


def test_a_star_is_prepared_once_its_columns_are_known() -> None:
    shapes = Shapes(MOST)
    shape, _ = shapes.find("SELECT * { ?s ?p ?o }") or pytest.fail("no shape")
    shape.columns = ("s", "p", "o")
    shape, cut = shapes.find("SELECT * { ?s ?p ?o }") or pytest.fail("no shape")
    assert shape.prepared is not None
    assert "?s ?p ?o  {" in shape.prepared.text(cut)
    unknown = Shapes(MOST)
    for _ in range(3):
        shape, _ = unknown.find("SELECT * { ?s ?p ?o }") or pytest.fail("no shape")
    assert (shape.prepared, shape.is_unfit) == (None, True)


@pytest.mark.parametrize(
    "text",
    ["nonsense", "CLEAR ALL", "ASK { SERVICE <a:b> {} }", "ASK FROM <a:b> {}", "ASK { " + "{" * 200 + "}" * 200 + " }"],
)
def test_what_the_gate_refuses_or_depends_on_more_is_never_prepared(text: str) -> None:
    shapes = Shapes(MOST)
    for _ in range(3):
        shape, _ = shapes.find(text) or pytest.fail("no shape")
    assert (shape.prepared, shape.is_unfit) == (None, True)


def test_long_texts_and_odd_escapes_have_no_shape() -> None:
    shapes = Shapes(MOST)
    assert shapes.find("ASK {} #" + "x" * 5000) is None
    assert shapes.find(r"ASK { ?s ?p <a:\u0041> }") is None


def lanes_of(*seconds: float) -> list[str]:
    """Where a shape belongs after its queries took so many seconds, one by one."""
    shape, _ = Shapes(MOST).find("ASK {}") or pytest.fail("no shape")
    told = []
    for took in seconds:
        shape.took(took)
        told.append(f"{shape.lane}{', quick' * shape.is_quick}")
    return told


def test_a_shape_is_long_when_it_took_long_twice_in_a_row() -> None:
    told = lanes_of(0.2, 0.001, 0.2, 0.2, 5.0, 0.001, 0.001)
    assert told == ["short", "short", "short", "heavy", "heavy", "short", "short, quick"]


def test_a_shape_of_some_milliseconds_keeps_its_lane_until_it_is_quick() -> None:
    told = lanes_of(0.005, 0.005, 0.003, 0.005, 0.3, 0.3, 0.05, 0.001, 0.001, 0.005)
    assert told == ["short", *["middle"] * 4, "heavy", "middle", "short", "short, quick", "short"]


def test_only_so_many_shapes_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.preparing._MOST_SHAPES", 10)
    shapes = Shapes(MOST)
    for number in range(50):
        shapes.find(f"ASK {{ ?a{number} ?p ?o }}")
        shapes.find("ASK { ?kept ?p ?o }")
    assert len(shapes._shapes) == 10
    shape, _ = shapes.find("ASK { ?kept ?p ?o }") or pytest.fail("no shape")
    assert shape.prepared is not None
