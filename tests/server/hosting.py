"""A pool of workers in an event loop of its own, so that tests may ask it from their thread and look inside."""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from typing import Any

from server.blocking import BlockingEngine, _Waiting
from server.cache import AnswerCache
from server.channel import Channel, Head
from server.connection import Connection
from server.desk import Desk
from server.engine import Answer, Question
from server.facts import DataFacts
from server.fairness import Fairness
from server.front import Front, Serving
from server.hot import HotPath
from server.limits import Limits
from server.pool import WorkerPool
from server.refusals import RefusedError
from server.serving import new_loop
from server.wire import ask_prepared
from server.workers import WorkerSource
from server.wsgi import WsgiApp


class _PastGate(_Waiting):
    def done(self, head: Head, body: bytes) -> None:
        self.events.put(RefusedError(500, str(head)) if "problem" in head else body)


class Hosted:
    """The pool, its loop, and an engine that threads may ask."""

    pool: WorkerPool
    desk: Desk
    engine: BlockingEngine
    facts: DataFacts

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop

    async def open(self, source: WorkerSource, limits: Limits, size: int, fairness: Fairness | None) -> None:
        """Start the workers."""
        self.pool = WorkerPool(source, limits, size)
        self.facts = await self.pool.open()
        self.desk = Desk(self.pool, limits, fairness)
        self.engine = BlockingEngine(self.desk, limits, self.loop)

    async def listen(self, app: WsgiApp, patience: float = 30.0) -> tuple[str, int]:
        """Speak HTTP on a free port."""
        self.front = Front(patience)
        cache = AnswerCache(1024 * 1024)
        self.front.serve(Serving(self.facts, self.pool, self.desk, HotPath(self.desk, cache, self.facts.version), app))
        self.listener = await self.loop.create_server(lambda: Connection(self.front), "127.0.0.1", 0)
        self.front.address = self.listener.sockets[0].getsockname()
        return self.front.address

    async def hang_up(self) -> None:
        """Speak HTTP no more."""
        self.listener.close()
        await self.front.stop(1.0)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """What comes of the work in the loop."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(30)

    def call(self, work: Callable[[], Any]) -> Any:
        """What the function returns in the loop's thread."""

        async def done() -> Any:
            return work()

        return self.run(done())

    def ask_past_gate(self, text: str) -> Answer:
        """What a worker says to a text that no gate has seen."""
        errand = _PastGate(self.loop, Question(""), self.pool._limits.seconds, None)
        errand.message = ask_prepared(text.encode(), errand.seconds, 0, packing=False)
        self.loop.call_soon_threadsafe(self.pool.submit, errand)
        told = errand.events.get()
        if isinstance(told, Exception):
            raise told
        return Answer(told, "")

    def idle(self) -> list[Channel]:
        """The workers that do nothing."""
        return self.call(lambda: list(self.pool._idle))  # type: ignore[no-any-return]

    def busy(self) -> list[Channel]:
        """The workers that answer."""
        return self.call(lambda: list(self.pool._busy))  # type: ignore[no-any-return]


@contextmanager
def hosted(source: WorkerSource, limits: Limits, size: int, fairness: Fairness | None = None) -> Iterator[Hosted]:
    """A pool until the block ends."""
    loop = new_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    host = Hosted(loop)
    try:
        asyncio.run_coroutine_threadsafe(host.open(source, limits, size, fairness), loop).result(60)
        try:
            yield host
        finally:
            asyncio.run_coroutine_threadsafe(host.pool.close(), loop).result(60)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
