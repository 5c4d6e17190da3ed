"""Splits SPARQL into tokens with their places, in one pass: no recursion, time linear in the text.

>>> [(token.kind, token.text) for token in tokenize("ASK { ?s a c:x } # who?")]
[('WORD', 'ASK'), ('PUNCT', '{'), ('VARIABLE', '?s'), ('WORD', 'a'), ('PNAME', 'c:x'), ('PUNCT', '}')]
"""

import re
import sys
from collections.abc import Callable
from typing import Literal, NamedTuple

Kind = Literal["WORD", "IRI", "STRING", "LANGTAG", "NUMBER", "VARIABLE", "PNAME", "BLANK", "PUNCT", "WRONG"]
"""WRONG is what begins no token, and found by `tokenize_leniently` only."""


class LexicalError(ValueError):
    """No SPARQL token, or a bracket without partner; `offset` says where in the text that was read."""

    def __init__(self, message: str, offset: int) -> None:
        self.message, self.offset = message, offset
        super().__init__(message)


class BeyondLimitError(LexicalError):
    """What may well be right, but is more than is read."""


class Token(NamedTuple):
    """A stretch of the query."""

    kind: Kind
    text: str
    start: int
    end: int
    """Where the next character stands."""
    keyword: str
    """A bare word in capitals; empty for every other token."""

    @property
    def value(self) -> str:
        """An IRI without brackets, a string without quotes, a variable without its mark; escapes resolved."""
        if self.kind == "IRI":
            return self._resolved(1)
        if self.kind == "STRING":
            marks = 3 if self.text[:3] in ('"""', "'''") else 1
            return self._resolved(marks)
        if self.kind == "VARIABLE":
            return self.text[1:]
        return self.text

    def _resolved(self, marks: int) -> str:
        try:
            return resolve_escapes(self.text[marks : len(self.text) - marks])
        except LexicalError as error:
            raise LexicalError(error.message, self.start + marks + error.offset) from None


Inspect = Callable[[list[Token]], None]
"""Looks at all tokens of a text, and may refuse them."""
NO_LIMIT = sys.maxsize

# The character classes of the SPARQL 1.1 grammar, productions 164 to 167.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_WORDLY = _BASE + "_0-9"
_COMBINING = "\u00b7\u0300-\u036f\u203f-\u2040"
_CHARS = rf"{_WORDLY}{_COMBINING}\-"
_CODE_POINT = r"\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_LOCAL = rf"(?:[{_WORDLY}:]|{_PLX})(?:[{_CHARS}:]++|{_PLX}|\.++(?=[{_CHARS}:]|{_PLX}))*+"
_IN_STRING = rf"\\[tbnrf\"'\\]|{_CODE_POINT}"


def _long_string(mark: str) -> str:
    return rf"{mark * 3}(?:(?:{mark}{{1,2}})?+(?:[^{mark}\\]++|{_IN_STRING}))*+{mark * 3}"


def _short_string(mark: str) -> str:
    return rf"{mark}(?!{mark * 2})(?:[^{mark}\\\n\r]++|{_IN_STRING})*+{mark}"


# Possessive quantifiers (++, *+) never step back: a hostile text costs no more than a friendly one.
_SPACE = r"(?:[ \t\r\n]++|#[^\n\r]*+)*+"
_RUN = rf"[{_BASE}](?:[{_CHARS}]++|\.++(?=[{_CHARS}]))*+"
_SIMPLE = {
    "WORD": rf"[A-Za-z][A-Za-z0-9_]*+(?!:|\.*+[{_CHARS}])",
    "VARIABLE": rf"[?$][{_WORDLY}][{_WORDLY}{_COMBINING}]*+",
    "PNAME": rf"(?:{_RUN})?+:(?:{_LOCAL})?+",
    "PUNCT": r"[,;*/|^!=>+\-&~]|\.(?![0-9])|\?",
    "STRING": "|".join(f(m) for m in ('"', "'") for f in (_long_string, _short_string)),
    "NUMBER": r"[0-9]++(?:\.[0-9]*+)?[eE][+-]?[0-9]++|[0-9]*\.[0-9]++(?:[eE][+-]?[0-9]++)?|[0-9]++",
    "LANGTAG": r"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[a-z]++)?+",
    "BLANK": rf"_:[{_WORDLY}](?:[{_CHARS}]++|\.++(?=[{_CHARS}]))*+",
}
_OTHERS = {
    "OPENING": r"[({\[]",
    "CLOSING": r"[)}\]]",
    "IRI": rf"<(?:[^\x00-\x20<>\"{{}}|^`\\]++|{_CODE_POINT})*+>",
    "LESS": "<",
    "RUN": _RUN,
    "END": r"\Z",
    "WRONG": r"[\s\S]",
}


