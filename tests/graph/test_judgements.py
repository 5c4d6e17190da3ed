"""graph/judgements.py: who leads a measure and what became of it, judged by people with their grounds."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import RegisterError
from graph.quads import DataSet, assemble
from graph.vocab import BASE, IPR, RDF

LEADS = "plans/mini-2031/leads.ttl"
OUTCOMES = "outcomes/mini-2031.ttl"


def layer(dataset: DataSet, name: str) -> set[str]:
    """The triples of a graph, short."""
    return {
        str(t).replace(BASE, "").replace("ontology#", "") for t in dataset.graphs[ox.NamedNode(f"{BASE}graph/{name}")]
    }


def test_a_lead_that_the_text_names_is_stated(mini_dataset: DataSet) -> None:
    assert "<plan/mini-2031/C-1> <leadAgency> <agency/high-court>" in layer(mini_dataset, "statements/mini-2031")


def test_a_lead_that_we_propose_stands_apart(mini_dataset: DataSet) -> None:
    assert layer(mini_dataset, "proposals/mini-2031") == {
        "<plan/mini-2031/A-1-1> <proposedLeadAgency> <agency/assembly>"
    }


def test_a_proposal_rests_on_a_ground_of_its_own_basis(mini_dataset: DataSet) -> None:
    provenance = mini_dataset.graphs[ox.NamedNode(f"{BASE}graph/provenance")]
    proposed = ox.NamedNode(f"{BASE}scheme/basis/proposed")
    assert len([t for t in provenance if (t.predicate, t.object) == (IPR.basis, proposed)]) == 1


def test_outcomes_are_a_layer_of_the_plan(mini_dataset: DataSet) -> None:
    graph = mini_dataset.graphs[ox.NamedNode(f"{BASE}graph/outcomes/mini-2031")]
    assert {t.subject for t in graph if (t.predicate, t.object) == (RDF.type, IPR.Outcome)} == {
        ox.NamedNode(f"{BASE}outcome/mini-2031/A-1-1-1"),
        ox.NamedNode(f"{BASE}outcome/mini-2031/B-1-2-1"),
    }


def test_a_plan_without_judgements_has_no_such_layers(mini_dataset: DataSet) -> None:
    names = {g.value.removeprefix(f"{BASE}graph/") for g in mini_dataset.graphs}
    assert not names & {"proposals/mini-zh", "outcomes/mini-zh"}


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        (LEADS, "<A-1-1> ", "<A-9-9> ", "A-9-9: the plan has no such measure"),
        (LEADS, "ipr:proposedLeadAgency", "ipr:involves", "A-1-1: unknown involves"),
        (LEADS, "agency/assembly", "agency/none", f"points at {BASE}agency/none, which does not exist"),
        (LEADS, "ipr:proposedLeadAgency", "ipr:leadAgency", "a stated lead rests on words of the measure"),
        (LEADS, "to hear cases", "to sing", "C.1 does not say 'High Court of Arcadia to sing'"),
        (LEADS, "reg:ground <A-1-1#constitution>", "reg:ground <A-1-1#none>", "its ground none is not in the file"),
        (OUTCOMES, "plan/mini-2031/A-1-1>", "plan/mini-2031/A-9-9>", "A-1-1-1: it assesses "),
        (
            OUTCOMES,
            "ipr:assesses <https://w3id.org/iprgraph/plan/mini-2031/A-1-1> ;",
            "",
            "A-1-1-1: it assesses nothing",
        ),
        (OUTCOMES, "plan/mini-2031/B-1-2>", "plan/mini-2031/B-1-1>", "its IRI does not fit its measure"),
        (OUTCOMES, "2029-06-01>", "2029-06-02>", "2029-06-02, which does not exist"),
        (OUTCOMES, "dct:date ", "dct:issued ", "an outcome cannot have issued"),
        (OUTCOMES, ";\n    reg:ground <mini-2031/B-1-2-1#search> .", ".", "has no ground|no entity names this ground"),
    ],
)
def test_a_judgement_that_does_not_fit_is_refused(mini_copy: Path, name: str, old: str, new: str, told: str) -> None:
    file = mini_copy / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RegisterError) as caught:
        assemble(mini_copy)
    assert str(caught.value).startswith(f"{file}:")
    assert any(words in str(caught.value) for words in told.split("|"))
