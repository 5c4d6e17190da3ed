"""The parts of a query: declarations, template, FROM, the outermost group, and what follows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from graph.groups import Group, GroupReader
from graph.lexer import Token, tokenize

_FORMS = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}
_AFTER = {"GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES"}


@dataclass(frozen=True)
class Clause:
    """What follows the group, such as LIMIT 5, or a graph of FROM; with its tokens."""

    kind: str
    tokens: tuple[Token, ...]
    text: str

    @property
    def start(self) -> int:
        """Where it begins in the query."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where the next character stands."""
        return self.tokens[-1].end


@dataclass(frozen=True)
class Outline:
    """A query in parts, each with its place in the text as sent."""

    source: str
    form: str
    declarations: str
    """BASE, PREFIX and what stands around them."""
    prefixes: dict[str, str]
    """The namespace of each prefix, as written."""
    head: tuple[Token, ...]
    """From the form to the group: columns, template, what to describe."""
    graphs: tuple[Clause, ...]
    """FROM and FROM NAMED; the last token of each is the graph."""
    where: Group | None
    after: tuple[Clause, ...]
    has_service: bool
    inner_cuts: tuple[Clause, ...] = ()
    """LIMIT and OFFSET of subqueries."""


def read_outline(source: str) -> Outline:
    """The parts of a query that was accepted as SPARQL; refuses with BeyondError what this does not know."""
    tokens = tokenize(source)
    reader = GroupReader(source, tokens)
    begun = next(i for i, token in enumerate(tokens) if token.keyword in _FORMS)
    form = tokens[begun].keyword
    opened: int | None = begun + 1
    if form == "CONSTRUCT" and tokens[begun + 1].text == "{":
        opened = reader.partners[begun + 1] + 1
    if form == "DESCRIBE" and all(token.text != "{" for token in tokens[begun:]):
        opened = None
    where = None if opened is None else reader.find_where(opened)
    end = len(tokens) if where is None else where
    after = [] if where is None else _clauses(reader, reader.partners[where] + 1)
    return Outline(
        source,
        form,
        source[: tokens[begun].start],
        {
            a.text[:-1]: b.value
            for p, a, b in zip(tokens, tokens[1:], tokens[2:], strict=False)
            if p.keyword == "PREFIX"
        },
        tuple(tokens[begun:end]),
        _graphs(tokens[begun:end]),
        None if where is None else reader.read(where),
        tuple(after),
        any("SERVICE" in token.keyword for token in tokens),
        tuple(_inner_cuts(reader, len(tokens) if where is None else reader.partners[where])),
    )


def _graphs(head: Sequence[Token]) -> tuple[Clause, ...]:
    found = []
    for position, token in enumerate(head):
        if token.keyword == "FROM":
            named = head[position + 1].keyword == "NAMED"
            clause = tuple(head[position : position + 2 + named])
            found.append(Clause("from named" if named else "from", clause, " ".join(t.text for t in clause)))
    return tuple(found)


def _inner_cuts(reader: GroupReader, end: int) -> Iterator[Clause]:
    """Before the end of the outermost group only subqueries have LIMIT and OFFSET."""
    for position, token in enumerate(reader.tokens[:end]):
        if token.keyword in {"LIMIT", "OFFSET"} and reader.tokens[position + 1].kind == "NUMBER":
            both = tuple(reader.tokens[position : position + 2])
            yield Clause(token.keyword.lower(), both, reader.cut(position, position + 2))


def _clauses(reader: GroupReader, position: int) -> list[Clause]:
    """What follows the group, cut where a word begins another clause outside brackets."""
    starts: list[int] = []
    tokens = reader.tokens
    while position < len(tokens):
        if tokens[position].keyword in _AFTER:
            starts.append(position)
        position = reader.partners[position] + 1 if tokens[position].text in {"(", "{", "["} else position + 1
    return [
        Clause(tokens[first].keyword.lower(), tuple(tokens[first:last]), reader.cut(first, last))
        for first, last in pairwise([*starts, len(tokens)])
    ]
