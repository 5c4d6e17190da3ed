"""The page of a part of a plan: a measure with all that is known of it, or an area or section with its measures."""

from dataclasses import dataclass, replace

from graph.base import BASE
from server.engine import QueryEngine
from server.site.catalogue import Catalogue, Part
from server.site.frame import FORMS, Crumb, Frame
from server.site.grounds import Target, target_of
from server.site.sheet import Line, Sheet, read_sheet
from server.site.things import Place, make_place, query_behind
from server.site.titles import kind_title, title_of
from server.site.wording import DCT, IPR, SKOS
from server.site.words import Piece, cut

_DEEDS = tuple(
    f"{IPR}{name}"
    for name in (
        "drafts", "formulates", "revises", "promulgates", "researches", "implements", "refersTo", "launches", "hosts",
        "issues", "runs", "builds", "hasTarget", "concernsJurisdiction", "involves",
    )
)  # fmt: skip
_NATURE = tuple(f"{IPR}{name}" for name in ("act", "coversRight", "pace", "audience"))
_OUTCOME_LABELS = {f"{SKOS}definition": "What came"}
_LEADS = (f"{IPR}leadAgency", f"{IPR}proposedLeadAgency")


@dataclass(frozen=True)
class OutcomeShown:
    """An outcome on the page of its measure."""

    path: str
    status: str
    """The scheme's word, such as done-later."""
    status_label: str
    date: str
    sheet: Sheet

    @property
    def lines(self) -> tuple[Line, ...]:
        """What is said of it, each with its source."""
        wanted = (f"{SKOS}definition", f"{IPR}resultedIn", f"{IPR}delay", f"{DCT}date", f"{SKOS}note")
        found = (self.sheet.line(prop) for prop in (*wanted, f"{IPR}outcomeStatus"))
        return tuple(replace(line, label=_OUTCOME_LABELS.get(line.property, line.label)) for line in found if line)


@dataclass(frozen=True)
class PartPage:
    """What the page of a part shows."""

    part: Part
    kind: str
    sheet: Sheet
    words: tuple[Piece, ...]
    deeds: tuple[Line, ...]
    """What the measure does, to what."""
    nature: tuple[Line, ...]
    """Its acts, rights, pace and audience."""
    leads: tuple[Line, ...]
    outcomes: tuple[OutcomeShown, ...]
    executed: Line | None
    """What carried it out."""
    below: tuple[Place, ...]
    above: tuple[Target, ...]
    before: Target | None
    after: Target | None
    rights: str
    """Whose the words are, and which version prevails."""


def make_part_page(engine: QueryEngine, catalogue: Catalogue, part: Part, sheet: Sheet, rights: str) -> PartPage:
    """The page of the part."""
    before, after = _neighbours(catalogue, part)
    below = catalogue.below.get(part.iri, ())
    return PartPage(
        part=part,
        kind=kind_title(catalogue, part.iri, sheet.classes),
        sheet=sheet,
        words=tuple(cut(part.words, part.start, catalogue.mentions_in.get(part.iri, ()))),
        deeds=_lines(sheet, _DEEDS),
        nature=_lines(sheet, _NATURE),
        leads=_lines(sheet, _LEADS),
        outcomes=tuple(_outcomes(engine, catalogue, part)),
        executed=sheet.line("http://data.europa.eu/eli/eli-draft-legislation-ontology#executed", incoming=True),
        below=tuple(make_place(catalogue, lower, []) for lower in below),
        above=tuple(target_of(catalogue, above.iri) for above in catalogue.areas_above(part)),
        before=before,
        after=after,
        rights=rights,
    )


def part_frame(catalogue: Catalogue, part: Part, version: str) -> Frame:
    """What stands around the page."""
    plan = part.plan
    trail = [Crumb("iprgraph", ""), Crumb(catalogue.label(plan), plan.removeprefix(BASE))]
    trail += [
        Crumb(f"{a.number} {catalogue.label(a.iri)}", a.iri.removeprefix(BASE)) for a in catalogue.areas_above(part)
    ]
    title = title_of(catalogue, part.iri)
    if not part.is_measure and part.number != "0":
        title = f"{part.number} {title}"
    return Frame(
        title=title if part.number == "0" else f"{title}, {catalogue.label(plan)}",
        path=part.iri.removeprefix(BASE),
        version=version,
        trail=tuple(trail),
        about=part.iri,
        description=part.words[:300],
        query=query_behind("facts", part.iri),
        forms=tuple(FORMS),
        section="measures" if part.is_measure else "plan",
    )


def _lines(sheet: Sheet, properties: tuple[str, ...]) -> tuple[Line, ...]:
    found = (sheet.line(prop) for prop in properties)
    return tuple(line for line in found if line)


def _outcomes(engine: QueryEngine, catalogue: Catalogue, part: Part) -> list[OutcomeShown]:
    shown = []
    for outcome in catalogue.outcomes_of.get(part.iri, ()):
        sheet = read_sheet(engine, catalogue, outcome.iri)
        if sheet:
            status = outcome.status.rpartition("/")[2]
            label = catalogue.label(outcome.status)
            shown.append(OutcomeShown(sheet.path, status, label, outcome.date, sheet))
    return shown


def _neighbours(catalogue: Catalogue, part: Part) -> tuple[Target | None, Target | None]:
    """The parts of the same sort before and after it in the plan."""
    row = [p.iri for p in catalogue.parts.values() if p.plan == part.plan and p.is_measure == part.is_measure]
    at = row.index(part.iri)
    before = target_of(catalogue, row[at - 1]) if at else None
    after = target_of(catalogue, row[at + 1]) if at + 1 < len(row) else None
    return before, after
