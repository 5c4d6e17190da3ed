"""The page of a plan: its whole text as published, each name linked where it stands."""

from dataclasses import dataclass

from graph.base import BASE
from server.site.answers import page_query
from server.site.catalogue import Catalogue, Part, Source
from server.site.frame import FORMS, Crumb, Frame
from server.site.grounds import Target, target_of
from server.site.sheet import Group, Sheet
from server.site.things import query_behind, status_of
from server.site.words import Piece, cut


@dataclass(frozen=True)
class Row:
    """A stretch of the text: a numbered part, or what is printed between parts."""

    words: tuple[Piece, ...]
    part: Part | None = None
    mark: str = ""
    """As it is printed."""
    status: str = ""


@dataclass(frozen=True)
class Area:
    """The rows from one area's heading to the next; what stands before the first has no heading."""

    heading: Row | None
    rows: tuple[Row, ...]
    measures: int


@dataclass(frozen=True)
class PlanPage:
    """What the page of a plan shows."""

    sheet: Sheet
    source: Source | None
    areas: tuple[Area, ...]
    measures: int
    targets: tuple[Target, ...]
    groups: tuple[Group, ...]


def make_plan_page(catalogue: Catalogue, sheet: Sheet) -> PlanPage:
    """The page of the plan."""
    rows = _rows(catalogue, sheet.iri)
    areas: list[tuple[Row | None, list[Row]]] = [(None, [])]
    for row in rows:
        if row.part and row.part.kind == "Area":
            areas.append((row, []))
        else:
            areas[-1][1].append(row)
    shown = [Area(heading, tuple(below), _measures(below)) for heading, below in areas]
    return PlanPage(
        sheet=sheet,
        source=catalogue.sources.get(sheet.iri),
        areas=tuple(shown),
        measures=sum(area.measures for area in shown),
        targets=sheet.values(f"{BASE}ontology#hasTarget"),
        groups=tuple(group for group in sheet.groups if group.key not in {"names", "plan"}),
    )


def plan_frame(catalogue: Catalogue, sheet: Sheet, version: str) -> Frame:
    """What stands around the page."""
    return Frame(
        title=catalogue.label(sheet.iri),
        path=sheet.path,
        version=version,
        trail=(Crumb("iprgraph", ""),),
        about=sheet.iri,
        description=f"{catalogue.label(sheet.iri)}: the whole text as published, each name linked where it stands.",
        query=query_behind("facts", sheet.iri),
        forms=tuple(FORMS),
        section="plan",
    )


def plans_frame(version: str) -> Frame:
    """What stands around the list of plans."""
    told = "The action plans whose text is read here, each with the number of its measures."
    home = (Crumb("iprgraph", ""),)
    return Frame("Plans", "plan", version, home, description=told, query=page_query("sources"), section="plan")


def plan_links(catalogue: Catalogue) -> tuple[Target, ...]:
    """The plans there are."""
    return tuple(target_of(catalogue, plan) for plan in catalogue.plans)


def _measures(rows: list[Row]) -> int:
    return sum(1 for row in rows if row.part and row.part.is_measure)


def _rows(catalogue: Catalogue, plan: str) -> list[Row]:
    """The text from its first letter to its last; the mark of a part is the end of what stands before it."""
    parts = {part.start: part for part in catalogue.parts.values() if part.plan == plan}
    rows: list[Row] = []
    pending = ""
    for start, words in catalogue.segments.get(plan, ()):
        part = parts.get(start)
        if part is None or part.words != words:
            pending += words
            continue
        printed, _, mark = pending.rpartition("\n")
        rows += _printed(printed)
        pieces = cut(words, start, catalogue.mentions_in.get(part.iri, ()))
        rows.append(Row(tuple(pieces), part, mark.strip(), status_of(catalogue, part)))
        pending = ""
    return [*rows, *_printed(pending)]


def _printed(text: str) -> list[Row]:
    return [Row((Piece(text.strip()),))] if any(sign.isalnum() for sign in text) else []
