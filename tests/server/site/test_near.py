"""server/site/near.py: addresses that there are not lead to those that were meant."""

import pytest
from flask.testing import FlaskClient

from graph.base import BASE
from server.site.catalogue import Catalogue
from server.site.near import MOST_NEAR, near_paths

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("plan/cn-2009/ii-1-2", "plan/cn-2009/II-1-2"),
        ("AGENCY/SIPO", "agency/sipo"),
        ("law/trademark-lav", "law/trademark-law"),
        ("Measures", "measures"),
        ("laws", "law"),
        ("sipo", "agency/sipo"),
        ("agencies/SIPO", "agency/sipo"),
    ],
)
def test_what_was_meant_comes_first(real_catalogue: Catalogue, path: str, meant: str) -> None:
    found = near_paths(real_catalogue, path)
    assert found[0][0] == meant
    assert len({name for name, _ in found}) == len(found) <= MOST_NEAR
    assert all(title for _, title in found)


def test_nothing_is_near_what_is_like_nothing(real_catalogue: Catalogue) -> None:
    assert near_paths(real_catalogue, "q" * 5000) == []


def test_programs_are_told_too(site: FlaskClient) -> None:
    answer = site.get("/agency/sip", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    told = answer.get_json(force=True)
    assert told["near"][0] == {"iri": f"{BASE}agency/sipo", "title": "State Intellectual Property Office"}
    assert told["status"] == 404


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/measures/?right=patent&x=%2F", "/measures?right=patent&x=%2F"),
        ("/law/", "/law"),
        ("/agency/sipo/", "/agency/sipo"),
        ("/agency/sipo.ttl/", "/agency/sipo.ttl"),
        ("/sparql/", "/sparql"),
        ("/graph/text/cn-2009/", "/graph/text/cn-2009"),
        ("/ontology/", "/ontology"),
    ],
)
def test_a_slash_too_many_leads_on(site: FlaskClient, path: str, there: str) -> None:
    answer = site.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (308, there)
    assert site.get(there, headers=HTML).status_code == 200


@pytest.mark.parametrize("path", ["/nothing/", "/law/nothing/", "/graph/nothing/", "/%00/", "/law/%3Cscript%3E/"])
def test_a_slash_behind_nothing_is_not_there(site: FlaskClient, path: str) -> None:
    answer = site.get(path)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
