"""The index of names: finds things by what people call them, in English and Chinese, misspelt or by number.

It lives in memory and is made anew from the names (graph/names.py). Threads may share it. Text from users is only ever
looked up as words: nothing that they write is syntax.
"""

import sqlite3
import threading
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from rapidfuzz import fuzz, process

from graph.citing import number_fits, read_number
from graph.folding import SMALL_WORDS, close_up, core, fold, is_sign, mark_terms, terms_of
from graph.hits import NUMBERED, Found, Hit, Labels, count_kinds, sort_hits
from graph.names import Name

LONGEST = 300
"""Characters of a text that are read; the rest of a longer one is left out."""
_MOST_TERMS = 24
_MOST_ROWS = 2000
CALLED = frozenset({"preferred", "alternative", "acronym", "former", "number", "identifier"})
"""Roles of what a thing is called; the others are words about it."""
_DEMOTED = {"former": 12.0, "acronym": 2.0, "words": 8.0, "definition": 14.0}
_TOKENIZER = "unicode61 remove_diacritics 0"
_LESS_MEANT = {"version": 3.0, "change": 5.0, "scheme": 5.0, "term": 6.0, "outcome": 6.0}
"""What hits that are not exact lose by their kind."""
_CLOSE = 72.0
"""Likeness, 0 to 100, from which a misspelt name counts."""
_SPELT = frozenset({"preferred", "alternative", "acronym", "former"})
"""Roles of names that can be misspelt; a number that is nearly right is another number."""

Terms = tuple[tuple[str, ...], ...]


