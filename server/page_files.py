"""Writes pages of the site as files: each document in its forms, and whatever the pages link."""

import hashlib
import html
import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, unquote

from flask import Flask
from werkzeug.exceptions import HTTPException

from graph.base import BASE
from graph.errors import PublishError, UsageError, cure_of
from server.app import DOCUMENTS, create_app
from server.data import DataSet
from server.downloads import Downloads
from server.engine import InProcessEngine
from server.site.answers import ask
from server.site.documents import Documents, NoSuchThingError
from server.site.frame import FILES, FORMS, KEPT_FORMS, LEFT_OUT_NODES, Frame, is_node, render
from server.site.links import file_of

_LINK = re.compile(r'\s(?:href|src)="([^"]*)"')
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
# Pages whose whole sense is to be asked something.
_ASKING = frozenset(("sparql.html", "search.html"))
_LONGEST_NAME = 250


@dataclass(frozen=True)
class Choice:
    """What of the site is written."""

    forms: tuple[str, ...]
    """Suffixes; web pages are always written."""
    has_nodes: bool = True
    """Whether statements, evidence, spans and mentions have pages of their own."""


def choose_forms(forms: str, *, has_nodes: bool = True) -> Choice:
    """The forms that are named, with commas between them, and web pages always; all where none is named."""
    named = [name.strip() for name in forms.split(",") if name.strip()] or list(FORMS)
    unknown = [name for name in named if name not in FORMS]
    if unknown:
        raise UsageError(f"--forms: there is no form {unknown[0]!r}; there are {', '.join(FORMS)}")
    return Choice(tuple(name for name in FORMS if name == "html" or name in named), has_nodes)


@dataclass
class Written:
    """Files written, and the files that their pages lead to."""

    files: dict[str, str] = field(default_factory=dict)
    """Name below the folder to SHA-256."""
    links: set[str] = field(default_factory=set)

    def add(self, other: "Written") -> None:
        """Take the other's files and links too."""
        self.files |= other.files
        self.links |= other.links


class PageFiles:
    """Writes the pages over a data set into a folder."""

    def __init__(self, data: DataSet, choice: Choice, folder: Path, downloads: Downloads | None = None) -> None:
        self._engine = InProcessEngine(data.store)
        self.app: Flask = create_app(data, self._engine, downloads=downloads)
        self.app.config[FILES] = True
        self.app.config[KEPT_FORMS] = choice.forms
        self.app.config[LEFT_OUT_NODES] = not choice.has_nodes
        self._documents: Documents = self.app.extensions[DOCUMENTS]
        self._choice, self._folder, self._version = choice, folder, data.version
        self._routes = self.app.url_map.bind("localhost")
        self._client = self.app.test_client()
        self._folders: set[Path] = set()

    def paths(self) -> tuple[list[str], set[str]]:
        """The paths of all documents that the choice has, and the files of what else has an IRI of ours.

        Without those that no file can be called after.
        """
        found = dict.fromkeys(row["thing"].value.partition("#")[0] for row in ask(self._engine, "paths"))
        paths = [iri.removeprefix(BASE) for iri in found]
        chosen = [path for path in paths if is_file_name(path) and (self._choice.has_nodes or not is_node(path))]
        documents = [path for path in chosen if self._is_document(path)]
        return documents, {file_of(path) for path in chosen} - {file_of(path) for path in documents}

    def write_document(self, path: str) -> Written:
        """The document in all forms that were chosen; nothing where only parts of it are spoken of."""
        written = Written()
        try:
            with self.app.test_request_context(f"/{quote(path)}"):
                told = self._documents.write_all(BASE + path, self._choice.forms)
        except NoSuchThingError:
            return written
        for suffix, content in told.items():
            self._write(f"{path}.{suffix}", content, written)
        return written

    def write_linked(self, name: str) -> Written:
        """The file that a page leads to; nothing where there is no such page."""
        written = Written()
        if not is_file_name(name):
            return written
        is_page = name.endswith(".html")
        address = re.sub(r"(^|/)index$", r"\1", name.removesuffix(".html")) if is_page else name
        answer = self._client.get(f"/{quote(address)}", headers={"Accept": "text/html" if is_page else "*/*"})
        if answer.status_code == 200 and (answer.mimetype == "text/html") == is_page and name not in _ASKING:
            self._write(name, answer.data, written)
        elif is_page and (answer.status_code == 200 or name in _ASKING):
            self._write(name, self._explain(address), written)
        answer.close()
        return written

    def write_text(self, name: str, content: bytes | str) -> Written:
        """A file with that content."""
        written = Written()
        self._write(name, content, written)
        return written

    def _explain(self, address: str) -> str:
        """The page in place of one that files cannot give."""
        with self.app.test_request_context(f"/{quote(address)}"):
            return render("unasked.html", Frame("Not among these files", address, self._version))

    def _is_document(self, path: str) -> bool:
        try:
            return bool(self._routes.match(f"/{path}")[0] == "document")
        except HTTPException:
            return False

    def _write(self, name: str, content: bytes | str, written: Written) -> None:
        told = content.encode("utf-8") if isinstance(content, str) else content
        file = self._folder / name
        try:
            if file.parent not in self._folders:
                file.parent.mkdir(parents=True, exist_ok=True)
                self._folders.add(file.parent)
            file.write_bytes(told)
        except OSError as error:
            raise PublishError(f"cannot write {name}: {error.strerror}. {cure_of(error)}.") from None
        written.files[name] = hashlib.sha256(told).hexdigest()
        if name.endswith(".html"):
            written.links |= links_in(name, told.decode("utf-8"))


def links_in(name: str, page: str) -> set[str]:
    """The files of the same site that a page leads to or needs."""
    found = set()
    for told in set(_LINK.findall(page)):
        address = html.unescape(told).partition("#")[0].partition("?")[0]
        if address and not _SCHEME.match(address):
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(address)))
            found.add(file_of(f"{path}/" if address.endswith("/") else path))
    return found


def is_file_name(path: str) -> bool:
    """Whether a file below the folder can have the name on any usual system."""
    pieces = path.split("/")
    printable = all(sign.isprintable() and sign not in '\\:*?"<>|' for sign in path)
    return printable and all(p not in {"", ".", ".."} and len(p.encode("utf-8")) <= _LONGEST_NAME for p in pieces)
