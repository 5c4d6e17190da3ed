"""graph/iris.py: an IRI is a promise."""

import doctest

import pyoxigraph as ox
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import graph.iris
from graph.iris import (
    BASE,
    ENTITY_PATHS,
    SLUG,
    distinct_slug,
    entity_iri,
    evidence_iri,
    expression_iri,
    graph_iri,
    linkset_iri,
    literal,
    manifestation_iri,
    mapping_iri,
    measure_iri,
    mention_iri,
    plan_iri,
    slugify,
    span_iri,
    statement_iri,
    target_iri,
    text_iri,
)
from graph.model import Span

components = st.text("IVX0123456789abc", min_size=1, max_size=4)
numbers = st.lists(components, min_size=1, max_size=4).map(".".join)
plan_ids = st.from_regex(r"\A[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,4}){0,2}\Z")
spans = st.tuples(st.integers(0, 10**6), st.integers(1, 10**4)).map(lambda t: Span(t[0], t[0] + t[1]))
TRIPLE = ox.Triple(measure_iri("p", "I.1"), ox.NamedNode(f"{BASE}ontology#number"), ox.Literal("I.1"))


def test_the_examples_of_the_module_hold() -> None:
    assert doctest.testmod(graph.iris).failed == 0


@pytest.mark.parametrize(
    ("iri", "path"),
    [
        (plan_iri("cn-2009"), "plan/cn-2009"),
        (measure_iri("cn-2009", "II.1.2"), "plan/cn-2009/II-1-2"),
        (measure_iri("cn-2009", "III.4"), "plan/cn-2009/III-4"),
        (measure_iri("cn-2009", "0"), "plan/cn-2009/0"),
        (text_iri("cn-2009", "II.1.2"), "plan/cn-2009/II-1-2/text"),
        (text_iri("cn-2009", ""), "plan/cn-2009/text"),
        (expression_iri("cn-2009", "en"), "plan/cn-2009/expression/en"),
        (manifestation_iri("cn-2009", "en"), "plan/cn-2009/manifestation/en-txt"),
        (span_iri("cn-2009", Span(3, 9)), "plan/cn-2009/span/3-9"),
        (mention_iri("cn-2009", Span(3, 9), "law"), "plan/cn-2009/mention/3-9-law"),
        (target_iri("cn-2009", Span(3, 9)), "target/cn-2009-3-9"),
        (entity_iri("law", "patent-law"), "law/patent-law"),
        (entity_iri("international-body", "wipo"), "body/wipo"),
        (graph_iri("text", "cn-2009"), "graph/text/cn-2009"),
        (graph_iri("register"), "graph/register"),
        (statement_iri(TRIPLE), "statement/42648128f76be7bb976c22ca41ff2705"),
        (evidence_iri("a ground"), "evidence/cce34f21266a6c28f5d88d191026d409"),
    ],
)
def test_an_iri_stays_what_it_is(iri: ox.NamedNode, path: str) -> None:
    assert iri.value == BASE + path


@given(plan_ids, plan_ids, numbers, numbers)
def test_two_numbers_never_share_an_iri(plan: str, other_plan: str, number: str, other: str) -> None:
    assume((plan, number) != (other_plan, other))
    assert measure_iri(plan, number) != measure_iri(other_plan, other)


@given(plan_ids, plan_ids, spans, spans)
def test_two_spans_never_share_an_iri(plan: str, other_plan: str, span: Span, other: Span) -> None:
    assume((plan, span) != (other_plan, other))
    assert span_iri(plan, span) != span_iri(other_plan, other)
    assert target_iri(plan, span) != target_iri(other_plan, other)


@given(spans, spans, st.sampled_from(sorted(ENTITY_PATHS)), st.sampled_from(sorted(ENTITY_PATHS)))
def test_two_mentions_never_share_an_iri(span: Span, other: Span, kind: str, other_kind: str) -> None:
    assume((span, kind) != (other, other_kind))
    assert mention_iri("p", span, kind) != mention_iri("p", other, other_kind)


@given(st.text(max_size=100))
def test_every_name_gets_a_slug(name: str) -> None:
    assert SLUG.fullmatch(slugify(name))
    assert SLUG.fullmatch(distinct_slug(name))


@given(st.text("ab -'’.", min_size=1, max_size=12), st.text("ab -'’.", min_size=1, max_size=12))
def test_distinct_slugs_tell_names_apart_that_look_alike(name: str, other: str) -> None:
    assume(name != other)
    assert distinct_slug(name) != distinct_slug(other)


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Trademark Law of the People’s Republic of China", "trademark-law-of-the-peoples-republic-of-china"),
        ("Café & Thé Act (2031)", "cafe-the-act-2031"),
        ("a" * 80, "a" * 60),
        ("word " * 30, "-".join(["word"] * 12)),
        ("阿卡迪亚商标法", "151e6226cc70"),
    ],
)
def test_a_slug_stays_what_it_is(name: str, slug: str) -> None:
    assert slugify(name) == slug


@pytest.mark.parametrize("slug", ["", "Patent-law", "patent_law", "-a", "a--b", "a-", "a/b", "é"])
def test_what_is_no_slug_is_refused(slug: str) -> None:
    with pytest.raises(ValueError, match="is no slug"):
        entity_iri("law", slug)


def test_a_statement_is_named_by_its_whole_triple() -> None:
    other = ox.Triple(TRIPLE.subject, TRIPLE.predicate, ox.Literal("I.1", language="en"))
    assert statement_iri(TRIPLE) != statement_iri(other)


def test_language_tags_are_written_small() -> None:
    assert literal("法", "zh-Hans").language == "zh-hans"


def test_a_literal_without_language_is_plain() -> None:
    assert literal("法").language is None


def test_a_link_is_described_by_one_node_for_each_target() -> None:
    node = mapping_iri("atlas", TRIPLE).value
    assert node == f"{BASE}mapping/atlas/{statement_iri(TRIPLE).value.rpartition('/')[2]}"
    assert mapping_iri("globe", TRIPLE).value != node
    assert linkset_iri("atlas").value == f"{BASE}linkset/atlas"
