"""What a worker says, cut at every place, reaches the job whole and once."""

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.channel import SMALL, Channel, Head, Job
from server.wire import FRAME, TOLD_BODY, TOLD_HEAD, TOLD_PACKED_BODY
from server.workers import Worker


class Noting(Job):
    """A job that notes what it hears."""

    def __init__(self) -> None:
        self.message = b"question"
        self.told: list[str] = []
        self.head: Head = {}
        self.body = b""

    def done(self, head: Head, body: bytes) -> None:
        self.told.append("done")
        self.head, self.body = head, body

    def begin(self, head: Head) -> None:
        self.told.append("begin")
        self.head = head

    def piece(self, data: bytes) -> None:
        self.body += data

    def end(self) -> None:
        self.told.append("end")

    def fail(self, error: Exception) -> None:
        self.told.append(f"fail {type(error).__name__}")


class Owning:
    """An owner that counts."""

    def __init__(self) -> None:
        self.freed_with: list[Head] = []
        self.losses = 0

    def begun(self, channel: Channel) -> None:
        self.begun_with = channel.give_up_ahead()

    def freed(self, channel: Channel, head: Head) -> None:
        self.freed_with.append(head)
        if channel.ahead is not None:
            channel.move_up()

    def lost(self, channel: Channel) -> None:
        self.losses += 1
        channel.close()


def talk(work: Callable[[Channel, Owning, socket.socket], Awaitable[None]]) -> Owning:
    """Have the work done with a channel, and the other end of its socket."""

    async def run() -> Owning:
        ours, theirs = socket.socketpair()
        owner = Owning()
        channel = Channel(Worker(1, ours, 1), owner, asyncio.get_running_loop())
        with theirs:
            await work(channel, owner, theirs)
        channel.close()
        return owner

    return asyncio.run(run())


async def settle() -> None:
    for _ in range(4):
        await asyncio.sleep(0)


def framed(head: Head | None, body: bytes) -> bytes:
    if head is None:
        return FRAME.pack(TOLD_BODY, len(body)) + body
    data = json.dumps(head | {"size": len(body)}).encode()
    return FRAME.pack(TOLD_HEAD, len(data)) + data + body


@given(head=st.none() | st.just({"rows": 3}), body=st.binary(max_size=40), cuts=st.sets(st.integers(1, 80)))
def test_an_answer_is_heard_once_however_it_is_cut(head: Head | None, body: bytes, cuts: set[int]) -> None:
    message, job = framed(head, body), Noting()

    async def work(channel: Channel, owner: Owning, theirs: socket.socket) -> None:
        channel.ask(job, 0.0)
        assert theirs.recv(100) == b"question"
        places = [0, *sorted(cut for cut in cuts if cut < len(message)), len(message)]
        for start, end in zip(places, places[1:], strict=False):  # noqa: RUF007
            theirs.sendall(message[start:end])
            await settle()

    owner = talk(work)
    assert (job.told, job.body) == (["done"], body)
    assert job.head.get("rows") == (head or {}).get("rows")
    assert (len(owner.freed_with), owner.losses) == (1, 0)


def test_a_compressed_answer_says_so() -> None:
    job = Noting()

    async def work(channel: Channel, owner: Owning, theirs: socket.socket) -> None:
        channel.ask(job, 0.0)
        theirs.sendall(FRAME.pack(TOLD_PACKED_BODY, 2) + b"ab")
        await settle()

    talk(work)
    assert (job.head, job.body) == ({"packed": True}, b"ab")


@given(cuts=st.sets(st.integers(1, 60)), heads=st.lists(st.none() | st.just({"rows": 3}), min_size=2, max_size=2))
def test_two_answers_are_heard_apart_however_they_are_cut(cuts: set[int], heads: list[Head | None]) -> None:
    message, jobs = framed(heads[0], b"first") + framed(heads[1], b"second"), [Noting(), Noting()]

    async def work(channel: Channel, owner: Owning, theirs: socket.socket) -> None:
        channel.ask(jobs[0], 0.0)
        channel.ask_ahead(jobs[1])
        assert theirs.recv(100) == b"question" * 2
        places = [0, *sorted(cut for cut in cuts if cut < len(message)), len(message)]
        for start, end in zip(places, places[1:], strict=False):  # noqa: RUF007
            theirs.sendall(message[start:end])
            await settle()
        assert channel.job is None

    owner = talk(work)
    assert [job.body for job in jobs] == [b"first", b"second"]
    assert (len(owner.freed_with), owner.losses) == (2, 0)


