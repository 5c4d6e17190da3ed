"""Each shape accepts what it should and refuses what it should, for the reason it gives."""

from functools import cache
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, BNode, Graph, Namespace, URIRef
from rdflib.term import Node

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "tests" / "fixtures" / "shapes"
SH = Namespace("http://www.w3.org/ns/shacl#")
IPS = "https://w3id.org/iprgraph/shapes#"
IPR = "https://w3id.org/iprgraph/ontology#"
SEVERITIES = {SH.Violation, SH.Warning, SH.Info}
# What stands in a property shape besides the constraint itself.
DESCRIPTION = {SH.path, SH.message, SH.severity, RDF.type}


@cache
def shapes() -> Graph:
    """The shapes, read once."""
    return Graph().parse(ROOT / "ontology" / "shapes.ttl")


def node_shapes() -> list[URIRef]:
    """All node shapes by IRI, sorted."""
    return sorted(s for s in shapes().subjects(RDF.type, SH.NodeShape) if isinstance(s, URIRef))


def constrained() -> list[Node]:
    """Every node shape with a constraint of its own, and every property shape."""
    own = {SH.nodeKind, SH.pattern, SH["or"], SH.closed}
    nodes: list[Node] = [s for s in node_shapes() if any(p in own for p in shapes().predicates(s))]
    return nodes + sorted(shapes().objects(None, SH.property), key=str)


def messages(file: Path) -> list[str]:
    """What the shapes say of a file, each once (a wrong value may fail datatype and pattern of one shape), sorted."""
    data = Graph().parse(file)
    _, report, _ = validate(data, shacl_graph=shapes(), inference="none")
    assert isinstance(report, Graph)
    return sorted({str(m) for m in report.objects(None, SH.resultMessage)})


def expected(file: Path) -> str:
    """The part of the message that the fixture's first line promises."""
    first = file.read_text(encoding="utf-8").split("\n", 1)[0]
    assert first.startswith("# expects: "), f"{file} does not say what it expects"
    return first.removeprefix("# expects: ")


def named(files: list[Path]) -> list[object]:
    """The files as parameters that are called shape/file in reports."""
    return [pytest.param(f, id=f"{f.parent.name}/{f.stem}") for f in files]


@pytest.mark.parametrize("file", named(sorted(FIXTURES.glob("*/accept*.ttl"))))
def test_what_is_right_conforms(file: Path) -> None:
    assert messages(file) == []


@pytest.mark.parametrize("file", named(sorted(FIXTURES.glob("*/refuse-*.ttl"))))
def test_what_is_wrong_is_refused_for_the_one_reason(file: Path) -> None:
    found = messages(file)
    assert len(found) == 1, found
    assert expected(file) in found[0]


def test_each_shape_has_fixtures_and_each_folder_a_shape() -> None:
    names = {s.removeprefix(IPS) for s in node_shapes()}
    assert {f.name for f in FIXTURES.iterdir()} == names
    for name in names:
        assert (FIXTURES / name / "accept.ttl").is_file(), name
        assert len(list((FIXTURES / name).glob("refuse-*.ttl"))) >= 2, name


def test_the_accepted_fixture_is_a_target_of_its_shape() -> None:
    for shape in node_shapes():
        data = Graph().parse(FIXTURES / shape.removeprefix(IPS) / "accept.ttl")
        classes = list(shapes().objects(shape, SH.targetClass))
        assert any((None, RDF.type, c) in data for c in classes), shape


def test_each_class_of_ours_has_the_shape_of_its_name() -> None:
    ontology = Graph().parse(ROOT / "ontology" / "iprgraph.ttl")
    owl_class = URIRef("http://www.w3.org/2002/07/owl#Class")
    for term in ontology.subjects(RDF.type, owl_class):
        shape = URIRef(IPS + str(term).removeprefix(IPR))
        assert (shape, SH.targetClass, term) in shapes(), term


def test_each_constraint_has_an_english_message_and_a_severity() -> None:
    for node in constrained():
        texts = list(shapes().objects(node, SH.message))
        assert [getattr(t, "language", None) for t in texts] == ["en"], list(shapes().predicate_objects(node))
        assert set(shapes().objects(node, SH.severity)) <= SEVERITIES, texts
        assert len(list(shapes().objects(node, SH.severity))) == 1, texts


def test_each_property_shape_constrains_something() -> None:
    for node in shapes().objects(None, SH.property):
        assert isinstance(node, BNode)
        assert set(shapes().predicates(node)) - DESCRIPTION, list(shapes().objects(node, SH.message))


def test_shapes_use_the_core_language_only() -> None:
    assert not list(shapes().triples((None, SH.sparql, None)))
    assert not list(shapes().triples((None, SH.js, None)))


def test_shapes_speak_only_of_terms_that_exist() -> None:
    ontology = Graph().parse(ROOT / "ontology" / "iprgraph.ttl")
    used = {n for triple in shapes() for n in triple if str(n).startswith(IPR)}
    assert used <= set(ontology.subjects())
