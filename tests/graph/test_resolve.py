"""Citations: what is certainly meant is found with a reason, everything else is told and not guessed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.base import BASE
from graph.names import Name, read_names
from graph.resolution import AMBIGUOUS, SURE
from graph.resolve import resolve
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
    ("text", "path", "pinpoint"),
    [
        ("《专利法》第二十二条第三款", "law/patent-law", "article 22, paragraph 3"),
        ("Patent Law arts. 3 and 5", "law/patent-law", "articles 3 and 5"),
        ("§ 3 Patent Law", "law/patent-law", "article 3"),
        ("Art. 57(2) of the Trademark Law", "law/trademark-law", "article 57(2)"),
        ("Implementing Regulations of the Patent Law, Rule 6", "law/patent-law-implementing-regulations", "rule 6"),
        ("商标法（2019修正）第四条", "law/trademark-law/2019-04-23", "article 4"),
        ("《中华人民共和国专利法》（2008年修正）第三条", "law/patent-law/2008-12-27", "article 3"),
        ("Patent Law of China art. 11", "law/patent-law", "article 11"),
        ("TRIPS art. 27", "law/trips-agreement", "article 27"),
        ("CBD art. 15", "law/cbd", "article 15"),
        ("UPOV Convention, 1978 Act, art. 5", "law/upov-convention/1978-10-23", "article 5"),
    ],
)
def test_a_pinpoint_goes_with_its_law_or_version(index: SearchIndex, text: str, path: str, pinpoint: str) -> None:
    found = resolve(index, text).candidates
    assert [(c.iri.removeprefix(BASE), c.pinpoint) for c in found] == [(path, pinpoint)]


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("专利法（2008年修正）", "law/patent-law/2008-12-27"),
        ("2008年专利法", "law/patent-law/2008-12-27"),
        ("专利法2008", "law/patent-law/2008-12-27"),
        ("Patent Law, third amendment", "law/patent-law/2008-12-27"),
        ("专利法第三次修正", "law/patent-law/2008-12-27"),
        ("Patent Law of 27 December 2008", "law/patent-law/2008-12-27"),
        ("UPOV 1978", "law/upov-convention/1978-10-23"),
        ("TRIPS 2005", "law/trips-agreement/2005-12-06"),
        ("State Council Order No. 569 (2010)", "law/patent-law-implementing-regulations/2010-01-09"),
        ("Measure II.1.2 (2009)", "plan/cn-2009/II-1-2"),
        ("Action Plan 2009, section II.1", "plan/cn-2009/II-1"),
        ("Chinese Patent Law", "law/patent-law"),
        ("Regulations on Customs Protection of Intellectual Property Rights", "law/customs-ipr-regulations"),
        ("GAC Order No. 183", "law/customs-ipr-implementing-measures/2009-03-03"),
        ("NCAC Order No. 8", "law/copyright-pledge-registration-measures"),
        ("Fa Shi [2009] No. 3", "law/spc-well-known-trademarks"),
        ("Supreme People's Court (SPC)", "agency/supreme-peoples-court"),
        ("wd:Q691994", "agency/supreme-peoples-court"),
        ("see Patent Law", "law/patent-law"),
        ("right/genetic-resources", "scheme/right/genetic-resources"),
    ],
)
def test_what_is_written_otherwise_is_the_same(index: SearchIndex, text: str, path: str) -> None:
    assert [c.iri.removeprefix(BASE) for c in resolve(index, text).candidates] == [path]


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("III.8", "plan/cn-2009/III"),
        ("measure 8 of area III", "plan/cn-2009/III"),
        ("cn-2009 III.14", "plan/cn-2009/III"),
        ("measure II.1.2 of the 2010 plan", "plan/cn-2009/II-1-2"),
        ("专利法（2015年修正）", "law/patent-law"),
        ("ninth amendment of the Patent Law", "law/patent-law"),
        ("Patent Law of 26 December 2008", "law/patent-law"),
        ("日本专利法第三条", "law/patent-law"),
        ("Patent Law, Japan", "law/patent-law"),
        ("https://example.org/law/patent-law", "law/patent-law"),
        ("biodiversity", "scheme/right/genetic-resources"),
        ("biodiversity art. 3", "scheme/right/genetic-resources"),
        ("专利 art. 3", "scheme/right/patent"),
        ("law of the PRC art. 3", "scheme/instrument-kind/law"),
        ("Measure", "ontology#Measure"),
        ("No. 8", "law/copyright-pledge-registration-measures"),
        ("SIPO Order No. 569", "law/patent-law-implementing-regulations/2010-01-09"),
        ("State Council Order No. 55", "law/patent-examination-guidelines/2010-01-21"),
        ("State Council Order No. 569 (2002)", "law/patent-law-implementing-regulations/2010-01-09"),
        ("State Council, Order No. 5", "agency/state-council"),
        ("国办发〔2008〕129号", "law/innovation-industrialization-policies"),
        ("Skynet fugitive operation 2015", "campaign/skynet-2009"),
        ("SIPO art. 3", "agency/sipo"),
        ("SIPO of the 2009 plan", "agency/sipo"),
        ("II.1.2 and hello", "plan/cn-2009/II-1-2"),
        ("II.1.2–II.1.4", "plan/cn-2009/II-1-4"),
        ("measures II.1.2 to II.1.4", "plan/cn-2009/II-1-4"),
        ("Japanese State Council Order No. 569", "law/patent-law-implementing-regulations/2010-01-09"),
    ],
)
def test_what_is_near_is_suggested_and_not_claimed(index: SearchIndex, text: str, near: str) -> None:
    found = resolve(index, text)
    assert found.candidates == ()
    assert near in [hit.iri.removeprefix(BASE) for hit in found.suggestions]


def test_an_order_without_its_issuer_says_so(index: SearchIndex) -> None:
    (found,) = resolve(index, "Order No. 569").candidates
    assert "what issued it was not named, and others may have the same number" in found.reasons
    assert found.score < 90.0


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("II.1.2 and II.1.3", ["plan/cn-2009/II-1-2", "plan/cn-2009/II-1-3"]),
        ("II.1.2, II.1.3 and II.2.1", ["plan/cn-2009/II-1-2", "plan/cn-2009/II-1-3", "plan/cn-2009/II-2-1"]),
        ("see Patent Law art. 3 and Trademark Law art. 5", ["law/patent-law", "law/trademark-law"]),
        ("《商标法》、《专利法》", ["law/trademark-law", "law/patent-law"]),
    ],
)
def test_several_citations_give_each_in_the_order_of_the_text(index: SearchIndex, text: str, paths: list[str]) -> None:
    found = resolve(index, text)
    assert [c.iri.removeprefix(BASE) for c in found.candidates] == paths
    assert {c.score for c in found.candidates} == {AMBIGUOUS}
    assert all("citations; this is" in c.reasons[-1] for c in found.candidates)
    assert found.notes == ()


def test_a_joint_within_a_citation_parts_nothing(index: SearchIndex) -> None:
    found = resolve(index, "Patent Law articles 3 and 5 and Trademark Law art. 5").candidates
    assert [c.pinpoint for c in found] == ["articles 3 and 5", "article 5"]


@given(
    st.text(max_size=120)
    | st.text(alphabet="II.1-2 of the 2009 plan, and art第条令号和年修正Patent Law()", max_size=120)
)
def test_any_text_is_resolved_or_not_in_time(index: SearchIndex, text: str) -> None:
    begun = time.monotonic()
    found = resolve(index, text)
    assert time.monotonic() - begun < 1.0
    assert [c.score for c in found.candidates] == sorted((c.score for c in found.candidates), reverse=True)
    assert not (found.candidates and found.suggestions)
