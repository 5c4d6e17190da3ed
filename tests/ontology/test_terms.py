"""Every term of the ontology is named and defined, points only at terms that exist, and is in the context."""

import json
from functools import cache
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from graph.vocab import CV, DCT, ELI, ELI_DL, IPR, OA, ORG, OWL, PREFIXES, QB, RDF, RDFS, SCHEMA, SKOS, XSD

ROOT = Path(__file__).resolve().parents[2]
ONTOLOGY = ROOT / "ontology" / "iprgraph.ttl"
ALIGNMENTS = ROOT / "ontology" / "alignments.ttl"
CONTEXT = ROOT / "ontology" / "context.jsonld"
SELF = NamedNode("https://w3id.org/iprgraph/ontology")
LANGUAGES = ["en", "zh-hans"]
REUSED = (CV, DCT, ELI, ELI_DL, OA, ORG, QB, RDF, RDFS, SCHEMA, XSD)


@cache
def triples(file: Path) -> tuple[Triple, ...]:
    """The triples of a Turtle file in file order."""
    return tuple(q.triple for q in parse(path=str(file), format=RdfFormat.TURTLE))


def terms(*classes: NamedNode) -> list[NamedNode]:
    """Our terms of these OWL classes, sorted."""
    found = {t.subject for t in triples(ONTOLOGY) if t.predicate == RDF.type and t.object in classes}
    return sorted((n for n in found if isinstance(n, NamedNode)), key=lambda n: n.value)


def classes() -> list[NamedNode]:
    """Our classes."""
    return terms(OWL.Class)


def properties() -> list[NamedNode]:
    """Our properties."""
    return terms(OWL.ObjectProperty, OWL.DatatypeProperty)


def values(subject: NamedNode, predicate: NamedNode, file: Path = ONTOLOGY) -> list[object]:
    """The objects of a subject and predicate."""
    return [t.object for t in triples(file) if t.subject == subject and t.predicate == predicate]


def named(nodes: list[NamedNode]) -> list[object]:
    """The terms as parameters that are called by their local name in reports."""
    return [pytest.param(n, id=n.value.removeprefix(str(IPR))) for n in nodes]


def known(node: NamedNode) -> bool:
    """Whether a term is one of ours or a listed one of a standard."""
    return any(node.value.removeprefix(str(ns)) in ns for ns in (IPR, *REUSED) if node.value.startswith(str(ns)))


@pytest.mark.parametrize("term", named(classes() + properties()))
def test_a_term_is_named_and_defined_in_both_languages(term: NamedNode) -> None:
    for predicate in (RDFS.label, SKOS.definition):
        found = [v.language for v in values(term, predicate) if isinstance(v, Literal)]
        assert sorted(str(f) for f in found) == LANGUAGES, predicate
    assert values(term, RDFS.isDefinedBy) == [SELF]


def test_scope_notes_are_in_both_languages_or_absent() -> None:
    for term in classes() + properties():
        notes = [v.language for v in values(term, SKOS.scopeNote) if isinstance(v, Literal)]
        assert sorted(str(n) for n in notes) in ([], LANGUAGES), term


def test_definitions_are_sentences_and_none_is_used_twice() -> None:
    found = [v.value for t in classes() + properties() for v in values(t, SKOS.definition) if isinstance(v, Literal)]
    assert len(found) == len(set(found))
    assert all(v.endswith((".", "。")) for v in found)


def test_no_file_of_the_ontology_has_a_blank_node() -> None:
    for file in (ONTOLOGY, ALIGNMENTS, *sorted((ROOT / "ontology" / "schemes").glob("*.ttl"))):
        for triple in triples(file):
            assert not isinstance(triple.subject, BlankNode), file
            assert not isinstance(triple.object, BlankNode), file


def test_nothing_is_imported() -> None:
    assert not [t for t in triples(ONTOLOGY) if t.predicate.value == "http://www.w3.org/2002/07/owl#imports"]


def test_domains_ranges_and_hierarchies_name_terms_that_exist() -> None:
    links = (RDFS.domain, RDFS.range, RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf)
    for triple in triples(ONTOLOGY):
        if triple.predicate in links or triple.predicate == RDF.type:
            assert isinstance(triple.object, NamedNode)
            if triple.predicate in links:
                assert known(triple.object) or triple.object == SKOS.Concept, triple


