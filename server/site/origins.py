"""Whence facts are that have no statement of their own: what an inferred one follows from, and who says the others."""

from collections.abc import Iterable
from dataclasses import dataclass

from graph.base import BASE
from server.engine import QueryEngine
from server.site.answers import Row, Term
from server.site.catalogue import Catalogue
from server.site.following import follow
from server.site.grounds import Ground, Grounds, Target, Triple, read_grounds_of, target_of
from server.site.wording import WORDINGS

_INFERRED = "inferred"
_LAYERS = {
    "text": (
        "the plan itself",
        "Read from the plan as a whole: its headings, numbers and words, and how it was published.",
    ),
    "mentions": ("the plan itself", "Read from the words of the plan."),
    "ontology": ("defined", "Laid down in the ontology, which says what the words of this graph mean."),
    "links": ("recorded", "Recorded with the link to another data set."),
    "meta": ("worked out", "Worked out from the data when they were built."),
}
"""Layer to how a fact in it is known, in a word or two and in a sentence."""


@dataclass(frozen=True)
class Premise:
    """A fact from which another follows, with what it rests on itself."""

    subject: Target
    property: str
    """In words."""
    object: Target
    statement: str
    """The path of its statement; empty where it has none."""
    grounds: tuple[Ground, ...]
    words: str
    """Who says it, where it has no grounds."""


@dataclass(frozen=True)
class Origin:
    """Why a fact without a statement of its own stands in the graph."""

    known: str
    """How we know, in a word or two."""
    words: str
    premises: tuple[Premise, ...] = ()
    """For an inferred one, to which the words are the rule."""
    source: Target | None = None


class Origins:
    """The origins of the facts of one thing."""

    def __init__(
        self, engine: QueryEngine, catalogue: Catalogue, iri: str, rows: Iterable[Row], grounds: Grounds
    ) -> None:
        self._engine, self._catalogue, self._iri, self.grounds = engine, catalogue, iri, grounds
        self._layers = {triple_of(row, iri): row["graph"].value.removeprefix(f"{BASE}graph/") for row in rows}
        self._told = frozenset(triple for triple, layer in self._layers.items() if layer != _INFERRED)

    def of(self, triple: Triple, layer: str) -> Origin | None:
        """The origin of the triple, which stands in the layer; None for what is a record itself."""
        kind, _, plan = layer.partition("/")
        if kind == _INFERRED:
            known = (self._told, self._layers)  # what is told comes before what was inferred itself
            found = next(filter(None, (follow(self._catalogue, facts, triple) for facts in known)), None)
            return Origin(_INFERRED, found.rule, tuple(map(self._premise, found.premises))) if found else None
        if kind not in _LAYERS:
            return None
        source = self._catalogue.sources.get(f"{BASE}plan/{plan}")
        return Origin(*_LAYERS[kind], source=target_of(self._catalogue, source.address) if source else None)

    def _premise(self, triple: Triple) -> Premise:
        catalogue, grounds = self._catalogue, self.grounds
        if self._iri not in {triple.subject, triple.object.value}:
            grounds = read_grounds_of(self._engine, catalogue, triple)
        statement, known = grounds.of(triple)
        ends = target_of(catalogue, triple.subject), target_of(catalogue, triple.object.value)
        layer = self._layers.get(triple, "").partition("/")[0]
        words = _LAYERS[layer][1] if layer in _LAYERS and not known else ""
        return Premise(ends[0], _spoken(catalogue, triple.property), ends[1], statement, known, words)


def _spoken(catalogue: Catalogue, prop: str) -> str:
    wording = WORDINGS.get(prop)
    return (wording and wording.of) or catalogue.label(prop)


def triple_of(row: Row, iri: str) -> Triple:
    """The fact in a row about the thing: seen from its end, or from the other."""
    prop, value = row["property"].value, row["value"]
    is_of = row["way"].value == "of"
    return Triple(iri, prop, value) if is_of else Triple(value.value, prop, Term(iri, is_iri=True))
