"""Reads the register: who and what the plans name, by which names, with the ground of every fact."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from graph.errors import RegisterError
from graph.iris import BASE, ENTITY_PATHS
from graph.rdf_files import read_turtle, short, subject_line
from graph.register_terms import CLASSES, DATED, PLAN_GROUNDED, allowed_predicates
from graph.vocab import DCT, IPR, RDF, SKOS

REG = "https://w3id.org/iprgraph/register#"


@dataclass(frozen=True)
class GroundSpec:
    """A ground as written in a file: a source that was read, or words of a plan's part."""

    iri: str
    supports: frozenset[str]
    values: frozenset[str]
    source: str = ""
    checked: str = ""
    says: str = ""
    note: str = ""
    confidence: str = "1"
    quote: str = ""
    part: str = ""


@dataclass(frozen=True)
class Fact:
    """One statement about an entity and the grounds that its file gives for it."""

    triple: ox.Triple
    grounds: tuple[GroundSpec, ...]


@dataclass(frozen=True)
class Entity:
    """One thing the register knows; `names` are what texts call it, `named_as` as what, if not as its type."""

    iri: ox.NamedNode
    mention_type: str
    cls: ox.NamedNode
    label: str
    names: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...] = field(repr=False)
    grounds: tuple[GroundSpec, ...] = field(repr=False)
    file: Path = field(repr=False)
    named_as: str = ""

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
            if file.suffix != ".ttl":
                continue
            for entity in _read_file(file):
                other = entities.get(entity.iri.value)
                if other:
                    raise _wrong(entity.file, entity.iri.value, f"the entity stands in {other.file.name} too")
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
    subjects: dict[str, list[ox.Triple]] = {}
    for triple in read_turtle(file, base):
        assert isinstance(triple.subject, ox.NamedNode)
        subjects.setdefault(triple.subject.value, []).append(triple)
    grounds = {iri: _read_ground(file, iri, triples) for iri, triples in subjects.items() if "#" in iri}
    used: set[str] = set()
    for iri, triples in subjects.items():
        if "#" not in iri:
            if not iri.startswith(base):
                raise _wrong(file, iri, f"its IRI does not begin with {base}")
            yield _read_entity(file, mention_type, iri, triples, grounds, used)
    for iri in sorted(grounds.keys() - used):
        raise _wrong(file, iri, "no entity names this ground", "Name it with reg:ground, or remove it")


def _read_ground(file: Path, iri: str, triples: list[ox.Triple]) -> GroundSpec:
    known = {
        f"{REG}supports": "supports", f"{REG}supportsValue": "values", f"{REG}quote": "quote", f"{REG}in": "part",
        DCT.source.value: "source", IPR.dateChecked.value: "checked", IPR.sourceSays.value: "says",
        IPR.confidence.value: "confidence", SKOS.note.value: "note",
    }  # fmt: skip
    found: dict[str, list[str]] = {}
    for triple in triples:
        name = known.get(triple.predicate.value)
        if name is None:
            raise _wrong(file, iri, f"a ground cannot have {short(triple.predicate.value)}", f"Known: {_names(known)}")
        if name == "source" and not isinstance(triple.object, ox.NamedNode):
            raise _wrong(file, iri, f"its source {triple.object} is no address", "Write it between < and >")
        text = str(triple.object) if name == "values" else _text(triple.object)
        found.setdefault(name, []).append(text)
    for name, values in found.items():
        if len(values) > 1 and name not in {"supports", "values"}:
            raise _wrong(file, iri, f"the ground has {len(values)} values of {name}", "Write one ground for each")
    one = {name: values[0] for name, values in found.items() if name not in {"supports", "values"}}
    if "source" in one and not ("checked" in one and "says" in one):
        raise _wrong(file, iri, "a source needs ipr:dateChecked and ipr:sourceSays", "Add what was read, and when")
    if ("quote" in one) != ("part" in one) or ("source" in one) == ("quote" in one):
        raise _wrong(file, iri, "a ground has either dct:source, or reg:quote with reg:in", "Give one of the two")
    return GroundSpec(iri, frozenset(found.get("supports", ())), frozenset(found.get("values", ())), **one)


