"""Another client, in a process of its own: asks a small question every 50 ms and notes how long each takes."""

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.hostile import CHECKOUT, Line, NoAnswerError, ask

PAUSE = 0.05
SOURCE = "127.0.0.50"


@dataclass
class Bystander:
    """What another client has noticed: seconds that each answer took, and what else came than 200."""

    waits: list[float]
    others: Counter[str]

    @property
    def p99(self) -> float:
        """Seconds that 99 of 100 answers took at most."""
        return sorted(self.waits)[int(len(self.waits) * 0.99)] if self.waits else 0.0

    @property
    def lost(self) -> int:
        """Questions that got no answer."""
        return sum(count for told, count in self.others.items() if not told.isdigit())


def joined(noticed: Iterable[Bystander]) -> Bystander:
    """What several have noticed together."""
    every = list(noticed)
    return Bystander([wait for one in every for wait in one.waits], sum((one.others for one in every), Counter()))


@contextmanager
def watching(address: tuple[str, int]) -> Iterator[Bystander]:
    """Asks until the block ends; only then is told what was noticed."""
    command = [sys.executable, "-m", "tests.bystander", address[0], str(address[1])]
    found = Bystander([], Counter())
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield found
        finally:
            process.send_signal(signal.SIGTERM)
            for told in process.communicate(timeout=60)[0].splitlines():
                seconds, outcome = told.split(maxsplit=1)
                found.waits.append(float(seconds))
                if outcome != "200":
                    found.others[outcome] += 1


def notice(address: tuple[str, int]) -> Iterator[tuple[float, str]]:
    """Every question: seconds and outcome; every third on a connection of its own, every other one never asked before."""
    line, number = Line(address, SOURCE, 60), 0
    while True:
        number += 1
        text = f"SELECT ?o {{ <urn:a> <urn:b{number % 2 * number}> ?o }} # {time.time() if number % 2 else ''}"
        began = time.monotonic()
        try:
            if number % 3 == 0:
                line.close()
                line = Line(address, SOURCE, 60)
            line.send(ask(text))
            outcome = str(line.reply().status)
        except (NoAnswerError, OSError) as error:
            outcome = type(error).__name__
            line.close()
            line = Line(address, SOURCE, 60)
        yield time.monotonic() - began, outcome
        time.sleep(PAUSE)


def main() -> None:
    """Tell standard output of each question, until SIGTERM."""
    stopped: list[int] = []
    signal.signal(signal.SIGTERM, lambda number, _: stopped.append(number))
    for seconds, outcome in notice((sys.argv[1], int(sys.argv[2]))):
        print(f"{seconds:.4f} {outcome}")  # noqa: T201
        if stopped:
            return


if __name__ == "__main__":
    main()
