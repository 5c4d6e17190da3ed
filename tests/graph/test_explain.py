"""graph/explain.py: why a fact is in the graph, in its words."""

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from graph.errors import NotFoundError
from graph.explain import explain, marked, shown
from graph.iris import span_iri, statement_iri
from graph.model import Span
from graph.quads import DataSet
from graph.store import View
from graph.vocab import BASE, IPR


@pytest.mark.parametrize("name", ["plan/mini-2031/A-1-3", "law/trade-marks-act", "campaign/lantern"])
def test_an_explanation_is_the_one_a_person_has_read(
    mini_store: ox.Store, golden: Callable[[str, str], None], name: str
) -> None:
    golden(f"mini/explain-{name.rpartition('/')[2]}.txt", explain(mini_store, name))


def test_one_statement_is_explained_alone(mini_store: ox.Store) -> None:
    triple = ox.Triple(
        ox.NamedNode(f"{BASE}plan/mini-2031/A-2-1"), IPR.refersTo, ox.NamedNode(f"{BASE}law/signs-decree")
    )
    told = explain(mini_store, statement_iri(triple).value)
    assert told.count("confidence") == 1
    assert "in accordance with the ▸Signs Decree◂." in told


def test_a_thing_that_is_only_an_object_is_explained_by_what_points_at_it(mini_store: ox.Store) -> None:
    assert "ipr:hasTarget" in explain(mini_store, "plan/mini-zh")


def test_a_thing_without_statements_says_so(mini_store: ox.Store) -> None:
    assert "No statement with evidence is about it" in explain(mini_store, "plan/mini-2031/A-1-1/text")


def test_an_unknown_thing_is_refused(mini_store: ox.Store) -> None:
    with pytest.raises(NotFoundError):
        explain(mini_store, "law/none")


def test_words_between_parts_are_marked_alone(mini_store: ox.Store, mini_dataset: DataSet) -> None:
    plan = mini_dataset.readings[0].plan
    gap = next(p.span for p in plan.parts if p.kind == "gap")
    assert marked(View(mini_store), span_iri("mini-2031", gap)) == f"▸{gap.of(plan.text)}◂"


def test_words_are_marked_within_their_sentence(mini_store: ox.Store, mini_dataset: DataSet) -> None:
    text = mini_dataset.readings[0].plan.text
    mention = next(m for m in mini_dataset.readings[0].mentions if m.part.number == "A.2.1")
    assert isinstance(mention.span, Span)
    words = marked(View(mini_store), span_iri("mini-2031", mention.span))
    assert words.replace("▸", "").replace("◂", "") == mention.part.span.of(text)


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (IPR.revises, "ipr:revises"),
        (ox.NamedNode(f"{BASE}law/act"), f"<{BASE}law/act>"),
        (ox.Literal("x", language="en"), '"x"@en'),
    ],
)
def test_a_term_is_shown_short(term: object, text: str) -> None:
    assert shown(term) == text
