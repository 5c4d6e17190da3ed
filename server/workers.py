"""Where workers come from: forked by a keeper that holds the data, or, where there is no fork, started one by one."""

import contextlib
import hmac
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Protocol

from graph.errors import IprgraphError, UsageError
from server.charge import Charge
from server.facts import DataFacts, facts_from
from server.wire import PeerGoneError, receive_exactly, receive_json, send_json, send_object

# Loading what fits into memory takes less; a keeper that says nothing for so long never will.
_LONGEST_LOADING = 600.0
# To fork, and to end a worker, takes milliseconds.
_LONGEST_ORDER = 30.0


@dataclass(frozen=True)
class Worker:
    """A process that answers, and the socket to ask it by."""

    pid: int
    socket: socket.socket
    generation: int
    """Which start of its source it comes from."""


@dataclass(frozen=True)
class Ending:
    """How a worker ended: by which signal, 0 for none, and what it wrote last."""

    signal: int
    words: str

    @property
    def out_of_memory(self) -> bool:
        """The engine and its store on disk abort where they get no memory, and say so; the kernel's killer does not."""
        told = "memory allocation" in self.words or "bad_alloc" in self.words
        return told or self.signal == signal.SIGKILL


class WorkerSource(Protocol):
    """Starts workers over one version of the data."""

    def start(self) -> DataFacts:
        """Load the data, again after a fault; refuses a file that cannot be served."""
        ...

    def new(self) -> Worker:
        """A worker that is ready, or will be."""
        ...

    def kill(self, worker: Worker) -> None:
        """End the worker without waiting for its end; it is buried later."""
        ...

    def bury(self, worker: Worker) -> Ending:
        """End the worker, if it has not ended, and tell how it did."""
        ...

    def close(self) -> None:
        """End everything."""
        ...


class _Starter:
    """Starts processes in one thread that lasts: Linux ends a process with the *thread* that started it."""

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="starter")

    def start(self, command: list[str], **options: Any) -> subprocess.Popen[bytes]:
        """The process, started."""
        return self._thread.submit(lambda: subprocess.Popen(command, **options)).result()


def python(call: str, *arguments: str) -> list[str]:
    """The command that runs a function of ours in a process of its own, with our modules and no others."""
    module = call.partition("(")[0].rpartition(".")[0]
    program = f"import json, sys; sys.path[:] = json.loads(sys.argv[1]); import {module}; {call}"
    return [sys.executable, "-c", program, json.dumps(sys.path), *arguments]


def _longest_loading(charge: Charge) -> float | None:
    """A store on disk takes as long as it takes; its builder's end is noticed."""
    return None if charge.store_dir else _LONGEST_LOADING


def read_facts(sock: socket.socket) -> DataFacts:
    """What the loading process tells; raises as an error of ours what it could not load."""
    told = receive_json(sock)
    if "error" in told:
        raise (UsageError if told["exit_code"] == UsageError.exit_code else IprgraphError)(told["error"])
    return facts_from(told["facts"])


