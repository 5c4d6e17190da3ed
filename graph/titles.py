"""Reads a title or the name of an office as others write it: its words, and what sets it apart from its namesakes.

>>> title = read_title("Patent Law of the People's Republic of China (2008 Amendment)")
>>> title.words, title.kind, title.amended, sorted(title.dates), sorted(title.places)
(('patent', 'law'), 'law', True, ['2008'], ['CN'])
>>> read_title("专利法实施细则（征求意见稿）").marks
('draft', 'implements')
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from graph.days import CHINESE_DAY, DAY, YEAR, chinese_day_of, day_of, take_history
from graph.places import chinese_places, latin_places
from graph.title_words import chinese_kind, fold, kinds_by_word, same_words, simplified, stem, title_words, word_set

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


ACRONYM = re.compile(r"(?!(?:I{1,3}|IV|VI{0,3}|IX|XI{0,3})$)(?:(?:[A-Z]\.){2,8}[A-Z]?|[A-Z][A-Z0-9&/-]{1,13})")
_ORDER = re.compile(
    r"\b(?:state council |presidential |presidents? |ministerial )?(?:order|decree|act|announcement|circular|law)? ?"
    r"(?:no|number) ?\d[\d-]*(?: of (?:18|19|20)\d\d)?\b|\bcap \d+\b"
)
_CHINESE_ORDER = re.compile(
    r"[\u4e00-\u9fff]{0,4}(?:发|令|字|函|释)[〔\[(（【](?:19|20)\d\d[〕\])）】]第?\d+号"
    r"|(?:国务院|国家主席|主席|国家知识产权局|(?:国家)?工商(?:行政管理)?总局|海关总署)?令?第\d+号(?:令|公告)?"
)
_ORDINALS = {
    word: str(number)
    for number, words in enumerate(
        ("first 1st i", "second 2nd ii", "third 3rd iii", "fourth 4th iv", "fifth 5th", "sixth 6th", "seventh 7th",
         "eighth 8th", "ninth 9th", "tenth 10th"), 1
    )
    for word in words.split()
}  # fmt: skip
_DIGITS = {digit: str(number) for number, digit in enumerate("一二三四五六七八九十", 1)}
_CHINESE_ORDINAL = re.compile(
    r"第([一二三四五六七八九十]|\d+)(次|届|期|批|个|回)|[(（]([一二三四五六七八九十])(?:期)?[)）]"
)
_AMENDS = re.compile(
    r"\b(?:decision|resolution)\b.*\b(?:amend|amending|amendment|amendments|revising|revision|modify)\b"
)
_CHINESE_AMENDS = re.compile(r"关于(?:修改|修订|废止).*的?(?:决定|决议)$")
_ISSUES = re.compile(r"\b(?:notice|circular)\b.*\b(?:printing|issuing|issuance|distributing)\b")
_CHINESE_ISSUES = re.compile(r"(?:印发|发布|公布|转发).*的?通知$")
_CHINESE_IMPLEMENTS = re.compile(r"实施(?:条例|细则|办法|规则|规定|意见|方案)|的?实施$")
_TRIAL = re.compile(r"\bfor (?:trial|interim) (?:implementation|implement)\b|\bfor (?:trial|interim)(?: use)?\b")
_CHINESE_TRIAL = re.compile(r"[(（](?:试行|暂行|已废止|已失效|已被修改|已修改|现行有效|废止)[)）]")
_TREATY = re.compile(r"\b(?:convention|treaty|agreement|upov)\b")
_ACT_OF = re.compile(r"\b(?P<year>(?:18|19|20)\d\d) act\b|\bact of (?P<of>(?:18|19|20)\d\d)\b")
_WORD = re.compile(r"(?!the\b|of\b)[a-z]{2}")
_IMPLEMENTING = frozenset(("regulation", "measure", "rule", "provision"))
_OF_AMENDING = frozenset(("comment", "comments", "decision", "up", "npc"))
_MISPRINTED = re.compile("中华人民共.国|中华人.共和国|中华.民共和国")
_NOT_WORDS = re.compile(r"[^\w\s]|_")
_NOT_HAN_WORDS = re.compile(r"[\s《》“”\"'〈〉「」『』()（）\[\]【】,，、.。:：;；·・—–\-_/]+")


@lru_cache(maxsize=20_000)
def read_title(text: str) -> Title:
    """The name taken apart; a text longer than a name is cut."""
    text = text[:LONGEST]
    if ACRONYM.fullmatch(text):
        letters = text.replace(".", "").casefold()
        return Title(text, "acronym", letters, (letters,), (letters,), "", *(frozenset[str](),) * 3, False, ())
    return _read_chinese(text) if len(HAN.findall(text)) * 3 >= len(text.replace(" ", "")) else _read_latin(text)


@dataclass
class _Sorted:
    """The words of an English title by what they say."""

    words: list[str] = field(default_factory=list)
    ordinals: set[str] = field(default_factory=set)
    dates: set[str] = field(default_factory=set)
    amended: bool = False
    draft: bool = False

    def add(self, word: str) -> None:
        """Put the word where it belongs."""
        if word in _ORDINALS or (word.isdigit() and not YEAR.fullmatch(word)):
            self.ordinals.add(_ORDINALS.get(word, word))
        elif YEAR.fullmatch(word):
            self.dates.add(word)
        elif word in word_set("amended"):
            self.amended = True
        elif word in word_set("draft"):
            self.draft = True
        elif word not in word_set("idle"):
            self.words.append(word)


def _read_latin(text: str) -> Title:
    said = _Sorted()
    folded, dates, said.amended = take_history(fold(text))
    said.dates.update(dates)
    folded = DAY.sub(lambda m: _take(m, said.dates, day_of), folded)
    plain = " ".join(_NOT_WORDS.sub(" ", folded).split())
    plain = _TRIAL.sub(" ", _ORDER.sub(" ", plain))
    if _TREATY.search(plain) and (act := _ACT_OF.search(plain)):
        said.dates.add(act["year"] or act["of"])
        said.amended = True
        plain = plain.replace(act[0], " ")
    bare, places = latin_places(plain)
    bare = bare if _WORD.search(bare) else plain
    marks = [name for name, pattern in (("amends", _AMENDS), ("issues", _ISSUES)) if pattern.search(bare)]
    pattern, table = same_words()
    for word in pattern.sub(lambda m: table[m[0]], bare).split():
        said.add(word)
    words = said.words
    if (said.amended or said.draft) and not marks:
        words = [w for w in words if w not in _OF_AMENDING]
    marks += [name for name, holds in (("draft", said.draft), ("implements", "implement" in words)) if holds]
    spelled = {stem(word): word for word in words}
    return Title(
        text, "latin", " ".join(spelled), tuple(spelled), tuple(spelled.values()), _latin_kind(words),
        frozenset(said.dates), frozenset[str]() if said.amended else frozenset(said.ordinals), places, said.amended,
        tuple(sorted(marks)),
    )  # fmt: skip


def _take(match: re.Match[str], dates: set[str], read: Callable[[re.Match[str]], str]) -> str:
    dates.add(read(match))
    return " "


def _latin_kind(words: list[str]) -> str:
    """The first word that tells a kind where the name begins with it (Law on …), else the last one (… Law)."""
    found = [(place, kinds_by_word()[w]) for place, w in enumerate(words) if w in kinds_by_word()]
    if not found:
        return ""
    if "implement" in words:
        return next((kind for _, kind in found if kind in _IMPLEMENTING), found[-1][1])
    if len(found) > 1 and found[-1][1] == "ministry" and found[-2][1] == "plan":
        found.pop()
    if words[0] == "administration" and len(found) > 1 and found[1][0] == 1:
        found = found[1:]
    place, kind = found[0]
    begins = place == 0 or (place == 1 and words[0] in (*word_set("weak"), "administration"))
    return kind if begins and len(words) > 2 else found[-1][1]


def _read_chinese(given: str) -> Title:
    text = _MISPRINTED.sub("中华人民共和国", unicodedata.normalize("NFKC", given).translate(simplified()))
    text, told, was_amended = take_history(text.replace(" ", ""))
    text, dates = _CHINESE_TRIAL.sub("", _CHINESE_ORDER.sub("", text)), set(told)
    text = CHINESE_DAY.sub(lambda m: _take(m, dates, chinese_day_of).strip(), text)
    ordinals: set[str] = set()
    lists = title_words()["chinese"]
    draft = any(word in text for word in lists["draft"])
    marks = [
        n
        for n, p in (("amends", _CHINESE_AMENDS), ("issues", _CHINESE_ISSUES))
        if p.search(_NOT_HAN_WORDS.sub("", text))
    ]
    amended = not marks and (was_amended or any(word in text for word in lists["amended"]))
    text = _CHINESE_ORDINAL.sub(lambda m: _take_ordinal(m, ordinals), text)
    bare, places = chinese_places(_NOT_HAN_WORDS.sub("", text))
    for word in (*lists["draft"], *lists["amended"]) if not marks else ():
        bare = bare.replace(word, "")
    implements = bool(_CHINESE_IMPLEMENTS.search(bare))
    found = (*marks, *(["draft"] if draft else []), *(["implements"] if implements else []))
    bare = bare or _NOT_HAN_WORDS.sub("", text)
    kind = chinese_kind().search(bare)
    pairs = tuple(dict.fromkeys(bare[i : i + 2] for i in range(max(1, len(bare) - 1)))) if bare else ()
    return Title(
        given, "han", bare, pairs, pairs, kinds_by_word()[kind[1]] if kind else "", frozenset(dates),
        frozenset[str]() if amended else frozenset(ordinals), places, amended, tuple(sorted(found)),
    )  # fmt: skip


def _take_ordinal(match: re.Match[str], ordinals: set[str]) -> str:
    number = match[1] or match[3]
    ordinals.add(_DIGITS.get(number, number))
    return ""
