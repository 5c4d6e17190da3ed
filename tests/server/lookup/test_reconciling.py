"""The reconciliation service as clients such as OpenRefine meet it."""

import json
import time
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.base import BASE
from server.lookup.batches import BATCH_SIZE
from tests.server.lookup.protocol import ENTITIES, EXTENSION, FLYOUT, MANIFEST, OFFERS, PROPOSAL, RESULT, RESULTS

PATENT_LAW = {"query": "Patent Law", "type": "LegalInstrument"}
CHINESE = {"pid": "jurisdiction", "v": "China"}


def ask(client: FlaskClient, **queries: Any) -> dict[str, Any]:
    answer = client.post("/reconcile", data={"queries": json.dumps(queries)})
    assert (answer.status_code, answer.mimetype) == (200, "application/json")
    told: dict[str, Any] = answer.get_json()
    assert RESULTS(told)
    assert told.keys() == queries.keys()
    return told


def best(client: FlaskClient, query: Any) -> dict[str, Any]:
    result = ask(client, q=query)["q"]["result"]
    return dict(result[0]) if result else {}


def test_the_manifest_says_what_the_service_does(published: FlaskClient) -> None:
    answer = published.get("/reconcile", base_url="https://host.example")
    told = answer.get_json()
    assert MANIFEST(told)
    assert told["identifierSpace"] == BASE
    assert told["batchSize"] == BATCH_SIZE
    assert told["preview"]["url"] == "https://host.example/reconcile/preview?id={{id}}"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_all_that_the_manifest_names_answers(published: FlaskClient) -> None:
    told = published.get("/reconcile").get_json()
    named = quote("law/patent-law", safe="")
    for what, check in (("entity", ENTITIES), ("type", OFFERS), ("property", OFFERS)):
        suggest = told["suggest"][what]
        found = published.get(suggest["service_url"] + suggest["service_path"] + "?prefix=p").get_json()
        assert check(found)
        assert found["result"]
        flyout = suggest["flyout_service_path"].replace("${id}", quote(found["result"][0]["id"], safe=""))
        assert FLYOUT(published.get(suggest["flyout_service_url"] + flyout).get_json())
    proposed = told["extend"]["propose_properties"]
    address = proposed["service_url"] + proposed["service_path"]
    assert PROPOSAL(published.get(address + "?type=Agency&limit=3").get_json())
    assert published.get(told["preview"]["url"].replace("{{id}}", named)).status_code == 200
    viewed = published.get(told["view"]["url"].replace("{{id}}", named))
    assert (viewed.status_code, viewed.headers["Location"]) == (303, "../law/patent-law")
    feature = published.get(told["feature_view"]["url"].replace("{{id}}", "name_exact")).get_json()
    assert feature["description"]


@pytest.mark.parametrize(
    ("query", "path", "match"),
    [
        ({"query": "Patent Law of the People's Republic of China"}, "law/patent-law", True),
        ({"query": "中华人民共和国专利法"}, "law/patent-law", True),
        ({"query": "专利法"}, "law/patent-law", False),
        (PATENT_LAW, "law/patent-law", False),
        ({**PATENT_LAW, "properties": [CHINESE]}, "law/patent-law", True),
        (
            {**PATENT_LAW, "properties": [{"pid": "jurisdiction", "v": {"id": "jurisdiction/china"}}]},
            "law/patent-law",
            True,
        ),
        ({**PATENT_LAW, "properties": [{"pid": "jurisdiction", "v": "Japan"}]}, "law/patent-law", False),
        (
            {"query": "Patent Law", "properties": [{"pid": "date", "v": "2008-12-27"}]},
            "law/patent-law/2008-12-27",
            True,
        ),
        ({"query": "Trademrk Law"}, "law/trademark-law", False),
        ({"query": "SIPO", "type": ["Agency"]}, "agency/sipo", True),
        ({"query": "国家知识产权局"}, "agency/sipo", True),
        ({"query": "State Intelectual Property Offce"}, "agency/sipo", False),
        ({"query": "Ministry of Health", "type": "Agency"}, "agency/ministry-of-health", False),
        (
            {"query": "Ministry of Health", "properties": [{"pid": "jurisdiction", "v": "CN"}]},
            "agency/ministry-of-health",
            True,
        ),
        ({"query": "WIPO", "type": "InternationalBody"}, "body/wipo", True),
        ({"query": "Japan", "type": "Jurisdiction"}, "jurisdiction/japan", True),
        ({"query": "II.1.2", "type": "Measure"}, "plan/cn-2009/II-1-2", True),
        ({"query": "law/patent-law"}, "law/patent-law", True),
        ({"query": f"{BASE}law/patent-law"}, "law/patent-law", True),
        (
            {"properties": [{"pid": "identifier", "v": "Order No. 569"}]},
            "law/patent-law-implementing-regulations/2010-01-09",
            True,
        ),
        ({"query": "Guangdong Patent Regulations"}, "law/patent-agency-regulations", False),
        ({"query": "Folklore", "type": "Concept"}, "scheme/right/folklore", True),
    ],
)
def test_what_others_have_is_matched_and_certain_only_where_it_is_safe(
    published: FlaskClient, query: Any, path: str, match: bool
) -> None:
    found = best(published, query)
    assert (found["id"], found["match"]) == (path, match)


