"""A folder that holds a site as files: knows which files are ours, replaces those, and leaves all others alone."""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from graph.errors import PublishError, UsageError, cure_of

MANIFEST = "iprgraph-site.sha256"
"""Lists our files as `sha256sum -c` reads them."""
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")


class SiteFolder:
    """The folder into which a site is written."""

    def __init__(self, folder: Path, *, is_forced: bool) -> None:
        self._folder, self._is_forced = folder, is_forced

    def check(self) -> None:
        """Refuses a file in the folder's place, and a folder that holds something and no site of ours."""
        if self._folder.exists() and not self._folder.is_dir():
            raise UsageError(f"{self._folder} is a file; name a folder")
        if not self._is_forced and self._has_something() and not (self._folder / MANIFEST).is_file():
            raise UsageError(
                f"{self._folder} is not empty and holds no site of iprgraph; choose another folder, or write among its "
                "files with --force, which replaces only files of the same names"
            )

    @contextmanager
    def beside(self) -> Iterator[Path]:
        """An empty folder on the same disk to write in; what is left of it is cleared away at the end."""
        place = self._folder if self._folder.is_dir() else self._folder.absolute().parent
        new = place / f".{MANIFEST}.{os.getpid()}"
        try:
            place.mkdir(parents=True, exist_ok=True)
            new.mkdir()
        except OSError as error:
            raise PublishError(f"cannot write in {place}: {error.strerror}. {cure_of(error)}.") from None
        try:
            yield new
        finally:
            shutil.rmtree(new, ignore_errors=True)

    def take(self, new: Path, files: Mapping[str, str]) -> int:
        """Put the new files in place of our former ones; how many were added, changed or removed.

        Refuses, before anything is changed, to replace or remove a file that somebody else wrote or changed.
        """
        try:
            return self._take(new, files)
        except OSError as error:
            told = f"cannot write {error.filename or self._folder}: {error.strerror}. {cure_of(error)}."
            raise PublishError(told) from None

    def _take(self, new: Path, files: Mapping[str, str]) -> int:
        former = self._former()
        here = {name: _hash(self._folder / name) for name in sorted({*former, *files})}
        touched = [name for name, found in here.items() if found and found not in {former.get(name), files.get(name)}]
        if touched and not self._is_forced:
            raise UsageError(
                f"{len(touched)} files in {self._folder} are not as iprgraph wrote them, such as {touched[0]}; "
                "move them away, or replace them with --force"
            )
        self._folder.mkdir(exist_ok=True)
        self._list(former | dict(files))
        changed = [name for name, sha256 in files.items() if here[name] != sha256]
        for name in changed:
            target = self._folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(new / name, target)
        gone = [name for name in former if name not in files and here[name]]
        for name in gone:
            (self._folder / name).unlink()
        self._clear_empty(gone)
        self._list(files)
        return len(changed) + len(gone)

    def _has_something(self) -> bool:
        return self._folder.is_dir() and any(self._folder.iterdir())

    def _former(self) -> dict[str, str]:
        file = self._folder / MANIFEST
        if not file.is_file():
            return {}
        found = (_LINE.fullmatch(line) for line in file.read_text(encoding="utf-8").splitlines())
        lines = {match[2]: match[1] for match in found if match}
        return {name: sha256 for name, sha256 in lines.items() if ".." not in name.split("/") and name[0] != "/"}

    def _list(self, files: Mapping[str, str]) -> None:
        lines = "".join(f"{sha256}  {name}\n" for name, sha256 in sorted(files.items()))
        partial = self._folder / f".{MANIFEST}"
        partial.write_text(lines, encoding="utf-8", newline="\n")
        os.replace(partial, self._folder / MANIFEST)

    def _clear_empty(self, gone: list[str]) -> None:
        """Remove folders that held nothing but our former files."""
        above = {folder for name in gone for folder in Path(name).parents if folder != Path(".")}
        for folder in sorted(above, key=lambda path: -len(path.parts)):
            place = self._folder / folder
            if place.is_dir() and not any(place.iterdir()):
                place.rmdir()


def _hash(file: Path) -> str:
    """The SHA-256 of what stands there; empty where nothing does."""
    if not file.exists():
        return ""
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else "a folder"
