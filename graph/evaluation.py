"""Compares the mentions found with a reference annotation: precision, recall and F1 by type, exact and overlapping."""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.errors import DataError
from graph.iris import ENTITY_PATHS
from graph.mentions import Mention
from graph.model import Plan, Span
from graph.rdf_files import short
from graph.store import View
from graph.vocab import IPR, RDF


@dataclass(frozen=True)
class Marked:
    """A mention as a comparison needs it: part, type and words; firm unless a careful reader could leave it out."""

    number: str
    mention_type: str
    span: Span
    words: str
    firm: bool = True


@dataclass(frozen=True)
class Score:
    """How one type fared; a doubtful reference mention counts neither as missed nor as a false alarm."""

    mention_type: str
    reference: int
    found: int
    exact: tuple[float, float, float]
    overlap: tuple[float, float, float]


def read_reference(file: Path, plan: Plan) -> list[Marked]:
    """The annotation (columns measure, type, text, firm); refuses words that the part does not have."""
    parts = {p.number: p for p in plan.numbered()}
    out: list[Marked] = []
    with file.open(encoding="utf-8", newline="") as lines:
        for line, row in enumerate(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE), 2):
            part = parts.get(row["measure"])
            at = plan.text.find(row["text"], part.span.start, part.span.end) if part else -1
            if at < 0 or row["type"] not in ENTITY_PATHS:
                raise DataError(f"{row['measure']} has no {row['type']} {row['text']!r}", file=file, line=line)
            span = Span(at, at + len(row["text"]))
            out.append(Marked(row["measure"], row["type"], span, row["text"], row["firm"] == "1"))
    return out


def found_marks(plan: Plan, mentions: Iterable[Mention]) -> list[Marked]:
    """The mentions found, one per part, type and words."""
    seen: dict[tuple[str, str, str], Marked] = {}
    for mention in mentions:
        words = mention.span.of(plan.text)
        mark = Marked(mention.part.number, mention.mention_type, mention.span, words)
        seen.setdefault((mark.number, mark.mention_type, words), mark)
    return list(seen.values())


def scores(reference: list[Marked], found: list[Marked]) -> list[Score]:
    """One score a type and one for all, named "all"."""
    out = []
    for name in [*ENTITY_PATHS, "all"]:
        wanted = [m for m in reference if name in (m.mention_type, "all")]
        got = [m for m in found if name in (m.mention_type, "all")]
        if wanted or got:
            out.append(Score(name, len(wanted), len(got), _prf(wanted, got, same), _prf(wanted, got, touches)))
    return out


def same(a: Marked, b: Marked) -> bool:
    """Same part, type and words."""
    return (a.number, a.mention_type, a.words) == (b.number, b.mention_type, b.words)


def touches(a: Marked, b: Marked) -> bool:
    """Same part and type, and at least one code point shared, or the same words elsewhere in the part."""
    return (a.number, a.mention_type) == (b.number, b.mention_type) and (a.span.overlaps(b.span) or a.words == b.words)


def _prf(
    wanted: list[Marked], got: list[Marked], match: Callable[[Marked, Marked], bool]
) -> tuple[float, float, float]:
    hits = [g for g in got if any(match(w, g) for w in wanted)]
    firm = [w for w in wanted if w.firm]
    met = [w for w in firm if any(match(w, g) for g in got)]
    precision = len(hits) / len(got) if got else 1.0
    recall = len(met) / len(firm) if firm else 1.0
    total = precision + recall
    return precision, recall, 2 * precision * recall / total if total else 0.0


def misses(reference: list[Marked], found: list[Marked]) -> list[Marked]:
    """Firm reference mentions that nothing touches."""
    return [w for w in reference if w.firm and not any(touches(w, g) for g in found)]


def false_alarms(reference: list[Marked], found: list[Marked]) -> list[Marked]:
    """Mentions found that touch nothing in the reference."""
    return [g for g in found if not any(touches(w, g) for w in reference)]


def wrong_ends(reference: list[Marked], found: list[Marked]) -> list[tuple[Marked, Marked]]:
    """Mentions that touch a reference mention without being the same."""
    out = []
    for got in found:
        if not any(same(w, got) for w in reference):
            out += [(w, got) for w in reference if touches(w, got)][:1]
    return out


def evaluation_text(plan: Plan, mentions: Sequence[Mention], reference: list[Marked]) -> str:
    """The comparison for a person: a table by type, what was missed, what was too much, and what each rule found."""
    found = found_marks(plan, mentions)
    lines = [f"{'type':20} {'ref':>4} {'found':>5}   exact P / R / F1       overlapping P / R / F1"]
    for score in scores(reference, found):
        exact, overlap = (" / ".join(f"{v:.3f}" for v in three) for three in (score.exact, score.overlap))
        lines.append(f"{score.mention_type:20} {score.reference:>4} {score.found:>5}   {exact}   {overlap}")
    lines += [f"missed: {m.number} {m.mention_type} {m.words!r}" for m in misses(reference, found)]
    lines += [f"too much: {m.number} {m.mention_type} {m.words!r}" for m in false_alarms(reference, found)]
    lines += [
        f"ends: {g.number} {g.mention_type} {g.words!r}, not {w.words!r}" for w, g in wrong_ends(reference, found)
    ]
    rules = Counter(m.rule for m in mentions)
    lines += [f"rule {rule}: {count} mentions" for rule, count in sorted(rules.items(), key=lambda r: (-r[1], r[0]))]
    share = rules["ruling"] / len(mentions) if mentions else 0.0
    lines.append(f"{rules['ruling']} of {len(mentions)} mentions ({share:.1%}) rest on a ruling")
    return "\n".join(lines) + "\n"


def evidence_text(store: ox.Store) -> str:
    """How many outcomes have which status, and how many statements have evidence."""
    view = View(store)
    statuses = Counter(short(view.value(o, IPR.outcomeStatus)) for o in view.instances(IPR.Outcome))
    lines = [f"outcomes {status}: {count}" for status, count in sorted(statuses.items())]
    statements = view.instances(RDF.Statement)
    without = sum(not view.values(s, IPR.hasEvidence) for s in statements)
    lines.append(f"statements with evidence: {len(statements) - without}, without: {without}")
    return "\n".join(lines) + "\n"