def test_scores_go_from_0_to_100_and_their_features_are_explained(published: FlaskClient) -> None:
    found = best(published, {**PATENT_LAW, "properties": [CHINESE]})
    assert 0 <= found["score"] <= 100
    features = {feature["id"]: feature["value"] for feature in found["features"]}
    assert features == {
        "name_likeness": 100.0,
        "name_exact": True,
        "name_full": False,
        "name_former": False,
        "is_version": False,
        "property:jurisdiction": 100.0,
    }
    for name in features:
        assert published.get("/reconcile/feature?id=" + quote(name)).get_json()["description"]


def test_a_type_keeps_other_things_out(published: FlaskClient) -> None:
    for named in ("Agency", ["Agency"], f"{BASE}ontology#Agency", {"id": "Agency"}):
        result = ask(published, q={"query": "patent", "type": named, "limit": 50})["q"]["result"]
        assert {candidate["type"][0]["id"] for candidate in result} <= {"Agency"}


def test_the_limit_is_kept(published: FlaskClient) -> None:
    assert len(ask(published, q={"query": "patent", "limit": 2})["q"]["result"]) == 2


def test_nothing_like_it_gives_an_empty_result(published: FlaskClient) -> None:
    assert ask(published, q={"query": "xyzzyqwv"})["q"] == {"result": []}


def test_get_and_post_and_a_single_query_answer_alike(published: FlaskClient) -> None:
    posted = ask(published, q0=PATENT_LAW)
    got = published.get("/reconcile?queries=" + quote(json.dumps({"q0": PATENT_LAW})))
    single = published.get("/reconcile?query=" + quote(json.dumps(PATENT_LAW)))
    plain = published.get("/reconcile?query=SIPO").get_json()
    assert got.get_json() == posted
    assert single.get_json() == posted["q0"]
    assert RESULT(plain)
    assert plain["result"][0]["id"] == "agency/sipo"


@pytest.mark.parametrize(
    "queries",
    [
        "", "{", "[]", "null", '"x"', "[" * 100_000, '{"q":' * 50_000, '{"q": []}', '{"q": {}}', '{"q": {"query": 1}}', '{"q": {"query": " "}}',
        '{"q": {"properties": []}}', '{"q": {"query": "x", "limit": 0}}', '{"q": {"query": "x", "limit": "1"}}',
        '{"q": {"query": "x", "type": 1}}', '{"q": {"query": "x", "properties": [{"p": "date", "v": 1}]}}',
        '{"q": {"query": "x", "properties": [{"pid": "date"}]}}', '{"q": {"query": "x", "properties": [{"pid": "date", "v": [[1]]}]}}',
        '{"q": {"query": "x", "properties": [{"pid": "date", "v": {"name": "y"}}]}}',
        json.dumps({"q": {"query": "x", "properties": [{"pid": "date", "v": 1}] * 31}}),
    ],
)  # fmt: skip
def test_what_is_no_batch_is_refused_in_words(published: FlaskClient, queries: str) -> None:
    answer = published.post("/reconcile", data={"queries": queries})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert "Traceback" not in answer.text
    assert answer.get_json()["detail"]


def test_a_batch_is_bounded(published: FlaskClient) -> None:
    for count, status in ((BATCH_SIZE, 200), (BATCH_SIZE + 1, 413), (10_000, 413)):
        queries = json.dumps({f"q{i}": {"query": "x"} for i in range(count)})
        assert published.post("/reconcile", data={"queries": queries}).status_code == status


@pytest.mark.parametrize("form", [{}, {"other": "x"}, {"queries": "{}", "extend": "{}"}])
def test_a_form_asks_for_one_thing(published: FlaskClient, form: dict[str, str]) -> None:
    assert published.post("/reconcile", data=form).status_code == 400


