"""server/site/origins.py: each fact without a statement of its own says whence it is."""

from collections.abc import Iterator

import pytest

from graph.base import BASE
from server.engine import InProcessEngine
from server.site.answers import ask
from server.site.catalogue import Catalogue
from server.site.sheet import Fact, read_sheet
from server.site.wording import ELI_DL, IPR, RDF


def facts_of(engine: InProcessEngine, catalogue: Catalogue, path: str) -> Iterator[tuple[str, Fact]]:
    sheet = read_sheet(engine, catalogue, BASE + path)
    assert sheet is not None
    for group in sheet.groups:
        for line in group.lines:
            yield from ((line.property, fact) for fact in line.facts)


def test_every_fact_on_a_page_has_grounds_or_an_origin(real_engine: InProcessEngine, real_catalogue: Catalogue) -> None:
    without = set()
    for row in ask(real_engine, "documents"):
        for prop, fact in facts_of(real_engine, real_catalogue, row["document"].value.removeprefix(BASE)):
            if not fact.grounds and not fact.origin:
                without.add((prop, fact.layer))
            if fact.layer == "inferred" and not fact.grounds:
                assert fact.origin
                assert fact.origin.premises
                assert all(premise.grounds or premise.words for premise in fact.origin.premises)
    # Of a basis its page lists the evidence that has it: records, which tell for themselves what they rest on.
    assert without == {(f"{IPR}basis", "provenance")}


@pytest.mark.parametrize(
    ("path", "prop", "value", "premises"),
    [
        ("law/trademark-law", f"{IPR}hasChildInstrument", "law/spc-well-known-trademarks", ["Serves"]),
        ("plan/cn-2009/I-3-5", f"{IPR}coversRight", "scheme/right/genetic-resources", ["Right"]),
        ("scheme/right/genetic-resources", f"{IPR}coversRight", "plan/cn-2009/I-3-5", ["Right"]),
        ("plan/cn-2009/I-2-1", f"{IPR}mentions", "law/trademark-law", ["Revises"]),
    ],
)
def test_an_inferred_fact_leads_to_what_it_follows_from_and_its_ground(
    real_engine: InProcessEngine, real_catalogue: Catalogue, path: str, prop: str, value: str, premises: list[str]
) -> None:
    found = facts_of(real_engine, real_catalogue, path)
    fact = next(fact for name, fact in found if name == prop and fact.value.path == value)
    assert fact.origin is not None
    assert fact.basis == "inferred"
    assert [premise.property for premise in fact.origin.premises] == premises
    for premise in fact.origin.premises:
        assert premise.statement.startswith("statement/")
        assert premise.grounds[0].sentence or premise.grounds[0].source


def test_what_was_carried_out_is_told_alike_from_both_ends(
    real_engine: InProcessEngine, real_catalogue: Catalogue
) -> None:
    executed = f"{ELI_DL}executed"
    found = facts_of(real_engine, real_catalogue, "plan/cn-2009/II-1-1")
    fact = next(fact for prop, fact in found if prop == executed)
    there = facts_of(real_engine, real_catalogue, fact.value.path or "")
    seen = next(other for prop, other in there if prop == executed and other.value.path == "plan/cn-2009/II-1-1")
    assert fact.origin is not None
    assert len(fact.origin.premises) == 2
    assert seen.origin == fact.origin


def test_what_is_told_comes_before_what_was_inferred(real_engine: InProcessEngine, real_catalogue: Catalogue) -> None:
    foreseen = f"{ELI_DL}ForeseenActivity"
    found = facts_of(real_engine, real_catalogue, "plan/cn-2009/I-2-1")
    fact = next(fact for prop, fact in found if prop == f"{RDF}type" and fact.value.iri == foreseen)
    assert fact.origin is not None
    assert [premise.object.label for premise in fact.origin.premises] == ["Legislative measure"]


def test_what_the_plan_itself_shows_names_the_source_of_its_text(
    real_engine: InProcessEngine, real_catalogue: Catalogue
) -> None:
    found = facts_of(real_engine, real_catalogue, "jurisdiction/china")
    fact = next(fact for _, fact in found if fact.layer == "text/cn-2009")
    assert fact.origin is not None
    assert fact.origin.source is not None
    assert fact.origin.known == "the plan itself"
    assert fact.origin.source.iri == real_catalogue.sources[f"{BASE}plan/cn-2009"].address
