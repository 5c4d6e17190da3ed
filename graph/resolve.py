"""From how people cite a thing to its IRI, with reasons for every reading; what cannot be read is told, not guessed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from rapidfuzz import fuzz

from graph.base import BASE
from graph.citing import find_article, find_number, number_fits, number_order, read_bare_path, read_number
from graph.comparing import compare_identifiers, identifier_words
from graph.folding import fold, is_sign
from graph.resolution import Candidate, Resolution
from graph.search import CALLED, SearchIndex, read_text

SURE = 75.0
"""A reading with a lower score is only suggested."""
_AMBIGUOUS = 76.0
_SUGGESTED = 5
_EDGES = " \t\n,;:.()[]“”\"'‘’"
_LINK_WORDS = re.compile(r"^(?:of|in|under|the|to|see|cf)\b[\s,.]*|[\s,]*\b(?:of|in|under|the|from)$", re.IGNORECASE)
_PLAN = re.compile(
    r"(?:\b(?:of|in|from)\s+)?(?:\bthe\s+)?(?:\b(?P<before>(?:19|20)[0-9]{2})(?:'s|’s)?\s+(?:action\s+)?plan\b"
    r"|\b(?:action\s+)?plan\s+(?:of|for)\s+(?P<after>(?:19|20)[0-9]{2})\b|\b(?P<id>[a-z]{2,8}-[0-9]{4})\b)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"[\s,(]*\b(?:as (?:amended|revised)(?: in| of| on)?|of|in|version|text of)?\s*"
    r"((?:1[89]|20)[0-9]{2}(?:-[0-9]{2}(?:-[0-9]{2})?)?)\b\s*年?(?:修正|修订)?[\s)]*",
    re.IGNORECASE,
)
_ORDER_ZH = re.compile(r"(?P<issuer>[^\s第令]{2,20})令?(?:\s*[（(〔]?\s*)第?\s*(?P<number>[0-9]{1,4})\s*号令?[）)〕]?")


def resolve(index: SearchIndex, text: str) -> Resolution:
    """The things that the text cites."""
    text = read_text(text)
    asked = text.strip(_EDGES) or text
    notes: list[str] = []
    found = _best_of([*_by_address(index, asked), *_by_name(index, asked, ())] or [*_by_parts(index, asked, notes)])
    if found:
        return Resolution(text, found, (), tuple(notes))
    return Resolution(text, (), index.search(asked, limit=_SUGGESTED).hits, tuple(dict.fromkeys(notes)))


def _best_of(candidates: list[Candidate]) -> tuple[Candidate, ...]:
    best: dict[str, Candidate] = {}
    for candidate in candidates:
        if candidate.score >= SURE and candidate.score > getattr(best.get(candidate.iri), "score", 0.0):
            best[candidate.iri] = candidate
    return tuple(
        sorted(best.values(), key=lambda c: (-c.score, c.kind == "version", number_order(c.labels.number), c.iri))
    )


def _by_address(index: SearchIndex, text: str) -> Iterator[Candidate]:
    """The text as an IRI or path of ours, or as the address of the same thing elsewhere."""
    if re.search(r"\s", text):
        return
    path = re.sub(r"^(?:https?://[^/]+/(?:iprgraph/)?|/|ipr:(?=[A-Za-z]))", "", text)
    path = re.sub(r"\.(?:html|ttl|nt|jsonld|rdf|json|md)$", "", path)
    term = text.startswith("ipr:")
    for tried in (f"ontology#{path}",) if term else dict.fromkeys((path, path.replace(".", "-"))):
        if tried and BASE + tried in index.labels:
            read = "an IRI" if "://" in text else "the name of a term" if term else "a path below the base"
            yield _candidate(index, BASE + tried, 100.0, f"“{text}” was read as {read}")
    if "://" in text:
        for name in index.names:
            if name.role == "identifier" and name.text == text:
                yield _candidate(index, name.iri, 100.0, f"“{text}” is linked to it in the data")


def _by_parts(index: SearchIndex, text: str, notes: list[str]) -> Iterator[Candidate]:
    """The text taken apart: the plan, an article, a date, a number; what is left must be a name."""
    plan, rest, reasons = _read_plan(index, text, notes)
    if plan is None:
        return
    yield from _by_number(index, rest, plan, reasons, notes)
    article = find_article(rest)
    pinpoint = ""
    if article is not None:
        pinpoint = f"article {article.number}"
        words = rest[article.start : article.end].strip(" ,;")
        reasons = (*reasons, f"“{words}” was read as a pinpoint; articles have no IRI of their own")
        rest = rest[: article.start] + " " + rest[article.end :]
    rest = _trim(rest)
    readings = (
        _by_name(index, rest, reasons),
        _by_version(index, rest, reasons, notes),
        _by_order(index, rest, reasons),
    )
    for candidate in chain.from_iterable(readings):
        yield replace(candidate, pinpoint=pinpoint)
    if article is not None and not rest:
        notes.append(f"“{text}” names an article, but no law")


def _read_plan(index: SearchIndex, text: str, notes: list[str]) -> tuple[str | None, str, tuple[str, ...]]:
    """The plan's IRI (empty where none is named, None where there is none such), the rest, and the reason."""
    if named := _find_title(index, text):
        return named
    match = _PLAN.search(text)
    if match is None:
        return "", text, ()
    year = match["before"] or match["after"] or match["id"]
    known = [name for name in index.names if name.kind == "plan" and name.role == "number"]
    plans = [name for name in known if year.lower() in {name.text, *name.text.split("-")}]
    if not plans:
        if match["id"]:
            return "", text, ()
        notes.append(f"there is no plan of {year} here; there are: {', '.join(n.text for n in known) or 'none'}")
        return None, text, ()
    rest = _trim(text[: match.start()] + " " + text[match.end() :])
    label = index.labels[plans[0].iri].shown
    return plans[0].iri, rest, (f"“{match[0].strip()}” was read as the plan “{label}”",)


