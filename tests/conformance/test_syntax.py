"""The W3C's tests of query syntax: what is SPARQL is read, what is not is refused."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import QueryError, QuerySyntaxError
from graph.formats import formats_of, kind_of
from graph.querytext import read_query_text
from graph.results import answer_query
from tests.conformance.suites import Case, as_parameters, file_of, find_suites, read_cases

MANIFESTS = (
    "sparql10/manifest.ttl",
    "sparql11/manifest-sparql11-query.ttl",
    "sparql11/syntax-fed/manifest.ttl",
    "sparql12/manifest.ttl",
)
KINDS = {"PositiveSyntaxTest", "NegativeSyntaxTest", "PositiveSyntaxTest11", "NegativeSyntaxTest11"}
CASES = tuple(case for path in MANIFESTS for case in read_cases(path) if case.kind in KINDS)
SUITES = find_suites() or Path()
# Where we are nearer to SPARQL than the engine: one query it refuses wrongly, one it wrongly answers.
BETTER = {"sparql10/expr-builtin/case-insensitive-booleans.rq", "sparql12/syntax/nested-aggregate-functions.rq"}
QUERIES = sorted(SUITES.rglob("*.rq"))


def is_sparql(data: bytes, base: str) -> bool:
    """Whether a query is answered, not refused as no SPARQL; one with SERVICE is read only."""
    try:
        query = read_query_text(f"BASE <{base}>\n{data.decode('utf-8')}")
        if query.service is not None:
            ox.Store().query(query.text())
        else:
            answer_query(ox.Store(), query, formats_of(kind_of(query))[0])
    except (QuerySyntaxError, SyntaxError, UnicodeDecodeError):
        return False
    except QueryError:  # such as an unknown function
        return True
    return True


@pytest.mark.parametrize("case", as_parameters(CASES))
def test_syntax(case: Case) -> None:
    assert is_sparql(file_of(case.query).read_bytes(), case.query) == case.kind.startswith("Positive")


@pytest.mark.parametrize("file", QUERIES, ids=[str(file.relative_to(SUITES)) for file in QUERIES])
def test_mending_neither_refuses_nor_allows_more_than_the_engine(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    if "SERVICE" in text.upper():  # the engine would call out
        assert read_query_text(text).service is not None
    else:
        better = str(file.relative_to(SUITES)) in BETTER
        assert (is_read(text) != is_mended_and_read(text)) == better


def is_mended_and_read(text: str) -> bool:
    try:
        query = read_query_text(text)
    except QuerySyntaxError:
        return False
    return query.form != "UPDATE" and is_read(query.text())


def is_read(text: str) -> bool:
    try:
        ox.Store().query(text, base_iri="http://e/")
    except SyntaxError:
        return False
    except RuntimeError:  # read, but calls a function that does not exist
        return True
    return True
