"""server/site/catalogue.py: what pages know by heart is what the graph says."""

from pathlib import Path

from graph.base import BASE
from server.data import open_data
from server.engine import InProcessEngine
from server.site.catalogue import Catalogue, CatalogueReader, kind_of, read_catalogue

PLAN = f"{BASE}plan/cn-2009"


def test_the_plan_of_2009_has_170_measures_in_nine_areas(real_catalogue: Catalogue) -> None:
    assert len(real_catalogue.measures) == 170
    assert [part.number for part in real_catalogue.below[PLAN]] == [
        "0",
        *["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"],
    ]
    assert real_catalogue.plans == (PLAN,)


def test_the_segments_are_the_source_from_end_to_end(real_catalogue: Catalogue) -> None:
    source = (Path("data") / "plans" / "cn-2009" / "source.txt").read_text(encoding="utf-8")
    assert "".join(words for _, words in real_catalogue.segments[PLAN]) == source
    for part in real_catalogue.parts.values():
        assert source[part.start : part.end] == part.words


def test_a_thing_goes_by_its_english_name_and_has_another(real_catalogue: Catalogue) -> None:
    sipo = f"{BASE}agency/sipo"
    assert real_catalogue.label(sipo) == "State Intellectual Property Office"
    assert real_catalogue.other_label(sipo) == ("国家知识产权局", "zh-hans")
    assert real_catalogue.label(f"{BASE}ontology#revises") == "revises"
    assert real_catalogue.label("http://example.org/ns#some") == "some"


def test_the_smallest_part_that_holds_a_place_is_found(real_catalogue: Catalogue) -> None:
    measure = real_catalogue.parts[f"{PLAN}/II-1-2"]
    assert real_catalogue.part_at(PLAN, measure.start + 3, measure.end) == measure
    assert [part.number for part in real_catalogue.areas_above(measure)] == ["II", "II.1"]


def test_entities_are_things_with_a_name_and_no_versions_or_changes(real_catalogue: Catalogue) -> None:
    assert len([iri for iri in real_catalogue.entities if kind_of(iri) == "law"]) == 67
    assert not [iri for iri in real_catalogue.entities if "/change/" in iri]


def test_data_of_others_have_an_empty_catalogue(tiny: Path) -> None:
    catalogue = read_catalogue(InProcessEngine(open_data(tiny, union=True).store))
    assert (catalogue.plans, catalogue.entities, catalogue.outcomes) == ((), (), ())


def test_the_catalogue_is_read_once(real_engine: InProcessEngine) -> None:
    reader = CatalogueReader(real_engine)
    assert reader() is reader()
