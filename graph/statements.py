"""The statements layer: what each part of a plan does, to what, in which words."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

import pyoxigraph as ox

from graph.actions import Act, Doing
from graph.concepts import Reading
from graph.errors import SourceError
from graph.iris import measure_iri, plan_iri, span_iri, target_iri
from graph.model import Declared, Ground, Part, Plan, Span
from graph.provenance import Assertion
from graph.text_layer import integer
from graph.vocab import IPR, RDF, concept


def doing_assertions(plan: Plan, doings: Iterable[Doing]) -> Iterator[Assertion]:
    """Part does something to an entity; words said twice in one part are two grounds of one statement."""
    grouped: dict[ox.Triple, list[Ground]] = {}
    for doing in doings:
        subject = measure_iri(plan.plan_id, doing.part.number)
        triple = ox.Triple(subject, IPR[doing.property], ox.NamedNode(doing.mention.entity))
        ground = _stated(plan, doing.span, doing.rule, doing.confidence)
        if ground not in grouped.setdefault(triple, []):
            grouped[triple].append(ground)
    for triple, grounds in grouped.items():
        yield Assertion("statements", plan.plan_id, triple, tuple(grounds))


def act_assertions(plan: Plan, acts: Iterable[Act]) -> Iterator[Assertion]:
    """Measure has an act, by its trigger words."""
    for act in acts:
        triple = ox.Triple(measure_iri(plan.plan_id, act.part.number), IPR.act, concept("act", act.concept))
        ground = _stated(plan, act.span, "act-word", Decimal("0.9"))
        yield Assertion("statements", plan.plan_id, triple, (ground,))


CONCEPT_PROPERTIES = {"right": IPR.coversRight, "pace": IPR.pace, "audience": IPR.audience}
"""Scheme to the property by which a measure has its concepts."""


def concept_assertions(plan: Plan, part: Part, scheme: str, reading: Reading) -> Iterator[Assertion]:
    """Measure has a concept of a scheme, by each wording that points to it; a heading's words only imply it."""
    grouped: dict[str, list[Ground]] = {}
    basis, rule = ("inferred", f"{scheme}-of-heading") if reading.above else ("stated", f"{scheme}-word")
    layer, layer_plan = ("inferred", "") if reading.above else ("statements", plan.plan_id)
    seen: set[tuple[str, str]] = set()
    for trigger in reading.triggers:
        wording = (trigger.concept, trigger.span.of(plan.text).lower())
        if wording in seen:
            continue
        seen.add(wording)
        ground = Ground(basis, rule, Decimal("0.9"), plan_id=plan.plan_id, span=trigger.span)
        grouped.setdefault(trigger.concept, []).append(ground)
    subject = measure_iri(plan.plan_id, part.number)
    for name, grounds in grouped.items():
        triple = ox.Triple(subject, CONCEPT_PROPERTIES[scheme], concept(scheme, name))
        yield Assertion(layer, layer_plan, triple, tuple(grounds))


def declared_assertions(plan: Plan) -> Iterator[Assertion]:
    """The counts that the plan announces of itself."""
    classes = {"Measure": IPR.Measure, "Area": IPR.Area}
    for declared in plan.config.declared:
        span = declared_span(plan, declared)
        node = target_iri(plan.plan_id, span)
        ground = _stated(plan, span, "declared-count", Decimal(1))
        pairs: list[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]] = [
            (RDF.type, IPR.DeclaredCount),
            (IPR.declaredCount, integer(declared.count)),
            (IPR.span, span_iri(plan.plan_id, span)),
            (IPR.countedClass, classes[declared.of]),
            (IPR.text, ox.Literal(declared.words, language=plan.config.language)),
        ]
        within = [measure_iri(plan.plan_id, n) for n in declared.within] or [plan_iri(plan.plan_id)]
        pairs += [(IPR.countOf, part) for part in within]
        for predicate, value in pairs:
            yield Assertion("statements", plan.plan_id, ox.Triple(node, predicate, value), (ground,))
        owner = plan_iri(plan.plan_id)
        yield Assertion("statements", plan.plan_id, ox.Triple(owner, IPR.hasTarget, node), (ground,))


def declared_span(plan: Plan, declared: Declared) -> Span:
    """Where the announcing words stand; refuses words that stand not at all or more than once in the introduction."""
    introduction = next((p for p in plan.parts if p.key == "introduction"), None)
    within = introduction.span if introduction else Span(0, len(plan.text))
    times = within.of(plan.text).count(declared.context)
    if times != 1:
        raise SourceError(
            f"the introduction says {declared.context!r} {times} times, a declared count needs words that stand once",
            file=plan.config.file,
            cure="Copy longer words from the introduction into context",
        )
    for number in declared.within:
        if number not in {p.number for p in plan.numbered()}:
            raise SourceError(
                f"{declared.words!r} counts {number}, which the plan does not have", file=plan.config.file
            )
    at = plan.text.index(declared.context, within.start, within.end) + declared.context.index(declared.words)
    return Span(at, at + len(declared.words))


def _stated(plan: Plan, span: Span, rule: str, confidence: Decimal) -> Ground:
    return Ground("stated", rule, confidence, plan_id=plan.plan_id, span=span)
