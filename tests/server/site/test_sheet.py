"""server/site/sheet.py and grounds.py: what is said of a thing, each fact with the words it came from."""

import pytest

from graph.base import BASE
from graph.resources import data_dir
from server.engine import InProcessEngine
from server.site.catalogue import Catalogue
from server.site.grounds import Ground
from server.site.sheet import Sheet, read_sheet
from server.site.wording import IPR, SKOS

REVISES = f"{IPR}revises"


def sheet_of(engine: InProcessEngine, catalogue: Catalogue, path: str) -> Sheet:
    sheet = read_sheet(engine, catalogue, BASE + path)
    assert sheet is not None
    return sheet


def test_a_stated_fact_shows_its_words_marked(real_engine: InProcessEngine, real_catalogue: Catalogue) -> None:
    line = sheet_of(real_engine, real_catalogue, "plan/cn-2009/I-2-1").line(REVISES)
    assert line is not None
    fact = next(fact for fact in line.facts if fact.value.path == "law/trademark-law")
    assert fact.basis == "stated"
    marked = [piece.text for piece in fact.grounds[0].sentence if piece.is_marked]
    assert marked == ["revision of the Trademark Law of the People’s Republic of China"]
    assert fact.statement.startswith("statement/")


def test_the_same_fact_is_seen_from_its_other_end(real_engine: InProcessEngine, real_catalogue: Catalogue) -> None:
    line = sheet_of(real_engine, real_catalogue, "law/trademark-law").line(REVISES, incoming=True)
    assert line is not None
    assert (line.label, line.facts[0].value.path) == ("Revised under", "plan/cn-2009/I-2-1")
    assert line.facts[0].grounds[0].basis == "stated"


def test_a_curated_fact_names_its_source_the_day_and_what_it_says(
    real_engine: InProcessEngine, real_catalogue: Catalogue
) -> None:
    line = sheet_of(real_engine, real_catalogue, "agency/sipo").line("https://schema.org/foundingDate")
    assert line is not None
    ground = line.facts[0].grounds[0]
    assert ground.source is not None
    assert (ground.basis, bool(ground.says), ground.checked[:4]) == ("curated", True, "2026")


def test_marked_words_stand_in_the_source(real_engine: InProcessEngine, real_catalogue: Catalogue) -> None:
    source = (data_dir() / "plans" / "cn-2009" / "source.txt").read_text(encoding="utf-8")
    grounds: list[Ground] = []
    for part in real_catalogue.measures[:40]:
        sheet = read_sheet(real_engine, real_catalogue, part.iri)
        assert sheet is not None
        lines = (line for group in sheet.groups for line in group.lines)
        grounds += [ground for line in lines for fact in line.facts for ground in fact.grounds]
    marked = ["".join(piece.text for piece in ground.sentence if piece.is_marked) for ground in grounds]
    assert len([words for words in marked if words]) > 100
    assert all(words in source for words in marked)


def test_what_it_is_linked_to_goes_by_its_name_there(real_engine: InProcessEngine, real_catalogue: Catalogue) -> None:
    line = sheet_of(real_engine, real_catalogue, "law/trademark-law").line(f"{SKOS}closeMatch")
    assert line is not None
    shown = {(fact.value.label, fact.value.language, fact.value.note) for fact in line.facts}
    assert ("商标法", "zh", "github.com") in shown
    assert ("中华人民共和国商标法", "zh", "flk.npc.gov.cn/detail?id=2c909fdd678bf17901678bf75eed06e5") in shown
    assert all(fact.value.href == fact.value.iri for fact in line.facts)
    wikidata = sheet_of(real_engine, real_catalogue, "body/wipo").line(f"{SKOS}exactMatch")
    assert wikidata is not None
    assert ("World Intellectual Property Organization", "") in {
        (f.value.label, f.value.language) for f in wikidata.facts
    }


def test_names_come_in_both_languages(real_engine: InProcessEngine, real_catalogue: Catalogue) -> None:
    values = sheet_of(real_engine, real_catalogue, "body/wipo").values(f"{SKOS}prefLabel")
    assert {value.language for value in values} == {"en", "zh-hans"}


def test_many_facts_of_a_kind_are_counted(real_engine: InProcessEngine, real_catalogue: Catalogue) -> None:
    lines = [
        line for group in sheet_of(real_engine, real_catalogue, "scheme/basis/stated").groups for line in group.lines
    ]
    most = max(lines, key=lambda line: line.more)
    assert len(most.facts) == 200
    assert most.more > 1000


@pytest.mark.parametrize("path", ["law/no-such-law", "agency", "plan/cn-2009/X-9"])
def test_of_what_is_not_there_nothing_is_said(
    real_engine: InProcessEngine, real_catalogue: Catalogue, path: str
) -> None:
    assert read_sheet(real_engine, real_catalogue, BASE + path) is None
