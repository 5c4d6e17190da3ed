"""The options of the command that links: how the other data is read, how sure is sure, what is written."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from graph.cli import root_option

TYPES = (
    "law",
    "agency",
    "international-body",
    "jurisdiction",
    "campaign",
    "event",
    "programme",
    "publication",
    "system",
)
"""What rows may be said to be."""


def _with(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """All the options as one decorator."""

    def decorate(function: Any) -> Any:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


reading_options = _with(
    click.option(
        "--name",
        "names",
        multiple=True,
        metavar="COLUMN",
        help="A column of names; may be given several times.",
    ),
    click.option(
        "--alias",
        "aliases",
        multiple=True,
        metavar="COLUMN",
        help="A column of other names (acronyms, lists of them); may be given several times.",
    ),
    click.option("--type", "kind", type=click.Choice(TYPES), help="What all rows are; compare with these only."),
    click.option("--type-column", default="", metavar="COLUMN", help="The column that says what a row is."),
    click.option(
        "--date",
        "dates",
        multiple=True,
        metavar="COLUMN",
        help="A column of dates; may be given several times.",
    ),
    click.option(
        "--jurisdiction",
        default="",
        metavar="COLUMN|CODE",
        help="The column of countries, or the country of all rows (CN).",
    ),
    click.option("--id", "id_column", default="", metavar="COLUMN", help="The column of identifiers."),
    click.option("--encoding", default="", help="Of the text; guessed if left out."),
    click.option("--separator", default="", help="Between cells; guessed if left out (tab for a tab)."),
    click.option(
        "--header/--no-header",
        default=None,
        help="Whether the first line names the columns; guessed if left out.",
    ),
    click.option("--class", "cls", default="", metavar="IRI", help="At an endpoint: only things of this class."),
    click.option(
        "--query",
        type=click.Path(path_type=Path, dir_okay=False, exists=True),
        help="At an endpoint: your own SELECT query, whose answer is read as a table.",
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(1, 600),
        default=60,
        show_default=True,
        help="Seconds to wait for an endpoint's answer.",
    ),
)
linking_options = _with(
    click.option(
        "--accept-from",
        type=click.FloatRange(0, 1),
        default=0.86,
        show_default=True,
        help="Score from which a pair is accepted.",
    ),
    click.option(
        "--review-from",
        type=click.FloatRange(0, 1),
        default=0.58,
        show_default=True,
        help="Score from which a pair is for review.",
    ),
    click.option(
        "--reviewed",
        type=click.Path(path_type=Path, dir_okay=False),
        help="A table or SSSOM file of decisions; with --review, where they are kept.",
    ),
    click.option(
        "--review",
        is_flag=True,
        help="Decide on the pairs for review now, one key each: y, n, s to skip, q to end.",
    ),
    click.option(
        "--evaluate",
        is_flag=True,
        help="FILE is a labelled sample (columns in tests/reference/README.md): print precision and recall.",
    ),
    click.option("--yes", is_flag=True, help="Go on with what was guessed, without asking."),
)
writing_options = _with(
    click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file."),
    click.option(
        "--format",
        "form",
        type=click.Choice(["sssom", "ttl", "void", "csv"]),
        help="By the suffix of -o, or sssom.",
    ),
    click.option(
        "--groups",
        default="",
        help="Which groups to write, separated by commas: accept, review, reject. All in CSV, else accept.",
    ),
    click.option("--source", default="", metavar="ADDRESS", help="Where the other data set is published."),
    click.option("--base", default="", metavar="IRI", help="What identifiers that are no addresses stand below."),
    click.option(
        "--mapping-date",
        default="",
        metavar="YYYY-MM-DD",
        help="The day of linking; SOURCE_DATE_EPOCH if left out, else none.",
    ),
    click.option(
        "--accept",
        is_flag=True,
        help="Add the accepted links to links/TARGET.sssom.tsv of the data folder.",
    ),
    click.option("--target", default="", help="The name of the linkset, with --accept."),
    root_option,
)