def _scanner(alternatives: dict[str, str]) -> re.Pattern[str]:
    return re.compile(_SPACE + "(?:" + "|".join(f"(?P<{name}>{part})" for name, part in alternatives.items()) + ")")


_ANY = _scanner(_SIMPLE | _OTHERS)
_NAMELESS = _scanner(
    _SIMPLE | {"WORD": "[A-Za-z][A-Za-z0-9_]*+", "PNAME": rf":(?:{_LOCAL})?+"} | _OTHERS | {"RUN": "(?!)"}
)
_LAST_SIMPLE = len(_SIMPLE)
_ESCAPED = re.compile(rf"{_CODE_POINT}|\\(.)", re.DOTALL)
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_NOT_IN_IRIS = 'one of space < > " { } | ^ ` \\ (write them as %20 and the like)'
_NAMED_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def resolve_escapes(text: str) -> str:
    r"""The text with `\t`, `\"`, `\u0041` and their like replaced; refuses code points that are no characters.

    >>> resolve_escapes(r"caf\u00E9")
    'café'
    """

    def character(match: re.Match[str]) -> str:
        if match[1] is not None:
            return _NAMED_ESCAPES.get(match[1], match[1])
        code = int(match[0][2:], 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise LexicalError(f"{match[0]} is no character", match.start())
        return chr(code)

    return _ESCAPED.sub(character, text) if "\\" in text else text


class _Context:
    """What stands around a `<`: open brackets, and whether it would compare there or begin an IRI.

    `?a<?b&&?c>?d` fits the grammar of an IRI from `<` to `>`. The engine compares where an expression may stand
    and an operand came before; reading it otherwise would let a query hide words in what we take for an IRI.
    """

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._read = 0
        self._open: list[tuple[str, bool]] = []
        self._expression = True

    def compares(self) -> bool:
        """Whether `<` behind all tokens is "less than"; reads those that came since it was last asked."""
        for position in range(self._read, len(self._tokens)):
            self._add(position, self._tokens[position])
        self._read = len(self._tokens)
        if not (self._open and self._expression and self._open[-1][0] == "("):
            return False
        last = self._tokens[-1]
        if last.kind in {"WORD", "PUNCT"}:  # TRUE at the end, since the engine takes DISTINCTtrue for two words
            return last.text in {")", "}"} or last.keyword.endswith(("TRUE", "FALSE"))
        return True

    def _add(self, position: int, token: Token) -> None:
        text, keyword = token.text, token.keyword
        if text in _CLOSING:
            before, self._expression = self._expression, text == "(" and self._opens_expression(position)
            self._open.append((text, before))
        elif text in {")", "]", "}"}:
            self._expression = self._open.pop()[1]
            if text == "}" and self._open:
                self._expression = self._open[-1][0] == "(" and self._expression
        elif keyword and ("SELECT" in keyword or "BY" in keyword or "HAVING" in keyword):
            self._expression = True

    def _opens_expression(self, position: int) -> bool:
        """Whether the parenthesis there opens an expression, not a list, a path or a row of VALUES."""
        last = self._tokens[position - 1] if position > 0 else None
        before = self._tokens[position - 2] if position > 1 else None
        if last is not None and before is not None and last.text == before.text == "<":
            return False
        if self._expression:
            return True
        if last is not None and last.kind in {"IRI", "PNAME"}:
            return before is not None and before.keyword.endswith("FILTER")
        return last is not None and last.kind == "WORD" and last.text != "a"


# Token() would be most of what reading a query costs; this is the same without a call of Python.
_new = tuple.__new__


def tokenize(text: str, deepest: int = NO_LIMIT) -> list[Token]:
    """All tokens but white space and comments; refuses what no token begins with and brackets without partner.

    Brackets nested deeper than `deepest` are refused as soon as they are met, however long the text.
    """
    tokens: list[Token] = []
    opened: list[Token] = []
    context = _Context(tokens)
    position = nameless_before = 0
    while position < len(text):
        nameless = position < nameless_before
        match: re.Match[str]
        for match in (_NAMELESS.match(text, position),) if nameless else _ANY.finditer(text, position):  # type: ignore[assignment]
            group, kind = match.lastindex or 0, match.lastgroup
            piece, start, position = match[group], match.start(group), match.end()
            if group <= _LAST_SIMPLE:
                tokens.append(_new(Token, (kind, piece, start, position, piece.upper() if kind == "WORD" else "")))
            elif kind == "OPENING":
                tokens.append(_new(Token, ("PUNCT", piece, start, position, "")))
                _open(opened, tokens[-1], deepest)
            elif kind == "CLOSING":
                _close(opened, piece, start)
                tokens.append(_new(Token, ("PUNCT", piece, start, position, "")))
            elif kind == "RUN":
                # In a.b.c.d without a colon, each word would look for the colon again up to the end: look once.
                nameless_before, position = position, start
                break
            elif kind != "END":
                compares = bool(opened) and opened[-1].text == "(" and context.compares()
                if kind == "IRI" and not compares:
                    tokens.append(_new(Token, (kind, piece, start, position, "")))
                    continue
                tokens.append(_less_than(text, start, compares))
                if kind == "IRI":
                    position = start + 1
                    break
    if opened:
        token = opened[-1]
        raise LexicalError(f"{token.text} is never closed; {_CLOSING[token.text]} is missing", token.start)
    return tokens


def _open(opened: list[Token], token: Token, deepest: int) -> None:
    """Remember the bracket; refuses one that is nested too deep."""
    opened.append(token)
    if len(opened) > deepest:
        raise BeyondLimitError(f"brackets are nested deeper here than the limit of {deepest}", token.start)


def _close(opened: list[Token], piece: str, start: int) -> None:
    """Take away the bracket that this one closes; refuses one that closes none."""
    if not opened or _CLOSING[opened[-1].text] != piece:
        told = f"; {opened[-1].text} is still open" if opened else ""
        raise LexicalError(f"{piece} closes nothing here{told}", start)
    opened.pop()


def tokenize_leniently(text: str) -> list[Token]:
    """Tokens of a text that may be wrong anywhere: brackets need no partner, and `<` begins an IRI where it can."""
    kinds = {"OPENING": "PUNCT", "CLOSING": "PUNCT", "LESS": "PUNCT", "RUN": "WRONG"}
    tokens: list[Token] = []
    for match in _ANY.finditer(text):
        kind = match.lastgroup or ""
        if kind != "END":
            piece = match[kind]
            keyword = piece.upper() if kind == "WORD" else ""
            tokens.append(_new(Token, (kinds.get(kind, kind), piece, match.start(kind), match.end(), keyword)))
    return tokens


def _less_than(text: str, start: int, compares: bool) -> Token:
    """The `<` there, which begins no IRI; refuses what is none, or neither compares nor quotes a triple."""
    if text[start] != "<":
        raise LexicalError(_unreadable(text, start), start)
    if not compares and "<" not in (text[start - 1 : start], text[start + 1 : start + 2]):
        raise LexicalError(f"an IRI begins here, but it has no end or holds {_NOT_IN_IRIS}", start)
    return Token("PUNCT", "<", start, start + 1, "")


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, counted from 1 in characters."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _unreadable(text: str, position: int) -> str:
    character = text[position]
    if character in "\"'":
        return (
            "the string that begins here has no end, or holds an escape that SPARQL does not know; "
            "write a line break inside a string as \\n, a backslash as \\\\"
        )
    if character == "\\":
        return "a backslash has no place here; escapes such as \\u0041 may stand in strings and IRIs only"
    shown = character if character.isprintable() else f"U+{ord(character):04X}"
    return f"the character {shown} has no place here"
