"""A client that sends any bytes and reads answers strictly, a server to send them to, and a bystander who must notice nothing."""

import contextlib
import os
import re
import select
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from urllib.parse import quote

CHECKOUT = Path(__file__).resolve().parents[1]
QUERY_TYPE, FORM_TYPE = "application/sparql-query", "application/x-www-form-urlencoded"
_HEADER = re.compile(rb"([A-Za-z0-9-]+): ([^\r\n\0]*)\r\n")
_STATUS = re.compile(rb"HTTP/1\.1 ([1-5][0-9]{2}) [^\r\n]*\r\n")
_AT_ONCE = 64 * 1024
_PROC = Path("/proc")


class NoAnswerError(Exception):
    """What came back is no whole HTTP answer."""


class CutError(NoAnswerError):
    """An answer in pieces ended before its end, and one can tell."""


@dataclass(frozen=True)
class Reply:
    """A whole answer."""

    status: int
    headers: dict[str, str]
    body: bytes


class Line:
    """One connection from an address of loopback that the caller chooses."""

    def __init__(
        self, address: tuple[str, int], source: str = "127.0.0.9", seconds: float = 45, buffer: int = 0
    ) -> None:
        self.sock = socket.socket()
        self.sock.settimeout(seconds)
        if buffer:
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        self.sock.bind((source, 0))
        self.sock.connect(address)
        self._in = self.sock.makefile("rb")
        self.pause = 0.0
        """Seconds between sips of 16 KB, for one who reads slowly."""

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Hang up."""
        self._in.close()
        self.sock.close()

    def reset(self) -> None:
        """Hang up rudely, so that the other side hears of it at once."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        self.close()

    def send(self, *pieces: bytes) -> None:
        """Send it all, or until something comes back, for then the rest may be of no use."""
        self.pour(pieces)

    def pour(self, pieces: Iterable[bytes], seconds: float = 60) -> int:
        """The same for pieces without end; how many bytes were sent."""
        sent, end = 0, time.monotonic() + seconds
        with contextlib.suppress(OSError):
            for piece in pieces:
                view = memoryview(piece)
                while view:
                    readable, writable, _ = select.select([self.sock], [self.sock], [], max(end - time.monotonic(), 0))
                    if readable or not writable:
                        return sent
                    count = self.sock.send(view[:_AT_ONCE])
                    sent, view = sent + count, view[count:]
        return sent

    def shout(self, data: bytes, seconds: float) -> None:
        """Send the same again and again, and listen to nothing."""
        end, view = time.monotonic() + seconds, memoryview(b"")
        with contextlib.suppress(OSError):
            while time.monotonic() < end:
                view = view or memoryview(data)
                if select.select([], [self.sock], [], 0.1)[1]:
                    view = view[self.sock.send(view[:_AT_ONCE]) :]

    def reply(self, *, head_only: bool = False) -> Reply:
        """The next answer; refuses what is none, or not whole."""
        while (status := self._status()) == 100:
            self._headers()
        headers = self._headers()
        if head_only or status in {204, 304}:
            return Reply(status, headers, b"")
        if headers.get("transfer-encoding") == "chunked":
            return Reply(status, headers, b"".join(self._chunks()))
        if "content-length" in headers:
            return Reply(status, headers, self._exactly(int(headers["content-length"])))
        if headers.get("connection") != "close":
            raise NoAnswerError("nothing tells where the answer ends")
        return Reply(status, headers, self._in.read())

    def is_over(self) -> bool:
        """Whether the other side has hung up, with nothing more to say."""
        try:
            return self._in.read(1) == b""
        except ConnectionError:
            return True

    def _status(self) -> int:
        try:
            line = self._in.readline(4096)
        except OSError as error:
            raise NoAnswerError(repr(error)) from None
        found = _STATUS.fullmatch(line)
        if found is None:
            raise NoAnswerError(f"no status line: {line[:80]!r}")
        return int(found[1])

    def _headers(self) -> dict[str, str]:
        headers: dict[str, str] = {}
        while (line := self._in.readline(65536)) != b"\r\n":
            found = _HEADER.fullmatch(line)
            if found is None:
                raise NoAnswerError(f"no header: {line[:80]!r}")
            name = found[1].decode().lower()
            if name in headers:
                raise NoAnswerError(f"{name} comes twice")
            headers[name] = found[2].decode("latin-1")
        return headers

    def _exactly(self, size: int) -> bytes:
        data = b""
        try:
            while len(data) < size and (piece := self._in.read(min(size - len(data), self._sip()))):
                data += piece
        except OSError as error:
            raise NoAnswerError(repr(error)) from None
        if len(data) < size:
            raise NoAnswerError(f"{len(data)} of {size} bytes came")
        return data

    def _sip(self) -> int:
        time.sleep(self.pause)
        return 16 * 1024 if self.pause else 1 << 20

    def _chunks(self) -> Iterator[bytes]:
        while True:
            line = self._chunk_line()
            if not re.fullmatch(rb"[0-9a-f]+\r\n", line):
                raise NoAnswerError(f"no size of a chunk: {line[:80]!r}")
            size = int(line, 16)
            try:
                piece = self._exactly(size + 2)
            except NoAnswerError as error:
                raise CutError(str(error)) from None
            if not piece.endswith(b"\r\n"):
                raise NoAnswerError("a chunk is longer than it says")
            if not size:
                return
            yield piece[:-2]

    def _chunk_line(self) -> bytes:
        try:
            line = self._in.readline(64)
        except OSError as error:
            raise CutError(repr(error)) from None
        if not line:
            raise CutError("the last chunk is missing")
        return line


