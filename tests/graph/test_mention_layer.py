"""graph/mention_layer.py: what the words name, as Web Annotations."""

from graph.iris import mention_iri, span_iri
from graph.mention_layer import loose_span_triples, mention_triples
from graph.text_layer import segments
from graph.vocab import IPR, OA, RDF
from tests.inventing import invent_entity, invent_measure, read_names

PLAN = invent_measure("To revise the Trade Act.")
FOUND = read_names(PLAN, [invent_entity("law", "act", "Trade Act")])


def test_a_mention_says_what_where_and_how_sure() -> None:
    node = mention_iri("invented", FOUND[0].span, "law").value
    triples = {str(t).replace(f"<{node}> ", "") for t in mention_triples(PLAN, FOUND)}
    base = "https://w3id.org/iprgraph/"
    assert triples == {
        f"{RDF.type} {IPR.Mention}",
        f"{OA.motivatedBy} {OA.identifying}",
        f"{OA.hasBody} <{base}law/act>",
        f"{OA.hasTarget} {span_iri('invented', FOUND[0].span)}",
        f"{IPR.foundIn} <{base}plan/invented/I-1-1/text>",
        f'{IPR.mentionType} "law"',
        f'{IPR.rule} "register-name"',
        f'{IPR.confidence} "0.99"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    }


def test_spans_that_the_text_layer_has_are_not_described_twice() -> None:
    spans = [*segments(PLAN), FOUND[0].span, FOUND[0].span]
    described = {t.subject for t in loose_span_triples(PLAN, spans) if t.predicate == RDF.type}
    assert span_iri("invented", FOUND[0].span) in described
    assert not described & {span_iri("invented", s) for s in segments(PLAN)}
