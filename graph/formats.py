"""The table of formats that an answer can have; plain values, so a program may know them without loading the engine."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from graph.errors import QueryError
from graph.querytext import QueryText

if TYPE_CHECKING:
    import pyoxigraph as ox

Kind = Literal["solutions", "graph"]


@dataclass(frozen=True, eq=False)
class Format:
    """One way to write an answer; the first name and media type are the ones we use, the others are understood."""

    kind: Kind
    title: str
    names: tuple[str, ...]
    media_types: tuple[str, ...]
    suffix: str
    iri: str
    """The W3C's name for the format."""
    engine_name: str

    @property
    def name(self) -> str:
        """As in `--format` and `?format=`."""
        return self.names[0]

    @cached_property
    def engine(self) -> "ox.QueryResultsFormat | ox.RdfFormat":
        """The engine's own object for the format; loads the engine."""
        import pyoxigraph as ox

        kind = ox.QueryResultsFormat if self.kind == "solutions" else ox.RdfFormat
        return getattr(kind, self.engine_name)  # type: ignore[no-any-return]


_W3C = "http://www.w3.org/ns/formats/"
_JSON, _XML = "application/sparql-results+json", "application/sparql-results+xml"
FORMATS: tuple[Format, ...] = (
    Format("solutions", "JSON", ("json",), (_JSON, "application/json"), "srj", _W3C + "SPARQL_Results_JSON", "JSON"),
    Format(
        "solutions", "XML", ("xml",), (_XML, "application/xml", "text/xml"), "srx", _W3C + "SPARQL_Results_XML", "XML"
    ),
    Format("solutions", "CSV", ("csv",), ("text/csv",), "csv", _W3C + "SPARQL_Results_CSV", "CSV"),
    Format(
        "solutions",
        "CSV for spreadsheets",
        ("spreadsheet",),
        ("text/csv;profile=spreadsheet",),
        "csv",
        _W3C + "SPARQL_Results_CSV",
        "CSV",
    ),
    Format("solutions", "TSV", ("tsv",), ("text/tab-separated-values",), "tsv", _W3C + "SPARQL_Results_TSV", "TSV"),
    Format("graph", "Turtle", ("ttl", "turtle", "n3"), ("text/turtle", "text/n3"), "ttl", _W3C + "Turtle", "TURTLE"),
    Format(
        "graph",
        "N-Triples",
        ("nt", "ntriples", "n-triples"),
        ("application/n-triples",),
        "nt",
        _W3C + "N-Triples",
        "N_TRIPLES",
    ),
    Format(
        "graph",
        "RDF/XML",
        ("rdfxml", "rdf", "rdf+xml", "xml"),
        ("application/rdf+xml", "application/xml", "text/xml"),
        "rdf",
        _W3C + "RDF_XML",
        "RDF_XML",
    ),
    Format(
        "graph",
        "JSON-LD",
        ("jsonld", "json-ld", "json"),
        ("application/ld+json", "application/json"),
        "jsonld",
        "https://www.w3.org/ns/formats/data/JSON-LD",
        "JSON_LD",
    ),
    Format(
        "graph", "N-Quads", ("nq", "nquads", "n-quads"), ("application/n-quads",), "nq", _W3C + "N-Quads", "N_QUADS"
    ),
    Format("graph", "TriG", ("trig",), ("application/trig",), "trig", _W3C + "TriG", "TRIG"),
)
"""Every format an answer can have, in the order of preference where the asker has none."""


def formats_of(kind: Kind) -> tuple[Format, ...]:
    """The formats for solutions (SELECT, ASK) or graphs (CONSTRUCT, DESCRIBE)."""
    return tuple(form for form in FORMATS if form.kind == kind)


def find_format(name: str, kind: Kind) -> Format:
    """The format by name or media type; refuses one that is unknown or of the other kind, naming those there are."""
    wanted = name.strip().lower()
    for form in formats_of(kind):
        if wanted in form.names or wanted in form.media_types:
            return form
    known = ", ".join(form.name for form in formats_of(kind))
    what = "SELECT and ASK" if kind == "solutions" else "CONSTRUCT and DESCRIBE"
    raise QueryError(f"no format {name!r} for this answer; {what} can be had as {known}")


def kind_of(query: QueryText) -> Kind:
    """What the query's answer is; refuses updates."""
    if query.form == "UPDATE":
        raise QueryError("this is an update, and the data is read-only; ask with SELECT, ASK, CONSTRUCT or DESCRIBE")
    return "solutions" if query.form in {"SELECT", "ASK"} else "graph"
