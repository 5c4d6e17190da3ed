"""Says how sure it is that a foreign row and a thing of ours are the same, and what each feature adds or takes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from graph.candidates import Candidate, NameIndex
from graph.chinese_names import LEFT_OVER
from graph.foreign import UNTOLD, ForeignRow
from graph.link_targets import LinkTarget
from graph.name_cells import aliases_of, titles_of
from graph.places import place_of_cell
from graph.title_words import simplified, title_words
from graph.titles import Title
from graph.version_dates import Dating, compare_dates, knows_a_day

EXACT, CLOSE, RELATED = "exactMatch", "closeMatch", "relatedMatch"
UNCERTAIN = 0.85
"""The most that a pair gets which a person must look at."""
_NAME = 0.95
_LOWEST = 0.30
_SHORT_NAME = 4
_LIKE_ENOUGH = 0.6
"""From this likeness on, a name is sure where the identifier is the same."""
_LETTERS = {2: 0.66, 3: 0.82}
"""An acronym of so few letters stands for many things; a longer one counts 0.92."""
_MOST = 3
COUNTRY_UNKNOWN = "country unknown"
"""The ground of what would be surer if the row's country were known."""
_DOUBTS = frozenset(("another thing", "another identifier", COUNTRY_UNKNOWN, "unfinished"))
_MARKS = {"amends": -0.45, "draft": -0.45, "implements": -0.45, "issues": -0.15}
_ALIKE_KINDS = (
    frozenset(("regulation", "measure", "provision", "rule", "guideline", "policy", "standard")),
    frozenset(("ministry", "administration", "commission", "organization", "customs")),
    frozenset(("law", "code")),
    frozenset(("treaty", "memorandum", "plan")),
    frozenset(("plan", "policy", "campaign", "opinion")),
    frozenset(("notice", "opinion", "reply", "decision")),
)


@dataclass(frozen=True, slots=True)
class Feature:
    """One ground: what it adds to the score or takes from it, and the words that say why."""

    name: str
    share: float
    words: str


@dataclass(frozen=True, slots=True)
class Match:
    """A thing of ours for a foreign row: how sure, in which relation, on which grounds."""

    iri: str
    label: str
    target: LinkTarget
    score: float
    predicate: str
    features: tuple[Feature, ...]

    @property
    def reason(self) -> str:
        """The grounds in one line."""
        return "; ".join(f"{f.name} {f.share:+.2f} ({f.words})" for f in self.features)


def match_row(index: NameIndex, row: ForeignRow) -> list[Match]:
    """The best things for the row, surest first; none where nothing is alike."""
    titles, aliases = titles_of(row.names), aliases_of(row.aliases)
    best: dict[str, Candidate] = {}
    for title in (*titles, *aliases):
        for candidate in index.find(title):
            known = best.get(candidate.target.iri)
            if known is None or candidate.rank > known.rank:
                best[candidate.target.iri] = candidate
    for target in index.ids.owners(row):
        if target.iri not in best and titles and (only := index.compare(titles[0], target)):
            best[target.iri] = only
    matches = [_score(index, row, titles, aliases, candidate) for candidate in best.values()]
    ranked = sorted((m for m in matches if m.score >= _LOWEST), key=lambda m: (-m.score, m.iri))
    return _told_apart(ranked[:_MOST])


def _score(
    index: NameIndex, row: ForeignRow, titles: tuple[Title, ...], aliases: tuple[Title, ...], best: Candidate
) -> Match:
    dating = compare_dates(row, titles, best)
    features = [
        _name_feature(best),
        *_other_name(index, titles, best),
        *_alias(index, aliases, best),
        *_identifier(index, row, best),
        *_place(row, titles, best),
        *(() if knows_a_day(row, titles, best.target) else _homeless(row, titles, best)),
        *_unfinished(best),
        *_kind(row, titles, best),
        *_marks(titles, best),
        *_ordinals(best),
        *(Feature("date", share, words) for share, words in dating.grounds),
    ]
    score = min(0.99, max(0.0, sum(f.share for f in features)))
    least = _LIKE_ENOUGH if any(f.name == "identifier" for f in features) else LEFT_OVER
    if dating.is_uncertain or best.likeness <= least or any(f.name in _DOUBTS for f in features):
        score = min(score, UNCERTAIN)
    version = dating.version
    iri, label = (version.iri, version.label) if version else (best.target.iri, best.target.label)
    return Match(iri, label, best.target, round(score, 3), _predicate(features, dating), tuple(features))


def _predicate(features: Iterable[Feature], dating: Dating) -> str:
    if any(f.name == "another thing" for f in features):
        return RELATED
    return CLOSE if dating.is_close else EXACT


