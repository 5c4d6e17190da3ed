"""graph/register.py: what the entity files say is read with its grounds, or refused with file and line."""

from pathlib import Path

import pytest

from graph.errors import RegisterError, SyntaxInFileError
from graph.mentions import NameIndex, find_mentions
from graph.register import Entity, Register, read_register
from graph.rulings import Rulings
from graph.vocab import BASE, ELI, IPR, SCHEMA
from tests.conftest import MINI
from tests.inventing import invent_measure

HEAD = f"""@base <{BASE}law/> .
@prefix ipr: <{BASE}ontology#> .
@prefix reg: <{BASE}register#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix eli: <http://data.europa.eu/eli/ontology#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix kind: <{BASE}scheme/instrument-kind/> .

"""
ACT = '<act> a ipr:LegalInstrument ; skos:prefLabel "Act"@en ; skos:definition "An act."@en'
DATE = 'eli:date_document "2031-01-01"^^xsd:date'
READ = 'dct:source <https://example.org/a> ; ipr:dateChecked "2031-02-03"^^xsd:date ; ipr:sourceSays "It is."@en'


def register_of(folder: Path, body: str, name: str = "law", **others: str) -> Register:
    """The register of a folder with one file of this body, and others."""
    for stem, text in {name: body, **others}.items():
        (folder / f"{stem}.ttl").write_text(HEAD + text, encoding="utf-8")
    return read_register(folder)


def refusal(folder: Path, body: str, name: str = "law", **others: str) -> str:
    """What the register is refused with; always with a cure."""
    with pytest.raises(RegisterError) as caught:
        register_of(folder, body, name, **others)
    assert caught.value.cure
    return str(caught.value).removeprefix(f"{folder}/")


@pytest.fixture(scope="module")
def mini() -> dict[str, Entity]:
    """The invented register, by path."""
    return {iri.removeprefix(BASE): e for iri, e in read_register(MINI / "entities").by_iri().items()}


def grounds(entity: Entity, predicate: str) -> list[str]:
    """The ends of the grounds' names of the facts with the predicate, in order of the file."""
    found = [f for f in entity.facts if f.triple.predicate.value == predicate]
    return [g.iri.rpartition("#")[2] for f in found for g in f.grounds]


def test_every_type_of_entity_is_read(mini: dict[str, Entity]) -> None:
    assert {e.mention_type for e in mini.values()} == {
        "law", "campaign", "agency", "international-body", "jurisdiction", "event", "publication", "programme", "system",
    }  # fmt: skip


def test_entities_come_sorted_by_iri(mini: dict[str, Entity]) -> None:
    assert list(mini) == sorted(mini)


def test_an_entity_knows_all_its_names(mini: dict[str, Entity]) -> None:
    act = mini["law/trade-marks-act"]
    assert act.label == "Trade Marks Act of Arcadia"
    assert set(act.names) == {
        ("en", "Trade Marks Act of Arcadia"),
        ("en", "Trade Marks Act"),
        ("zh-hans", "阿卡迪亚商标法"),
    }


def test_names_that_are_not_looked_for_are_no_names(mini: dict[str, Entity]) -> None:
    assert mini["body/meridian-union"].names == ()
    assert mini["jurisdiction/meridian-union"].names


def test_dated_versions_and_change_events_have_no_names(mini: dict[str, Entity]) -> None:
    assert mini["law/trade-marks-act/2029-06-01"].names == ()
    assert mini["agency/patent-office/change/2033"].names == ()


def test_a_ground_supports_the_properties_that_it_names(mini: dict[str, Entity]) -> None:
    act = mini["law/trade-marks-act"]
    assert grounds(act, ELI.date_document.value) == ["gazette"]
    assert grounds(act, ELI.first_date_entry_in_force.value) == ["lawbook"]


def test_a_ground_that_names_nothing_supports_the_rest(mini: dict[str, Entity]) -> None:
    assert grounds(mini["agency/inventions-agency"], SCHEMA.foundingDate.value) == ["law"]


