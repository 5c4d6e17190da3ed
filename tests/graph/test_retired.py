"""graph/retired.py: an IRI that is published no more is listed with its successor."""

import hashlib
from pathlib import Path

import pytest

from graph.build import build, retire_vanished, vanished
from graph.errors import DataError, SyntaxInFileError
from graph.quads import assemble
from graph.resources import dist_file
from graph.retired import gone, retire
from graph.retirements import Retired, read_retired, write_retired

PLAN = "plans/mini-2031"
SPAN = "https://w3id.org/iprgraph/plan/p/span/"


def correct_source(root: Path, old: str, new: str) -> None:
    """Correct the source text as data/README.md tells: new text, new sha256."""
    source, config = root / PLAN / "source.txt", root / PLAN / "plan.toml"
    before = source.read_bytes()
    after = before.replace(old.encode(), new.encode())
    assert after != before
    source.write_bytes(after)
    told = config.read_text(encoding="utf-8")
    digests = (hashlib.sha256(before).hexdigest(), hashlib.sha256(after).hexdigest())
    config.write_text(told.replace(*digests), encoding="utf-8")


def test_a_corrected_source_text_retires_the_spans_behind_it(mini_copy: Path) -> None:
    build(mini_copy)
    correct_source(mini_copy, "was written by", "was drawn up by")
    count = retire_vanished(mini_copy, "corrected source text")
    retired = read_retired(mini_copy)
    assert count == len(retired) > 0
    assert all(any(kind in iri for kind in ("/span/", "/mention/", "/target/")) for iri in retired)
    moved = [r for r in retired.values() if r.successor]
    assert moved
    published = {str(q.subject)[1:-1] for q in assemble(mini_copy).quads()}
    assert all(r.successor in published for r in moved)


def test_after_retiring_a_build_drops_nothing_in_silence(mini_copy: Path) -> None:
    build(mini_copy)
    correct_source(mini_copy, "was written by", "was drawn up by")
    retire_vanished(mini_copy, "corrected source text")
    assert build(mini_copy)[3] == []


def test_a_build_tells_what_it_drops(mini_copy: Path) -> None:
    build(mini_copy)
    correct_source(mini_copy, "was written by", "was drawn up by")
    assert build(mini_copy)[3]


def test_retiring_twice_changes_nothing(mini_copy: Path) -> None:
    build(mini_copy)
    correct_source(mini_copy, "was written by", "was drawn up by")
    retire_vanished(mini_copy, "corrected source text")
    first = (mini_copy / "retired.tsv").read_bytes()
    assert retire_vanished(mini_copy, "again") == 0
    assert (mini_copy / "retired.tsv").read_bytes() == first


def test_a_damaged_file_promises_nothing(mini_copy: Path) -> None:
    build(mini_copy)
    dist_file(mini_copy).write_text("rubbish\n", encoding="utf-8")
    assert vanished(dist_file(mini_copy), mini_copy, assemble(mini_copy))[2] == []


def test_the_successor_of_a_span_is_the_nearest_of_the_same_words() -> None:
    before = {f"{SPAN}10-15": "words"}
    now = {f"{SPAN}90-95": "words", f"{SPAN}12-17": "words", f"{SPAN}11-16": "other"}
    assert retire(before, now, [f"{SPAN}10-15"], "why") == [Retired(f"{SPAN}10-15", f"{SPAN}12-17", "why")]


def test_what_is_listed_already_is_not_gone_again() -> None:
    assert gone({"a": "", "b": ""}, {}, {"a": Retired("a", "", "why")}) == ["b"]


def test_the_file_is_read_as_written(tmp_path: Path) -> None:
    rows = {"urn:b": Retired("urn:b", "", "why"), "urn:a": Retired("urn:a", "urn:c", "why")}
    (tmp_path / "retired.tsv").write_bytes(write_retired(rows))
    assert read_retired(tmp_path) == rows


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("iri\treason\n", SyntaxInFileError),
        ("iri\tsuccessor\treason\nurn:a\t\n", DataError),
        ("iri\tsuccessor\treason\nurn:a\t\tx\nurn:a\t\tx\n", DataError),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, text: str, error: type[DataError]) -> None:
    (tmp_path / "retired.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(error, match=r"retired\.tsv:\d"):
        read_retired(tmp_path)
