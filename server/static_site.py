"""The whole site as files for any plain web host, written by several processes."""

import multiprocessing
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files as files_of
from pathlib import Path

from server.data import open_data
from server.downloads import Downloads
from server.engine import InProcessEngine
from server.page_files import Choice, PageFiles, Written
from server.site.discovery import llms_text, robots, sitemap
from server.site.links import is_asset
from server.site_folder import SiteFolder

_IN_ONE_GO = 40
# So few documents are written before another process has begun.
_FEW = 1000
Tell = Callable[[int, int], None]
"""Is told how many documents are written, and of how many."""


@dataclass(frozen=True)
class SitePlan:
    """What is written from which data."""

    data: Path
    union: bool
    choice: Choice
    address: str = ""
    """Where it will be found, with its last slash; needed by sitemap.xml, which knows no relative addresses."""
    processes: int = 1


@dataclass(frozen=True)
class SiteReport:
    """What came of it."""

    documents: int
    files: int
    changed: int
    """Files that were added, changed or removed."""
    broken: tuple[str, ...]
    """Files that pages lead to and that could not be made."""


def write_site(plan: SitePlan, folder: SiteFolder, tell: Tell) -> SiteReport:
    """Write the site; what stood in the folder is not touched before all of it is made."""
    folder.check()
    data = open_data(plan.data, union=plan.union)
    downloads = Downloads(plan.data, data)
    try:
        if downloads.are_offered:
            downloads.begin()
        with folder.beside() as new:
            pages = PageFiles(data, plan.choice, new, downloads)
            paths, others = pages.paths()
            written = Written(links=others)
            for part in _write_documents(plan, pages, paths, new):
                written.add(part)
                tell(min(len(written.files) // len(plan.choice.forms), len(paths)), len(paths))
            if downloads.are_offered:
                downloads.wait_for_all()
            broken = _follow(pages, written)
            _add_assets(pages, written)
            _add_discovery(plan, pages, written, InProcessEngine(data.store), data.version)
            changed = folder.take(new, written.files)
    finally:
        downloads.close()
    return SiteReport(len(paths), len(written.files), changed, broken)


def _write_documents(plan: SitePlan, pages: PageFiles, paths: list[str], new: Path) -> Iterator[Written]:
    if plan.processes < 2 or len(paths) < _FEW:
        yield from map(pages.write_document, paths)
        return
    portions = [paths[start : start + _IN_ONE_GO] for start in range(0, len(paths), _IN_ONE_GO)]
    # Not forked: threads that run here already would be lost in a copy of this process.
    start = multiprocessing.get_context("spawn")
    with start.Pool(plan.processes, _prepare, (plan, new)) as pool:
        yield from pool.imap_unordered(_write_portion, portions)


_prepared: list[PageFiles] = []


def _prepare(plan: SitePlan, new: Path) -> None:
    """In a process of the pool: load the data once."""
    _prepared.append(PageFiles(open_data(plan.data, union=plan.union), plan.choice, new))


def _write_portion(paths: list[str]) -> Written:
    written = Written()
    for path in paths:
        written.add(_prepared[0].write_document(path))
    return written


def _follow(pages: PageFiles, written: Written) -> tuple[str, ...]:
    """Write what the pages lead to, from the first page on; what cannot be made comes back."""
    wanted = written.links | {"index.html"}
    broken: set[str] = set()
    while wanted := wanted - written.files.keys() - broken:
        found: set[str] = set()
        for name in sorted(wanted):
            part = pages.write_linked(name)
            written.files |= part.files
            found |= part.links
            if not part.files:
                broken.add(name)
        wanted = found
    return tuple(sorted(broken))


def _add_assets(pages: PageFiles, written: Written) -> None:
    """Style, scripts and pictures, those too that only scripts load; and a word to hosts that would change files."""
    folder = Path(str(files_of("server"))) / "static"
    for file in sorted(folder.rglob("*")):
        name = f"static/{file.relative_to(folder).as_posix()}"
        if file.is_file() and is_asset(name):
            written.add(pages.write_text(name, file.read_bytes()))
    written.add(pages.write_text(".nojekyll", ""))


def _add_discovery(plan: SitePlan, pages: PageFiles, written: Written, engine: InProcessEngine, version: str) -> None:
    with pages.app.test_request_context("/"):
        told = llms_text(plan.address, engine, version, is_live=False)
    written.add(pages.write_text("llms.txt", told))
    if plan.address:
        names = tuple(sorted(name for name in written.files if name.endswith(".html")))
        parts = {"sitemap.xml": sitemap(plan.address, names)}
        count = 1
        while (part := sitemap(plan.address, names, count)) is not None:
            parts[f"sitemap-{count}.xml"] = part
            count += 1
        for name, text in parts.items():
            written.add(pages.write_text(name, text or ""))
        written.add(pages.write_text("robots.txt", robots(plan.address)))


def processes_here() -> int:
    """How many processes write at once unless told otherwise."""
    return min(4, os.cpu_count() or 1)
