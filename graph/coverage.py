"""Tells how far the graph is linked: by kind and target, what is linked, not found there, not looked for."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.linksets import Links

KINDS = {
    "LegalInstrument": "legal instrument",
    "LegalVersion": "dated text of a law",
    "Agency": "agency",
    "AgencyGroup": "agency",
    "AgencyUnit": "agency",
    "InternationalBody": "international body",
    "Jurisdiction": "jurisdiction",
    "Concept": "concept",
}
"""Classes that are linked, and how the table calls them; concepts count where they are linked."""

LOOKED_FOR = frozenset(KINDS) - {"LegalVersion", "Concept"}
"""Classes each of whose members must be linked, or have been looked for, somewhere."""


@dataclass(frozen=True)
class Coverage:
    """One cell of the table: how many things of a kind are linked to a target, not found there, not looked for."""

    kind: str
    target: str
    linked: int
    none_found: int
    not_looked_for: int


def measure_coverage(links: Links) -> tuple[Coverage, ...]:
    """The table, row by row in the order of KINDS; empty where there are no linksets."""
    kinds: dict[str, set[str]] = {name: set() for name in KINDS.values()}
    linked_at_all = {row.subject for s in links.sets for row in s.rows}
    for iri, subject in links.subjects.items():
        if subject.kind in KINDS and (subject.kind != "Concept" or iri in linked_at_all):
            kinds[KINDS[subject.kind]].add(iri)
    out = []
    for kind, members in kinds.items():
        for mapping_set in links.sets if members else ():
            linked = members & {row.subject for row in mapping_set.rows}
            sought = {v.subject for v in links.verdicts if v.target == mapping_set.target}
            missed = (members & sought) - linked
            rest = len(members) - len(linked) - len(missed)
            out.append(Coverage(kind, mapping_set.target, len(linked), len(missed), rest))
    return tuple(out)


def never_looked_for(links: Links) -> list[str]:
    """The things that are neither linked nor have a verdict for any target, where there are linksets; sorted."""
    done = {row.subject for s in links.sets for row in s.rows} | {v.subject for v in links.verdicts}
    wanted = [iri for iri, subject in links.subjects.items() if subject.kind in LOOKED_FOR]
    return sorted(iri for iri in wanted if iri not in done) if links.sets else []


def coverage_markdown(cells: Iterable[Coverage]) -> str:
    """The table for a README, a line a target; each cell reads linked / not found / not looked for."""
    table: dict[str, dict[str, Coverage]] = {}
    for cell in cells:
        table.setdefault(cell.target, {})[cell.kind] = cell
    kinds = list(dict.fromkeys(kind for row in table.values() for kind in row))
    lines = [f"| target | {' | '.join(kinds)} |", f"|---|{'---|' * len(kinds)}"]
    for target, row in table.items():
        lines.append(f"| {target} | {' | '.join(_cell(row[kind]) for kind in kinds)} |")
    return "\n".join(lines) + "\n"


def _cell(cell: Coverage) -> str:
    counts = (cell.linked, cell.none_found, cell.not_looked_for)
    return " / ".join(map(str, counts)) if cell.linked or cell.none_found else "–"