def _name_feature(best: Candidate) -> Feature:
    words = f"“{best.theirs.text}” ~ “{best.ours.text}”, {best.way}"
    if best.only_theirs:
        words += f"; only theirs: {' '.join(best.only_theirs)}"
    if best.only_ours:
        words += f"; only ours: {' '.join(best.only_ours)}"
    full = _LETTERS.get(len(best.theirs.core), 0.92) if best.way == "acronym" else _NAME
    return Feature("name", round(full * best.likeness, 3), words)


def _other_name(index: NameIndex, titles: tuple[Title, ...], best: Candidate) -> Iterable[Feature]:
    """Their name in another script, or their second one, speaks for the thing or against it."""
    for title in titles:
        if title is best.theirs or not title.words:
            continue
        if title.script == "acronym":
            if any(n.title.core == title.core for n in best.target.names if n.role == "acronym"):
                yield Feature("acronym", 0.05, f"{title.text} is one of ours")
            continue
        other = index.compare(title, best.target)
        if other is None:
            continue
        if title.script == "han" and _is_short_for(title.core, other.ours.title.core):
            continue
        if other.likeness >= 0.7:
            yield Feature("other name", 0.03, f"“{title.text}” ~ “{other.ours.text}”")
        elif other.likeness < 0.35 or best.likeness < 1:
            share = -0.25 if other.likeness < 0.35 else -0.1
            yield Feature("other name", share, f"“{title.text}” is unlike “{other.ours.text}”")


def _is_short_for(theirs: str, ours: str) -> bool:
    """Whether the characters stand in the longer name, in their order, as 欧盟 does in 欧洲联盟."""
    rest = iter(ours)
    return len(theirs) < len(ours) and all(character in rest for character in theirs)


def _alias(index: NameIndex, aliases: tuple[Title, ...], best: Candidate) -> Iterable[Feature]:
    """The first of their other names that is one of ours, too; the others may be former ones, or of parts."""
    for title in aliases:
        if title.core != best.theirs.core and any(
            c.target is best.target for c in index.find(title) if c.likeness > 0.9
        ):
            yield Feature("other name", 0.03, f"{title.text} is one of ours")
            return


def _identifier(index: NameIndex, row: ForeignRow, best: Candidate) -> Iterable[Feature]:
    if ground := index.ids.compare(row, best.target):
        yield Feature("identifier" if ground[0] > 0 else "another identifier", *ground)


def _homeless(row: ForeignRow, titles: tuple[Title, ...], best: Candidate) -> Iterable[Feature]:
    """Many countries have a Patent Law and a Ministry of Health; where theirs is could be told and is not."""
    if not best.target.home or any(t.places for t in titles) or (row.place and row.place != UNTOLD):
        return
    if best.theirs.script == "han":
        if best.theirs.text.translate(simplified()) != best.theirs.text:
            yield Feature(COUNTRY_UNKNOWN, -0.1, "in characters that Taiwan, Hong Kong and Macao use")
    elif (row.place == UNTOLD or _is_common(best.theirs)) and not any(t.script == "han" for t in titles):
        yield Feature(COUNTRY_UNKNOWN, -0.1, "of which country, neither the name nor the row tells")


def _is_common(title: Title) -> bool:
    """Whether other countries are likely to have one of that name."""
    return title.kind in ("law", "ministry") and len(title.words) <= _SHORT_NAME


def _unfinished(best: Candidate) -> Iterable[Feature]:
    """In catalogues a colon at the end leads to a subtitle, which may make a book of a law."""
    if best.theirs.text.rstrip().endswith((":", "：")):
        yield Feature("unfinished", -0.1, "the title goes on after the colon")


def _place(row: ForeignRow, titles: tuple[Title, ...], best: Candidate) -> Iterable[Feature]:
    target, home = best.target, best.target.home
    if target.type == "jurisdiction":
        return
    ours = frozenset[str]().union(*(n.title.places for n in target.names))
    theirs = frozenset[str]().union(*(t.places for t in titles))
    strange = sorted(code for code in theirs - ours if code != home and not (code == "CN" and not ours))
    if strange:
        yield Feature("jurisdiction", -0.5, f"named there: {', '.join(strange)}")
    elif home and home in theirs:
        yield Feature("jurisdiction", 0.02, f"named there: {home}")
    code = place_of_cell(row.place) if row.place else ""
    missing = best.ours.title.places - theirs - {home, code}
    if missing:
        yield Feature("jurisdiction", -0.2, f"not named there: {', '.join(sorted(missing))}")
    if code and home and code == home:
        yield Feature("jurisdiction", 0.05, f"{row.place}")
    elif code and home and code not in ours and not strange:
        yield Feature("jurisdiction", -0.5, f"{row.place} is not {home}")


