"""graph/matching.py: how sure it is that two things are the same, and on which grounds."""

import pytest

from graph.foreign import UNTOLD, ForeignRow
from graph.matching import CLOSE, EXACT, RELATED, UNCERTAIN, match_row, type_of_cell, type_of_title
from graph.titles import read_title
from tests.linking import best, foreign, path, real_index

SURE = 0.86


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Patent Law of the People's Republic of China", "law/patent-law"),
        ("中華人民共和國商標法", "law/trademark-law"),
        ("State Inetllectual Property Office of the P.R.C.", "agency/sipo"),
        ("Ministry of Commerce (MOFCOM)", "agency/mofcom"),
        ("World Intellectual Property Organisation", "body/wipo"),
        ("Rules for the Implementation of the Patent Law of the PRC", "law/patent-law-implementing-regulations"),
    ],
)
def test_another_spelling_is_surely_the_same(name: str, slug: str) -> None:
    found = best(name)
    assert (path(found.iri), found.predicate) == (slug, EXACT)
    assert found.score >= SURE


@pytest.mark.parametrize(
    "name",
    [
        "Patent Law of Japan", "日本专利法", "Taiwan Patent Act", "北京市知识产权局", "泉州市专利代理条例", "Beijing Intellectual Property Office",
        "Implementing Regulations of the Anti-Monopoly Law", "著作权法实施条例", "Trademark Law (Draft for Comments)",
        "中华人民共和国商标法修订草案", "全国人大常委会关于修改《中华人民共和国商标法》的决定", "Contract Law of the People's Republic of China",
        "2010 China Trademark Festival", "Patent Law Handbook", "中华人民共和国专利法释义",
        "最高人民法院关于审理侵犯专利权纠纷案件应用法律若干问题的解释（二）", "Measures for Administration of Patent Agency", "Patent Law Treaty",
    ],
)  # fmt: skip
def test_a_namesake_is_never_surely_the_same(name: str) -> None:
    assert all(m.score < SURE for m in match_row(real_index(), foreign(name)))


@pytest.mark.parametrize("place", ["Japan", "JP", "Russian Federation", "Guangdong", "Atlantis"])
def test_the_law_of_another_place_is_another_law(place: str) -> None:
    assert best("Patent Law", place=place).score < 0.58


def test_the_same_country_makes_it_surer() -> None:
    assert best("SPP").score < SURE <= best("SPP", place="China").score


def test_the_score_is_the_sum_of_what_is_shown() -> None:
    found = best("Patent Law of China (1992 Amendment)", place="CN", kind="law")
    assert found.score == pytest.approx(sum(f.share for f in found.features), abs=0.002) or found.score == UNCERTAIN
    for feature in found.features:
        assert feature.name in found.reason
        assert f"{feature.share:+.2f}" in found.reason


def test_a_later_text_is_never_the_same_as_the_law() -> None:
    assert best("Patent Law", date="2020-10-17").predicate == CLOSE
    assert best("Patent Law of China (1992 Amendment)").predicate == CLOSE
    assert path(best("Patent Law (2008 Amendment)", date="2008-12-27").iri) == "law/patent-law/2008-12-27"


def test_a_draft_and_what_amends_are_related_only() -> None:
    assert best("Trademark Law (Draft)").predicate == RELATED
    decision = match_row(real_index(), foreign("Decision on Amending the Trademark Law"))
    assert {m.predicate for m in decision if path(m.iri) == "law/trademark-law"} <= {RELATED}


def test_a_second_name_speaks_for_the_thing_or_against_it() -> None:
    alone = best("Trademark Act").score
    assert best("Trademark Act", "中华人民共和国商标法").score > alone
    assert best("Trademark Act", "海上交通安全法").score < SURE


def test_two_things_of_one_name_are_both_for_review_unless_the_type_tells() -> None:
    both = match_row(real_index(), foreign("European Union"))
    assert {path(m.iri) for m in both} >= {"body/eu", "jurisdiction/eu"}
    assert all(m.score <= UNCERTAIN for m in both)
    assert path(best("European Union", kind="country").iri) == "jurisdiction/eu"
    assert best("European Union", kind="country").score >= SURE


def test_a_telling_word_more_or_less_is_for_review_whatever_else_agrees() -> None:
    found = best(
        "Annual Report of the People's Court on Intellectual Property Cases (2008)", place="China", kind="report"
    )
    assert found.score == UNCERTAIN


