"""Reads the links to other data sets, with what was looked for in vain, and makes the links graph of them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from graph.errors import LinkError
from graph.iris import BASE, SLUG, graph_iri, linkset_iri, mapping_iri
from graph.model import Ground
from graph.provenance import Assertion, decimal_literal
from graph.rdf_files import short
from graph.register import Register
from graph.sssom import (
    MappingRow,
    MappingSet,
    cell_error,
    expand,
    is_address,
    is_day,
    read_lines,
    read_mapping_set,
    read_table,
)
from graph.vocab import DCT, ELI, OWL, RDF, RDFS, SKOS, SSSOM, VOID, XSD

SUFFIX = ".sssom.tsv"
VERDICT_COLUMNS = ("subject_id", "target", "looked_in", "checked", "comment")
REFUSED_COLUMNS = ("subject_id", "target", "candidate", "reason", "checked")
_OURS = {"iprgraph": BASE}


@dataclass(frozen=True)
class Subject:
    """Something of ours that may be linked: its English name, and the local name of its class."""

    label: str
    kind: str


@dataclass(frozen=True)
class Verdict:
    """We looked for a thing in a target on a day and found it not; `looked_in` are the addresses of what was read."""

    subject: str
    target: str
    looked_in: tuple[str, ...]
    checked: str
    comment: str


@dataclass(frozen=True)
class Links:
    """All mapping sets by target, all verdicts, and what could have been linked."""

    sets: tuple[MappingSet, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    subjects: Mapping[str, Subject] = field(default_factory=dict, repr=False)


def known_subjects(register: Register, ontology: Iterable[ox.Triple]) -> dict[str, Subject]:
    """What a link may start from: the entities of the register and the concepts of the schemes."""
    out = {e.iri.value: Subject(e.label, short(e.cls.value)) for e in register.entities}
    triples = list(ontology)
    concepts = {t.subject for t in triples if t.predicate == RDF.type and t.object == SKOS.Concept}
    for triple in triples:
        label = triple.object
        if triple.subject in concepts and triple.predicate == SKOS.prefLabel and isinstance(label, ox.Literal):
            assert isinstance(triple.subject, ox.NamedNode)
            if label.language == "en":
                out[triple.subject.value] = Subject(label.value, "Concept")
    return out


def read_links(folder: Path, subjects: Mapping[str, Subject]) -> Links:
    """The linksets of data/links; empty where the folder is missing; refuses links from or to what is not there."""
    if not folder.is_dir():
        return Links(subjects=subjects)
    files = sorted(f for f in folder.iterdir() if f.name.endswith(SUFFIX) and not f.name.startswith("."))
    sets = tuple(_read_set(file, subjects) for file in files)
    verdicts = tuple(_read_verdicts(folder / "verdicts.tsv", sets, subjects))
    _check_refused(folder / "refused.tsv", sets, subjects)
    return Links(sets, verdicts, subjects)


def _read_set(file: Path, subjects: Mapping[str, Subject]) -> MappingSet:
    target = file.name.removesuffix(SUFFIX)
    if not SLUG.fullmatch(target):
        raise LinkError(f"{target!r} is no name of a target", file=file, cure="Use lower-case words with hyphens")
    found = read_mapping_set(file, target)
    for row in found.rows:
        subject = subjects.get(row.subject)
        if subject is None:
            cure = "Add it to data/entities, or mend the cell"
            raise cell_error(file, row.line, row.cells, "subject_id", f"nothing of ours is {row.subject}", cure)
        if subject.label != row.subject_label:
            what = f"{short(row.subject)} is called {subject.label!r}, not {row.subject_label!r}"
            cure = "Write its English name as the register has it"
            raise cell_error(file, row.line, row.cells, "subject_label", what, cure)
        if row.object.startswith(BASE):
            raise cell_error(file, row.line, row.cells, "object_id", "it is ours", "Link to another data set")
    return found


def _rows(
    file: Path, columns: tuple[str, ...], subjects: Mapping[str, Subject]
) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a table beside the linksets, none of its cells empty, with known subjects and right days."""
    if not file.is_file():
        return
    for line, row in read_table(file, read_lines(file), 0, columns):
        for column, cell in row.items():
            if not cell.strip():
                raise cell_error(file, line, row, column, "the cell is empty", "Fill it in")
        row["subject_id"] = expand(row["subject_id"], _OURS)
        if row["subject_id"] not in subjects:
            raise cell_error(file, line, row, "subject_id", "nothing of ours is called so", "Mend it")
        if not is_day(row["checked"]):
            raise cell_error(file, line, row, "checked", f"{row['checked']!r} is no day", "Write YYYY-MM-DD")
        yield line, row


