"""Words that stand for each other."""

import pytest

from graph.synonyms import is_expression, synonyms_of


@pytest.mark.parametrize(
    ("words", "other"),
    [
        ("antitrust", "anti monopoly"),
        ("anti trust", "antitrust"),
        ("biodiversity", "biological diversity"),
        ("technology transfer", "transformation of scientific and technological achievement"),
        ("japanese", "japan"),
        ("us", "united state of america"),
        ("hong kong", "香 港"),
    ],
)
def test_words_stand_for_others(words: str, other: str) -> None:
    assert tuple(other.split()) in synonyms_of(tuple(words.split()))


def test_an_expression_is_known_without_its_small_words() -> None:
    assert is_expression(("transformation", "scientific", "technological", "achievement"))
    assert not is_expression(("scientific", "transformation"))


@pytest.mark.parametrize("code", ["nor", "per", "can", "are"])
def test_codes_of_countries_stay_words_of_their_own(code: str) -> None:
    assert synonyms_of((code,)) == ()


def test_nothing_stands_for_itself() -> None:
    for word in ("film", "customs", "japan", "court"):
        assert (word,) not in synonyms_of((word,))


def test_a_name_within_that_of_another_place_stands_for_none() -> None:
    assert ("republic", "of", "china") not in synonyms_of(("taiwan",))
    assert ("people", "republic", "of", "china") in synonyms_of(("china",))
