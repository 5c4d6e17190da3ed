"""What things are called that have no name of their own: words, places in them, statements, outcomes."""

import json
import re
from functools import cache

from graph.base import BASE
from graph.resources import ontology_dir
from server.site.catalogue import PLURALS, Catalogue, kind_of, place_of

_SHORT = 8
_NODES = re.compile(rf"{re.escape(BASE)}(?P<kind>statement|evidence)/(?P<name>[0-9a-f]+)$")
_MAPPING = re.compile(rf"{re.escape(BASE)}mapping/(?P<set>[^/]+)/(?P<name>[0-9a-f]+)$")
_TARGET = re.compile(rf"{re.escape(BASE)}target/(?P<plan>.+)-(?P<start>\d+)-(?P<end>\d+)$")
_PLACES = re.compile(
    rf"{re.escape(BASE)}plan/[^/]+/(?P<kind>span|mention)/(?P<place>\d+-\d+)(?P<type>-[a-z-]+)?(#.*)?$"
)


def title_of(catalogue: Catalogue, iri: str) -> str:
    """What a page about the thing is headed."""
    if iri in catalogue.labels:
        return catalogue.label(iri)
    outcome = catalogue.outcome(iri)
    if outcome is not None:
        status = catalogue.label(outcome.status).lower()
        return f"Outcome of {catalogue.label(outcome.measure)}: {status}{f' ({outcome.date})' if outcome.date else ''}"
    node = _NODES.match(iri)
    if node:
        return f"{node['kind'].capitalize()} {node['name'][:_SHORT]}"
    mapping = _MAPPING.match(iri)
    if mapping:
        return f"Mapping {mapping['name'][:_SHORT]} to {mapping['set']}"
    place = _PLACES.match(iri)
    if place:
        return _place_title(catalogue, iri, place)
    target = _TARGET.match(iri)
    if target:
        plan, start, end = f"{BASE}plan/{target['plan']}", int(target["start"]), int(target["end"])
        return _words_at(catalogue, plan, start, end) or catalogue.label(iri)
    if iri.endswith("/text"):
        return f"Words of {catalogue.label(iri.removesuffix('/text'))}"
    return catalogue.label(iri)


def _place_title(catalogue: Catalogue, iri: str, place: re.Match[str]) -> str:
    plan, start, end = place_of(iri.partition(f"/{place['kind']}/")[0] + f"/span/{place['place']}")
    shown = _words_at(catalogue, plan, start, end) or f"characters {start} to {end}"
    return f"{shown} named as {place['type'][1:]}" if place["type"] else f"Words {shown}"


def _words_at(catalogue: Catalogue, plan: str, start: int, end: int) -> str:
    """The words in quotation marks, their beginning where they are many; empty where no part has them."""
    part = catalogue.part_at(plan, start, end)
    words = part.words[start - part.start : end - part.start] if part else ""
    return f"“{words[:60]}{'…' * (len(words) > 60)}”" if words else ""


def kind_title(catalogue: Catalogue, iri: str, classes: tuple[str, ...]) -> str:
    """What sort of thing it is, in a word or two: the most particular of our classes."""
    own = [name for name in classes if name.startswith(f"{BASE}ontology#")]
    part = catalogue.parts.get(iri)
    if part is not None:
        return "Introduction" if part.number == "0" else part.kind
    if kind_of(iri):
        narrow = [name for name in own if name.endswith(("Group", "Unit", "Version", "Count"))]
        return catalogue.label((narrow or own or [iri])[0])
    return catalogue.label(own[0]) if own else short_name(classes[0]) if classes else "Thing"


def plural_of(iri: str) -> str:
    """What things of its sort are called together; empty for no entity."""
    return PLURALS.get(kind_of(iri), "")


def short_name(iri: str) -> str:
    """An IRI of others by its prefix, where it has one that we use."""
    for prefix, base in _prefixes():
        local = iri.removeprefix(base)
        if local != iri and local and "/" not in local and "#" not in local:
            return f"{prefix}:{local}"
    return iri


@cache
def _prefixes() -> tuple[tuple[str, str], ...]:
    context = json.loads((ontology_dir() / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    found = [(name, base) for name, base in context.items() if isinstance(base, str) and base.endswith(("#", "/"))]
    return tuple(sorted(found, key=lambda pair: -len(pair[1])))
