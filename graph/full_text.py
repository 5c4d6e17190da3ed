"""A full-text index in memory, for many threads: which rows have the words of an expression.

>>> index = FullText(["patent law", "trademark law", "专 利 法"])
>>> index.matching('("law") AND ("patent" OR "copyright")'), index.matching('"专 利"'), index.matching("")
([0], [2], [])
"""

import sqlite3
import threading
from collections.abc import Iterable

_MOST_ROWS = 2000
_TOKENIZER = "unicode61 remove_diacritics 0"


class FullText:
    """Folded texts by their words."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._lock = threading.Lock()
        self._db = sqlite3.connect(":memory:", check_same_thread=False)
        self._db.execute(f"CREATE VIRTUAL TABLE texts USING fts5(words, content='', tokenize='{_TOKENIZER}')")
        self._db.executemany("INSERT INTO texts(rowid, words) VALUES (?, ?)", enumerate(texts))

    def matching(self, expression: str) -> list[int]:
        """The places of the texts that match, the best first; none for an empty expression."""
        if not expression:
            return []
        with self._lock:
            rows = self._db.execute("SELECT rowid FROM texts(?) ORDER BY rank, rowid LIMIT ?", (expression, _MOST_ROWS))
            return [row[0] for row in rows]
