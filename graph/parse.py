"""Parses a plan's text: every line is claimed exactly once, or the plan is refused with line and reason."""

import re
from dataclasses import dataclass, field, replace

from graph.errors import ParseError
from graph.model import Level, Part, PartKind, Plan, PlanConfig, Span
from graph.numbering import NUMERALS, component

INTRODUCTION = "0"
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True)
class _Line:
    """A line without its outer blanks; start and end are code points of the whole text."""

    number: int
    start: int
    end: int
    text: str


@dataclass
class _State:
    """What has been claimed so far."""

    parts: list[Part] = field(default_factory=list)
    open: list[tuple[str, int]] = field(default_factory=list)  # number component and ordinal, outermost first
    in_body: bool = False
    order: dict[PartKind, int] = field(default_factory=dict)


def parse_plan(config: PlanConfig, text: str, size: int) -> Plan:
    """The plan's parts in order, gaps included: their spans tile the text without hole or overlap."""
    lines = _lines(text)
    state = _State()
    index = 0
    while index < len(lines):
        index += _claim(config, lines, index, state)
    _check_whole(config, state)
    return Plan(config, text, size, tuple(_with_gaps(state.parts, len(text))))


def _lines(text: str) -> list[_Line]:
    out: list[_Line] = []
    for number, match in enumerate(_LINE.finditer(text), 1):
        words = match.group().strip()
        if words:
            start = match.start() + match.group().index(words[0])
            out.append(_Line(number, start, start + len(words), words))
    return out


def _claim(config: PlanConfig, lines: list[_Line], index: int, state: _State) -> int:
    """Claim the line at the index (and the paragraphs that belong to it); how many lines that took."""
    line = lines[index]
    if not state.in_body:
        taken = _claim_front(config, lines, index, state)
        if taken:
            return taken
    if any(re.fullmatch(rule.line, line.text) for rule in config.ignored):
        return 1
    if config.closing and re.fullmatch(config.closing, line.text):
        _add(state, Part("", PartKind.TEXT, "", Span(line.start, line.end), key="closing", line=line.number))
        return 1
    if _claim_numbered(config, line, state):
        return 1
    if config.continuation and state.in_body and state.parts and state.parts[-1].number:
        last = state.parts[-1]
        state.parts[-1] = replace(last, span=Span(last.span.start, line.end))
        return 1
    raise _refuse(config, line, "no rule claims this line", _cure_unclaimed(config))


def _claim_front(config: PlanConfig, lines: list[_Line], index: int, state: _State) -> int:
    """Introduction, title and contents list, which stand before the body."""
    line = lines[index]
    if (
        config.introduction
        and line.text == config.introduction
        and not any(p.number == INTRODUCTION for p in state.parts)
    ):
        stop = index + 1
        while stop < len(lines) and not _ends_introduction(config, lines[stop]):
            stop += 1
        span = Span(line.start, lines[stop - 1].end)
        _add(state, Part(INTRODUCTION, PartKind.TEXT, "", span, key="introduction", line=line.number))
        return stop - index
    if config.title_line and line.text == config.title_line and not any(p.key == "title" for p in state.parts):
        _add(state, Part("", PartKind.TEXT, "", Span(line.start, line.end), key="title", line=line.number))
        return 1
    return 0


def _ends_introduction(config: PlanConfig, line: _Line) -> bool:
    return line.text == config.title_line or re.match(config.levels[0].mark, line.text) is not None


def _claim_numbered(config: PlanConfig, line: _Line, state: _State) -> bool:
    """Claim a line that bears a mark; refuses a mark out of order, naming what was expected."""
    problems: list[str] = []
    # The blank stands for the words, so that a mark without words is known for what it is.
    candidates = [(d, m) for d, lv in enumerate(config.levels) if (m := re.match(lv.mark, f"{line.text} "))]
    for depth, match in candidates:
        level = config.levels[depth]
        ordinal = NUMERALS[level.numerals](match["n"] or "")
        if ordinal is None:
            problems.append(f"{match['n']!r} is no {level.numerals} numeral")
            continue
        if depth == 0 and ordinal == 1 and config.contents and not state.in_body and _contents(state):
            state.in_body, state.open = True, []
        problem = _misplaced(config, state, depth, ordinal, match)
        if problem:
            problems.append(problem)
            continue
        _add_numbered(config, state, line, level, depth, ordinal, match)
        return True
    if problems:
        raise _refuse(config, line, "; ".join(problems), "Mend the numbering, or the [[level]] patterns in plan.toml")
    return False


