"""graph/foreign.py: one row of somebody else's data, and what was odd about it."""

from graph.foreign import ForeignRow, Notes


def test_a_row_is_shown_by_its_first_name() -> None:
    assert ForeignRow(1, "a", ("Patent Law", "专利法")).label == "Patent Law"
    assert ForeignRow(1, "a", ()).label == ""


def test_oddities_are_counted_with_the_place_of_the_first() -> None:
    notes = Notes()
    notes.add("rows without a name", "line 3")
    notes.add("rows without a name", "line 9")
    notes.add("cells too long", "line 4")
    assert list(notes) == ["1 cells too long: line 4", "2 rows without a name, such as line 3"]
