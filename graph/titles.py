"""Reads a title or the name of an office as others write it: its words, and what sets it apart from its namesakes.

>>> title = read_title("Patent Law of the People's Republic of China (2008 Amendment)")
>>> title.words, title.kind, title.amended, sorted(title.dates), sorted(title.places)
(('patent', 'law'), 'law', True, ['2008'], ['CN'])
>>> read_title("专利法实施细则（征求意见稿）").marks
('draft', 'implements')
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from graph.patterns import LANGUAGES
from graph.places import chinese_places, latin_places

HAN = re.compile(r"[\u3400-\u9fff]")
LONGEST = 600
"""Characters of a name that are compared; longer ones are texts, not names."""


@dataclass(frozen=True, slots=True)
class Title:
    """A name taken apart. `words` are stems, or pairs of characters in Chinese; `core` is the whole in one piece."""

    text: str
    script: str
    """latin, han or acronym."""
    core: str
    words: tuple[str, ...]
    spelled: tuple[str, ...]
    """The words as they are written, in the same order."""
    kind: str
    dates: frozenset[str]
    """Years and days that stand in it."""
    ordinals: frozenset[str]
    """Numbers that count: of a session, a phase, a part."""
    places: frozenset[str]
    amended: bool
    marks: tuple[str, ...]
    """What makes it another thing than the one whose name it contains: amends, draft, implements, issues."""


@cache
def title_words() -> dict[str, Any]:
    """The word lists of languages/titles.toml."""
    with (LANGUAGES / "titles.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _kinds() -> dict[str, str]:
    return {word: kind for kind, words in title_words()["kinds"].items() for word in words}


@cache
def _chinese_kind() -> re.Pattern[str]:
    words = sorted((w for w in _kinds() if not w.isascii()), key=lambda w: (-len(w), w))
    return re.compile(f"({'|'.join(words)})$")


@cache
def _same() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {word: key for key, words in title_words()["same"].items() for word in words}
    longest = sorted(table, key=lambda w: (-len(w), w))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest))})\b"), table


def one_word_synonyms() -> dict[str, str]:
    """A word to the one that stands in its place."""
    return {word: key for word, key in _same()[1].items() if " " not in word + key}


@cache
def word_set(name: str) -> frozenset[str]:
    """One of the lists of English words."""
    return frozenset(title_words()["words"][name])


@cache
def _simplified() -> dict[int, str]:
    chinese = title_words()["chinese"]
    return str.maketrans(chinese["traditional"], chinese["simplified"])


_ACRONYM = re.compile(r"(?!(?:I{1,3}|IV|VI{0,3}|IX|XI{0,3})$)(?:(?:[A-Z]\.){2,8}[A-Z]?|[A-Z][A-Z0-9&/-]{1,11})")
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH.split("|"), 1)}
_DAY = re.compile(
    rf"\b(?:(?P<y>(?:18|19|20)\d\d)[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)"
    rf"|(?P<d2>\d\d?) (?P<m2>{_MONTH})[a-z]*,? (?P<y2>(?:18|19|20)\d\d)"
    rf"|(?P<m3>{_MONTH})[a-z]* (?P<d3>\d\d?),? (?P<y3>(?:18|19|20)\d\d))\b"
)
_CHINESE_DAY = re.compile(r"((?:18|19|20)\d\d)(?:年(\d\d?)月(?:(\d\d?)日)?|[-./](\d\d?)[-./](\d\d?))?年?度?")
_YEAR = re.compile(r"(?:18|19|20)\d\d")
_ORDER = re.compile(
    r"\b(?:state council |presidential |presidents? |ministerial )?(?:order|decree|act|announcement|circular|cap|law)? ?(?:no|number) ?\d[\d-]*(?: of (?:18|19|20)\d\d)?\b|\bcap \d+\b"
)
_CHINESE_ORDER = re.compile(r"[\u4e00-\u9fff]{1,8}[〔\[(（【](?:19|20)\d\d[〕\])）】]第?\d+号|[\u4e00-\u9fff]{0,6}令?第\d+号令?")
_ORDINALS = {
    word: str(number)
    for number, words in enumerate(
        ("first 1st i", "second 2nd ii", "third 3rd iii", "fourth 4th iv", "fifth 5th", "sixth 6th", "seventh 7th",
         "eighth 8th", "ninth 9th", "tenth 10th"), 1
    )
    for word in words.split()
}  # fmt: skip
_DIGITS = {digit: str(number) for number, digit in enumerate("一二三四五六七八九十", 1)}
_CHINESE_ORDINAL = re.compile(r"第([一二三四五六七八九十]|\d+)(次|届|期|批|个|回)|[(（]([一二三四五六七八九十])(?:期)?[)）]")
_AMENDS = re.compile(r"\b(?:decision|resolution)\b.*\b(?:amend|amending|amendment|amendments|revising|revision|modify)\b")
_CHINESE_AMENDS = re.compile(r"关于(?:修改|修订|废止).*的?(?:决定|决议)$")
_ISSUES = re.compile(r"\bnotice\b.*\b(?:printing|issuing|issuance|distributing)\b")
_CHINESE_ISSUES = re.compile(r"关于(?:印发|发布|公布|转发).*的?通知$")
_CHINESE_IMPLEMENTS = re.compile(r"实施(?:条例|细则|办法|规则|规定|意见|方案)|的?实施$")
_TRIAL = re.compile(r"\bfor (?:trial|interim) (?:implementation|implement)\b|\bfor (?:trial|interim)(?: use)?\b")
_CHINESE_TRIAL = re.compile(r"[(（](?:试行|暂行|已废止|已失效|现行有效|废止)[)）]")
_WORD = re.compile(r"(?!the\b|of\b)[a-z]{2}")
_NOT_WORDS = re.compile(r"[^\w\s]|_")
_NOT_HAN_WORDS = re.compile(r"[\s《》“”\"'〈〉「」『』()（）\[\]【】,，、.。:：;；·・—–\-_/]+")
_ENDINGS = ("izations", "isations", "ization", "isation", "ations", "ation", "ments", "ment", "ings", "ing", "ions", "ion", "ies", "ed", "es", "s", "y")  # fmt: skip


@lru_cache(maxsize=20_000)
def read_title(text: str) -> Title:
    """The name taken apart; a text longer than a name is cut."""
    text = text[:LONGEST]
    if _ACRONYM.fullmatch(text):
        letters = text.replace(".", "").casefold()
        return Title(text, "acronym", letters, (letters,), (letters,), "", *(frozenset[str](),) * 3, False, ())
    return _read_chinese(text) if len(HAN.findall(text)) * 3 >= len(text.replace(" ", "")) else _read_latin(text)


def fold(text: str) -> str:
    """Lower case, no accents, one kind of apostrophe and none of it, single blanks."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.replace("’", "'").replace("‘", "'"))
        text = "".join(c for c in text if not unicodedata.combining(c))
    text = text.casefold().replace("people's", "peoples").replace("'s ", " ").removesuffix("'s")
    return " ".join(text.replace("'", "").replace("&", " and ").split())