def _misplaced(config: PlanConfig, state: _State, depth: int, ordinal: int, match: re.Match[str]) -> str:
    """Why a mark cannot stand here; empty if it can."""
    kind = config.levels[depth].kind
    if len(state.open) < depth:
        return f"{kind} {match['n']} stands before any {config.levels[depth - 1].kind}"
    above = [c for c, _ in state.open[:depth]]
    if "up" in match.groupdict() and match["up"] is not None:
        up = re.split(r"[^0-9A-Za-z]+", match["up"])
        if up != above[-len(up) :]:
            return f"{kind} {match['up']}.{match['n']} stands under {'.'.join(above)}"
    expected = state.open[depth][1] + 1 if len(state.open) > depth else 1
    if ordinal != expected:
        return f"{kind} {'.'.join([*above, match['n']])} is number {ordinal} of its level, expected number {expected}"
    return ""


def _add_numbered(
    config: PlanConfig,
    state: _State,
    line: _Line,
    level: Level,
    depth: int,
    ordinal: int,
    match: re.Match[str],
) -> None:
    own = component(match["n"], level.numerals, ordinal)
    path = [c for c, _ in state.open[:depth]]
    number = ".".join([*path, own])
    kind = level.kind
    if kind is PartKind.SECTION and path and path[0] in config.measures_under:
        kind = PartKind.MEASURE
    if not state.in_body and config.contents:
        kind = PartKind.TOC
    else:
        state.in_body = True
    mark_end = line.start + match.end()
    if mark_end >= line.end:
        raise _refuse(config, line, f"{number} has a mark but no words", "Put the words on the line of their mark")
    state.open[depth:] = [(own, ordinal)]
    part = Part(number, kind, match.group(), Span(mark_end, line.end), parent=".".join(path), line=line.number)
    _add(state, part)


def _add(state: _State, part: Part) -> None:
    order = state.order.get(part.kind, 0) + 1
    state.order[part.kind] = order
    state.parts.append(replace(part, order=order))


def _contents(state: _State) -> list[Part]:
    return [p for p in state.parts if p.kind is PartKind.TOC]


def _check_whole(config: PlanConfig, state: _State) -> None:
    """Refuse a plan whose contents list and body differ, or with an area or section that holds nothing."""
    body = {p.number: p for p in state.parts if p.number and p.kind is not PartKind.TOC}
    words = {p.number: p for p in _contents(state)}
    if not any(p.kind is PartKind.MEASURE for p in state.parts):
        raise ParseError("no measure found", file=config.file, cure="Mend the [[level]] patterns")
    for name, keys in (("measures_under", config.measures_under), ("area_kinds", tuple(config.area_kinds))):
        for number in keys:
            if number not in body:
                raise ParseError(
                    f"{name} names {number}, which the text does not have", file=config.file, cure="Mend it"
                )
    if words:
        top = {n for n, p in body.items() if p.kind is PartKind.AREA}
        for number in sorted(top.symmetric_difference(n for n in words if "." not in n)):
            raise ParseError(
                f"area {number} stands only in {'the body' if number in top else 'the contents list'}",
                file=config.source_path,
                line=(body[number] if number in top else words[number]).line,
                cure="Complete the text, or set contents = false",
            )
    parents = {p.parent for p in state.parts if p.kind is not PartKind.TOC}
    for part in body.values():
        if part.kind in (PartKind.AREA, PartKind.SECTION) and part.number not in parents:
            raise ParseError(
                f"{part.kind} {part.number} has no measures",
                file=config.source_path,
                line=part.line,
                cure=f"If it is itself a measure, name its area in measures_under: {part.parent or part.number}",
            )


def _with_gaps(parts: list[Part], length: int) -> list[Part]:
    """The parts with a gap for each stretch between them, marks and blanks."""
    out: list[Part] = []
    at = 0
    for part in parts:
        if part.span.start > at:
            out.append(Part("", PartKind.GAP, "", Span(at, part.span.start)))
        out.append(part)
        at = part.span.end
    if at < length:
        out.append(Part("", PartKind.GAP, "", Span(at, length)))
    return out


def _refuse(config: PlanConfig, line: _Line, what: str, cure: str) -> ParseError:
    shown = line.text if len(line.text) <= 80 else line.text[:77] + "…"
    return ParseError(f"{what}: {shown!r}", file=config.source_path, line=line.number, cure=cure)


def _cure_unclaimed(config: PlanConfig) -> str:
    hint = "set continuation = true in [layout] if measures run over several lines" if not config.continuation else ""
    return (
        f"Mend the text, add a [[level]] pattern, {hint + ', ' if hint else ''}or an [[ignored]] rule with its reason"
    )


def check_contents(plan: Plan) -> list[str]:
    """Contents entries whose words differ from the heading in the body."""
    body = {p.number: p.span.of(plan.text) for p in plan.parts if p.number and p.kind is not PartKind.TOC}
    return [
        f"{p.number}: the contents list says {p.span.of(plan.text)!r}, the body {body.get(p.number)!r}"
        for p in plan.parts
        if p.kind is PartKind.TOC and body.get(p.number) != p.span.of(plan.text)
    ]
