"""graph/register_terms.py: a closed list of what the register may say."""

import pytest

from graph.iris import ENTITY_PATHS
from graph.register_terms import CLASSES, DATED, PLAN_GROUNDED, allowed_predicates
from graph.vocab import ELI, IPR, SKOS

ALL_CLASSES = sorted({cls for classes in CLASSES.values() for cls in classes})


def test_every_type_that_texts_name_has_its_file_except_targets() -> None:
    assert set(CLASSES) == set(ENTITY_PATHS) - {"target"}


@pytest.mark.parametrize("cls", ALL_CLASSES)
def test_every_class_may_have_labels(cls: str) -> None:
    assert {SKOS.prefLabel.value, SKOS.definition.value} <= allowed_predicates(cls)


def test_only_laws_and_versions_have_a_document_date() -> None:
    dated = {cls for cls in ALL_CLASSES if ELI.date_document.value in allowed_predicates(cls)}
    assert dated == {IPR.LegalInstrument.value, IPR.LegalVersion.value}


def test_dated_things_are_classes_of_some_file() -> None:
    assert set(ALL_CLASSES) >= DATED


def test_dates_never_rest_on_the_plan_alone() -> None:
    assert not {p for p in PLAN_GROUNDED if "date" in p.lower()}
