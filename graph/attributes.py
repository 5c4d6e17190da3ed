"""The values of a thing by property, as people have them in tables: what it is called, and what is known of it."""

from collections.abc import Iterable

from graph.base import BASE
from graph.particulars import PROPERTIES, TREATIES, Particulars, Property, Value
from graph.search import SearchIndex

DATES = frozenset({"date", "inForce", "end"})
IDENTIFIERS = frozenset({"iri", "identifier", "number", "exactMatch", "closeMatch", "website"})
PASSAGES = frozenset({"text", "definition", "note"})
"""Properties whose values are sentences."""
_INHERITED = frozenset({"jurisdiction", "kind", "issuer"})
"""What a dated text has of its law, unless it has its own."""
_ROLES = {"otherNames": "alternative", "acronym": "acronym", "formerNames": "former"}
NAME_ROLES = {"nameEnglish": "preferred", "nameChinese": "preferred", "otherNames": "alternative", "acronym": "acronym"}
"""Properties whose values are names of the thing itself, with the names' role."""
_EVERYTHING = frozenset().union(*(p.kinds for p in PROPERTIES.values()))
_NAMES = (
    ("iri", "IRI", "The whole IRI."),
    ("nameEnglish", "Name in English", "Its preferred name in English."),
    ("nameChinese", "Name in Chinese", "Its preferred name in Chinese."),
    ("otherNames", "Other names", "Its other names, in any language."),
    ("acronym", "Acronym", "Its acronyms."),
    ("formerNames", "Names of the predecessor", "Names of the body that it alone followed."),
)

NAMINGS = {pid: Property(pid, name, told, _EVERYTHING) for pid, name, told in _NAMES}
"""What things are called, as properties, by their identifiers."""
ATTRIBUTES = NAMINGS | PROPERTIES
"""All properties by their identifiers: names first, then what else is known."""


def values_of(index: SearchIndex, particulars: Particulars, iri: str, pid: str) -> tuple[Value, ...]:
    """The values of a thing of ours for a property; none for a property that there is not."""
    if pid in NAMINGS:
        return tuple(map(Value, dict.fromkeys(_names(index, iri, pid))))
    values = particulars.get(iri, {}).get(pid, ())
    if not values and pid in _INHERITED and index.labels[iri].kind == "version":
        values = particulars.get(law_of(iri), {}).get(pid, ())
    return values


def _names(index: SearchIndex, iri: str, pid: str) -> Iterable[str]:
    labels = index.labels[iri]
    if pid == "iri":
        return (iri,)
    if pid in _ROLES:
        return (name.text for name, _, _ in index.forms_of(iri) if name.role == _ROLES[pid])
    return filter(None, (labels.english if pid == "nameEnglish" else labels.chinese,))


def is_treaty(index: SearchIndex, particulars: Particulars, iri: str) -> bool:
    """Whether a thing is an instrument of several states, or a dated text of one."""
    return any(value.text in TREATIES for value in values_of(index, particulars, iri, "kind"))


def find_id(index: SearchIndex, text: str) -> str | None:
    """The IRI of the thing that the text is the identifier of: its IRI, or its path below the base."""
    iri = text if text.startswith(BASE) else BASE + text.removeprefix("/")
    return iri if iri in index.labels else None


def law_of(iri: str) -> str:
    """The law of a version, by its IRI."""
    return iri.rpartition("/")[0]
