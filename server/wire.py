"""Messages between our processes.

To those who hold the data and to workers: a length and a pickled value. From them: a length and JSON, for a worker
evaluates foreign text, so nothing that it says is ever unpickled. On the way that is gone most, from a question to
its answer, both are shorter, a frame each.
"""

import json
import pickle
import socket
import struct
from typing import Any

_LENGTH = struct.Struct("!I")
FRAME = struct.Struct("!BI")
"""Of what goes to a worker and comes from it: a kind, and how many bytes follow."""
ASKED_OBJECT, ASKED_PREPARED = 0, 1
TOLD_BODY, TOLD_PACKED_BODY, TOLD_HEAD = 0, 1, 2
PREPARED = struct.Struct("!dBB")
"""Before a prepared text: its seconds, the number of its format, whether it may be compressed."""


class PeerGoneError(Exception):
    """The other process has closed its end."""


def send_object(sock: socket.socket, value: object) -> None:
    """A trusted message."""
    _send(sock, pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


def receive_object(sock: socket.socket) -> Any:
    """The next trusted message."""
    return pickle.loads(_receive(sock))


def send_json(sock: socket.socket, value: dict[str, Any]) -> None:
    """A message that needs no trust."""
    _send(sock, json.dumps(value).encode("ascii"))


def receive_json(sock: socket.socket) -> dict[str, Any]:
    """The next such message."""
    value = json.loads(_receive(sock))
    assert isinstance(value, dict)
    return value


def ask_object(value: object) -> bytes:
    """A question to a worker, as a value of ours."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return FRAME.pack(ASKED_OBJECT, len(data)) + data


def ask_prepared(text: bytes, seconds: float, form: int, *, packing: bool) -> bytes:
    """A question to a worker, as a text that the engine reads rightly as it is."""
    data = PREPARED.pack(seconds, form, packing) + text
    return FRAME.pack(ASKED_PREPARED, len(data)) + data


def tell_body(sock: socket.socket, body: bytes, *, packed: bool) -> None:
    """An answer of which there is nothing more to say."""
    _send_two(sock, FRAME.pack(TOLD_PACKED_BODY if packed else TOLD_BODY, len(body)), body)


def tell(sock: socket.socket, head: dict[str, Any], body: bytes) -> None:
    """What there is to say of an answer, and the answer."""
    data = json.dumps(head | {"size": len(body)}).encode("ascii")
    _send_two(sock, FRAME.pack(TOLD_HEAD, len(data)) + data, body)


class Inbox:
    """Cuts what a worker receives into questions."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._data = b""
        """What has come of the next ones."""

    def receive(self) -> tuple[int, bytes]:
        """The kind of the next question, and its bytes; refuses the end of the line."""
        data = self._data or self._sock.recv(65536)
        while len(data) < FRAME.size:
            data += self._more()
        kind, size = FRAME.unpack_from(data)
        end = FRAME.size + size
        if len(data) < end:
            whole = bytearray(data)
            while len(whole) < end:
                whole += self._more()
            data = bytes(whole)
        self._data = data[end:]
        return kind, data[FRAME.size : end]

    def _more(self) -> bytes:
        data = self._sock.recv(1 << 20)
        if not data:
            raise PeerGoneError
        return data


def receive_exactly(sock: socket.socket, size: int) -> bytes:
    """So many bytes; refuses an earlier end."""
    data = bytearray(size)
    view, got = memoryview(data), 0
    while got < size:
        count = sock.recv_into(view[got:])
        if not count:
            raise PeerGoneError
        got += count
    return bytes(data)


def _send(sock: socket.socket, data: bytes) -> None:
    sock.sendall(_LENGTH.pack(len(data)) + data)


def _send_two(sock: socket.socket, first: bytes, second: bytes) -> None:
    if len(second) < 64 * 1024:
        sock.sendall(first + second)
    else:
        sock.sendall(first)
        sock.sendall(second)


def _receive(sock: socket.socket) -> bytes:
    return receive_exactly(sock, _LENGTH.unpack(receive_exactly(sock, _LENGTH.size))[0])
