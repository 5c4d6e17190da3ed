"""graph/title_words.py: the words of titles, and when two of them are the same."""

import pytest

from graph.title_words import (
    chinese_kind,
    fold,
    kinds_by_word,
    one_word_synonyms,
    same_words,
    simplified,
    stem,
    title_words,
    word_set,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("  Supreme People’s Court ", "supreme peoples court"),
        ("China's Trademark Law", "china trademark law"),
        ("Radio, Film & Television", "radio, film and television"),
        ("Règlement", "reglement"),
    ],
)
def test_spellings_of_one_name_fold_alike(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_forms_of_a_word_have_one_stem() -> None:
    assert {stem(w) for w in ("protect", "protecting", "protection")} == {"protect"}
    assert stem("law") == "law"


def test_traditional_characters_become_simplified_ones() -> None:
    assert "中華人民共和國專利法".translate(simplified()) == "中华人民共和国专利法"


def test_a_kind_is_told_by_its_word_in_both_languages() -> None:
    assert kinds_by_word()["regulations"] == kinds_by_word()["条例"] == "regulation"
    found = chinese_kind().search("专利代理条例")
    assert found
    assert found[0] == "条例"


def test_words_that_stand_for_each_other_are_replaced_longest_first() -> None:
    pattern, table = same_words()
    assert pattern.sub(lambda m: table[m[0]], "intellectual property rights act") == "intellectual property law"
    assert one_word_synonyms()["labor"] == "labour"


def test_every_type_and_kind_that_is_named_exists() -> None:
    lists = title_words()
    assert {kind for kinds in lists["types"].values() for kind in kinds} <= lists["kinds"].keys()
    assert "several" in word_set("weak")
