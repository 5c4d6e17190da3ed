"""graph/observations.py: every count is made once, and is what a reader would count."""

from collections import Counter

import pyoxigraph as ox
import pytest

from graph.iris import graph_iri
from graph.observations import STRUCTURE, observation_triples
from graph.quads import DataSet
from graph.queries import read_query
from graph.resources import queries_dir
from graph.vocab import BASE, IPR, QB, RDF

PLAN = "mini-2031"


def node(path: str) -> ox.NamedNode:
    """A thing of ours."""
    return ox.NamedNode(BASE + path)


def counts(triples: set[ox.Triple], plan: str = PLAN) -> dict[tuple[str, str], int]:
    """The plan's counts by facet and value, both as paths."""
    values = {(t.subject, t.predicate): t.object for t in triples}
    out = {}
    for triple in triples:
        if triple.object == QB.Observation and values[triple.subject, IPR.countedIn] == node(f"plan/{plan}"):
            facet, value = (values[triple.subject, p] for p in (IPR.countedBy, IPR.countedValue))
            number = values[triple.subject, IPR.count]
            assert isinstance(facet, ox.NamedNode)
            assert isinstance(value, ox.NamedNode)
            assert isinstance(number, ox.Literal)
            key = facet.value.rpartition("/")[2], value.value.removeprefix(BASE)
            out[key] = int(number.value)
    return out


@pytest.fixture(scope="module")
def found(mini_dataset: DataSet) -> dict[tuple[str, str], int]:
    """The counts of the invented plan."""
    return counts(mini_dataset.graphs[graph_iri("meta")])


def test_an_area_counts_its_measures_whatever_stands_between(found: dict[tuple[str, str], int]) -> None:
    assert {v: n for (f, v), n in found.items() if f == "area"} == {
        f"plan/{PLAN}/A": 7,
        f"plan/{PLAN}/B": 3,
        f"plan/{PLAN}/C": 2,
        f"plan/{PLAN}/D": 4,
    }


def test_every_measure_is_counted_in_just_one_area(found: dict[tuple[str, str], int]) -> None:
    assert sum(n for (f, _), n in found.items() if f == "area") == found["kind", "ontology#Measure"]


def test_measures_without_an_outcome_are_counted_as_unknown(found: dict[tuple[str, str], int]) -> None:
    by_status = {v.rpartition("/")[2]: n for (f, v), n in found.items() if f == "outcome"}
    assert by_status["done-in-plan-year"] == 1
    assert by_status["not-found"] == 1
    assert by_status["unknown"] == found["kind", "ontology#Measure"] - 2


def test_two_plans_are_counted_apart(mini_dataset: DataSet) -> None:
    other = counts(mini_dataset.graphs[graph_iri("meta")], "mini-zh")
    assert all(v.startswith("plan/mini-zh/") for f, v in other if f == "area")


def test_a_thing_that_is_named_twice_counts_each_measure_once() -> None:
    measure, law, plan = node("plan/p/I-1"), node("law/a"), node("plan/p")
    facts = [
        ox.Triple(measure, RDF.type, IPR.Measure),
        ox.Triple(measure, IPR.partOf, plan),
        ox.Triple(law, RDF.type, IPR.LegalInstrument),
        ox.Triple(measure, IPR.mentions, law),
        ox.Triple(measure, IPR.revises, law),
    ]
    found = counts(set(observation_triples(facts, ["p"])), "p")
    assert found["law", "law/a"] == 1
    assert found["kind", "ontology#LegalInstrument"] == 1


def test_what_another_plan_names_is_not_counted() -> None:
    facts = [
        ox.Triple(node("plan/q/I-1"), RDF.type, IPR.Measure),
        ox.Triple(node("plan/q/I-1"), IPR.partOf, node("plan/q")),
    ]
    assert counts(set(observation_triples(facts, ["p", "q"])), "p") == {}


def test_nothing_is_observed_where_there_is_nothing(mini_dataset: DataSet) -> None:
    meta = mini_dataset.graphs[graph_iri("meta")]
    assert all(n > 0 for n in counts(meta).values())


def test_no_two_observations_share_their_dimensions(mini_dataset: DataSet) -> None:
    meta = mini_dataset.graphs[graph_iri("meta")]
    nodes = {t.subject for t in meta if t.object == QB.Observation}
    assert len(nodes) == len(counts(meta)) + len(counts(meta, "mini-zh"))


def test_each_observation_has_every_component_of_the_structure(mini_dataset: DataSet) -> None:
    meta = mini_dataset.graphs[graph_iri("meta")]
    parts = {t.object for t in meta if (t.subject, t.predicate) == (STRUCTURE, QB.component)}
    terms = {t.object for t in meta if t.subject in parts and t.predicate in (QB.dimension, QB.measure)}
    assert terms == {IPR.countedIn, IPR.countedBy, IPR.countedValue, IPR.count}
    nodes = {t.subject for t in meta if t.object == QB.Observation}
    told = Counter(t.subject for t in meta if t.subject in nodes and t.predicate in terms)
    assert set(told.values()) == {4}


def test_one_query_reads_all_counts_with_their_labels(mini_store: ox.Store, found: dict[tuple[str, str], int]) -> None:
    rows = mini_store.query(read_query(queries_dir() / "pages" / "counts.rq").text)
    assert isinstance(rows, ox.QuerySolutions)
    read = {}
    for row in rows:
        assert row["label"] is not None
        if row["plan"] == node(f"plan/{PLAN}"):
            read[row["facet"].value, row["value"].value.removeprefix(BASE)] = int(row["count"].value)
    assert read == found
