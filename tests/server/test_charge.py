"""server/charge.py: where stores on disk are kept when nothing is said."""

from pathlib import Path

import pytest

from server.charge import store_folder


@pytest.mark.parametrize(
    ("cache", "folder"),
    [
        ("/somewhere", "/somewhere/iprgraph"),
        ("", "/home/me/.cache/iprgraph"),
        ("not/whole", "/home/me/.cache/iprgraph"),
    ],
)
def test_stores_are_kept_in_the_cache_of_the_user(monkeypatch: pytest.MonkeyPatch, cache: str, folder: str) -> None:
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.setenv("XDG_CACHE_HOME", cache)
    assert store_folder() == Path(folder)
