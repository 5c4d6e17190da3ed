"""The workbench in a browser: asked by keys alone, with names offered, errors marked, answers seen in several ways."""

import ast
import csv
import io
import subprocess
import sys
import time
from typing import Any
from urllib.parse import quote

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.browser.conftest import Browser, Look

PREFIXES = (
    "PREFIX ipr: <https://w3id.org/iprgraph/ontology#>\nPREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\n"
)
AGENCIES = (
    PREFIXES
    + "SELECT ?agency (COUNT(DISTINCT ?measure) AS ?measures) { ?measure a ipr:Measure ; ipr:mentions ?agency . ?agency a ipr:Agency }"
    " GROUP BY ?agency ORDER BY DESC(?measures) ?agency"
)
TWO_WAYS = (
    PREFIXES
    + "SELECT ?kind ?state (COUNT(?law) AS ?laws) { ?law ipr:instrumentKind ?kind ; ipr:existence ?state } GROUP BY ?kind ?state"
)
DATES = "SELECT ?law ?day { ?law <http://data.europa.eu/eli/ontology#date_document> ?day } ORDER BY ?law ?day LIMIT 9"
UNITS = "SELECT ?unit ?whole { ?unit <http://www.w3.org/ns/org#subOrganizationOf> ?whole } ORDER BY ?unit"
MEASURES = PREFIXES + "SELECT ?measure ?order { ?measure a ipr:Measure ; ipr:order ?order } ORDER BY ?order"
# The editor takes no choice right after an offer has come up, so that nobody chooses by accident.
_UNTIL_IT_LISTENS = 0.2
EDITOR = "document.querySelector('.editor').shadowRoot"


@pytest.fixture
def workbench(browser: Browser) -> Browser:
    """The browser, with the workbench open and its editor ready."""
    return opened(browser)


def opened(browser: Browser, query: str = "", look: Look | None = None) -> Browser:
    browser.open(f"/sparql#query={quote(query)}" if query else "/sparql", look)
    browser.one(".editor")
    return browser


def press(browser: Browser, *keys: str) -> None:
    ActionChains(browser.driver).send_keys(*keys).perform()


def ask(browser: Browser) -> None:
    """Ctrl-Enter, from within the editor."""
    ActionChains(browser.driver).key_down(Keys.CONTROL).send_keys(Keys.ENTER).key_up(Keys.CONTROL).perform()


def write(browser: Browser, text: str) -> None:
    """Type into the empty editor."""
    browser.run(f"{EDITOR}.querySelector('.cm-content').focus()")
    ActionChains(browser.driver).key_down(Keys.CONTROL).send_keys("a").key_up(Keys.CONTROL).perform()
    press(browser, Keys.DELETE)
    press(browser, text)


def text_of(browser: Browser) -> str:
    return str(browser.run("return document.getElementById('query').value"))


def answered(browser: Browser) -> Any:
    return browser.one("#answer section table.rows")


def offered(browser: Browser) -> list[str]:
    script = f"return [...{EDITOR}.querySelectorAll('.cm-tooltip-autocomplete li')].map(one => one.textContent)"
    return list(browser.wait(lambda: browser.run(script)))


def take(browser: Browser, name: str) -> None:
    """Choose the offer with that name by the arrow keys."""
    place = next(at for at, text in enumerate(offered(browser)) if name in text)
    time.sleep(_UNTIL_IT_LISTENS)
    press(browser, *[Keys.DOWN] * place, Keys.ENTER)


def column(browser: Browser, at: int) -> list[str]:
    script = "return [...document.querySelectorAll('#answer tbody tr')].map(row => row.cells[arguments[0]].textContent)"
    return list(browser.run(script, at))


def press_view(browser: Browser, view: str) -> None:
    browser.wait(lambda: [button for button in browser.all(".views button") if button.text == view])[0].click()


