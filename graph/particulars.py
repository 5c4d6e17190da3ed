"""What is known of things besides their names: kind, issuer, dates, identifiers; from a store or a server's rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from graph.base import BASE
from graph.queries import read_query
from graph.resources import queries_dir

if TYPE_CHECKING:
    import pyoxigraph as ox

TREATIES = frozenset({f"{BASE}scheme/instrument-kind/{kind}" for kind in ("treaty", "bilateral")})
"""Kinds of instruments that several states made together."""
_KIN = ("parent", "predecessor", "successor")


@dataclass(frozen=True)
class Property:
    """Something that can be known of things."""

    id: str
    name: str
    description: str
    kinds: frozenset[str]
    """Kinds of things that can have it."""


_EVERYTHING = "law version agency body campaign event programme publication system"
_TABLE = f"""
identifier | Identifier | Number of an order or document, ISO code. | law version jurisdiction
date | Date | Adopted, issued, founded or begun on. | {_EVERYTHING}
inForce | In force from | First day in force. | law version
end | End | Ended or dissolved on. | agency campaign event programme
jurisdiction | Jurisdiction | The state whose plan names it; none for treaties. | law version agency plan
kind | Kind of instrument | Law, regulation, treaty and so on. | law version
existence | State of the instrument | In force, repealed, draft and so on. | law
issuer | Issuer or organiser | Who passed or organised it. | law version campaign event programme publication system
parent | Part of | What stands above it. | law agency body jurisdiction area section measure
versionOf | Version of | The law of which it is a dated text. | version
predecessor | Predecessor | The body that it followed. | agency
successor | Successor | The body that followed it. | agency
mentionedBy | Named by | The parts of plans that name it. | {_EVERYTHING} jurisdiction target
leads | Leads | The measures that it leads, stated or proposed. | agency
number | Number | The number in the plan. | area section measure
text | Text | The sentence of the plan. | measure target
right | Right | The intellectual property right concerned. | measure
act | Act | What the measure does. | measure
outcome | Outcome | What became of the measure. | measure
combats | Fights | The offences that it fights. | campaign
place | Place | Where it is or was. | body campaign event
website | Website | Its own address on the web. | agency body event
exactMatch | Same elsewhere | The same thing in other data sets. | {_EVERYTHING} jurisdiction concept
closeMatch | Nearly the same elsewhere | Nearly the same thing in other data sets. | {_EVERYTHING} jurisdiction concept
definition | Definition | What it is, in a sentence. | {_EVERYTHING} jurisdiction concept outcome
note | Note | What else is to be known, doubts included. | {_EVERYTHING} jurisdiction outcome
"""


def _read_table() -> dict[str, Property]:
    rows = (line.split(" | ") for line in _TABLE.strip().splitlines())
    return {pid: Property(pid, name, told, frozenset(kinds.split())) for pid, name, told, kinds in rows}


PROPERTIES = _read_table()
"""By their identifiers; the order is that in which they are offered."""


class Value(NamedTuple):
    """One value: an IRI or a literal."""

    text: str
    is_iri: bool = False
    datatype: str = ""
    """Local name of the literal's type; empty for text."""
    language: str = ""


class Row(NamedTuple):
    """One row of queries/pages/particulars.rq."""

    thing: str
    property: str
    value: Value


Particulars = Mapping[str, Mapping[str, tuple[Value, ...]]]
"""IRI of a thing, identifier of a property, values in order."""


def read_particulars(store: "ox.Store") -> Particulars:
    """The particulars of everything in a store whose default graph is the union of its graphs."""
    rows: Any = store.query(read_query(queries_dir() / "pages" / "particulars.rq").text)
    return particulars_from(_rows_of_store(rows))


def _rows_of_store(rows: Any) -> Iterator[Row]:
    for row in rows:
        value = row["value"]
        datatype, language = getattr(value, "datatype", None), getattr(value, "language", None) or ""
        local = datatype.value.rpartition("#")[2] if datatype is not None and not language else ""
        told = Value(value.value, datatype is None, "" if local == "string" else local, language)
        yield Row(row["thing"].value, row["property"].value, told)


def rows_of_json(document: Mapping[str, Any]) -> Iterator[Row]:
    """The rows of an answer in SPARQL's JSON format."""
    for row in document["results"]["bindings"]:
        value = row["value"]
        local = value.get("datatype", "").rpartition("#")[2]
        told = Value(value["value"], value["type"] == "uri", local, value.get("xml:lang", ""))
        yield Row(row["thing"]["value"], row["property"]["value"], told)


def particulars_from(rows: Iterable[Row]) -> Particulars:
    """The particulars in the rows; jurisdictions follow from the plans that name things."""
    found: dict[str, dict[str, set[Value]]] = {}
    for row in rows:
        found.setdefault(row.thing, {}).setdefault(row.property, set()).add(row.value)
    for thing, state in _states_of(found).items():
        found[thing].setdefault("jurisdiction", set()).add(Value(state, True))
    return {thing: {p: tuple(sorted(values)) for p, values in own.items()} for thing, own in found.items()}


def _states_of(found: Mapping[str, Mapping[str, set[Value]]]) -> dict[str, str]:
    """The state of each instrument and agency that a plan names or leads by, and of their kin and issuers."""
    plans = {thing: next(iter(own["jurisdiction"])).text for thing, own in found.items() if "jurisdiction" in own}

    def named_in(thing: str) -> str:
        parts = [v.text for p in ("mentionedBy", "leads") for v in found[thing].get(p, ())]
        return next(
            (state for plan, state in sorted(plans.items()) if any(p.startswith(f"{plan}/") for p in parts)), ""
        )

    laws = [t for t in found if t.startswith(f"{BASE}law/") and not _values(found[t], "kind") & TREATIES]
    agencies = [t for t in found if t.startswith(f"{BASE}agency/") and "/change/" not in t]
    states = {thing: state for thing in (*laws, *agencies) if (state := named_in(thing))}
    known = frozenset(agencies)
    for law in filter(states.__contains__, laws):
        states |= dict.fromkeys(_values(found[law], "issuer") & known, states[law])
    _spread(states, agencies, found)
    for law in laws:
        issuers = sorted(_values(found[law], "issuer") & states.keys())
        if issuers:
            states.setdefault(law, states[issuers[0]])
    return states


def _spread(states: dict[str, str], agencies: list[str], found: Mapping[str, Mapping[str, set[Value]]]) -> None:
    """Bodies above, below, before and after a body are of the same state."""
    kin: dict[str, set[str]] = {agency: set() for agency in agencies}
    for agency in agencies:
        for other in (v for p in _KIN for v in _values(found[agency], p) if v in kin):
            kin[agency].add(other)
            kin[other].add(agency)
    open_ends = sorted(agency for agency in agencies if agency in states)
    while open_ends:
        agency = open_ends.pop()
        for other in sorted(kin[agency] - states.keys()):
            states[other] = states[agency]
            open_ends.append(other)


def _values(own: Mapping[str, set[Value]], name: str) -> set[str]:
    return {value.text for value in own.get(name, ())}
