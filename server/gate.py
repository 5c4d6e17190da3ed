"""What a query must keep to before a worker sees it: size, nesting, chains, and no word that calls or changes.

All of it is told by the tokens, in time linear in the text; strings, comments and IRIs may hold anything.
"""

from collections.abc import Collection
from dataclasses import dataclass

from graph.errors import QueryError
from graph.lexer import BeyondLimitError, Token, place
from graph.querytext import QueryText, read_query_text
from server.protocol import READ_ONLY
from server.refusals import ProblemError

LARGEST_QUERY = 256 * 1024
"""Bytes of UTF-8."""
DEEPEST_NESTING = 100
"""Of brackets, of all kinds together."""
LONGEST_CHAIN = 500
"""Of operators without a separator between them: 1+1+…, a/b/…, {} UNION {} UNION …"""
LONGEST_LIST = 500
"""Of brackets directly within a parenthesis, as in (()()…); rows of VALUES are not meant."""
MOST_SIGNS = 20
"""Of !, - and + before one operand."""
# Measured in a thread with a stack of 256 MB: ten times as much crashes nothing, and all but paths, collections and
# blank nodes is planned within half a second; those have the wall clock. What people write is far below.

_CHAINING = frozenset("+-*/|&^")
_SIGNS = frozenset("!-+")
_OPENING = frozenset("([{")
_CLOSING = frozenset(")]}")
_SEPARATORS = frozenset(",;.")
# So few tokens chain and list within the limits.
_FEW = min(LONGEST_CHAIN, LONGEST_LIST)


@dataclass(slots=True)
class _Level:
    """What stands directly in one pair of brackets."""

    parenthesis: bool
    data: bool
    """Whether it is the block of VALUES, where neither signs nor brackets make the query harder."""
    chain: int = 0
    brackets: int = 0


class Gate:
    """Lets through what may be asked here."""

    def __init__(self, services: Collection[str] = ()) -> None:
        self._services = frozenset(services)

    def read(self, source: str) -> QueryText:
        """The query understood; refuses what is too large or too deep with 400, calls to others with 403."""
        size = len(source.encode("utf-8"))
        if size > LARGEST_QUERY:
            raise ProblemError(400, f"The query has {size} bytes; the limit is {LARGEST_QUERY}.")
        tokens: list[Token] = []

        def inspect(read: list[Token]) -> None:
            tokens.extend(read)
            check_shape(read)

        query = read_query_text(source, inspect, DEEPEST_NESTING)
        if query.form == "UPDATE":
            raise ProblemError(400, READ_ONLY)
        if query.service is not None:
            self._check_services(source, tokens)
        return query

    def read_again(self, source: str) -> QueryText:
        """The same; every refusal is a QueryError."""
        try:
            return self.read(source)
        except ProblemError as error:
            raise QueryError(error.detail) from None

    def _check_services(self, source: str, tokens: list[Token]) -> None:
        for position, token in enumerate(tokens):
            if "SERVICE" not in token.keyword:
                continue
            following = tokens[position + 1 : position + 3]
            if following and following[0].keyword == "SILENT":
                del following[0]
            target = following[0] if following else token
            if token.keyword == "SERVICE" and target.kind == "IRI" and target.value in self._services:
                continue
            line, column = place(source, token.start)
            told = "is not allowed here" if not self._services else "may name here only the endpoints that are allowed"
            raise ProblemError(
                403,
                f"SERVICE {told} (line {line}, column {column}): ask the other endpoint yourself and join the answers.",
            )


def is_same_each_time(query: QueryText) -> bool:
    """Whether the query has the same answer as long as the data are the same; a false alarm costs only speed."""
    return query.service is None and not query.changing


def check_shape(tokens: list[Token]) -> None:
    """Refuses signs, chains and lists beyond the limits, naming limit and place."""
    # Of more signs in a row than the limit, one stands at a place that is looked at here.
    if len(tokens) <= _FEW and not any(token.text in _SIGNS for token in tokens[MOST_SIGNS :: MOST_SIGNS + 1]):
        return
    levels = [_Level(parenthesis=False, data=False)]
    signs, end, data_follows = 0, -1, False
    for token in tokens:
        text, level = token.text, levels[-1]
        signs = signs + 1 if text in _SIGNS else 0
        if text in _CHAINING:
            level.chain += token.start != end  # && and || count once
            end = token.end
        elif text in _OPENING:
            levels.append(_Level(text == "(", level.data or (data_follows and text == "{")))
            data_follows = data_follows and text != "{"
            level.brackets += level.parenthesis
        elif text in _CLOSING:
            levels.pop()
            continue
        elif text in _SEPARATORS:
            level.chain = 0
            continue
        elif token.keyword == "UNION":
            level.chain += 1
        elif text != "!":
            data_follows = data_follows or token.keyword == "VALUES"
            continue
        _check_level(level, signs, token.start)


def _check_level(level: _Level, signs: int, start: int) -> None:
    if signs > MOST_SIGNS:
        raise BeyondLimitError(f"there are more signs here than the limit of {MOST_SIGNS}", start)
    if level.chain > LONGEST_CHAIN and not level.data:
        raise BeyondLimitError(f"the chain of operators is longer here than the limit of {LONGEST_CHAIN}", start)
    if level.brackets > LONGEST_LIST and not level.data:
        raise BeyondLimitError(f"the list of brackets is longer here than the limit of {LONGEST_LIST}", start)
