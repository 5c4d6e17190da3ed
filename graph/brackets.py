"""What may be wrong with the order of a text that is not SPARQL: brackets, quotes, separators, clauses."""

from collections.abc import Iterator

from graph.grouping import AGGREGATES
from graph.keywords import FUNCTIONS
from graph.lexer import Token
from graph.mends import Mend, Wrong, innermost
from graph.querytext import Edit

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_ORDER = ("GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET")
_WITH_BLOCK = {"OPTIONAL", "MINUS", "EXISTS", "UNION"}
_WITH_EXPRESSION = {"FILTER", "BIND", "HAVING"}
_BEGINS_EXPRESSION = FUNCTIONS | {"EXISTS", "NOT"}
_BEGINS_PATTERN = {"FILTER", "BIND", "OPTIONAL", "MINUS", "GRAPH", "VALUES", "UNION", "SERVICE", *_ORDER}
_SEPARATORS = (".", ";", ",")
_MOST_ENDS = 20
_AROUND = 5
"""How many tokens around the place are tried: the parser tells about where it failed."""


def mend_quotes(wrong: Wrong) -> Iterator[Mend]:
    """A string that does not end where it should."""
    begun = next((t for t in wrong.tokens if t.kind == "WRONG" and t.text in {'"', "'"}), None)
    if begun is None:
        return
    mark, end = begun.text, wrong.text.find("\n", begun.start)
    line_end = len(wrong.text) if end < 0 else end
    other = '"' if mark == "'" else "'"
    rest = wrong.text[begun.end : line_end]
    closing = wrong.text.find(mark, line_end)
    if other in rest:
        place = begun.end + rest.index(other)
        told = f"a string ends with the mark that it begins with: {mark}"
        yield Mend(told, wrong.edited(Edit(place, place + 1, mark)), True)
    if closing >= 0:
        edits = (Edit(begun.start, begun.end, mark * 3), Edit(closing, closing + 1, mark * 3))
        yield Mend(f"a string of several lines stands in {mark * 3}", wrong.edited(*edits), True)
    words = len(rest.rstrip(" \t\r.;,)}]"))
    ends = sorted({len(rest), *(i for i, mark in enumerate(rest) if mark in " \t.;,)}]")}, reverse=True)
    for place in (words, *ends[:_MOST_ENDS]):
        told = f"the string that begins with {mark}{rest[:12].strip()} lacks {mark} at its end"
        yield Mend(told, wrong.edited(Edit(begun.end + place, begun.end + place, mark)), True)


def mend_brackets(wrong: Wrong) -> Iterator[Mend]:
    """Brackets without partner: one is added, or taken away."""
    opened: list[Token] = []
    for token in wrong.tokens:
        if token.kind != "PUNCT":
            continue
        if token.text in _CLOSING:
            opened.append(token)
        elif token.text in _CLOSING.values():
            if opened and _CLOSING[opened[-1].text] == token.text:
                opened.pop()
                continue
            yield from _at_odd_closing(wrong, token, opened)
            return
    if opened:
        yield from _at_end(wrong, opened)
    elif not any(token.text == "{" for token in wrong.tokens):
        yield from _without_braces(wrong)


def _at_odd_closing(wrong: Wrong, token: Token, opened: list[Token]) -> Iterator[Mend]:
    if opened:
        missing = _CLOSING[opened[-1].text]
        told = f"{missing} is missing before {token.text}"
        yield Mend(told, wrong.edited(Edit(token.start, token.start, missing)), True)
    words = {"}": {"WHERE", "OPTIONAL", "MINUS", "UNION", "EXISTS"}, ")": {"FILTER", "BIND", "HAVING", "SELECT"}}
    before = [t for t in wrong.tokens if t.end <= token.start]
    for place, word in [*enumerate(before)][::-1]:
        if word.keyword in words.get(token.text, ()):
            opening = {"}": "{", ")": "("}[token.text]
            if wrong.tokens[place + 1].text == opening:
                continue
            told = f"{opening} is missing after {word.text}"
            yield Mend(told, wrong.edited(Edit(word.end, word.end, f" {opening}")), True)
    yield Mend(f"{token.text} closes nothing; take it away", wrong.edited(Edit(token.start, token.end, "")), True)