def _kind(row: ForeignRow, titles: tuple[Title, ...], best: Candidate) -> Iterable[Feature]:
    theirs, ours = best.theirs.kind, best.ours.title.kind
    if theirs and ours and theirs != ours and best.way != "shortened" and "issues" not in best.theirs.marks:
        alike = any(theirs in group and ours in group for group in _ALIKE_KINDS)
        yield Feature("kind", -0.12 if alike else -0.3, f"{theirs}, not {ours}")
    if best.target.type == "law" and ours and not theirs and best.theirs.script != "acronym":
        yield Feature("kind", -0.08, f"they name no kind of text; ours is a {ours}")
    wanted = type_of_cell(row.type) if row.type else ""
    if not wanted:
        wanted = next((type_of_title(t) for t in titles if t.kind), "")
        if wanted and wanted != best.target.type and not (theirs and theirs == ours) and best.way != "shortened":
            yield Feature("type", -0.2, f"it sounds like type {wanted}, not {best.target.type}")
    elif wanted == best.target.type:
        yield Feature("type", 0.03, row.type)
    else:
        near = {wanted, best.target.type} in ({"agency", "international-body"}, {"law", "programme"})
        yield Feature("type", -0.05 if near else -0.3, f"{row.type} is not {best.target.type}")


def _marks(titles: tuple[Title, ...], best: Candidate) -> Iterable[Feature]:
    theirs = frozenset(chain.from_iterable(t.marks for t in titles if t.script == best.theirs.script))
    theirs |= {"draft"} & frozenset(chain.from_iterable(t.marks for t in titles))
    for mark in sorted(theirs ^ frozenset(best.ours.title.marks)):
        if mark == "draft" and best.target.is_draft:
            continue
        side = "theirs" if mark in theirs else "ours"
        yield Feature("another thing", _MARKS[mark], f"only {side} {_MARK_WORDS[mark]}")


_MARK_WORDS = {
    "amends": "is a decision that amends a text",
    "draft": "is a draft",
    "implements": "implements a text",
    "issues": "is a notice that issues a text",
}


def _ordinals(best: Candidate) -> Iterable[Feature]:
    theirs, ours = best.theirs.ordinals, best.ours.title.ordinals
    if theirs and ours and theirs.isdisjoint(ours):
        yield Feature("number", -0.45, f"{', '.join(sorted(theirs))}, not {', '.join(sorted(ours))}")
    elif theirs != ours:
        only = theirs - ours or ours - theirs
        yield Feature("number", -0.25, f"{', '.join(sorted(only))} only {'theirs' if theirs - ours else 'ours'}")


def _told_apart(ranked: list[Match]) -> list[Match]:
    """The matches; where the first two are nearly as sure, neither is certain."""
    if len(ranked) < 2 or ranked[0].score - ranked[1].score >= 0.04 or ranked[0].target.iri == ranked[1].target.iri:
        return ranked
    rivals = []
    for match in ranked:
        if ranked[0].score - match.score < 0.04:
            other = ranked[1] if match is ranked[0] else ranked[0]
            ground = Feature("rival", -0.1, f"{other.label} is as likely")
            score = min(UNCERTAIN, round(max(0.0, match.score - 0.1), 3))
            match = Match(match.iri, match.label, match.target, score, match.predicate, (*match.features, ground))
        rivals.append(match)
    return rivals


@cache
def _type_of_kind() -> dict[str, str]:
    return {kind: name for name, kinds in title_words()["types"].items() for kind in kinds}


def type_of_title(title: Title) -> str:
    """The type that a name sounds like; empty where its words fit several."""
    return _type_of_kind().get(title.kind, "")


@lru_cache(maxsize=10_000)
def type_of_cell(cell: str) -> str:
    """The type of ours that a type column names; empty where it is none that we know."""
    folded = cell.casefold().replace("-", " ").replace("_", " ").strip()
    known: dict[str, list[str]] = title_words()["type_words"]
    words = {word: name for name, found in known.items() for word in found}
    if folded.replace(" ", "-") in known:
        return folded.replace(" ", "-")
    if folded in words:
        return words[folded]
    if folded.endswith("s") and folded[:-1] in words:
        return words[folded[:-1]]
    longest = sorted((w for w in words if w in folded), key=lambda w: (-len(w), w))
    return words[longest[0]] if longest else ""