def test_the_editor_is_styled_though_the_policy_allows_no_style_within_pages(workbench: Browser) -> None:
    script = f"const shown = getComputedStyle({EDITOR}.querySelector('.cm-scroller')); return [shown.display, shown.fontFamily]"
    display, family = workbench.run(script)
    assert display == "flex"
    assert "mono" in family
    assert workbench.run(f"return {EDITOR}.querySelectorAll('style').length") == 0


def test_keys_alone_write_ask_and_leave(workbench: Browser) -> None:
    write(workbench, "ASK {}")
    ask(workbench)
    assert "Yes" in workbench.one("#answer .boolean").text
    press(workbench, Keys.TAB)
    assert workbench.run("return document.activeElement.textContent") == "Ask"
    ActionChains(workbench.driver).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
    assert workbench.run("return document.activeElement.className") == "editor"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Copyright", "law:copyright-law"),
        ("专利法", "law:patent-law"),
        ("revises", "ipr:revises"),
        ("instrument", "ipr:LegalInstrument"),
    ],
)
def test_terms_are_offered_by_any_name_and_their_prefix_is_declared(
    workbench: Browser, typed: str, written: str
) -> None:
    write(workbench, "# mine\nSELECT * ")
    press(workbench, typed)
    take(workbench, written)
    prefix = written.partition(":")[0]
    found = text_of(workbench)
    assert found.startswith(f"# mine\nPREFIX {prefix}: <https://w3id.org/iprgraph/")
    assert found.endswith(f"SELECT * {written}")


def test_a_prefix_that_the_query_has_under_another_name_is_used(workbench: Browser) -> None:
    write(workbench, "PREFIX my: <https://w3id.org/iprgraph/ontology#>\nSELECT * ")
    press(workbench, "revises")
    take(workbench, "ipr:revises")
    assert text_of(workbench) == "PREFIX my: <https://w3id.org/iprgraph/ontology#>\nSELECT * my:revises"


def test_escape_closes_what_is_offered(workbench: Browser) -> None:
    write(workbench, "copyr")
    offered(workbench)
    press(workbench, Keys.ESCAPE)
    workbench.wait(lambda: not workbench.run(f"return {EDITOR}.querySelector('.cm-tooltip-autocomplete')"))
    assert text_of(workbench) == "copyr"


def test_nothing_is_offered_in_strings_and_comments(workbench: Browser) -> None:
    write(workbench, "# copyright")
    workbench.run("return new Promise(done => setTimeout(done, 400))")
    assert workbench.run(f"return {EDITOR}.querySelector('.cm-tooltip-autocomplete')") is None


def test_a_refused_query_is_marked_at_its_place(workbench: Browser) -> None:
    write(workbench, "SELECT * WHERE {\n  ?a ?b }\n")
    ask(workbench)
    told = workbench.one("#answer .problem").text
    assert told
    assert "line 2" in workbench.one("#answer button").text
    assert workbench.wait(lambda: workbench.run(f"return {EDITOR}.querySelector('.cm-lintRange-error')"))


def test_labels_stand_beside_iris_and_lead_to_our_pages(browser: Browser) -> None:
    opened(browser, AGENCIES)
    browser.run(f"{EDITOR}.querySelector('.cm-content').focus()")
    ask(browser)
    answered(browser)
    link = browser.one("#answer td.thing a")
    assert link.text
    assert link.get_attribute("href").startswith(f"{browser.origin}/agency/")
    assert browser.one("#answer td.thing code").text.startswith("agency/")
    assert browser.run("return getComputedStyle(document.querySelector('#answer td.number')).textAlign") == "right"


def test_rows_are_sorted_by_a_column_and_turned_page_by_page(browser: Browser) -> None:
    opened(browser, MEASURES)
    browser.one("button.main").click()
    answered(browser)
    assert len(column(browser, 1)) == 100
    head = browser.all("#answer th button")[1]
    head.click()
    head.click()
    assert browser.all("#answer th")[1].get_attribute("aria-sort") == "descending"
    orders = [int(order) for order in column(browser, 1)]
    assert orders == sorted(orders, reverse=True)
    next(button for button in browser.all(".pages button") if button.text == "Later rows").click()
    assert "Rows 101 to 170 of 170" in browser.one(".pages").text


