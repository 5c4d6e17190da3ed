"""Keeps the promise of IRIs: what was published and is gone stays listed in retired.tsv, with its successor."""

import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from graph.iris import BASE
from graph.retirements import Retired
from graph.vocab import IPR, OA

_PLACED = re.compile(
    rf"{re.escape(BASE)}(?P<where>plan/[^/]+/span/|plan/[^/]+/mention/|target/.+-)(?P<start>\d+)-\d+(?P<type>-[a-z-]+)?$"
)
"""IRIs named by a place in the text: spans, mentions, targets."""

_BY_CONTENT = (f"{BASE}statement/", f"{BASE}evidence/", f"{BASE}mapping/", f"{BASE}graph/")


def promised(quads: Iterable[ox.Quad]) -> dict[str, str]:
    """The IRIs of ours that a data set describes, with the words of those named by their place.

    Statements, evidence and mappings are named by what they say, so a changed one is another one: they are not listed.
    """
    words: dict[str, str] = {}
    subjects: set[str] = set()
    for quad in quads:
        if not isinstance(quad.subject, ox.NamedNode):
            continue
        iri = quad.subject.value
        if quad.predicate in (OA.exact, IPR.text) and isinstance(quad.object, ox.Literal):
            words[iri.removesuffix("#quote")] = quad.object.value
        if iri.startswith(BASE) and "#" not in iri and not iri.startswith(_BY_CONTENT):
            subjects.add(iri)
    return {iri: words.get(_span_of(iri), "") for iri in subjects}


def _span_of(iri: str) -> str:
    """The span that a mention marks; any other IRI itself."""
    return re.sub(r"/mention/(\d+-\d+)-[a-z-]+$", r"/span/\1", iri)


def gone(before: Mapping[str, str], now: Mapping[str, str], retired: Mapping[str, Retired]) -> list[str]:
    """What was promised, is published no more, and is not listed as retired."""
    return sorted(before.keys() - now.keys() - retired.keys())


def retire(before: Mapping[str, str], now: Mapping[str, str], iris: Iterable[str], reason: str) -> list[Retired]:
    """Rows for the IRIs; what only moved gets the nearest one with the same words as successor."""
    return [Retired(iri, _successor(iri, before[iri], now), reason) for iri in iris]


def _successor(iri: str, quote: str, now: Mapping[str, str]) -> str:
    place = _PLACED.match(iri)
    if not place or not quote:
        return ""
    same = []
    for other, words in now.items():
        found = _PLACED.match(other) if words == quote else None
        if found and found["where"] == place["where"] and found["type"] == place["type"]:
            same.append((abs(int(found["start"]) - int(place["start"])), other))
    return min(same, default=(0, ""))[1]
