"""graph/cli.py: what people type, what they get, and how a command ends."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from graph.cli import cli
from graph.quads import DataSet
from graph.tables import COLUMNS, table_csv
from tests.conftest import MINI
from tests.inventing import CHECKOUT, NOBODY, run_python

RUN = "import sys; from graph.cli import cli; cli(sys.argv[1:], prog_name='iprgraph')"


def run(*words: str | Path) -> Result:
    """The command in this process."""
    return CliRunner().invoke(cli, [str(w) for w in words], prog_name="iprgraph")


def failed(root: Path, *words: str) -> tuple[int, str]:
    """Exit code and standard error of the command in a process of its own; never a traceback, never an answer."""
    ended = run_python(RUN, *words, "--root", str(root))
    told = ended.stderr.decode("utf-8")
    assert "Traceback" not in told
    assert ended.stdout == b""
    return ended.returncode, told


def left_by_reader(words: list[str], read: int) -> tuple[int, bytes]:
    """Exit code and standard error of the command when its reader leaves after so many bytes."""
    command = [sys.executable, "-c", RUN, *words]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(read)
        process.stdout.close()
        told = process.stderr.read()
    return process.returncode, told


def test_all_downloads_are_written_into_a_folder(mini_built: Path, tmp_path: Path) -> None:
    result = run("export", "--all", tmp_path / "out", "--root", mini_built)
    assert result.exit_code == 0, result.output
    written = list((tmp_path / "out").iterdir())
    assert f"{len(written)} files" in result.output
    assert (tmp_path / "out" / "SHA256SUMS.txt").is_file()


@pytest.mark.parametrize("words", [["--all", "out", "--format", "nt"], [], ["--graph", "register"]])
def test_an_export_of_nothing_or_of_two_things_is_refused(mini_built: Path, words: list[str]) -> None:
    code, told = failed(mini_built, "export", *words)
    assert code == 2
    assert "--all DIR" in told


@pytest.mark.parametrize("name", ["", *cli.commands])
@pytest.mark.parametrize("option", ["--help", "-h"])
def test_every_command_explains_itself(name: str, option: str) -> None:
    result = run(*name.split(), option)
    assert result.exit_code == 0
    assert result.output.startswith("Usage: iprgraph")


@pytest.mark.parametrize("name", cli.commands)
def test_every_option_has_help(name: str) -> None:
    options = [p for p in cli.commands[name].params if isinstance(p, click.Option)]
    assert not [o.name for o in options if not o.help and o.name != "form"]


def test_a_build_publishes_and_says_so(mini_copy: Path, mini_dataset: DataSet) -> None:
    result = run("build", "--root", mini_copy)
    assert result.exit_code == 0
    target = mini_copy / "dist" / "iprgraph.nq"
    assert target.read_bytes() == mini_dataset.to_nquads()
    assert result.output.startswith(f"{target}: ")
    assert "9 checks passed" in result.output


def test_a_fresh_file_passes_the_comparison(mini_built: Path, without_shapes: None) -> None:
    result = run("build", "--check", "--root", mini_built)
    assert (result.exit_code, result.stdout) == (0, "The published file is what the sources give.\n")


def test_a_stale_file_fails_the_comparison_and_stays(mini_built: Path, tmp_path: Path) -> None:
    root = Path(shutil.copytree(mini_built, tmp_path / "mini"))
    (root / "dist" / "iprgraph.nq").write_bytes(b"old")
    code, told = failed(root, "build", "--check")
    assert code == 1
    assert "is not what the sources give" in told
    assert (root / "dist" / "iprgraph.nq").read_bytes() == b"old"


def test_a_build_of_bad_data_ends_with_one_and_names_the_place(mini_copy: Path) -> None:
    (mini_copy / "entities" / "law.ttl").write_text("<a>\n<b .\n", encoding="utf-8")
    code, told = failed(mini_copy, "build")
    assert code == 1
    assert told.startswith(f"iprgraph: {mini_copy}/entities/law.ttl:2: not Turtle: ")
    assert not (mini_copy / "dist").exists()


def test_a_build_with_a_failing_check_ends_with_one_and_writes_nothing(mini_copy: Path) -> None:
    file = mini_copy / "plans" / "mini-2031" / "plan.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('of = "Area"', 'of = "Measure"'), encoding="utf-8")
    code, told = failed(mini_copy, "build")
    assert code == 1
    assert "declared-count-violation" in told
    assert not (mini_copy / "dist").exists()


@pytest.mark.parametrize(("form", "start"), [("text", "WARNING"), ("json", "{"), ("turtle", "@prefix sh:")])
def test_the_checks_are_told_in_three_forms(mini_root: Path, form: str, start: str, without_shapes: None) -> None:
    result = run("check", "--format", form, "--root", mini_root)
    assert result.exit_code == 0
    assert result.stdout.startswith(start)


def test_a_failing_check_ends_with_one_and_tells_programs(mini_copy: Path, without_shapes: None) -> None:
    file = mini_copy / "plans" / "mini-2031" / "plan.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('of = "Area"', 'of = "Measure"'), encoding="utf-8")
    result = run("check", "--format", "json", "--root", mini_copy)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["conforms"] is False


@pytest.mark.parametrize("plan", ["mini-2031", "mini-zh"])
def test_the_text_comes_back_byte_for_byte(mini_built: Path, plan: str) -> None:
    ended = run_python(RUN, "text", plan, "--root", str(mini_built))
    assert ended.stdout == (mini_built / "plans" / plan / "source.txt").read_bytes()


def test_the_text_may_go_to_a_file(mini_built: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.txt"
    assert run("text", "mini-zh", "-o", file, "--root", mini_built).exit_code == 0
    assert file.read_bytes() == (mini_built / "plans" / "mini-zh" / "source.txt").read_bytes()


def test_a_pipe_in_place_of_a_file_is_refused_and_stays(mini_built: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    code, told = failed(mini_built, "table", "links", "-o", str(pipe))
    assert (code, f"{pipe} is a named pipe, not a file, and was left alone" in told) == (1, True)
    assert pipe.is_fifo()


@pytest.mark.parametrize("name", ["plans", "entities", "outcomes"])
def test_a_folder_that_may_not_be_read_is_told_with_its_cure(open_folder: Path, name: str) -> None:
    root = Path(shutil.copytree(MINI, open_folder / "mini"))
    (root / name).chmod(0o311)
    ended = run_python(f"from graph import build, cli\n{NOBODY}\n{RUN}", "build", "--root", str(root))
    assert ended.returncode == 1
    told = f"iprgraph: {root / name}: permission denied. Mend the permissions there\n"
    assert ended.stderr.decode() == told


@pytest.mark.parametrize("name", COLUMNS)
def test_a_table_is_printed(mini_built: Path, mini_store: ox.Store, name: str) -> None:
    result = run("table", name, "--root", mini_built)
    assert (result.exit_code, result.stdout_bytes.decode("utf-8")) == (0, table_csv(mini_store, name))


@pytest.mark.parametrize("form", ["ttl", "nt", "nq", "trig", "jsonld", "rdfxml"])
def test_an_export_is_printed(mini_built: Path, form: str) -> None:
    result = run("export", "--format", form, "--entity", "law/signs-decree", "--root", mini_built)
    assert result.exit_code == 0
    assert b"law/signs-decree" in result.stdout_bytes


def test_a_fact_is_explained(mini_built: Path) -> None:
    result = run("explain", "plan/mini-2031/A-2-1", "--root", mini_built)
    assert "▸Signs Decree◂" in result.output


def test_a_stored_question_is_answered(mini_built: Path) -> None:
    result = run("query", "measures-that-revise-a-law", "--root", mini_built)
    assert result.exit_code == 0
    assert "A.1.1" in result.output


def test_a_question_from_a_file_and_from_standard_input_is_answered(mini_built: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    file.write_text("SELECT (COUNT(*) AS ?n) { ?s a <https://w3id.org/iprgraph/ontology#Area> }", encoding="utf-8")
    answers = [
        run("query", file, "--root", mini_built).output,
        CliRunner().invoke(cli, ["query", "-", "--root", str(mini_built)], input=file.read_text()).output,
    ]
    assert [a.split() for a in answers] == [["n", "6"], ["n", "6"]]


def test_an_empty_answer_is_explained_beside_it(mini_built: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    file.write_text("SELECT ?s { ?s a <https://w3id.org/iprgraph/ontology#Aera> }", encoding="utf-8")
    told = run("query", file, "--explain", "--root", mini_built)
    assert (told.exit_code, told.stdout.split()) == (0, ["s"])
    assert "near: ipr:Area" in told.stderr
    as_json = run("query", file, "--explain", "--json", "--root", mini_built)
    assert json.loads(as_json.stderr)["names"][0]["near"][0]["name"] == "ipr:Area"


def test_a_syntax_error_is_told_with_a_mend(mini_built: Path, tmp_path: Path) -> None:
    file = tmp_path / "q.rq"
    file.write_text("SELECT ?s { ?s a ipr:Area }", encoding="utf-8")
    told = run("query", file, "--explain", "--root", mini_built)
    assert told.exit_code == 1
    assert told.stderr.endswith(
        "mended:\nPREFIX ipr: <https://w3id.org/iprgraph/ontology#>\nSELECT ?s { ?s a ipr:Area }\n"
    )


def test_the_stored_questions_are_listed() -> None:
    assert "measures-that-revise-a-law" in run("questions").output


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["table", "laws"], 2, "'laws' is not one of 'mentions'"),
        (["text", "cn-1999"], 2, "no plan 'cn-1999'. There are: mini-2031, mini-zh"),
        (["explain", "law/none"], 1, "the graph says nothing about https://w3id.org/iprgraph/law/none"),
        (["explain", "a b"], 2, "'a b' is no IRI and no path"),
        (["export", "--format", "nq", "--graph", "facts"], 1, "no graph 'facts'"),
        (["export", "--format", "docx"], 2, "'docx' is not one of 'ttl'"),
        (["export"], 2, "choose a format with --format"),
        (["query", "nonsense"], 1, "no stored query 'nonsense'"),
        (["query", "none.rq"], 1, "none.rq"),
        (["query", "none.rq", "--json"], 2, "--json goes with --explain"),
        (["bild"], 2, "No such command 'bild'"),
        (["build", "--chek"], 2, "No such option"),
    ],
)
def test_a_wrong_call_ends_with_its_code_and_one_message(
    mini_built: Path, words: list[str], code: int, told: str
) -> None:
    ended, message = failed(mini_built, *words)
    assert ended == code
    assert told in message


def test_a_folder_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    code, told = failed(tmp_path / "none", "table", "mentions")
    assert code == 2
    assert f"--root {tmp_path / 'none'} is not a folder" in told


def test_a_folder_without_plans_ends_with_one(tmp_path: Path) -> None:
    code, told = failed(tmp_path, "build")
    assert (code, "this data folder has no plans" in told) == (1, True)


def test_a_folder_that_was_not_built_says_what_to_do(mini_root: Path) -> None:
    code, told = failed(mini_root, "table", "mentions")
    assert (code, "run: iprgraph build" in told) == (1, True)


def test_an_unforeseen_fault_is_told_without_traceback(mini_built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fault(store: ox.Store, name: str) -> str:
        raise RuntimeError("boom")

    monkeypatch.setattr("graph.tables.table_csv", fault)
    result = run("table", "mentions", "--root", mini_built)
    assert result.exit_code == 1
    assert "a fault of iprgraph itself, please report it: RuntimeError('boom')" in result.stderr


@pytest.mark.parametrize(
    ("words", "read"), [(["export", "--format", "nq"], 10), (["questions"], 0), (["explain", "law/signs-decree"], 0)]
)
def test_a_reader_that_stops_early_is_no_error(mini_built: Path, words: list[str], read: int) -> None:
    words = words if words == ["questions"] else [*words, "--root", str(mini_built)]
    assert left_by_reader(words, read) == (0, b"")


def test_a_failing_check_fails_though_its_reader_stops_early(mini_copy: Path) -> None:
    file = mini_copy / "plans" / "mini-2031" / "plan.toml"
    file.write_text(file.read_text(encoding="utf-8").replace('of = "Area"', 'of = "Measure"'), encoding="utf-8")
    assert left_by_reader(["check", "--root", str(mini_copy)], 0) == (1, b"")


def test_nothing_that_only_checks_need_is_loaded_for_a_table(mini_built: Path) -> None:
    code = RUN.replace("cli(sys.argv[1:], prog_name='iprgraph')", "cli(sys.argv[1:], standalone_mode=False)")
    code += "; print([m for m in ('rdflib', 'pyshacl') if m in sys.modules], file=sys.stderr)"
    ended = run_python(code, "table", "links", "--root", str(mini_built))
    assert ended.stderr.decode().strip() == "[]"
    assert ended.stdout.startswith(b"subject,predicate,object,target,")


def test_a_citation_is_resolved_with_its_reason(mini_built: Path) -> None:
    result = run("resolve", "plan/mini-2031", "--root", mini_built)
    told = json.loads(run("resolve", "plan/mini-2031", "--json", "--root", mini_built).output)
    assert result.exit_code == 0
    assert result.stdout.startswith("https://w3id.org/iprgraph/plan/mini-2031  ")
    assert told["candidates"][0]["reasons"] == ["“plan/mini-2031” was read as a path below the base"]


def test_a_citation_that_means_nothing_ends_with_one_and_suggestions(mini_built: Path) -> None:
    result = run("resolve", "Act of Utopia", "--root", mini_built)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "Nothing is certainly meant by “Act of Utopia”." in result.stderr
    told = run("resolve", "Act of Utopia", "--json", "--root", mini_built)
    assert told.exit_code == 1
    assert json.loads(told.stdout)["candidates"] == []
