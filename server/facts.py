"""What is known of the data that is served, without the data themselves."""

import importlib.metadata
from dataclasses import dataclass
from functools import cache
from typing import Any


@dataclass(frozen=True)
class DataFacts:
    """A loaded file: its version, and what a description of the service says about it."""

    sha256: str
    triples: int
    """Distinct triples of the file, each counted once in every graph that holds it."""
    graphs: tuple[str, ...]
    changed: tuple[str, ...]
    """Literals that the engine gives back in another form than the file has them."""
    default_is_union: bool
    """Whether the default graph holds just the triples of the named graphs."""

    @property
    def version(self) -> str:
        """The first 16 hex digits of the file's SHA-256."""
        return self.sha256[:16]


def facts_from(told: dict[str, Any]) -> DataFacts:
    """The facts as JSON tells them; TypeError or KeyError where they are not these."""
    return DataFacts(**told | {name: tuple(told[name]) for name in ("graphs", "changed")})


@cache
def software_version() -> str:
    """The installed version of iprgraph; a checkout that is not installed has none."""
    try:
        return importlib.metadata.version("iprgraph")
    except importlib.metadata.PackageNotFoundError:
        return "not installed"
