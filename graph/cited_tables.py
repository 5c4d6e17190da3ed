"""Tables of names and codes of an index, made once, so that each of the many readings of a citation is a look-up."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from graph.comparing import identifier_words
from graph.folding import core, fold
from graph.names import Name
from graph.search import SearchIndex

NAMED = frozenset({"preferred", "alternative", "acronym"})
"""Roles of what a thing itself is called."""
_NATIONAL = re.compile(r"\bpeople republic of china\b|^中 华 人 民 共 和 国 (?=\S)")
_COUNTRY = (
    r"^(?:the )?(?:people republic of china|chinese|china|prc|p r c) ",
    r"^(?:中 华 人 民 共 和 国|中 国) (?=\S)",
    r" of (?:the )?(?:people republic of china|china|prc|p r c)(?= |$)",
    r" (?:people republic of china|china|prc|p r c)$",
)

_ORDER = re.compile(r"^\s*(?:第?\s*([0-9]{1,4})\s*号令|令\s*第?\s*([0-9]{1,4})\s*号)\s*$")
Names = dict[str, list[Name]]


@dataclass(frozen=True)
class Tables:
    """What can be looked up."""

    forms: frozenset[str]
    """Every name folded, with and without its country."""
    treaties: Names
    """Names of laws by what stands before the word agreement, convention, protocol or treaty."""
    national: Names
    """Names of laws whose full names tell the country, by the folded name without it."""
    codes: Names
    """Identifiers by their words run together, and by their words sorted."""
    code_ends: Names
    """Identifiers by two or more words at their end, one of them a figure."""
    last_words: Names
    """Identifiers of other data sets by the code alone."""


@lru_cache(maxsize=2)
def tables_of(index: SearchIndex) -> Tables:
    """The tables of the index."""
    forms = frozenset(form for name in index.names for form in (fold(name.text), core(name.text)))
    laws = [name for name in index.names if name.kind == "law" and name.role in NAMED]
    national = {name.iri for name in laws if _NATIONAL.search(fold(name.text))}
    called = ((bare_name(name.text), name) for name in laws if name.iri in national)
    treaties = (
        (form.rpartition(" ")[0], name)
        for name in laws
        if (form := fold(name.text)).endswith((" agreement", " convention", " protocol", " treaty"))
    )
    codes = ((key, name) for name in index.identifiers for key in code_keys(name.text))
    ends = ((end, name) for name in index.identifiers for end in _ends(code_words(name.text)))
    last = ((name.text.rpartition(" ")[2].lower(), name) for name in index.identifiers if " " in name.text)
    return Tables(forms, _table(treaties), _table(called), _table(codes), _table(ends), _table(last))


def bare_name(text: str) -> str:
    """The folded text without the name of the country, wherever it stands."""
    folded = fold(text)
    for pattern in _COUNTRY:
        folded = re.sub(pattern, "", folded)
    return folded


def code_keys(text: str) -> set[str]:
    """What the same code has in common however it is written: its words run together, or in any order."""
    words = code_words(text)
    return {"".join(words), " ".join(sorted(words))} if words else set()


def code_words(text: str) -> list[str]:
    """The words that tell an identifier; a decree is an order, for translations write either, and so is 第8号令."""
    text = _ORDER.sub(r"Order No. \1\2", text)
    return ["order" if word == "decree" else word for word in identifier_words(text)]


def _ends(words: list[str]) -> Iterable[str]:
    for start in range(1, len(words) - 1):
        if any(word.isdigit() for word in words[start:]):
            yield " ".join(words[start:])


def _table(pairs: Iterable[tuple[str, Name]]) -> Names:
    table: defaultdict[str, list[Name]] = defaultdict(list)
    for key, name in pairs:
        table[key].append(name)
    return dict(table)
