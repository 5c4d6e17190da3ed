"""Remembers how queries are mended for the engine, so that the next of the same shape need not be read again."""

from collections import OrderedDict
from collections.abc import Hashable

from graph.errors import QueryError
from graph.prepared import Prepared, Split, prepare, split
from server.gate import Gate
from server.refusals import ProblemError
from server.rows import ask_for_fewer

# Reading a text of this length takes a millisecond; longer ones are read where they are answered.
_LONGEST = 4096
_MOST_SHAPES = 2000


class PreparedQueries:
    """The shapes of queries that came twice: at the first sight of one nothing is done but to note it."""

    def __init__(self, most_rows: int) -> None:
        self._gate, self._most_rows = Gate(), most_rows
        self._shapes: OrderedDict[Hashable, Prepared | bool] = OrderedDict()
        """A shape that was seen once is True; one that cannot be prepared is False."""
        self._columns: OrderedDict[Hashable, tuple[str, ...]] = OrderedDict()

    def find(self, text: str) -> tuple[Prepared, str] | None:
        """What is known of the query, and its text for the engine; None where it must go the full way."""
        cut = split(text) if len(text) <= _LONGEST else None
        if cut is None:
            return None
        known = self._shapes.get(cut.key)
        if isinstance(known, Prepared):
            self._shapes.move_to_end(cut.key)
            return known, known.text(cut)
        if known is None:
            self._note(cut.key, True)
        elif known:
            made = self._prepare(text, cut)
            self._note(cut.key, made or False)
            if made is not None:
                return made, made.text(cut)
        return None

    def learn_columns(self, text: str, columns: tuple[str, ...]) -> None:
        """These are the columns of the query, which asks for `*`."""
        cut = split(text) if len(text) <= _LONGEST else None
        if cut is not None and self._shapes.get(cut.key) is True:
            self._columns[cut.key] = columns
            if len(self._columns) > _MOST_SHAPES:
                self._columns.popitem(last=False)

    def _prepare(self, text: str, cut: Split) -> Prepared | None:
        try:
            query = self._gate.read(text)
        except (ProblemError, QueryError):
            return None
        made = prepare(ask_for_fewer(query, self._most_rows), cut)
        if made is None or query.star is None:
            return made
        columns = self._columns.pop(cut.key, None)
        return None if columns is None else made.with_columns(columns)

    def _note(self, key: Hashable, known: Prepared | bool) -> None:
        self._shapes[key] = known
        self._shapes.move_to_end(key)
        if len(self._shapes) > _MOST_SHAPES:
            self._shapes.popitem(last=False)
