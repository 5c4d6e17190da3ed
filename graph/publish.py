"""Writes a file so that readers see the old one or the new one, never a half: new file beside, fsync, one rename."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

from graph.errors import PublishError

_PREFIX = ".iprgraph-"


def write_atomically(file: Path, data: bytes | Iterable[bytes]) -> None:
    """Put the bytes in place of the file; on any failure the file is as it was and nothing is left beside it."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(file)
        handle, name = tempfile.mkstemp(prefix=f"{_PREFIX}{file.name}-{os.getpid()}-", dir=file.parent)
    except OSError as error:
        raise _failed(file, error) from None
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            for piece in [data] if isinstance(data, bytes) else data:
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        temporary.chmod(0o644)
        temporary.replace(file)
        _sync_folder(file.parent)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _failed(file, error) from None
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _remove_leftovers(file: Path) -> None:
    """A killed run leaves its unfinished file behind; the next clears it away, but not that of a run still going."""
    for old in file.parent.glob(f"{_PREFIX}{file.name}-*"):
        pid = old.name.removeprefix(f"{_PREFIX}{file.name}-").partition("-")[0]
        if not (pid.isdigit() and _is_running(int(pid))):
            old.unlink(missing_ok=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _failed(file: Path, error: OSError) -> PublishError:
    reason = (error.strerror or str(error)).lower()
    return PublishError(
        f"{file} could not be written: {reason}. What was there is unchanged; "
        "check the folder's permissions and free space, or write elsewhere"
    )