def _read_latin(text: str) -> Title:
    folded = fold(text)
    dates: set[str] = set()
    folded = _DAY.sub(lambda m: _take_day(m, dates), folded)
    plain = " ".join(_NOT_WORDS.sub(" ", folded).split())
    plain = _TRIAL.sub(" ", _ORDER.sub(" ", plain))
    whole = plain
    plain, places = latin_places(plain)
    plain = plain if _WORD.search(plain) else whole
    marks = [name for name, pattern in (("amends", _AMENDS), ("issues", _ISSUES)) if pattern.search(plain)]
    pattern, table = _same()
    plain = pattern.sub(lambda m: table[m[0]], plain)
    words, ordinals, amended, draft = [], set(), False, False
    for word in plain.split():
        if word in _ORDINALS or word.isdigit() and not _YEAR.fullmatch(word):
            ordinals.add(_ORDINALS.get(word, word))
        elif _YEAR.fullmatch(word):
            dates.add(word)
        elif word in word_set("amended"):
            amended = True
        elif word in word_set("draft"):
            draft = True
        elif word not in word_set("idle"):
            words.append(word)
    if amended or draft:
        words = [w for w in words if w not in ("comment", "comments", "decision", "up", "npc")] if not marks else words
    implements = "implement" in words
    found = (*marks, *(["draft"] if draft else []), *(["implements"] if implements else []))
    spelled = {stem(word): word for word in words}
    stems = tuple(spelled)
    kind = _latin_kind(words)
    numbers = frozenset[str]() if amended else frozenset(ordinals)
    return Title(text, "latin", " ".join(stems), stems, tuple(spelled.values()), kind, frozenset(dates), numbers, places, amended, tuple(sorted(found)))


def _take_day(match: re.Match[str], dates: set[str]) -> str:
    year = match["y"] or match["y2"] or match["y3"]
    month = match["m"] or _MONTHS[(match["m2"] or match["m3"])]
    dates.add(f"{year}-{int(month):02}-{int(match['d'] or match['d2'] or match['d3']):02}")
    return " "


