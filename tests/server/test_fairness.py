"""The share of each client, by a clock that the tests set."""

import threading
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from server.app import create_app
from server.data import open_data
from server.engine import RefusedError
from server.fairness import Fairness, Share, client_of


@dataclass
class Clock:
    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


def use(fairness: Fairness, clock: Clock, client: str, seconds: float) -> None:
    visit = fairness.enter(client)
    clock.now += seconds
    visit.end()


def test_who_has_used_up_the_seconds_waits_until_some_come_back() -> None:
    clock = Clock()
    fairness = Fairness(Share(seconds=30, at_once=2), clock)
    use(fairness, clock, "192.0.2.1", 35)
    with pytest.raises(RefusedError, match="the limit of 30 seconds") as caught:
        fairness.enter("192.0.2.1")
    assert (caught.value.status, caught.value.retry_after) == (429, 12)
    use(fairness, clock, "192.0.2.2", 1)
    assert caught.value.retry_after is not None
    clock.now += caught.value.retry_after
    fairness.enter("192.0.2.1").end()


def test_a_rest_gives_the_whole_share_back_and_no_more() -> None:
    clock = Clock()
    fairness = Fairness(Share(seconds=30, at_once=2), clock)
    use(fairness, clock, "192.0.2.1", 20)
    clock.now += 3600
    use(fairness, clock, "192.0.2.1", 61)
    with pytest.raises(RefusedError):
        fairness.enter("192.0.2.1")


def test_only_so_many_run_at_once_for_one_client() -> None:
    fairness = Fairness(Share(at_once=2))
    visits = [fairness.enter("192.0.2.1") for _ in range(2)]
    with pytest.raises(RefusedError, match="2 at once are the limit") as caught:
        fairness.enter("192.0.2.1")
    assert (caught.value.status, caught.value.retry_after) == (429, 1)
    fairness.enter("192.0.2.2").end()
    visits[0].end()
    visits[0].end()
    fairness.enter("192.0.2.1")
    with pytest.raises(RefusedError):
        fairness.enter("192.0.2.1")


def test_a_query_that_ends_soon_lets_the_next_one_in() -> None:
    fairness = Fairness(Share(at_once=1))
    visit = fairness.enter("192.0.2.1")
    threading.Timer(0.1, visit.end).start()
    began = time.monotonic()
    fairness.enter("192.0.2.1")
    assert 0.05 < time.monotonic() - began < 0.4


def test_the_queue_of_a_client_is_short() -> None:
    fairness = Fairness(Share(at_once=1))
    fairness.enter("192.0.2.1")
    refused = []

    def enter() -> None:
        began = time.monotonic()
        with pytest.raises(RefusedError):
            fairness.enter("192.0.2.1")
        refused.append(time.monotonic() - began)

    threads = [threading.Thread(target=enter) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 40
    assert sum(wait < 0.3 for wait in refused) >= 20


def test_no_limit_is_zero() -> None:
    clock = Clock()
    fairness = Fairness(Share(seconds=0, at_once=0), clock)
    visits = [fairness.enter("192.0.2.1") for _ in range(100)]
    clock.now += 1000
    for visit in visits:
        visit.end()
    fairness.enter("192.0.2.1")


def test_many_clients_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.fairness._MOST_CLIENTS", 10)
    fairness = Fairness(Share())
    for number in range(100):
        fairness.enter(f"192.0.2.{number}").end()
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


def test_the_endpoint_tells_429_and_counts_failures_too(tiny: Path) -> None:
    fairness = Fairness(Share(at_once=1))
    client = create_app(open_data(tiny, union=True), fairness=fairness).test_client()
    for query in ("ASK{}", "nonsense", "ASK{}"):
        client.get("/sparql", query_string={"query": query}).close()
    visit = fairness.enter("127.0.0.1")
    answer = client.get("/sparql?query=ASK{}")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "1")
    assert answer.mimetype == "application/problem+json"
    assert client.get("/health").status_code == 200
    visit.end()
