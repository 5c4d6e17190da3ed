"""Asks the SPARQL endpoint that a user names what its things are called; nothing else here opens a connection."""

import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from graph.errors import EndpointError, UsageError
from graph.foreign_graphs import Statement
from graph.queries import read_query
from graph.resources import queries_dir

_ACCEPT = "application/sparql-results+json"
_LARGEST_ANSWER = 64 * 1024 * 1024
_AGENT = "iprgraph (links data sets; https://w3id.org/iprgraph/)"
_LONGEST_ADDRESS = 6000
_TRIES = 3
_BUSY = frozenset((429, 502, 503, 504))
_LONGEST_WAIT = 20.0
_ADDRESS = re.compile(r"https?://[^\s/]+(?:/\S*)?", re.IGNORECASE)


@dataclass(frozen=True)
class Bounds:
    """How much is asked of somebody else's server."""

    seconds: float = 60.0
    rows: int = 500_000
    page: int = 10_000


def is_endpoint(text: str) -> bool:
    """Whether the text is an address rather than a file."""
    return _ADDRESS.fullmatch(text) is not None


def ask_names(endpoint: str, cls: str, bounds: Bounds, progress: Callable[[str], None]) -> Iterator[Statement]:
    """What the endpoint's things (of a class) are called, page by page; refuses an endpoint that fails or has more."""
    query = read_query(queries_dir() / "link" / ("names-of-class.rq" if cls else "names.rq")).text
    values = f"\nVALUES ?class {{ {_class(cls)} }}" if cls else ""
    for row in _pages(endpoint, query, values, bounds, progress):
        if "thing" in row and row["thing"]["type"] == "uri" and "value" in row:
            value = row["value"]
            yield Statement(row["thing"]["value"], row["property"]["value"], value["value"], value.get("xml:lang", ""))


def ask_table(endpoint: str, query: str, bounds: Bounds) -> tuple[list[str], list[list[str]]]:
    """The columns and rows of the user's own query, asked as it is."""
    document = _ask(endpoint, query, bounds)
    columns = [str(v) for v in document["head"]["vars"]]
    rows = document["results"]["bindings"][: bounds.rows]
    return columns, [[row.get(c, {}).get("value", "") for c in columns] for row in rows]


def _class(iri: str) -> str:
    try:
        return str(ox.NamedNode(iri))
    except ValueError:
        raise UsageError(
            f"--class {iri} is no IRI; write the whole of it, such as https://schema.org/Legislation"
        ) from None


def _pages(
    endpoint: str, query: str, values: str, bounds: Bounds, progress: Callable[[str], None]
) -> Iterator[dict[str, Any]]:
    """The rows of all pages; an endpoint that gives less than was asked has no more."""
    for start in range(0, bounds.rows, bounds.page):
        rows = _ask(endpoint, f"{query}LIMIT {bounds.page}\nOFFSET {start}{values}", bounds)["results"]["bindings"]
        yield from rows
        progress(f"{start + len(rows)} statements from {endpoint}")
        if len(rows) < bounds.page:
            return
    told = f"{endpoint} has more than {bounds.rows} statements; name a class with --class, or ask with --query FILE"
    raise EndpointError(told)


def _ask(endpoint: str, query: str, bounds: Bounds) -> dict[str, Any]:
    request = _request(endpoint, urllib.parse.urlencode({"query": query}))
    for attempt in range(1, _TRIES + 1):
        try:
            return _parsed(endpoint, _read(request, bounds, endpoint))
        except urllib.error.HTTPError as error:
            wait = _wait(error, attempt)
            if error.code not in _BUSY or attempt == _TRIES:
                raise _refused(endpoint, error) from None
            time.sleep(wait)
        except TimeoutError:
            raise _too_late(endpoint, bounds) from None
        except (urllib.error.URLError, OSError, ValueError) as error:
            reason = getattr(error, "reason", error)
            if isinstance(reason, TimeoutError):
                raise _too_late(endpoint, bounds) from None
            raise EndpointError(
                f"{endpoint} cannot be reached: {reason}; look at the address and the network"
            ) from None
    raise AssertionError("every try returns or raises")


def _request(endpoint: str, asked: str) -> urllib.request.Request:
    """GET, which survives being sent on to another address; POST for what is too long for that."""
    address = f"{endpoint}{'&' if '?' in endpoint else '?'}{asked}"
    headers = {"Accept": _ACCEPT, "User-Agent": _AGENT}
    if len(address) <= _LONGEST_ADDRESS:
        return urllib.request.Request(address, headers=headers)
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    return urllib.request.Request(endpoint, asked.encode("ascii"), headers)


def _read(request: urllib.request.Request, bounds: Bounds, endpoint: str) -> bytes:
    """The answer's bytes. The time is bounded for each read and for the whole."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler, urllib.request.HTTPHandler, urllib.request.HTTPSHandler,
        urllib.request.HTTPDefaultErrorHandler, urllib.request.HTTPRedirectHandler, urllib.request.HTTPErrorProcessor,
        urllib.request.UnknownHandler,
    ):  # fmt: skip
        opener.add_handler(handler())
    end = time.monotonic() + bounds.seconds
    pieces, size = [], 0
    with opener.open(request, timeout=bounds.seconds) as answer:
        while piece := answer.read(64 * 1024):
            pieces.append(piece)
            size += len(piece)
            if size > _LARGEST_ANSWER:
                raise EndpointError(
                    f"{endpoint} sends more than {_LARGEST_ANSWER >> 20} MB at once; ask for less with --class"
                )
            if time.monotonic() > end:
                raise TimeoutError
    return b"".join(pieces)


def _parsed(endpoint: str, data: bytes) -> dict[str, Any]:
    try:
        document = json.loads(data)
        if isinstance(document["results"]["bindings"], list) and isinstance(document["head"]["vars"], list):
            return document  # type: ignore[no-any-return]
    except (ValueError, KeyError, TypeError, RecursionError):
        pass
    start = data[:60].decode("utf-8", "replace").strip()
    raise EndpointError(
        f"{endpoint} gives no SPARQL results in JSON but {start!r} …; is this the address of an endpoint?"
    )


def _too_late(endpoint: str, bounds: Bounds) -> EndpointError:
    cure = "ask for less with --class, or wait longer with --timeout"
    return EndpointError(f"{endpoint} did not answer within {bounds.seconds:g} s; {cure}")


def _wait(error: urllib.error.HTTPError, attempt: int) -> float:
    told = error.headers.get("Retry-After", "")
    return min(float(told) if told.isdigit() else 2.0**attempt, _LONGEST_WAIT)


def _refused(endpoint: str, error: urllib.error.HTTPError) -> EndpointError:
    said = " ".join(error.read(2000).decode("utf-8", "replace").split())[:200]
    cures = {
        401: "it wants a password, which is not supported",
        403: "it does not let us in",
        404: "look at the address",
    }
    cure = cures.get(
        error.code, "it is busy, try again later" if error.code in _BUSY else "look at the query or the address"
    )
    return EndpointError(f"{endpoint} answers {error.code} {error.reason}: {said or 'without a word'}; {cure}")