class ForkedWorkers:
    """Workers forked by one keeper, which they share the data with."""

    def __init__(self, charge: Charge) -> None:
        self._charge = charge
        self._lock, self._starter = threading.Lock(), _Starter()
        self._generation = 0
        self._control: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> DataFacts:
        """A keeper with the data loaded, in place of any before it."""
        self.close()
        with self._lock:
            self._generation += 1
            self._control, theirs = socket.socketpair()
            with theirs:
                command = python("server.keeper.main(int(sys.argv[2]))", str(theirs.fileno()))
                self._process = self._starter.start(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
            self._control.settimeout(_longest_loading(self._charge))
            try:
                send_object(self._control, self._charge)
                facts = read_facts(self._control)
            except (PeerGoneError, OSError):
                self._end()
                raise IprgraphError("the process that loads the data ended without a word; is there memory?") from None
            except IprgraphError:
                self._end()
                raise
            self._control.settimeout(_LONGEST_ORDER)
            return facts

    def new(self) -> Worker:
        """A fork of the keeper."""
        ours, theirs = socket.socketpair()
        with theirs, self._lock, contextlib.ExitStack() as on_failure:
            on_failure.callback(ours.close)
            control = self._ready_control()
            send_json(control, {"fork": True})
            receive_exactly(control, 1)
            socket.send_fds(control, [b"+"], [theirs.fileno()])
            worker = Worker(receive_json(control)["pid"], ours, self._generation)
            on_failure.pop_all()
            return worker

    def kill(self, worker: Worker) -> None:
        """End the keeper's child."""
        with self._lock:
            if worker.generation == self._generation:
                control = self._ready_control()
                send_json(control, {"kill": worker.pid})
                receive_json(control)

    def bury(self, worker: Worker) -> Ending:
        """How the keeper's child ended; one of a former keeper ended with it."""
        with self._lock:
            if worker.generation != self._generation:
                return Ending(0, "")
            control = self._ready_control()
            send_json(control, {"bury": worker.pid})
            told = receive_json(control)
            return Ending(told["signal"], told["words"])

    def close(self) -> None:
        """End the keeper, which takes its workers along."""
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._control is not None and self._process is not None:
            self._control.close()
            self._process.kill()
            self._process.wait()
        self._control = None

    def _ready_control(self) -> socket.socket:
        if self._control is None:
            raise PeerGoneError
        return self._control


class SpawnedWorkers:
    """Workers that each load the data themselves and call back on a loopback socket; dear, but to be had anywhere."""

    def __init__(self, charge: Charge) -> None:
        self._charge = charge
        self._lock, self._starter = threading.Lock(), _Starter()
        self._generation = 0
        self._processes: dict[int, subprocess.Popen[bytes]] = {}
        self._prepared: list[Worker] = []

    def start(self) -> DataFacts:
        """What the first worker, kept ready, loaded."""
        self.close()
        self._generation += 1
        worker = self._spawn()
        try:
            facts = read_facts(worker.socket)
        except IprgraphError:
            worker.socket.close()
            self.close()
            raise
        self._prepared.append(worker)
        return facts

    def new(self) -> Worker:
        """A process that has loaded the data."""
        with self._lock:
            if self._prepared:
                return self._prepared.pop()
            worker = self._spawn()
            read_facts(worker.socket)
            return worker

    def kill(self, worker: Worker) -> None:
        """End the process."""
        if process := self._processes.get(worker.pid):
            process.kill()

    def bury(self, worker: Worker) -> Ending:
        """How the process ended."""
        process = self._processes.pop(worker.pid, None)
        if process is None:
            return Ending(0, "")
        process.kill()
        words = process.communicate()[1]
        return Ending(max(0, -process.returncode), words[:4096].decode("utf-8", "replace"))

    def close(self) -> None:
        """End all workers."""
        self._prepared.clear()
        for process in list(self._processes.values()):
            process.kill()
            process.communicate()
        self._processes.clear()

    def _spawn(self) -> Worker:
        token = secrets.token_hex(32)
        with socket.create_server(("127.0.0.1", 0)) as listener:
            command = python("server.keeper.main_alone(int(sys.argv[2]))", str(listener.getsockname()[1]))
            process = self._starter.start(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
            assert process.stdin is not None
            process.stdin.write(token.encode("ascii") + b"\n")
            process.stdin.flush()
            self._processes[process.pid] = process
            listener.settimeout(_LONGEST_ORDER)
            ours = _first_with(token, listener)
        ours.settimeout(_longest_loading(self._charge))
        send_object(ours, self._charge)
        return Worker(process.pid, ours, self._generation)


def _first_with(token: str, listener: socket.socket) -> socket.socket:
    """The connection that knows the token; any other process of the machine could have called, too."""
    while True:
        called, _ = listener.accept()
        called.settimeout(_LONGEST_ORDER)
        try:
            if hmac.compare_digest(receive_exactly(called, len(token)), token.encode("ascii")):
                return called
        except (PeerGoneError, OSError):
            pass
        called.close()


def workers_for(charge: Charge) -> WorkerSource:
    """The best source of workers that this system has."""
    return ForkedWorkers(charge) if hasattr(os, "fork") else SpawnedWorkers(charge)
