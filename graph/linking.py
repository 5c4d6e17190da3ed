"""Links foreign rows to things of ours in three groups: sure enough, for a person to look at, and not the same."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from graph.candidates import NameIndex
from graph.errors import UsageError
from graph.foreign import ForeignRow
from graph.iris import BASE
from graph.matching import COUNTRY_UNKNOWN, EXACT, Feature, Match, match_row

ACCEPT, REVIEW, REJECT = "accept", "review", "reject"
GROUPS = (ACCEPT, REVIEW, REJECT)
_SURE = 0.99


@dataclass(frozen=True)
class Thresholds:
    """From which score on a pair is accepted, and from which it is for a person to look at."""

    accept: float = 0.86
    review: float = 0.58

    def __post_init__(self) -> None:
        if not 0 <= self.review <= self.accept <= 1:
            raise UsageError(
                f"--review-from {self.review} and --accept-from {self.accept}: the first may not be above the second"
            )


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person said of a pair; `predicate` where it was changed."""

    accepted: bool
    predicate: str = ""


Decisions = Mapping[tuple[str, str], Decision]
"""Decisions by the foreign identifier and our IRI."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A foreign row beside a thing of ours, with its group; `by_person` where somebody decided."""

    row: ForeignRow
    object_id: str
    match: Match | None
    group: str
    by_person: bool = False


@dataclass
class Linker:
    """Links rows one after the other and counts; the foreign identifier is made with `base`."""

    index: NameIndex
    thresholds: Thresholds
    base: str
    decisions: Decisions = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(GROUPS, 0))
    """Rows in each group, by their best pair."""
    used: set[tuple[str, str]] = field(default_factory=set)
    """Decisions that were about a row."""
    homeless: int = 0
    """Rows that would be surer if their country were known."""

    def __post_init__(self) -> None:
        self._decided: dict[str, dict[str, Decision]] = {}
        for (object_id, iri), decision in self.decisions.items():
            self._decided.setdefault(object_id, {})[iri] = decision

    def link(self, rows: Iterable[ForeignRow]) -> Iterator[Pair]:
        """The pairs of each row, best first, at least one: a row that is like nothing has a pair without a match."""
        for row in rows:
            pairs = self._pairs(row)
            self.counts[pairs[0].group] += 1
            best = pairs[0].match if pairs[0].group == REVIEW else None
            self.homeless += best is not None and any(f.name == COUNTRY_UNKNOWN for f in best.features)
            yield from pairs

    def _pairs(self, row: ForeignRow) -> list[Pair]:
        object_id = foreign_iri(row, self.base)
        matches = match_row(self.index, row)
        decided = self._decided.get(object_id)
        if decided:
            self.used.update((object_id, iri) for iri in decided)
            return self._decided_pairs(row, object_id, matches, decided)
        pairs = [Pair(row, object_id, m, self._group(m, place)) for place, m in enumerate(matches)]
        if pairs and pairs[0].group == ACCEPT:
            return pairs[:1]
        return [p for p in pairs if p.group != REJECT] or pairs[:1] or [Pair(row, object_id, None, REJECT)]

    def _group(self, match: Match, place: int) -> str:
        if match.score >= self.thresholds.accept and place == 0:
            return ACCEPT
        return REVIEW if match.score >= self.thresholds.review else REJECT

    def _decided_pairs(
        self, row: ForeignRow, object_id: str, matches: list[Match], decided: Mapping[str, Decision]
    ) -> list[Pair]:
        """What a person accepted; without any, what is left of the matches, of which none is sure any more."""
        known = {m.iri: m for m in matches}
        accepted = [iri for iri, d in decided.items() if d.accepted]
        if accepted:
            return [
                Pair(row, object_id, self._by_person(known.get(iri), iri, decided[iri]), ACCEPT, by_person=True)
                for iri in accepted
            ]
        left = [
            Pair(row, object_id, m, REJECT if m.iri in decided else self._group(m, place), m.iri in decided)
            for place, m in enumerate(matches)
        ]
        ordered = sorted(left, key=lambda p: GROUPS.index(p.group))
        return ordered or [Pair(row, object_id, None, REJECT)]

    def _by_person(self, match: Match | None, iri: str, decision: Decision) -> Match:
        ground = Feature("person", 0.0, "accepted by a person")
        if match is None:
            target = next((t for t in self.index.targets if iri in (t.iri, *(v.iri for v in t.versions))), None)
            if target is None:
                raise UsageError(f"the reviewed file names {iri}, which is nothing of ours that can be linked")
            label = next((v.label for v in target.versions if v.iri == iri), target.label)
            return Match(iri, label, target, _SURE, decision.predicate or EXACT, (ground,))
        predicate = decision.predicate or match.predicate
        return Match(iri, match.label, match.target, match.score, predicate, (*match.features, ground))


def foreign_iri(row: ForeignRow, base: str) -> str:
    """The row's own IRI where it has one, else its identifier or number below the base."""
    if row.id.startswith(("http://", "https://", "urn:")) and not set(row.id) & set(' <>"{}|\\^`'):
        return row.id
    return base + "".join(c if c.isalnum() or c in "-._~" else f"%{ord(c):02X}" for c in row.id or str(row.number))


def full_iri(text: str) -> str:
    """The IRI of a path such as law/patent-law; a whole IRI comes back as it is."""
    return text if text.startswith(("http://", "https://")) else BASE + text.removeprefix("iprgraph:").lstrip("/")
