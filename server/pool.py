"""Answers questions in worker processes, each with a deadline; a worker that passes it, or dies, is replaced at once.

Everything here happens in one event loop; only starting and ending processes, which takes milliseconds, is done in a
thread. A question that takes longer than a moment while others wait leaves the short lane: its worker goes on at low
priority, and another one takes its place. So short questions are answered soon, whatever else is asked.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from graph.errors import IprgraphError
from server.channel import Channel, Head, Job
from server.facts import DataFacts
from server.limits import TRY_AGAIN, Limits, lower_priority, too_long
from server.refusals import RefusedError
from server.wire import PeerGoneError
from server.workers import Ending, Worker, WorkerSource

# Of its time a question may spend waiting for a worker; the rest is for its evaluation.
_WAITING = 0.5
_MOST_WAITING = 2000
# A question that takes longer is no short one.
_SHORT = 0.1
_TICK = 0.02
# A worker that dies as soon as it is asked may have been dying already: another one is asked, once.
_AT_ONCE = 0.02
_BEFORE_NEXT_TRY = 1.0
_LONG_PER_WORKER = 2
_log = logging.getLogger("iprgraph")
_MEGABYTE = 1024 * 1024


class WorkerPool:
    """Workers over one version of the data."""

    def __init__(self, source: WorkerSource, limits: Limits, size: int) -> None:
        self._source, self._limits, self._size = source, limits, size
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="processes")
        self._idle: list[Channel] = []
        self._busy: dict[Channel, None] = {}
        self._long: set[Channel] = set()
        self._waiting: list[Job] = []
        self._starting = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._tick: asyncio.TimerHandle | None = None
        self._closed = False
        self._generation = 0
        self._restart: asyncio.Task[None] | None = None
        self.facts: DataFacts

    async def open(self) -> DataFacts:
        """Load the data and start the workers; refuses a file that cannot be served."""
        self.facts = facts = await self._in_thread(self._source.start)
        for _ in range(self._size):
            self._idle.append(Channel(await self._in_thread(self._source.new), self, self._loop))
        self._generation = self._idle[0].worker.generation
        assert isinstance(facts, DataFacts)
        return facts

    def submit(self, job: Job) -> None:
        """Have the job's question answered; the newest first, where they have to wait."""
        job.asked = time.monotonic()
        if self._idle:
            self._hand_over(job, self._idle.pop())
        else:
            self._place(job)

    def submit_again(self, job: Job) -> None:
        """Have the job's question answered after all, within the time that it was given first."""
        self._place(job)

    def cancel(self, job: Job) -> None:
        """Nobody wants the answer any more: its worker is freed at once."""
        if job in self._waiting:
            self._waiting.remove(job)
        elif job.channel is not None and job.channel.job is job:
            self._end(job.channel)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked."""
        return not self._busy and not self._waiting

    @property
    def counts(self) -> dict[str, int]:
        """How many workers there are, idle, busy with short and with long questions; and how many questions wait."""
        long, waiting = len(self._long), len(self._waiting)
        return {"idle": len(self._idle), "short": len(self._busy) - long, "long": long, "waiting": waiting}

    async def close(self) -> None:
        """End all workers; questions on their way fail."""
        self._closed = True
        for job in [*self._waiting, *(channel.job for channel in self._busy)]:
            if job is not None:
                job.fail(RefusedError(503, "The server is stopping.", TRY_AGAIN))
        self._waiting.clear()
        for channel in [*self._idle, *self._busy]:
            channel.close()
        self._idle.clear()
        self._busy.clear()
        if self._tick is not None:
            self._tick.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._in_thread(self._source.close)
        self._thread.shutdown(wait=False)

    def freed(self, channel: Channel, head: Head) -> None:
        """The worker has answered."""
        del self._busy[channel]
        if channel.long or head.get("retire") or self._closed or channel.worker.generation < self._generation:
            self._discard(channel)
        elif self._waiting:
            self._hand_over(self._waiting.pop(), channel)
        else:
            self._idle.append(channel)

    def lost(self, channel: Channel) -> None:
        """The worker has ended by itself, or has been ended by the kernel."""
        job = channel.job
        if job is None:
            if channel in self._idle:
                self._idle.remove(channel)
                self._discard(channel)
            return
        channel.job = None
        self._busy.pop(channel, None)
        if time.monotonic() - channel.since < _AT_ONCE and not job.asked_again and not self._closed:
            job.asked_again = True
            dead = [other for other in self._idle if not other.is_alive()]
            self._idle = [other for other in self._idle if other not in dead]
            for other in [channel, *dead]:
                self._discard(other)
            self._place(job)
        else:
            self._discard(channel, lambda ending: job.fail(self._died(ending)))

    def _place(self, job: Job) -> None:
        if self._idle:
            self._hand_over(job, self._idle.pop())
            return
        if self._closed or len(self._waiting) >= _MOST_WAITING:
            job.fail(self._all_busy())
            return
        self._waiting.append(job)
        self._make_room()
        self._keep_time()

    def _hand_over(self, job: Job, channel: Channel) -> None:
        self._busy[channel] = None
        channel.ask(job, job.asked + job.seconds)
        if self._tick is None:
            self._keep_time()

    def _keep_time(self) -> None:
        if self._tick is None and not self._closed:
            self._tick = self._loop.call_later(_TICK, self._look)

    def _look(self) -> None:
        """Stop what has passed its time, let nobody wait too long, and keep the short lane free."""
        self._tick = None
        now = time.monotonic()
        for channel in [channel for channel in self._busy if now >= channel.deadline]:
            self._end(channel, too_long(channel.job.seconds if channel.job else self._limits.seconds))
        for job in [job for job in self._waiting if now - job.asked > job.seconds * _WAITING]:
            self._waiting.remove(job)
            job.fail(self._all_busy())
        if self._waiting:
            self._make_room()
        if self._busy or self._waiting:
            self._keep_time()

    def _make_room(self) -> None:
        """While others wait, whoever has taken longer than a short question does leaves the short lane."""
        now, wanted = time.monotonic(), len(self._waiting) - self._starting
        for channel in [c for c in self._busy if not c.long and now - c.since > _SHORT][: max(wanted, 0)]:
            if len(self._long) < self._size * _LONG_PER_WORKER:
                channel.long = True
                self._long.add(channel)
                lower_priority(channel.worker.pid)
                self._replace()
            else:
                self._end(channel, self._no_long_place(now - channel.since))

    def _end(self, channel: Channel, error: Exception | None = None) -> None:
        job, channel.job = channel.job, None
        self._busy.pop(channel, None)
        self._discard(channel)
        if job is not None and error is not None:
            job.fail(error)

    def _discard(self, channel: Channel, then: Callable[[Ending], None] = lambda _: None) -> None:
        """End the worker and put another one in its place, unless that has been done."""
        replaced = channel.long or channel.worker.generation < self._generation
        self._long.discard(channel)
        channel.close()
        if not self._closed:
            self._starting += not replaced
            self._in_background(self._exchange(channel.worker, then, None if replaced else self._generation))

    def _replace(self) -> None:
        self._starting += 1
        self._in_background(self._exchange(None, lambda _: None, self._generation))

    async def _exchange(self, old: Worker | None, then: Callable[[Ending], None], generation: int | None) -> None:
        """End the old worker, begin a new one, and only then wait for the old one's end, which may take longer.

        The new one is of the generation, if one is named; it is not wanted where all have been begun anew meanwhile.
        """
        if old is not None:
            await self._ordered(lambda: self._source.kill(old))
        if generation is not None:
            new = await self._ordered(self._source.new) if generation == self._generation else None
            self._starting -= 1
            if new is not None:
                self._take_in(new, wanted=generation == self._generation)
        if old is not None:
            then(await self._ordered(lambda: self._source.bury(old)) or Ending(0, ""))

    async def _ordered(self, order: Callable[[], Any]) -> Any:
        """What comes of the order; nothing where the source is no more, which then begins anew."""
        try:
            return await self._in_thread(order)
        except (PeerGoneError, OSError):
            self._begin_anew()
            return None

    def _take_in(self, worker: Worker, *, wanted: bool = True) -> None:
        channel = Channel(worker, self, self._loop)
        if self._closed:
            channel.close()
        elif not wanted:  # all places were filled when the source began anew
            channel.long = True
            self._discard(channel)
        elif self._waiting:
            self._hand_over(self._waiting.pop(), channel)
        else:
            self._idle.append(channel)

    def _begin_anew(self) -> None:
        """The source itself has died: start it again, once for all who notice."""
        if not self._closed and (self._restart is None or self._restart.done()):
            _log.error("the process that holds the data has died; it is started again")
            self._restart = self._in_background(self._restarted())

    async def _restarted(self) -> None:
        while not self._closed:
            self._generation += 1
            for channel in self._idle:
                channel.close()
            self._idle.clear()
            try:
                if await self._in_thread(self._source.start) != self.facts:
                    _log.error("the data file is another one now; have the server read it anew with SIGHUP")
                    self._closed = True
                for _ in range(0 if self._closed else self._size):
                    self._take_in(await self._in_thread(self._source.new))
                return
            except (PeerGoneError, OSError, IprgraphError) as error:
                _log.error(
                    "the data cannot be loaded again, it is tried once more: %s", error or "the process has died"
                )
                await asyncio.sleep(_BEFORE_NEXT_TRY)

    def _in_thread(self, work: Callable[[], Any]) -> "asyncio.Future[Any]":
        return self._loop.run_in_executor(self._thread, work)

    def _in_background(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _all_busy(self) -> RefusedError:
        return RefusedError(503, f"All {self._size} workers are busy. Try again soon.", TRY_AGAIN)

    def _no_long_place(self, seconds: float) -> RefusedError:
        places = self._size * _LONG_PER_WORKER
        told = (
            f"The query was stopped after {seconds:.1f} seconds, for others wait and the limit of {places} long queries"
        )
        return RefusedError(503, f"{told} at once is reached. Try again soon.", TRY_AGAIN)

    def _died(self, ending: Ending) -> RefusedError:
        if ending.out_of_memory:
            return self._limits.memory_used_up()
        _log.warning("a worker died by signal %d", ending.signal)
        return RefusedError(500, "The query could not be evaluated: the engine failed at it and was started again.")
