"""The neighbourhood of a thing as a picture: who points at it on the left, what it points at on the right."""

from dataclasses import dataclass

from server.site.grounds import Target
from server.site.sheet import Line, Sheet

_MOST = 12
_ROW = 30
_TOP = 18
_LEAST_HEIGHT = 90
_LONGEST = 44
_LEFT_OUT = frozenset(("names", "record", "elsewhere", "technical"))


@dataclass(frozen=True)
class Neighbour:
    """A thing beside the one in the middle, and what it is to it."""

    relation: str
    target: Target
    y: int

    @property
    def label(self) -> str:
        """Its name, short enough to be drawn."""
        name = self.target.label
        return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"


@dataclass(frozen=True)
class Picture:
    """What is drawn; heights in pixels."""

    label: str
    left: tuple[Neighbour, ...]
    right: tuple[Neighbour, ...]
    height: int
    more: int
    """Neighbours that are not drawn."""

    @property
    def middle(self) -> int:
        """Where the thing itself stands."""
        return self.height // 2


def draw_neighbourhood(sheet: Sheet) -> Picture | None:
    """The picture; None where the thing has no neighbour of ours."""
    lines = [line for group in sheet.groups if group.key not in _LEFT_OUT for line in group.lines]
    left = _neighbours([line for line in lines if line.is_incoming])
    right = _neighbours([line for line in lines if not line.is_incoming])
    if not left and not right:
        return None
    rows = max(min(len(left), _MOST), min(len(right), _MOST))
    height = max(_LEAST_HEIGHT, rows * _ROW + 2 * _TOP)
    drawn = [_placed(side[:_MOST], height) for side in (left, right)]
    more = len(left) + len(right) - len(drawn[0]) - len(drawn[1])
    return Picture(sheet.label, drawn[0], drawn[1], height, more)


def _neighbours(lines: list[Line]) -> list[tuple[str, Target]]:
    """One of each line in turn, so that no line takes all the room."""
    queues = [[(line.label, fact.value) for fact in line.facts if fact.value.path is not None] for line in lines]
    found = []
    for turn in range(max(map(len, queues), default=0)):
        found += [queue[turn] for queue in queues if turn < len(queue)]
    return found


def _placed(neighbours: list[tuple[str, Target]], height: int) -> tuple[Neighbour, ...]:
    grouped = sorted(neighbours, key=lambda pair: [relation for relation, _ in neighbours].index(pair[0]))
    first = (height - (len(grouped) - 1) * _ROW) // 2
    return tuple(Neighbour(relation, target, first + _ROW * n) for n, (relation, target) in enumerate(grouped))
