"""The plain values that travel through the build; each checks itself, so a wrong one cannot exist."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, order=True)
class Span:
    """A stretch of a plan's text: code points from start to end, end exclusive."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a span needs 0 <= start < end, not {self.start}-{self.end}")

    def of(self, text: str) -> str:
        """The words of the span."""
        return text[self.start : self.end]

    def covers(self, other: "Span") -> bool:
        """Whether the other span lies inside this one (or is the same)."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one code point."""
        return self.start < other.end and other.start < self.end


class PartKind(StrEnum):
    """What a part of a plan's text is."""

    AREA = "area"
    SECTION = "section"
    MEASURE = "measure"
    SUBMEASURE = "submeasure"
    LEAD = "lead"
    TEXT = "text"
    TOC = "toc"
    GAP = "gap"


@dataclass(frozen=True)
class Part:
    """One part of a plan: its own words (without mark and outer blanks) and its place.

    `number` is the whole path as people write it (II.1.2, III.4, 0 for the introduction; a contents entry bears the
    number it points to; empty for other text and gaps). `key` names unnumbered text (title, closing).
    """

    number: str
    kind: PartKind
    mark: str
    span: Span
    parent: str = ""
    order: int = 0
    key: str = ""
    line: int = 0


@dataclass(frozen=True)
class Level:
    """One level of a plan's numbering; `mark` is a regular expression with the group n and, where it repeats, up."""

    kind: PartKind
    mark: str
    numerals: str


@dataclass(frozen=True)
class Declared:
    """A count that the plan announces of itself; `context`: longer words that stand once, where the words do not."""

    words: str
    count: int
    of: str
    within: tuple[str, ...] = ()
    context: str = ""


@dataclass(frozen=True)
class Ignored:
    """A line of the source that is left out of the structure, with the reason."""

    line: str
    reason: str


@dataclass(frozen=True)
class PlanConfig:
    """Everything plan.toml says; `file` is where it said it."""

    file: str
    plan_id: str
    title: str
    year: int
    jurisdiction: str
    source_file: str
    sha256: str
    language: str
    origin: str
    rights: str
    levels: tuple[Level, ...]
    introduction: str
    title_line: str
    contents: bool
    closing: str
    continuation: bool
    measures_under: tuple[str, ...]
    area_kinds: dict[str, str] = field(hash=False)
    declared: tuple[Declared, ...] = ()
    ignored: tuple[Ignored, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def source_path(self) -> str:
        """Where the source text stands, for messages."""
        return self.file.removesuffix("plan.toml") + self.source_file


@dataclass(frozen=True)
class Plan:
    """A plan read and parsed: the text, its settings and its parts in order."""

    config: PlanConfig
    text: str
    size: int
    parts: tuple[Part, ...]

    @property
    def plan_id(self) -> str:
        """The last part of the plan's IRI."""
        return self.config.plan_id

    def numbered(self) -> tuple[Part, ...]:
        """The parts that are read for names: introduction, areas, sections, measures."""
        return tuple(p for p in self.parts if p.number and p.kind is not PartKind.TOC)

    def measures(self) -> tuple[Part, ...]:
        """The measures in the order of the text."""
        return tuple(p for p in self.parts if p.kind is PartKind.MEASURE)


@dataclass(frozen=True)
class Ground:
    """One reason to believe a statement: words of a plan (span) or a source that was read (source)."""

    basis: str
    rule: str
    confidence: Decimal
    plan_id: str = ""
    span: Span | None = None
    source: str = ""
    checked: str = ""
    says: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.basis not in {"stated", "proposed", "curated", "inferred"}:
            raise ValueError(f"unknown basis {self.basis!r}")
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence {self.confidence} is not between 0 and 1")
        if self.span is None and not self.source:
            raise ValueError("a ground needs words of a plan or the address of a source")