def _read_verdicts(file: Path, sets: tuple[MappingSet, ...], subjects: Mapping[str, Subject]) -> Iterator[Verdict]:
    targets = {s.target: {row.subject for row in s.rows} for s in sets}
    seen: set[tuple[str, str]] = set()
    for line, row in _rows(file, VERDICT_COLUMNS, subjects):
        subject, target = row["subject_id"], row["target"]
        if target not in targets:
            raise cell_error(file, line, row, "target", "no linkset has this name", f"Known: {', '.join(targets)}")
        if subject in targets[target] or (subject, target) in seen:
            what = f"{short(subject)} is linked to {target}, or has a verdict on it already"
            raise cell_error(file, line, row, "target", what, "Remove the row")
        looked_in = tuple(row["looked_in"].split("|"))
        for address in looked_in:
            if not is_address(address):
                raise cell_error(file, line, row, "looked_in", f"{address!r} is no address", "Write what was read")
        seen.add((subject, target))
        yield Verdict(subject, target, looked_in, row["checked"], row["comment"])


def _check_refused(file: Path, sets: tuple[MappingSet, ...], subjects: Mapping[str, Subject]) -> None:
    """A candidate that was refused may not be published after all."""
    published = {(row.subject, row.object) for s in sets for row in s.rows}
    for line, row in _rows(file, REFUSED_COLUMNS, subjects):
        if (row["subject_id"], row["candidate"]) in published:
            raise cell_error(file, line, row, "candidate", "a linkset has it", "Take it out of one of the two")


def link_assertions(links: Links) -> Iterator[Assertion]:
    """Every triple of the links graph with its grounds: the link, what describes it, the day of a dated text."""
    for mapping_set in links.sets:
        for row in mapping_set.rows:
            grounds = _grounds(row)
            for triple in _row_triples(mapping_set.target, row):
                yield Assertion("links", "", triple, grounds)


def _grounds(row: MappingRow) -> tuple[Ground, ...]:
    first = Ground("curated", "link-read", row.confidence, source=row.source, checked=row.checked, says=row.says)
    again = "It gives the same identifier."
    more = (Ground("curated", "link-read", row.confidence, source=s, checked=row.checked, says=again) for s in row.more)
    return first, *more


def _row_triples(target: str, row: MappingRow) -> Iterator[ox.Triple]:
    ours, theirs = ox.NamedNode(row.subject), ox.NamedNode(row.object)
    link = ox.Triple(ours, row.predicate, theirs)
    node = mapping_iri(target, link)
    yield link
    yield ox.Triple(node, RDF.type, SSSOM.Mapping)
    yield ox.Triple(node, OWL.annotatedSource, ours)
    yield ox.Triple(node, OWL.annotatedProperty, row.predicate)
    yield ox.Triple(node, OWL.annotatedTarget, theirs)
    yield ox.Triple(node, SSSOM.subject_label, ox.Literal(row.subject_label))
    yield ox.Triple(node, SSSOM.object_label, ox.Literal(row.object_label))
    yield ox.Triple(node, SSSOM.mapping_justification, row.justification)
    yield ox.Triple(node, SSSOM.confidence, decimal_literal(row.confidence))
    yield ox.Triple(node, SSSOM.mapping_provider, ox.NamedNode(row.source))
    yield ox.Triple(node, DCT.created, ox.Literal(row.checked, datatype=XSD.date))
    for address in row.more:
        yield ox.Triple(node, RDFS.seeAlso, ox.NamedNode(address))
    if row.object_date:
        yield ox.Triple(theirs, ELI.date_document, ox.Literal(row.object_date, datatype=XSD.date))


def linkset_triples(links: Links, dataset: ox.NamedNode) -> Iterator[ox.Triple]:
    """What each linkset is (VoID): from our data set to the other one, by which predicates, how many links."""
    for mapping_set in links.sets:
        if not mapping_set.rows:
            continue
        node, theirs = linkset_iri(mapping_set.target), ox.NamedNode(mapping_set.object_source)
        yield ox.Triple(node, RDF.type, VOID.Linkset)
        yield ox.Triple(node, DCT.title, ox.Literal(mapping_set.title, language="en"))
        yield ox.Triple(node, DCT.license, ox.NamedNode(mapping_set.licence))
        yield ox.Triple(node, DCT.identifier, ox.Literal(mapping_set.set_id))
        yield ox.Triple(graph_iri("links"), VOID.subset, node)
        yield ox.Triple(node, VOID.subjectsTarget, dataset)
        yield ox.Triple(node, VOID.objectsTarget, theirs)
        for predicate in {row.predicate for row in mapping_set.rows}:
            yield ox.Triple(node, VOID.linkPredicate, predicate)
        count = ox.Literal(str(len(mapping_set.rows)), datatype=XSD.integer)
        yield ox.Triple(node, VOID.triples, count)
