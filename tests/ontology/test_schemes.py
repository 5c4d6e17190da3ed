"""The schemes hold the concepts that the design promises, and each trigger word belongs to one act."""

from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from graph.vocab import BASE, RDF, SCHEMES, SKOS, concept, scheme

FOLDER = Path(__file__).resolve().parents[2] / "ontology" / "schemes"
FILES = sorted(FOLDER.glob("*.ttl"))
LANGUAGES = ["en", "zh-hans"]
PROMISED = {
    "right": """patent trademark copyright plant-variety geographical-indication trade-secret traditional-knowledge
        genetic-resources unfair-competition special-symbols general""",
    "act": """draft formulate revise promulgate publish research implement launch host train build cooperate supervise
        enforce publicize improve coordinate protect select participate""",
    "instrument-kind": """law administrative-regulation departmental-rules judicial-interpretation judicial-document
        normative-document treaty bilateral plan standard unspecified""",
    "outcome-status": "done-in-plan-year done-later done-before done partly not-found unknown",
    "basis": "stated proposed curated inferred",
    "area-kind": """legislation enforcement campaigns trials institutional-building publicity training international
        corporate services""",
    "existence": "in-force repealed draft never-adopted unknown",
    "part-kind": "introduction area section measure submeasure",
    "facet": "area right act agency law jurisdiction outcome kind",
}


@cache
def triples(name: str) -> tuple[Triple, ...]:
    """The triples of a scheme's file."""
    return tuple(q.triple for q in parse(path=str(FOLDER / f"{name}.ttl"), format=RdfFormat.TURTLE))


def concepts(name: str) -> list[NamedNode]:
    """The concepts of a scheme, sorted."""
    found = {t.subject for t in triples(name) if t.predicate == RDF.type and t.object == SKOS.Concept}
    return sorted((n for n in found if isinstance(n, NamedNode)), key=lambda n: n.value)


def values(name: str, subject: NamedNode, predicate: NamedNode) -> list[object]:
    """The objects of a subject and predicate in a scheme."""
    return [t.object for t in triples(name) if t.subject == subject and t.predicate == predicate]


def tags(found: list[object]) -> list[str]:
    """The language tags, sorted."""
    return sorted(str(v.language) for v in found if isinstance(v, Literal))


def words(name: str, node: NamedNode) -> set[str]:
    """The English words by which a text names a concept, in lower case."""
    found = values(name, node, SKOS.altLabel) + values(name, node, SKOS.hiddenLabel)
    return {v.value.lower() for v in found if isinstance(v, Literal) and v.language == "en"}


def test_there_is_one_file_for_each_scheme() -> None:
    assert {f.stem for f in FILES} == SCHEMES


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_a_scheme_is_named_and_defined_in_both_languages(name: str) -> None:
    node = scheme(name)
    assert (Triple(node, RDF.type, SKOS.ConceptScheme)) in triples(name)
    assert tags(values(name, node, SKOS.prefLabel)) == LANGUAGES
    assert tags(values(name, node, SKOS.definition)) == LANGUAGES


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_each_concept_is_named_defined_and_placed(name: str) -> None:
    for node in concepts(name):
        assert node.value.startswith(f"{BASE}scheme/{name}/"), node
        assert tags(values(name, node, SKOS.prefLabel)) == LANGUAGES, node
        assert tags(values(name, node, SKOS.definition)) in (["en"], LANGUAGES), node
        assert values(name, node, SKOS.inScheme) == [scheme(name)], node
        assert values(name, node, SKOS.notation) == [Literal(node.value.rpartition("/")[2])], node


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_a_concept_is_either_on_top_or_below_one_of_its_scheme(name: str) -> None:
    for node in concepts(name):
        top = values(name, node, SKOS.topConceptOf)
        above = values(name, node, SKOS.broader)
        assert (top, len(above)) in (([scheme(name)], 0), ([], 1)), node
        assert set(above) <= set(concepts(name)), node


@pytest.mark.parametrize("name", sorted(SCHEMES))
def test_no_two_concepts_share_a_preferred_label(name: str) -> None:
    labels = [v for node in concepts(name) for v in values(name, node, SKOS.prefLabel)]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("name", sorted(PROMISED))
def test_the_promised_concepts_are_there(name: str) -> None:
    assert {concept(name, c) for c in PROMISED[name].split()} <= set(concepts(name))


def test_the_rights_on_top_are_those_of_the_design() -> None:
    top = {n for n in concepts("right") if values("right", n, SKOS.topConceptOf)}
    assert top == {concept("right", c) for c in PROMISED["right"].split()}


@pytest.mark.parametrize("name", ["act", "pace", "audience", "right", "offence"])
def test_a_word_belongs_to_one_concept_of_a_scheme(name: str) -> None:
    owners: dict[str, NamedNode] = {}
    for node in concepts(name):
        for word in words(name, node):
            assert owners.setdefault(word, node) == node, word


def test_every_act_has_words_that_announce_it() -> None:
    for node in concepts("act"):
        assert words("act", node), node


@pytest.mark.parametrize(
    ("act", "word"),
    [
        ("draft", "drafting"),
        ("revise", "amendment"),
        ("promulgate", "promulgation"),
        ("implement", "carry out"),
        ("train", "carry out training"),
        ("host", "convene"),
        ("research", "conduct research"),
    ],
)
def test_a_plans_word_announces_its_act(act: str, word: str) -> None:
    assert word in words("act", concept("act", act))
