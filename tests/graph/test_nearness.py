"""Names that are near to one that does not exist."""

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from graph.datasets import Dataset
from graph.nearness import NameIndex, nearest_texts, read_stored_texts, shorten, split_iri, stored_text, texts_with
from graph.probes import Prober

WORLD = """@prefix e: <http://e/> . @prefix s: <https://schema.org/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
e:patent-law a e:Law ; s:url <x:y> ; e:year 2008 ; rdfs:label "Patent Law"@en , "专利法"@zh-hans .
e:office a e:Agency ; rdfs:label "National Intellectual Property Administration"@en ; e:years 3 .
"""


@pytest.fixture(scope="module")
def store() -> ox.Store:
    """Two things; never change them."""
    store = ox.Store()
    store.load(WORLD.encode(), format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode("http://g/"))
    return store


@pytest.fixture
def prober(store: ox.Store) -> Iterator[Prober]:
    """One with time enough."""
    prober = Prober(Dataset(store, None, None), "", 20.0)
    yield prober
    prober.close()


@pytest.mark.parametrize(
    ("role", "iri", "near"),
    [
        ("class", "http://e/Laws", ["<http://e/Law>"]),
        ("class", "http://e/law", ["<http://e/Law>"]),
        ("property", "http://e/yeer", ["<http://e/year>"]),
        ("property", "http://schema.org/url", ["schema:url"]),
        ("thing", "http://e/law/patent-law", ["<http://e/patent-law>"]),
        ("thing", "http://e/intellectualPropertyNationalAdministration", ["<http://e/office>"]),
        ("thing", "http://e/zzz", []),
    ],
)
def test_the_nearest_of_its_kind_is_found(
    store: ox.Store, prober: Prober, role: str, iri: str, near: list[str]
) -> None:
    assert [found.name for found in NameIndex(store).nearest(prober, role, iri, {})][:1] == near


def test_a_near_name_comes_with_its_label(store: ox.Store, prober: Prober) -> None:
    (found,) = NameIndex(store).nearest(prober, "thing", "http://e/patent-lw", {"": "http://e/"})
    assert found.name == ":patent-law"
    assert found.label in {"Patent Law", "专利法"}


def test_languages_are_told_sorted(store: ox.Store, prober: Prober) -> None:
    assert NameIndex(store).languages(prober) == ["en", "zh-hans"]


def test_what_was_found_is_kept(store: ox.Store, prober: Prober) -> None:
    index = NameIndex(store)
    assert index.languages(prober) == index.languages(Prober(Dataset(store, None, None), "", 0.0))


@pytest.mark.parametrize(
    "iri", ["https://l/Q1", "http://www.l/Q1", "http://l/Q1/", "http://L/q1", "https://www.l/Q1#", "http://l/%511"]
)
def test_a_slip_comes_alone_whatever_else_is_like(store: ox.Store, iri: str) -> None:
    with_link = ox.Store()
    with_link.extend([*store])
    links = (("http://e/a", "http://l/Q1"), ("http://e/Q1", "http://l/Q2"))
    with_link.extend([ox.Quad(ox.NamedNode(a), ox.NamedNode("x:same"), ox.NamedNode(b)) for a, b in links])
    prober = Prober(Dataset(with_link, None, None), "", 20.0)
    assert [found.iri for found in NameIndex(with_link).nearest(prober, "thing", iri, {})] == ["http://l/Q1"]
    prober.close()


def test_names_of_other_hosts_must_be_very_like(store: ox.Store, prober: Prober) -> None:
    assert NameIndex(store).nearest(prober, "thing", "http://elsewhere/patent-wall", {}) == ()


def test_texts_that_contain_another_come_shortest_first() -> None:
    assert texts_with("law", ["Patent Law", "A Law", "Patent", "The Copyright Law"]) == ["A Law", "Patent Law"]
    assert texts_with("a", ["a b"]) == []


def test_texts_that_are_like_come_best_first() -> None:
    assert nearest_texts("II.1.99", ["II.1.9", "III.4", "II.1.1"])[0] == "II.1.9"
    assert nearest_texts("x", ["IX", "abc"]) == []


@pytest.mark.parametrize(
    ("iri", "parts"),
    [("http://e/a/b", ("http://e/a/", "b")), ("http://e/a#b", ("http://e/a#", "b")), ("urn:a:b", ("urn:a:", "b"))],
)
def test_an_iri_is_split_before_its_local_name(iri: str, parts: tuple[str, str]) -> None:
    assert split_iri(iri) == parts


@pytest.mark.parametrize(
    ("iri", "name"),
    [
        ("http://e/a", "e:a"),
        ("http://e/a.b.c", "<http://e/a.b.c>"),
        ("http://www.w3.org/2004/02/skos/core#Concept", "skos:Concept"),
        ("http://other/a", "<http://other/a>"),
    ],
)
def test_a_name_is_written_as_the_query_would(iri: str, name: str) -> None:
    assert shorten(iri, {"e": "http://e/"}) == name


def test_the_stored_queries_about_the_data_are_read() -> None:
    read_stored_texts()
    assert "?class" in stored_text("classes")
