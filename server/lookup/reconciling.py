"""The addresses below /reconcile: the Reconciliation Service API 0.2, which OpenRefine speaks."""

import json
import re
from collections.abc import Callable, Collection
from typing import Any

from flask import Response, redirect, request
from markupsafe import escape

from graph.attributes import find_id
from graph.base import BASE
from graph.particulars import Particulars
from graph.reconcile import FEATURES, Match, Wanted, reconcile
from graph.search import SearchIndex, read_text
from server.asked_at import root_address
from server.facts import DataFacts
from server.lookup.batches import read_batch, read_extension, read_single
from server.lookup.describing import describe_service
from server.lookup.extending import extend, label_of
from server.lookup.index import Lazy, LazyIndex
from server.lookup.manifest import describe_reconciliation
from server.lookup.offered import (
    KIND_OF_TYPE,
    PROPERTIES_OFFERED,
    TYPES,
    Offered,
    begin_with,
    kinds_of,
    local_name,
    properties_for,
    type_of,
)
from server.lookup.previewing import preview, preview_nothing
from server.refusals import ProblemError
from server.site.frame import link

_CALLBACK = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]{0,63}(?:\.[A-Za-z_$][A-Za-z0-9_$]{0,63}){0,3}")
_HALF = re.compile("[\ud800-\udfff]")
_SUGGESTED = 10
_LONGEST_ID = 400
_FARTHEST = 100_000
_OFFERS = {"type": TYPES, "property": PROPERTIES_OFFERED}


class Reconciling:
    """Answers requests of the protocol."""

    def __init__(self, index: LazyIndex, particulars: Lazy[Particulars], data: DataFacts) -> None:
        self._index, self._particulars, self._data = index, particulars, data

    def respond(self) -> Response:
        """The manifest, or the answer to `queries`, `query` or `extend`, by GET or as a form."""
        given = request.form if request.method == "POST" else request.args
        actions: dict[str, Callable[[str], Any]] = {
            "queries": lambda text: {key: self._result(wanted) for key, wanted in read_batch(text).items()},
            "query": lambda text: self._result(read_single(text)),
            "extend": lambda text: extend(self._index.get(), self._particulars.get(), read_extension(text)),
        }
        named = [name for name in actions if name in given]
        if len(named) == 1:
            return _send(actions[named[0]](given[named[0]]))
        if named or request.method == "POST":
            raise ProblemError(400, "Send one of `queries`, `query` and `extend`, as a form or in the address.")
        return _send(describe_reconciliation(_root(), self._data.version))

    def suggest(self, what: str) -> Response:
        """Things, types or properties that begin with `prefix`."""
        prefix, cursor = read_text(request.args.get("prefix", "")), _whole_number("cursor")
        if what == "entity":
            return _send({"result": self._entities(prefix, cursor)})
        found = begin_with(_offers(what).values(), prefix)[cursor : cursor + 4 * _SUGGESTED]
        return _send({"result": [_tell(offered) for offered in found]})

    def flyout(self, what: str) -> Response:
        """A few words on a thing, a type or a property, as HTML in JSON."""
        name = _asked_id()
        if what == "entity":
            index, particulars = self._index.get(), self._particulars.get()
            iri = _find(index, name)
            title, told = label_of(index, iri), _definition(particulars, iri)
        else:
            offered = _offers(what).get(local_name(name))
            if offered is None:
                raise ProblemError(404, f"There is no {what} {name!r}.")
            title, told = offered.name, offered.description
        more = f"<p>{escape(told)}</p>" if told not in {"", title} else ""
        return _send({"id": name, "html": f"<p><strong>{escape(title)}</strong></p>{more}"})

    def properties(self) -> Response:
        """Properties that things of a `type` have."""
        type_id = read_text(request.args.get("type", ""))
        told = [_tell(offered) for offered in properties_for(type_id)]
        if not request.args.get("limit", ""):
            return _send({"type": type_id, "properties": told})
        limit = _whole_number("limit")
        return _send({"type": type_id, "limit": limit, "properties": told[:limit]})

    def preview(self) -> Response:
        """A small page on a thing, to be shown within other pages."""
        index = self._index.get()
        try:
            iri = _find(index, _asked_id())
        except ProblemError as problem:
            return preview_nothing(problem)
        return preview(index, self._particulars.get(), iri)

    def view(self) -> Response:
        """The way to the page of a thing; identifiers hold slashes, which clients write as %2F."""
        iri = _find(self._index.get(), _asked_id())
        return redirect(link(iri.removeprefix(BASE)), 303)  # type: ignore[return-value]

    def about(self) -> Response:
        """How the service matches, for people."""
        return describe_service(f"{_root()}/reconcile", self._data.version)

    def feature(self) -> Response:
        """What a feature of a score means."""
        name = _asked_id()
        if name not in FEATURES:
            raise ProblemError(404, f"There is no feature {name!r}. There are: {', '.join(FEATURES)}.")
        return _send({"id": name, "description": FEATURES[name]})

    def _result(self, wanted: Wanted) -> dict[str, Any]:
        index, particulars = self._index.get(), self._particulars.get()
        return {"result": [_tell_match(index, particulars, m) for m in reconcile(index, particulars, wanted)]}

    def _entities(self, prefix: str, cursor: int) -> list[dict[str, Any]]:
        index, particulars = self._index.get(), self._particulars.get()
        kinds = kinds_of(request.args.getlist("type")) or tuple(KIND_OF_TYPE.values())
        begun = _begun_ids(index, prefix, kinds)
        found = [hit.iri for hit in index.suggest(prefix, kinds, cursor + _SUGGESTED)]
        ordered = list(dict.fromkeys([*begun, *found]))[cursor : cursor + _SUGGESTED]
        return [_tell_entity(index, particulars, iri) for iri in ordered]


