"""Citations: what is certainly meant is found with a reason, everything else is told and not guessed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.base import BASE
from graph.names import Name, read_names
from graph.resolve import SURE, is_respelt, resolve
from graph.resources import dist_file
from graph.search import SearchIndex
from graph.store import read_dist

LINK = "https://example.org/act/1"


@pytest.fixture(scope="module")
def index() -> SearchIndex:
    names = read_names(read_dist(dist_file()))
    linked = [Name(f"{BASE}law/cbd", "law", text, "", "identifier") for text in ("WIPO Lex 99999", LINK)]
    return SearchIndex([*names, *linked])


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("measure II.1.2 of the 2009 plan", "plan/cn-2009/II-1-2"),
        ("the 2009 plan, measure II-1-2", "plan/cn-2009/II-1-2"),
        ("measure II.1.2 of China's Action Plan on IPR Protection 2009", "plan/cn-2009/II-1-2"),
        ("cn-2009 II.1.2", "plan/cn-2009/II-1-2"),
        ("II.1.2", "plan/cn-2009/II-1-2"),
        ("measure 12 of area V", "plan/cn-2009/V-2-12"),
        ("area II of the 2009 plan", "plan/cn-2009/II"),
        ("the 2009 plan", "plan/cn-2009"),
        ("Patent Law art. 3", "law/patent-law"),
        ("Article 22(3) of the Patent Law", "law/patent-law"),
        ("专利法", "law/patent-law"),
        ("专利法第二十二条", "law/patent-law"),
        ("Patent Law (2008)", "law/patent-law/2008-12-27"),
        ("Patent Law as amended in 2008", "law/patent-law/2008-12-27"),
        ("Trademark Law, art. 10 (2001)", "law/trademark-law/2001-10-27"),
        ("Labour Contract Law", "law/labour-contract-law"),
        ("2009 Action Plan for Implementing National IP Strategy", "law/ip-strategy-implementation-plan-2009"),
        ("SIPO", "agency/sipo"),
        ("“SIPO”.", "agency/sipo"),
        ("国家知识产权局", "agency/sipo"),
        ("Order No. 569", "law/patent-law-implementing-regulations/2010-01-09"),
        ("Order No. 569 of the State Council", "law/patent-law-implementing-regulations/2010-01-09"),
        ("State Council Order 569", "law/patent-law-implementing-regulations/2010-01-09"),
        ("国务院令第569号", "law/patent-law-implementing-regulations/2010-01-09"),
        ("国务院第569号令", "law/patent-law-implementing-regulations/2010-01-09"),
        ("法释〔2009〕3号", "law/spc-well-known-trademarks"),
        ("GAC Decree No. 114", "law/customs-ipr-implementing-measures"),
        ("WIPO Lex 99999", "law/cbd"),
        ("WIPO Lex no. 99999", "law/cbd"),
        ("WIPOLex 99999", "law/cbd"),
        (LINK, "law/cbd"),
        (f"{BASE}law/patent-law", "law/patent-law"),
        ("http://localhost:8000/plan/cn-2009/II-1-2", "plan/cn-2009/II-1-2"),
        ("law/patent-law", "law/patent-law"),
        ("/law/patent-law.ttl", "law/patent-law"),
        ("plan/cn-2009/II.1.2", "plan/cn-2009/II-1-2"),
        ("ipr:Measure", "ontology#Measure"),
    ],
)
def test_what_is_cited_is_found_with_its_reason(index: SearchIndex, text: str, path: str) -> None:
    found = resolve(index, text)
    assert [c.iri.removeprefix(BASE) for c in found.candidates][:1] == [path]
    assert found.candidates[0].score >= SURE
    assert all(candidate.reasons for candidate in found.candidates)
    assert found.suggestions == ()


@pytest.mark.parametrize(
    "text",
    [
        "Japanese Patent Law",
        "Swiss Copyright Act",
        "Patent Law 1999",
        "Patent Law of Nowhere art. 3",
        "measure II.9.9 of the 2009 plan",
        "measure II.1.2 of the 2010 plan",
        "Order No. 99999",
        "WIPO Lex 21",
        "SIPOO",
        "art. 3",
        "law/patent-lew",
        "https://example.org/act/2",
        "hello",
    ],
)
def test_what_is_not_there_is_not_guessed(index: SearchIndex, text: str) -> None:
    assert resolve(index, text).candidates == ()


def test_suggestions_stand_where_nothing_is_sure(index: SearchIndex) -> None:
    assert "law/patent-law" in [hit.iri.removeprefix(BASE) for hit in resolve(index, "Japanese Patent Law").suggestions]


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("measure II.1.2 of the 2010 plan", "there is no plan of 2010 here; there are: cn-2009"),
        ("measure II.9.9", "“measure II.9.9” was read as a number, and nothing has it"),
        ("Patent Law 1999", "no version of “Patent Law of the People's Republic of China” of 1999 is known here"),
        ("art. 3", "“art. 3” names an article, but no law"),
    ],
)
def test_what_was_read_and_fits_nothing_is_told(index: SearchIndex, text: str, note: str) -> None:
    assert resolve(index, text).notes == (note,)


def test_an_article_is_a_pinpoint_and_no_thing_of_its_own(index: SearchIndex) -> None:
    candidate = resolve(index, "Patent Law art. 3").candidates[0]
    assert candidate.pinpoint == "article 3"
    assert "“art. 3” was read as a pinpoint; articles have no IRI of their own" in candidate.reasons


def test_each_part_of_the_text_has_its_reason(index: SearchIndex) -> None:
    assert resolve(index, "measure II.1.2 of the 2009 plan").candidates[0].reasons == (
        "“measure II.1.2” was read as the number II.1.2",
        "“of the 2009 plan” was read as the plan “China’s Action Plan on IPR Protection 2009”",
    )


def test_a_number_of_several_things_gives_them_all_in_the_order_of_the_plan(index: SearchIndex) -> None:
    found = resolve(index, "2.4").candidates
    assert [c.labels.number for c in found] == ["I.2.4", "II.2.4", "IV.2.4", "V.2.4", "VI.2.4", "VII.2.4", "IX.2.4"]
    assert {c.score for c in found} == {76.0}


def test_a_followed_body_comes_before_the_one_that_followed(index: SearchIndex) -> None:
    assert [c.iri.removeprefix(BASE) for c in resolve(index, "SIPO").candidates] == ["agency/sipo", "agency/cnipa"]


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


@given(st.text(max_size=120) | st.text(alphabet="II.1-2 of the 2009 plan art第条令号Patent Law()", max_size=120))
def test_any_text_is_resolved_or_not_in_time(index: SearchIndex, text: str) -> None:
    begun = time.monotonic()
    found = resolve(index, text)
    assert time.monotonic() - begun < 1.0
    assert [c.score for c in found.candidates] == sorted((c.score for c in found.candidates), reverse=True)
    assert not (found.candidates and found.suggestions)
