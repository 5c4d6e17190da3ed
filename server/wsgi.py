"""Runs a WSGI application in threads for an event loop (PEP 3333): requests in, answers out, whole or in pieces."""

import asyncio
import contextlib
import io
import logging
import sys
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain
from typing import Any
from urllib.parse import unquote_to_bytes

from server.asked_at import PROXIED
from server.connection import Connection
from server.messages import Request, write_head
from server.refusals import AnswerCutError, RefusedError
from server.sending import Sender

WsgiApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
_THREADS = 16
# Who reads a large answer slowly keeps a thread, and none of those that others need.
_SENDING_THREADS = 128
_MOST_WAITING = 500
# Of one client so many may be at work or wait, and so many be at work: the other threads are for others.
_MOST_OF_ONE, _AT_ONCE_OF_ONE = 100, 6
# Of those a client may have some: it may have many connections, and read slowly on all of them.
_MOST_SENT_TO_ONE = 8
_SMALL = 1024 * 1024
# A thread waits no longer for a client to take the next piece.
_LONGEST_WAIT = 30.0
_TOO_MANY_SENT = f"The limit of {_MOST_SENT_TO_ONE} large answers at once is reached. Take in those first."
_log = logging.getLogger("iprgraph")


class _GoneError(Exception):
    """The client has left."""


class Threads:
    """The threads in which applications run."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="pages")
        self.senders = Senders()
        self._of_client: Counter[str] = Counter()
        self._waiting: dict[str, deque[Callable[[], None]]] = {}
        self.running = 0

    def run(self, app: WsgiApp, connection: Connection, request: Request, address: tuple[str, int]) -> None:
        """Have the application answer; refuses more requests than can be answered soon."""
        client = request.client
        if self.running >= _MOST_WAITING or self._of_client[client] >= _MOST_OF_ONE:
            raise RefusedError(503, "The server is busy. Try again soon.", 5)
        self.running += 1
        self._of_client[client] += 1
        answer = _Answering(self._loop, connection, self.senders, client)
        connection.sender = answer
        work = partial(answer.run, app, environ_of(request, address))
        if self._of_client[client] > _AT_ONCE_OF_ONE:
            self._waiting.setdefault(client, deque()).append(work)
        else:
            self._begin(client, work)

    def close(self) -> None:
        """Take no more."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        self.senders.close()

    def _begin(self, client: str, work: Callable[[], None]) -> None:
        future = self._threads.submit(work)
        future.add_done_callback(lambda _: self._loop.call_soon_threadsafe(self._ended, client))

    def _ended(self, client: str) -> None:
        self.running -= 1
        _count_down(self._of_client, client)
        waiting = self._waiting.get(client)
        if waiting:
            self._begin(client, waiting.popleft())
        elif waiting is not None:
            del self._waiting[client]


class Senders:
    """The threads in which large answers are sent."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(_SENDING_THREADS, thread_name_prefix="senders")
        self._lock = threading.Lock()
        self._of_client: Counter[str] = Counter()

    def submit(self, client: str, send: Callable[[], None]) -> bool:
        """Have the thread send; false where as much is being sent to the client as may be."""
        with self._lock:
            if self._of_client[client] >= _MOST_SENT_TO_ONE:
                return False
            self._of_client[client] += 1
        self._threads.submit(self._send, client, send)
        return True

    def close(self) -> None:
        """Take no more."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _send(self, client: str, send: Callable[[], None]) -> None:
        try:
            send()
        finally:
            with self._lock:
                _count_down(self._of_client, client)


def _count_down(counts: Counter[str], client: str) -> None:
    counts[client] -= 1
    if not counts[client]:
        del counts[client]


class _Answering(Sender):
    """One request in its thread; the other methods are called in the loop's."""

    def __init__(self, loop: asyncio.AbstractEventLoop, connection: Connection, senders: Senders, client: str) -> None:
        self._loop, self._connection, self._senders, self._client = loop, connection, senders, client
        self._free = threading.Event()
        self._gone = self._paused = self._begun = False

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
        if self._gone:
            return
        told: list[tuple[int, list[tuple[str, str]]]] = []

        def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[..., None]:
            told.append((int(status.partition(" ")[0]), [header for header in headers if header[0].lower() != "date"]))
            return _no_write

        with self._told() as ends:
            # Errors of the framework hold the request and are held by it; so what it was made of goes at least.
            ends.callback(environ.clear)
            pieces = app(environ, start_response)
            if close := getattr(pieces, "close", None):
                ends.callback(close)
            iterator = iter(pieces)
            begun = _beginning(iterator)
            if len(begun) <= _SMALL:
                self._send_whole(begun, *told[-1])
                return
            status, headers = told[-1]
            pieces, later = chain((begun,), iterator), ends.pop_all()
            if not self._senders.submit(self._client, lambda: self._send_pieces(pieces, status, headers, later)):
                ends.push(later)
                raise RefusedError(429, _TOO_MANY_SENT, 5)

    @contextlib.contextmanager
    def _told(self) -> Iterator[contextlib.ExitStack]:
        """What goes wrong within the block is told, and what is left to the stack is done at its end."""
        try:
            with contextlib.ExitStack() as ends:
                yield ends
        except _GoneError:
            pass
        except Exception as error:
            cut = isinstance(error, AnswerCutError)
            if not self._begun:  # there is still time to say why
                self._say(self._connection.respond_error, (error.__cause__ or error) if cut else error)
                return
            if not cut:
                _log.error("a request failed", exc_info=error)
            self._say(self._connection.abort)

    def _send_pieces(
        self, pieces: Iterable[bytes], status: int, headers: list[tuple[str, str]], ends: contextlib.ExitStack
    ) -> None:
        with self._told() as stack:
            stack.push(ends)
            sizes = [int(value) for name, value in headers if name.lower() == "content-length"]
            head = write_head(status, headers)
            self._begun = True
            self._say(partial(self._connection.start, is_sized=bool(sizes)), head)
            sent = 0
            for piece in pieces:
                sent += len(piece)
                self._write(piece)
            if sizes not in ([], [sent]):
                raise AnswerCutError
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


def _beginning(pieces: Iterator[bytes]) -> bytes:
    """All that the pieces hold, or, where that is more than a small answer, so much of it."""
    begun, size = [], 0
    for piece in pieces:
        begun.append(piece)
        size += len(piece)
        if size > _SMALL:
            break
    return b"".join(begun)


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
        PROXIED: request.is_proxied,
    }
    for name, value in request.headers.items():
        if name == b"content-type":
            environ["CONTENT_TYPE"] = value.decode("latin-1")
        elif name not in {b"content-length", b"transfer-encoding", b"connection"} and b"_" not in name:
            environ[f"HTTP_{name.decode('latin-1').upper().replace('-', '_')}"] = value.decode("latin-1")
    return environ
