"""The first page."""

from dataclasses import dataclass

from server.facts import DataFacts
from server.site.answers import page_query
from server.site.catalogue import PLURALS, Catalogue, Part, Source, kind_of
from server.site.frame import Frame
from server.site.grounds import Target, target_of
from server.site.outcomes import is_known
from server.site.within import Inner


@dataclass(frozen=True)
class AreaShown:
    """An area with the number of its measures, and of those of which something is known to have come."""

    target: Target
    number: str
    measures: int
    known: int


@dataclass(frozen=True)
class PlanShown:
    """A plan with its areas."""

    target: Target
    source: Source | None
    areas: tuple[AreaShown, ...]
    measures: int


@dataclass(frozen=True)
class HomePage:
    """What the first page shows."""

    triples: int
    graphs: int
    plans: tuple[PlanShown, ...]
    kinds: tuple[tuple[str, str, int], ...]
    """Path, title and number of the entities of each kind."""
    within: tuple[Inner, ...]
    """What else has an IRI on this page: the classes and properties of the data set, counted."""


def make_home_page(catalogue: Catalogue, data: DataFacts, within: tuple[Inner, ...] = ()) -> HomePage:
    """The first page."""
    plans = tuple(_plan(catalogue, plan) for plan in catalogue.plans)
    counts = [(kind, title, sum(kind_of(iri) == kind for iri in catalogue.entities)) for kind, title in PLURALS.items()]
    return HomePage(data.triples, len(data.graphs), plans, tuple(count for count in counts if count[2]), within)


def home_frame(version: str, data: str = "") -> Frame:
    """What stands around the first page, with the data set as JSON-LD for search engines."""
    told = "A government's numbered action plan as a knowledge graph: every fact carries the words it came from."
    title = "Action plans on intellectual property as a graph"
    return Frame(title, "", version, description=told, query=page_query("parts"), data=data)


def _plan(catalogue: Catalogue, plan: str) -> PlanShown:
    areas = tuple(_area(catalogue, part) for part in catalogue.below.get(plan, ()) if part.kind == "Area")
    measures = sum(1 for part in catalogue.measures if part.plan == plan)
    return PlanShown(target_of(catalogue, plan), catalogue.sources.get(plan), areas, measures)


def _area(catalogue: Catalogue, area: Part) -> AreaShown:
    inside = [part for part in catalogue.measures if area in catalogue.areas_above(part)]
    known = sum(1 for part in inside if is_known(catalogue, part))
    return AreaShown(target_of(catalogue, area.iri), area.number, len(inside), known)
