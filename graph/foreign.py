"""What is known of one row of somebody else's data: how they call a thing and what they say of it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

UNTOLD = "?"
"""The place of a row whose table tells that of others, but not of this one."""


@dataclass(frozen=True, slots=True)
class ForeignRow:
    """One thing of the other data set."""

    number: int
    """Of the row, from 1; in a graph, of the thing in the order it comes."""
    id: str
    names: tuple[str, ...]
    dates: tuple[str, ...] = ()
    place: str = ""
    type: str = ""
    aliases: tuple[str, ...] = ()
    """Other names, which speak for a thing where they are alike, and against none where they are not."""

    @property
    def label(self) -> str:
        """The name that is shown."""
        return self.names[0] if self.names else ""


@dataclass
class Notes:
    """What was odd in the other data: told, counted, never in the way."""

    counts: dict[str, int] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)

    def add(self, what: str, place: str) -> None:
        """One more case, with the place of the first."""
        self.counts[what] = self.counts.get(what, 0) + 1
        self.first.setdefault(what, place)

    def __iter__(self) -> Iterator[str]:
        """One line for each kind of oddity."""
        for what in sorted(self.counts):
            count = self.counts[what]
            yield f"{count} {what}, such as {self.first[what]}" if count > 1 else f"1 {what}: {self.first[what]}"
