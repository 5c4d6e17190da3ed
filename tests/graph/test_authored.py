"""graph/authored.py: facts that people wrote down are read with their grounds."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.authored import Block, fold, read_blocks
from graph.errors import RegisterError
from graph.vocab import BASE

HEAD = f"""@base <{BASE}law/> .
@prefix ipr: <{BASE}ontology#> .
@prefix reg: <{BASE}register#> .
@prefix dct: <http://purl.org/dc/terms/> .

"""
READ = 'dct:source <https://example.org/a> ; ipr:dateChecked "2031-02-03" ; ipr:sourceSays "It is."@en'


def blocks_of(folder: Path, body: str) -> list[Block]:
    """The blocks of a file with this body behind five lines of head."""
    file = folder / "law.ttl"
    file.write_text(HEAD + body, encoding="utf-8")
    return read_blocks(file, f"{BASE}law/")


def test_blocks_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = blocks_of(tmp_path, "<b> ipr:rule 'x' .\n<a> ipr:rule 'y' .\n")
    assert [b.iri.rpartition("/")[2] for b in found] == ["b", "a"]


def test_what_is_only_for_writing_stands_apart(tmp_path: Path) -> None:
    (block,) = blocks_of(tmp_path, f"<a> ipr:rule 'x' ; reg:ground <a#g> ; reg:matchNames false .\n<a#g> {READ} .\n")
    assert [str(t.object) for t in block.triples] == ['"x"']
    assert len(block.authoring) == 2
    assert [g.says for g in block.grounds] == ["It is."]


def test_a_ground_in_words_names_its_part(tmp_path: Path) -> None:
    body = f"<a> ipr:rule 'x' ; reg:ground <a#g> .\n<a#g> reg:quote 'the words' ; reg:in <{BASE}plan/p/I-1> .\n"
    (ground,) = blocks_of(tmp_path, body)[0].grounds
    assert (ground.quote, ground.part, ground.source) == ("the words", f"{BASE}plan/p/I-1", "")


def test_an_empty_quotation_is_refused(tmp_path: Path) -> None:
    body = f"<a> ipr:rule 'x' ; reg:ground <a#g> .\n<a#g> reg:quote ' ' ; reg:in <{BASE}plan/p/I-1> .\n"
    with pytest.raises(RegisterError, match=r"law\.ttl:7: .*its quotation is empty"):
        blocks_of(tmp_path, body)


def test_a_fact_without_a_ground_is_refused_unless_it_may_rest_elsewhere(tmp_path: Path) -> None:
    (block,) = blocks_of(tmp_path, "<a> ipr:rule 'x' .\n")
    assert block.facts({f"{BASE}ontology#rule"})[0].grounds == ()
    with pytest.raises(RegisterError, match=r'law\.ttl:6: a: rule "x" has no ground\. Add a reg:ground'):
        block.facts()


def test_an_error_names_file_line_and_thing(tmp_path: Path) -> None:
    (block,) = blocks_of(tmp_path, "<a> ipr:rule 'x' .\n")
    assert str(block.wrong("it is wrong", "Mend it")) == f"{tmp_path / 'law.ttl'}:6: a: it is wrong. Mend it"


@given(st.text(max_size=30))
def test_folding_keeps_every_place(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_folding_makes_quotation_marks_dashes_and_hard_blanks_alike() -> None:
    assert fold("“Farmers’ Act” – a—b c\u00a0d‑e‐f ‘g’") == "\"Farmers' Act\" - a-b c d-e-f 'g'"
