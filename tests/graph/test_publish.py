"""graph/publish.py: readers see the old file or the new one, whatever happens to the writer."""

import errno
import io
import os
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from graph.errors import PublishError
from graph.publish import write_atomically
from tests.inventing import NOBODY, run_python

IMPORTS = """
import os, sys
from pathlib import Path
from graph.errors import PublishError
from graph.publish import write_atomically
"""
WRITE = """
try:
    write_atomically(Path(sys.argv[1]), b"new " * 100_000)
except PublishError as error:
    print(error)
"""
LIMITED = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
FSYNC = os.fsync


def told_by(state: str, file: Path) -> str:
    """What a process in that state says about its failure to write the file."""
    ended = run_python(IMPORTS + state + WRITE, str(file))
    assert ended.returncode == 0, ended.stderr
    return ended.stdout.decode()


def fail(error: int) -> None:
    """Fail as the system does."""
    raise OSError(error, os.strerror(error))


def syncing(change: Callable[[int], object]) -> Callable[[int], None]:
    """A sync that does something to files first, and nothing to folders."""

    def fsync(handle: int) -> None:
        if stat.S_ISREG(os.fstat(handle).st_mode):
            change(handle)
        FSYNC(handle)

    return fsync


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file that was published, alone in its folder."""
    file = tmp_path / "out.nq"
    file.write_bytes(b"old")
    return file


def unchanged(file: Path) -> bool:
    """Whether it is the old file, alone."""
    return file.read_bytes() == b"old" and list(file.parent.iterdir()) == [file]


def test_a_new_file_is_written_with_its_folders(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "out.nq"
    write_atomically(file, b"new")
    assert file.read_bytes() == b"new"
    assert list(file.parent.iterdir()) == [file]


def test_an_old_file_is_replaced_by_pieces(file: Path) -> None:
    write_atomically(file, iter([b"ne", b"w"]))
    assert file.read_bytes() == b"new"


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600)])
def test_a_new_file_may_be_read_by_whom_the_user_allows(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        write_atomically(tmp_path / "out.nq", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "out.nq").stat().st_mode) == mode


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_an_old_file_keeps_its_owner_and_mode(file: Path, mode: int) -> None:
    if os.geteuid() == 0:
        os.chown(file, 12345, 54321)
    file.chmod(mode)
    old = file.stat()
    write_atomically(file, b"new")
    new = file.stat()
    assert (new.st_uid, new.st_gid, new.st_mode) == (old.st_uid, old.st_gid, old.st_mode)


@pytest.mark.parametrize(("old", "new"), [(0o640, 0o600), (0o664, 0o644), (0o604, 0o644)])
def test_another_group_gets_what_all_have(file: Path, old: int, new: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fchown", lambda *_: fail(errno.EPERM))
    file.chmod(old)
    write_atomically(file, b"new")
    assert stat.S_IMODE(file.stat().st_mode) == new


def test_a_link_stays_and_the_file_behind_it_is_replaced(file: Path, tmp_path: Path) -> None:
    (tmp_path / "links").mkdir()
    link = tmp_path / "links" / "latest.nq"
    link.symlink_to("../out.nq")
    write_atomically(link, b"new")
    assert os.readlink(link) == "../out.nq"
    assert file.read_bytes() == b"new"
    assert list(link.parent.iterdir()) == [link]


def test_a_link_to_a_file_that_is_not_there_makes_it(tmp_path: Path) -> None:
    link = tmp_path / "latest.nq"
    link.symlink_to("out.nq")
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert (tmp_path / "out.nq").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("leads_to", "told"),
    [
        ("unmounted/out.nq", r"no such file or directory at .*/unmounted\. .* Make the folder"),
        ("latest.nq", r"too many levels of symbolic links\. .* Remove the link"),
    ],
)
def test_a_link_to_nowhere_is_told(tmp_path: Path, leads_to: str, told: str) -> None:
    link = tmp_path / "latest.nq"
    link.symlink_to(leads_to)
    with pytest.raises(PublishError, match=told):
        write_atomically(link, b"new")


def test_a_pipe_a_socket_and_a_folder_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to("pipe")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
        before = {f.name: f.lstat() for f in tmp_path.iterdir()}
        for name, kind in {"pipe": "a named pipe", "link": "a named pipe", "folder": "a folder", "socket": "a socket"}.items():  # fmt: skip
            with pytest.raises(PublishError, match=f"{name} is {kind}, not a file, and was left alone"):
                write_atomically(tmp_path / name, b"new")
        assert {f.name: f.lstat() for f in tmp_path.iterdir()} == before


def test_a_device_is_refused() -> None:
    told = told_by(NOBODY, Path("/dev/null"))
    assert "/dev/null is a device, not a file, and was left alone. Name a file" in told


def test_a_fault_while_writing_leaves_the_old_file_alone(file: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"new"
        raise RuntimeError("a fault of the caller")

    with pytest.raises(RuntimeError, match="a fault of the caller"):
        write_atomically(file, pieces())
    assert unchanged(file)


def test_a_reader_who_has_begun_reads_the_old_file_to_its_end(file: Path) -> None:
    with file.open("rb", buffering=0) as reading:
        assert reading.read(1) == b"o"
        write_atomically(file, b"new")
        assert reading.read() == b"ld"


def test_the_file_is_on_the_disk_before_the_rename(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def fsync(handle: int) -> None:
        done.append("folder" if stat.S_ISDIR(os.fstat(handle).st_mode) else f"file of {os.fstat(handle).st_size}")
        FSYNC(handle)

    def replace(old: Path, new: Path) -> None:
        done.append(f"rename to {new.name}")
        os.rename(old, new)

    monkeypatch.setattr(os, "fsync", fsync)
    monkeypatch.setattr(Path, "replace", replace)
    write_atomically(file, b"new!")
    assert done[-3:] == ["file of 4", "rename to out.nq", "folder"]


def test_a_folder_that_is_made_is_on_the_disk_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", lambda handle: synced.append(os.fstat(handle).st_ino))
    write_atomically(tmp_path / "a" / "b" / "out.nq", b"new")
    assert {f.stat().st_ino for f in (tmp_path, tmp_path / "a", tmp_path / "a" / "b")} <= set(synced)


@pytest.mark.parametrize("spoil", [lambda h: os.pwrite(h, b"X", 1), lambda h: os.truncate(h, 2)])
def test_a_disk_that_keeps_other_bytes_is_found_out(
    file: Path, spoil: Callable[[int], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", syncing(spoil))
    with pytest.raises(PublishError, match=r"what was written is not what reads back.*Look after the disk"):
        write_atomically(file, b"new")
    assert unchanged(file)


@pytest.mark.parametrize(
    ("error", "cure"),
    [
        (errno.ENOSPC, "no space left on device. What was there is unchanged. Free some space, or write elsewhere"),
        (errno.EDQUOT, "disk quota exceeded. What was there is unchanged. Free some of your quota"),
        (errno.EIO, "input/output error. What was there is unchanged. Look after the disk"),
        (errno.ENODEV, "no such device. What was there is unchanged. Ask whoever looks after this system"),
    ],
)
@pytest.mark.parametrize("when", ["at sync", "at close", "at rename"])
def test_what_the_system_refuses_is_told_with_its_cure(
    file: Path, error: int, cure: str, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full(io.BufferedRandom):
        def close(self) -> None:
            if not self.closed:
                super().close()
                fail(error)

    if when == "at sync":
        monkeypatch.setattr(os, "fsync", syncing(lambda _: fail(error)))
    elif when == "at rename":
        monkeypatch.setattr(Path, "replace", lambda *_: fail(error))
    else:
        monkeypatch.setattr(os, "fdopen", lambda handle, _: Full(io.FileIO(handle, "r+")))
    with pytest.raises(PublishError) as caught:
        write_atomically(file, b"new")
    assert str(caught.value).startswith(f"{file} could not be written: {cure}")
    assert unchanged(file)


def test_a_disk_that_does_not_confirm_the_rename_is_told_as_that(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fsync(handle: int) -> None:
        if stat.S_ISDIR(os.fstat(handle).st_mode) and file.read_bytes() == b"new":
            fail(errno.EIO)

    monkeypatch.setattr(os, "fsync", fsync)
    with pytest.raises(PublishError) as caught:
        write_atomically(file, b"new")
    assert "is the new one, but the disk did not confirm that it stays so: input/output error" in str(caught.value)
    assert "unchanged" not in str(caught.value)
    assert file.read_bytes() == b"new"


def test_a_file_system_that_cannot_sync_folders_will_do(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda h: fail(errno.EINVAL) if stat.S_ISDIR(os.fstat(h).st_mode) else FSYNC(h))
    write_atomically(file, b"new")
    assert file.read_bytes() == b"new"


@pytest.mark.parametrize("mode", [0o555, 0o333])
def test_a_folder_that_may_not_be_written_or_read_is_told(open_folder: Path, mode: int) -> None:
    file = open_folder / "out.nq"
    file.write_bytes(b"old")
    open_folder.chmod(mode)
    told = told_by(NOBODY, file)
    open_folder.chmod(0o755)
    assert f"{file} could not be written: permission denied at {open_folder}. What was there is unchanged" in told
    assert "Mend the permissions there" in told
    assert unchanged(file)


def test_a_file_that_may_not_be_written_is_not_replaced(open_folder: Path) -> None:
    file = open_folder / "out.nq"
    file.write_bytes(b"old")
    file.chmod(0o444)
    open_folder.chmod(0o777)
    assert f"{file} could not be written: permission denied. What was" in told_by(NOBODY, file)
    assert unchanged(file)


def test_a_limit_of_file_sizes_is_told(file: Path) -> None:
    told = told_by(LIMITED, file)
    assert f"{file} could not be written: file too large. What was there is unchanged. Raise the limit" in told
    assert unchanged(file)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("out.nq/out.nq", r"not a directory.*Move away what stands in place of the folder"),
        ("out.nq/dist/out.nq", r"not a directory.*Move away what stands in place of the folder"),
        ("n" * 256, r"file name too long.*Choose a shorter name"),
    ],
)
def test_a_name_that_no_file_can_have_is_told(file: Path, name: str, told: str) -> None:
    with pytest.raises(PublishError, match=told):
        write_atomically(file.parent / name, b"new")
    assert unchanged(file)
