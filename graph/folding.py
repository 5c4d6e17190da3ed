"""Words as an index compares them: case, accents, plurals and widths set aside, each Chinese character a word.

>>> fold("The People’s Courts"), fold("专利法")
('the people court', '专 利 法')
>>> core("Patent Law of the People's Republic of China"), core("中华人民共和国专利法")
('patent law', '专 利 法')
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

# Han, kana and hangul: scripts in which words are not parted by spaces, or in which two signs are a word already.
_SIGNS = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_SIGNS}]|(?:[^\W_{_SIGNS}][\u0300-\u036f]*)+(?:['’]s\b)?")
_IS_SIGN = re.compile(rf"[{_SIGNS}]")
_COUNTRY = re.compile(r"^中 华 人 民 共 和 国 (?=.)| (?:of )?(?:the )?(?:people republic of china|prc)$")
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
    return _singular(plain) if word.isascii() or "’" in word else plain


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


def terms_of(text: str) -> tuple[tuple[str, ...], ...]:
    """What a text asks for: each word, and each run of signs as one phrase."""
    found: list[list[str]] = []
    end = -1
    for token in tokens(text):
        if is_sign(token.text) and token.start == end and found and is_sign(found[-1][-1]):
            found[-1].append(token.text)
        else:
            found.append([token.text])
        end = token.end
    return tuple(tuple(term) for term in found)


def mark_terms(text: str, terms: Collection[tuple[str, ...]], *, begun: bool = False) -> tuple[tuple[int, int], ...]:
    """Where the terms stand in the text, neighbours as one stretch; begun: words that begin like a term count too."""
    words = list(tokens(text))
    spans: list[tuple[int, int]] = []
    for place in range(len(words)):
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
