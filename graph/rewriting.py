"""Rewrites what the engine (pyoxigraph 0.5.13) answers wrongly into what it answers rightly, over a given data set.

Two things, each by the definition in SPARQL 1.1 Query:

`GRAPH ?g { P }` is, for every named graph, the solutions of P in it, with ?g added to each afterwards (section 18.6).
The engine binds ?g inside P instead. Where that makes a difference P is written once for each graph.

A path that may have no length leads from a term to the same term, also where no triple holds that term (section 18.4).
The engine wants it in a triple. A constant that is in none leads to itself only, and that is written; one that is in
triples of other graphs only than the one asked is left to the engine.
"""

from collections.abc import Sequence

import pyoxigraph as ox

from graph.datasets import Dataset
from graph.hazards import Path, differs_with_graph_bound, find_partners, find_paths
from graph.lexer import Token, tokenize
from graph.querytext import Edit, apply_edits
from graph.vocab import BASE

# A query that would grow beyond these is left as it is, and answered as the engine understands it.
MOST_GRAPHS = 256
LONGEST_TEXT = 256 * 1024
_DEEPEST = 4


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
    found = [*find_paths(tokens, find_partners(tokens))]
    if not found:
        return text
    terms = _resolve(text, tokens, [path.constant.text for path in found])
    edits = [
        Edit(path.start, path.end, _to_itself(path))
        for path, term in zip(found, terms, strict=True)
        if not _occurs(store, term)
    ]
    return apply_edits(text, tuple(edits))


def _to_itself(path: Path) -> str:
    return f"VALUES {path.other.text} {{ {path.constant.text} }}" if path.other.kind == "VARIABLE" else "{}"


def _resolve(text: str, tokens: Sequence[Token], constants: list[str]) -> list[ox.NamedNode | ox.Literal]:
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
        self._partners = find_partners(self._tokens)
        self._written = 0
        self._mark = "\u00b7g"
        while any(self._mark in token.text for token in self._tokens if token.kind == "BLANK"):
            self._mark += "g"

    def text(self) -> str:
        """The query expanded; as it was where it would be too long."""
        expanded = self._text[: self._tokens[0].start] + self._expand(0, len(self._tokens), 0, "")
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
            if graph and self._tokens[position + 1].kind == "VARIABLE" and self._differs(opened) and depth < _DEEPEST:
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

    def _differs(self, opened: int) -> bool:
        group = self._tokens[opened : self._partners[opened] + 1]
        return differs_with_graph_bound(self._tokens[opened - 1].value, group)

    def _labelled(self, position: int, label: str) -> str:
        token = self._tokens[position]
        return token.text + label if token.kind == "BLANK" else token.text

    def _gap(self, position: int) -> str:
        """What stands behind the token, up to the next; comments stay where they are."""
        following = self._tokens[position + 1].start if position + 1 < len(self._tokens) else len(self._text)
        return self._text[self._tokens[position].end : following]
