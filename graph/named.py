"""Collects what a query names: properties, classes, things, values, graphs and language tags, each with its role."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from graph.groups import Element, Group, walk
from graph.lexer import Token, tokenize
from graph.outline import Outline
from graph.vocab import RDF, XSD

Role = Literal["property", "class", "thing", "value", "graph", "language"]
_Properties = Mapping[str, tuple[str, ...]]
_CONSTANTS = {"IRI", "PNAME"}
_TYPES = {"a", "rdf:type", f"<{RDF.type.value}>"}
_UNNAMED = (str(XSD), str(RDF))


@dataclass(frozen=True)
class Name:
    """A constant of the query as written, and the part that it has there."""

    role: Role
    text: str
    start: int
    """Where it stands in the query."""
    graph: str | None = None
    """What is asked there: None the default graph, a variable any named graph, else that graph."""
    used_with: tuple[str, ...] = ()
    """Properties, as written, of one of which it is to be a value; the sign with which a language tag is compared."""


def collect_names(outline: Outline) -> list[Name]:
    """What the query names outside templates and columns; each name once for each part that it has."""
    properties = _properties_of_variables(outline)
    found = [Name("graph", clause.tokens[-1].text, clause.tokens[-1].start) for clause in outline.graphs]
    if outline.form == "DESCRIBE":
        named = {clause.tokens[-1].start for clause in outline.graphs}
        found += [_thing(t, None) for t in outline.head if t.kind in _CONSTANTS and t.start not in named]
    if outline.where is not None:
        found += _of_group(outline.where, None, properties)
    for clause in outline.after:
        found += _of_expression(clause.tokens, None, properties, values=clause.kind == "values")
    once = {
        (name.role, name.text, name.graph, name.role == "value" and name.used_with): name for name in reversed(found)
    }
    return sorted(once.values(), key=lambda name: name.start)


def _properties_of_variables(outline: Outline) -> _Properties:
    """Of each variable that stands for values of known properties only, and is given by nothing else, those."""
    found: dict[str, tuple[str, ...]] = {}
    tokens = tokenize(outline.source)
    unknown = {token.value for before, token in pairwise(tokens) if before.keyword == "AS"}
    for element in () if outline.where is None else walk(outline.where):
        if element.kind in {"triple", "path"}:
            subject, _, value = element.terms
            unknown |= {token.value for token in subject if token.kind == "VARIABLE"}
            if value[0].kind == "VARIABLE":
                verbs = _verbs(element)
                unknown |= set() if verbs else {value[0].value}
                found[value[0].value] = (*found.get(value[0].value, ()), *verbs)
    return {variable: verbs for variable, verbs in found.items() if variable not in unknown}


def _verbs(element: Element) -> tuple[str, ...]:
    """The properties of one of which a triple pattern's object must be a value; none where that is not certain."""
    tokens = tokenize(element.verb)
    known = all(token.kind in _CONSTANTS or token.text in {"/", "|", "(", ")", "a"} for token in tokens)
    return tuple(dict.fromkeys(t.text for t in tokens if t.kind in _CONSTANTS)) if known else ()


def _of_group(group: Group, graph: str | None, properties: _Properties) -> Iterator[Name]:
    for element in group.elements:
        if element.kind in {"triple", "path"}:
            yield from _of_triple(element, graph)
        elif element.kind in {"filter", "bind", "values"}:
            tokens = _before_exists(element.tokens) if element.groups else element.tokens
            yield from _of_expression(tokens, graph, properties, values=element.kind == "values")
        inside = graph
        if element.target is not None:
            inside = element.target.text
            if element.target.kind in _CONSTANTS:
                yield Name("graph", element.target.text, element.target.start)
        for inner in element.groups:
            yield from _of_group(inner, inside, properties)


def _before_exists(tokens: Sequence[Token]) -> Sequence[Token]:
    """What stands before the first EXISTS; what that asks is read as a group."""
    return tokens[: next(i for i, token in enumerate(tokens) if token.keyword == "EXISTS")]


