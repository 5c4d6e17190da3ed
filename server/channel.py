"""A worker as the event loop talks to it: one question at a time, whose answer comes whole or in pieces.

A second question can be sent ahead, so that the worker finds it when it has answered the first: then neither it nor the
loop waits for the other.
"""

import asyncio
import json
import time
from typing import Any, Literal, Protocol, get_args

from server.wire import FRAME, TOLD_HEAD, TOLD_PACKED_BODY
from server.workers import Worker

SMALL = 1024 * 1024
"""Up to this size an answer is handed over whole, and its worker is free before the client has read a byte."""
_PIECE = 256 * 1024
Lane = Literal["short", "long", "middle", "heavy"]
"""For questions that are, as far as we know, short; that have turned out to be long; that are expected to take some
milliseconds; that are expected to be long."""
LANES: tuple[Lane, ...] = get_args(Lane)
_PLAIN: dict[str, Any] = {}
_PACKED: dict[str, Any] = {"packed": True}
Head = dict[str, Any]
"""What a worker says of an answer: nothing, where there is nothing to say."""


class Job:
    """A question on its way; those who ask say what becomes of the answer, by overriding.

    After `fail`, and after `done` or `end`, nothing more is heard. Everything happens in the loop's thread.
    """

    message: bytes = b""
    """What the worker is sent."""
    seconds: float = 10.0
    asked: float = 0.0
    """When, by the clock of `time.monotonic`."""
    channel: "Channel | None" = None
    took: float = 0.0
    """Seconds that its worker had it."""
    asked_again: bool = False
    lane: Lane = "short"
    """Where it belongs, as far as we know."""
    is_quick: bool = False
    """Whether it is expected to take so little that another may wait for it."""

    def done(self, head: Head, body: bytes) -> None:
        """Here is the whole answer."""
        raise NotImplementedError

    def begin(self, head: Head) -> None:
        """Here is what there is to say of a large answer, whose pieces follow."""
        raise NotImplementedError

    def piece(self, data: bytes) -> None:
        """Here is the next piece."""
        raise NotImplementedError

    def end(self) -> None:
        """That was the last piece."""
        raise NotImplementedError

    def fail(self, error: Exception) -> None:
        """There is no answer, or no more of it."""
        raise NotImplementedError


class _Unwanted(Job):
    """A question that was sent ahead and is answered elsewhere now, or by nobody."""

    asked_again = True

    def done(self, head: Head, body: bytes) -> None:
        pass

    def begin(self, head: Head) -> None:
        pass

    def piece(self, data: bytes) -> None:
        pass

    def end(self) -> None:
        pass

    def fail(self, error: Exception) -> None:
        pass


class Owner(Protocol):
    """Whoever is told what becomes of channels."""

    def begun(self, channel: "Channel") -> None:
        """A large answer has begun, and nobody knows how long it takes to send."""
        ...

    def freed(self, channel: "Channel", head: Head) -> None:
        """The answer has been read, whole."""
        ...

    def lost(self, channel: "Channel") -> None:
        """The worker has ended."""
        ...


