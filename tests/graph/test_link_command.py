"""graph/link_command.py: what people type to link their data, what they see, and what is written where."""

import csv
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from graph.cli import cli
from graph.iris import BASE
from graph.link_command import link
from graph.resources import dist_file
from tests.inventing import CHECKOUT

EXAMPLE = CHECKOUT / "data" / "examples" / "laws.csv"
LAWS = "id,title,date\nL1,Patent Law of the PRC,1984-03-12\nL2,European Union,\nL3,Patent Law of Japan,\n"


def run(*words: str | Path, typed: str = "") -> Result:
    """The command in this process."""
    cli.add_command(link)
    return CliRunner().invoke(cli, ["link", *(str(w) for w in words)], prog_name="iprgraph", input=typed)


@pytest.fixture
def laws(tmp_path: Path) -> Path:
    """A table of three laws."""
    file = tmp_path / "laws.csv"
    file.write_text(LAWS)
    return file


def table(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_what_was_guessed_and_what_came_of_it_are_told(laws: Path) -> None:
    result = run(laws, "--yes")
    assert result.exit_code == 0
    assert "columns    --name 'title' --date 'date' --id 'id'\n" in result.stderr
    assert "3 rows: 1 accepted, 1 for review, 1 rejected\n" in result.stderr
    assert result.stdout.splitlines()[-1].startswith(f"{BASE}law/patent-law\t")


def test_the_format_is_that_of_the_suffix(laws: Path, tmp_path: Path) -> None:
    for name in ("out.csv", "out.ttl", "out.sssom.tsv"):
        assert run(laws, "-o", tmp_path / name).exit_code == 0
    assert [r["group"] for r in table(tmp_path / "out.csv")] == ["accept", "review", "review", "reject"]
    assert len(list(ox.parse(path=tmp_path / "out.ttl"))) == 1
    assert "subject_id\t" in (tmp_path / "out.sssom.tsv").read_text()
    assert "void:Linkset" in run(laws, "--format", "void").stdout


def test_a_table_that_was_edited_is_fed_back(laws: Path, tmp_path: Path) -> None:
    out = tmp_path / "review.csv"
    run(laws, "-o", out)
    rows = table(out)
    for row in rows:
        row["decision"] = {f"{BASE}body/eu": "accept", f"{BASE}jurisdiction/eu": "reject"}.get(row["subject_id"], "")
    with out.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
    result = run(laws, "--reviewed", out, "--format", "csv", "--groups", "accept")
    assert {r["subject_id"]: r["decision"] for r in csv.DictReader(result.stdout.splitlines())} == {
        f"{BASE}law/patent-law": "",
        f"{BASE}body/eu": "accept",
    }


def test_a_review_at_the_terminal_can_be_left_and_taken_up_again(laws: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.csv"
    first = run(laws, "--review", "--reviewed", kept, typed="nq")
    assert "[1 of 2]" in first.stderr
    assert f"1 decided and kept in {kept}; the rest waits for the next time" in first.stderr
    second = run(laws, "--review", "--reviewed", kept, typed="y")
    assert "[1 of 1]" in second.stderr
    assert "3 rows: 2 accepted, 0 for review, 1 rejected" in second.stderr
    third = run(laws, "--reviewed", kept)
    assert third.stdout == second.stdout


def test_decisions_about_other_rows_are_told(laws: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept.csv"
    kept.write_text("decision,subject_id,object_id\ny,law/patent-law,urn:elsewhere\n")
    assert f"note: 1 decisions are about rows that are not in {laws}" in run(laws, "--reviewed", kept).stderr


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A data folder that may be written to."""
    folder = tmp_path / "data"
    (folder / "dist").mkdir(parents=True)
    shutil.copy(dist_file(), folder / "dist")
    return folder


def test_only_accept_writes_into_the_data_folder(laws: Path, root: Path) -> None:
    run(laws, "--root", root)
    assert not (root / "links").exists()
    words = (
        "--accept",
        "--target",
        "laws",
        "--source",
        "https://example.org/laws",
        "--base",
        "https://example.org/laws/",
    )
    result = run(laws, "--root", root, *words, "--mapping-date", "2026-11-25")
    assert result.exit_code == 0
    assert "laws.sssom.tsv: 1 links added" in result.stderr
    assert f"\n{BASE}law/patent-law\t" in (root / "links" / "laws.sssom.tsv").read_text()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--accept"], "--accept needs --target NAME"),
        (["--accept", "--target", "x"], "--accept needs --source ADDRESS"),
        (["--review"], "--review needs --reviewed FILE"),
        (["--groups", "sure"], "--groups sure: there is no such group. There are: accept, review, reject"),
        (["--mapping-date", "today"], "--mapping-date today is no day; write YYYY-MM-DD"),
        (["--name", "nothing"], "--name nothing: there is no such column"),
        (["--separator", "::"], "is more than one character"),
        (["--base", "a b"], "--base 'a b' is no address"),
        (["--review-from", "0.9"], "the first may not be above the second"),
    ],
)
def test_wrong_usage_ends_with_two_and_one_message(laws: Path, words: list[str], told: str) -> None:
    result = run(laws, *words)
    assert result.exit_code == 2
    assert told in result.stderr
    assert "Traceback" not in result.output


def test_a_file_that_cannot_be_read_ends_with_one_and_leaves_the_output_alone(tmp_path: Path) -> None:
    bad, out = tmp_path / "bad.csv", tmp_path / "out.csv"
    bad.write_bytes(b"id,name\n" + b"1,Patent Law of a country\n" * 12_000 + b"2,\xff\n")
    out.write_text("what was there")
    result = run(bad, "-o", out)
    assert result.exit_code == 1
    assert "not utf-8" in result.stderr
    assert out.read_text() == "what was there"


def test_the_day_may_come_from_the_environment(laws: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert "2026" not in run(laws).stdout
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795521600")
    assert "\t2026-11-24\t" in run(laws).stdout


def test_types_can_be_confined(laws: Path) -> None:
    assert "0 for review" in run(laws, "--type", "law").stderr


def test_a_sample_is_evaluated() -> None:
    result = run(CHECKOUT / "tests" / "reference" / "link-sample.csv", "--evaluate")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.stdout.splitlines()[:3]] == ["tuning", "held-out", "all"]


def test_the_example_of_the_documents_is_linked() -> None:
    result = run(EXAMPLE, "--yes", "--format", "csv")
    groups = [r["group"] for r in csv.DictReader(result.stdout.splitlines())]
    assert groups.count("accept") >= 8
    assert "review" in groups
    assert "reject" in groups
