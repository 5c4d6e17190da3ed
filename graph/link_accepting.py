"""Adds accepted links to the data folder: links/<target>.sssom.tsv, each row with its source, day and reason."""

import re
from collections.abc import Iterable
from pathlib import Path

from graph.errors import DataError, UsageError
from graph.iris import SLUG
from graph.link_output import SSSOM_COLUMNS, LinksetFacts, sssom_header, sssom_row
from graph.linking import ACCEPT, Pair
from graph.publish import write_atomically

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def linkset_file(root: Path, target: str) -> Path:
    """The file of a linkset in the data folder; refuses a name that is none."""
    if not SLUG.fullmatch(target):
        raise UsageError(f"--target {target!r} is no name of a linkset; use lower-case words with hyphens")
    return root / "links" / f"{target}.sssom.tsv"


def check_acceptable(facts: LinksetFacts) -> None:
    """Refuses to publish links without the address of what was linked and the day."""
    if not facts.source.startswith(("http://", "https://")):
        raise UsageError("--accept needs --source ADDRESS: every published link names what was read")
    if not _DAY.fullmatch(facts.date):
        raise UsageError("--accept needs --mapping-date YYYY-MM-DD: every published link says when it was checked")


def accept_links(file: Path, pairs: Iterable[Pair], facts: LinksetFacts) -> tuple[int, int]:
    """Add the accepted pairs to the file at once or not at all; how many were added, and how many stood there already.

    What stands there is kept as it is, byte for byte.
    """
    header, rows, known = _read(file, facts)
    added: dict[tuple[str, str], str] = {}
    double = 0
    for pair in pairs:
        if pair.group != ACCEPT or pair.match is None:
            continue
        if not pair.object_id.startswith(("http://", "https://")):
            raise UsageError(
                f"{pair.object_id} is no address on the web; say with --base what the identifiers stand below"
            )
        key = (pair.match.iri, pair.object_id)
        if key in known or key in added:
            double += 1
            continue
        cells = sssom_row(pair, facts)
        added[key] = "\t".join(cells[c] for c in SSSOM_COLUMNS) + "\n"
    if added:
        write_atomically(file, (header + rows + "".join(added[key] for key in sorted(added))).encode("utf-8"))
    return len(added), double


def _read(file: Path, facts: LinksetFacts) -> tuple[str, str, set[tuple[str, str]]]:
    """The header with the line of columns, the rows and their pairs; refuses a file with other columns."""
    columns = "\t".join(SSSOM_COLUMNS) + "\n"
    if not file.exists():
        return sssom_header(facts) + columns, "", set()
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"cannot be read: {error}", file=file, cure="Mend it first") from None
    lines = text.splitlines(keepends=True)
    count = next((i for i, line in enumerate(lines) if not line.startswith("#")), len(lines))
    if count == len(lines) or lines[count] != columns or not text.endswith("\n"):
        cure = f"Mend it first; it needs the columns {', '.join(SSSOM_COLUMNS)}"
        raise DataError("it is no linkset as it should be", file=file, line=count + 1, cure=cure)
    prefixes = dict(re.findall(r"^#  (\w+): (\S+)$", "".join(lines[:count]), re.MULTILINE))
    known = {
        (_expand(c[0], prefixes), _expand(c[3], prefixes)) for c in (line.split("\t") for line in lines[count + 1 :])
    }
    return "".join(lines[: count + 1]), "".join(lines[count + 1 :]), known


def _expand(text: str, prefixes: dict[str, str]) -> str:
    prefix, colon, local = text.partition(":")
    return prefixes[prefix] + local if colon and prefix in prefixes else text
