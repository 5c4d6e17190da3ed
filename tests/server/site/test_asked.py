"""server/site/asked.py: the workbench without scripts answers in a page, and says what is wrong."""

import json
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from server.site.asked import MOST_ROWS, told_rows, with_name

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
IPR = "PREFIX ipr: <https://w3id.org/iprgraph/ontology#>\n"
REVISES = f"{IPR}SELECT ?m (1 AS ?n) {{ ?m ipr:revises <https://w3id.org/iprgraph/law/patent-examination-guidelines> }}"


def asked(client: FlaskClient, query: str, **more: Any) -> TestResponse:
    """What the form without scripts leads to."""
    return client.get("/sparql", query_string={"query": query, "format": "html", **more}, headers=BROWSER)


def links(page: TestResponse, words: str) -> list[dict[str, list[str]]]:
    """The parameters of the links with the words."""
    found = re.findall(rf'<a href="([^"]*)"[^>]*>[^<]*{words}', page.text)
    return [parse_qs(urlsplit(unescape(address)).query) for address in found]


def test_the_form_leads_to_a_page_with_the_query_and_its_answer_as_a_table(site: FlaskClient) -> None:
    form = site.get("/sparql", headers=BROWSER).text
    assert re.search(r'<select id="format" name="format">\s*<option value="html"', form)
    page = asked(site, REVISES)
    assert (page.status_code, page.mimetype) == (200, "text/html")
    assert unescape(re.findall(r"<textarea[^>]*>(.*?)</textarea>", page.text, re.DOTALL)[0]) == REVISES
    assert "<caption>1 row</caption>" in page.text
    assert '<a href="plan/cn-2009/I-1-2">Measure I.1.2</a>' in page.text
    assert 'title="https://w3id.org/iprgraph/plan/cn-2009/I-1-2">plan/cn-2009/I-1-2</code>' in page.text
    assert '<td class="number"><span>1</span></td>' in page.text


def test_the_files_of_the_answer_hold_what_was_asked(site: FlaskClient) -> None:
    graph = "https://w3id.org/iprgraph/graph/cn-2009"
    page = asked(site, "ASK {}", **{"default-graph-uri": graph})
    found = {one["format"][0]: one for one in links(page, "(?:CSV|JSON|XML)")}
    assert {"csv", "spreadsheet", "json", "xml"} <= set(found)
    assert (found["csv"]["query"], found["csv"]["default-graph-uri"]) == (["ASK {}"], [graph])


def test_a_browser_is_shown_the_page_and_a_program_gets_the_protocol(site: FlaskClient) -> None:
    def kind(accept: str | None, **more: str) -> str:
        headers = {} if accept is None else {"Accept": accept}
        return str(site.get("/sparql", query_string={"query": "ASK {}", **more}, headers=headers).mimetype)

    assert kind(BROWSER["Accept"]) == kind("text/html") == "text/html"
    json_type = "application/sparql-results+json"
    assert kind(None) == kind("*/*") == kind("text/html, */*") == kind(f"text/html,{json_type}") == json_type
    assert kind(BROWSER["Accept"], format="json") == json_type
    assert kind(BROWSER["Accept"], explain="1") == "application/json"


def test_many_rows_are_cut_and_said_to_be(site: FlaskClient) -> None:
    some = asked(site, "SELECT ?s { ?s ?p ?o } LIMIT 600")
    assert f"600 rows, of which the first {MOST_ROWS} stand here; the files hold all" in some.text
    assert some.text.count("<tr><td") == MOST_ROWS
    many = asked(site, "SELECT * { ?s ?p ?o }")
    assert f"More than {MOST_ROWS} rows" in many.text
    assert many.text.count("<tr><td") == MOST_ROWS
    assert told_rows(5, 5, True, True) == "5 rows, which is the most that is sent; there are more"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT * { ?m a ipr:Mesure }", "Nothing in the data answers this."),
        ("ASK { ?m a ipr:Mesure }", "No: the graph does not hold this."),
        ("CONSTRUCT { ?m a ?m } { ?m a ipr:Mesure }", "There is no triple in the answer."),
    ],
)
def test_no_answer_is_explained_and_the_near_name_asked_by_a_link(site: FlaskClient, query: str, told: str) -> None:
    page = asked(site, IPR + query)
    text = unescape(page.text)
    assert told in text
    assert "The query has no answer, and it names what the data do not have." in text
    assert "the data do not have ipr:Mesure" in text
    meant = links(page, "Use “Measure”, and ask")[0]
    assert meant == {"query": [(IPR + query).replace("Mesure", "Measure")], "format": ["html"]}
    assert asked(site, meant["query"][0]).status_code == 200


def test_what_is_no_sparql_is_told_with_its_place_and_a_link_that_mends_it(site: FlaskClient) -> None:
    page = asked(site, "SELECT * { ?m a ipr:Measure")
    assert page.status_code == 400
    assert "(line 1, column 10)" in page.text
    (mended,) = links(page, "Mend it so, and ask")
    assert asked(site, mended["query"][0]).status_code == 200


def test_what_is_refused_keeps_its_status(site: FlaskClient) -> None:
    page = asked(site, "CLEAR ALL")
    assert (page.status_code, page.mimetype) == (400, "text/html")
    assert '<p class="problem">' in page.text
    assert "table class" not in page.text


def test_triples_are_shown_as_turtle(site: FlaskClient) -> None:
    page = asked(site, "DESCRIBE <https://w3id.org/iprgraph/agency/sipo>")
    assert '<pre tabindex="0" class="graph">@prefix' in page.text
    assert {"ttl", "nt", "jsonld"} <= {one["format"][0] for one in links(page, "(?:Turtle|N-Triples|JSON-LD)")}


def test_markup_in_an_answer_is_text(site: FlaskClient) -> None:
    page = asked(site, 'SELECT ("</td><script>alert(1)</script>" AS ?a) (<javascript:alert(1)> AS ?b) {}')
    assert "<script>" not in page.text
    assert 'href="javascript' not in page.text


def test_a_name_is_put_into_the_query_with_its_prefix() -> None:
    near = {"name": "ipr:Measure", "iri": "https://w3id.org/iprgraph/ontology#Measure"}
    assert with_name("ASK\n{ ?m a <x:y> }", 2, 8, "<x:y>", near) == f"{IPR}ASK\n{{ ?m a ipr:Measure }}"
    assert with_name("ASK {}", 1, 1, "<x:y>", near) == ""
    tag = {"name": "zh-hans", "iri": "zh-hans"}
    assert with_name("FILTER(LANG(?l) = 'zh')", 1, 19, "zh", tag) == "FILTER(LANG(?l) = 'zh-hans')"


def test_a_question_keeps_all_that_its_page_had(site: FlaskClient) -> None:
    page = site.get("/queries/measures-by-right", headers=BROWSER).text
    rows = json.loads(re.findall(r'id="answer-data">(.*?)</script>', page)[0])["results"]["bindings"]
    assert f"<caption>{len(rows)} rows</caption>" in page
