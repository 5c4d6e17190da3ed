"""Makes every file that a data set is offered as, with sizes and hashes: whole, by graph, as tables, and described."""

import csv
import gzip
import hashlib
import io
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from graph.datapackage import datapackage
from graph.errors import DataError, QueryError
from graph.export import FORMATS, with_reifiers
from graph.formats import formats_of
from graph.loading import DataFile, fill_store
from graph.made import SERVED, MadeFile
from graph.meta import DATASET, DESCRIPTION, META, SERVICE, TITLE
from graph.offers import LICENCE, Offer, Offered, address_triples, distribution_iri, offer_triples
from graph.partitions import partition_triples
from graph.publish import write_atomically
from graph.tables import table_csv
from graph.vocab import BASE, DCAT, DCT, IPR, RDF, SPDX, VOID, XSD
from graph.writing import write_quads

Tell = Callable[[MadeFile], None]
Write = Callable[[Path, bytes], None]


def make_downloads(
    file: Path, folder: Path, tell: Tell = lambda _: None, write: Write = write_atomically, sha256: str = ""
) -> tuple[MadeFile, ...]:
    """All files of the data file, written to the folder and told one by one, with the reason where one cannot be made.

    Refuses a file that has another SHA-256 than was expected, if one was.
    """
    data = _Data(file)
    if sha256 not in ("", data.sha256):
        raise DataError("it was replaced meanwhile", file=file, cure="Have the server read it anew (SIGHUP)")
    made: list[MadeFile] = []
    for files in (_offered(data), _described(data, made)):
        for one, content in files:
            if not one.reason:
                write(folder / one.name, content)
            made.append(one)
            tell(one)
    return tuple(made)


class _Data:
    """The statements of a file in the engine's canonical form, and what they allow to be offered."""

    def __init__(self, file: Path) -> None:
        source, store = DataFile(file), ox.Store()
        loaded = fill_store(store, source, union=False)
        self.sha256 = source.sha256
        self.quads = list(store)
        self._store = store
        types = {q.object for q in self.quads if q.predicate == RDF.type}
        self.is_ours = ox.Quad(DATASET, RDF.type, VOID.Dataset, META) in store
        root, stem = (BASE, TITLE) if self.is_ours else (SERVED, "data")
        statements, plans = RDF.Statement in types, IPR.ActionPlan in types
        self.offered = Offered(root, stem, loaded.graphs, has_statements=statements, has_plans=plans)

    @cached_property
    def by_graph(self) -> dict[str, list[ox.Quad]]:
        """The statements of each named graph."""
        out: dict[str, list[ox.Quad]] = {}
        for quad in self.quads:
            if isinstance(quad.graph_name, ox.NamedNode):
                out.setdefault(quad.graph_name.value, []).append(quad)
        return out

    @cached_property
    def union(self) -> ox.Store:
        """A store whose default graph holds every statement, as tables read it."""
        self._store.bulk_extend(ox.Quad(q.subject, q.predicate, q.object) for q in self.quads)
        return self._store

    def quads_of(self, offer: Offer) -> list[ox.Quad]:
        """The statements that the file holds."""
        if offer.part == "rdf12":
            return list(with_reifiers(self.quads))
        return self.by_graph[offer.graph] if offer.graph else self.quads

    def rights_of(self, offer: Offer) -> list[ox.Triple]:
        """Licence and rights, as the data themselves give them."""
        about = ox.NamedNode(offer.graph) if offer.graph else DATASET
        found = [
            q.triple for p in (DCT.license, DCT.rights) for q in self._store.quads_for_pattern(about, p, None, META)
        ]
        return sorted(found, key=str)

    def about(self) -> Iterator[ox.Triple]:
        """What is said of the data set and its graphs: our own words, or the figures of foreign data."""
        dataset = self.offered.dataset
        yield ox.Triple(dataset, DCAT.version, ox.Literal(self.sha256[:16]))
        if self.is_ours:
            ours = (f"{BASE}#", f"{BASE}graph/", SERVICE.value)
            for quad in self.by_graph[META.value]:
                if isinstance(s := quad.subject, ox.NamedNode) and (s == DATASET or s.value.startswith(ours)):
                    yield quad.triple
            return
        yield ox.Triple(dataset, RDF.type, VOID.Dataset)
        yield ox.Triple(dataset, RDF.type, DCAT.Dataset)
        yield ox.Triple(dataset, VOID.sparqlEndpoint, ox.NamedNode(f"{SERVED}sparql"))
        yield from partition_triples(dataset, (q.triple for q in self.quads))
        for graph in self.offered.graphs:
            yield ox.Triple(dataset, VOID.subset, ox.NamedNode(graph))


