"""What is pasted into a search box and is no name: IRIs and paths of ours, orders as Chinese texts cite them.

>>> paths_in("https://w3id.org/iprgraph/plan/cn-2009/II-1-2.ttl"), paths_in("patent law"), paths_in("and/or")
(('plan/cn-2009/II-1-2',), (), ('and/or',))
>>> read_order("国务院令第569号"), read_order("Order No. 569")
(OrderRead(issuer='国务院', number='569'), None)
"""

import re
from typing import NamedTuple

_BEFORE = re.compile(r"^(?:https?://[^/\s]+/(?:iprgraph/)?|ipr:(?=[A-Za-z])|/)")
_ENDING = re.compile(r"\.(?:html|ttl|nt|jsonld|rdf|json|md)$")
_EDGES = " \t\n<>()[]“”\"'‘’,;."
_ORDER = re.compile(
    r"(?P<issuer>[\u4e00-\u9fff]{2,20}?)?第?令\s*[（(〔]?\s*第?\s*(?P<number>[0-9]{1,4})\s*[号號][）)〕]?"
)


class OrderRead(NamedTuple):
    """An order by its number, with who issued it as it is written."""

    issuer: str
    number: str


def paths_in(text: str) -> tuple[str, ...]:
    """The paths below the base that a text without blanks may be, the likelier first; none for plain words."""
    text = text.strip(_EDGES)
    if re.search(r"\s", text) or not re.search(r"[/:#]", text):
        return ()
    path = _ENDING.sub("", _BEFORE.sub("", text)).split("?")[0].rstrip("/")
    if text.startswith("ipr:"):
        return (f"ontology#{path}",)
    parts = path.partition("#")
    return tuple(dict.fromkeys(p for p in (path, parts[0], path.replace(".", "-")) if p))


def read_order(text: str) -> OrderRead | None:
    """The order that a Chinese text cites, anywhere in it."""
    match = _ORDER.search(text)
    return OrderRead(match["issuer"] or "", match["number"]) if match else None
