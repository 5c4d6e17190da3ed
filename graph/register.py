"""Reads the register: who and what the plans name, by which names, with the ground of every fact."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from graph.authored import REG, Block, Fact, GroundSpec, fold, name_list, plain_text, read_blocks, wrong
from graph.errors import RegisterError
from graph.iris import BASE, ENTITY_PATHS
from graph.rdf_files import short, subject_line
from graph.register_terms import CLASSES, DATED, PLAN_GROUNDED, allowed_predicates
from graph.vocab import RDF, SKOS


@dataclass(frozen=True)
class Entity:
    """One thing the register knows; `names` are what texts call it, `named_as` as what, if not as its type.

    `local_names` are too common to be looked for in any other plan than `plan`.
    """

    iri: ox.NamedNode
    mention_type: str
    cls: ox.NamedNode
    label: str
    names: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...] = field(repr=False)
    grounds: tuple[GroundSpec, ...] = field(repr=False)
    file: Path = field(repr=False)
    named_as: str = ""
    local_names: frozenset[str] = frozenset()
    plan: str = ""

    @property
    def line(self) -> int | None:
        """Where its block begins."""
        return subject_line(self.file, self.iri.value)


@dataclass(frozen=True)
class Register:
    """All entities, sorted by IRI."""

    entities: tuple[Entity, ...]

    def by_iri(self) -> dict[str, Entity]:
        """Entities by the text of their IRI."""
        return {e.iri.value: e for e in self.entities}


def read_register(folder: Path) -> Register:
    """The register below data/entities; empty where the folder is missing; refuses anything it does not understand."""
    entities: dict[str, Entity] = {}
    if folder.is_dir():
        for file in sorted(folder.iterdir()):
            if file.suffix != ".ttl" or file.name.startswith("."):  # editors keep locks and copies there
                continue
            for entity in _read_file(file):
                other = entities.get(entity.iri.value)
                if other:
                    raise wrong(entity.file, entity.iri.value, f"the entity stands in {other.file.name} too")
                entities[entity.iri.value] = entity
    ordered = tuple(entities[iri] for iri in sorted(entities))
    _check_references(ordered)
    _check_names(ordered)
    return Register(ordered)


def _read_file(file: Path) -> Iterator[Entity]:
    mention_type = file.stem
    if mention_type not in CLASSES:
        raise RegisterError("no entity type has this name", file=file, cure=f"Known: {', '.join(sorted(CLASSES))}")
    base = f"{BASE}{ENTITY_PATHS[mention_type]}/"
    for block in read_blocks(file, base):
        if not block.iri.startswith(base):
            raise block.wrong(f"its IRI does not begin with {base}")
        yield _read_entity(block, mention_type)


def _read_entity(block: Block, mention_type: str) -> Entity:
    cls = _class(block, mention_type)
    allowed = allowed_predicates(cls)
    for triple in block.triples:
        predicate = triple.predicate.value
        if predicate not in allowed:
            raise block.wrong(f"a {short(cls)} cannot have {short(predicate)}", f"Known: {name_list(allowed)}")
    options = {t.predicate.value.removeprefix(REG): plain_text(t.object) for t in block.authoring}
    for name in sorted(options.keys() - {"ground", "matchNames", "namedAs", "namesIn"}):
        raise block.wrong(f"reg:{name} is unknown", "Known: ground, matchNames, namedAs, namesIn")
    named_as = options.get("namedAs", "")
    if named_as and named_as not in CLASSES:
        raise block.wrong(f"no type {named_as!r}", f"Known: {', '.join(sorted(CLASSES))}")
    if any(not name.strip() for _, name in _names_of(block.triples)):
        raise block.wrong("it has an empty name", "Remove it")
    label = _one_english(block, SKOS.prefLabel)
    if cls not in DATED:
        _one_english(block, SKOS.definition)
    plan = options.get("namesIn", "").removeprefix(f"{BASE}plan/")
    hidden = [t for t in block.triples if t.predicate == SKOS.hiddenLabel and isinstance(t.object, ox.Literal)]
    spoken = options.get("matchNames") != "false" and cls not in DATED
    return Entity(
        iri=ox.NamedNode(block.iri),
        mention_type=mention_type,
        cls=ox.NamedNode(cls),
        label=label,
        names=tuple(_names_of(block.triples)) if spoken else (),
        facts=block.facts(PLAN_GROUNDED),
        grounds=block.grounds,
        file=block.file,
        named_as=named_as,
        local_names=frozenset(plain_text(t.object) for t in hidden) if plan else frozenset(),
        plan=plan,
    )


def _class(block: Block, mention_type: str) -> str:
    classes = {t.object.value for t in block.triples if t.predicate == RDF.type and isinstance(t.object, ox.NamedNode)}
    own = sorted(classes & CLASSES[mention_type])
    if len(own) != 1:
        wanted = ", ".join(short(c) for c in sorted(CLASSES[mention_type]))
        raise block.wrong(f"it has {len(own)} classes of this file's", f"Give it exactly one of: {wanted}")
    return own[0]


def _one_english(block: Block, predicate: ox.NamedNode) -> str:
    values = [
        t.object.value
        for t in block.triples
        if t.predicate == predicate and isinstance(t.object, ox.Literal) and t.object.language == "en"
    ]
    if len(values) != 1:
        raise block.wrong(f"it has {len(values)} English {short(predicate.value)}", "Give it exactly one")
    return values[0]


def _names_of(triples: Iterable[ox.Triple]) -> Iterator[tuple[str, str]]:
    for triple in triples:
        value = triple.object
        if triple.predicate in (SKOS.prefLabel, SKOS.altLabel, SKOS.hiddenLabel) and isinstance(value, ox.Literal):
            yield value.language or "", value.value


def _check_references(entities: tuple[Entity, ...]) -> None:
    """Every entity that a fact points at must exist."""
    known = {e.iri.value for e in entities}
    paths = tuple(f"{BASE}{path}/" for path in ENTITY_PATHS.values())
    for entity in entities:
        for fact in entity.facts:
            value = fact.triple.object
            if isinstance(value, ox.NamedNode) and value.value.startswith(paths) and value.value not in known:
                what = f"{short(fact.triple.predicate.value)} points at {value.value}, which does not exist"
                raise wrong(entity.file, entity.iri.value, what, "Add that entity, or mend the IRI")


def _check_names(entities: tuple[Entity, ...]) -> None:
    """No two entities may own one name, or texts could not be read."""
    owner: dict[tuple[str, str], Entity] = {}
    for entity in entities:
        for language, name in entity.names:
            key = (language, " ".join(fold(name).lower().split()))
            other = owner.setdefault(key, entity)
            if other.iri != entity.iri:
                what = f"the name {name!r} belongs to {short(other.iri.value)} in {other.file.name} too"
                cure = "Take it from one of them, or set reg:matchNames false on one"
                raise wrong(entity.file, entity.iri.value, what, cure)
