"""Patterns that find names the register lacks, read from one TOML file per language."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from graph.errors import DataError
from graph.iris import ENTITY_PATHS
from graph.model import Span
from graph.source import TomlTable, read_toml

LANGUAGES = Path(__file__).resolve().parent / "languages"


@dataclass(frozen=True)
class NamePattern:
    """A regular expression whose group `name` (or whole match) is a name of the type."""

    name: str
    mention_type: str
    regex: re.Pattern[str]
    confidence: Decimal


@cache
def read_patterns(language: str) -> tuple[NamePattern, ...]:
    """The patterns of a language; none where the language has no file."""
    file = LANGUAGES / f"{language}.toml"
    if not file.is_file():
        return ()
    top = TomlTable(read_toml(file), file.name, file)
    pieces = top.get("pieces", dict, {})
    out = []
    for index, values in enumerate(top.get("pattern", list), 1):
        table = TomlTable(values, f"[[pattern]] {index}", file)
        name, mention_type, regex = table.get("name", str), table.get("type", str), table.get("regex", str)
        confidence = _confidence(table)
        table.close()
        if mention_type not in ENTITY_PATHS:
            raise table.wrong("type", f"one of {', '.join(ENTITY_PATHS)}")
        out.append(NamePattern(name, mention_type, compile_pattern(file, name, regex, pieces), confidence))
    return tuple(out)


@cache
def capitalised_words_that_name_nothing(language: str) -> frozenset[str]:
    """Words such as IP or TV in the language, which bear a capital without being names."""
    file = LANGUAGES / f"{language}.toml"
    return frozenset(TomlTable(read_toml(file), file.name, file).texts("no_names")) if file.is_file() else frozenset()


def _confidence(table: TomlTable) -> Decimal:
    text = table.get("confidence", str)
    if not re.fullmatch(r"0(\.\d+)?|1", text):
        raise table.wrong("confidence", "a number from 0 to 1 in quotes")
    return Decimal(text)


def compile_pattern(file: Path, name: str, regex: str, pieces: dict[str, str]) -> re.Pattern[str]:
    """The regular expression with its named pieces put in; refuses one that is broken."""
    for key in sorted(pieces, reverse=True):
        regex = regex.replace(f"<{key}>", f"(?:{pieces[key]})")
    try:
        return re.compile(regex)
    except re.error as error:
        raise DataError(f"pattern {name}: {error}", file=file, cure="Mend the regular expression") from None


def pattern_matches(pattern: NamePattern, text: str, within: Span) -> Iterator[Span]:
    """Where the pattern finds a name inside the span, trimmed of article, quotation marks and final stop."""
    for match in pattern.regex.finditer(text, within.start, within.end):
        group = "name" if "name" in pattern.regex.groupindex else 0
        span = trim(text, match.start(group), match.end(group))
        if span:
            yield span


_ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)


def trim(text: str, start: int, end: int) -> Span | None:
    """The stretch without leading article, outer quotation marks, blanks and final stop; None if nothing is left."""
    while start < end and (text[start].isspace() or text[start] in "\"'"):
        start += 1
    article = _ARTICLE.match(text, start, end)
    if article:
        start = article.end()
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\"'.,;:"):
        end -= 1
    return Span(start, end) if end > start else None
