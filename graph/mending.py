"""Finds a likely mend of a text that is not SPARQL; only what is SPARQL then is offered."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pyoxigraph as ox

from graph import brackets, mends, sql
from graph.errors import QueryError, QueryLimitError, QuerySyntaxError
from graph.lexer import LexicalError, tokenize
from graph.mends import Mend, Rule, Wrong, look_at
from graph.querytext import Edit, QueryText, apply_edits, read_query_text
from graph.results import PADDING, syntax_error
from graph.vocab import BASE

LONGEST = 4096
"""Characters; nothing is offered for a longer text."""
_MOST_TRIES, _MOST_MENDS = 150, 8
_RULES: tuple[Rule, ...] = (
    sql.mend_statements,
    mends.mend_marks,
    mends.mend_declarations,
    brackets.mend_quotes,
    mends.mend_iris,
    mends.mend_slashes,
    mends.mend_prefix,
    sql.mend_like,
    sql.mend_null,
    mends.mend_words,
    mends.mend_signs,
    brackets.mend_columns,
    sql.mend_groups,
    brackets.mend_clauses,
    brackets.mend_brackets,
    brackets.mend_blocks,
    brackets.mend_separators,
)


class Offer(NamedTuple):
    """What may help somebody whose query is not SPARQL."""

    hint: str | None
    mended: str | None
    """The whole text, mended; None where that was not found."""


_NOTHING = Offer(None, None)


class _Fault(NamedTuple):
    """The first fault of a text; the less the better."""

    is_lexical: bool
    """Whether it cannot even be cut into tokens, or has brackets without partner."""
    left: int
    """How many characters stand from there on."""


def with_hint(
    error: QuerySyntaxError, source: str, read: Callable[[str], QueryText] = read_query_text
) -> QuerySyntaxError:
    """The error with which the text was refused, now with a hint where there is one; `read` may refuse more."""
    error.hint, error.mended = offer_mend(source, error, read)
    return error


def offer_mend(source: str, error: QuerySyntaxError, read: Callable[[str], QueryText] = read_query_text) -> Offer:
    """What may help against the error."""
    unfit = isinstance(error, QueryLimitError) or len(source) > LONGEST
    if unfit or error.line is None or error.column is None:
        return _NOTHING
    return _Search(read).offer(source, error)


class _Search:
    def __init__(self, read: Callable[[str], QueryText]) -> None:
        self._read, self._tries = read, 0

    def offer(self, text: str, error: QuerySyntaxError) -> Offer:
        hints: list[str] = []
        fault = _fault_of(text, error)
        for _ in range(_MOST_MENDS):
            step = self._step(look_at(text, len(text) - fault.left), fault)
            if step is None:
                break
            mend, then = step
            hints.append(mend.hint)
            text = mend.text
            if then is None:
                return Offer("; ".join(hints), text)
            fault = then
        return Offer("; ".join(hints), None) if hints else _NOTHING

    def _step(self, wrong: Wrong, fault: _Fault) -> tuple[Mend, _Fault | None] | None:
        """The first mend that makes the text SPARQL, else the first certain one that gets further."""
        further: tuple[Mend, _Fault] | None = None
        for mend in _all_mends(wrong):
            if self._tries >= _MOST_TRIES:
                break
            self._tries += 1
            try:
                then = self._fault(mend.text)
            except QueryError:  # SPARQL, but not to be asked here
                continue
            if then is None:
                return mend, None
            reached = then._replace(left=_left_before(wrong.text, mend.text, then.left))
            if further is None and mend.is_certain and reached < fault:
                further = mend, then
        return further

    def _fault(self, text: str) -> _Fault | None:
        try:
            error = parse_only(self._read(text))
        except QuerySyntaxError as refused:
            error = refused
        return None if error is None else _fault_of(text, error)


def _all_mends(wrong: Wrong) -> Iterator[Mend]:
    for rule in _RULES:
        yield from rule(wrong)


def _left_before(old: str, new: str, left: int) -> int:
    """How many characters of the old text are left from the place on that is so far from the end of the new."""
    most = min(len(old), len(new))
    same_end = next((i for i in range(most) if old[-1 - i] != new[-1 - i]), most)
    same_start = next((i for i in range(most) if old[i] != new[i]), most)
    return left if left <= same_end else len(old) - min(same_start, len(new) - left)


def _fault_of(text: str, error: QuerySyntaxError) -> _Fault:
    try:
        tokenize(text)
        has_tokens = True
    except LexicalError:
        has_tokens = False
    if error.line is None or error.column is None:
        return _Fault(not has_tokens, len(text))
    before = sum(len(line) + 1 for line in text.split("\n")[: error.line - 1])
    return _Fault(not has_tokens, max(0, len(text) - (before + error.column - 1)))


def parse_only(query: QueryText) -> QuerySyntaxError | None:
    """The error of the text, if it is not SPARQL; nothing is evaluated."""
    text = query.text()
    asks = next((token for token in tokenize(text) if token.keyword == "ASK"), None)
    if query.form == "ASK" and asks is not None:  # ASK would be answered at once; rows come only to who takes them
        text = apply_edits(text, (Edit(asks.start, asks.end, "SELECT *"),))
    try:
        ox.Store().query(text + PADDING, base_iri=BASE)
    except SyntaxError as error:
        return syntax_error(query, str(error))
    return None
