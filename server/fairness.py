"""A share for every client: seconds of query time, and queries at once; who has used it up is told when to return."""

import ipaddress
import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from server.refusals import RefusedError

# Clients beyond this number are forgotten, the longest absent first; a stranger has a full share anyway.
_MOST_CLIENTS = 50_000
# A page that asks many small questions at once is no attack: so many more run until they turn out to be long.
_SHORT_AT_ONCE = 16
_SHORT = 0.25
_QUEUE = 16
PATIENCE = 0.5


@dataclass(frozen=True)
class Share:
    """What one client may use; 0 for no limit."""

    seconds: float = 60.0
    """Of query time in a minute; what is used comes back evenly."""
    at_once: int = 2
    """Queries that take longer than a moment."""


@dataclass(slots=True)
class _Account:
    left: float
    since: float
    running: "list[Visit]" = field(default_factory=list)
    """In the order in which they began."""
    queue: "list[Visit]" = field(default_factory=list)


class Visit:
    """One query, from when it is let in until its answer has been handed over."""

    __slots__ = ("_account", "_fairness", "_refused", "_start", "began", "client", "expires", "is_over", "is_sending")

    def __init__(self, client: str, start: Callable[[], None], refused: Callable[[RefusedError], None]) -> None:
        self.client = client
        self._start: Callable[[], None] | None = start
        self._refused: Callable[[RefusedError], None] | None = refused
        self.expires = self.began = 0.0
        self._fairness: Fairness | None = None
        self._account: _Account | None = None
        self.is_over = self.is_sending = False

    def begin(self, fairness: "Fairness", account: _Account, now: float) -> None:
        """It is let in."""
        self._fairness, self._account, self.began = fairness, account, now
        if self._start is not None:
            self._start()

    def refuse(self, error: RefusedError) -> None:
        """It is not let in, or not let go on."""
        refused = self._refused
        self.end()
        if refused is not None:
            refused(error)

    def end(self) -> None:
        """Give the place back; once, however often that is said."""
        over, self.is_over = self.is_over, True
        # Whoever is told holds us, and much else that would wait for a search for what nobody can reach.
        self._start = self._refused = None
        if not over and self._fairness is not None and self._account is not None:
            self._fairness.leave(self._account, self)


class Fairness:
    """Keeps account of clients, in memory only; for one thread."""

    def __init__(self, share: Share, clock: Callable[[], float] = time.monotonic) -> None:
        self._share, self._clock = share, clock
        self._accounts: OrderedDict[str, _Account] = OrderedDict()
        self._queued: deque[Visit] = deque()
        self._crowded: dict[int, _Account] = {}

    def enter(self, visit: Visit) -> None:
        """Let the visit in now, or soon, or refuse it with 429."""
        account, now = self._account(client_of(visit.client)), self._clock()
        if self._has_place(account):
            self._let_in(visit, account, now)
        elif len(account.queue) < _QUEUE:
            visit.expires = now + PATIENCE
            account.queue.append(visit)
            self._queued.append(visit)
        else:
            visit.refuse(self._too_many(len(account.running)))

    def look(self) -> None:
        """Refuse those that have waited too long for a place, and those that are long when enough others are."""
        now = self._clock()
        while self._queued and (self._queued[0].expires <= now or self._queued[0].is_over):
            visit = self._queued.popleft()
            account = self._accounts.get(client_of(visit.client))
            if account is not None and visit in account.queue:
                account.queue.remove(visit)
                if not visit.is_over:
                    visit.refuse(self._too_many(len(account.running)))
        for account in list(self._crowded.values()):
            long = [visit for visit in account.running if now - visit.began > _SHORT]
            for visit in long[self._share.at_once :]:
                if not visit.is_sending:
                    visit.refuse(self._too_many(self._share.at_once))

    @property
    def is_crowded(self) -> bool:
        """Whether there is anyone who could be refused later."""
        return bool(self._queued or self._crowded)

    def leave(self, account: _Account, visit: Visit) -> None:
        """A query of the client has ended."""
        now = self._clock()
        self._credit(account, now)
        account.running.remove(visit)
        account.left -= now - visit.began
        if len(account.running) <= self._share.at_once:
            self._crowded.pop(id(account), None)
        while account.queue and self._has_place(account):
            visit = account.queue.pop(0)
            if not visit.is_over:
                self._let_in(visit, account, now)

    def _has_place(self, account: _Account) -> bool:
        return not self._share.at_once or len(account.running) < self._share.at_once + _SHORT_AT_ONCE

    def _let_in(self, visit: Visit, account: _Account, now: float) -> None:
        if self._share.seconds and account.left <= 0:
            told = f"Your queries have used up the limit of {self._share.seconds:g} seconds within a minute."
            wait = math.ceil((1 - account.left) * 60 / self._share.seconds)
            visit.refuse(RefusedError(429, f"{told} Try again in {wait} seconds.", wait))
            return
        account.running.append(visit)
        if self._share.at_once and len(account.running) > self._share.at_once:
            self._crowded[id(account)] = account
        visit.begin(self, account, now)

    def _too_many(self, running: int) -> RefusedError:
        told = f"{running} of your queries are running, and {self._share.at_once} long ones at once are the limit."
        return RefusedError(429, f"{told} Wait for one to end.", 1)

    def _account(self, client: str) -> _Account:
        """The client's account, with what has come back since it was looked at."""
        now, whole = self._clock(), self._share.seconds
        account = self._accounts.get(client)
        if account is None:
            account = self._accounts[client] = _Account(whole, now)
            self._forget_one()
        self._credit(account, now)
        self._accounts.move_to_end(client)
        return account

    def _credit(self, account: _Account, now: float) -> None:
        """Give back what has come back since the account was looked at."""
        whole = self._share.seconds
        account.left = min(whole, account.left + (now - account.since) * whole / 60)
        account.since = now

    def _forget_one(self) -> None:
        if len(self._accounts) > _MOST_CLIENTS:
            self._accounts.popitem(last=False)


@lru_cache(maxsize=4096)
def client_of(address: str) -> str:
    """Who is behind an address: with IPv6 whoever holds the network of 64 bits, since its addresses cost nothing.

    >>> client_of("2001:db8::1") == client_of("2001:db8::2")
    True
    """
    try:
        read = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(read, ipaddress.IPv6Address):
        return str(read.ipv4_mapped or ipaddress.ip_network((read, 64), strict=False))
    return str(read)
