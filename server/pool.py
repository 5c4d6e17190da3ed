"""Answers queries in worker processes, each with a deadline; a worker that passes it, or dies, is replaced at once."""

import collections
import logging
import threading
import time
from collections.abc import Iterator
from typing import Any

from graph.errors import QueryError, QuerySyntaxError
from graph.formats import Format
from server.engine import Answer, AnswerCutError, QueryRequest, RefusedError
from server.facts import DataFacts
from server.limits import Limits
from server.wire import PeerGoneError, receive_exactly, receive_json, send_object
from server.worker import Conversion
from server.workers import Ending, Worker, WorkerSource

# Up to this size an answer is handed over whole, and its worker is free before the client has read a byte.
_SMALL = 1024 * 1024
_PIECE = 128 * 1024
# Of its time a query may spend waiting for a worker; the rest is for its evaluation.
_WAITING = 0.5
_TRY_AGAIN = 10
_log = logging.getLogger("iprgraph")
_MEGABYTE = 1024 * 1024


class WorkerPool:
    """A query engine whose every query runs in another process."""

    def __init__(self, source: WorkerSource, limits: Limits, size: int) -> None:
        self.facts: DataFacts = source.start()
        self._source, self._limits, self._size = source, limits, size
        self._idle: collections.deque[Worker] = collections.deque()
        self._changed = threading.Condition()
        self._reviving = threading.Lock()
        self._closed = False
        self._generation = 0
        for _ in range(size):
            self._idle.append(source.new())

    def answer(self, request: QueryRequest) -> Answer:
        """The answer in the format asked for, or the reason why there is none."""
        seconds = self._limits.seconds_for(request.seconds)
        head, body, rest = self._ask(request, seconds)
        return Answer(body, request.form, rest, head.get("rows"))

    def convert(self, ntriples: str, form: Format) -> bytes:
        """N-Triples of our own making in another format."""
        _, body, rest = self._ask(Conversion(ntriples, form), self._limits.seconds)
        return body + b"".join(rest or ())

    def close(self) -> None:
        """End all workers; queries at work fail."""
        with self._changed:
            self._closed = True
            for worker in self._idle:
                worker.socket.close()
            self._idle.clear()
            self._changed.notify_all()
        self._source.close()

    def _ask(self, task: QueryRequest | Conversion, seconds: float) -> tuple[dict[str, Any], bytes, "Rest | None"]:
        deadline = time.monotonic() + seconds
        worker = self._take(seconds)
        try:
            worker.socket.settimeout(max(deadline - time.monotonic(), 0.001))
            send_object(worker.socket, task)
            head = receive_json(worker.socket)
            size = head["size"]
            if size > _SMALL:
                return head, b"", Rest(self, worker, size, deadline, retire=head["retire"])
            body = receive_exactly(worker.socket, size)
        except TimeoutError:
            self.replace(worker)
            raise self._too_long(seconds) from None
        except (PeerGoneError, OSError):
            raise self._died(self.replace(worker)) from None
        if head["retire"]:
            self.replace(worker)
        else:
            self.release(worker)
        self._raise_problem(head)
        return head, body, None

    def _take(self, seconds: float) -> Worker:
        with self._changed:
            if not self._changed.wait_for(lambda: self._idle or self._closed, seconds * _WAITING) or self._closed:
                raise RefusedError(503, f"All {self._size} workers are busy. Try again soon.", _TRY_AGAIN)
            worker = self._idle.pop()
        if worker.is_alive():
            return worker
        self.replace(worker)
        return self._take(seconds)

    def release(self, worker: Worker) -> None:
        """The worker is free for the next query."""
        with self._changed:
            if worker.generation >= self._generation and not self._closed:
                self._idle.append(worker)
                self._changed.notify()
                return
        worker.socket.close()

    def replace(self, worker: Worker, *, close: bool = True) -> Ending:
        """End the worker and put a new one in its place; `close` its socket, unless a thread may be reading there."""
        if close:
            worker.socket.close()
        try:
            ending = self._source.bury(worker)
            if worker.generation >= self._generation:
                self.release(self._source.new())
        except (PeerGoneError, OSError):
            if not self._closed:
                self._revive(worker.generation)
            return Ending(0, "")
        return ending

    def _revive(self, generation: int) -> None:
        """The source itself has died: begin anew, once for all who notice."""
        with self._reviving:
            if generation < self._generation:
                return
            with self._changed:
                self._generation = generation + 1
                for worker in self._idle:
                    worker.socket.close()
                self._idle.clear()
            _log.error("the process that holds the data has died; it is started again")
            if self._source.start() != self.facts:
                self.close()
                _log.error("the data file is another one now; start the server again to serve it")
                return
            for _ in range(self._size):
                self.release(self._source.new())

    def _too_long(self, seconds: float) -> RefusedError:
        told = f"The query took longer than the limit of {seconds:g} seconds and was stopped."
        return RefusedError(503, f"{told} Ask for less, or in smaller parts.", _TRY_AGAIN)

    def _died(self, ending: Ending) -> RefusedError:
        if ending.out_of_memory:
            return self._too_much_memory()
        _log.warning("a worker died by signal %d", ending.signal)
        return RefusedError(500, "The query could not be evaluated: the engine failed at it and was started again.")

    def _too_much_memory(self) -> RefusedError:
        limit = f"the limit of {self._limits.memory / _MEGABYTE:g} MB" if self._limits.memory else "there is"
        return RefusedError(507, f"The query needed more memory than {limit} and was stopped. Ask for less.")

    def _raise_problem(self, head: dict[str, Any]) -> None:
        problem = head.get("problem")
        if problem == "syntax":
            raise QuerySyntaxError(head["message"], head["line"], head["column"])
        if problem == "query":
            raise QueryError(head["message"])
        if problem == "memory":
            raise self._too_much_memory()
        if problem == "size":
            limit = f"{self._limits.size / _MEGABYTE:g} MB"
            raise RefusedError(507, f"The answer is larger than the limit of {limit}. Ask for it in smaller parts.")
        if problem is not None:
            raise RefusedError(500, "The query could not be evaluated: the engine failed at it.")


class Rest:
    """What a worker still has of a large answer; the worker is free at its end, and killed if that is not reached."""

    def __init__(self, pool: WorkerPool, worker: Worker, size: int, deadline: float, *, retire: bool) -> None:
        self._pool, self._worker, self._left, self._retire = pool, worker, size, retire
        self._lock = threading.Lock()
        self._held = True
        # The thread that sends may be blocked by a client that does not read; then the watch ends the worker.
        self._watch = threading.Timer(max(deadline - time.monotonic(), 0), self._give_back, kwargs={"whole": False})
        self._watch.daemon = True
        self._watch.start()

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if not self._left:
            self._give_back(whole=True)
            raise StopIteration
        try:
            piece = self._worker.socket.recv(min(self._left, _PIECE))
        except OSError:
            piece = b""
        if not piece:
            self.close()
            raise AnswerCutError
        self._left -= len(piece)
        return piece

    def close(self) -> None:
        """Nobody wants the rest."""
        self._give_back(whole=not self._left)
        if self._left:
            self._worker.socket.close()

    def _give_back(self, *, whole: bool) -> None:
        with self._lock:
            held, self._held = self._held, False
        if held:
            self._watch.cancel()
            if whole and not self._retire:
                self._pool.release(self._worker)
            else:
                self._pool.replace(self._worker, close=False)
