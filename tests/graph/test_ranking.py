"""How well names fit, and which hit of a thing is kept."""

import pytest

from graph.folding import fold
from graph.hits import Hit, Labels
from graph.names import Name
from graph.ranking import BestHits, Spans, fit, is_trigger, score_words
from graph.vocabulary import Vocabulary, Wanted

TEXTS = ("Customs officers", "General Administration of Customs", "circular on customs exhibitions", "Seizures abroad")


def make_name(text: str, kind: str = "agency", role: str = "preferred") -> Name:
    return Name(f"https://e.org/{kind}", kind, text, "en", role)


def wanted(text: str) -> tuple[Wanted, ...]:
    return Vocabulary([make_name(text) for text in TEXTS], [fold(text) for text in TEXTS]).read(text)


def score(text: str, asked: str, role: str = "preferred") -> tuple[float, Spans]:
    return score_words(make_name(text, role=role), fold(text), fit(fold(text), wanted(asked)))


def best_of(*offers: tuple[Name, str, float]) -> Hit:
    best = BestHits({name.iri: Labels(name.kind, name.text, "", "") for name, _, _ in offers})
    for name, how, points in offers:
        best.offer(name, how, points, ())
    (hit,) = best.hits.values()
    assert best.top == hit.score
    return hit


def test_a_fit_tells_what_stands_in_a_name_and_how_much_of_what_is_wanted_that_is() -> None:
    whole, half = fit(fold(TEXTS[0]), wanted("customs officer")), fit(fold(TEXTS[1]), wanted("customs officer"))
    assert (whole.share, whole.way, whole.forms) == (1.0, "words", (("custom",), ("officer",)))
    assert 0 < half.share < 0.5
    assert fit("nothing", wanted("customs officer")).share == 0.0


def test_the_way_is_that_of_the_least_sure_word() -> None:
    found = fit(fold(TEXTS[0]), wanted("customs oficer"))
    assert found.way == "corrected"
    assert found.worth < 1.0


def test_words_side_by_side_in_a_proper_name_score_more() -> None:
    near, apart = score("Customs officers", "customs officers")[0], score("Officers of Customs", "customs officers")[0]
    assert near > apart
    assert score("Great Customs", "customs")[0] > score("Great customs", "customs")[0]


def test_the_form_that_stands_in_the_name_is_marked() -> None:
    assert score("Customs officers", "customs oficer")[1] == ((0, 16),)


@pytest.mark.parametrize(("how", "shown"), [("exact", "trigger"), ("beginning", "beginning")])
def test_a_trigger_word_never_scores_like_a_name(how: str, shown: str) -> None:
    hit = best_of((make_name("customs officer", "concept", "alternative"), how, 100.0))
    assert is_trigger(hit.name)
    assert (hit.how, hit.score <= 45.0) == (shown, True)


def test_the_best_hit_of_a_thing_is_kept() -> None:
    name, former = make_name("Customs"), make_name("Customs", role="former")
    assert best_of((former, "exact", 100.0), (name, "exact", 100.0)).name.role == "preferred"
    assert best_of((name, "exact", 100.0), (former, "exact", 100.0)).score == 100.0


def test_hits_of_another_search_count_for_less() -> None:
    hit = best_of((make_name("Customs"), "exact", 100.0))
    best = BestHits({})
    best.take([hit], "some", 0.75)
    assert [(kept.how, kept.score) for kept in best.hits.values()] == [("some", 75.0)]


def test_only_names_of_the_roles_are_kept() -> None:
    name = make_name("Customs", role="definition")
    best = BestHits({name.iri: Labels("agency", "", "", "")}, frozenset({"preferred"}))
    best.offer(name, "words", 50.0, ())
    assert best.hits == best.another().hits == {}