def test_domains_and_ranges_are_stated_of_our_own_terms_only() -> None:
    for file in (ONTOLOGY, ALIGNMENTS):
        for triple in triples(file):
            if triple.predicate in (RDFS.domain, RDFS.range):
                assert isinstance(triple.subject, NamedNode)
                assert triple.subject.value.startswith(str(IPR)), triple


def test_alignments_tie_a_term_of_ours_to_a_known_term_of_a_standard() -> None:
    allowed = (RDFS.subClassOf, RDFS.subPropertyOf, SKOS.closeMatch)
    for triple in triples(ALIGNMENTS):
        assert triple.predicate in allowed, triple
        assert triple.subject in classes() + properties(), triple
        assert isinstance(triple.object, NamedNode)
        assert known(triple.object), triple
        assert not triple.object.value.startswith(str(IPR)), triple


def test_inverses_are_stated_both_ways() -> None:
    pairs = {(t.subject, t.object) for t in triples(ONTOLOGY) if t.predicate == OWL.inverseOf}
    assert len(pairs) == 8
    assert {(b, a) for a, b in pairs} == pairs


def test_what_the_text_does_to_a_thing_is_a_way_to_mention_it() -> None:
    below = {t.subject for t in triples(ONTOLOGY) if t.predicate == RDFS.subPropertyOf and t.object == IPR.mentions}
    names = """drafts formulates revises promulgates researches implements refersTo launches involves
        concernsJurisdiction hosts issues runs builds hasTarget"""
    assert below == {IPR[name] for name in names.split()}
    assert values(IPR.leadAgency, RDFS.subPropertyOf) == [IPR.involves]


def test_a_proposal_implies_no_statement() -> None:
    assert values(IPR.proposedLeadAgency, RDFS.subPropertyOf) == []
    assert values(IPR.proposedLeadAgency, RDFS.subPropertyOf, ALIGNMENTS) == []


def test_a_plan_is_no_law_and_a_measure_no_prov_activity() -> None:
    plan = values(IPR.ActionPlan, RDFS.subClassOf, ALIGNMENTS)
    assert ELI.LegalResource not in plan
    assert ELI.Work in plan
    assert values(IPR.Measure, RDFS.subClassOf, ALIGNMENTS) == [ELI_DL.ForeseenActivity]


def test_the_context_has_all_prefixes_and_all_terms() -> None:
    context = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    assert PREFIXES.items() <= context.items()
    for term in classes():
        name = term.value.removeprefix(str(IPR))
        assert context[name] == f"ipr:{name}"
    objects = set(terms(OWL.ObjectProperty))
    for term in properties():
        name = term.value.removeprefix(str(IPR))
        entry = context[name]
        points_at_things = isinstance(entry, dict) and entry.get("@type") == "@id"
        assert (entry["@id"] if isinstance(entry, dict) else entry) == f"ipr:{name}"
        assert points_at_things == (term in objects), name


def test_the_context_is_self_contained_and_reads_as_the_graph_it_means() -> None:
    context = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
    document = {"@context": context, "id": "https://w3id.org/iprgraph/plan/xx-1/I-2", "act": "scheme:act/revise"}
    (quad,) = parse(json.dumps(document), format=RdfFormat.JSON_LD)
    assert quad.predicate == IPR.act
    assert quad.object == NamedNode("https://w3id.org/iprgraph/scheme/act/revise")
    assert isinstance(context, dict)


def test_the_readme_tells_every_alignment() -> None:
    lines = (ROOT / "ontology" / "README.md").read_text(encoding="utf-8").split("\n")
    rows = {cells[1].strip(): cells[2] for line in lines if len(cells := line.split("|")) > 3}
    by_namespace = {iri: prefix for prefix, iri in PREFIXES.items()}
    for triple in triples(ALIGNMENTS):
        if triple.predicate == SKOS.closeMatch:
            continue
        assert isinstance(triple.subject, NamedNode)
        assert isinstance(triple.object, NamedNode)
        iri = triple.object.value
        namespace = max((n for n in by_namespace if iri.startswith(n)), key=len)
        name = triple.subject.value.removeprefix(str(IPR))
        assert f"`{by_namespace[namespace]}:{iri.removeprefix(namespace)}`" in rows[f"`ipr:{name}`"]
