"""Small pages on things, which other pages show within them."""

from dataclasses import dataclass

from flask import Response, render_template

from graph.base import BASE
from graph.particulars import PROPERTIES, Particulars
from graph.search import SearchIndex
from server.lookup.telling import KIND_TITLES
from server.negotiation import with_charset
from server.site.frame import link

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
        labels.shown or iri.removeprefix(BASE),
        labels.chinese if labels.chinese != labels.shown else "",
        KIND_TITLES[labels.kind][0] if labels.kind in KIND_TITLES else labels.kind,
        iri.removeprefix(BASE),
        next((v.text for v in told if v.language in {"en", ""}), ""),
        tuple((PROPERTIES[name].name, text) for name in _SHOWN if (text := texts(name))),
    )
    shown = Response(render_template("preview.html", page=page, link=link), content_type=with_charset("text/html"))
    shown.headers["Content-Security-Policy"] = _POLICY
    return shown