def test_a_ground_may_support_one_value_of_several(mini: dict[str, Entity]) -> None:
    assert sorted(grounds(mini["campaign/lantern"], IPR.combats.value)) == ["pirates", "words"]


def test_a_fact_may_rest_on_several_grounds(tmp_path: Path) -> None:
    body = f"{ACT} ; {DATE} ; reg:ground <act#a> , <act#b> .\n<act#a> {READ} .\n<act#b> {READ} .\n"
    assert sorted(grounds(register_of(tmp_path, body).entities[0], ELI.date_document.value)) == ["a", "b"]


def test_the_line_of_an_entity_is_where_its_block_begins(mini: dict[str, Entity]) -> None:
    lines = (MINI / "entities" / "law.ttl").read_text(encoding="utf-8").split("\n")
    line = mini["law/trade-marks-act"].line
    assert line is not None
    assert lines[line - 1].startswith("<trade-marks-act> a ipr:LegalInstrument")


def test_a_missing_folder_is_an_empty_register(tmp_path: Path) -> None:
    assert read_register(tmp_path / "none").entities == ()


def test_files_of_another_kind_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("words", encoding="utf-8")
    (tmp_path / ".law.ttl").write_text("an editor's copy", encoding="utf-8")
    assert read_register(tmp_path).entities == ()


def test_a_slip_in_turtle_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(SyntaxInFileError, match=r"law\.ttl:11: not Turtle"):
        register_of(tmp_path, f"{ACT}\n<other> a ipr:LegalInstrument .\n")


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (f"{ACT} ; eli:in_force true .", "law.ttl:10: act: a LegalInstrument cannot have in_force. Known: "),
        (f"{ACT} ; ipr:combats kind:law .", "law.ttl:10: act: a LegalInstrument cannot have combats"),
        (f"{ACT} ; {DATE} .", 'act: date_document "2031-01-01"^^<http://www.w3.org/2001/XMLSchema#date> has no ground'),
        (f"{ACT} ; reg:ground <act#text> .", "law.ttl:10: act: its ground text is not in the file"),
        (f"{ACT} .\n<act#text> {READ} .", "law.ttl:11: text: no entity names this ground"),
        (f"{ACT} ; reg:ground <act#g> .\n<act#g> {READ} ; dct:date 'x' .", "g: a ground cannot have date. Known"),
        (
            f"{ACT} ; reg:ground <act#g> .\n<act#g> {READ} ; ipr:sourceSays 'no'@en .",
            "g: the ground has 2 values of says",
        ),
        (
            f"{ACT} ; reg:ground <act#g> .\n<act#g> dct:source <https://example.org/> .",
            "a source needs ipr:dateChecked",
        ),
        (
            f"{ACT} ; reg:ground <act#g> .\n<act#g> {READ.replace('<', chr(34)).replace('>', chr(34))} .",
            "is no address",
        ),
        (f"{ACT} ; reg:ground <act#g> .\n<act#g> reg:quote 'words' .", "a ground has either dct:source, or reg:quote"),
        (f"{ACT} ; reg:ground <act#g> .\n<act#g> {READ} ; reg:quote 'w' ; reg:in </x> .", "a ground has either"),
        (f"{ACT} ; reg:ground <act#g> .\n<act#g> reg:supports ipr:existence .", "a ground has either dct:source"),
        (ACT.replace("ipr:LegalInstrument", "ipr:Campaign") + " .", "act: it has 0 classes of this file's"),
        (
            ACT.replace("a ipr:LegalInstrument", "a ipr:LegalInstrument , ipr:LegalVersion") + " .",
            "it has 2 classes of",
        ),
        (ACT.replace('"Act"@en', '"Act"') + " .", "act: it has 0 English prefLabel"),
        (ACT.replace('"Act"@en', '"Act"@en , "Law"@en') + " .", "act: it has 2 English prefLabel"),
        (ACT.replace(' ; skos:definition "An act."@en', "") + " .", "act: it has 0 English definition"),
        (f'{ACT} ; skos:altLabel " "@en .', "act: it has an empty name"),
        (ACT.replace("<act>", f"<{BASE}agency/act>") + " .", f"its IRI does not begin with {BASE}law/"),
        (
            f"{ACT} ; ipr:parentInstrument <none> .",
            "parentInstrument <https://w3id.org/iprgraph/law/none> has no ground",
        ),
    ],
)
def test_what_cannot_be_understood_is_refused(tmp_path: Path, body: str, told: str) -> None:
    assert told in refusal(tmp_path, body + "\n")


