"""What is known of a file to take away; plain values, so a program may know them without loading the engine."""

from dataclasses import dataclass
from typing import Literal

Part = Literal["whole", "rdf12", "table", "graph", "about"]
SERVED = "https://served.invalid/"
"""Stands for the address at which foreign data are served, which whoever serves them puts in its place."""
LARGEST = 500_000
"""Statements of a data set of which all files are made; for more, a machine like a laptop lacks the memory."""


@dataclass(frozen=True)
class MadeFile:
    """A file that was made, or the reason why it could not be."""

    name: str
    part: Part
    title: str
    media_type: str
    size: int = 0
    sha256: str = ""
    count: int = 0
    """Statements or rows; 0 for what describes them."""
    packed: bool = False
    graph: str = ""
    table: str = ""
    licence: str = ""
    """The IRI of the licence; empty where we give none."""
    rights: str = ""
    reason: str = ""
