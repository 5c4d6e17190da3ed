"""Every kind of page: axe-core finds nothing, nothing stands out at the side, no other host is asked."""

import pytest

from tests.browser.conftest import LOOKS, Browser, Look

PAGES = (
    "/", "/sparql", "/queries", "/queries/outcomes-by-area-and-status", "/queries/who-would-lead-today",
    "/queries/outcomes-of-one-area", "/queries/everything-about-one-measure",
)  # fmt: skip


@pytest.mark.parametrize(("theme", "width"), LOOKS)
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_for_everyone(browser: Browser, path: str, theme: str, width: int) -> None:
    browser.open(path, Look(theme, width))
    assert browser.faults() == []
    assert browser.sideways() == 0
