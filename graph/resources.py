"""Finds the shipped folders ontology/, data/ and queries/: the checkout first, then the installed wheel."""

from functools import cache
from pathlib import Path

from graph.errors import SourceError

_PACKAGE = Path(__file__).resolve().parent


@cache
def _home() -> Path:
    for home in (_PACKAGE.parent, _PACKAGE / "_resources"):
        if (home / "ontology" / "iprgraph.ttl").is_file():
            return home
    raise SourceError(
        "the ontology, data and query folders are missing from this installation",
        file=_PACKAGE,
        cure="Install iprgraph again, or run it inside a checkout",
    )


def ontology_dir() -> Path:
    """The folder with iprgraph.ttl, shapes.ttl and the SKOS schemes."""
    return _home() / "ontology"


def queries_dir() -> Path:
    """The folder with examples/, pages/ and checks/."""
    return _home() / "queries"


def data_dir() -> Path:
    """The shipped data folder, used where no --root is given."""
    return _home() / "data"


def dist_file(root: Path | None = None) -> Path:
    """The published data set below a data folder."""
    return (root or data_dir()) / "dist" / "iprgraph.nq"
