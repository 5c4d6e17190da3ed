"""One connection of a client: one request after the other is answered, and no patience is endless."""

import asyncio
from typing import TYPE_CHECKING, Any

from server.intake import Intake
from server.messages import Request
from server.reading import NO_HTTP
from server.refusals import ProblemError, RefusedError
from server.sending import Sender, reset_at_end

if TYPE_CHECKING:
    from server.front import Front

_MOST_AHEAD = 64 * 1024
_HIGH_WATER = 256 * 1024
_LONGEST_DRAIN = 3.0
# Who has sent all and closes its half may still read an answer that is soon there.
_AFTER_EOF = 1.0
_TOO_SLOW = "The request has not arrived whole within the limit of {:g} seconds."


class Connection(asyncio.Protocol):
    """Reads requests, hands them to the front, writes what comes back."""

    def __init__(self, front: "Front") -> None:
        self._front = front
        self._intake = Intake(self._ask_for_body)
        self._transport: Any = None
        self.peer = ""
        self.sender: Sender | None = None
        self._current: Request | None = None
        self._draining = self._closing = self._chunked = False
        self._is_full = self._is_paused = self._is_scheduled = False
        self._since = 0.0
        """When what arrives began to arrive, or when the connection fell idle."""
        self._moved = 0.0
        """When the client was last seen to take something."""
        self._unsent = 0
        """Bytes that it had not taken when we last looked."""
        self.held = 0
        """Bytes of memory that it took then."""
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
        self._intake.close()
        if self.sender is not None:
            self.sender.leave()
            self.sender = None

    def eof_received(self) -> bool:
        """The client sends no more: what it has asked is answered, if that is soon."""
        self._gone_at = self._front.now()
        if not self._is_busy and self._intake.is_arriving:
            self.refuse(ProblemError(400, NO_HTTP))
        return self._is_busy

    def data_received(self, data: bytes) -> None:
        """Something has arrived."""
        if self._closing:
            return
        if self._is_busy:
            self._intake.add(data)
            self._read_or_pause()
            return
        if not self._intake.is_arriving:
            self._since = self._front.now()
            kept = self._front.kept(data)
            if kept is not None:
                self._transport.write(b"%b%b\r\n%b" % (kept.head, self._front.date, kept.body))
                return
            request = None if self._is_full else self._intake.read_known(data)
            if request is not None:
                self._take(request)
                return
        self._intake.add(data)
        self._go_on()

    def pause_writing(self) -> None:
        """The client reads more slowly than we write."""
        self._moved, self._is_full = self._front.now(), True
        self._front.filled(self._transport.get_write_buffer_size())
        self._read_or_pause()
        if self.sender is not None:
            self.sender.pause()

    def resume_writing(self) -> None:
        """It has caught up."""
        self._moved, self._is_full = self._front.now(), False
        self._read_or_pause()
        if self.sender is not None:
            self.sender.resume()
        elif self._intake.has_more:
            self._schedule()

    # What the front says.

    def respond(self, head: bytes, body: bytes) -> None:
        """Send a whole answer; to HEAD its head alone."""
        request = self._current
        if request is None or self._transport.is_closing():
            return
        end = self._end_of_head(request)
        self._transport.write(head + end if request.method == "HEAD" else head + end + body)
        self._finished(request)

    def start(self, head: bytes, *, is_sized: bool = False) -> None:
        """Send the head of an answer whose pieces follow; one that tells its length needs no other sign of its end."""
        request = self._current
        assert request is not None
        self._chunked = request.version == "1.1" and not is_sized
        if not self._chunked and not is_sized:
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
        self._closing = True
        self._intake.forget()
        if self._current is not None and self._current.version == "1.0":
            reset_at_end(self._transport)
        self._transport.abort()

    def refuse(self, error: ProblemError) -> None:
        """Refuse what is no request, or not worth reading to its end; then read away what still comes.

        Otherwise the system would reset the connection, and the client might lose the answer that says why.
        """
        if self._closing:
            return
        self._closing = True
        self._intake.forget()
        if self._current is None:
            head, body = self._front.problem(error)
            self._transport.write(head + self._front.date + b"Connection: close\r\n\r\n" + body)
            self._hang_up()

    def respond_error(self, error: Exception) -> None:
        """Send the refusal that an error stands for."""
        self._front.respond_error(self, error)

    def check(self, now: float, patience: float) -> None:
        """Let go of a client that is idle, or sends or reads so slowly that it is not worth waiting."""
        before, self._unsent = self._unsent, self._transport.get_write_buffer_size()
        self.weigh()
        if not self._unsent or self._unsent < before:
            self._moved = now
        if now - self._moved > patience:
            self._transport.abort()
        elif self._current is not None:
            if self._gone_at is not None and now - self._gone_at > _AFTER_EOF:
                self._transport.abort()
        elif self._unsent:
            self._since = now
        elif self._draining:
            if now - self._since > _LONGEST_DRAIN:
                self._transport.abort()
        elif self._intake.is_arriving and now - self._since > patience:
            self.refuse(ProblemError(408, _TOO_SLOW.format(patience)))
        elif now - self._since > patience:
            self._transport.close()

    def weigh(self) -> None:
        """Note how much is held for the client."""
        self.held = self._transport.get_write_buffer_size() + self._intake.held

    def let_go(self) -> None:
        """The client takes too much memory: it is told so, if nothing else is being told."""
        if self._current is not None or self._closing or self._unsent:
            self.abort()
        else:
            self.refuse(RefusedError(503, "The server is busy. Try again soon.", 5))

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is under way."""
        return self._current is not None

    def stop(self) -> None:
        """Answer what is under way, and nothing more."""
        self._closing = True
        if self._current is None:
            self._transport.close()

    @property
    def _is_busy(self) -> bool:
        """Whether what comes now has to wait."""
        return self._current is not None or self._intake.has_more

    def _go_on(self) -> None:
        """Answer the next request; then others have their turn, however much has come at once."""
        self._is_scheduled = False
        if self._current is not None or self._is_full or self._draining:
            return
        try:
            request = self._intake.next()
        except ProblemError as error:
            self.refuse(error)
            return
        if request is not None:
            self._take(request)
        self._read_or_pause()
        if self._current is None:
            self._follow()

    def _take(self, request: Request) -> None:
        self._current, request.peer = request, self.peer
        self._front.handle(self, request)

    def _follow(self) -> None:
        """What there is to do when nothing is being answered."""
        if self._intake.has_more:
            self._schedule()
        elif self._gone_at is not None and self._intake.is_arriving:
            self.refuse(ProblemError(400, NO_HTTP))
        elif self._closing or self._gone_at is not None:
            self._closing = True
            self._hang_up()

    def _schedule(self) -> None:
        if not (self._is_scheduled or self._is_full):
            self._is_scheduled = True
            self._front.soon(self._go_on)

    def _read_or_pause(self) -> None:
        """Take no more from a client that takes nothing from us, or has sent far ahead."""
        pausing = not self._closing and (self._is_full or self._intake.unread > _MOST_AHEAD)
        if pausing != self._is_paused and not self._transport.is_closing():
            self._is_paused = pausing
            (self._transport.pause_reading if pausing else self._transport.resume_reading)()

    def _ask_for_body(self) -> None:
        if self._current is None:
            self._transport.write(b"HTTP/1.1 100 Continue\r\n\r\n")

    def _end_of_head(self, request: Request) -> bytes:
        if self._closing and not self._intake.has_more:
            request.keep_alive = False
        if not request.keep_alive:
            return self._front.date + b"Connection: close\r\n\r\n"
        more = b"\r\n" if request.version == "1.1" else b"Connection: keep-alive\r\n\r\n"
        return self._front.date + more

    def _finished(self, request: Request) -> None:
        self.sender = None
        self._current = None
        self._since = self._front.now()
        if not request.keep_alive:
            self._closing = True
            self._intake.forget()
            self._hang_up()
        else:
            self._follow()

    def _hang_up(self) -> None:
        """End our half once all is sent; the whole when the client ends its own, or after a while."""
        if self._draining:
            return
        self._draining, self._since = True, self._front.now()
        self._read_or_pause()
        if self._gone_at is not None or not self._transport.can_write_eof():
            self._transport.close()
        else:
            self._transport.write_eof()
