"""The process that speaks HTTP: connections, the short way for queries, the web application for everything else."""

import asyncio
import contextlib
import logging
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from email.utils import formatdate
from typing import Any

from server.cache import Entry
from server.connection import Connection
from server.desk import Desk
from server.facts import DataFacts
from server.hot import HotPath
from server.limits import most_files
from server.messages import Request, common_headers, problem_message, write_head
from server.metrics import MEDIA_TYPE as METRICS
from server.metrics import Figure, write_metrics
from server.pool import WorkerPool
from server.problems import FAILED
from server.refusals import ProblemError, RefusedError, problem_of, write_problem
from server.wsgi import Threads, WsgiApp

_MOST_CONNECTIONS = 4096
# Those of workers, and of what is read: more than there ever are.
_FILES_OF_OURS = 400
_MOST_PER_ADDRESS = 512
# So many more of one address are told why they are let go; the others are not, for to tell takes a while.
_MOST_TOLD = 64
_MOST_HELD = 256 * 1024 * 1024
# So much more may be held before that is looked at again, however soon.
_MOST_FILLED = _MOST_HELD // 8
# Of a path alone; no IRI of ours is near it, and a page about one that is not there would repeat it in every link.
_LONGEST_PATH = 4096
_SWEEP = 0.5
_log = logging.getLogger("iprgraph")


@dataclass
class Serving:
    """All that serves one version of the data."""

    facts: DataFacts
    pool: WorkerPool
    desk: Desk
    hot: HotPath
    app: WsgiApp
    close: Callable[[], None] = lambda: None
    """Clears away what it keeps outside of this process."""


