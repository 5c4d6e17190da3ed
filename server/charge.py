"""What those who hold the data are told by those who do not."""

import os
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
    store_dir: Path | None = None
    """The folder of stores on disk; without it the data are kept in memory."""

    @property
    def may_connect(self) -> bool:
        """Whether workers may open connections."""
        return bool(self.services)


def store_folder() -> Path:
    """Where stores on disk are kept when nothing else is said: the user's cache, by the rules of XDG."""
    cache = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(cache) if os.path.isabs(cache) else Path.home() / ".cache") / "iprgraph"
