"""What others' data may be linked to: the things of the register with all their names, dates and places."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pyoxigraph as ox

from graph.name_cells import names_in_cell
from graph.names import Name, read_names
from graph.rdf_files import short
from graph.store import View
from graph.title_words import kinds_by_word, word_set
from graph.titles import Title, read_title
from graph.vocab import DCT, ELI, IPR, SCHEMA, SKOS

LINKED_KINDS = {
    "law": "law",
    "plan": "law",
    "agency": "agency",
    "body": "international-body",
    "jurisdiction": "jurisdiction",
    "campaign": "campaign",
    "event": "event",
    "programme": "programme",
    "publication": "publication",
    "system": "system",
}
"""The word of an IRI's path to the type that a person chooses by."""
_OWN_DATES = (ELI.date_document, ELI.first_date_entry_in_force)
_OTHER_DATES = (SCHEMA.startDate, SCHEMA.endDate, SCHEMA.foundingDate, DCT.issued, DCT.temporal)
_PLACELESS_KINDS = frozenset(("treaty", "bilateral"))
_PLACELESS_TYPES = frozenset(("international-body", "jurisdiction"))
_CALLED = frozenset(("preferred", "alternative", "acronym"))
_NEVER_IN_FORCE = frozenset(("draft", "never-adopted"))


@dataclass(frozen=True)
class KnownName:
    """One of our names of a thing, taken apart."""

    text: str
    language: str
    role: str
    title: Title


@dataclass(frozen=True)
class Version:
    """A dated text of a law."""

    iri: str
    label: str
    dates: frozenset[str]


@dataclass(frozen=True)
class LinkTarget:
    """A thing that a foreign row may be the same as."""

    iri: str
    type: str
    label: str
    names: tuple[KnownName, ...]
    dates: frozenset[str]
    """Of its own: adoption and entry into force, founding, holding."""
    versions: tuple[Version, ...]
    home: str
    """The code of the country whose law or office it is; empty for what belongs to none."""
    identifiers: tuple[str, ...]
    is_draft: bool


def read_targets(store: ox.Store, types: Iterable[str] = ()) -> list[LinkTarget]:
    """The things of the wanted types (all where none is named) in a store, sorted by IRI."""
    wanted = frozenset(types)
    by_iri: dict[str, list[Name]] = defaultdict(list)
    for name in read_names(store):
        if LINKED_KINDS.get(name.kind) and (not wanted or LINKED_KINDS[name.kind] in wanted):
            by_iri[name.iri].append(name)
    view = View(store)
    home = _home(view)
    return [_target(view, iri, names, home) for iri, names in sorted(by_iri.items())]


def _home(view: View) -> str:
    """The country of the plans, where they agree on one."""
    codes = {
        code
        for plan in view.instances(IPR.ActionPlan)
        for place in view.objects(plan, DCT.spatial)
        if isinstance(place, ox.NamedNode)
        for code in view.values(place, IPR.isoCode)
    }
    return next(iter(codes)) if len(codes) == 1 else ""


def _target(view: View, iri: str, names: list[Name], home: str) -> LinkTarget:
    node, kind = ox.NamedNode(iri), LINKED_KINDS[names[0].kind]
    called = [n for n in names if n.role in _CALLED and not (n.role == "alternative" and _is_common(n.text))]
    known = {
        (part, n.role): KnownName(part, n.language, n.role, read_title(part))
        for n in called
        for part in dict.fromkeys((n.text, *(p for p in names_in_cell(n.text) if len(p) * 2 > len(n.text))))
    }
    labels = sorted(called, key=lambda n: (n.role != "preferred", n.language != "en"))
    placeless = kind in _PLACELESS_TYPES or short(view.value(node, IPR.instrumentKind)) in _PLACELESS_KINDS
    return LinkTarget(
        iri=iri,
        type=kind,
        label=labels[0].text if labels else iri,
        names=tuple(known.values()),
        dates=frozenset(d for p in (*_OWN_DATES, *_OTHER_DATES) for d in view.values(node, p)),
        versions=tuple(_version(view, v) for v in view.subjects(ELI.is_member_of, node)),
        home="" if placeless else home,
        identifiers=tuple(n.text for n in names if n.role in ("identifier", "number")),
        is_draft=short(view.value(node, IPR.existence)) in _NEVER_IN_FORCE,
    )


def _is_common(text: str) -> bool:
    """Whether the words only tell a kind, such as implementing regulations: in a plan one thing, elsewhere any."""
    common = kinds_by_word().keys() | word_set("weak") | {"implement"}
    return text.isascii() and all(word in common for word in read_title(text).spelled)


def _version(view: View, node: ox.NamedNode) -> Version:
    dates = frozenset(d for p in _OWN_DATES for d in view.values(node, p))
    return Version(node.value, view.text(node, SKOS.prefLabel, "en") or node.value, dates)
