"""What is said of one thing: facts under headings, each with its grounds."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph.base import BASE
from server.engine import QueryEngine
from server.site.answers import Row, Term, ask
from server.site.catalogue import Catalogue
from server.site.grounds import Ground, Target, Triple, literal_of, read_grounds, target_of
from server.site.origins import Origin, Origins
from server.site.wording import GROUPS, RDF, SKOS, TRIGGER_WORDS, WORDINGS, Wording, is_trigger

# More than these under one name are counted; the query behind the page, and the page's data, have them all.
_MOST = 200
_STATEMENT = frozenset((f"{RDF}subject", f"{RDF}predicate", f"{RDF}object"))
_BY = "by"


@dataclass(frozen=True)
class Fact:
    """One value of a property, or one thing that points here by it."""

    value: Target
    layer: str
    """The last part of its graph's IRI below ours, such as register."""
    statement: str
    """The path of its statement; empty where it has none."""
    grounds: tuple[Ground, ...]
    origin: Origin | None = None
    """Whence it is, where it has no grounds of its own."""

    @property
    def basis(self) -> str:
        """How we know, in a word; facts of the text layer are the plan's own structure."""
        bases = dict.fromkeys(ground.basis for ground in self.grounds)
        return " and ".join(bases) or self.layer.partition("/")[0]


@dataclass(frozen=True)
class Line:
    """All facts of one property, seen from one end."""

    label: str
    property: str
    is_incoming: bool
    facts: tuple[Fact, ...]
    more: int
    """How many further ones there are."""


@dataclass(frozen=True)
class Group:
    """Lines that mean alike."""

    key: str
    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Sheet:
    """Everything that is said of a thing."""

    iri: str
    label: str
    classes: tuple[str, ...]
    """The IRIs of its classes."""
    groups: tuple[Group, ...]

    @property
    def path(self) -> str:
        """Below the site's root."""
        return self.iri.removeprefix(BASE)

    def group(self, key: str) -> Group | None:
        """The lines under a heading, if there are any."""
        return next((group for group in self.groups if group.key == key), None)

    def line(self, property: str, *, incoming: bool = False) -> Line | None:
        """The facts of a property."""
        lines = (line for group in self.groups for line in group.lines)
        return next((x for x in lines if x.property == property and x.is_incoming == incoming), None)

    def values(self, property: str, *, incoming: bool = False) -> tuple[Target, ...]:
        """What the property points at."""
        line = self.line(property, incoming=incoming)
        return tuple(fact.value for fact in line.facts) if line else ()


def read_sheet(engine: QueryEngine, catalogue: Catalogue, iri: str) -> Sheet | None:
    """What is said of the thing; None where nothing is."""
    rows = ask(engine, "facts", thing=iri)
    if not rows:
        return None
    origins = Origins(engine, catalogue, iri, rows, read_grounds(engine, catalogue, iri))
    classes = sorted({row["value"].value for row in rows if _is_of(row) and row["property"].value == f"{RDF}type"})
    label = catalogue.label(iri)
    return Sheet(iri, label, tuple(classes), tuple(_groups(catalogue, iri, rows, origins)))


def _is_of(row: Row) -> bool:
    return row["way"].value != _BY


def _groups(catalogue: Catalogue, iri: str, rows: Iterable[Row], origins: Origins) -> Iterator[Group]:
    found: dict[tuple[str, str, bool], dict[Term, str]] = defaultdict(dict)
    names: dict[tuple[str, bool], Wording] = {}
    for row in rows:
        prop, incoming = row["property"].value, not _is_of(row)
        wording = _wording(catalogue, prop)
        name = wording.by if incoming else wording.of
        if not incoming and is_trigger(iri, prop):
            name = TRIGGER_WORDS
        if not name or (incoming and prop in _STATEMENT and not iri.startswith(f"{BASE}ontology#")):
            continue
        names[prop, incoming] = Wording(wording.group, name)
        found[wording.group, prop, incoming].setdefault(row["value"], row["graph"].value)
    order = list(WORDINGS)
    for key, title in GROUPS.items():
        lines = [
            _line(catalogue, iri, origins, prop, names[prop, incoming].of, incoming, values)
            for (group, prop, incoming), values in sorted(found.items(), key=lambda item: _rank(order, item[0]))
            if group == key
        ]
        if lines:
            yield Group(key, title, tuple(lines))


def _rank(order: list[str], key: tuple[str, str, bool]) -> tuple[int, str, bool]:
    _, prop, incoming = key
    return (order.index(prop) if prop in order else len(order), prop, incoming)


def _wording(catalogue: Catalogue, prop: str) -> Wording:
    """How the property is spoken of; one without wording goes by its own label."""
    known = WORDINGS.get(prop)
    if known:
        return known
    label = catalogue.label(prop)
    return Wording("record", label[:1].upper() + label[1:], f"{label} (of)")


def _line(
    catalogue: Catalogue, iri: str, origins: Origins, prop: str, label: str, incoming: bool, values: dict[Term, str]
) -> Line:
    shown = [(target_of(catalogue, term.value) if term.is_iri else literal_of(term), term) for term in values]
    shown.sort(key=lambda pair: _order(catalogue, pair[0]))
    facts = []
    for target, term in shown[:_MOST]:
        triple = Triple(term.value, prop, Term(iri, is_iri=True)) if incoming else Triple(iri, prop, term)
        statement, known = origins.grounds.of(triple)
        layer = values[term].removeprefix(f"{BASE}graph/")
        facts.append(Fact(target, layer, statement, known, None if known else origins.of(triple, layer)))
    return Line(label, prop, incoming, tuple(facts), max(0, len(shown) - _MOST))


def _order(catalogue: Catalogue, value: Target) -> tuple[int, int, str, str]:
    part = catalogue.parts.get(value.iri)
    if part:
        return 0, part.order, "", ""
    return 1, value.language not in {"", "en"}, value.label.casefold(), value.iri


def label_property() -> str:
    """The property by which things have their names."""
    return f"{SKOS}prefLabel"
