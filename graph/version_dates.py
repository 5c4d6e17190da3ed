"""Compares the dates of a foreign row with those of a thing of ours: its own, those of its later texts, or neither."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from graph.candidates import Candidate
from graph.days import latest, read_date
from graph.foreign import ForeignRow
from graph.link_targets import LinkTarget, Version
from graph.titles import Title

_MONTH = 31
_LASTING = frozenset(("campaign", "programme", "system"))
"""What goes on in the years after the one in which it began."""


@dataclass(frozen=True, slots=True)
class Dating:
    """What the dates say; `version` where the row is a text of its own day."""

    grounds: tuple[tuple[float, str], ...] = ()
    is_close: bool = False
    is_uncertain: bool = False
    version: Version | None = None


def compare_dates(row: ForeignRow, titles: Iterable[Title], best: Candidate) -> Dating:
    """What the dates in the row's names and columns say for the candidate or against it."""
    target, title = best.target, best.theirs
    named = frozenset[str]().union(*(t.dates for t in titles))
    given = tuple(d for cell in row.dates if (d := read_date(cell)))
    amended = any(t.amended for t in titles)
    if best.ours.title.dates:
        return _compare_named(named | frozenset(given if not named else ()), best.ours.title.dates)
    if target.type != "law":
        return _compare_plain(named, given, target)
    if named or amended:
        return _compare_version(named, given, amended and title.script != "acronym", target)
    return _compare_given(given, target) if given else Dating()


def knows_a_day(row: ForeignRow, titles: Iterable[Title], target: LinkTarget) -> bool:
    """Whether the row tells a day of ours, its own or that of a text of it: no namesake elsewhere has the same."""
    told = {*chain.from_iterable(t.dates for t in titles), *map(read_date, row.dates)}
    ours = target.dates.union(*(version.dates for version in target.versions))
    return any(len(day) == 10 for day in told & ours)


def _compare_named(theirs: frozenset[str], ours: frozenset[str]) -> Dating:
    """A year that belongs to our name must stand in theirs."""
    if not theirs:
        return Dating(((-0.12, f"{', '.join(sorted(ours))} is not named there"),), is_uncertain=True)
    their_years, our_years = {d[:4] for d in theirs}, {d[:4] for d in ours}
    if their_years <= our_years or our_years <= their_years:
        return Dating(((0.02, ", ".join(sorted(ours))),))
    return Dating(((-0.45, f"{', '.join(sorted(theirs))}, not {', '.join(sorted(ours))}"),))


def _compare_plain(named: frozenset[str], given: tuple[str, ...], target: LinkTarget) -> Dating:
    """Years of events and the like must agree where both are known; those of offices everyone tells differently."""
    years, known = {d[:4] for d in (*named, *given)}, {d[:4] for d in target.dates}
    if not years:
        return Dating()
    if years & known:
        return Dating(((0.03, ", ".join(sorted(years & known))),))
    loose = target.type in ("agency", "international-body", "jurisdiction") and not named
    if not known:
        return (
            Dating()
            if loose
            else Dating(((-0.12, f"{', '.join(sorted(years))} is not known of ours"),), is_uncertain=True)
        )
    goes_on = target.type in _LASTING and not named and min(years) > max(known)
    share = -0.03 if loose else -0.12 if goes_on else -0.4
    return Dating(((share, f"{', '.join(sorted(years))}, not {', '.join(sorted(known))}"),), is_uncertain=goes_on)


def _compare_version(named: frozenset[str], given: tuple[str, ...], amended: bool, target: LinkTarget) -> Dating:
    """A title with a date or the word amended is that of one text of a law."""
    named = frozenset({latest(named)} if named and amended else named)
    days = {d for d in (*named, *given) if len(d) == 10}
    years = {d[:4] for d in named} or {latest(given)[:4]} - {""}
    if not amended and (_agree(named, target.dates) or days & target.dates):
        return Dating(((0.03, f"its own: {', '.join(sorted(named))}"),))
    for version in target.versions:
        if days & version.dates and years & {d[:4] for d in version.dates}:
            return Dating(((0.03, f"the text of {min(version.dates)}"),), version=version, is_close=False)
    found = [v for v in target.versions if years & {min(v.dates, default="")[:4]}]
    if len(found) == 1:
        ground = (-0.1, f"a text of {', '.join(sorted(years))}, by the year alone")
        return Dating((ground,), version=found[0], is_uncertain=True)
    told = f"a text of {', '.join(sorted(years))}" if years else "a text that was amended, without its year"
    return Dating(((-0.15, f"{told}, which is none of those known"),), is_close=True, is_uncertain=True)


def _compare_given(given: tuple[str, ...], target: LinkTarget) -> Dating:
    """A date in a column may be that of the law, of one of its texts, or of another law."""
    if _agree(given, target.dates):
        later = [v for v in target.versions if v.dates.isdisjoint(target.dates) and _agree(given, v.dates)]
        words = f"its own{', and that of a later text' if later else ''}: {', '.join(given)}"
        return Dating(((0.02 if later else 0.04, words),), is_close=bool(later))
    if near := _near(given, target.dates):
        return Dating(((0.03, f"{near}, of its time"),))
    for version in target.versions:
        if _agree(given, version.dates):
            return Dating(((0.02, f"that of its text of {min(version.dates)}, not its own"),), is_close=True)
    known = [d for d in target.dates if d]
    if not known:
        return Dating()
    if max(given)[:4] < min(known)[:4]:
        return Dating(((-0.35, f"{', '.join(given)}, before {min(known)}"),))
    return Dating(((-0.07, f"{', '.join(given)}, not {min(known)}"),), is_close=True, is_uncertain=True)


def _near(theirs: Iterable[str], ours: Iterable[str]) -> str:
    """Their day, if it is within a month of one of ours, as those of adopting and publishing a text are; else empty."""
    days = [day for text in ours if (day := _day(text))]
    return next((t for t in theirs if (day := _day(t)) and any(abs((day - our).days) <= _MONTH for our in days)), "")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _agree(theirs: Iterable[str], ours: Iterable[str]) -> bool:
    """Whether a date is the same as far as both are told."""
    return any(a[: len(b)] == b[: len(a)] for a in theirs for b in ours if a and b)
