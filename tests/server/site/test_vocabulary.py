"""server/site/vocabulary.py: the terms as the served data tell them."""

from pathlib import Path

import pytest

from graph.resources import ontology_dir
from server.data import DataSet, open_data
from server.engine import InProcessEngine
from server.site.vocabulary import Vocabulary, read_vocabulary
from server.site.wording import IPR


@pytest.fixture(scope="module")
def vocabulary(real_engine: InProcessEngine) -> Vocabulary:
    """The terms of the published data."""
    return read_vocabulary(real_engine)


def test_every_term_of_the_file_is_there(vocabulary: Vocabulary) -> None:
    lines = (ontology_dir() / "iprgraph.ttl").read_text(encoding="utf-8").splitlines()
    names = {line.partition(" ")[0].removeprefix("ipr:") for line in lines if line.startswith("ipr:")}
    shown = {term.name for term in (*vocabulary.classes, *vocabulary.properties)}
    assert shown == names
    assert len(vocabulary.classes) + len(vocabulary.properties) == len(vocabulary.terms)


def test_a_term_has_both_languages_and_what_it_stands_on(vocabulary: Vocabulary) -> None:
    measure = vocabulary.terms[f"{IPR}Measure"]
    definitions = measure.words("http://www.w3.org/2004/02/skos/core#definition")
    assert [value.language for value in definitions] == ["en", "zh-hans"]
    assert measure.above == ("http://data.europa.eu/eli/eli-draft-legislation-ontology#ForeseenActivity",)
    assert vocabulary.terms[f"{IPR}Agency"].near == ("http://www.w3.org/ns/org#FormalOrganization",)


def test_uses_are_counted_in_the_data(vocabulary: Vocabulary, real_data: DataSet) -> None:
    assert vocabulary.terms[f"{IPR}Measure"].uses == 170
    assert vocabulary.terms[f"{IPR}hasPart"].uses == 197
    assert vocabulary.terms[f"{IPR}Measure"].examples[0].endswith("plan/cn-2009/I-1-1")


def test_a_narrower_class_follows_the_one_above_it(vocabulary: Vocabulary) -> None:
    names = [term.name for term in vocabulary.classes]
    assert names.index("CampaignMeasure") == names.index("EnforcementMeasure") + 1
    assert vocabulary.depth(vocabulary.terms[f"{IPR}CampaignMeasure"]) == 2


def test_relations_that_follow_from_others_are_left_out(vocabulary: Vocabulary) -> None:
    found = {(r.start, r.property, r.end) for r in vocabulary.relations}
    measure, law = f"{IPR}Measure", f"{IPR}LegalInstrument"
    assert (measure, f"{IPR}revises", law) in found
    assert (measure, f"{IPR}mentions", law) not in found
    assert (law, f"{IPR}mentionedBy", measure) not in found


def test_data_of_others_have_no_terms(tiny: Path) -> None:
    assert read_vocabulary(InProcessEngine(open_data(tiny, union=True).store)) == Vocabulary({}, ())
