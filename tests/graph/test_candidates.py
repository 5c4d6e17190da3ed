"""graph/candidates.py: the names of ours that a foreign name may be, and how alike they are."""

import pytest

from graph.candidates import Candidate, index_names
from graph.titles import read_title
from tests.linking import path, real_index


def first(text: str) -> Candidate:
    """The name that is most alike."""
    return real_index().find(read_title(text))[0]


@pytest.mark.parametrize(
    ("text", "slug", "way"),
    [
        ("Patent Law of China", "law/patent-law", "same words"),
        ("商标法", "law/trademark-law", "same characters"),
        ("WIPO", "body/wipo", "acronym"),
        ("wipo", "body/wipo", "acronym"),
        ("AUCL", "law/anti-unfair-competition-law", "initials"),
        ("国家发改委", "agency/ndrc", "shortened"),
        ("Patentlaw", "law/patent-law", "blanks"),
    ],
)
def test_a_name_is_found_in_its_way(text: str, slug: str, way: str) -> None:
    found = first(text)
    assert (path(found.target.iri), found.way) == (slug, way)


@pytest.mark.parametrize(
    "text", ["Pattent Law", "Trademrk Law", "State Inetllectual Propery Office", "Wrold Trade Organization"]
)
def test_a_misspelt_word_is_nearly_the_word(text: str) -> None:
    found = first(text)
    assert 0.9 < found.likeness < 1
    assert (found.only_theirs, found.only_ours) == ((), ())


@pytest.mark.parametrize(
    ("text", "only_theirs", "only_ours"),
    [
        ("Contract Law", (), ("labour",)),
        ("Ministry of Civil Affairs", ("civil",), ("foreign",)),
        ("专利法概览", ("概览",), ()),
    ],
)
def test_a_telling_word_that_one_lacks_keeps_names_apart(
    text: str, only_theirs: tuple[str, ...], only_ours: tuple[str, ...]
) -> None:
    found = first(text)
    assert (found.only_theirs, found.only_ours) == (only_theirs, only_ours)
    assert found.likeness <= 0.84


def test_that_a_body_is_of_the_state_is_telling() -> None:
    assert first("国家版权局").likeness == 1
    assert first("版权局").likeness < 0.84


def test_words_that_say_little_are_not_telling() -> None:
    assert (
        first(
            "Interpretation on Certain Issues Concerning the Application of Law in the Trial of Patent Infringement Disputes"
        ).only_theirs
        == ()
    )


def test_nothing_is_found_for_what_is_like_nothing() -> None:
    assert real_index().find(read_title("Lighthouse Keepers of Finisterre")) == []
    assert real_index().find(read_title("")) == []


def test_each_target_stands_once_the_most_alike_first() -> None:
    found = real_index().find(read_title("Ministry of Culture"))
    assert len({c.target.iri for c in found}) == len(found)
    assert [c.likeness for c in found] == sorted((c.likeness for c in found), reverse=True)


def test_a_name_is_compared_with_one_target_in_its_own_script() -> None:
    law = next(t for t in real_index().targets if path(t.iri) == "law/patent-law")
    chinese = real_index().compare(read_title("商标法"), law)
    assert chinese
    assert chinese.likeness < 0.7
    assert real_index().compare(read_title("SIPO"), law) is None


def test_an_index_of_nothing_finds_nothing() -> None:
    assert index_names([]).find(read_title("Patent Law")) == []
