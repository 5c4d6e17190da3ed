"""What people write who know SQL: LIKE, NULL, columns that are not grouped, or a whole statement."""

import re
from collections.abc import Iterator

from graph.grouping import find_ungrouped
from graph.lexer import LexicalError, Token, tokenize
from graph.mends import Mend, Wrong
from graph.nearness import stored_text
from graph.querytext import Edit

_STATEMENT = re.compile(
    r"\s*(select\b.*\bfrom\s+[\w\"`\[]|insert\s+into\s+\w|update\s+\w+\s+set\b|delete\s+from\s+\w|create\s+table\b)",
    re.IGNORECASE | re.DOTALL,
)
_WILD = re.compile(r"[%_]")
_SPECIAL = re.compile(r"([\\.^$|?*+()\[\]{}])")


def mend_statements(wrong: Wrong) -> Iterator[Mend]:
    """SQL: what is offered is a query to begin with."""
    is_sparql = any(token.kind == "VARIABLE" or token.text == "{" for token in wrong.tokens)
    if not is_sparql and _STATEMENT.match(wrong.text):
        told = "this looks like SQL; SPARQL asks for what fits patterns of ?subject, property and ?object: begin so"
        yield Mend(told, stored_text("beginning"), True)


def mend_like(wrong: Wrong) -> Iterator[Mend]:
    """LIKE, by the function that finds the same."""
    for position, token in enumerate(wrong.tokens[:-1]):
        pattern = wrong.tokens[position + 1]
        if token.keyword not in {"LIKE", "ILIKE"} or pattern.kind != "STRING" or not position:
            continue
        is_not = wrong.tokens[position - 1].keyword == "NOT"
        begun = _begin_of_value(wrong, position - 1 - is_not)
        if begun is None:
            continue
        value = wrong.text[begun.start : wrong.tokens[position - 1 - is_not].end]
        new = _found_in(value, pattern.text, ignores_case=token.keyword == "ILIKE")
        new = f"(!{new})" if is_not else new
        yield Mend(f"SPARQL has no {token.text}; write {new}", wrong.edited(Edit(begun.start, pattern.end, new)), True)


def _begin_of_value(wrong: Wrong, position: int) -> Token | None:
    """The variable or call that ends there, by its first token."""
    if position < 0 or wrong.tokens[position].kind == "VARIABLE":
        return wrong.tokens[position] if position >= 0 else None
    depth = 0
    for i in range(position, 0, -1):
        depth += {")": 1, "(": -1}.get(wrong.tokens[i].text, 0)
        if depth <= 0:
            is_call = wrong.tokens[i].text == "(" and wrong.tokens[i - 1].kind == "WORD"
            return wrong.tokens[i - 1] if is_call else None
    return None


def _found_in(value: str, pattern: str, *, ignores_case: bool) -> str:
    marks = 3 if pattern[:3] in {'"' * 3, "'" * 3} else 1
    quote, words = pattern[:marks], pattern[marks:-marks]
    text = f"STR({value})" if value[0] in "?$" else value
    plain = words.strip("%")
    if _WILD.search(plain) or not plain:
        escaped = _SPECIAL.sub(r"\\\\\1", words).replace("%", ".*").replace("_", ".")
        return f"REGEX({text}, {quote}^{escaped}${quote}{', ' + quote + 'i' + quote if ignores_case else ''})"
    if ignores_case:
        text, plain = f"LCASE({text})", plain.lower()
    name = {(True, True): "CONTAINS", (False, True): "STRSTARTS", (True, False): "STRENDS"}.get(
        (words.startswith("%"), words.endswith("%"))
    )
    return f"({text} = {quote}{plain}{quote})" if name is None else f"{name}({text}, {quote}{plain}{quote})"


def mend_null(wrong: Wrong) -> Iterator[Mend]:
    """Comparisons with NULL, by BOUND."""
    for position, token in enumerate(wrong.tokens):
        if token.keyword != "NULL":
            continue
        begun, signs = position, ""
        while begun and wrong.tokens[begun - 1].text.upper() in {"=", "!", "<>", "IS", "NOT"}:
            begun -= 1
            signs = wrong.tokens[begun].text.upper() + signs
        variable = wrong.tokens[begun - 1] if begun else token
        if signs and variable.kind == "VARIABLE":
            is_bound = signs in {"!=", "!==", "<>", "ISNOT"}
            new = f"{'' if is_bound else '!'}BOUND({variable.text})"
            told = f"SPARQL has no {token.text}; whether there is a value tells {new}"
            yield Mend(told, wrong.edited(Edit(variable.start, token.end, new)), True)


def mend_groups(wrong: Wrong) -> Iterator[Mend]:
    """Columns that are not in GROUP BY."""
    try:
        found = find_ungrouped(tokenize(wrong.text))
    except LexicalError:
        return
    if found is not None:
        names = " ".join(token.text for token in found.variables)
        new = f" {names}" if found.has_group else f" GROUP BY {names}"
        told = f"add {names} to GROUP BY" if found.has_group else f"add GROUP BY {names}"
        yield Mend(told, wrong.edited(Edit(found.place, found.place, new)))