def _find_title(index: SearchIndex, text: str) -> tuple[str, str, tuple[str, ...]] | None:
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
            rest = _trim(text[:start] + " " + text[start + len(title) :])
            return name.iri, rest, (f"“{text[start : start + len(title)]}” was read as the plan",)
    return None


def _by_number(
    index: SearchIndex, rest: str, plan: str, reasons: tuple[str, ...], notes: list[str]
) -> Iterator[Candidate]:
    if plan and not rest:
        yield _candidate(index, plan, 98.0, *reasons)
        return
    read = read_number(rest) or find_number(rest) or (read_bare_path(rest) if plan else None)
    left = "" if read is None else _trim(rest[: read.start] + " " + rest[read.end :])
    if read is None or (left and read_number(rest) is None):
        return
    fits = [(number_fits(n.text, read), n) for n in index.numbered if not plan or n.iri.startswith(f"{plan}/")]
    best = max((fit for fit, _ in fits), default=0)
    found = [name for fit, name in fits if fit == best]
    if not best:
        notes.append(f"“{rest}” was read as a number, and nothing has it")
        return
    score = _AMBIGUOUS if len(found) > 1 else {4: 99.0, 3: 96.0, 2: 90.0}[best]
    for name in found:
        also = (f"{len(found)} things have a number that ends so",) if len(found) > 1 else ()
        told = f"“{rest}” was read as the number {name.text}"
        yield _candidate(index, name.iri, score, told, *also, *reasons)


def _by_name(index: SearchIndex, text: str, reasons: tuple[str, ...]) -> Iterator[Candidate]:
    """Things called exactly so, by number of an order, or so but for the spelling of a long word."""
    if not fold(text):
        return
    hits = index.search(text, limit=50).hits
    exact = [hit for hit in hits if hit.how == "exact" and hit.name.role in CALLED - {"number"}]
    for hit in exact:
        yield _candidate(index, hit.iri, hit.score, f"“{text}”: {hit.why}", *reasons)
    if exact:
        return
    yield from _by_identifier(index, text, reasons)
    for hit in hits:
        is_title = hit.name.role in {"preferred", "alternative"} and hit.how in {"similar", "corrected"}
        if is_title and is_respelt(text, hit.name.text):
            told = f"“{text}” was read as another spelling of “{hit.name.text}”"
            yield _candidate(index, hit.iri, 80.0, told, *reasons)


