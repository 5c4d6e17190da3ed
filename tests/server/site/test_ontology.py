"""server/site/ontology.py and its template: the page that documents every term."""

import json
import re

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from graph.base import BASE
from server.data import DataSet
from server.site.frame import FORMS

HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def page(site: FlaskClient) -> str:
    """The page over the published data."""
    return site.get("/ontology", headers=HTML).text


def test_every_term_has_its_anchor(page: str, real_data: DataSet) -> None:
    names = {
        quad.subject.value.removeprefix(f"{BASE}ontology#")
        for quad in real_data.store
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(f"{BASE}ontology#")
    }
    anchors = re.findall(r'<article class="term" id="([^"]+)"', page)
    assert sorted(anchors) == sorted(names)
    assert len(re.findall(r' id="', page)) == len(set(re.findall(r' id="([^"]+)"', page)))


def test_a_term_tells_all_that_is_known_of_it(page: str) -> None:
    term = page[page.index('id="revises"') : page.index('id="runs"')]
    told = (
        "修改", "Narrower than", "Leads to", "ontology#LegalInstrument", "triples in the data", "plan/cn-2009/I-1-1",
    )  # fmt: skip
    for words in told:
        assert words in term
    assert 'lang="zh-Hans"' in term
    agency = page[page.index('id="AgencyUnit"') : page.index('id="Area"')]
    assert 'href="shapes#AgencyUnit"' in agency
    assert "org:OrganizationalUnit" in agency


def test_the_picture_has_words_and_the_same_as_a_list(page: str) -> None:
    picture = page[page.index('<svg class="classes"') : page.index("</svg>")]
    assert 'role="img" aria-labelledby="classes-title classes-desc"' in picture
    assert "<title" in picture
    assert "<desc" in picture
    listed = page[page.index("The same as a list") : page.index("</figure>")]
    drawn = re.findall(r'<text class="box"[^>]*>([^<]+)<', picture)
    assert drawn == re.findall(r'<li><a href="#[^"]+">([^<]+)</a>', listed)
    assert listed.count("<ul>") == listed.count("</ul>")
    assert listed.count("<li>") == listed.count("</li>")


@pytest.mark.parametrize(
    ("suffix", "engine_format"),
    [
        ("ttl", ox.RdfFormat.TURTLE),
        ("nt", ox.RdfFormat.N_TRIPLES),
        ("jsonld", ox.RdfFormat.JSON_LD),
        ("rdf", ox.RdfFormat.RDF_XML),
    ],
)
def test_as_rdf_it_holds_the_whole_ontology_graph(
    site: FlaskClient, real_data: DataSet, suffix: str, engine_format: ox.RdfFormat
) -> None:
    named = {q.triple for q in ox.parse(site.get(f"/ontology.{suffix}").data, format=engine_format)}
    graph = real_data.store.quads_for_pattern(None, None, None, ox.NamedNode(f"{BASE}graph/ontology"))
    assert {quad.triple for quad in graph} <= named
    asked = site.get("/ontology", headers={"Accept": FORMS[suffix][0]})
    assert asked.mimetype == FORMS[suffix][0]


def test_json_and_markdown_have_every_term(site: FlaskClient, page: str) -> None:
    anchors = set(re.findall(r'<article class="term" id="([^"]+)"', page))
    told = json.loads(site.get("/ontology.json").data)
    assert {term["iri"].removeprefix(f"{BASE}ontology#") for term in told["terms"]} == anchors
    assert all(set(term["labels"]) >= {"en", "zh-hans"} for term in told["terms"])
    markdown = site.get("/ontology.md").text
    assert {name for name in anchors if f"(ipr:{name})" in markdown} == anchors


def test_where_the_data_have_no_ontology_there_is_no_page(client: FlaskClient) -> None:
    assert client.get("/ontology", headers=HTML).status_code == 404
    assert client.get("/ontology.ttl").status_code == 404
