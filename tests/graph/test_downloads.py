"""graph/downloads.py: all files, with the bytes that the commands write, each told with its size and hash."""

import gzip
import hashlib
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.downloads import make_downloads
from graph.errors import DataError
from graph.export import export
from graph.made import SERVED, MadeFile
from graph.meta import DATASET
from graph.offers import distribution_iri
from graph.tables import table_csv
from graph.vocab import BASE, DCAT, SPDX, VOID
from tests.inventing import run_python

FOREIGN = """<http://e/a> <http://e/p> "x" .
<http://e/a> <http://e/p> <http://e/b> <http://g/1> .
<http://e/a> <http://e/1> <http://e/b> <http://g/1> .
"""


@pytest.fixture(scope="module")
def folder(mini_built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All downloads of the invented data set."""
    folder = tmp_path_factory.mktemp("downloads")
    made = make_downloads(mini_built / "dist" / "iprgraph.nq", folder)
    MADE.update({file.name: file for file in made})
    return folder


MADE: dict[str, MadeFile] = {}


def foreign(tmp_path: Path, text: str = FOREIGN, name: str = "data.nq") -> dict[str, MadeFile]:
    """The downloads of a file that is not ours, in the folder `out`."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    return {file.name: file for file in make_downloads(tmp_path / name, tmp_path / "out")}


def test_every_file_is_told_as_it_is(folder: Path) -> None:
    assert {file.name for file in folder.iterdir()} == set(MADE)
    for made in MADE.values():
        data = (folder / made.name).read_bytes()
        assert (made.size, made.sha256) == (len(data), hashlib.sha256(data).hexdigest()), made.name
        assert not made.reason


@pytest.mark.parametrize("name", ["ttl", "nt", "rdfxml", "jsonld", "nq", "trig"])
def test_the_bytes_are_those_of_the_export(folder: Path, mini_store: ox.Store, name: str) -> None:
    suffix = "rdf" if name == "rdfxml" else name
    assert (folder / f"iprgraph.{suffix}").read_bytes() == export(mini_store, name)
    graph = export(mini_store, name, graph="text/mini-2031")
    assert (folder / f"graph-text-mini-2031.{suffix}").read_bytes() == graph


@pytest.mark.parametrize("name", ["ttl", "nt", "nq", "trig"])
def test_rdf_12_has_the_bytes_of_its_export(folder: Path, mini_store: ox.Store, name: str) -> None:
    assert (folder / f"iprgraph-rdf12.{name}").read_bytes() == export(mini_store, name, rdf12=True)


def test_tables_have_the_bytes_of_the_command(folder: Path, mini_store: ox.Store) -> None:
    for name in ("mentions", "measures", "entities", "outcomes", "links"):
        assert (folder / f"{name}.csv").read_bytes() == table_csv(mini_store, name).encode("utf-8")


def test_n_quads_are_the_published_file(folder: Path, mini_built: Path) -> None:
    assert (folder / "iprgraph.nq").read_bytes() == (mini_built / "dist" / "iprgraph.nq").read_bytes()


def test_what_is_compressed_is_the_same_without_a_time(folder: Path) -> None:
    for made in MADE.values():
        if made.packed:
            data = (folder / made.name).read_bytes()
            assert gzip.decompress(data) == (folder / made.name.removesuffix(".gz")).read_bytes()
            assert data[3:8] == bytes(5)  # neither a name nor a time (RFC 1952)


def test_statements_and_rows_are_counted(mini_store: ox.Store, folder: Path) -> None:
    quads = [q for q in mini_store if q.graph_name != ox.DefaultGraph()]
    assert MADE["iprgraph.nq"].count == len(quads)
    assert MADE["iprgraph.ttl.gz"].count == len({q.triple for q in quads})
    assert MADE["outcomes.csv"].count == len(table_csv(mini_store, "outcomes").splitlines()) - 1


def test_the_words_of_a_plan_are_under_no_licence_of_ours(folder: Path) -> None:
    text, register = MADE["graph-text-mini-2031.ttl"], MADE["graph-register.ttl"]
    assert (text.licence, register.licence) == ("", "https://creativecommons.org/licenses/by/4.0/")
    assert text.rights
    assert "issuer" in MADE["iprgraph.ttl"].rights


def test_the_description_has_size_and_hash_of_every_distribution(folder: Path) -> None:
    triples = {q.triple for q in ox.parse(path=str(folder / "void.ttl"))}
    values = {(t.subject, t.predicate): t.object for t in triples}
    offered = {n for n, made in MADE.items() if made.part != "about"}
    assert {t.subject for t in triples if t.predicate == DCAT.byteSize} == {distribution_iri(BASE, n) for n in offered}
    for name in offered:
        node = distribution_iri(BASE, name)
        checksum = values[node, SPDX.checksum]
        assert isinstance(checksum, ox.NamedNode)
        assert str(MADE[name].sha256) in str(values[checksum, SPDX.checksumValue])
        assert str(values[node, DCAT.downloadURL]) == f"<{BASE}export/{name}>"
    assert str(values[DATASET, DCAT.version]) == f'"{MADE["iprgraph.nq"].sha256[:16]}"'


def test_the_description_is_the_same_in_every_format(folder: Path) -> None:
    read = {
        frozenset(q.triple for q in ox.parse(path=str(folder / f"void.{suffix}")))
        for suffix in ("ttl", "nt", "rdf", "jsonld", "nq", "trig")
    }
    assert len(read) == 1
    assert not [t for t in next(iter(read)) if isinstance(t.subject, ox.BlankNode)]


def test_the_list_of_hashes_is_what_sha256sum_reads(folder: Path) -> None:
    lines = (folder / "SHA256SUMS.txt").read_text(encoding="ascii").splitlines()
    assert {line.split("  ")[1] for line in lines} == set(MADE) - {"SHA256SUMS.txt"}
    assert all(MADE[line[66:]].sha256 == line[:64] for line in lines)


def test_another_process_makes_the_same_bytes(mini_built: Path, folder: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from graph.downloads import make_downloads;"
        "make_downloads(Path(sys.argv[1]), Path(sys.argv[2]))"
    )
    ended = run_python(code, str(mini_built / "dist" / "iprgraph.nq"), str(tmp_path), PYTHONHASHSEED="2031")
    assert ended.returncode == 0, ended.stderr
    assert (tmp_path / "SHA256SUMS.txt").read_bytes() == (folder / "SHA256SUMS.txt").read_bytes()


def test_foreign_data_come_with_what_stands_in_no_graph(tmp_path: Path) -> None:
    made = foreign(tmp_path)
    assert (tmp_path / "out" / "data.nq").read_text(encoding="utf-8") == "".join(sorted(FOREIGN.splitlines(True)))
    assert made["data.nt"].count == 3
    assert (made["data.nt"].licence, made["data.nt"].rights) == ("", "")
    assert not [name for name in made if name.endswith(".csv")]


def test_foreign_data_are_described_below_the_address_that_serves_them(tmp_path: Path) -> None:
    foreign(tmp_path)
    triples = {q.triple for q in ox.parse(path=str(tmp_path / "out" / "void.nt"))}
    values = {(t.subject, t.predicate): t.object for t in triples}
    assert str(values[ox.NamedNode(SERVED), VOID.triples]).startswith('"3"')
    assert BASE not in (tmp_path / "out" / "void.nt").read_text(encoding="utf-8").replace(
        "https://w3id.org/iprgraph/graph", ""
    )


def test_what_a_format_cannot_hold_is_told_and_the_others_are_made(tmp_path: Path) -> None:
    made = foreign(tmp_path)
    assert "RDF/XML cannot write a predicate" in made["data.rdf"].reason
    assert not (tmp_path / "out" / "data.rdf").exists()
    assert not made["data.ttl"].reason
    assert "data.rdf" not in (tmp_path / "out" / "SHA256SUMS.txt").read_text(encoding="ascii")


def test_foreign_plans_of_another_make_have_no_tables(tmp_path: Path) -> None:
    plan = "<http://e/plan> a <https://w3id.org/iprgraph/ontology#ActionPlan> . <http://e/plan/x> a <https://w3id.org/iprgraph/ontology#Mention> ."
    made = foreign(tmp_path, plan, "data.ttl")
    assert made["mentions.csv"].reason == "the data lack what the table is made from"
    assert made["entities.csv"].count == 0


def test_a_file_that_was_replaced_meanwhile_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data.nq").write_text(FOREIGN, encoding="utf-8")
    with pytest.raises(DataError, match="it was replaced meanwhile"):
        make_downloads(tmp_path / "data.nq", tmp_path / "out", sha256="0" * 64)
