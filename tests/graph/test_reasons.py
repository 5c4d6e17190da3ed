"""An explanation in words and as JSON."""

import json

import pytest

from graph.known import Fault, Problem
from graph.named import Name
from graph.nearness import Near
from graph.reasons import Culprit, Explanation, explanation_json, explanation_json_text, explanation_text, told_fault

SOURCE = "ASK {\n  ?x a e:Lav }"
EXPLANATION = Explanation(
    SOURCE,
    "unknown names",
    True,
    (Culprit("triple", "?x a e:Lav", 8, "unknown name"),),
    (
        Fault(Name("class", "e:Lav", 13), "http://e/Lav", "missing", (Near("http://e/Law", "e:Law", "Law"),)),
        Fault(Name("graph", "<http://g/>", -1), "http://g/", "missing"),
    ),
    ("something",),
)


def test_people_read_place_and_cure() -> None:
    assert explanation_text(EXPLANATION).splitlines() == [
        "The query has no answer, and it names what the data do not have.",
        "  line 2, column 3: ?x a e:Lav matches nothing, since the data do not have what it names",
        "  line 2, column 8: the data do not have e:Lav; near: e:Law “Law”",
        "  beside the query: the data do not have <http://g/>",
        "  not determined: something",
    ]


def test_programs_read_the_same() -> None:
    document = explanation_json(EXPLANATION)
    assert json.loads(explanation_json_text(EXPLANATION)) == document
    assert (document["empty"], document["verdict"], document["undetermined"]) == (True, "unknown names", ["something"])
    (pattern,), (name, graph) = document["patterns"], document["names"]
    assert (pattern["kind"], pattern["line"], pattern["column"], pattern["reason"]) == ("triple", 2, 3, "unknown name")
    assert name["near"] == [{"iri": "http://e/Law", "name": "e:Law", "label": "Law"}]
    assert (graph["line"], graph["column"], graph["near"]) == (None, None, [])


def test_a_long_pattern_is_told_in_one_short_line() -> None:
    culprit = Culprit("filter", "FILTER(\n" + "?x || " * 50 + "?y)", 0, "removes all")
    told = explanation_text(Explanation(SOURCE, "nothing matches", True, (culprit,)))
    assert len(told.splitlines()) == 2
    assert "…" in told


def test_a_value_of_another_property_is_told_with_both() -> None:
    name = Name("value", "'x'", 0, used_with=("e:p",))
    told = told_fault(Fault(name, '"x"', "not used so", held_by=("e:q", "e:r")))
    assert told == "the data do not have 'x' as a value of e:p, only of e:q, e:r"


@pytest.mark.parametrize(
    ("role", "problem", "words"),
    [
        ("value", "missing", "as a value"),
        ("class", "used as property", "is a property, and used as a class here"),
        ("property", "used as class", "is a class, and used as a property here"),
        ("class", "not used so", "exists, but the data never use it as a class"),
        ("value", "language", "with another language tag: n"),
        ("value", "datatype", "with another datatype: n"),
        ("language", "language", "has the language tag e:x; they have n"),
        ("property", "namespace", "the prefix e: stands for another namespace than usual; near: <i>"),
        ("class", "other graph", "not in the graphs that are asked here, only in others: g"),
    ],
)
def test_each_fault_has_its_words(role: str, problem: Problem, words: str) -> None:
    name = Name(role, "e:x", 0)  # type: ignore[arg-type]
    assert words in told_fault(Fault(name, "http://e/x", problem, (Near("i", "n", ""),), ("g",)))
