"""graph/statements.py: what a plan states, in which words."""

import pytest

from graph.actions import Act, Doing
from graph.errors import SourceError
from graph.model import Declared, Plan
from graph.quads import DataSet
from graph.statements import act_assertions, declared_assertions, declared_span, doing_assertions
from graph.vocab import BASE, IPR
from tests.inventing import SMALL, invent_entity, invent_measure, invent_plan, read_names, sure

INTRO = "Intro\nThere are 3 measures, and again 3 measures in 2 areas.\n"


def declaring(*declared: Declared) -> Plan:
    """A plan that announces counts."""
    return invent_plan(INTRO + SMALL, introduction="Intro", declared=declared)


def counted(words: str, count: int, of: str, *within: str, context: str = "") -> Declared:
    """An announced count."""
    return Declared(words, count, of, within, context or words)


def test_words_said_twice_are_two_grounds_of_one_statement() -> None:
    plan = invent_measure("To revise the Trade Act, for the Trade Act is old.")
    doings = [
        Doing(m.part, "revises", m, m.span, "act-before-name", sure("0.9"))
        for m in read_names(plan, [invent_entity("law", "act", "Trade Act")])
    ]
    (assertion,) = doing_assertions(plan, doings)
    assert assertion.triple.predicate == IPR.revises
    assert len(assertion.grounds) == 2


def test_the_same_ground_twice_is_one_ground() -> None:
    plan = invent_measure("To revise the Trade Act.")
    (mention,) = read_names(plan, [invent_entity("law", "act", "Trade Act")])
    doing = Doing(mention.part, "revises", mention, mention.span, "act-before-name", sure("0.9"))
    (assertion,) = doing_assertions(plan, [doing, doing])
    assert len(assertion.grounds) == 1


def test_an_act_is_a_concept_with_its_words() -> None:
    plan = invent_measure("To revise the Trade Act.")
    part = plan.measures()[0]
    (assertion,) = act_assertions(plan, [Act(part, "revise", part.span)])
    assert str(assertion.triple) == f"<{BASE}plan/invented/I-1-1> {IPR.act} <{BASE}scheme/act/revise>"
    assert (assertion.layer, assertion.plan_id) == ("statements", "invented")


def test_an_announced_count_becomes_a_target_of_the_plan() -> None:
    plan = declaring(counted("2 areas", 2, "Area"))
    found = {str(a.triple.predicate): str(a.triple.object) for a in declared_assertions(plan)}
    assert found[str(IPR.declaredCount)] == '"2"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert found[str(IPR.countedClass)] == str(IPR.Area)
    assert found[str(IPR.countOf)] == f"<{BASE}plan/invented>"
    assert found[str(IPR.text)] == '"2 areas"@en'


def test_a_count_may_be_of_some_parts_only() -> None:
    plan = declaring(counted("2 areas", 2, "Measure", "I.1", "II"))
    of = {str(a.triple.object) for a in declared_assertions(plan) if a.triple.predicate == IPR.countOf}
    assert of == {f"<{BASE}plan/invented/I-1>", f"<{BASE}plan/invented/II>"}


def test_longer_words_around_a_count_tell_which_one_is_meant() -> None:
    declared = counted("3 measures", 3, "Measure", context="again 3 measures")
    plan = declaring(declared)
    span = declared_span(plan, declared)
    assert span.of(plan.text) == "3 measures"
    assert span.start == plan.text.index("again 3 measures") + len("again ")


@pytest.mark.parametrize(
    ("declared", "told"),
    [
        (counted("3 measures", 3, "Measure"), "'3 measures' 2 times"),
        (counted("4 measures", 4, "Measure"), "'4 measures' 0 times"),
        (counted("2 areas", 2, "Area", "IX"), "counts IX, which the plan does not have"),
    ],
)
def test_an_announced_count_that_does_not_fit_is_refused(declared: Declared, told: str) -> None:
    with pytest.raises(SourceError) as caught:
        list(declared_assertions(declaring(declared)))
    assert str(caught.value).startswith("plans/invented/plan.toml: ")
    assert told in str(caught.value)


def test_a_plan_without_introduction_may_announce_counts_anywhere(mini_dataset: DataSet) -> None:
    plan = next(r.plan for r in mini_dataset.readings if r.plan.plan_id == "mini-zh")
    assert declared_span(plan, plan.config.declared[0]).of(plan.text) == "4项措施"


def test_the_invented_plan_states_what_a_person_reads(mini_dataset: DataSet) -> None:
    graph = next(t for g, t in mini_dataset.graphs.items() if g.value.endswith("statements/mini-2031"))
    doing = [IPR[p] for p in ("revises", "promulgates", "formulates", "researches", "refersTo", "launches", "hosts")]
    found = {str(t).replace(BASE, "").replace("ontology#", "") for t in graph if t.predicate in doing}
    assert found == {
        "<plan/mini-2031/A-1-1> <revises> <law/trade-marks-act>",
        "<plan/mini-2031/A-1-1> <promulgates> <law/trade-marks-act>",
        "<plan/mini-2031/A-1-2> <researches> <law/seeds-act>",
        "<plan/mini-2031/A-1-3> <formulates> <law/border-rules>",
        "<plan/mini-2031/A-1-3> <formulates> <law/trade-marks-rules>",
        "<plan/mini-2031/A-2-1> <refersTo> <law/signs-decree>",
        "<plan/mini-2031/B-1-1> <launches> <campaign/lantern>",
        "<plan/mini-2031/B-1-2> <launches> <campaign/campaign-harbour-watch>",
        "<plan/mini-2031/C-1> <refersTo> <law/trade-marks-act>",
        "<plan/mini-2031/C-2> <formulates> <law/regulations-on-quick-hearings>",
        "<plan/mini-2031/D-1-2> <hosts> <event/second-marks-fair>",
        "<plan/mini-2031/D-1-3> <hosts> <event/feast-of-the-act>",
    }
