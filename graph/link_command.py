"""The command that links somebody else's data set to ours: what people type, what they are shown and asked."""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from graph.cli import _emit, _store, data_root, root_option
from graph.errors import UsageError

if TYPE_CHECKING:
    from graph.foreign import ForeignRow
    from graph.link_output import LinksetFacts
    from graph.link_source import Source
    from graph.linking import Linker, Pair

_TYPES = ("law", "agency", "international-body", "jurisdiction", "campaign", "event", "programme", "publication", "system")
_SUFFIXES = {".ttl": "ttl", ".csv": "csv", ".tsv": "sssom"}
_EACH = 5000
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def _with(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def decorate(function: Any) -> Any:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


_READING = _with(
    click.option("--name", "names", multiple=True, metavar="COLUMN", help="A column of names; may be given several times."),
    click.option("--type", "kind", type=click.Choice(_TYPES), help="What all rows are; compare with these only."),
    click.option("--type-column", default="", metavar="COLUMN", help="The column that says what a row is."),
    click.option("--date", "dates", multiple=True, metavar="COLUMN", help="A column of dates; may be given several times."),
    click.option("--jurisdiction", default="", metavar="COLUMN|CODE", help="The column of countries, or the country of all rows (CN)."),
    click.option("--id", "id_column", default="", metavar="COLUMN", help="The column of identifiers."),
    click.option("--language", default="", metavar="COLUMN|TAG", help="The column of languages, or the language of all rows."),
    click.option("--encoding", default="", help="Of the text; guessed if left out."),
    click.option("--separator", default="", help="Between cells; guessed if left out (tab for a tab)."),
    click.option("--header/--no-header", default=None, help="Whether the first line names the columns; guessed if left out."),
    click.option("--class", "cls", default="", metavar="IRI", help="At an endpoint: only things of this class."),
    click.option("--query", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="At an endpoint: your own SELECT query, whose answer is read as a table."),
    click.option("--timeout", type=click.FloatRange(1, 600), default=60, show_default=True, help="Seconds to wait for an endpoint's answer."),
)  # fmt: skip
_LINKING = _with(
    click.option("--accept-from", type=click.FloatRange(0, 1), default=0.86, show_default=True, help="Score from which a pair is accepted."),
    click.option("--review-from", type=click.FloatRange(0, 1), default=0.58, show_default=True, help="Score from which a pair is for review."),
    click.option("--reviewed", type=click.Path(path_type=Path, dir_okay=False), help="A table or SSSOM file of decisions; with --review, where they are kept."),
    click.option("--review", is_flag=True, help="Decide on the pairs for review now, one key each: y, n, s to skip, q to end."),
    click.option("--yes", is_flag=True, help="Go on with what was guessed, without asking."),
)  # fmt: skip
_WRITING = _with(
    click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file."),
    click.option("--format", "form", type=click.Choice(["sssom", "ttl", "void", "csv"]), help="By the suffix of -o, or sssom."),
    click.option("--groups", default="", help="Which groups to write, separated by commas: accept, review, reject. All in CSV, else accept."),
    click.option("--source", default="", metavar="ADDRESS", help="Where the other data set is published."),
    click.option("--base", default="", metavar="IRI", help="What identifiers that are no addresses stand below."),
    click.option("--mapping-date", default="", metavar="YYYY-MM-DD", help="The day of linking; SOURCE_DATE_EPOCH if left out, else none."),
    click.option("--accept", is_flag=True, help="Add the accepted links to links/TARGET.sssom.tsv of the data folder."),
    click.option("--target", default="", help="The name of the linkset, with --accept."),
    root_option,
)  # fmt: skip


@click.command()
@click.argument("source_name", metavar="FILE|ENDPOINT")
@_READING
@_LINKING
@_WRITING
def link(source_name: str, **chosen: Any) -> None:
    """Match the things in FILE (CSV, TSV, RDF) or at ENDPOINT (SPARQL) to ours, with a score and its grounds."""
    from graph.candidates import index_names
    from graph.link_decisions import read_decisions
    from graph.link_source import open_source
    from graph.link_targets import read_targets
    from graph.linking import Linker, Thresholds

    thresholds = Thresholds(chosen["accept_from"], chosen["review_from"])
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


def _reading(chosen: dict[str, Any]) -> Any:
    from graph.foreign_endpoints import Bounds
    from graph.link_source import Reading

    told = {
        "name": chosen["names"], "date": chosen["dates"], "jurisdiction": (chosen["jurisdiction"],),
        "id": (chosen["id_column"],), "language": (chosen["language"],), "type": (chosen["type_column"],),
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


def _write(pairs: "Iterable[Pair]", form: str, groups: tuple[str, ...], facts: "LinksetFacts", output: Path | None) -> None:
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
    counts = linker.counts
    total = sum(counts.values())
    click.echo(f"{total} rows: {counts['accept']} accepted, {counts['review']} for review, {counts['reject']} rejected", err=True)
