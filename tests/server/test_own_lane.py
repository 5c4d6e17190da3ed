"""A lane of questions that are expected to take some time, with workers that only note what they are given."""

import pytest

from server.channel import Channel, Job
from server.own_lane import OwnLane


class Fake(Channel):
    """A worker that does nothing."""

    def __init__(self) -> None:
        self.given: list[Job] = []


class Watched:
    """A lane with two places, and what it asked for."""

    def __init__(self) -> None:
        self.started = 0
        self.lane = OwnLane(2, 0.25, self.start, lambda job, channel: channel.given.append(job))  # type: ignore[attr-defined]

    def start(self) -> None:
        self.started += 1


def job(asked: float = 10.0) -> Job:
    made = Job()
    made.asked, made.seconds = asked, 8.0
    return made


def test_workers_are_started_when_they_are_needed_and_stay() -> None:
    watched, (first, second, third) = Watched(), (job(), job(), job())
    for one in (first, second, third):
        assert watched.lane.place(one)
    assert watched.started == 2
    worker = Fake()
    watched.lane.came(worker, 10.0)
    watched.lane.came(worker, 10.0)
    watched.lane.came(worker, 10.0)
    assert worker.given == [first, second, third]
    watched.lane.came(worker, 10.0)
    assert watched.lane.idle == [worker]
    watched.lane.place(fourth := job())
    assert (worker.given[-1], watched.started) == (fourth, 2)


def test_a_worker_that_ends_is_replaced_only_where_somebody_waits() -> None:
    watched = Watched()
    watched.lane.place(job())
    worker = Fake()
    watched.lane.came(worker, 10.0)
    watched.lane.went(worker)
    assert watched.started == 1
    watched.lane.place(job())
    assert watched.started == 2
    watched.lane.place(job())
    watched.lane.place(waiting := job())
    assert watched.started == 3
    watched.lane.went(Fake())
    assert watched.started == 4
    assert watched.lane.remove(waiting)
    assert len(watched.lane) == 2


def test_who_has_waited_a_quarter_of_the_time_goes_elsewhere() -> None:
    watched, (first, second) = Watched(), (job(10.0), job(11.5))
    watched.lane.place(first)
    watched.lane.place(second)
    assert watched.lane.impatient(11.9) == []
    assert watched.lane.impatient(12.1) == [first]
    assert watched.lane.clear() == [second]


def test_too_many_cannot_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.line._MOST_WAITING", 3)
    watched = Watched()
    assert [watched.lane.place(job()) for _ in range(4)] == [True, True, True, False]
