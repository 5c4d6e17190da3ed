"""graph/patterns.py: names that the register lacks are found by their shape."""

import re
from pathlib import Path

import pytest

import graph.patterns
from graph.authored import fold
from graph.errors import DataError
from graph.model import Span
from graph.patterns import NamePattern, pattern_matches, read_patterns, trim
from tests.inventing import sure


def found(text: str, language: str = "en") -> set[tuple[str, str]]:
    """Type and words of everything that the patterns of the language find."""
    whole = Span(0, len(text))
    folded = fold(text)
    return {(p.mention_type, s.of(text)) for p in read_patterns(language) for s in pattern_matches(p, folded, whole)}


@pytest.mark.parametrize(
    ("text", "mention_type", "name"),
    [
        ("To formulate Regulations on Quick Hearings.", "law", "Regulations on Quick Hearings"),
        ("To revise the Farmers’ Seeds Law of Arcadia at once.", "law", "Farmers’ Seeds Law of Arcadia"),
        ("To revise the Law against Unfair Competition.", "law", "Law against Unfair Competition"),
        ("To launch Campaign Harbour Watch.", "campaign", "Campaign Harbour Watch"),
        (
            "To run a special campaign against false seeds, and more.",
            "campaign",
            "special campaign against false seeds",
        ),
        ("To ask the Ministry of Fair Trade for help.", "agency", "Ministry of Fair Trade"),
        ("To join the World Marks Organization.", "international-body", "World Marks Organization"),
        ("To hold China-Norland talks.", "jurisdiction", "Norland"),
    ],
)
def test_a_name_is_found_by_its_shape(text: str, mention_type: str, name: str) -> None:
    assert (mention_type, name) in found(text)


@pytest.mark.parametrize(
    "text",
    ["To improve relevant rules and regulations.", "To strengthen day-to-day enforcement.", "The law is good."],
)
def test_plain_words_are_no_name(text: str) -> None:
    assert found(text) == set()


def test_a_language_without_file_has_no_patterns() -> None:
    assert read_patterns("tlh") == ()


def test_matches_stay_inside_the_part() -> None:
    pattern = NamePattern("any", "law", re.compile("[A-Z]+"), sure("0.5"))
    assert list(pattern_matches(pattern, "AAA BBB CCC", Span(4, 7))) == [Span(4, 7)]


def test_the_group_called_name_is_the_name() -> None:
    pattern = NamePattern("pair", "law", re.compile("x-(?P<name>[a-z]+)"), sure("0.5"))
    assert list(pattern_matches(pattern, "x-abc", Span(0, 5))) == [Span(2, 5)]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('the "Act on Marks".', "Act on Marks"),
        ("An Act,", "Act"),
        ("  a  Law; ", "Law"),
        ("Theatre Act", "Theatre Act"),
        ("Act", "Act"),
    ],
)
def test_a_name_is_trimmed(text: str, kept: str) -> None:
    span = trim(text, 0, len(text))
    assert span is not None
    assert span.of(text).strip('"') == kept


@pytest.mark.parametrize("text", ["", " . ", "\"'", "the "])
def test_nothing_is_left_of_what_is_no_name(text: str) -> None:
    assert trim(text, 0, len(text)) is None


@pytest.fixture
def languages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in place of the shipped patterns."""
    monkeypatch.setattr(graph.patterns, "LANGUAGES", tmp_path)
    return tmp_path


HEAD = '[[pattern]]\nname = "n"\ntype = "law"\nconfidence = "0.5"\n'


def test_pieces_are_put_into_patterns(languages: Path) -> None:
    (languages / "xa.toml").write_text(f"[pieces]\nHEAD = 'Act|Law'\n{HEAD}regex = '<HEAD> on'\n", encoding="utf-8")
    assert read_patterns("xa")[0].regex.fullmatch("Law on")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (HEAD + "regex = '(a'\n", "pattern n: "),
        (HEAD.replace("law", "lawn") + "regex = 'a'\n", "type in [[pattern]] 1 is 'lawn'"),
        (HEAD, "[[pattern]] 1 lacks the key 'regex'"),
        (HEAD + "regex = 'a'\nflags = 'i'\n", "unknown key 'flags'"),
        (HEAD.replace("0.5", "half") + "regex = 'a'\n", "confidence in [[pattern]] 1 is 'half'"),
    ],
)
def test_a_wrong_pattern_is_told_with_its_file(languages: Path, body: str, told: str) -> None:
    file = languages / "xb.toml"
    file.write_text(body, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_patterns("xb")
    assert str(file) in str(caught.value)
    assert told in str(caught.value)
