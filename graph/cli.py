"""The command line of everything that needs no HTTP; the one place here that turns errors into exit codes."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from graph.errors import IprgraphError, PublishError, UsageError, advice_of, cure_of

Progress = Callable[[str], None]


class ReaderLeftError(Exception):
    """Whoever read our output has gone, which is no fault: the command ends as it would have."""

    def __init__(self, code: int) -> None:
        self.code = code


class ToldErrors(click.Group):
    """A group that tells every error of ours as one message, and an unforeseen one without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; exit code 1 for data and checks, 2 for usage."""
        try:
            return super().invoke(ctx)
        except IprgraphError as error:
            click.echo(f"iprgraph: {error}{advice_of(error)}", err=True)
            ctx.exit(error.exit_code)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except ReaderLeftError as left:
            sys.stderr.close()
            ctx.exit(left.code)
        except Exception as error:
            click.echo(f"iprgraph: {_told(error)}", err=True)
            ctx.exit(1)


def _told(error: Exception) -> str:
    """What the operating system refused, of which file, and what helps; anything else is our own fault."""
    if isinstance(error, OSError) and error.filename is not None:
        reason = (error.strerror or str(error)).lower()
        return f"{error.filename}: {reason}. {cure_of(error)}"
    return f"a fault of iprgraph itself, please report it: {error!r}"


def _progress(line: str) -> None:
    """Steps are shown to a person at a terminal only."""
    if sys.stderr.isatty():
        click.echo(f"… {line}", err=True)


root_option = click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    help="A data folder other than the shipped one (with plans/, entities/ and dist/ below it).",
)


def data_root(root: Path | None) -> Path:
    """The data folder to work on; refuses one that does not exist."""
    from graph.resources import data_dir

    if root is None:
        return data_dir()
    if not root.is_dir():
        raise UsageError(f"--root {root} is not a folder")
    return root


def _store(root: Path | None) -> Any:
    from graph.resources import dist_file
    from graph.store import read_dist

    return read_dist(dist_file(data_root(root)))


def _emit(data: bytes, output: Path | None, code: int = 0) -> None:
    if output is None:
        try:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            raise ReaderLeftError(code) from None
        except OSError as error:
            raise PublishError(f"standard output could not be written: {error.strerror}; write elsewhere") from None
        return
    from graph.publish import write_atomically

    write_atomically(output, data)


@click.group(cls=ToldErrors, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="iprgraph", prog_name="iprgraph")
def cli() -> None:
    """Government action plans on intellectual property as a knowledge graph whose every fact carries its words."""


@cli.command()
@click.option("--check", is_flag=True, help="Write nothing; say whether the published file is what the sources give.")
@root_option
def build(check: bool, root: Path | None) -> None:
    """Build the graph, run all checks and publish dist/iprgraph.nq; nothing is written when a check fails."""
    from graph import build as builder

    folder = data_root(root)
    if check:
        differences = builder.compare(folder, _progress)
        click.echo("\n".join(differences) or "The published file is what the sources give.", err=bool(differences))
        sys.exit(1 if differences else 0)
    report, target, lines, dropped = builder.build(folder, _progress)
    if dropped:
        click.echo(
            f"iprgraph: {len(dropped)} IRIs that were published are gone, such as {dropped[0]}. An IRI is a promise: "
            "list them with iprgraph retire --before OLD-FILE --reason '…'",
            err=True,
        )
    open_points = sum(f.severity != "info" for f in report.findings)
    told = f", {open_points} to be curated (see: iprgraph check)" if open_points else ""
    click.echo(f"{target}: {lines} statements, {len(report.checks)} checks passed{told}")


@cli.command()
@click.option("--format", "form", type=click.Choice(["text", "json", "turtle"]), default="text", show_default=True)
@root_option
def check(form: str, root: Path | None) -> None:
    """Run all checks: SHACL shapes, violation queries, declared counts, spans, losslessness."""
    from graph.checks import run_checks
    from graph.quads import assemble
    from graph.report import report_json, report_text, report_turtle

    report = run_checks(assemble(data_root(root)), _progress)
    writer = {"text": report_text, "json": report_json, "turtle": report_turtle}[form]
    code = 0 if report.conforms else 1
    _emit(writer(report).encode("utf-8"), None, code)
    sys.exit(code)


@cli.command()
@click.argument("plan")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@root_option
def text(plan: str, output: Path | None, root: Path | None) -> None:
    """Give back the source of PLAN (such as cn-2009), rebuilt from the graph alone, byte for byte."""
    from graph.text_layer import plans_in, rebuild_text

    store = _store(root)
    known = plans_in(store)
    if plan not in known:
        raise UsageError(f"no plan {plan!r}. There are: {', '.join(known)}")
    _emit(rebuild_text(store, plan), output)


@cli.command()
@click.argument("name", type=click.Choice(["mentions", "measures", "entities", "outcomes", "links"]))
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@root_option
def table(name: str, output: Path | None, root: Path | None) -> None:
    """Print the table NAME as CSV: mentions, measures, entities, outcomes or links."""
    from graph.tables import table_csv

    _emit(table_csv(_store(root), name).encode("utf-8"), output)


@cli.command("export")
@click.option("--format", "form", type=click.Choice(["ttl", "nt", "nq", "trig", "jsonld", "rdfxml"]))
@click.option("--graph", default="", help="One graph only, by IRI or layer (such as text/cn-2009).")
@click.option("--entity", default="", help="What is said of one thing, by IRI or path (such as law/patent-law).")
@click.option("--rdf12", is_flag=True, help="RDF 1.2: statement nodes as reifiers of their triples.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@click.option(
    "--all",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write every file that the server offers at /export/ into this folder.",
)
@root_option
def export_command(
    form: str | None, graph: str, entity: str, rdf12: bool, output: Path | None, folder: Path | None, root: Path | None
) -> None:
    """Write the data set, one graph or one entity in an RDF format, or all downloads; the same bytes each time."""
    if folder is not None:
        if form or graph or entity or rdf12 or output:
            raise UsageError("--all DIR writes every file of its own; leave the other options out")
        _export_all(folder, root)
        return
    if form is None:
        raise UsageError("choose a format with --format, or write all files with --all DIR")
    from graph.export import export

    _emit(export(_store(root), form, graph, entity, rdf12=rdf12), output)


def _export_all(folder: Path, root: Path | None) -> None:
    from graph.downloads import make_downloads
    from graph.resources import dist_file

    made = make_downloads(dist_file(data_root(root)), folder, lambda file: _progress(file.name))
    failed = [f"{file.name}: {file.reason}" for file in made if file.reason]
    for line in failed:
        click.echo(f"iprgraph: left out {line}", err=True)
    size = sum(file.size for file in made) / 1_000_000
    click.echo(f"{folder}: {len(made) - len(failed)} files, {size:.0f} MB")


@cli.command()
@click.argument("iri")
@root_option
def explain(iri: str, root: Path | None) -> None:
    """Say why the facts about IRI (or a path such as plan/cn-2009/I-1-1) are in the graph, with their words."""
    from graph.explain import explain as explanation

    _emit(explanation(_store(root), iri).encode("utf-8"), None)


@cli.command("resolve")
@click.argument("text")
@click.option("--json", "as_json", is_flag=True, help="Tell everything as JSON.")
@root_option
def resolve_command(text: str, as_json: bool, root: Path | None) -> None:
    """Find the IRI of what TEXT cites, such as "measure II.1.2 of the 2009 plan", 专利法 or "Order No. 569"."""
    from graph.names import read_names
    from graph.resolution import resolution_json, resolution_text
    from graph.resolve import resolve
    from graph.search import SearchIndex

    found = resolve(SearchIndex(read_names(_store(root))), text)
    code = 0 if found.candidates else 1
    if found.candidates or as_json:
        _emit((resolution_json if as_json else resolution_text)(found).encode("utf-8"), None, code)
    else:
        click.echo(resolution_text(found), err=True, nl=False)
    sys.exit(code)


@cli.command()
@click.argument("file")
@click.option(
    "--format",
    "form",
    default="",
    help="json, xml, csv, tsv; ttl, nt, rdfxml, jsonld, nq, trig. CSV or Turtle if left out.",
)
@click.option("--explain", "explained", is_flag=True, help="Say on standard error why there is no answer, if so.")
@click.option("--json", "as_json", is_flag=True, help="Write the explanation as JSON; goes with --explain.")
@root_option
def query(file: str, form: str, explained: bool, as_json: bool, root: Path | None) -> None:
    """Run the query in FILE, in standard input (-), or a stored question by its name."""
    from graph.answer import answer_text, explain_text, read_query_argument

    if as_json and not explained:
        raise UsageError("--json goes with --explain")
    text, store = read_query_argument(file), _store(root)
    _emit(answer_text(store, text, form), None)
    if explained:
        click.echo(explain_text(store, text, as_json=as_json), err=True, nl=False)


@cli.command()
@click.option("--reason", required=True, help="Why the IRIs are no longer published.")
@click.option(
    "--before",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    help="The file that was published; the data folder's own if left out.",
)
@root_option
def retire(reason: str, before: Path | None, root: Path | None) -> None:
    """List published IRIs that the sources give no more in retired.tsv, with successors where words only moved."""
    from graph.build import retire_vanished

    count = retire_vanished(data_root(root), reason, before)
    click.echo(f"{count} IRIs retired" if count else "No published IRI is gone.")


@cli.command()
@click.argument("reference", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--plan", default="cn-2009", show_default=True, help="The plan that was annotated.")
@root_option
def evaluate(reference: Path, plan: str, root: Path | None) -> None:
    """Compare the mentions found with the annotation in REFERENCE (TSV: measure, type, text, firm)."""
    from graph.evaluation import evaluation_text, evidence_text, read_reference
    from graph.quads import read_mentions, read_plan
    from graph.register import read_register

    folder = data_root(root)
    read = read_mentions(folder, read_plan(folder / "plans" / plan), read_register(folder / "entities"))
    told = evaluation_text(read.plan, read.mentions, read_reference(reference, read.plan)) + evidence_text(_store(root))
    _emit(told.encode("utf-8"), None)


@cli.command()
def questions() -> None:
    """List the stored questions that `iprgraph query NAME` answers."""
    from graph.queries import read_queries

    lines = [f"{stored.name:40} {stored.question}\n" for stored in read_queries("examples")]
    _emit("".join(lines).encode("utf-8"), None)
