"""Finds what the words of a plan name: register names first, patterns for names the register lacks, rulings last."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from graph.authored import fold
from graph.iris import distinct_slug, entity_iri, plan_iri, slugify
from graph.model import Part, Plan, Span
from graph.patterns import NamePattern, pattern_matches
from graph.register import Register
from graph.rulings import Ruling, Rulings

REGISTER_NAME = "register-name"
SHORT_NAME = "register-short-name"
SELF_NAME = "plan-title"


@dataclass(frozen=True)
class Mention:
    """Words of a plan that name an entity; `nested` inside a longer mention of another type."""

    part: Part
    span: Span
    mention_type: str
    entity: str
    rule: str
    confidence: Decimal
    nested: bool = False


@dataclass(frozen=True)
class _Name:
    """A name ready to be looked for; case counts for one word or an acronym."""

    pattern: re.Pattern[str]
    probe: str
    exact_case: bool
    mention_type: str
    entity: str
    rule: str
    confidence: Decimal


class NameIndex:
    """The names of a register in one language."""

    def __init__(
        self, register: Register, language: str, minted: dict[str, str] | None = None, plan_id: str = ""
    ) -> None:
        self.names = [
            _ready(name, entity.named_as or entity.mention_type, entity.iri.value)
            for entity in register.entities
            for name_language, name in entity.names
            if name_language == language and (name not in entity.local_names or entity.plan == plan_id)
        ]
        self.minted = {} if minted is None else minted
        for entity in register.entities:
            self.minted.setdefault(entity.iri.value, "")


def _ready(name: str, mention_type: str, entity: str, rule: str = "") -> _Name:
    folded = fold(name)
    words = folded.split()
    exact = len(words) == 1 or folded.upper() == folded
    if not exact:
        words = [lower(w) for w in words]
    body = r"\s+".join(re.escape(w) for w in words)
    # Chinese names have no blanks around them, so only ASCII edges are word edges.
    left = r"(?<![0-9A-Za-z])" if words[0][0].isascii() and words[0][0].isalnum() else ""
    right = r"(?![0-9A-Za-z])" if words[-1][-1].isascii() and words[-1][-1].isalnum() else ""
    short = exact and name.isascii()
    confidence = Decimal("0.95") if short else Decimal("0.99")
    found_by = rule or (SHORT_NAME if short else REGISTER_NAME)
    return _Name(re.compile(left + body + right), words[0], exact, mention_type, entity, found_by, confidence)


@lru_cache(maxsize=512)
def lower(text: str) -> str:
    """Lower case without changing the number of code points, so that offsets hold."""
    return "".join(low if len(low := c.lower()) == 1 else c for c in text)


def find_mentions(plan: Plan, index: NameIndex, patterns: Iterable[NamePattern], rulings: Rulings) -> list[Mention]:
    """All mentions of the plan's numbered parts, in order of the text: per type the longest name wins."""
    folded = fold(plan.text)
    hits = list(_register_hits(plan, index, folded))
    parts = plan.numbered()
    found: list[Mention] = []
    for part in parts:
        inside = [h for h in hits if part.span.covers(h[0])]
        candidates = [Mention(part, span, n.mention_type, n.entity, n.rule, n.confidence) for span, n in inside]
        candidates = rulings.drop(plan, part, candidates, _as_mention)
        candidates += _pattern_hits(plan, part, folded, patterns, candidates, index.minted)
        candidates = rulings.drop(plan, part, candidates, _as_mention)
        chosen = _longest(candidates)
        chosen += [_ruled(plan, part, ruling) for ruling in rulings.added(part)]
        found += _mark_nested(chosen)
    return sorted(found, key=in_text_order)


def in_text_order(mention: Mention) -> tuple[int, int, str, str]:
    """Sorting key: from the first word on, the longer before the shorter."""
    return mention.span.start, -mention.span.end, mention.mention_type, mention.entity


def _as_mention(mention: Mention) -> tuple[Span, str]:
    return mention.span, mention.mention_type


def _register_hits(plan: Plan, index: NameIndex, folded: str) -> Iterator[tuple[Span, _Name]]:
    lowered = lower(folded)
    itself = plan_iri(plan.plan_id).value
    own = [_ready(name, "law", itself, SELF_NAME) for name in (plan.config.title, *plan.config.names)]
    for name in [*own, *index.names]:
        text = folded if name.exact_case else lowered
        if name.probe not in text:
            continue
        for match in name.pattern.finditer(text):
            yield Span(match.start(), match.end()), name


def _pattern_hits(
    plan: Plan,
    part: Part,
    folded: str,
    patterns: Iterable[NamePattern],
    known_hits: list[Mention],
    minted: dict[str, str],
) -> list[Mention]:
    """Names the register lacks; a pattern gives way to a register name unless it puts a head before that name."""
    out: list[Mention] = []
    for pattern in patterns:
        for span in pattern_matches(pattern, folded, part.span):
            if any(_gives_way(span, h) for h in known_hits if h.mention_type == pattern.mention_type):
                continue
            iri = _provisional_iri(pattern.mention_type, span.of(folded), minted)
            out.append(Mention(part, span, pattern.mention_type, iri, f"pattern-{pattern.name}", pattern.confidence))
    return out


def _provisional_iri(mention_type: str, name: str, minted: dict[str, str]) -> str:
    """An IRI for a name the register lacks; the same name, the same IRI, another name never."""
    name = " ".join(name.split())
    iri = entity_iri(mention_type, slugify(name)).value
    if minted.setdefault(iri, lower(name)) != lower(name):
        iri = entity_iri(mention_type, distinct_slug(name)).value
    return iri


def _gives_way(span: Span, hit: Mention) -> bool:
    if not span.overlaps(hit.span):
        return False
    headed = span.start < hit.span.start and span.end == hit.span.end
    return not headed


def _longest(candidates: list[Mention]) -> list[Mention]:
    """Per type, no two overlap: the longer wins, the earlier among equals."""
    chosen: list[Mention] = []
    ordered = sorted(candidates, key=lambda m: (m.span.start - m.span.end, m.span.start, m.entity))
    for mention in ordered:
        if not any(c.mention_type == mention.mention_type and c.span.overlaps(mention.span) for c in chosen):
            chosen.append(mention)
    return chosen


def _mark_nested(mentions: list[Mention]) -> list[Mention]:
    return [
        Mention(m.part, m.span, m.mention_type, m.entity, m.rule, m.confidence, _is_nested(m, mentions))
        for m in mentions
    ]


def _is_nested(mention: Mention, mentions: list[Mention]) -> bool:
    return any(o is not mention and o.span != mention.span and o.span.covers(mention.span) for o in mentions)


def _ruled(plan: Plan, part: Part, ruling: Ruling) -> Mention:
    span = ruling.span_in(plan, part)
    return Mention(part, span, ruling.mention_type, ruling.entity_iri(), "ruling", Decimal("0.9"))
