"""Answers that were given already, kept in memory as the bytes that are sent; the data do not change while we run.

They are found by the question, or, sooner still, by the very bytes of a request that was answered with them. What took
next to no time is kept when it is asked for the second time: most questions are asked once, and push out the others.
"""

import sys
from collections import OrderedDict

from server.engine import Question

LARGEST_ENTRY = 1024 * 1024
_LARGEST_QUESTION = 64 * 1024
_LONGEST_REQUEST = 8 * 1024
_MOST_REQUESTS = 8
# Seconds; an answer that took as long is kept at once.
_DEAR = 0.005
# So many questions, or twice as many, are known to have been asked before.
_MOST_SEEN = 16_384
# Beside its bytes an entry takes about so much.
_OVERHEAD = 1024


class Entry:
    """A whole answer with status 200: its head, but for its date and the line that ends it, and its body."""

    __slots__ = ("body", "head", "question", "requests", "size")

    def __init__(self, question: Question, head: bytes, body: bytes) -> None:
        self.question, self.head, self.body = question, head, body
        self.requests: list[bytes] = []
        self.size = 0
        """Bytes, while it is kept."""


class AnswerCache:
    """Keeps answers to one version of the data; the least recently used go first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._entries: OrderedDict[Question, Entry] = OrderedDict()
        self._requests: dict[bytes, Entry] = {}
        self._used = 0
        self._seen: set[int] = set()
        self._seen_before: set[int] = set()

    def find(self, question: Question) -> Entry | None:
        """The answer, if it is kept."""
        entry = self._entries.get(question)
        if entry is not None:
            self._entries.move_to_end(question)
        return entry

    def find_request(self, data: bytes) -> Entry | None:
        """The answer to a request with just these bytes, if it is kept."""
        entry = self._requests.get(data) if len(data) <= _LONGEST_REQUEST else None
        if entry is not None:
            self._entries.move_to_end(entry.question)
        return entry

    def wants(self, question: Question, took: float) -> bool:
        """Whether the answer shall be kept, which took so many seconds."""
        if not self._size:
            return False
        if took >= _DEAR:
            return True
        known = hash(question)
        if known in self._seen or known in self._seen_before:
            return True
        self._seen.add(known)
        if len(self._seen) > _MOST_SEEN:
            self._seen, self._seen_before = set(), self._seen
        return False

    def keep(self, entry: Entry) -> None:
        """Keep the answer, unless it or its question is large."""
        question = entry.question
        asked = _size_of(question)
        size = len(entry.head) + len(entry.body) + asked + _OVERHEAD
        if len(entry.body) > LARGEST_ENTRY or asked > _LARGEST_QUESTION or size > self._size:
            return
        if question in self._entries:
            return
        entry.size = size
        self._entries[question] = entry
        self._used += size
        self._trim()

    def keep_request(self, data: bytes, entry: Entry) -> None:
        """Find the answer by these bytes, too; they must be one whole request, of a connection that goes on."""
        short = len(data) <= _LONGEST_REQUEST and data not in self._requests
        if entry.size and short and len(entry.requests) < _MOST_REQUESTS:
            entry.requests.append(data)
            entry.size += len(data)
            self._requests[data] = entry
            self._used += len(data)
            self._trim()

    @property
    def counts(self) -> dict[str, int]:
        """How many answers are kept, and how many bytes they take."""
        return {"entries": len(self._entries), "bytes": self._used}

    def _trim(self) -> None:
        while self._used > self._size:
            _, entry = self._entries.popitem(last=False)
            self._used -= entry.size
            entry.size = 0
            for data in entry.requests:
                del self._requests[data]


def _size_of(question: Question) -> int:
    """Bytes of memory that all of the question takes, for any of its parts may be large."""
    graphs = () if question.dataset is None else (*question.dataset.default, *question.dataset.named)
    return sum(map(sys.getsizeof, (question.text, question.accept, question.format_name, *graphs)))
