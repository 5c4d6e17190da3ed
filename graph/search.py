"""The index of names: finds things by what people call them, in English and Chinese, misspelt or by number.

It lives in memory and is made anew from the names (graph/names.py). Threads may share it. Text from users is only ever
looked up as words: nothing that they write is syntax.
"""

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from rapidfuzz import fuzz, process

from graph.addresses import paths_in, read_order
from graph.base import BASE
from graph.citing import number_fits, read_number
from graph.folding import close_up, core, fold, is_sign, mark_terms, tokens
from graph.full_text import FullText
from graph.hits import CALLED, NUMBERED, Found, Hit, count_kinds, labels_of, sort_hits
from graph.names import Name
from graph.ranking import BestHits, Spans, fit, is_trigger, score_words
from graph.vocabulary import Vocabulary, Wanted, expression_of

__all__ = ["CALLED", "LONGEST", "SearchIndex", "read_text"]

LONGEST = 300
"""Characters of a text that are read; the rest of a longer one is left out."""
_ENOUGH = 70.0
"""With a hit of this score, nothing less sure is looked for."""
_FEW = 3
"""With fewer hits than that, things that have only some of the words are shown after them."""
_CLOSE = 72.0
"""Likeness, 0 to 100, from which a misspelt name counts; more for shorter ones."""
_SPELT = frozenset({"preferred", "alternative", "acronym", "former"})
"""Roles of names that can be misspelt; a number that is nearly right is another number."""
_CORRECTED, _LESS = 0.85, 0.75
"""What a hit counts for that was found by words put right, or by some of the words."""
_MOST_KEPT = 4
"""Words of which all combinations are tried where no thing has all words; of more, the rarest."""
_LEAST_SHARE, _WHOLE = 0.35, 0.99


