"""Runs a WSGI application in threads for an event loop (PEP 3333): requests in, answers out, whole or in pieces."""

import asyncio
import io
import logging
import sys
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import unquote_to_bytes

from server.connection import Connection, Sender
from server.messages import Request, write_head
from server.refusals import AnswerCutError, RefusedError

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_THREADS = 16
_MOST_WAITING = 500
_SMALL = 1024 * 1024
# A thread waits no longer for a client to take the next piece.
_LONGEST_WAIT = 30.0
_log = logging.getLogger("iprgraph")


class _GoneError(Exception):
    """The client has left."""


class Threads:
    """The threads in which applications run."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="pages")
        self.running = 0

    def run(self, app: WsgiApp, connection: Connection, request: Request, address: tuple[str, int]) -> None:
        """Have the application answer; refuses more requests than can be answered soon."""
        if self.running >= _MOST_WAITING:
            raise RefusedError(503, "The server is busy. Try again soon.", 5)
        self.running += 1
        answer = _Answering(self._loop, connection, request)
        connection.sender = answer
        work = self._threads.submit(answer.run, app, environ_of(request, address))
        work.add_done_callback(lambda _: self._loop.call_soon_threadsafe(self._ended))

    def close(self) -> None:
        """Take no more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _ended(self) -> None:
        self.running -= 1


class _Answering(Sender):
    """One request in its thread; the other methods are called in the loop's."""

    def __init__(self, loop: asyncio.AbstractEventLoop, connection: Connection, request: Request) -> None:
        self._loop, self._connection, self._request = loop, connection, request
        self._free = threading.Event()
        self._gone = self._paused = False

    def leave(self) -> None:
        self._gone = True
        self._free.set()

    def pause(self) -> None:
        self._paused = True

    def resume(self) -> None:
        self._paused = False
        self._free.set()

    def run(self, app: WsgiApp, environ: dict[str, Any]) -> None:
        """Answer; whatever goes wrong ends as an answer or as a connection cut off."""
        told: list[tuple[int, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[..., None]:
            told.append((int(status.partition(" ")[0]), headers))
            return _no_write

        pieces: Iterable[bytes] = ()
        try:
            pieces = app(environ, start_response)
            self._send(pieces, told)
        except AnswerCutError:
            self._say(self._connection.abort)
        except _GoneError:
            pass
        except Exception as error:
            _log.error("a request failed", exc_info=error)
            self._say(self._connection.abort)
        finally:
            if close := getattr(pieces, "close", None):
                close()

    def _send(self, pieces: Iterable[bytes], told: list[tuple[int, list[tuple[str, str]]]]) -> None:
        begun, size = [], 0
        iterator = iter(pieces)
        for piece in iterator:
            begun.append(piece)
            size += len(piece)
            if size > _SMALL:
                break
        else:
            self._send_whole(b"".join(begun), *told[-1])
            return
        status, headers = told[-1]
        kept = [(name, value) for name, value in headers if name.lower() != "content-length"]
        self._say(self._connection.start, write_head(status, kept))
        self._write(b"".join(begun))
        for piece in iterator:
            self._write(piece)
        self._say(self._connection.end)

    def _send_whole(self, body: bytes, status: int, headers: list[tuple[str, str]]) -> None:
        has_length = any(name.lower() == "content-length" for name, _ in headers)
        if not has_length and status not in {204, 304}:
            headers = [*headers, ("Content-Length", str(len(body)))]
        self._say(self._connection.respond, write_head(status, headers), body)

    def _write(self, piece: bytes) -> None:
        self._free.clear()
        self._say(self._write_in_loop, piece)
        if self._gone or not self._free.wait(_LONGEST_WAIT) or self._gone:
            raise _GoneError

    def _write_in_loop(self, piece: bytes) -> None:
        self._connection.write(piece)
        if not self._paused:
            self._free.set()

    def _say(self, say: Callable[..., Any], *values: Any) -> None:
        if not self._gone:
            self._loop.call_soon_threadsafe(self._unless_gone, say, *values)

    def _unless_gone(self, say: Callable[..., Any], *values: Any) -> None:
        if not self._gone and self._connection.sender is self:
            say(*values)


def _no_write(_: bytes) -> None:
    raise NotImplementedError("no application of ours writes by this old way")


def environ_of(request: Request, address: tuple[str, int]) -> dict[str, Any]:
    """The request as the application gets it; a header with _ in its name could pass for another and is left out."""
    environ: dict[str, Any] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(request.path).decode("latin-1"),
        "RAW_URI": request.path.decode("latin-1"),
        "QUERY_STRING": request.query.decode("latin-1"),
        "SERVER_NAME": address[0],
        "SERVER_PORT": str(address[1]),
        "SERVER_PROTOCOL": f"HTTP/{request.version}",
        "REMOTE_ADDR": request.client,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": request.scheme,
        "wsgi.input": io.BytesIO(request.body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(request.body)),
    }
    for name, value in request.headers.items():
        if name == b"content-type":
            environ["CONTENT_TYPE"] = value.decode("latin-1")
        elif name not in {b"content-length", b"transfer-encoding", b"connection"} and b"_" not in name:
            environ[f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}"] = value.decode("latin-1")
    return environ
