"""Trigger words of a SKOS scheme: which words of a text point to which concept."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from graph.authored import fold
from graph.errors import DataError
from graph.mentions import lower
from graph.model import Span
from graph.rdf_files import read_turtle, short
from graph.vocab import RDF, SKOS


@dataclass(frozen=True)
class Trigger:
    """Words in a text that point to a concept (its last path part)."""

    span: Span
    concept: str


@dataclass(frozen=True)
class Lexicon:
    """All trigger words of one scheme in one language, longest first."""

    scheme: str
    regex: re.Pattern[str] | None
    concepts: dict[str, str]

    def find(self, text: str, within: Span) -> Iterator[Trigger]:
        """Triggers inside the span, left to right, none overlapping; the longest wins."""
        if self.regex is None:
            return
        folded = lower(fold(text))
        for match in self.regex.finditer(folded, within.start, within.end):
            words = " ".join(match.group().split())
            yield Trigger(Span(match.start(), match.end()), self.concepts[words])


def read_lexicon(file: Path, language: str) -> Lexicon:
    """The words of a scheme file: alternative and hidden labels in the language; refuses a word with two concepts."""
    concepts: dict[str, str] = {}
    triples = read_turtle(file)
    subjects = {t.subject for t in triples if t.predicate == RDF.type and t.object == SKOS.Concept}
    for triple in triples:
        value = triple.object
        if (
            triple.subject in subjects
            and triple.predicate in (SKOS.altLabel, SKOS.hiddenLabel)
            and isinstance(value, ox.Literal)
            and value.language == language
        ):
            assert isinstance(triple.subject, ox.NamedNode)
            concept, word = short(triple.subject.value), " ".join(lower(fold(value.value)).split())
            if concepts.setdefault(word, concept) != concept:
                what = f"the word {word!r} belongs to {concepts[word]} and to {concept}"
                raise DataError(what, file=file, cure="Leave it with one of them")
    words = sorted(concepts, key=lambda w: (-len(w), w))
    body = "|".join(r"\s+".join(re.escape(p) for p in w.split()) for w in words)
    regex = re.compile(rf"(?<![0-9a-z-])(?:{body})(?![0-9a-z-])") if words else None
    return Lexicon(file.stem, regex, concepts)
