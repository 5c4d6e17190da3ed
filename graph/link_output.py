"""Writes links: SSSOM, Turtle, a VoID description of the linkset, and a table with every ground for people to edit."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from graph.base import BASE
from graph.formats import find_format
from graph.linking import ACCEPT, REJECT, Pair
from graph.vocab import DCT, RDF, SKOS, VOID, XSD
from graph.writing import write_graph

SSSOM_COLUMNS = (
    "subject_id", "subject_label", "predicate_id", "object_id", "object_label", "mapping_justification",
    "confidence", "mapping_provider", "see_also", "mapping_date", "comment", "object_date",
)  # fmt: skip
"""Slots of SSSOM and the extension object_date, as the files of data/links have them: ours is the subject."""
REVIEW_COLUMNS = (*SSSOM_COLUMNS, "predicate_modifier", "other")
"""With what a person edits: `Not` refuses a pair; the group stands in `other`."""
FEATURES = ("name", "other name", "acronym", "jurisdiction", "kind", "type", "number", "date", "another thing", "rival")
TABLE_COLUMNS = (
    "row", "group", "decision", "confidence", "object_label", "subject_label", "predicate_id", "object_id",
    "subject_id",
    *(f.replace(" ", "_") for f in FEATURES), "comment",
)  # fmt: skip
FORMATS = ("sssom", "ttl", "void", "csv")
_FORMULA = "=+-@"
_SEMAPV = "https://w3id.org/semapv/vocab/"
LINKSETS = f"{BASE}linkset/"
OUR_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
UNKNOWN_LICENCE = "https://w3id.org/sssom/license/unspecified"
"""What SSSOM has for a set whose owner said nothing."""


@dataclass(frozen=True)
class LinksetFacts:
    """What the header says of the set."""

    set_id: str
    title: str
    source: str
    """The address of the other data set; empty where it was not told."""
    date: str
    """The day of linking; empty where it was not told."""
    licence: str = UNKNOWN_LICENCE


def write_links(pairs: Iterable[Pair], form: str, groups: Sequence[str], facts: LinksetFacts) -> Iterator[bytes]:
    """The pairs of the wanted groups in the format, piece by piece."""
    wanted = (pair for pair in pairs if pair.group in groups)
    if form == "csv":
        yield from _table(wanted)
    elif form == "sssom":
        yield from write_sssom(wanted, facts, review=any(g != ACCEPT for g in groups))
    else:
        links = [(p.match.iri, p.match.predicate, p.object_id) for p in wanted if p.match and p.group != REJECT]
        yield _turtle(links) if form == "ttl" else _void(links, facts)


def write_sssom(pairs: Iterable[Pair], facts: LinksetFacts, *, review: bool) -> Iterator[bytes]:
    """SSSOM as TSV with its commented header."""
    columns = REVIEW_COLUMNS if review else SSSOM_COLUMNS
    yield (sssom_header(facts) + "\t".join(columns) + "\n").encode("utf-8")
    for pair in pairs:
        if pair.match:
            row = sssom_row(pair, facts)
            yield ("\t".join(row[c] for c in columns) + "\n").encode("utf-8")


def sssom_header(facts: LinksetFacts) -> str:
    """The header lines; what was not told is left out."""
    lines = [
        "curie_map:", f"  skos: {SKOS}", f"  semapv: {_SEMAPV}", f"mapping_set_id: {facts.set_id}",
        f"mapping_set_title: {_one_line(facts.title)}", f"license: {facts.licence}",
    ]  # fmt: skip
    if facts.source:
        lines.append(f"object_source: {facts.source}")
    lines += [
        "extension_definitions:",
        "  - slot_name: object_date",
        f"    property: {DCT.date.value}",
        f"    type_hint: {XSD.date.value}",
    ]
    return "".join(f"#{line}\n" for line in lines)


def sssom_row(pair: Pair, facts: LinksetFacts) -> dict[str, str]:
    """The cells of one pair; ours is the subject."""
    match = pair.match
    assert match is not None
    shares = [f for f in match.features if f.share]
    lexical = "LexicalMatching" if len(shares) < 2 else "CompositeMatching"
    return {
        "subject_id": match.iri,
        "subject_label": _one_line(match.label),
        "predicate_id": f"skos:{match.predicate}",
        "object_id": pair.object_id,
        "object_label": _one_line(pair.row.label)[:500] or "(no name)",
        "mapping_justification": f"semapv:{'ManualMappingCuration' if pair.by_person else lexical}",
        "confidence": f"{match.score:.3f}".rstrip("0").rstrip("."),
        "mapping_provider": facts.source,
        "see_also": "",
        "mapping_date": facts.date,
        "comment": _one_line(match.reason)[:1500],
        "object_date": next(
            (d for d in pair.row.dates if len(d) == 10 and d[4] == d[7] == "-" and d[:4].isdigit()), ""
        ),
        "predicate_modifier": "Not" if pair.group == REJECT and pair.by_person else "",
        "other": f"group={pair.group}",
    }


def _table(pairs: Iterable[Pair]) -> Iterator[bytes]:
    """One line a pair, with the share of each feature and an empty cell to decide in."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(TABLE_COLUMNS)
    for number, pair in enumerate(pairs, 1):
        writer.writerow([_plain(cell) for cell in _cells(pair)])
        if number % 1000 == 0:
            yield out.getvalue().encode("utf-8")
            out.seek(0)
            out.truncate()
    yield out.getvalue().encode("utf-8")


