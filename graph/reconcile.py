"""Matches what others have — a name, a type, values — with our things: scores from 0 to 100, each feature told."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from graph.attributes import ATTRIBUTES, DATES, IDENTIFIERS, NAME_ROLES, is_treaty, law_of, values_of
from graph.constraining import CONFIRMS, CONTRADICTS, Comparison, Constraint
from graph.distinctive import is_distinctive
from graph.hits import Labels
from graph.name_score import NameScore, Sought
from graph.names import Name
from graph.particulars import Particulars
from graph.search import SearchIndex, read_text

_MOST_LOOKED_AT = 60
_LEAST = 20.0
"""What scores less is not told."""
_IDENTIFIED, _UNKNOWN, _OF_CONTRADICTION = 97.0, 50.0, 12.0
_MARGIN = 5.0
"""A certain match is better than all others by so much."""
_NOT_MATCHED = frozenset({"term", "outcome", "change", "scheme", "target"})
"""Kinds that nobody has in a table of their own."""
_TELLING = frozenset({"jurisdiction", "issuer", "parent", "versionOf"}) | DATES | IDENTIFIERS
"""Properties that tell a thing from its namesakes elsewhere; to be a law, too, tells nothing."""


CERTAIN = (
    "It is called so, but for case, accents, plurals and the name of its country. A name of the body that it followed "
    "is not its own.",
    f"It scores at least {CONFIRMS:.0f} and {_MARGIN:.0f} more than any other, and no value given contradicts it.",
    "The name is nobody else’s. Those of treaties, international bodies, places, campaigns and plans are; those of "
    "programmes, events, publications and systems with three words that tell something; those of measures and concepts "
    "with their type.",
    "Laws and agencies are called as those of other states are (Patent Law, Ministry of Finance). Their names are "
    "nobody else’s with the country, with four words besides those that all such names have, or with four Chinese "
    "characters.",
    "An acronym is nobody else’s with five letters, or with four and a type or of an international body; an identifier "
    "with a type, with three words, as an address or a path, or as a code of five letters and figures.",
    "A value that agrees does in place of that: jurisdiction, issuer, parent, law, date, identifier. Without a name, "
    "only an identifier does, or a name among the values.",
)
"""When a match may be taken as certain, in words."""


@dataclass(frozen=True)
class Wanted:
    """What is looked for."""

    text: str
    kinds: tuple[str, ...] = ()
    """Kinds that it may be of; none: any."""
    constraints: tuple[Constraint, ...] = ()
    limit: int = 10


@dataclass(frozen=True)
class Feature:
    """One reason for a score."""

    id: str
    value: float | bool


@dataclass(frozen=True)
class Match:
    """One thing that may be meant."""

    iri: str
    labels: Labels
    score: float
    features: tuple[Feature, ...]
    is_certain: bool
    """Whether it may be taken without a person looking at it."""


FEATURES = {
    "name_likeness": "How like the text the best of its names is, 0 to 100, the name of the country left out.",
    "name_exact": "Whether one of its names is the text, but for case, accents and plurals.",
    "name_full": "Whether the text is its whole name, and no acronym, short form or name of the body before it.",
    "name_former": "Whether the text is a name of the body that it followed.",
    "is_version": "Whether it is a dated text of a law.",
} | {f"property:{p.id}": f"How like those given its values of “{p.name}” are, 0 to 100." for p in ATTRIBUTES.values()}
"""What each feature means; that of a property is missing where the thing has no value of it."""


def reconcile(index: SearchIndex, particulars: Particulars, wanted: Wanted) -> list[Match]:
    """The things that may be meant, the best first; at most one of them is certain."""
    sought = Sought(index, read_text(wanted.text))
    comparisons = [Comparison(index, constraint) for constraint in wanted.constraints if constraint.values]
    found = _candidates(index, particulars, wanted.kinds, sought, comparisons)
    matches = [_match(index, particulars, sought, comparisons, iri) for iri in found]
    ordered = sorted(
        (m for m in matches if m[0].score >= _LEAST),
        key=lambda m: (-m[0].score, m[0].labels.kind == "version", m[0].iri),
    )
    best = [match for match, _ in ordered[: wanted.limit]]
    second = ordered[1][0].score if len(ordered) > 1 else 0.0
    if best and best[0].score - second >= _MARGIN:
        of_treaty = is_treaty(index, particulars, best[0].iri)
        best[0] = replace(best[0], is_certain=_is_certain(wanted, sought.text, *ordered[0], of_treaty=of_treaty))
    return best


def _candidates(
    index: SearchIndex,
    particulars: Particulars,
    kinds: tuple[str, ...],
    sought: Sought,
    comparisons: list[Comparison],
) -> Iterable[str]:
    """Things that are worth comparing, each once."""
    found: dict[str, None] = {} if sought.own is None else {sought.own: None}
    if sought.text:
        searched = {*kinds, "law"} if "version" in kinds else kinds
        found |= dict.fromkeys(hit.iri for hit in index.search(sought.text, searched, limit=_MOST_LOOKED_AT).hits)
    if "version" in kinds or any(comparison.property in DATES for comparison in comparisons):
        found |= dict.fromkeys(iri for iri, of in index.labels.items() if of.kind == "version" and law_of(iri) in found)
    for comparison in comparisons:
        if not sought.text or comparison.property in IDENTIFIERS:
            found |= dict.fromkeys(comparison.having(particulars, frozenset(kinds)))
    kind_of = {iri: index.labels[iri].kind for iri in found}
    return [iri for iri, kind in kind_of.items() if (kind in kinds if kinds else kind not in _NOT_MATCHED)]


def _match(
    index: SearchIndex, particulars: Particulars, sought: Sought, comparisons: list[Comparison], iri: str
) -> tuple[Match, NameScore]:
    labels, named = index.labels[iri], sought.score(iri)
    compared: dict[str, float] = {}
    for comparison in comparisons:
        if values := values_of(index, particulars, iri, comparison.property):
            likeness = comparison.compare(values)
            compared[comparison.property] = min(likeness, compared.get(comparison.property, likeness))
    unknown = len({comparison.property for comparison in comparisons}) - len(compared)
    score = _total(named.score, compared) if sought.text else _total_of_values(compared, unknown)
    role = named.name.role if named.name else ""
    features = [
        Feature("name_likeness", round(named.likeness, 1)),
        Feature("name_exact", named.is_exact),
        Feature("name_full", named.is_exact and role in {"preferred", "identifier", "number"}),
        Feature("name_former", role == "former"),
        Feature("is_version", labels.kind == "version"),
        *(Feature(f"property:{name}", round(value, 1)) for name, value in compared.items()),
    ]
    return Match(iri, labels, round(score, 1), tuple(features), False), named


def _total(named: float, compared: dict[str, float]) -> float:
    """The name counts for seven tenths; an identifier that is right is nearly enough, and a contradiction costs."""
    mean = sum(compared.values()) / len(compared) if compared else named
    return _weigh(0.7 * named + 0.3 * mean, compared)


def _total_of_values(compared: dict[str, float], unknown: int) -> float:
    """The same where there is no name to look for: what is not known of a thing speaks half for it."""
    mean = (sum(compared.values()) + _UNKNOWN * unknown) / (len(compared) + unknown) if compared else 0.0
    return _weigh(mean, compared)


def _weigh(score: float, compared: dict[str, float]) -> float:
    if any(compared.get(name, 0.0) >= 100.0 for name in IDENTIFIERS):
        score = max(score, _IDENTIFIED)
    return max(score - _OF_CONTRADICTION * sum(value < CONTRADICTS for value in compared.values()), 0.0)


def _is_certain(wanted: Wanted, text: str, best: Match, named: NameScore, *, of_treaty: bool) -> bool:
    """Only what is written right, has no contradiction, and is no name that others may have too."""
    compared = {f.id.partition(":")[2]: float(f.value) for f in best.features if f.id.startswith("property:")}
    if best.score < CONFIRMS or any(value < CONTRADICTS for value in compared.values()):
        return False
    confirming = {name for name, value in compared.items() if value >= CONFIRMS and name in _TELLING}

    def is_enough(name: Name, written: str) -> bool:
        typed = bool(wanted.kinds)
        return bool(confirming) or is_distinctive(name, written, with_type=typed, of_treaty=of_treaty)

    if text and named.name is not None:
        return named.is_exact and named.name.role != "former" and is_enough(named.name, text)
    if confirming & IDENTIFIERS:
        return True
    called = (c for c in wanted.constraints if c.property in NAME_ROLES and compared.get(c.property) == 100.0)
    names = (Name(best.iri, best.labels.kind, value, "", NAME_ROLES[c.property]) for c in called for value in c.values)
    return any(is_enough(name, name.text) for name in names)
