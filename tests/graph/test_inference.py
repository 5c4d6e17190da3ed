"""graph/inference.py: what follows from the ontology is written out, once, and apart."""

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from graph.inference import infer
from graph.quads import DataSet, read_ontology
from graph.vocab import BASE, ELI_DL, IPR, OWL, RDF, RDFS


def node(name: str) -> ox.NamedNode:
    """A thing of that name."""
    return ox.NamedNode(f"urn:{name}")


def triple(subject: str, predicate: str | ox.NamedNode, value: str) -> ox.Triple:
    """A triple of such things."""
    return ox.Triple(node(subject), predicate if isinstance(predicate, ox.NamedNode) else node(predicate), node(value))


AXIOMS = [
    triple("Cat", RDFS.subClassOf, "Beast"),
    triple("Beast", RDFS.subClassOf, "Thing"),
    triple("loves", RDFS.subPropertyOf, "knows"),
    triple("loves", OWL.inverseOf, "lovedBy"),
]


def test_superclasses_follow_all_the_way_up() -> None:
    assert infer([triple("tom", RDF.type, "Cat")], AXIOMS) == {
        triple("tom", RDF.type, "Beast"),
        triple("tom", RDF.type, "Thing"),
    }


def test_superproperties_and_inverses_follow() -> None:
    assert infer([triple("a", "loves", "b")], AXIOMS) == {triple("a", "knows", "b"), triple("b", "lovedBy", "a")}


def test_an_inverse_works_both_ways() -> None:
    assert triple("b", "loves", "a") in infer([triple("a", "lovedBy", "b")], AXIOMS)


def test_what_follows_from_what_follows_follows() -> None:
    assert triple("b", "knows", "a") in infer([triple("a", "lovedBy", "b")], AXIOMS)


def test_facts_are_never_among_what_follows() -> None:
    facts = [triple("a", "loves", "b"), triple("a", "knows", "b")]
    assert not infer(facts, AXIOMS) & set(facts)


def test_a_literal_has_no_inverse() -> None:
    fact = ox.Triple(node("a"), node("loves"), ox.Literal("b"))
    assert infer([fact], AXIOMS) == {ox.Triple(node("a"), node("knows"), ox.Literal("b"))}


def test_classes_in_a_circle_do_not_hang() -> None:
    circle = [triple("A", RDFS.subClassOf, "B"), triple("B", RDFS.subClassOf, "A")]
    assert infer([triple("x", RDF.type, "A")], circle) == {triple("x", RDF.type, "B")}


@given(st.sets(st.tuples(*[st.sampled_from(["a", "b", "c"])] * 2), max_size=6))
def test_inferring_again_adds_nothing(pairs: set[tuple[str, str]]) -> None:
    facts = {triple(a, "loves", b) for a, b in pairs}
    following = infer(facts, AXIOMS)
    assert infer(facts | following, AXIOMS) == set()


def test_every_measure_is_a_measure_and_mentions_what_it_does_something_to(mini_dataset: DataSet) -> None:
    inferred = next(t for g, t in mini_dataset.graphs.items() if g.value.endswith("/inferred"))
    measure = ox.NamedNode(f"{BASE}plan/mini-2031/A-1-1")
    assert ox.Triple(measure, RDF.type, IPR.Measure) in inferred
    assert ox.Triple(measure, IPR.mentions, ox.NamedNode(f"{BASE}law/trade-marks-act")) in inferred


def test_the_shipped_ontology_has_nothing_above_itself() -> None:
    above = infer([], read_ontology())
    assert above == set()


def test_a_campaign_that_an_outcome_found_executed_its_measure() -> None:
    outcome, campaign, measure = (ox.NamedNode(f"urn:{name}") for name in ("outcome", "campaign", "measure"))
    facts = [
        ox.Triple(campaign, RDF.type, IPR.Campaign),
        ox.Triple(outcome, IPR.assesses, measure),
        ox.Triple(outcome, IPR.resultedIn, campaign),
    ]
    assert ox.Triple(campaign, ELI_DL.executed, measure) in infer(facts, [])
