"""Words as they are compared, and where they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.folding import close_up, core, fold, mark_terms, terms_of, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("The People’s Courts", "the people court"),
        ("policies", "policy"),
        ("US", "us"),
        ("II-1-2", "ii 1 2"),
        ("II.1.2", "ii 1 2"),
        ("Ｓｉｐｏ　２００９", "sipo 2009"),
        ("Café", "cafe"),
        ("专利法", "专 利 法"),
        ("法释〔2009〕3号", "法 释 2009 3 号"),
        ("《专利法》", "专 利 法"),
        ("國家知識產權局", "国 家 知 识 产 权 局"),
        ("Organisations", "organization"),
        ("labour", "labor"),
        ('"*^(){}:', ""),
        ("", ""),
    ],
)
def test_what_does_not_matter_is_set_aside(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("Patent Law of the People's Republic of China", "patent law"),
        ("中华人民共和国专利法", "专 利 法"),
        ("Law of the PRC", "law"),
        ("China", "china"),
        ("中华人民共和国", "中 华 人 民 共 和 国"),
        ("Chinese government", "chinese government"),
    ],
)
def test_the_country_is_left_out_of_titles(text: str, bare: str) -> None:
    assert core(text) == bare


def test_a_run_of_signs_is_one_term_and_each_word_another() -> None:
    assert terms_of("专利法 patents 商标, 法") == (("专", "利", "法"), ("patent",), ("商", "标"), ("法",))


def test_a_number_with_its_levels_is_one_term() -> None:
    assert terms_of("measure II.1.2 of 专利法") == (("measure",), ("ii", "1", "2"), ("of",), ("专", "利", "法"))
    assert terms_of("2-4") == (("2", "4"),)
    assert terms_of("2008-12-27")[0] == ("2008",)
    assert terms_of("anti-monopoly 2 4") == (("anti",), ("monopoly",), ("2",), ("4",))


def test_signs_are_closed_up_for_likeness() -> None:
    assert close_up(fold("专利法 of 2009")) == "专利法 of 2009"


def test_marks_are_stretches_of_the_text_as_it_is_written() -> None:
    text = "Campaign Thunderstorm against Patents"
    spans = mark_terms(text, terms_of("patent thunderstorm campaign"))
    assert [text[start:end] for start, end in spans] == ["Campaign Thunderstorm", "Patents"]


def test_signs_are_marked_only_where_the_whole_run_stands() -> None:
    text = "专利法实施办法"
    assert [text[a:b] for a, b in mark_terms(text, terms_of("利法"))] == ["利法"]
    assert mark_terms(text, terms_of("法利")) == ()


def test_a_word_begun_marks_the_words_that_it_begins() -> None:
    text = "Thunderstorm"
    assert mark_terms(text, terms_of("thund"), begun=True) == ((0, len(text)),)
    assert mark_terms(text, terms_of("thund")) == ()


@given(st.text())
def test_every_token_stands_where_it_says(text: str) -> None:
    end = 0
    for token in tokens(text):
        assert end <= token.start < token.end <= len(text)
        end = token.end


@given(st.text())
def test_folding_a_folded_text_finds_the_same_number_of_words(text: str) -> None:
    assert len(fold(fold(text)).split()) <= len(list(tokens(text)))
