"""Which worker is sent a quick question while it still has another one at hand.

To wake a process takes as long as to answer a quick question, and a worker that finds the next one waiting need not be
woken. So where as many workers are busy as there are processors for, a quick question goes behind another quick one.
"""

import os
from collections.abc import Collection

from server.channel import Channel, Job

PROCESSORS = os.cpu_count() or 1
# The event loop has one as well.
_FOR_WORKERS = max(1, PROCESSORS - 1)
# A question that was quick so far and has been at hand for so long may be one that is not.
_RECENT = 0.002
# Behind one that has been at hand for so long, nothing waits any more.
_BEHIND = 0.01


def channel_for(job: Job, busy: Collection[Channel]) -> Channel | None:
    """The worker that the question is best sent to ahead; none where it is no quick one, or better goes elsewhere."""
    if not job.is_quick or len(busy) < _FOR_WORKERS:
        return None
    return next((channel for channel in busy if _takes_another(channel, job.asked)), None)


def left_behind(busy: Collection[Channel], now: float) -> list[Channel]:
    """The workers behind whose question another one has waited too long."""
    return [channel for channel in busy if channel.ahead is not None and now - channel.since > _BEHIND]


def _takes_another(channel: Channel, now: float) -> bool:
    at_hand = channel.job
    if at_hand is None or not at_hand.is_quick or channel.ahead is not None:
        return False
    return channel.lane == "short" and now - channel.since < _RECENT