class SearchIndex:
    """All names, ready to be searched."""

    def __init__(self, names: Sequence[Name]) -> None:
        self.names = tuple(names)
        self._folded = [fold(name.text) for name in self.names]
        self._cores = [core(name.text) for name in self.names]
        self._sorted = sorted({(key, i) for i in range(len(self.names)) for key in (self._folded[i], self._cores[i])})
        self._numbers = [i for i, n in enumerate(self.names) if n.role == "number" and n.kind in NUMBERED]
        spelt = [i for i, n in enumerate(self.names) if n.role in _SPELT and n.kind != "term" and not is_trigger(n)]
        self._like = {i: close_up(self._cores[i]) for i in spelt}
        self.labels = labels_of(self.names)
        self.numbered = tuple(self.names[i] for i in self._numbers)
        self.identifiers = tuple(n for n in self.names if n.role == "identifier" and "://" not in n.text)
        self._places = _places_of_things(self.names)
        self._of_thing = list(self._places.values())
        self._text = FullText(self._folded)
        self._texts = FullText(" ".join(self._folded[i] for i in self._said_of(places)) for places in self._of_thing)
        self._vocabulary = Vocabulary(self.names, self._folded)

    def _said_of(self, places: Sequence[int]) -> Iterator[int]:
        """The names of a thing but addresses elsewhere; a version is called by what its law is called, too."""
        yield from (i for i in places if "://" not in self.names[i].text)
        if self.names[places[0]].kind == "version":
            of_law = self._places.get(self.names[places[0]].iri.rpartition("/")[0], ())
            yield from (i for i in of_law if self.names[i].role in CALLED)

    def forms_of(self, iri: str) -> list[tuple[Name, str, str]]:
        """The names of a thing, each with its folded text and its core; none for an unknown thing."""
        return [(self.names[i], self._folded[i], self._cores[i]) for i in self._places.get(iri, ())]

    def search(self, text: str, kinds: Collection[str] = (), limit: int = 20, offset: int = 0) -> Found:
        """What the text finds, the best first; of the kinds only, if some are named."""
        best, read_as, left_out = self._find(read_text(text))
        hits = sort_hits(list(best.hits.values()))
        chosen = [hit for hit in hits if not kinds or hit.kind in kinds]
        page, is_cut = tuple(chosen[offset : offset + limit]), len(text) > LONGEST
        return Found(read_text(text), len(chosen), count_kinds(hits), page, left_out, read_as, is_cut)

    def suggest(self, text: str, kinds: Collection[str] = (), limit: int = 10) -> tuple[Hit, ...]:
        """Things that are called by what the text may be the beginning of."""
        best, _, _ = self._find(read_text(text), CALLED, typing=True)
        return tuple(sort_hits([hit for hit in best.hits.values() if not kinds or hit.kind in kinds])[:limit])

    def _find(
        self, text: str, roles: Collection[str] = (), *, typing: bool = False
    ) -> tuple[BestHits, tuple[tuple[str, str], ...], tuple[str, ...]]:
        """The hits, the words that were put right, and those that were left out."""
        best = BestHits(self.labels, roles)
        if not fold(text):
            return best, (), ()
        wanted = self._vocabulary.read(text, typing=typing)
        self._find_all(text, wanted, best, typing=typing)
        read_as: tuple[tuple[str, str], ...] = ()
        if best.top < _ENOUGH:
            if len(apart := self._vocabulary.read(text, typing=typing, apart=True)) > len(wanted):
                self._find_words(apart, best)
            self._find_similar(close_up(core(text)), wanted, best)
            read_as = self._find_corrected(text, wanted, best)
        left_out: tuple[str, ...] = ()
        is_other_number = best.hits and any(one.is_figure and not one.forms for one in wanted)
        if all(hit.how == "similar" for hit in best.hits.values()) and not is_other_number:
            left_out = self._find_less(wanted, best)
        if best.top < _ENOUGH and (left_out or len(best.hits) < _FEW) and not is_other_number:
            self._find_some(wanted, best)
        return best, tuple(pair for pair in read_as if pair[0] not in left_out), left_out

    def _find_corrected(self, text: str, wanted: Sequence[Wanted], best: BestHits) -> tuple[tuple[str, str], ...]:
        """Things found by the text with its misspelt words put right; those words, each with what it was taken for."""
        read_as = tuple((one.text, " ".join(next(iter(one.forms)))) for one in wanted if one.is_corrected)
        for typed, word in read_as:
            text = text.replace(typed, word)
        if read_as:
            self._take(text, self._vocabulary.read(text), best, "corrected", _CORRECTED)
        return read_as

    def _find_all(self, text: str, wanted: Sequence[Wanted], best: BestHits, *, typing: bool = False) -> None:
        """Things that have all that is wanted."""
        self._find_address(text, best)
        self._find_number(text, best)
        self._find_order(text, best)
        self._find_beginning(text, best, typing=typing or not any(one.forms for one in wanted[-1:]))
        self._find_words(wanted, best)
        if best.top < _ENOUGH and len(wanted) > 1:
            self._find_spread(wanted, best)

    def _take(self, text: str, wanted: Sequence[Wanted], best: BestHits, how: str, worth: float) -> float:
        """Adds what another text finds, as hits of less worth; the score of the best of it."""
        other = best.another()
        self._find_all(text, wanted, other)
        best.take(other.hits.values(), how, worth)
        return other.top * worth

    def _find_less(self, wanted: Sequence[Wanted], best: BestHits) -> tuple[str, ...]:
        """Things that have as much of what is wanted as any has; what the best of them does without."""
        known = [one for one in wanted if one.forms]
        heaviest = sorted(known, key=lambda one: -one.weight)[:_MOST_KEPT]
        top = 0.0
        left_out: tuple[str, ...] = ()
        for size in range(min(len(heaviest), len(wanted) - 1), 0, -1):
            for chosen in combinations(heaviest, size):
                kept = [one for one in wanted if one in chosen]
                share = sum(one.weight for one in kept) / sum(one.weight for one in known)
                found = self._take(" ".join(one.text for one in kept), kept, best, "some", _LESS * (0.6 + 0.4 * share))
                if found > top:
                    top, left_out = found, tuple(one.text for one in wanted if one not in kept)
            if top:
                break
        return left_out

    def _find_address(self, text: str, best: BestHits) -> None:
        for path in paths_in(text):
            if (labels := self.labels.get(BASE + path)) is not None:
                best.offer(Name(BASE + path, labels.kind, path, "", "identifier"), "address", 100.0, ((0, len(path)),))
                return

    def _find_number(self, text: str, best: BestHits) -> None:
        read = read_number(text)
        for index in self._numbers if read else ():
            found = number_fits(self.names[index].text, read) if read else 0
            if found:
                score = {4: 100.0, 3: 99.0, 2: 90.0}[found]
                best.offer(self.names[index], "number", score, _whole(self.names[index]))

    def _find_order(self, text: str, best: BestHits) -> None:
        """Orders by their number, those of the issuer that is named first."""
        if (order := read_order(text)) is None:
            return
        issuers = {self.names[i].iri for i in self._exactly(fold(order.issuer))}
        called = [form for iri in issuers for name, form, _ in self.forms_of(iri) if name.role in CALLED]
        for index in self._text.matching(" OR ".join(f'"{word} no {order.number}"' for word in ("order", "decree"))):
            name, folded = self.names[index], self._folded[index]
            if name.role == "identifier" and folded.endswith(f" {order.number}"):
                is_theirs = any(folded.startswith(f"{form} ") for form in called)
                best.offer(name, "number", 90.0 if is_theirs else 50.0, mark_terms(name.text, {(order.number,)}))

    def _exactly(self, key: str) -> Iterator[int]:
        place = bisect_left(self._sorted, (key, -1))
        while place < len(self._sorted) and self._sorted[place][0] == key:
            yield self._sorted[place][1]
            place += 1

    def _find_beginning(self, text: str, best: BestHits, *, typing: bool) -> None:
        """Names that are the text or begin with it; in the middle of a word only where that is being typed."""
        folded, bare = fold(text), core(text)
        for key in dict.fromkeys((folded, bare)):
            place = bisect_left(self._sorted, (key, -1))
            while place < len(self._sorted) and self._sorted[place][0].startswith(key):
                found, index = self._sorted[place]
                name, place = self.names[index], place + 1
                if found == key:
                    whole = key == folded and self._folded[index] == folded
                    best.offer(name, "exact", 100.0 if whole else 97.0, _whole(name))
                elif name.role in CALLED and (found[len(key)] == " " or (typing and _is_begun(text, key, found))):
                    score = 70.0 + 14.0 * len(key) / len(found) + (3.0 if found[len(key)] == " " else 0.0)
                    best.offer(name, "beginning", score, _beginning(name, key))

    def _find_words(self, wanted: Sequence[Wanted], best: BestHits) -> None:
        """Names with all that is wanted."""
        for index in self._text.matching(expression_of(wanted)):
            name = self.names[index]
            if name.role != "number" and "://" not in name.text:
                found = fit(self._folded[index], wanted)
                best.offer(name, found.way or "words", *score_words(name, self._folded[index], found))

    def _find_spread(self, wanted: Sequence[Wanted], best: BestHits) -> None:
        """Things that have the words in several names; shown by the name that has most of them."""
        for thing in self._texts.matching(expression_of(wanted)):
            places = self._of_thing[thing]
            if self.names[places[0]].iri in best.hits:
                continue
            said = [i for i in self._said_of(places) if self.names[i].role in CALLED]
            if self._share(wanted, [i for i in said if i not in places]) > _WHOLE:
                continue
            score = 47.0 if self._share(wanted, said) > _WHOLE else 42.0
            index = max(places, key=lambda i: (fit(self._folded[i], wanted).share, -i))
            found = fit(self._folded[index], wanted)
            name = self.names[index]
            best.offer(name, "spread", score * max(found.worth, 0.5), mark_terms(name.text, {*found.forms}))

    def _share(self, wanted: Sequence[Wanted], places: Iterable[int]) -> float:
        """The weight of what of the wanted stands in some names together."""
        return fit(" | ".join(self._folded[i] for i in places), wanted).share

    def _find_similar(self, text: str, wanted: Sequence[Wanted], best: BestHits) -> None:
        if len(text) < 2:
            return
        close, right = max(_CLOSE, 96.0 - 2.0 * len(text)), [one for one in wanted if one.stands]
        scorers: tuple[Callable[..., float], ...] = (fuzz.ratio, fuzz.token_sort_ratio)
        for scorer in scorers:
            for _, likeness, index in process.extract(text, self._like, scorer=scorer, score_cutoff=close, limit=40):
                found = fit(self._folded[index], right)
                score = 28.0 + 40.0 * (likeness - _CLOSE) / (100.0 - _CLOSE)
                score = score if not right or found.share > _WHOLE else min(score, 40.0 * found.share)
                name = self.names[index]
                best.offer(name, "similar", score, mark_terms(name.text, {*found.forms}))

    def _find_some(self, wanted: Sequence[Wanted], best: BestHits) -> None:
        """Names with some of what is wanted: rare words weigh more; of a run of signs that nobody uses, its pairs."""
        pieces = [piece for one in wanted for piece in self._pieces(one)]
        several = sum(bool(piece.forms) for piece in pieces) > 1
        for index in self._text.matching(expression_of(pieces, " OR ")) if several else ():
            name, found = self.names[index], fit(self._folded[index], pieces)
            if found.share >= _LEAST_SHARE and name.role not in {"number", "identifier"}:
                spans = mark_terms(name.text, {*found.forms})
                best.offer(name, "some", 30.0 * found.share * found.worth, spans)

    def _pieces(self, one: Wanted) -> Iterator[Wanted]:
        if one.forms or not is_sign(one.words[0]):
            yield one
        else:
            yield from (Wanted("".join(p), p, {p: "words"}, one.weight / len(one.words)) for p in pairwise(one.words))


def read_text(text: str) -> str:
    """What is searched of a text: its beginning, without what cannot be shown or kept."""
    return "".join(c for c in text[:LONGEST] if c.isprintable() or c.isspace()).strip()


def _places_of_things(names: Sequence[Name]) -> dict[str, list[int]]:
    places: dict[str, list[int]] = {}
    for index, name in enumerate(names):
        places.setdefault(name.iri, []).append(index)
    return places


def _is_begun(text: str, key: str, found: str) -> bool:
    """Whether a folded name begins with the text as it was typed, its last word not cut of an ending."""
    last = text.split()[-1].casefold()
    return not last.isalnum() or found.startswith(key[: key.rfind(" ") + 1] + last)


def _whole(name: Name) -> Spans:
    return ((0, len(name.text)),)


def _beginning(name: Name, key: str) -> Spans:
    """Where the key stands first in the name; its last word may be the beginning of one."""
    words, sought = list(tokens(name.text)), key.split()
    for place in range(len(words) - len(sought) + 1):
        run = [word.text for word in words[place : place + len(sought)]]
        if run[:-1] == sought[:-1] and run[-1].startswith(sought[-1]):
            return ((words[place].start, words[place + len(sought) - 1].end),)
    return ()
