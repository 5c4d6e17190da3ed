"""Messages between our processes, however they are cut on the way."""

import socket
import threading

import pytest

from server.wire import (
    ASKED_OBJECT,
    ASKED_PREPARED,
    PREPARED,
    Inbox,
    PeerGoneError,
    ask_object,
    ask_prepared,
    receive_json,
    receive_object,
    send_json,
    send_object,
)


def received(messages: bytes, piece: int) -> list[tuple[int, bytes]]:
    """What a worker takes the bytes for, sent piece by piece; each message only when the one before was taken."""
    ours, theirs = socket.socketpair()

    def send() -> None:
        for start in range(0, len(messages), piece):
            ours.sendall(messages[start : start + piece])
        ours.shutdown(socket.SHUT_WR)

    with ours, theirs:
        threading.Thread(target=send).start()
        found = []
        inbox = Inbox(theirs)
        try:
            while True:
                found.append(inbox.receive())
        except PeerGoneError:
            return found


@pytest.mark.parametrize("piece", [1, 3, 7, 1000, 1 << 20])
def test_a_question_arrives_whole(piece: int) -> None:
    text = ("ASK {} # é " * 2000).encode()
    ((kind, data),) = received(ask_prepared(text, 1.5, 3, packing=True), piece)
    assert kind == ASKED_PREPARED
    assert PREPARED.unpack_from(data) == (1.5, 3, True)
    assert data[PREPARED.size :] == text
    ((kind, data),) = received(ask_object({"a": [1, 2]}), piece)
    assert kind == ASKED_OBJECT


@pytest.mark.parametrize("piece", [1, 3, 7, 1000, 1 << 20])
def test_questions_sent_ahead_are_cut_apart(piece: int) -> None:
    texts = [b"ASK {}", b"", b"SELECT * {} # " + b"x" * 100_000, b"ASK { ?s ?p ?o }"]
    found = received(b"".join(ask_prepared(text, 1.0, 0, packing=False) for text in texts), piece)
    assert [data[PREPARED.size :] for _, data in found] == texts


def test_an_end_in_the_middle_is_no_question() -> None:
    assert received(ask_object("x")[:-1], 100) == []


def test_objects_and_json_come_back_as_they_were() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        send_object(ours, ("é", 1))
        assert receive_object(theirs) == ("é", 1)
        send_json(ours, {"a": ["é", None]})
        assert receive_json(theirs) == {"a": ["é", None]}
