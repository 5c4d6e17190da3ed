"""Puts the layers together: a data folder becomes the named graphs that are published."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.actions import find_acts, find_doings, rule_doings
from graph.concepts import READERS
from graph.errors import DataError, SourceError
from graph.examples import example_triples
from graph.grounding import Reading, numbered_parts, provisional_assertions, register_assertions
from graph.inference import infer
from graph.iris import graph_iri
from graph.judgements import lead_assertions, outcome_assertions
from graph.lexicon import read_lexicon
from graph.linksets import Links, known_subjects, link_assertions, linkset_triples, read_links
from graph.mention_layer import loose_span_triples, mention_triples
from graph.mentions import NameIndex, find_mentions, in_text_order
from graph.meta import DATASET, meta_triples
from graph.model import PartKind, Plan, Span
from graph.observations import observation_triples
from graph.parse import parse_plan
from graph.patterns import read_patterns
from graph.provenance import Assertion, provenance_triples
from graph.rdf_files import read_turtle
from graph.register import Register, read_register
from graph.resources import ontology_dir
from graph.rulings import check_rulings, read_rulings
from graph.source import read_plan_config, read_source
from graph.statements import act_assertions, concept_assertions, declared_assertions, doing_assertions
from graph.targets import target_assertions, target_mentions
from graph.text_layer import plan_place, text_triples

Graphs = dict[ox.NamedNode, set[ox.Triple]]


@dataclass(frozen=True)
class DataSet:
    """The published graphs, with what they were made from."""

    graphs: Graphs
    readings: tuple[Reading, ...]
    register: Register
    links: Links

    def quads(self) -> Iterable[ox.Quad]:
        """All quads, in no order."""
        for graph, triples in self.graphs.items():
            for triple in triples:
                yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)

    def to_nquads(self) -> bytes:
        """Canonical N-Quads, lines sorted by code point: the same data, the same bytes."""
        lines = sorted(f"{quad} .\n" for quad in self.quads())
        return "".join(lines).encode("utf-8")


def read_plans(root: Path) -> tuple[Plan, ...]:
    """All plans of a data folder, sorted by id; refuses a folder without any."""
    folder = root / "plans"
    names = sorted(p.name for p in folder.iterdir() if p.is_dir()) if folder.is_dir() else []
    if not names:
        cure = "Expected plans/<plan-id>/plan.toml below it, as data/README.md describes"
        raise SourceError("this data folder has no plans", file=root, cure=cure)
    return tuple(read_plan(folder / name) for name in names)


def read_plan(folder: Path) -> Plan:
    """One plan, read and parsed."""
    config = read_plan_config(folder)
    text, size = read_source(folder, config)
    return parse_plan(config, text, size)


def read_ontology() -> list[ox.Triple]:
    """The triples of ontology, alignments and schemes."""
    home = ontology_dir()
    files = [home / "iprgraph.ttl", home / "alignments.ttl", *sorted((home / "schemes").glob("*.ttl"))]
    return [triple for file in files for triple in read_turtle(file)]


def read_mentions(root: Path, plan: Plan, register: Register, minted: dict[str, str] | None = None) -> Reading:
    """The plan with all its mentions; refuses rulings that do not fit it.

    `minted` are the IRIs given to names that the register lacks, to be shared by all plans of a data set.
    """
    rulings = read_rulings(root / "plans" / plan.plan_id)
    check_rulings(plan, rulings, {e.iri.value: {e.mention_type, e.named_as} for e in register.entities})
    language = plan.config.language
    index = NameIndex(register, language, minted, plan.plan_id)
    mentions = find_mentions(plan, index, read_patterns(language), rulings)
    mentions += target_mentions(plan, rulings)
    return Reading(plan, tuple(sorted(mentions, key=in_text_order)), rulings)


def assemble(root: Path) -> DataSet:
    """The whole data set of a data folder; nothing is written."""
    plans = read_plans(root)
    register = read_register(root / "entities")
    ontology = read_ontology()
    links = read_links(root / "links", known_subjects(register, ontology))
    minted: dict[str, str] = {}
    readings = tuple(read_mentions(root, plan, register, minted) for plan in plans)
    assertions = [*_assertions(root, register, readings), *link_assertions(links)]
    graphs: Graphs = {}
    for assertion in assertions:
        _put(graphs, assertion.layer, assertion.plan_id, [assertion.triple])
    known = frozenset(register.by_iri())
    for reading in readings:
        plan_id = reading.plan.plan_id
        _put(graphs, "text", plan_id, text_triples(reading.plan))
        _put(graphs, "text", plan_id, plan_place(reading.plan, known))
        _put(graphs, "mentions", plan_id, mention_triples(reading.plan, reading.mentions))
        _put(graphs, "mentions", plan_id, loose_span_triples(reading.plan, _spans(reading, assertions)))
    facts = {t for triples in graphs.values() for t in triples}
    inferred = infer(facts, ontology)
    _put(graphs, "inferred", "", inferred)
    _put(graphs, "provenance", "", provenance_triples(assertions))
    _put(graphs, "ontology", "", ontology)
    _put(graphs, "meta", "", list(meta_triples(graphs, plans)))  # a list: what is described must not grow meanwhile
    _put(graphs, "meta", "", observation_triples(facts | inferred, [plan.plan_id for plan in plans]))
    _put(graphs, "meta", "", linkset_triples(links, DATASET))
    _put(graphs, "meta", "", example_triples())
    _check_apart(graphs)
    return DataSet(graphs, readings, register, links)


def _assertions(root: Path, register: Register, readings: tuple[Reading, ...]) -> Iterator[Assertion]:
    """Every statement that carries evidence: from the words, from the register, from what people judged."""
    parts = numbered_parts(readings)
    known = frozenset(register.by_iri())
    plans = {r.plan.plan_id for r in readings}
    outcomes = root / "outcomes"
    for file in sorted(outcomes.iterdir()) if outcomes.is_dir() else ():  # glob() is silent on what it may not read
        if file.suffix == ".ttl" and file.stem not in plans:
            cure = f"Name it after one of: {', '.join(sorted(plans))}"
            raise SourceError("no plan has this id", file=file, cure=cure)
    for reading in readings:
        plan_id = reading.plan.plan_id
        yield from _plan_assertions(reading)
        yield from lead_assertions(root / "plans" / plan_id, plan_id, parts, known)
        yield from outcome_assertions(root / "outcomes" / f"{plan_id}.ttl", plan_id, parts, known)
    yield from register_assertions(register, readings)
    yield from provisional_assertions(register, readings)


def _plan_assertions(reading: Reading) -> Iterator[Assertion]:
    plan = reading.plan
    language = plan.config.language
    schemes = ontology_dir() / "schemes"
    acts = read_lexicon(schemes / "act.ttl", language)
    lexicons = {scheme: read_lexicon(schemes / f"{scheme}.ttl", language) for scheme in READERS}
    yield from declared_assertions(plan)
    yield from target_assertions(plan, reading.mentions)
    for part in plan.numbered():
        mentions = [m for m in reading.mentions if m.part is part]
        doings = rule_doings(plan, part, find_doings(plan, part, mentions, acts), reading.rulings)
        yield from doing_assertions(plan, doings)
        if part.kind in (PartKind.MEASURE, PartKind.SUBMEASURE):
            yield from act_assertions(plan, find_acts(plan, part, mentions, acts))
            for scheme, read in READERS.items():
                yield from concept_assertions(plan, part, scheme, read(plan, part, mentions, lexicons[scheme]))


def _spans(reading: Reading, assertions: list[Assertion]) -> Iterable[Span]:
    for mention in reading.mentions:
        yield mention.span
    for assertion in assertions:
        for ground in assertion.grounds:
            if ground.span is not None and ground.plan_id == reading.plan.plan_id:
                yield ground.span


def _put(graphs: Graphs, layer: str, plan_id: str, triples: Iterable[ox.Triple]) -> None:
    found = set(triples)
    if found:
        graphs.setdefault(graph_iri(layer, plan_id), set()).update(found)


def _check_apart(graphs: Graphs) -> None:
    """No triple may stand in two graphs, or counts over their union would lie."""
    owner: dict[ox.Triple, ox.NamedNode] = {}
    for graph in sorted(graphs, key=lambda g: g.value):
        for triple in graphs[graph]:
            other = owner.setdefault(triple, graph)
            if other != graph:
                raise DataError(f"{triple} stands in {other} and in {graph}", cure="Take it out of one of them")
