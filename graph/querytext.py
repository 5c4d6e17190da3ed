"""What a SPARQL text asks for, and that text as the engine reads it rightly, each place traceable to the original.

The engine (pyoxigraph 0.5.13) looks for keywords without caring where a word ends: with a prefix `x:` declared it takes
`SERVICEx:y` for a SERVICE call, and `c:II.1.2` for two terms. So prefixes and blank nodes get harmless names, and
names with two dots are written out, before the engine sees the text.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple, get_args

from graph.errors import QueryLimitError, QuerySyntaxError
from graph.hazards import is_hazardous
from graph.lexer import NO_LIMIT, BeyondLimitError, Inspect, LexicalError, Token, place, tokenize

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "UPDATE"]
UPDATE_KEYWORDS = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"})

_FORMS: dict[str, Form] = {form: form for form in get_args(Form)} | dict.fromkeys(UPDATE_KEYWORDS, "UPDATE")
_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_OPENING, _CLOSING = frozenset("({["), frozenset(")}]")
_CHANGING = ("RAND", "NOW", "UUID", "BNODE")
_MENDED_WORDS = frozenset({"TRUE", "FALSE", "GROUP_CONCAT"})


class Edit(NamedTuple):
    """A stretch of a text and what stands there instead."""

    start: int
    end: int
    new: str


_new = tuple.__new__  # as in graph/lexer.py


@dataclass(frozen=True)
class DatasetChoice:
    """The graphs that an asker chose beside the query: default and named graphs by IRI."""

    default: tuple[str, ...]
    named: tuple[str, ...]


def apply_edits(text: str, edits: tuple[Edit, ...]) -> str:
    """The text with the edits made; they are in order and do not overlap."""
    parts: list[str] = []
    position = 0
    for start, end, new in edits:
        parts.append(text[position:start])
        parts.append(new)
        position = end
    parts.append(text[position:])
    return "".join(parts)


def original_offset(edits: tuple[Edit, ...], offset: int) -> int:
    """Where a place of the edited text stood before; inside a replacement, where the replaced began."""
    grown = 0
    for edit in edits:
        if offset < edit.start + grown:
            break
        if offset < edit.start + grown + len(edit.new):
            return edit.start
        grown += len(edit.new) - (edit.end - edit.start)
    return offset - grown


@dataclass(frozen=True)
class QueryText:
    """A query as it was sent, what it asks for, and how the engine gets it."""

    source: str
    form: Form
    variables: tuple[str, ...]
    """All variables in the order in which the text first names them."""
    dataset_query: str | None
    """Where FROM or FROM NAMED stand in it: a query that any store answers with their graphs, as ?kind and ?graph."""
    service: tuple[int, int] | None
    """Line and column of the first SERVICE."""
    star: int | None
    """Where the `*` of the outermost SELECT stands."""
    edits: tuple[Edit, ...]
    hazardous: bool = False
    """Whether it may have to be rewritten for the data set at hand (graph/rewriting.py)."""
    changing: bool = False
    """Whether it may call what gives another value each time: RAND, NOW, UUID, STRUUID or BNODE."""

    def text(self, columns: tuple[str, ...] = ()) -> str:
        """The text for the engine; with columns, SELECT * asks for these in this order."""
        return apply_edits(self.source, self.edits_with(columns))

    def edits_with(self, columns: tuple[str, ...]) -> tuple[Edit, ...]:
        """The edits; with columns, also the one that names them instead of `*`."""
        if self.star is None or not columns:
            return self.edits
        named = " ".join(f"?{name}" for name in columns)
        return tuple(sorted((*self.edits, Edit(self.star, self.star + 1, f" {named} "))))

    def source_place(self, line: int, column: int, back: int) -> tuple[tuple[int, int], str]:
        """For some characters before a place of the engine's text: the place in the source, and the word there."""
        text = self.text()
        before = sum(len(earlier) + 1 for earlier in text.split("\n")[: line - 1])
        offset = max(0, min(before + column - 1 - back, len(text)))
        offset = original_offset(self.edits, offset)
        word = re.compile(r"\s*([?$@]?\w[\w:.-]*|\S|)").match(self.source, offset)
        return place(self.source, word.start(1) if word else offset), word[1] if word else ""


