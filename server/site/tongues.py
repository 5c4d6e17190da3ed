"""Words of another language within a page, marked with theirs, so that they are read aloud as such (WCAG 3.1.2).

Few of a page's elements say their language, so these are looked for, and not every element of the page.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

# What may hold no element, or is no text for readers.
_WHOLE = re.compile(r"<(script|style|textarea|title|option|desc)\b.*?</\1>", re.DOTALL)
_PICTURE = re.compile(r"<svg\b.*?</svg>", re.DOTALL)
_LANG = re.compile(r'\slang="([^"]*)"')
_NAME = re.compile(r"<(\w+)")
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_SIGNS = "\u3000-\u3004\u3008-\u3020\u3030\uff01-\uff65·"
# A number between Chinese words belongs to them, as in 法释〔2009〕3号.
_CHINESE = re.compile(f"[\u3008-\u301b（]*[{_HAN}](?:[{_HAN}{_SIGNS}]|[0-9 .,:()-]+(?=[{_HAN}{_SIGNS}]))*")
# One word alone is a name or an acronym, which every language takes over.
_ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’-]+(?:,? [A-Za-z][A-Za-z'’-]+)+")


class _Region(NamedTuple):
    """A stretch of the page: its language and what words within it can be marked by; none is as around it."""

    start: int
    end: int
    language: str | None
    element: str | None


class _Words(NamedTuple):
    """Words of a language; to be marked where they stand in text of the other."""

    start: int
    end: int
    language: str
    within: str


def mark_languages(html: str) -> str:
    """The page with Chinese in English text, and English in Chinese text, in an element of its language.

    >>> mark_languages('<p lang="en">In Chinese 专利法.</p>')
    '<p lang="en">In Chinese <span lang="zh">专利法</span>.</p>'
    """
    words = {_Words(*found.span(), "zh", "en") for found in _CHINESE.finditer(html)}
    regions = list(_regions(html)) if words else []
    for region in regions:
        if region.language == "zh":
            found = _ENGLISH.finditer(html, region.start, region.end)
            words |= {_Words(*english.span(), "en", "zh") for english in found}
    told, at = [], 0
    for start, end, language, element in _marks(html, regions, words):
        told += [html[at:start], f'<{element} lang="{language}">', html[start:end], f"</{element}>"]
        at = end
    return "".join([*told, html[at:]])


def _regions(html: str) -> Iterator[_Region]:
    for whole in _WHOLE.finditer(html):
        yield _Region(*whole.span(), None, "")
    for picture in _PICTURE.finditer(html):
        yield _Region(*picture.span(), None, "tspan")
    for told in _LANG.finditer(html):
        start = html.rfind("<", 0, told.start())
        name = _NAME.match(html, start)
        if name:
            yield _Region(start, _end_of(html, name[1], told.end()), told[1].partition("-")[0].lower(), None)


def _end_of(html: str, name: str, at: int) -> int:
    """Where the element ends whose start tag has just been passed."""
    depth = 1
    for tag in re.compile(rf"<(/?){name}\b").finditer(html, at):
        depth += -1 if tag[1] else 1
        if not depth:
            return tag.start()
    return len(html)


def _marks(html: str, regions: list[_Region], words: set[_Words]) -> Iterator[tuple[int, int, str, str]]:
    """The words to be marked, in their order, each with its language and the element for it."""
    around = [(len(html), "en", "span")]
    waiting = sorted(regions, key=lambda region: (region.start, -region.end), reverse=True)
    for found in sorted(words):
        while waiting and waiting[-1].start <= found.start:
            region = waiting.pop()
            _leave(around, region.start)
            _, language, element = around[-1]
            inner = region.language if region.language is not None else language
            around.append((region.end, inner, element if region.element is None else region.element))
        _leave(around, found.start)
        _, language, element = around[-1]
        if element and language == found.within and not _is_in_tag(html, found.start):
            yield found.start, found.end, found.language, element


def _leave(around: list[tuple[int, str, str]], at: int) -> None:
    """Go out of the regions that end before the place; the page itself never does."""
    while len(around) > 1 and around[-1][0] <= at:
        around.pop()


def _is_in_tag(html: str, at: int) -> bool:
    return html.rfind("<", 0, at) > html.rfind(">", 0, at)