def test_browsers_may_ask_from_anywhere(published: FlaskClient) -> None:
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "POST"}
    for path in ("/reconcile", "/reconcile/suggest/entity", "/reconcile/preview"):
        answer = published.options(path, headers=asked)
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in published.options("/reconcile", headers=asked).headers["Access-Control-Allow-Methods"]


def test_a_script_is_sent_to_a_callback_that_is_a_name(published: FlaskClient) -> None:
    for path in ("/reconcile?callback=jQuery1_2.done", "/reconcile/suggest/entity?prefix=sipo&callback=jQuery1_2.done"):
        answer = published.get(path)
        assert answer.mimetype == "text/javascript"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.text.startswith("/**/jQuery1_2.done({")
        assert answer.text.endswith("});")
        json.loads(answer.text.partition("(")[2][:-2])


@pytest.mark.parametrize("callback", ["alert(1)//", "a b", "<script>", "1a", "a..b", "a" * 500, "é", "a\n"])
def test_any_other_callback_is_refused(published: FlaskClient, callback: str) -> None:
    answer = published.get("/reconcile?callback=" + quote(callback))
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


def test_ten_queries_are_answered_in_a_tenth_of_a_second(published: FlaskClient) -> None:
    texts = [
        "Patent Law",
        "专利法",
        "SIPO",
        "Trademrk Law",
        "Ministry of Health",
        "WIPO",
        "Order No. 569",
        "Thunderstorm",
    ]
    texts += ["Regulations on Customs Protection of Intellectual Property Rights", "Supreme Peoples Court"]
    queries = {f"q{i}": {"query": text, "properties": [CHINESE]} for i, text in enumerate(texts)}
    ask(published, **queries)
    begun = time.process_time()
    ask(published, **queries)
    assert time.process_time() - begun < 0.1


def test_suggestions_page_through_things_and_know_identifiers(published: FlaskClient) -> None:
    def ids(query: str) -> list[str]:
        return [found["id"] for found in published.get(f"/reconcile/suggest/entity?{query}").get_json()["result"]]

    assert ids("prefix=sip")[0] == "agency/sipo"
    assert ids("prefix=" + quote("专利法"))[0] == "law/patent-law"
    assert ids("prefix=law/patent-law")[0] == "law/patent-law"
    first, second = ids("prefix=patent"), ids("prefix=patent&cursor=10")
    assert len(first) == 10
    assert not set(first) & set(second)
    assert all(name.startswith("agency/") for name in ids("prefix=state&type=Agency"))
    assert published.get("/reconcile/suggest/entity?prefix=x&cursor=-1").status_code == 400


def test_properties_and_types_are_suggested_by_the_words_of_their_names(published: FlaskClient) -> None:
    def ids(what: str, prefix: str) -> list[str]:
        return [
            found["id"] for found in published.get(f"/reconcile/suggest/{what}?prefix={prefix}").get_json()["result"]
        ]

    assert ids("property", "juris") == ["jurisdiction"]
    assert "kind" in ids("property", "instrument")
    assert ids("type", "agenc") == ["Agency"]
    assert ids("type", "LegalInstrument") == ["LegalInstrument"]
    assert published.get("/reconcile/suggest/nonsense").status_code == 404


def test_properties_are_proposed_for_a_type(published: FlaskClient) -> None:
    agency = published.get("/reconcile/properties?type=Agency").get_json()
    assert PROPOSAL(agency)
    ids = [found["id"] for found in agency["properties"]]
    assert {"nameChinese", "successor", "website"} <= set(ids)
    assert "inForce" not in ids
    assert len(published.get("/reconcile/properties?type=Agency&limit=2").get_json()["properties"]) == 2


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


def test_a_preview_is_a_small_page_that_others_may_frame(published: FlaskClient) -> None:
    answer = published.get("/reconcile/preview?id=" + quote("law/patent-law", safe=""))
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src" not in policy
    assert "default-src 'none'" in policy
    assert 'href="../law/patent-law"' in answer.text
    assert "中华人民共和国专利法" in answer.text
    assert "<script" not in answer.text
    assert len(answer.data) < 4096


@pytest.mark.parametrize("path", ["preview", "view", "flyout/entity", "flyout/type", "flyout/property", "feature"])
def test_an_unknown_identifier_is_404(published: FlaskClient, path: str) -> None:
    for name in ("", "law/nothing", "<script>"):
        answer = published.get(f"/reconcile/{path}?id={quote(name)}")
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["query", "type", "properties", "pid", "v", "limit", "id"]), inner, max_size=4
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_is_answered_or_refused(published: FlaskClient, query: Any) -> None:
    answer = published.post("/reconcile", data={"queries": json.dumps({"q": query})})
    assert answer.status_code in {200, 400}
