"""Grounds the register's facts: a source that was read, words of a plan, or the first place where a plan names it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path

import pyoxigraph as ox

from graph.authored import Fact, GroundSpec, fold, wrong
from graph.iris import measure_iri
from graph.mentions import Mention
from graph.model import Ground, Part, Plan, Span
from graph.provenance import Assertion
from graph.rdf_files import short
from graph.register import Entity, Register
from graph.rulings import Rulings
from graph.vocab import IPR, RDF, SKOS

Parts = Mapping[str, tuple[Plan, Part]]
"""Numbered parts by the text of their IRI."""


@dataclass(frozen=True)
class Reading:
    """A plan with the mentions found in it."""

    plan: Plan
    mentions: tuple[Mention, ...]
    rulings: Rulings = field(default_factory=Rulings)


def register_assertions(register: Register, readings: tuple[Reading, ...]) -> Iterator[Assertion]:
    """Every fact of the register with its grounds; refuses a fact that nothing supports."""
    named = _first_mentions(readings)
    parts = numbered_parts(readings)
    for entity in register.entities:
        for fact in entity.facts:
            grounds = tuple(resolve_ground(entity.file, entity.iri.value, g, parts) for g in fact.grounds)
            if not grounds and entity.iri.value in named:
                grounds = (_in_plan(entity, fact, named),)
            elif not grounds:
                grounds = _by_any_source(entity, fact, parts)
            yield Assertion("register", "", fact.triple, grounds)


def numbered_parts(readings: tuple[Reading, ...]) -> Parts:
    """The numbered parts of all plans."""
    return {measure_iri(r.plan.plan_id, p.number).value: (r.plan, p) for r in readings for p in r.plan.numbered()}


def provisional_assertions(register: Register, readings: tuple[Reading, ...]) -> Iterator[Assertion]:
    """Class, label and a note for names that patterns found and the register lacks."""
    known = register.by_iri()
    first = _first_mentions(readings)
    for iri in sorted(first.keys() - known.keys()):
        reading, mentions = first[iri]
        mention = mentions[0]
        if not mention.rule.startswith("pattern-"):
            continue
        node = ox.NamedNode(iri)
        label = ox.Literal(mention.span.of(reading.plan.text), language=reading.plan.config.language)
        note = ox.Literal("Named in a plan; not yet described in the register.", language="en")
        ground = _words("stated", mention.rule, mention.confidence, reading.plan, mention.span)
        for predicate, value in (
            (RDF.type, CLASS_OF_TYPE[mention.mention_type]),
            (SKOS.prefLabel, label),
            (SKOS.note, note),
        ):
            yield Assertion("register", "", ox.Triple(node, predicate, value), (ground,))


CLASS_OF_TYPE = {
    "law": IPR.LegalInstrument,
    "campaign": IPR.Campaign,
    "agency": IPR.Agency,
    "international-body": IPR.InternationalBody,
    "jurisdiction": IPR.Jurisdiction,
    "event": IPR.Event,
    "publication": IPR.Publication,
    "programme": IPR.Programme,
    "system": IPR.InformationSystem,
    "target": IPR.Target,
}
"""Mention type to the class of what it names."""


def _first_mentions(readings: tuple[Reading, ...]) -> dict[str, tuple[Reading, list[Mention]]]:
    """For each entity its mentions in the first plan that names it, in order of the text."""
    out: dict[str, tuple[Reading, list[Mention]]] = {}
    for reading in readings:
        for mention in reading.mentions:
            first, mentions = out.setdefault(mention.entity, (reading, []))
            if first is reading:
                mentions.append(mention)
    return out


def _words(basis: str, rule: str, confidence: Decimal, plan: Plan, span: Span) -> Ground:
    return Ground(basis=basis, rule=rule, confidence=confidence, plan_id=plan.plan_id, span=span)


def resolve_ground(file: Path, iri: str, spec: GroundSpec, parts: Parts, basis: str = "curated") -> Ground:
    """A ground as written becomes one that can be published; refuses words that the plan does not have there."""
    try:
        confidence = Decimal(spec.confidence)
    except InvalidOperation:
        what = f"confidence {spec.confidence!r} of {short(spec.iri)} is no number"
        raise wrong(file, iri, what, "Write 0 to 1") from None
    if not (confidence.is_finite() and 0 <= confidence <= 1):
        raise wrong(file, iri, f"confidence {spec.confidence} of {short(spec.iri)} is not between 0 and 1")
    if not spec.quote:
        return Ground(
            basis,
            "source-read",
            confidence,
            source=spec.source,
            checked=spec.checked,
            says=spec.says,
            note=spec.note,
        )
    found = parts.get(spec.part)
    if found is None:
        raise wrong(file, iri, f"{short(spec.iri)} quotes {spec.part}, which no plan has", "Mend reg:in")
    plan, part = found
    at = fold(plan.text).find(fold(spec.quote), part.span.start, part.span.end)
    if at < 0:
        cure = "Copy the words exactly into reg:quote"
        raise wrong(file, iri, f"{part.number} does not say {spec.quote!r}", cure)
    return _words("stated", "quoted-words", confidence, plan, Span(at, at + len(spec.quote)))


def _in_plan(entity: Entity, fact: Fact, named: Mapping[str, tuple[Reading, list[Mention]]]) -> Ground:
    """The first place where a plan names the thing, by just that label if the fact is a label."""
    reading, mentions = named[entity.iri.value]
    value = fact.triple.object
    if isinstance(value, ox.Literal) and fact.triple.predicate in (
        SKOS.prefLabel,
        SKOS.altLabel,
        SKOS.hiddenLabel,
    ):
        wanted = fold(value.value).lower()
        for mention in mentions:
            if fold(mention.span.of(reading.plan.text)).lower() == wanted:
                return _words("stated", "label-in-plan", Decimal(1), reading.plan, mention.span)
    basis = "stated" if fact.triple.predicate == RDF.type else "curated"
    return _words(basis, "described-from-plan", Decimal("0.9"), reading.plan, mentions[0].span)


def _by_any_source(entity: Entity, fact: Fact, parts: Parts) -> tuple[Ground, ...]:
    """What a thing that no plan names is and is called rests on whatever was read about it."""
    if not entity.grounds:
        what = f"{short(fact.triple.predicate.value)} {fact.triple.object} has no ground, and no plan names the entity"
        raise wrong(
            entity.file, entity.iri.value, what, "Add a reg:ground, or a skos:hiddenLabel with the plan's wording"
        )
    return tuple(resolve_ground(entity.file, entity.iri.value, g, parts) for g in entity.grounds)
