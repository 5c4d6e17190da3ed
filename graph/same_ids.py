"""What identifiers say: whether a row's is one that our thing is linked with, or one of another thing.

>>> bare_id("https://www.wikidata.org/wiki/Q458/"), bare_id("wd:Q458"), bare_id("Q458")
('wikidata.org/Q458', 'wikidata.org/Q458', 'wikidata.org/Q458')
"""

import re
from collections.abc import Iterable

from graph.foreign import ForeignRow
from graph.link_targets import LinkTarget

_FOR, _AGAINST = 0.45, -0.15
_SCHEME = re.compile(r"^https?://(?:www\.|sws\.)?")
_WIKIDATA = re.compile(r"(?:wikidata\.org/(?:entity|wiki|prop/direct)/|wd:)?(Q\d+)")
_ONE_EACH = ("wikidata.org/", "ror.org/", "geonames.org/")
"""Registers that have one identifier for each thing, nearly always."""


def bare_id(text: str) -> str:
    """The identifier in one spelling; empty where it is that of a row rather than of a thing."""
    text = _SCHEME.sub("", text.strip()).rstrip("/")
    if match := _WIKIDATA.fullmatch(text):
        return f"wikidata.org/{match[1]}"
    return text if "/" in text else ""


class KnownIds:
    """Which of our things each identifier of others belongs to."""

    def __init__(self, targets: Iterable[LinkTarget]) -> None:
        self._owners: dict[str, list[LinkTarget]] = {}
        self._own: dict[str, set[str]] = {}
        for target in targets:
            found = {bare for text in target.identifiers if "://" in text and (bare := bare_id(text))}
            self._own[target.iri] = found
            for bare in found:
                self._owners.setdefault(bare, []).append(target)

    def owners(self, row: ForeignRow) -> list[LinkTarget]:
        """Those that the row's identifier is linked with."""
        return self._owners.get(bare_id(row.id), []) if row.id else []

    def compare(self, row: ForeignRow, target: LinkTarget) -> tuple[float, str] | None:
        """What the row's identifier says for the thing or against it; None where it says nothing."""
        bare = bare_id(row.id) if row.id else ""
        if not bare:
            return None
        if bare in self._own[target.iri]:
            return _FOR, f"{row.id} is linked with it"
        if owners := self._owners.get(bare):
            return _AGAINST, f"{row.id} is linked with {owners[0].label}"
        register = next((register for register in _ONE_EACH if bare.startswith(register)), None)
        ours = sorted(own for own in self._own[target.iri] if register and own.startswith(register))
        return (_AGAINST, f"{row.id}, where ours is {', '.join(ours)}") if ours else None
