"""Reads facts that people wrote down with their grounds: the authoring format of the register, leads and outcomes."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from graph.errors import RegisterError
from graph.rdf_files import read_turtle, short, subject_line
from graph.vocab import DCT, IPR, SKOS

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
class Block:
    """All that a file says of one subject: its triples, those of the authoring vocabulary apart, and its grounds."""

    file: Path
    iri: str
    triples: tuple[ox.Triple, ...]
    authoring: tuple[ox.Triple, ...]
    grounds: tuple[GroundSpec, ...]

    def facts(self, ungrounded: Collection[str] = ()) -> tuple[Fact, ...]:
        """The triples with their grounds; refuses one without, unless its predicate may rest on something else."""
        return tuple(_fact(self, t, ungrounded) for t in self.triples)

    def wrong(self, what: str, cure: str = "Mend it") -> RegisterError:
        """The error for something wrong with this subject."""
        return wrong(self.file, self.iri, what, cure)


def read_blocks(file: Path, base: str) -> list[Block]:
    """The subjects of a file in its order; refuses grounds that are incomplete, missing or named by nobody."""
    subjects: dict[str, list[ox.Triple]] = {}
    for triple in read_turtle(file, base):
        assert isinstance(triple.subject, ox.NamedNode)
        subjects.setdefault(triple.subject.value, []).append(triple)
    grounds = {iri: _read_ground(file, iri, triples) for iri, triples in subjects.items() if "#" in iri}
    blocks = [_block(file, iri, triples, grounds) for iri, triples in subjects.items() if "#" not in iri]
    used = {ground.iri for block in blocks for ground in block.grounds}
    for iri in sorted(grounds.keys() - used):
        raise wrong(file, iri, "no entity names this ground", "Name it with reg:ground, or remove it")
    return blocks


def _block(file: Path, iri: str, triples: list[ox.Triple], grounds: dict[str, GroundSpec]) -> Block:
    authoring = tuple(t for t in triples if t.predicate.value.startswith(REG))
    given = tuple(_named_ground(file, iri, t.object, grounds) for t in authoring if t.predicate.value == f"{REG}ground")
    return Block(file, iri, tuple(t for t in triples if t not in authoring), authoring, given)


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
            raise wrong(
                file, iri, f"a ground cannot have {short(triple.predicate.value)}", f"Known: {name_list(known)}"
            )
        if name == "source" and not isinstance(triple.object, ox.NamedNode):
            raise wrong(file, iri, f"its source {triple.object} is no address", "Write it between < and >")
        text = str(triple.object) if name == "values" else plain_text(triple.object)
        found.setdefault(name, []).append(text)
    for name, values in found.items():
        if len(values) > 1 and name not in {"supports", "values"}:
            raise wrong(file, iri, f"the ground has {len(values)} values of {name}", "Write one ground for each")
    one = {name: values[0] for name, values in found.items() if name not in {"supports", "values"}}
    if "source" in one and not ("checked" in one and "says" in one):
        raise wrong(file, iri, "a source needs ipr:dateChecked and ipr:sourceSays", "Add what was read, and when")
    if "quote" in one and not one["quote"].strip():
        raise wrong(file, iri, "its quotation is empty", "Copy words of the plan into reg:quote")
    if ("quote" in one) != ("part" in one) or ("source" in one) == ("quote" in one):
        raise wrong(file, iri, "a ground has either dct:source, or reg:quote with reg:in", "Give one of the two")
    return GroundSpec(iri, frozenset(found.get("supports", ())), frozenset(found.get("values", ())), **one)


def _named_ground(file: Path, iri: str, value: object, grounds: dict[str, GroundSpec]) -> GroundSpec:
    ground = grounds.get(plain_text(value))
    if ground is None:
        raise wrong(file, iri, f"its ground {short(plain_text(value))} is not in the file", "Write the ground below it")
    return ground


def _fact(block: Block, triple: ox.Triple, ungrounded: Collection[str]) -> Fact:
    """The fact with its grounds: those that name its value, else its predicate, else those that name nothing."""
    predicate, value = triple.predicate.value, str(triple.object)
    exact = [g for g in block.grounds if value in g.values and (not g.supports or predicate in g.supports)]
    by_predicate = [g for g in block.grounds if predicate in g.supports and not g.values]
    rest = [g for g in block.grounds if not g.supports and not g.values]
    grounds = tuple(exact or by_predicate or rest)
    if not grounds and predicate not in ungrounded:
        cure = "Add a reg:ground whose reg:supports names it"
        raise block.wrong(f"{short(predicate)} {value} has no ground", cure)
    return Fact(triple, grounds)


_FOLD = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "‐": "-", "‑": "-", "—": "-", "\u00a0": " "})


@lru_cache(maxsize=512)
def fold(text: str) -> str:
    """Quotation marks, dashes and hard blanks made alike, one code point for one, so that offsets hold."""
    return text.translate(_FOLD)


def wrong(file: Path, iri: str, what: str, cure: str = "Mend it") -> RegisterError:
    return RegisterError(f"{short(iri)}: {what}", file=file, line=subject_line(file, iri), cure=cure)


def plain_text(value: object) -> str:
    return value.value if isinstance(value, ox.NamedNode | ox.Literal) else str(value)


def name_list(iris: Iterable[str]) -> str:
    return ", ".join(sorted(short(i) for i in iris))
