"""The text layer: the plan's structure and its words, from which alone the source can be rebuilt byte for byte."""

from collections.abc import Iterator

import pyoxigraph as ox

from graph.iris import (
    entity_iri,
    expression_iri,
    graph_iri,
    manifestation_iri,
    measure_iri,
    plan_iri,
    span_iri,
    text_iri,
)
from graph.model import Part, PartKind, Plan, Span
from graph.vocab import DCT, ELI, IPR, OA, RDF, SKOS, XSD, concept

KIND_CLASSES = {
    "legislation": IPR.LegislativeMeasure,
    "enforcement": IPR.EnforcementMeasure,
    "campaigns": IPR.CampaignMeasure,
    "trials": IPR.TrialMeasure,
    "institutional-building": IPR.InstitutionalMeasure,
    "publicity": IPR.PublicityMeasure,
    "training": IPR.TrainingMeasure,
    "international": IPR.InternationalMeasure,
    "corporate": IPR.CorporateMeasure,
    "services": IPR.ServiceMeasure,
}
"""Area kind to the class of its measures."""

CONTEXT = 32
"""Code points of the quote selector's prefix and suffix."""


def integer(value: int) -> ox.Literal:
    """A number of parts, places or code points."""
    return ox.Literal(str(value), datatype=XSD.integer)


def area_kind(plan: Plan, number: str) -> str:
    """What the part is about, by the longest number that plan.toml maps; empty where it maps none."""
    pieces = number.split(".")
    for length in range(len(pieces), 0, -1):
        kind = plan.config.area_kinds.get(".".join(pieces[:length]))
        if kind:
            return kind
    return ""


def span_triples(plan: Plan, span: Span) -> Iterator[ox.Triple]:
    """A stretch of the source with its position and quote selectors (Web Annotation Data Model, 4.2)."""
    node = span_iri(plan.plan_id, span)
    position, quote = ox.NamedNode(f"{node.value}#position"), ox.NamedNode(f"{node.value}#quote")
    yield ox.Triple(node, RDF.type, OA.SpecificResource)
    yield ox.Triple(node, OA.hasSource, manifestation_iri(plan.plan_id, plan.config.language))
    yield ox.Triple(node, OA.hasSelector, position)
    yield ox.Triple(node, OA.hasSelector, quote)
    yield ox.Triple(position, RDF.type, OA.TextPositionSelector)
    yield ox.Triple(position, OA.start, integer(span.start))
    yield ox.Triple(position, OA.end, integer(span.end))
    yield ox.Triple(quote, RDF.type, OA.TextQuoteSelector)
    yield ox.Triple(quote, OA.exact, ox.Literal(span.of(plan.text)))
    before = plan.text[max(0, span.start - CONTEXT) : span.start]
    after = plan.text[span.end : span.end + CONTEXT]
    if before:
        yield ox.Triple(quote, OA.prefix, ox.Literal(before))
    if after:
        yield ox.Triple(quote, OA.suffix, ox.Literal(after))


def segments(plan: Plan) -> list[Span]:
    """The stretches that tile the source: words of parts, and what lies between them."""
    return [part.span for part in plan.parts]


def text_triples(plan: Plan) -> Iterator[ox.Triple]:
    """Everything of the text layer."""
    yield from _work_triples(plan)
    manifestation = manifestation_iri(plan.plan_id, plan.config.language)
    for span in segments(plan):
        yield from span_triples(plan, span)
        yield ox.Triple(span_iri(plan.plan_id, span), IPR.segmentOf, manifestation)
    for part in plan.numbered():
        yield from _part_triples(plan, part)
        yield from _words_triples(plan, part)
    for part in plan.parts:
        if part.key == "title":
            node = text_iri(plan.plan_id, "")
            yield ox.Triple(plan_iri(plan.plan_id), IPR.statedIn, node)
            yield from _text_part(plan, node, part, expression_iri(plan.plan_id, plan.config.language))


def _work_triples(plan: Plan) -> Iterator[ox.Triple]:
    config = plan.config
    work = plan_iri(plan.plan_id)
    expression = expression_iri(plan.plan_id, config.language)
    manifestation = manifestation_iri(plan.plan_id, config.language)
    title = ox.Literal(config.title, language=config.language)
    yield ox.Triple(work, RDF.type, IPR.ActionPlan)
    yield ox.Triple(work, SKOS.prefLabel, title)
    yield ox.Triple(work, SKOS.notation, ox.Literal(config.plan_id))
    yield ox.Triple(work, DCT.temporal, ox.Literal(str(config.year), datatype=XSD.gYear))
    yield ox.Triple(work, ELI.is_realized_by, expression)
    yield ox.Triple(expression, RDF.type, ELI.Expression)
    yield ox.Triple(expression, ELI.title, title)
    yield ox.Triple(expression, DCT.language, ox.Literal(config.language))
    yield ox.Triple(expression, ELI.is_embodied_by, manifestation)
    yield ox.Triple(manifestation, RDF.type, ELI.Manifestation)
    yield ox.Triple(manifestation, IPR.sha256, ox.Literal(config.sha256))
    yield ox.Triple(manifestation, DCT.extent, integer(plan.size))
    yield ox.Triple(manifestation, DCT.source, ox.NamedNode(config.origin))
    yield ox.Triple(manifestation, DCT.rights, ox.Literal(config.rights, language="en"))


