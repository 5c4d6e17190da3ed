"""Finds in the tokens of a query what the engine may answer wrongly, depending on the data (graph/rewriting.py)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from graph.lexer import Token

_CONSTANTS = {"IRI", "PNAME", "STRING", "NUMBER"}
_TRIPLE_STARTS = {"VARIABLE", "IRI", "PNAME", "BLANK"}
_NO_LENGTH = {"*", "?"}
_GROUP_STARTS = {"{", "[", "(", "<"}
_AFTER_TRIPLES = {"OPTIONAL", "MINUS", "GRAPH", "FILTER", "BIND", "VALUES"}


class Path(NamedTuple):
    """A triple pattern of its own whose path may have no length, from a constant to a variable or to itself."""

    start: int
    end: int
    constant: Token
    other: Token


def is_hazardous(tokens: Sequence[Token]) -> bool:
    """Whether rewriting could matter, in time linear in the tokens."""
    texts = [token.text for token in tokens]
    if ("*" in texts or "?" in texts) and _has_hazardous_path(tokens):
        return True
    graphs = [position for position, token in enumerate(tokens[:-1]) if token.keyword == "GRAPH"]
    return any(tokens[position + 1].kind == "VARIABLE" for position in graphs) and _has_hazardous_graph(tokens)


def _has_hazardous_path(tokens: Sequence[Token]) -> bool:
    ends = [before.text for before, token in pairwise(tokens) if token.text in _NO_LENGTH]
    partners = find_partners(tokens) if ")" in ends else {}
    return any(True for _ in find_paths(tokens, partners))


def find_partners(tokens: Sequence[Token]) -> dict[int, int]:
    """For each bracket the place of its partner."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for position, token in enumerate(tokens):
        if token.kind == "PUNCT" and token.text in "({[":
            opened.append(position)
        elif token.kind == "PUNCT" and token.text in ")}]":
            partners[position] = opened.pop()
            partners[partners[position]] = position
    return partners


def find_paths(tokens: Sequence[Token], partners: dict[int, int]) -> Iterator[Path]:
    """The triple patterns whose path ends in `*` or `?`, between a constant and a variable, or twice the same."""
    for position in range(len(tokens) - 2):
        if tokens[position].text not in _NO_LENGTH:
            continue
        start = _start_of_path(tokens, partners, position)
        if start < 2:
            continue
        before, subject, value, after = (tokens[i] for i in (start - 2, start - 1, position + 1, position + 2))
        if before.text not in {"{", ".", "}"}:
            continue
        if not (after.text in {".", "}", "{"} or after.keyword in _AFTER_TRIPLES):
            continue
        for constant, other in ((subject, value), (value, subject)):
            if constant.kind in _CONSTANTS and (other.kind == "VARIABLE" or other.text == constant.text):
                yield Path(subject.start, value.end, constant, other)
                break


def _start_of_path(tokens: Sequence[Token], partners: dict[int, int], position: int) -> int:
    """Where the single element before the position begins, with its `^`; 0 where there is none."""
    start = position - 1
    if tokens[start].text == ")":
        start = partners[start]
    elif tokens[start].kind not in {"IRI", "PNAME"} and tokens[start].text != "a":
        return 0
    return start - 1 if start > 0 and tokens[start - 1].text == "^" else start


def differs_with_graph_bound(variable: str, group: Sequence[Token]) -> bool:
    """Whether `GRAPH ?g { P }`, given as ?g and { P }, could have other solutions where ?g is bound inside P.

    It has none where ?g is not written in P, nothing hides or counts it (SELECT, MINUS), and each group in P begins
    with a triple pattern or another group, so that ?g is bound by the time anything else in the group is joined.
    """
    return any(token.kind == "VARIABLE" and token.value == variable for token in group) or any(
        _hides(token, after) for token, after in pairwise(group)
    )


def _hides(token: Token, after: Token) -> bool:
    if token.text == "{" and token.kind == "PUNCT":
        return after.kind not in _TRIPLE_STARTS and after.text not in _GROUP_STARTS
    return "SELECT" in token.keyword or "MINUS" in token.keyword


def _has_hazardous_graph(tokens: Sequence[Token]) -> bool:
    """Whether there is any `GRAPH ?g { P }` for which `differs_with_graph_bound` holds, in one pass over all."""
    groups: list[str] = []  # for each open group the variable of its GRAPH; empty where there is none
    graphs: Counter[str] = Counter()
    for position, (token, after) in enumerate(pairwise(tokens)):
        if token.text == "{" and token.kind == "PUNCT":
            variable, keyword = tokens[position - 1], tokens[position - 2].keyword
            groups.append(variable.value if keyword == "GRAPH" and variable.kind == "VARIABLE" else "")
            graphs[groups[-1]] += 1
        elif token.text == "}" and token.kind == "PUNCT":
            graphs[groups.pop()] -= 1
        elif token.kind == "VARIABLE" and graphs[token.value]:
            return True
        if len(groups) > graphs[""] and _hides(token, after):
            return True
    return False