def stem(word: str) -> str:
    """The word without its ending, at least four letters; so that forms of one word are alike."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def _latin_kind(words: list[str]) -> str:
    """The first word that tells a kind where the name begins with it (Law on …), else the last one (… Law)."""
    found = [(place, _kinds()[w]) for place, w in enumerate(words) if w in _kinds()]
    if not found:
        return ""
    if "implement" in words:
        return next((kind for _, kind in found if kind in _IMPLEMENTING), found[-1][1])
    return found[0][1] if found[0][0] < 2 and len(words) > 2 else found[-1][1]


def _read_chinese(given: str) -> Title:
    text = unicodedata.normalize("NFKC", given).translate(_simplified())
    text = _CHINESE_TRIAL.sub("", _CHINESE_ORDER.sub("", text.replace(" ", "")))
    dates: set[str] = set()
    text = _CHINESE_DAY.sub(lambda m: _take_chinese_day(m, dates), text)
    ordinals: set[str] = set()
    lists = title_words()["chinese"]
    draft = any(word in text for word in lists["draft"])
    marks = [n for n, p in (("amends", _CHINESE_AMENDS), ("issues", _CHINESE_ISSUES)) if p.search(_NOT_HAN_WORDS.sub("", text))]
    amended = not marks and any(word in text for word in lists["amended"])
    text = _CHINESE_ORDINAL.sub(lambda m: _take_ordinal(m, ordinals), text)
    bare, places = chinese_places(_NOT_HAN_WORDS.sub("", text))
    for word in (*lists["draft"], *lists["amended"]) if not marks else ():
        bare = bare.replace(word, "")
    implements = bool(_CHINESE_IMPLEMENTS.search(bare))
    found = (*marks, *(["draft"] if draft else []), *(["implements"] if implements else []))
    bare = bare or _NOT_HAN_WORDS.sub("", text)
    kind = _chinese_kind().search(bare)
    pairs = tuple(dict.fromkeys(bare[i : i + 2] for i in range(max(1, len(bare) - 1)))) if bare else ()
    return Title(
        given, "han", bare, pairs, pairs, _kinds()[kind[1]] if kind else "", frozenset(dates),
        frozenset[str]() if amended else frozenset(ordinals), places, amended, tuple(sorted(found)),
    )  # fmt: skip


def _take_chinese_day(match: re.Match[str], dates: set[str]) -> str:
    month, day = match[2] or match[4], match[3] or match[5]
    dates.add(f"{match[1]}-{int(month):02}-{int(day):02}" if month and day else match[1])
    return ""


def _take_ordinal(match: re.Match[str], ordinals: set[str]) -> str:
    number = match[1] or match[3]
    ordinals.add(_DIGITS.get(number, number))
    return ""


_ASIDE = re.compile(
    r"[(（\[](?:formerly|previously|former|prior|now|later|until|since|succeeded|aka|a\.k\.a|hereinafter|原|现|前身|以下简称|简称)[^)）\]]*[)）\]]",
    re.IGNORECASE,
)
_JOINED = re.compile(r"[(\[]| [-–—/|] ")
_BESIDE = re.compile(rf"(?P<before>{_ACRONYM.pattern}) [-–—/|] (?P<rest>.+)|(?P<first>[^()]+) [-–—/|] (?P<after>{_ACRONYM.pattern})")
_IMPLEMENTING = frozenset(("regulation", "measure", "rule", "provision"))
_ISSUED = re.compile(r"\b(?:printing and distributing|printing and issuing|issuing|issuance of|distributing)(?: of)? (?P<inner>.+)$|关于(?:印发|发布|公布|转发)《?(?P<han>[^》]{3,}?)》?的通知", re.IGNORECASE)
_CELL_PARTS = re.compile(r"[(（\[【]([^()（）\[\]【】]*)[)）\]】]")


def names_in_cell(cell: str) -> Iterator[str]:
    """The names that a cell holds: the whole, an acronym or a translation in brackets, each script by itself."""
    cell = " ".join(cell[:LONGEST].split())
    has_han = HAN.search(cell) is not None
    if not has_han and not _JOINED.search(cell):
        if cell:
            yield cell
        return
    if match := _BESIDE.fullmatch(cell):
        yield from (part.strip() for part in match.groups() if part)
        return
    cell = _ASIDE.sub(" ", cell).strip()
    rest = cell
    for part in _CELL_PARTS.findall(cell):
        inside_han = HAN.search(part) is not None
        if _ACRONYM.fullmatch(part.strip()) or (inside_han != (HAN.search(_CELL_PARTS.sub("", cell)) is not None) and len(part) > 2):
            yield part.strip()
            rest = rest.replace(part, "")
    rest = " ".join(re.sub(r"[(（\[【]\s*[)）\]】]", " ", rest).split())
    latin = " ".join(re.sub(r"[\u3000-\u9fff\uff00-\uffef]+", " ", rest).split()).strip(" /-–—|;,") if has_han else ""
    if has_han and len(re.findall(r"[A-Za-z]{3,}", latin)) >= 2:
        yield latin
        yield "".join(re.findall(r"[\u3400-\u9fff《》（）()0-9〔〕、“”]+", rest)) 
    elif rest.strip(" /-–—|;,"):
        yield rest.strip(" /-–—|;,")


def issued_name(title: Title) -> str:
    """The name of what a notice issues; empty for what is no such notice."""
    match = _ISSUED.search(title.text) if "issues" in title.marks else None
    return (match["inner"] or match["han"]) if match else ""
