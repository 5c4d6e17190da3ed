"""Knows the question that endpoints are asked most, how many triples there are: what does not change is counted once.

>>> count_column("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o } # all of them")
'n'
>>> count_column("SELECT (COUNT(*) AS ?n) WHERE { ?s a ?o }") is None
True
"""

import re

_LONGEST = 2048
_S = r"(?:[ \t\r\n]|#[^\r\n]*+(?:[\r\n]|\Z))*+"
_VARIABLE = r"[?$]([A-Za-z0-9_]++)"
_PREFIX = rf"(?:PREFIX{_S}[A-Za-z0-9_.-]*:{_S}<[^<>\"{{}}|^`\\\x00-\x20]*>{_S})*+"
_TOKENS = (
    *("", f"{_PREFIX}SELECT", r"\(", "COUNT", r"\(", r"\*", r"\)", "AS", _VARIABLE, r"\)", "(?:WHERE)?+"),
    *(r"\{", _VARIABLE, _VARIABLE, _VARIABLE, r"\.?+", r"\}", "(?:LIMIT[ ][1-9][0-9]*+)?+", ""),
)
_ALL = re.compile(_S.join(_TOKENS), re.IGNORECASE)


def count_column(text: str) -> str | None:
    """The column, if the query asks how many triples its default graph has and nothing else; None for all others."""
    found = _ALL.fullmatch(text) if "*" in text and len(text) <= _LONGEST else None
    if found is None or len(set(found.groups())) < 4:
        return None
    return found[1]


def answer_with(column: str, count: int) -> str:
    """A query that has the count as its answer."""
    return f"SELECT ?{column} {{ VALUES ?{column} {{ {count} }} }}"
