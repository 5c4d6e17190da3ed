"""One connection of a client: one request after the other is answered, and no patience is endless."""

import asyncio
from collections import deque
from typing import TYPE_CHECKING, Any

from server.messages import Request
from server.reading import NO_HTTP, RequestReader
from server.refusals import ProblemError

if TYPE_CHECKING:
    from server.front import Front

_MOST_WAITING = 16
_HIGH_WATER = 256 * 1024
_LONGEST_DRAIN = 3.0
# Who has sent all and closes its half may still read an answer that is soon there.
_AFTER_EOF = 1.0
_TOO_SLOW = "The request has not arrived whole within the limit of {:g} seconds."


class Sender:
    """What happens to be sending on a connection; told when the client goes, or reads too slowly."""

    def leave(self) -> None:
        """The client has left."""

    def pause(self) -> None:
        """The client reads more slowly than we send."""

    def resume(self) -> None:
        """It has caught up."""


class Connection(asyncio.Protocol):
    """Reads requests, hands them to the front, writes what comes back."""

    def __init__(self, front: "Front") -> None:
        self._front = front
        self._reader = RequestReader(self._take, self._ask_for_body)
        self._transport: Any = None
        self.peer = ""
        self.sender: Sender | None = None
        self._current: Request | None = None
        self._queue: deque[Request] = deque()
        self._draining = self._closing = self._chunked = False
        self._since = 0.0
        """When what arrives began to arrive, or when the connection fell idle."""
        self._moved = 0.0
        """When the client last took something from a full buffer."""
        self._gone_at: float | None = None

    # What asyncio tells.

    def connection_made(self, transport: Any) -> None:
        """A client has come."""
        self._transport = transport
        transport.set_write_buffer_limits(_HIGH_WATER)
        peer = transport.get_extra_info("peername")
        self.peer = peer[0] if isinstance(peer, tuple) else ""
        self._since = self._moved = self._front.now()
        self._front.opened(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """The client has left."""
        self._front.closed(self)
        self._queue.clear()
        if self.sender is not None:
            self.sender.leave()
            self.sender = None

    def eof_received(self) -> bool:
        """The client sends no more: what it has asked is answered, if that is soon."""
        self._gone_at = self._front.now()
        if self._reader.is_arriving:
            self.refuse(ProblemError(400, NO_HTTP))
        return self._current is not None or bool(self._queue)

    def data_received(self, data: bytes) -> None:
        """Something has arrived."""
        if self._closing:
            return
        if self._current is None and not (self._reader.is_arriving or self._queue):
            self._since = self._front.now()
            kept = self._front.kept(data)
            if kept is not None:
                self._transport.write(b"%b%b\r\n%b" % (kept.head, self._front.date, kept.body))
                return
        try:
            self._reader.feed(data)
        except ProblemError as error:
            self.refuse(error)
        if self._reader.is_over:
            self._closing = True

    def pause_writing(self) -> None:
        """The client reads more slowly than we write."""
        self._moved = self._front.now()
        if self.sender is not None:
            self.sender.pause()

    def resume_writing(self) -> None:
        """It has caught up."""
        self._moved = self._front.now()
        if self.sender is not None:
            self.sender.resume()

    # What the front says.

    def respond(self, head: bytes, body: bytes) -> None:
        """Send a whole answer; to HEAD its head alone."""
        request = self._current
        if request is None or self._transport.is_closing():
            return
        end = self._end_of_head(request)
        self._transport.write(head + end if request.method == "HEAD" else head + end + body)
        self._finished(request)

    def start(self, head: bytes) -> None:
        """Send the head of an answer whose pieces follow."""
        request = self._current
        assert request is not None
        self._chunked = request.version == "1.1"
        if not self._chunked:
            request.keep_alive = False
        self._transport.write(head + b"Transfer-Encoding: chunked\r\n" * self._chunked + self._end_of_head(request))

    def write(self, data: bytes) -> None:
        """Send a piece of an answer that was started."""
        if not data or self._current is None or self._current.method == "HEAD":
            return
        if self._chunked:
            self._transport.writelines((b"%x\r\n" % len(data), data, b"\r\n"))
        else:
            self._transport.write(data)

    def end(self) -> None:
        """The answer that was started is whole."""
        request = self._current
        if request is None:
            return
        if self._chunked and request.method != "HEAD":
            self._transport.write(b"0\r\n\r\n")
        self._finished(request)

    def abort(self) -> None:
        """End in the middle of an answer, so that it cannot be taken for a whole one."""
        sender, self.sender = self.sender, None
        if sender is not None:
            sender.leave()
        self._transport.abort()

    def refuse(self, error: ProblemError) -> None:
        """Refuse what is no request, or not worth reading to its end; then read away what still comes.

        Otherwise the system would reset the connection, and the client might lose the answer that says why.
        """
        if self._closing:
            return
        self._closing = True
        self._queue.clear()
        if self._current is None:
            head, body = self._front.problem(error)
            self._transport.write(head + self._front.date + b"Connection: close\r\n\r\n" + body)
            self._hang_up()

    def respond_error(self, error: Exception) -> None:
        """Send the refusal that an error stands for."""
        self._front.respond_error(self, error)

    def check(self, now: float, patience: float) -> None:
        """Let go of a client that is idle, or sends or reads so slowly that it is not worth waiting."""
        if self._draining:
            if now - self._since > _LONGEST_DRAIN:
                self._transport.abort()
        elif self._current is not None:
            gone = self._gone_at is not None and now - self._gone_at > _AFTER_EOF
            stuck = self._transport.get_write_buffer_size() > _HIGH_WATER and now - self._moved > patience
            if gone or stuck:
                self._transport.abort()
        elif self._reader.is_arriving and now - self._since > patience:
            self.refuse(ProblemError(408, _TOO_SLOW.format(patience)))
        elif now - self._since > patience:
            self._transport.close()

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is under way."""
        return self._current is not None

    def stop(self) -> None:
        """Answer what is under way, and nothing more."""
        self._closing = True
        if self._current is None:
            self._transport.close()

    def _take(self, request: Request) -> None:
        if self._closing:
            return
        request.peer = self.peer
        if self._current is None and not self._queue:
            self._begin(request)
            return
        self._queue.append(request)
        if len(self._queue) >= _MOST_WAITING:
            self._transport.pause_reading()

    def _ask_for_body(self) -> None:
        if self._current is None:
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _begin(self, request: Request) -> None:
        self._current = request
        self._front.handle(self, request)

    def _end_of_head(self, request: Request) -> bytes:
        if self._closing and not self._queue:
            request.keep_alive = False
        if not request.keep_alive:
            return self._front.date + b"Connection: close\r\n\r\n"
        more = b"\r\n" if request.version == "1.1" else b"Connection: keep-alive\r\n\r\n"
        return self._front.date + more

    def _finished(self, request: Request) -> None:
        self.sender = None
        self._current = None
        if not request.keep_alive or self._gone_at is not None:
            self._queue.clear()
            self._closing = True
            self._hang_up()
        elif self._queue:
            self._front.soon(self._next)
        elif self._closing:
            self._hang_up()
        elif not self._reader.is_arriving:
            self._since = self._front.now()

    def _next(self) -> None:
        """Go on with what was sent before the last answer; not from within that, or a thousand would be too deep."""
        if self._queue and self._current is None:
            self._transport.resume_reading()
            self._begin(self._queue.popleft())

    def _hang_up(self) -> None:
        """End our half once all is sent; the whole when the client ends its own, or after a while."""
        self._draining, self._since = True, self._front.now()
        if self._gone_at is not None or not self._transport.can_write_eof():
            self._transport.close()
        else:
            self._transport.write_eof()
