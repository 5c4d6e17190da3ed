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
    services: tuple[str, ...] = ()
    """The endpoints that SERVICE may call; with any, workers may open connections."""

    @property
    def may_connect(self) -> bool:
        """Whether workers may open connections."""
        return bool(self.services)
