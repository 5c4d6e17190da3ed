"""data/w3id: the redirect leads every address of the data to where they are served, and a browser to a page."""

import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from graph.base import BASE
from graph.checks import load_store
from graph.quads import DataSet

FILE = Path(__file__).resolve().parent.parent / "data" / "w3id" / ".htaccess"
HOME = "https://iprgraph.example.org"
DOCUMENTS = {"", "ontology", "shapes", "graph", "queries", "export", "sparql"}
"""Paths that are led on as they are: they name documents and services."""

BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


def redirect(path: str, accept: str) -> tuple[str, str]:
    """Status and address that the rules give, read as Apache reads them."""
    conditions: list[tuple[bool, bool]] = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        word, *rest = line.split(" ") if line else [""]
        if word == "RewriteCond":
            value = {"%{REQUEST_URI}": f"/iprgraph/{path}", "%{HTTP_ACCEPT}": accept}[rest[0]]
            pattern = rest[1].removeprefix("!")
            conditions.append((bool(re.search(pattern, value)) is (pattern == rest[1]), rest[-1] == "[OR]"))
        elif word == "RewriteRule" and rest[1] != "-":
            found = re.search(rest[0], path)
            if found and hold(conditions):
                status = re.search(r"R=(\d+)", rest[2])
                assert status
                return status[1], rest[1].replace("%{ENV:IPRGRAPH}", HOME).replace(
                    "$1", found[1] if found.re.groups else ""
                )
            conditions = []
    raise AssertionError(f"no rule for {path}")


def hold(conditions: list[tuple[bool, bool]]) -> bool:
    """Whether conditions hold that are joined by "and", those marked by "or" with the next."""
    groups, fresh = [], True
    for true, with_next in conditions:
        if fresh:
            groups.append(true)
        else:
            groups[-1] = groups[-1] or true
        fresh = not with_next
    return all(groups)


@pytest.mark.parametrize(
    ("path", "accept", "status", "where"),
    [
        ("law/patent-law", BROWSER, "303", "law/patent-law.html"),
        ("law/patent-law/", BROWSER, "303", "law/patent-law.html"),
        ("law/patent-law", "text/turtle", "303", "law/patent-law"),
        ("law/patent-law", f"application/ld+json,{BROWSER}", "303", "law/patent-law"),
        ("law/patent-law.ttl", BROWSER, "303", "law/patent-law.ttl"),
        ("plan/cn-2009/II-1-2", BROWSER, "303", "plan/cn-2009/II-1-2.html"),
        ("ontology", BROWSER, "303", "ontology"),
        ("graph/links", "text/turtle", "303", "graph/links"),
        ("context.jsonld", "application/ld+json", "302", "context.jsonld"),
        ("", BROWSER, "303", ""),
    ],
)
def test_an_address_is_sent_on(path: str, accept: str, status: str, where: str) -> None:
    assert redirect(path, accept) == (status, f"{HOME}/{where}")


def test_a_browser_reaches_a_page_of_every_kind_of_thing(mini_dataset: DataSet) -> None:
    kinds = {}
    for quad in load_store(mini_dataset):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(BASE):
            path = quad.subject.value.removeprefix(BASE)
            kinds[path.partition("/")[0].partition("#")[0]] = path.partition("#")[0]
    kinds = {kind: path for kind, path in kinds.items() if kind not in DOCUMENTS}
    assert len(kinds) > 10
    for path in kinds.values():
        assert redirect(path, BROWSER)[1] == f"{HOME}/{path}.html", path
