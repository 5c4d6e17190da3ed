"""The page that lists the files to take away."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.formats import formats_of
from graph.made import LARGEST, MadeFile
from server.site.frame import Frame, render

_HEADINGS = {
    "whole": ("The whole", "All graphs in one file. N-Quads, TriG and JSON-LD tell the graphs apart."),
    "table": ("Tables", "CSV with a header row, in UTF-8; datapackage.json describes every column."),
    "rdf12": ("The whole in RDF 1.2", "Each statement node reifies its triple, under the same IRI."),
    "about": ("What describes them", "Schema of the tables, DCAT and VoID with sizes and hashes, list of hashes."),
}
_FORMATS = {form.suffix: form.title for form in formats_of("graph")} | {"csv": "CSV", "json": "JSON"}
"""Suffix of a file to what its format is called."""


@dataclass(frozen=True)
class ExportFile:
    """One file as it is listed."""

    name: str
    form: str
    """Its format as people call it."""
    size: str
    count: str
    sha256: str
    licence: str
    """Its address; empty where there is none of ours."""
    reason: str
    """Why it could not be made."""


@dataclass(frozen=True)
class ExportGroup:
    """Files that hold the same."""

    title: str
    note: str
    rights: tuple[str, ...]
    counted: str
    """What their counts count; empty where nothing is."""
    files: tuple[ExportFile, ...]
    is_graph: bool


@dataclass(frozen=True)
class ExportPage:
    """What the listing shows."""

    groups: tuple[ExportGroup, ...]
    largest: int
    are_offered: bool


def render_exports(made: Iterable[MadeFile], version: str, data: str, *, are_offered: bool = True) -> str:
    """The listing of the files; or, of very large data, the words that there are none."""
    page = ExportPage(_groups(made), LARGEST, are_offered)
    about = "The data set as files: all of it, by graph and as tables, with sizes, hashes and licences."
    frame = Frame("Downloads", "export/", version, description=about, section="export/", data=data)
    return render("exports.html", frame, page=page)


def _groups(made: Iterable[MadeFile]) -> tuple[ExportGroup, ...]:
    by_part: dict[tuple[str, str], list[MadeFile]] = {(part, ""): [] for part in _HEADINGS}
    for file in made:
        by_part.setdefault((file.part, file.graph), []).append(file)
    return tuple(_group(part, graph, files) for (part, graph), files in by_part.items() if files)


def _group(part: str, graph: str, files: list[MadeFile]) -> ExportGroup:
    title, note = _HEADINGS.get(part, (files[0].title, ""))
    rights = tuple(dict.fromkeys(file.rights for file in files if file.rights))
    counted = "" if part == "about" else "Rows" if part == "table" else "Statements"
    return ExportGroup(title, note, rights, counted, tuple(map(_listed, files)), bool(graph))


def _listed(file: MadeFile) -> ExportFile:
    plain = file.name.removesuffix(".gz")
    form = _FORMATS.get(plain.rpartition(".")[2], "Text") + (", gzip" if file.packed else "")
    return ExportFile(file.name, form, told_size(file.size), f"{file.count:,}", file.sha256, file.licence, file.reason)


def told_size(size: int) -> str:
    """Bytes as people read them.

    >>> told_size(999), told_size(1234), told_size(14_547_463)
    ('999 B', '1.2 kB', '14.5 MB')
    """
    if size < 1000:
        return f"{size} B"
    return f"{size / 1e3:.1f} kB" if size < 1e6 else f"{size / 1e6:.1f} MB"
