"""Answers questions with why they have no answer."""

from typing import TYPE_CHECKING

from graph.emptiness import SECONDS, explain_emptiness
from graph.nearness import NameIndex, read_stored_texts
from graph.querytext import QueryText
from graph.reasons import explanation_json_text
from server.coding import pack
from server.engine import Answer, Question

if TYPE_CHECKING:
    import pyoxigraph as ox

MEDIA_TYPE = "application/json"
# Of the time that a question has: what is left is for what was begun, and for sending.
_SHARE = 0.5


class Explainer:
    """Keeps what it finds out about the names in the store."""

    def __init__(self, store: "ox.Store") -> None:
        self._store, self._index = store, NameIndex(store)
        read_stored_texts()

    def explain(self, question: Question, query: QueryText, seconds: float) -> Answer:
        """The explanation as JSON; the same each time unless something was not determined."""
        allowed = min(SECONDS, seconds * _SHARE)
        explanation = explain_emptiness(self._store, query, question.dataset, self._index, allowed)
        body, compressed = pack(explanation_json_text(explanation).encode("utf-8"), question.gzip)
        is_lasting = not explanation.undetermined and not query.changing
        return Answer(body, MEDIA_TYPE, is_lasting, compressed=compressed, is_last=explanation.is_stuck)