class Channel:
    """One worker."""

    __slots__ = (
        "_buffer", "_head", "_left", "_loop", "_next", "_owner", "_reading", "_sock", "_unsent", "ahead",
        "deadline", "job", "lane", "since", "worker",
    )  # fmt: skip

    def __init__(self, worker: Worker, owner: Owner, loop: asyncio.AbstractEventLoop) -> None:
        self.worker, self._owner, self._loop, self._sock = worker, owner, loop, worker.socket
        self.job: Job | None = None
        self.ahead: Job | None = None
        """What the worker is asked already, and answers next."""
        self.since = self.deadline = 0.0
        self.lane: Lane = "short"
        self._buffer, self._next, self._unsent = b"", b"", b""
        self._head: Head = _PLAIN
        self._left, self._reading = 0, True
        self._sock.setblocking(False)
        loop.add_reader(self._sock.fileno(), self._read)

    def ask(self, job: Job, deadline: float) -> None:
        """Send the worker the job's question."""
        self.job, self.since, self.deadline = job, time.monotonic(), deadline
        job.channel = self
        self._send(job.message)

    def ask_ahead(self, job: Job) -> None:
        """Send the worker the question that it shall answer after the one at hand."""
        self.ahead, job.channel = job, self
        self._send(job.message)

    def move_up(self) -> Job:
        """The question that was sent ahead, which is the one at hand now."""
        job, self.ahead = self.ahead, None
        assert job is not None
        self.job, self.since, self.deadline = job, time.monotonic(), job.asked + job.seconds
        return job

    def give_up_ahead(self) -> Job | None:
        """The question that was sent ahead, to be answered elsewhere; what the worker says to it is not heard."""
        job = self.ahead
        if job is None or isinstance(job, _Unwanted):
            return None
        self.ahead = _Unwanted()
        self.ahead.asked, self.ahead.seconds = job.asked, job.seconds
        job.channel = None
        return job

    def pause(self) -> None:
        """Read no further for now; the worker waits with the rest of its answer."""
        if self._reading:
            self._reading = False
            self._loop.remove_reader(self._sock.fileno())

    def resume(self) -> None:
        """Read on."""
        if not self._reading and self._sock.fileno() >= 0:
            self._reading = True
            self._loop.add_reader(self._sock.fileno(), self._read)

    def close(self) -> None:
        """Hang up, which ends an idle worker."""
        if self._sock.fileno() >= 0:
            self._loop.remove_reader(self._sock.fileno())
            self._loop.remove_writer(self._sock.fileno())
            self._sock.close()

    def _send(self, message: bytes) -> None:
        if self._unsent:
            self._unsent += message
            return
        try:
            sent = self._sock.send(message)
        except BlockingIOError:
            sent = 0
        except OSError:  # it has ended, which reading will tell
            return
        if sent < len(message):
            self._unsent = message[sent:]
            self._loop.add_writer(self._sock.fileno(), self._write)

    def _write(self) -> None:
        try:
            sent = self._sock.send(self._unsent)
        except BlockingIOError:
            return
        except OSError:
            sent = len(self._unsent)
        self._unsent = self._unsent[sent:]
        if not self._unsent:
            self._loop.remove_writer(self._sock.fileno())

    def _read(self) -> None:
        try:
            data = self._sock.recv(_PIECE)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self._owner.lost(self)
        while data and self.job is not None:
            data = self._take(self.job, data)
        if data:  # it speaks without being asked
            self._owner.lost(self)

    def _take(self, job: Job, data: bytes) -> bytes:
        """Tell the job what is said to it; what is left is for the next one."""
        self._next = b""
        try:
            if self._left:
                self._continue(job, data)
            else:
                self._begin(job, self._buffer + data if self._buffer else data)
        except Exception as error:  # whoever waits is told, whatever happened
            if self.job is job:
                self._owner.lost(self)
            job.fail(error)
        return self._next

    def _begin(self, job: Job, data: bytes) -> None:
        self._buffer = data
        if len(data) < FRAME.size:
            return
        kind, size = FRAME.unpack_from(data)
        start, head = FRAME.size, _PLAIN
        if kind == TOLD_HEAD:
            start += size
            if len(data) < start:
                return
            head = json.loads(data[FRAME.size : start])
            size = head["size"]
        elif kind == TOLD_PACKED_BODY:
            head = _PACKED
        end = start + size
        if len(data) >= end:
            self._buffer, self._next = b"", data[end:]
            self._free(head)
            job.done(head, data[start:end])
        elif size > SMALL:
            self._buffer, self._head, self._left = b"", head, size
            self._owner.begun(self)
            job.begin(head)
            self._continue(job, data[start:])

    def _continue(self, job: Job, data: bytes) -> None:
        if len(data) > self._left:
            data, self._next = data[: self._left], data[self._left :]
        self._left -= len(data)
        if self.job is job and data:
            job.piece(data)
        if self.job is job and not self._left:
            self._free(self._head)
            job.end()

    def _free(self, head: Head) -> None:
        """The owner first: whatever the job does next finds this worker idle."""
        if self.job is not None:
            self.job.took = time.monotonic() - self.since
        self.job = None
        self.resume()  # the last piece may have been one too many for the job
        self._owner.freed(self, head)
