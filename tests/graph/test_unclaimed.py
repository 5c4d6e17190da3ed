"""graph/unclaimed.py: a capitalised name that nobody claims is not missed in silence."""

from pathlib import Path

from graph.rulings import Ruling, Rulings
from graph.unclaimed import find_unclaimed
from tests.inventing import invent_entity, invent_measure, invent_plan, read_names


def unclaimed(words: str, *rulings: Ruling) -> list[str]:
    """The words that nobody claims in a measure of these words, where the Trade Act is known."""
    plan = invent_measure(words)
    found = read_names(plan, [invent_entity("law", "act", "Trade Act")])
    return [u.span.of(plan.text) for u in find_unclaimed(plan, found, Rulings(unnamed=rulings))]


def test_an_unknown_name_is_found_as_a_whole() -> None:
    assert unclaimed("To praise the Great Harbour Circle of merchants.") == ["Great Harbour Circle"]


def test_a_known_name_is_claimed() -> None:
    assert unclaimed("To praise the Trade Act.") == []


def test_the_first_word_of_a_sentence_names_nothing() -> None:
    assert unclaimed("Farmers sow. Growers reap; Nobody sleeps.") == []


def test_a_ruling_explains_a_name() -> None:
    explained = Ruling("I.1.1", "", "the Great Harbour", "", "A place.", Path("decisions.toml"))
    elsewhere = Ruling("I.1.2", "", "the Great Harbour", "", "A place.", Path("decisions.toml"))
    assert unclaimed("To praise the Great Harbour.", explained) == []
    assert unclaimed("To praise the Great Harbour.", elsewhere) == ["Great Harbour"]


def test_headings_may_be_capitalised() -> None:
    plan = invent_plan("I. Laws And Orders\n1. Good Acts\n1.1 To act.\n")
    assert list(find_unclaimed(plan, [], Rulings())) == []


def test_chinese_has_no_capitals() -> None:
    assert unclaimed("赞美大海港。") == []
