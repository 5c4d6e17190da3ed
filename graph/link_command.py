"""The command that links somebody else's data set to ours: what people type, what they are shown and asked."""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.cli import _emit, _store, data_root
from graph.errors import UsageError
from graph.link_options import linking_options, reading_options, writing_options

if TYPE_CHECKING:
    from graph.foreign import ForeignRow
    from graph.link_output import LinksetFacts
    from graph.link_source import Source
    from graph.linking import Linker, Pair

_SUFFIXES = {".ttl": "ttl", ".csv": "csv", ".tsv": "sssom"}
_EACH = 5000
_FEW = 2
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


@click.command()
@click.argument("source_name", metavar="FILE|ENDPOINT")
@reading_options
@linking_options
@writing_options
def link(source_name: str, **chosen: Any) -> None:
    """Match the things in FILE (CSV, TSV, RDF) or at ENDPOINT (SPARQL) to ours, with a score and its grounds."""
    from graph.candidates import index_names
    from graph.link_decisions import read_decisions
    from graph.link_source import open_source
    from graph.link_targets import read_targets
    from graph.linking import Linker, Thresholds

    thresholds = Thresholds(chosen["accept_from"], chosen["review_from"])
    if chosen["evaluate"]:
        _evaluate(Path(source_name), thresholds, chosen["root"])
        return
    form = chosen["form"] or _SUFFIXES.get(chosen["output"].suffix.lower() if chosen["output"] else "", "sssom")
    groups = _groups(chosen["groups"], form)
    source = open_source(source_name, _reading(chosen), _progress)
    facts = _facts(source, chosen)
    _check_options(chosen, facts)
    _confirm(source, chosen["yes"])
    index = index_names(read_targets(_store(chosen["root"]), [chosen["kind"]] if chosen["kind"] else ()))
    reviewed = chosen["reviewed"]
    decisions = read_decisions(reviewed) if reviewed and (reviewed.exists() or not chosen["review"]) else {}
    linker = Linker(index, thresholds, chosen["base"] or f"urn:iprgraph:row:{source.slug}:", decisions)
    if chosen["review"]:
        linker = _review(linker, source, reviewed, decisions)
    pairs: Iterable[Pair] = linker.link(_counted(source.rows()))
    if chosen["accept"]:
        pairs = _accept(list(pairs), facts, chosen)
    _write(pairs, form, groups, facts, chosen["output"])
    _summarize(linker, source, decisions)


def _evaluate(file: Path, thresholds: Any, root: Path | None) -> None:
    from graph.candidates import index_names
    from graph.link_evaluation import evaluate, evaluation_lines, read_sample
    from graph.link_targets import read_targets
    from graph.linking import Linker

    if not file.is_file():
        raise UsageError(f"--evaluate: there is no file {file}")
    linker = Linker(index_names(read_targets(_store(root))), thresholds, "urn:iprgraph:row:")
    lines = evaluation_lines(evaluate(linker, read_sample(file)))
    _emit("".join(f"{line}\n" for line in lines).encode("utf-8"), None)


def _reading(chosen: dict[str, Any]) -> Any:
    from graph.foreign_endpoints import Bounds
    from graph.link_source import Reading

    told = {
        "name": chosen["names"], "alias": chosen["aliases"], "date": chosen["dates"],
        "jurisdiction": (chosen["jurisdiction"],), "id": (chosen["id_column"],),
        "type": (chosen["type_column"],),
    }  # fmt: skip
    separator = {"tab": "\t", "\\t": "\t"}.get(chosen["separator"], chosen["separator"])
    if len(separator) > 1:
        raise UsageError(f"--separator {separator!r} is more than one character")
    return Reading(
        columns={role: [v for v in values if v] for role, values in told.items() if any(values)},
        encoding=chosen["encoding"],
        separator=separator,
        header=chosen["header"],
        type=chosen["kind"] or "",
        cls=chosen["cls"],
        query=chosen["query"],
        bounds=Bounds(seconds=chosen["timeout"]),
    )


def _groups(told: str, form: str) -> tuple[str, ...]:
    from graph.linking import ACCEPT, GROUPS

    if not told:
        return GROUPS if form == "csv" else (ACCEPT,)
    groups = tuple(dict.fromkeys(g.strip() for g in told.split(",")))
    for group in groups:
        if group not in GROUPS:
            raise UsageError(f"--groups {group}: there is no such group. There are: {', '.join(GROUPS)}")
    return groups