def test_a_query_is_shared_by_its_address(workbench: Browser) -> None:
    write(workbench, "SELECT ?größe { VALUES ?größe { '专利' } }")
    workbench.one(".elsewhere summary").click()
    link = workbench.one("#shared-link").get_attribute("value")
    workbench.driver.get("about:blank")
    workbench.driver.get(link)
    workbench.one(".editor")
    assert text_of(workbench) == "SELECT ?größe { VALUES ?größe { '专利' } }"


def snippets(browser: Browser) -> list[str]:
    browser.one(".elsewhere summary").click()
    return [pre.get_attribute("textContent") for pre in browser.wait(lambda: browser.all(".elsewhere pre"))]


QUOTES = """SELECT ?a { VALUES ?a { "it's" "a \\"b\\" c" '''x''' } } ORDER BY ?a"""


@pytest.mark.parametrize("run", [["bash", "-c"], [sys.executable, "-c"]], ids=["curl", "Python"])
@pytest.mark.parametrize("query", [QUOTES, AGENCIES])
def test_a_query_is_asked_from_elsewhere_as_copied(browser: Browser, run: list[str], query: str) -> None:
    opened(browser, query)
    text = snippets(browser)[0 if run[0] == "bash" else 1]
    done = subprocess.run([*run, text], capture_output=True, text=True, timeout=60, check=True)
    answer = browser.run(
        "return fetch('/sparql?format=csv&query=' + encodeURIComponent(arguments[0])).then(told => told.text())", query
    )
    rows = list(csv.DictReader(io.StringIO(answer)))
    printed = [ast.literal_eval(line) for line in done.stdout.splitlines()] if run[0] != "bash" else []
    assert rows == (printed or list(csv.DictReader(io.StringIO(done.stdout))))
    assert rows


def test_the_answer_to_a_yes_or_no_question_is_printed_by_python_as_copied(browser: Browser) -> None:
    opened(browser, "ASK {}")
    done = subprocess.run([sys.executable, "-c", snippets(browser)[1]], capture_output=True, timeout=60, check=True)
    assert done.stdout.strip() == b"true"


def test_service_is_copied_without_from_and_with_texts_as_they_are(browser: Browser) -> None:
    text = '"""two\n lines, FROM <a:b>"""'
    opened(browser, f"SELECT ?a FROM <g:a#b> FROM NAMED <g:c>\nWHERE {{\n  VALUES ?a {{ {text} }} # FROM <d:e>\n}}")
    service = snippets(browser)[3]
    assert "FROM has no place in SERVICE" in service
    assert "SELECT ?a WHERE {\n" in service
    assert f"      VALUES ?a {{ {text} }} # FROM <d:e>\n" in service
    assert "g:c" not in service


def test_a_query_is_copied_for_r_and_as_service(browser: Browser) -> None:
    opened(browser, AGENCIES)
    _, _, r, service = snippets(browser)
    assert f'query <- r"---({AGENCIES})---"' in r
    assert f"{browser.origin}/sparql?format=csv&query=" in r
    assert service.startswith("PREFIX ipr:")
    assert f"  SERVICE <{browser.origin}/sparql> {{\n    SELECT ?agency" in service
    parsed = browser.run(
        "return fetch('/sparql', {method: 'POST', headers: {'Content-Type': 'application/sparql-query'}, body: arguments[0]})"
        ".then(told => told.json()).then(told => told.detail)",
        service,
    )
    assert "SERVICE" in parsed  # it is SPARQL, and refused only since the endpoint calls no others


