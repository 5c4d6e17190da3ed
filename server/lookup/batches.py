"""Reads what clients of the reconciliation service send (Reconciliation Service API 0.2), strictly, and in bounds."""

import json
from dataclasses import dataclass
from typing import Any

from graph.constraining import Constraint
from graph.reconcile import Wanted
from graph.search import read_text
from server.lookup.offered import PROPERTIES_OFFERED, kinds_of, local_name
from server.refusals import ProblemError

BATCH_SIZE = 50
_MOST_IDS = 1000
_MOST_PARTS = 30
"""Types, properties, or values of one property, in a query."""
_MOST_VALUES = 250
"""Values of properties in a batch: a name that is nearly right is looked for in all names, which takes 8 ms."""
_MOST_PROPERTIES = 2 * len(PROPERTIES_OFFERED)
"""Properties in an extension: all that are offered fit in."""
_MOST_CANDIDATES = 50
_DEFAULT_CANDIDATES = 10
_STRICTNESS = ("any", "should", "all")


@dataclass(frozen=True)
class Extension:
    """Values that are asked for: of which things, which properties, and how many of each (0: all)."""

    ids: tuple[str, ...]
    properties: tuple[tuple[str, int], ...]


def read_batch(text: str) -> dict[str, Wanted]:
    """The queries by their keys; refuses broken JSON, more queries than a batch may hold, and what is no query."""
    document = _object(_read_json(text, "queries"), "queries")
    if len(document) > BATCH_SIZE:
        raise ProblemError(413, f"A batch holds at most {BATCH_SIZE} queries, this one {len(document)}. Send several.")
    batch = {key: read_wanted(query, f"query {key[:40]!r}") for key, query in document.items()}
    values = sum(len(constraint.values) for wanted in batch.values() for constraint in wanted.constraints)
    if values > _MOST_VALUES:
        raise ProblemError(
            413, f"A batch holds at most {_MOST_VALUES} values of properties, this one {values}. Send several."
        )
    return batch


def read_single(text: str) -> Wanted:
    """A single query, as version 0.1 has it: an object, or just the text."""
    if text.lstrip().startswith("{"):
        return read_wanted(_read_json(text, "query"), "the query")
    return read_wanted({"query": text}, "the query")


def read_wanted(query: Any, place: str) -> Wanted:
    """One query; the place is where it stands, for the message. What is null or blank was not given."""
    asked = {name: value for name, value in _object(query, place).items() if value is not None}
    text = asked.get("query", "")
    if not isinstance(text, str):
        raise _refuse(f"{place}: `query` is a text")
    given = (_constraint(p, place) for p in _list(asked.get("properties", []), f"{place}: `properties`"))
    constraints = tuple(constraint for constraint in given if constraint.values)
    kinds, limit = kinds_of(_types(asked.get("type", []), place)), _limit(asked, place)
    if _is_of_all(asked, place) and len(kinds) > 1:
        limit = 0  # nothing is of two types
    return Wanted(read_text(text), kinds, constraints, limit)


def read_extension(text: str) -> Extension:
    """What a data extension asks for."""
    asked = _object(_read_json(text, "extend"), "extend")
    ids = asked.get("ids")
    if not isinstance(ids, list) or not all(isinstance(name, str) for name in ids):
        raise _refuse("extend: `ids` is a list of texts")
    if len(ids) > _MOST_IDS:
        raise ProblemError(413, f"An extension is for at most {_MOST_IDS} ids, this one for {len(ids)}. Send several.")
    if "properties" not in asked:
        raise _refuse("extend: `properties` is missing")
    wanted = _list(asked["properties"], "extend: `properties`", _MOST_PROPERTIES)
    return Extension(tuple(ids), tuple(_wanted_property(p) for p in wanted))


def _wanted_property(given: Any) -> tuple[str, int]:
    asked = _object(given, "extend: each of `properties`")
    settings = asked.get("settings") or {}
    limit = (settings.get("limit") or 0) if isinstance(settings, dict) else 0
    if isinstance(limit, str) and limit.isascii() and limit.isdigit() and len(limit) < 9:
        limit = int(limit)
    if not isinstance(asked.get("id"), str):
        raise _refuse("extend: each of `properties` has an `id`, a text")
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not 0 <= limit < 1e9:
        raise _refuse("extend: the setting `limit` is a number from 0")
    return local_name(asked["id"]), int(limit)


def _read_json(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise _refuse(f"{name} is nested too deeply") from None
    except ValueError as error:
        place = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        raise _refuse(f"{name} is not JSON{place}") from None


def _object(value: Any, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise _refuse(f"{place} must be a JSON object")
    return value


def _list(value: Any, place: str, most: int = _MOST_PARTS) -> list[Any]:
    if not isinstance(value, list):
        raise _refuse(f"{place} must be a list")
    if len(value) > most:
        raise _refuse(f"{place} has {len(value)} entries; at most {most} are read")
    return value


def _types(given: Any, place: str) -> list[str]:
    types = _list(given if isinstance(given, list) else [given], f"{place}: `type`")
    plain = [name.get("id") if isinstance(name, dict) else name for name in types]
    if not all(name is None or isinstance(name, str) for name in plain):
        raise _refuse(f"{place}: `type` is an identifier or a list of them")
    return [name for name in plain if name]


def _is_of_all(asked: dict[str, Any], place: str) -> bool:
    """Whether what is looked for must be of all types that are named, not of any."""
    strictness = asked.get("type_strict", "any")
    if strictness not in _STRICTNESS:
        raise _refuse(f"{place}: `type_strict` is one of {', '.join(_STRICTNESS)}")
    return bool(strictness == "all")


def _constraint(given: Any, place: str) -> Constraint:
    asked = _object(given, f"{place}: each of `properties`")
    if not isinstance(asked.get("pid"), str) or "v" not in asked:
        raise _refuse(f"{place}: each of `properties` has `pid`, a text, and `v`")
    values = asked["v"] if isinstance(asked["v"], list) else [asked["v"]]
    read = tuple(_value(value, place) for value in _list(values, f"{place}: `v`"))
    return Constraint(local_name(asked["pid"]), tuple(value for value in read if value))


def _value(given: Any, place: str) -> str:
    if given is None:
        return ""
    if isinstance(given, dict) and isinstance(given.get("id"), str):
        return read_text(given["id"])
    if isinstance(given, bool):
        return str(given).lower()
    if isinstance(given, str | int | float):
        return read_text(str(given))
    raise _refuse(f"{place}: `v` is a text, a number, a truth value, an object with an `id`, or a list of such")


def _limit(asked: dict[str, Any], place: str) -> int:
    limit = asked.get("limit", _DEFAULT_CANDIDATES)
    if isinstance(limit, bool) or not isinstance(limit, int | float) or not 0 <= limit < 1e9:
        raise _refuse(f"{place}: `limit` is a number from 0")
    return min(int(limit), _MOST_CANDIDATES)


def _refuse(what: str) -> ProblemError:
    return ProblemError(400, f"{what}. See the Reconciliation Service API 0.2.")
