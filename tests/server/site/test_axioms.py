"""server/site/axioms.py: what the ontology lets follow, as it stands in the data."""

from pathlib import Path

from graph.base import BASE
from server.data import open_data
from server.engine import InProcessEngine
from server.site.axioms import Axioms, read_axioms
from server.site.catalogue import Catalogue
from server.site.wording import DCT, ELI_DL, IPR


def test_a_class_has_the_narrower_ones_at_any_depth_the_nearest_first(real_catalogue: Catalogue) -> None:
    below = real_catalogue.axioms.classes[f"{ELI_DL}ForeseenActivity"]
    assert below[0] == f"{IPR}Measure"
    assert {f"{IPR}EnforcementMeasure", f"{IPR}CampaignMeasure"} <= set(below)
    assert below.index(f"{IPR}EnforcementMeasure") < below.index(f"{IPR}CampaignMeasure")


def test_properties_have_the_narrower_and_the_inverse_ones(real_catalogue: Catalogue) -> None:
    axioms = real_catalogue.axioms
    assert {f"{IPR}revises", f"{IPR}leadAgency"} <= set(axioms.properties[f"{IPR}mentions"])
    assert axioms.properties[f"{DCT}isPartOf"] == (f"{IPR}partOf",)
    assert axioms.inverses[f"{IPR}assesses"] == (f"{IPR}hasOutcome",)
    assert axioms.inverses[f"{IPR}hasOutcome"] == (f"{IPR}assesses",)


def test_a_concept_has_those_right_below_it(real_catalogue: Catalogue) -> None:
    rights = f"{BASE}scheme/right/"
    assert real_catalogue.axioms.concepts[f"{rights}copyright"] == (f"{rights}software",)


def test_classes_in_a_circle_end(tmp_path: Path) -> None:
    above = "<http://www.w3.org/2000/01/rdf-schema#subClassOf>"
    file = tmp_path / "circle.nq"
    file.write_text(f"<x:a> {above} <x:b> .\n<x:b> {above} <x:c> .\n<x:c> {above} <x:a> .\n", encoding="utf-8")
    found = read_axioms(InProcessEngine(open_data(file, union=True).store))
    assert found == Axioms({"x:a": ("x:c", "x:b"), "x:b": ("x:a", "x:c"), "x:c": ("x:b", "x:a")}, {}, {}, {})
