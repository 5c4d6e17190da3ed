"""Lists with facets: the measures by what they concern, the entities by kind."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from server.site.answers import page_query
from server.site.catalogue import KINDS, PLURALS, Catalogue, Part, kind_of
from server.site.frame import Crumb, Frame
from server.site.grounds import Target, target_of
from server.site.things import Place, make_place, status_of

FACETS = {
    "area": "Area",
    "right": "Right",
    "act": "Act",
    "agency": "Agency",
    "outcome": "Outcome",
    "jurisdiction": "Jurisdiction",
    "instrument": "Law or document",
    "body": "International body",
    "pace": "Pace",
    "audience": "Audience",
}
"""Parameter of the list of measures to its title."""
_PROPERTIES = {"right": "coversRight", "act": "act", "pace": "pace", "audience": "audience"}
_KINDS = {"agency": "agency", "jurisdiction": "jurisdiction", "instrument": "law", "body": "body"}
FEW_CHOICES = 10
"""So many values of a facet are in sight; the others are folded."""


@dataclass(frozen=True)
class Choice:
    """A value of a facet: how many of the measures at hand have it, and the parameters that choose or drop it."""

    label: str
    count: int
    is_chosen: bool
    parameters: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Facet:
    """One way to narrow the list."""

    title: str
    choices: tuple[Choice, ...]

    @property
    def first(self) -> tuple[Choice, ...]:
        """The values in sight: the first, and whatever is chosen."""
        few = self.choices[:FEW_CHOICES]
        return few + tuple(choice for choice in self.choices[FEW_CHOICES:] if choice.is_chosen)

    @property
    def others(self) -> tuple[Choice, ...]:
        """Those that are folded."""
        return tuple(choice for choice in self.choices[FEW_CHOICES:] if not choice.is_chosen)


@dataclass(frozen=True)
class MeasuresPage:
    """What the list of measures shows."""

    total: int
    places: tuple[Place, ...]
    facets: tuple[Facet, ...]
    chosen: tuple[tuple[str, Choice], ...]
    """The title of the facet, and what is chosen in it."""


@dataclass(frozen=True)
class EntityRow:
    """An entity in a list."""

    target: Target
    other: str
    """Its name in another language."""
    language: str
    definition: str
    times: int
    """In how many parts of plans it is named."""


@dataclass(frozen=True)
class EntitiesPage:
    """What a list of entities shows: all of a kind, or the kinds."""

    kinds: tuple[tuple[str, str, int], ...]
    """Path, title and number of each kind."""
    rows: tuple[EntityRow, ...]


def make_measures_page(catalogue: Catalogue, chosen: Mapping[str, tuple[str, ...]]) -> MeasuresPage:
    """The measures that have all that is chosen; of what is no facet or no value of one, nothing is taken."""
    values = {part.iri: values_of(catalogue, part) for part in catalogue.measures}
    wanted = {name: set(found) for name, found in chosen.items() if name in FACETS and found}
    parts = [part for part in catalogue.measures if _has(values[part.iri], wanted)]
    facets, marked = [], []
    for name, title in FACETS.items():
        choices = _choices(catalogue, name, [values[part.iri][name] for part in parts], wanted)
        if choices:
            facets.append(Facet(title, choices))
        marked += [(title, choice) for choice in choices if choice.is_chosen]
    places = tuple(make_place(catalogue, part, []) for part in parts)
    return MeasuresPage(len(catalogue.measures), places, tuple(facets), tuple(marked))


def values_of(catalogue: Catalogue, part: Part) -> dict[str, dict[str, str]]:
    """For each facet, what the measure has: the value in the address, and its label."""
    about = catalogue.about.get(part.iri, {})
    found: dict[str, dict[str, str]] = {}
    for name, prop in _PROPERTIES.items():
        found[name] = {iri.rpartition("/")[2]: catalogue.label(iri) for iri in about.get(prop, ())}
    named = (*about.get("mentions", ()), *about.get("leadAgency", ()), *about.get("proposedLeadAgency", ()))
    for name, kind in _KINDS.items():
        found[name] = {iri.rpartition("/")[2]: catalogue.label(iri) for iri in named if kind_of(iri) == kind}
    above = catalogue.areas_above(part)
    found["area"] = {above[0].number: f"{above[0].number} {catalogue.label(above[0].iri)}"} if above else {}
    found["outcome"] = {word: word.replace("-", " ") for word in status_of(catalogue, part).split()}
    return found


def measures_frame(version: str) -> Frame:
    """What stands around the list of measures."""
    told = "All measures of the plans, by area, right, act, agency, outcome and jurisdiction."
    home = (Crumb("iprgraph", ""),)
    query = page_query("measures")
    return Frame("Measures", "measures", version, home, description=told, query=query, section="measures")


def make_entities_page(catalogue: Catalogue, kind: str) -> EntitiesPage:
    """The entities of a kind, all of them where none is named."""
    counts = Counter(kind_of(iri) for iri in catalogue.entities)
    kinds = tuple((name, title, counts[name]) for name, title in PLURALS.items() if counts[name])
    rows = [iri for iri in catalogue.entities if kind_of(iri) == kind] if kind else []
    return EntitiesPage(kinds, tuple(_row(catalogue, iri) for iri in rows))


def entities_frame(kind: str, version: str) -> Frame:
    """What stands around a list of entities."""
    title = PLURALS.get(kind, "Entities")
    trail = (Crumb("iprgraph", ""), *((Crumb("Entities", "entities"),) if kind else ()))
    told = f"{title} that the plans name, with their names in English and Chinese."
    query = page_query("labels")
    return Frame(title, kind or "entities", version, trail, description=told, query=query, section="entities")


def is_kind(path: str) -> bool:
    """Whether the path is that of a list of entities of a kind."""
    return path in KINDS


def _row(catalogue: Catalogue, iri: str) -> EntityRow:
    other, language = catalogue.other_label(iri)
    times = len({mention.part for mention in catalogue.mentions_of.get(iri, ())})
    return EntityRow(target_of(catalogue, iri), other, language, catalogue.definitions.get(iri, ""), times)


def _has(values: Mapping[str, Mapping[str, str]], wanted: Mapping[str, set[str]]) -> bool:
    return all(found <= values[name].keys() for name, found in wanted.items())


def _choices(
    catalogue: Catalogue, name: str, rows: Iterable[Mapping[str, str]], wanted: Mapping[str, set[str]]
) -> tuple[Choice, ...]:
    counts: Counter[tuple[str, str]] = Counter(pair for row in rows for pair in row.items())
    mine = wanted.get(name, set())
    choices = []
    for (value, label), count in counts.items():
        others = mine - {value} if value in mine else mine | {value}
        parameters = {key: tuple(sorted(others if key == name else wanted.get(key, ()))) for key in FACETS}
        told = {key: found for key, found in parameters.items() if found}
        choices.append(Choice(label, count, value in mine, told))
    order = {"area": lambda c: _area_order(catalogue, c.label)}.get(name, lambda c: (-c.count, c.label))
    return tuple(sorted(choices, key=order))


def _area_order(catalogue: Catalogue, label: str) -> tuple[int, str]:
    number = label.partition(" ")[0]
    return min((part.order for part in catalogue.parts.values() if part.number == number), default=0), label
