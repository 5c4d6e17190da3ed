"""Reads what a measure does: its acts, and what it does to each thing that it names.

An act is a trigger word of the act scheme outside any name. What governs a name is the nearest group of trigger words
before it in its clause ("revision, formulation and implementation of"); names joined by "and" or a comma share their
governors; a name after "according to" or "under" is only referred to; "research … for the amendment of" is research.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from graph.authored import fold
from graph.errors import SourceError
from graph.iris import entity_type
from graph.lexicon import Lexicon, Trigger
from graph.mentions import Mention
from graph.model import Part, PartKind, Plan, Span
from graph.rulings import Rulings

_INSTRUMENT = {
    "draft": "drafts",
    "formulate": "formulates",
    "revise": "revises",
    "promulgate": "promulgates",
    "publish": "promulgates",
    "research": "researches",
    "implement": "implements",
}
_BY_ACT = {
    "event": ("hosts", {"host", "organise", "launch"}),
    "publication": ("issues", {"publish", "promulgate", "draft", "formulate", "publicize"}),
    "programme": (
        "runs",
        {"implement", "launch", "build", "formulate", "improve", "cooperate", "promote", "organise", "pilot", "select"},
    ),
    "system": ("builds", {"build", "implement", "launch", "improve", "formulate", "promote", "organise"}),
}
_ALWAYS = {
    "campaign": "launches",
    "agency": "involves",
    "international-body": "involves",
    "jurisdiction": "concernsJurisdiction",
    "target": "hasTarget",
}
_REFERRING = re.compile(
    r"(?:according to|in accordance with|in line with|in compliance with|pursuant to|under|based on|on the basis of)"
    r"(?: the)?(?: (?:revised|existing|current|relevant))?\s*$"
)
_JOINED = re.compile(r"^[\s,\"']*(?:and|or|as well as|, and)?(?: (?:the|its|relevant))?[\s\"']*$")
_COORDINATED = re.compile(r"^(?:\s*,\s*|\s*,?\s*and\s+|\s*,?\s*or\s+)(?:to\s+|the\s+)?$")
_CLAUSE = re.compile(r"[.;]\s|,? and to |, to |(?<=\w), (?=striving|so as|in order|with a view)")
_COMPLETING = re.compile(r"\b(?P<word>complete|finali[sz]e) (?:the )?$")
_BACK = re.compile(r"\s*,? and (?:to )?(?:ensure|promote|accelerate|push forward) its $")
_PURPOSE = re.compile(r"^(?:[\w\s,-]*?)\bfor (?:the )?$")


@dataclass(frozen=True)
class Doing:
    """A part does something to an entity: a property of ours, the words that say so, and how sure the rule is."""

    part: Part
    property: str
    mention: Mention
    span: Span
    rule: str
    confidence: Decimal


@dataclass(frozen=True)
class Act:
    """A part's act: a concept of the act scheme and its trigger words."""

    part: Part
    concept: str
    span: Span


def find_acts(plan: Plan, part: Part, mentions: Sequence[Mention], lexicon: Lexicon) -> list[Act]:
    """The measure's acts, each once, at its first trigger; to complete a document is to formulate it."""
    seen: dict[str, Act] = {}
    text = fold(plan.text)
    completing = [_completed(text, part.span.start, m) for m in mentions if m.mention_type == "law"]
    found = [*_triggers(plan, part, mentions, lexicon), *(t for t in completing if t)]
    before: Trigger | None = None
    for trigger in sorted(found, key=lambda t: t.span):
        if before and before.concept == "research" and _PURPOSE.match(text[before.span.end : trigger.span.start]):
            continue
        before = trigger
        seen.setdefault(trigger.concept, Act(part, trigger.concept, trigger.span))
    return list(seen.values())


def rule_doings(plan: Plan, part: Part, doings: list[Doing], rulings: Rulings) -> list[Doing]:
    """The doings with those that a ruling settles in place of what the rules read; refuses one of a thing not named."""
    for ruling in (r for r in rulings.relations if r.number == part.number):
        iri = ruling.entity_iri()
        read = [d for d in doings if d.mention.entity == iri]
        if not read:
            what = f"{part.number} does not name {ruling.entity!r}"
            raise SourceError(what, file=ruling.file, cure="Mend the entity of the [[relation]]")
        span = ruling.span_in(plan, part)
        settled = Doing(part, ruling.property, read[0].mention, span, "ruling", Decimal("0.9"))
        doings = [*(d for d in doings if d.mention.entity != iri), settled]
    return doings


