"""A share for every client: seconds of query time, and queries at once; who has used it up is told when to return."""

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, request

from server.engine import RefusedError

# Clients beyond this number are forgotten, the longest absent first; a stranger has a full share anyway.
_MOST_CLIENTS = 50_000
# A page that asks many small questions at once is no attack: some may queue for a moment.
_QUEUE = 16
_PATIENCE = 0.5


@dataclass(frozen=True)
class Share:
    """What one client may use; 0 for no limit."""

    seconds: float = 60.0
    """Of query time in a minute; what is used comes back evenly."""
    at_once: int = 2


@dataclass
class _Account:
    left: float
    since: float
    running: int = 0
    queueing: int = 0


class Fairness:
    """Keeps account of clients, in memory only."""

    def __init__(self, share: Share, clock: Callable[[], float] = time.monotonic) -> None:
        self._share, self._clock = share, clock
        self._accounts: OrderedDict[str, _Account] = OrderedDict()
        self._ended = threading.Condition()

    def enter(self, address: str) -> "Visit":
        """A query of the client begins; refuses with 429 what is beyond its share."""
        client = client_of(address)
        with self._ended:
            account = self._account(client)
            self._wait_for_place(account)
            if self._share.seconds and account.left <= 0:
                told = f"Your queries have used up the limit of {self._share.seconds:g} seconds within a minute."
                wait = math.ceil((1 - account.left) * 60 / self._share.seconds)
                raise RefusedError(429, f"{told} Try again in {wait} seconds.", wait)
            account.running += 1
        return Visit(self, client, self._clock())

    def leave(self, client: str, began: float) -> None:
        """A query of the client has ended."""
        with self._ended:
            account = self._account(client)
            account.running = max(0, account.running - 1)
            account.left -= self._clock() - began
            self._ended.notify_all()

    def _wait_for_place(self, account: _Account) -> None:
        most = self._share.at_once
        if not most or account.running < most:
            return
        found = False
        if account.queueing < _QUEUE:
            account.queueing += 1
            found = self._ended.wait_for(lambda: account.running < most, _PATIENCE)
            account.queueing -= 1
        if not found:
            told = f"{account.running} of your queries are running, and {most} at once are the limit."
            raise RefusedError(429, f"{told} Wait for one to end.", 1)

    def _account(self, client: str) -> _Account:
        """The client's account, with what has come back since it was looked at."""
        now, whole = self._clock(), self._share.seconds
        account = self._accounts.setdefault(client, _Account(whole, now))
        account.left = min(whole, account.left + (now - account.since) * whole / 60)
        account.since = now
        self._accounts.move_to_end(client)
        if len(self._accounts) > _MOST_CLIENTS:
            self._accounts.popitem(last=False)
        return account


class Visit:
    """One query, from its start until its answer has been handed over; it ends once, however often that is said."""

    def __init__(self, fairness: Fairness, client: str, began: float) -> None:
        self._fairness, self._client, self._began = fairness, client, began
        self._lock = threading.Lock()
        self._over = False

    def end(self) -> None:
        """Give the place back."""
        with self._lock:
            over, self._over = self._over, True
        if not over:
            self._fairness.leave(self._client, self._began)


def within_share(fairness: Fairness | None, answer: Callable[[], Response]) -> Response:
    """The answer to the request at hand, if its client may have one now; counted until it has been handed over."""
    if fairness is None:
        return answer()
    visit = fairness.enter(request.remote_addr or "")
    try:
        sent = answer()
    except BaseException:
        visit.end()
        raise
    sent.call_on_close(visit.end)
    return sent


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
