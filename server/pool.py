"""Answers questions in worker processes, each with a deadline; a worker that passes it, or dies, is replaced at once.

A question that takes longer than a moment while others wait leaves the short lane: its worker goes on at low priority,
and another one takes its place. So short questions are answered soon, whatever else is asked. A quick one may be sent
ahead, to a worker that has another at hand; should that take longer after all, it is sent elsewhere. Everything here
happens in one event loop.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Callable

from server.ahead import PROCESSORS, channel_for, left_behind
from server.channel import LANES, Channel, Head, Job, Lane
from server.crew import Crew
from server.facts import DataFacts
from server.limits import TRY_AGAIN, Limits, is_memory_short, lower_priority, resident_pages, too_long
from server.line import Line
from server.own_lane import OwnLane
from server.refusals import RefusedError, engine_failed
from server.workers import Ending, Worker, WorkerSource

_TICK = 0.02
# A question that takes longer, or longer than this share of the time it may take, is no short one.
_SHORT, _SHORT_SHARE = 0.3, 0.1
_LONG_PER_WORKER = 4
# Of its time a question may spend waiting in a lane of its own kind, before it goes where all others go.
_SHORT_PATIENCE, _PATIENCE = 0.02, 0.25
# Where there is no place left for long questions, one that is older than this goes, for others have waited that long.
_OLD = 1.0
_WAITED = 0.2
# A worker that dies as soon as it is asked may have been dying already, as others may that are idle: the one that takes
# its place is asked, once.
_AT_ONCE = 0.02
_LOOKS_AT_MEMORY = 0.25
_log = logging.getLogger("iprgraph")


class WorkerPool:
    """Workers over one version of the data."""

    def __init__(
        self,
        source: WorkerSource,
        limits: Limits,
        size: int,
        heavy: int = 2,
        outdated: Callable[[], None] = lambda: None,
    ) -> None:
        """So many workers for short questions, and so many for those that are expected to be long.

        `outdated` is told when the data had to be loaded again and were others: then nothing more is answered here.
        """
        self._limits, self._size = limits, size
        self._short = min(_SHORT, limits.seconds * _SHORT_SHARE)
        self._loop = asyncio.get_running_loop()
        self._crew = Crew(source, size, self._join, outdated)
        self._idle: list[Channel] = []
        self._busy: dict[Channel, None] = {}
        self._long: dict[Channel, None] = {}
        self._line = Line()
        self._own: dict[Lane, OwnLane] = {
            "middle": OwnLane(PROCESSORS, _SHORT_PATIENCE, lambda: self._start_own("middle"), self._hand_over),
            "heavy": OwnLane(heavy, _PATIENCE, lambda: self._start_own("heavy"), self._hand_over),
        }
        self._tick: asyncio.TimerHandle | None = None
        self._memory_seen = 0.0
        self.facts: DataFacts

    async def open(self) -> DataFacts:
        """Load the data and start the workers; refuses a file that cannot be served."""
        self.facts = await self._crew.open()
        return self.facts

    def submit(self, job: Job) -> None:
        """Have the job's question answered."""
        job.asked = time.monotonic()
        if job.lane in self._own:
            self._place_apart(job)
        elif not self._line and (channel := channel_for(job, self._busy)) is not None:
            channel.ask_ahead(job)
        else:
            self._place(job)

    def submit_again(self, job: Job) -> None:
        """Have the job's question answered after all, within the time that it was given first."""
        self._place(job)

    def cancel(self, job: Job) -> None:
        """Nobody wants the answer any more: its worker is freed at once."""
        channel = job.channel
        if self._line.remove(job) or any(lane.remove(job) for lane in self._own.values()) or channel is None:
            return
        if channel.job is job:
            self._end(channel)
        elif channel.ahead is job:
            channel.give_up_ahead()

    @property
    def is_idle(self) -> bool:
        """Whether nothing is asked."""
        return not (self._busy or self._line or any(self._own.values()))

    @property
    def counts(self) -> dict[str, int]:
        """How many workers there are, idle, busy with short and with long questions; and how many questions wait."""
        busy = Counter(channel.lane for channel in self._busy)
        idle = len(self._idle) + sum(len(lane.idle) for lane in self._own.values())
        waiting = len(self._line) + sum(map(len, self._own.values()))
        return {"idle": idle, **{lane: busy[lane] for lane in LANES}, "waiting": waiting}

    async def close(self) -> None:
        """End all workers; questions on their way fail."""
        self._crew.is_closed = True
        asked = [job for channel in self._busy for job in (channel.job, channel.ahead)]
        own = self._own.values()
        for job in [*self._line.clear(), *(job for lane in own for job in lane.clear()), *asked]:
            if job is not None:
                job.fail(RefusedError(503, "The server is stopping.", TRY_AGAIN))
        for channel in [*self._idle, *(channel for lane in own for channel in lane.idle), *self._busy]:
            channel.close()
        self._idle.clear()
        self._busy.clear()
        if self._tick is not None:
            self._tick.cancel()
        await self._crew.close()

    def begun(self, channel: Channel) -> None:
        """The worker's answer is a large one: what was to follow it is answered elsewhere."""
        self._replace(channel.give_up_ahead())

    def freed(self, channel: Channel, head: Head) -> None:
        """The worker has answered."""
        late = channel.worker.generation < self._crew.generation
        if channel.lane == "long" or head.get("retire") or late:
            del self._busy[channel]
            self._discard(channel)
        elif channel.ahead is not None:
            if channel.move_up().is_quick and (job := self._line.next_quick(channel.since)) is not None:
                channel.ask_ahead(job)
        elif channel.lane in self._own:
            del self._busy[channel]
            self._own[channel.lane].came(channel, time.monotonic())
        elif (job := self._line.next(time.monotonic())) is not None:
            self._hand_over(job, channel)
        else:
            del self._busy[channel]
            self._idle.append(channel)

    def lost(self, channel: Channel) -> None:
        """The worker has ended by itself, or has been ended by the kernel."""
        job = channel.job
        if job is None:
            if channel in self._idle:
                self._idle.remove(channel)
                self._discard(channel)
            elif any(channel in lane.idle for lane in self._own.values()):
                self._discard(channel)
            return
        channel.job = None
        self._busy.pop(channel, None)
        if time.monotonic() - channel.since < _AT_ONCE and not job.asked_again:
            job.asked_again = True
            self._discard(channel)
            (self._wait if channel.lane == "short" else self._place)(job)
        else:
            self._discard(channel, lambda ending: job.fail(self._died(ending)))

    def _join(self, worker: Worker) -> None:
        """A worker is there."""
        channel = Channel(worker, self, self._loop)
        job = self._line.next(time.monotonic())
        if job is None:
            self._idle.append(channel)
        else:
            self._hand_over(job, channel)

    def _start_own(self, lane: Lane) -> None:
        self._crew.add(lambda worker: self._join_own(worker, lane), self._own[lane].missed)

    def _join_own(self, worker: Worker, lane: Lane) -> None:
        """A worker for questions of the lane is there."""
        channel = Channel(worker, self, self._loop)
        channel.lane = lane
        if lane == "heavy":
            lower_priority(worker.pid)
        self._own[lane].came(channel, time.monotonic())

    def _place_apart(self, job: Job) -> None:
        if self._crew.is_closed or not self._own[job.lane].place(job):
            job.fail(self._all_busy())
        else:
            self._keep_time()

    def _place(self, job: Job) -> None:
        if self._idle:
            self._hand_over(job, self._idle.pop())
        else:
            self._wait(job)

    def _wait(self, job: Job) -> None:
        if self._crew.is_closed or not self._line.add(job):
            job.fail(self._all_busy())
        else:
            self._make_room(time.monotonic())
            self._keep_time()

    def _replace(self, job: Job | None) -> None:
        if job is not None:
            self._place(job)

    def _hand_over(self, job: Job, channel: Channel) -> None:
        self._busy[channel] = None
        channel.ask(job, job.asked + job.seconds)
        if self._tick is None:
            self._keep_time()

    def _keep_time(self) -> None:
        if self._tick is None and not self._crew.is_closed:
            self._tick = self._loop.call_later(_TICK, self._look)

    def _look(self) -> None:
        """Stop what has passed its time, let nobody wait too long, and keep the short lane free."""
        self._tick = None
        self._keep_time()
        now = time.monotonic()
        for channel in [channel for channel in self._busy if now >= channel.deadline]:
            if channel in self._busy:  # to tell one may have freed another
                self._end(channel, too_long(channel.job.seconds if channel.job else self._limits.seconds))
        for channel in left_behind(self._busy, now):
            self._replace(channel.give_up_ahead())
        for job in self._line.expired(now):
            job.fail(self._all_busy())
        for job in [job for lane in self._own.values() for job in lane.impatient(now)]:
            self._place(job)
        if self._line:
            self._make_room(now)
        if self._busy and now - self._memory_seen > _LOOKS_AT_MEMORY:
            self._memory_seen = now
            if is_memory_short():
                self._free_memory()
        if self.is_idle and self._tick is not None:
            self._tick.cancel()
            self._tick = None

    def _make_room(self, now: float) -> None:
        """While others wait, whoever has taken longer than a short question does leaves the short lane."""
        wanted = max(len(self._line) - self._crew.starting, 0)
        for channel in [c for c in self._busy if c.lane == "short" and now - c.since > self._short][:wanted]:
            if len(self._long) >= self._size * _LONG_PER_WORKER and not self._end_oldest(now):
                return
            channel.lane = "long"
            self._long[channel] = None
            lower_priority(channel.worker.pid)
            self._crew.add()

    def _end_oldest(self, now: float) -> bool:
        """Whether one of the long questions could be ended, since it is old enough and others wait."""
        oldest = min(self._long, key=lambda channel: channel.since, default=None)
        if oldest is None or now - oldest.since < _OLD or self._line.waits(now) < _WAITED:
            return False
        told = (
            f"The query was stopped after {now - oldest.since:.1f} seconds, since others wait and more than the limit"
        )
        told += f" of {self._size * _LONG_PER_WORKER} long queries are under way. Try again soon."
        self._end(oldest, RefusedError(503, told, TRY_AGAIN))
        return True

    def _free_memory(self) -> None:
        """Before the system runs out of memory, the largest worker goes."""
        largest = max(self._busy, key=lambda channel: resident_pages(channel.worker.pid))
        self._end(largest, RefusedError(507, "The query was stopped, for the server ran short of memory.", TRY_AGAIN))

    def _end(self, channel: Channel, error: Exception | None = None) -> None:
        job, channel.job = channel.job, None
        self._busy.pop(channel, None)
        self._discard(channel)
        if job is not None and error is not None:
            job.took = time.monotonic() - channel.since
            job.fail(error)

    def _discard(self, channel: Channel, then: Callable[[Ending], None] = lambda _: None) -> None:
        """End the worker; one whose question turned out to be long has been replaced already."""
        self._long.pop(channel, None)
        channel.close()
        self._crew.end(channel.worker, then, replace=channel.lane == "short")
        if channel.lane in self._own:
            self._own[channel.lane].went(channel)
        self._replace(channel.give_up_ahead())

    def _all_busy(self) -> RefusedError:
        return RefusedError(503, f"All {self._size} workers are busy. Try again soon.", TRY_AGAIN)

    def _died(self, ending: Ending) -> RefusedError:
        if ending.out_of_memory:
            return self._limits.memory_used_up()
        _log.warning("a worker died by signal %d", ending.signal)
        return engine_failed()
