"""graph/formats.py: one table of formats, known without the engine."""

import pyoxigraph as ox
import pytest

from graph.errors import QueryError
from graph.formats import FORMATS, Format, find_format, formats_of, kind_of
from graph.querytext import read_query_text
from tests.inventing import run_python


def bare(media_type: str) -> str:
    """The media type without parameters."""
    return media_type.partition(";")[0]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: f"{form.kind}-{form.name}")
def test_the_table_says_what_the_engine_says(form: Format) -> None:
    assert form.engine.iri == form.iri
    assert isinstance(form.engine, ox.QueryResultsFormat if form.kind == "solutions" else ox.RdfFormat)
    assert bare(form.engine.media_type) in map(bare, form.media_types)


def test_no_name_of_a_kind_stands_for_two_formats() -> None:
    for kind in ("solutions", "graph"):
        names = [name for form in formats_of(kind) for name in (*form.names, *form.media_types)]
        assert len(names) == len(set(names))


def test_a_format_of_the_other_kind_is_refused() -> None:
    with pytest.raises(QueryError, match="SELECT and ASK can be had as json"):
        find_format("ttl", "solutions")


@pytest.mark.parametrize(("query", "kind"), [("ASK {}", "solutions"), ("DESCRIBE <a:b>", "graph")])
def test_the_form_of_a_query_says_the_kind_of_its_answer(query: str, kind: str) -> None:
    assert kind_of(read_query_text(query)) == kind


def test_an_update_has_no_answer() -> None:
    with pytest.raises(QueryError, match="this is an update"):
        kind_of(read_query_text("CLEAR ALL"))


def test_knowing_the_formats_does_not_load_the_engine() -> None:
    ended = run_python("import sys, graph.formats; print('pyoxigraph' in sys.modules)")
    assert ended.stdout.decode().strip() == "False", ended.stderr