def test_a_reference_to_nothing_is_refused(tmp_path: Path) -> None:
    body = f"{ACT} ; ipr:parentInstrument <none> ; reg:ground <act#g> .\n<act#g> {READ} .\n"
    told = refusal(tmp_path, body)
    assert told.startswith(f"law.ttl:10: act: parentInstrument points at {BASE}law/none, which does not exist")


def test_a_file_of_no_type_is_refused(tmp_path: Path) -> None:
    assert "lawz.ttl: no entity type has this name" in refusal(tmp_path, f"{ACT} .\n", name="lawz")


def test_an_entity_in_two_files_is_refused(tmp_path: Path) -> None:
    event = f'<{BASE}event/fair> a ipr:Event ; skos:prefLabel "Fair"@en ; skos:definition "A fair."@en .\n'
    law = event.replace("ipr:Event", "ipr:LegalInstrument")
    assert "its IRI does not begin with" in refusal(tmp_path, event, "event", law=law)


@pytest.mark.parametrize("name", ["Act", "ACT", "act", " Act "])
def test_two_entities_that_own_one_name_are_refused(tmp_path: Path, name: str) -> None:
    other = f'<other> a ipr:LegalInstrument ; skos:prefLabel "{name}"@en ; skos:definition "One more."@en .'
    told = refusal(tmp_path, f"{ACT} .\n{other}\n")
    assert told.startswith("law.ttl:11: other: the name ")
    assert "belongs to act in law.ttl too" in told


def test_names_that_differ_only_in_their_apostrophe_are_one_name(tmp_path: Path) -> None:
    body = ACT.replace('"Act"', '"Farmers\' Act"') + " .\n"
    other = '<other> a ipr:LegalInstrument ; skos:prefLabel "Farmers’  Act"@en ; skos:definition "One more."@en .'
    assert "belongs to act" in refusal(tmp_path, body + other)


def test_one_name_in_two_languages_is_two_names(tmp_path: Path) -> None:
    other = (
        '<other> a ipr:LegalInstrument ; skos:prefLabel "Other"@en , "Act"@zh-hans ; skos:definition "One more."@en .'
    )
    assert len(register_of(tmp_path, f"{ACT} .\n{other}\n").entities) == 2


def test_one_of_two_namesakes_may_keep_silent(tmp_path: Path) -> None:
    other = ACT.replace("<act>", "<other>") + " ; reg:matchNames false ."
    assert len(register_of(tmp_path, f"{ACT} .\n{other}\n").entities) == 2


def test_names_too_common_elsewhere_are_looked_for_in_their_plan_only(tmp_path: Path) -> None:
    body = ACT.replace('"Act"@en', '"Act"@en ; skos:hiddenLabel "the paper"@en ; reg:namesIn </iprgraph/plan/invented>')
    (entity,) = register_of(tmp_path, f"{body} .").entities
    assert entity.local_names == {"the paper"}
    plan = invent_measure("To mend the paper and the Act.")
    register = Register((entity,))
    for plan_id, words in (("invented", ["the paper", "Act"]), ("other", ["Act"])):
        found = find_mentions(plan, NameIndex(register, "en", None, plan_id), (), Rulings())
        assert [m.span.of(plan.text) for m in found] == words
