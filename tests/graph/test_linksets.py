"""graph/linksets.py: links start from things of ours, lead elsewhere, and carry their evidence into the graph."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.checks import run_checks
from graph.errors import LinkError
from graph.iris import BASE, linkset_iri, mapping_iri
from graph.linksets import Links, link_assertions, linkset_triples, read_links
from graph.meta import DATASET
from graph.quads import DataSet, assemble
from graph.vocab import DCT, ELI, IPR, OWL, RDF, SKOS, SSSOM, VOID, XSD

OFFICE = ox.NamedNode(f"{BASE}agency/patent-office")
THEIRS = ox.NamedNode("https://example.org/atlas/77")
LINK = ox.Triple(OFFICE, SKOS.exactMatch, THEIRS)
LINKS = ox.NamedNode(f"{BASE}graph/links")


def again(root: Path, dataset: DataSet) -> Links:
    """The linksets of a folder, for the things of the invented world."""
    return read_links(root / "links", dataset.links.subjects)


def change(root: Path, name: str, old: str, new: str) -> None:
    """Put other words once into a file of the links folder."""
    file = root / "links" / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_links_start_from_entities_dated_texts_and_concepts(mini_dataset: DataSet) -> None:
    kinds = {mini_dataset.links.subjects[row.subject].kind for s in mini_dataset.links.sets for row in s.rows}
    assert kinds == {"Agency", "InternationalBody", "Jurisdiction", "LegalInstrument", "LegalVersion", "Concept"}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "iprgraph:agency/patent-office",
            "iprgraph:agency/none",
            r":15:1: subject_id: nothing of ours is .*/agency/none",
        ),
        ("Arcadian Patent Office", "The Office", r":15:31: subject_label: patent-office is called 'Arcadian Patent O"),
        ("atlas:77", "iprgraph:agency/assembly", r"object_id: it is ours"),
    ],
)
def test_a_link_from_or_to_the_wrong_place_is_refused(
    mini_copy: Path, mini_dataset: DataSet, old: str, new: str, message: str
) -> None:
    change(mini_copy, "atlas.sssom.tsv", old, new)
    with pytest.raises(LinkError, match=message):
        again(mini_copy, mini_dataset)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("agency/assembly", "agency/none", r"verdicts.tsv:2:1: subject_id: nothing of ours"),
        ("agency/assembly", "agency/patent-office", r"patent-office is linked to atlas, or has a verdict"),
        ("agency/border-guard", "agency/assembly", r":3:\d+: target: assembly is linked to atlas, or has a verdict"),
        ("\tatlas\t", "\tglobe\t", r"target: no linkset has this name. Known: atlas"),
        ("2031-02-03", "today", r"checked: 'today' is no day"),
        ("https://example.org/atlas/index", "the index", r"looked_in: 'the index' is no address"),
        ("The index has no entry of this name.", "", r"comment: the cell is empty"),
    ],
)
def test_a_verdict_that_cannot_hold_is_refused(
    mini_copy: Path, mini_dataset: DataSet, old: str, new: str, message: str
) -> None:
    change(mini_copy, "verdicts.tsv", old, new)
    with pytest.raises(LinkError, match=message):
        again(mini_copy, mini_dataset)


def test_a_refused_candidate_is_not_published(mini_copy: Path, mini_dataset: DataSet) -> None:
    change(mini_copy, "refused.tsv", "law/seeds-act", "agency/patent-office")
    change(mini_copy, "refused.tsv", "atlas/seeds", "atlas/77")
    with pytest.raises(LinkError, match=r"refused.tsv:2:\d+: candidate: a linkset has it"):
        again(mini_copy, mini_dataset)


def test_a_target_has_a_plain_name(mini_copy: Path, mini_dataset: DataSet) -> None:
    (mini_copy / "links" / "atlas.sssom.tsv").rename(mini_copy / "links" / "The Atlas.sssom.tsv")
    with pytest.raises(LinkError, match="no name of a target"):
        again(mini_copy, mini_dataset)


def test_a_data_folder_without_links_has_none(tmp_path: Path, mini_dataset: DataSet) -> None:
    links = again(tmp_path, mini_dataset)
    assert (links.sets, links.verdicts) == ((), ())
    assert list(linkset_triples(links, DATASET)) == []


def test_a_link_and_the_node_that_describes_it_stand_in_the_links_graph(mini_dataset: DataSet) -> None:
    node = mapping_iri("atlas", LINK)
    said = {t.predicate: t.object for t in mini_dataset.graphs[LINKS] if t.subject == node}
    assert LINK in mini_dataset.graphs[LINKS]
    assert said == {
        RDF.type: SSSOM.Mapping,
        OWL.annotatedSource: OFFICE,
        OWL.annotatedProperty: SKOS.exactMatch,
        OWL.annotatedTarget: THEIRS,
        SSSOM.subject_label: ox.Literal("Arcadian Patent Office"),
        SSSOM.object_label: ox.Literal("Patent Office of Arcadia"),
        SSSOM.mapping_justification: ox.NamedNode("https://w3id.org/semapv/vocab/ManualMappingCuration"),
        SSSOM.confidence: ox.Literal("0.95", datatype=XSD.decimal),
        SSSOM.mapping_provider: ox.NamedNode("https://example.org/atlas/index"),
        DCT.created: ox.Literal("2031-02-03", datatype=XSD.date),
    }


def test_every_triple_about_a_link_rests_on_the_source_that_was_read(mini_dataset: DataSet) -> None:
    assertions = list(link_assertions(mini_dataset.links))
    assert {a.triple for a in assertions} == mini_dataset.graphs[LINKS]
    for assertion in assertions:
        assert assertion.layer == "links"
        first = assertion.grounds[0]
        assert (first.source, first.checked) == ("https://example.org/atlas/index", "2031-02-03")
        assert first.says.startswith("The index has")


def test_a_second_source_is_a_ground_of_its_own(mini_dataset: DataSet) -> None:
    league = ox.NamedNode(f"{BASE}body/league-of-marks")
    assertion = next(a for a in link_assertions(mini_dataset.links) if a.triple.subject == league)
    assert [g.source for g in assertion.grounds] == [
        "https://example.org/atlas/index",
        "https://example.org/league/members",
    ]


def test_the_day_of_a_dated_text_there_is_told(mini_dataset: DataSet) -> None:
    there = ox.NamedNode("https://example.org/atlas/act-2029")
    day = ox.Literal("2029-06-01", datatype=XSD.date)
    assert ox.Triple(there, ELI.date_document, day) in mini_dataset.graphs[LINKS]


def test_a_linkset_is_described_with_its_count(mini_dataset: DataSet) -> None:
    triples = set(linkset_triples(mini_dataset.links, DATASET))
    node = linkset_iri("atlas")
    assert triples <= mini_dataset.graphs[ox.NamedNode(f"{BASE}graph/meta")]
    assert ox.Triple(node, RDF.type, VOID.Linkset) in triples
    assert ox.Triple(node, VOID.triples, ox.Literal("7", datatype=XSD.integer)) in triples
    assert ox.Triple(node, VOID.objectsTarget, ox.NamedNode("https://example.org/atlas")) in triples
    assert {t.object for t in triples if t.predicate == VOID.linkPredicate} == {
        SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch
    }  # fmt: skip


def test_the_check_fails_on_a_link_without_evidence(mini_copy: Path, without_shapes: None) -> None:
    dataset = assemble(mini_copy)
    about = {t for t in dataset.graphs[ox.NamedNode(f"{BASE}graph/provenance")] if t.predicate == IPR.hasEvidence}
    dataset.graphs[ox.NamedNode(f"{BASE}graph/provenance")] -= about
    report = run_checks(dataset)
    found = {(f.check, f.focus) for f in report.findings if f.severity == "violation"}
    assert ("statement-without-evidence-violation", OFFICE.value) in found
    assert not report.conforms


def test_the_check_fails_on_a_link_that_no_row_describes(mini_copy: Path, without_shapes: None) -> None:
    dataset = assemble(mini_copy)
    bare = ox.Triple(ox.NamedNode(f"{BASE}law/seeds-act"), SKOS.closeMatch, ox.NamedNode("https://example.org/x"))
    dataset.graphs[LINKS].add(bare)
    checks = {f.check for f in run_checks(dataset).findings if f.severity == "violation"}
    assert {"link-without-mapping-violation", "statement-without-evidence-violation"} <= checks


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ("skos:relatedMatch\tatlas:77", "skos:exactMatch\tatlas:77", "exact-match-shared-violation"),
        ("skos:closeMatch\tatlas:act-2029", "skos:exactMatch\tatlas:act-2029", "exact-match-of-another-day-violation"),
    ],
)
def test_a_successor_or_a_later_version_is_never_an_exact_match(
    mini_copy: Path, without_shapes: None, old: str, new: str, check: str
) -> None:
    change(mini_copy, "atlas.sssom.tsv", old, new)
    checks = {f.check for f in run_checks(assemble(mini_copy)).findings if f.severity == "violation"}
    assert check in checks
