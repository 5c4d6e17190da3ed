"""Publishes two versions of the invented data set over each other, each time in a process that may be killed."""

import hashlib
import os
import resource
import shutil
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graph.build import publish
from graph.errors import PublishError
from graph.quads import DataSet, assemble
from tests.inventing import CHECKOUT

FAULT, TOLD = 70, 1
NONE, HALF, WHOLE, AFTER = "no new file", "a half new file", "a whole new file", "after the rename"
_EDIT = ("A decree on signs that nobody may register.", "A decree on signs, which nobody may register at any time.")

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Version:
    """The data set before or after an edit."""

    source: str
    dataset: DataSet
    data: bytes


class World:
    """A data folder whose published file is one of two versions at any time; they are called by their SHA-256."""

    def __init__(self, folder: Path) -> None:
        self.root = Path(shutil.copytree(CHECKOUT / "tests" / "fixtures" / "mini", folder / "mini"))
        self.target = self.root / "dist" / "iprgraph.nq"
        self._ballast = folder / "ballast"
        self._source = self.root / "entities" / "law.ttl"
        self.versions: dict[str, Version] = {}
        first = self._source.read_text(encoding="utf-8")
        for source in (first, first.replace(*_EDIT)):
            self._source.write_text(source, encoding="utf-8")
            dataset = assemble(self.root)
            data = dataset.to_nquads()
            self.versions[hashlib.sha256(data).hexdigest()] = Version(source, dataset, data)
        self.publish(next(iter(self.versions)))

    def edit(self, name: str) -> None:
        """Make the sources those of a version."""
        self._source.write_text(self.versions[name].source, encoding="utf-8")

    def publish(self, name: str, tell: Tell = lambda _: None) -> None:
        """What a build does when its checks have passed."""
        version = self.versions[name]
        publish(self.target, self.root, version.dataset, version.data, tell)

    def found(self) -> str:
        """The version that a reader finds; refuses anything that is not one of them, whole."""
        found = hashlib.sha256(self.target.read_bytes()).hexdigest()
        if found not in self.versions:
            raise AssertionError(f"{self.target} is neither the old nor the new data set but {found}")
        return found

    def other(self, name: str) -> str:
        """The version that is not this one."""
        return next(n for n in self.versions if n != name)

    def size(self) -> int:
        """The bytes of the larger version."""
        return max(len(version.data) for version in self.versions.values())

    def beside(self) -> list[Path]:
        """What lies beside the published file."""
        return [file for file in self.target.parent.iterdir() if file != self.target]

    def leave(self) -> None:
        """Let one leftover lie beside the published file, and nothing else."""
        for file in self.beside():
            file.unlink()
        (self.target.parent / f".iprgraph-{self.target.name}-1-leftover").write_bytes(b"half")

    def moment(self, pid: int, old: str) -> str:
        """How far that process had come, by what it left."""
        if self.found() != old:
            return AFTER
        left = [file.stat().st_size for file in self.beside() if f"-{pid}-" in file.name]
        if not left:
            return NONE
        return WHOLE if left[0] == len(self.versions[self.other(old)].data) else HALF

    def fill(self, room: int) -> None:
        """Leave so many bytes on the file system, and what leftovers take."""
        self._ballast.unlink(missing_ok=True)
        disk = os.statvfs(self.root)
        taken = disk.f_bavail * disk.f_frsize + sum(file.stat().st_size for file in self.beside()) - room
        if taken > 0:
            with self._ballast.open("wb") as ballast:
                os.posix_fallocate(ballast.fileno(), 0, min(taken, disk.f_bavail * disk.f_frsize))

    def empty(self) -> None:
        """Take away what fills the file system."""
        self._ballast.unlink(missing_ok=True)


class Child:
    """A forked process that does one job and tells its steps; it ends with TOLD where publishing was refused."""

    def __init__(self, job: Callable[[Tell], None]) -> None:
        self._steps, telling = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            _work(job, telling)
        os.close(telling)

    def step(self) -> str:
        """What it told; waits for it, and is empty at its end."""
        return os.read(self._steps, 10_000).decode()

    def kill(self) -> None:
        """Kill it without warning; refuses one that had ended by itself."""
        os.kill(self.pid, signal.SIGKILL)
        if (code := self.wait()) != -signal.SIGKILL:
            raise AssertionError(f"the publishing ended by itself with {code}")

    def wait(self) -> int:
        """Its exit code, negative where a signal ended it."""
        os.close(self._steps)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def limit_files(size: int) -> None:
    """Let this process write no file beyond that size."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.getrlimit(resource.RLIMIT_FSIZE)[1]))


def _work(job: Callable[[Tell], None], telling: int) -> None:
    def tell(step: str) -> None:
        os.write(telling, step.encode())

    code = FAULT
    try:
        job(tell)
        code = 0
    except PublishError as error:
        code = TOLD
        tell(str(error))
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)