class Front:
    """Takes in connections and gives their requests to what serves the data now."""

    def __init__(self, patience: float, proxy: str | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        self.patience, self._proxy = patience, proxy
        self._connections: set[Connection] = set()
        self._addresses: Counter[str] = Counter()
        self._most_connections = min(_MOST_CONNECTIONS, max(most_files() - _FILES_OF_OURS, 1))
        self._threads = Threads(self._loop)
        self.address = ("127.0.0.1", 0)
        self.serving: Serving | None = None
        self._sweeping: asyncio.TimerHandle | None = None
        self.now = time.monotonic
        self.soon = self._loop.call_soon
        self.requests = self._filled = 0
        self.date = b""
        """The header with the time, to the second."""
        self._tick()

    def serve(self, serving: Serving) -> Serving | None:
        """From now on answer with this; what answered before."""
        before, self.serving = self.serving, serving
        if self._sweeping is None:
            self._sweep()
        return before

    def opened(self, connection: Connection) -> None:
        """A client has come; one too many is let go."""
        self._connections.add(connection)
        self._addresses[connection.peer] += 1
        beyond = self._addresses[connection.peer] - _MOST_PER_ADDRESS if connection.peer != self._proxy else 0
        all_beyond = len(self._connections) - self._most_connections
        if max(beyond, all_beyond) > _MOST_TOLD:
            connection.abort()
        elif max(beyond, all_beyond) > 0:
            limit = _MOST_PER_ADDRESS if beyond > 0 else self._most_connections
            connection.refuse(RefusedError(503, f"The limit of {limit} connections is reached. Close some.", 10))

    def filled(self, size: int) -> None:
        """A client does not take what is sent: so many bytes wait for it, which may be too much of all together."""
        before, self._filled = self._filled, self._filled + size
        if before <= _MOST_FILLED < self._filled:
            self.soon(self._weigh_all)  # not at once, for it is in the middle of sending

    def closed(self, connection: Connection) -> None:
        """A client has gone."""
        self._connections.discard(connection)
        self._addresses[connection.peer] -= 1
        if not self._addresses[connection.peer]:
            del self._addresses[connection.peer]

    def kept(self, data: bytes) -> Entry | None:
        """The answer to a request with just these bytes, if it was given before."""
        return self.serving.hot.kept(data) if self.serving is not None else None

    def handle(self, connection: Connection, request: Request) -> None:
        """Answer a request, now or later."""
        serving = self.serving
        assert serving is not None
        self.requests += 1
        request.client = request.peer
        if self._proxy is not None and request.peer == self._proxy:
            _believe_proxy(request)
        try:
            if len(request.path) > _LONGEST_PATH:
                raise ProblemError(414, f"The path is longer than the limit of {_LONGEST_PATH} bytes.")
            if request.path == b"/metrics" and request.method in {"GET", "HEAD"}:
                self._send_metrics(connection, serving)
                return
            if request.path == b"/sparql" and serving.hot.take(connection, request):
                return
            self._threads.run(serving.app, connection, request, self.address)
        except Exception as error:  # the boundary: a client gets an answer, whatever happened
            self.respond_error(connection, error)

    def respond_error(self, connection: Connection, error: Exception) -> None:
        """Send the refusal that an error stands for; one that nobody foresaw is logged, and told in general words."""
        problem = problem_of(error)
        if problem is None:
            _log.error("a request failed", exc_info=error)
            problem = write_problem(500, FAILED, {})
        connection.respond(*problem_message(problem, self._version))

    def problem(self, error: ProblemError) -> tuple[bytes, bytes]:
        """Head and body of a refusal."""
        return problem_message(write_problem(error.status, error.detail, error.headers), self._version)

    async def stop(self, seconds: float) -> None:
        """Answer what is under way, for so many seconds at most; then hang up."""
        if self._sweeping is not None:
            self._sweeping.cancel()
        self._ticking.cancel()
        for connection in list(self._connections):
            connection.stop()
        end = self.now() + seconds
        while any(connection.is_waiting for connection in self._connections) and self.now() < end:
            await asyncio.sleep(0.02)
        for connection in list(self._connections):
            connection.abort()
        self._threads.close()

    def figures(self, serving: Serving) -> list[Figure]:
        """What there is to count and to measure."""
        facts, cache = serving.facts, serving.hot.counts
        return [
            Figure("data", "Version of the data, as a label.", False, {facts.version: 1}, "version"),
            Figure("triples", "Distinct triples of each graph together.", False, {"": facts.triples}),
            Figure("connections", "Open connections.", False, {"": len(self._connections)}),
            Figure("requests_total", "Requests, but for those answered by their bytes.", True, {"": self.requests}),
            Figure("pages_running", "Requests that the application works at.", False, {"": self._threads.running}),
            Figure("queries_total", "Queries of this version by status.", True, serving.desk.statuses, "status"),
            Figure("cache_hits_total", "Answers of this version that were kept.", True, {"": cache.pop("hits")}),
            Figure("cache", "Kept answers, and their bytes.", False, cache, "of"),
            Figure("workers", "Workers by what they do, and questions that wait.", False, serving.pool.counts, "state"),
        ]

    def _send_metrics(self, connection: Connection, serving: Serving) -> None:
        body = write_metrics(self.figures(serving))
        headers = [("Content-Type", METRICS), ("Cache-Control", "no-store"), ("Content-Length", str(len(body)))]
        connection.respond(write_head(200, [*common_headers(self._version), *headers]), body)

    @property
    def _version(self) -> str:
        return self.serving.facts.version if self.serving is not None else ""

    def _tick(self) -> None:
        self.date = f"Date: {formatdate(usegmt=True)}\r\n".encode("ascii")
        self._ticking = self._loop.call_later(1.0 - time.time() % 1.0, self._tick)

    def _sweep(self) -> None:
        self._sweeping = self._loop.call_later(_SWEEP, self._sweep)
        now = self.now()
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.check(now, self.patience)
        self._spare_memory()

    def _weigh_all(self) -> None:
        for connection in self._connections:
            connection.weigh()
        self._spare_memory()

    def _spare_memory(self) -> None:
        """Let go of those for whom most is held, until that is bearable; of the address first that takes most of it."""
        self._filled = 0
        held = sum(connection.held for connection in self._connections)
        if held <= _MOST_HELD:
            return
        of_address: Counter[str] = Counter()
        for connection in self._connections:
            of_address[connection.peer] += connection.held
        for connection in sorted(self._connections, key=lambda c: (of_address[c.peer], c.held), reverse=True):
            connection.let_go()
            held -= connection.held
            if held <= _MOST_HELD:
                return


def _believe_proxy(request: Request) -> None:
    """Who asks: whom the trusted proxy names last, for what stands before that anyone may have written."""
    request.is_proxied = True
    named = request.header(b"x-forwarded-for").rpartition(",")[2].strip()
    request.client = named or request.peer
    if request.header(b"x-forwarded-proto").strip().lower() == "https":
        request.scheme = "https"


def report_loop_errors(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what went wrong within the loop, in our own words."""
    error = context.get("exception")
    if not isinstance(error, ConnectionError):
        _log.error("the server failed at something: %s", context.get("message"), exc_info=error)
