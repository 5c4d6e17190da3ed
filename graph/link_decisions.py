"""Keeps what people decide on pairs: read from an edited table or SSSOM file, or asked one key at a time."""

import csv
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from graph.errors import DataError, PublishError, cure_of
from graph.foreign import Notes
from graph.foreign_tables import read_form, read_table
from graph.linking import REVIEW, Decision, Pair, full_iri
from graph.matching import CLOSE, EXACT, RELATED

_YES = frozenset(("accept", "accepted", "yes", "y", "true", "1", "ok", "x", "✓", "是"))
_NO = frozenset(("reject", "rejected", "no", "n", "false", "0", "not", "否"))
_OPEN = frozenset(("", "review", "skip", "s", "?", "maybe"))
_PREDICATES = (EXACT, CLOSE, "broadMatch", RELATED)
_SAVED = ("decision", "subject_id", "object_id", "predicate_id", "subject_label", "object_label", "confidence")

Decided = dict[tuple[str, str], Decision]


def read_decisions(file: Path) -> Decided:
    """The decisions in a table (`decision` filled in) or SSSOM file (rows left in, `Not` or `group=review` aside).

    Refuses a word it does not know, and one pair decided in both ways.
    """
    lines = _without_header(file)
    if lines is not None:
        rows = list(csv.DictReader(lines[1], delimiter="\t", quoting=csv.QUOTE_NONE))
        numbered = [(lines[0] + 2 + i, {k: v or "" for k, v in row.items() if k}) for i, row in enumerate(rows)]
        return _decided(file, numbered, _decision_of_mapping)
    form = read_form(file, header=True)
    table = [(line, dict(zip(form.columns, row, strict=True))) for line, row in read_table(file, form, Notes())]
    for column in ("decision", "subject_id", "object_id"):
        if column not in form.columns:
            cure = "Edit what `iprgraph link --format csv` or `--format sssom` wrote"
            raise DataError(f"there is no column {column}", file=file, line=1, cure=cure)
    return _decided(file, table, _decision_of_row)


def _without_header(file: Path) -> tuple[int, list[str]] | None:
    """The count of header lines and the rest of an SSSOM file; None where it is another table."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    lines = text.splitlines()
    head = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    if head >= len(lines) or "predicate_id\t" not in lines[head] or "decision" in lines[head].split("\t"):
        return None
    return head, lines[head:]


def _decided(
    file: Path, rows: Iterable[tuple[int, dict[str, str]]], decide: Callable[[dict[str, str]], bool | None]
) -> Decided:
    found: Decided = {}
    for line, row in rows:
        try:
            accepted = decide(row)
        except ValueError as error:
            cure = "Write accept or reject, or leave it empty"
            raise DataError(f"{error} is no decision", file=file, line=line, cure=cure) from None
        if accepted is None:
            continue
        key = (row.get("object_id", "").removeprefix("'"), full_iri(row.get("subject_id", "")))
        predicate = row.get("predicate_id", "").rpartition(":")[2].rpartition("#")[2]
        if accepted and predicate and predicate not in _PREDICATES:
            cure = f"Write one of {', '.join(f'skos:{p}' for p in _PREDICATES)}"
            raise DataError(f"{row['predicate_id']!r} is no relation of ours", file=file, line=line, cure=cure)
        if key in found and found[key].accepted != accepted:
            raise DataError(
                "this pair is both accepted and rejected", file=file, line=line, cure="Keep one of the rows"
            )
        found[key] = Decision(accepted, predicate if accepted else "")
    return found


def _decision_of_row(row: dict[str, str]) -> bool | None:
    word = row["decision"].strip().casefold()
    if word in _OPEN:
        return None
    if word in _YES or word in _NO:
        return word in _YES
    raise ValueError(repr(row["decision"]))


def _decision_of_mapping(row: dict[str, str]) -> bool | None:
    if row.get("predicate_modifier", "").strip().casefold() == "not":
        return False
    return None if "group=review" in row.get("other", "") else True


def describe_pair(pair: Pair, number: int, count: int) -> str:
    """The pair as a person sees it: both sides, then each feature with its share."""
    match = pair.match
    assert match is not None
    row = pair.row
    facts = ", ".join(f for f in (*row.dates, row.place, row.type) if f)
    lines = [
        f"[{number} of {count}] score {match.score:.2f}, would be skos:{match.predicate}",
        f"  theirs  {' | '.join(row.names)}{f' ({facts})' if facts else ''}  <{pair.object_id}>",
        f"  ours    {match.label}  <{match.iri}>",
        *(f"    {f.share:+.2f}  {f.name}: {f.words}" for f in match.features),
    ]
    return "\n".join(lines)


def review_pairs(
    pairs: Iterable[Pair], file: Path, get_key: Callable[[], str], tell: Callable[[str], None]
) -> tuple[Decided, bool]:
    """Ask for one key a pair (y, n, s to skip, q to end) and keep each answer in the file at once.

    The decisions, and whether all pairs were shown.
    """
    waiting = [p for p in pairs if p.group == REVIEW and p.match and not p.by_person]
    decided: Decided = {}
    for number, pair in enumerate(waiting, 1):
        assert pair.match is not None
        if any(key[0] == pair.object_id and d.accepted for key, d in decided.items()):
            continue
        tell(describe_pair(pair, number, len(waiting)))
        tell("  the same? y(es) n(o) s(kip) q(uit)")
        while (key := get_key().casefold()[:1]) not in ("y", "n", "s", "q", "", "\x03", "\x04"):
            tell("  y, n, s or q")
        if key in ("q", "", "\x03", "\x04"):
            return decided, False
        if key != "s":
            decided[pair.object_id, pair.match.iri] = Decision(key == "y")
            _append(file, pair, "accept" if key == "y" else "reject")
    return decided, True


def _append(file: Path, pair: Pair, word: str) -> None:
    """One more line in the file of decisions, on the disk before the next pair is shown."""
    match = pair.match
    assert match is not None
    relation = f"skos:{match.predicate}"
    cells = (word, match.iri, pair.object_id, relation, match.label, pair.row.label, f"{match.score}")
    known = dict(zip(_SAVED, cells, strict=True))
    try:
        is_new = not file.exists() or file.stat().st_size == 0
        columns, separator = (_SAVED, ",") if is_new else _written_columns(file)
        with file.open("a", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, delimiter=separator, lineterminator="\n")
            if is_new:
                writer.writerow(_SAVED)
            writer.writerow([" ".join(known.get(c, "").split()) for c in columns])
            stream.flush()
            os.fsync(stream.fileno())
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise PublishError(f"{file}: the decision could not be kept: {reason}. {cure_of(error)}") from None


def _written_columns(file: Path) -> tuple[tuple[str, ...], str]:
    """The columns and the separator of a file that answers are added to; refuses SSSOM, in which no column decides."""
    if _without_header(file) is not None:
        raise DataError("answers cannot be added to an SSSOM file", file=file, cure="Name another file with --reviewed")
    form = read_form(file, header=True)
    return form.columns, form.separator
