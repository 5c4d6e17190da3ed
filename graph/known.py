"""Says of each name in a query whether the data know it in the part that it has there, and if not, what is near."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Literal

import pyoxigraph as ox

from graph.datasets import Dataset, GraphName
from graph.named import Name, is_of_the_language
from graph.nearness import KNOWN_PREFIXES, NameIndex, Near, nearest_texts, shorten, texts_with
from graph.outline import Outline
from graph.probes import ProbeFailedError, Prober, TimeOverError
from graph.vocab import RDF, XSD

Problem = Literal[
    "missing", "other graph", "used as class", "used as property", "not used so", "namespace", "language", "datatype"
]
Pattern = tuple[ox.NamedNode | None, ox.NamedNode | None, ox.NamedNode | ox.Literal | None]
_MOST_GRAPHS, _MOST_VALUES = 5, 20_000
_TYPES = (*(XSD[name] for name in ("string", "integer", "decimal", "boolean", "date", "gYear", "anyURI")),)


@dataclass(frozen=True)
class Fault:
    """A name that the data do not know so: what is wrong, and what exists instead."""

    name: Name
    iri: str
    """What the name stands for; a literal as in SPARQL."""
    problem: Problem
    near: tuple[Near, ...] = ()
    graphs: tuple[str, ...] = ()
    """Graphs that hold it, where the ones that were asked do not."""
    held_by: tuple[str, ...] = ()
    """Properties that have the value, where those that it is used with do not."""


class Judge:
    """Looks names up in a store."""

    def __init__(self, store: ox.Store, dataset: Dataset, outline: Outline, prober: Prober, index: NameIndex) -> None:
        self._store, self._dataset, self._prefixes = store, dataset, outline.prefixes
        self._prober, self._index = prober, index

    def faults(self, names: Sequence[Name]) -> list[Fault]:
        """Those of the names that the data do not know; a name that cannot be judged is left out."""
        looked_up = [*{name.text for name in names if name.role != "language"}]
        graphs = [*{name.graph for name in names if name.graph and name.graph[0] not in "?$"}]
        properties = {text for name in names if name.role == "value" for text in name.used_with}
        texts = [*dict.fromkeys((*looked_up, *graphs, *sorted(properties)))]
        self._terms = dict(zip(texts, self._prober.resolve(texts), strict=True))
        found = (self._fault(name) for name in names)
        return [fault for fault in found if fault is not None]

    def _fault(self, name: Name) -> Fault | None:
        if name.role == "language":
            return self._language(name)
        term = self._terms[name.text]
        if isinstance(term, ox.Literal):
            return self._literal(name, term)
        if not isinstance(term, ox.NamedNode) or (name.role == "thing" and is_of_the_language(term.value)):
            return None
        return self._graph(name, term) if name.role == "graph" else self._iri(name, term)

    def _iri(self, name: Name, term: ox.NamedNode) -> Fault | None:
        patterns = _patterns(name.role, term)
        is_graph = name.role == "thing" and self._store.contains_named_graph(term)
        if is_graph or self._is_asked(name, patterns):
            return None
        if _exists(self._store, patterns, None):
            return Fault(name, term.value, "other graph", graphs=self._graphs(patterns))
        if name.role == "property" and _exists(self._store, [(None, RDF.type, term)], None):
            return Fault(name, term.value, "used as class")
        if name.role == "class" and _exists(self._store, [(None, term, None)], None):
            return Fault(name, term.value, "used as property")
        if _exists(self._store, _patterns("thing", term), None):
            return Fault(name, term.value, "not used so", self._near(name, term))
        near = self._near(name, term)
        return Fault(name, term.value, "namespace" if self._is_misbound(name, near) else "missing", near)

    def _is_misbound(self, name: Name, near: tuple[Near, ...]) -> bool:
        """Whether the prefix usually stands for a namespace that has just this name."""
        prefix, _, local = name.text.partition(":")
        usual = KNOWN_PREFIXES.get(prefix, "")
        bound = self._prefixes.get(prefix, "")
        return usual != bound and bool(usual) and any(found.iri == usual + local for found in near)

    def _near(self, name: Name, term: ox.NamedNode) -> tuple[Near, ...]:
        try:
            return self._index.nearest(self._prober, name.role, term.value, self._prefixes)
        except (TimeOverError, ProbeFailedError):
            return ()

    def _languages(self) -> list[str]:
        """All language tags; none where there was no time to find them."""
        try:
            return self._index.languages(self._prober)
        except (TimeOverError, ProbeFailedError):
            return []

    def _graph(self, name: Name, term: ox.NamedNode) -> Fault | None:
        if self._store.contains_named_graph(term):
            return None
        named = {graph.value: graph for graph in islice(self._store.named_graphs(), 1000)}
        near = nearest_texts(term.value, named)
        return Fault(name, term.value, "missing", tuple(Near(g, shorten(g, self._prefixes), "") for g in near))

    def _language(self, name: Name) -> Fault | None:
        known, tag = self._languages(), name.text.lower()
        exact = name.used_with == ("=",)
        if not known or name.text == "*" or name.text in known or (not exact and any(_in_range(k, tag) for k in known)):
            return None
        alike = [k for k in known if k.split("-")[0] == tag.split("-")[0]]
        return Fault(name, name.text, "language", tuple(Near(k, k, "") for k in alike or known)[:_MOST_GRAPHS])

    def _literal(self, name: Name, term: ox.Literal) -> Fault | None:
        """What is wrong with a value, judged with the properties that it is used with, where the data have those."""
        verbs = [verb for verb in map(self._terms.get, name.used_with) if isinstance(verb, ox.NamedNode)]
        verbs = [verb for verb in verbs if _exists(self._store, [(None, verb, None)], None)]
        used_with: Sequence[ox.NamedNode | None] = verbs or (None,)
        patterns: list[Pattern] = [(None, verb, term) for verb in used_with]
        if self._is_asked(name, patterns):
            return None
        if _exists(self._store, patterns, None):
            return Fault(name, str(term), "other graph", graphs=self._graphs(patterns))
        variants = self._variants(term)
        others = [o for o in variants if _exists(self._store, [(None, verb, o) for verb in used_with], None)]
        if others:
            problem: Problem = "language" if others[0].language or term.language else "datatype"
            return Fault(name, str(term), problem, tuple(Near(str(o), str(o), "") for o in others))
        held_by = self._holders((term, *variants)) if verbs else ()
        return Fault(
            name, str(term), "not used so" if held_by else "missing", self._near_values(verbs, term), (), held_by
        )

    def _variants(self, term: ox.Literal) -> list[ox.Literal]:
        """The same text with other language tags and datatypes."""
        tagged = [ox.Literal(term.value, language=tag) for tag in self._languages()]
        return [*tagged, *(ox.Literal(term.value, datatype=datatype) for datatype in _TYPES)]

    def _holders(self, terms: Sequence[ox.Literal]) -> tuple[str, ...]:
        """Properties that have one of the values, as the query would write them."""
        quads = (quad for term in terms for quad in self._store.quads_for_pattern(None, None, term, None))
        found = {quad.predicate.value for quad in islice(quads, _MOST_VALUES)} - {RDF.object.value}
        return tuple(shorten(iri, self._prefixes) for iri in sorted(found))[:_MOST_GRAPHS]

    def _near_values(self, verbs: Sequence[ox.NamedNode], term: ox.Literal) -> tuple[Near, ...]:
        """Values of the same properties that contain it or are like it."""
        quads = (quad for verb in verbs for quad in self._store.quads_for_pattern(None, verb, None, None))
        found = (quad.object for quad in islice(quads, _MOST_VALUES))
        values = {value.value: str(value) for value in found if isinstance(value, ox.Literal)}
        near = dict.fromkeys((*texts_with(term.value, values), *nearest_texts(term.value, values)))
        return tuple(Near(values[v], values[v], "") for v in near)

    def _is_asked(self, name: Name, patterns: Sequence[Pattern]) -> bool:
        """Whether the graphs that the query asks at this place hold one of the patterns."""
        store, default, named = self._dataset
        if name.graph is None:
            graphs: Sequence[GraphName] = [ox.DefaultGraph()] if default is None else default
        elif name.graph[0] not in "?$":
            graph = self._terms[name.graph]
            graphs = [graph] if isinstance(graph, ox.NamedNode) else []
        else:
            graphs = [*store.named_graphs()] if named is None else named
        return any(_exists(store, patterns, graph) for graph in graphs)

    def _graphs(self, patterns: Sequence[Pattern]) -> tuple[str, ...]:
        """Graphs that hold one of the patterns, some of them, sorted."""
        holding = (g.value for g in self._store.named_graphs() if _exists(self._store, patterns, g))
        return tuple(sorted(islice(holding, _MOST_GRAPHS)))


def _patterns(role: str, term: ox.NamedNode) -> list[Pattern]:
    if role == "property":
        return [(None, term, None)]
    if role == "class":
        return [(None, RDF.type, term)]
    return [(term, None, None), (None, None, term), (None, term, None)]


def _exists(store: ox.Store, patterns: Sequence[Pattern], graph: GraphName | None) -> bool:
    return any(True for pattern in patterns for _ in store.quads_for_pattern(*pattern, graph))


def _in_range(tag: str, wanted: str) -> bool:
    """Basic filtering, RFC 4647, section 3.3.1."""
    return tag == wanted or tag.startswith(f"{wanted}-")
