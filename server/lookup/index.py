"""What the look-ups know of the version that is served: made when it is first asked for, then shared by all threads."""

import json
import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from graph.names import names_from
from graph.names import rows_of_json as name_rows
from graph.particulars import Particulars, particulars_from
from graph.particulars import rows_of_json as particular_rows
from graph.queries import read_query
from graph.resources import queries_dir
from graph.search import SearchIndex
from server.engine import QueryEngine, Question

Made = TypeVar("Made")


class Lazy(Generic[Made]):
    """Something for which nobody waits but those who ask first."""

    def __init__(self, make: Callable[[], Made]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: Made | None = None

    def get(self) -> Made:
        """It; whatever is raised while it is made is raised here, and the next to come tries again."""
        if self._made is None:
            with self._lock:
                if self._made is None:
                    self._made = self._make()
        return self._made


LazyIndex = Lazy[SearchIndex]


def index_of(engine: QueryEngine) -> LazyIndex:
    """The index of the names that the engine knows."""
    return Lazy(lambda: SearchIndex(names_from(name_rows(ask_page(engine, "names")))))


def particulars_of(engine: QueryEngine) -> Lazy[Particulars]:
    """What the engine knows of things besides their names."""
    return Lazy(lambda: particulars_from(particular_rows(ask_page(engine, "particulars"))))


def ask_page(engine: QueryEngine, name: str) -> dict[str, Any]:
    """The answer to one of the queries of pages, in SPARQL's JSON format."""
    text = read_query(queries_dir() / "pages" / f"{name}.rq").text
    answer = engine.answer(Question(text, format_name="json"))
    return json.loads(answer.body + b"".join(answer.rest or ()))  # type: ignore[no-any-return]
