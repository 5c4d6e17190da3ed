"""Pages of stored questions in a browser: shown as is best, sorted, chosen by name, complete without scripts."""

import pytest
from selenium.webdriver.support.ui import Select

from graph.queries import read_queries
from tests.browser.conftest import Browser


def cells(browser: Browser, at: int) -> list[str]:
    script = (
        "return [...document.querySelectorAll('table.rows tbody tr')].map(row => row.cells[arguments[0]].textContent)"
    )
    return list(browser.run(script, at))


@pytest.mark.parametrize("name", [stored.name for stored in read_queries("examples") if stored.view != "table"])
def test_a_question_is_shown_as_its_header_says(browser: Browser, name: str) -> None:
    browser.open(f"/queries/{name}")
    view = browser.one("section.answer").get_attribute("data-view")
    pressed = browser.one(".views button[aria-pressed=true]").text
    assert pressed.lower() == view
    assert browser.one(".as-text li" if view == "text" else ".drawn svg[role=img]")


def test_the_table_of_the_server_is_sorted_by_numbers_and_names(browser: Browser) -> None:
    browser.open("/queries/agencies-by-number-of-measures")
    heads = browser.wait(lambda: browser.all("th button"))
    heads[1].click()
    assert browser.all("th")[1].get_attribute("aria-sort") == "ascending"
    numbers = [int(number) for number in cells(browser, 1)]
    assert numbers == sorted(numbers)
    heads[0].click()
    names = cells(browser, 0)
    assert names == sorted(names, key=str.casefold)


def test_a_reader_chooses_by_name(browser: Browser) -> None:
    browser.open("/queries/measures-that-concern-a-jurisdiction")
    Select(browser.one("#choose-jurisdiction")).select_by_visible_text("United States of America")
    browser.one(".choosers button").click()
    browser.wait(lambda: "jurisdiction=jurisdiction" in browser.driver.current_url)
    assert "US" in browser.one(".as-text").text


def test_a_question_is_complete_without_scripts(browser: Browser) -> None:
    browser.tell("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open("/queries/measures-of-one-act?act=scheme/act/draft")
        assert browser.one("table.rows td a").text.startswith("I.")
        assert browser.one("#choose-act").is_displayed()
        assert "VALUES ?act { <https://w3id.org/iprgraph/scheme/act/draft> }" in browser.one(
            ".behind pre"
        ).get_attribute("textContent")
    finally:
        browser.tell("Emulation.setScriptExecutionDisabled", value=False)