def _offered(data: _Data) -> Iterator[tuple[MadeFile, bytes]]:
    """Every offer, plain and compressed."""
    for offer in data.offered.offers():
        try:
            content, count = _table(data, offer) if offer.table else _rdf(data, offer)
        except (QueryError, ValueError, KeyError, RuntimeError) as error:  # foreign data need not suit every form
            yield _made(data, offer, b"", 0, reason=_reason(offer, error)), b""
            continue
        yield _made(data, offer, content, count), content
        packed = _pack(content)
        yield _made(data, offer, packed, count, packed=True), packed


def _rdf(data: _Data, offer: Offer) -> tuple[bytes, int]:
    quads = data.quads_of(offer)
    form = FORMATS[offer.form]
    assert isinstance(form.engine, ox.RdfFormat)
    return write_quads(quads, form), len(set(quads) if form.engine.supports_datasets else {q.triple for q in quads})


def _table(data: _Data, offer: Offer) -> tuple[bytes, int]:
    text = table_csv(data.union, offer.table)
    return text.encode("utf-8"), sum(1 for _ in csv.reader(io.StringIO(text))) - 1


def _reason(offer: Offer, error: Exception) -> str:
    if isinstance(error, QueryError):
        return str(error)
    return "the data lack what the table is made from" if offer.table else "the format cannot hold these data"


def _made(data: _Data, offer: Offer, content: bytes, count: int, *, packed: bool = False, reason: str = "") -> MadeFile:
    rights = {t.predicate: t.object for t in data.rights_of(offer)}
    licence, words = rights.get(DCT.license), rights.get(DCT.rights)
    return MadeFile(
        name=f"{offer.name}.gz" if packed else offer.name,
        part=offer.part,
        title=offer.title,
        media_type="application/gzip" if packed else offer.media_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        count=count,
        packed=packed,
        graph=offer.graph,
        table=offer.table,
        licence=licence.value if isinstance(licence, ox.NamedNode) else "",
        rights=words.value if isinstance(words, ox.Literal) else "",
        reason=reason,
    )


def _described(data: _Data, made: Iterable[MadeFile]) -> Iterator[tuple[MadeFile, bytes]]:
    """What describes the files that were made: the package, DCAT and VoID in every format, and the list of hashes."""
    made = list(made)
    about = {"title": TITLE, "description": DESCRIPTION, "homepage": BASE} if data.is_ours else {"title": "Data"}
    package = datapackage(data.offered.stem, about, data.sha256[:16], made, ours=data.is_ours)
    out = [("datapackage.json", "Frictionless Data Package of the tables", "application/json", package)]
    triples = sorted({*data.about(), *_distributions(data, made)}, key=str)
    for form in formats_of("graph"):
        content = write_quads((ox.Quad(*t) for t in triples), form)
        out.append((f"void.{form.suffix}", "Description of the data set (DCAT, VoID)", form.media_types[0], content))
    licence = LICENCE if data.is_ours else ""
    files = [_about(*one, licence) for one in out]
    listed = sorted([*made, *files], key=lambda f: f.name)
    sums = "".join(f"{f.sha256}  {f.name}\n" for f in listed if not f.reason).encode("ascii")
    out.append(("SHA256SUMS.txt", "Hashes of all files, for sha256sum -c", "text/plain", sums))
    for one in out:
        yield _about(*one, licence), one[-1]


def _about(name: str, title: str, media_type: str, content: bytes, licence: str) -> MadeFile:
    digest = hashlib.sha256(content).hexdigest()
    return MadeFile(name, "about", title, media_type, len(content), digest, licence=licence)


def _distributions(data: _Data, made: Iterable[MadeFile]) -> Iterator[ox.Triple]:
    """The files as distributions, with their address, size and hash."""
    offers = {offer.name: offer for offer in data.offered.offers()}
    for file in made:
        if file.reason:
            continue
        offer = offers[file.name.removesuffix(".gz") if file.packed else file.name]
        yield from offer_triples(data.offered.root, offer, data.rights_of(offer), packed=file.packed)
        yield from address_triples(data.offered.root, offer, file.name)
        node = distribution_iri(data.offered.root, file.name)
        checksum = ox.NamedNode(f"{node.value}-sha256")
        yield ox.Triple(node, DCAT.byteSize, ox.Literal(str(file.size), datatype=XSD.nonNegativeInteger))
        yield ox.Triple(node, SPDX.checksum, checksum)
        yield ox.Triple(checksum, RDF.type, SPDX.Checksum)
        yield ox.Triple(checksum, SPDX.algorithm, SPDX.checksumAlgorithm_sha256)
        yield ox.Triple(checksum, SPDX.checksumValue, ox.Literal(file.sha256, datatype=XSD.hexBinary))


def _pack(content: bytes) -> bytes:
    """Compressed, without a name and a time, so the same bytes each time where zlib is the same."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, compresslevel=6, mtime=0) as packing:
        packing.write(content)
    return out.getvalue()
