"""Reads RDF of others: what its things are called, and what is said of their dates, places and types."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox

from graph.errors import DataError, SyntaxInFileError
from graph.foreign import ForeignRow
from graph.rdf_files import short

GRAPH_FORMATS = {
    ".ttl": ox.RdfFormat.TURTLE,
    ".n3": ox.RdfFormat.N3,
    ".nt": ox.RdfFormat.N_TRIPLES,
    ".nq": ox.RdfFormat.N_QUADS,
    ".trig": ox.RdfFormat.TRIG,
    ".rdf": ox.RdfFormat.RDF_XML,
    ".owl": ox.RdfFormat.RDF_XML,
    ".xml": ox.RdfFormat.RDF_XML,
    ".jsonld": ox.RdfFormat.JSON_LD,
}
"""Suffix of a file to its format."""
_NAMES = ("prefLabel", "label", "title", "name", "officialName", "legalName")
_ALIASES = (
    "altLabel", "alternateName", "alternative", "hiddenLabel", "shortName", "acronym", "title_short",
    "title_alternative",
)  # fmt: skip
_DATES = (
    "date_document", "legislationDate", "date", "issued", "created", "datePublished", "first_date_entry_in_force",
    "foundingDate", "startDate", "date_publication", "inception",
)  # fmt: skip
_PLACES = (
    "jurisdiction",
    "legislationJurisdiction",
    "spatial",
    "country",
    "relevant_for",
    "spatialCoverage",
    "areaServed",
    "addressCountry",
)
_ROLES = {
    **{name: ("name", rank) for rank, name in enumerate(_NAMES)},
    **{name: ("alias", rank) for rank, name in enumerate(_ALIASES)},
    **{name: ("date", rank) for rank, name in enumerate(_DATES)},
    **dict.fromkeys(_PLACES, ("place", 0)),
    "type": ("type", 0),
}
_MOST_NAMES = 12

_COMPARED = ("en", "zh", "mul", "und", "mis")


class Statement(NamedTuple):
    """Thing, property and value as plain text, with the tag of its language where it has one."""

    thing: str
    property: str
    value: str
    language: str = ""


def read_graph(file: Path) -> Iterator[ForeignRow]:
    """The things of the file that have names, in the order they come; refuses what is not in its format."""
    yield from rows_of(_statements(file))


def _statements(file: Path) -> Iterator[Statement]:
    form = GRAPH_FORMATS[file.suffix.lower()]
    try:
        with file.open("rb") as stream:
            if stream.read(1) == b"":
                raise DataError("the file is empty", file=file, cure="Name a file with at least one thing")
            stream.seek(0)
            for quad in ox.parse(stream, format=form, base_iri=file.absolute().as_uri()):
                subject, value = quad.subject, quad.object
                if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
                    tag = value.language if isinstance(value, ox.Literal) else None
                    yield Statement(subject.value, quad.predicate.value, value.value, tag or "")
    except SyntaxError as error:
        cure = "Mend it, or give it the suffix of its format"
        raise SyntaxInFileError(f"not {form.name}: {error.msg}", file=file, line=error.lineno, cure=cure) from None
    except OSError as error:
        raise DataError(
            f"cannot be read: {(error.strerror or str(error)).lower()}", file=file, cure="Name another"
        ) from None


def rows_of(statements: Iterable[Statement]) -> Iterator[ForeignRow]:
    """One row for each thing with a name. Statements may come in any order, so all of them are kept until the end.

    Names in languages that ours are not in would only speak against us; they are taken where there is no other.
    """
    things: dict[str, list[tuple[str, int, str]]] = {}
    for thing, property_, value, language in statements:
        role = _ROLES.get(short(property_))
        if role and value.strip():
            role = role if _is_compared(language) or role[0] not in ("name", "alias") else ("other", role[1])
            things.setdefault(thing, []).append((*role, value))
    for number, thing in enumerate(list(things), 1):
        said = sorted(things.pop(thing))
        names, aliases, others = (
            tuple(dict.fromkeys(v for role, _, v in said if role == wanted))[:_MOST_NAMES]
            for wanted in ("name", "alias", "other")
        )
        if called := names or aliases or others:
            dates = tuple(dict.fromkeys(v for role, _, v in said if role == "date"))
            place = next((short(v) if v.startswith("http") else v for role, _, v in said if role == "place"), "")
            kind = next((t for role, _, v in said if role == "type" and (t := short(v)) not in _NO_TYPES), "")
            yield ForeignRow(number, thing, called, dates, place, _spaced(kind), aliases=aliases if names else ())


def _is_compared(language: str) -> bool:
    """Whether ours have names in it; pinyin is Chinese in another script."""
    tag = language.lower()
    return not tag or (tag.partition("-")[0] in _COMPARED and "latn" not in tag)


_NO_TYPES = frozenset(("Concept", "NamedIndividual", "Thing", "Resource", "Class"))


def _spaced(name: str) -> str:
    """LegalResource as `Legal Resource`."""
    return "".join(f" {c}" if c.isupper() and i else c for i, c in enumerate(name))
