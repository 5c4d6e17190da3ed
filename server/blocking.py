"""Lets threads, such as those of the web application, ask the desk that lives in an event loop, and wait."""

import asyncio
import queue
from collections.abc import Iterator
from typing import Any

from graph.formats import Format
from server.desk import About, Desk, Errand
from server.engine import FORM_NUMBERS, Answer, Question
from server.limits import Limits
from server.refusals import AnswerCutError
from server.worker import Conversion

_MOST_PIECES = 4
_NONE = Question("")


class BlockingEngine:
    """A query engine for all threads but the loop's own."""

    def __init__(self, desk: Desk, limits: Limits, loop: asyncio.AbstractEventLoop) -> None:
        self._desk, self._limits, self._loop = desk, limits, loop

    def answer(self, question: Question, seconds: float | None = None, client: str | None = None) -> Answer:
        """The answer, or the reason why there is none."""
        return self._wait(_Waiting(self._loop, question, self._limits.seconds_for(seconds), client))

    def convert(self, ntriples: str, form: Format) -> bytes:
        """The triples in the format."""
        waiting = _Waiting(self._loop, _NONE, self._limits.seconds, None)
        waiting.conversion = Conversion(ntriples, FORM_NUMBERS[form], self._limits.seconds)
        answer = self._wait(waiting)
        return answer.body + b"".join(answer.rest or ())

    def _wait(self, waiting: "_Waiting") -> Answer:
        self._loop.call_soon_threadsafe(self._ask, waiting)
        told = waiting.events.get()
        if isinstance(told, Exception):
            raise told
        about, body = told
        rest = None if body is not None else _Rest(waiting)
        return Answer(body or b"", about.media_type, about.lasting, about.rows, about.compressed, rest=rest)

    def _ask(self, waiting: "_Waiting") -> None:
        try:
            self._desk.ask(waiting)
        except Exception as error:  # a thread waits, whatever happened
            waiting.refuse(error)


class _Waiting(Errand):
    """An errand for a thread that waits: what happens in the loop is put into a queue."""

    def __init__(self, loop: asyncio.AbstractEventLoop, question: Question, seconds: float, client: str | None) -> None:
        super().__init__(question, seconds, client)
        self.loop = loop
        self.events: queue.SimpleQueue[Any] = queue.SimpleQueue()

    def answer(self, about: About, body: bytes) -> None:
        self.events.put((about, body))

    def begin_answer(self, about: About) -> None:
        self.events.put((about, None))

    def piece(self, data: bytes) -> None:
        self.events.put(data)
        if self.events.qsize() >= _MOST_PIECES and self.channel is not None:
            self.channel.pause()

    def finish(self) -> None:
        self.events.put(None)

    def refuse(self, error: Exception) -> None:
        self.events.put(error)

    def read_on(self) -> None:
        """There is room again."""
        if self.channel is not None and self.channel.job is self:
            self.channel.resume()


class _Rest(Iterator[bytes]):
    """The pieces of a large answer; whoever closes it early frees the worker."""

    def __init__(self, waiting: _Waiting) -> None:
        self._waiting, self._over = waiting, False

    def __next__(self) -> bytes:
        if self._over:
            raise StopIteration
        told = self._waiting.events.get()
        self._waiting.loop.call_soon_threadsafe(self._waiting.read_on)
        if isinstance(told, bytes):
            return told
        self._over = True
        if told is None:
            raise StopIteration
        raise AnswerCutError from told

    def close(self) -> None:
        """Nobody wants the rest."""
        if not self._over:
            self._over = True
            self._waiting.loop.call_soon_threadsafe(self._waiting.leave)
