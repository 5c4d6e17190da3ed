"""The share of each client through any history: nobody is told twice, no place is lost, no share is exceeded."""

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from server.fairness import _QUEUE, _SHORT, _SHORT_AT_ONCE, PATIENCE, Fairness, Share, Visit
from server.refusals import RefusedError
from tests.server.test_fairness import Clock

SHARE = Share(seconds=5, at_once=1)
MOST = SHARE.at_once + _SHORT_AT_ONCE


class Caller:
    """One query, and all that it was told."""

    def __init__(self, client: str, *, fails: bool) -> None:
        self.client, self.fails = client, fails
        self.told: list[str] = []
        self.visit = Visit(client, self.begin, self.refuse)

    def begin(self) -> None:
        self.told.append("begun")
        if self.fails:
            self.visit.end()  # as where nothing can answer

    def refuse(self, error: RefusedError) -> None:
        assert error.status == 429
        assert (error.retry_after or 0) >= 1
        self.told.append("refused")

    @property
    def is_running(self) -> bool:
        return self.told == ["begun"] and not self.visit.is_over

    @property
    def is_waiting(self) -> bool:
        return self.told == [] and not self.visit.is_over


class Shares(RuleBasedStateMachine):
    """Clients come, wait, leave and end, in any order, while time goes on."""

    callers = Bundle("callers")

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.fairness = Fairness(SHARE, self.clock)
        self.all: list[Caller] = []

    @rule(
        target=callers,
        client=st.sampled_from("ab"),
        count=st.integers(1, 12),
        fails=st.sampled_from([False, False, True]),
    )
    def enter(self, client: str, count: int, fails: bool) -> object:
        new = [Caller(client, fails=fails) for _ in range(count)]
        for caller in new:
            self.all.append(caller)
            self.fairness.enter(caller.visit)
        return multiple(*new)

    @rule(caller=callers)
    def end(self, caller: Caller) -> None:
        caller.visit.end()

    @rule(caller=callers)
    def send(self, caller: Caller) -> None:
        caller.visit.is_sending = True

    @rule(seconds=st.sampled_from([0.01, 0.1, _SHORT + 0.01, PATIENCE + 0.01, 3, 61, 600]))
    def wait(self, seconds: float) -> None:
        self.clock.now += seconds

    @rule()
    def look(self) -> None:
        self.fairness.look()
        assert not any(caller.is_waiting and caller.visit.expires <= self.clock.now for caller in self.all)
        for client in "ab":
            long = [c for c in self.running(client) if self.clock.now - c.visit.began > _SHORT]
            assert all(caller.visit.is_sending for caller in long[SHARE.at_once :])

    def running(self, client: str) -> list[Caller]:
        return [caller for caller in self.all if caller.client == client and caller.is_running]

    @invariant()
    def nobody_is_told_twice(self) -> None:
        for caller in self.all:
            assert caller.told in ([], ["begun"], ["refused"], ["begun", "refused"])
            assert caller.visit.is_over or "refused" not in caller.told

    @invariant()
    def the_accounts_are_right(self) -> None:
        for client in "ab":
            account = self.fairness._accounts.get(client)
            running = self.running(client)
            assert len(running) <= MOST
            assert ([] if account is None else account.running) == [caller.visit for caller in running]
            if account is not None:
                assert account.left <= SHARE.seconds
                waiting = [caller.visit for caller in self.all if caller.client == client and caller.is_waiting]
                assert [visit for visit in account.queue if not visit.is_over] == waiting
                assert len(account.queue) <= _QUEUE
                assert not waiting or len(running) == MOST
                assert (id(account) in self.fairness._crowded) == (len(running) > SHARE.at_once)

    def teardown(self) -> None:
        for caller in self.all:
            caller.visit.end()
        assert not self.fairness._crowded
        self.fairness.look()
        assert not self.fairness.is_crowded
        assert all(not account.running for account in self.fairness._accounts.values())


TestShares = Shares.TestCase
TestShares.settings = settings(max_examples=60, stateful_step_count=40)
