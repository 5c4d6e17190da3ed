"""server/site/schemes.py: the concept schemes."""

import pytest

from graph.base import BASE
from server.engine import InProcessEngine
from server.site.catalogue import Catalogue
from server.site.schemes import ConceptShown, SchemePage, list_schemes, make_scheme_page
from server.site.sheet import read_sheet


def page_of(engine: InProcessEngine, catalogue: Catalogue, scheme: str) -> SchemePage:
    sheet = read_sheet(engine, catalogue, f"{BASE}scheme/{scheme}")
    assert sheet is not None
    return make_scheme_page(engine, catalogue, sheet)


def every(concepts: tuple[ConceptShown, ...]) -> list[ConceptShown]:
    return [shown for concept in concepts for shown in (concept, *every(concept.below))]


def test_the_list_has_every_scheme_with_the_number_of_its_concepts(real_catalogue: Catalogue) -> None:
    rows = {row.target.path: row for row in list_schemes(real_catalogue)}
    assert {"scheme/right", "scheme/act", "scheme/basis"} <= rows.keys()
    assert (rows["scheme/basis"].concepts, rows["scheme/basis"].language) == (4, "zh-hans")


@pytest.mark.parametrize("scheme", ["right", "act", "basis", "offence"])
def test_the_tree_holds_each_concept_once(real_engine: InProcessEngine, real_catalogue: Catalogue, scheme: str) -> None:
    page = page_of(real_engine, real_catalogue, scheme)
    names = [concept.name for concept in every(page.tree)]
    row = next(row for row in list_schemes(real_catalogue) if row.target.path == f"scheme/{scheme}")
    assert len(names) == len(set(names)) == page.count == row.concepts


def test_a_narrower_concept_stands_below_its_broader_one(
    real_engine: InProcessEngine, real_catalogue: Catalogue
) -> None:
    tree = page_of(real_engine, real_catalogue, "right").tree
    assert [c.name for c in next(c for c in tree if c.name == "copyright").below] == ["software"]
    assert "software" not in [concept.name for concept in tree]


def test_uses_are_counted_by_what_has_the_concept(real_engine: InProcessEngine, real_catalogue: Catalogue) -> None:
    patent = next(c for c in page_of(real_engine, real_catalogue, "right").tree if c.name == "patent")
    covered = [iri for iri, told in real_catalogue.about.items() if f"{BASE}scheme/right/patent" in told["coversRight"]]
    assert patent.uses[0][0] == "Measures that cover it"
    assert patent.uses[0][1] >= len(covered) > 20
    assert len(patent.uses) == 1


def test_words_by_which_plans_are_read_are_no_names(real_engine: InProcessEngine, real_catalogue: Catalogue) -> None:
    act, basis = (page_of(real_engine, real_catalogue, name) for name in ("act", "basis"))
    assert act.has_triggers
    assert not basis.has_triggers
    revise = next(concept for concept in every(act.tree) if concept.name == "revise")
    assert "revise" in {word.value for word in revise.words}
    assert revise.labels[0].language == "zh-hans"
