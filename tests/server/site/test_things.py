"""server/site/things.py and its templates: a page shows every fact there is, each with how it is known."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from server.engine import InProcessEngine
from server.site.answers import ask
from server.site.catalogue import Catalogue, kind_of
from server.site.sheet import read_sheet
from server.site.wording import DCT, SKOS, WORDINGS

HTML = {"Accept": "text/html"}
NAMES = (f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{SKOS}hiddenLabel", f"{DCT}identifier")


def facts_on(client: FlaskClient, path: str, label: str) -> list[str]:
    """What stands on the page under the name of a property: each fact as it is marked up."""
    page = client.get(f"/{path}", headers=HTML).text
    lists = re.findall(rf"<dt>{re.escape(label)}</dt>\s*<dd>(.*?)</dd>", page, re.DOTALL)
    return re.findall(r'<li class="fact">(.*?)</li>', "".join(lists), re.DOTALL)


@pytest.mark.parametrize(
    ("path", "number"),
    [
        ("law/spc-well-known-trademarks", "法释〔2009〕3号"),
        ("law/trips-agreement", "WTO Agreement Annex 1C"),
    ],
)
def test_the_number_of_a_document_stands_on_its_page_with_its_source(site: FlaskClient, path: str, number: str) -> None:
    (fact,) = facts_on(site, path, "Identifier")
    assert number in fact
    assert "Source: " in fact
    assert "Report an error in this fact" in fact


def test_every_name_and_number_of_an_entity_is_on_its_page_with_its_ground(
    site: FlaskClient, real_engine: InProcessEngine, real_catalogue: Catalogue
) -> None:
    numbers = 0
    for iri in (row["document"].value for row in ask(real_engine, "documents")):
        sheet = read_sheet(real_engine, real_catalogue, iri) if kind_of(iri) else None
        if sheet is None:
            continue
        page = unescape(re.sub(r"</?(span|tspan)\b[^>]*>", "", site.get(f"/{sheet.path}", headers=HTML).text))
        for line in filter(None, (sheet.line(prop) for prop in NAMES)):
            numbers += line.property == f"{DCT}identifier" and len(line.facts)
            for fact in line.facts:
                assert f"{fact.value.label}\n" in page, (iri, fact.value.label)
                assert f'href="../{"../" * (sheet.path.count("/") - 1)}{fact.statement}#report"' in page
    assert numbers == 39


def test_no_property_goes_by_its_raw_name_on_pages_that_people_read(
    real_engine: InProcessEngine, real_catalogue: Catalogue
) -> None:
    raw = set()
    for row in ask(real_engine, "documents"):
        sheet = read_sheet(real_engine, real_catalogue, row["document"].value)
        assert sheet is not None
        raw |= {line.property for group in sheet.groups for line in group.lines if line.property not in WORDINGS}
    assert raw == set()


def test_records_for_programs_are_folded_away_and_not_among_the_facts(site: FlaskClient) -> None:
    page = site.get("/law/patent-law", headers=HTML).text
    before, _, folded = page.partition('<details class="technical"')
    assert "/mapping/" not in before
    assert len(re.findall(r'href="[^"]*mapping/[^"]+">Mapping [0-9a-f]{8} to [a-z-]+</a>', folded)) == 4
    assert "count/cn-2009#law-patent-law" in folded
    assert "annotatedSource" not in page


@pytest.mark.parametrize(
    ("path", "label", "count"),
    [
        ("plan/cn-2009/II-1-1", "Carried out by", 1),
        ("law/drug-administration-law", "Served by", 1),
        ("plan/cn-2009/I-3-5", "Right", 2),
        ("law/patent-law", "Class", 3),
        ("jurisdiction/china", "Plans for it", 1),
        ("scheme/right/patent", "Name", 2),
    ],
)
def test_a_fact_without_a_statement_says_whence_it_is_and_can_be_reported(
    site: FlaskClient, path: str, label: str, count: int
) -> None:
    found = facts_on(site, path, label)
    assert len(found) >= count
    for fact in found:
        assert re.search(r"<summary>(stated|curated|inferred|the plan itself|defined)\b", fact)
        assert "Report an error in this fact" in fact
        if "<summary>inferred" in fact and "by rule" not in fact:
            assert "It follows from: <a" in fact


def test_json_and_markdown_tell_what_an_inferred_fact_follows_from(site: FlaskClient) -> None:
    told = site.get("/law/drug-administration-law.json").get_json()
    line = next(fact for fact in told["facts"] if fact["property"].endswith("#hasChildInstrument"))
    (premise,) = line["values"][0]["follows"]
    assert premise["object"]["iri"] == told["iri"]
    assert "read backwards" in line["values"][0]["rule"]
    text = site.get("/law/drug-administration-law.md").text
    assert f"<https://w3id.org/iprgraph/{premise['statement']}>" in text
