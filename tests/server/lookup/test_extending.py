"""Values for those who have matched theirs."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.base import BASE
from server.lookup.offered import PROPERTIES_OFFERED
from tests.server.lookup.asking import ANY_JSON
from tests.server.lookup.protocol import EXTENSION


def extend(client: FlaskClient, ids: list[str], *properties: dict[str, Any]) -> dict[str, Any]:
    asked = json.dumps({"ids": ids, "properties": properties})
    answer = client.post("/reconcile", data={"extend": asked})
    assert answer.status_code == 200
    assert answer.get_json() == client.get("/reconcile?extend=" + quote(asked)).get_json()
    told: dict[str, Any] = answer.get_json()
    assert EXTENSION(told)
    return told


def test_values_are_given_to_those_who_have_matched(published: FlaskClient) -> None:
    version = "law/patent-law-implementing-regulations/2010-01-09"
    wanted = [{"id": p} for p in ("identifier", "date", "versionOf", "nameEnglish", "nameChinese", "iri")]
    told = extend(published, [version, "law/nothing"], *wanted)
    assert told["rows"][version]["identifier"] == [{"str": "State Council Order No. 569"}]
    assert told["rows"][version]["date"] == [{"date": "2010-01-09T00:00:00Z"}]
    assert told["rows"][version]["versionOf"][0]["id"] == "law/patent-law-implementing-regulations"
    assert told["rows"][version]["iri"] == [{"str": BASE + version}]
    assert told["rows"]["law/nothing"] == {p["id"]: [] for p in wanted}
    assert told["meta"][2] == {
        "id": "versionOf",
        "name": "Version of",
        "type": {"id": "LegalInstrument", "name": "Law or document"},
    }


@pytest.mark.parametrize("type_id", ["", "Nonsense", "Agency", "Measure"])
def test_all_that_is_proposed_can_be_asked_for_at_once(published: FlaskClient, type_id: str) -> None:
    proposed = published.get(f"/reconcile/properties?type={type_id}").get_json()["properties"]
    wanted = [{"id": offered["id"]} for offered in proposed]
    told = extend(published, ["agency/sipo"], *wanted)
    assert [described["id"] for described in told["meta"]] == [w["id"] for w in wanted]
    assert told["rows"]["agency/sipo"]["acronym"] == [{"str": "SIPO"}]


def test_a_dated_text_has_the_state_of_its_law(published: FlaskClient) -> None:
    told = extend(published, ["law/patent-law/2008-12-27"], {"id": "jurisdiction"})
    assert told["rows"]["law/patent-law/2008-12-27"]["jurisdiction"] == [{"id": "jurisdiction/china", "name": "China"}]


def test_an_id_comes_back_as_it_was_sent(published: FlaskClient) -> None:
    ids = ["", "\0", "\ud800", "专"]
    assert list(extend(published, ids, {"id": "date"})["rows"]) == ids


def test_values_may_be_limited(published: FlaskClient) -> None:
    told = extend(published, ["law/patent-law"], {"id": "note"}, {"id": "otherNames", "settings": {"limit": 1}})
    assert len(told["rows"]["law/patent-law"]["otherNames"]) == 1


@pytest.mark.parametrize(
    "asked",
    ["", "{}", '{"ids": "x", "properties": []}', '{"ids": [1], "properties": []}', '{"ids": []}', '{"ids": [], "properties": [1]}',
     '{"ids": [], "properties": [{"id": "nonsense"}]}', '{"ids": [], "properties": [{"id": "date", "settings": {"limit": -1}}]}'],
)  # fmt: skip
def test_what_is_no_extension_is_refused(published: FlaskClient, asked: str) -> None:
    assert published.post("/reconcile", data={"extend": asked}).status_code == 400


def test_too_many_ids_are_refused(published: FlaskClient) -> None:
    asked = json.dumps({"ids": ["x"] * 1001, "properties": []})
    assert published.post("/reconcile", data={"extend": asked}).status_code == 413


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    ids=ANY_JSON | st.lists(st.text(st.characters())),
    pid=ANY_JSON | st.sampled_from(sorted(PROPERTIES_OFFERED)),
    limit=ANY_JSON,
)
def test_any_extension_is_answered_or_refused(published: FlaskClient, ids: Any, pid: Any, limit: Any) -> None:
    asked = {"ids": ids, "properties": [{"id": pid, "settings": {"limit": limit}}]}
    answer = published.post("/reconcile", data={"extend": json.dumps(asked)})
    assert answer.status_code in {200, 400}
    assert answer.status_code == 400 or EXTENSION(answer.get_json())
