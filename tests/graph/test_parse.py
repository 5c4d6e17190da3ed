"""graph/parse.py: every line is claimed exactly once, or the plan is refused with file and line."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ParseError
from graph.model import Ignored, Level, PartKind, Plan
from graph.parse import check_contents
from graph.quads import read_plan
from tests.conftest import MINI
from tests.inventing import LEVELS, SMALL, invent_plan

CONTENTS = "I. Laws\nII. Courts\n" + SMALL


def numbers(plan: Plan, *kinds: PartKind) -> list[str]:
    """The numbers of the parts of these kinds, in order."""
    return [p.number for p in plan.parts if p.kind in kinds]


def words(plan: Plan, number: str) -> str:
    """The words of a part."""
    return next(p for p in plan.numbered() if p.number == number).span.of(plan.text)


def assert_tiles(plan: Plan) -> None:
    """The spans of all parts give back the text."""
    assert "".join(p.span.of(plan.text) for p in plan.parts) == plan.text


@pytest.fixture(scope="module")
def mini() -> Plan:
    """The invented plan."""
    return read_plan(MINI / "plans" / "mini-2031")


@pytest.fixture(scope="module")
def mini_zh() -> Plan:
    """The invented plan in Chinese."""
    return read_plan(MINI / "plans" / "mini-zh")


def test_the_plan_of_2009_has_170_measures_in_nine_areas(real_plan: Plan) -> None:
    areas = numbers(real_plan, PartKind.AREA)
    counts = [sum(m.number.split(".")[0] == area for m in real_plan.measures()) for area in areas]
    assert dict(zip(areas, counts, strict=True)) == {
        "I": 26, "II": 21, "III": 7, "IV": 23, "V": 24, "VI": 19, "VII": 18, "VIII": 7, "IX": 25,
    }  # fmt: skip


def test_the_spans_of_the_plan_of_2009_tile_its_text(real_plan: Plan) -> None:
    assert_tiles(real_plan)


def test_items_directly_under_an_area_are_measures(real_plan: Plan) -> None:
    assert words(real_plan, "III.5") == "To streamline and improve affirmation procedures for patent and trademark."


def test_a_measure_has_neither_its_mark_nor_outer_blanks(real_plan: Plan) -> None:
    assert words(real_plan, "I.4.1").endswith("Well-known Trademarks .")
    assert (
        words(real_plan, "II.2.11")
        == "To fight against illegally receiving and circulating broadcasting and TV programs."
    )


def test_the_line_of_a_part_is_that_of_its_mark(real_plan: Plan) -> None:
    part = next(p for p in real_plan.parts if p.number == "I.1.1")
    assert real_plan.text.split("\n")[part.line - 1].startswith("1.1 To ensure proper revision")


def test_the_introduction_is_one_part_of_several_paragraphs(mini: Plan) -> None:
    assert words(mini, "0").count("\n") == 4


def test_the_invented_plan_has_its_parts_in_order(mini: Plan) -> None:
    assert numbers(mini, PartKind.MEASURE, PartKind.SUBMEASURE) == [
        "A.1.1", "A.1.2", "A.1.3", "A.2.1", "A.2.2", "A.2.2.a", "A.2.2.b", "B.1.1", "B.1.2", "B.2.1",
        "C.1", "C.2", "D.1.1", "D.1.2", "D.1.3", "D.1.4",
    ]  # fmt: skip


def test_the_contents_list_is_no_second_body(mini: Plan) -> None:
    assert numbers(mini, PartKind.TOC) == numbers(mini, PartKind.AREA) == ["A", "B", "C", "D"]
    assert check_contents(mini) == []


def test_title_and_closing_note_are_text_without_number(mini: Plan) -> None:
    assert [p.key for p in mini.parts if p.kind is PartKind.TEXT] == ["introduction", "title", "closing"]


def test_a_measure_goes_on_over_lines(mini: Plan) -> None:
    assert words(mini, "A.1.2").endswith("Seeds Act,\nand to hear the growers.")


def test_an_ignored_line_belongs_to_no_part(mini: Plan) -> None:
    page = mini.text.index("— 2 —")
    assert [p.kind for p in mini.parts if p.span.start <= page < p.span.end] == [PartKind.GAP]


def test_submeasures_stand_below_their_measure(mini: Plan) -> None:
    part = next(p for p in mini.parts if p.number == "A.2.2.b")
    assert (part.kind, part.parent, part.order) == (PartKind.SUBMEASURE, "A.2.2", 2)


def test_chinese_numerals_give_numbers_in_digits(mini_zh: Plan) -> None:
    assert numbers(mini_zh, PartKind.AREA, PartKind.MEASURE) == ["1", "1.1", "1.2", "2", "2.1", "2.2"]


def test_windows_line_ends_stay_outside_the_words(mini_zh: Plan) -> None:
    assert words(mini_zh, "1.1") == "修订《阿卡迪亚商标法》。"
    assert_tiles(mini_zh)


def test_a_text_without_final_line_end_is_whole(mini: Plan) -> None:
    assert not mini.text.endswith("\n")
    assert_tiles(mini)


@given(st.lists(st.sampled_from([" ", "\t", "\n", " \n", "\r\n", "\n\n\n", "\u3000\n"]), min_size=8, max_size=8))
def test_blanks_and_blank_lines_change_no_number(blanks: list[str]) -> None:
    lines = SMALL.splitlines()
    text = "".join(blank + line + " \n" for blank, line in zip(blanks, lines, strict=False))
    plan = invent_plan(text)
    plain = invent_plan(SMALL)
    assert_tiles(plan)
    assert [(p.number, p.span.of(plan.text)) for p in plan.numbered()] == [
        (p.number, p.span.of(plain.text)) for p in plain.numbered()
    ]


@given(st.lists(st.integers(1, 4), min_size=1, max_size=4))
def test_any_numbering_in_order_is_read(sizes: list[int]) -> None:
    text = "I. Laws\n"
    for section, size in enumerate(sizes, 1):
        text += f"{section}. Acts\n" + "".join(f"{section}.{n} To act.\n" for n in range(1, size + 1))
    plan = invent_plan(text)
    assert_tiles(plan)
    assert len(plan.measures()) == sum(sizes)
    assert [m.order for m in plan.measures()] == list(range(1, sum(sizes) + 1))


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (SMALL + "Hear the people.\n", 8, "no rule claims this line: 'Hear the people.'"),
        ("A word before.\n" + SMALL, 1, "no rule claims this line"),
        (SMALL.replace("1.2 ", "1.1 "), 4, "measure I.1.1 is number 1 of its level, expected number 2"),
        (SMALL.replace("1.2 ", "1.3 "), 4, "measure I.1.3 is number 3 of its level, expected number 2"),
        (SMALL.replace("II. ", "III. "), 5, "area III is number 3 of its level, expected number 2"),
        (SMALL.replace("II. ", "IIII. "), 5, "'IIII' is no roman numeral"),
        (SMALL.replace("1.2 ", "2.1 "), 4, "measure 2.1 stands under I.1"),
        ("1. Acts\n" + SMALL, 1, "section 1 stands before any area"),
        ("1.1 To act.\n" + SMALL, 1, "measure 1 stands before any section"),
        (SMALL.replace(" To drop it.", ""), 4, "I.1.2 has a mark but no words"),
        (SMALL.replace("II. Courts", "II."), 5, "II has a mark but no words"),
        (SMALL.replace("1. Benches\n1.1 To sit.\n", ""), 5, "area II has no measures"),
        (SMALL.replace("1.1 To sit.\n", ""), 6, "section II.1 has no measures"),
    ],
)
def test_a_line_that_does_not_fit_is_told(text: str, line: int, told: str) -> None:
    with pytest.raises(ParseError) as caught:
        invent_plan(text)
    assert str(caught.value).startswith(f"plans/invented/source.txt:{line}: ")
    assert told in str(caught.value)
    assert caught.value.cure


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        (CONTENTS.replace("II. Courts\nI. ", "II. Courts\nIII. Trade\nI. "), 3, "area III stands only in the contents"),
        (CONTENTS.replace("II. Courts\nI. ", "I. "), 6, "area II stands only in the body"),
    ],
)
def test_a_contents_list_that_differs_from_the_body_is_refused(text: str, line: int, told: str) -> None:
    with pytest.raises(ParseError) as caught:
        invent_plan(text, contents=True)
    assert str(caught.value).startswith(f"plans/invented/source.txt:{line}: {told}")


def test_a_heading_worded_otherwise_in_the_contents_is_noted() -> None:
    plan = invent_plan(CONTENTS.replace("II. Courts", "II. Judges", 1), contents=True)
    assert check_contents(plan) == ["II: the contents list says 'Judges', the body 'Courts'"]


def test_a_text_without_measures_is_refused() -> None:
    with pytest.raises(ParseError, match=r"plan\.toml: no measure found"):
        invent_plan("I. Laws\n")


@pytest.mark.parametrize("setting", [{"measures_under": ("IX",)}, {"area_kinds": {"IX": "trials"}}])
def test_a_setting_about_an_area_that_is_not_there_is_refused(setting: dict[str, object]) -> None:
    with pytest.raises(ParseError, match="names IX, which the text does not have"):
        invent_plan(SMALL, **setting)


def test_a_long_line_is_shown_cut() -> None:
    with pytest.raises(ParseError) as caught:
        invent_plan(SMALL + "x" * 200 + "\n")
    assert "x" * 77 + "…" in str(caught.value)
    assert "x" * 78 not in str(caught.value)


def test_going_on_must_be_allowed() -> None:
    text = SMALL.replace("drop it.", "drop\nit.")
    assert words(invent_plan(text, continuation=True), "I.1.2") == "To drop\nit."
    with pytest.raises(ParseError, match="set continuation = true"):
        invent_plan(text)


def test_a_mark_whose_number_is_left_out_is_refused() -> None:
    area = Level(PartKind.AREA, r"(?P<n>[IVX]+)?\.\s+", "roman")
    with pytest.raises(ParseError, match=r"source\.txt:5: .*is no roman numeral"):
        invent_plan(SMALL.replace("II. ", ". "), levels=(area, *LEVELS[1:]))


def test_a_mark_without_words_is_no_continuation() -> None:
    with pytest.raises(ParseError, match=re.escape("II.1.2 has a mark but no words")):
        invent_plan(SMALL + "1.2\n", continuation=True)


def test_what_follows_the_closing_note_is_refused() -> None:
    with pytest.raises(ParseError, match=r"no rule claims this line: 'More\.'"):
        invent_plan(SMALL + "(The end.)\nMore.\n", closing=r"\(The end\.\)", continuation=True)


def test_a_line_is_ignored_only_as_a_whole() -> None:
    rule = (Ignored(r"page \d+", "a page number"),)
    assert len(invent_plan(SMALL + "page 3\n", ignored=rule).measures()) == 3
    with pytest.raises(ParseError, match="no rule claims this line: 'page 3 of 4'"):
        invent_plan(SMALL + "page 3 of 4\n", ignored=rule)


def test_a_second_introduction_is_refused() -> None:
    with pytest.raises(ParseError, match="no rule claims this line: 'Intro'"):
        invent_plan(f"Intro\nwords\n{SMALL}Intro\n", introduction="Intro")
