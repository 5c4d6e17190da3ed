"""Each fuzz target holds for bytes that Hypothesis invents, and for its seeds changed a little."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.targets import SEEDS, TARGETS


@st.composite
def changed(draw: st.DrawFn, seeds: list[bytes]) -> bytes:
    """A seed with stretches cut out, put twice, or replaced."""
    data = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(0, 4))):
        start, end = sorted((draw(st.integers(0, len(data))), draw(st.integers(0, len(data)))))
        new = draw(st.sampled_from([b"", data[start:end] * 2, *seeds]) | st.binary(max_size=4))
        data = data[:start] + new + data[end:]
    return data


@pytest.mark.parametrize("name", TARGETS)
def test_the_promise_holds_for_any_bytes(name: str) -> None:
    for seed in SEEDS[name]:
        TARGETS[name](seed)

    @given(data=st.binary(max_size=200) | changed(SEEDS[name]))
    def try_all(data: bytes) -> None:
        TARGETS[name](data)

    try_all()
