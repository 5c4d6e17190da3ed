"""Figures of a running server in the text format that Prometheus reads; none of them tells of a client or query."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Figure(NamedTuple):
    """One figure: its name, what it is, whether it only grows, and its values by label."""

    name: str
    help: str
    grows: bool
    values: Mapping[str, float]
    label: str = ""


def write_metrics(figures: Iterable[Figure]) -> bytes:
    """The figures, in order; those with a label have one line for each of its values."""
    lines: list[str] = []
    for figure in figures:
        name = f"iprgraph_{figure.name}"
        lines.append(f"# HELP {name} {figure.help}")
        lines.append(f"# TYPE {name} {'counter' if figure.grows else 'gauge'}")
        for value, number in sorted(figure.values.items()):
            label = f'{{{figure.label}="{value}"}}' if figure.label else ""
            lines.append(f"{name}{label} {number:g}" if number != int(number) else f"{name}{label} {int(number)}")
    return "".join(f"{line}\n" for line in lines).encode("utf-8")
