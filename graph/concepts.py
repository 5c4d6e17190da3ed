"""Reads which rights a measure covers, at what pace it goes and whom it addresses, from trigger words of SKOS schemes.

Rights: any particular right that the words name; `general` where they only speak of intellectual property, or speak
of it before they come to a particular right; the heading above where the words name none. Pace: words outside names,
and not of a purpose ("in order to …"). Audience: all words, those inside names too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.authored import fold
from graph.lexicon import Lexicon, Trigger
from graph.mentions import Mention
from graph.model import Part, Plan

GENERAL = "general"
_PURPOSE = re.compile(r"\b(?:in order to|so as to|with a view to|so that|for the purpose of)\b[^.;]*$")
_NAMES_OF_OTHERS = ("agency", "law", "international-body", "programme")


@dataclass(frozen=True)
class Reading:
    """Trigger words for a part; `above` if they stand in a heading above it."""

    triggers: tuple[Trigger, ...]
    above: bool = False


def read_rights(plan: Plan, part: Part, mentions: Sequence[Mention], lexicon: Lexicon) -> Reading:
    """The rights of a measure: its own words, else those of the nearest heading above that has any."""
    own = list(lexicon.find(plan.text, part.span))
    if own:
        return Reading(tuple(_of_own_words(own, mentions)))
    for above in _headings(plan, part):
        found = list(lexicon.find(plan.text, above.span))
        if found:
            return Reading(tuple(_particular(found) or found), above=True)
    title = [t for p in plan.parts if p.key == "title" for t in lexicon.find(plan.text, p.span)]
    # A plan's title is too far away to lend its measures a particular right.
    return Reading(tuple(t for t in title if t.concept == GENERAL), above=True)


def _of_own_words(found: list[Trigger], mentions: Sequence[Mention]) -> list[Trigger]:
    particular = _particular(found)
    if not particular:
        return found
    masked = [m.span for m in mentions if m.mention_type in _NAMES_OF_OTHERS]
    outside = [t for t in found if t.concept != GENERAL or not any(s.covers(t.span) for s in masked)]
    if outside and outside[0].concept == GENERAL:
        return found
    return particular


def _particular(found: Iterable[Trigger]) -> list[Trigger]:
    return [t for t in found if t.concept != GENERAL]


def _headings(plan: Plan, part: Part) -> Iterator[Part]:
    """The headings above a part, the nearest first."""
    by_number = {p.number: p for p in plan.numbered()}
    number = part.parent
    while number:
        yield by_number[number]
        number = by_number[number].parent


def read_pace(plan: Plan, part: Part, mentions: Sequence[Mention], lexicon: Lexicon) -> Reading:
    """The pace that a measure announces of itself."""
    names = [m.span for m in mentions if m.mention_type != "target"]
    text = fold(plan.text)
    kept = [
        t
        for t in lexicon.find(plan.text, part.span)
        if not any(n.overlaps(t.span) for n in names) and not _PURPOSE.search(text[part.span.start : t.span.start])
    ]
    return Reading(tuple(kept))


def read_audience(plan: Plan, part: Part, mentions: Sequence[Mention], lexicon: Lexicon) -> Reading:
    """Who is trained, taught, served or addressed."""
    return Reading(tuple(lexicon.find(plan.text, part.span)))


READERS = {"right": read_rights, "pace": read_pace, "audience": read_audience}
"""Scheme to how a measure is read for it."""
