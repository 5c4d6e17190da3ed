"""graph/lexicon.py: which words of a text point to which concept."""

from pathlib import Path

import pytest

from graph.errors import DataError
from graph.lexicon import Lexicon, read_lexicon
from graph.model import Span
from graph.resources import ontology_dir

HEAD = "@base <https://example.org/act/> .\n@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
BODY = """
<> a skos:ConceptScheme ; skos:altLabel "do"@en .
<revise> a skos:Concept ; skos:altLabel "revise"@en , "revise  fully"@en ; skos:hiddenLabel "revision"@en , "修订"@zh-hans .
<research> a skos:Concept ; skos:prefLabel "research"@en ; skos:hiddenLabel "conduct research"@en , "owners’ talk"@en .
"""


def lexicon_of(folder: Path, language: str = "en", body: str = BODY) -> Lexicon:
    """A lexicon with these words."""
    file = folder / "act.ttl"
    file.write_text(HEAD + body, encoding="utf-8")
    return read_lexicon(file, language)


def found(lexicon: Lexicon, text: str) -> list[tuple[str, str]]:
    """The words found and their concepts."""
    return [(t.span.of(text), t.concept) for t in lexicon.find(text, Span(0, len(text)))]


def test_words_point_to_their_concept(tmp_path: Path) -> None:
    assert found(lexicon_of(tmp_path), "To revise it after the revision") == [
        ("revise", "revise"),
        ("revision", "revise"),
    ]


def test_case_does_not_count(tmp_path: Path) -> None:
    assert found(lexicon_of(tmp_path), "Revise!") == [("Revise", "revise")]


def test_the_longest_words_win_over_any_blanks(tmp_path: Path) -> None:
    assert found(lexicon_of(tmp_path), "revise\n fully") == [("revise\n fully", "revise")]


@pytest.mark.parametrize("text", ["revised", "re-revise", "revise-all", "3revise"])
def test_a_part_of_a_word_is_no_trigger(tmp_path: Path, text: str) -> None:
    assert found(lexicon_of(tmp_path), text) == []


@pytest.mark.parametrize("text", ["owners' talk", "owners’ talk"])
def test_apostrophes_are_alike(tmp_path: Path, text: str) -> None:
    assert found(lexicon_of(tmp_path), text) == [(text, "research")]


def test_the_preferred_label_is_no_trigger(tmp_path: Path) -> None:
    assert found(lexicon_of(tmp_path), "research") == []


def test_the_labels_of_the_scheme_itself_are_no_triggers(tmp_path: Path) -> None:
    assert found(lexicon_of(tmp_path), "do") == []


def test_chinese_words_are_found_within_a_sentence(tmp_path: Path) -> None:
    assert found(lexicon_of(tmp_path, "zh-hans"), "要修订法律") == [("修订", "revise")]


def test_only_words_inside_the_span_count(tmp_path: Path) -> None:
    lexicon = lexicon_of(tmp_path)
    assert [t.span for t in lexicon.find("revise revise", Span(7, 13))] == [Span(7, 13)]


def test_a_language_without_words_finds_nothing(tmp_path: Path) -> None:
    assert found(lexicon_of(tmp_path, "fr"), "revise") == []


def test_a_word_of_two_concepts_is_refused(tmp_path: Path) -> None:
    body = BODY + '<amend> a skos:Concept ; skos:altLabel "Revision"@en .\n'
    with pytest.raises(DataError, match=r"act\.ttl: the word 'revision' belongs to revise and to amend"):
        lexicon_of(tmp_path, body=body)


@pytest.mark.parametrize("name", ["act", "pace", "audience", "right"])
def test_no_word_of_the_shipped_schemes_has_two_concepts(name: str) -> None:
    assert read_lexicon(ontology_dir() / "schemes" / f"{name}.ttl", "en").scheme == name
