"""Splits SPARQL into tokens with their places, in one pass: no recursion, time linear in the text.

>>> [(token.kind, token.text) for token in tokenize("ASK { ?s a c:x } # who?")]
[('WORD', 'ASK'), ('PUNCT', '{'), ('VARIABLE', '?s'), ('WORD', 'a'), ('PNAME', 'c:x'), ('PUNCT', '}')]
"""

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["WORD", "IRI", "STRING", "LANGTAG", "NUMBER", "VARIABLE", "PNAME", "BLANK", "PUNCT"]


class LexicalError(ValueError):
    """No SPARQL token, or a bracket without partner; `offset` says where in the text that was read."""

    def __init__(self, message: str, offset: int) -> None:
        self.message, self.offset = message, offset
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of the query."""

    kind: Kind
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where the next character stands."""
        return self.start + len(self.text)

    @property
    def keyword(self) -> str:
        """A bare word in capitals; empty for every other token."""
        return self.text.upper() if self.kind == "WORD" else ""

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
    return rf"{mark * 3}(?:(?:{mark}{{1,2}})?+(?:[^{mark}\\]|{_IN_STRING}))*+{mark * 3}"


def _short_string(mark: str) -> str:
    return rf"{mark}(?!{mark * 2})(?:[^{mark}\\\n\r]|{_IN_STRING})*+{mark}"


# Possessive quantifiers (++, *+) never step back: a hostile text costs no more than a friendly one.
_SPACE = re.compile(r"(?:[ \t\r\n]++|#[^\n\r]*+)*+")
_TOKEN = re.compile(
    "|".join(
        (
            rf"(?P<IRI><(?:[^\x00-\x20<>\"{{}}|^`\\]|{_CODE_POINT})*+>)",
            "(?P<STRING>" + "|".join(f(m) for m in ('"', "'") for f in (_long_string, _short_string)) + ")",
            r"(?P<LANGTAG>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[a-z]++)?+)",
            r"(?P<NUMBER>[0-9]++(?:\.[0-9]*+)?[eE][+-]?[0-9]++|[0-9]*\.[0-9]++(?:[eE][+-]?[0-9]++)?|[0-9]++)",
            rf"(?P<VARIABLE>[?$][{_WORDLY}][{_WORDLY}{_COMBINING}]*+)",
            rf"(?P<BLANK>_:[{_WORDLY}](?:[{_CHARS}]++|\.++(?=[{_CHARS}]))*+)",
            rf"(?P<PNAME>:(?:{_LOCAL})?+)",
            r"(?P<WORD>[A-Za-z][A-Za-z0-9_]*+)",
            r"(?P<PUNCT>[{}()\[\].,;*/|^!=<>+\-&?~])",
        )
    )
)
_PREFIX = re.compile(rf"[{_BASE}](?:[{_CHARS}]++|\.++(?=[{_CHARS}]))*+")
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
    """What stands around the next token: open brackets, and whether `<` would compare there or begin an IRI.

    `?a<?b&&?c>?d` fits the grammar of an IRI from `<` to `>`. The engine compares where an expression may stand
    and an operand came before; reading it otherwise would let a query hide words in what we take for an IRI.
    """

    def __init__(self) -> None:
        self._open: list[tuple[Token, bool]] = []
        self._expression = True
        self._last: Token | None = None
        self._before_last: Token | None = None

    def compares(self) -> bool:
        """Whether `<` here is "less than"."""
        last = self._last
        if last is None or not (self._open and self._expression and self._open[-1][0].text == "("):
            return False
        if last.kind in {"WORD", "PUNCT"}:  # TRUE at the end, since the engine takes DISTINCTtrue for two words
            return last.text in {")", "}"} or last.keyword.endswith(("TRUE", "FALSE"))
        return True

    def add(self, token: Token) -> None:
        """Take the token in; refuses a bracket that closes none or the wrong one."""
        if token.kind == "PUNCT" and token.text in _CLOSING:
            self._open.append((token, self._expression))
            self._expression = token.text == "(" and self._opens_expression()
        elif token.kind == "PUNCT" and token.text in ")]}":
            if not self._open or _CLOSING[self._open[-1][0].text] != token.text:
                opened = f"; {self._open[-1][0].text} is still open" if self._open else ""
                raise LexicalError(f"{token.text} closes nothing here{opened}", token.start)
            self._expression = self._open.pop()[1]
            if token.text == "}" and self._open:
                self._expression = self._open[-1][0].text == "(" and self._expression
        elif any(word in token.keyword for word in ("SELECT", "BY", "HAVING")):
            self._expression = True
        self._before_last, self._last = self._last, token

    def _opens_expression(self) -> bool:
        """Whether the parenthesis just opened holds an expression, not a list, a path or a row of VALUES."""
        last, before = self._last, self._before_last
        if last is not None and before is not None and last.text == before.text == "<":
            return False
        if self._open[-1][1]:
            return True
        if last is not None and last.kind in {"IRI", "PNAME"}:
            return before is not None and before.keyword.endswith("FILTER")
        return last is not None and last.kind == "WORD" and last.text != "a"

    def close(self) -> None:
        """Refuses what is still open at the end."""
        if self._open:
            token = self._open[-1][0]
            raise LexicalError(f"{token.text} is never closed; {_CLOSING[token.text]} is missing", token.start)


def tokenize(text: str) -> list[Token]:
    """All tokens but white space and comments; refuses what no token begins with and brackets without partner."""
    tokens: list[Token] = []
    context = _Context()
    position = 0
    # In a.b.c.d without a colon, each word would look for the colon again up to the end: look once.
    no_prefix_before = 0
    while (position := _end_of_space(text, position)) < len(text):
        start = position
        if start >= no_prefix_before and (prefix := _PREFIX.match(text, start)):
            if text.startswith(":", prefix.end()):
                position = prefix.end()
            else:
                no_prefix_before = prefix.end()
        if text[start] == "<" and context.compares():
            token = Token("PUNCT", "<", start)
        else:
            match = _TOKEN.match(text, position)
            if match is None:
                raise LexicalError(_unreadable(text, position), position)
            token = Token(match.lastgroup, text[start : match.end()], start)  # type: ignore[arg-type]
            if token.text == "<" and "<" not in (text[start - 1 : start], text[start + 1 : start + 2]):
                raise LexicalError(f"an IRI begins here, but it has no end or holds {_NOT_IN_IRIS}", start)
        context.add(token)
        tokens.append(token)
        position = token.end
    context.close()
    return tokens


def _end_of_space(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


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
