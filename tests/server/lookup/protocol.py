"""The rules of the Reconciliation Service API 0.2 for what a service sends, written after the text of the specification."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Rule = Callable[[Any], bool]
DATE = re.compile(
    r"[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?"
)


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_name(value: Any) -> bool:
    return isinstance(value, str) and bool(value)


def is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_truth(value: Any) -> bool:
    return isinstance(value, bool)


def is_address(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"https?://\S+", value) is not None


def is_template(value: Any) -> bool:
    return is_address(value) and "{{id}}" in value


def is_one_of(*rules: Rule) -> Rule:
    return lambda value: any(rule(value) for rule in rules)


def is_list_of(rule: Rule) -> Rule:
    return lambda value: isinstance(value, list) and all(rule(entry) for entry in value)


def is_map_of(rule: Rule) -> Rule:
    return lambda value: isinstance(value, dict) and all(rule(entry) for entry in value.values())


def has(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, *, closed: bool = False) -> Rule:
    """An object with these fields; closed: with no others."""
    known = {**required, **(optional or {})}

    def check(value: Any) -> bool:
        return (
            isinstance(value, dict)
            and required.keys() <= value.keys()
            and all(known[name](entry) for name, entry in value.items() if name in known)
            and (not closed or value.keys() <= known.keys())
        )

    return check


TYPE = has({"id": is_name, "name": is_name}, {"description": is_text})
TYPE_OR_ID = is_one_of(has({"id": is_name}, {"name": is_text}), is_name)
SERVICE = has({}, {"service_url": is_address, "service_path": is_text})
SUGGEST = has(
    {},
    {
        "service_url": is_address,
        "service_path": is_text,
        "flyout_service_url": is_address,
        "flyout_service_path": lambda v: "${id}" in v,
    },
)
SETTING = has(
    {"type": lambda v: v in {"number", "text", "checkbox", "select"}, "label": is_name, "name": is_name},
    {"help_text": is_text},
)
MANIFEST = has(
    {
        "versions": lambda v: is_list_of(is_text)(v) and "0.2" in v,
        "name": is_name,
        "identifierSpace": is_address,
        "schemaSpace": is_address,
    },
    {
        "documentation": is_address,
        "serviceVersion": is_text,
        "logo": is_address,
        "view": has({"url": is_template}),
        "feature_view": has({"url": is_template}),
        "defaultTypes": lambda v: is_list_of(TYPE)(v) and len({t["id"] for t in v}) == len(v),
        "suggest": has({}, {"entity": SUGGEST, "property": SUGGEST, "type": SUGGEST}),
        "preview": has({"url": is_template, "width": is_integer, "height": is_integer}),
        "extend": has({}, {"propose_properties": SERVICE, "property_settings": is_list_of(SETTING)}),
        "batchSize": is_integer,
    },
)
FEATURE = has({"id": is_name, "value": is_one_of(is_truth, is_number)})
CANDIDATE = has(
    {"id": is_name, "name": is_name, "score": is_number},
    {
        "description": is_text,
        "match": is_truth,
        "type": is_list_of(TYPE_OR_ID),
        "features": lambda v: is_list_of(FEATURE)(v) and len({f["id"] for f in v}) == len(v),
    },
)


def _sorted_with_one_match(value: Any) -> bool:
    scores = [candidate["score"] for candidate in value]
    return scores == sorted(scores, reverse=True) and sum(bool(candidate.get("match")) for candidate in value) <= 1


RESULT = has({"result": lambda v: is_list_of(CANDIDATE)(v) and _sorted_with_one_match(v)})
RESULTS = is_map_of(RESULT)
ENTITIES = has(
    {
        "result": is_list_of(
            has({"id": is_name, "name": is_name}, {"description": is_text, "notable": is_list_of(TYPE_OR_ID)})
        )
    }
)
OFFERS = has({"result": is_list_of(TYPE)})
PROPOSAL = has({"properties": is_list_of(TYPE)}, {"type": is_text, "limit": is_number})
FLYOUT = has({"id": is_name, "html": is_text})
CELL = is_one_of(
    has({}, closed=True),
    has({"id": is_name, "name": is_name}, {"description": is_text}, closed=True),
    has({"str": is_text}, closed=True),
    has({"float": is_number}, closed=True),
    has({"int": is_integer}, closed=True),
    has({"date": lambda v: DATE.fullmatch(v) is not None}, closed=True),
)
EXTENSION = has(
    {
        "meta": is_list_of(
            has({"id": is_name, "name": is_name}, {"type": has({"id": is_name}), "service": is_address})
        ),
        "rows": is_map_of(is_map_of(is_list_of(CELL))),
    }
)
