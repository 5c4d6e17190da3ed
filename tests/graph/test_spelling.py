"""Other ways of writing an English word: what is the same, what may be meant, and what is another word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.spelling import is_slip, one_spelling, stem_of


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("organisation", "organization"),
        ("standardise", "standardize"),
        ("specialised", "specialized"),
        ("labour", "labor"),
        ("behavioural", "behavioral"),
        ("centre", "center"),
        ("licence", "license"),
        ("defence", "defense"),
        ("catalogue", "catalog"),
        ("programme", "program"),
        ("labelled", "labeled"),
    ],
)
def test_british_and_american_words_are_one(british: str, american: str) -> None:
    assert one_spelling(british) == one_spelling(american)


@pytest.mark.parametrize("word", ["four", "court", "fire", "rise", "are", "trademark", "evidence", "science"])
def test_other_words_stay_themselves(word: str) -> None:
    assert one_spelling(word) == word


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("enforcement", "enforcing"),
        ("technology", "technological"),
        ("legislation", "legislative"),
        ("train", "training"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    assert stem_of(one) == stem_of(other)


def test_a_stem_is_not_cut_to_nothing() -> None:
    assert (stem_of("used"), stem_of("trial"), stem_of("customs")) == ("used", "trial", "custom")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("costum", "custom"),
        ("patnet", "patent"),
        ("trademrk", "trademark"),
        ("copyrite", "copyright"),
        ("biodiversty", "biodiversity"),
        ("thunderstrom", "thunderstorm"),
        ("ofice", "office"),
        ("lwas", "laws"),
    ],
)
def test_a_slip_is_understood(typed: str, meant: str) -> None:
    assert is_slip(typed, meant)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("seed", "speed"),
        ("hotline", "outline"),
        ("cinema", "china"),
        ("cop", "copyright"),
        ("trace", "trade"),
        ("rights", "lights"),
        ("patent", "patent"),
    ],
)
def test_another_word_is_no_slip(typed: str, word: str) -> None:
    assert not is_slip(typed, word)


@given(st.text(alphabet="abcdeinorstuy", min_size=1, max_size=14))
def test_a_word_keeps_its_spelling_when_it_is_rewritten_again(word: str) -> None:
    assert one_spelling(one_spelling(word)).startswith(one_spelling(word)[:3])
    assert word.startswith(stem_of(word))
