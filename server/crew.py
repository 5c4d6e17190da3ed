"""Starts and ends worker processes for an event loop, in a thread, since that takes milliseconds."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from graph.errors import IprgraphError
from server.facts import DataFacts
from server.wire import PeerGoneError
from server.workers import Ending, Worker, WorkerSource

_BEFORE_NEXT_TRY = 1.0
_log = logging.getLogger("iprgraph")


class Crew:
    """So many workers over one version of the data; `join` is told of each new one."""

    def __init__(
        self, source: WorkerSource, size: int, join: Callable[[Worker], None], outdated: Callable[[], None]
    ) -> None:
        """`outdated` is told when the data had to be loaded again and were others."""
        self._source, self._size, self._join, self._outdated = source, size, join, outdated
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="processes")
        self._tasks: set[asyncio.Task[None]] = set()
        self._restart: asyncio.Task[None] | None = None
        self._facts: DataFacts | None = None
        self.generation = 0
        """How often the data were loaded; what is of an earlier generation has ended with it."""
        self.starting = 0
        self.is_closed = False

    async def open(self) -> DataFacts:
        """Load the data and start the workers; refuses a file that cannot be served."""
        facts = await self._in_thread(self._source.start)
        assert isinstance(facts, DataFacts)
        self._facts, self.generation = facts, 1
        for _ in range(self._size):
            self._join(await self._in_thread(self._source.new))
        return facts

    def add(self, join: Callable[[Worker], None] | None = None, missed: Callable[[], None] = lambda: None) -> None:
        """Start one worker more; `join` is told of it in place of the usual one, `missed` that there will be none."""
        self._exchange(None, lambda _: None, self.generation, join or self._join, missed)

    def end(self, worker: Worker, then: Callable[[Ending], None] = lambda _: None, *, replace: bool = True) -> None:
        """End the worker, tell how it ended, and put another one in its place, unless all are begun anew anyway."""
        wanted = replace and worker.generation >= self.generation
        self._exchange(worker, then, self.generation if wanted else None, self._join)

    async def close(self) -> None:
        """End all."""
        self.is_closed = True
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._in_thread(self._source.close)
        self._thread.shutdown(wait=False)

    def _exchange(
        self,
        old: Worker | None,
        then: Callable[[Ending], None],
        generation: int | None,
        join: Callable[[Worker], None],
        missed: Callable[[], None] = lambda: None,
    ) -> None:
        if not self.is_closed:
            self.starting += generation is not None
            self._in_background(self._exchanged(old, then, generation, join, missed))

    async def _exchanged(
        self,
        old: Worker | None,
        then: Callable[[Ending], None],
        generation: int | None,
        join: Callable[[Worker], None],
        missed: Callable[[], None],
    ) -> None:
        """End the old worker, begin a new one, and only then wait for the old one's end, which may take longer.

        The new one is of the generation, if one is named; it is not wanted where all have been begun anew meanwhile.
        """
        if old is not None:
            await self._ordered(lambda: self._source.kill(old))
        if generation is not None:
            new = await self._ordered(self._source.new) if generation == self.generation else None
            self.starting -= 1
            if new is not None and not self.is_closed and generation == self.generation:
                join(new)
            else:
                missed()
                if new is not None:
                    new.socket.close()
                    await self._ordered(lambda: self._source.bury(new))
        if old is not None:
            then(await self._ordered(lambda: self._source.bury(old)) or Ending(0, ""))

    async def _ordered(self, order: Callable[[], Any]) -> Any:
        """What comes of the order; nothing where the source is no more, which then begins anew."""
        try:
            return await self._in_thread(order)
        except (PeerGoneError, OSError):
            self._begin_anew()
            return None

    def _begin_anew(self) -> None:
        """The source itself has died: start it again, once for all who notice."""
        if not self.is_closed and (self._restart is None or self._restart.done()):
            _log.error("the process that holds the data has died; it is started again")
            self._restart = self._in_background(self._restarted())

    async def _restarted(self) -> None:
        while not self.is_closed:
            self.generation += 1
            try:
                if await self._in_thread(self._source.start) != self._facts:
                    _log.error("the data file is another one now; it is read anew")
                    self.is_closed = True
                    self._outdated()
                    return
                for _ in range(self._size):
                    self._join(await self._in_thread(self._source.new))
                return
            except (PeerGoneError, OSError, IprgraphError) as error:
                _log.error(
                    "the data cannot be loaded again, it is tried once more: %s", str(error) or "the process died"
                )
                await asyncio.sleep(_BEFORE_NEXT_TRY)

    def _in_thread(self, work: Callable[[], Any]) -> "asyncio.Future[Any]":
        return self._loop.run_in_executor(self._thread, work)

    def _in_background(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task