def _by_identifier(index: SearchIndex, text: str, reasons: tuple[str, ...]) -> Iterator[Candidate]:
    if not any(word.isdigit() for word in identifier_words(text)):
        return
    compared = ((compare_identifiers(text, name.text), name) for name in index.identifiers)
    found = [(min(likeness, 97.0), name) for likeness, name in compared if likeness]
    best = max((score for score, _ in found), default=0.0)
    several = len({_law_of(name.iri) for score, name in found if score == best}) > 1
    for score, name in found:
        if score == best:
            told = f"“{text}” was read as the identifier “{name.text}”"
            yield _candidate(index, name.iri, _AMBIGUOUS if several else score, told, *reasons)


def _law_of(iri: str) -> str:
    """The law of a version; anything else as it is."""
    return iri.rpartition("/")[0] if iri.startswith(f"{BASE}law/") and iri.count("/") > BASE.count("/") + 1 else iri


def _by_version(index: SearchIndex, text: str, reasons: tuple[str, ...], notes: list[str]) -> Iterator[Candidate]:
    """A law with a year or date: the version of that time."""
    match = _DATE.search(text)
    if match is None:
        return
    rest = _trim(text[: match.start()] + " " + text[match.end() :])
    for law in _by_name(index, rest, reasons):
        dated = [i for i, of in index.labels.items() if of.kind == "version" and i.startswith(f"{law.iri}/{match[1]}")]
        if not dated:
            notes.append(f"no version of “{law.label}” of {match[1]} is known here")
        for iri in dated:
            told = f"“{match[1]}” was read as the date of a version"
            yield _candidate(index, iri, min(law.score, 97.0), *law.reasons, told)


def _by_order(index: SearchIndex, text: str, reasons: tuple[str, ...]) -> Iterator[Candidate]:
    """An order as Chinese texts cite it (国务院令第569号): the issuer's names in English with the number."""
    match = _ORDER_ZH.search(text)
    if match is None or "令" not in text:
        return
    for issuer in _by_name(index, match["issuer"].removesuffix("令"), ()):
        called = [
            n.text for n in index.names if n.iri == issuer.iri and n.role in {"preferred", "alternative", "acronym"}
        ]
        written = [f"{name} {word} No. {match['number']}" for name in called for word in ("Order", "Decree")]
        for candidate in chain.from_iterable(_by_identifier(index, order, reasons) for order in written):
            told = f"“{match[0]}” was read as number {match['number']} of the orders of “{issuer.label}”"
            yield _candidate(index, candidate.iri, min(candidate.score, 95.0), told, *reasons)


def is_respelt(text: str, name: str) -> bool:
    """Whether two texts have the same words but for a few letters of long ones; figures and short words must agree."""
    ours, theirs = fold(text).split(), fold(name).split()
    if len(ours) != len(theirs) or any(is_sign(word) for word in ours):
        return False
    pairs = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    alike = all(min(len(a), len(b)) > 4 and a.isalpha() and b.isalpha() and fuzz.ratio(a, b) >= 83.0 for a, b in pairs)
    return alike and len(pairs) <= max(1, len(ours) // 2)


def _trim(text: str) -> str:
    before = None
    while before != text:
        before, text = text, _LINK_WORDS.sub("", text.strip(_EDGES)).strip(_EDGES)
    return re.sub(r"\s+", " ", text)


def _candidate(index: SearchIndex, iri: str, score: float, *reasons: str) -> Candidate:
    labels = index.labels[iri]
    return Candidate(iri, labels, score, tuple(dict.fromkeys(reasons)))