def get(path: str, *headers: str, method: str = "GET", version: str = "1.1", host: str = "h") -> bytes:
    """A request without a body."""
    return "\r\n".join([f"{method} {path} HTTP/{version}", f"Host: {host}", *headers, "", ""]).encode("latin-1")


def ask(query: str, *headers: str, method: str = "GET", more: str = "") -> bytes:
    """A query by GET."""
    return get(f"/sparql?query={quote(query, safe='')}{more}", *headers, method=method)


def post(body: bytes, *headers: str, kind: str = QUERY_TYPE, path: str = "/sparql", method: str = "POST") -> bytes:
    """A request with a body."""
    told = (f"Content-Type: {kind}", f"Content-Length: {len(body)}")
    return get(path, *told, *headers, method=method) + body


def chunked(pieces: Iterable[bytes], *headers: str, path: str = "/sparql") -> Iterator[bytes]:
    """The same with a body in chunks."""
    yield get(path, f"Content-Type: {QUERY_TYPE}", "Transfer-Encoding: chunked", *headers, method="POST")
    for piece in chain(pieces, (b"",)):
        yield b"%x\r\n%b\r\n" % (len(piece), piece)


@dataclass(frozen=True)
class Usage:
    """What the processes of a server hold."""

    front: float
    """MB of its proportional set, which counts what is shared by shares."""
    keeper: float
    workers: tuple[float, ...]
    resident: float
    """MB of the front that are in memory."""
    files: int
    """Open in the front."""
    keeper_pid: int

    @property
    def processes(self) -> int:
        """All of them."""
        return 2 + len(self.workers)


@dataclass
class Served:
    """A server under attack."""

    address: tuple[str, int]
    process: subprocess.Popen[str]
    log: list[str] = field(default_factory=list)

    def line(self, source: str = "127.0.0.9", seconds: float = 45, buffer: int = 0) -> Line:
        """A connection to it."""
        return Line(self.address, source, seconds, buffer)

    def once(self, *data: bytes, source: str = "127.0.0.9", head_only: bool = False) -> Reply:
        """The answer to what is sent on a connection of its own."""
        with self.line(source) as line:
            line.send(*data)
            return line.reply(head_only=head_only)

    def usage(self) -> Usage:
        """What it holds now; its log tells where the front has begun a keeper anew."""
        front = self.process.pid
        keeper = max(children(front), key=lambda pid: len(children(pid)))
        workers = tuple(sorted(proportional(pid) for pid in children(keeper)))
        files = len(os.listdir(_PROC / str(front) / "fd"))
        return Usage(proportional(front), proportional(keeper), workers, resident(front), files, keeper)

    def settle(self, seconds: float = 20) -> None:
        """Wait until nothing is asked any more."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            figures = self.once(get("/metrics")).body.decode()
            found = re.findall(r'iprgraph_workers\{state="(short|long|heavy|waiting)"\} (\d+)', figures)
            if len(found) == 4 and not any(int(count) for _, count in found):
                return
            time.sleep(0.2)
        raise AssertionError(f"it does not come to rest: {figures}")


@contextmanager
def serving(*arguments: str) -> Iterator[Served]:
    """A server as users start it, on a free port; it must stop when it is told to."""
    command = [sys.executable, "-m", "server.cli", "serve", "--port", "0", *arguments]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=CHECKOUT, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        assert process.stdout is not None
        log: list[str] = []
        try:
            for line in process.stdout:
                log.append(line)
                if found := re.search(r"http://([0-9.]+):([0-9]+)/", line):
                    break
            else:
                raise AssertionError(f"it did not start: {''.join(log)}")
            served = Served((found[1], int(found[2])), process, log)
            threading.Thread(target=lambda: log.extend(process.stdout or ()), daemon=True).start()
            yield served
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0, "it ended by itself"
        finally:
            process.kill()


def children(pid: int) -> list[int]:
    """The processes that it started."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in (_PROC / str(pid) / "task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def proportional(pid: int) -> float:
    """MB of its proportional set; 0 of one that has just ended."""
    with contextlib.suppress(OSError):
        found = re.search(r"^Pss: +(\d+)", (_PROC / str(pid) / "smaps_rollup").read_text(), re.MULTILINE)
        return int(found[1]) / 1024 if found else 0.0
    return 0.0


def resident(pid: int) -> float:
    """MB of it that are in memory."""
    return int((_PROC / str(pid) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024**2
