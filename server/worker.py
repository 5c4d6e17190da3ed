"""A process that answers one foreign query after another over a socket, and may be killed at any moment."""

import contextlib
import os
import pickle
import signal
import socket
import threading
import time
from dataclasses import dataclass
from typing import Any, NamedTuple

from graph.errors import IprgraphError, QuerySyntaxError
from graph.formats import FORMATS, Format
from server.coding import pack
from server.engine import InProcessEngine, Question
from server.limits import STACK, Limits, MemoryGauge, confine, offer_to_oom_killer
from server.refusals import ProblemError
from server.wire import ASKED_PREPARED, PREPARED, Inbox, PeerGoneError, tell, tell_body

# A worker this much larger than at its start is replaced: what it keeps would count against the next query.
_KEPT_TOO_MUCH = 128 * 1024 * 1024
# What is answered sooner cannot have kept so much, and is not looked at.
_LITTLE_TIME = 0.005
# The HTTP process ends a query at its limit; a worker ends itself so much later, for the case that it cannot.
_LATER = 2.0
_NO_END = float("inf")


class Asked(NamedTuple):
    """A question that goes the full way, and the seconds that it has."""

    question: Question
    seconds: float


@dataclass(frozen=True)
class Conversion:
    """N-Triples of our own making, and the format to write them in."""

    ntriples: str
    form: int
    """Its place in the table of formats."""
    seconds: float


def work(sock: socket.socket, engine: InProcessEngine, limits: Limits, *, may_connect: bool) -> None:
    """Answer until the other end closes; evaluates in a thread, for only a thread's stack can be chosen large."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.stack_size(STACK)
    worker = _Worker(sock, engine, limits)
    thread = threading.Thread(target=worker.run, kwargs={"may_connect": may_connect})
    thread.start()
    while thread.is_alive():
        thread.join(1.0)
        if time.monotonic() > worker.end:
            os._exit(1)


class _Worker:
    """What answers, one question after the other."""

    def __init__(self, sock: socket.socket, engine: InProcessEngine, limits: Limits) -> None:
        self._sock, self._engine, self._limits = sock, engine, limits
        self.end = _NO_END
        """When the question at hand must be over."""

    def run(self, *, may_connect: bool) -> None:
        """Answer until the other end closes, or until too much is kept."""
        with contextlib.suppress(OSError):
            offer_to_oom_killer()
        self._gauge = MemoryGauge()
        confine(self._limits, self._gauge, may_connect=may_connect)
        with contextlib.suppress(PeerGoneError, OSError):
            inbox = Inbox(self._sock)
            while self._answer_next(*inbox.receive()):
                self.end = _NO_END
        # Not by returning: threads of a forked process have nothing to clean up, and must not try.
        os._exit(0)

    def _answer_next(self, kind: int, data: bytes) -> bool:
        """Answer the question; false where the worker should answer no other."""
        began, packed = time.monotonic(), False
        if kind == ASKED_PREPARED:
            seconds, number, packing = PREPARED.unpack_from(data)
            self.end = began + seconds + _LATER
            head, body, packed = _answer_prepared(self._engine, data[PREPARED.size :], FORMATS[number], bool(packing))
        else:
            asked = pickle.loads(data)
            self.end = began + asked.seconds + _LATER
            head, body = _answer(self._engine, asked)
        if not head and time.monotonic() - began < _LITTLE_TIME:
            tell_body(self._sock, body, packed=packed)
            return True
        much = self._gauge.used() - self._gauge.base > _KEPT_TOO_MUCH
        retire = much or head.get("last", False) or head.get("problem") in {"memory", "crash"}
        tell(self._sock, {"packed": packed} | head | {"retire": retire}, body)
        return not retire


def _answer_prepared(
    engine: InProcessEngine, text: bytes, form: Format, packing: bool
) -> tuple[dict[str, Any], bytes, bool]:
    """The answer; whatever goes wrong is left to the full way, which tells the fault of the text as it was sent."""
    try:
        body, rows = engine.answer_prepared(text.decode("utf-8"), form)
        body, packed = pack(body, packing)
    except MemoryError:
        return {"problem": "memory"}, b"", False
    except BaseException:  # the engine's panics are no Exceptions
        return {"problem": "prepared"}, b"", False
    return ({} if rows is None else {"rows": rows, "packed": packed}), body, packed


def _answer(engine: InProcessEngine, asked: Asked | Conversion) -> tuple[dict[str, Any], bytes]:
    try:
        if isinstance(asked, Conversion):
            form = FORMATS[asked.form]
            return {"media_type": form.media_types[0]}, engine.convert(asked.ntriples, form)
        answer = engine.answer(asked.question, asked.seconds)
        head = {"media_type": answer.media_type, "lasting": answer.lasting, "rows": answer.rows}
        head |= {"packed": answer.compressed, "columns": answer.columns, "last": answer.is_last}
        return head, answer.body
    except ProblemError as error:
        return {"problem": "refused", "refusal": [error.status, error.detail, error.headers]}, b""
    except QuerySyntaxError as error:
        told = {"message": error.message, "line": error.line, "column": error.column}
        return {"problem": "syntax", **told, "hint": error.hint, "mended": error.mended}, b""
    except IprgraphError as error:
        if isinstance(error.__cause__, MemoryError):
            return {"problem": "memory"}, b""
        return {"problem": "query", "message": str(error)}, b""
    except MemoryError:
        return {"problem": "memory"}, b""
    except BaseException:  # the engine's panics are no Exceptions
        return {"problem": "crash"}, b""
