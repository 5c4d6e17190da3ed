"""The W3C's tests of query evaluation and of answers as JSON, XML, CSV and TSV."""

import csv
import io

import pyoxigraph as ox
import pytest

from graph.formats import find_format, kind_of
from graph.querytext import QueryText, read_query_text
from graph.results import answer_query
from graph.vocab import BASE as OUR_BASE
from tests.conformance.answers import (
    Solutions,
    read_graph_of_results,
    read_json,
    read_tsv,
    read_xml,
    same_rows,
    same_solutions,
)
from tests.conformance.suites import MF, QT, Case, as_parameters, file_of, read_cases

MANIFESTS = (
    "sparql10/manifest.ttl",
    "sparql11/manifest-sparql11-query.ttl",
    "sparql11/json-res/manifest.ttl",
    "sparql11/csv-tsv-res/manifest.ttl",
    "sparql12/manifest.ttl",
)
CASES = tuple(case for path in MANIFESTS for case in read_cases(path) if case.kind == "QueryEvaluationTest")
CSV_CASES = tuple(c for c in read_cases("sparql11/csv-tsv-res/manifest.ttl") if c.kind == "CSVResultFormatTest")
FORMATS = {form.file_extension: form for form in (ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML, ox.RdfFormat.N_TRIPLES)}
FORMATS |= {form.file_extension: form for form in (ox.RdfFormat.TRIG, ox.RdfFormat.N_QUADS)}


def read_rdf(address: str) -> list[ox.Quad]:
    """The statements of a file, with the blank nodes of no other file."""
    file = file_of(address)
    form = FORMATS[file.suffix.removeprefix(".")]
    return list(ox.parse(file.read_bytes(), format=form, base_iri=address, rename_blank_nodes=True))


def read_case(case: Case) -> tuple[ox.Store, QueryText]:
    """The data set that the manifest or the query names, and the query, whose relative IRIs are the suite's."""
    query = read_query_text(f"BASE <{case.query}>\n{file_of(case.query).read_text(encoding='utf-8')}")
    store = ox.Store()
    for address in case.manifest.values(case.action, QT + "data"):
        assert isinstance(address, ox.NamedNode)
        store.extend(read_rdf(address.value))
    named = case.manifest.values(case.action, QT + "graphData")
    if query.dataset_query:
        rows = ox.Store().query(query.dataset_query, base_iri=OUR_BASE)
        assert isinstance(rows, ox.QuerySolutions)
        named += [row["graph"] for row in rows if row["graph"]]
    for graph in set(named):
        assert isinstance(graph, ox.NamedNode)
        store.extend(ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in read_rdf(graph.value))
    return store, query


def read_expected(case: Case) -> Solutions | bool:
    """The expected table or truth."""
    file = file_of(case.result)
    if file.suffix in {".ttl", ".rdf"}:
        return read_graph_of_results(quad.triple for quad in read_rdf(case.result))
    return {".srj": read_json, ".srx": read_xml, ".tsv": read_tsv}[file.suffix](file.read_bytes())


def orders(text: str) -> bool:
    """Whether the query itself is ordered, not only a query in it."""
    return "ORDER" in text.rpartition("}")[2].upper()


@pytest.mark.parametrize("case", as_parameters(CASES))
def test_evaluation(case: Case) -> None:
    store, query = read_case(case)
    if kind_of(query) == "graph":
        answer = answer_query(store, query, find_format("nt", "graph"))
        found = [(t.subject, t.predicate, t.object) for t in ox.parse(answer, format=ox.RdfFormat.N_TRIPLES)]
        wanted = [(t.subject, t.predicate, t.object) for t in read_rdf(case.result)]
        assert same_rows(found, wanted, ordered=False), answer.decode()
        return
    expected = read_expected(case)
    lax = case.manifest.text(case.node, MF + "resultCardinality").endswith("LaxCardinality")
    readers = {"json": read_json, "xml": read_xml} | ({"tsv": read_tsv} if case.result.endswith(".tsv") else {})
    for name, read in readers.items():
        answer = answer_query(store, query, find_format(name, "solutions"))
        told = read(answer)
        if isinstance(told, bool) or isinstance(expected, bool):
            assert told == expected
        else:
            ordered = orders(query.source) and expected.ordered
            assert same_solutions(told, expected, ordered=ordered, lax=lax), answer.decode()


@pytest.mark.parametrize("case", as_parameters(CSV_CASES))
def test_csv(case: Case) -> None:
    """Cell by cell; numbers by value, since 1.0E6 and 1000000 are one double and the engine keeps values."""
    store, query = read_case(case)
    answer = answer_query(store, query, find_format("csv", "solutions")).decode()
    assert answer.endswith("\r\n")
    found, expected = (
        [[_by_value(cell) for cell in row] for row in csv.reader(io.StringIO(text))]
        for text in (answer, file_of(case.result).read_text(encoding="utf-8"))
    )
    assert found[0] == expected[0]
    assert sorted(found, key=str) == sorted(expected, key=str)


def _by_value(cell: str) -> object:
    try:
        return float(cell)
    except ValueError:
        return "_:" if cell.startswith("_:") else cell
