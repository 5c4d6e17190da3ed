"""The forms of a document other than a web page: RDF, JSON and Markdown."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from flask import render_template

from graph.base import BASE
from graph.formats import find_format
from server.engine import QueryEngine, Question
from server.site.answers import page_query
from server.site.frame import Frame
from server.site.grounds import Ground, Target
from server.site.origins import Origin
from server.site.sheet import Line, Sheet

RDF_FORMS = {"ttl": "ttl", "nt": "nt", "jsonld": "jsonld", "rdf": "rdfxml"}
"""Suffix of a document to the name of its RDF format."""


def write_rdf(engine: QueryEngine, iri: str, suffix: str) -> bytes:
    """What is said of the thing, in an RDF format."""
    question = Question(page_query(_query_for(iri)), format_name=RDF_FORMS[suffix], bindings=(("thing", iri),))
    answer = engine.answer(question)
    return answer.body + b"".join(answer.rest or ())


def write_rdfs(engine: QueryEngine, iri: str, suffixes: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The same in several formats, asked for once."""
    lines = ""
    for suffix in suffixes:
        lines = lines or write_rdf(engine, iri, "nt").decode("utf-8")
        form = find_format(RDF_FORMS[suffix], "graph")
        yield suffix, lines.encode("utf-8") if suffix == "nt" else engine.convert(lines, form)


def _query_for(iri: str) -> str:
    """The ontology and each scheme are documents that hold more than what is said of them."""
    if iri == f"{BASE}ontology":
        return "ontology-document"
    is_scheme = iri.startswith(f"{BASE}scheme/") and iri.count("/") == f"{BASE}scheme/".count("/")
    return "scheme-document" if is_scheme else "document"


def write_json(sheet: Sheet, frame: Frame) -> bytes:
    """The facts of a page as JSON: for each its value, how we know, and the words or the source."""
    told: dict[str, Any] = {
        "iri": sheet.iri,
        "title": frame.title,
        "dataVersion": frame.version,
        "citation": frame.citation,
        "classes": list(sheet.classes),
        "facts": [_line(line) for group in sheet.groups for line in group.lines],
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def write_markdown(template: str, frame: Frame, **page: object) -> bytes:
    """The page for readers of plain text, people and programs."""
    return render_template(template, frame=frame, base=BASE, **page).encode("utf-8")


def plain_words(text: str) -> str:
    """Words as Markdown shows them just so: what would be markup is escaped, lines are joined."""
    for sign in "\\`*_[]<>#|":
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _line(line: Line) -> dict[str, Any]:
    values = [
        {"value": _target(fact.value), "basis": fact.basis, "graph": fact.layer, "statement": fact.statement or None}
        | {"grounds": [_ground(ground) for ground in fact.grounds]}
        | _following(fact.origin)
        for fact in line.facts
    ]
    side = "incoming" if line.is_incoming else "outgoing"
    return {"label": line.label, "property": line.property, "direction": side, "values": values, "more": line.more}


def _following(origin: Origin | None) -> dict[str, Any]:
    """By which rule and from which facts an inferred one follows."""
    if origin is None or not origin.premises:
        return {}
    premises = [
        {"subject": _target(premise.subject), "property": premise.property, "object": _target(premise.object)}
        | {"statement": premise.statement or None, "grounds": [_ground(ground) for ground in premise.grounds]}
        for premise in origin.premises
    ]
    return {"rule": origin.words, "follows": premises}


def _target(target: Target) -> dict[str, Any]:
    told = {"iri": target.iri, "label": target.label} if target.iri else {"value": target.literal or target.label}
    return told | ({"language": target.language} if target.language else {})


def _ground(ground: Ground) -> dict[str, Any]:
    told = asdict(ground)
    told["sentence"] = "".join(piece.text for piece in ground.sentence)
    told["words"] = "".join(piece.text for piece in ground.sentence if piece.is_marked)
    told["part"] = ground.part.iri if ground.part else ""
    told["source"] = ground.source.iri if ground.source else ""
    return {name: value for name, value in told.items() if value}
