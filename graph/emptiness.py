"""Finds out why a query has no answer: which pattern left nothing, and what it names that the data do not have.

The outermost group is grown pattern by pattern, in the order in which SPARQL joins them, until no solution is left.
What has no solution has none with more patterns either, so the first one that leaves nothing is the culprit; FILTER
belongs to the whole group and comes last (SPARQL 1.1 Query, section 18.2.2). Blocks are entered. What cannot be found
out within the time, or is not understood here, is said to be not determined.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple, TypeVar

import pyoxigraph as ox

from graph.datasets import chosen_dataset
from graph.errors import QueryError
from graph.groups import BeyondError, Element, Group
from graph.known import Fault, Judge
from graph.lexer import Token, place
from graph.named import Name, collect_names
from graph.nearness import NameIndex
from graph.outline import Clause, Outline, read_outline
from graph.probes import STACK, Frame, ProbeFailedError, Prober, TimeOverError
from graph.querytext import DatasetChoice, Edit, QueryText, apply_edits, read_query_text
from graph.reasons import Culprit, Explanation, Reason, Verdict

SECONDS = 2.0
"""For all probes of one query together."""
_NEVER_EMPTIES = {"optional", "bind"}
_CUTTING = {"having", "offset", "limit"}


T = TypeVar("T")


class _UnknownError(Exception):
    """What stands here is understood, but not why there is no answer."""


class _Blamed(NamedTuple):
    """A culprit and what was written for it."""

    culprit: Culprit
    tokens: tuple[Token, ...] = ()


def explain_emptiness(
    store: ox.Store,
    query: QueryText | str,
    asked: DatasetChoice | None = None,
    index: NameIndex | None = None,
    seconds: float = SECONDS,
    stack: int = STACK,
) -> Explanation:
    """Why the query has no answer over the store; refuses what is not SPARQL.

    `index` keeps what was found out about the store for the next time.
    """
    query = read_query_text(query) if isinstance(query, str) else query
    try:
        outline = read_outline(query.source)
    except BeyondError as error:
        return _beyond(query.source, error)
    except RecursionError:
        told = "the query is nested too deeply"
        return Explanation(query.source, "not determined", None, undetermined=(told,))
    if outline.has_service:
        return Explanation(
            query.source, "not determined", None, undetermined=("SERVICE asks others, who are left alone",)
        )
    dataset = chosen_dataset(store, query, asked)
    prober = Prober(dataset, outline.declarations, seconds, stack)
    try:
        judge = Judge(store, dataset, outline, prober, index or NameIndex(store))
        return _Inquiry(store, query, outline, prober, judge).explanation(asked)
    finally:
        prober.close()


def _beyond(source: str, error: BeyondError) -> Explanation:
    line, column = place(source, error.token.start)
    told = f"{error.token.text} (line {line}, column {column}) begins something that is not understood here"
    return Explanation(source, "not determined", None, undetermined=(told,))


class _Inquiry:
    """The search for one query."""

    def __init__(self, store: ox.Store, query: QueryText, outline: Outline, prober: Prober, judge: Judge) -> None:
        self._store, self._query, self._outline, self._prober, self._judge = store, query, outline, prober, judge
        self._undetermined: list[str] = []

    def explanation(self, asked: DatasetChoice | None) -> Explanation:
        """All that is found out."""
        source = self._query.source
        answered = self._try(lambda: self._prober.answers(self._query), "whether there is an answer")
        found = self._try(self._search, "which pattern leaves nothing") if answered is False else None
        faults = tuple(self._try(lambda: self._faults(asked), "which names the data have") or ())
        culprits = tuple(_with_names(blamed, faults) for blamed in found or ())
        return Explanation(
            source,
            "answered" if answered else _verdict(culprits, faults),
            None if answered is None else not answered,
            culprits,
            faults,
            tuple(dict.fromkeys(self._undetermined)),
            self._prober.is_stuck,
        )

    def _try(self, work: Callable[[], T], what: str) -> T | None:
        try:
            return work()
        except TimeOverError:
            self._undetermined.append(f"{what} (the time for it is used up)")
        except (_UnknownError, ProbeFailedError, QueryError):
            self._undetermined.append(what)
        return None

    def _faults(self, asked: DatasetChoice | None) -> list[Fault]:
        chosen = () if asked is None else (*asked.default, *asked.named)
        return self._judge.faults([*(Name("graph", f"<{iri}>", -1) for iri in chosen), *collect_names(self._outline)])

    def _search(self) -> list[_Blamed]:
        outline = self._outline
        if outline.where is None:
            return [_of_tokens("describe", outline.head, outline.source, "alone")]
        found = self._grow(outline.where, Frame(), Frame()) or [self._clause(outline.where)]
        is_cut = outline.inner_cuts and {b.culprit.reason for b in found} & {"together", "removes all"}
        return (self._cuts_within() if is_cut else []) or found

    def _cuts_within(self) -> list[_Blamed]:
        """What cuts subqueries, where there is an answer without it: one of them if one suffices, or all."""
        cuts = self._outline.inner_cuts
        alone = [cut for cut in cuts if self._answers_without((cut,))]
        found = alone or (cuts if len(cuts) > 1 and self._answers_without(cuts) else ())
        return [_of_tokens(cut.kind, cut.tokens, self._outline.source, "cuts what fits") for cut in found]

    def _answers_without(self, clauses: Iterable[Clause]) -> bool:
        edits = tuple(Edit(clause.start, clause.end, "") for clause in clauses)
        return self._prober.answers_text(apply_edits(self._outline.source, edits))

    def _grow(self, group: Group, frame: Frame, alone: Frame) -> list[_Blamed]:
        """What leaves nothing of the group within the frame; nothing where the group has solutions.

        `alone` is the frame without what matched before.
        """
        done: list[Element] = []
        for element in sorted(group.elements, key=lambda element: element.kind == "filter"):
            pieces = [*_texts(done), element.text]
            if element.kind not in _NEVER_EMPTIES and not self._prober.holds(frame, pieces):
                return self._blame(element, frame, alone, done)
            done.append(element)
        return []

    def _blame(self, element: Element, frame: Frame, alone: Frame, done: list[Element]) -> list[_Blamed]:
        if element.kind in {"triple", "path"}:
            return [self._pattern(element, alone, done)]
        if element.kind == "values":
            is_empty = not self._prober.holds(alone, [element.text])
            return [_of_element(element, "alone" if is_empty else "together")]
        if element.kind in {"filter", "minus"}:
            return [_of_element(element, "removes all")]
        opening = "{" if element.target is None else f"GRAPH {element.target.text} {{"
        inner, inner_alone = frame.inside(_texts(done), opening), alone.inside((), opening)
        found = [self._enter(group, inner, inner_alone) for group in element.groups]
        if not found or not all(found):
            raise _UnknownError
        blamed = [blamed for branch in found for blamed in branch]
        return self._in_other_graphs(element, frame, done, blamed)

    def _in_other_graphs(
        self, element: Element, frame: Frame, done: Sequence[Element], blamed: list[_Blamed]
    ) -> list[_Blamed]:
        """Those of the culprits in GRAPH with a variable that have matches but for the graphs that it may stand for."""
        target = element.target
        if target is None or target.kind != "VARIABLE":
            return blamed
        free = [e for e in done if e.kind not in {"values", "bind"} or all(t.value != target.value for t in e.tokens)]
        if len(free) == len(done) or not self._prober.holds(frame, [*_texts(free), element.text]):
            return blamed
        graphs = tuple(self._prober.graphs_where(element.groups[0].text, self._store))
        return [
            b._replace(culprit=replace(b.culprit, reason="elsewhere", against="", graphs=graphs))
            if b.culprit.reason == "together"
            else b
            for b in blamed
        ]

    def _enter(self, group: Group, frame: Frame, alone: Frame) -> list[_Blamed]:
        if not group.is_select:
            return self._grow(group, frame, alone)
        block = group.elements[0]
        if self._prober.holds(alone, [group.text]):
            return [_Blamed(Culprit("subquery", group.text, group.start, "together"))]
        return self._grow(block.groups[0], alone, alone) or [
            _Blamed(Culprit("subquery", group.text, group.start, "cuts all"))
        ]

    def _pattern(self, element: Element, alone: Frame, done: Sequence[Element]) -> _Blamed:
        """The triple pattern, and why nothing is left of it."""
        if not self._prober.holds(alone, [element.text]):
            graphs = tuple(self._prober.graphs_where(element.text, self._store))
            return _of_element(element, "elsewhere" if graphs else "alone", graphs=graphs)
        for before in done:
            pair = [before.text, element.text]
            if before.kind in {"triple", "path", "values"} and not self._prober.holds(alone, pair):
                return _of_element(element, "together", against=before.shown)
        return _of_element(element, "together")

    def _clause(self, where: Group) -> _Blamed:
        """What follows the group and leaves nothing of what it has."""
        outline = self._outline
        for clause in outline.after:
            if clause.kind == "values" and not self._prober.holds(Frame(), [where.text], clause.text):
                return _of_tokens("values", clause.tokens, outline.source, "together")
        for clause in outline.after:
            if clause.kind in _CUTTING and self._answers_without((clause,)):
                return _of_tokens(clause.kind, clause.tokens, outline.source, "cuts all")
        if outline.form in {"CONSTRUCT", "DESCRIBE"} and self._prober.holds(Frame(), [where.text]):
            kind = "template" if outline.form == "CONSTRUCT" else "describe"
            return _of_tokens(kind, outline.head, outline.source, "makes nothing")
        raise _UnknownError


def _texts(elements: Iterable[Element]) -> list[str]:
    return [element.text for element in elements]


def _of_element(element: Element, reason: Reason, against: str = "", graphs: tuple[str, ...] = ()) -> _Blamed:
    start = element.tokens[0].start
    return _Blamed(Culprit(element.kind, element.shown, start, reason, against, graphs), element.tokens)


def _of_tokens(kind: str, tokens: tuple[Token, ...], source: str, reason: Reason) -> _Blamed:
    return _Blamed(Culprit(kind, source[tokens[0].start : tokens[-1].end], tokens[0].start, reason), tokens)


def _with_names(blamed: _Blamed, faults: Iterable[Fault]) -> Culprit:
    """The culprit; a triple pattern that names what the data do not have can match nothing."""
    culprit, texts = blamed.culprit, {token.text for token in blamed.tokens}
    starts = {token.start for token in blamed.tokens}
    names = (fault.name for fault in faults)
    unknown = any(name.start in starts or name.text in texts for name in names)
    if unknown and culprit.kind == "triple" and culprit.reason == "alone":
        return replace(culprit, reason="unknown name")
    return culprit


def _verdict(culprits: tuple[Culprit, ...], faults: tuple[Fault, ...]) -> Verdict:
    if not culprits:
        return "not determined"
    reasons = {culprit.reason for culprit in culprits}
    if any(fault.problem != "other graph" for fault in faults):
        return "unknown names"
    if faults:
        return "elsewhere"
    if reasons <= {"cuts all", "cuts what fits", "makes nothing"}:
        return "cut off"
    return "elsewhere" if "elsewhere" in reasons else "nothing matches"
