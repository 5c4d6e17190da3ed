"""What codes cite: addresses, identifiers of other data sets, numbers of orders and documents."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.base import BASE
from graph.cited_codes import by_address, by_code, near_code
from graph.names import Name
from graph.resolution import AMBIGUOUS
from graph.search import SearchIndex

LAW, VERSION, OTHER = f"{BASE}law/ponds", f"{BASE}law/ponds/2001-02-03", f"{BASE}law/frogs"
OFFICE, BUREAU = f"{BASE}agency/office", f"{BASE}agency/bureau"


def identifiers(iri: str, kind: str, *texts: str) -> list[Name]:
    return [Name(iri, kind, text, "", "identifier") for text in texts]


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    return SearchIndex(
        [
            Name(LAW, "law", "Pond Law", "en", "preferred"),
            *identifiers(LAW, "law", "POA Order No. 8", "WIPO Lex 555", "法释〔2009〕3号"),
            *identifiers(VERSION, "version", "POA Order No. 8", "Pond Office Decree No. 12"),
            *identifiers(OTHER, "law", "Bureau Order No. 12", "FAOLEX FAOC081592", "Bureau Order No. 77"),
            Name(OFFICE, "agency", "Pond Office", "en", "preferred"),
            Name(OFFICE, "agency", "POA", "en", "acronym"),
            Name(OFFICE, "agency", "池塘局", "zh-hans", "preferred"),
            *identifiers(OFFICE, "agency", "Wikidata Q55", "http://www.wikidata.org/entity/Q55", "ROR 02fzqav45"),
            Name(BUREAU, "agency", "Bureau", "en", "preferred"),
            Name(BUREAU, "agency", "Pond Office", "en", "former"),
            Name(f"{BASE}scheme/right/frog", "concept", "Frog", "en", "preferred"),
        ]
    )


@pytest.mark.parametrize(
    ("text", "iri"),
    [
        (LAW, LAW),
        (LAW.replace("https", "http"), LAW),
        ("law/ponds", LAW),
        ("/law/ponds.ttl", LAW),
        ("http://localhost:8000/law/ponds", LAW),
        ("http://127.0.0.1/iprgraph/law/ponds", LAW),
        ("right/frog", f"{BASE}scheme/right/frog"),
        ("https://www.wikidata.org/wiki/Q55", OFFICE),
        ("http://www.wikidata.org/entity/Q55", OFFICE),
        ("ror.org/02fzqav45", OFFICE),
        ("https://ror.org/02fzqav45/", OFFICE),
        ("LEX-FAOC081592", OTHER),
        ("https://www.wipo.int/wipolex/zh/legislation/details/555", LAW),
        ("https://www.wipo.int/wipolex/en/details.jsp?id=555", LAW),
    ],
)
def test_an_address_is_ours_or_is_linked(index: SearchIndex, text: str, iri: str) -> None:
    assert [candidate.iri for candidate in by_address(index, text)] == [iri]


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/law/ponds",
        "https://www.wipo.int/law/ponds",
        "https://w3id.org/other/law/ponds",
        "https://localhost.example.org/law/ponds",
        "example.org/law/ponds",
        "https://www.wikidata.org/wiki/Q56",
        "Pond Office",
    ],
)
def test_the_path_of_another_host_is_not_ours(index: SearchIndex, text: str) -> None:
    assert list(by_address(index, text)) == []


@pytest.mark.parametrize(
    ("text", "iris"),
    [
        ("POA Order No. 8", [LAW, VERSION]),
        ("POA Decree No. 8", [LAW, VERSION]),
        ("Pond Office Order No. 8", [LAW, VERSION]),
        ("Order No. 8 of the Pond Office", [LAW, VERSION]),
        ("Decree of the Pond Office No. 8", [LAW, VERSION]),
        ("池塘局令第8号", [LAW, VERSION]),
        ("POA Order 12", [VERSION]),
        ("法释〔2009〕3号", [LAW]),
        ("Fa Shi [2009] No. 3", [LAW]),
        ("FaShi (2009) 3", [LAW]),
        ("Q55", [OFFICE]),
        ("wd:Q55", [OFFICE]),
        ("ror:02fzqav45", [OFFICE]),
        ("FAOC081592", [OTHER]),
        ("Order No. 8", [LAW, VERSION]),
        ("Order No. 77", [OTHER]),
        ("第77号令", [OTHER]),
        ("令第77号", [OTHER]),
    ],
)
def test_a_code_is_read_however_it_is_written(index: SearchIndex, text: str, iris: list[str]) -> None:
    found = list(by_code(index, text, ()))
    assert [candidate.iri for candidate in found] == iris
    assert all(candidate.score > AMBIGUOUS for candidate in found)


@pytest.mark.parametrize(
    "text",
    [
        "Bureau Order No. 8",
        "Foreign POA Order No. 8",
        "POA Order No. 9",
        "Order No. 81",
        "No. 8",
        "8",
        "555",
        "Fa Fa [2009] No. 3",
        "Fa Shi [2010] No. 3",
        "Q5",
        "foo:Q55",
        "02fzqav46",
    ],
)
def test_a_near_code_is_another(index: SearchIndex, text: str) -> None:
    assert list(by_code(index, text, ())) == []


def test_a_number_with_two_holders_gives_both_and_says_what_was_not_named(index: SearchIndex) -> None:
    found = list(by_code(index, "Order No. 12", ("why",)))
    assert [(candidate.iri, candidate.score) for candidate in found] == [(VERSION, AMBIGUOUS), (OTHER, AMBIGUOUS)]
    assert all("what issued it was not named" in candidate.reasons[1] for candidate in found)
    assert found[0].reasons[2] == "why"


def test_who_followed_an_issuer_issued_nothing_in_its_name(index: SearchIndex) -> None:
    assert OTHER not in [candidate.iri for candidate in by_code(index, "Pond Office Order No. 77", ())]


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("Toad Office Order No. 8", ["POA Order No. 8"]),
        ("No. 12", ["Pond Office Decree No. 12", "Bureau Order No. 12"]),
        ("Order No. 9", []),
        ("frogs", []),
    ],
)
def test_near_codes_have_the_number(index: SearchIndex, text: str, texts: list[str]) -> None:
    assert [name.text for name in near_code(index, text)] == texts


@given(st.text(alphabet="ab order no. 12 decree of [2009] 令第号〔〕", max_size=300))
def test_any_text_is_read_in_time(index: SearchIndex, text: str) -> None:
    begun = time.monotonic()
    list(by_code(index, text, ()))
    list(by_address(index, text))
    assert time.monotonic() - begun < 0.5