def _read_entity(
    file: Path,
    mention_type: str,
    iri: str,
    triples: list[ox.Triple],
    grounds: dict[str, GroundSpec],
    used: set[str],
) -> Entity:
    classes = {t.object.value for t in triples if t.predicate == RDF.type and isinstance(t.object, ox.NamedNode)}
    own = sorted(classes & CLASSES[mention_type])
    if len(own) != 1:
        wanted = ", ".join(short(c) for c in sorted(CLASSES[mention_type]))
        raise _wrong(file, iri, f"it has {len(own)} classes of this file's", f"Give it exactly one of: {wanted}")
    allowed = allowed_predicates(own[0])
    given: list[GroundSpec] = []
    match_names, named_as = True, ""
    for triple in triples:
        predicate = triple.predicate.value
        if predicate == f"{REG}ground":
            given.append(_named_ground(file, iri, triple.object, grounds))
        elif predicate == f"{REG}matchNames":
            match_names = _text(triple.object) != "false"
        elif predicate == f"{REG}namedAs":
            named_as = _text(triple.object)
            if named_as not in CLASSES:
                raise _wrong(file, iri, f"no type {named_as!r}", f"Known: {', '.join(sorted(CLASSES))}")
        elif predicate not in allowed:
            raise _wrong(file, iri, f"a {short(own[0])} cannot have {short(predicate)}", f"Known: {_names(allowed)}")
    used.update(g.iri for g in given)
    facts = tuple(_fact(file, iri, t, given) for t in triples if not t.predicate.value.startswith(REG))
    if any(not name.strip() for _, name in _names_of(triples)):
        raise _wrong(file, iri, "it has an empty name", "Remove it")
    label = _one_english(file, iri, triples, SKOS.prefLabel)
    if own[0] not in DATED:
        _one_english(file, iri, triples, SKOS.definition)
    names = tuple(_names_of(triples)) if match_names and own[0] not in DATED else ()
    return Entity(
        ox.NamedNode(iri), mention_type, ox.NamedNode(own[0]), label, names, facts, tuple(given), file, named_as
    )


def _named_ground(file: Path, iri: str, value: object, grounds: dict[str, GroundSpec]) -> GroundSpec:
    ground = grounds.get(_text(value))
    if ground is None:
        raise _wrong(file, iri, f"its ground {short(_text(value))} is not in the file", "Write the ground below it")
    return ground


def _fact(file: Path, iri: str, triple: ox.Triple, given: list[GroundSpec]) -> Fact:
    """The fact with its grounds: those that name its value, else its predicate, else those that name nothing."""
    predicate, value = triple.predicate.value, str(triple.object)
    exact = [g for g in given if value in g.values and (not g.supports or predicate in g.supports)]
    by_predicate = [g for g in given if predicate in g.supports and not g.values]
    rest = [g for g in given if not g.supports and not g.values]
    grounds = tuple(exact or by_predicate or rest)
    if not grounds and predicate not in PLAN_GROUNDED:
        raise _wrong(
            file,
            iri,
            f"{short(predicate)} {value} has no ground",
            "Add a reg:ground whose reg:supports names it",
        )
    return Fact(triple, grounds)


def _one_english(file: Path, iri: str, triples: Iterable[ox.Triple], predicate: ox.NamedNode) -> str:
    values = [
        t.object.value
        for t in triples
        if t.predicate == predicate and isinstance(t.object, ox.Literal) and t.object.language == "en"
    ]
    if len(values) != 1:
        raise _wrong(file, iri, f"it has {len(values)} English {short(predicate.value)}", "Give it exactly one")
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
                raise _wrong(entity.file, entity.iri.value, what, "Add that entity, or mend the IRI")


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
                raise _wrong(entity.file, entity.iri.value, what, cure)


_FOLD = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "‐": "-", "‑": "-", "—": "-", "\u00a0": " "})


def fold(text: str) -> str:
    """Quotation marks, dashes and hard blanks made alike, one code point for one, so that offsets hold."""
    return text.translate(_FOLD)


def _wrong(file: Path, iri: str, what: str, cure: str = "Mend it") -> RegisterError:
    return RegisterError(f"{short(iri)}: {what}", file=file, line=subject_line(file, iri), cure=cure)


def _text(value: object) -> str:
    return value.value if isinstance(value, ox.NamedNode | ox.Literal) else str(value)


def _names(iris: Iterable[str]) -> str:
    return ", ".join(sorted(short(i) for i in iris))
