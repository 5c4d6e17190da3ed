"""What a process that answers foreign queries may use: memory, files, time; and that it dies with its parent."""

import contextlib
import ctypes
import os
import re
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from server.refusals import RefusedError
from server.sandbox import close_file_system, filter_calls

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

STACK = 256 * 1024 * 1024
"""Of the thread that evaluates: nested queries overflow a usual stack of 8 MB, which no handler survives."""
# The kernel's own constant, from <linux/prctl.h>.
_PR_SET_PDEATHSIG = 1
_MEGABYTE = 1024 * 1024
_FILES = 8192
_LOW_PRIORITY = 15
_LEAST_AVAILABLE = 0.06
TRY_AGAIN = 10
"""Seconds after which a server that was busy may be less so."""


@dataclass(frozen=True)
class Limits:
    """What one query may use."""

    seconds: float = 10.0
    memory: int = 1024 * 1024 * 1024
    """Bytes of address space above what the worker has before its first query; 0 for no limit."""
    rows: int = 1_000_000
    size: int = 256 * 1024 * 1024
    """Bytes of an answer."""
    readable: Path | None = None
    """Folder whose files may be opened still, for reading; a large store on disk opens some only when it needs them."""

    def seconds_for(self, asked: float | None) -> float:
        """The time a query has: what the asker wants, within the limit."""
        return self.seconds if asked is None else min(asked, self.seconds)

    def check_size(self, size: int) -> None:
        """Refuses an answer that is too large and cannot be cut."""
        if size > self.size:
            told = f"The answer is larger than the limit of {self.size / _MEGABYTE:g} MB."
            raise RefusedError(507, f"{told} Ask for it in smaller parts.")

    def memory_used_up(self) -> RefusedError:
        """The refusal of a query that took more than its memory, or found none."""
        limit = f"the limit of {self.memory / _MEGABYTE:g} MB" if self.memory else "there is"
        return RefusedError(507, f"The query needed more memory than {limit} and was stopped. Ask for less.")


def die_with_parent(parent: int) -> None:
    """Ends this process when the thread that started it ends; elsewhere than on Linux, closed sockets must do."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it ended before we asked
            os._exit(0)


class MemoryGauge:
    """How much address space this process has; the file is opened before files are forbidden."""

    def __init__(self) -> None:
        self._file = os.open("/proc/self/statm", os.O_RDONLY) if sys.platform == "linux" else None
        self._page = os.sysconf("SC_PAGE_SIZE") if self._file is not None else 0
        self.base = self.used()

    def used(self) -> int:
        """Bytes; 0 where the system does not tell."""
        return 0 if self._file is None else int(os.pread(self._file, 32, 0).split()[0]) * self._page


def confine(limits: Limits, gauge: MemoryGauge, *, may_connect: bool) -> None:
    """Forbids this process memory beyond its share, core dumps, files and, unless it may connect, sockets."""
    if resource is None:
        return
    # Whoever connects reads where names and certificates are kept.
    close_file_system(Path("/") if may_connect else limits.readable)
    filter_calls(may_connect=may_connect)
    if limits.memory and gauge.base:
        _limit(resource.RLIMIT_AS, gauge.base + limits.memory)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    if not may_connect and limits.readable is None:
        # No new file descriptor at all; those already open keep working.
        _limit(resource.RLIMIT_NOFILE, 0)


def _limit(kind: int, most: int) -> None:
    hard = resource.getrlimit(kind)[1]
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(kind, (most, most))


def allow_files() -> None:
    """Let this process have many connections: each takes a file descriptor, and the usual soft limit is 1024."""
    if resource is not None:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def most_files() -> int:
    """How many files and connections this process may have at once."""
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0] if resource is not None else _FILES
    return _FILES if resource is not None and soft == resource.RLIM_INFINITY else soft


def offer_to_oom_killer() -> None:
    """Where the whole machine runs out of memory, a worker shall go before its parent or the HTTP process."""
    if sys.platform == "linux":
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:
            file.write("900")


def lower_priority(pid: int) -> None:
    """Let the process go after others; on Linux each of its threads has a priority of its own."""
    with contextlib.suppress(OSError, AttributeError):
        for thread in os.listdir(f"/proc/{pid}/task"):
            os.setpriority(os.PRIO_PROCESS, int(thread), _LOW_PRIORITY)


def is_memory_short() -> bool:
    """Whether the system has so little memory left that something must go; only Linux tells."""
    try:
        with open("/proc/meminfo", "rb") as file:
            told = file.read(512)
    except OSError:
        return False
    found = dict(re.findall(rb"(MemTotal|MemAvailable): +([0-9]+)", told))
    return len(found) == 2 and int(found[b"MemAvailable"]) < _LEAST_AVAILABLE * int(found[b"MemTotal"])


def resident_pages(pid: int) -> int:
    """How many pages of memory the process holds; 0 where the system does not tell."""
    try:
        with open(f"/proc/{pid}/statm", "rb") as file:
            return int(file.read(64).split()[1])
    except (OSError, IndexError):
        return 0


def too_long(seconds: float) -> RefusedError:
    """The refusal of a query that took more than its time."""
    told = f"The query took longer than the limit of {seconds:g} seconds and was stopped."
    return RefusedError(503, f"{told} Ask for less, or in smaller parts.", TRY_AGAIN)
