"""Whether the data know a name in the part that it has in a query."""

from collections.abc import Iterable

import pyoxigraph as ox
import pytest

from graph.datasets import chosen_dataset
from graph.known import Fault, Judge
from graph.named import collect_names
from graph.nearness import NameIndex
from graph.outline import read_outline
from graph.probes import Prober
from graph.querytext import read_query_text
from tests.graph.test_emptiness import PROLOGUE, world


def judged(text: str, seconds: float = 20.0, more: Iterable[ox.Quad] = ()) -> list[Fault]:
    """The faults of the names in the query, over the world of the tests of emptiness and some more."""
    store, outline = world(), read_outline(PROLOGUE + text)
    store.extend(more)
    dataset = chosen_dataset(store, read_query_text(outline.source), None)
    prober = Prober(dataset, outline.declarations, seconds)
    found = Judge(store, dataset, outline, prober, NameIndex(store)).faults(collect_names(outline))
    prober.close()
    return found


@pytest.mark.parametrize(
    ("text", "problem", "near"),
    [
        ("ASK { ?x a e:Lav }", "missing", ["e:Law"]),
        ("ASK { ?x rdfs:label 'Patent Law' }", "language", ['"Patent Law"@en']),
        ("ASK { ?x rdfs:label 'Patent Lav'@en }", "missing", ['"Patent Law"@en']),
        ("ASK { ?x e:year '2001' }", "datatype", ['"2001"^^<http://www.w3.org/2001/XMLSchema#integer>']),
        ("ASK { ?x rdfs:label ?l FILTER(LANG(?l) = 'zh') }", "language", ["zh-hans"]),
        ("ASK { ?x rdfs:label ?l FILTER(LANG(?l) = 'zh-Hans') }", "language", ["zh-hans"]),
        ("ASK { GRAPH g:law {} }", "missing", ["g:laws", "g:people"]),
    ],
)
def test_what_is_near_is_told(text: str, problem: str, near: list[str]) -> None:
    (fault,) = judged(text)
    assert (fault.problem, [found.name for found in fault.near]) == (problem, near)


@pytest.mark.parametrize(
    ("text", "problem", "near", "held_by"),
    [
        ("ASK { ?x rdfs:label 'Patent Law' }", "language", ['"Patent Law"@en'], ()),  # though e:seat has the plain text
        ("ASK { ?x e:seat 'Congress'@en }", "not used so", ["Congress Hall"], ("rdfs:label",)),
        ("ASK { ?x rdfs:label 'law'@en }", "missing", ["Patent Law", "Trademark Law"], ()),
        ("ASK { ?x e:seet 'Beijing'@en }", "language", ['"Beijing"'], ()),
    ],
)
def test_a_value_is_judged_with_the_property_that_it_is_used_with(
    text: str, problem: str, near: list[str], held_by: tuple[str, ...]
) -> None:
    plain = world('@prefix e: <http://e/> . e:a e:seat "Patent Law" , "Congress Hall" .').quads_for_pattern(*[None] * 4)
    fault = judged(text, more=[*plain])[-1]
    assert (fault.problem, fault.held_by) == (problem, held_by)
    assert all(any(words in found.name for found in fault.near) for words in near)


def test_a_prefix_for_another_namespace_than_usual_is_told() -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("x:a"), ox.NamedNode("https://schema.org/url"), ox.NamedNode("x:b")))
    outline = read_outline("PREFIX schema: <http://schema.org/> ASK { ?x schema:url ?y }")
    dataset = chosen_dataset(store, read_query_text(outline.source), None)
    judge = Judge(store, dataset, outline, Prober(dataset, outline.declarations, 20.0), NameIndex(store))
    assert [fault.problem for fault in judge.faults(collect_names(outline))] == ["namespace"]


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?x a e:Law ; e:year 2008 ; rdfs:label '专利法'@zh-hans }",
        "ASK { GRAPH ?g { e:congress ?p ?o } VALUES ?g { g:laws g:people } }",
        "ASK { ?x rdfs:label ?l FILTER(LANGMATCHES(LANG(?l), 'ZH') && LANGMATCHES(LANG(?l), '*')) }",
        "ASK { ?x e:year ?y FILTER(DATATYPE(?y) = <http://www.w3.org/2001/XMLSchema#integer>) }",
    ],
)
def test_known_names_have_no_fault(text: str) -> None:
    assert judged(text) == []


def test_graphs_that_have_the_name_are_told() -> None:
    (fault,) = judged("ASK FROM g:people { ?x a e:Law }")
    assert (fault.problem, fault.graphs) == ("other graph", ("http://g/laws",))


def test_without_time_names_are_judged_all_the_same() -> None:
    (fault,) = judged("ASK { ?x a e:Lav }", seconds=0.0)
    assert (fault.problem, fault.near) == ("missing", ())