class SearchIndex:
    """All names, ready to be searched."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = tuple(names)
        self._folded = [fold(name.text) for name in self.names]
        self._cores = [core(name.text) for name in self.names]
        self._sorted = sorted({(key, i) for i in range(len(self.names)) for key in (self._folded[i], self._cores[i])})
        self._numbers = [i for i, n in enumerate(self.names) if n.role == "number" and n.kind in NUMBERED]
        spelt = [i for i, name in enumerate(self.names) if name.role in _SPELT and name.kind != "term"]
        self._like = {i: close_up(self._cores[i]) for i in spelt}
        self.labels = _labels_of(self.names)
        self.numbered = tuple(self.names[i] for i in self._numbers)
        self.identifiers = tuple(n for n in self.names if n.role == "identifier" and "://" not in n.text)
        self._lock = threading.Lock()
        self._places = _places_of_things(self.names)
        self._of_thing = list(self._places.values())
        self._db = self._fill()
        self._vocabulary = sorted({w for f in self._folded for w in f.split() if len(w) > 2 and not is_sign(w)})

    def _fill(self) -> sqlite3.Connection:
        db = sqlite3.connect(":memory:", check_same_thread=False)
        for table in ("names", "things"):
            db.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(words, content='', tokenize='{_TOKENIZER}')")
        db.executemany("INSERT INTO names(rowid, words) VALUES (?, ?)", enumerate(self._folded))
        together = (" ".join(self._folded[i] for i in places) for places in self._of_thing)
        db.executemany("INSERT INTO things(rowid, words) VALUES (?, ?)", enumerate(together))
        return db

    def forms_of(self, iri: str) -> list[tuple[Name, str, str]]:
        """The names of a thing, each with its folded text and its core; none for an unknown thing."""
        return [(self.names[i], self._folded[i], self._cores[i]) for i in self._places.get(iri, ())]

    def search(self, text: str, kinds: Collection[str] = (), limit: int = 20, offset: int = 0) -> Found:
        """What the text finds, the best first; of the kinds only, if some are named."""
        text = read_text(text)
        hits = sort_hits(list(self._find(text).values()))
        chosen = [hit for hit in hits if not kinds or hit.kind in kinds]
        return Found(text, len(chosen), count_kinds(hits), tuple(chosen[offset : offset + limit]))

    def suggest(self, text: str, kinds: Collection[str] = (), limit: int = 10) -> tuple[Hit, ...]:
        """Things that are called by what the text may be the beginning of."""
        text = read_text(text)
        hits = [hit for hit in self._find(text, CALLED).values() if not kinds or hit.kind in kinds]
        return tuple(sort_hits(hits)[:limit])

    def _find(self, text: str, roles: Collection[str] = ()) -> dict[str, Hit]:
        folded, best = fold(text), _Best(self, roles)
        if not folded:
            return {}
        self._find_number(text, best)
        self._find_beginning(folded, core(text), best)
        terms = _worth_asking(terms_of(text))
        self._find_words(terms, best, "words", 1.0)
        if len(terms) > 1 and best.top < 70.0:
            self._find_spread(terms, best)
        if best.top < 70.0:
            if best.top < 30.0:
                self._find_corrected(terms, best)
            self._find_similar(close_up(core(text)), terms, best)
        if all(hit.how == "similar" for hit in best.hits.values()):
            self._find_some(terms, best)
        return best.hits

    def _find_number(self, text: str, best: "_Best") -> None:
        read = read_number(text)
        for index in self._numbers if read else ():
            fit = number_fits(self.names[index].text, read) if read else 0
            if fit:
                best.offer(index, "number", {4: 100.0, 3: 99.0, 2: 90.0}[fit], ((0, len(self.names[index].text)),))

    def _find_beginning(self, folded: str, bare: str, best: "_Best") -> None:
        for key in dict.fromkeys((folded, bare)):
            place = bisect_left(self._sorted, (key, -1))
            while place < len(self._sorted) and self._sorted[place][0].startswith(key):
                found, index = self._sorted[place]
                place += 1
                if found == key:
                    whole = key == folded and self._folded[index] == folded
                    best.offer(index, "exact", 100.0 if whole else 97.0, _whole(self.names[index]))
                elif self.names[index].role in CALLED:
                    score = 70.0 + 14.0 * len(key) / len(found) + (3.0 if found[len(key)] == " " else 0.0)
                    best.offer(index, "beginning", score, _beginning(self.names[index], key))

    def _find_words(self, terms: Terms, best: "_Best", how: str, worth: float) -> None:
        """Names with all of the terms; better where they stand together and fill the name, worse where only begun."""
        for index in self._matching(" AND ".join(_phrases(terms))):
            name, words = self.names[index], f" {self._folded[index]} "
            if name.role == "number" or "://" in name.text:
                continue
            together = f" {' '.join(word for term in terms for word in term)} " in words
            begun = not together and not all(f" {' '.join(term)} " in words for term in terms)
            spans = mark_terms(name.text, {*terms}, begun=begun)
            share = sum(end - start for start, end in spans) / len(name.text)
            score = 45.0 + 15.0 * min(share, 1.0) + 5.0 * together - 6.0 * begun
            best.offer(index, how, worth * score + 20.0 * (together and name.role == "identifier"), spans)

    def _find_spread(self, terms: Terms, best: "_Best") -> None:
        """Things whose names have the terms only together; shown by the name that has most of them."""
        for thing in self._matching(" AND ".join(_phrases(terms)), "things"):
            places = self._of_thing[thing]
            if self.names[places[0]].iri not in best.hits:
                marked = [(mark_terms(self.names[i].text, {*terms}, begun=True), i) for i in places]
                spans, index = max(marked, key=lambda found: (len(found[0]), -found[1]))
                best.offer(index, "spread", 44.0, spans)

    def _find_corrected(self, terms: Terms, best: "_Best") -> None:
        mended = tuple(self._mend(term) for term in terms)
        if mended != terms:
            self._find_words(mended, best, "corrected", 0.9)

    def _mend(self, term: tuple[str, ...]) -> tuple[str, ...]:
        if len(term) > 1 or is_sign(term[0]) or len(term[0]) < 4 or not term[0].isalpha():
            return term
        near = process.extractOne(term[0], self._vocabulary, scorer=fuzz.ratio, score_cutoff=78.0)
        return (near[0],) if near else term

    def _find_similar(self, text: str, terms: Terms, best: "_Best") -> None:
        if len(text) < 2:
            return
        scorers: tuple[Callable[..., float], ...] = (fuzz.ratio, fuzz.token_sort_ratio)
        for scorer in scorers:
            for _, likeness, index in process.extract(text, self._like, scorer=scorer, score_cutoff=_CLOSE, limit=40):
                score = 28.0 + 40.0 * (likeness - _CLOSE) / (100.0 - _CLOSE)
                best.offer(index, "similar", score, mark_terms(self.names[index].text, {*terms}))

    def _find_some(self, terms: Terms, best: "_Best") -> None:
        pieces = tuple(piece for term in terms for piece in _pairs(term))
        if len(pieces) < 2:
            return
        length = sum(len("".join(piece)) for piece in pieces)
        for index in self._matching(" OR ".join(_phrases(pieces))):
            words = f" {self._folded[index]} "
            share = sum(len("".join(piece)) for piece in pieces if f" {' '.join(piece)} " in words) / length
            if share >= 0.5 and self.names[index].role not in {"number", "identifier"}:
                best.offer(index, "some", 25.0 * share, mark_terms(self.names[index].text, {*pieces}))

    def _matching(self, expression: str, table: str = "names") -> list[int]:
        if not expression:
            return []
        asked = f"SELECT rowid FROM {table}(?) ORDER BY rank, rowid LIMIT ?"
        with self._lock:
            return [row[0] for row in self._db.execute(asked, (expression, _MOST_ROWS))]


class _Best:
    """The best hit of each thing so far."""

    def __init__(self, index: SearchIndex, roles: Collection[str]) -> None:
        self._index, self._roles = index, roles
        self.hits: dict[str, Hit] = {}
        self.top = 0.0

    def offer(self, index: int, how: str, score: float, spans: tuple[tuple[int, int], ...]) -> None:
        name = self._index.names[index]
        if self._roles and name.role not in self._roles:
            return
        score -= _DEMOTED.get(name.role, 0.0)
        if how not in {"exact", "number"}:
            score -= _LESS_MEANT.get(name.kind, 0.0)
        score = round(max(score, 1.0), 1)
        known = self.hits.get(name.iri)
        if known is None or (score, -len(name.text)) > (known.score, -len(known.name.text)):
            self.hits[name.iri] = Hit(self._index.labels[name.iri], name, how, score, spans)
        self.top = max(self.top, score)


def read_text(text: str) -> str:
    """What is searched of a text: its beginning, without what cannot be shown or kept."""
    return "".join(c for c in text[:LONGEST] if c.isprintable() or c.isspace()).strip()


def _labels_of(names: Iterable[Name]) -> dict[str, Labels]:
    found: dict[str, dict[str, str]] = {}
    kinds: dict[str, str] = {}
    for name in names:
        texts = found.setdefault(name.iri, {})
        kinds[name.iri] = name.kind
        slot = name.language.partition("-")[0] if name.role == "preferred" else name.role
        texts.setdefault(slot, name.text)
    return {
        iri: Labels(kinds[iri], texts.get("en", texts.get("", "")), texts.get("zh", ""), texts.get("number", ""))
        for iri, texts in found.items()
    }


def _places_of_things(names: Sequence[Name]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        places.setdefault(name.iri, []).append(index)
    return places


def _worth_asking(terms: Terms) -> Terms:
    kept = tuple(term for term in terms if term[0] not in SMALL_WORDS)
    return (kept or terms)[:_MOST_TERMS]


def _phrases(terms: Terms) -> Iterator[str]:
    """The terms as full-text phrases; words may be the beginning of one in the text."""
    for term in terms:
        yield f'"{" ".join(term)}"' + (" *" if len(term) == 1 and len(term[0]) > 2 and not is_sign(term[0]) else "")


def _pairs(term: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """A run of signs as its pairs, a word as it is."""
    if len(term) < 3:
        yield term
    else:
        yield from pairwise(term)


def _whole(name: Name) -> tuple[tuple[int, int], ...]:
    return ((0, len(name.text)),)


def _beginning(name: Name, key: str) -> tuple[tuple[int, int], ...]:
    return mark_terms(name.text, {*terms_of(key), tuple(key.split())}, begun=True)
