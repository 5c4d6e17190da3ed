"""Small pages on things, which other pages show within them."""

from dataclasses import dataclass

from flask import Response, render_template, request

from graph.base import BASE
from graph.particulars import PROPERTIES, Particulars
from graph.search import SearchIndex
from server.lookup.extending import label_of
from server.lookup.telling import KIND_TITLES
from server.negotiation import choose, with_charset
from server.refusals import MEDIA_TYPE, ProblemError
from server.site.frame import link
from server.site.tongues import mark_languages

_TYPES = (MEDIA_TYPE, "application/json", "text/html")
_SHOWN = ("identifier", "number", "kind", "existence", "date", "issuer", "jurisdiction", "parent", "versionOf", "place")
# Anyone may frame a preview: there is nothing in it to be clicked but a link that opens elsewhere.
_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"


@dataclass(frozen=True)
class PreviewPage:
    """What a preview shows."""

    label: str
    other: str
    kind: str
    path: str
    """Empty where there is no such thing."""
    definition: str
    facts: tuple[tuple[str, str], ...]


def preview(index: SearchIndex, particulars: Particulars, iri: str) -> Response:
    """The preview of a thing."""
    labels, own = index.labels[iri], particulars.get(iri, {})
    told = [*own.get("definition", ()), *own.get("text", ())]

    def texts(name: str) -> str:
        values = (index.labels[v.text].shown if v.text in index.labels else v.text for v in own.get(name, ())[:3])
        return "; ".join(dict.fromkeys(values))

    page = PreviewPage(
        label_of(index, iri),
        labels.chinese if labels.chinese != labels.shown else "",
        KIND_TITLES[labels.kind][0] if labels.kind in KIND_TITLES else labels.kind,
        iri.removeprefix(BASE),
        next((v.text for v in told if v.language in {"en", ""}), ""),
        tuple((PROPERTIES[name].name, text) for name in _SHOWN if (text := texts(name))),
    )
    return _show(page)


def preview_nothing(problem: ProblemError) -> Response:
    """The page where there is no such thing, for those who asked for a page; others get the problem itself."""
    if choose(request.headers.get("Accept", ""), _TYPES) != "text/html":
        raise problem
    return _show(PreviewPage("Nothing here", "", "", "", problem.detail, ()), problem.status)


def _show(page: PreviewPage, status: int = 200) -> Response:
    text = mark_languages(render_template("preview.html", page=page, link=link))
    shown = Response(text, status, content_type=with_charset("text/html"))
    shown.headers["Content-Security-Policy"] = _POLICY
    return shown
