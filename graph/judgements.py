"""Reads what people judged of a plan: who leads a measure (leads.ttl) and what became of it (outcomes)."""

from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox

from graph.authored import Block, plain_text, read_blocks
from graph.grounding import Parts, resolve_ground
from graph.iris import BASE, plan_iri
from graph.provenance import Assertion
from graph.rdf_files import short
from graph.vocab import DCT, IPR, RDF, SKOS

_OUTCOME = {
    p.value
    for p in (
        RDF.type,
        IPR.assesses,
        IPR.outcomeStatus,
        DCT.date,
        IPR.resultedIn,
        SKOS.definition,
        SKOS.note,
        IPR.delay,
    )
}
_LAYER_OF_LEAD = {IPR.leadAgency.value: "statements", IPR.proposedLeadAgency.value: "proposals"}


def lead_assertions(folder: Path, plan_id: str, parts: Parts, known: frozenset[str]) -> Iterator[Assertion]:
    """Lead agencies: those that the text names as the doer, resting on its words, and those that we propose."""
    file = folder / "leads.ttl"
    if not file.is_file():
        return
    for block in read_blocks(file, f"{plan_iri(plan_id).value}/"):
        if block.iri not in parts:
            raise block.wrong("the plan has no such measure", "Mend the number")
        for fact in block.facts():
            layer = _LAYER_OF_LEAD.get(fact.triple.predicate.value)
            if layer is None:
                raise block.wrong(
                    f"unknown {short(fact.triple.predicate.value)}", "Known: leadAgency, proposedLeadAgency"
                )
            _check_known(block, fact.triple, known)
            if layer == "statements" and not all(g.quote for g in fact.grounds):
                raise block.wrong("a stated lead rests on words of the measure", "Give reg:quote, or propose the lead")
            grounds = tuple(resolve_ground(file, block.iri, g, parts, "proposed") for g in fact.grounds)
            yield Assertion(layer, plan_id, fact.triple, grounds)


def outcome_assertions(file: Path, plan_id: str, parts: Parts, known: frozenset[str]) -> Iterator[Assertion]:
    """Outcomes with their grounds; refuses one of a measure or resulting in a thing that nobody knows."""
    if not file.is_file():
        return
    base = f"{BASE}outcome/"
    for block in read_blocks(file, base):
        assessed = [plain_text(t.object) for t in block.triples if t.predicate == IPR.assesses]
        if len(assessed) != 1 or assessed[0] not in parts:
            raise block.wrong(f"it assesses {', '.join(assessed) or 'nothing'}", "Name one measure of the plan")
        number = assessed[0].rpartition("/")[2]
        if not block.iri.startswith(f"{base}{plan_id}/{number}-"):
            raise block.wrong(
                "its IRI does not fit its measure", f"Call it {plan_id}/{number}-1, or the next free number"
            )
        for fact in block.facts():
            if fact.triple.predicate.value not in _OUTCOME:
                raise block.wrong(f"an outcome cannot have {short(fact.triple.predicate.value)}")
            if fact.triple.predicate == IPR.resultedIn:
                _check_known(block, fact.triple, known)
            grounds = tuple(resolve_ground(file, block.iri, g, parts) for g in fact.grounds)
            yield Assertion("outcomes", plan_id, fact.triple, grounds)


def _check_known(block: Block, triple: ox.Triple, known: frozenset[str]) -> None:
    value = plain_text(triple.object)
    if value not in known:
        raise block.wrong(f"{short(triple.predicate.value)} points at {value}, which does not exist", "Add that entity")
