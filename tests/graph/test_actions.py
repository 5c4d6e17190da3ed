"""graph/actions.py: what real sentences do to the things that they name."""

from pathlib import Path

import pytest

from graph.actions import Doing, find_acts, find_doings, rule_doings
from graph.errors import SourceError
from graph.lexicon import Lexicon, read_lexicon
from graph.model import Part, Plan
from graph.register import Entity
from graph.resources import ontology_dir
from graph.rulings import Ruling, Rulings
from tests.inventing import invent_entity, invent_measure, invent_plan, read_names

PRC = "of the People’s Republic of China"

# Number of the measure, the names in it (type and words), and what it does to each, in order of the text.
SENTENCES = [
    ("I.1.1", [("law", f"Implementing Rules of the Patent Law {PRC}")], [{"revises"}]),
    ("I.1.4", [("law", "Provisional Rules on Patent Related National Standards")], [{"promulgates"}]),
    ("I.1.5", [("law", "Guidelines on Patent Examination Standards")], [{"promulgates"}]),
    (
        "I.2.1",
        [("law", f"Trademark Law {PRC}"), ("law", "its Implementation Regulations")],
        [{"revises"}, {"revises"}],
    ),
    ("I.2.2", [("law", "Regulations on Trademark Agency")], [{"researches", "formulates"}]),
    (
        "I.2.4",
        [
            ("law", "Regulations on the Copyright Protection of Folklore"),
            ("law", "Administrative Measures for Voluntary Registration of Works"),
            ("law", "Reward Rules for Legal Licensing of Textbooks"),
        ],
        [{"revises", "formulates", "implements"}] * 3,
    ),
    ("I.3.2", [("law", f"Law against Unfair Competition {PRC}")], [{"revises"}]),
    ("I.3.6", [("law", "China Biodiversity Conservation Strategy and Action Plan")], [{"formulates"}]),
    ("I.3.8", [("law", f"Regulations {PRC} on the Protection of New Varieties of Plants")], [{"researches"}]),
    ("I.3.12", [("law", "Policies on the Promotion of Industrialization")], [{"implements"}]),
    ("I.3.14", [("law", "Regulations on the Administration of Human Genetic Resources")], [{"drafts"}]),
    ("II.1.2", [("campaign", "Campaign Thunderstorm")], [{"launches"}]),
    ("II.2.4", [("law", "Regulation on the Protection of World Exposition Symbols")], [{"refersTo"}]),
    ("II.2.5", [("law", "Provisional Measures on Rewards for the Report")], [{"implements"}]),
    (
        "III.6",
        [("event", "second symposium for nationwide courts on trial of patent cases"), ("law", "revised patent law")],
        [{"hosts"}, {"refersTo"}],
    ),
    (
        "IV.1.8",
        [("law", "Guidelines on the Handling of IP Infringement Criminal Cases")],
        [{"formulates", "implements"}],
    ),
    ("IV.1.9", [("law", "Notice on Building Coordination Mechanism")], [{"refersTo"}]),
    (
        "V.2.4",
        [
            ("event", "2009 China Trademark Festival"),
            ("publication", "Report on the Development of Trademark Strategy"),
        ],
        [{"hosts"}, {"issues"}],
    ),
    ("V.3.5", [("publication", "White Paper on IPR Protection in China")], [{"issues"}]),
    ("VI.2.5", [("law", "Rules for the Training of Civil Servants (Provisional)")], [{"refersTo"}]),
    (
        "VII.2.1",
        [("international-body", "WIPO"), ("event", "Inter-regional High-level Forum on Intellectual Property")],
        [{"involves"}, {"hosts"}],
    ),
    (
        "VII.2.10",
        [
            ("law", "Sino-US Customs Memorandum on Strengthening Cooperation in IPR Enforcement"),
            ("law", "Action Plan on IP Protection among China, Japan and Korea Customs"),
            ("law", "Action Plan on IP Protection between China and EU Customs"),
        ],
        [{"implements"}] * 3,
    ),
    ("VII.2.11", [("law", "Convention on Biological Diversity")], [{"refersTo"}]),
    ("VIII.2", [("law", "Circular on Strengthening IPR Protection of Chinese Enterprises")], [{"refersTo"}]),
    (
        "IX.1.2",
        [
            ("system", "China Patent Electronic Examination System"),
            ("system", "China Patent Search and Service System"),
        ],
        [{"builds"}, {"builds"}],
    ),
]
ACT = invent_entity("law", "act", "Trade Act")


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    """The shipped act words in English."""
    return read_lexicon(ontology_dir() / "schemes" / "act.ttl", "en")


def doings(plan: Plan, number: str, entities: list[Entity], lexicon: Lexicon) -> list[Doing]:
    """What the part does to those entities."""
    part = part_of(plan, number)
    found = [m for m in read_names(plan, entities) if m.part is part]
    return find_doings(plan, part, found, lexicon)


def part_of(plan: Plan, number: str) -> Part:
    """The part of that number."""
    return next(p for p in plan.numbered() if p.number == number)


def done(words: str, lexicon: Lexicon, *entities: Entity) -> list[tuple[str, str]]:
    """Property and words for each thing named in a measure of these words."""
    plan = invent_measure(words)
    return [
        (d.property, d.mention.span.of(plan.text)) for d in doings(plan, "I.1.1", list(entities or (ACT,)), lexicon)
    ]


@pytest.mark.parametrize(("number", "names", "expected"), SENTENCES, ids=[s[0] for s in SENTENCES])
def test_a_real_sentence_is_understood(
    real_plan: Plan, lexicon: Lexicon, number: str, names: list[tuple[str, str]], expected: list[set[str]]
) -> None:
    entities = [invent_entity(kind, f"e{i}", name) for i, (kind, name) in enumerate(names)]
    found: dict[str, set[str]] = {e.iri.value: set() for e in entities}
    for doing in doings(real_plan, number, entities, lexicon):
        found[doing.mention.entity].add(doing.property)
    assert list(found.values()) == expected


