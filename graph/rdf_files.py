"""Reads the hand-written Turtle of data/ and ontology/, telling every fault with file and line."""

import re
from pathlib import Path

import pyoxigraph as ox

from graph.errors import DataError, SyntaxInFileError

_SUBJECT = re.compile(r"<([^>]+)>|[\w-]*:([\w/#.-]+)")


def read_turtle(file: Path, base: str = "") -> list[ox.Triple]:
    """The file's triples in file order; refuses syntax errors, blank nodes and values that are not canonical."""
    try:
        data = file.read_bytes()
        quads = list(ox.parse(data, format=ox.RdfFormat.TURTLE, base_iri=base or None))
    except FileNotFoundError:
        raise DataError("the file is missing", file=file, cure="Restore it") from None
    except OSError as error:
        raise DataError(f"cannot be read: {error.strerror}", file=file, cure="Mend its permissions") from None
    except SyntaxError as error:
        what = f"not Turtle: {error.msg}"
        raise SyntaxInFileError(what, file=file, line=error.lineno, cure="Mend the line named") from None
    triples = [quad.triple for quad in quads]
    for triple in triples:
        if isinstance(triple.subject, ox.BlankNode) or isinstance(triple.object, ox.BlankNode):
            raise DataError(
                f"a blank node below {short(triple.predicate.value)}",
                file=file,
                line=_blank_line(data.decode("utf-8")),
                cure="Give the thing an IRI of its own",
            )
        _check_canonical(file, triple)
    return triples


def _check_canonical(file: Path, triple: ox.Triple) -> None:
    """The engine rewrites values that are not canonical; what goes in must come out unchanged."""
    value = triple.object
    if isinstance(value, ox.Literal):
        kept = stored(value)
        if kept != value:
            what = f"{value} would be stored as {kept}"
            line = line_of(file, f'"{value.value}"') or line_of(file, f" {value.value}")
            raise DataError(what, file=file, line=line, cure="Write it in the second form")


def stored(value: ox.Literal) -> ox.Literal:
    """The literal as the engine gives it back."""
    store = ox.Store()
    node = ox.NamedNode("urn:x")
    store.add(ox.Quad(node, node, value))
    kept = next(iter(store)).object
    assert isinstance(kept, ox.Literal)
    return kept


def line_of(file: Path, needle: str) -> int | None:
    """The first line that holds the text; None where it does not stand literally."""
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        if needle in line:
            return number
    return None


def subject_line(file: Path, subject: str) -> int | None:
    """The line where the block of a subject begins, however its IRI is abbreviated; the least abbreviated first."""
    starts: dict[str, int] = {}
    for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
        match = _SUBJECT.match(line)
        if match:
            starts.setdefault((match[1] or match[2]).lstrip("/"), number)
    tails = [subject[cut.end() :] for cut in re.finditer(r"^|[/#]", subject)]
    return next((starts[tail] for tail in tails if tail in starts), None)


def _blank_line(text: str) -> int | None:
    for number, line in enumerate(text.split("\n"), 1):
        code = re.sub(r'"[^"]*"|<[^>]*>|#.*', "", line)
        if "[" in code or "_:" in code or "(" in code:
            return number
    return None


def short(iri: str) -> str:
    """The last part of an IRI, for messages."""
    return re.split(r"[/#]", iri)[-1] or iri
