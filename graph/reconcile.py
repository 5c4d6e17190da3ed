"""Matches what others have — a name, a type, values — with our things: scores from 0 to 100, each feature told."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from graph.base import BASE
from graph.comparing import compare_dates, compare_folded, compare_identifiers, compare_names
from graph.folding import core, fold, is_sign
from graph.hits import Labels
from graph.names import Name
from graph.particulars import PROPERTIES, Particulars, Value
from graph.search import SearchIndex, read_text

_MOST_LOOKED_AT = 60
_DATES = frozenset({"date", "inForce", "end"})
_IDENTIFIERS = frozenset({"identifier", "number", "exactMatch", "closeMatch", "website"})
_EXACT = {
    "preferred": 100.0,
    "alternative": 96.0,
    "acronym": 93.0,
    "identifier": 100.0,
    "number": 100.0,
    "former": 70.0,
    "words": 98.0,
}
_WITHOUT_COUNTRY = 94.0
_OF_LIKENESS = 0.88
"""The share of a likeness that counts: the best misspelling is worse than what is written right."""
_CONFIRMS, _CONTRADICTS = 90.0, 40.0
_MARGIN = 5.0
"""A certain match is better than all others by so much."""
_UNIQUE_KINDS = frozenset({"body", "jurisdiction", "campaign", "measure", "plan", "version", "concept"})
"""Kinds whose names nobody else gives to other things."""
_NOT_MATCHED = frozenset({"term", "outcome", "change", "scheme", "target"})
"""Kinds that nobody has in a table of their own."""
_TELLING = frozenset({"jurisdiction", "issuer", "parent", "versionOf"}) | _DATES | _IDENTIFIERS
"""Properties that tell a thing from its namesakes elsewhere; to be a law, too, tells nothing."""
_OF_A_VERSION = 8.0
"""What a version scores less than its law where the law's name is what was asked for."""


@dataclass(frozen=True)
class Constraint:
    """A property with the values that the thing looked for has."""

    property: str
    values: tuple[str, ...]


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
} | {f"property:{p.id}": f"How like those given its values of “{p.name}” are, 0 to 100." for p in PROPERTIES.values()}
"""What each feature means; that of a property is missing where the thing has no value of it."""


@dataclass(frozen=True)
class _NameScore:
    score: float
    likeness: float
    name: Name | None
    is_exact: bool


def reconcile(index: SearchIndex, particulars: Particulars, wanted: Wanted) -> list[Match]:
    """The things that may be meant, the best first; at most one of them is certain."""
    text = read_text(wanted.text)
    matches = [_match(index, particulars, wanted, text, iri) for iri in _candidates(index, particulars, wanted, text)]
    ordered = sorted(
        (m for m in matches if m[0].score >= 20.0), key=lambda m: (-m[0].score, m[0].labels.kind == "version", m[0].iri)
    )
    best = [match for match, _ in ordered[: max(wanted.limit, 1)]]
    if ordered and _is_certain(wanted, text, *ordered[0], second=ordered[1][0].score if len(ordered) > 1 else 0.0):
        first = best[0]
        best[0] = Match(first.iri, first.labels, first.score, first.features, True)
    return best


def _candidates(index: SearchIndex, particulars: Particulars, wanted: Wanted, text: str) -> Iterable[str]:
    """Things that are worth comparing, each once."""
    found: dict[str, None] = {}
    if (own := find_id(index, text)) is not None:
        found[own] = None
    if text:
        kinds = {*wanted.kinds, "law"} if "version" in wanted.kinds else wanted.kinds
        found |= dict.fromkeys(hit.iri for hit in index.search(text, kinds, limit=_MOST_LOOKED_AT).hits)
    dated = any(c.property in _DATES for c in wanted.constraints)
    if dated or "version" in wanted.kinds:
        found |= dict.fromkeys(iri for iri, of in index.labels.items() if of.kind == "version" and law_of(iri) in found)
    for constraint in wanted.constraints:
        if not text or constraint.property in _IDENTIFIERS:
            found |= dict.fromkeys(_having(index, particulars, constraint))
    kind_of = {iri: index.labels[iri].kind for iri in found}
    return [i for i, kind in kind_of.items() if (kind in wanted.kinds if wanted.kinds else kind not in _NOT_MATCHED)]


def _having(index: SearchIndex, particulars: Particulars, constraint: Constraint) -> Iterator[str]:
    for iri, own in particulars.items():
        values = own.get(constraint.property, ()) if iri in index.labels else ()
        if values and _compare(index, constraint, values) >= _CONFIRMS:
            yield iri


