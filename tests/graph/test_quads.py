"""graph/quads.py: a data folder becomes the published graphs, the same to the byte each time."""

import hashlib
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.errors import DataError, RegisterError, SourceError
from graph.quads import DataSet, assemble, read_plans
from graph.vocab import BASE
from tests.conftest import MINI
from tests.inventing import run_python

LAYERS = {
    "text/mini-2031", "mentions/mini-2031", "statements/mini-2031", "text/mini-zh", "mentions/mini-zh",
    "statements/mini-zh", "register", "inferred", "provenance", "ontology", "meta",
}  # fmt: skip


def layer(dataset: DataSet, name: str) -> set[ox.Triple]:
    """The triples of a graph."""
    return dataset.graphs[ox.NamedNode(f"{BASE}graph/{name}")]


def test_the_graphs_are_the_layers(mini_dataset: DataSet) -> None:
    assert {g.value.removeprefix(f"{BASE}graph/") for g in mini_dataset.graphs} >= LAYERS


def test_the_same_folder_gives_the_same_bytes(mini_dataset: DataSet) -> None:
    assert assemble(MINI).to_nquads() == mini_dataset.to_nquads()


@pytest.mark.parametrize("seed", ["0", "2031"])
def test_another_process_gives_the_same_bytes(mini_dataset: DataSet, seed: str) -> None:
    code = (
        "import sys, hashlib; from pathlib import Path; from graph.quads import assemble;"
        "print(hashlib.sha256(assemble(Path(sys.argv[1])).to_nquads()).hexdigest())"
    )
    ended = run_python(code, str(MINI), PYTHONHASHSEED=seed, TZ="Asia/Tokyo", LC_ALL="C")
    assert ended.stdout.decode().strip() == hashlib.sha256(mini_dataset.to_nquads()).hexdigest(), ended.stderr


def test_another_place_gives_the_same_bytes(mini_copy: Path, mini_dataset: DataSet) -> None:
    assert assemble(mini_copy).to_nquads() == mini_dataset.to_nquads()


def test_the_lines_are_sorted_and_end_with_a_line_feed(mini_dataset: DataSet) -> None:
    data = mini_dataset.to_nquads().decode("utf-8")
    lines = data.split("\n")
    assert lines.pop() == ""
    assert lines == sorted(set(lines))


def test_the_bytes_are_read_back_as_the_same_quads(mini_dataset: DataSet) -> None:
    read = set(ox.parse(mini_dataset.to_nquads(), format=ox.RdfFormat.N_QUADS))
    assert read == set(mini_dataset.quads())


def test_there_are_no_blank_nodes(mini_dataset: DataSet) -> None:
    assert not [q for q in mini_dataset.quads() if ox.BlankNode in (type(q.subject), type(q.object))]


def test_no_triple_stands_in_two_graphs(mini_dataset: DataSet) -> None:
    triples = [t for graph in mini_dataset.graphs.values() for t in graph]
    assert len(triples) == len(set(triples))


def test_language_tags_are_small(mini_dataset: DataSet) -> None:
    tags = {q.object.language for q in mini_dataset.quads() if isinstance(q.object, ox.Literal) and q.object.language}
    assert tags == {"en", "zh-hans"}


def test_the_way_of_writing_is_never_published(mini_dataset: DataSet) -> None:
    assert b"/iprgraph/register#" not in mini_dataset.to_nquads()


def test_no_path_of_this_machine_is_published(mini_dataset: DataSet) -> None:
    assert str(MINI).encode() not in mini_dataset.to_nquads()


def test_plans_come_sorted() -> None:
    assert [p.plan_id for p in read_plans(MINI)] == ["mini-2031", "mini-zh"]


def test_a_folder_without_plans_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"this data folder has no plans\. Expected plans/<plan-id>/plan\.toml"):
        assemble(tmp_path)


def test_a_folder_without_register_works_at_once(mini_copy: Path) -> None:
    for file in (mini_copy / "entities").iterdir():
        file.unlink()
    for judged in ("plans/mini-2031/decisions.toml", "plans/mini-2031/leads.ttl", "outcomes/mini-2031.ttl"):
        (mini_copy / judged).unlink()
    shutil.rmtree(mini_copy / "links")
    assert layer(assemble(mini_copy), "mentions/mini-2031")


def test_a_ruling_about_a_removed_entity_is_refused(mini_copy: Path) -> None:
    (mini_copy / "entities" / "event.ttl").unlink()
    with pytest.raises(SourceError, match=r"decisions\.toml: no entity 'event/harbour-talks'"):
        assemble(mini_copy)


def test_an_entity_removed_under_another_is_refused(mini_copy: Path) -> None:
    (mini_copy / "entities" / "agency.ttl").unlink()
    with pytest.raises(RegisterError, match="which does not exist"):
        assemble(mini_copy)


def test_a_register_fact_that_the_ontology_states_too_is_refused(
    mini_copy: Path, monkeypatch: pytest.MonkeyPatch, mini_dataset: DataSet
) -> None:
    shutil.rmtree(mini_copy / "links")
    twice = sorted(layer(mini_dataset, "register"), key=str)[0]
    monkeypatch.setattr("graph.quads.read_ontology", lambda: [twice])
    with pytest.raises(DataError, match=r"stands in .*graph/ontology.* and in .*graph/register"):
        assemble(mini_copy)


def test_the_same_name_of_a_body_and_a_country_gives_the_country(mini_dataset: DataSet) -> None:
    bodies = {t.object for t in layer(mini_dataset, "mentions/mini-2031") if "meridian-union" in str(t.object)}
    assert bodies == {ox.NamedNode(f"{BASE}jurisdiction/meridian-union")}


def test_submeasures_have_acts_too(mini_dataset: DataSet) -> None:
    subjects = {t.subject for t in layer(mini_dataset, "statements/mini-2031") if "#act>" in str(t.predicate)}
    assert ox.NamedNode(f"{BASE}plan/mini-2031/A-2-2-a") in subjects
