"""A process that answers one foreign query after another over a socket, and may be killed at any moment."""

import contextlib
import os
import signal
import socket
import threading
from dataclasses import dataclass, replace
from typing import Any

from graph.errors import IprgraphError, QuerySyntaxError
from graph.formats import Format
from server.engine import InProcessEngine, QueryRequest
from server.limits import STACK, Limits, MemoryGauge, confine, offer_to_oom_killer, set_alarm
from server.rows import ask_for_fewer, cut_rows
from server.wire import PeerGoneError, receive_object, send_json

# A worker this much larger than at its start is replaced: what it keeps would count against the next query.
_KEPT_TOO_MUCH = 128 * 1024 * 1024
# The HTTP process ends a query at its limit; the alarm is for the case that it cannot.
_ALARM_AFTER = 2.0


@dataclass(frozen=True)
class Conversion:
    """N-Triples of our own making, and the format to write them in."""

    ntriples: str
    form: Format


def work(sock: socket.socket, engine: InProcessEngine, limits: Limits, *, may_connect: bool) -> None:
    """Answer until the other end closes; evaluates in a thread, for only a thread's stack can be chosen large."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.stack_size(STACK)
    thread = threading.Thread(target=_answer_all, args=(sock, engine, limits, may_connect))
    thread.start()
    thread.join()


def _answer_all(sock: socket.socket, engine: InProcessEngine, limits: Limits, may_connect: bool) -> None:
    with contextlib.suppress(OSError):
        offer_to_oom_killer()
    gauge = MemoryGauge()
    confine(limits, gauge, may_connect=may_connect)
    with contextlib.suppress(PeerGoneError, OSError):
        retire = False
        while not retire:
            asked = receive_object(sock)
            seconds = limits.seconds_for(asked.seconds if isinstance(asked, QueryRequest) else None)
            set_alarm(seconds + _ALARM_AFTER)
            head, body = _answer(engine, asked, limits)
            retire = head.get("problem") in {"memory", "crash"} or gauge.used() - gauge.base > _KEPT_TOO_MUCH
            send_json(sock, head | {"size": len(body), "retire": retire}, body)
            set_alarm(0)
            del asked, head, body
    # Not by returning: threads of a forked process have nothing to clean up, and must not try.
    os._exit(0)


def _answer(engine: InProcessEngine, asked: QueryRequest | Conversion, limits: Limits) -> tuple[dict[str, Any], bytes]:
    try:
        if isinstance(asked, Conversion):
            return {}, engine.convert(asked.ntriples, asked.form)
        body = engine.answer(replace(asked, query=ask_for_fewer(asked.query, limits.rows))).body
        if asked.query.form == "SELECT":
            body, rows = cut_rows(body, asked.form.name, limits.rows, limits.size)
            return ({} if rows is None else {"rows": rows}), body
        return ({"problem": "size"}, b"") if len(body) > limits.size else ({}, body)
    except QuerySyntaxError as error:
        return {"problem": "syntax", "message": error.message, "line": error.line, "column": error.column}, b""
    except IprgraphError as error:
        if isinstance(error.__cause__, MemoryError):
            return {"problem": "memory"}, b""
        return {"problem": "query", "message": str(error)}, b""
    except MemoryError:
        return {"problem": "memory"}, b""
    except BaseException:  # the engine's panics are no Exceptions
        return {"problem": "crash"}, b""
