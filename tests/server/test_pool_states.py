"""The pool through any history, with workers that are only the far ends of sockets: every question ends once, every worker counts."""

import asyncio
import contextlib
import socket
import time
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

import server.ahead
import server.channel
import server.pool
from server.channel import SMALL, Channel, _Unwanted
from server.facts import DataFacts
from server.limits import Limits
from server.pool import _LONG_PER_WORKER, WorkerPool
from server.wire import PeerGoneError
from server.workers import Ending, Worker
from tests.server.test_channel import Noting, framed

SIZE, MIDDLE, HEAVY = 2, 2, 1
FACTS = DataFacts("0" * 64, 3, (), (), True)
# Above what Linux gives at most, so that no order to a process of this number reaches any.
NO_PID = 1 << 23


class Source:
    """Makes workers of sockets; may be made to fail, as where the keeper has died."""

    def __init__(self) -> None:
        self.generation, self.made = 0, 0
        self.is_dead = False
        self.far: dict[int, socket.socket] = {}

    def start(self) -> DataFacts:
        for pid in list(self.far):
            self.far.pop(pid).close()
        self.generation, self.is_dead = self.generation + 1, False
        return FACTS

    def new(self) -> Worker:
        if self.is_dead:
            raise PeerGoneError
        ours, theirs = socket.socketpair()
        self.made += 1
        self.far[NO_PID + self.made] = theirs
        return Worker(NO_PID + self.made, ours, self.generation)

    def kill(self, worker: Worker) -> None:
        if self.is_dead:
            raise PeerGoneError
        if far := self.far.pop(worker.pid, None):
            far.close()

    def bury(self, worker: Worker) -> Ending:
        self.kill(worker)
        return Ending(9, "")

    def close(self) -> None:
        for far in self.far.values():
            far.close()


class Question(Noting):
    """A job, and whether nobody waits for it any more."""

    is_cancelled = False

    @property
    def ends(self) -> int:
        """How often it was told that it is over."""
        return sum(told.startswith(("done", "end", "fail")) for told in self.told)


