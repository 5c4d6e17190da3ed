"""The namespaces of the code are closed, and know of our terms just what the ontology defines."""

import copy
import pickle
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, parse

from graph.vocab import IPR, IPR_CLASSES, IPR_PROPERTIES, OWL, PREFIXES, RDF, concept, scheme

ONTOLOGY = Path(__file__).resolve().parents[2] / "ontology" / "iprgraph.ttl"


def defined(*kinds: NamedNode) -> set[str]:
    """The local names of the ontology's terms of these kinds."""
    quads = parse(path=str(ONTOLOGY), format=RdfFormat.TURTLE)
    found = {q.subject for q in quads if q.predicate == RDF.type and q.object in kinds}
    return {n.value.removeprefix(str(IPR)) for n in found if isinstance(n, NamedNode)}


def test_the_classes_are_those_of_the_ontology() -> None:
    assert defined(OWL.Class) == IPR_CLASSES


def test_the_properties_are_those_of_the_ontology() -> None:
    assert defined(OWL.ObjectProperty, OWL.DatatypeProperty) == IPR_PROPERTIES


def test_the_namespace_holds_both_and_nothing_else() -> None:
    assert set(IPR) == IPR_CLASSES | IPR_PROPERTIES
    assert len(IPR) == len(IPR_CLASSES) + len(IPR_PROPERTIES)


def test_a_term_is_a_node_by_attribute_and_by_name() -> None:
    assert NamedNode("https://w3id.org/iprgraph/ontology#Measure") == IPR.Measure
    assert IPR["Measure"] == IPR.Measure
    assert "Measure" in IPR
    assert "Mesure" not in IPR


def test_a_mistyped_term_fails_and_names_the_nearest() -> None:
    with pytest.raises(AttributeError, match=r"ontology#Mesure is not a term we use; nearest: Measure"):
        _ = IPR.Mesure
    with pytest.raises(AttributeError, match="nearest: leadAgency"):
        _ = IPR["leadAgencies"]


def test_a_namespace_can_be_copied() -> None:
    assert copy.deepcopy(IPR).Measure == IPR.Measure
    assert pickle.loads(pickle.dumps(IPR)).Measure == IPR.Measure


def test_prefixes_name_each_namespace_once() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)
    assert PREFIXES["ipr"] == str(IPR)


def test_a_concept_is_minted_below_its_scheme() -> None:
    assert concept("right", "plant-variety").value == "https://w3id.org/iprgraph/scheme/right/plant-variety"
    assert scheme("right").value == "https://w3id.org/iprgraph/scheme/right"


def test_an_unknown_scheme_is_refused_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="'rights' is no concept scheme; nearest: right"):
        concept("rights", "patent")


@pytest.mark.parametrize("name", ["", "Patent", "plant variety", "plant_variety", "-patent", "a/b"])
def test_a_name_that_cannot_name_a_concept_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="cannot name a concept"):
        concept("right", name)
