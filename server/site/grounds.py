"""What facts rest on: for each statement its grounds, with the words of the plan marked in their sentence."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from graph.base import BASE
from server.engine import QueryEngine
from server.site.answers import Row, Term, ask
from server.site.catalogue import Catalogue, place_of
from server.site.durations import tell_literal
from server.site.links import is_web_address, path_of
from server.site.titles import short_name, title_of
from server.site.wording import DCT, IPR, SKOS
from server.site.words import Piece, quote

_LONGEST_NOTE, _LONGEST_ADDRESS = 160, 64
_HAN = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Target:
    """What a fact points at, ready to be shown: a page of ours, an address elsewhere, or plain words."""

    label: str
    iri: str = ""
    path: str | None = None
    href: str = ""
    language: str = ""
    note: str = ""
    """What helps to tell it from others: the words of a measure, how an outcome was."""
    literal: str = ""
    """The literal as the data have it, where it is told in other words."""


@dataclass(frozen=True)
class Ground:
    """One reason why a statement holds."""

    path: str
    basis: str
    """Stated, proposed, curated or inferred."""
    rule: str
    confidence: str
    sentence: tuple[Piece, ...]
    """The sentence of the plan with the words marked; empty where it rests on no words."""
    part: Target | None
    """Where the sentence stands."""
    source: Target | None
    checked: str
    says: str
    """What the source says, in our words."""
    notes: tuple[str, ...]


class Triple(NamedTuple):
    """A statement's own words: IRIs, and for its object also the language or datatype."""

    subject: str
    property: str
    object: Term


@dataclass(frozen=True)
class Grounds:
    """The grounds of statements about a thing."""

    statements: dict[Triple, str]
    """Triple to the path of its statement."""
    grounds: dict[Triple, tuple[Ground, ...]]

    def of(self, triple: Triple) -> tuple[str, tuple[Ground, ...]]:
        """The path of the triple's statement and its grounds; empty where it has none of its own."""
        return self.statements.get(triple, ""), self.grounds.get(triple, ())


def read_grounds(engine: QueryEngine, catalogue: Catalogue, iri: str) -> Grounds:
    """The grounds of all statements that have the thing as subject or object."""
    rows = ask(engine, "grounds", thing=iri)
    triples = (Triple(row["subject"].value, row["property"].value, row["object"]) for row in rows)
    return _gather(catalogue, zip(triples, rows, strict=True))


def read_grounds_of(engine: QueryEngine, catalogue: Catalogue, triple: Triple) -> Grounds:
    """The grounds of one statement, whose object is an IRI."""
    subject, prop, value = triple.subject, triple.property, triple.object.value
    rows = ask(engine, "statement-grounds", subject=subject, property=prop, object=value)
    return _gather(catalogue, ((triple, row) for row in rows))


def _gather(catalogue: Catalogue, rows: Iterable[tuple[Triple, Row]]) -> Grounds:
    statements: dict[Triple, str] = {}
    found: dict[Triple, dict[str, list[tuple[str, Term]]]] = defaultdict(lambda: defaultdict(list))
    for triple, row in rows:
        statements[triple] = row["statement"].value.removeprefix(BASE)
        found[triple][row["evidence"].value].append((row["key"].value, row["value"]))
    grounds = {
        triple: tuple(read_ground(catalogue, evidence, pairs) for evidence, pairs in sorted(by_evidence.items()))
        for triple, by_evidence in found.items()
    }
    return Grounds(statements, grounds)


def read_ground(catalogue: Catalogue, iri: str, pairs: Iterable[tuple[str, Term]]) -> Ground:
    """A ground from what is said of its evidence node."""
    told: dict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        if value.value not in told[key]:
            told[key].append(value.value)

    def one(key: str) -> str:
        return next(iter(told[key]), "")

    pieces: list[Piece] = []
    part = ""
    for span in sorted(told[f"{IPR}span"]):
        pieces, part = quote(catalogue, *place_of(span))
    source = one(f"{DCT}source")
    return Ground(
        path=iri.removeprefix(BASE),
        basis=catalogue.label(one(f"{IPR}basis")).lower(),
        rule=one(f"{IPR}rule"),
        confidence=one(f"{IPR}confidence"),
        sentence=tuple(pieces),
        part=target_of(catalogue, part) if part else None,
        source=target_of(catalogue, source) if source else None,
        checked=one(f"{IPR}dateChecked"),
        says=one(f"{IPR}sourceSays"),
        notes=tuple(sorted(told[f"{SKOS}note"])),
    )


def target_of(catalogue: Catalogue, iri: str) -> Target:
    """A thing as a page shows it."""
    path = path_of(iri)
    if path is not None:
        return Target(title_of(catalogue, iri), iri, path, note=_note(catalogue, iri))
    href = iri if is_web_address(iri) else ""
    label = catalogue.elsewhere.get(iri)
    if label is None:
        return Target(short_name(iri), iri, href=href)
    address = iri.partition("://")[2]
    note = address if len(address) <= _LONGEST_ADDRESS else urlsplit(iri).netloc
    return Target(label, iri, href=href, language="zh" * bool(_HAN.search(label)), note=note)


def _note(catalogue: Catalogue, iri: str) -> str:
    part = catalogue.parts.get(iri)
    if part and part.is_measure:
        return _shortened(part.words)
    outcome = catalogue.outcome(iri)
    return _shortened(outcome.what) if outcome else ""


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST_NOTE else words[:_LONGEST_NOTE].rpartition(" ")[0] + " …"


def literal_of(term: Term) -> Target:
    """A literal as a page shows it."""
    told = tell_literal(term.value, term.datatype)
    return Target(told, language=term.language, literal=term.value if told != term.value else "")
