"""Asks small questions about a query: does this part of it match anything? Within a time that is kept.

This is the one place where SPARQL is put together from pieces, and each piece is cut out of the asker's own query: it
runs over the same data with the same rights as the query that the asker could send anyway. The engine cannot be
interrupted, so it runs in a thread; when the time is over the thread is left to itself, and whoever runs the process
ends it (`is_stuck`).
"""

import queue
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import pyoxigraph as ox

from graph.datasets import Dataset
from graph.querytext import QueryText, read_query_text
from graph.results import text_for
from graph.vocab import BASE

T = TypeVar("T")
STACK = 64 * 1024 * 1024
"""Bytes for the engine's recursion; enough for brackets nested some hundred times."""


class TimeOverError(Exception):
    """The time for all probes together is used up."""


class ProbeFailedError(Exception):
    """The engine did not answer a probe."""


@dataclass(frozen=True)
class Frame:
    """What a probe stands in: groups that are open around it, with what was found to match before it."""

    before: str = ""
    after: str = ""

    def inside(self, done: Iterable[str], opening: str) -> "Frame":
        """The frame within one more group, such as `{` or `GRAPH ?g {`."""
        return Frame(f"{self.before}{_joined(done)}{opening}\n", f"}} {self.after}")


class Prober:
    """Answers probes over the data set of one query."""

    def __init__(self, dataset: Dataset, declarations: str, seconds: float, stack: int = STACK) -> None:
        self.dataset, self._declarations, self._stack = dataset, declarations, stack
        self._end = time.monotonic() + seconds
        self._work: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self.is_stuck = False
        """Whether a probe still runs that nobody waits for."""

    def answers(self, query: QueryText) -> bool:
        """Whether the query itself has an answer: a row, true, a triple."""
        return self._within_time(lambda: _has_answer(self._ask(self.dataset, query)))

    def holds(self, frame: Frame, pieces: Iterable[str], after: str = "") -> bool:
        """Whether a group of the pieces has a solution within the frame; `after` is what may follow a group."""
        group = f"{{ {frame.before}{_joined(pieces)}{frame.after} }} {after}"
        return self.answers_text(f"{self._declarations}\nASK {group}")

    def answers_text(self, text: str) -> bool:
        """Whether the query in the text, which the asker wrote but for what was left out, has an answer."""
        return self.answers(read_query_text(text))

    def graphs_where(self, piece: str, store: ox.Store) -> list[str]:
        """Named graphs, some of them, in which the piece alone has a solution; sorted."""
        name = "iprgraph_graph"
        text = f"{self._declarations}\nSELECT DISTINCT ?{name} {{ GRAPH ?{name} {{ {piece} }} }} LIMIT 5"
        query, whole = read_query_text(text), Dataset(store, None, None)
        found = self._within_time(lambda: [row[name] for row in self._ask(whole, query)])
        return sorted(graph.value for graph in found)

    def resolve(self, terms: list[str]) -> list[ox.NamedNode | ox.Literal | None]:
        """What the texts of IRIs, names and literals stand for, by the query's own declarations."""
        rows = " ".join(f"({number} {term})" for number, term in enumerate(terms))
        text = f"{self._declarations}\nSELECT ?number ?term {{ VALUES (?number ?term) {{ {rows} }} }}"
        query, empty = read_query_text(text), Dataset(ox.Store(), None, None)
        found = {int(row["number"].value): row["term"] for row in self._ask(empty, query)}
        return [found.get(number) for number in range(len(terms))]

    def rows(self, text: str, store: ox.Store) -> list[list[Any]]:
        """The answer to a stored query over the whole store."""
        whole: Any = store
        return self._within_time(lambda: [[*row] for row in whole.query(text)])

    def close(self) -> None:
        """No more probes; a thread that still works at one is left to itself."""
        self._work.put(None)
        if self._thread is not None and not self.is_stuck:
            self._thread.join()

    def _ask(self, dataset: Dataset, query: QueryText) -> Any:
        return dataset.store.query(
            text_for(dataset, query, ()),
            base_iri=BASE,
            default_graph=dataset.default,
            named_graphs=dataset.named,
        )

    def _within_time(self, work: Callable[[], T]) -> T:
        """What the work returns; gives it up when the time is over."""
        left = self._end - time.monotonic()
        if self.is_stuck or left <= 0:
            raise TimeOverError
        told: queue.SimpleQueue[Any] = queue.SimpleQueue()

        def run() -> None:
            try:
                told.put((work(), None))
            except BaseException as error:  # the engine's panics are no Exceptions
                told.put((None, error))

        if self._thread is None:
            self._thread = threading.Thread(target=self._run, daemon=True)
            before = threading.stack_size(self._stack)
            try:
                self._thread.start()
            finally:
                threading.stack_size(before)
        self._work.put(run)
        try:
            result, error = told.get(timeout=left)
        except queue.Empty:
            self.is_stuck = True
            raise TimeOverError from None
        if isinstance(error, MemoryError):
            raise error
        if error is not None:
            raise ProbeFailedError(str(error)) from error
        return result  # type: ignore[no-any-return]

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            work()


def _joined(pieces: Iterable[str]) -> str:
    return "".join(f"{piece}\n" for piece in pieces)


def _has_answer(answer: Any) -> bool:
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    return next(iter(answer), None) is not None
