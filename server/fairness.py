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
# A page that asks many small questions at once is no attack: some may queue for a moment.
_QUEUE = 16
PATIENCE = 0.5


@dataclass(frozen=True)
class Share:
    """What one client may use; 0 for no limit."""

    seconds: float = 60.0
    """Of query time in a minute; what is used comes back evenly."""
    at_once: int = 2


@dataclass(slots=True)
class _Account:
    left: float
    since: float
    running: int = 0
    queue: "list[Visit]" = field(default_factory=list)


class Visit:
    """One query, from when it is let in until its answer has been handed over."""

    __slots__ = ("_account", "_began", "_fairness", "_over", "_refused", "_start", "client", "expires")

    def __init__(self, client: str, start: Callable[[], None], refused: Callable[[RefusedError], None]) -> None:
        self.client, self._start, self._refused = client, start, refused
        self.expires = self._began = 0.0
        self._fairness: Fairness | None = None
        self._account: _Account | None = None
        self._over = False

    def begin(self, fairness: "Fairness", account: _Account, now: float) -> None:
        """It is let in."""
        self._fairness, self._account, self._began = fairness, account, now
        self._start()

    def refuse(self, error: RefusedError) -> None:
        """It is not."""
        self._over = True
        self._refused(error)

    def end(self) -> None:
        """Give the place back; once, however often that is said."""
        over, self._over = self._over, True
        if not over and self._fairness is not None and self._account is not None:
            self._fairness.leave(self._account, self._began)

    @property
    def is_over(self) -> bool:
        """Whether it has ended, or was refused."""
        return self._over


class Fairness:
    """Keeps account of clients, in memory only; for one thread."""

    def __init__(self, share: Share, clock: Callable[[], float] = time.monotonic) -> None:
        self._share, self._clock = share, clock
        self._accounts: OrderedDict[str, _Account] = OrderedDict()
        self._queued: deque[Visit] = deque()

    def enter(self, visit: Visit) -> None:
        """Let the visit in now, or soon, or refuse it with 429."""
        account, now = self._account(client_of(visit.client)), self._clock()
        if not self._share.at_once or account.running < self._share.at_once:
            self._let_in(visit, account, now)
        elif len(account.queue) < _QUEUE:
            visit.expires = now + PATIENCE
            account.queue.append(visit)
            self._queued.append(visit)
        else:
            visit.refuse(self._too_many(account))

    def expire(self) -> None:
        """Refuse those that have waited too long for a place."""
        now = self._clock()
        while self._queued and (self._queued[0].expires <= now or self._queued[0].is_over):
            visit = self._queued.popleft()
            account = self._accounts.get(client_of(visit.client))
            if account is not None and visit in account.queue:
                account.queue.remove(visit)
                if not visit.is_over:
                    visit.refuse(self._too_many(account))

    @property
    def is_waiting(self) -> bool:
        """Whether there is anyone who could be refused later."""
        return bool(self._queued)

    def leave(self, account: _Account, began: float) -> None:
        """A query of the client has ended."""
        now = self._clock()
        self._credit(account, now)
        account.running = max(0, account.running - 1)
        account.left -= now - began
        while account.queue and account.running < self._share.at_once:
            visit = account.queue.pop(0)
            if not visit.is_over:
                self._let_in(visit, account, now)

    def _let_in(self, visit: Visit, account: _Account, now: float) -> None:
        if self._share.seconds and account.left <= 0:
            told = f"Your queries have used up the limit of {self._share.seconds:g} seconds within a minute."
            wait = math.ceil((1 - account.left) * 60 / self._share.seconds)
            visit.refuse(RefusedError(429, f"{told} Try again in {wait} seconds.", wait))
            return
        account.running += 1
        visit.begin(self, account, now)

    def _too_many(self, account: _Account) -> RefusedError:
        told = f"{account.running} of your queries are running, and {self._share.at_once} at once are the limit."
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
