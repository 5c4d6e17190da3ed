"""Why a query has no answer, as data, in words and as JSON."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from graph.known import Fault
from graph.lexer import place

Verdict = Literal["answered", "unknown names", "elsewhere", "nothing matches", "cut off", "not determined"]
Reason = Literal[
    "unknown name", "elsewhere", "alone", "together", "removes all", "cuts all", "cuts what fits", "makes nothing"
]
_ROLES = {"property": "a property", "class": "a class", "value": "a value"}
_VERDICTS: dict[Verdict, str] = {
    "answered": "The query has an answer.",
    "unknown names": "The query has no answer, and it names what the data do not have.",
    "elsewhere": "The query has no answer in the graphs that it asks; others have what it names.",
    "nothing matches": "Nothing matches, and that is certain: each name is known, but no data fit the whole query.",
    "cut off": "There are matches, but the query leaves all of them out.",
    "not determined": "Why the query has no answer could not be determined.",
}
_REASONS: dict[Reason, str] = {
    "unknown name": "matches nothing, since the data do not have what it names",
    "elsewhere": "matches nothing in the graphs that are asked, but has matches in others",
    "alone": "matches nothing, even alone",
    "together": "has matches, but none that goes with what stands before it",
    "removes all": "removes all that matched before it",
    "cuts all": "leaves out all rows that there are",
    "cuts what fits": "leaves out what would go with the rest of the query",
    "makes nothing": "makes no triple of what was found",
}


@dataclass(frozen=True)
class Culprit:
    """The pattern or clause that left nothing: what stands before it has solutions, with it there is none."""

    kind: str
    text: str
    start: int
    reason: Reason
    against: str = ""
    """The pattern before it with which it has no solution, where one suffices."""
    graphs: tuple[str, ...] = ()
    """Graphs in which it has matches, where those that were asked have none."""


@dataclass(frozen=True)
class Explanation:
    """What was found out about a query."""

    source: str
    verdict: Verdict
    empty: bool | None
    """Whether the query has no answer; None where that is not known."""
    culprits: tuple[Culprit, ...] = ()
    """One, or one for each branch of the UNION that left nothing."""
    faults: tuple[Fault, ...] = ()
    """Names that the data do not know so; a query that has an answer may hold some too, as in OPTIONAL."""
    undetermined: tuple[str, ...] = ()
    """What was not found out, and why not."""
    is_stuck: bool = False
    """Whether a thread still works at it, which only the end of the process will stop."""


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """The explanation for programs (server/README.md describes it)."""
    source = explanation.source
    return {
        "empty": explanation.empty,
        "verdict": explanation.verdict,
        "message": _VERDICTS[explanation.verdict],
        "patterns": [
            {
                "kind": culprit.kind,
                "text": culprit.text,
                **_place(source, culprit.start),
                "reason": culprit.reason,
                "message": told_culprit(culprit),
                "against": culprit.against or None,
                "graphs": list(culprit.graphs),
            }
            for culprit in explanation.culprits
        ],
        "names": [
            {
                "name": fault.name.text,
                "stands_for": fault.iri,
                "role": fault.name.role,
                **_place(source, fault.name.start),
                "problem": fault.problem,
                "message": told_fault(fault),
                "near": [found._asdict() for found in fault.near],
                "graphs": list(fault.graphs),
                "properties": list(fault.held_by),
            }
            for fault in explanation.faults
        ],
        "undetermined": list(explanation.undetermined),
    }


def explanation_json_text(explanation: Explanation) -> str:
    """The same as a text."""
    return json.dumps(explanation_json(explanation), ensure_ascii=False, indent=2) + "\n"


def explanation_text(explanation: Explanation) -> str:
    """The explanation for people, a line for each finding."""
    return "".join(f"{line}\n" for line in _lines(explanation))


def _lines(explanation: Explanation) -> Iterator[str]:
    yield _VERDICTS[explanation.verdict]
    for culprit in explanation.culprits:
        yield f"  {_at(explanation.source, culprit.start)}: {told_culprit(culprit)}"
    for fault in explanation.faults:
        yield f"  {_at(explanation.source, fault.name.start)}: {told_fault(fault)}"
    for told in explanation.undetermined:
        yield f"  not determined: {told}"


def told_culprit(culprit: Culprit) -> str:
    """What the pattern does, in words."""
    told = f"{_in_one_line(culprit.text)} {_REASONS[culprit.reason]}"
    if culprit.against:
        told = f"{told}; it has none together with {_in_one_line(culprit.against)}"
    if culprit.graphs:
        told = f"{told}: {', '.join(culprit.graphs)}"
    return told


def told_fault(fault: Fault) -> str:
    """What is wrong with the name, and what is near, in words."""
    name, near = fault.name.text, ", ".join(_told_near(found.name, found.label) for found in fault.near)
    role = _ROLES.get(fault.name.role, "")
    if fault.problem == "namespace":
        prefix = name.partition(":")[0]
        return f"{name}: the prefix {prefix}: stands for another namespace than usual; near: <{fault.near[0].iri}>"
    if fault.problem == "language" and fault.name.role == "language":
        return f"no text of the data has the language tag {name}; they have {near}"
    if fault.problem in {"language", "datatype"}:
        return f"{name}: the data have it with another {fault.problem.replace('language', 'language tag')}: {near}"
    if fault.problem == "other graph":
        holding = f": {', '.join(fault.graphs)}" if fault.graphs else ""
        return f"{name} exists, but not in the graphs that are asked here, only in others{holding}"
    if fault.held_by:
        used_with = " or ".join(fault.name.used_with)
        told = f"the data do not have {name} as a value of {used_with}, only of {', '.join(fault.held_by)}"
        return f"{told}; near: {near}" if near else told
    told = {
        "missing": f"the data do not have {name}" + (f" as {role}" if role == "a value" else ""),
        "used as class": f"{name} is a class, and used as a property here",
        "used as property": f"{name} is a property, and used as a class here",
        "not used so": f"{name} exists, but the data never use it as {role}",
    }[fault.problem]
    return f"{told}; near: {near}" if near else told


def _told_near(name: str, label: str) -> str:
    return f"{name} “{label}”" if label else name


def _in_one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else f"{line[:117]}…"


def _place(source: str, offset: int) -> dict[str, int | None]:
    if offset < 0:
        return {"line": None, "column": None}
    line, column = place(source, offset)
    return {"line": line, "column": column}


def _at(source: str, offset: int) -> str:
    if offset < 0:
        return "beside the query"
    line, column = place(source, offset)
    return f"line {line}, column {column}"
