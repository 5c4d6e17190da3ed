"""server/site/reference.py: the addresses of ontology, schemes, shapes and the JSON-LD context."""

import json
import re

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from graph.base import BASE
from graph.resources import ontology_dir
from server.site.frame import FORMS

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize("path", ["ontology", "shapes"])
@pytest.mark.parametrize("suffix", FORMS)
def test_they_come_in_every_form_by_suffix_and_by_accept(site: FlaskClient, path: str, suffix: str) -> None:
    named, asked = site.get(f"/{path}.{suffix}"), site.get(f"/{path}", headers={"Accept": FORMS[suffix][0]})
    assert named.status_code == asked.status_code == 200
    assert named.mimetype == asked.mimetype == FORMS[suffix][0]
    assert f'<{BASE}{path}>; rel="canonical"' in named.headers["Link"]
    again = site.get(f"/{path}.{suffix}", headers={"If-None-Match": named.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_shapes_come_as_they_are_shipped(site: FlaskClient) -> None:
    assert site.get("/shapes.ttl").data == (ontology_dir() / "shapes.ttl").read_bytes()


def test_every_shape_has_its_anchor_and_links_to_its_class(site: FlaskClient) -> None:
    page = site.get("/shapes", headers=HTML).text
    names = re.findall(r"^ips:(\w+) a", (ontology_dir() / "shapes.ttl").read_text(encoding="utf-8"), re.MULTILINE)
    assert sorted(names) == sorted(re.findall(r'<article class="term" id="([^"]+)"', page))
    assert 'href="ontology#Measure"' in page


def test_a_scheme_as_rdf_includes_its_concepts(site: FlaskClient) -> None:
    told = {q.subject for q in ox.parse(site.get("/scheme/basis.nt").data, format=ox.RdfFormat.N_TRIPLES)}
    names = ("basis", "basis/stated", "basis/proposed", "basis/curated", "basis/inferred")
    assert told == {ox.NamedNode(f"{BASE}scheme/{name}") for name in names}


def test_the_list_of_schemes_leads_to_each(site: FlaskClient) -> None:
    page = site.get("/scheme", headers=HTML).text
    for name in sorted(file.stem for file in (ontology_dir() / "schemes").glob("*.ttl")):
        assert f'href="scheme/{name}"' in page


def test_the_page_of_a_scheme_shows_the_tree(site: FlaskClient) -> None:
    page = site.get("/scheme/right", headers=HTML).text
    assert re.search(r'id="copyright">.*?<ul class="concepts">\s*<li id="software">', page, re.DOTALL)
    assert "words by which plans are read" in page
    assert 'lang="zh-Hans">专利<' in page


def test_a_concept_does_not_pass_trigger_words_off_as_names(site: FlaskClient) -> None:
    page = site.get("/scheme/act/revise", headers=HTML).text
    assert "Words by which plans are read" in page
    assert "Also called" not in page
    names = page[page.index('<p class="names">') :].partition("</p>")[0]
    assert names.count("<span") == 1


def test_the_context_is_json_ld_that_any_site_may_read(site: FlaskClient) -> None:
    answer = site.get("/context.jsonld")
    assert answer.mimetype == "application/ld+json"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert json.loads(answer.data)["@context"]["ipr"] == f"{BASE}ontology#"
    assert site.get("/context.jsonld", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_json_ld_names_no_context_by_header(site: FlaskClient) -> None:
    """JSON-LD 1.1, section 6.1: with application/ld+json such a header must be ignored."""
    assert "json-ld#context" not in site.get("/law/patent-law.jsonld").headers["Link"]
