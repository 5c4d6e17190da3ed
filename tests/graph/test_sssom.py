"""graph/sssom.py: a mapping set says everything about each mapping, or it is refused with file, line and column."""

from decimal import Decimal
from pathlib import Path

import pytest

from graph.errors import LinkError
from graph.sssom import MappingSet, expand, is_address, is_day, read_mapping_set
from graph.vocab import SEMAPV, SKOS

ATLAS = Path("links") / "atlas.sssom.tsv"
FIRST = 15
"""The line of the first row in the invented mapping set."""


def read(root: Path) -> MappingSet:
    return read_mapping_set(root / ATLAS, "atlas")


def spoil(root: Path, old: str, new: str) -> str:
    """Put other words once into the mapping set; the message of the error that follows."""
    file = root / ATLAS
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(LinkError) as caught:
        read(root)
    return str(caught.value)


def test_a_row_is_read_with_its_sources_and_in_full_addresses(mini_root: Path) -> None:
    found = read(mini_root)
    assert (found.set_id, found.object_source) == (
        "https://w3id.org/iprgraph/linkset/atlas",
        "https://example.org/atlas",
    )
    row = next(r for r in found.rows if r.subject.endswith("/league-of-marks"))
    assert (row.predicate, row.object, row.justification) == (
        SKOS.exactMatch,
        "https://example.org/atlas/12",
        SEMAPV.LexicalMatching,
    )
    assert (row.source, row.more) == ("https://example.org/atlas/index", ("https://example.org/league/members",))
    assert (row.confidence, row.checked, row.object_date) == (Decimal("0.9"), "2031-02-03", "")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("skos:exactMatch", "owl:sameAs", ":15:54: predicate_id: 'owl:sameAs' is no relation between ours and theirs"),
        ("skos:exactMatch", "exactMatch", "predicate_id: 'exactMatch' is no relation"),
        ("skos:exactMatch", "skos:narrowMatch", "predicate_id: 'skos:narrowMatch' is no relation"),
        ("semapv:Manual", "Manual", "mapping_justification: no justification of SEMAPV. Known: "),
        ("semapv:ManualMappingCuration", "", "mapping_justification: the cell is empty"),
        ("https://example.org/atlas/index", "", "mapping_provider: the cell is empty"),
        ("https://example.org/atlas/index", "the index", "mapping_provider: 'the index' is no address of a source"),
        ("2031-02-03", "", "mapping_date: the cell is empty"),
        ("2031-02-03", "2031-2-3", "mapping_date: '2031-2-3' is no day"),
        ("Patent Office of Arcadia", "", "object_label: the cell is empty"),
        ("Patent Office of Arcadia", " Patent Office", "object_label: the cell is empty or has blanks around it"),
        ("atlas:77", "map:77", "object_id: 'map:77' is no CURIE of curie_map and no IRI"),
        ("0.95", "1.5", "confidence: '1.5' is not between 0 and 1"),
        ("0.95", "high", "confidence: 'high' is not between 0 and 1"),
        ("https://example.org/league/members", "members", "see_also: 'members' is no address of a source"),
        ("2029-06-01\n", "2029\n", "object_date: '2029' is no day"),
        ("\t0.95\t", "\t0.95 ", "the row has 11 cells, not 12"),
        ("predicate_id", "predicate", ":14: its columns are others than expected"),
        ("#license: https://creativecommons.org/licenses/by/4.0/\n", "", "the header lacks license"),
        ("#license: https:", "#license: ftp:", "license 'ftp://creativecommons.org/licenses/by/4.0/' is no address"),
        ("#license", "#licence", ":3: unknown key licence"),
        ("#curie_map:", "#curie_map", ":5: not a header line"),
        ("#curie_map:", "#comment: x", "iprgraph belongs to nothing"),
        ("core#", "core/", "curie_map does not give skos as the standard has it"),
        ("#  atlas: https://", "#  atlas: ", "atlas stands for 'example.org/atlas/', no IRI"),
    ],
)
def test_what_a_mapping_lacks_is_refused_where_it_stands(mini_copy: Path, old: str, new: str, message: str) -> None:
    found = spoil(mini_copy, old, new)
    assert f"{mini_copy / ATLAS}:" in found
    assert message in found
    assert found.count(". ") >= 1, "the message has a cure"


def test_the_same_two_things_are_linked_once(mini_copy: Path) -> None:
    file = mini_copy / ATLAS
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    file.write_text("".join([*lines, lines[FIRST - 1].replace("exactMatch", "closeMatch")]), encoding="utf-8")
    with pytest.raises(LinkError, match=r":22:1: line 15 links the same two things"):
        read(mini_copy)


@pytest.mark.parametrize("data", [b"\xff\n", b"#a: b\r\n", b"#a: b", b""])
def test_a_file_of_another_kind_is_refused(mini_copy: Path, data: bytes) -> None:
    (mini_copy / ATLAS).write_bytes(data)
    with pytest.raises(LinkError):
        read(mini_copy)


def test_a_header_line_below_the_rows_is_refused(mini_copy: Path) -> None:
    file = mini_copy / ATLAS
    file.write_text(file.read_text(encoding="utf-8") + "#comment: late\n", encoding="utf-8")
    with pytest.raises(LinkError, match="stands below the header"):
        read(mini_copy)


def test_a_curie_becomes_an_address_and_anything_else_stays() -> None:
    prefixes = {"a": "https://example.org/a/"}
    assert expand("a:b/c", prefixes) == "https://example.org/a/b/c"
    assert expand("x:b", prefixes) == "x:b"
    assert expand("https://example.org/z", prefixes) == "https://example.org/z"


@pytest.mark.parametrize(
    ("text", "yes"), [("https://example.org/a", True), ("https://example.org/a b", False), ("a/b", False), ("", False)]
)
def test_an_address_is_an_iri_of_the_web(text: str, yes: bool) -> None:
    assert is_address(text) is yes


@pytest.mark.parametrize(("text", "yes"), [("2031-02-03", True), ("20310203", False), ("2031-02-30", False)])
def test_a_day_is_written_as_xsd_has_it(text: str, yes: bool) -> None:
    assert is_day(text) is yes
