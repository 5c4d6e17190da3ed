"""The pages of things and lists in a browser: for everyone, in both themes, narrow and wide."""

from pathlib import Path

import pytest

from tests.browser.conftest import LOOKS, Browser, Look

KINDS = {
    "plans": "/plan",
    "plan": "/plan/cn-2009",
    "area": "/plan/cn-2009/II",
    "introduction": "/plan/cn-2009/0",
    "measure": "/plan/cn-2009/I-2-1",
    "measure without outcome": "/plan/cn-2009/VI-1-7",
    "words": "/plan/cn-2009/II-1-2/text",
    "span": "/plan/cn-2009/span/9991-10011",
    "mention": "/plan/cn-2009/mention/9016-9120-law",
    "statement": "/statement/00a9da3ce9ae83f339bfb95a395e94e3",
    "evidence": "/evidence/fff7da1ee9cc71dd9bd5c23f83ec84b6",
    "law": "/law/trademark-law",
    "agency": "/agency/sipo",
    "target": "/target/cn-2009-870-880",
    "outcome": "/outcome/cn-2009/I-1-1-1",
    "concept": "/scheme/right/patent",
    "concept with much below": "/scheme/basis/stated",
    "graph": "/graph/register",
    "counts": "/count/cn-2009",
    "ontology": "/ontology",
    "schemes": "/scheme",
    "scheme": "/scheme/right",
    "shapes": "/shapes",
    "measures": "/measures?right=patent&outcome=done",
    "outcomes": "/outcomes",
    "entities": "/entities",
    "laws": "/law",
    "search": "/search?q=专利",
    "downloads": "/export/",
    "error": "/law/trademark-lav",
}


@pytest.mark.parametrize(("theme", "width"), LOOKS)
@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS)
def test_a_page_is_for_everyone(browser: Browser, path: str, theme: str, width: int) -> None:
    browser.open(path, Look(theme, width))
    assert browser.faults() == []
    assert browser.sideways() == 0


UNFOLDED = ["/", "/measures", "/law/trademark-law", "/plan/cn-2009/I-2-1", "/ontology", "/scheme/right"]


@pytest.mark.parametrize("path", UNFOLDED)
def test_with_everything_unfolded_a_page_is_still_for_everyone(browser: Browser, path: str) -> None:
    browser.open(path, Look("dark", 360))
    browser.run("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert browser.faults() == []
    assert browser.sideways() == 0


@pytest.mark.parametrize(
    "path", ["/ontology#revises", "/shapes#Measure", "/scheme/act#revise", "/count/cn-2009#act-revise"]
)
def test_an_address_with_a_fragment_lands_on_what_it_names(browser: Browser, path: str) -> None:
    browser.open(path)
    place = browser.run(
        "const e = document.getElementById(location.hash.slice(1)); e.scrollIntoView({behavior: 'instant'});"
        "return [e.getBoundingClientRect().height > 0, e === document.querySelector(':target')]"
    )
    assert place == [True, True]


def test_one_click_shows_the_words_a_fact_came_from(browser: Browser) -> None:
    browser.open("/law/trademark-law")
    fold = browser.one("#plan + dl .fact details")
    assert not fold.find_element("css selector", ".ground").is_displayed()
    fold.find_element("css selector", "summary").click()
    assert fold.find_element("css selector", "mark").text.startswith("revision of the Trademark Law")
    fold.find_element("link text", "Report an error in this fact").click()
    assert "IRI: https://w3id.org/iprgraph/statement/" in browser.one("#report pre").get_attribute("textContent")


def test_the_keyboard_reaches_everything_and_the_first_key_skips_to_the_content(browser: Browser) -> None:
    browser.open("/agency/sipo")
    page = browser.one("html")
    seen = []
    for _ in range(14):
        browser.tell("Input.dispatchKeyEvent", type="keyDown", key="Tab", code="Tab", windowsVirtualKeyCode=9)
        browser.tell("Input.dispatchKeyEvent", type="keyUp", key="Tab", code="Tab", windowsVirtualKeyCode=9)
        seen.append(browser.run("return document.activeElement.textContent.trim() || document.activeElement.id"))
    assert page is not None
    assert seen[:3] == ["Skip to the content", "iprgraph", "Plan"]
    assert "find" in seen
    reachable = browser.run(
        "return [...document.querySelectorAll('a, summary, button, input')].filter(e => e.tabIndex < 0).length"
    )
    assert reachable == 0


def test_without_scripts_a_page_is_complete(browser: Browser) -> None:
    browser.tell("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open("/plan/cn-2009/I-2-1")
        assert browser.one("h1").text == "Measure I.2.1"
        browser.one("#deeds + dl .fact summary").click()
        assert browser.one("#deeds + dl .fact mark").is_displayed()
    finally:
        browser.tell("Emulation.setScriptExecutionDisabled", value=False)


def test_a_link_into_a_folded_area_unfolds_it(browser: Browser) -> None:
    browser.open("/plan/cn-2009")
    browser.run("for (const fold of document.querySelectorAll('details.area')) fold.open = false")
    browser.run("location.hash = '#IX.1.1'")
    assert browser.wait(lambda: browser.one("[id='IX.1.1']").is_displayed())


def test_pages_can_be_printed(browser: Browser, tmp_path: Path) -> None:
    browser.open("/plan/cn-2009")
    printed = browser.tell("Page.printToPDF", printBackground=False)["data"]
    assert len(printed) > 100_000
