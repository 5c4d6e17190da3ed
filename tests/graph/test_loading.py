"""graph/loading.py: quads reach the store one by one, and what is told of them is what a look at all of them tells."""

import gc
import hashlib
from collections.abc import Iterable
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.errors import DataError, IprgraphError, NotFoundError, SyntaxInFileError, UsageError
from graph.loading import _CHUNK, DATA_FORMATS, DataFile, Loaded, fill_store
from graph.vocab import RDF, XSD

NODES = [ox.NamedNode(f"http://e/{name}") for name in "ab"]
BLANK = [ox.BlankNode(name) for name in "xy"]
TYPES = ["integer", "int", "decimal", "double", "float", "boolean", "date", "dateTime", "gYear", "duration", "string"]
FORMS = ["1", "01", "+1", "1.0", "1.50", "1e0", "1E0", "true", "INF", "-0", "2009-01-01", "2009-01-01+00:00", "2009"]
FORMS += ["2009-01-01T00:00:00Z", "2009-01-01T24:00:00+00:00", "PT60S", "P1Y", "12345678901234567890123", "", 'x\n"y"']


def literal(form: str, kind: str) -> ox.Literal:
    """A literal of a type of XML Schema, or text in a language."""
    if kind == "en":
        return ox.Literal(form, language=kind)
    return ox.Literal(form, datatype=ox.NamedNode(f"{XSD.string.value.removesuffix('string')}{kind}"))


def of_reference(quads: list[ox.Quad], union: bool) -> tuple[Loaded, set[ox.Quad]]:
    """What is to be told of the quads, and the store's contents, from all of them at once."""
    terms = [quad.object.object if isinstance(quad.object, ox.Triple) else quad.object for quad in quads]
    literals = {term for term in terms if isinstance(term, ox.Literal)}
    values = {term for term in literals if term.datatype not in (XSD.string, RDF.langString)}
    changed = values - {quad.object for quad in filled(ox.Quad(NODES[0], NODES[0], value) for value in values)}
    store = filled(quads)
    graphs = sorted(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))
    own_default = any(isinstance(quad.graph_name, ox.DefaultGraph) for quad in quads)
    if union:
        store.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    is_union = union and bool(graphs) and not own_default
    return Loaded(len(set(quads)), tuple(graphs), tuple(sorted(map(str, changed))), is_union), set(store)


def filled(quads: Iterable[ox.Quad]) -> ox.Store:
    store = ox.Store()
    store.extend(quads)
    return store


literals = st.builds(literal, st.sampled_from(FORMS), st.sampled_from([*TYPES, "en"]))
objects = st.one_of(st.sampled_from([*NODES, *BLANK]), literals)
nested = st.builds(ox.Triple, st.sampled_from([*NODES, *BLANK]), st.sampled_from(NODES), objects)
graphs = st.sampled_from([ox.DefaultGraph(), *NODES, *BLANK])
quads = st.builds(
    ox.Quad, st.sampled_from([*NODES, *BLANK]), st.sampled_from(NODES), st.one_of(objects, nested), graphs
)


@given(quads=st.lists(quads, max_size=30), form=st.sampled_from(sorted(DATA_FORMATS)), union=st.booleans())
def test_what_is_told_and_kept_is_what_a_look_at_all_quads_gives(
    tmp_path_factory: pytest.TempPathFactory, quads: list[ox.Quad], form: str, union: bool
) -> None:
    if form in {".ttl", ".nt"}:
        quads = [ox.Quad(*quad.triple) for quad in quads]
    file = tmp_path_factory.getbasetemp() / f"loading{form}"
    file.write_bytes(ox.serialize(quads, format=DATA_FORMATS[form]) or b"")
    store = ox.Store()
    assert (fill_store(store, DataFile(file), union=union), set(store)) == of_reference(quads, union)


