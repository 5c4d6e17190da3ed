"""What programs look for first: sitemap.xml, robots.txt and llms.txt, with absolute addresses below a given root."""

from collections.abc import Iterable
from urllib.parse import quote

from flask import render_template

from graph.base import BASE
from server.engine import QueryEngine
from server.site.answers import ask
from server.site.dataset import read_dataset
from server.site.frame import NAVIGATION

MOST_ADDRESSES = 50_000
"""In one sitemap (sitemaps.org, protocol)."""
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def read_documents(engine: QueryEngine) -> tuple[str, ...]:
    """The paths of all documents that people read, below the root; those that stand in the navigation first."""
    found = [row["document"].value.removeprefix(BASE) for row in ask(engine, "documents")]
    ours = ["", *(entry.path for entry in NAVIGATION)] if found else ["", "sparql", "export/"]
    return tuple(dict.fromkeys([*ours, *found]))


def sitemap(root: str, documents: tuple[str, ...], page: int | None = None, most: int = MOST_ADDRESSES) -> str | None:
    """The addresses of all documents; of too many, an index of pages that are counted from 1. None for no such page."""
    count = -(-len(documents) // most)
    if page is None:
        if count <= 1:
            return _listed("urlset", "url", (root + path for path in documents))
        return _listed("sitemapindex", "sitemap", (f"{root}sitemap-{number}.xml" for number in range(1, count + 1)))
    if count <= 1 or not 1 <= page <= count:
        return None
    return _listed("urlset", "url", (root + path for path in documents[(page - 1) * most : page * most]))


def _listed(whole: str, one: str, addresses: Iterable[str]) -> str:
    quoted = (quote(address, safe="/:@!$&'()*+,;=~-._[]%").replace("&", "&amp;") for address in addresses)
    lines = "".join(f"<{one}><loc>{address}</loc></{one}>\n" for address in quoted)
    return f"{_HEAD}<{whole} {_NAMESPACE}>\n{lines}</{whole}>\n"


def robots(root: str) -> str:
    """Everything may be read, but a crawler should not ask questions."""
    closed = "".join(f"Disallow: /{path}\n" for path in ("sparql?", "graph-store?", "search?", "reconcile"))
    return f"User-agent: *\n{closed}Allow: /\n\nSitemap: {root}sitemap.xml\n"


def llms_text(root: str, engine: QueryEngine, version: str, *, is_live: bool = True) -> str:
    """The way in for language models, as Markdown (llmstxt.org)."""
    told = read_dataset(engine)
    plans = [(_line(text.title), text.plan.removeprefix(BASE)) for text in told.texts] if told else []
    return render_template("llms.txt", root=root, told=told, plans=plans, version=version, is_live=is_live)


def _line(text: str) -> str:
    """The words on one line, so that they stay where they are put."""
    return " ".join(text.split()).replace("[", "(").replace("]", ")")
