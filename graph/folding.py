"""Words as an index compares them: case, accents, plurals and ways of writing set aside, each Chinese character a word.

>>> fold("The People’s Courts"), fold("专利法"), fold("商標法"), fold("Organisations")
('the people court', '专 利 法', '商 标 法', 'organization')
>>> core("Patent Law of the People's Republic of China"), core("中华人民共和国专利法")
('patent law', '专 利 法')
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from graph.spelling import one_spelling

# Han, kana and hangul: scripts in which words are not parted by spaces, or in which two signs are a word already.
_SIGNS = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_SIGNS}]|(?:[^\W_{_SIGNS}][\u0300-\u036f]*)+(?:['’]s\b)?")
_IS_SIGN = re.compile(rf"[{_SIGNS}]")
_COUNTRY = re.compile(r"^中 华 人 民 共 和 国 (?=.)| (?:of )?(?:the )?(?:people republic of china|prc)$")
_LEVEL = re.compile(r"[0-9]{1,3}|[ivxlc]{1,5}")
_LEVEL_MARKS = frozenset(".-")
SMALL_WORDS = frozenset(("a", "an", "and", "by", "for", "from", "in", "into", "of", "on", "or", "the", "to", "with"))
"""English words that say too little to be asked for."""


class Token(NamedTuple):
    """A word and where it stands in its text, in code points, end exclusive."""

    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The words of a text as they are compared."""
    for match in _TOKEN.finditer(text):
        yield Token(_bare(match[0]), match.start(), match.end())


@lru_cache(maxsize=16384)
def _bare(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word).casefold()
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c.isalnum())
    if word.isascii() or "’" in word:
        return one_spelling(_singular(plain))
    return plain.translate(_simplified()) if _IS_SIGN.match(plain) else plain


@cache
def _simplified() -> dict[int, str]:
    # Imported when the first sign is compared: the server starts without the lists of titles.
    from graph.title_words import simplified

    return simplified()


def _singular(word: str) -> str:
    """An English word without the ending of plurals; both sides are cut alike, so that wrong cuts do not matter."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]


def fold(text: str) -> str:
    """The words of a text, parted by single spaces."""
    return " ".join(token.text for token in tokens(text))


def core(text: str) -> str:
    """The folded text without the name of the country, which full titles carry and people leave out."""
    folded = fold(text)
    return _COUNTRY.sub("", folded) or folded


def close_up(folded: str) -> str:
    """A folded text with no spaces between signs, so that likeness is told by signs and letters only."""
    return re.sub(rf"(?<=[{_SIGNS}]) (?=[{_SIGNS}])", "", folded)


def is_sign(token: str) -> bool:
    """Whether a word is one sign of a script that has no spaces."""
    return _IS_SIGN.fullmatch(token) is not None


class Term(NamedTuple):
    """Words that are asked for as one, and where they stand."""

    words: tuple[str, ...]
    start: int
    end: int


def read_terms(text: str) -> list[Term]:
    """What a text asks for: each word, each run of signs as one phrase, each number with its levels as one."""
    found: list[Term] = []
    for token in tokens(text):
        last = found[-1] if found else None
        if last and _goes_on(text[last.end : token.start], last.words[-1], token.text):
            found[-1] = Term((*last.words, token.text), last.start, token.end)
        else:
            found.append(Term((token.text,), token.start, token.end))
    return found


def terms_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The same without the places."""
    return tuple(term.words for term in read_terms(text))


def _goes_on(between: str, before: str, word: str) -> bool:
    """Whether a word belongs to the term before: signs side by side, levels of a number such as II.1.2."""
    if is_sign(word) and is_sign(before):
        return not between
    return between in _LEVEL_MARKS and _LEVEL.fullmatch(before) is not None and _LEVEL.fullmatch(word) is not None


def mark_terms(text: str, terms: Collection[tuple[str, ...]], *, begun: bool = False) -> tuple[tuple[int, int], ...]:
    """Where the terms stand in the text, neighbours as one stretch; begun: words that begin like a term count too."""
    words, first = list(tokens(text)), {term[0] for term in terms}
    spans: list[tuple[int, int]] = []
    for place in range(len(words)):
        if not begun and words[place].text not in first:
            continue
        length = max((len(term) for term in terms if _stands(words, place, term, begun)), default=0)
        if not length:
            continue
        start, end = words[place].start, words[place + length - 1].end
        if spans and (start <= spans[-1][1] or not text[spans[-1][1] : start].strip(" -.,’'")):
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)


def _stands(words: Sequence[Token], place: int, term: tuple[str, ...], begun: bool) -> bool:
    found = tuple(word.text for word in words[place : place + len(term)])
    return found == term or (begun and len(term) == len(found) == 1 and found[0].startswith(term[0]))
