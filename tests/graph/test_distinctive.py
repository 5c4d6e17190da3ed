"""Names that are nobody else's, and names that things of other states have too."""

import pytest

from graph.base import BASE
from graph.distinctive import is_distinctive
from graph.names import Name


def named(text: str, kind: str, role: str = "preferred") -> Name:
    return Name(f"{BASE}{kind}/x", kind, text, "en", role)


@pytest.mark.parametrize(
    ("text", "role", "distinctive"),
    [
        ("Ministry of Health", "preferred", False),
        ("Ministry of Agriculture and Rural Affairs", "preferred", False),
        ("Supreme People's Court", "preferred", False),
        ("State Intellectual Property Office", "preferred", True),
        ("国家知识产权局", "preferred", True),
        ("财政部", "preferred", False),
        ("Standardization Administration of China", "preferred", True),
        ("General Administration of Quality Supervision, Inspection and Quarantine", "preferred", True),
        ("MOH", "acronym", False),
        ("SIPO", "acronym", False),
        ("AQSIQ", "acronym", True),
    ],
)
def test_an_agency_that_other_states_may_have_is_not_known_by_its_name(text: str, role: str, distinctive: bool) -> None:
    assert is_distinctive(named(text, "agency", role), text) is distinctive


@pytest.mark.parametrize(
    ("text", "distinctive"),
    [
        ("Patent Law", False),
        ("专利法", False),
        ("Regulations for the Implementation of the Patent Law", False),
        ("Patent Law of the People's Republic of China", True),
        ("中华人民共和国专利法", True),
        ("Regulations on Customs Protection of Intellectual Property Rights", True),
    ],
)
def test_a_law_is_known_by_its_country_or_by_much_that_is_said(text: str, distinctive: bool) -> None:
    assert is_distinctive(named(text, "law"), text) is distinctive


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Japan", "jurisdiction"),
        ("北京", "jurisdiction"),
        ("World Trade Organization", "body"),
        ("Campaign Thunderstorm", "campaign"),
        ("2009 medical IP forum", "event"),
    ],
)
def test_places_bodies_campaigns_and_the_like_need_no_country(text: str, kind: str) -> None:
    assert is_distinctive(named(text, kind), text)


def test_a_treaty_is_no_states_own() -> None:
    assert is_distinctive(named("TRIPS Agreement", "law"), "TRIPS Agreement", of_treaty=True)
    assert not is_distinctive(named("TRIPS Agreement", "law"), "TRIPS Agreement")


@pytest.mark.parametrize(("text", "kind"), [("IP museum", "system"), ("Folklore", "concept"), ("Patent", "concept")])
def test_a_word_for_many_things_is_no_name_of_one(text: str, kind: str) -> None:
    assert not is_distinctive(named(text, kind), text)


def test_with_its_type_a_part_of_a_plan_or_a_concept_is_known() -> None:
    assert is_distinctive(named("Folklore", "concept"), "Folklore", with_type=True)
    assert is_distinctive(named("II.1.2", "measure", "number"), "II.1.2", with_type=True)
    assert not is_distinctive(named("II.1.2", "measure", "number"), "II.1.2")
    assert not is_distinctive(named("Ministry of Health", "agency"), "Ministry of Health", with_type=True)


def test_a_short_acronym_needs_its_type_or_a_kind_that_states_do_not_have() -> None:
    assert is_distinctive(named("SIPO", "agency", "acronym"), "SIPO", with_type=True)
    assert is_distinctive(named("WIPO", "body", "acronym"), "WIPO")
    assert not is_distinctive(named("WTO", "body", "acronym"), "WTO")


@pytest.mark.parametrize(
    ("text", "distinctive"),
    [
        ("US", False),
        ("Q42", False),
        ("Q177773", True),
        ("State Council Order No. 569", True),
        ("https://www.wikidata.org/entity/Q42", True),
        ("law/x", True),
        ("123456", False),
    ],
)
def test_an_identifier_is_known_if_it_cannot_be_another_code(text: str, distinctive: bool) -> None:
    assert is_distinctive(named(text, "law", "identifier"), text) is distinctive


def test_the_beginning_of_a_chinese_name_is_not_the_name() -> None:
    assert not is_distinctive(named("国家知识产权局", "agency"), "国家知识产权")
