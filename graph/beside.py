"""Makes the new file beside the one that it is to replace, and clears away what killed runs have left there.

A writer holds a lock on its new file, which ends with it however it ends: so a leftover is told from the file of a run
still going, be it in another container, or under a process number that was used before.
"""

import contextlib
import hashlib
import os
import secrets
import sys
from collections.abc import Iterator
from io import BufferedRandom
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_PREFIX = ".iprgraph-"
_LONGEST_LABEL = 200


def is_beside(file: Path) -> bool:
    """Whether the file was made here."""
    return file.name.startswith(_PREFIX)


@contextlib.contextmanager
def make_beside(target: Path, *, private: bool) -> Iterator[tuple[Path, BufferedRandom]]:
    """A new file in the same folder, locked for as long as its writer lives, and gone at the end unless renamed."""
    new, handle = _create(target, 0o600 if private else 0o666)
    # Windows neither needs the lock, since nobody can remove an open file there, nor can rename one.
    lock = os.dup(handle) if sys.platform != "win32" else None
    try:
        with os.fdopen(handle, "w+b") as out:
            yield new, out
    finally:
        with contextlib.suppress(OSError):
            new.unlink(missing_ok=True)
        if lock is not None:
            os.close(lock)


def _create(target: Path, mode: int) -> tuple[Path, int]:
    flags = os.O_CREAT | os.O_EXCL | os.O_RDWR | getattr(os, "O_BINARY", 0)
    while True:
        new = target.with_name(f"{_label(target)}{os.getpid()}-{secrets.token_hex(4)}")
        handle = os.open(new, flags, mode)
        if sys.platform != "win32":
            with contextlib.suppress(OSError):  # a file system without locks: leftovers are then never cleared away
                fcntl.flock(handle, fcntl.LOCK_EX)
        if new.exists():
            return new, handle
        os.close(handle)  # somebody cleared it away before it was locked


def _label(target: Path) -> str:
    """How the new file's name begins; the name of a file may be as long as the system allows, so it may not fit."""
    name = os.fsencode(target.name)
    label = target.name if len(name) <= _LONGEST_LABEL else hashlib.sha256(name).hexdigest()
    return f"{_PREFIX}{label}-"


def remove_leftovers(target: Path) -> None:
    """A killed run leaves its unfinished file behind; the next clears it away, but not that of a run still going."""
    with contextlib.suppress(OSError), os.scandir(target.parent) as entries:
        for entry in entries:
            if entry.name.startswith(_label(target)):
                with contextlib.suppress(OSError):
                    _remove_unlocked(Path(entry.path))


def _remove_unlocked(leftover: Path) -> None:
    if sys.platform == "win32":
        leftover.unlink()
        return
    handle = os.open(leftover, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        leftover.unlink()
    finally:
        os.close(handle)
