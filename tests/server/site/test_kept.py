"""server/site/kept.py: read once, and only when asked for."""

import threading
from itertools import count

import pytest

from server.site.kept import Kept


def test_it_is_read_when_first_asked_for_and_never_again() -> None:
    numbers = count()
    kept = Kept(lambda: next(numbers))
    assert next(numbers) == 0
    assert [kept(), kept()] == [1, 1]


def test_who_asks_while_it_is_read_gets_the_same() -> None:
    numbers, begun, may_end = count(), threading.Event(), threading.Event()

    def read() -> int:
        begun.set()
        may_end.wait(10)
        return next(numbers)

    kept, found = Kept(read), []
    threads = [threading.Thread(target=lambda: found.append(kept())) for _ in range(3)]
    for thread in threads:
        thread.start()
    begun.wait(10)
    may_end.set()
    for thread in threads:
        thread.join(10)
    assert found == [0, 0, 0]


def test_a_failure_is_not_kept() -> None:
    answers = iter([ValueError("not yet")])

    def read() -> str:
        for error in answers:
            raise error
        return "now"

    kept = Kept(read)
    with pytest.raises(ValueError, match="not yet"):
        kept()
    assert kept() == "now"
