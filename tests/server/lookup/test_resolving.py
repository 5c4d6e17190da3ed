"""Citations over HTTP: IRIs with reasons, or 404 with suggestions."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from graph.base import BASE

BROWSER = {"Accept": "text/html"}


def test_a_citation_gives_iris_with_reasons(published: FlaskClient) -> None:
    answer = published.get("/resolve?q=" + quote("Patent Law art. 3"))
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    candidate = answer.get_json()["candidates"][0]
    assert (candidate["iri"], candidate["pinpoint"]) == (f"{BASE}law/patent-law", "article 3")
    assert len(candidate["reasons"]) == 2
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_what_is_not_certain_is_404_with_suggestions(published: FlaskClient) -> None:
    answer = published.get("/resolve?q=" + quote("Japanese Patent Law"))
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    told = answer.get_json()
    assert (told["status"], told["query"]) == (404, "Japanese Patent Law")
    assert f"{BASE}law/patent-law" in [hit["iri"] for hit in told["suggestions"]]


def test_suggestions_are_announced_only_where_there_are_some(published: FlaskClient) -> None:
    some, none = (published.get("/resolve?q=" + quote(text)).get_json() for text in ("Japanese Patent Law", "xyzzy"))
    assert some["suggestions"]
    assert some["detail"].endswith("; see the suggestions.")
    assert none["suggestions"] == []
    assert none["detail"].endswith(", and nothing is called nearly so.")


@pytest.mark.parametrize("query", ["", "?q=", "?q=%20"])
def test_nothing_to_resolve_is_refused_to_programs_and_a_form_to_people(published: FlaskClient, query: str) -> None:
    assert published.get(f"/resolve{query}").status_code == 400
    page = published.get(f"/resolve{query}", headers=BROWSER)
    assert page.status_code == 200
    assert '<input id="q"' in page.text


def test_a_page_shows_the_iri_the_pinpoint_and_the_reasons(published: FlaskClient) -> None:
    page = published.get("/resolve?q=" + quote("Patent Law art. 3"), headers=BROWSER)
    assert page.status_code == 200
    assert f"<code>{BASE}law/patent-law</code>" in page.text
    assert 'href="law/patent-law"' in page.text
    assert "</a>, article 3" in page.text
    assert "articles have no IRI of their own" in page.text


def test_a_page_says_what_was_read_and_does_not_guess(published: FlaskClient) -> None:
    page = published.get("/resolve?q=" + quote("measure II.1.2 of the 2010 plan"), headers=BROWSER)
    assert page.status_code == 404
    assert "there is no plan of 2010 here" in page.text
    assert "Nearest" in page.text


def test_markup_stays_text(published: FlaskClient) -> None:
    page = published.get("/resolve?q=" + quote("<script>alert(1)</script>"), headers=BROWSER)
    assert page.status_code == 404
    assert "<script>alert" not in page.text
