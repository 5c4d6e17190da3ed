"""Stores on disk: a data file is loaded into a folder once, and every later start finds it there.

Below the folder of stores each has its own, named by all that it depends on. It is built under another name, `.part`,
and renamed when whole; whoever builds holds the lock beside it, which ends with its process, whatever ends that.
"""

import contextlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from graph.errors import DataError, IprgraphError, UsageError
from graph.loading import DataFile, fill_store
from server.facts import DataFacts, facts_from
from server.limits import Limits, die_with_parent

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

# Raise it when a store would hold something else for the same file.
_LAYOUT = 1
_STORE, _FACTS = "store", "facts.json"


@dataclass(frozen=True)
class DiskStore:
    """A store that is whole, and what is known of its data; each process that asks it opens it for itself."""

    folder: Path
    facts: DataFacts

    def exists(self) -> bool:
        """Whether nobody has removed it."""
        return (self.folder / _STORE).is_dir()

    def open(self, limits: Limits) -> tuple[ox.Store, Limits]:
        """The store opened for reading, where no fork follows, for it starts threads; a large one opens files later."""
        store = self.read_only()
        return store, replace(limits, readable=self._still_to_open())

    def read_only(self) -> ox.Store:
        """The store; OSError where it is damaged."""
        return ox.Store.read_only(str(self.folder / _STORE))

    def _still_to_open(self) -> Path | None:
        """The folder of files that this process, having opened the store, may yet have to open; None without any."""
        files = set((self.folder / _STORE).glob("*.sst"))
        with contextlib.suppress(OSError):
            opened = Path("/proc/self/fd")
            files -= {Path(os.readlink(entry)) for entry in opened.iterdir() if entry.is_symlink()}
        return self.folder if files else None


def open_on_disk(file: DataFile, *, union: bool, below: Path) -> DiskStore:
    """The file's store below the folder, built if there is none; refuses what cannot be loaded, read or written."""
    if fcntl is None:
        raise UsageError("--store disk needs Linux or macOS; leave it out to keep the data in memory")
    sha256 = file.read_sha256()
    # The suffix, since a text can be right in one format and wrong in another.
    parts = (sha256, file.path.suffix[1:].lower(), "union" if union else "own", ox.__version__, str(_LAYOUT))
    below = below.resolve()
    folder = below / "-".join(parts)
    with _told_as_ours(below):
        below.mkdir(parents=True, exist_ok=True)
        if not folder.is_dir():
            with _lock(folder):
                if not folder.is_dir():
                    _tell(f"loading {file.path} into {folder}")
                    _remove_leftovers(folder)
                    _build_anew(file, sha256, union, folder)
    return _find(folder)


def _find(folder: Path) -> DiskStore:
    """The store in the folder, tried; refuses one that is damaged."""
    try:
        store = DiskStore(folder, facts_from(json.loads((folder / _FACTS).read_bytes())))
        _apart(store.read_only)
    except (OSError, ValueError, TypeError, KeyError) as error:
        what = f"the store cannot be read: {_reason(error)}"
        raise DataError(what, file=folder, cure="Remove the folder; it is built again at the next start") from None
    return store


def _build_anew(file: DataFile, sha256: str, union: bool, folder: Path) -> None:
    """Load the file where nobody looks, and give the store its name; what is left of a failure is removed."""
    try:
        _apart(lambda: _build(file, sha256, union, folder))
    except BaseException:
        # Only now, when no thread of the engine writes there any more.
        shutil.rmtree(_part(folder), ignore_errors=True)
        raise


def _build(file: DataFile, sha256: str, union: bool, folder: Path) -> None:
    part = _part(folder)
    part.mkdir()
    store = ox.Store(part / _STORE)
    loaded = fill_store(store, file, union=union, on_disk=True)
    if file.sha256 != sha256:
        raise DataError("it changed while it was read", file=file.path, cure="Start again when it is complete")
    store.optimize()
    store.flush()
    del store
    facts = DataFacts(sha256=sha256, **vars(loaded))
    (part / _FACTS).write_text(json.dumps(vars(facts)), encoding="utf-8")
    part.rename(folder)


def _part(folder: Path) -> Path:
    return folder.with_name(folder.name + ".part")


@contextlib.contextmanager
def _lock(folder: Path) -> Iterator[None]:
    """Held while one process builds this store; another that wants it waits."""
    with _lock_file(folder).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _tell(f"waiting for another start that builds {folder}")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _lock_file(folder: Path) -> Path:
    return folder.with_name(folder.name + ".lock")


def _remove_leftovers(mine: Path) -> None:
    """Remove what killed builders left: of the store whose lock is held here, and of those whose locks are free."""
    for part in mine.parent.glob("*.part"):
        if part == _part(mine):
            shutil.rmtree(part)
            continue
        with _lock_file(part.with_suffix("")).open("w") as lock, contextlib.suppress(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(part)


def _apart(task: Callable[[], object]) -> None:
    """Run the task in a process of its own, since the engine leaves threads behind where it has had files open.

    An error of ours is raised here as it was there, any other as an OSError with its words.
    """
    parent = os.getpid()
    reading, writing = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            die_with_parent(parent)
            os.close(reading)
            with open(writing, "w", encoding="utf-8") as out:
                json.dump(_outcome(task), out)
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, encoding="utf-8") as told:
        words = told.read()
    os.waitpid(pid, 0)
    outcome = json.loads(words or '{"reason": "its process ended without a word; is there memory?"}')
    if "reason" in outcome:
        raise OSError(0, outcome["reason"])
    if "error" in outcome:
        raise (UsageError if outcome["exit_code"] == UsageError.exit_code else IprgraphError)(outcome["error"])


def _outcome(task: Callable[[], object]) -> dict[str, Any]:
    try:
        task()
    except IprgraphError as error:
        return {"error": str(error), "exit_code": error.exit_code}
    except BaseException as error:  # the engine's panics are no Exceptions
        return {"reason": _reason(error)}
    return {}


@contextlib.contextmanager
def _told_as_ours(below: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        cure = "Make room and give it the right to write, or name another folder with --store-dir"
        raise DataError(f"no store can be built here: {_reason(error)}", file=below, cure=cure) from None


def _reason(error: BaseException) -> str:
    """The error's words in one line."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error) or type(error).__name__
    return " ".join(words.split())


def _tell(words: str) -> None:
    sys.stderr.write(f"iprgraph: {words}\n")
