"""Remembers the shapes of queries: how they are mended for the engine, and whether they took long.

A shape is what is left of a query without its IRIs, strings, numbers and comments (graph/prepared.py).
"""

from collections import OrderedDict
from collections.abc import Hashable

from graph.errors import QueryError
from graph.prepared import Prepared, Split, prepare, split
from server.channel import Lane
from server.gate import Gate
from server.refusals import ProblemError
from server.rows import ask_for_fewer

# Reading a text of this length takes a millisecond; longer ones are read where they are answered.
_LONGEST = 4096
_MOST_SHAPES = 2000
# Of all of them together; the memory that a shape takes can be a hundred times its text.
_MOST_TEXT = 500_000
# A shape that took longer so many times in a row is expected to do so again.
_LONG_SECONDS = 0.1
_LONG_TIMES = 2
# One that took longer belongs to those of which no more are answered at once than there are processors.
_MIDDLE_SECONDS = 0.004
# And one that took less is so quick that another question may well wait for it.
_QUICK_SECONDS = 0.002


class Shape:
    """What is known of the queries of one shape."""

    __slots__ = ("_long", "_middle", "_quick", "columns", "is_unfit", "prepared", "size")

    def __init__(self, size: int) -> None:
        self.size = size
        """Characters of the text that it was first seen in."""
        self.prepared: Prepared | None = None
        self.is_unfit = False
        self.columns: tuple[str, ...] = ()
        """Those of SELECT *, once it was answered."""
        self._long = self._middle = self._quick = 0

    @property
    def is_quick(self) -> bool:
        """Whether the next query of the shape is expected to be answered at once."""
        return self._quick >= _LONG_TIMES

    @property
    def lane(self) -> Lane:
        """Where the next query of the shape belongs."""
        if self._long >= _LONG_TIMES:
            return "heavy"
        return "middle" if self._middle >= _LONG_TIMES else "short"

    def took(self, seconds: float) -> None:
        """A query of the shape has taken so long."""
        self._long = min(self._long + 1, _LONG_TIMES) if seconds > _LONG_SECONDS else 0
        self._quick = min(self._quick + 1, _LONG_TIMES) if seconds < _QUICK_SECONDS else 0
        if seconds > _MIDDLE_SECONDS:
            self._middle = min(self._middle + 1, _LONG_TIMES)
        elif seconds < _QUICK_SECONDS:
            self._middle = 0


class Shapes:
    """The shapes that were seen last."""

    def __init__(self, most_rows: int) -> None:
        self._gate, self._most_rows = Gate(), most_rows
        self._shapes: OrderedDict[Hashable, Shape] = OrderedDict()
        self._size = 0

    def find(self, text: str) -> tuple[Shape, Split] | None:
        """The text's shape, prepared where it was seen before and can be; None where it has none that is remembered."""
        cut = split(text) if len(text) <= _LONGEST else None
        if cut is None:
            return None
        shape = self._shapes.get(cut.key)
        if shape is None:
            shape = self._shapes[cut.key] = Shape(len(text))
            self._size += shape.size
            while len(self._shapes) > _MOST_SHAPES or self._size > _MOST_TEXT:
                self._size -= self._shapes.popitem(last=False)[1].size
            return shape, cut
        self._shapes.move_to_end(cut.key)
        if shape.prepared is None and not shape.is_unfit:
            shape.prepared = self._prepare(text, cut, shape.columns)
            shape.is_unfit = shape.prepared is None
        return shape, cut

    def _prepare(self, text: str, cut: Split, columns: tuple[str, ...]) -> Prepared | None:
        try:
            query = self._gate.read(text)
        except (ProblemError, QueryError):
            return None
        made = prepare(ask_for_fewer(query, self._most_rows), cut)
        if made is None or query.star is None:
            return made
        return made.with_columns(columns) if columns else None
