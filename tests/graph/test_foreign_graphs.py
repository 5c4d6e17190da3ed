"""graph/foreign_graphs.py: what the things of somebody else's graph are called."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import DataError, SyntaxInFileError
from graph.foreign_graphs import GRAPH_FORMATS, Statement, read_graph, rows_of

TURTLE = """
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix schema: <https://schema.org/> .
@prefix dct: <http://purl.org/dc/terms/> .
<http://example.org/l1> a schema:Legislation ;
    skos:altLabel "专利法"@zh ; skos:prefLabel "Patent Law"@en ;
    schema:legislationDate "1984-03-12" ; dct:spatial <http://example.org/CN> .
<http://example.org/l2> a schema:Legislation ; dct:description "nothing is called so" .
[] skos:prefLabel "a thing without an address" .
"""


def written(folder: Path, data: str | bytes, name: str = "laws.ttl") -> Path:
    """A file with the data."""
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return file


def test_a_thing_is_read_with_its_names_and_its_other_names(tmp_path: Path) -> None:
    [row] = read_graph(written(tmp_path, TURTLE))
    assert (row.id, row.names, row.aliases) == ("http://example.org/l1", ("Patent Law",), ("专利法",))
    assert (row.dates, row.place, row.type) == (("1984-03-12",), "CN", "Legislation")


@pytest.mark.parametrize(
    "suffix", [s for s, form in GRAPH_FORMATS.items() if form != ox.RdfFormat.N3 and s not in (".owl", ".xml")]
)
def test_every_format_gives_the_same_rows(tmp_path: Path, suffix: str) -> None:
    triples = [q.triple for q in ox.parse(TURTLE, format=ox.RdfFormat.TURTLE) if isinstance(q.subject, ox.NamedNode)]
    data = ox.serialize(triples, format=GRAPH_FORMATS[suffix])
    assert data is not None
    [row] = read_graph(written(tmp_path, data, f"laws{suffix}"))
    assert (row.names, row.aliases) == (("Patent Law",), ("专利法",))


def test_names_in_other_languages_are_taken_only_where_there_is_no_other() -> None:
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    said = [("a", label, "Office des brevets", "fr"), ("a", label, "Patent Office", "en-GB"), ("b", label, "Loi", "fr")]
    rows = list(rows_of(Statement(*one) for one in said))
    assert [(row.names, row.aliases) for row in rows] == [(("Patent Office",), ()), (("Loi",), ())]


def test_what_has_other_names_only_is_called_by_them() -> None:
    [row] = rows_of([Statement("a", "http://www.w3.org/2004/02/skos/core#altLabel", "SIPO")])
    assert (row.names, row.aliases) == (("SIPO",), ())


def test_statements_may_come_in_any_order() -> None:
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    said = [("b", label, "Seed Law"), ("a", label, "Patent Law"), ("b", label, "种子法")]
    rows = list(rows_of(Statement(*one) for one in said))
    assert [(r.number, r.id, r.names) for r in rows] == [(1, "b", ("Seed Law", "种子法")), (2, "a", ("Patent Law",))]


def test_a_fault_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SyntaxInFileError, match=r"laws.ttl:2: not Turtle"):
        list(read_graph(written(tmp_path, "<http://a> <http://b> <http://c> .\n<oops\n")))


def test_an_empty_and_a_missing_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="the file is empty"):
        list(read_graph(written(tmp_path, b"")))
    with pytest.raises(DataError, match="cannot be read: no such file"):
        list(read_graph(tmp_path / "none.ttl"))
