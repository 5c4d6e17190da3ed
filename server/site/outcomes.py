"""The page of outcomes: what was promised, what came of it, when and how late."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from server.site.answers import page_query
from server.site.catalogue import Catalogue, Outcome, Part
from server.site.frame import Crumb, Frame
from server.site.grounds import Target, target_of

NOT_FOUND = "not-found"
"""The status of what was looked for and not found, so that nothing is known of it."""
_WIDTH = 640
_ROW = 22


@dataclass(frozen=True)
class OutcomeRow:
    """One outcome, or a measure of which nothing is known."""

    measure: Target
    number: str
    status: str
    status_label: str
    date: str
    what: str
    delay: str
    path: str
    results: tuple[Target, ...]


@dataclass(frozen=True)
class Year:
    """A year of the timeline: where it begins, and how many outcomes it has by their status."""

    year: int
    x: int
    width: int
    count: int
    height: int


@dataclass(frozen=True)
class OutcomesPage:
    """What the page of outcomes shows."""

    measures: int
    known: int
    """Measures of which something came to be known."""
    in_vain: int
    """Measures of which something was looked for, and nothing found."""
    counts: tuple[tuple[str, str, int], ...]
    """Status, its label and how many outcomes have it; measures of which nothing is known come last."""
    years: tuple[Year, ...]
    undated: int
    rows: tuple[OutcomeRow, ...]
    chosen: str
    """The one status that is shown; empty for all."""


def make_outcomes_page(catalogue: Catalogue, chosen: str = "") -> OutcomesPage:
    """The outcomes in the order of the plans, only those of a status if one is chosen."""
    rows = [row for part in catalogue.measures for row in _rows(catalogue, part)]
    counts = Counter((row.status, row.status_label) for row in rows)
    known = sorted(((s, label, n) for (s, label), n in counts.items() if s != "unknown"), key=lambda c: (-c[2], c[0]))
    unknown = [(s, label, n) for (s, label), n in counts.items() if s == "unknown"]
    dated = [row for row in rows if row.date]
    shown = [row for row in rows if row.status == chosen] if chosen else rows
    found_out = sum(1 for part in catalogue.measures if is_known(catalogue, part))
    return OutcomesPage(
        measures=len(catalogue.measures),
        known=found_out,
        in_vain=sum(1 for part in catalogue.measures if catalogue.outcomes_of.get(part.iri)) - found_out,
        counts=(*known, *unknown),
        years=_years(dated),
        undated=sum(1 for row in rows if not row.date and row.status != "unknown"),
        rows=tuple(shown),
        chosen=chosen,
    )


def is_known(catalogue: Catalogue, part: Part) -> bool:
    """Whether anything is known to have come of the measure, if only in part."""
    found = catalogue.outcomes_of.get(part.iri, ())
    return any(outcome.status.rpartition("/")[2] != NOT_FOUND for outcome in found)


def outcomes_frame(version: str) -> Frame:
    """What stands around the page."""
    told = "What became of the measures that the plans announced: what came, when, how late, by which source."
    home = (Crumb("iprgraph", ""),)
    query = page_query("outcomes")
    return Frame("Outcomes", "outcomes", version, home, description=told, query=query, section="outcomes")


def _rows(catalogue: Catalogue, part: Part) -> list[OutcomeRow]:
    measure = target_of(catalogue, part.iri)
    found = catalogue.outcomes_of.get(part.iri, ())
    if not found:
        return [OutcomeRow(measure, part.number, "unknown", "Unknown", "", "", "", "", ())]
    return [_row(catalogue, part, measure, outcome) for outcome in found]


def _row(catalogue: Catalogue, part: Part, measure: Target, outcome: Outcome) -> OutcomeRow:
    status = outcome.status.rpartition("/")[2]
    results = tuple(target_of(catalogue, iri) for iri in outcome.results)
    label, path = catalogue.label(outcome.status), target_of(catalogue, outcome.iri).path or ""
    return OutcomeRow(measure, part.number, status, label, outcome.date, outcome.what, outcome.delay, path, results)


def _years(rows: list[OutcomeRow]) -> tuple[Year, ...]:
    counts = Counter(int(row.date[:4]) for row in rows if row.date[:4].isdigit() and date.min.year < int(row.date[:4]))
    if not counts:
        return ()
    first, last = min(counts), max(counts)
    width = _WIDTH // (last - first + 1)
    most = max(counts.values())
    return tuple(
        Year(year, (year - first) * width, width - 4, counts[year], round(counts[year] / most * _ROW * 6))
        for year in range(first, last + 1)
    )
