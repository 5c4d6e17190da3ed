"""What may be wrong with the names, words and signs of a text that is not SPARQL, and how it would be mended."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from rapidfuzz.distance import DamerauLevenshtein

from graph.iris import ENTITY_PATHS
from graph.keywords import WORDS, nearest_words
from graph.lexer import Token, tokenize_leniently
from graph.nearness import KNOWN_PREFIXES
from graph.querytext import Edit, apply_edits
from graph.vocab import BASE

OFFERED_PREFIXES = {path: f"{BASE}{path}/" for path in ENTITY_PATHS.values()} | KNOWN_PREFIXES
"""Those that everybody uses, and those of the things in the data."""
_FIRST_PARTS = frozenset((*ENTITY_PATHS.values(), "plan", "scheme", "graph"))
# Marks that word processors and Chinese input methods write for those of SPARQL.
_MARKS = {
    **dict.fromkeys("“”„‟«»＂", '"'),
    **dict.fromkeys("‘’‚＇", "'"),
    **dict.fromkeys("–—", "-"),
    **dict.fromkeys("\u00a0\u3000", " "),
    **dict.fromkeys("\u200b\ufeff", ""),
    "。": ".",
    **{chr(ord(mark) + 0xFEE0): mark for mark in "(){}[];,.?:=<>!*&|#@^/"},
}
_SIGNS = {"==": "=", "=>": ">=", "=<": "<="}
_BETWEEN_PATTERNS = {"&&": ".", "||": "UNION"}
_BARE_IRI = re.compile(r"(?<![<\w\"'])(?:https?|urn)://?[^\s<>\"{}|^`\\']+|(?<![<\w\"'])urn:[^\s<>\"{}|^`\\']+")
# What follows an IRI without its last bracket: a blank and then no more of it, or the end of the line.
_OPEN_IRI = re.compile(r"<(?:https?|urn):[^\s<>\"{}|^`\\]+(?=\s*(?:\n|$|[?$.;,{}()<\"'])|[ \t]+(?:a|[\w-]*:[\w-]*)\s)")
_MORE_OF_NAME = re.compile(r"(?:/[\w%~.-]*[\w%~-])+(?![\w:/])")
_IRI_WITH_BLANKS = re.compile(r"<[a-z]+:[^<>\"{}|^`\\\n]*>")
_DECLARATION = re.compile(
    r"(?im)(?:^|(?<=[>.;]))[ \t]*@?prefix\b[ \t]*([^\s<:]*)[ \t]*:?[ \t]*<?([^\s<>]+)>?(?:[ \t]*[.;](?=\s|$))?"
)


@dataclass(frozen=True)
class Mend:
    """A change that may make a text SPARQL, in words, and the text with it."""

    hint: str
    text: str
    is_certain: bool = False
    """Whether the text is certainly wrong there, so that the words help even where the text stays wrong."""


@dataclass(frozen=True)
class Wrong:
    """A text that is not SPARQL, and about where."""

    text: str
    tokens: Sequence[Token]
    offset: int

    def edited(self, *edits: Edit) -> str:
        """The text with the edits."""
        return apply_edits(self.text, tuple(sorted(edits)))


Rule = Callable[[Wrong], Iterator[Mend]]


def look_at(text: str, offset: int) -> Wrong:
    """The text and its tokens, as far as it has any."""
    return Wrong(text, tokenize_leniently(text), offset)


def mend_marks(wrong: Wrong) -> Iterator[Mend]:
    """Typographic quotes and marks of other scripts, wherever no string or comment holds them."""
    edits, seen = [], []
    for token in wrong.tokens:
        if token.kind in {"WRONG", "VARIABLE", "PNAME"}:
            for place, character in enumerate(token.text, token.start):
                if character in _MARKS:
                    edits.append(Edit(place, place + 1, _MARKS[character]))
                    seen.append(character)
    if edits:
        shown = " ".join(dict.fromkeys(c if c.isprintable() and c != "\u3000" else f"U+{ord(c):04X}" for c in seen))
        yield Mend(f"write plain marks, such as \" and ', in place of {shown}", wrong.edited(*edits), True)


def mend_declarations(wrong: Wrong) -> Iterator[Mend]:
    """PREFIX as Turtle writes it, without colon or without angle brackets."""
    edits, forms = [], []
    for found in _DECLARATION.finditer(wrong.text):
        prefix, iri = found.groups()
        new = f"PREFIX {prefix}: <{iri}>"
        if ":" in iri and "".join(found[0].split()).lower() != "".join(new.split()).lower():
            edits.append(Edit(found.start(), found.end(), new))
            forms.append(new)
    if edits:
        yield Mend(f"declare it so: {forms[0]}", wrong.edited(*edits), True)


def mend_prefix(wrong: Wrong) -> Iterator[Mend]:
    """The first name whose prefix is not declared."""
    declared = {b.text[:-1] for a, b in pairwise(wrong.tokens) if a.keyword == "PREFIX"}
    unknown = (t for t in wrong.tokens if t.kind == "PNAME" and t.text.partition(":")[0] not in declared)
    token = next(unknown, None)
    if token is None or token.text.startswith(("http:", "https:", "urn:")):
        return
    prefix = token.text.partition(":")[0]
    meant = [name for name in (*declared, *OFFERED_PREFIXES) if name.lower() == prefix.lower()]
    near = [*meant, *_alike(prefix, declared), *_alike(prefix, OFFERED_PREFIXES)]
    for name in dict.fromkeys(near):
        same = (t for t in wrong.tokens if t.kind == "PNAME" and t.text.partition(":")[0] == prefix != name)
        edits = [Edit(t.start, t.start + len(prefix), name) for t in same]
        told = f"{prefix}: is perhaps {name}:" if edits else f"the prefix {prefix}: is not declared"
        if name not in declared:
            line = f"PREFIX {name}: <{OFFERED_PREFIXES[name]}>"
            edits.append(Edit(0, 0, f"{line}\n"))
            told = f"{told}; add: {line}"
        yield Mend(told, wrong.edited(*edits), True)


def _alike(prefix: str, others: Iterable[str]) -> list[str]:
    most = max(1, len(prefix) // 4)
    found = ((DamerauLevenshtein.distance(prefix, other, score_cutoff=most), other) for other in others)
    return [other for distance, other in sorted(found) if distance <= most and len(prefix) > 2]


def mend_iris(wrong: Wrong) -> Iterator[Mend]:
    """IRIs without angle brackets or without the last one, and those with blanks."""
    inside = [(t.start, t.end) for t in wrong.tokens if t.kind in {"STRING", "IRI"}]
    for found in _OPEN_IRI.finditer(wrong.text):
        if not any(start <= found.start() < end for start, end in inside):
            end = found.start() + len(found[0].rstrip(".,;)"))
            told = f"an IRI ends with >: {wrong.text[found.start() : end]}>"
            yield Mend(told, wrong.edited(Edit(end, end, ">")), True)
            break
    for found in _BARE_IRI.finditer(wrong.text):
        iri = found[0].rstrip(".,;)")
        if not any(start <= found.start() < end for start, end in inside):
            edit = Edit(found.start(), found.start() + len(iri), f"<{iri}>")
            yield Mend(f"write an IRI in angle brackets: <{iri}>", wrong.edited(edit), True)
            return
    for found in _IRI_WITH_BLANKS.finditer(wrong.text):
        if " " in found[0]:
            edit = Edit(found.start(), found.end(), found[0].replace(" ", "%20"))
            yield Mend("an IRI holds no blank; write %20", wrong.edited(edit), True)


def mend_slashes(wrong: Wrong) -> Iterator[Mend]:
    """Names with a prefix and a slash, which only an IRI may hold as it is."""
    declared = {
        b.text[:-1]: c.value
        for a, b, c in zip(wrong.tokens, wrong.tokens[1:], wrong.tokens[2:], strict=False)
        if a.keyword == "PREFIX" and c.kind == "IRI"
    }
    bases = OFFERED_PREFIXES | declared
    edits = []
    for token in wrong.tokens:
        prefix, colon, local = token.text.partition(":")
        rest = _MORE_OF_NAME.match(wrong.text, token.end)
        base = bases.get(prefix, BASE if local in _FIRST_PARTS else "")
        if token.kind == "PNAME" and colon and rest is not None and base:
            edits.append(Edit(token.start, rest.end(), f"<{base}{local}{rest[0]}>"))
    if edits:
        first = edits[0]
        written = wrong.text[first.start : first.end]
        escaped = written.replace("/", "\\/") if written.partition(":")[0] in declared else ""
        told = f"a name with a prefix holds no /: write {first.new}{', or ' * bool(escaped)}{escaped}"
        yield Mend(told, wrong.edited(*edits), True)


def mend_words(wrong: Wrong) -> Iterator[Mend]:
    """Words that SPARQL does not have: misspelt ones, those of other languages, variables without their mark."""
    variables = {token.value for token in wrong.tokens if token.kind == "VARIABLE"}
    following = [*(token.keyword for token in wrong.tokens[1:]), ""][: len(wrong.tokens)]
    for token, around, after in zip(wrong.tokens, innermost(wrong.tokens), following, strict=True):
        if token.kind != "WORD" or token.text == "a" or (token.keyword == "NOT" and after in {"EXISTS", "IN"}):
            continue
        if token.text in variables and token.keyword not in WORDS:
            yield _replaced(wrong, token.start, token.end, f"?{token.text}")
        for meant in nearest_words(token.text):
            new = _BETWEEN_PATTERNS.get(meant, meant) if around == "{" else meant
            yield _replaced(wrong, token.start, token.end, new)


def mend_signs(wrong: Wrong) -> Iterator[Mend]:
    """Operators of other languages: ==, <>, a single & or |, && between patterns."""
    tokens = wrong.tokens
    for position, (around, token, after) in enumerate(zip(innermost(tokens), tokens, tokens[1:], strict=False)):
        if token.text == "<>":  # which could be an IRI too
            yield _replaced(wrong, token.start, token.end, "!=")
        if token.kind != "PUNCT":
            continue
        pair, is_glued = token.text + after.text, token.end == after.start
        if is_glued and pair in _SIGNS:
            is_triple = pair == "==" and position + 2 < len(tokens) and tokens[position + 2].text == "="
            yield _replaced(wrong, token.start, after.end + is_triple, _SIGNS[pair])
        elif is_glued and pair in _BETWEEN_PATTERNS and around == "{":
            yield _replaced(wrong, token.start, after.end, _BETWEEN_PATTERNS[pair])
        elif token.text in {"&", "|"} and token.text not in {tokens[position - 1].text, after.text}:
            yield _replaced(wrong, token.start, token.end, token.text * 2)


def innermost(tokens: Sequence[Token]) -> list[str]:
    """For each token the bracket that is open around it; empty where there is none."""
    opened = [""]
    around = []
    for token in tokens:
        if token.kind == "PUNCT" and token.text in {")", "}", "]"} and len(opened) > 1:
            opened.pop()
        around.append(opened[-1])
        if token.kind == "PUNCT" and token.text in {"(", "{", "["}:
            opened.append(token.text)
    return around


def _replaced(wrong: Wrong, start: int, end: int, new: str) -> Mend:
    return Mend(f"write {new} in place of {wrong.text[start:end]}", wrong.edited(Edit(start, end, new)), True)
