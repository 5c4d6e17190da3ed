"""What names cite: whole names, acronyms beside them, the country left out; common words cite nothing."""

import pytest

from graph.base import BASE
from graph.cited_names import by_name, is_respelt, names_of
from graph.names import Name
from graph.search import SearchIndex


def name(path: str, kind: str, text: str, role: str = "preferred", language: str = "en") -> Name:
    return Name(BASE + path, kind, text, language, role)


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex(
        [
            name("law/act", "law", "Regulations of the People's Republic of China on Ponds"),
            name("law/act", "law", "中华人民共和国池塘条例", language="zh-hans"),
            name("law/ponds", "law", "Pond Law of the People's Republic of China"),
            name("law/ponds", "law", "Pond Law", "alternative"),
            name("law/rules", "law", "Rules on Frogs"),
            name("law/rules", "law", "implementing rules", "alternative"),
            name("law/toad", "law", "TOAD Agreement", "alternative"),
            name("law/ctf", "law", "Convention on Toads and Frogs"),
            name("body/ducks", "body", "Pond Office of Nature and Ducks"),
            name("agency/bf", "agency", "Bureau of Frogs"),
            name("agency/bf", "agency", "BFA", "acronym"),
            name("scheme/right/frog", "concept", "Frog"),
            name("scheme/right/frog", "concept", "tadpoles", "alternative"),
            name("scheme/right/frog-right", "concept", "Frog right"),
            name("scheme/right/frog-right", "concept", "青蛙的权", language="zh-hans"),
            name("scheme/right/frog-right", "concept", "权利", language="zh-hans"),
            name("scheme/right/frog-right", "concept", "right of frogs", "alternative"),
            name("ontology#Pond", "term", "Pond"),
        ]
    )


def cited(index: SearchIndex, text: str, kinds: frozenset[str] = frozenset()) -> list[str]:
    return [candidate.iri.removeprefix(BASE) for candidate in by_name(index, text, (), kinds)]


@pytest.mark.parametrize(
    "text",
    [
        "Chinese Pond Law",
        "PRC Pond Law",
        "P.R.C. Pond Law",
        "China's Pond Law",
        "Pond Law (China)",
        "Pond Law of China",
    ],
)
def test_a_law_is_found_whatever_is_said_of_its_country(index: SearchIndex, text: str) -> None:
    assert cited(index, text) == ["law/ponds"]
    assert "the name of the country set aside" in next(iter(by_name(index, text, ()))).reasons[0]


@pytest.mark.parametrize("text", ["Regulations on Ponds", "Regulations of China on Ponds", "中国池塘条例"])
def test_the_country_is_left_out_wherever_it_stands(index: SearchIndex, text: str) -> None:
    assert cited(index, text) == ["law/act"]


@pytest.mark.parametrize(
    "text",
    ["Pond Law of Japan", "Japanese Pond Law", "Chinese Rules on Frogs", "Pond Law of the Republic of China", "China"],
)
def test_a_law_of_another_country_or_of_none_is_not_the_countrys(index: SearchIndex, text: str) -> None:
    assert cited(index, text) == []


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("Bureau of Frogs (BFA)", "agency/bf"),
        ("BFA (Bureau of Frogs)", "agency/bf"),
        ("Bureau of Frogs (BF)", "agency/bf"),
        ("Pond Law (PL)", "law/ponds"),
    ],
)
def test_an_acronym_beside_a_name_must_belong_to_it(index: SearchIndex, text: str, path: str) -> None:
    assert cited(index, text) == [path]
    assert cited(index, text.replace("(", "(X").replace("BFA (X", "XBFA (")) == []


@pytest.mark.parametrize(("text", "path"), [("TOAD", "law/toad"), ("CTF", "law/ctf")])
def test_an_acronym_is_short_for_a_treaty_or_for_the_end_of_a_path(index: SearchIndex, text: str, path: str) -> None:
    assert cited(index, text) == [path]


@pytest.mark.parametrize("text", ["POND", "toad", "BF Agreement", "ctf"])
def test_other_acronyms_are_not_guessed(index: SearchIndex, text: str) -> None:
    assert cited(index, text) == []


@pytest.mark.parametrize(
    "text",
    ["frog", "tadpoles", "权利", "right of frogs", "Pond", "Frogg", "implementing rules", "Law of the PRC", "law"],
)
def test_common_words_cite_nothing(index: SearchIndex, text: str) -> None:
    assert cited(index, text) == []


@pytest.mark.parametrize("text", ["Frog right", "青蛙的权"])
def test_a_whole_label_of_several_words_cites_a_concept(index: SearchIndex, text: str) -> None:
    assert cited(index, text) == ["scheme/right/frog-right"]
    assert cited(index, text, frozenset({"law"})) == []


def test_the_kinds_that_are_wanted_decide_the_way(index: SearchIndex) -> None:
    both = SearchIndex([*index.names, name("body/toad", "body", "TOAD", "acronym")])
    assert cited(both, "TOAD") == ["body/toad"]
    assert cited(both, "TOAD", frozenset({"law"})) == ["law/toad"]


def test_a_thing_is_called_by_its_own_names_only(index: SearchIndex) -> None:
    former = SearchIndex([*index.names, name("agency/bf", "agency", "Office of Tadpoles", "former")])
    assert names_of(former, f"{BASE}agency/bf") == ["Bureau of Frogs", "BFA"]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Labour Contract Law", "Labor Contract Law", True),
        ("Trademrk Law", "Trademark Law", True),
        ("Platform Phase I", "Platform Phase II", False),
        ("Decree of 2008", "Decree of 2009", False),
        ("Patent Law", "Trademark Law", False),
        ("Patent Law", "Patent Law of Japan", False),
        ("专利法", "专利去", False),
    ],
)
def test_only_a_few_letters_of_long_words_make_another_spelling(one: str, other: str, alike: bool) -> None:
    assert is_respelt(one, other) is alike
