"""server/site_folder.py: our files are replaced, those of others are left alone."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from graph.errors import PublishError, UsageError
from server.site_folder import MANIFEST, SiteFolder


def put(out: Path, files: dict[str, str], *, is_forced: bool = False) -> int:
    """Write the files as a site does; how many were changed."""
    folder = SiteFolder(out, is_forced=is_forced)
    folder.check()
    with folder.beside() as new:
        for name, text in files.items():
            (new / name).parent.mkdir(parents=True, exist_ok=True)
            (new / name).write_text(text, encoding="utf-8")
        hashes = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()}
        return folder.take(new, hashes)


def contents(out: Path) -> dict[str, str]:
    found = (file for file in out.rglob("*") if file.is_file() and file.name != MANIFEST)
    return {file.relative_to(out).as_posix(): file.read_text(encoding="utf-8") for file in found}


def test_a_site_is_written_into_a_new_folder_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    files = {"index.html": "a", "law/x.html": "b"}
    assert put(tmp_path / "deep" / "out", files) == 2
    assert contents(tmp_path / "deep" / "out") == files
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["out"]


def test_who_else_reads_the_folder_may(tmp_path: Path) -> None:
    put(tmp_path / "out", {"law/x.html": "b"})
    assert (tmp_path / "out" / "law").stat().st_mode & 0o055 == (tmp_path / "out").stat().st_mode & 0o055


def test_the_list_of_our_files_is_one_that_sha256sum_reads(tmp_path: Path) -> None:
    put(tmp_path / "out", {"index.html": "a", "law/x.html": "b"})
    lines = (tmp_path / "out" / MANIFEST).read_text(encoding="utf-8").splitlines()
    assert lines == sorted(lines, key=lambda line: line[66:])
    if sys.platform == "linux":
        ended = subprocess.run(["sha256sum", "-c", MANIFEST], cwd=tmp_path / "out", capture_output=True, check=False)
        assert ended.returncode == 0


def test_writing_again_changes_only_what_differs(tmp_path: Path) -> None:
    out = tmp_path / "out"
    put(out, {"index.html": "a", "law/x.html": "b", "gone/deep/y.html": "c"})
    before = (out / "index.html").stat().st_mtime_ns
    assert put(out, {"index.html": "a", "law/x.html": "B", "new.html": "d"}) == 3
    assert contents(out) == {"index.html": "a", "law/x.html": "B", "new.html": "d"}
    assert (out / "index.html").stat().st_mtime_ns == before
    assert not (out / "gone").exists()


def test_files_of_others_stay(tmp_path: Path) -> None:
    out = tmp_path / "out"
    put(out, {"index.html": "a", "law/x.html": "b"})
    (out / "CNAME").write_text("example.org", encoding="utf-8")
    (out / "law" / "mine.txt").write_text("mine", encoding="utf-8")
    put(out, {"index.html": "A"})
    assert contents(out) == {"index.html": "A", "CNAME": "example.org", "law/mine.txt": "mine"}


@pytest.mark.parametrize("name", ["index.html", "law/x.html"])
def test_a_file_of_ours_that_somebody_changed_is_not_replaced_or_removed(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    put(out, {"index.html": "a", "law/x.html": "b"})
    (out / name).write_text("by hand", encoding="utf-8")
    before = contents(out)
    with pytest.raises(UsageError, match=f"not as iprgraph wrote them, such as {name}"):
        put(out, {"index.html": "A"})
    assert contents(out) == before
    put(out, {"index.html": "A"}, is_forced=True)
    assert contents(out) == {"index.html": "A"}


def test_a_new_file_does_not_replace_one_of_others(tmp_path: Path) -> None:
    out = tmp_path / "out"
    put(out, {"index.html": "a"})
    (out / "robots.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"robots\.txt"):
        put(out, {"index.html": "A", "robots.txt": "ours"})
    assert contents(out) == {"index.html": "a", "robots.txt": "mine"}


def test_a_folder_with_other_things_is_refused_unless_forced(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "thesis.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match=r"is not empty.*--force"):
        put(out, {"index.html": "a"})
    put(out, {"index.html": "a"}, is_forced=True)
    assert contents(out) == {"thesis.txt": "mine", "index.html": "a"}


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="is a file"):
        put(tmp_path / "out", {"index.html": "a"})


def test_a_list_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    out, outside = tmp_path / "out", tmp_path / "outside.txt"
    put(out, {"index.html": "a"})
    outside.write_text("mine", encoding="utf-8")
    sha256 = hashlib.sha256(b"mine").hexdigest()
    with (out / MANIFEST).open("a", encoding="utf-8") as file:
        file.write(f"{sha256}  ../outside.txt\n{sha256}  {outside.as_posix()}\n")
    put(out, {"index.html": "a"})
    assert outside.read_text(encoding="utf-8") == "mine"


def fail_beside(out: Path) -> None:
    with SiteFolder(out, is_forced=False).beside() as new:
        (new / "index.html").write_text("b", encoding="utf-8")
        raise RuntimeError


def test_what_fails_halfway_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    out = tmp_path / "out"
    put(out, {"index.html": "a"})
    with pytest.raises(RuntimeError):
        fail_beside(out)
    assert contents(out) == {"index.html": "a"}
    assert sorted(path.name for path in out.iterdir()) == ["index.html", MANIFEST]


def test_a_folder_in_place_of_a_file_is_an_error_that_says_so(tmp_path: Path) -> None:
    out = tmp_path / "out"
    (out / "index.html").mkdir(parents=True)
    folder = SiteFolder(out, is_forced=False)
    with folder.beside() as new, pytest.raises(UsageError, match=r"index\.html"):
        folder.take(new, {"index.html": "0" * 64})


@pytest.mark.parametrize("is_there", [True, False])
def test_where_nothing_may_be_written_the_message_says_what_helps(tmp_path: Path, is_there: bool) -> None:
    place = tmp_path / "file" / "out"
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    with pytest.raises(PublishError, match=r"cannot write in .*\. \w+"), SiteFolder(place, is_forced=is_there).beside():
        pass
    assert os.listdir(tmp_path) == ["file"]
