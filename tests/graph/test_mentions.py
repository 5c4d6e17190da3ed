"""graph/mentions.py: per type the longest name wins, and the words of a mention are exact."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.mentions import Mention, lower
from graph.model import Plan
from graph.patterns import read_patterns
from graph.quads import DataSet
from graph.vocab import BASE
from tests.inventing import invent_entity, invent_measure, invent_plan, read_names, words_of

ACT = invent_entity("law", "act", "Trade Act", "TA")
RULES = invent_entity("law", "rules", "Rules of the Trade Act")
FAIR = invent_entity("event", "fair", "Fair of the Trade Act")


def mini(dataset: DataSet, plan_id: str) -> tuple[Plan, list[Mention]]:
    """A plan of the invented data set and its mentions."""
    reading = next(r for r in dataset.readings if r.plan.plan_id == plan_id)
    return reading.plan, list(reading.mentions)


def test_the_longest_name_of_a_type_wins() -> None:
    plan = invent_measure("To revise the Rules of the Trade Act.")
    assert words_of(plan, read_names(plan, [ACT, RULES])) == [("law", "Rules of the Trade Act")]


def test_a_name_nested_in_one_of_another_type_counts_too() -> None:
    plan = invent_measure("To host the Fair of the Trade Act.")
    found = read_names(plan, [ACT, FAIR])
    assert words_of(plan, found) == [("event", "Fair of the Trade Act"), ("law", "Trade Act")]
    assert [m.nested for m in found] == [False, True]


def test_two_types_may_own_the_same_words_and_neither_is_nested() -> None:
    plan = invent_measure("To carry out the Sea Strategy.")
    both = [invent_entity(kind, "sea-strategy", "Sea Strategy") for kind in ("law", "programme")]
    assert [(m.mention_type, m.nested) for m in read_names(plan, both)] == [("law", False), ("programme", False)]


@pytest.mark.parametrize("spelling", ["Farmers' Act", "Farmers’ Act", "Farmers‘ Act"])
@pytest.mark.parametrize("name", ["Farmers' Act", "Farmers’ Act"])
def test_all_apostrophes_are_alike(name: str, spelling: str) -> None:
    plan = invent_measure(f"To drop the {spelling}.")
    assert words_of(plan, read_names(plan, [invent_entity("law", "a", name)])) == [("law", spelling)]


@pytest.mark.parametrize("spelling", ["North-South Act", "North–South Act", "North\u2011South\u00a0Act"])
def test_all_dashes_and_blanks_are_alike(spelling: str) -> None:
    plan = invent_measure(f"To drop the {spelling}.")
    assert words_of(plan, read_names(plan, [invent_entity("law", "a", "North-South Act")])) == [("law", spelling)]


@pytest.mark.parametrize("blank", ["  ", "\t", "\n"])
def test_a_name_may_have_wider_blanks_than_the_register(blank: str) -> None:
    plan = invent_measure(f"To revise the Trade{blank}Act.", continuation=True)
    assert words_of(plan, read_names(plan, [ACT])) == [("law", f"Trade{blank}Act")]


@pytest.mark.parametrize(("words", "times"), [("the TA", 1), ("the ta", 0), ("the STAR", 0), ("(TA)", 1), ("TA’s", 1)])
def test_an_acronym_is_found_only_as_a_word_in_capitals(words: str, times: int) -> None:
    plan = invent_measure(f"To ask for {words} here.")
    assert len(read_names(plan, [ACT])) == times


def test_case_does_not_count_for_names_of_several_words() -> None:
    plan = invent_measure("To revise the trade act.")
    assert words_of(plan, read_names(plan, [ACT])) == [("law", "trade act")]


def test_a_name_is_not_found_inside_a_longer_word() -> None:
    assert read_names(invent_measure("To praise the Trade Actor."), [ACT]) == []


def test_a_short_name_is_less_sure_than_a_long_one() -> None:
    plan = invent_measure("To revise the Trade Act (TA).")
    assert [(m.rule, str(m.confidence)) for m in read_names(plan, [ACT])] == [
        ("register-name", "0.99"),
        ("register-short-name", "0.95"),
    ]


def test_chinese_names_need_no_blanks_around_them(mini_dataset: DataSet) -> None:
    plan, found = mini(mini_dataset, "mini-zh")
    assert words_of(plan, found) == [
        ("law", "阿卡迪亚商标法"),
        ("law", "阿卡迪亚边境规则"),
        ("campaign", "提灯行动"),
        ("jurisdiction", "子午联盟"),
    ]


def test_names_of_another_language_are_not_looked_for() -> None:
    plan = invent_measure("To revise the Trade Act.")
    assert read_names(plan, [invent_entity("law", "act", "Trade Act", language="fr")]) == []


def test_a_plan_that_names_itself_points_at_itself() -> None:
    plan = invent_measure("To carry out the Plan of Nowhere and the nowhere scheme.", names=("Nowhere Scheme",))
    found = read_names(plan, [])
    assert [(m.entity, m.rule) for m in found] == [(f"{BASE}plan/invented", "plan-title")] * 2


def test_headings_and_introduction_are_read() -> None:
    text = "Intro\nThe Trade Act is old.\nI. On the Trade Act\n1. More on the Trade Act\n1.1 To act.\n"
    plan = invent_plan(text, introduction="Intro")
    assert [m.part.number for m in read_names(plan, [ACT])] == ["0", "I", "I.1"]


def test_a_name_that_runs_from_one_part_into_the_next_is_none() -> None:
    plan = invent_plan("I. Trade\n1. Act\n1.1 To act.\n")
    assert read_names(plan, [ACT]) == []


def test_the_same_name_twice_is_two_mentions() -> None:
    plan = invent_measure("To revise the Trade Act, for the Trade Act is old.")
    assert len(read_names(plan, [ACT])) == 2


def test_a_pattern_gives_way_to_a_register_name() -> None:
    plan = invent_measure("To formulate Regulations on Sea Trade.")
    known = invent_entity("law", "sea", "Regulations on Sea Trade")
    found = read_names(plan, [known], read_patterns("en"))
    assert [(m.entity, m.rule) for m in found] == [(known.iri.value, "register-name")]


def test_a_pattern_may_put_a_head_before_a_register_name() -> None:
    plan = invent_measure("To formulate Implementing Rules of the Trade Act.")
    found = read_names(plan, [ACT], read_patterns("en"))
    assert words_of(plan, found) == [("law", "Implementing Rules of the Trade Act")]
    assert found[0].rule == "pattern-titled-document"


def test_a_name_the_register_lacks_keeps_one_iri() -> None:
    plan = invent_measure("To formulate Regulations on Sea Trade. To publish Regulations on Sea Trade.")
    assert {m.entity for m in read_names(plan, [], read_patterns("en"))} == {f"{BASE}law/regulations-on-sea-trade"}


def test_names_that_look_alike_in_a_slug_get_two_iris() -> None:
    plan = invent_measure("To formulate Regulations on Sea-Trade. To formulate Regulations on Sea Trade.")
    found = read_names(plan, [], read_patterns("en"))
    assert len({m.entity for m in found}) == len(found) == 2


def test_a_new_name_never_takes_the_iri_of_a_known_thing() -> None:
    plan = invent_measure("To formulate Regulations on Sea Trade.")
    known = invent_entity("law", "regulations-on-sea-trade", "Other name")
    assert [m.entity for m in read_names(plan, [known], read_patterns("en"))] != [known.iri.value]


def test_the_invented_plan_names_what_a_person_finds(mini_dataset: DataSet) -> None:
    plan, found = mini(mini_dataset, "mini-2031")
    assert words_of(plan, found, "A.1.3") == [
        ("law", "Border Rules"),
        ("law", "Rules for the Implementation of the Trade Marks Act of Arcadia"),
    ]
    assert words_of(plan, found, "D.1.3") == [
        ("event", "Feast of the Trade Marks Act of Arcadia"),
        ("law", "Trade Marks Act of Arcadia"),
    ]
    assert words_of(plan, found, "C.1") == [("agency", "High Court of Arcadia"), ("law", "Trade Marks Act")]


def test_mentions_come_in_order_of_the_text(mini_dataset: DataSet) -> None:
    _, found = mini(mini_dataset, "mini-2031")
    starts = [m.span.start for m in found]
    assert starts == sorted(starts)


@given(st.text(max_size=40))
def test_lower_case_keeps_every_place(text: str) -> None:
    assert len(lower(text)) == len(text)


@given(st.lists(st.sampled_from(["Trade Act", "Rules of the", "Fair of the", "TA", "and", ",", "x"]), max_size=12))
def test_mentions_of_one_type_never_overlap(words: list[str]) -> None:
    plan = invent_measure("To " + " ".join(words) + " end")
    found = read_names(plan, [ACT, RULES, FAIR])
    for kind in ("law", "event"):
        spans = [m.span for m in found if m.mention_type == kind]
        assert not any(a.overlaps(b) for i, a in enumerate(spans) for b in spans[i + 1 :])
