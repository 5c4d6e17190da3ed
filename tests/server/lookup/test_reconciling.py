"""The reconciliation service as clients such as OpenRefine meet it."""

import json
import re
import time
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph.base import BASE
from server.lookup.batches import BATCH_SIZE
from server.lookup.offered import TYPES
from tests.server.lookup.asking import ask, best
from tests.server.lookup.protocol import ENTITIES, FLYOUT, MANIFEST, OFFERS, PROPOSAL, RESULT

PATENT_LAW = {"query": "Patent Law", "type": "LegalInstrument"}
CHINESE = {"pid": "jurisdiction", "v": "China"}


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
        ({"query": "Folklore"}, "scheme/right/folklore", False),
        ({"query": "Japan"}, "jurisdiction/japan", True),
        ({"query": "Beijing"}, "jurisdiction/beijing", True),
        ({"query": "Campaign Thunderstorm"}, "campaign/thunderstorm-2009", True),
        ({"query": "World Trade Organization"}, "body/wto", True),
        ({"query": "European Union"}, "body/eu", False),
        ({"query": "TRIPS Agreement"}, "law/trips-agreement", True),
        ({"query": "State Intellectual Property Office"}, "agency/sipo", True),
        ({"query": "Ministry of Finance", "type": "Agency"}, "agency/ministry-of-finance", False),
        ({"query": "财政部", "type": "Agency"}, "agency/ministry-of-finance", False),
        ({"query": "Q177773"}, "body/wipo", True),
        ({"query": "Order No. 569"}, "law/patent-law-implementing-regulations/2010-01-09", False),
        (
            {"query": "II.1.2", "type": "Measure", "properties": [{"pid": "number", "v": "II.1.2"}]},
            "plan/cn-2009/II-1-2",
            True,
        ),
        ({"properties": [{"pid": "number", "v": "II.1.2"}]}, "plan/cn-2009/II-1-2", True),
        ({"properties": [{"pid": "acronym", "v": "SIPO"}]}, "agency/sipo", False),
        ({"properties": [{"pid": "acronym", "v": "SIPO"}, CHINESE]}, "agency/sipo", True),
        ({"properties": [{"pid": "nameChinese", "v": "国家知识产权局"}]}, "agency/sipo", True),
        ({"properties": [{"pid": "iri", "v": f"{BASE}agency/sipo"}]}, "agency/sipo", True),
        ({"properties": [{"pid": "formerNames", "v": "State Intellectual Property Office"}]}, "agency/cnipa", False),
        ({"properties": [{"pid": "date", "v": "2008-12-27"}]}, "law/patent-law/2008-12-27", False),
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


@pytest.mark.parametrize("form", [{}, {"other": "x"}, {"queries": "{}", "extend": "{}"}])
def test_a_form_asks_for_one_thing(published: FlaskClient, form: dict[str, str]) -> None:
    assert published.post("/reconcile", data=form).status_code == 400


def test_browsers_may_ask_from_anywhere(published: FlaskClient) -> None:
    asked = {"Origin": "https://other.example", "Access-Control-Request-Method": "POST"}
    for path in ("/reconcile", "/reconcile/suggest/entity", "/reconcile/preview"):
        answer = published.options(path, headers=asked)
        assert answer.status_code == 200
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
    allowed = published.options("/reconcile", headers=asked).headers
    assert "POST" in allowed["Access-Control-Allow-Methods"]
    assert {"Authorization", "Content-Type", "X-Requested-With"} <= {
        *allowed["Access-Control-Allow-Headers"].split(", ")
    }


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
    assert ids("prefix=agency/sam")[0] == "agency/samr"
    assert ids("prefix=Jurisdiction/J")[0] == "jurisdiction/japan"
    assert ids("prefix=" + quote(f"{BASE}agency/sam", safe=""))[0] == "agency/samr"
    assert "agency/samr" not in ids("prefix=agency/sam&type=LegalInstrument")
    first, second = ids("prefix=patent"), ids("prefix=patent&cursor=10")
    assert len(first) == 10
    assert not set(first) & set(second)
    assert all(name.startswith("agency/") for name in ids("prefix=state&type=Agency"))
    assert ids("prefix=patent&cursor=100000") == ids(f"prefix=patent&cursor={'9' * 5000}") == []
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
    assert ids("type", quote(f"{BASE}ontology#LegalI", safe="")) == ["LegalInstrument"]
    assert ids("type", "ipr:Agency") == ["Agency"]
    assert ids("type", "...") == []
    assert len(ids("type", "")) == len(TYPES)
    assert published.get("/reconcile/suggest/nonsense").status_code == 404


def test_properties_are_proposed_for_a_type(published: FlaskClient) -> None:
    agency = published.get("/reconcile/properties?type=Agency").get_json()
    assert PROPOSAL(agency)
    ids = [found["id"] for found in agency["properties"]]
    assert {"nameChinese", "successor", "website"} <= set(ids)
    assert "inForce" not in ids
    assert len(published.get("/reconcile/properties?type=Agency&limit=2").get_json()["properties"]) == 2
    assert published.get("/reconcile/properties?limit=0").get_json()["properties"] == []
    assert published.get("/reconcile/properties?limit=x").status_code == 400


@pytest.mark.parametrize("path", ["preview", "view", "flyout/entity", "flyout/type", "flyout/property", "feature"])
def test_an_unknown_identifier_is_404(published: FlaskClient, path: str) -> None:
    for name in ("", "law/nothing", "<script>"):
        answer = published.get(f"/reconcile/{path}?id={quote(name)}")
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_a_browser_gets_a_page_where_there_is_nothing_to_view(published: FlaskClient) -> None:
    answer = published.get("/reconcile/view?id=law/nothing", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    assert "law/nothing" in answer.text


def test_the_service_has_no_other_addresses(published: FlaskClient) -> None:
    for path in ("/reconcile/nonsense", "/reconcile/suggest", "/reconcile/preview/x"):
        assert published.get(path).status_code == published.options(path).status_code == 404
    assert published.post("/reconcile/suggest/entity").status_code == 405


def test_a_slash_at_the_end_changes_nothing(published: FlaskClient) -> None:
    assert published.get("/reconcile/").get_json() == published.get("/reconcile").get_json()
    form = {"queries": json.dumps({"q": PATENT_LAW})}
    assert published.post("/reconcile/", data=form).get_json() == published.post("/reconcile", data=form).get_json()


@pytest.mark.parametrize(
    "name", ["agency/cnipa/change/2018", "outcome/cn-2009/I-1-1-1", "target/cn-2009-1024-1035", "agency/sipo"]
)
def test_a_flyout_says_what_there_is_to_say_once(published: FlaskClient, name: str) -> None:
    html = published.get(f"/reconcile/flyout/entity?id={name}").get_json()["html"]
    said = re.findall(r">([^<]*)</(?:strong|p)>", html)
    assert all(said)
    assert len(said) == len({*said})
    assert name not in said


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    what=st.sampled_from(
        ["suggest/entity", "suggest/type", "flyout/entity", "preview", "view", "properties", "feature", "nope"]
    ),
    given_=st.dictionaries(
        st.sampled_from(["prefix", "id", "type", "limit", "cursor", "callback"]),
        st.text(st.characters(exclude_categories=["Cs"])),
        max_size=4,
    ),
)
def test_any_address_is_answered_or_refused(published: FlaskClient, what: str, given_: dict[str, str]) -> None:
    assert published.get(f"/reconcile/{what}", query_string=given_).status_code in {200, 303, 400, 404}