class Pools(RuleBasedStateMachine):
    """Questions, answers, deaths and departures in any order."""

    jobs = Bundle("jobs")

    @initialize()
    def open(self) -> None:
        self.now = 1000.0
        self.patched = pytest.MonkeyPatch()
        clock = SimpleNamespace(monotonic=lambda: self.now)
        self.patched.setattr(server.pool, "time", clock)
        self.patched.setattr(server.channel, "time", clock)
        self.patched.setattr(server.pool, "is_memory_short", lambda: False)
        self.patched.setattr(server.ahead, "_FOR_WORKERS", 1)
        self.patched.setattr(server.pool, "PROCESSORS", MIDDLE)
        self.loop = asyncio.new_event_loop()
        self.source, self.all = Source(), list[Question]()
        self.do(self._open)

    async def _open(self) -> None:
        self.pool = WorkerPool(self.source, Limits(seconds=10.0), SIZE, HEAVY)
        await self.pool.open()

    def do(self, work: Callable[[], object]) -> None:
        """Do it in the loop, then let everything come to rest that needs no more time."""

        async def done() -> None:
            result = work()
            if asyncio.iscoroutine(result):
                await result
            quiet, end = 0, time.monotonic() + 5
            while quiet < 6:
                await asyncio.sleep(0)
                quiet = 0 if self.pool._crew._tasks else quiet + 1
                assert time.monotonic() < end, "it does not come to rest"

        self.loop.run_until_complete(done())

    @rule(
        target=jobs,
        count=st.integers(1, 6),
        kind=st.sampled_from(["quick", "short", "middle", "heavy"]),
        seconds=st.sampled_from([0.5, 10.0]),
    )
    def ask(self, count: int, kind: Any, seconds: float) -> object:
        new = [Question() for _ in range(count)]
        for job in new:
            job.is_quick, job.seconds = kind == "quick", seconds
            job.lane = kind if kind in ("middle", "heavy") else "short"
            self.all.append(job)
            self.do(lambda job=job: self.pool.submit(job))  # type: ignore[misc]
        return multiple(*new)

    def far_of(self, job: Question) -> socket.socket | None:
        """The far end of the worker that has the job."""
        channel = job.channel
        return None if channel is None or channel.job is not job else self.source.far.get(channel.worker.pid)

    @rule(job=consumes(jobs), retire=st.booleans(), head=st.booleans())
    def answer(self, job: Question, retire: bool, head: bool) -> None:
        far = self.far_of(job)
        if far is not None and not job.told:
            with contextlib.suppress(BlockingIOError):  # it may have been read together with the one before
                far.recv(1000, socket.MSG_DONTWAIT)
            self.do(lambda: far.sendall(framed({"retire": retire} if head or retire else None, b"body")))
            assert job.told == ["done"]

    @rule(job=jobs)
    def answer_with_the_next(self, job: Question) -> None:
        far, channel = self.far_of(job), job.channel
        if far is not None and channel is not None and channel.ahead is not None and not job.told:
            ahead = channel.ahead
            self.do(lambda: far.sendall(framed(None, b"one") + framed({}, b"other")))
            assert job.body == b"one"
            assert isinstance(ahead, _Unwanted) or (isinstance(ahead, Question) and ahead.body == b"other")

    @rule()
    def answer_the_unwanted(self) -> None:
        for channel in [channel for channel in self.pool._busy if isinstance(channel.job, _Unwanted)]:
            far = self.source.far.get(channel.worker.pid)
            if far is not None and channel in self.pool._busy:
                self.do(lambda far=far: far.sendall(framed(None, b"body")))  # type: ignore[misc]
                assert not isinstance(channel.job, _Unwanted)

    @rule(job=consumes(jobs))
    def answer_at_length(self, job: Question) -> None:
        far = self.far_of(job)
        if far is not None and not job.told:
            self.do(lambda: far.sendall(framed({}, b"x" * (SMALL + 1))[:50_000]))
            assert job.told == ["begin"]

    @rule(job=jobs)
    def die(self, job: Question) -> None:
        far = self.far_of(job)
        if far is not None:
            self.do(far.close)

    @rule()
    def die_idle(self) -> None:
        if self.pool._idle:
            self.do(self.source.far[self.pool._idle[0].worker.pid].close)

    @rule(job=jobs)
    def leave(self, job: Question) -> None:
        if not job.ends:
            job.is_cancelled = True
            self.do(lambda: self.pool.cancel(job))

    @rule()
    def lose_the_source(self) -> None:
        def lose() -> None:
            self.source.is_dead = True
            for far in self.source.far.values():
                far.close()

        self.do(lose)

    @rule(seconds=st.sampled_from([0.01, 0.3, 1.1, 6.0]))
    def wait(self, seconds: float) -> None:
        self.now += seconds
        self.do(self.pool._look)

    @property
    def open_jobs(self) -> list[Question]:
        return [job for job in self.all if not (job.ends or job.is_cancelled)]

    @invariant()
    def every_question_has_one_end_and_one_place(self) -> None:
        lines = [self.pool._line, *(lane._line for lane in self.pool._own.values())]
        waiting = [job for line in lines for job in line._jobs]
        asked = [
            job for channel in self.pool._busy for job in (channel.job, channel.ahead) if isinstance(job, Question)
        ]
        assert all(job.ends <= 1 for job in self.all)
        assert sorted(map(id, self.open_jobs)) == sorted(map(id, [*waiting, *asked]))
        assert all(job.channel.job is job or job.channel.ahead is job for job in asked if job.channel)
        assert all(channel.job is not None for channel in self.pool._busy)

    @invariant()
    def every_worker_counts(self) -> None:
        pool = self.pool
        idle, busy = [*pool._idle, *(channel for lane in pool._own.values() for channel in lane.idle)], list(pool._busy)
        known: list[Channel] = idle + busy
        assert len(set(map(id, known))) == len(known)
        assert all(channel._sock.fileno() >= 0 for channel in known)
        assert all(channel.job is None and channel.ahead is None for channel in idle)
        assert sum(channel.lane == "short" for channel in known) == SIZE
        assert set(pool._long) == {channel for channel in busy if channel.lane == "long"}
        assert len(pool._long) <= SIZE * _LONG_PER_WORKER
        for name, most in (("middle", MIDDLE), ("heavy", HEAVY)):
            assert sum(channel.lane == name for channel in known) == pool._own[name]._workers <= most  # type: ignore[index]
        assert pool._crew.starting == 0
        assert {channel.worker.pid for channel in known} <= self.source.far.keys()
        assert len(self.source.far) == len(known), "a worker is kept that nobody knows"
        assert not (pool._line and pool._idle)

    def teardown(self) -> None:
        if not hasattr(self, "pool"):
            return
        for _ in range(4):  # who waited is asked next, and then passes its time as well
            self.now += 20
            self.do(self.pool._look)
        assert self.open_jobs == []
        assert self.pool.is_idle
        self.loop.run_until_complete(self.pool.close())
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
        self.patched.undo()


TestPools = Pools.TestCase
TestPools.settings = settings(max_examples=60, stateful_step_count=30)
