"""Values of things for those who have matched theirs: the data extension of the Reconciliation Service API 0.2."""

import re
from typing import Any

from graph.attributes import find_id, values_of
from graph.base import BASE
from graph.particulars import Particulars, Value
from graph.search import SearchIndex
from server.lookup.batches import Extension
from server.lookup.offered import PROPERTIES_OFFERED, TYPES, VALUE_TYPES
from server.lookup.telling import KIND_TITLES
from server.refusals import ProblemError

_LONGEST_LABEL = 100
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def extend(index: SearchIndex, particulars: Particulars, asked: Extension) -> dict[str, Any]:
    """The values asked for; an unknown id has none, an unknown property is refused."""
    unknown = [pid for pid, _ in asked.properties if pid not in PROPERTIES_OFFERED]
    if unknown:
        raise ProblemError(
            400, f"There is no property {unknown[0][:60]!r}. There are: {', '.join(PROPERTIES_OFFERED)}."
        )
    rows = {
        name: {pid: _cells(index, particulars, find_id(index, name), pid, limit) for pid, limit in asked.properties}
        for name in asked.ids
    }
    return {"meta": [_describe(pid) for pid, _ in asked.properties], "rows": rows}


def _describe(pid: str) -> dict[str, Any]:
    told: dict[str, Any] = {"id": pid, "name": PROPERTIES_OFFERED[pid].name}
    if pid in VALUE_TYPES:
        told["type"] = {"id": VALUE_TYPES[pid], "name": TYPES[VALUE_TYPES[pid]].name}
    return told


def _cells(index: SearchIndex, particulars: Particulars, iri: str | None, pid: str, limit: int) -> list[dict[str, Any]]:
    if iri is None:
        return []
    cells = [_cell(index, value) for value in values_of(index, particulars, iri, pid)]
    return cells[:limit] if limit else cells


def _cell(index: SearchIndex, value: Value) -> dict[str, Any]:
    """A value as the protocol writes it; dates that are no days stay texts, for they have no time."""
    if value.is_iri and value.text in index.labels:
        return {"id": value.text.removeprefix(BASE), "name": label_of(index, value.text)}
    if value.datatype == "date" and _DAY.fullmatch(value.text):
        return {"date": f"{value.text}T00:00:00Z"}
    if value.datatype == "integer":
        return {"int": int(value.text)}
    return {"str": value.text}


def label_of(index: SearchIndex, iri: str) -> str:
    """What a thing is called, for those to whom it must be called something: its name, its words, or what it is."""
    labels = index.labels[iri]
    words = next((name.text for name, _, _ in index.forms_of(iri) if name.role == "words"), "")
    if labels.shown or words:
        return labels.shown or (f"{words[:_LONGEST_LABEL]}…" if len(words) > _LONGEST_LABEL else words)
    kind, path = KIND_TITLES.get(labels.kind, ("",))[0], iri.removeprefix(BASE)
    return f"{kind} {path.partition('/')[2]}" if kind else path
