"""Plans and their parts by number; what joins words is cut off."""

import pytest

from graph.base import BASE
from graph.cited_parts import by_number, read_plan, strip_edges, trim
from graph.hits import Hit
from graph.names import Name
from graph.search import SearchIndex

PLAN = f"{BASE}plan/xy-2009"
KINDS = {1: "area", 2: "section", 3: "measure"}


def parts() -> list[Name]:
    """Area I with two sections, area II with one; area III has measures and no sections."""
    numbers = ["I", "I.1", "I.1.1", "I.1.2", "I.2", "I.2.1", "I.3", "I.3.8", "II", "II.1", "II.1.1", "III"]
    named = [(number, KINDS[number.count(".") + 1]) for number in numbers]
    named += [(f"III.{n}", "measure") for n in (1, 2, 7)]
    return [Name(f"{PLAN}/{n.replace('.', '-')}", kind, n, "", "number") for n, kind in named]


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    plan = [Name(PLAN, "plan", "xy-2009", "", "number"), Name(PLAN, "plan", "Plan on Ponds 2009", "en", "preferred")]
    return SearchIndex([*plan, *parts()])


def numbers(index: SearchIndex, text: str) -> list[str]:
    found = by_number(index, read_plan(index, text), [], [])
    return [candidate.iri.removeprefix(f"{PLAN}/").replace("-", ".") for candidate in found]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("II.1 of the 2009 plan", "II.1"),
        ("Action Plan 2009, section II.1", "section II.1"),
        ("action plan for 2009", ""),
        ("xy-2009 II.1", "II.1"),
        ("measure II.1.1 (2009)", "measure II.1.1"),
        ("plan 2009, II.1", "II.1"),
        ("2009年行动计划的II.1", "II.1"),
        ("measure II.1.1 of the action plan", "measure II.1.1"),
        ("measure II.1.1 of China's Action Plan", "measure II.1.1"),
        ("the plan, measure II.1.1", "measure II.1.1"),
        ("Plan on Ponds 2009, II.1", "II.1"),
    ],
)
def test_a_plan_is_read_by_title_or_year(index: SearchIndex, text: str, rest: str) -> None:
    plan = read_plan(index, text)
    assert (plan.iri, plan.rest) == (PLAN, rest)
    assert plan.reasons


@pytest.mark.parametrize("text", ["measure II.1.1 of the 2010 plan", "measure II.1.1 (2010)"])
def test_a_plan_that_is_not_there_is_told(index: SearchIndex, text: str) -> None:
    plan = read_plan(index, text)
    assert (plan.iri, plan.rest, plan.note) == (
        None,
        "measure II.1.1",
        "there is no plan of 2010 here; there are: xy-2009",
    )


def test_the_plan_with_no_year_is_the_only_one_or_none(index: SearchIndex) -> None:
    assert "only plan here" in read_plan(index, "II.1 of the plan").reasons[0]
    two = SearchIndex([*index.names, Name(f"{BASE}plan/xy-2010", "plan", "xy-2010", "", "number")])
    assert read_plan(two, "II.1 of the plan").iri == ""
    assert read_plan(two, "II.1 of the 2009 plan").iri == PLAN


@pytest.mark.parametrize("text", ["the plan", "ponds of the plan", "Patent Law (2009)", "ab-1234", "measure II.1.1"])
def test_other_years_are_no_plans(index: SearchIndex, text: str) -> None:
    assert read_plan(index, text) == ("", text, (), "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1.1", ["I.1", "I.1.1", "II.1.1"]),
        ("measure 1.1", ["I.1.1", "II.1.1"]),
        ("section 1.1", ["I.1"]),
        ("measure 3.1", ["III.1"]),
        ("measure 1 of section 1", ["I.1.1", "II.1.1"]),
        ("measure 7 of area III", ["III.7"]),
        ("section 1 of area II", ["II.1"]),
        ("I.1.2", ["I.1.2"]),
        ("1.1.2", ["I.1.2"]),
        ("area 2", ["II"]),
        ("II", ["II"]),
    ],
)
def test_words_before_a_number_say_what_can_be_meant(index: SearchIndex, text: str, found: list[str]) -> None:
    assert numbers(index, text) == found


@pytest.mark.parametrize(
    "text", ["III.8", "measure 8 of area III", "measure II.1", "1", "No. 2", "measure 2", "section III.1", "XII.1"]
)
def test_a_number_that_nothing_has_is_refused(index: SearchIndex, text: str) -> None:
    notes: list[str] = []
    assert list(by_number(index, read_plan(index, text), notes, [])) == []
    assert len(notes) == 1


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("III.8", ["III", "III.7", "III.2", "III.1"]),
        ("measure 8 of area III", ["III", "III.7", "III.2", "III.1"]),
        ("measure II.1", ["II", "II.1", "II.1.1"]),
        ("2", ["II", "I.1.2", "I.2", "III.2"]),
        ("XII.1", []),
    ],
)
def test_the_area_and_the_nearest_numbers_are_near(index: SearchIndex, text: str, near: list[str]) -> None:
    hits: list[Hit] = []
    list(by_number(index, read_plan(index, text), [], hits))
    assert [hit.name.text for hit in hits] == near


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("(SIPO).", "SIPO"),
        ("“Patent Law (2008)”", "Patent Law (2008)"),
        ("Court (SPC)", "Court (SPC)"),
        ("Court SPC)", "Court SPC"),
        ("《专利法》", "专利法"),
        ("(a) and (b)", "(a) and (b)"),
    ],
)
def test_marks_at_the_edges_go_and_brackets_of_parts_stay(text: str, kept: str) -> None:
    assert strip_edges(text) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [("of the Patent Law", "Patent Law"), ("see  Patent Law in", "Patent Law"), ("专利法的", "专利法")],
)
def test_words_that_only_join_are_cut_off(text: str, kept: str) -> None:
    assert trim(text) == kept
