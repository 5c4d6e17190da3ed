"""Finds the columns of a query with groups that are neither grouped by nor made from the rows of a group."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from graph.hazards import find_partners
from graph.lexer import Token

AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_BEHIND = {"HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"}


class Ungrouped(NamedTuple):
    """The variables of one SELECT that are not grouped, and where its GROUP BY would go on."""

    variables: tuple[Token, ...]
    place: int
    has_group: bool


def find_ungrouped(tokens: Sequence[Token]) -> Ungrouped | None:
    """Those of the first SELECT that has any; the brackets of the tokens must have partners.

    >>> from graph.lexer import tokenize
    >>> [token.text for token in find_ungrouped(tokenize("SELECT ?a (MAX(?b) AS ?c) { ?a ?p ?b }")).variables]
    ['?a']
    """
    partners = find_partners(tokens)
    for position, token in enumerate(tokens):
        if token.keyword == "SELECT":
            found = _of_select(tokens, partners, position + 1)
            if found is not None and found.variables:
                return found
    return None


def _of_select(tokens: Sequence[Token], partners: dict[int, int], begun: int) -> Ungrouped | None:
    opened = next((i for i in range(begun, len(tokens)) if tokens[i].text == "{"), None)
    if opened is None:
        return None
    end = next((i for i in range(begun, opened) if tokens[i].keyword in {"FROM", "WHERE"}), opened)
    after = partners[opened] + 1
    has_group = after < len(tokens) and tokens[after].keyword == "GROUP"
    stop = after
    while has_group and stop < len(tokens) and tokens[stop].keyword not in _BEHIND and tokens[stop].text != "}":
        stop = partners[stop] + 1 if tokens[stop].text == "(" else stop + 1
    if not has_group and not any(token.keyword in AGGREGATES for token in tokens[begun:end]):
        return None
    named = {b.value for a, b in zip(tokens[begun:end], tokens[begun + 1 : end], strict=False) if a.keyword == "AS"}
    grouped = {token.value for token in _grouped(tokens, partners, after, stop)} | named
    outside = (token for token in _outside(tokens, partners, begun, end) if token.value not in grouped)
    once = {token.value: token for token in reversed([*outside])}
    variables = tuple(sorted(once.values(), key=lambda token: token.start))
    return Ungrouped(variables, tokens[stop - 1].end, has_group)


def _grouped(tokens: Sequence[Token], partners: dict[int, int], first: int, last: int) -> Iterator[Token]:
    """Variables that stand alone in GROUP BY, and the names that expressions have there."""
    position = first
    while position < last:
        if tokens[position].text == "(":
            inner = partners[position]
            if tokens[inner - 2].keyword == "AS":
                yield tokens[inner - 1]
            elif inner == position + 2:
                yield tokens[position + 1]
            position = inner
        elif tokens[position].kind == "VARIABLE":
            yield tokens[position]
        position += 1


def _outside(tokens: Sequence[Token], partners: dict[int, int], first: int, last: int) -> Iterator[Token]:
    """Variables outside of aggregates."""
    position = first
    while position < last:
        if tokens[position].keyword in AGGREGATES and tokens[position + 1].text == "(":
            position = partners[position + 1]
        elif tokens[position].kind == "VARIABLE":
            yield tokens[position]
        position += 1
