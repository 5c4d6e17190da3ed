"""The address /resolve: from how people cite a thing to its IRI; 404 with suggestions where nothing is sure enough."""

import json
from dataclasses import dataclass

from flask import Response, jsonify, request

from graph.resolution import Candidate, Resolution, tell_resolution
from graph.resolve import resolve
from graph.search import read_text
from server.facts import DataFacts
from server.lookup.asked import HTML, wanted_form
from server.lookup.index import LazyIndex
from server.lookup.telling import KIND_TITLES, ShownHit, show_hit
from server.negotiation import with_charset
from server.refusals import MEDIA_TYPE, ProblemError
from server.site.frame import Frame, render
from server.site.links import path_of

EXAMPLES = ("measure II.1.2 of the 2009 plan", "Patent Law art. 3", "专利法", "SIPO", "Order No. 569")


@dataclass(frozen=True)
class ShownCandidate:
    """A candidate as the page shows it."""

    path: str
    iri: str
    label: str
    other: str
    kind: str
    pinpoint: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ResolvePage:
    """What the page of a resolution shows."""

    text: str
    candidates: tuple[ShownCandidate, ...]
    suggestions: tuple[ShownHit, ...]
    notes: tuple[str, ...]
    examples: tuple[str, ...]


class Resolving:
    """Answers requests to resolve citations."""

    def __init__(self, index: LazyIndex, data: DataFacts) -> None:
        self._index, self._data = index, data

    def resolve(self) -> Response:
        """What `q` cites."""
        form, text = wanted_form(), request.args.get("q", "")
        if not read_text(text):
            if form == HTML:
                return self._page(Resolution("", (), (), ()), 200)
            raise ProblemError(400, f"Say what to resolve, as in /resolve?q={EXAMPLES[3]}.")
        found = resolve(self._index.get(), text)
        if form == HTML:
            return self._page(found, 200 if found.candidates else 404)
        return jsonify(tell_resolution(found)) if found.candidates else _not_found(found)

    def _page(self, found: Resolution, status: int) -> Response:
        title = f"What is meant by “{found.text}”" if found.text else "Find what a citation means"
        frame = Frame(title, "resolve", self._data.version)
        return Response(
            render("resolve.html", frame, page=resolve_page(found)), status, content_type=with_charset(HTML)
        )


def resolve_page(found: Resolution) -> ResolvePage:
    """The page of what was made of a text."""
    candidates = tuple(_shown(candidate) for candidate in found.candidates)
    return ResolvePage(found.text, candidates, tuple(map(show_hit, found.suggestions)), found.notes, EXAMPLES)


def _shown(candidate: Candidate) -> ShownCandidate:
    return ShownCandidate(
        path_of(candidate.iri) or "",
        candidate.iri,
        candidate.label,
        candidate.labels.chinese if candidate.labels.chinese != candidate.label else "",
        KIND_TITLES[candidate.kind][0] if candidate.kind in KIND_TITLES else candidate.kind,
        candidate.pinpoint,
        candidate.reasons,
    )


def _not_found(found: Resolution) -> Response:
    """The refusal (RFC 9457) with what is nearest."""
    told = tell_resolution(found)
    where = "; see the suggestions." if found.suggestions else ", and nothing is called nearly so."
    detail = f"Nothing is certainly meant by {found.text!r}{where}"
    problem = {"type": "about:blank", "title": "Not Found", "status": 404, "detail": detail}
    problem |= {name: told[name] for name in ("query", "notes", "suggestions")}
    return Response(json.dumps(problem, ensure_ascii=False) + "\n", 404, content_type=MEDIA_TYPE)
