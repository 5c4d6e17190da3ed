"""Requests of all kinds, friendly and hostile, each with the answers that fit it; for the soak."""

import gzip
import json
import random
import re
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from itertools import count, repeat

from tests.hostile import FORM_TYPE, CutError, Line, Reply, Served, ask, chunked, get, post
from tests.server.test_gate import CALLS, SHAPES
from tests.server.test_pool import BOMB, DIGITS, HOG

_serial = count()
_LARGE = f'SELECT ("{"x" * 2400}" AS ?z) {{ {" ".join(DIGITS % name for name in "abc")} }} # '
# What a client that asks for too much may be told, depending on what others ask.
_REFUSED = {429, 503, 507}


class WrongAnswerError(Exception):
    """An answer that does not fit its request."""


class Asker:
    """One who sends requests of all kinds, one after the other, and keeps a connection for friendly ones."""

    def __init__(self, served: Served, dice: random.Random, patience: float) -> None:
        self.served, self.dice, self._patience = served, dice, patience
        self._kept: Line | None = None
        self._left, self._used = 0, 0.0

    @property
    def stranger(self) -> str:
        """An address of one of many who ask for little."""
        return f"127.0.1.{self.dice.randrange(1, 251)}"

    @property
    def foe(self) -> str:
        """An address of one of few who ask for too much."""
        return f"127.0.2.{self.dice.randrange(1, 21)}"

    def kept(self) -> Line:
        """A connection that serves some dozens of requests, or until it has been idle so long that it may be closed."""
        before, self._used = self._used, time.monotonic()
        if self._kept is None or not self._left or self._used - before > self._patience / 2:
            self.hang_up()
            self._kept, self._left = self.served.line(self.stranger), self.dice.randrange(1, 60)
        self._left -= 1
        return self._kept

    def hang_up(self) -> None:
        """Close the connection that is kept."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def once(self, *data: bytes, source: str = "", head_only: bool = False) -> Reply:
        """The answer on a connection of its own."""
        return self.served.once(*data, source=source or self.stranger, head_only=head_only)


def fits(reply: Reply, statuses: Collection[int], body: bytes | None = None) -> list[str]:
    """The status, where it fits; refuses a refusal that does not say why."""
    if reply.status not in statuses or (body is not None and reply.body != body):
        raise WrongAnswerError(f"{reply.status} {reply.body[:200]!r}")
    if (
        reply.status >= 400
        and not reply.headers["content-type"].startswith("text/html")
        and (json.loads(reply.body)["status"] != reply.status or b"Traceback" in reply.body)
    ):
        raise WrongAnswerError(f"an odd refusal: {reply.body[:200]!r}")
    return [str(reply.status)]


def _number(number: int) -> tuple[str, bytes]:
    """A query that only this number answers, in CSV."""
    return f"SELECT ({number} AS ?n) {{}}", b"n\r\n%d\r\n" % number


def _send_known(asker: Asker) -> list[str]:
    text, body = _number(asker.dice.randrange(20))
    line = asker.kept()
    line.send(ask(text, "Accept: text/csv"))
    return fits(line.reply(), {200}, body)


def _send_new(asker: Asker) -> list[str]:
    text, body = _number(next(_serial))
    line = asker.kept()
    line.send(ask(f"{text} # {next(_serial)}", "Accept: text/csv"))
    return fits(line.reply(), {200}, body)


def _send_look_up(asker: Asker) -> list[str]:
    line = asker.kept()
    line.send(ask(f"SELECT ?p ?o {{ <https://w3id.org/iprgraph/body/{next(_serial)}> ?p ?o }} LIMIT 9"))
    return fits(line.reply(), {200})


def _send_scan(asker: Asker) -> list[str]:
    text = f"SELECT ?p (COUNT(*) AS ?n{next(_serial)}) {{ ?s ?p ?o }} GROUP BY ?p ORDER BY ?p LIMIT 3"
    return fits(asker.once(ask(text)), {200})


def _send_page(asker: Asker) -> list[str]:
    paths = ["/", "/health", "/version", "/metrics", "/sparql", "/static/iprgraph.css", "/nothing/there"]
    paths += ["/search?q=patent+law", "/suggest?q=pat", "/measures", "/outcomes", "/queries", "/law", "/robots.txt"]
    path, line = asker.dice.choice(paths), asker.kept()
    line.send(get(path, "Accept: text/html,*/*;q=0.1", *asker.dice.choice([(), ("Accept-Encoding: gzip",)])))
    return fits(line.reply(), {404} if "nothing" in path else {200})


def _send_graph(asker: Asker) -> list[str]:
    graph = asker.dice.choice(
        ["/graph/proposals/cn-2009.nt", "/graph-store?graph=https://w3id.org/iprgraph/graph/meta"]
    )
    return fits(asker.once(get(graph)), {200, 404})


def _send_all(asker: Asker) -> list[str]:
    """Half of the data set or so; when its time is up it ends, and one can tell."""
    with asker.served.line(asker.foe) as line:
        line.send(get("/graph-store?default&format=nt"))
        try:
            return fits(line.reply(), {200, *_REFUSED})
        except CutError:
            return ["cut"]


def _send_head(asker: Asker) -> list[str]:
    line = asker.kept()
    line.send(ask(_number(asker.dice.randrange(9))[0], method="HEAD"))
    reply = line.reply(head_only=True)
    if "content-length" not in reply.headers:
        raise WrongAnswerError("HEAD tells no length")
    return [*fits(reply, {200}), *_send_known(asker)]


def _send_conditional(asker: Asker) -> list[str]:
    text, line = _number(asker.dice.randrange(9))[0], asker.kept()
    line.send(ask(text))
    first = line.reply()
    line.send(ask(text, f"If-None-Match: {first.headers['etag']}"))
    return [*fits(first, {200}), *fits(line.reply(), {304})]


def _send_posted(asker: Asker) -> list[str]:
    text, body = _number(next(_serial))
    asked = asker.dice.choice(
        [
            [post(text.encode(), "Accept: text/csv")],
            [post(b"format=csv&query=" + text.replace(" ", "+").encode(), kind=FORM_TYPE)],
            list(chunked([text.encode()[:5], text.encode()[5:]], "Accept: text/csv")),
        ]
    )
    line = asker.kept()
    line.send(*asked)
    return fits(line.reply(), {200}, body)


def _send_pipelined(asker: Asker) -> list[str]:
    asked = [_number(next(_serial)) for _ in range(asker.dice.randrange(2, 30))]
    statuses = []
    with asker.served.line(asker.stranger) as line:
        line.send(b"".join(ask(text, "Accept: text/csv") for text, _ in asked))
        for _, body in asked:
            statuses += fits(line.reply(), {200}, body)
    return statuses


def _send_old(asker: Asker) -> list[str]:
    line = asker.served.line(asker.stranger)
    with line:
        line.send(get("/health", version="1.0"))
        status = fits(line.reply(), {200})
        if not line.is_over():
            raise WrongAnswerError("the connection of HTTP/1.0 goes on")
    return status


def _send_in_drops(asker: Asker) -> list[str]:
    data = ask(_number(next(_serial))[0])
    with asker.served.line(asker.stranger) as line:
        for place in range(0, len(data), 7):
            line.sock.sendall(data[place : place + 7])
        return fits(line.reply(), {200})


def _send_and_close_half(asker: Asker) -> list[str]:
    with asker.served.line(asker.stranger) as line:
        line.send(ask(_number(next(_serial))[0]))
        line.sock.shutdown(1)
        return fits(line.reply(), {200})


def _send_junk(asker: Asker) -> list[str]:
    junk = asker.dice.choice(
        ["query=%FF", "query=%zz%", "query=", "query=a&query=b", "%00=%00", "format=%F0", "query=ASK%7B%7D&timeout=x"]
    )
    return fits(asker.once(get(f"/sparql?{junk}")), {200, 400})


_BROKEN = [
    b"hello\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"GET / HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost : a\r\n\r\n",
    b"GET / HTTP/2.5\r\nHost: a\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
    b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzzz\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nX: \0\r\n\r\n",
]


def _send_broken(asker: Asker) -> list[str]:
    return fits(asker.once(asker.dice.choice(_BROKEN)), {400, 505})


def _send_wrong(asker: Asker) -> list[str]:
    reply, statuses = asker.dice.choice(
        [
            (post(b"<x/>", kind="application/rdf+xml"), {415}),
            (post(gzip.compress(b"query=ASK{}"), "Content-Encoding: gzip", kind=FORM_TYPE), {415}),
            (post(b"CLEAR ALL", kind="application/sparql-update"), {400}),
            (post(b"SELECT nonsense {}"), {400}),
            (get("/sparql?query=ASK%7B%7D", "Accept: image/png"), {406}),
            (post(b"a", method="PUT"), {405}),
            (post(b"a", method="DELETE", path="/graph-store?default"), {405}),
            (get("/static/../../../etc/passwd"), {404}),
            (ask(asker.dice.choice(CALLS)), {403}),
        ]
    )
    return fits(asker.once(reply), statuses)


def _send_deep(asker: Asker) -> list[str]:
    shape = SHAPES[asker.dice.choice(list(SHAPES))](asker.dice.choice([600, 3000, 20_000]))
    return fits(asker.once(post(shape.encode()), source=asker.foe), {400, 429})


def _send_huge(asker: Asker) -> list[str]:
    data, status = asker.dice.choice(
        [
            ([get("/sparql?query=" + "a" * 300_000)], 431),
            ([get("/sparql?query=ASK%7B%7D", "X: " + "a" * 300_000)], 431),
            ([get("/sparql?query=ASK%7B%7D", *("X: a",) * 400)], 431),
            ([post(b"query=" + b"a" * 2_000_000, kind=FORM_TYPE)], 413),
            (list(chunked([b"a" * 20_000] * 100)), 413),
            ([post(b"ASK {} #" + b"a" * 300_000)], 400),
        ]
    )
    return fits(asker.once(*data, source=asker.foe), {status, 429})


def _send_bomb(asker: Asker) -> list[str]:
    text = asker.dice.choice([BOMB, "ASK { " + "".join(f"?s{i} ?p{i} ?o{i} ." for i in range(400)) + " }"])
    return fits(asker.once(post(f"{text} # {next(_serial)}".encode()), source=asker.foe), _REFUSED)


def _send_hog(asker: Asker) -> list[str]:
    return fits(asker.once(ask(f"{HOG} # {next(_serial)}", more="&timeout=0.4"), source=asker.foe), _REFUSED)


def _send_and_leave(asker: Asker) -> list[str]:
    line = asker.served.line(asker.foe)
    line.send(asker.dice.choice([ask(f"{HOG} # {next(_serial)}"), ask(_LARGE + str(next(_serial))), get("/")]))
    time.sleep(asker.dice.random() * 0.02)
    line.reset()
    return []


def _send_half(asker: Asker) -> list[str]:
    """Half a request: most hang up, some wait to hear that their time is over."""
    with asker.served.line(asker.foe) as line:
        line.send(asker.dice.choice([b"GET /sp", get("/")[:-2], post(b"a" * 100)[:-50], next(chunked(repeat(b"a")))]))
        return [] if asker.dice.randrange(40) else fits(line.reply(), {408})


def _read_slowly(asker: Asker) -> list[str]:
    """A large answer, taken in small sips: it comes whole, or is cut so that one can tell."""
    with asker.served.line(asker.foe, buffer=4096) as line:
        line.pause = asker.dice.random() * 0.01
        line.send(ask(_LARGE + str(next(_serial))))
        try:
            return fits(line.reply(), {200, *_REFUSED})
        except CutError:
            return ["cut"]


def _read_nothing(asker: Asker) -> list[str]:
    with asker.served.line(asker.foe, buffer=4096) as line:
        line.send(*(ask(_LARGE + str(number)) for number in range(asker.dice.randrange(1, 12))))
    return []


@dataclass(frozen=True)
class Kind:
    """A kind of request, and how often it comes among the others."""

    name: str
    weight: float
    send: Callable[[Asker], list[str]]


_WEIGHTS = [
    (_send_known, 300), (_send_new, 150), (_send_look_up, 150), (_send_scan, 2), (_send_page, 60), (_send_graph, 8),
    (_send_all, 0.3), (_send_head, 20), (_send_conditional, 20), (_send_posted, 60), (_send_pipelined, 20), (_send_old, 10),
    (_send_in_drops, 10), (_send_and_close_half, 10), (_send_junk, 30), (_send_broken, 30), (_send_wrong, 40), (_send_deep, 20),
    (_send_huge, 10), (_send_bomb, 0.4), (_send_hog, 1), (_send_and_leave, 10), (_send_half, 10), (_read_slowly, 2),
    (_read_nothing, 3),
]  # fmt: skip
KINDS = [Kind(re.sub("^_(send_)?", "", send.__name__), weight, send) for send, weight in _WEIGHTS]
