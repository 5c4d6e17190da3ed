"""graph/grounding.py: every fact of the register rests on a source, on quoted words, or on the plan that names the thing."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import RegisterError
from graph.grounding import CLASS_OF_TYPE, Reading, provisional_assertions, register_assertions
from graph.iris import ENTITY_PATHS
from graph.model import Ground
from graph.patterns import read_patterns
from graph.provenance import Assertion
from graph.quads import DataSet, assemble
from graph.vocab import BASE, ELI, IPR, RDF, SKOS
from tests.inventing import invent_measure, read_names


@pytest.fixture(scope="module")
def assertions(mini_dataset: DataSet) -> list[Assertion]:
    """The invented register's facts with their grounds."""
    return list(register_assertions(mini_dataset.register, mini_dataset.readings))


def grounds(assertions: list[Assertion], path: str, predicate: ox.NamedNode, value: str = "") -> tuple[Ground, ...]:
    """The grounds of the one fact."""
    node = ox.NamedNode(BASE + path)
    found = [a for a in assertions if a.triple.subject == node and a.triple.predicate == predicate]
    if value:
        found = [a for a in found if value in str(a.triple.object)]
    assert len(found) == 1
    return found[0].grounds


def spoil(root: Path, name: str, old: str, new: str) -> None:
    """Replace words of an entity file."""
    file = root / "entities" / f"{name}.ttl"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def quoted(dataset: DataSet, ground: Ground) -> str:
    """The words that a ground points at."""
    plan = next(r.plan for r in dataset.readings if r.plan.plan_id == ground.plan_id)
    assert ground.span is not None
    return ground.span.of(plan.text)


def test_a_source_becomes_a_ground_with_its_words_date_and_doubt(assertions: list[Assertion]) -> None:
    (ground,) = grounds(assertions, "law/trade-marks-act", ELI.first_date_entry_in_force)
    assert (ground.basis, ground.source) == ("curated", "https://example.org/arcadia/trade-marks-act/lawbook")
    assert (str(ground.confidence), ground.checked) == ("0.9", "2031-02-03")
    assert (ground.says, ground.note) == ("The act has been in force since June 2011.", "The lawbook gives no day.")


def test_a_quotation_becomes_a_ground_at_its_place(mini_dataset: DataSet, assertions: list[Assertion]) -> None:
    (ground,) = grounds(assertions, "law/trade-marks-rules", IPR.parentInstrument)
    assert (ground.basis, ground.rule) == ("stated", "quoted-words")
    assert quoted(mini_dataset, ground) == "the Implementation of the Trade Marks Act"


def test_a_label_rests_on_the_very_words_of_the_plan(mini_dataset: DataSet, assertions: list[Assertion]) -> None:
    (ground,) = grounds(assertions, "law/seeds-act", SKOS.prefLabel)
    assert (ground.rule, quoted(mini_dataset, ground)) == ("label-in-plan", "Farmers’ Seeds Act")
    assert str(ground.confidence) == "1"


def test_a_definition_rests_on_the_first_place_that_names_the_thing(
    mini_dataset: DataSet, assertions: list[Assertion]
) -> None:
    (ground,) = grounds(assertions, "law/seeds-act", SKOS.definition)
    assert (ground.basis, ground.rule) == ("curated", "described-from-plan")
    assert quoted(mini_dataset, ground) == "Farmers’ Seeds Act"


def test_what_a_thing_is_is_stated_where_it_is_named(assertions: list[Assertion]) -> None:
    (ground,) = grounds(assertions, "law/seeds-act", RDF.type)
    assert ground.basis == "stated"


def test_a_thing_that_no_plan_names_rests_on_its_sources(assertions: list[Assertion]) -> None:
    (ground,) = grounds(assertions, "jurisdiction/arcadia", SKOS.prefLabel)
    assert ground.source == "https://example.org/arcadia/arcadia/list"


def test_each_value_rests_on_its_own_ground(assertions: list[Assertion]) -> None:
    (words,) = grounds(assertions, "campaign/lantern", IPR.combats, "counterfeiting")
    (source,) = grounds(assertions, "campaign/lantern", IPR.combats, "piracy")
    assert words.span is not None
    assert source.source == "https://example.org/arcadia/lantern/pirates"


def test_every_fact_of_the_register_has_a_ground(mini_dataset: DataSet, assertions: list[Assertion]) -> None:
    facts = {f.triple for e in mini_dataset.register.entities for f in e.facts}
    assert {a.triple for a in assertions} == facts
    assert all(a.grounds for a in assertions)


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("law", '"the Implementation of', '"the Abolition of', "A.1.3 does not say 'the Abolition of"),
        (
            "law",
            "mini-2031/A-1-3",
            "mini-2031/A-9-9",
            "quotes https://w3id.org/iprgraph/plan/mini-2031/A-9-9, which no",
        ),
        ("law", "ipr:confidence 0.9", "ipr:confidence 1.9", "confidence 1.9 of lawbook is not between 0 and 1"),
        ("law", "ipr:confidence 0.9", "ipr:confidence 'NaN'", "confidence NaN of lawbook is not between 0 and 1"),
        ("law", "ipr:confidence 0.9", "ipr:confidence 'high'", "confidence 'high' of lawbook is no number"),
        ("programme", '"Project Lighthouse"', '"Project Unheard"', "has no ground, and no plan names the entity"),
    ],
)
def test_a_ground_that_does_not_hold_is_refused(mini_copy: Path, name: str, old: str, new: str, told: str) -> None:
    spoil(mini_copy, name, old, new)
    with pytest.raises(RegisterError) as caught:
        assemble(mini_copy)
    assert told in str(caught.value)
    assert str(caught.value).startswith(f"{mini_copy / 'entities' / name}.ttl:")
    assert caught.value.line
    assert caught.value.cure


def test_a_name_the_register_lacks_becomes_an_entity_with_a_note(mini_dataset: DataSet) -> None:
    found = list(provisional_assertions(mini_dataset.register, mini_dataset.readings))
    watch = ox.NamedNode(f"{BASE}campaign/campaign-harbour-watch")
    assert [(a.triple.predicate, str(a.triple.object)) for a in found if a.triple.subject == watch] == [
        (RDF.type, str(IPR.Campaign)),
        (SKOS.prefLabel, '"Campaign Harbour Watch"@en'),
        (SKOS.note, '"Named in a plan; not yet described in the register."@en'),
    ]


def test_a_plan_that_names_itself_makes_no_entity(mini_dataset: DataSet) -> None:
    found = provisional_assertions(mini_dataset.register, mini_dataset.readings)
    assert not [a for a in found if "/plan/" in str(a.triple.subject)]


def test_two_plans_that_use_one_new_name_make_one_entity(mini_dataset: DataSet) -> None:
    plans = [invent_measure("To formulate Regulations on Sea Trade.", plan_id=name) for name in ("one", "two")]
    readings = tuple(Reading(plan, tuple(read_names(plan, [], read_patterns("en")))) for plan in plans)
    assert len(list(provisional_assertions(mini_dataset.register, readings))) == 3


def test_every_type_has_a_class() -> None:
    assert set(CLASS_OF_TYPE) == set(ENTITY_PATHS)
