"""What a graph is made of, in the words of VoID: how many of each class and property, how many subjects and objects."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from graph.text_layer import integer
from graph.vocab import PREFIXES, RDF, VOID


def partition_triples(dataset: ox.NamedNode, triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    """The figures of a data set over its distinct triples, each partition named by a fragment of the data set's IRI."""
    distinct = set(triples)
    by_property: dict[ox.NamedNode, list[ox.Triple]] = {}
    classes: Counter[ox.NamedNode] = Counter()
    for triple in distinct:
        by_property.setdefault(triple.predicate, []).append(triple)
        if triple.predicate == RDF.type and isinstance(triple.object, ox.NamedNode):
            classes[triple.object] += 1
    yield ox.Triple(dataset, VOID.classes, integer(len(classes)))
    yield ox.Triple(dataset, VOID.properties, integer(len(by_property)))
    yield from _sizes(dataset, distinct)
    for cls, members in classes.items():
        part = _part(dataset, "class", cls)
        yield ox.Triple(dataset, VOID.classPartition, part)
        yield ox.Triple(part, VOID["class"], cls)
        yield ox.Triple(part, VOID.entities, integer(members))
    for term, found in by_property.items():
        part = _part(dataset, "property", term)
        yield ox.Triple(dataset, VOID.propertyPartition, part)
        yield ox.Triple(part, VOID.property, term)
        yield from _sizes(part, found)


def _sizes(part: ox.NamedNode, triples: Iterable[ox.Triple]) -> Iterator[ox.Triple]:
    found = list(triples)
    yield ox.Triple(part, VOID.triples, integer(len(found)))
    yield ox.Triple(part, VOID.distinctSubjects, integer(len({t.subject for t in found})))
    yield ox.Triple(part, VOID.distinctObjects, integer(len({t.object for t in found})))


def _part(dataset: ox.NamedNode, kind: str, term: ox.NamedNode) -> ox.NamedNode:
    """Named by the term as people write it, or by its digest where its namespace is none that we know."""
    prefix = max(
        (p for p, iri in PREFIXES.items() if term.value.startswith(iri)), default="", key=lambda p: PREFIXES[p]
    )
    name = term.value.removeprefix(PREFIXES.get(prefix, ""))
    if not prefix or not name.replace("_", "").replace("-", "").isalnum() or not name.isascii():
        prefix, name = "term", hashlib.sha256(term.value.encode("utf-8")).hexdigest()[:12]
    return ox.NamedNode(f"{dataset.value}#{kind}-{prefix}-{name}")