def _at_end(wrong: Wrong, opened: list[Token]) -> Iterator[Mend]:
    missing = "".join(_CLOSING[token.text] for token in reversed(opened))
    told = f"{' '.join(missing)} is missing" if len(missing) > 1 else f"{missing} is missing"
    after = [token.end for token in wrong.tokens if token.start > opened[-1].start]
    for place in [*_starts_of_clauses(wrong), len(wrong.text), *reversed(after)][:40]:
        gap = "\n" if place == len(wrong.text) and "#" in wrong.text else " "
        yield Mend(told, wrong.edited(Edit(place, place, f"{gap}{missing} ")), True)


def _without_braces(wrong: Wrong) -> Iterator[Mend]:
    head = next((token for token in wrong.tokens if token.keyword in {"WHERE", "ASK"}), None)
    if head is not None:
        for end in (*_starts_of_clauses(wrong), len(wrong.text)):
            edits = (Edit(head.end, head.end, " {"), Edit(end, end, "\n} "))
            yield Mend(f"the patterns after {head.text} stand in braces: {{ … }}", wrong.edited(*edits), True)


def _starts_of_clauses(wrong: Wrong) -> list[int]:
    return [token.start for token in wrong.tokens if token.keyword in _ORDER][:1]


def mend_blocks(wrong: Wrong) -> Iterator[Mend]:
    """OPTIONAL and its like without braces, FILTER and its like without parentheses."""
    for position, token in enumerate(wrong.tokens[:-1]):
        after = wrong.tokens[position + 1]
        if token.keyword in _WITH_BLOCK and after.text not in {"{", "EXISTS"}:
            yield from _wrapped(wrong, position, "{ ", " }")
        elif (
            token.keyword in _WITH_EXPRESSION
            and after.text != "("
            and after.keyword not in FUNCTIONS | {"EXISTS", "NOT"}
        ):
            yield from _wrapped(wrong, position, "(", ")")


def _wrapped(wrong: Wrong, position: int, opening: str, closing: str) -> Iterator[Mend]:
    """The rest of the pattern in brackets: up to a full stop, a brace, a keyword or the end of the line."""
    word, begun = wrong.tokens[position], wrong.tokens[position + 1]
    ends = []
    for before, token in zip(wrong.tokens[position + 1 :], wrong.tokens[position + 2 :], strict=False):
        if (
            token.text in {".", "}", "{"}
            or token.keyword in _BEGINS_PATTERN
            or "\n" in wrong.text[before.end : token.start]
        ):
            ends.append(before.end)
            if token.text == "}":
                break
    for end in ends[:6]:
        told = f"what belongs to {word.text} stands in {opening.strip()} {closing.strip()}"
        yield Mend(told, wrong.edited(Edit(begun.start, begun.start, opening), Edit(end, end, closing)))


def mend_columns(wrong: Wrong) -> Iterator[Mend]:
    """Commas between columns, calls without parentheses, results without a name."""
    around = innermost(wrong.tokens)
    for position, token in enumerate(wrong.tokens):
        if token.keyword != "SELECT":
            continue
        end = next((i for i in range(position, len(wrong.tokens)) if wrong.tokens[i].text == "{"), len(wrong.tokens))
        head = range(position + 1, end)
        commas = [wrong.tokens[i] for i in head if wrong.tokens[i].text == "," and around[i] == around[position]]
        if commas:
            edits = [Edit(comma.start, comma.end, " ") for comma in commas]
            yield Mend("columns stand without commas", wrong.edited(*edits), True)
        for i in head:
            if wrong.tokens[i].keyword in AGGREGATES and i + 1 < end:
                yield from _named_result(wrong, i, around)


