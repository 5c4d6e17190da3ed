"""The mentions layer: what the words name, as Web Annotations on spans of the source."""

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from graph.iris import mention_iri, span_iri, text_iri
from graph.mentions import Mention
from graph.model import Plan, Span
from graph.provenance import decimal_literal
from graph.text_layer import segments, span_triples
from graph.vocab import IPR, OA, RDF


def mention_triples(plan: Plan, mentions: Iterable[Mention]) -> Iterator[ox.Triple]:
    """Each mention with its entity, span, part, rule and confidence; the spans follow apart."""
    for mention in mentions:
        node = mention_iri(plan.plan_id, mention.span, mention.mention_type)
        yield ox.Triple(node, RDF.type, IPR.Mention)
        yield ox.Triple(node, OA.motivatedBy, OA.identifying)
        yield ox.Triple(node, OA.hasBody, ox.NamedNode(mention.entity))
        yield ox.Triple(node, OA.hasTarget, span_iri(plan.plan_id, mention.span))
        yield ox.Triple(node, IPR.foundIn, text_iri(plan.plan_id, mention.part.number))
        yield ox.Triple(node, IPR.mentionType, ox.Literal(mention.mention_type))
        yield ox.Triple(node, IPR.rule, ox.Literal(mention.rule))
        yield ox.Triple(node, IPR.confidence, decimal_literal(mention.confidence))


def loose_span_triples(plan: Plan, spans: Iterable[Span]) -> Iterator[ox.Triple]:
    """The spans that mentions and evidence point at, save those that the text layer describes already."""
    described = set(segments(plan))
    for span in sorted(set(spans) - described):
        yield from span_triples(plan, span)
