"""What is known of things besides their names."""

import json
from typing import Any

import pyoxigraph as ox
import pytest

from graph.base import BASE
from graph.particulars import (
    PROPERTIES,
    Particulars,
    Row,
    Value,
    particulars_from,
    read_particulars,
    rows_of_json,
)
from graph.queries import read_query
from graph.resources import dist_file, queries_dir
from graph.store import read_dist

CHINA = Value(f"{BASE}jurisdiction/china", True)


@pytest.fixture(scope="module")
def store() -> ox.Store:
    return read_dist(dist_file())


@pytest.fixture(scope="module")
def particulars(store: ox.Store) -> Particulars:
    return read_particulars(store)


def test_a_law_has_its_kind_issuer_dates_and_identifier(particulars: Particulars) -> None:
    own = particulars[f"{BASE}law/patent-law-implementing-regulations"]
    assert own["kind"] == (Value(f"{BASE}scheme/instrument-kind/administrative-regulation", True),)
    assert own["issuer"] == (Value(f"{BASE}agency/state-council", True),)
    assert own["date"] == (Value("2001-06-15", datatype="date"),)
    assert own["identifier"] == (Value("State Council Order No. 306"),)
    assert own["definition"][0].language == "en"


def test_bodies_know_who_followed_them(particulars: Particulars) -> None:
    assert particulars[f"{BASE}agency/sipo"]["successor"] == (Value(f"{BASE}agency/cnipa", True),)
    assert Value(f"{BASE}agency/sipo", True) in particulars[f"{BASE}agency/cnipa"]["predecessor"]


@pytest.mark.parametrize(
    "path", ["law/patent-law", "agency/sipo", "agency/cnipa", "agency/state-council", "plan/cn-2009"]
)
def test_what_the_plan_of_a_state_names_and_its_kin_are_of_that_state(particulars: Particulars, path: str) -> None:
    assert particulars[BASE + path]["jurisdiction"] == (CHINA,)


@pytest.mark.parametrize("path", ["law/trips-agreement", "law/eu-china-customs-action-plan", "body/wipo"])
def test_what_states_share_is_of_none(particulars: Particulars, path: str) -> None:
    assert "jurisdiction" not in particulars[BASE + path]


def test_an_issuer_gives_its_state_to_what_no_plan_names() -> None:
    plan, part = f"{BASE}plan/p", f"{BASE}plan/p/I"
    rows = [
        Row(plan, "jurisdiction", CHINA),
        Row(f"{BASE}agency/a", "mentionedBy", Value(part, True)),
        Row(f"{BASE}agency/b", "parent", Value(f"{BASE}agency/a", True)),
        Row(f"{BASE}law/l", "issuer", Value(f"{BASE}agency/b", True)),
        Row(f"{BASE}law/m", "date", Value("2001", datatype="gYear")),
    ]
    found = particulars_from(rows)
    assert found[f"{BASE}law/l"]["jurisdiction"] == (CHINA,)
    assert "jurisdiction" not in found[f"{BASE}law/m"]


def test_an_answer_in_json_gives_the_same_as_the_store(store: ox.Store, particulars: Particulars) -> None:
    solutions: Any = store.query(read_query(queries_dir() / "pages" / "particulars.rq").text)
    answer = json.loads(solutions.serialize(format=ox.QueryResultsFormat.JSON))
    assert particulars_from(rows_of_json(answer)) == particulars


def test_every_property_of_the_query_is_described(particulars: Particulars) -> None:
    assert {name for own in particulars.values() for name in own} <= PROPERTIES.keys()
    assert all(p.name and p.description.endswith(".") and p.kinds for p in PROPERTIES.values())
