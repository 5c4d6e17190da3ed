"""graph/report.py: what was found, for people, for programs and as standard Turtle."""

import json

import pyoxigraph as ox
import pytest

from graph.coverage import Coverage
from graph.report import Finding, Report, make_report, report_json, report_text, report_turtle

SH = "http://www.w3.org/ns/shacl#"
BAD = Finding(
    "shapes",
    "violation",
    'it has no "label"\nat all',
    "https://example.org/a",
    path="https://example.org/p",
    value="x",
    shape="https://example.org/shape",
    component=f"{SH}MinCountConstraintComponent",
    cure="Add one.",
)
WARNING = Finding("contents", "warning", "a heading differs")
NOTE = Finding("other", "info", "by the way")


def test_an_unknown_severity_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="fatal"):
        Finding("x", "fatal", "y")


@pytest.mark.parametrize(("findings", "conforms"), [([], True), ([WARNING, NOTE], True), ([NOTE, BAD], False)])
def test_only_violations_keep_a_data_set_from_conforming(findings: list[Finding], conforms: bool) -> None:
    assert make_report(findings, ["x"]).conforms is conforms


def test_the_worst_comes_first_in_a_fixed_order() -> None:
    assert make_report([NOTE, WARNING, BAD], []).findings == (BAD, WARNING, NOTE)
    assert make_report([BAD, NOTE, WARNING], []).findings == (BAD, WARNING, NOTE)


def test_people_read_what_is_wrong_where_and_what_to_do() -> None:
    text = report_text(make_report([BAD, WARNING], ["shapes", "contents"]))
    assert "VIOLATION [shapes] https://example.org/a (https://example.org/p = x): it has no" in text
    assert "    Add one.\n" in text
    assert text.endswith("does NOT conform: 1 violations, 1 warnings, 0 notes from 2 checks (shapes, contents).\n")


def test_people_read_that_all_is_well() -> None:
    assert report_text(Report((), ("shapes",))).startswith("The data set conforms: 0 violations")


def test_programs_read_the_same() -> None:
    read = json.loads(report_json(make_report([BAD, WARNING], ["shapes"])))
    assert (read["conforms"], read["checks"]) == (False, ["shapes"])
    assert [f["message"] for f in read["findings"]] == [BAD.message, WARNING.message]


def results(report: Report) -> dict[str, list[str]]:
    """The values of the standard report, by local name of the property."""
    out: dict[str, list[str]] = {}
    for quad in ox.parse(report_turtle(report).encode(), format=ox.RdfFormat.TURTLE):
        value = quad.object.value if not isinstance(quad.object, ox.Triple) else ""
        out.setdefault(quad.predicate.value.removeprefix(SH), []).append(value)
    return out


def test_the_standard_report_is_turtle_with_one_result_a_finding() -> None:
    found = results(make_report([BAD, WARNING], ["shapes"]))
    assert found["conforms"] == ["false"]
    assert len(found["result"]) == 2
    assert found["focusNode"] == ["https://example.org/a"]
    assert found["resultMessage"] == [BAD.message, WARNING.message]
    assert found["resultSeverity"] == [f"{SH}Violation", f"{SH}Warning"]
    assert found["sourceShape"] == ["https://example.org/shape"]


def test_the_standard_report_of_no_findings_conforms() -> None:
    found = results(Report((), ()))
    assert found["conforms"] == ["true"]
    assert "result" not in found


@pytest.mark.parametrize("text", ['"', "\\", "\n\t\r", "\u0001", "’ 法 𝔏", "<a> \\u0041", "https://example.org/ a"])
def test_any_words_survive_in_the_standard_report(text: str) -> None:
    found = results(make_report([Finding("x", "info", text, value=text)], []))
    assert found["resultMessage"] == [text]
    assert found["value"] == [text]


def test_a_report_tells_how_far_the_data_set_is_linked() -> None:
    cells = [Coverage("agency", "atlas", 2, 5, 1), Coverage("law", "atlas", 0, 0, 9)]
    report = make_report([], ["x"], cells)
    assert "LINKS to atlas, agency: 2 linked, 5 not found there, 1 not looked for\n" in report_text(report)
    assert "law" not in report_text(report)
    assert json.loads(report_json(report))["coverage"][1] == {
        "kind": "law", "target": "atlas", "linked": 0, "none_found": 0, "not_looked_for": 9
    }  # fmt: skip
