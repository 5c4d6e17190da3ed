"""What the checks found, for people, for programs and as a standard SHACL validation report."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from graph.coverage import Coverage

_ORDER = {"violation": 0, "warning": 1, "info": 2}


CURATION = frozenset({"unclaimed-names"})
"""Checks that say what is still to be curated: `iprgraph check` fails on them, a build goes on."""


@dataclass(frozen=True)
class Finding:
    """One thing a check found; only violations make the check fail."""

    check: str
    severity: str
    message: str
    focus: str = ""
    path: str = ""
    value: str = ""
    shape: str = ""
    component: str = ""
    cure: str = ""

    def __post_init__(self) -> None:
        if self.severity not in _ORDER:
            raise ValueError(f"unknown severity {self.severity!r}")


@dataclass(frozen=True)
class Report:
    """All findings, worst first, the names of the checks that ran, and how far the data set is linked to others."""

    findings: tuple[Finding, ...]
    checks: tuple[str, ...]
    coverage: tuple[Coverage, ...] = ()

    @property
    def publishable(self) -> bool:
        """Whether the data are right as far as they go; names still to be curated do not stop a new plan."""
        return not any(f.severity == "violation" and f.check not in CURATION for f in self.findings)

    @property
    def conforms(self) -> bool:
        """Whether nothing was violated; warnings do not count."""
        return not any(f.severity == "violation" for f in self.findings)


def make_report(findings: Iterable[Finding], checks: Iterable[str], coverage: Iterable[Coverage] = ()) -> Report:
    """The report in a fixed order."""
    key = sorted(findings, key=lambda f: (_ORDER[f.severity], f.check, f.focus, f.path, f.value, f.message))
    return Report(tuple(key), tuple(checks), tuple(coverage))


def report_text(report: Report) -> str:
    """The report for a person: what is wrong, where, and what to do."""
    lines = []
    for finding in report.findings:
        place = f" {finding.focus}" if finding.focus else ""
        detail = f" ({finding.path}{' = ' + finding.value if finding.value else ''})" if finding.path else ""
        lines.append(f"{finding.severity.upper()} [{finding.check}]{place}{detail}: {finding.message}")
        if finding.cure:
            lines.append(f"    {finding.cure}")
    lines += [_coverage_line(c) for c in report.coverage if c.linked or c.none_found]
    counts = {s: sum(f.severity == s for f in report.findings) for s in _ORDER}
    verdict = "conforms" if report.conforms else "does NOT conform"
    lines.append(
        f"The data set {verdict}: {counts['violation']} violations, {counts['warning']} warnings, "
        f"{counts['info']} notes from {len(report.checks)} checks ({', '.join(report.checks)})."
    )
    return "\n".join(lines) + "\n"


def _coverage_line(cell: Coverage) -> str:
    counts = f"{cell.linked} linked, {cell.none_found} not found there, {cell.not_looked_for} not looked for"
    return f"LINKS to {cell.target}, {cell.kind}: {counts}"


def report_json(report: Report) -> str:
    """The report for a program."""
    content = {
        "conforms": report.conforms,
        "checks": report.checks,
        "findings": [asdict(f) for f in report.findings],
        "coverage": [asdict(c) for c in report.coverage],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def report_turtle(report: Report) -> str:
    """The standard report (SHACL, section 3.6), one result a finding, in a fixed order."""
    head = [
        "@prefix sh: <http://www.w3.org/ns/shacl#> .",
        "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .",
        "",
        "[] a sh:ValidationReport ;",
    ]
    # Here, as SHACL has it, any result at all means that the data do not conform.
    body = [f'    sh:conforms "{str(not report.findings).lower()}"^^xsd:boolean']
    body += [f"    sh:result {_result(f)}" for f in report.findings]
    return "\n".join(head) + "\n" + " ;\n".join(body) + " .\n"


def _result(finding: Finding) -> str:
    component = finding.component or "http://www.w3.org/ns/shacl#SPARQLConstraintComponent"
    pairs = [
        ("a", "sh:ValidationResult"),
        ("sh:resultSeverity", f"sh:{finding.severity.capitalize()}"),
        ("sh:sourceConstraintComponent", f"<{component}>"),
        ("sh:resultMessage", _quoted(finding.message)),
    ]
    if finding.focus:
        pairs.append(("sh:focusNode", _term(finding.focus)))
    if finding.path:
        pairs.append(("sh:resultPath", _term(finding.path)))
    if finding.value:
        pairs.append(("sh:value", _term(finding.value)))
    if finding.shape.startswith("http"):
        pairs.append(("sh:sourceShape", f"<{finding.shape}>"))
    return "[ " + " ; ".join(f"{p} {o}" for p, o in pairs) + " ]"


def _term(text: str) -> str:
    is_iri = text.startswith(("http://", "https://", "urn:")) and not set(text) & set(' <>"{}|\\^`\n')
    return f"<{text}>" if is_iri else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