def read_query_text(source: str, inspect: Inspect | None = None, deepest: int = NO_LIMIT) -> QueryText:
    """The query understood as far as its tokens tell; refuses what is not SPARQL on that level, naming the place.

    `inspect` sees the tokens first and may refuse them; brackets nested deeper than `deepest` are refused before that.
    """
    try:
        tokens = tokenize(source, deepest)
        if inspect is not None:
            inspect(tokens)
        return _understand(source, tokens)
    except LexicalError as error:
        refused = QueryLimitError if isinstance(error, BeyondLimitError) else QuerySyntaxError
        raise refused(error.message, *place(source, error.offset)) from None


def _understand(source: str, tokens: list[Token]) -> QueryText:
    if "\\" in source:
        for token in tokens:
            if token.kind in {"IRI", "STRING"}:
                _ = token.value  # refuses an escape that stands for no character
    words = [token.keyword for token in tokens if token.keyword]
    if sum(word in _AGGREGATES for word in words) > 1:
        _refuse_nested_aggregates(tokens)
    prologue = _read_prologue(tokens)
    form = _form(tokens, prologue.end)
    body = tokens[prologue.end :]
    # Names may be glued to what stands before them, as in SERVICESILENT or trueSERVICE; no other word holds these.
    together = " ".join(words)
    return QueryText(
        source,
        form,
        tuple(dict.fromkeys([token.text[1:] for token in body if token.kind == "VARIABLE"])),
        _dataset_query(source, body, prologue) if "FROM" in words else None,
        _first_service(source, body) if "SERVICE" in together else None,
        _star(body) if form == "SELECT" else None,
        () if form == "UPDATE" else tuple(sorted(_mend_names(body, prologue) + _mend_words(body, words))),
        is_hazardous(body),
        any(function in together for function in _CHANGING),
    )


class _Prologue(NamedTuple):
    end: int
    prefixes: dict[str, str]
    harmless: dict[str, str]
    """For each prefix a name that begins with no keyword; the empty prefix keeps its name."""
    edits: tuple[Edit, ...]


def _read_prologue(tokens: list[Token]) -> _Prologue:
    prefixes: dict[str, str] = {}
    harmless: dict[str, str] = {"": ":"}
    edits: list[Edit] = []
    position = 0
    while position < len(tokens) and tokens[position].keyword in {"PREFIX", "BASE", "VERSION"}:
        keyword, following = tokens[position].keyword, tokens[position + 1 : position + 3]
        kinds = [token.kind for token in following]
        if keyword == "PREFIX" and kinds == ["PNAME", "IRI"]:
            name, iri = following
            prefix, _, local = name.text.partition(":")
            if local:
                break
            prefixes[prefix] = iri.value
            edits.append(Edit(name.start, name.end, harmless.setdefault(prefix, f"p{len(harmless)}:")))
            position += 3
        elif (keyword, kinds[:1]) in (("BASE", ["IRI"]), ("VERSION", ["STRING"])):
            position += 2
        else:
            break
    return _Prologue(position, prefixes, harmless, tuple(edits))


def _form(tokens: list[Token], position: int) -> Form:
    if position == len(tokens):
        raise LexicalError("there is no query here", 0)
    token = tokens[position]
    if token.keyword in _FORMS:
        return _FORMS[token.keyword]
    if token.keyword in {"PREFIX", "BASE"}:
        wanted = "PREFIX name: <IRI>" if token.keyword == "PREFIX" else "BASE <IRI>"
        raise LexicalError(f"write {wanted}", token.start)
    raise LexicalError(f"expected SELECT, ASK, CONSTRUCT or DESCRIBE, not {token.text}", token.start)


def _first_service(source: str, body: list[Token]) -> tuple[int, int]:
    return place(source, next(token.start for token in body if "SERVICE" in token.keyword))


def _star(body: list[Token]) -> int | None:
    after = body[2] if len(body) > 2 and body[1].keyword in {"DISTINCT", "REDUCED"} else body[1] if body[1:] else None
    return after.start if after is not None and after.text == "*" else None


