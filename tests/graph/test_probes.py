"""Small questions about a query, within a time."""

import pyoxigraph as ox
import pytest

from graph.datasets import Dataset
from graph.probes import Frame, ProbeFailedError, Prober, TimeOverError

E = "PREFIX : <http://e/>\n"


@pytest.fixture
def store() -> ox.Store:
    """Two triples, one of them in a named graph."""
    store = ox.Store()
    store.load(b"@prefix : <http://e/> . :a :p :b . :g { :c :q 3 }", format=ox.RdfFormat.TRIG)
    return store


@pytest.fixture
def prober(store: ox.Store) -> Prober:
    """One with time enough."""
    return Prober(Dataset(store, None, None), E, 20.0)


@pytest.mark.parametrize(
    ("pieces", "holds"),
    [([], True), ([":a ?p ?o ."], True), ([":a ?p ?o .", "?o ?q ?r ."], False), ([":c ?p ?o ."], False)],
)
def test_a_group_of_pieces_is_asked(prober: Prober, pieces: list[str], holds: bool) -> None:
    assert prober.holds(Frame(), pieces) is holds


def test_a_piece_is_asked_within_what_is_open_around_it(prober: Prober) -> None:
    inside = Frame().inside([":a :p ?x ."], "GRAPH ?g {")
    assert prober.holds(inside, ["?s :q 3 ."])
    assert not prober.holds(inside.inside([], "{"), ["?x :q 3 ."])


@pytest.mark.parametrize(
    ("text", "answered"),
    [
        ("SELECT * { ?s ?p ?o }", True),
        ("ASK { :b ?p ?o }", False),
        ("DESCRIBE :a", True),
        ("CONSTRUCT { ?s ?p 1 } { ?s :q ?o }", False),
    ],
)
def test_every_form_has_an_answer_or_none(prober: Prober, text: str, answered: bool) -> None:
    assert prober.answers_text(E + text) is answered


def test_graphs_are_found_where_a_piece_matches(prober: Prober, store: ox.Store) -> None:
    assert prober.graphs_where("?s :q ?o .", store) == ["http://e/g"]
    assert prober.graphs_where("?s :p ?o .", store) == []


def test_names_are_resolved_as_the_query_declares_them(prober: Prober) -> None:
    found = prober.resolve([":a", "<b>", "'x'@EN", "3"])
    assert [str(term) for term in found] == [
        "<http://e/a>",
        "<https://w3id.org/iprgraph/b>",
        '"x"@en',
        '"3"^^<http://www.w3.org/2001/XMLSchema#integer>',
    ]


def test_when_the_time_is_over_nothing_is_asked(store: ox.Store) -> None:
    with pytest.raises(TimeOverError):
        Prober(Dataset(store, None, None), E, 0.0).holds(Frame(), [])


def test_what_takes_too_long_is_left_to_itself() -> None:
    store = ox.Store()
    store.extend([ox.Quad(ox.NamedNode(f"x:{i}"), ox.NamedNode("x:p"), ox.Literal(i)) for i in range(3000)])
    prober = Prober(Dataset(store, None, None), "", 0.2)
    with pytest.raises(TimeOverError):
        prober.holds(Frame(), ["?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(?c + ?f + ?i < 0)"])
    assert prober.is_stuck
    with pytest.raises(TimeOverError):
        prober.holds(Frame(), [])
    prober.close()


def test_what_the_engine_refuses_is_told(prober: Prober) -> None:
    with pytest.raises(ProbeFailedError):
        prober.holds(Frame(), ["?s ?p"])