def _part_triples(plan: Plan, part: Part) -> Iterator[ox.Triple]:
    node = measure_iri(plan.plan_id, part.number)
    words = part.span.of(plan.text)
    language = plan.config.language
    kind = area_kind(plan, part.number)
    yield ox.Triple(node, RDF.type, _class_of(part, kind))
    yield ox.Triple(node, IPR.number, ox.Literal(part.number))
    yield ox.Triple(node, SKOS.notation, ox.Literal(part.number))
    yield ox.Triple(node, IPR.order, integer(part.order))
    yield ox.Triple(node, IPR.statedIn, text_iri(plan.plan_id, part.number))
    parent = measure_iri(plan.plan_id, part.parent) if part.parent else plan_iri(plan.plan_id)
    yield ox.Triple(node, IPR.partOf, parent)
    if kind:
        yield ox.Triple(node, IPR.areaKind, concept("area-kind", kind))
    if part.kind in (PartKind.MEASURE, PartKind.SUBMEASURE):
        yield ox.Triple(node, IPR.text, ox.Literal(words, language=language))
        yield ox.Triple(node, SKOS.prefLabel, ox.Literal(f"Measure {part.number}", language="en"))
    elif part.key == "introduction":
        heading = ox.Literal(plan.config.introduction, language=language)
        yield ox.Triple(node, SKOS.prefLabel, heading)
    else:
        yield ox.Triple(node, SKOS.prefLabel, ox.Literal(words, language=language))


def _class_of(part: Part, kind: str) -> ox.NamedNode:
    if part.kind is PartKind.AREA:
        return IPR.Area
    if part.kind in (PartKind.MEASURE, PartKind.SUBMEASURE):
        return KIND_CLASSES.get(kind, IPR.Measure)
    return IPR.Section


def _words_triples(plan: Plan, part: Part) -> Iterator[ox.Triple]:
    expression = expression_iri(plan.plan_id, plan.config.language)
    above = text_iri(plan.plan_id, part.parent) if part.parent else expression
    node = text_iri(plan.plan_id, part.number)
    yield from _text_part(plan, node, part, above)
    mark = part.mark.strip().rstrip(".") or part.number
    yield ox.Triple(node, ELI.number, ox.Literal(mark))
    kind = "introduction" if part.key == "introduction" else part.kind.value
    yield ox.Triple(node, ELI.type_subdivision, concept("part-kind", kind))


def _text_part(plan: Plan, node: ox.NamedNode, part: Part, above: ox.NamedNode) -> Iterator[ox.Triple]:
    words = ox.Literal(part.span.of(plan.text), language=plan.config.language)
    yield ox.Triple(node, RDF.type, IPR.TextPart)
    yield ox.Triple(node, ELI.is_part_of, above)
    yield ox.Triple(node, IPR.text, words)
    yield ox.Triple(node, IPR.span, span_iri(plan.plan_id, part.span))


def plan_place(plan: Plan, known: frozenset[str]) -> Iterator[ox.Triple]:
    """Where the plan is to hold, if the register knows that jurisdiction."""
    place = entity_iri("jurisdiction", plan.config.jurisdiction)
    if place.value in known:
        yield ox.Triple(plan_iri(plan.plan_id), DCT.spatial, place)


def rebuild_text(store: ox.Store, plan_id: str) -> bytes:
    """The source's bytes from the text layer alone; empty where the store has no such plan."""
    layer = graph_iri("text", plan_id)
    pieces: list[tuple[int, str]] = []
    for quad in store.quads_for_pattern(None, IPR.segmentOf, None, layer):
        assert isinstance(quad.subject, ox.NamedNode)
        position = ox.NamedNode(f"{quad.subject.value}#position")
        quote = ox.NamedNode(f"{quad.subject.value}#quote")
        start = next(store.quads_for_pattern(position, OA.start, None, layer)).object
        exact = next(store.quads_for_pattern(quote, OA.exact, None, layer)).object
        assert isinstance(start, ox.Literal) and isinstance(exact, ox.Literal)
        pieces.append((int(start.value), exact.value))
    return "".join(text for _, text in sorted(pieces)).encode("utf-8")


def plans_in(store: ox.Store) -> list[str]:
    """The ids of the plans that the store has, sorted."""
    found = store.quads_for_pattern(None, RDF.type, IPR.ActionPlan, None)
    return sorted({q.subject.value.rpartition("/")[2] for q in found if isinstance(q.subject, ox.NamedNode)})