@pytest.mark.parametrize("size", [2, SMALL + 1])
def test_what_was_given_up_is_not_heard(size: int) -> None:
    first, second, third = Noting(), Noting(), Noting()

    async def work(channel: Channel, owner: Owning, theirs: socket.socket) -> None:
        channel.ask(first, 0.0)
        channel.ask_ahead(second)
        if size == 2:
            assert channel.give_up_ahead() is second
        assert channel.give_up_ahead() is (None if size == 2 else second)
        assert second.channel is None
        sending = asyncio.to_thread(theirs.sendall, framed(None, b"x" * size) + framed(None, b"y" * size))
        await asyncio.gather(sending, asyncio.sleep(0.05))
        assert channel.job is None
        channel.ask(third, 0.0)
        theirs.sendall(framed(None, b"third"))
        await settle()

    owner = talk(work)
    assert (len(first.body), second.told, third.body) == (size, [], b"third")
    assert (len(owner.freed_with), owner.losses) == (3, 0)


def test_a_large_answer_tells_so_before_what_follows_it_waits() -> None:
    first, second = Noting(), Noting()

    async def work(channel: Channel, owner: Owning, theirs: socket.socket) -> None:
        channel.ask(first, 0.0)
        channel.ask_ahead(second)
        theirs.sendall(framed(None, b"x" * (SMALL + 1))[:1000])
        await settle()
        assert owner.begun_with is second

    talk(work)
    assert (first.told, second.told) == (["begin"], [])


def test_a_large_answer_comes_in_pieces_and_waits_when_told() -> None:
    job, body = Noting(), b"x" * (SMALL + 100_000)

    async def work(channel: Channel, owner: Owning, theirs: socket.socket) -> None:
        channel.ask(job, 0.0)
        theirs.setblocking(False)
        loop = asyncio.get_running_loop()
        sending = asyncio.ensure_future(loop.sock_sendall(theirs, framed({"rows": None}, body)))
        while not job.body:
            await asyncio.sleep(0)
        channel.pause()
        await settle()
        so_far = len(job.body)
        await asyncio.sleep(0.02)
        assert len(job.body) == so_far < len(body)
        channel.resume()
        await sending
        while "end" not in job.told:
            await asyncio.sleep(0)

    owner = talk(work)
    assert (job.told, len(job.body), len(owner.freed_with)) == (["begin", "end"], len(body), 1)


def test_a_worker_that_says_more_than_it_was_asked_is_lost() -> None:
    job = Noting()

    async def work(channel: Channel, owner: Owning, theirs: socket.socket) -> None:
        channel.ask(job, 0.0)
        theirs.sendall(framed(None, b"body") * 10_000)
        await settle()

    assert talk(work).losses == 1
    assert (job.told, job.body) == (["done"], b"body")


@pytest.mark.parametrize("said", [b"", b"\x00\x00", framed({"rows": 1}, b"abc")[:-1]])
def test_a_worker_that_ends_too_early_is_lost(said: bytes) -> None:
    job = Noting()

    async def work(channel: Channel, owner: Owning, theirs: socket.socket) -> None:
        channel.ask(job, 0.0)
        theirs.sendall(said)
        theirs.shutdown(socket.SHUT_WR)
        await settle()

    assert talk(work).losses == 1
    assert job.told == []


def test_a_worker_that_talks_unasked_is_lost() -> None:
    async def work(channel: Channel, owner: Owning, theirs: socket.socket) -> None:
        theirs.sendall(b"hello")
        await settle()

    assert talk(work).losses == 1


def test_a_fault_in_taking_an_answer_is_told_to_the_job() -> None:
    class Faulty(Noting):
        def done(self, head: Head, body: bytes) -> None:
            raise ZeroDivisionError

    job = Faulty()

    async def work(channel: Channel, owner: Owning, theirs: socket.socket) -> None:
        channel.ask(job, 0.0)
        theirs.sendall(framed(None, b""))
        await settle()

    assert len(talk(work).freed_with) == 1
    assert job.told == ["fail ZeroDivisionError"]


def test_a_question_larger_than_a_buffer_arrives_whole() -> None:
    job = Noting()
    job.message = b"q" * 5_000_000

    async def work(channel: Channel, owner: Owning, theirs: socket.socket) -> None:
        channel.ask(job, 0.0)
        theirs.setblocking(False)
        got = 0
        while got < len(job.message):
            got += len(await asyncio.get_running_loop().sock_recv(theirs, 1 << 20))

    talk(work)
