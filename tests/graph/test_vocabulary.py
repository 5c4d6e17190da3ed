"""What a word that is asked for may be among the words of names."""

import pytest

from graph.folding import fold
from graph.names import Name
from graph.vocabulary import WORTH, Vocabulary, Words, expression_of

TEXTS = (
    ("law", "Anti-Monopoly Law", "en"),
    ("law", "Trademark Law", "en"),
    ("law", "Labour Contract Law", "en"),
    ("body", "Standardization Administration", "en"),
    ("measure", "technical standards and trademarks", "en"),
    ("agency", "国家药品监督管理局", "zh-hans"),
)


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    names = [Name(f"https://e.org/{i}", kind, text, tag, "preferred") for i, (kind, text, tag) in enumerate(TEXTS)]
    return Vocabulary(names, [fold(name.text) for name in names])


def forms(vocabulary: Vocabulary, text: str, *, typing: bool = False) -> list[dict[Words, str]]:
    return [dict(one.forms) for one in vocabulary.read(text, typing=typing)]


@pytest.mark.parametrize(
    ("text", "form", "way"),
    [
        ("laws", ("law",), "words"),
        ("standards", ("standardization",), "related"),
        ("antimonopoly", ("anti", "monopoly"), "words"),
        ("trade mark", ("trademark",), "words"),
        ("trademrk", ("trademark",), "corrected"),
        ("stand", ("standard",), "begun"),
        ("antitrust", ("anti", "monopoly"), "synonym"),
        ("AML", ("anti", "monopoly", "law"), "initials"),
        ("药监局", tuple("药品监督管理局"), "shortened"),
        ("labor", ("labor",), "words"),
    ],
)
def test_a_word_may_be_others_in_names(vocabulary: Vocabulary, text: str, form: Words, way: str) -> None:
    (one,) = forms(vocabulary, text)
    assert one[form] == way
    assert way in WORTH


@pytest.mark.parametrize("text", ["metaverse", "xyz", "法院", "aml", "24"])
def test_a_word_that_nobody_uses_has_no_forms(vocabulary: Vocabulary, text: str) -> None:
    assert forms(vocabulary, text) == [{}]


def test_small_words_are_not_asked_for_unless_alone(vocabulary: Vocabulary) -> None:
    assert [one.words for one in vocabulary.read("the law of")] == [("law",)]
    assert [one.words for one in vocabulary.read("of")] == [("of",)]


def test_what_is_typed_may_be_a_word_or_the_beginning_of_one(vocabulary: Vocabulary) -> None:
    (searched,), (typed,) = forms(vocabulary, "standard"), forms(vocabulary, "standard", typing=True)
    assert set(searched.values()) == {"words", "related"}
    assert set(typed) >= set(searched)
    assert forms(vocabulary, "mon law", typing=True)[0] == {("monopoly",): "begun"}


def test_an_expression_is_read_as_one_and_apart(vocabulary: Vocabulary) -> None:
    assert [one.text for one in vocabulary.read("technical trade mark")] == ["technical", "trade mark"]
    assert [one.text for one in vocabulary.read("technical trade mark", apart=True)] == ["technical", "trade", "mark"]


def test_a_rare_word_weighs_more_and_one_in_another_form_less(vocabulary: Vocabulary) -> None:
    law, contract, mended = (vocabulary.read(text)[0].weight for text in ("law", "contract", "contrct"))
    assert contract > law
    assert contract > mended


def test_signs_of_an_expression_are_only_words(vocabulary: Vocabulary) -> None:
    assert expression_of(vocabulary.read("contract law")) == '("contract") AND ("law")'
    assert expression_of(vocabulary.read("contract metaverse")) == ""
    assert expression_of(vocabulary.read("contract metaverse"), " OR ") == '("contract")'