@pytest.mark.parametrize(
    ("query", "view", "marks", "theme", "width"),
    [
        (AGENCIES, "Chart", "rect", "light", 360),
        (TWO_WAYS, "Chart", "rect", "dark", 1280),
        (DATES, "Timeline", "path", "dark", 360),
        (UNITS, "Network", "circle", "light", 1280),
        (UNITS, "Network", "circle", "dark", 360),
        (AGENCIES, "Text", "", "light", 360),
    ],
)
def test_answers_are_seen_as_pictures_with_the_table_below(
    browser: Browser, query: str, view: str, marks: str, theme: str, width: int
) -> None:
    opened(browser, query, Look(theme, width))
    browser.one("button.main").click()
    if view == "Text":
        press_view(browser, view)
        assert len(browser.all("#answer .as-text li")) == 23
    else:
        press_view(browser, view)
        svg = browser.one(".drawn svg")
        assert svg.get_attribute("role") == "img"
        for label in ("aria-labelledby", "aria-describedby"):
            assert browser.run("return document.getElementById(arguments[0]).textContent", svg.get_attribute(label))
        assert len(svg.find_elements("css selector", marks)) > 3
        assert answered(browser).is_displayed()
    assert browser.faults() == []
    assert browser.sideways() == 0


def test_what_the_data_say_never_becomes_markup(browser: Browser) -> None:
    opened(
        browser,
        "SELECT ?a ?b { VALUES (?a ?b) { (<javascript:alert(1)> \"<img src=x onerror='document.title=1'>\") } }",
    )
    browser.one("button.main").click()
    answered(browser)
    for view in ("Text", "Table"):
        press_view(browser, view)
    assert browser.all("#answer img, #answer a[href^='javascript']") == []


def test_files_are_offered_exact_and_for_spreadsheets(browser: Browser) -> None:
    opened(browser, 'SELECT ?a { VALUES ?a { "=1+1" } }')
    browser.one("button.main").click()
    answered(browser)
    links = {
        link.text.partition(",")[0].partition(" (")[0]: link.get_attribute("href") for link in browser.all(".files a")
    }
    read = "return fetch(arguments[0]).then(told => told.text())"
    assert browser.run(read, links["CSV"]).splitlines()[1] == "=1+1"
    assert browser.run(read, links["CSV for spreadsheets"]).splitlines()[1] == "'=1+1"


def test_a_graph_is_shown_as_turtle(browser: Browser) -> None:
    opened(browser, "CONSTRUCT { <urn:a> <urn:b> 1 } {}")
    browser.one("button.main").click()
    assert "<urn:a> <urn:b> 1" in browser.one("#answer pre.graph").text


def test_the_form_works_without_scripts(browser: Browser) -> None:
    browser.tell("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open("/sparql?edit=ASK%20%7B%7D")
        assert browser.one("#query").is_displayed()
        assert browser.one("#query").get_attribute("value") == "ASK {}"
        browser.driver.find_element("css selector", "#format option[value=json]").click()
        browser.one("button.main").click()
        browser.wait(lambda: "query=ASK" in browser.driver.current_url)
        assert "true" in browser.one("body").text
    finally:
        browser.tell("Emulation.setScriptExecutionDisabled", value=False)


@pytest.mark.parametrize(("theme", "width"), [("light", 360), ("dark", 1280)])
@pytest.mark.parametrize(
    "query", [AGENCIES, "ASK { ?m a <x:y> }", "SELECT * { ?s ?p ", "DESCRIBE <https://w3id.org/iprgraph/agency/sipo>"]
)
def test_a_page_that_was_asked_without_scripts_can_be_used_by_everyone(
    browser: Browser, query: str, theme: str, width: int
) -> None:
    browser.open(f"/sparql?format=html&query={quote(query)}", Look(theme, width))
    browser.one("#answer-title")
    browser.one(".editor")
    assert text_of(browser) == query
    assert browser.faults() == []
    assert browser.sideways() == 0
    browser.one("button.main").click()  # asked again with scripts, the answer stands in place of that one
    browser.wait(lambda: browser.all("#answer section.answer:not([data-view])"))
    assert len(browser.all("#answer section.answer")) == 1
