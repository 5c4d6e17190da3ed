"""What a process can do no more once it is shut off, tried out in processes of their own."""

import os
import platform
import socket
import sys
from pathlib import Path

import pytest

from server.charge import Charge
from server.limits import Limits
from server.refusals import RefusedError
from server.sandbox import close_file_system, filter_calls
from server.workers import ForkedWorkers
from tests.inventing import run_python
from tests.server.hosting import hosted

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in {"x86_64", "aarch64"}, reason="there is no such filter here"
)
# Tells of each deed in turn whether it was done, or by which error it failed.
PRELUDE = """
import ctypes, os, socket, sys, threading
from pathlib import Path
from server.sandbox import close_file_system, filter_calls

def attempt(name, deed):
    try:
        deed()
        print(name, "done", flush=True)
    except OSError as error:
        print(name, type(error).__name__, flush=True)

one, other = socket.socketpair()
listener = socket.create_server(("127.0.0.1", 0))
def talk():
    one.sendall(b"x")
    assert other.recv(1) == b"x"
def in_thread(deed):
    thread = threading.Thread(target=deed)
    thread.start()
    thread.join()
"""


def told(code: str, *arguments: str) -> dict[str, str]:
    """What the code prints behind each name, run in a process of its own."""
    ended = run_python(PRELUDE + code, *arguments)
    assert ended.returncode == 0, ended.stderr.decode()
    return dict(line.split() for line in ended.stdout.decode().splitlines())


DEEDS = """
attempt("socket", socket.socket)
attempt("unix", lambda: socket.socket(socket.AF_UNIX))
attempt("pair", socket.socketpair)
attempt("accept", listener.accept)
attempt("execute", lambda: os.execv("/bin/true", ["true"]))
attempt("talk", talk)
"""
REFUSED = dict.fromkeys(("socket", "unix", "pair", "accept"), "PermissionError")


def test_no_connection_can_be_made_and_the_open_one_keeps_working() -> None:
    found = told("assert filter_calls(may_connect=False)" + DEEDS)
    assert found == REFUSED | {"execute": "PermissionError", "talk": "done"}


def test_all_threads_are_shut_off_whichever_asks_for_it() -> None:
    code = """
go, done = threading.Event(), threading.Event()
def wait_and_try():
    go.wait()
    attempt("earlier", socket.socket)
thread = threading.Thread(target=wait_and_try)
thread.start()
in_thread(lambda: filter_calls(may_connect=False))
go.set()
thread.join()
attempt("main", socket.socket)
in_thread(lambda: attempt("later", socket.socket))
"""
    assert told(code) == dict.fromkeys(("earlier", "main", "later"), "PermissionError")


def test_who_may_connect_does_and_becomes_no_other_program() -> None:
    code = """
assert filter_calls(may_connect=True)
attempt("connect", lambda: socket.create_connection(listener.getsockname()))
attempt("execute", lambda: os.execv("/bin/true", ["true"]))
"""
    assert told(code) == {"connect": "done", "execute": "PermissionError"}


@pytest.mark.skipif(platform.machine() != "x86_64", reason="only there two numbers mean the same")
def test_the_calls_of_another_kind_of_program_are_no_way_around() -> None:
    code = """
libc = ctypes.CDLL(None, use_errno=True)
def call(number):
    if libc.syscall(ctypes.c_long(number), socket.AF_INET, socket.SOCK_STREAM, 0) < 0:
        raise OSError(ctypes.get_errno(), "")
assert filter_calls(may_connect=False)
attempt("usual", lambda: call(41))
attempt("x32", lambda: call(0x40000000 | 41))
attempt("ring", lambda: call(425))
"""
    assert told(code) == dict.fromkeys(("usual", "x32", "ring"), "PermissionError")


FILES = """
folder = Path(sys.argv[1])
attempt("read", lambda: (folder / "in" / "a").read_bytes())
attempt("outside", lambda: (folder / "b").read_bytes())
attempt("write", lambda: (folder / "in" / "a").write_bytes(b""))
attempt("make", lambda: (folder / "in" / "c").write_bytes(b""))
attempt("remove", lambda: (folder / "in" / "a").unlink())
attempt("move", lambda: (folder / "in" / "a").rename(folder / "in" / "c"))
attempt("talk", talk)
"""
CLOSED = dict.fromkeys(("read", "outside", "write", "make", "remove", "move"), "PermissionError") | {"talk": "done"}


@pytest.mark.parametrize(("readable", "open_still"), [("None", {}), ('Path(sys.argv[1]) / "in"', {"read": "done"})])
def test_files_are_out_of_reach_but_for_reading_in_one_folder(
    tmp_path: Path, readable: str, open_still: dict[str, str]
) -> None:
    (tmp_path / "in").mkdir()
    for name in ("in/a", "b"):
        (tmp_path / name).write_text("x", encoding="ascii")
    code = f'if not close_file_system({readable}): print("no Landlock"); sys.exit()\n'
    found = told(code + FILES, str(tmp_path))
    if found == {"no": "Landlock"}:
        pytest.skip("this kernel has no Landlock")
    assert found == CLOSED | open_still


def test_elsewhere_than_on_linux_nothing_is_done_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.platform", "darwin")
    assert not close_file_system(None)
    assert not filter_calls(may_connect=False)


def test_a_kernel_that_refuses_leaves_everything_as_it_was() -> None:
    code = """
import server.sandbox
# Numbers that no kernel knows stand for one without these calls, or a container that forbids them.
server.sandbox._MACHINES = {name: (audit, 999_999, place) for name, (audit, _, place) in server.sandbox._MACHINES.items()}
server.sandbox._CREATE_RULESET = 999_999
assert not filter_calls(may_connect=False)
assert not close_file_system(None)
attempt("socket", socket.socket)
attempt("read", Path("/proc/self/status").read_bytes)
"""
    assert told(code) == {"socket": "done", "read": "done"}


def charge(tiny: Path, limits: Limits, *, may_connect: bool = False) -> Charge:
    return Charge(tiny, True, limits, os.getpid(), ("http://allowed/",) if may_connect else ())


def calls_of_a_worker(charge: Charge) -> bool:
    """Whether a worker that is told to call a listener does, past the gate on purpose; it answers afterwards."""
    with (
        hosted(ForkedWorkers(charge), charge.limits, 1) as host,
        socket.create_server(("127.0.0.1", 0)) as listener,
    ):
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        with pytest.raises(RefusedError):
            host.ask_past_gate(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")
        assert b"true" in host.ask_past_gate("ASK {}").body
        listener.settimeout(0.2)
        try:
            listener.accept()[0].close()
        except TimeoutError:
            return False
        return True


def test_a_worker_calls_nobody_unless_it_may(tiny: Path) -> None:
    limits = Limits(seconds=0.5)
    assert not calls_of_a_worker(charge(tiny, limits))
    assert calls_of_a_worker(charge(tiny, limits, may_connect=True))


def test_a_worker_that_may_open_files_calls_nobody_either(tiny: Path, tmp_path: Path) -> None:
    assert not calls_of_a_worker(charge(tiny, Limits(seconds=0.5, readable=tmp_path)))
