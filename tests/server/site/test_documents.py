"""server/site/documents.py: every IRI below the base is a document, in every form, for everyone."""

import gzip
import json
import re
from pathlib import Path
from urllib.parse import urljoin

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient

from graph.base import BASE
from graph.retirements import Retired
from server.app import DOCUMENTS, create_app
from server.data import DataSet, open_data
from server.site.documents import pick_suffix
from server.site.frame import FORMS

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
LARGEST_PAGE = 150 * 1024
# One of each sort of thing.
SORTS = (
    "plan/cn-2009", "plan/cn-2009/0", "plan/cn-2009/II", "plan/cn-2009/II-1-2", "plan/cn-2009/II-1-2/text",
    "plan/cn-2009/span/6969-7074", "plan/cn-2009/mention/9016-9120-law", "law/trademark-law",
    "law/anti-unfair-competition-law/2017-11-04", "agency/sipo", "body/wipo", "campaign/thunderstorm-2009",
    "outcome/cn-2009/I-1-1-1", "target/cn-2009-870-880", "jurisdiction/eu", "scheme/right", "scheme/right/patent",
    "scheme/basis/stated", "graph/register", "queries/who-is-trained", "plan/cn-2009/manifestation/en-txt",
)  # fmt: skip


def documents_of(data: DataSet) -> list[str]:
    """The path of every document below the base that the graph speaks of."""
    found = {
        term.value.partition("#")[0].removeprefix(BASE)
        for quad in data.store
        for term in (quad.subject, quad.predicate, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(BASE)
    }
    return sorted(found)


@pytest.mark.parametrize("suffix", ["html", "ttl", "jsonld"])
def test_every_iri_below_the_base_answers(site: FlaskClient, real_data: DataSet, suffix: str) -> None:
    media_type = FORMS[suffix][0]
    while site.get("/export/", headers={"Accept": "text/html"}).status_code == 503:  # the files are still being made
        pass
    paths = documents_of(real_data)
    assert len(paths) > 9000
    if suffix == "html":  # nodes of statements, evidence and spans are alike: each sort is drawn, and every other page
        paths = [path for path in paths if not re.match(r"statement/|evidence/|plan/[^/]+/span/", path)] + paths[::20]
    wrong = []
    for path in paths:
        with site.get(f"/{path}", headers={"Accept": media_type}) as answer:
            # A download is a file of its own format, whatever is asked for.
            fits = path.startswith("export/") or answer.mimetype == media_type
            if answer.status_code != 200 or not answer.data or not fits:
                wrong.append((path, answer.status_code, answer.mimetype))
    assert wrong == []


@pytest.mark.parametrize("path", SORTS)
@pytest.mark.parametrize("suffix", FORMS)
def test_a_thing_comes_in_every_form_by_suffix_and_by_accept(site: FlaskClient, path: str, suffix: str) -> None:
    named, asked = site.get(f"/{path}.{suffix}"), site.get(f"/{path}", headers={"Accept": FORMS[suffix][0]})
    assert named.status_code == asked.status_code == 200
    if path.startswith("graph/") and suffix == "json":
        return  # a graph's own JSON is JSON-LD, as everywhere in the Graph Store Protocol
    assert named.mimetype == asked.mimetype == FORMS[suffix][0]
    assert "Accept" in named.headers["Vary"]
    assert named.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("path", SORTS)
def test_a_page_is_small_and_well_formed_enough(site: FlaskClient, path: str) -> None:
    page = site.get(f"/{path}.html")
    assert len(gzip.compress(page.data)) < LARGEST_PAGE
    assert page.text.count("<h1>") == 1
    assert page.text.count("<main") == page.text.count("</main>") == 1
    assert f'<link rel="canonical" href="{BASE}{path}">' in page.text
    assert re.findall(r'\sid="([^"]+)"', page.text) == list(dict.fromkeys(re.findall(r'\sid="([^"]+)"', page.text)))


@pytest.mark.parametrize("suffix", ["ttl", "nt", "jsonld", "rdf"])
def test_rdf_holds_the_facts_and_what_they_rest_on(site: FlaskClient, suffix: str) -> None:
    form = ox.RdfFormat.from_media_type(FORMS[suffix][0])
    assert form is not None
    triples = {quad.triple for quad in ox.parse(site.get(f"/plan/cn-2009/I-2-1.{suffix}").data, format=form)}
    measure, law = ox.NamedNode(f"{BASE}plan/cn-2009/I-2-1"), ox.NamedNode(f"{BASE}law/trademark-law")
    assert ox.Triple(measure, ox.NamedNode(f"{BASE}ontology#revises"), law) in triples
    assert any(t.predicate == ox.NamedNode(f"{BASE}ontology#hasEvidence") for t in triples)


def test_json_tells_each_fact_with_its_words(site: FlaskClient) -> None:
    told = json.loads(site.get("/plan/cn-2009/I-2-1.json").data)
    facts = {fact["property"]: fact for fact in told["facts"] if fact["direction"] == "outgoing"}
    value = next(
        v for v in facts[f"{BASE}ontology#revises"]["values"] if v["value"]["iri"] == f"{BASE}law/trademark-law"
    )
    assert value["basis"] == "stated"
    assert value["grounds"][0]["words"] == "revision of the Trademark Law of the People’s Republic of China"
    assert (told["iri"], told["dataVersion"]) == (f"{BASE}plan/cn-2009/I-2-1", site.get("/version").get_json()["data"])


def test_markdown_tells_the_facts_to_readers_of_text(site: FlaskClient) -> None:
    told = site.get("/agency/sipo.md").text
    assert told.startswith("# State Intellectual Property Office\n")
    assert "- Name: 国家知识产权局" in told
    assert f"<{BASE}plan/cn-2009/II-1-2>" in told


def test_numbers_with_dots_lead_to_those_with_hyphens(site: FlaskClient) -> None:
    for dotted, hyphens in (("II.1.2", "II-1-2"), ("II.1.2.ttl", "II-1-2.ttl"), ("III.4/text", "III-4/text")):
        answer = site.get(f"/plan/cn-2009/{dotted}")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/plan/cn-2009/{hyphens}")
    assert site.get("/plan/cn-2009/II.1.99").status_code == 404


def test_what_is_retired_is_gone_and_says_what_came_instead(real_data: DataSet) -> None:
    old = Retired(f"{BASE}law/old", f"{BASE}law/patent-law", "one law, not two")
    client = create_app(real_data, retired={old.iri: old}).test_client()
    answer = client.get("/law/old")
    assert answer.status_code == 410
    assert "one law, not two" in answer.get_json()["detail"]
    assert f"<{BASE}law/patent-law>" in answer.headers["Link"]
    assert 'href="../law/patent-law"' in client.get("/law/old", headers={"Accept": "text/html"}).text


def test_a_wrong_address_is_told_with_near_names(site: FlaskClient) -> None:
    page = site.get("/law/trademark-lav", headers={"Accept": BROWSER})
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert 'href="../law/trademark-law"' in page.text
    told = site.get("/law/trademark-lav.ttl")
    assert (told.status_code, told.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize(
    "path",
    ["%FF", "law/%00", "law/%3Cscript%3E", "law/a%20b", "law/..%2f..%2fetc", "a" * 5000, "law/%E4%B8%AD.ttl", "//x"],
)
def test_an_odd_address_is_an_unknown_one(site: FlaskClient, path: str) -> None:
    answer = site.get(f"/{path}", headers={"Accept": "text/html"})
    assert answer.status_code in {404, 308}
    assert "<script>" not in answer.text


def test_who_has_the_page_gets_304(site: FlaskClient) -> None:
    for path in ("/agency/sipo", "/agency/sipo.ttl", "/measures?right=patent", "/"):
        first = site.get(path, headers={"Accept": "text/html"})
        again = site.get(path, headers={"Accept": "text/html", "If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    other = site.get("/agency/wipo", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 404


@pytest.mark.parametrize(
    ("accept", "suffix"),
    [
        ("", "html"),
        ("*/*", "html"),
        (BROWSER, "html"),
        ("text/turtle", "ttl"),
        ("application/ld+json, text/html;q=0.5", "jsonld"),
        ("application/rdf+xml;q=0.9, text/turtle;q=0.8", "rdf"),
        ("text/*;q=0.5, application/json", "json"),
        ("text/markdown", "md"),
    ],
)
def test_accept_chooses_the_form(accept: str, suffix: str) -> None:
    assert pick_suffix(accept) == suffix


def test_hostile_names_and_addresses_do_no_harm(tmp_path: Path) -> None:
    file = tmp_path / "hostile.nq"
    evil = '"</script><script>alert(1)</script>'
    literal = str(ox.Literal(evil, language="en"))
    label = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
    see = "<http://www.w3.org/2000/01/rdf-schema#seeAlso>"
    graph = f"<{BASE}graph/register>"
    thing = f"<{BASE}law/evil>"
    file.write_text(
        f"{thing} {label} {literal} {graph} .\n{thing} {see} <javascript:alert(1)> {graph} .\n"
        f"{thing} {see} <data:text/html,x> {graph} .\n<javascript:alert(2)> {see} {thing} {graph} .\n",
        encoding="utf-8",
    )
    client = create_app(open_data(file, union=True)).test_client()
    for suffix in ("html", "md"):
        text = client.get(f"/law/evil.{suffix}").text
        assert "<script>alert" not in text
        assert 'href="javascript' not in text
        assert 'href="data' not in text
    page = client.get("/law/evil.html")
    assert "javascript:alert(1)" in page.text
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert "<script>alert" not in client.get("/law", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize("path", ["law/trademark-law", "scheme/right", "plan/cn-2009/II-1-2", "queries/who-is-trained"])
def test_all_forms_at_once_are_the_same_as_each_by_itself(site: FlaskClient, path: str) -> None:
    documents = site.application.extensions[DOCUMENTS]
    with site.application.test_request_context(f"/{path}"):
        told = documents.write_all(BASE + path, tuple(FORMS))
    for suffix in FORMS:
        content = told[suffix].encode("utf-8") if isinstance(told[suffix], str) else told[suffix]
        assert content == site.get(f"/{path}.{suffix}").data


def subjects(answer_data: bytes) -> dict[str, int]:
    """How many triples each thing has in N-Triples."""
    found: dict[str, int] = {}
    for quad in ox.parse(answer_data, format=ox.RdfFormat.N_TRIPLES):
        if isinstance(quad.subject, ox.NamedNode):
            found[quad.subject.value] = found.get(quad.subject.value, 0) + 1
    return found


def test_what_stands_in_a_document_is_told_there_whole(site: FlaskClient, real_data: DataSet) -> None:
    parts: dict[str, dict[str, set[ox.Triple]]] = {}
    for quad in real_data.store:
        document, _, fragment = (
            quad.subject.value.partition("#") if isinstance(quad.subject, ox.NamedNode) else [""] * 3
        )
        # A graph's own address holds its triples; which graph describes it is told by its header.
        if fragment and document.startswith(BASE) and not document.startswith((f"{BASE}graph/", f"{BASE}plan/")):
            parts.setdefault(document, {}).setdefault(quad.subject.value, set()).add(quad.triple)
    assert {BASE, f"{BASE}count", f"{BASE}count/cn-2009"} <= parts.keys()
    for document, fragments in parts.items():
        with site.get(f"/{document.removeprefix(BASE)}", headers={"Accept": "application/n-triples"}) as answer:
            found = subjects(answer.data)
        assert not [iri for iri, told in fragments.items() if found.get(iri, 0) < len(told)]


def test_the_description_of_a_graph_is_where_its_header_leads(site: FlaskClient, real_data: DataSet) -> None:
    for name in ("register", "text/cn-2009", "meta"):
        iri = ox.NamedNode(f"{BASE}graph/{name}")
        for accept in ("application/n-triples", "text/html", "text/markdown"):
            answer = site.get(f"/graph/{name}", headers={"Accept": accept})
            (there,) = re.findall(r'<([^>]*)>; rel="describedby"', answer.headers["Link"])
            assert f'<{iri.value}>; rel="canonical"' in answer.headers["Link"]
        described = site.get(urljoin(f"/graph/{name}", there)).data
        told = {quad.triple for quad in ox.parse(described, format=ox.RdfFormat.TURTLE)}
        wanted = {quad.triple for quad in real_data.store.quads_for_pattern(iri, None, None)}
        assert wanted
        assert wanted <= told


def test_a_graph_named_by_suffix_has_the_same_neighbours(site: FlaskClient) -> None:
    named = site.get("/graph/text/cn-2009.ttl").headers["Link"]
    assert named == site.get("/graph/text/cn-2009", headers={"Accept": "text/turtle"}).headers["Link"]
    assert '<cn-2009.md>; rel="alternate"' in named


@pytest.mark.parametrize("path", ["/", "/sparql", "/export/"])
@pytest.mark.parametrize("accept", ["text/html", "text/turtle", "application/n-triples"])
def test_every_way_in_names_its_neighbours_and_is_not_sent_twice(site: FlaskClient, path: str, accept: str) -> None:
    while (answer := site.get(path, headers={"Accept": accept})).status_code == 503:  # the files are still being made
        pass
    link = answer.headers["Link"]
    assert f'<{BASE}{path[1:]}>; rel="canonical"' in link
    assert "Link" in answer.headers["Access-Control-Expose-Headers"]
    again = site.get(path, headers={"Accept": accept, "If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    for there, media_type in re.findall(r'<([^>]*)>; rel="alternate"; type="([^"]*)"', link):
        with site.get(urljoin(path, there)) as other:
            assert (other.status_code, other.mimetype) == (200, media_type), there


@pytest.mark.parametrize("suffix", FORMS)
def test_the_endpoint_is_the_same_by_suffix_and_by_accept(site: FlaskClient, suffix: str) -> None:
    named, asked = site.get(f"/sparql.{suffix}"), site.get("/sparql", headers={"Accept": FORMS[suffix][0]})
    assert (named.status_code, named.mimetype) == (200, FORMS[suffix][0])
    assert (asked.data, asked.headers["ETag"]) == (named.data, named.headers["ETag"])


def test_the_endpoint_is_described_with_what_the_data_say_of_it(site: FlaskClient) -> None:
    told = subjects(site.get("/sparql.nt").data)
    assert told[f"{BASE}sparql"] == 6
    assert told["http://localhost/sparql"] > 10
