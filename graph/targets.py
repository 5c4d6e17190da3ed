"""Finds the targets that a plan sets: a quantity to reach, from and to, its unit and deadline, each in its words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import pyoxigraph as ox

from graph.authored import fold
from graph.iris import span_iri, target_iri
from graph.mentions import Mention
from graph.model import Ground, Part, Plan, Span
from graph.patterns import LANGUAGES, compile_pattern, trim
from graph.provenance import Assertion, decimal_literal
from graph.rulings import Rulings
from graph.source import TomlTable, read_toml
from graph.statements import declared_span
from graph.vocab import IPR, RDF, XSD

_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_GROUPS = ("from", "to", "amount", "unit", "year", "minimum_word")


@dataclass(frozen=True)
class Target:
    """What words set: `start` and `to` where a value moves, `minimum` where it is a floor; None if not said."""

    part: Part
    span: Span
    rule: str
    start: Decimal | None
    to: Decimal | None
    minimum: Decimal | None
    unit: str
    year: str


@cache
def _patterns(language: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    file = LANGUAGES / f"{language}.targets.toml"
    if not file.is_file():
        return ()
    top = TomlTable(read_toml(file), file.name, file)
    pieces = top.get("pieces", dict, {})
    out = []
    for index, values in enumerate(top.get("pattern", list), 1):
        table = TomlTable(values, f"[[pattern]] {index}", file)
        name = table.get("name", str)
        out.append((name, compile_pattern(file, name, table.get("regex", str), pieces)))
        table.close()
    return tuple(out)


def find_targets(plan: Plan, part: Part) -> list[Target]:
    """The targets of a part in order of the text; where two patterns overlap, the first of the list wins."""
    folded = fold(plan.text)
    found: list[Target] = []
    for name, pattern in _patterns(plan.config.language):
        for match in pattern.finditer(folded, part.span.start, part.span.end):
            span = trim(folded, match.start("name"), match.end("name"))
            if span and not any(span.overlaps(t.span) for t in found):
                found.append(_target(part, span, f"target-{name}", match))
    return sorted(found, key=lambda t: t.span)


def _target(part: Part, span: Span, rule: str, match: re.Match[str]) -> Target:
    given = {g: match[g] for g in _GROUPS if g in match.re.groupindex and match[g]}
    amount = quantity(given.get("amount", ""))
    floor = "minimum_word" in given
    return Target(
        part=part,
        span=span,
        rule=rule,
        start=quantity(given.get("from", "")),
        to=None if floor else amount if amount is not None else quantity(given.get("to", "")),
        minimum=amount if floor else None,
        unit=given.get("unit", ""),
        year=given.get("year", ""),
    )


def quantity(words: str) -> Decimal | None:
    """The value of a number in words such as 1.3 million or 12,000; None for no words.

    >>> quantity("1.3 million")
    Decimal('1300000')
    """
    if not words:
        return None
    number, _, scale = words.replace(",", "").partition(" ")
    value = Decimal(number) * _SCALES.get(scale, 1)
    return value.to_integral_value() if value == value.to_integral_value() else value


def target_mentions(plan: Plan, rulings: Rulings) -> Iterator[Mention]:
    """The targets and declared counts as mentions of type target."""
    introduction = next((p for p in plan.parts if p.key == "introduction"), None)
    if introduction:
        for declared in plan.config.declared:
            span = declared_span(plan, declared)
            yield Mention(introduction, span, "target", _iri(plan, span), "declared-count", Decimal(1))
    for part in plan.numbered():
        kept = rulings.drop(plan, part, find_targets(plan, part), lambda t: (t.span, "target"))
        for target in kept:
            if part is not introduction:
                yield Mention(part, target.span, "target", _iri(plan, target.span), target.rule, Decimal("0.9"))


def target_assertions(plan: Plan, mentions: Iterable[Mention]) -> Iterator[Assertion]:
    """What the mentioned targets set: class, words, quantities, unit and deadline, each resting on the words."""
    wanted = {m.span for m in mentions if m.mention_type == "target" and m.rule.startswith("target-")}
    for part in plan.numbered():
        for target in find_targets(plan, part):
            if target.span in wanted:
                node = target_iri(plan.plan_id, target.span)
                ground = Ground("stated", target.rule, Decimal("0.9"), plan_id=plan.plan_id, span=target.span)
                for predicate, value in _facts(plan, target):
                    yield Assertion("statements", plan.plan_id, ox.Triple(node, predicate, value), (ground,))


def _facts(plan: Plan, target: Target) -> Iterator[tuple[ox.NamedNode, ox.NamedNode | ox.Literal]]:
    yield RDF.type, IPR.Target
    yield IPR.text, ox.Literal(target.span.of(plan.text), language=plan.config.language)
    yield IPR.span, span_iri(plan.plan_id, target.span)
    figures = ((IPR.quantityFrom, target.start), (IPR.quantityTo, target.to), (IPR.quantityMinimum, target.minimum))
    for predicate, value in figures:
        if value is not None:
            yield predicate, _number(value)
    if target.unit:
        yield IPR.unit, ox.Literal(target.unit, language=plan.config.language)
    if target.year:
        yield IPR.deadline, ox.Literal(target.year, datatype=XSD.gYear)


def _number(value: Decimal) -> ox.Literal:
    whole = value == value.to_integral_value()
    return ox.Literal(str(int(value)), datatype=XSD.integer) if whole else decimal_literal(value)


def _iri(plan: Plan, span: Span) -> str:
    return target_iri(plan.plan_id, span).value
