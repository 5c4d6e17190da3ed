"""The process that holds one version of the data: it never queries it, and forks workers that do.

It is single-threaded, so forking it is safe, and its workers share its memory. A store on disk each worker opens for
itself, since the engine starts threads for it. The keeper hears four orders on its control socket: `fork` (with the
worker's socket), `kill` (end a worker), `bury` (tell how it ended), and the end of the line.
"""

import contextlib
import gc
import os
import signal
import socket
import sys
from dataclasses import dataclass
from typing import Any, Protocol

import pyoxigraph as ox

from graph.errors import IprgraphError
from graph.formats import FORMATS
from graph.loading import DataFile
from server.charge import Charge
from server.data import open_data
from server.engine import InProcessEngine, Question
from server.gate import Gate
from server.limits import Limits, die_with_parent
from server.wire import PeerGoneError, receive_json, receive_object, send_json
from server.worker import work

# Of what a dying worker writes, such as the engine's note that it got no memory.
_LAST_WORDS = 4096


def keep(control: socket.socket) -> None:
    """Load what the first message names, tell what it is, then obey until the other end closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; our parent ends us
    charge: Charge = receive_object(control)
    die_with_parent(charge.parent)
    held = load(control, charge)
    if held is not None:
        gc.freeze()  # a collection in a worker would copy every page that it touches
        gc.set_threshold(20_000)
        with contextlib.suppress(PeerGoneError, ConnectionError):
            Keeper(control, charge, held).obey()


class Held(Protocol):
    """Where workers get the data from."""

    def exists(self) -> bool:
        """Whether they still can."""
        ...

    def open(self, limits: Limits) -> tuple[ox.Store, Limits]:
        """The engine in a process that will not fork, and the limits that it can work within."""
        ...


@dataclass(frozen=True)
class InMemory:
    """Data that are there already."""

    store: ox.Store

    def exists(self) -> bool:
        """They are, as long as this process is."""
        return True

    def open(self, limits: Limits) -> tuple[ox.Store, Limits]:
        """The store, which needs no more than any limits give."""
        return self.store, limits


def load(control: socket.socket, charge: Charge) -> Held | None:
    """The data, and their description told; a file that cannot be served is told, and then there are none."""
    try:
        facts, held = _load(charge)
    except IprgraphError as error:
        send_json(control, {"error": str(error), "exit_code": error.exit_code})
        return None
    _load_lazy_parts()
    send_json(control, {"facts": facts})
    return held


def _load(charge: Charge) -> tuple[dict[str, Any], Held]:
    if charge.store_dir is not None:
        from server.disk import open_on_disk  # here, since a start in memory is quicker without

        stored = open_on_disk(DataFile(charge.path), union=charge.union, below=charge.store_dir)
        return vars(stored.facts), stored
    data = open_data(charge.path, union=charge.union)
    facts = {name: value for name, value in vars(data).items() if name != "store"}
    return facts, InMemory(data.store)


def _load_lazy_parts() -> None:
    """Ask an empty store once in every form, so that no worker has to load code: it may open no file."""
    empty = InProcessEngine(ox.Store())
    for form in FORMATS:
        shape = "SELECT * {}" if form.kind == "solutions" else "DESCRIBE <urn:x>"
        empty.answer(Question(shape, format_name=form.name, gzip=True))
    empty.answer(Question("SELECT * { <urn:x> a <urn:x> FILTER (LANG(?x) = 'x') }", explain=True))
    with contextlib.suppress(IprgraphError):
        empty.answer(Question("SELECT nonsense {}"))


class Keeper:
    """Forks and buries workers by order."""

    def __init__(self, control: socket.socket, charge: Charge, held: Held) -> None:
        self._control, self._charge, self._held = control, charge, held
        self._last_words: dict[int, int] = {}

    def obey(self) -> None:
        """Do what the control socket says, one order after the other, until there is no socket or no store any more."""
        while True:
            order = receive_json(self._control)
            if "kill" in order:
                self._kill(order["kill"])
                send_json(self._control, {})
            elif "bury" in order:
                send_json(self._control, self._bury(order["bury"]))
            elif not self._held.exists():
                return
            else:
                self._control.sendall(b"+")  # ready for the file descriptor, which travels alone
                _, received, _, _ = socket.recv_fds(self._control, 1, 1)
                send_json(self._control, {"pid": self._fork(received[0])})

    def _fork(self, descriptor: int) -> int:
        reading, writing = os.pipe()
        keeper = os.getpid()
        pid = os.fork()
        if pid:
            os.close(descriptor)
            os.close(writing)
            self._last_words[pid] = reading
            return pid
        try:
            die_with_parent(keeper)
            self._control.close()
            for other in (reading, *self._last_words.values()):
                os.close(other)
            os.dup2(writing, 2)
            os.close(writing)
            answer_all(socket.socket(fileno=descriptor), self._held, self._charge)
        finally:
            os._exit(1)

    def _kill(self, pid: int) -> None:
        """End the worker, which takes a while where it has much memory; only children of ours are touched."""
        if pid in self._last_words:
            os.kill(pid, signal.SIGKILL)  # a child that has ended keeps its number until it is waited for

    def _bury(self, pid: int) -> dict[str, Any]:
        """How the worker ended, which it does now at the latest."""
        self._kill(pid)
        reading = self._last_words.pop(pid, None)
        if reading is None:
            return {"signal": 0, "words": ""}
        _, status = os.waitpid(pid, 0)
        os.set_blocking(reading, False)
        with contextlib.suppress(BlockingIOError), open(reading, "rb", buffering=0) as pipe:
            words = pipe.read(_LAST_WORDS) or b""
        return {
            "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
            "words": words.decode("utf-8", "replace"),
        }


def answer_all(sock: socket.socket, held: Held, charge: Charge) -> None:
    """Be a worker."""
    store, limits = held.open(charge.limits)
    work(sock, InProcessEngine(store, Gate(charge.services), limits), limits, may_connect=charge.may_connect)


def main(descriptor: int) -> None:
    """Keep data at the order of whoever holds the other end of the socket."""
    with socket.socket(fileno=descriptor) as control:
        keep(control)


def main_alone(port: int) -> None:
    """Without fork: load the data and be the worker oneself, having called back with the token from standard input."""
    token = sys.stdin.buffer.readline().strip()
    with socket.create_connection(("127.0.0.1", port)) as sock:
        sock.sendall(token)
        charge: Charge = receive_object(sock)
        held = load(sock, charge)
        if held is not None:
            die_with_parent(charge.parent)
            answer_all(sock, held, charge)
