"""What templates do to values: paths, languages as HTML writes them, paragraphs."""

from collections.abc import Iterable
from dataclasses import replace

from flask import Flask

from server.site.durations import tell_duration
from server.site.forms import plain_words
from server.site.links import is_web_address, path_of
from server.site.words import Piece


def add_filters(app: Flask) -> None:
    """Make the filters known to the application's templates."""
    app.add_template_filter(lambda iri: path_of(iri) or "", "path")
    app.add_template_filter(is_web_address, "webaddress")
    app.add_template_filter(write_language, "bcp47")
    app.add_template_filter(tell_duration, "duration")
    app.add_template_filter(cut_paragraphs, "paragraphs")
    app.add_template_filter(_markdown_words, "mdwords")


def write_language(tag: str) -> str:
    """A language tag with its script in capitals, as HTML and people write it (RFC 5646, section 2.1.1).

    >>> write_language("zh-hans")
    'zh-Hans'
    """
    return "-".join(part.capitalize() if len(part) == 4 else part for part in tag.split("-"))


def cut_paragraphs(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The pieces line by line."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        first, *others = piece.text.split("\n")
        lines[-1].append(replace(piece, text=first))
        lines += [[replace(piece, text=text)] for text in others]
    return [line for line in lines if any(piece.text.strip() for piece in line)]


def _markdown_words(text: str) -> str:
    """Words within a sentence: their spaces at both ends stay."""
    bare = text.strip()
    if not bare:
        return " " * bool(text)
    start = text.index(bare)
    return " " * bool(start) + plain_words(bare) + " " * (start + len(bare) < len(text))