def _of_triple(element: Element, graph: str | None) -> Iterator[Name]:
    subject, verb, value = element.terms
    for token in verb:
        if token.kind in _CONSTANTS and token.text not in _TYPES:
            yield Name("property", token.text, token.start, graph)
    for token in subject:
        if token.kind in _CONSTANTS:
            yield _thing(token, graph)
    if value[0].kind in {"STRING", "NUMBER"} or value[-1].kind == "NUMBER":
        yield _value(value, graph, _verbs(element))
        return
    for token in value:
        if token.kind in _CONSTANTS:
            is_class = element.verb in _TYPES
            yield Name("class", token.text, token.start, graph) if is_class else _thing(token, graph)


def _of_expression(
    tokens: Sequence[Token], graph: str | None, properties: _Properties, *, values: bool
) -> Iterator[Name]:
    """IRIs that are no functions and no datatypes; strings that something is to equal; tags that LANG is to have."""
    speaks = any(token.keyword in {"LANG", "LANGMATCHES"} for token in tokens)
    for position, token in enumerate(tokens):
        before = tokens[position - 1] if position else token
        after = tokens[position + 1] if position + 1 < len(tokens) else token
        if token.kind in _CONSTANTS and before.text != "^" and (values or after.text != "("):
            if position < 2 or tokens[position - 2].keyword != "STR":  # whose letters are meant, not the thing
                yield _thing(token, graph)
        elif token.kind == "STRING" and speaks:
            if _is_tag(tokens, position):
                yield Name("language", token.value, token.start, graph, (before.text,))
        elif token.kind == "STRING" and (values or _is_compared(tokens, position)):
            end = position + 1
            if after.kind == "LANGTAG":
                end += 1
            elif [t.text for t in tokens[end : end + 2]] == ["^", "^"]:
                end += 3
            yield _value(tokens[position:end], graph, properties.get(_variable(tokens, position, values=values), ()))


def _is_tag(tokens: Sequence[Token], position: int) -> bool:
    """Whether the string is compared with LANG(…): by `=`, or as the range of LANGMATCHES, told by `,` before it."""
    before = [token.keyword or token.text for token in tokens[max(0, position - 5) : position]]
    return (
        len(before) == 5 and before[0] == "LANG" and before[1] == "(" and before[3] == ")" and before[4] in {"=", ","}
    )


def _is_compared(tokens: Sequence[Token], position: int) -> bool:
    before = tokens[position - 1]
    if before.text == "=" and tokens[position - 2].kind == "VARIABLE":
        return tokens[position - 3].text not in {"!", "<", ">"}
    return before.text in {"(", ","} and any(
        token.keyword == "IN" and tokens[i - 1].keyword != "NOT" and tokens[i + 1].text == "("
        for i, token in enumerate(tokens[:position])
    )


def _variable(tokens: Sequence[Token], position: int, *, values: bool) -> str:
    """The variable that is to have the value; empty where that is not told by what stands before it."""
    if values:
        return tokens[1].value if len(tokens) > 1 and tokens[1].kind == "VARIABLE" else ""
    if tokens[position - 1].text == "=":
        return tokens[position - 2].value
    place = max(i for i, token in enumerate(tokens[:position]) if token.keyword == "IN")
    return tokens[place - 1].value if tokens[place - 1].kind == "VARIABLE" else ""


def _value(tokens: Sequence[Token], graph: str | None, verbs: tuple[str, ...]) -> Name:
    return Name("value", "".join(token.text for token in tokens), tokens[0].start, graph, verbs)


def _thing(token: Token, graph: str | None) -> Name:
    return Name("thing", token.text, token.start, graph)


def is_of_the_language(iri: str) -> bool:
    """Whether the IRI is a datatype or another term of RDF itself, which data need not hold."""
    return iri.startswith(_UNNAMED)