def _begun_ids(index: SearchIndex, prefix: str, kinds: Collection[str]) -> list[str]:
    """Things whose identifier is the prefix, or begins so where it has a slash, as no name does; the shortest first."""
    own = find_id(index, prefix)
    begun = BASE + prefix.removeprefix(BASE).removeprefix("/").lower()
    found = (iri for iri, of in index.labels.items() if "/" in prefix and of.kind in kinds)
    return [*filter(None, [own]), *sorted((iri for iri in found if iri.lower().startswith(begun)), key=len)]


def _tell_match(index: SearchIndex, particulars: Particulars, match: Match) -> dict[str, Any]:
    offered = type_of(match.labels.kind)
    told = {
        "id": match.iri.removeprefix(BASE),
        "name": label_of(index, match.iri),
        "description": _definition(particulars, match.iri),
        "type": [{"id": offered.id, "name": offered.name}] if offered else [],
        "score": match.score,
        "match": match.is_certain,
        "features": [{"id": feature.id, "value": feature.value} for feature in match.features],
    }
    return {name: value for name, value in told.items() if value != ""}


def _tell_entity(index: SearchIndex, particulars: Particulars, iri: str) -> dict[str, Any]:
    offered = type_of(index.labels[iri].kind)
    told: dict[str, Any] = {"id": iri.removeprefix(BASE), "name": label_of(index, iri)}
    if definition := _definition(particulars, iri):
        told["description"] = definition
    return told | {"notable": [{"id": offered.id, "name": offered.name}] if offered else []}


def _definition(particulars: Particulars, iri: str) -> str:
    """What a thing is: its definition in English, or its sentence."""
    own = particulars.get(iri, {})
    values = [*own.get("definition", ()), *own.get("text", ())]
    return next((v.text for v in values if v.language in {"en", ""}), values[0].text if values else "")


def _tell(offered: Offered) -> dict[str, str]:
    return {"id": offered.id, "name": offered.name, "description": offered.description}


def _offers(what: str) -> dict[str, Offered]:
    if what not in _OFFERS:
        raise ProblemError(404, f"Nothing of the kind {what[:40]!r} is suggested; there are: entity, type, property.")
    return _OFFERS[what]


def _find(index: SearchIndex, name: str) -> str:
    iri = find_id(index, name)
    if iri is None:
        raise ProblemError(404, f"There is no thing {name!r} here.")
    return iri


def _asked_id() -> str:
    return request.args.get("id", "")[:_LONGEST_ID]


def _whole_number(name: str) -> int:
    """A number from 0 that the address may give; one that is larger than any list is as good as any such."""
    given = request.args.get(name, "").strip() or "0"
    if not (given.isascii() and given.isdigit()):
        raise ProblemError(400, f"{name} is a whole number from 0, not {given[:40]!r}.")
    return int(given) if len(given) < len(str(_FARTHEST)) else _FARTHEST


def _root() -> str:
    return root_address().removesuffix("/")


def _send(told: Any) -> Response:
    """The answer as JSON, or as a script for clients that cannot read other hosts' answers (JSONP), by GET only."""
    body, callback = json.dumps(told, ensure_ascii=False), request.args.get("callback", "")
    if _HALF.search(body):
        body = json.dumps(told)  # keys come back as they were sent, halves of surrogate pairs too: no UTF-8 has them
    if not callback or request.method == "POST":
        return Response(body, content_type="application/json")
    if not _CALLBACK.fullmatch(callback):
        raise ProblemError(400, "callback is the name of a function: letters, digits, _ and $, parts joined by dots.")
    safe = body.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return Response(f"/**/{callback}({safe});", content_type="text/javascript; charset=utf-8")


def refuse(rest: str) -> Response:
    """The answer to addresses that the service does not have."""
    raise ProblemError(404, f"There is nothing at /reconcile/{rest[:60]}. What there is, /reconcile tells.")
