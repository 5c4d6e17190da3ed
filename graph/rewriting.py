"""Rewrites what the engine (pyoxigraph 0.5.13) answers wrongly into what it answers rightly, over a given data set.

Two things, each by the definition in SPARQL 1.1 Query:

`GRAPH ?g { P }` is, for every named graph, the solutions of P in it, with ?g added to each afterwards (section 18.6).
The engine binds ?g inside P instead. Where that makes a difference P is written once for each graph.

A path that may have no length leads from a term to the same term, also where no triple holds that term (section 18.4).
The engine wants it in a triple. A constant that is in none leads to itself only, and that is written.
"""

from collections.abc import Sequence
from itertools import pairwise

import pyoxigraph as ox

from graph.datasets import Dataset
from graph.lexer import Token, tokenize
from graph.querytext import Edit, apply_edits
from graph.vocab import BASE

# A query that would grow beyond these is left as it is, and answered as the engine understands it.
MOST_GRAPHS = 256
LONGEST_TEXT = 256 * 1024
_DEEPEST = 4

_CONSTANTS = {"IRI", "PNAME", "STRING", "NUMBER"}
_TRIPLE_STARTS = {"VARIABLE", "IRI", "PNAME", "BLANK"}
_AFTER_TRIPLES = {"OPTIONAL", "MINUS", "GRAPH", "FILTER", "BIND", "VALUES"}


def rewrite(text: str, dataset: Dataset) -> str:
    """The query, which must be SPARQL, as the engine answers it rightly over the data set."""
    text = _rewrite_paths(text, dataset.store)
    graphs = dataset.store.named_graphs() if dataset.named is None else dataset.named
    names: list[str] = []
    for graph in graphs:
        if isinstance(graph, ox.BlankNode) or len(names) == MOST_GRAPHS:
            return text  # a blank node cannot be named in a query
        names.append(str(graph))
    return _Expansion(text, sorted(names)).text()


def _rewrite_paths(text: str, store: ox.Store) -> str:
    tokens = tokenize(text)
    found = [path for position in range(len(tokens)) if (path := _path_with_constant(tokens, position))]
    if not found:
        return text
    terms = _resolve(text, tokens, [text[constant.start : constant.end] for _, _, constant, _ in found])
    edits = [
        Edit(start, end, f"VALUES {other.text} {{ {constant.text} }}" if other.kind == "VARIABLE" else "{}")
        for (start, end, constant, other), term in zip(found, terms, strict=True)
        if not _occurs(store, term)
    ]
    return apply_edits(text, tuple(edits))


def _path_with_constant(tokens: list[Token], position: int) -> tuple[int, int, Token, Token] | None:
    """Where `*` or `?` stands last in the path of a triple pattern of its own, between a constant and a variable or
    between a constant and itself: where the pattern begins and ends, the constant, and the other end."""
    if tokens[position].text not in {"*", "?"}:
        return None
    start = _start_of_element(tokens, position)
    if start < 2 or position + 2 >= len(tokens):
        return None
    before, subject, value, after = tokens[start - 2], tokens[start - 1], tokens[position + 1], tokens[position + 2]
    if before.text not in {"{", ".", "}"} or not (after.text in {".", "}", "{"} or after.keyword in _AFTER_TRIPLES):
        return None
    for constant, other in ((subject, value), (value, subject)):
        if constant.kind in _CONSTANTS and (other.kind == "VARIABLE" or other.text == constant.text):
            return subject.start, value.end, constant, other
    return None


def _start_of_element(tokens: list[Token], position: int) -> int:
    """Where the element of a path that ends before the position begins; 0 where there is none."""
    start = position - 1
    if tokens[start].text == ")":
        depth = 0
        while start >= 0:
            depth += {")": 1, "(": -1}.get(tokens[start].text, 0)
            if depth == 0:
                break
            start -= 1
    elif tokens[start].kind not in {"IRI", "PNAME"} and tokens[start].text != "a":
        return 0
    return start - 1 if start > 0 and tokens[start - 1].text == "^" else max(start, 0)