def _completed(text: str, start: int, mention: Mention) -> Trigger | None:
    """The word that completes the document named right behind it."""
    match = _COMPLETING.search(text[start : mention.span.start])
    return Trigger(Span(start + match.start("word"), start + match.end("word")), "formulate") if match else None


def find_doings(plan: Plan, part: Part, mentions: Sequence[Mention], lexicon: Lexicon) -> list[Doing]:
    """What the part does to each thing it names; headings and the introduction only mention."""
    if part.kind not in (PartKind.MEASURE, PartKind.SUBMEASURE):
        return [_mentioning(part, m) for m in mentions]
    triggers = _triggers(plan, part, mentions, lexicon)
    out: list[Doing] = []
    governors: dict[Span, list[Trigger]] = {}
    text = fold(plan.text)
    for mention in sorted(mentions, key=lambda m: (m.span.start, -m.span.end)):
        group = _governors(text, part, mention, mentions, triggers, governors)
        governors[mention.span] = group
        group = group + [
            t for t in triggers if _BACK.fullmatch(text[mention.span.end : max(mention.span.end, t.span.start)])
        ]
        out += _doings(part, mention, group)
    return out


def _triggers(plan: Plan, part: Part, mentions: Sequence[Mention], lexicon: Lexicon) -> list[Trigger]:
    names = [m.span for m in mentions if m.mention_type not in ("target",)]
    return [t for t in lexicon.find(plan.text, part.span) if not any(n.overlaps(t.span) for n in names)]


def _mentioning(part: Part, mention: Mention) -> Doing:
    return Doing(part, "mentions", mention, mention.span, "named-in-part", mention.confidence)


def _doings(part: Part, mention: Mention, group: list[Trigger]) -> list[Doing]:
    kind = entity_type(mention.entity)
    if kind == "law":
        if mention.nested:
            return [_mentioning(part, mention)]
        found: dict[str, Doing] = {}
        for trigger in group:
            name = _INSTRUMENT.get(trigger.concept)
            if name:
                span = _around(trigger, mention)
                found.setdefault(name, Doing(part, name, mention, span, "act-before-name", Decimal("0.9")))
        refers = Doing(part, "refersTo", mention, mention.span, "named-without-act", Decimal("0.9"))
        return list(found.values()) or [refers]
    if kind in _BY_ACT:
        name, acts = _BY_ACT[kind]
        trigger_ = next((t for t in group if t.concept in acts), None)
        if mention.nested or trigger_ is None:
            return [_mentioning(part, mention)]
        span = _around(trigger_, mention)
        return [Doing(part, name, mention, span, "act-before-name", Decimal("0.85"))]
    if mention.nested and kind == "campaign":
        return [_mentioning(part, mention)]
    return [Doing(part, _ALWAYS[kind], mention, mention.span, "named-in-measure", mention.confidence)]


def _around(trigger: Trigger, mention: Mention) -> Span:
    """The words from the act to the name, whichever comes first."""
    return Span(min(trigger.span.start, mention.span.start), max(trigger.span.end, mention.span.end))


def _governors(
    text: str,
    part: Part,
    mention: Mention,
    mentions: Sequence[Mention],
    triggers: Sequence[Trigger],
    earlier: dict[Span, list[Trigger]],
) -> list[Trigger]:
    """The trigger words that govern a name."""
    start = part.span.start
    before = [m for m in mentions if m.span.end <= mention.span.start]
    last = max(before, key=lambda m: m.span.end, default=None)
    if last is not None:
        between = text[last.span.end : mention.span.start]
        if _JOINED.match(between) and last.span in earlier:
            return earlier[last.span]
        start = last.span.end
    lead = text[start : mention.span.start]
    if _REFERRING.search(lead):
        return []
    completing = _completed(text, start, mention)
    if completing:
        return [completing]
    cut = max((m.end() for m in _CLAUSE.finditer(lead)), default=0)
    # A trigger may begin with the "to" that ends the clause before it ("…, and to introduce").
    inside = [t for t in triggers if start <= t.span.start and start + cut < t.span.end <= mention.span.start]
    return _last_group(text, inside)


def _last_group(text: str, triggers: list[Trigger]) -> list[Trigger]:
    """The last run of trigger words joined by commas or "and"; research for the sake of another act is research."""
    if not triggers:
        return []
    group = [triggers[-1]]
    rest = triggers[:-1]
    while rest and _COORDINATED.match(text[rest[-1].span.end : group[0].span.start]):
        group.insert(0, rest.pop())
    if rest and rest[-1].concept == "research" and _PURPOSE.match(text[rest[-1].span.end : group[0].span.start]):
        return [rest[-1]]
    return group