def test_a_name_that_many_countries_use_is_for_review_where_none_is_told() -> None:
    assert best("Patent Law").score == best("Patent Law", place=UNTOLD).score == UNCERTAIN
    assert best("Ministry of Commerce").score == UNCERTAIN
    assert best("Patent Law of the PRC", place=UNTOLD).score >= SURE
    assert best("Patent Law", place="China").score >= SURE
    assert best("Patent Law", date="1984-03-12").score >= SURE
    assert best("Patent Law", "专利法").score >= SURE
    assert best("专利法").score >= SURE


def test_a_name_that_is_known_by_its_length_needs_a_country_only_where_others_have_one() -> None:
    name = "Implementing Regulations of the Trademark Law"
    assert best(name).score >= SURE
    assert best(name, place=UNTOLD).score == UNCERTAIN
    assert best("World Trade Organization", place=UNTOLD).score >= SURE


def test_a_title_that_goes_on_is_for_review() -> None:
    assert best("Trademark Law of the People's Republic of China :").score == UNCERTAIN


def test_an_article_is_not_the_law_whose_name_is_its_title() -> None:
    for kind in ("article", "Journal article", "thesis", "期刊论文", "Buch"):
        assert best("Patent Law of the People's Republic of China", kind=kind).score < SURE


def test_of_two_names_that_are_equally_alike_that_with_the_same_number_counts() -> None:
    assert all(f.name != "number" for f in best("3rd China Trademark Festival", date="2009", kind="event").features)


def test_a_law_in_traditional_characters_may_be_that_of_taiwan() -> None:
    assert best("專利法").score == UNCERTAIN
    assert best("專利法", place="China").score >= SURE


def test_other_names_speak_for_a_thing_and_never_against_it() -> None:
    alone = best("European Union", kind="country")
    row = ForeignRow(1, "", ("European Union",), type="country", aliases=("EU, Old Continent", "欧盟"))
    with_others = match_row(real_index(), row)[0]
    assert with_others.iri == alone.iri
    assert with_others.score == pytest.approx(min(0.99, alone.score + 0.03))


def test_a_name_that_an_acronym_belies_is_for_review() -> None:
    row = ForeignRow(1, "", ("World Tourism Organization",), aliases=("WTO",))
    assert all(m.score < SURE for m in match_row(real_index(), row))


def test_an_abbreviation_of_our_name_does_not_speak_against_it() -> None:
    assert best("European Union", "欧盟", kind="country").score >= SURE


def test_identifiers_that_are_linked_decide() -> None:
    row = foreign("State Intellectual Property Office", row_id="http://www.wikidata.org/entity/Q985999")
    assert any(f.name == "identifier" for f in match_row(real_index(), row)[0].features)
    other = foreign("State Intellectual Property Office", row_id="http://www.wikidata.org/entity/Q1", place="China")
    assert match_row(real_index(), other)[0].score == UNCERTAIN


def test_an_identifier_finds_what_the_name_would_not() -> None:
    found = match_row(real_index(), foreign("Patent bureau", row_id="Q985999", place="China"))
    assert path(found[0].iri) in ("agency/sipo", "agency/cnipa")


def test_a_notice_that_issues_a_text_is_related_to_it_and_for_review() -> None:
    for name in (
        "最高人民法院、最高人民检察院、公安部印发《关于办理侵犯知识产权刑事案件适用法律若干问题的意见》的通知",
        "国务院关于印发国家知识产权战略纲要的通知",
    ):
        assert best(name).predicate == RELATED
        assert 0.58 <= best(name).score <= UNCERTAIN


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Chinese Taipei", "jurisdiction/taiwan"), ("Korea, Republic of", "jurisdiction/korea"), ("Beijing Municipality", "jurisdiction/beijing")],
)  # fmt: skip
def test_places_are_found_by_all_their_names(name: str, slug: str) -> None:
    assert path(best(name, kind="country").iri) == slug
    assert best(name, kind="country").score >= SURE


def test_short_acronyms_are_less_sure_than_long_ones() -> None:
    assert best("ISO").score < best("WIPO").score


@pytest.mark.parametrize(
    ("cell", "kind"),
    [("law", "law"), ("Laws", "law"), ("Administrative regulation", "law"), ("行政法规", "law"), ("ministry", "agency"),
     ("International organization", "international-body"), ("country", "jurisdiction"), ("teapot", "")],
)  # fmt: skip
def test_a_type_column_is_understood(cell: str, kind: str) -> None:
    assert type_of_cell(cell) == kind


def test_a_name_may_sound_like_a_type() -> None:
    assert type_of_title(read_title("Patent Law")) == "law"
    assert type_of_title(read_title("Lighthouse")) == ""
