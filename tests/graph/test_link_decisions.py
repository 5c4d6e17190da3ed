"""graph/link_decisions.py: what people decide, in a file they edit or one key at a time."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.errors import DataError, PublishError
from graph.iris import BASE
from graph.link_decisions import describe_pair, read_decisions, review_pairs
from graph.link_output import LinksetFacts, write_links
from graph.linking import ACCEPT, GROUPS, REVIEW, Decision, Linker, Pair, Thresholds
from tests.linking import foreign, real_index

ROWS = [
    foreign("European Union", number=1),
    foreign("Patent Law", number=2, place="CN"),
    foreign("Patent Law (1992 Amendment)", number=3, place="CN"),
]
LAW = f"{BASE}law/patent-law"


def pairs() -> list[Pair]:
    """Three pairs for review, of two rows, and one accepted."""
    return list(Linker(real_index(), Thresholds(), "urn:x:").link(ROWS))


def keys(typed: str) -> Iterator[str]:
    """The keys, one at a time."""
    yield from typed


def review(file: Path, typed: str) -> tuple[dict[tuple[str, str], Decision], bool, list[str]]:
    """What comes of the keys."""
    told: list[str] = []
    source = keys(typed)
    decided, done = review_pairs(pairs(), file, lambda: next(source), told.append)
    return decided, done, told


def test_one_key_decides_and_is_kept_at_once(tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    decided, done, told = review(file, "ny" + "y")
    assert done
    assert decided == read_decisions(file) | {k: Decision(d.accepted) for k, d in decided.items()}
    assert [d.accepted for d in decided.values()] == [False, True, True]
    assert "[1 of 3]" in told[0]


def test_quitting_keeps_what_was_said_and_skipping_says_nothing(tmp_path: Path) -> None:
    file = tmp_path / "decisions.csv"
    decided, done, _ = review(file, "snq")
    assert not done
    assert len(decided) == len(read_decisions(file)) == 1


def test_after_one_thing_was_accepted_the_row_is_not_asked_about_again(tmp_path: Path) -> None:
    decided, done, _ = review(tmp_path / "d.csv", "yy")
    assert done
    assert len(decided) == 2


def test_another_key_is_asked_again(tmp_path: Path) -> None:
    _, _, told = review(tmp_path / "d.csv", "zq")
    assert told[-1] == "  y, n, s or q"


def test_a_pair_is_shown_with_both_sides_and_every_feature() -> None:
    pair = next(p for p in pairs() if p.group == REVIEW and p.object_id == "urn:x:3")
    shown = describe_pair(pair, 1, 9)
    assert "theirs  Patent Law (1992 Amendment)" in shown
    assert "ours    Patent Law of the People's Republic of China" in shown
    assert "-0.15  date: a text of 1992, which is none of those known" in shown


def test_answers_go_on_in_a_table_that_was_edited(tmp_path: Path) -> None:
    file = tmp_path / "table.csv"
    file.write_bytes(b"".join(write_links(pairs(), "csv", GROUPS, LinksetFacts("urn:s", "t", "", ""))))
    review(file, "nnn")
    assert sorted(d.accepted for d in read_decisions(file).values()) == [False, False, False]


def test_a_table_is_read_by_its_column_decision(tmp_path: Path) -> None:
    file = tmp_path / "t.csv"
    file.write_text(
        f"decision,object_id,subject_id,predicate_id\nY,urn:x:1,law/patent-law,skos:closeMatch\nno,urn:x:2,{LAW},\n,urn:x:3,{LAW},\n"
    )
    assert read_decisions(file) == {("urn:x:1", LAW): Decision(True, "closeMatch"), ("urn:x:2", LAW): Decision(False)}


def test_an_edited_sssom_file_is_read_by_its_rows(tmp_path: Path) -> None:
    file = tmp_path / "t.sssom.tsv"
    text = b"".join(write_links(pairs(), "sssom", (ACCEPT, REVIEW), LinksetFacts("urn:s", "t", "", ""))).decode()
    file.write_text(text)
    assert read_decisions(file) == {("urn:x:2", LAW): Decision(True, "exactMatch")}
    edited = text.replace("\t\tgroup=review", "\tNot\t", 1).replace("\t\tgroup=review", "\t\t", 1)
    file.write_text(edited)
    assert sorted(d.accepted for d in read_decisions(file).values()) == [False, True, True]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "decision,object_id,subject_id\nperhaps,urn:x:1,law/a\n",
            r"t.csv:2: 'perhaps' is no decision\. Write accept or reject",
        ),
        ("object_id,subject_id\nurn:x:1,law/a\n", "there is no column decision"),
        (
            "decision,object_id,subject_id\ny,urn:x:1,law/a\nn,urn:x:1,law/a\n",
            r"t.csv:3: this pair is both accepted and rejected",
        ),
        (
            "decision,object_id,subject_id,predicate_id\ny,urn:x:1,law/a,owl:sameAs\n",
            "'owl:sameAs' is no relation of ours",
        ),
    ],
)
def test_what_is_no_decision_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "t.csv"
    file.write_text(text)
    with pytest.raises(DataError, match=told):
        read_decisions(file)


def test_answers_are_not_added_to_an_sssom_file(tmp_path: Path) -> None:
    file = tmp_path / "t.tsv"
    file.write_bytes(b"".join(write_links(pairs(), "sssom", (REVIEW,), LinksetFacts("urn:s", "t", "", ""))))
    with pytest.raises(DataError, match="answers cannot be added to an SSSOM file"):
        review(file, "y")


def test_a_decision_that_cannot_be_kept_is_told(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="the decision could not be kept"):
        review(tmp_path / "nowhere" / "d.csv", "y")
