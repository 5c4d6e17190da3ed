"""How well a name fits what is asked for: the score of each way of matching, and the best hit of each thing."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from graph.folding import mark_terms
from graph.hits import CALLED, NUMBERED, Hit, Labels
from graph.names import Name
from graph.vocabulary import WORTH, Wanted, Words

_DEMOTED = {"former": 12.0, "acronym": 2.0, "words": 8.0, "definition": 14.0}
_LESS_MEANT = {"version": 3.0, "change": 5.0, "scheme": 5.0, "concept": 6.0, "term": 6.0, "outcome": 6.0}
"""What hits that are not exact lose by their kind."""
_CODE = 4.0
_OF_A_TRIGGER = {"exact": 51.0, "beginning": 36.0}
"""The most for a word by which texts speak of a concept: things that are called so themselves come first."""
_BEGUN_CONCEPT = 25.0
_WITH_CAPITALS = 2.0
"""Words within a proper name say more than the same in a description."""
_AT_THE_END = 4.0
"""Chinese names end with what a thing is: the exposition comes before the regulations on its symbols."""
_SHORTENED = frozenset({"agency", "body", "event", "programme", "campaign"})
_OF_BODIES = 3.0
"""Those have short names more often than others."""

Spans = tuple[tuple[int, int], ...]


def is_trigger(name: Name) -> bool:
    """Whether a name is only a word by which texts speak of a concept."""
    return name.kind == "concept" and name.role == "alternative"


class Fit(NamedTuple):
    """How a name fits: the forms of what is wanted that stand in it, in which way, and how much they count."""

    forms: tuple[Words, ...]
    way: str
    worth: float
    share: float
    """The weight of what stands in it, of all that is wanted."""


def fit(folded: str, wanted: Sequence[Wanted]) -> Fit:
    """What of the wanted stands in a folded name; the way is that of the least sure word."""
    padded, found, weight, total = f" {folded} ", [], 0.0, 0.0
    for one in wanted:
        total += one.weight
        forms = [form for form in one.forms if f" {' '.join(form)} " in padded]
        if forms:
            form = max(forms, key=lambda f: (WORTH[one.forms[f]], len(f)))
            found.append((form, one.forms[form]))
            weight += one.weight
    if not found:
        return Fit((), "", 0.0, 0.0)
    worths = [WORTH[way] for _, way in found]
    least = min((way for _, way in found), key=lambda way: WORTH[way])
    return Fit(tuple(form for form, _ in found), least, sum(worths) / len(worths), weight / total)


def score_words(name: Name, folded: str, found: Fit) -> tuple[float, Spans]:
    """The score of a name with all words, and where they stand: better side by side, and where they fill the name."""
    together = f" {' '.join(word for form in found.forms for word in form)} " in f" {folded} "
    spans = mark_terms(name.text, {*found.forms})
    share = sum(end - start for start, end in spans) / len(name.text)
    score = 45.0 + 15.0 * min(share, 1.0) + 5.0 * together
    if (
        name.role in CALLED
        and name.role != "identifier"
        and spans
        and all(name.text[start].isupper() for start, _ in spans)
    ):
        score += _WITH_CAPITALS
    if found.way == "shortened":
        is_end = bool(spans) and spans[-1][1] == len(name.text)
        score += _OF_BODIES * (name.kind in _SHORTENED) + _AT_THE_END * is_end
    return found.worth * score + 20.0 * (together and name.role == "identifier"), spans


class BestHits:
    """The best hit of each thing so far."""

    def __init__(self, labels: Mapping[str, Labels], roles: Collection[str] = ()) -> None:
        self._labels, self._roles = labels, roles
        self.hits: dict[str, Hit] = {}
        self.top = 0.0

    def another(self) -> "BestHits":
        """One for the same things that has none yet."""
        return BestHits(self._labels, self._roles)

    def offer(self, name: Name, how: str, score: float, spans: Spans) -> None:
        """A name that matched; kept if it is better than what is known of its thing."""
        if self._roles and name.role not in self._roles:
            return
        if is_trigger(name):
            score = min(score - 12.0, _OF_A_TRIGGER.get(how, 40.0))
            how = "trigger" if how == "exact" else how
        self._keep(Hit(self._labels[name.iri], name, how, round(max(_weighed(name, how, score), 1.0), 1), spans))

    def take(self, hits: Iterable[Hit], how: str, worth: float) -> None:
        """Hits of a search for something else, which count for less."""
        for hit in hits:
            self._keep(replace(hit, how=how, score=round(max(hit.score * worth, 1.0), 1)))

    def _keep(self, hit: Hit) -> None:
        known = self.hits.get(hit.iri)
        if known is None or (hit.score, -len(hit.name.text)) > (known.score, -len(known.name.text)):
            self.hits[hit.iri] = hit
        self.top = max(self.top, hit.score)


def _weighed(name: Name, how: str, score: float) -> float:
    """The score by what the name is to its thing, and by what the thing is."""
    score -= _DEMOTED.get(name.role, 0.0)
    if name.role == "number" and name.kind not in NUMBERED and name.kind != "plan":
        score -= _CODE
    if how == "beginning" and name.kind == "concept":
        score -= _BEGUN_CONCEPT
    return score if how in {"exact", "number", "address"} else score - _LESS_MEANT.get(name.kind, 0.0)
