"""Answers that were given already, kept in memory in front of the framework; the data do not change while we run.

The application decides what may be kept, by ETag and Cache-Control, and answers every request itself, too.
"""

import hashlib
import io
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
WsgiApp = Callable[[Environ, StartResponse], Iterable[bytes]]

LARGEST_ENTRY = 1024 * 1024
_LARGEST_KEY = 64 * 1024
_NOT_WITH_304 = frozenset({"content-length", "content-type"})


class Entry(NamedTuple):
    """An answer with status 200."""

    headers: list[tuple[str, str]]
    etag: str
    body: bytes


class AnswerCache:
    """A WSGI application around another one; the least recently used answers go first."""

    def __init__(self, app: WsgiApp, version: str, size: int) -> None:
        self._app, self._version, self._size = app, version, size
        self._entries: OrderedDict[bytes, Entry] = OrderedDict()
        self._lock = threading.Lock()
        self._used = 0

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The kept answer, or the application's, which is kept where that is allowed."""
        key = self._key(environ)
        if key is None:
            return self._app(environ, start_response)
        with self._lock:
            entry = self._entries.get(key)
            if entry is not None:
                self._entries.move_to_end(key)
        if entry is None:
            return self._ask(key, environ, start_response)
        if _has_it(environ.get("HTTP_IF_NONE_MATCH", ""), entry.etag):
            kept = [(name, value) for name, value in entry.headers if name.lower() not in _NOT_WITH_304]
            start_response("304 NOT MODIFIED", kept)
            return []
        start_response("200 OK", list(entry.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [entry.body]

    def _key(self, environ: Environ) -> bytes | None:
        """What the answer depends on; None for what is not kept."""
        method, query = environ["REQUEST_METHOD"], environ.get("QUERY_STRING", "")
        if environ.get("PATH_INFO") != "/sparql" or "HTTP_CONTENT_ENCODING" in environ:
            return None
        parts = [self._version, query, *(environ.get(f"HTTP_{name}", "") for name in ("ACCEPT", "ACCEPT_ENCODING"))]
        body = b""
        if method == "POST":
            length = environ.get("CONTENT_LENGTH") or ""
            if not length.isdecimal() or int(length) > _LARGEST_KEY:
                return None
            body = environ["wsgi.input"].read(int(length))
            environ["wsgi.input"] = io.BytesIO(body)
            parts.append(environ.get("CONTENT_TYPE", ""))
        elif method not in {"GET", "HEAD"} or "query=" not in query:
            return None
        parts.append("POST" if method == "POST" else "GET")
        hashed = hashlib.sha256()
        for part in (*(part.encode("utf-8", "surrogateescape") for part in parts), body):
            hashed.update(b"%d:" % len(part) + part)
        return hashed.digest()

    def _ask(self, key: bytes, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        told: list[tuple[str, list[tuple[str, str]]]] = []

        def listen(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            told.append((status, headers))
            return start_response(status, headers, *exc_info)

        pieces = self._app(environ, listen)
        if not told or environ["REQUEST_METHOD"] == "HEAD":
            return pieces
        status, headers = told[-1]
        named = {name.lower(): value for name, value in headers}
        length = named.get("content-length", "")
        if not (status.startswith("200") and "etag" in named and length.isdecimal() and int(length) <= LARGEST_ENTRY):
            return pieces
        if "no-store" in named.get("cache-control", ""):
            return pieces
        body = b"".join(pieces)
        if hasattr(pieces, "close"):
            pieces.close()
        self._keep(key, Entry(headers, named["etag"], body))
        return [body]

    def _keep(self, key: bytes, entry: Entry) -> None:
        with self._lock:
            if key not in self._entries:
                self._entries[key] = entry
                self._used += len(entry.body)
            while self._used > self._size:
                self._used -= len(self._entries.popitem(last=False)[1].body)


def _has_it(if_none_match: str, etag: str) -> bool:
    """Whether the client names the answer as one that it has (RFC 9110, section 13.1.2)."""
    names = [name.strip().removeprefix("W/") for name in if_none_match.split(",")]
    return "*" in names or etag.removeprefix("W/") in names
