"""graph/text_layer.py: structure and words, from which the source comes back byte for byte."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.errors import ParseError
from graph.iris import graph_iri, measure_iri, text_iri
from graph.model import Plan
from graph.quads import DataSet
from graph.text_layer import KIND_CLASSES, area_kind, plans_in, rebuild_text, span_triples, text_triples
from graph.vocab import ELI, IPR, OA, RDF, SKOS
from tests.conftest import MINI, REAL
from tests.inventing import SMALL, invent_plan

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def store_of(plan: Plan) -> ox.Store:
    """A store with the plan's text layer and nothing else."""
    store = ox.Store()
    layer = graph_iri("text", plan.plan_id)
    store.extend(ox.Quad(t.subject, t.predicate, t.object, layer) for t in text_triples(plan))
    return store


def said(plan: Plan, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[str]:
    """What the layer says of the subject."""
    return [str(t.object) for t in text_triples(plan) if (t.subject, t.predicate) == (subject, predicate)]


def test_the_plan_of_2009_comes_back_byte_for_byte(real_plan: Plan) -> None:
    assert rebuild_text(store_of(real_plan), "cn-2009") == (REAL / "source.txt").read_bytes()


@pytest.mark.parametrize("name", ["mini-2031", "mini-zh"])
def test_an_invented_plan_comes_back_byte_for_byte(mini_dataset: DataSet, name: str) -> None:
    plan = next(r.plan for r in mini_dataset.readings if r.plan.plan_id == name)
    assert rebuild_text(store_of(plan), name) == (MINI / "plans" / name / "source.txt").read_bytes()


@given(st.lists(WORDS, min_size=1, max_size=4), st.sampled_from(["\n", "\r\n", " \n\n", "\u2028\n"]), st.booleans())
def test_any_plan_that_parses_comes_back_byte_for_byte(words: list[str], end: str, final: bool) -> None:
    lines = ["I. Laws", "1. Acts", *(f"1.{n} To {w}" for n, w in enumerate(words, 1))]
    text = end.join(lines) + (end if final else "")
    try:
        plan = invent_plan(text, continuation=True)
    except ParseError:
        return
    assert rebuild_text(store_of(plan), "invented") == text.encode("utf-8")


def test_an_unknown_plan_gives_nothing() -> None:
    assert rebuild_text(store_of(invent_plan(SMALL)), "other") == b""


def test_the_plans_of_a_store_are_known(mini_store: ox.Store) -> None:
    assert plans_in(mini_store) == ["mini-2031", "mini-zh"]


def test_a_measure_leads_upward_to_its_plan() -> None:
    plan = invent_plan(SMALL)
    base = "<https://w3id.org/iprgraph/plan/invented"
    assert said(plan, measure_iri("invented", "I.1.1"), IPR.partOf) == [f"{base}/I-1>"]
    assert said(plan, measure_iri("invented", "I"), IPR.partOf) == [f"{base}>"]
    assert said(plan, text_iri("invented", "I.1.1"), ELI.is_part_of) == [f"{base}/I-1/text>"]
    assert said(plan, text_iri("invented", "I"), ELI.is_part_of) == [f"{base}/expression/en>"]


def test_a_measure_has_its_words_and_an_area_its_heading() -> None:
    plan = invent_plan(SMALL)
    assert said(plan, measure_iri("invented", "I.1.1"), IPR.text) == ['"To revise the Act."@en']
    assert said(plan, measure_iri("invented", "I.1.1"), SKOS.prefLabel) == ['"Measure I.1.1"@en']
    assert said(plan, measure_iri("invented", "I"), SKOS.prefLabel) == ['"Laws"@en']


def test_the_number_of_the_text_is_as_printed() -> None:
    assert said(invent_plan(SMALL), text_iri("invented", "I.1.1"), ELI.number) == ['"1.1"']


def test_the_class_of_a_measure_follows_the_nearest_area_kind() -> None:
    plan = invent_plan(SMALL, area_kinds={"I": "legislation", "I.1": "campaigns", "II": "trials"})
    assert area_kind(plan, "I.1.1") == "campaigns"
    assert said(plan, measure_iri("invented", "I.1.1"), RDF.type) == [str(IPR.CampaignMeasure)]
    assert said(plan, measure_iri("invented", "II.1.1"), RDF.type) == [str(IPR.TrialMeasure)]


def test_a_measure_of_an_area_without_kind_is_just_a_measure() -> None:
    plan = invent_plan(SMALL)
    assert said(plan, measure_iri("invented", "I.1.1"), RDF.type) == [str(IPR.Measure)]
    assert said(plan, measure_iri("invented", "I.1.1"), IPR.areaKind) == []


def test_area_one_is_not_taken_for_area_eleven() -> None:
    plan = invent_plan(SMALL, area_kinds={"I": "legislation"})
    assert area_kind(plan, "II.1") == ""


def test_every_area_kind_has_a_class() -> None:
    assert len(set(KIND_CLASSES.values())) == len(KIND_CLASSES) == 10


def test_a_span_quotes_what_stands_before_and_after() -> None:
    plan = invent_plan(SMALL)
    span = plan.measures()[0].span
    found = {t.predicate: t.object for t in span_triples(plan, span) if isinstance(t.object, ox.Literal)}
    assert found[OA.exact] == ox.Literal("To revise the Act.")
    assert found[OA.prefix] == ox.Literal("I. Laws\n1. Acts\n1.1 ")
    assert found[OA.suffix] == ox.Literal(SMALL[span.end : span.end + 32])


def test_the_first_span_has_no_prefix() -> None:
    plan = invent_plan(SMALL)
    assert not [t for t in span_triples(plan, plan.parts[0].span) if t.predicate == OA.prefix]


def test_places_are_code_points_not_bytes() -> None:
    plan = invent_plan(SMALL.replace("Laws", "Lâws 𝔏"))
    span = plan.measures()[0].span
    assert plan.text[span.start : span.end] == "To revise the Act."
