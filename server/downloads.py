"""The files to take away: made once for the data that are served, when first wished for, and kept in a folder."""

import json
import logging
import os
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from graph.made import LARGEST, MadeFile
from server.facts import DataFacts
from server.refusals import ProblemError, RefusedError
from server.workers import python

# To make all files of our data takes about 6 seconds.
_LONGEST_WAIT = 30.0
_AGAIN = 5
# Who waits keeps a thread, and others need some, too.
_MOST_WAITING = 6
_log = logging.getLogger("iprgraph")


class Downloads:
    """The files of one version of the data; to be closed."""

    def __init__(self, file: Path, facts: DataFacts) -> None:
        self._file, self._facts = file, facts
        self._changed = threading.Condition()
        self._made: dict[str, MadeFile] = {}
        self._folder: TemporaryDirectory[str] | None = None
        self._process: subprocess.Popen[str] | None = None
        self._thread: threading.Thread | None = None
        self._is_whole = self._is_closed = False
        self._waiting = 0

    @property
    def are_offered(self) -> bool:
        """Whether there are files; of very large data there are none."""
        return self._facts.triples <= LARGEST

    def all(self, patience: float | None = None) -> tuple[MadeFile, ...]:
        """What there is, in order, once it is made; refuses to wait long, or longer than the seconds given."""
        self._wait_for(lambda: self._is_whole, patience)
        return tuple(self._made.values())

    def find(self, name: str) -> tuple[MadeFile, Path] | None:
        """The file of that name, as soon as it is made; None where there is none."""
        self._wait_for(lambda: self._is_whole or name in self._made)
        made = self._made.get(name)
        if made is None or made.reason or self._folder is None:
            return None
        return made, Path(self._folder.name) / name

    def begin(self) -> None:
        """Have them made by a process of their own, for whoever knows that they will be wished for."""
        with self._changed:
            self._begin()

    def wait_for_all(self) -> None:
        """Wait until all are made, however long that takes; refuses where they could not be."""
        with self._changed:
            self._begin()
            self._changed.wait_for(lambda: self._is_whole or self._thread is None)
            if not self._is_whole:
                raise _not_made()

    def close(self) -> None:
        """Make no more, and clear the folder away; who reads a file goes on reading it."""
        with self._changed:
            self._is_closed = True
            thread = self._thread
            if self._process is not None:
                self._process.kill()
        if thread is not None:
            thread.join()
        if self._folder is not None:
            self._folder.cleanup()

    def _wait_for(self, is_there: Callable[[], bool], patience: float | None = None) -> None:
        if not self.are_offered:
            told = f"More than {LARGEST:,} statements are not offered as files. Ask for them at /graph-store."
            raise ProblemError(404, told)
        with self._changed:
            if is_there():
                return
            self._begin()
            if self._waiting >= _MOST_WAITING:
                raise _not_yet()
            self._waiting += 1
            try:
                longest = _LONGEST_WAIT if patience is None else patience
                ended = self._changed.wait_for(lambda: is_there() or self._thread is None, longest)
            finally:
                self._waiting -= 1
            if not ended:
                raise _not_yet()
            if not is_there():
                raise _not_made()

    def _begin(self) -> None:
        if self._is_closed:
            raise RefusedError(503, "The server is stopping.", _AGAIN)
        if self._thread is None:
            self._folder = self._folder or TemporaryDirectory(prefix="iprgraph-export-")
            self._thread = threading.Thread(target=self._make, args=(self._folder.name,), name="downloads")
            self._thread.start()

    def _make(self, folder: str) -> None:
        """Have the files made, and hear of each; the thread lasts as long as the process that it starts."""
        arguments = (str(self._file), folder, self._facts.sha256, str(os.getpid()))
        command = python("server.making.main(*sys.argv[2:5], int(sys.argv[5]))", *arguments)
        try:
            with subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
            ) as process:
                self._hear(process)
        finally:
            with self._changed:
                self._process = None
                if not self._is_whole:
                    self._thread = None
                self._changed.notify_all()

    def _hear(self, process: "subprocess.Popen[str]") -> None:
        with self._changed:
            self._process = process
            if self._is_closed:
                process.kill()
        assert process.stdout is not None and process.stderr is not None
        for line in process.stdout:
            made = MadeFile(**json.loads(line))
            with self._changed:
                self._made[made.name] = made
                self._changed.notify_all()
        words = process.stderr.read().strip()
        ended = process.wait()
        with self._changed:
            self._is_whole = ended == 0
        if ended and not self._is_closed:
            _log.error("the downloads could not be made: %s", words or f"exit code {ended}")


def _not_yet() -> RefusedError:
    return RefusedError(503, "The files are being made. Try again in a few seconds.", _AGAIN)


def _not_made() -> RefusedError:
    return RefusedError(503, "The files could not be made; the log says why.", _AGAIN)
