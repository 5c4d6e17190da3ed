"""How alike two Chinese names are: their characters, and the telling pieces that only one of them has."""

from functools import cache

from rapidfuzz.distance import Indel

from graph.title_words import title_words

LEFT_OVER = 0.84
"""The most that two names are alike where one has a telling word that the other lacks."""
BOTH_LACK = 0.92
"""What is left of it where each has such a word."""
_FILLERS = ("的", "和", "与", "及", "、", "等")
"""What bodies are called with or without; that one is of the state tells it from those of provinces."""


def compare_chinese(
    their_core: str, our_core: str, share: float, *, is_body: bool
) -> tuple[float, str, tuple[str, ...], tuple[str, ...]]:
    """How alike (0 to 1), in which way, and what only theirs and only ours has; `share` is that of common pairs."""
    if their_core == our_core:
        return 1.0, "same characters", (), ()
    theirs, ours = _left_over(their_core, our_core, _FILLERS if is_body else _idle_pieces())
    likeness = (share + Indel.normalized_similarity(their_core, our_core)) / 2
    if not theirs and not ours:
        likeness = max(likeness, 0.93)
    elif not _is_slip(theirs, ours, their_core):
        likeness = min(likeness, LEFT_OVER) * (BOTH_LACK if theirs and ours else 1)
    return round(likeness, 4), "characters", theirs, ours


def _is_slip(theirs: tuple[str, ...], ours: tuple[str, ...], core: str) -> bool:
    """Whether one character of a long name is another, as in a misprint."""
    return len(core) >= 8 and len(theirs) == len(ours) == 1 and len(theirs[0]) == len(ours[0]) == 1


def _left_over(theirs: str, ours: str, idle: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The telling pieces that only one of two Chinese names has."""
    rest: tuple[list[str], list[str]] = ([], [])
    for step in Indel.opcodes(theirs, ours):
        if step.tag == "delete":
            rest[0].append(theirs[step.src_start : step.src_end])
        elif step.tag == "insert":
            rest[1].append(ours[step.dest_start : step.dest_end])
    return tuple(w for p in rest[0] if (w := _telling(p, idle))), tuple(w for p in rest[1] if (w := _telling(p, idle)))


def _telling(piece: str, idle: tuple[str, ...]) -> str:
    for word in idle:
        piece = piece.replace(word, "")
    return piece


@cache
def _idle_pieces() -> tuple[str, ...]:
    return tuple(sorted(title_words()["chinese"]["idle"], key=lambda w: (-len(w), w)))
