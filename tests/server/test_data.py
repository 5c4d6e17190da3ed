"""Loading a data file."""

import hashlib
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import DataError, IprgraphError, NotFoundError, SyntaxInFileError, UsageError
from server.data import open_data

TRIG = "<http://e/a> <http://e/p> 1 . <http://g/1> { <http://e/b> <http://e/p> 2 , 3 }"


def count(store: ox.Store, query: str) -> str:
    rows = store.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    value = next(rows)["n"]
    assert isinstance(value, ox.Literal)
    return value.value


DEFAULT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


@pytest.mark.parametrize(("union", "default"), [(False, "1"), (True, "3")])
def test_the_default_graph_is_the_files_own_unless_united(tmp_path: Path, union: bool, default: str) -> None:
    store = open_data(write(tmp_path, "a.trig", TRIG), union=union).store
    assert (count(store, DEFAULT), count(store, NAMED)) == (default, "2")


def test_a_triple_of_two_graphs_stands_once_in_the_union(tiny: Path) -> None:
    store = open_data(tiny, union=True).store
    assert (count(store, DEFAULT), count(store, NAMED)) == ("2", "3")


@pytest.mark.parametrize("suffix", ["ttl", "nt", "trig", "nq", "TTL"])
def test_the_suffix_says_the_format(tmp_path: Path, suffix: str) -> None:
    text = '<http://e/a> <http://e/p> "é"@zh-hans .\n'
    store = open_data(write(tmp_path, f"a.{suffix}", text), union=False).store
    assert [str(quad.triple) for quad in store] == [text.removesuffix(" .\n")]


CANONICAL = """
<http://e/é> <http://e/p> "a\\u0000\\n\\\\\\"", "x"@zh-hans, "-1"^^xsd:integer, "12345678901234567890123"^^xsd:integer,
  "0.95"^^xsd:decimal, "2009-04-26"^^xsd:date, "2009"^^xsd:gYear, "2009-04"^^xsd:gYearMonth, true,
  "not a date"^^xsd:date, "x"^^<http://e/type>, <http://e/%C3%A9> .
"""


def test_what_is_loaded_comes_back_unchanged(tmp_path: Path) -> None:
    text = "@prefix xsd: <http://www.w3.org/2001/XMLSchema#> ." + CANONICAL
    parsed = {str(quad) for quad in ox.parse(text, format=ox.RdfFormat.TURTLE)}
    assert len(parsed) == 12
    assert {str(quad) for quad in open_data(write(tmp_path, "a.ttl", text), union=True).store} == parsed


@pytest.mark.parametrize("literal", ['"01"^^xsd:integer', "1.50", '"1"^^xsd:boolean', '"2009-01-01+00:00"^^xsd:date'])
def test_a_literal_that_comes_back_in_another_form_is_told(tmp_path: Path, literal: str) -> None:
    text = f"@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . <http://e/a> <http://e/p> {literal} ."
    (changed,) = open_data(write(tmp_path, "a.ttl", text), union=False).changed
    assert literal.split("^")[0].strip('"') in changed


@pytest.mark.parametrize(
    ("name", "text", "error", "message"),
    [
        ("a.csv", "", UsageError, r"a\.csv: the suffix must be one of \.nq, \.trig, \.ttl, \.nt"),
        ("a", "", UsageError, "the suffix must be"),
        ("a.nq", "<http://e/a> <http://e/p> 1 .\nnonsense\n", SyntaxInFileError, r"a\.nq:1: not N-Quads"),
        ("a.ttl", "<http://e/a> <http://e/p> 1 .\n<", SyntaxInFileError, r"a\.ttl:2: not Turtle"),
        ("missing.nq", None, NotFoundError, r"there is no file .*missing\.nq.*--data"),
    ],
)
def test_a_file_that_cannot_be_loaded_is_told(
    tmp_path: Path, name: str, text: str | None, error: type[IprgraphError], message: str
) -> None:
    file = tmp_path / name if text is None else write(tmp_path, name, text)
    with pytest.raises(error, match=message):
        open_data(file, union=False)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.nq").mkdir()
    with pytest.raises(DataError, match="cannot be read"):
        open_data(tmp_path / "a.nq", union=False)


def test_the_description_says_what_was_loaded(tiny: Path, tmp_path: Path) -> None:
    data = open_data(tiny, union=True)
    assert data.version == hashlib.sha256(tiny.read_bytes()).hexdigest()[:16]
    assert (data.triples, data.graphs, data.default_is_union) == (3, ("http://g/1", "http://g/2"), True)
    assert not open_data(tiny, union=False).default_is_union
    assert not open_data(write(tmp_path, "a.trig", TRIG), union=True).default_is_union