@pytest.mark.parametrize(
    ("number", "acts"),
    [
        ("I.1.1", ["revise"]),
        ("I.2.2", ["research", "formulate"]),
        ("IV.1.8", ["formulate", "implement"]),
        ("V.3.1", ["host"]),
    ],
)
def test_a_measure_has_its_acts_in_order(real_plan: Plan, lexicon: Lexicon, number: str, acts: list[str]) -> None:
    found = find_acts(real_plan, part_of(real_plan, number), [], lexicon)
    assert [a.concept for a in found][: len(acts)] == acts


def test_an_act_is_found_once_at_its_first_words(lexicon: Lexicon) -> None:
    plan = invent_measure("To revise the Trade Act, and to revise it again.")
    acts = find_acts(plan, part_of(plan, "I.1.1"), [], lexicon)
    assert [(a.concept, a.span.of(plan.text)) for a in acts] == [("revise", "revise")]


def test_a_word_inside_a_name_is_no_act(lexicon: Lexicon) -> None:
    plan = invent_measure("To host the Revision Fair.")
    part = part_of(plan, "I.1.1")
    named = read_names(plan, [invent_entity("event", "fair", "Revision Fair")])
    assert [a.concept for a in find_acts(plan, part, named, lexicon)] == ["host"]


def test_headings_only_mention(lexicon: Lexicon) -> None:
    plan = invent_plan("I. To revise the Trade Act\n1. Acts\n1.1 To act.\n")
    assert [d.property for d in doings(plan, "I", [ACT], lexicon)] == ["mentions"]


def test_the_words_of_a_doing_run_from_the_act_to_the_name(lexicon: Lexicon) -> None:
    plan = invent_measure("To quickly revise the old Trade Act now.")
    assert [d.span.of(plan.text) for d in doings(plan, "I.1.1", [ACT], lexicon)] == ["revise the old Trade Act"]


@pytest.mark.parametrize(
    "words",
    ["according to the", "in accordance with the", "pursuant to the revised", "under the", "on the basis of"],
)
def test_a_name_after_words_of_reference_is_only_referred_to(lexicon: Lexicon, words: str) -> None:
    assert done(f"To revise the fees {words} Trade Act.", lexicon) == [("refersTo", "Trade Act")]


def test_an_act_of_an_earlier_clause_does_not_govern(lexicon: Lexicon) -> None:
    assert done("To revise the fees, and to praise the Trade Act.", lexicon) == [("refersTo", "Trade Act")]


def test_names_joined_by_and_share_their_acts(lexicon: Lexicon) -> None:
    rules = invent_entity("law", "rules", "Fair Rules")
    assert done("To revise the Trade Act, and the Fair Rules.", lexicon, ACT, rules) == [
        ("revises", "Trade Act"),
        ("revises", "Fair Rules"),
    ]


def test_a_nested_law_is_only_mentioned(lexicon: Lexicon) -> None:
    fair = invent_entity("event", "fair", "Fair of the Trade Act")
    assert done("To host the Fair of the Trade Act.", lexicon, ACT, fair) == [
        ("hosts", "Fair of the Trade Act"),
        ("mentions", "Trade Act"),
    ]


@pytest.mark.parametrize(
    ("kind", "property_"),
    [("agency", "involves"), ("international-body", "involves"), ("jurisdiction", "concernsJurisdiction")],
)
def test_bodies_and_countries_need_no_act(lexicon: Lexicon, kind: str, property_: str) -> None:
    thing = invent_entity(kind, "thing", "Great Thing")
    assert done("The Great Thing sleeps.", lexicon, thing) == [(property_, "Great Thing")]


@pytest.mark.parametrize("kind", ["event", "publication", "programme", "system"])
def test_things_without_an_act_are_only_mentioned(lexicon: Lexicon, kind: str) -> None:
    thing = invent_entity(kind, "thing", "Great Thing")
    assert done("The Great Thing sleeps.", lexicon, thing) == [("mentions", "Great Thing")]


def settled(entity: str, words: str, lexicon: Lexicon) -> list[tuple[str, str, str]]:
    """Property, words and rule where a ruling says what the measure does to the act."""
    plan = invent_measure("To publicize how towns carry out the Trade Act.")
    ruling = Ruling("I.1.1", "", words, entity, "Because.", Path("decisions.toml"), "refersTo")
    read = doings(plan, "I.1.1", [ACT], lexicon)
    after = rule_doings(plan, part_of(plan, "I.1.1"), read, Rulings(relations=(ruling,)))
    return [(d.property, d.span.of(plan.text), d.rule) for d in after]


def test_a_ruling_takes_the_place_of_what_the_rules_read(lexicon: Lexicon) -> None:
    assert settled("law/act", "carry out the Trade Act", lexicon) == [("refersTo", "carry out the Trade Act", "ruling")]


def test_a_ruling_on_a_thing_that_is_not_named_is_refused(lexicon: Lexicon) -> None:
    with pytest.raises(SourceError, match="does not name 'law/other'"):
        settled("law/other", "Trade Act", lexicon)


def test_research_for_the_sake_of_an_act_is_only_research(lexicon: Lexicon) -> None:
    plan = invent_measure("To carry out research for the amendment of the Trade Act.")
    acts = find_acts(plan, part_of(plan, "I.1.1"), read_names(plan, [ACT]), lexicon)
    assert [a.concept for a in acts] == ["research"]
