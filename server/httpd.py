"""The HTTP server: waitress, with room for many clients and no patience for slow ones."""

import contextlib
import functools
import json
import logging
import socket
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import waitress  # type: ignore[import-untyped]
from waitress.channel import HTTPChannel  # type: ignore[import-untyped]
from waitress.server import BaseWSGIServer  # type: ignore[import-untyped]
from waitress.task import ErrorTask  # type: ignore[import-untyped]

from server.app import LARGEST_BODY
from server.engine import AnswerCutError

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

# Threads that wait for workers, beyond those whose queries run, so that pages are answered meanwhile.
_THREADS_PER_QUERY = 4
_MORE_THREADS = 8
_MOST_CONNECTIONS = 4096
_MOST_PER_ADDRESS = 512
_FILES = 2 * _MOST_CONNECTIONS
_CLEANUP_SECONDS = 1
_DRAINED_AT_ONCE = 256 * 1024
_LONGEST_DRAIN = 3.0
_WORDS = {
    400: "The request is no HTTP that this server understands.",
    413: f"The request is larger than the limit of {LARGEST_BODY} bytes.",
    431: "The headers or the address are too long; send the query by POST.",
    501: "This transfer encoding is not understood; send the body as it is, or chunked.",
}


class _ProblemTask(ErrorTask):  # type: ignore[misc]
    """What waitress itself refuses, told like everything else that is refused."""

    def execute(self) -> None:
        """Write the problem document and close."""
        status = self.request.error.code
        phrase = HTTPStatus(status).phrase
        detail = _WORDS.get(status, "The server failed at this request.")
        document = {"type": "about:blank", "title": phrase, "status": status, "detail": detail}
        body = (json.dumps(document) + "\n").encode("ascii")
        self.status = f"{status} {phrase}"
        self.response_headers.extend(
            [
                ("Content-Type", "application/problem+json"),
                ("Access-Control-Allow-Origin", "*"),
                ("X-Content-Type-Options", "nosniff"),
            ]
        )
        self.channel.refused = True
        self.set_close_on_finish()
        self.content_length = len(body)
        self.complete = True
        self.write(body)


class _Channel(HTTPChannel):  # type: ignore[misc]
    """A connection that knows since when the request that arrives, or the answer that leaves, is under way."""

    error_task_class = _ProblemTask
    request_since = 0.0
    close_when_flushed = False
    refused = False
    """Whether the request was refused before it was read whole: then what still comes must be read away.

    Otherwise the system resets the connection, and the client may lose the answer that says why.
    """
    draining_since: float | None = None

    def __init__(self, server: Any, sock: socket.socket, addr: Any, adj: Any, map: Any = None) -> None:
        super().__init__(server, sock, addr, adj, map=map)
        same = sum(other.addr[0] == addr[0] for other in server.active_channels.values())
        self.will_close = same > _MOST_PER_ADDRESS and addr[0] != adj.trusted_proxy

    def received(self, data: bytes) -> bool:
        """Take in a piece of a request."""
        if self.request is None:
            self.request_since = time.time()
        return bool(super().received(data))

    def readable(self) -> bool:
        """Whether to read."""
        return self.draining_since is not None or bool(super().readable())

    def handle_read(self) -> None:
        """Read a piece of a request, or read it away."""
        if self.draining_since is None:
            super().handle_read()
        elif not self.recv(_DRAINED_AT_ONCE):
            self.handle_close()

    def handle_write(self) -> None:
        """Send a piece; after a refusal, end our half of the connection before the whole."""
        if not (self.refused and self.close_when_flushed):
            super().handle_write()
            return
        self._flush_exception(self._flush_some)
        if not self.total_outbufs_len:
            self.close_when_flushed = False
            self.draining_since = time.time()
            with contextlib.suppress(OSError):
                self.socket.shutdown(socket.SHUT_WR)

    def is_stuck(self, now: float, patience: float) -> bool:
        """Whether the other side is idle, or sends or reads so slowly that it is not worth waiting."""
        if self.draining_since is not None:
            return now - self.draining_since > _LONGEST_DRAIN
        idle = now - self.last_activity > patience
        if self.requests or self.total_outbufs_len:
            return idle and bool(self.total_outbufs_len)
        return idle or (self.request is not None and now - self.request_since > patience)


def _maintenance(server: Any, now: float) -> None:
    for channel in server.active_channels.values():
        if channel.is_stuck(now, server.adj.channel_timeout):
            channel.will_close = True


def _not_a_cut(record: logging.LogRecord) -> bool:
    """An answer that is cut on purpose ends by an exception, which is no fault."""
    return not (record.exc_info and record.exc_info[0] is AnswerCutError)


def make_server(app: Callable[..., Any], host: str, port: int, *, queries: int, patience: int = 30) -> Any:
    """A server that listens already; the errors of listening are the system's own."""
    _allow_files()
    logging.getLogger("waitress").addFilter(_not_a_cut)
    server = waitress.create_server(
        app,
        host=host,
        port=port,
        threads=_MORE_THREADS + _THREADS_PER_QUERY * queries,
        ident="iprgraph",
        max_request_body_size=LARGEST_BODY + 1,
        connection_limit=_MOST_CONNECTIONS,
        asyncore_use_poll=True,
        channel_timeout=patience,
        cleanup_interval=_CLEANUP_SECONDS,
        log_socket_errors=False,
    )
    for one in _sockets_of(server):
        one.channel_class = _Channel
        one.maintenance = functools.partial(_maintenance, one)
    return server


def _sockets_of(server: Any) -> list[Any]:
    """The server itself, or one for each address that its host's name stands for."""
    return (
        [one for one in server.map.values() if isinstance(one, BaseWSGIServer)] if hasattr(server, "map") else [server]
    )


def _allow_files() -> None:
    """Each connection takes a file descriptor, and the usual soft limit is 1024."""
    if resource is not None:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
