"""server/ahead.py: quick questions behind quick ones; should the first be none, nobody suffers."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.blocking import _Waiting
from server.engine import Question
from server.refusals import RefusedError
from server.wire import ask_object
from server.worker import Asked
from server.workers import ForkedWorkers
from tests.server.hosting import Hosted, hosted
from tests.server.test_pool import BOMB, HOG, PATIENT, WORK, charge, large, soon


class Quick(_Waiting):
    """A question that is taken for a quick one, whatever it is."""

    def __init__(self, host: Hosted, query: str) -> None:
        super().__init__(host.loop, Question(query), 60.0, None)
        self.message, self.is_quick = ask_object(Asked(self.question, 60.0)), True
        self.desk = host.desk

    def heard(self) -> bytes:
        """The answer."""
        told = self.events.get(timeout=60)
        if isinstance(told, Exception):
            raise told
        body = told[1]
        assert isinstance(body, bytes)
        return body


@pytest.fixture
def pipe(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hosted]:
    """Two workers, one of which is sent questions ahead before the other one is asked."""
    monkeypatch.setattr("server.ahead._FOR_WORKERS", 1)
    with hosted(ForkedWorkers(charge(tiny, PATIENT)), PATIENT, 2) as host:
        yield host


def submit(host: Hosted, *queries: str) -> list[Quick]:
    """The questions, all asked at once."""
    jobs = [Quick(host, query) for query in queries]

    def all_of_them() -> None:
        for job in jobs:
            host.pool.submit(job)

    host.call(all_of_them)
    return jobs


def test_quick_questions_are_sent_to_a_worker_at_work(pipe: Hosted) -> None:
    def both() -> list[int]:
        jobs = [Quick(pipe, f"SELECT (<tag:{number}> AS ?x) {{}}") for number in range(2)]
        for job in jobs:
            pipe.pool.submit(job)
        told.extend(jobs)
        return [len(pipe.pool._busy), len(pipe.pool._idle)]

    told: list[Quick] = []
    seen = []
    for _ in range(20):
        seen.append(pipe.call(both))
        assert [f"tag:{number}".encode() in job.heard() for number, job in enumerate(told)] == [True, True]
        told.clear()
    assert [1, 1] in seen  # not each time: between the two the loop may have lost the processor
    assert soon(lambda: len(pipe.idle()) == 2)


def test_behind_a_question_that_was_no_quick_one_nobody_waits(pipe: Hosted) -> None:
    hog, short = submit(pipe, HOG, "ASK {}")
    began = time.monotonic()
    assert b"true" in short.heard()
    assert time.monotonic() - began < 1
    assert hog.events.empty()
    pipe.call(hog.leave)
    assert soon(lambda: len(pipe.idle()) == 2)


@pytest.mark.parametrize("fate", ["crash", "memory", "leave", "large"])
def test_what_was_sent_ahead_is_answered_whatever_becomes_of_the_first(pipe: Hosted, fate: str) -> None:
    query = {"memory": BOMB, "large": large(900)}.get(fate, HOG)
    first, second = submit(pipe, query, "ASK {}")
    if fate == "crash":
        (busy,) = pipe.busy()[:1]
        os.kill(busy.worker.pid, signal.SIGSEGV)
    elif fate == "leave":
        pipe.call(first.leave)
    assert b"true" in second.heard()
    if fate == "memory":
        with pytest.raises(RefusedError, match="more memory"):
            first.heard()
    else:
        pipe.call(first.leave)
    assert soon(lambda: len(pipe.idle()) == 2)


def test_who_leaves_while_another_is_at_hand_ends_nobody(pipe: Hosted) -> None:
    first, second, third = submit(pipe, WORK, "ASK {}", "ASK {}")
    pid = pipe.busy()[0].worker.pid
    pipe.call(second.leave)
    assert b"4000000" in first.heard()
    assert b"true" in third.heard()
    assert soon(lambda: len(pipe.idle()) == 2)
    assert pid in [channel.worker.pid for channel in pipe.idle()]