def _cells(pair: Pair) -> list[str]:
    match = pair.match
    decided = pair.group if pair.by_person else ""
    label = _one_line(pair.row.label)[:500]
    if match is None:
        return [
            str(pair.row.number),
            pair.group,
            decided,
            "0",
            label,
            "",
            "",
            pair.object_id,
            "",
            *[""] * (len(FEATURES) + 1),
        ]
    shares: Counter[str] = Counter()
    for feature in match.features:
        shares[feature.name] += round(feature.share * 1000)
    return [
        str(pair.row.number), pair.group, decided, f"{match.score:.3f}", label, match.label, f"skos:{match.predicate}",
        pair.object_id, match.iri, *(f"{shares[f] / 1000:g}" if shares[f] else "" for f in FEATURES),
        _one_line(match.reason),
    ]  # fmt: skip


def _plain(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula; numbers stay."""
    return f"'{cell}" if cell[:1] and cell[0] in _FORMULA and not cell.lstrip("-").replace(".", "").isdigit() else cell


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _turtle(links: Iterable[tuple[str, str, str]]) -> bytes:
    triples = (ox.Triple(ox.NamedNode(s), SKOS[p], ox.NamedNode(o)) for s, p, o in links)
    return write_graph(triples, find_format("ttl", "graph"))


def _void(links: Sequence[tuple[str, str, str]], facts: LinksetFacts) -> bytes:
    """The description of the linkset: one for all, and a part of it for each relation, with counts."""
    node, ours = ox.NamedNode(facts.set_id), ox.NamedNode(BASE)
    triples = [*_described(node, links, facts), ox.Triple(ours, RDF.type, VOID.Dataset)]
    for predicate in sorted({p for _, p, _ in links}):
        part = ox.NamedNode(f"{facts.set_id.rstrip('/')}/{predicate}")
        triples += [*_described(part, [link for link in links if link[1] == predicate], facts)]
        triples += [ox.Triple(part, VOID.linkPredicate, SKOS[predicate]), ox.Triple(node, VOID.subset, part)]
    return write_graph(triples, find_format("ttl", "graph"))


def _described(node: ox.NamedNode, links: Sequence[tuple[str, str, str]], facts: LinksetFacts) -> Iterator[ox.Triple]:
    other = ox.NamedNode(facts.source) if facts.source else ox.NamedNode(f"{facts.set_id.rstrip('/')}/object")
    yield ox.Triple(node, RDF.type, VOID.Linkset)
    yield ox.Triple(node, DCT.title, ox.Literal(facts.title, language="en"))
    yield ox.Triple(node, VOID.subjectsTarget, ox.NamedNode(BASE))
    yield ox.Triple(node, VOID.objectsTarget, other)
    yield ox.Triple(other, RDF.type, VOID.Dataset)
    yield ox.Triple(node, VOID.triples, ox.Literal(len(set(links))))
    yield ox.Triple(node, VOID.distinctSubjects, ox.Literal(len({s for s, _, _ in links})))
    yield ox.Triple(node, VOID.distinctObjects, ox.Literal(len({o for _, _, o in links})))
    if facts.date:
        yield ox.Triple(node, DCT.created, ox.Literal(facts.date, datatype=XSD.date))
