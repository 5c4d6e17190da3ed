"""What is read of a version of the data once, when it is first asked for, and kept."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

_Thing = TypeVar("_Thing")


class Kept(Generic[_Thing]):
    """The result of a reading; who asks while it is being read waits for it, and a failure is not kept."""

    def __init__(self, read: Callable[[], _Thing]) -> None:
        self._read, self._lock = read, threading.Lock()
        self._found: list[_Thing] = []

    def __call__(self) -> _Thing:
        """The result."""
        if not self._found:
            with self._lock:
                if not self._found:
                    self._found.append(self._read())
        return self._found[0]
