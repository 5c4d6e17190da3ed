"""Questions that wait for a worker: first come, first served, until the line is too long for that to serve anybody."""

from collections import OrderedDict

from server.channel import Job

_MOST_WAITING = 2000
# Of its time a question may spend waiting; the rest is for its evaluation.
_SHARE = 0.5
# Where the first has waited longer, whoever comes last is served first: better some soon than all too late.
_LONG_WAIT = 0.25


class Line:
    """The waiting line."""

    def __init__(self) -> None:
        self._jobs: OrderedDict[Job, None] = OrderedDict()

    def __len__(self) -> int:
        return len(self._jobs)

    def add(self, job: Job) -> bool:
        """Have the job wait; false where too many do."""
        if len(self._jobs) >= _MOST_WAITING:
            return False
        self._jobs[job] = None
        return True

    def next(self, now: float) -> Job | None:
        """Whose turn it is."""
        if not self._jobs:
            return None
        return self._jobs.popitem(last=self.waits(now) > _LONG_WAIT)[0]

    def next_quick(self, now: float) -> Job | None:
        """Whose turn it is, if that is a quick one."""
        if not self._jobs:
            return None
        job = next(reversed(self._jobs) if self.waits(now) > _LONG_WAIT else iter(self._jobs))
        if not job.is_quick:
            return None
        del self._jobs[job]
        return job

    def remove(self, job: Job) -> bool:
        """Whether the job waited; it does no more."""
        waited = job in self._jobs
        self._jobs.pop(job, None)
        return waited

    def waits(self, now: float) -> float:
        """For how many seconds the first has waited."""
        return now - next(iter(self._jobs)).asked if self._jobs else 0.0

    def expired(self, now: float, share: float = _SHARE) -> list[Job]:
        """Those who have waited longer than this share of their time; they wait no more."""
        late = [job for job in self._jobs if now - job.asked > job.seconds * share]
        for job in late:
            del self._jobs[job]
        return late

    def clear(self) -> list[Job]:
        """All of them; they wait no more."""
        jobs = list(self._jobs)
        self._jobs.clear()
        return jobs