def _resolve(text: str, tokens: list[Token], constants: list[str]) -> list[ox.NamedNode | ox.Literal]:
    """The terms that the texts stand for, by the query's own prefixes."""
    prologue = next(token.start for token in tokens if token.keyword in {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
    rows = " ".join(f"({number} {constant})" for number, constant in enumerate(constants))
    answer = ox.Store().query(
        f"{text[:prologue]}\nSELECT ?number ?term {{ VALUES (?number ?term) {{ {rows} }} }}", base_iri=BASE
    )
    assert isinstance(answer, ox.QuerySolutions)
    terms = {int(row["number"].value): row["term"] for row in answer}
    return [terms[number] for number in range(len(constants))]


def _occurs(store: ox.Store, term: ox.NamedNode | ox.Literal) -> bool:
    """Whether the term is subject or object of a triple in any graph."""
    if isinstance(term, ox.NamedNode) and any(True for _ in store.quads_for_pattern(term, None, None, None)):
        return True
    return any(True for _ in store.quads_for_pattern(None, None, term, None))


class _Expansion:
    """Writes the hazardous `GRAPH ?g { P }` of a query once for each graph."""

    def __init__(self, text: str, graphs: Sequence[str]) -> None:
        self._text = text
        self._graphs = graphs
        self._tokens = tokenize(text)
        self._partners = _partners(self._tokens)
        self._written = 0
        self._mark = "\u00b7g"
        while any(self._mark in token.text for token in self._tokens if token.kind == "BLANK"):
            self._mark += "g"

    def text(self) -> str:
        """The query expanded; as it was where it would be too long."""
        expanded = self._expand(0, len(self._tokens), 0, "")
        return expanded if self._written <= LONGEST_TEXT else self._text

    def _expand(self, first: int, last: int, depth: int, label: str) -> str:
        """The tokens from first to before last, with what stands between them; blank nodes get the label.

        It stops early, with the rest left out, as soon as too much is written.
        """
        parts: list[str] = []
        position = first
        while position < last:
            opened = position + 2
            graph = self._tokens[position].keyword == "GRAPH" and opened < last and self._tokens[opened].text == "{"
            if (
                graph
                and self._tokens[position + 1].kind == "VARIABLE"
                and self._is_hazardous(opened)
                and depth < _DEEPEST
            ):
                parts.append(self._once_for_each_graph(self._tokens[position + 1].text, opened, depth, label))
                position = self._partners[opened]
            else:
                parts.append(self._labelled(position, label))
            parts.append(self._gap(position))
            position += 1
            if self._written > LONGEST_TEXT:
                break
        text = "".join(parts)
        self._written += len(text)
        return text

    def _once_for_each_graph(self, variable: str, opened: int, depth: int, label: str) -> str:
        copies = [
            f"{{ GRAPH {graph} {{{self._gap(opened)}"
            f"{self._expand(opened + 1, self._partners[opened], depth + 1, f'{label}{self._mark}{number}')}}} "
            f"VALUES {variable} {{ {graph} }} }}"
            for number, graph in enumerate(self._graphs)
            if self._written <= LONGEST_TEXT
        ]
        return " UNION ".join(copies) or f"{{ VALUES {variable} {{}} }}"

    def _is_hazardous(self, opened: int) -> bool:
        """Whether P could have other solutions where ?g is bound inside it.

        It has none where ?g is not written in P, nothing hides or counts it (SELECT, MINUS), and each group in P begins
        with a triple pattern or another group, so that ?g is bound by the time anything else in the group is joined.
        """
        variable = self._tokens[opened - 1].value
        inside = self._tokens[opened : self._partners[opened]]
        if any(token.kind == "VARIABLE" and token.value == variable for token in inside):
            return True
        if any(word in token.keyword for token in inside for word in ("SELECT", "MINUS")):
            return True
        return any(
            a.text == "{" and not (b.kind in _TRIPLE_STARTS or b.text in {"{", "[", "(", "<<"})
            for a, b in pairwise((*inside, self._tokens[self._partners[opened]]))
        )

    def _labelled(self, position: int, label: str) -> str:
        token = self._tokens[position]
        return token.text + label if token.kind == "BLANK" else token.text

    def _gap(self, position: int) -> str:
        """What stands behind the token, up to the next; comments stay where they are."""
        following = self._tokens[position + 1].start if position + 1 < len(self._tokens) else len(self._text)
        return self._text[self._tokens[position].end : following]


def _partners(tokens: list[Token]) -> dict[int, int]:
    """For each `{` the place of its `}`."""
    partners: dict[int, int] = {}
    opened: list[int] = []
    for position, token in enumerate(tokens):
        if token.text == "{" and token.kind == "PUNCT":
            opened.append(position)
        elif token.text == "}" and token.kind == "PUNCT":
            partners[opened.pop()] = position
    return partners
