"""The addresses /search and /suggest: JSON for programs, and a page that works without JavaScript."""

from dataclasses import dataclass
from typing import Any

from flask import Response, jsonify

from graph.hits import Found, Hit, notes_on, tell_hit
from server.facts import DataFacts
from server.lookup.asked import HTML, Asked, read_asked, wanted_form
from server.lookup.index import LazyIndex
from server.lookup.telling import KIND_TITLES, ShownHit, show_hit
from server.negotiation import with_charset
from server.site.frame import Frame, render

_OF_A_KIND = 6
"""So many hits of one kind are shown where all kinds are."""
_SUGGESTED = 8
_ALL = 10_000


@dataclass(frozen=True)
class KindChoice:
    """A kind of hits that can be chosen."""

    kind: str
    title: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """Hits of one kind."""

    kind: str
    title: str
    hits: tuple[ShownHit, ...]
    more: int
    """How many there are besides those shown."""


@dataclass(frozen=True)
class SearchPage:
    """What the page of a search shows."""

    text: str
    kind: str
    """The kind that was chosen; empty for all."""
    chosen: str
    """All kinds that were chosen, as an address has them."""
    total: int
    kinds: tuple[KindChoice, ...]
    groups: tuple[Group, ...]
    before: int | None
    """The offset of the page before, if there is one."""
    after: int | None
    limit: int
    notes: tuple[str, ...]
    """What was not searched as it was typed."""
    is_partial: bool
    """Whether words were left out, so that the whole may mean something else."""


class Searching:
    """Answers requests for search and suggestions."""

    def __init__(self, index: LazyIndex, data: DataFacts) -> None:
        self._index, self._data = index, data

    def search(self) -> Response:
        """What `q` finds; kinds, limit and offset choose among it."""
        form, asked = wanted_form(), read_asked()
        if form == HTML:
            return Response(self._page(asked), content_type=with_charset(HTML))
        found = self._index.get().search(asked.text, asked.kinds, asked.limit, asked.offset)
        return jsonify(tell_found(found, asked))

    def suggest(self) -> Response:
        """Things that are called by what `q` begins."""
        asked = read_asked(_SUGGESTED)
        hits = self._index.get().suggest(asked.text, asked.kinds, asked.limit)
        return jsonify(query=asked.text, suggestions=[tell_hit(hit) for hit in hits])

    def _page(self, asked: Asked) -> str:
        limit, offset = (asked.limit, asked.offset) if _is_paged(asked) else (_ALL, 0)
        found = self._index.get().search(asked.text, asked.kinds, limit, offset)
        title = f"Search: {found.text}" if found.text else "Search"
        frame = Frame(title, "search", self._data.version, section="search")
        return render("search.html", frame, page=search_page(found, asked))


def _is_paged(asked: Asked) -> bool:
    """Whether a page of hits is shown, and not the best of every kind."""
    return len(asked.kinds) == 1 or asked.offset > 0


def search_page(found: Found, asked: Asked) -> SearchPage:
    """The page of what was found: the best of every kind, or hits of one kind or from an offset on by pages."""
    kind, paged = asked.kinds[0] if len(asked.kinds) == 1 else "", _is_paged(asked)
    of_kind: dict[str, list[Hit]] = {}
    for hit in found.hits:
        of_kind.setdefault(hit.kind, []).append(hit)
    groups = tuple(
        Group(
            kind,
            KIND_TITLES[kind][1] if kind in KIND_TITLES else kind,
            tuple(show_hit(hit) for hit in (hits if paged else hits[:_OF_A_KIND])),
            0 if paged else max(0, len(hits) - _OF_A_KIND),
        )
        for kind, hits in of_kind.items()
    )
    kinds = tuple(
        KindChoice(k, KIND_TITLES[k][1] if k in KIND_TITLES else k, count, k in asked.kinds) for k, count in found.kinds
    )
    last = max(0, found.total - 1) // asked.limit * asked.limit
    before = min(max(0, asked.offset - asked.limit), last) if asked.offset and found.total else None
    after = asked.offset + asked.limit if paged and asked.offset + asked.limit < found.total else None
    chosen, notes, partial = ",".join(asked.kinds), notes_on(found), bool(found.left_out)
    return SearchPage(found.text, kind, chosen, found.total, kinds, groups, before, after, asked.limit, notes, partial)


def tell_found(found: Found, asked: Asked) -> dict[str, Any]:
    """What was found, for a program."""
    return {
        "query": found.text,
        "total": found.total,
        "limit": asked.limit,
        "offset": asked.offset,
        "kinds": dict(found.kinds),
        "left_out": list(found.left_out),
        "read_as": dict(found.read_as),
        "notes": list(notes_on(found)),
        "hits": [tell_hit(hit) for hit in found.hits],
    }
