"""The files that a data set is offered as: their names, formats and rights, before any of them is made (DCAT 3)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from graph.columns import TABLES
from graph.formats import Format, formats_of
from graph.iris import BASE, distinct_slug
from graph.made import Part
from graph.vocab import DCAT, DCT, RDF, VOID

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
WORDS = "The words of a plan are its issuer's, wherever they are quoted, and under no licence of ours."
"""What holds of all that may hold words of a plan."""
_RDF12 = frozenset({"nt", "nq", "ttl", "trig"})
"""The formats that can write a triple about a triple."""
_MEDIA = "https://www.iana.org/assignments/media-types/"
_GZIP = ox.NamedNode(f"{_MEDIA}application/gzip")
_MOST_GRAPHS = 100


@dataclass(frozen=True)
class Offer:
    """One file; it is also offered compressed, under the same name and .gz."""

    name: str
    part: Part
    title: str
    form: str
    """The format by its name on the command line; csv for tables."""
    media_type: str
    graph: str = ""
    """The IRI of the graph, where the file holds one."""
    table: str = ""


@dataclass(frozen=True)
class Offered:
    """What is offered: whether the data are ours, and how the files and things are named."""

    root: str
    """The address below which everything stands."""
    stem: str
    graphs: tuple[str, ...]
    has_statements: bool
    has_plans: bool

    def offers(self) -> tuple[Offer, ...]:
        """The files, those of the whole first."""
        out = [_rdf("whole", self.stem, "All graphs", form) for form in formats_of("graph")]
        if self.has_statements:
            title = "All graphs in RDF 1.2, statement nodes as reifiers"
            forms = [form for form in formats_of("graph") if form.name in _RDF12]
            out += [_rdf("rdf12", f"{self.stem}-rdf12", title, form) for form in forms]
        if self.has_plans:
            out += [Offer(f"{t.name}.csv", "table", t.title, "csv", "text/csv", table=t.name) for t in TABLES.values()]
        for graph in self.graphs if len(self.graphs) <= _MOST_GRAPHS else ():
            stem, title = _named(graph)
            out += [_rdf("graph", stem, title, form, graph) for form in formats_of("graph")]
        return tuple(out)

    @property
    def dataset(self) -> ox.NamedNode:
        """The data set that the files are of."""
        return ox.NamedNode(self.root)


def _rdf(part: Part, stem: str, title: str, form: Format, graph: str = "") -> Offer:
    return Offer(f"{stem}.{form.suffix}", part, title, form.name, form.media_types[0], graph)


def _named(graph: str) -> tuple[str, str]:
    """File name without suffix, and title, of a graph."""
    name = graph.removeprefix(f"{BASE}graph/")
    if name != graph and name.replace("/", "").replace("-", "").isalnum():
        return f"graph-{name.replace('/', '-')}", f"Graph {name}"
    return f"graph-{distinct_slug(graph)}", f"Graph {graph}"


def distribution_iri(root: str, name: str) -> ox.NamedNode:
    """The distribution that a file is, described on the page that lists them."""
    return ox.NamedNode(f"{root}export/#{name}")


def offer_triples(root: str, offer: Offer, rights: Iterable[ox.Triple], *, packed: bool = False) -> Iterator[ox.Triple]:
    """The file as a DCAT distribution of the whole or of its graph; `rights` are the licence and rights of that."""
    name = f"{offer.name}.gz" if packed else offer.name
    node = distribution_iri(root, name)
    yield ox.Triple(ox.NamedNode(offer.graph or root), DCAT.distribution, node)
    yield ox.Triple(node, RDF.type, DCAT.Distribution)
    yield ox.Triple(node, DCT.title, ox.Literal(f"{offer.title} ({name})", language="en"))
    yield ox.Triple(node, DCAT.accessURL, ox.NamedNode(f"{root}export/"))
    yield ox.Triple(node, DCAT.mediaType, ox.NamedNode(f"{_MEDIA}{offer.media_type}"))
    if packed:
        yield ox.Triple(node, DCAT.compressFormat, _GZIP)
    if offer.part != "table":
        form = next(form for form in formats_of("graph") if form.name == offer.form)
        yield ox.Triple(node, DCT["format"], ox.NamedNode(form.iri))
    for right in rights:
        yield ox.Triple(node, right.predicate, right.object)


def address_triples(root: str, offer: Offer, name: str) -> Iterator[ox.Triple]:
    """Where the bytes of the file are; for what describes files, since such an address is no document in many forms."""
    file = ox.NamedNode(f"{root}export/{name}")
    yield ox.Triple(distribution_iri(root, name), DCAT.downloadURL, file)
    if offer.part in ("whole", "graph"):
        yield ox.Triple(ox.NamedNode(offer.graph or root), VOID.dataDump, file)
