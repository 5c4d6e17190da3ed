"""From rates to ratios: geometric means, the bars that we set ourselves, and the tables that show them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp, log, nan
from typing import NamedTuple

OURS, CACHED, DISK, MEMORY = "ours", "ours again", "native on disk", "native in memory"
SIDES = (OURS, CACHED, DISK, MEMORY)
RATIOS = (
    ("ours ÷ disk", OURS, DISK),
    ("ours ÷ memory", OURS, MEMORY),
    ("again ÷ disk", CACHED, DISK),
    ("again ÷ memory", CACHED, MEMORY),
)


class Cell(NamedTuple):
    """What one rate is of."""

    kind: str
    connections: int
    side: str


@dataclass(frozen=True)
class Bar:
    """What we want of the ratios, and what was found; nan where nothing is to be judged."""

    wanted: str
    least: float
    found: float

    @property
    def verdict(self) -> str:
        """Whether it is met."""
        if self.found != self.found:
            return "nothing measured"
        return "met" if self.found >= self.least else "MISSED"


@dataclass(frozen=True)
class Rates:
    """Requests in a second, by kind of query, connections and side."""

    triples: int
    of: Mapping[Cell, float]

    @property
    def kinds(self) -> list[str]:
        """The kinds of query, in the order in which they were measured."""
        return list(dict.fromkeys(cell.kind for cell in self.of))

    @property
    def connections(self) -> list[int]:
        """The numbers of connections, rising."""
        return sorted({cell.connections for cell in self.of})

    def ratio(self, kind: str, connections: int, over: str, under: str) -> float:
        """One rate over another; nan where one of them was not measured."""
        above, below = (self.of.get(Cell(kind, connections, side), nan) for side in (over, under))
        return above / below if below else nan

    def mean(self, over: str, under: str, kinds: Iterable[str] = (), connections: Iterable[int] = ()) -> float:
        """The geometric mean of the ratios of these kinds and connections, of all where none is named."""
        chosen = [(k, c) for k in kinds or self.kinds for c in connections or self.connections]
        return geometric_mean([self.ratio(k, c, over, under) for k, c in chosen])

    def work(self, kind: str) -> float:
        """Milliseconds that native Oxigraph on disk needs for one request when nobody else asks."""
        rate = self.of.get(Cell(kind, self.connections[0], DISK), nan)
        return 1000 / rate if rate else nan

    def bars(self) -> list[Bar]:
        """The bars of this size of data."""
        uncached = 1.2 if self.triples < 500_000 else 1.3
        heavy = [kind for kind in self.kinds if self.work(kind) >= 1]
        lookups = [kind for kind in self.kinds if kind.startswith("lookup")]
        worst_heavy, worst_lookup = (self._worst(kinds) for kinds in (heavy, lookups))
        return [
            Bar(f"ours ÷ disk, mean, at least {uncached}", uncached, self.mean(OURS, DISK)),
            Bar("ours ÷ memory, mean, at least 0.6", 0.6, self.mean(OURS, MEMORY)),
            Bar(f"ours ÷ disk, worst kind of 1 ms or more ({worst_heavy[0]}), at least 1.0", 1.0, worst_heavy[1]),
            Bar(f"ours ÷ disk, worst look-up ({worst_lookup[0]}), at least 0.4", 0.4, worst_lookup[1]),
            Bar("the same request again ÷ disk, mean, at least 8", 8.0, self.mean(CACHED, DISK)),
        ]

    def _worst(self, kinds: Sequence[str]) -> tuple[str, float]:
        means = {kind: self.mean(OURS, DISK, [kind]) for kind in kinds}
        return min(means.items(), key=lambda pair: pair[1], default=("none", nan))


def geometric_mean(ratios: Sequence[float]) -> float:
    """The geometric mean of what was measured; nan of nothing, 0 where one of them is.

    >>> geometric_mean([0.5, 2.0, float("nan")])
    1.0
    """
    known = [ratio for ratio in ratios if ratio == ratio]
    if not known:
        return nan
    return 0.0 if min(known) <= 0 else exp(sum(map(log, known)) / len(known))


def markdown(rates: Rates) -> str:
    """The three tables: by kind, by connections, and the bars."""
    return "\n".join([*_by_kind(rates), "", *_by_connections(rates), "", *_bars(rates)]) + "\n"


def _by_kind(rates: Rates) -> Iterable[str]:
    """Rates at the middle number of connections, ratios at each."""
    middle = rates.connections[len(rates.connections) // 2]
    each = " · ".join(map(str, rates.connections))
    yield _row(
        ["query", "ms", *(f"{side}, {middle} conn." for side in SIDES), *(f"{r[0]} ({each})" for r in RATIOS[:3])]
    )
    yield _rule(8)
    for kind in rates.kinds:
        speeds = [_rate(rates.of.get(Cell(kind, middle, side), nan)) for side in SIDES]
        ratios = [
            " · ".join(_ratio(rates.ratio(kind, c, over, under)) for c in rates.connections)
            for _, over, under in RATIOS[:3]
        ]
        yield _row([kind, f"{rates.work(kind):.2f}", *speeds, *ratios])


def _by_connections(rates: Rates) -> Iterable[str]:
    yield _row(["geometric mean", *(name for name, _, _ in RATIOS)])
    yield _rule(len(RATIOS))
    for number in rates.connections:
        yield _row([f"{number} conn.", *(_ratio(rates.mean(o, u, connections=[number])) for _, o, u in RATIOS)])
    yield _row(["**all**", *(f"**{_ratio(rates.mean(over, under))}**" for _, over, under in RATIOS)])


def _bars(rates: Rates) -> Iterable[str]:
    yield _row(["bar", "found", ""])
    yield _rule(2)
    for bar in rates.bars():
        yield _row([bar.wanted, _ratio(bar.found), bar.verdict])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rule(columns: int) -> str:
    return "|---" + "|---:" * columns + "|"


def _rate(rate: float) -> str:
    return "–" if rate != rate else f"{rate:,.0f}" if rate >= 100 else f"{rate:.1f}"


def _ratio(ratio: float) -> str:
    return "–" if ratio != ratio else f"{ratio:.2f}"
