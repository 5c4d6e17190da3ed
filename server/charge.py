"""What those who hold the data are told by those who do not."""

from dataclasses import dataclass
from pathlib import Path

from server.limits import Limits


@dataclass(frozen=True)
class Charge:
    """The file to serve, and what the workers may do."""

    path: Path
    union: bool
    limits: Limits
    parent: int
    """The process whose end ends everything."""
    may_connect: bool = False
    """Whether workers may open connections, which a list of allowed SERVICE endpoints takes."""