@given(objects=st.lists(st.sampled_from(["1", "01", "+1", "-0", "1.0", ".5", "1e0", "true", "'1'"]), max_size=8))
@example(objects=["1", "01"])
def test_bare_numbers_are_judged_too(tmp_path_factory: pytest.TempPathFactory, objects: list[str]) -> None:
    text = "".join(f"<http://e/a> <http://e/b> {value} .\n" for value in objects)
    file = tmp_path_factory.getbasetemp() / "bare.ttl"
    file.write_text(text, encoding="utf-8")
    store = ox.Store()
    quads = list(ox.parse(text, format=ox.RdfFormat.TURTLE))
    assert (fill_store(store, DataFile(file), union=False), set(store)) == of_reference(quads, union=False)


def test_literals_are_judged_across_pieces_of_a_large_file() -> None:
    one, first, later = (ox.Quad(NODES[0], NODES[0], literal(form, "integer")) for form in ("1", "01", "+1"))
    between = [ox.Quad(NODES[0], NODES[1], literal(str(number), "integer")) for number in range(2 * _CHUNK)]
    loaded = fill_store(ox.Store(), [one, first, *between, later, first, *between, one], union=False)
    assert (loaded.triples, loaded.changed) == (2 * _CHUNK + 3, (str(later.object), str(first.object)))


@pytest.mark.parametrize("at_once", [0, 10])
def test_the_union_has_each_triple_once_and_the_same_blank_nodes(monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    monkeypatch.setattr("graph.loading._AT_ONCE", at_once)
    store = ox.Store()
    triples = [ox.Triple(BLANK[0], NODES[0], BLANK[1]), ox.Triple(NODES[0], NODES[1], literal("x", "en"))]
    graphs: list[ox.NamedNode | ox.BlankNode] = [*NODES, *BLANK]
    named = [ox.Quad(t.subject, t.predicate, t.object, graph) for t in triples for graph in graphs]
    assert fill_store(store, named, union=True).triples == len(named)
    assert set(store) == {*named, *(ox.Quad(*triple) for triple in triples)}


def test_a_fault_is_told_with_its_line_and_leaves_collections_on(tmp_path: Path) -> None:
    file = tmp_path / "a.nq"
    file.write_text("<http://e/a> <http://e/p> <http://e/o> .\n" * 3 + "nonsense\n", encoding="utf-8")
    store = ox.Store()
    with pytest.raises(SyntaxInFileError, match=r"a\.nq:4: not N-Quads"):
        fill_store(store, DataFile(file), union=True)
    assert gc.isenabled()


def test_the_hash_is_that_of_the_file_however_it_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.nt"
    file.write_text("".join(f"<http://e/{i}> <http://e/p> <http://e/o> .\n" for i in range(50_000)), encoding="utf-8")
    data = DataFile(file)
    assert data.read_sha256() == hashlib.sha256(file.read_bytes()).hexdigest() != data.sha256
    assert sum(1 for _ in data) == sum(1 for _ in data) == 50_000
    assert data.sha256 == data.read_sha256()


@pytest.mark.parametrize(
    ("name", "error", "message"),
    [
        ("a.csv", UsageError, r"a\.csv: the suffix must be one of \.nq, \.trig, \.ttl, \.nt"),
        ("missing.nq", NotFoundError, r"there is no file .*missing\.nq.*--data"),
        ("folder.nq", DataError, r"folder\.nq: it cannot be read: .*Name another"),
    ],
)
def test_a_file_that_cannot_be_read_is_told(
    tmp_path: Path, name: str, error: type[IprgraphError], message: str
) -> None:
    (tmp_path / "folder.nq").mkdir()
    with pytest.raises(error, match=message):
        list(DataFile(tmp_path / name))
    with pytest.raises(error, match=message):
        DataFile(tmp_path / name).read_sha256()


def test_a_file_that_breaks_off_in_the_middle_of_reading_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    # Its first pages cannot be read by anyone.
    monkeypatch.setitem(DATA_FORMATS, "", ox.RdfFormat.N_QUADS)
    with pytest.raises(DataError, match="/proc/self/mem: it cannot be read"):
        list(DataFile(Path("/proc/self/mem")))
