"""Reads the group graph patterns of a query from its tokens: each element with its place and a text of its own.

Such a text is cut out of the query; what `;`, `,` and `[ ]` leave out is written out, so that it can stand alone.
What is not read here (RDF 1.2 terms, words that are not SPARQL 1.1) is refused by `BeyondError`, with its place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from graph.hazards import find_partners
from graph.lexer import Token

Kind = Literal[
    "triple", "path", "filter", "bind", "values", "optional", "minus", "graph", "group", "union", "subquery", "service"
]
_NODES = {"VARIABLE", "IRI", "PNAME", "BLANK", "STRING", "NUMBER"}
_VERBS = {"VARIABLE", "IRI", "PNAME"}
_LENGTHS = {"*", "+", "?"}
_BLOCKS: dict[str, Kind] = {"OPTIONAL": "optional", "MINUS": "minus", "GRAPH": "graph", "SERVICE": "service"}


class BeyondError(Exception):
    """Something that this reader does not know; `token` is where it begins."""

    def __init__(self, token: Token) -> None:
        self.token = token
        super().__init__(token.text)


@dataclass(frozen=True)
class Element:
    """One pattern of a group."""

    kind: Kind
    tokens: tuple[Token, ...]
    """What was written for it alone; the first one is its place."""
    text: str
    """SPARQL that stands for it in a group of its own."""
    shown: str
    """How it is told to people."""
    groups: tuple["Group", ...] = ()
    """Those within it: the branches of UNION, the block of GRAPH, what EXISTS asks."""
    target: Token | None = None
    """The graph of GRAPH."""
    terms: tuple[tuple[Token, ...], ...] = ()
    """Subject, predicate and object of a triple pattern; one that is written elsewhere or nowhere is empty."""
    verb: str = ""
    """The predicate or path of a triple pattern, also where it is written elsewhere."""


@dataclass(frozen=True)
class Group:
    """What stands in one pair of braces."""

    elements: tuple[Element, ...]
    text: str
    """With its braces."""
    start: int
    """Where it begins in the query."""
    is_select: bool = False
    """Whether it is a subquery, whose own group is its only element."""


class GroupReader:
    """Reads groups from the tokens of one query."""

    def __init__(self, source: str, tokens: Sequence[Token]) -> None:
        self.source, self.tokens = source, tokens
        self.partners = find_partners(tokens)
        named = {token.value for token in tokens if token.kind == "VARIABLE"}
        self._fresh = (f"?{name}" for number in range(len(tokens)) if (name := f"blank{number}") not in named)
        self._given: set[str] = set()

    def read(self, first: int) -> Group:
        """The group whose `{` stands there."""
        last, position = self.partners[first], first + 1
        text, start = self.cut(first, last + 1), self.tokens[first].start
        if self.tokens[position].keyword == "SELECT":
            opened = self.find_where(position)
            return Group((self._block("group", opened, opened),), text, start, is_select=True)
        elements: list[Element] = []
        while position < last:
            if self.tokens[position].text == ".":
                position += 1
                continue
            found, position = self._elements(position)
            elements += found
        return Group(tuple(elements), text, start)

    def find_where(self, position: int) -> int:
        """The first `{` from there on that is in no parenthesis."""
        while self.tokens[position].text != "{":
            position = self.partners[position] if self.tokens[position].text in {"(", "["} else position
            position += 1
        return position

    def cut(self, first: int, last: int) -> str:
        """What was written from one token to before another."""
        return self.source[self.tokens[first].start : self.tokens[last - 1].end] if first < last else ""

    def _elements(self, position: int) -> tuple[list[Element], int]:
        token = self.tokens[position]
        if token.keyword in _BLOCKS:
            opened = self.find_where(position)
            element = self._block(_BLOCKS[token.keyword], position, opened)
        elif token.text == "{":
            element = self._braces(position)
        elif token.keyword in {"FILTER", "BIND"}:
            element = self._expression(position)
        elif token.keyword == "VALUES":
            end = self.partners[self.find_where(position)] + 1
            element = self._plain("values", position, end)
        elif token.kind == "WORD" and token.keyword not in {"TRUE", "FALSE"}:
            raise BeyondError(token)
        else:
            return self._triples(position)
        return [element], position + len(element.tokens)

    def _plain(self, kind: Kind, first: int, end: int, groups: tuple[Group, ...] = ()) -> Element:
        text = self.cut(first, end)
        return Element(kind, tuple(self.tokens[first:end]), text, text, groups)

    def _block(self, kind: Kind, first: int, opened: int) -> Element:
        end = self.partners[opened] + 1
        text = self.cut(first, end)
        group = () if kind == "service" else (self.read(opened),)
        target = self.tokens[first + 1] if kind == "graph" else None
        return Element(kind, tuple(self.tokens[first:end]), text, text, group, target)

    def _braces(self, first: int) -> Element:
        groups = [self.read(first)]
        end = self.partners[first] + 1
        while end < len(self.tokens) and self.tokens[end].keyword == "UNION":
            groups.append(self.read(end + 1))
            end = self.partners[end + 1] + 1
        kind: Kind = "union" if len(groups) > 1 else "subquery" if groups[0].is_select else "group"
        return self._plain(kind, first, end, tuple(groups))

    def _expression(self, first: int) -> Element:
        opened = first + 1
        while self.tokens[opened].text not in {"(", "{"}:
            opened += 1
        end = self.partners[opened] + 1
        asked = tuple(self.read(i) for i in range(opened, end) if self._opens_exists(i))
        return self._plain("filter" if self.tokens[first].keyword == "FILTER" else "bind", first, end, asked)

    def _opens_exists(self, position: int) -> bool:
        return self.tokens[position].text == "{" and self.tokens[position - 1].keyword == "EXISTS"

    def _triples(self, position: int) -> tuple[list[Element], int]:
        """The triple patterns with one subject."""
        subject, own, inner, after = self._node(position)
        found = [*inner]
        if self._starts_verb(after):
            more, after = self._properties(subject, own, after)
            found += more
        elif not inner:
            raise BeyondError(self.tokens[after])
        return found, after

    def _properties(self, subject: str, own: tuple[Token, ...], position: int) -> tuple[list[Element], int]:
        found: list[Element] = []
        while self._starts_verb(position):
            end = self._end_of_path(position)
            verb, verb_text = tuple(self.tokens[position:end]), self.cut(position, end)
            is_path = any(token.kind == "PUNCT" for token in verb)
            position = end - 1
            while position == end - 1 or self.tokens[position].text == ",":
                value, value_tokens, inner, position = self._node(position + 1)
                found.append(self._triple((subject, verb_text, value), (own, verb, value_tokens), is_path))
                found += inner
                own, verb = (), ()
            while self.tokens[position].text == ";":
                position += 1
        if self.tokens[position].text in {"~", "|"} or (
            self.tokens[position].text == "{" and self._annotates(position)
        ):
            raise BeyondError(self.tokens[position])
        return found, position

    def _triple(self, texts: tuple[str, str, str], terms: tuple[tuple[Token, ...], ...], is_path: bool) -> Element:
        shown = " ".join("[]" if text in self._given else text for text in texts)
        tokens = tuple(token for term in terms for token in term)
        return Element(
            "path" if is_path else "triple", tokens, f"{' '.join(texts)} .", shown, terms=terms, verb=texts[1]
        )

    def _annotates(self, position: int) -> bool:
        return [token.text for token in self.tokens[position : position + 2]] == ["{", "|"]

    def _starts_verb(self, position: int) -> bool:
        token = self.tokens[position]
        return token.kind in _VERBS or token.text in {"a", "(", "^", "!"}

    def _end_of_path(self, position: int) -> int:
        while True:
            while self.tokens[position].text in {"^", "!"}:
                position += 1
            position = (self.partners[position] if self.tokens[position].text == "(" else position) + 1
            while self.tokens[position].text in _LENGTHS:
                position += 1
            if self.tokens[position].text not in {"/", "|"}:
                return position
            position += 1

    def _node(self, position: int) -> tuple[str, tuple[Token, ...], list[Element], int]:
        """A term: its text, its tokens, the triple patterns within it, and the place behind it."""
        token = self.tokens[position]
        if token.text == "[":
            return self._blank(position)
        if token.text == "(":
            end = self.partners[position] + 1
        elif token.kind in _NODES or token.keyword in {"TRUE", "FALSE"}:
            end = position + 1
            after = [t.text for t in self.tokens[end : end + 2]]
            if token.kind == "STRING":
                end += 3 if after == ["^", "^"] else int(self.tokens[end].kind == "LANGTAG")
        elif token.text in {"+", "-"} and self.tokens[position + 1].kind == "NUMBER":
            end = position + 2
        else:
            raise BeyondError(token)
        return self.cut(position, end), tuple(self.tokens[position:end]), [], end

    def _blank(self, position: int) -> tuple[str, tuple[Token, ...], list[Element], int]:
        fresh, end = next(self._fresh), self.partners[position]
        self._given.add(fresh)
        inner: list[Element] = []
        if end > position + 1:
            inner, reached = self._properties(fresh, (), position + 1)
            if reached != end:
                raise BeyondError(self.tokens[reached])
        return fresh, (self.tokens[position],), inner, end + 1


def walk(group: Group) -> Iterator[Element]:
    """All elements of the group and of the groups within it, in order."""
    for element in group.elements:
        yield element
        for inner in element.groups:
            yield from walk(inner)