def _facts(source: "Source", chosen: dict[str, Any]) -> "LinksetFacts":
    from graph.link_output import LINKSETS, OUR_LICENCE, UNKNOWN_LICENCE, LinksetFacts

    day = chosen["mapping_date"]
    if day and not _DAY.fullmatch(day):
        raise UsageError(f"--mapping-date {day} is no day; write YYYY-MM-DD")
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not day and epoch.isdigit():
        day = datetime.fromtimestamp(int(epoch), UTC).date().isoformat()
    for option in ("source", "base"):
        if chosen[option] and set(chosen[option]) & set(' <>"{}|\\^`'):
            raise UsageError(f"--{option} {chosen[option]!r} is no address")
    name = chosen["target"] or source.slug
    return LinksetFacts(
        set_id=f"{LINKSETS if chosen['accept'] else 'urn:iprgraph:linkset:'}{name}",
        title=f"Links from iprgraph to {name}",
        source=chosen["source"] or source.address,
        date=day,
        licence=OUR_LICENCE if chosen["accept"] else UNKNOWN_LICENCE,
    )


def _check_options(chosen: dict[str, Any], facts: "LinksetFacts") -> None:
    from graph.link_accepting import check_acceptable, linkset_file

    if chosen["review"] and chosen["reviewed"] is None:
        raise UsageError("--review needs --reviewed FILE, where the decisions are kept")
    if chosen["accept"]:
        if not chosen["target"]:
            raise UsageError("--accept needs --target NAME, the linkset to add to")
        linkset_file(data_root(chosen["root"]), chosen["target"])
        check_acceptable(facts)


def _confirm(source: "Source", yes: bool) -> None:
    """Show what was guessed; a person at a terminal is asked."""
    click.echo("\n".join(source.described), err=True)
    if not yes and sys.stdin.isatty() and sys.stderr.isatty():
        click.confirm("Go on?", default=True, abort=True, err=True)


def _progress(line: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"… {line}", err=True)


def _counted(rows: "Iterable[ForeignRow]") -> "Iterator[ForeignRow]":
    for number, row in enumerate(rows, 1):
        if number % _EACH == 0:
            _progress(f"{number} rows")
        yield row


def _review(linker: "Linker", source: "Source", file: Path, decisions: Any) -> "Linker":
    """Ask a person; a linker that knows the answers, too."""
    from graph.link_decisions import review_pairs
    from graph.linking import REVIEW, Linker

    waiting = [pair for pair in linker.link(_counted(source.rows())) if pair.group == REVIEW]
    open_pairs = [p for p in waiting if p.match and (p.object_id, p.match.iri) not in decisions]
    decided, done = review_pairs(open_pairs, file, lambda: click.getchar(echo=False), lambda t: click.echo(t, err=True))
    told = "all pairs were shown" if done else "the rest waits for the next time"
    click.echo(f"{len(decided)} decided and kept in {file}; {told}", err=True)
    source.notes.counts.clear()
    return Linker(linker.index, linker.thresholds, linker.base, {**decisions, **decided})


def _accept(pairs: "list[Pair]", facts: "LinksetFacts", chosen: dict[str, Any]) -> "list[Pair]":
    from graph.link_accepting import accept_links, linkset_file

    file = linkset_file(data_root(chosen["root"]), chosen["target"])
    added, double = accept_links(file, pairs, facts)
    click.echo(f"{file}: {added} links added{f', {double} were there' if double else ''}", err=True)
    return pairs


def _write(
    pairs: "Iterable[Pair]", form: str, groups: tuple[str, ...], facts: "LinksetFacts", output: Path | None
) -> None:
    from graph.link_output import write_links
    from graph.publish import write_atomically

    pieces = write_links(pairs, form, groups, facts)
    if output is None:
        _emit(b"".join(pieces), None)
    else:
        write_atomically(output, pieces)


def _summarize(linker: "Linker", source: "Source", decisions: Any) -> None:
    for note in source.notes:
        click.echo(f"note: {note}", err=True)
    unused = len(set(decisions) - linker.used)
    if unused:
        click.echo(f"note: {unused} decisions are about rows that are not in {source.name}", err=True)
    if linker.homeless:
        rows = "1 row is" if linker.homeless == 1 else f"{linker.homeless} rows are"
        told = f"note: {rows} for review since nothing says of which country; if all are of one, add --jurisdiction CN"
        click.echo(told, err=True)
    counts = linker.counts
    total = sum(counts.values())
    if total > _FEW and counts["reject"] == total:
        click.echo("note: nothing is like ours; if the columns above were guessed wrongly, name them", err=True)
    click.echo(
        f"{total} rows: {counts['accept']} accepted, {counts['review']} for review, {counts['reject']} rejected",
        err=True,
    )
