"""The classes as a picture: which narrows which, and which properties lead from one to another."""

import textwrap
from dataclasses import dataclass

from server.site.catalogue import Catalogue
from server.site.titles import short_name
from server.site.vocabulary import Relation, Term, Vocabulary

WIDTH = 332
_INDENT = 26
_LEFT = 8
_BOX = 24
_GAP = 12
_LINE = 17
_LETTER = 8.3
_TEXT_IN = 34
_LETTERS = 45


@dataclass(frozen=True)
class Leads:
    """The properties from one class to another."""

    to: str
    """The IRI of the class."""
    label: str
    properties: tuple[tuple[str, str, int], ...]
    """The IRI, name and number of uses of each."""

    @property
    def words(self) -> str:
        """The same in a line."""
        return f"→ {self.label}: " + ", ".join(f"{name} {uses}" for _, name, uses in self.properties)


@dataclass(frozen=True)
class Box:
    """A class in the picture; places in pixels."""

    iri: str
    name: str
    label: str
    depth: int
    others: str
    """Classes of standards that it narrows."""
    leads: tuple[Leads, ...]
    x: int
    y: int
    width: int
    lines: tuple[tuple[int, str], ...]
    """What is written below it, line by line, each with its height."""
    elbow: str
    """The path of the line to the class above; empty at the top."""

    @property
    def text_x(self) -> int:
        """Where what is written below it begins, right of the line to narrower classes."""
        return self.x + _TEXT_IN

    @property
    def middle(self) -> int:
        """Half its height."""
        return self.y + _BOX // 2


@dataclass(frozen=True)
class Diagram:
    """All boxes, from top to bottom."""

    boxes: tuple[Box, ...]
    width: int
    height: int
    box_height: int = _BOX


def draw_classes(catalogue: Catalogue, vocabulary: Vocabulary) -> Diagram:
    """The picture of all classes."""
    boxes: list[Box] = []
    y = _GAP
    for term in vocabulary.classes:
        above = next((box for box in boxes if box.iri in term.above), None)
        box = _box(catalogue, vocabulary, term, y, above)
        boxes.append(box)
        y += _BOX + len(box.lines) * _LINE + _GAP
    return Diagram(tuple(boxes), WIDTH, y)


def _box(catalogue: Catalogue, vocabulary: Vocabulary, term: Term, y: int, above: Box | None) -> Box:
    depth = above.depth + 1 if above else 0
    label = catalogue.label(term.iri)
    others = ", ".join(short_name(iri) for iri in term.above if iri not in vocabulary.terms)
    leads = _leads(catalogue, [relation for relation in vocabulary.relations if relation.start == term.iri])
    told = [f"⊂ {others}"] if others else []
    for lead in leads:
        told += textwrap.wrap(lead.words, _LETTERS, subsequent_indent="   ", break_on_hyphens=False)
    x = _LEFT + depth * _INDENT
    middle = y + _BOX // 2
    return Box(
        iri=term.iri,
        name=term.name,
        label=label,
        depth=depth,
        others=others,
        leads=leads,
        x=x,
        y=y,
        width=round(len(label) * _LETTER) + 20,
        lines=tuple((y + _BOX + number * _LINE, line) for number, line in enumerate(told, 1)),
        elbow=f"M {above.x + 12} {above.y + _BOX} V {middle} H {x}" if above else "",
    )


def _leads(catalogue: Catalogue, relations: list[Relation]) -> tuple[Leads, ...]:
    found: dict[str, list[tuple[str, str, int]]] = {}
    for relation in sorted(relations, key=lambda r: (catalogue.label(r.end), -r.uses, r.property)):
        name = catalogue.label(relation.property)
        found.setdefault(relation.end, []).append((relation.property, name, relation.uses))
    return tuple(Leads(end, catalogue.label(end), tuple(properties)) for end, properties in found.items())
