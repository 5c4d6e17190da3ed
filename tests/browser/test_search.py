"""Search in a browser: suggestions for the keyboard and for screen readers, and pages for everyone."""

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.browser.conftest import LOOKS, Browser, Look

PAGES = {
    "hits": "/search?q=patent%20law",
    "hits of a kind": "/search?q=patent&kind=measure&limit=5&offset=5",
    "no hits": "/search?q=xyzzyqwv",
    "empty": "/search",
    "citation": "/resolve?q=Patent%20Law%20art.%203",
    "several": "/resolve?q=2.4",
    "no citation": "/resolve?q=Japanese%20Patent%20Law",
    "nothing cited": "/resolve?format=html",
    "reconciliation": "/reconcile/about",
    "preview": "/reconcile/preview?id=law%2Fpatent-law",
}


@pytest.mark.parametrize(("theme", "width"), LOOKS)
@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES)
def test_a_page_is_for_everyone(browser: Browser, path: str, theme: str, width: int) -> None:
    browser.open(path, Look(theme, width))
    assert browser.faults() == []
    assert browser.sideways() == 0


def typed(browser: Browser, text: str, selector: str = "#find") -> WebElement:
    """The search box with the text in it, once there are suggestions."""
    box: WebElement = browser.one(selector)
    box.send_keys(text)
    browser.wait(lambda: box.get_attribute("aria-expanded") == "true")
    return box


def chosen(browser: Browser, box: WebElement) -> str:
    """The text of the suggestion that is chosen, by what screen readers are told."""
    name = box.get_attribute("aria-activedescendant")
    return str(browser.one(f"#{name} span").text) if name else ""


def test_the_arrows_go_round_through_the_suggestions_and_the_box(browser: Browser) -> None:
    browser.open("/")
    box = typed(browser, "paten")
    options = [option.text for option in browser.all("[role=option] span")]
    assert chosen(browser, box) == ""
    box.send_keys(Keys.ARROW_DOWN)
    assert chosen(browser, box) == options[0]
    box.send_keys(Keys.ARROW_UP, Keys.ARROW_UP)
    assert chosen(browser, box) == options[-1]
    box.send_keys(Keys.ARROW_DOWN)
    assert chosen(browser, box) == ""
    assert browser.driver.switch_to.active_element == box


def test_enter_opens_what_is_chosen_and_else_searches(browser: Browser) -> None:
    browser.open("/plan/cn-2009")
    box = typed(browser, "SIPO")
    box.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    browser.wait(lambda: browser.driver.current_url.endswith("/agency/sipo"))
    typed(browser, "SIPO").send_keys(Keys.ENTER)
    browser.wait(lambda: browser.driver.current_url.endswith("/search?q=SIPO"))


def test_escape_closes_the_list_and_keeps_the_text_and_tab_leaves(browser: Browser) -> None:
    browser.open("/")
    box = typed(browser, "专利")
    box.send_keys(Keys.ESCAPE)
    assert box.get_attribute("aria-expanded") == "false"
    assert box.get_property("value") == "专利"
    box.send_keys(Keys.ARROW_DOWN)
    browser.wait(lambda: box.get_attribute("aria-expanded") == "true")
    box.send_keys(Keys.TAB)
    browser.wait(lambda: box.get_attribute("aria-expanded") == "false")
    assert browser.driver.switch_to.active_element != box


def test_a_click_opens_a_suggestion(browser: Browser) -> None:
    browser.open("/search?q=x")
    typed(browser, "thunder", "#find")
    browser.one(".find [role=option]").click()
    browser.wait(lambda: browser.driver.current_url.endswith("/campaign/thunderstorm-2009"))


@pytest.mark.parametrize(("theme", "width"), LOOKS)
def test_the_open_list_is_for_everyone(browser: Browser, theme: str, width: int) -> None:
    browser.open("/", Look(theme, width))
    box = typed(browser, "paten")
    box.send_keys(Keys.ARROW_DOWN)
    assert browser.faults() == []
    assert browser.sideways() == 0
    assert browser.one(".find [role=status]").text == "" or "suggestion" in browser.one(".find [role=status]").text


def test_the_number_of_suggestions_is_told(browser: Browser) -> None:
    browser.open("/")
    typed(browser, "thunder")
    assert browser.one(".find [role=status]").get_property("textContent") == "1 suggestion"


def test_the_box_works_without_the_script(browser: Browser) -> None:
    browser.tell("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open("/")
        box = browser.one("#find")
        box.send_keys("SIPO", Keys.ENTER)
        browser.wait(lambda: browser.driver.current_url.endswith("/search?q=SIPO"))
        assert "State Intellectual Property Office" in browser.one("main").text
    finally:
        browser.tell("Emulation.setScriptExecutionDisabled", value=False)