def _match(
    index: SearchIndex, particulars: Particulars, wanted: Wanted, text: str, iri: str
) -> tuple[Match, _NameScore]:
    labels, own = index.labels[iri], particulars.get(iri, {})
    named = _score_name(index, iri, text)
    if labels.kind == "version" and text:
        of_law = _score_name(index, law_of(iri), text)
        if of_law.score - _OF_A_VERSION > named.score:
            named = _NameScore(of_law.score - _OF_A_VERSION, of_law.likeness, of_law.name, of_law.is_exact)
    compared = {c.property: _compare(index, c, own[c.property]) for c in wanted.constraints if c.property in own}
    score = _total(named.score if text else None, compared)
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


def _total(named: float | None, compared: dict[str, float]) -> float:
    """The name counts for seven tenths; an identifier that is right is nearly enough, and a contradiction costs."""
    if not compared:
        return named or 0.0
    mean = sum(compared.values()) / len(compared)
    score = mean if named is None else 0.7 * named + 0.3 * mean
    if any(compared.get(name, 0.0) >= 100.0 for name in _IDENTIFIERS):
        score = max(score, 97.0)
    return max(score - 12.0 * sum(value < _CONTRADICTS for value in compared.values()), 0.0)


def _score_name(index: SearchIndex, iri: str, text: str) -> _NameScore:
    if find_id(index, text) == iri:
        return _NameScore(100.0, 100.0, Name(iri, index.labels[iri].kind, text, "", "identifier"), True)
    folded, bare, best = fold(text), core(text), _NameScore(0.0, 0.0, None, False)
    for name, own, own_core in index.forms_of(iri):
        if name.role == "definition" or not folded:
            continue
        likeness, exact = compare_folded(bare, own_core), own == folded
        score = _EXACT[name.role] if exact else _OF_LIKENESS * likeness
        if not exact and own_core == bare and name.role in {"preferred", "alternative"}:
            exact, score = True, _WITHOUT_COUNTRY
        if name.role == "former" or (name.role in {"identifier", "number", "acronym"} and not exact):
            score = min(score, 70.0 if exact else 0.6 * likeness)
        if score > best.score:
            best = _NameScore(score, likeness, name, exact)
    return best


def _compare(index: SearchIndex, constraint: Constraint, values: Sequence[Value]) -> float:
    """The best likeness of any value of the thing to any that is wanted."""
    return max(
        _compare_value(index, constraint.property, wanted, value) for wanted in constraint.values for value in values
    )


def _compare_value(index: SearchIndex, name: str, wanted: str, value: Value) -> float:
    if value.is_iri:
        if find_id(index, wanted) == value.text or wanted == value.text:
            return 100.0
        forms = index.forms_of(value.text)
        if name in _IDENTIFIERS and not forms:
            return 0.0
        return max((compare_names(wanted, of.text) for of, _, _ in forms if of.role != "definition"), default=0.0)
    if name in _DATES:
        return compare_dates(wanted, value.text)
    return compare_identifiers(wanted, value.text) if name in _IDENTIFIERS else compare_names(wanted, value.text)


def _is_certain(wanted: Wanted, text: str, best: Match, named: _NameScore, *, second: float) -> bool:
    """Only what is written right, has no rival and no contradiction, and is no name that others may have too."""
    compared = {f.id.partition(":")[2]: float(f.value) for f in best.features if f.id.startswith("property:")}
    if best.score < _CONFIRMS or best.score - second < _MARGIN or any(v < _CONTRADICTS for v in compared.values()):
        return False
    confirmed = any(value >= _CONFIRMS for name, value in compared.items() if name in _TELLING)
    if not text or named.name is None:
        return confirmed
    if not named.is_exact or named.name.role == "former":
        return False
    if confirmed or (wanted.kinds and best.labels.kind in _UNIQUE_KINDS):
        return True
    return is_distinctive(named.name, text, with_type=bool(wanted.kinds))


def is_distinctive(name: Name, text: str, *, with_type: bool = False) -> bool:
    """Whether a name is nobody else's: Chinese and whole, with the country, long, or an identifier that is no code."""
    folded = fold(text)
    words = folded.split()
    if name.role == "identifier":
        return len(words) > 2 or "://" in text or text.removeprefix("/").startswith(name.iri.removeprefix(BASE))
    if name.role == "acronym":
        return len(text.strip()) > (3 if with_type else 4)
    if any(is_sign(word) for word in words):
        return len(words) > 3 and folded == fold(name.text)
    return "china" in words or core(text) != folded or len(words) > 5


def find_id(index: SearchIndex, text: str) -> str | None:
    """The IRI of the thing that the text is the identifier of: its IRI, or its path below the base."""
    iri = text if text.startswith(BASE) else BASE + text.removeprefix("/")
    return iri if iri in index.labels else None


def law_of(iri: str) -> str:
    """The law of a version, by its IRI."""
    return iri.rpartition("/")[0]
