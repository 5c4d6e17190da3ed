"""Words of SPARQL, and those that are written in their place."""

import pytest

from graph.keywords import WORDS, nearest_words


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("SELCT", "SELECT"),
        ("fliter", "FILTER"),
        ("OPTINAL", "OPTIONAL"),
        ("prefx", "PREFIX"),
        ("length", "STRLEN"),
        ("And", "&&"),
        ("SELECT", None),
        ("what", None),
        ("xy", None),
        ("hello", None),
    ],
)
def test_a_word_is_taken_for_the_nearest(word: str, meant: str | None) -> None:
    assert nearest_words(word)[:1] == ([] if meant is None else [meant])


def test_words_of_the_language_stand_for_themselves() -> None:
    assert [word for word in WORDS - {"NOT"} if nearest_words(word)] == []
