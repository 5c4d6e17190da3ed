"""server/site/questions.py: a gallery, and pages with answers, names and what may be chosen."""

import json
import re
from html import unescape

import pytest
from flask.testing import FlaskClient

from graph.queries import GROUPS, find_query, read_queries
from server.site.questions import make_gallery_page

HTML = {"Accept": "text/html"}
QUESTIONS = read_queries("examples")
CHOOSING = [stored for stored in QUESTIONS if stored.parameters]


def page_of(client: FlaskClient, path: str) -> str:
    """The text of the page."""
    answer = client.get(path, headers=HTML)
    assert (answer.status_code, answer.mimetype) == (200, "text/html"), answer.text
    return answer.text


def test_every_question_stands_in_the_gallery_under_one_of_the_groups() -> None:
    page = make_gallery_page()
    names = [entry.name for group in page.groups for entry in group.entries]
    assert sorted(names) == [stored.name for stored in QUESTIONS]
    assert [group.title for group in page.groups] == list(GROUPS)


@pytest.mark.parametrize("name", [stored.name for stored in QUESTIONS])
def test_a_question_has_its_answer_in_the_page(site: FlaskClient, name: str) -> None:
    page = page_of(site, f"/queries/{name}")
    assert "<table" in page
    assert len(json.loads(re.findall(r'id="answer-data">(.*?)</script>', page)[0])["results"]["bindings"])


def test_at_least_six_questions_let_a_reader_choose() -> None:
    assert len(CHOOSING) >= 6


@pytest.mark.parametrize("name", [stored.name for stored in CHOOSING])
def test_without_a_choice_a_page_answers_what_the_text_asks(site: FlaskClient, name: str) -> None:
    shown = json.loads(re.findall(r'id="answer-data">(.*?)</script>', page_of(site, f"/queries/{name}"))[0])
    asked = site.get("/sparql", query_string={"query": find_query(name).text, "format": "json"}).json
    assert asked is not None
    assert sorted(map(str, shown["results"]["bindings"])) == sorted(map(str, asked["results"]["bindings"]))


@pytest.mark.parametrize("name", [stored.name for stored in CHOOSING])
def test_each_choice_has_an_answer_and_a_text_that_gives_it(site: FlaskClient, name: str) -> None:
    page = page_of(site, f"/queries/{name}")
    variable = find_query(name).parameters[0].variable
    values = [unescape(value) for value in re.findall(r'<option value="([^"]+)"', page)]
    assert len(values) > 3
    chosen = page_of(site, f"/queries/{name}?{variable}={values[-1]}")
    rows = json.loads(re.findall(r'id="answer-data">(.*?)</script>', chosen)[0])["results"]["bindings"]
    assert {row[variable]["value"] for row in rows} == {f"https://w3id.org/iprgraph/{values[-1]}"}
    text = unescape(re.findall(r"<pre[^>]*>(# title.*?)</pre>", chosen, re.DOTALL)[0])
    asked = site.get("/sparql", query_string={"query": text, "format": "json"}).json
    assert asked is not None
    assert len(asked["results"]["bindings"]) == len(rows)


@pytest.mark.parametrize("value", ["scheme/act/nonsense", "x> } DELETE {", "https://elsewhere.example/"])
def test_what_is_not_among_the_choices_is_refused(site: FlaskClient, value: str) -> None:
    answer = site.get("/queries/measures-of-one-act", query_string={"act": value}, headers=HTML)
    assert answer.status_code == 400
    assert "none of those that may be chosen as Act" in unescape(answer.text)


def test_choices_are_names_and_parts_of_a_plan_stand_in_its_order(site: FlaskClient) -> None:
    page = page_of(site, "/queries/outcomes-of-one-area")
    labels = [unescape(label) for label in re.findall(r"<option[^>]*>([^<]+)</option>", page)]
    assert [label.split()[0] for label in labels] == ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"]


def test_a_question_that_there_is_not_is_refused(site: FlaskClient) -> None:
    assert site.get("/queries/nonsense", headers=HTML).status_code == 404


def test_a_question_comes_in_other_forms_too(site: FlaskClient) -> None:
    answer = site.get("/queries/measures-by-right.ttl")
    assert answer.status_code == 200
    assert "sh:select" in answer.text


def test_a_question_that_the_data_do_not_answer_says_so(mini_site: FlaskClient) -> None:
    assert "Nothing in the data answers this." in page_of(mini_site, "/queries/late-against-a-deadline")
