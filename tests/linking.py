"""What the tests of linking share: the real register as an index, and rows as others write them."""

from functools import cache

from graph.candidates import NameIndex, index_names
from graph.foreign import ForeignRow
from graph.iris import BASE
from graph.link_targets import read_targets
from graph.matching import Match, match_row
from graph.resources import dist_file
from graph.store import read_dist


@cache
def real_index() -> NameIndex:
    """The names of the published data set."""
    return index_names(read_targets(read_dist(dist_file())))


def foreign(
    *names: str, date: str = "", place: str = "", kind: str = "", row_id: str = "", number: int = 1
) -> ForeignRow:
    """A row of another data set."""
    return ForeignRow(number, row_id, names, (date,) if date else (), place, kind)


def best(*names: str, date: str = "", place: str = "", kind: str = "") -> Match:
    """The best match of a row; fails where there is none."""
    return match_row(real_index(), foreign(*names, date=date, place=place, kind=kind))[0]


def path(iri: str) -> str:
    """An IRI of ours below the base."""
    return iri.removeprefix(BASE)