def _dataset_query(source: str, body: list[Token], prologue: _Prologue) -> str | None:
    rows: list[str] = []
    for position, token in enumerate(body):
        if token.keyword == "FROM":
            following = body[position + 1 : position + 3]
            named = bool(following) and following[0].keyword == "NAMED"
            for graph in following[named : named + 1]:
                if graph.kind in {"IRI", "PNAME"}:
                    text = _mended_name(graph, prologue) if graph.kind == "PNAME" else graph.text
                    rows.append(f"('{'named' if named else 'default'}' {text})")
    if not rows:
        return None
    declarations = apply_edits(source[: body[0].start], prologue.edits)
    return f"{declarations}\nSELECT ?kind ?graph {{ VALUES (?kind ?graph) {{ {' '.join(rows)} }} }}"


def _mend_names(body: list[Token], prologue: _Prologue) -> list[Edit]:
    edits = [*prologue.edits]
    blanks: list[Token] = []
    mended: dict[str, str] = {}
    for token in body:
        if token.kind == "PNAME":
            if token.text not in mended:
                mended[token.text] = _mended_name(token, prologue)
            edits.append(_new(Edit, (token.start, token.end, mended[token.text])))
        elif token.kind == "BLANK":
            blanks.append(token)
    labels = {token.text: token.text for token in blanks if "." not in token.text}
    edits += (Edit(t.start, t.end, _mended_label(t.text, labels)) for t in blanks if "." in t.text)
    return edits


def _mend_words(body: list[Token], words: list[str]) -> list[Edit]:
    """TRUE in capitals, which the engine does not know; GROUP_CONCAT, which keeps a language tag, as a plain string."""
    edits: list[Edit] = []
    if _MENDED_WORDS.isdisjoint(words):
        return edits
    closes: list[bool] = []
    for before, token, after in zip([*body[:1], *body], body, [*body[1:], *body[:1]], strict=False):
        if token.keyword in {"TRUE", "FALSE"} and not token.text.islower():
            edits.append(Edit(token.start, token.end, token.text.lower()))
        elif token.keyword == "GROUP_CONCAT" and after.text == "(":
            edits.append(Edit(token.start, token.start, "STR("))
        elif token.text == "(":
            closes.append(before.keyword == "GROUP_CONCAT")
        elif token.text == ")" and closes.pop():
            edits.append(Edit(token.end, token.end, ")"))
    return edits


def _refuse_nested_aggregates(tokens: list[Token]) -> None:
    """Refuses an aggregate of aggregates, which SPARQL does not have and the engine answers all the same."""
    inside: list[bool] = []  # for each open bracket, whether it stands in the argument of an aggregate
    for before, token in pairwise((*tokens[:1], *tokens)):
        text = token.text
        if text == "(" and before.keyword in _AGGREGATES:
            if inside and inside[-1]:
                raise LexicalError("an aggregate cannot be made of aggregates; use a subquery", before.start)
            inside.append(True)
        elif text in _OPENING:
            inside.append(text != "{" and bool(inside) and inside[-1])
        elif text in _CLOSING:
            inside.pop()


def _mended_name(token: Token, prologue: _Prologue) -> str:
    prefix, _, local = token.text.partition(":")
    if prefix not in prologue.prefixes:
        cure = f"add PREFIX {prefix}: <…> at the top"
        raise LexicalError(f"the prefix {prefix}: is not declared; {cure}", token.start)
    if local.count(".") > 1 and len(re.findall(r"(?<!\\)\.", local)) > 1:
        return _written_out(token, prologue.prefixes[prefix], local)
    return prologue.harmless[prefix] + local


def _mended_label(label: str, labels: dict[str, str]) -> str:
    """The label without dots, unlike every other label; `labels` remembers it."""
    if label not in labels:
        new = label.replace(".", "\u00b7")
        taken = set(labels.values())
        while new in taken:
            new += "\u00b7"
        labels[label] = new
    return labels[label]


def _written_out(token: Token, namespace: str, local: str) -> str:
    """The full IRI of a name with two dots; refuses where writing it out could change what it means."""
    iri = namespace + re.sub(r"\\(.)", r"\1", local)
    if re.match(r"[A-Za-z][A-Za-z0-9+.\-]*:", namespace) and not re.search(r"/\.\.?(/|$)", iri):
        return f"<{iri}>"
    raise LexicalError(
        f"the engine misreads {token.text}, a name with two dots; write the full IRI in < >, or the path with hyphens "
        f"({token.text.replace('.', '-')})",
        token.start,
    )
