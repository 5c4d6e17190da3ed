"""All names of all things, for an index: read from a store, or from the rows of the query that a server asked.

>>> describe_link("https://www.wikidata.org/entity/Q42")
'Wikidata Q42'
>>> is_acronym("SIPO"), is_acronym("State Council")
(True, False)
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.base import BASE
from graph.queries import read_query
from graph.resources import queries_dir

if TYPE_CHECKING:
    import pyoxigraph as ox

ROLES = ("preferred", "alternative", "acronym", "former", "number", "identifier", "words", "definition")
"""What a name can be to its thing: `words` is the sentence of a measure or target; `former` is a name of the body that
this one alone followed, which is a thing of its own: what has such a name is never the same as what is called so."""

_ACRONYM = re.compile(r"[A-Z][A-Z0-9&/-]{0,14}[A-Z0-9]s?")
_PARTS = {"ActionPlan": "plan", "Area": "area", "Section": "section", "Measure": "measure"}
_LINKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("Wikidata", re.compile(r"//(?:www\.)?wikidata\.org/(?:entity|wiki)/(Q[0-9]+)$")),
    ("UPOV Lex", re.compile(r"upov(?:lex)?\.[a-z.]+/.*[?&/](?:id=)?([0-9]+)$")),
    ("WIPO Lex", re.compile(r"//(?:[a-z]+\.)*wipo\.int/(?:wipolex/)?(?:[a-z]+/)*(?:details|text)/([0-9]+)$")),
    ("WIPO Lex", re.compile(r"wipo\.int/wipolex/.*[?&](?:id|file_id|treaty_id)=([0-9]+)$")),
    ("FAOLEX", re.compile(r"(?:LEX-)?(FAOC[0-9]+)(?:/|$)")),
    ("ROR", re.compile(r"//ror\.org/([0-9a-z]{9})$")),
    ("GeoNames", re.compile(r"geonames\.org/([0-9]+)(?:/|$)")),
    ("CELEX", re.compile(r"(?:/celex/|CELEX(?::|%3A))([0-9A-Z()]+)$", re.IGNORECASE)),
    ("EuroVoc", re.compile(r"//eurovoc\.europa\.eu/([0-9]+)$")),
    ("UN Treaty Series", re.compile(r"treaties\.un\.org/.*objid=([0-9a-f]+)", re.IGNORECASE)),
)
"""How the addresses of other data sets are said in words, as people cite them."""


@dataclass(frozen=True)
class Name:
    """One name of one thing."""

    iri: str
    kind: str
    """The word of its path (law, agency …); or version, change, plan, area, section, measure, concept, scheme, term."""
    text: str
    language: str
    """Lower-case tag; empty for numbers and identifiers."""
    role: str


class NameRow(NamedTuple):
    """One row of queries/pages/names.rq, as plain text."""

    thing: str
    cls: str
    role: str
    text: str
    language: str


def read_names(store: "ox.Store") -> list[Name]:
    """The names of everything in a store whose default graph is the union of its graphs."""
    rows: Any = store.query(read_query(queries_dir() / "pages" / "names.rq").text)
    return names_from(_rows_of_store(rows))


def _rows_of_store(rows: Any) -> Iterator[NameRow]:
    for row in rows:
        thing, cls, name = row["thing"], row["class"], row["name"]
        language = getattr(name, "language", None) or ""
        yield NameRow(thing.value, cls.value if cls else "", row["role"].value, name.value, language)


def rows_of_json(document: Mapping[str, Any]) -> Iterator[NameRow]:
    """The rows of an answer in SPARQL's JSON format."""
    for row in document["results"]["bindings"]:
        name = row["name"]
        cls = row["class"]["value"] if "class" in row else ""
        yield NameRow(row["thing"]["value"], cls, row["role"]["value"], name["value"], name.get("xml:lang", ""))


def names_from(rows: Iterable[NameRow]) -> list[Name]:
    """The names in the rows, sorted, each once; other people's things and mere parts of texts are left out."""
    found: set[Name] = set()
    for row in rows:
        kind = kind_of_thing(row.thing, row.cls)
        if kind and row.text.strip():
            found.update(_names_of_row(row, kind))
    order = {role: place for place, role in enumerate(ROLES)}
    return sorted(found, key=lambda n: (n.iri, order[n.role], n.language, n.text))


def _names_of_row(row: NameRow, kind: str) -> Iterator[Name]:
    role = "acronym" if row.role == "alternative" and is_acronym(row.text) else row.role
    yield Name(row.thing, kind, row.text, row.language.lower(), role)
    if role == "identifier" and (described := describe_link(row.text)):
        yield Name(row.thing, kind, described, "", role)


def kind_of_thing(iri: str, cls: str = "") -> str:
    """What the IRI names, by its path and, below a plan, its class; empty for what has no place in an index."""
    if not iri.startswith(BASE):
        return ""
    path = iri.removeprefix(BASE)
    if path.startswith("ontology#"):
        return "term"
    first, *rest = path.split("/")
    if first == "plan":
        return _PARTS.get(cls.rpartition("#")[2], "")
    if first == "scheme":
        return "concept" if len(rest) > 1 else "scheme"
    if first == "law" and len(rest) > 1:
        return "version"
    return "change" if "change" in rest[1:] else first


def is_acronym(text: str) -> bool:
    """Whether a label is letters that stand for words: capitals and digits, and no space."""
    return _ACRONYM.fullmatch(text) is not None


def describe_link(address: str) -> str:
    """An address of another data set as people cite it, such as `WIPO Lex 12345`; empty where none is known."""
    for system, pattern in _LINKS:
        if address.startswith("http") and (match := pattern.search(address)):
            return f"{system} {match[1]}"
    return ""
