"""The share of each client, by a clock that the tests set."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from graph.errors import QueryError
from server.blocking import BlockingEngine
from server.engine import Question
from server.fairness import Fairness, Share, Visit, client_of
from server.limits import Limits
from server.refusals import ProblemError, RefusedError
from server.workers import ForkedWorkers
from tests.server.hosting import hosted
from tests.server.test_pool import HOG, charge


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


class Caller:
    """One query of a client, and what it was told."""

    def __init__(self, fairness: Fairness, client: str = "192.0.2.1") -> None:
        self.begun = False
        self.refused: RefusedError | None = None
        self.visit = Visit(client, self.begin, self.refuse)
        fairness.enter(self.visit)

    def begin(self) -> None:
        self.begun = True

    def refuse(self, error: RefusedError) -> None:
        self.refused = error


def use(fairness: Fairness, clock: Clock, client: str, seconds: float) -> None:
    caller = Caller(fairness, client)
    assert caller.begun
    clock.now += seconds
    caller.visit.end()


def test_who_has_used_up_the_seconds_waits_until_some_come_back() -> None:
    clock = Clock()
    fairness = Fairness(Share(seconds=30, at_once=2), clock)
    use(fairness, clock, "192.0.2.1", 35)
    refused = Caller(fairness).refused
    assert refused is not None
    assert "the limit of 30 seconds" in refused.detail
    assert (refused.status, refused.retry_after, refused.headers) == (429, 12, {"Retry-After": "12"})
    use(fairness, clock, "192.0.2.2", 1)
    assert refused.retry_after is not None
    clock.now += refused.retry_after
    assert Caller(fairness).begun


def test_a_rest_gives_the_whole_share_back_and_no_more() -> None:
    clock = Clock()
    fairness = Fairness(Share(seconds=30, at_once=2), clock)
    use(fairness, clock, "192.0.2.1", 20)
    clock.now += 3600
    use(fairness, clock, "192.0.2.1", 61)
    assert Caller(fairness).refused is not None


def test_only_so_many_long_queries_run_at_once_for_one_client() -> None:
    clock = Clock()
    fairness = Fairness(Share(at_once=2), clock)
    first, second, third = (Caller(fairness) for _ in range(3))
    assert all(one.begun for one in (first, second, third))
    assert Caller(fairness, "192.0.2.2").begun
    fairness.look()
    assert third.refused is None
    clock.now += 0.3
    short = Caller(fairness)
    fairness.look()
    assert [one.refused for one in (first, second, short)] == [None] * 3
    assert third.refused is not None
    assert "2 long ones at once are the limit" in third.refused.detail
    assert (third.refused.status, third.refused.retry_after) == (429, 1)
    first.visit.end()
    first.visit.end()
    clock.now += 0.3
    fairness.look()
    assert (short.refused, fairness.is_crowded) == (None, False)


def test_an_answer_that_is_being_sent_is_not_cut_for_others() -> None:
    clock = Clock()
    fairness = Fairness(Share(at_once=1), clock)
    sending = [Caller(fairness) for _ in range(3)]
    for caller in sending:
        caller.visit.is_sending = True
    clock.now += 1
    fairness.look()
    assert [caller.refused for caller in sending] == [None] * 3


def test_a_query_that_ends_soon_lets_the_next_one_in() -> None:
    clock = Clock()
    fairness = Fairness(Share(at_once=1), clock)
    first, *_ = [Caller(fairness) for _ in range(17)]
    second, third = (Caller(fairness) for _ in range(2))
    assert not second.begun
    clock.now += 0.1
    first.visit.end()
    assert (second.begun, third.begun) == (True, False)
    second.visit.end()
    assert third.begun


def test_who_waits_too_long_for_a_place_is_refused() -> None:
    clock = Clock()
    fairness = Fairness(Share(at_once=1), clock)
    callers = [Caller(fairness) for _ in range(20)]
    clock.now += 0.6
    for caller in callers[:17]:
        caller.visit.is_sending = True
    fairness.look()
    assert [caller.refused is not None for caller in callers] == [False] * 17 + [True] * 3


def test_the_queue_of_a_client_is_short() -> None:
    fairness = Fairness(Share(at_once=1), Clock())
    callers = [Caller(fairness) for _ in range(60)]
    assert sum(caller.refused is not None for caller in callers) == 60 - 1 - 16 - 16


def test_who_leaves_while_waiting_takes_no_place() -> None:
    clock = Clock()
    fairness = Fairness(Share(at_once=1), clock)
    first, *_ = [Caller(fairness) for _ in range(17)]
    second, third = (Caller(fairness) for _ in range(2))
    second.visit.end()
    first.visit.end()
    assert (second.begun, third.begun) == (False, True)


def test_no_limit_is_zero() -> None:
    clock = Clock()
    fairness = Fairness(Share(seconds=0, at_once=0), clock)
    callers = [Caller(fairness) for _ in range(100)]
    clock.now += 1000
    for caller in callers:
        caller.visit.end()
    assert Caller(fairness).begun


def test_many_clients_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.fairness._MOST_CLIENTS", 10)
    fairness = Fairness(Share())
    for number in range(100):
        Caller(fairness, f"192.0.2.{number}").visit.end()
    assert len(fairness._accounts) == 10


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("fe80::1%eth0", "fe80::1", True),
        ("unknown", "unknown", True),
    ],
)
def test_a_client_is_an_address_or_a_network(one: str, other: str, same: bool) -> None:
    assert (client_of(one) == client_of(other)) == same


def test_the_desk_holds_each_client_to_its_share(tiny: Path) -> None:
    limits, fairness = Limits(seconds=1.5), Fairness(Share(at_once=1))
    with hosted(ForkedWorkers(charge(tiny, limits)), limits, 2, fairness) as host:
        with ThreadPoolExecutor(2) as threads:
            hog = threads.submit(_status, host.engine, HOG, "192.0.2.1")
            time.sleep(0.1)
            another = threads.submit(_status, host.engine, HOG + "#", "192.0.2.1")
            for query, client in (("ASK {}", "192.0.2.1"), ("ASK {}", "192.0.2.2"), ("ASK {}", None)):
                assert _status(host.engine, query, client) == 200
            time.sleep(0.4)
            host.call(fairness.look)
            assert (another.result(), hog.result()) == (429, 503)
        assert [_status(host.engine, query, "192.0.2.1") for query in ("ASK {}", "nonsense", "ASK {} #")] == [
            200, 400, 200,
        ]  # fmt: skip


def _status(engine: BlockingEngine, query: str, client: str | None) -> int:
    try:
        engine.answer(Question(query), client=client)
    except ProblemError as error:
        return error.status
    except QueryError:
        return 400
    return 200
