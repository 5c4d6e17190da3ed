"""Finds the names in a data set that are nearest to one that it does not have: by local name and by label."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple
from urllib.parse import unquote

import pyoxigraph as ox
from rapidfuzz import fuzz, process

from graph.probes import Prober
from graph.queries import read_query
from graph.resources import queries_dir
from graph.vocab import PREFIXES, SCHEME_PREFIXES, scheme

_LEAST_LIKE, _LEAST_LIKE_TEXT, _LEAST_LIKE_LABEL = 66.0, 70.0, 80.0
_SURE = 90.0
"""How like the names of things must be that come from different hosts."""
_SHORT, _LEAST_CONTAINED = 3, 2
_SAME_NAMESPACE = 8.0
_MOST, _MOST_CONTAINING = 3, 2
_MOST_TRIED = 40
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]*")
KNOWN_PREFIXES: dict[str, str] = PREFIXES | {
    prefix: f"{scheme(name).value}/" for prefix, name in SCHEME_PREFIXES.items()
}
"""Those that everybody uses for these namespaces, and those of the schemes of the data."""
_OFTEN_MISTYPED = re.compile(r"^https?://(www\.)?", re.IGNORECASE)
_QUESTIONS = ("properties", "classes", "things", "objects", "labels", "languages", "beginning")


class Near(NamedTuple):
    """A name that exists."""

    iri: str
    name: str
    """The same as a query would write it."""
    label: str


@cache
def stored_text(question: str) -> str:
    """The text of a query about the data as a whole."""
    return read_query(queries_dir() / "explain" / f"{question}.rq").text


def read_stored_texts() -> None:
    """Read the queries now: later there may be no way to files."""
    for question in _QUESTIONS:
        stored_text(question)


@dataclass
class NameIndex:
    """What exists in a store, found out when it is first needed and kept."""

    store: ox.Store
    _rows: dict[str, list[list[object]]] = field(default_factory=dict)

    def nearest(self, prober: Prober, role: str, iri: str, prefixes: Mapping[str, str]) -> tuple[Near, ...]:
        """The best first; the same local name in another namespace before all that are alike."""
        questions = {"property": ("properties",), "class": ("classes",)}.get(role, ("things", "objects"))
        iris = _iris([row for question in questions for row in self._read(prober, question)])
        slips = [other for other in iris if is_slip(iri, other)]
        labels = {str(_value(thing)): str(_value(label)) for thing, label in reversed(self._read(prober, "labels"))}
        scores = dict.fromkeys(slips, 100.0) or _scores(iri, iris)
        if role == "thing" and not slips:
            scores = {other: score for other, score in scores.items() if score >= _SURE or _host(other) == _host(iri)}
            scores |= _scores_by_label(iri, labels, scores)
        best = sorted(scores, key=lambda found: (-scores[found], found))[:_MOST]
        return tuple(Near(found, shorten(found, prefixes), labels.get(found, "")) for found in best)

    def languages(self, prober: Prober) -> list[str]:
        """The language tags of all literals, sorted."""
        return sorted(str(_value(row[0])) for row in self._read(prober, "languages"))

    def _read(self, prober: Prober, question: str) -> list[list[object]]:
        if question not in self._rows:
            self._rows[question] = prober.rows(stored_text(question), self.store)
        return self._rows[question]


def nearest_texts(text: str, others: Iterable[str]) -> list[str]:
    """Those of the others that are like the text, the best first."""
    found = process.extract(text.lower(), sorted(set(others)), scorer=fuzz.ratio, processor=str.lower, limit=_MOST)
    return [other for other, score, _ in found if score >= _LEAST_LIKE_TEXT]


def texts_with(text: str, others: Iterable[str]) -> list[str]:
    """Those of the others that contain the text, the shortest first."""
    wanted = text.strip().lower()
    found = [other for other in set(others) if len(wanted) >= _LEAST_CONTAINED and wanted in other.lower()]
    return sorted(found, key=lambda other: (len(other), other))[:_MOST_CONTAINING]


def is_slip(iri: str, other: str) -> bool:
    """Whether two IRIs differ only in what is often mistyped: http or https, www, the last slash, capitals.

    >>> is_slip("https://www.wikidata.org/entity/Q1/", "http://www.wikidata.org/entity/Q1")
    True
    """
    return iri != other and _plain_iri(iri) == _plain_iri(other)


def _plain_iri(iri: str) -> str:
    return _OFTEN_MISTYPED.sub("", unquote(iri)).rstrip("/#").lower()


def split_iri(iri: str) -> tuple[str, str]:
    """Namespace and local name.

    >>> split_iri("http://example.org/law/patent-law")
    ('http://example.org/law/', 'patent-law')
    """
    cut = max(iri.rfind("#"), iri.rfind("/")) + 1 or iri.rfind(":") + 1
    return iri[:cut], iri[cut:]


def shorten(iri: str, prefixes: Mapping[str, str]) -> str:
    """The name as a query with these prefixes, or else with those that everybody uses, would write it."""
    namespace, local = split_iri(iri)
    for known in (prefixes, KNOWN_PREFIXES):
        prefix = next((prefix for prefix, base in known.items() if base == namespace), None)
        if prefix is not None and _PLAIN_NAME.fullmatch(local):
            return f"{prefix}:{local}"
    return f"<{iri}>"


def _host(iri: str) -> str:
    return _plain_iri(iri).partition("/")[0]


def _scores(iri: str, others: list[str]) -> dict[str, float]:
    namespace, local = split_iri(iri)
    names = [split_iri(other)[1].lower() for other in others]
    least = _LEAST_LIKE if len(local) >= _SHORT else 100.0
    found = process.extract(local.lower(), names, scorer=fuzz.ratio, score_cutoff=least, limit=_MOST_TRIED)
    return {
        others[place]: score + _SAME_NAMESPACE * others[place].startswith(namespace)
        for _, score, place in found
        if others[place] != iri
    }


def _scores_by_label(iri: str, labels: dict[str, str], scores: Mapping[str, float]) -> dict[str, float]:
    words = " ".join(re.findall(r"[A-Z]?[a-z]+|[A-Z]+|[0-9]+", split_iri(iri)[1])).lower()
    things = list(labels)
    found = process.extract(
        words,
        [label.lower() for label in labels.values()],
        scorer=fuzz.token_sort_ratio,
        score_cutoff=_LEAST_LIKE_LABEL,
        limit=_MOST_TRIED,
    )
    return {things[place]: max(score, scores.get(things[place], 0.0)) for _, score, place in found}


def _iris(rows: list[list[object]]) -> list[str]:
    return sorted({term.value for (term,) in rows if isinstance(term, ox.NamedNode)})


def _value(term: object) -> object:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode) else term
