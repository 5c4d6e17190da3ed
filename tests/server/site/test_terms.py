"""server/site/terms.py: what the editor completes."""

from typing import Any

import pytest
from flask.testing import FlaskClient

from server.engine import Answer, InProcessEngine, Question
from server.refusals import RefusedError
from server.site.terms import TermsReader

BASE = "https://w3id.org/iprgraph/"


@pytest.fixture
def told(site: FlaskClient) -> dict[str, Any]:
    answer = site.get("/sparql/terms.json").json
    assert isinstance(answer, dict)
    return answer


def term(told: dict[str, Any], iri: str) -> dict[str, Any]:
    (found,) = [term for term in told["terms"] if term["iri"] == iri]
    return dict(found)


def test_an_entity_has_its_names_in_both_languages_old_ones_too(told: dict[str, Any]) -> None:
    names = term(told, f"{BASE}agency/sipo")["names"]
    assert {"State Intellectual Property Office", "SIPO", "国家知识产权局"} <= set(names)


def test_a_term_of_the_ontology_has_its_kind_and_meaning(told: dict[str, Any]) -> None:
    revises = term(told, f"{BASE}ontology#revises")
    assert revises["kind"] == "property"
    assert revises["meaning"]
    assert term(told, f"{BASE}ontology#Measure")["kind"] == "class"


def test_properties_of_others_that_are_in_use_are_there(told: dict[str, Any]) -> None:
    assert term(told, "http://www.w3.org/ns/oa#exact") == {
        "iri": "http://www.w3.org/ns/oa#exact",
        "kind": "property",
        "names": [],
    }


def test_each_folder_of_ours_has_a_prefix_of_its_name(told: dict[str, Any]) -> None:
    assert told["prefixes"]["law"] == f"{BASE}law/"
    assert told["prefixes"]["right"] == f"{BASE}scheme/right/"
    assert told["prefixes"]["ipr"] == f"{BASE}ontology#"


def test_terms_are_sent_again_only_for_other_data(site: FlaskClient) -> None:
    first = site.get("/sparql/terms.json")
    again = site.get("/sparql/terms.json", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_data_too_large_to_be_looked_through_give_an_editor_without_names(
    real_engine: InProcessEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Question) -> Answer:
        raise RefusedError(503, "too long")

    monkeypatch.setattr(real_engine, "answer", refuse)
    assert b'"terms":[]' in TermsReader(real_engine, "v")()
