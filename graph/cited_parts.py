"""What a text cites of a plan: the plan by its title or year, its parts by number in any writing."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from graph.cited_names import make_candidate
from graph.citing import NumberRead, find_number, number_fits, number_order, read_bare_path, read_number
from graph.hits import Hit
from graph.names import Name
from graph.numbering import roman
from graph.resolution import AMBIGUOUS, Candidate
from graph.search import SearchIndex

EDGES = " \t\n,;:.“”\"'‘’《》〈〉「」"
_YEAR = r"(?:19|20)[0-9]{2}"
_PLAN = re.compile(
    rf"(?:\b(?:of|in|from)\s+)?(?:\bthe\s+)?(?:\b(?P<before>{_YEAR})(?:'s|’s)?\s+(?:action\s+)?plan\b"
    rf"|\b(?:action\s+)?plan\s+(?:of|for)\s+(?P<after>{_YEAR})\b|(?:\baction\s+|^|,\s*)plan,?\s+\(?(?P<beside>{_YEAR})\b\)?"
    rf"|(?P<zh>{_YEAR})\s*年\s*行动计划的?"
    r"|\b(?P<id>[a-z]{2,8}-[0-9]{4})\b)",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(rf"\(\s*({_YEAR})\s*\)$|,\s*({_YEAR})$")
_ONLY = re.compile(
    r"[\s,(]*\b(?:of|in)\s+(?:the|china['’]s)\s+(?:action\s+)?plan\)?$|^(?:the\s+)?(?:action\s+)?plan[\s,]+",
    re.IGNORECASE,
)
"""The plan with no year, which can only be meant where there is one alone."""
_LINK_WORDS = re.compile(
    r"^(?:of|in|under|the|to|see|cf)\b[\s,.]*|^(?:参见|见)|[\s,]*\b(?:of|in|under|the|to|from)$|(?<=\S)的$",
    re.IGNORECASE,
)
_LEVELS = ("area", "section", "measure")
_PAIRS = {"(": ")", "[": "]"}


class PlanRead(NamedTuple):
    """What a text says of a plan."""

    iri: str | None
    """Empty where no plan is named, None where there is none such."""
    rest: str
    reasons: tuple[str, ...] = ()
    note: str = ""


def read_plan(index: SearchIndex, text: str) -> PlanRead:
    """The plan that the text names."""
    if named := _find_title(index, text):
        return named
    match, year = _PLAN.search(text), ""
    if match is not None:
        year = match["before"] or match["after"] or match["beside"] or match["zh"] or match["id"]
    elif (match := _BARE_YEAR.search(text)) and read_number(trim(text[: match.start()])):
        year = match[1] or match[2]
    known = [name for name in index.names if name.kind == "plan" and name.role == "number"]
    if match is None or not year:
        return _find_only(index, text, known) or PlanRead("", text)
    plans = [name for name in known if year.lower() in {name.text, *name.text.split("-")}]
    rest = trim(text[: match.start()] + " " + text[match.end() :])
    if not plans:
        if match.re is _PLAN and match["id"]:
            return PlanRead("", text)
        there = ", ".join(n.text for n in known) or "none"
        return PlanRead(None, rest, (), f"there is no plan of {year} here; there are: {there}")
    label = index.labels[plans[0].iri].shown
    return PlanRead(plans[0].iri, rest, (f"“{match[0].strip(' ,')}” was read as the plan “{label}”",))


def _find_only(index: SearchIndex, text: str, known: list[Name]) -> PlanRead | None:
    match = _ONLY.search(text)
    rest = trim(text[: match.start()] + " " + text[match.end() :]) if match else ""
    if match is None or len(known) != 1 or read_number(rest) is None:
        return None
    told = f"“{match[0].strip(' ,()')}” was read as the only plan here, “{index.labels[known[0].iri].shown}”"
    return PlanRead(known[0].iri, rest, (told,))


def _find_title(index: SearchIndex, text: str) -> PlanRead | None:
    plain = text.replace("’", "'").casefold()
    for name in index.names:
        title = name.text.replace("’", "'").casefold()
        if (
            name.kind == "plan"
            and name.role in {"preferred", "alternative"}
            and title in plain
            and len(plain) == len(text)
        ):
            start = plain.index(title)
            rest = trim(text[:start] + " " + text[start + len(title) :])
            return PlanRead(name.iri, rest, (f"“{text[start : start + len(title)]}” was read as the plan",))
    return None


def by_number(index: SearchIndex, plan: PlanRead, notes: list[str], near: list[Hit]) -> Iterator[Candidate]:
    """The plan itself where nothing else is said, else its parts with the number; those near it where there is none."""
    rest = plan.rest
    if plan.iri and not rest:
        yield make_candidate(index, plan.iri, 98.0, *plan.reasons)
        return
    read = read_number(rest) or find_number(rest) or (read_bare_path(rest) if plan.iri else None)
    left = "" if read is None else trim(rest[: read.start] + " " + rest[read.end :])
    if read is None or (left and read_number(rest) is None):
        return
    fits = [(number_fits(n.text, read), n) for n in index.numbered if not plan.iri or n.iri.startswith(f"{plan.iri}/")]
    found = [(fit, name) for fit, name in fits if fit and _is_level(name, read)]
    best = max((fit for fit, _ in found), default=0)
    if not best or _is_bare(read):
        said = "fits several kinds of things" if _is_bare(read) else "nothing has it"
        notes.append(f"“{rest}” was read as a number, and {said}")
        near.extend(_near(read, index, [name for _, name in fits]))
        return
    alike = [name for fit, name in found if fit == best or _may_be_an_end(read)]
    score = AMBIGUOUS if len(alike) > 1 else {4: 99.0, 3: 96.0, 2: 90.0}[best]
    for name in alike:
        also = (f"{len(alike)} things have a number that is so or ends so",) if len(alike) > 1 else ()
        told = f"“{rest}” was read as the number {name.text}"
        yield make_candidate(index, name.iri, score, told, *also, *plan.reasons)


def _is_level(name: Name, read: NumberRead) -> bool:
    """Whether the thing is what the word before the number says; a path of three parts says itself what it is."""
    level = read.levels[1]
    return level < 0 or name.kind == _LEVELS[level] or (level < 2 and len(read.parts) > level + 1)


def _is_bare(read: NumberRead) -> bool:
    """Whether it is one figure with no word, which can be anything: an area, a measure, an order."""
    return len(read.parts) == 1 and read.levels[1] < 0 and not roman(read.parts[0])


def _may_be_an_end(read: NumberRead) -> bool:
    """Whether two figures may be an area and a section as well as a section and a measure."""
    return len(read.parts) == 2 and not read.gapped and not roman(read.parts[0])


def _near(read: NumberRead, index: SearchIndex, names: list[Name]) -> list[Hit]:
    """The area that is named and what has the nearest numbers in it; else what has the last number anywhere."""
    wanted = number_order(".".join(read.parts))
    inside = read.levels[0] == 0 or len(wanted) > 2 or roman(read.parts[0]) is not None

    def order(name: Name) -> tuple[bool, int, tuple[int, ...]]:
        own = number_order(name.text)
        return len(own) > 1, abs(own[-1] - wanted[-1]) if len(own) > 1 else 0, own

    def is_near(own: tuple[int, ...]) -> bool:
        return own[0] == wanted[0] if inside else own[-1] == wanted[-1]

    ranked = sorted((name for name in names if is_near(number_order(name.text))), key=order)
    return [Hit(index.labels[name.iri], name, "number", 40.0, ((0, len(name.text)),)) for name in ranked[:5]]


def trim(text: str) -> str:
    """The text without the words and marks around it that only join it to others."""
    before = None
    while before != text:
        before, text = text, _LINK_WORDS.sub("", strip_edges(text))
    return re.sub(r"\s+", " ", text)


def strip_edges(text: str) -> str:
    """The text without marks at its edges; brackets stay where they belong to a part of it."""
    before = None
    while before != text:
        before, text = text, text.strip(EDGES)
        for opening, closing in _PAIRS.items():
            if text.startswith(opening) and (text.find(closing) in {-1, len(text) - 1}):
                text = text[1:]
            if text.endswith(closing) and text.count(opening) < text.count(closing):
                text = text[:-1]
            if text.endswith(opening):
                text = text[:-1]
            if text.startswith(closing):
                text = text[1:]
    return text
