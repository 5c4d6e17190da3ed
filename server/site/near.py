"""Which pages may have been meant by an address that there is not."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from graph.base import BASE
from server.site.catalogue import PLURALS, Catalogue
from server.site.frame import NAVIGATION
from server.site.titles import title_of

MOST_NEAR = 8
_LISTS = {crumb.path: crumb.title for crumb in NAVIGATION} | PLURALS


def near_paths(catalogue: Catalogue, path: str) -> list[tuple[str, str]]:
    """Documents and lists with similar paths, the path and title of each; what differs only in case comes first."""
    things = {iri.removeprefix(BASE): iri for iri in catalogue.labels if iri.startswith(BASE)}
    paths = [*_LISTS, *things]
    found = [
        *_alike(path, {name: name for name in paths}, 0.6),
        *_alike(path.rpartition("/")[2], {name: name.rpartition("/")[2] for name in things}, 0.7),
    ]
    chosen = list(dict.fromkeys(found))[:MOST_NEAR]
    return [(name, _LISTS.get(name) or title_of(catalogue, things[name])) for name in chosen]


def _alike(sought: str, names: Mapping[str, str], cutoff: float) -> Iterable[str]:
    """The paths whose names are most alike, by case only where nothing else tells them apart."""
    by_name: dict[str, list[str]] = {}
    for path, name in names.items():
        by_name.setdefault(name.casefold(), []).append(path)
    for name in get_close_matches(sought.casefold(), by_name, n=MOST_NEAR, cutoff=cutoff):
        yield from by_name[name]
