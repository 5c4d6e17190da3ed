"""Cutting sets of rows: what is left is a whole document with just so many rows."""

import csv
import io
import json
import xml.etree.ElementTree as ET

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.formats import find_format
from graph.prepared import prepare, split
from graph.querytext import read_query_text
from graph.results import answer_query
from server.rows import ask_for_fewer, cut_rows

FORMS = ("json", "xml", "csv", "tsv")
ODD = ('x', '},{', '},{\\"', '\\"},{\\"', ']}}', '<result>', '</result>', '\\r\\n', '\\n', '\\"', '', '{}', '},{}', '\\\\')  # fmt: skip
VALUES = " ".join(["UNDEF", *(f'"{text}"' for text in ODD)])


def rows(data: bytes, form: str) -> int:
    """How many rows the document has, read as its users read it."""
    text = data.decode("utf-8")
    if form == "json":
        return len(json.loads(text)["results"]["bindings"])
    if form == "xml":
        return len(ET.fromstring(text).findall(".//{*}result"))
    if form == "csv":
        return sum(1 for _ in csv.reader(io.StringIO(text, newline=""))) - 1
    return text.count("\n") - 1


def answer(query: str, form: str) -> bytes:
    return answer_query(ox.Store(), query, find_format(form, "solutions"))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("names", ["?a", "?a ?b"])
def test_a_cut_document_has_just_so_many_rows(form: str, names: str) -> None:
    second = "" if names == "?a" else f"VALUES ?b {{ {VALUES} }}"
    whole = answer(f"SELECT {names} {{ VALUES ?a {{ {VALUES} }} {second} }}", form)
    count = rows(whole, form)
    assert count == (len(ODD) + 1) ** len(names.split())
    for most in range(1, count + 2):
        cut, kept = cut_rows(whole, form, most, len(whole))
        assert rows(cut, form) == min(most, count)
        assert kept == (most if most < count else None)


@pytest.mark.parametrize("form", FORMS)
def test_a_document_is_cut_to_a_number_of_bytes(form: str) -> None:
    whole = answer(f"SELECT ?a {{ VALUES ?a {{ {VALUES} }} }}", form)
    for most in range(200, len(whole)):
        cut, kept = cut_rows(whole, form, 1000, most)
        assert len(cut) <= most
        assert kept is not None
        if kept:
            assert rows(cut, form) == kept


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"])), min_size=2, max_size=6))
def test_no_text_is_taken_for_the_end_of_a_row(texts: list[str]) -> None:
    values = " ".join(str(ox.Literal(text)) for text in texts)
    for form in FORMS:
        whole = answer(f"SELECT ?a {{ VALUES ?a {{ {values} }} }}", form)
        cut, kept = cut_rows(whole, form, 1, len(whole))
        assert (rows(cut, form), kept) == (1, 1)


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        ("SELECT * { ?s ?p ?o }", True),
        ("SELECT * { ?s ?p ?o } ORDER BY ?s # all", True),
        ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?s HAVING (?n > 1) OFFSET 3", True),
        ("SELECT * { ?s ?p ?o } LIMIT 5", False),
        ("SELECT * { VALUES ?s { <a:b> } }", True),
        ("SELECT * { ?s ?p ?o } VALUES ?s { <a:b> }", False),
        ("ASK { ?s ?p ?o }", False),
    ],
)
def test_no_more_rows_are_asked_for_than_needed(query: str, asked: bool) -> None:
    read = ask_for_fewer(read_query_text(query), 10)
    assert read.text().endswith("\nLIMIT 11") == asked
    answer_query(ox.Store(), read, find_format("json" if read.form in {"SELECT", "ASK"} else "ttl", "solutions"))


@pytest.mark.parametrize(
    ("query", "other"),
    [
        ("SELECT * { ?s ?p 'a' } # all", "SELECT * { ?s ?p 'b' } # some"),
        ("SELECT * { ?s ?p 'a' } LIMIT 5 ", "SELECT * { ?s ?p 'b' } LIMIT 6 "),
        ("SELECT * { ?s ?p 'a' } VALUES ?s { <a:b> }", "SELECT * { ?s ?p 'b' } VALUES ?s { <a:c> }"),
    ],
)
def test_a_limit_at_the_end_is_prepared_with_the_query(query: str, other: str) -> None:
    first, second = split(query), split(other)
    assert first is not None
    assert second is not None
    prepared = prepare(ask_for_fewer(read_query_text(query), 10), first)
    assert prepared is not None
    assert prepared.text(second) == ask_for_fewer(read_query_text(other), 10).text()
