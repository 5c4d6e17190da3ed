"""Writes a file so that readers see the old one or the new one, never a half, whatever happens to the writer.

The new file is made beside the old one, synced to the disk, read back and compared; then one rename puts it in place.
A symbolic link stays: the file that it names is replaced. The new file keeps the owner, group and mode of the old one
as far as its writer may, but not access lists and other attributes; other hard links keep the old content.
"""

import errno
import hashlib
import os
import stat
import sys
from collections.abc import Iterable
from io import BufferedRandom
from pathlib import Path

from graph.beside import is_beside, make_beside, remove_leftovers
from graph.errors import PublishError, cure_of

_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}
_CANNOT_SYNC_FOLDERS = (errno.EINVAL, errno.ENOTSUP)


def write_atomically(file: Path, data: bytes | Iterable[bytes]) -> None:
    """Put the bytes in place of the file; on any failure the file is as it was and nothing is left beside it.

    Refuses what is no regular file (a pipe, a device, a folder), and a file that the caller may not write.
    """
    try:
        _make_folder(file.parent)
        target, old = _find(file)
        _sync_folder(target.parent)  # a folder that cannot be synced is told before anything has changed
        remove_leftovers(target)
        with make_beside(target, private=old is not None) as (new, out):
            if old and not os.access(target, os.W_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(target))
            with out:
                _fill(out, data, old)
            new.replace(target)
    except OSError as error:
        raise _failed(file, error) from None
    try:
        _sync_folder(target.parent)
    except OSError as error:
        what = f"{file} is the new one, but the disk did not confirm that it stays so"
        raise PublishError(f"{what}: {_reason(file, error)}. {cure_of(error)}; then run this again") from None


def _make_folder(folder: Path) -> None:
    """The folder and those above it, each synced into the one that holds it."""
    if not folder.exists():
        _make_folder(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync_folder(folder.parent)


def _find(file: Path) -> tuple[Path, os.stat_result | None]:
    """The file behind any links, and what stands there; refuses what is no regular file."""
    try:
        # Asked of the link itself, so that the system can refuse links that others planted in a shared folder.
        old = file.stat()
    except FileNotFoundError:
        old = None
    if old and not stat.S_ISREG(old.st_mode):
        kind = _KINDS.get(stat.S_IFMT(old.st_mode), "something else")
        raise PublishError(
            f"{file} is {kind}, not a file, and was left alone. "
            f"Name a file, or let standard output go there: iprgraph … > {file}"
        )
    return (Path(os.path.realpath(file)) if file.is_symlink() else file), old


def _fill(out: BufferedRandom, data: bytes | Iterable[bytes], old: os.stat_result | None) -> None:
    """Write the bytes, bring them to the disk, and compare what is read back."""
    given = hashlib.sha256()
    for piece in [data] if isinstance(data, bytes) else data:
        out.write(piece)
        given.update(piece)
    out.flush()
    if old:
        _keep_access(out.fileno(), old)
    os.fsync(out.fileno())
    if sys.platform == "linux":
        # Without this, memory would answer and not the disk.
        os.posix_fadvise(out.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    out.seek(0)
    if hashlib.file_digest(out, "sha256").digest() != given.digest():
        raise OSError(errno.EIO, "what was written is not what reads back")


def _keep_access(handle: int, old: os.stat_result) -> None:
    """Owner, group and mode of the old file; a group that the writer may not keep gets what all others have."""
    if sys.platform == "win32":
        return
    mode = old.st_mode & 0o777
    try:
        os.fchown(handle, old.st_uid, old.st_gid)
    except OSError:
        try:
            os.fchown(handle, -1, old.st_gid)
        except OSError:
            mode = mode & 0o707 | (mode & 0o007) << 3
    os.fchmod(handle, mode)


def _sync_folder(folder: Path) -> None:
    """Bring the folder's entries to the disk, where folders can be synced."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in _CANNOT_SYNC_FOLDERS:
            raise
    finally:
        os.close(handle)


def _failed(file: Path, error: OSError) -> PublishError:
    what = f"{file} could not be written: {_reason(file, error)}. What was there is unchanged"
    return PublishError(f"{what}. {cure_of(error)}, or write elsewhere")


def _reason(file: Path, error: OSError) -> str:
    """What the system said, and of which file or folder where that is another one."""
    reason = (error.strerror or str(error)).lower()
    culprit = error.filename2 or error.filename
    if not isinstance(culprit, str) or Path(culprit) == file:
        return reason
    place = Path(culprit)
    return f"{reason} at {place.parent if is_beside(place) else place}"
