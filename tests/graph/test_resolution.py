"""What came of a citation, as text and as JSON."""

import json

from graph.base import BASE
from graph.hits import Hit, Labels
from graph.names import Name
from graph.resolution import Candidate, Resolution, resolution_json, resolution_text, tell_resolution

LAW = Labels("law", "Act of Nowhere", "无处法", "")
FOUND = Resolution("Act art. 3", (Candidate(f"{BASE}law/act", LAW, 97.0, ("“Act” was read",), "article 3"),), (), ())
NAME = Name(f"{BASE}law/act", "law", "Act of Nowhere", "en", "preferred")
NOTHING = Resolution("Akt", (), (Hit(LAW, NAME, "similar", 40.0, ()),), ("a note",))


def test_text_begins_with_the_iri_and_gives_reasons() -> None:
    assert resolution_text(FOUND) == f"{BASE}law/act  Act of Nowhere, article 3 (law, 97)\n    “Act” was read\n"


def test_text_says_that_nothing_is_meant_and_what_is_nearest() -> None:
    lines = resolution_text(NOTHING).splitlines()
    assert lines[0] == "Nothing is certainly meant by “Akt”."
    assert lines[1:3] == ["    a note", "Nearest:"]
    assert lines[3].startswith(f"    {BASE}law/act  Act of Nowhere")


def test_json_holds_the_same() -> None:
    told = json.loads(resolution_json(FOUND))
    assert told == tell_resolution(FOUND)
    assert told["candidates"][0] == {
        "iri": f"{BASE}law/act",
        "path": "law/act",
        "kind": "law",
        "label": "Act of Nowhere",
        "label_zh": "无处法",
        "number": None,
        "score": 97.0,
        "pinpoint": "article 3",
        "reasons": ["“Act” was read"],
    }
    assert json.loads(resolution_json(NOTHING))["suggestions"][0]["iri"] == f"{BASE}law/act"


def test_a_thing_without_a_label_is_called_by_its_path() -> None:
    assert Candidate(f"{BASE}target/x", Labels("target", "", "", ""), 90.0, ()).label == "target/x"
