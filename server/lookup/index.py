"""The index of names of the version that is served: made when it is first asked for, then shared by all threads."""

import json
import threading
from typing import Any

from graph.names import names_from, rows_of_json
from graph.queries import read_query
from graph.resources import queries_dir
from graph.search import SearchIndex
from server.engine import QueryEngine, Question


class LazyIndex:
    """An index that nobody waits for but those who search first."""

    def __init__(self, engine: QueryEngine) -> None:
        self._engine = engine
        self._lock = threading.Lock()
        self._index: SearchIndex | None = None

    def get(self) -> SearchIndex:
        """The index; whatever the engine refuses is raised, and the next to come tries again."""
        if self._index is None:
            with self._lock:
                if self._index is None:
                    self._index = SearchIndex(names_from(rows_of_json(ask_page(self._engine, "names"))))
        return self._index


def ask_page(engine: QueryEngine, name: str) -> dict[str, Any]:
    """The answer to one of the queries of pages, in SPARQL's JSON format."""
    text = read_query(queries_dir() / "pages" / f"{name}.rq").text
    answer = engine.answer(Question(text, format_name="json"))
    return json.loads(answer.body + b"".join(answer.rest or ()))  # type: ignore[no-any-return]
