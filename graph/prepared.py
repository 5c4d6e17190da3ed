"""Prepared queries: a text that differs from one understood before only in what it names and says is mended at once.

Programs send the same query again and again with other IRIs, strings, whole numbers and comments in it. `split` cuts a
text into these pieces and the gaps between them. Texts with the same key, that is with the same gaps and kinds of
pieces, have the same tokens but for what stands in the pieces:

- Pieces are found by the patterns of graph/lexer.py, less the escapes with numbers, which may stand for no character;
  no text with another backslash than those of plain escapes in strings is split. A search tries the patterns at each
  place that is in no piece, so at a `<`, a quote or a # that is left in a gap none fits, and the lexer finds no IRI,
  string or comment there either.
- No other token holds any of these marks, and before a number stands what ends every token: none reaches into a piece.
- Whether `<` compares is told by the tokens before it, never by what IRIs, strings and numbers hold.

So one text, read the full way, tells for all with its key whether the pieces are what they seem to be, and how the gaps
are mended.

>>> from graph.querytext import read_query_text
>>> first, other = "ASK { <a:b> ?p 'x' }", "ASK { <a:c> ?p '' }"
>>> prepared = prepare(read_query_text(first), split(first))
>>> split(other).key == split(first).key, prepared.text(split(other))
(True, "ASK { <a:c> ?p '' }")
"""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import NamedTuple

from graph.hazards import is_hazardous
from graph.lexer import Token, tokenize
from graph.querytext import Edit, QueryText, apply_edits

_ESCAPE = r"\\[tbnrf\"'\\]"


def _string(mark: str) -> str:
    # A mark behind a backslash begins no string: where one has no end, not each of its escaped marks is tried too.
    long = rf"{mark * 2}(?:(?:{mark}{{1,2}})?+(?:[^{mark}\\]++|{_ESCAPE}))*+{mark * 3}"
    return rf"{mark}(?<!\\{mark})(?:{long}|(?!{mark * 2})(?:[^{mark}\\\n\r]++|{_ESCAPE})*+{mark})"


def _number(digit: str) -> str:
    return rf"{digit}(?<=[ \t\r\n(,=<>{{][0-9])[0-9]*+(?=[ \t\r\n),}}]|\Z)"


# Each alternative begins with a plain character, so that a search steps over all others without trying any.
_ALTERNATIVES = (
    r"<[^\x00-\x20<>\"{}|^`\\]*+>",
    _string('"'),
    _string("'"),
    r"#[^\n\r]*+",
    *map(_number, "0123456789"),
)
_PIECE = re.compile(f"({'|'.join(_ALTERNATIVES)})")
_FIRST = itemgetter(0)
_ONE_DIGIT = str.maketrans(dict.fromkeys("123456789", "0"))
_IN_PIECES = frozenset({"IRI", "STRING", "NUMBER"})


class Split(NamedTuple):
    """A text in parts: gaps at even places, between them the pieces."""

    key: Hashable
    """The gaps and the first character of each piece."""
    parts: list[str]


def split(source: str) -> Split | None:
    """The text cut into gaps and pieces, in time linear in it; None where it holds a backslash outside strings."""
    parts = _PIECE.split(source)
    gaps, pieces = parts[::2], parts[1::2]
    if "\\" in source and any("\\" in part for part in (*gaps, *(piece for piece in pieces if piece[0] == "#"))):
        return None
    kinds = "".join(map(_FIRST, pieces))
    return Split((kinds.translate(_ONE_DIGIT), *gaps), parts)


@dataclass(frozen=True)
class Prepared:
    """How all texts with one key are mended for the engine."""

    query: QueryText
    """The text that was read the full way; form, variables and everything but places hold for the others too."""
    gaps: tuple[str, ...]
    _first: Split

    def text(self, other: Split) -> str:
        """The text for the engine, as the full way would give it; `other` must have the key that was prepared."""
        parts = other.parts.copy()
        parts[::2] = self.gaps
        return "".join(parts)

    def with_columns(self, columns: tuple[str, ...]) -> "Prepared":
        """The same where SELECT * asks for these columns."""
        return replace(self, gaps=_mended_gaps(self._first.parts, self.query.edits_with(columns)))


def prepare(query: QueryText, first: Split) -> Prepared | None:
    """What the query, read the full way, tells of all texts with its key; None where something may depend on pieces.

    The query may have been given a limit at its end (server/rows.py); then all get it.
    """
    if query.form == "UPDATE" or query.service is not None:
        return None
    tokens = tokenize(query.source)
    if any(token.keyword in {"FROM", "BASE"} for token in tokens) or not _agree(tokens, first.parts):
        return None
    # A path between two constants is hazardous where they are the same; taken so, all of one kind are.
    if is_hazardous([token._replace(text=token.kind) if token.kind in _IN_PIECES else token for token in tokens]):
        return None
    if any(edit.new.startswith("<") for edit in query.edits):  # a name written out with the IRI of its prefix
        return None
    return Prepared(query, _mended_gaps(first.parts, query.edits), first)


def _agree(tokens: Sequence[Token], parts: list[str]) -> bool:
    """Whether each piece is a comment or one token, and no other token reaches into a piece."""
    position = index = 0
    for number, part in enumerate(parts):
        position += len(part)
        begun = index
        while index < len(tokens) and tokens[index].start < position:
            index += 1
        here = tokens[begun:index]
        if here and here[-1].end > position:
            return False
        if number % 2 and [token.text for token in here] != ([] if part[0] == "#" else [part]):
            return False
    return True


def _mended_gaps(parts: list[str], edits: Sequence[Edit]) -> tuple[str, ...]:
    """The gaps with the edits made; each edit lies in one gap, or between it and a piece."""
    gaps: list[str] = []
    position = index = 0
    for gap, piece in zip(parts[::2], [*parts[1::2], ""], strict=True):
        end = position + len(gap)
        begun = index
        while index < len(edits) and edits[index].end <= end:
            index += 1
        moved = (Edit(edit.start - position, edit.end - position, edit.new) for edit in edits[begun:index])
        gaps.append(apply_edits(gap, tuple(moved)))
        position = end + len(piece)
    return tuple(gaps)