def _named_result(wrong: Wrong, position: int, around: list[str]) -> Iterator[Mend]:
    tokens, call = wrong.tokens, wrong.tokens[position]
    closes = _partner(wrong, position + 1)
    if closes is None:
        return
    name = f"?{call.text.lower()}"
    while any(token.text == name for token in tokens):
        name += "_"
    rest = tokens[closes + 1 : closes + 3]
    if around[position] == "(" and rest and rest[0].text == ")":
        edit = Edit(tokens[closes].end, tokens[closes].end, f" AS {name}")
        yield Mend(f"a result needs a name: ({call.text}(…) AS {name})", wrong.edited(edit), True)
    elif around[position] != "(":
        has_name = len(rest) == 2 and rest[0].keyword == "AS"
        end, named = (rest[1].end, ")") if has_name else (tokens[closes].end, f" AS {name})")
        edits = (Edit(call.start, call.start, "("), Edit(end, end, named))
        yield Mend(
            f"a result stands in parentheses, with its name: ({call.text}(…) AS {name})", wrong.edited(*edits), True
        )


def _partner(wrong: Wrong, position: int) -> int | None:
    depth = 0
    for i in range(position, len(wrong.tokens)):
        depth += {"(": 1, ")": -1}.get(wrong.tokens[i].text, 0)
        if depth == 0:
            return i
    return None


def mend_clauses(wrong: Wrong) -> Iterator[Mend]:
    """What follows the patterns: BY that is missing, an order that SPARQL does not have; AS that BIND lacks."""
    around = innermost(wrong.tokens)
    starts = []
    for position, (token, after) in enumerate(zip(wrong.tokens, wrong.tokens[1:], strict=False)):
        if token.keyword in {"GROUP", "ORDER"} and after.keyword != "BY":
            yield Mend(f"write {token.text} BY", wrong.edited(Edit(token.end, token.end, " BY")), True)
        if token.keyword in _ORDER and around[position] == "":
            starts.append(token)
        is_last = after.text == ")" and token.kind == "VARIABLE" and wrong.tokens[position - 1].keyword != "AS"
        if is_last and any(t.keyword == "BIND" for t in wrong.tokens[:position]):
            yield Mend("BIND gives a value a name: BIND(… AS ?x)", wrong.edited(Edit(token.start, token.start, "AS ")))
    ordered = sorted(starts, key=lambda token: _ORDER.index(token.keyword))
    if ordered != starts:
        ends = {a.start: b for a, b in zip(starts, [*(t.start for t in starts[1:]), len(wrong.text)], strict=True)}
        clauses = " ".join(wrong.text[token.start : ends[token.start]].strip() for token in ordered)
        told = f"the order is {', '.join(dict.fromkeys(token.keyword for token in ordered))}"
        yield Mend(told, wrong.edited(Edit(starts[0].start, len(wrong.text), clauses)), True)


def mend_separators(wrong: Wrong) -> Iterator[Mend]:
    """A full stop, semicolon or comma that is missing, too much or another than it should be, near the place."""
    here = next((i for i, token in enumerate(wrong.tokens) if token.end > wrong.offset), len(wrong.tokens))
    near = sorted(
        range(max(0, here - _AROUND), min(len(wrong.tokens), here + _AROUND)), key=lambda i: (abs(i - here), i)
    )
    for i in near:
        token = wrong.tokens[i]
        if token.text in _SEPARATORS:
            yield from _without_separator(wrong, i)
    for mark in (".", ";"):
        for i in sorted(near, key=lambda i: not _begins_line(wrong, i)):
            if i:
                before, token = wrong.tokens[i - 1], wrong.tokens[i]
                gap = wrong.text[before.end : token.start] or " "
                told = f"{mark} is missing between {before.text} and {token.text}"
                yield Mend(told, wrong.edited(Edit(before.end, token.start, f" {mark}{gap}")))


def _without_separator(wrong: Wrong, position: int) -> Iterator[Mend]:
    token = wrong.tokens[position]
    around = {other.text for other in wrong.tokens[max(0, position - 1) : position + 2 : 2]}
    away = Mend(f"take the {token.text} away", wrong.edited(Edit(token.start, token.end, " ")))
    is_last = bool(around & {"}", *_SEPARATORS}) or position == len(wrong.tokens) - 1
    if is_last:
        yield away
    for new in _SEPARATORS:
        if new != token.text:
            told = f"write {new} in place of {token.text}"
            yield Mend(told, wrong.edited(Edit(token.start, token.end, new)))
    if not is_last:
        yield away


def _begins_line(wrong: Wrong, position: int) -> bool:
    return position > 0 and "\n" in wrong.text[wrong.tokens[position - 1].end : wrong.tokens[position].start]
