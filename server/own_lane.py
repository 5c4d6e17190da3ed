"""A lane of questions that are expected to take some time: few at once, by workers of its own that stay."""

from collections.abc import Callable

from server.channel import Channel, Job
from server.line import Line


class OwnLane:
    """Its workers are started when they are first needed."""

    def __init__(
        self, places: int, patience: float, start: Callable[[], None], hand_over: Callable[[Job, Channel], None]
    ) -> None:
        """Who has waited here for the share `patience` of its time goes where all others go."""
        self._places, self._patience, self._start, self._hand_over = places, patience, start, hand_over
        self._idle: list[Channel] = []
        self._line = Line()
        self._workers = 0
        """Those that are there, and those that are on their way."""

    def __len__(self) -> int:
        return len(self._line)

    @property
    def idle(self) -> list[Channel]:
        """The workers that do nothing."""
        return self._idle

    def place(self, job: Job) -> bool:
        """Have the job's question answered, now or later; false where too many wait."""
        if self._idle:
            self._hand_over(job, self._idle.pop())
            return True
        if not self._line.add(job):
            return False
        self._start_one()
        return True

    def came(self, channel: Channel, now: float) -> None:
        """A worker is there, or free again."""
        job = self._line.next(now)
        if job is None:
            self._idle.append(channel)
        else:
            self._hand_over(job, channel)

    def missed(self) -> None:
        """The worker on its way will not come; the next who comes has another one started."""
        self._workers -= 1

    def went(self, channel: Channel) -> None:
        """A worker has ended."""
        if channel in self._idle:
            self._idle.remove(channel)
        self._workers -= 1
        self._start_one()

    def remove(self, job: Job) -> bool:
        """Whether the job waited; it does no more."""
        return self._line.remove(job)

    def impatient(self, now: float) -> list[Job]:
        """Those who have waited long enough; they wait here no more."""
        return self._line.expired(now, self._patience)

    def clear(self) -> list[Job]:
        """All who wait; they wait no more."""
        return self._line.clear()

    def _start_one(self) -> None:
        if self._line and self._workers < self._places:
            self._workers += 1
            self._start()
