"""graph/datasets.py: the graphs that a query is asked over."""

import pyoxigraph as ox
import pytest

from graph.datasets import chosen_dataset
from graph.errors import QueryError
from graph.querytext import DatasetChoice, read_query_text

ONE, TWO = ox.NamedNode("urn:one"), ox.NamedNode("urn:two")
STORE = ox.Store()
STORE.extend(ox.Quad(ONE, ONE, ONE, graph) for graph in (ONE, TWO))


def test_without_a_choice_the_store_is_asked_as_it_is() -> None:
    chosen = chosen_dataset(STORE, read_query_text("ASK {}"), None)
    assert (chosen.store, chosen.default, chosen.named) == (STORE, None, None)


def test_the_query_may_choose_its_graphs() -> None:
    chosen = chosen_dataset(STORE, read_query_text("SELECT * FROM <urn:one> FROM NAMED <urn:two> {}"), None)
    assert (chosen.default, chosen.named) == ([ONE], [TWO])


def test_who_asks_chooses_before_the_query() -> None:
    asked = DatasetChoice(("urn:two",), ())
    chosen = chosen_dataset(STORE, read_query_text("SELECT * FROM <urn:one> {}"), asked)
    assert (chosen.default, chosen.named) == ([TWO], [])


def test_several_default_graphs_are_merged_so_that_a_triple_counts_once() -> None:
    chosen = chosen_dataset(STORE, read_query_text("ASK {}"), DatasetChoice(("urn:one", "urn:two"), ()))
    assert len(chosen.store) == 1


def test_a_choice_of_no_graph_leaves_nothing() -> None:
    chosen = chosen_dataset(STORE, read_query_text("ASK {}"), DatasetChoice((), ()))
    assert (chosen.default, chosen.named) == ([], [])


def test_what_is_no_graph_name_is_refused() -> None:
    with pytest.raises(QueryError, match="'a b' names no graph; write its whole IRI"):
        chosen_dataset(STORE, read_query_text("ASK {}"), DatasetChoice(("a b",), ()))
