"""The waiting line, by a clock that the tests set."""

import time

from server.channel import Job
from server.line import Line


def line_of(*asked: float) -> tuple[Line, list[Job]]:
    line, jobs = Line(), []
    for when in asked:
        job = Job()
        job.asked = when
        assert line.add(job)
        jobs.append(job)
    return line, jobs


def test_first_come_first_served() -> None:
    line, (first, second) = line_of(10.0, 10.1)
    assert [line.next(10.2), line.next(10.2), line.next(10.3)] == [first, second, None]


def test_in_a_line_that_is_too_slow_the_last_is_served_first() -> None:
    line, (first, second, third) = line_of(10.0, 10.1, 10.2)
    assert line.waits(10.3) > 0.25
    assert line.next(10.3) is third
    assert line.next(10.3) is second
    assert line.next(10.3) is first


def test_who_has_waited_half_of_the_time_waits_no_more() -> None:
    line, (first, second) = line_of(10.0, 13.0)
    assert line.expired(14.9) == []
    assert line.expired(15.1) == [first]
    assert (len(line), line.next(15.1)) == (1, second)


def test_who_leaves_is_forgotten() -> None:
    line, (first, second) = line_of(1.0, 2.0)
    assert line.remove(first)
    assert not line.remove(first)
    assert line.clear() == [second]
    assert (len(line), line.waits(9.0)) == (0, 0.0)


def test_thousands_may_expire_at_once() -> None:
    line, jobs = line_of(*[1.0] * 2000)
    began = time.perf_counter()
    assert line.expired(99.0) == jobs
    assert len(line) == 0
    assert time.perf_counter() - began < 0.05


def test_only_so_many_wait() -> None:
    line, _ = line_of(*[1.0] * 2000)
    assert not line.add(Job())
