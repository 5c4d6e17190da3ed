"""Messages between our processes: a length, then bytes. Towards a worker they are pickled, from it they are JSON.

A worker evaluates foreign text, so nothing that it says is ever unpickled.
"""

import json
import pickle
import socket
import struct
from typing import Any

_LENGTH = struct.Struct("!I")


class PeerGoneError(Exception):
    """The other process has closed its end."""


def send_object(sock: socket.socket, value: object) -> None:
    """A trusted message."""
    _send(sock, pickle.dumps(value, pickle.HIGHEST_PROTOCOL))


def receive_object(sock: socket.socket) -> Any:
    """The next trusted message."""
    return pickle.loads(_receive(sock))


def send_json(sock: socket.socket, value: dict[str, Any], body: bytes = b"") -> None:
    """A message that needs no trust, and bytes that follow it; the message must say how many."""
    data = json.dumps(value).encode("ascii")
    if len(body) < 64 * 1024:
        sock.sendall(b"".join((_LENGTH.pack(len(data)), data, body)))
    else:
        _send(sock, data)
        sock.sendall(body)


def receive_json(sock: socket.socket) -> dict[str, Any]:
    """The next such message, without the bytes that follow it."""
    value = json.loads(_receive(sock))
    assert isinstance(value, dict)
    return value


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


def _receive(sock: socket.socket) -> bytes:
    return receive_exactly(sock, _LENGTH.unpack(receive_exactly(sock, _LENGTH.size))[0])
