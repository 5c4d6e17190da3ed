"""graph/link_accepting.py: links are added to the data folder whole, with source and day, or not at all."""

from pathlib import Path

import pytest

from graph.errors import DataError, UsageError
from graph.link_accepting import accept_links, check_acceptable, linkset_file
from graph.link_output import SSSOM_COLUMNS, LinksetFacts
from graph.linking import Linker, Pair, Thresholds
from tests.linking import foreign, real_index

FACTS = LinksetFacts(
    "https://w3id.org/iprgraph/linkset/laws", "Links to laws", "https://example.org/laws", "2026-11-25"
)


def pairs(*names: str, base: str = "https://example.org/laws/") -> list[Pair]:
    """The pairs of rows with these names."""
    rows = [foreign(name, row_id=name.replace(" ", ""), place="CN") for name in names]
    return list(Linker(real_index(), Thresholds(), base).link(rows))


def test_a_new_linkset_has_its_header_and_the_accepted_rows_only(tmp_path: Path) -> None:
    file = linkset_file(tmp_path, "laws")
    assert accept_links(file, pairs("Trademark Law", "Patent Law", "Patent Law of Japan"), FACTS) == (2, 0)
    lines = file.read_text(encoding="utf-8").splitlines()
    below = [line.split("\t") for line in lines if not line.startswith("#")]
    assert below[0] == list(SSSOM_COLUMNS)
    assert [row[3] for row in below[1:]] == [
        "https://example.org/laws/PatentLaw",
        "https://example.org/laws/TrademarkLaw",
    ]


def test_what_stands_there_is_kept_byte_for_byte_and_no_pair_stands_twice(tmp_path: Path) -> None:
    file = linkset_file(tmp_path, "laws")
    accept_links(file, pairs("Patent Law"), FACTS)
    before = file.read_bytes()
    assert accept_links(file, pairs("Patent Law"), FACTS) == (0, 1)
    assert file.read_bytes() == before
    assert accept_links(file, pairs("Patent Law", "WIPO"), FACTS) == (1, 1)
    assert file.read_bytes().startswith(before)


def test_prefixes_of_the_header_are_understood(tmp_path: Path) -> None:
    file = linkset_file(tmp_path, "laws")
    accept_links(file, pairs("Patent Law"), FACTS)
    text = file.read_text(encoding="utf-8").replace("\thttps://example.org/laws/PatentLaw\t", "\tlaw:PatentLaw\t")
    file.write_text(text.replace("#curie_map:\n", "#curie_map:\n#  law: https://example.org/laws/\n"), encoding="utf-8")
    assert accept_links(file, pairs("Patent Law"), FACTS) == (0, 1)


def test_a_file_with_other_columns_is_left_alone(tmp_path: Path) -> None:
    file = linkset_file(tmp_path, "laws")
    file.parent.mkdir()
    file.write_text("subject_id\tobject_id\na\tb\n")
    with pytest.raises(DataError, match=r"laws\.sssom\.tsv:1: it is no linkset as it should be"):
        accept_links(file, pairs("Patent Law"), FACTS)
    assert file.read_text() == "subject_id\tobject_id\na\tb\n"


def test_nothing_is_written_when_one_link_leads_nowhere(tmp_path: Path) -> None:
    file = linkset_file(tmp_path, "laws")
    with pytest.raises(UsageError, match="urn:x:PatentLaw is no address on the web; say with --base"):
        accept_links(file, pairs("Patent Law", base="urn:x:"), FACTS)
    assert not file.exists()


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        (LinksetFacts("urn:s", "t", "", "2026-11-25"), "--accept needs --source"),
        (LinksetFacts("urn:s", "t", "https://a/", ""), "--accept needs --mapping-date"),
    ],
)
def test_a_link_without_source_or_day_is_not_published(facts: LinksetFacts, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        check_acceptable(facts)


@pytest.mark.parametrize("name", ["", "My Laws", "../laws", "a/b"])
def test_a_linkset_has_a_plain_name(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="is no name of a linkset"):
        linkset_file(tmp_path, name)
