"""A browser over the whole site as it is served, which watches that pages ask no other host and break no policy."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.support.ui import WebDriverWait

from tests.inventing import CHECKOUT

AXE = CHECKOUT / "server" / "assets" / "node_modules" / "axe-core" / "axe.min.js"
CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
# Where there is no Chromium, these tests are not there either, and the head of the report says so.
collect_ignore_glob = [] if CHROMIUM and DRIVER else ["test_*.py"]
# What pages hold themselves, and what the browser opens of its own.
_HARMLESS = ("data:", "blob:", "about:", "chrome:")
_ANSWER_SECONDS = 10.0
# WCAG 2.2 AA and what axe holds to be good practice.
_AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LOOKS = [(theme, width) for theme in ("light", "dark") for width in (360, 1280)]
"""The themes and widths in which each kind of page is looked at."""


@dataclass(frozen=True)
class Look:
    """How a page is looked at: `light` or `dark`, and pixels across."""

    theme: str = "light"
    width: int = 1280
    is_still: bool = True
    """Whether the reader asks for less motion."""


class Browser:
    """Chromium over the served site."""

    def __init__(self, driver: webdriver.Chrome, origin: str) -> None:
        self.driver, self.origin = driver, origin
        self._log: Callable[[str], list[dict[str, Any]]] = driver.get_log

    def open(self, path: str, look: Look | None = None) -> None:
        """Show the page at a path of the site, such as `/queries`."""
        look = look or Look()
        features = [
            {"name": "prefers-color-scheme", "value": look.theme},
            {"name": "prefers-reduced-motion", "value": "reduce" if look.is_still else "no-preference"},
        ]
        self.tell("Emulation.setEmulatedMedia", features=features)
        size = {"width": look.width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.tell("Emulation.setDeviceMetricsOverride", **size)
        self.driver.get("about:blank")  # so that a path with another fragment is loaded, too
        self.driver.get(self.origin + path)

    def tell(self, command: str, **told: Any) -> Any:
        """What the browser says to a command of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(command, told)

    def run(self, script: str, *values: Any) -> Any:
        """What a script returns in the page."""
        return self.driver.execute_script(script, *values)

    def wait(self, found: Callable[[], Any], seconds: float = _ANSWER_SECONDS) -> Any:
        """What the function finds, as soon as it finds something."""
        return WebDriverWait(self.driver, seconds, 0.05).until(lambda _: found())

    def one(self, selector: str) -> Any:
        """The first element that the selector finds, once there is one."""
        return self.wait(lambda: next(iter(self.driver.find_elements("css selector", selector)), None))

    def all(self, selector: str) -> list[Any]:
        """The elements that the selector finds now."""
        return self.driver.find_elements("css selector", selector)

    def shot(self, file: Path) -> None:
        """Keep a picture of the whole page."""
        height = self.run("return document.documentElement.scrollHeight")
        width = self.run("return window.innerWidth")
        size = {"width": width, "height": max(int(height), 900), "deviceScaleFactor": 1, "mobile": False}
        self.tell("Emulation.setDeviceMetricsOverride", **size)
        self.driver.save_screenshot(str(file))

    def faults(self) -> list[str]:
        """What axe-core finds wrong with the page at hand: rule, place and reason."""
        assert AXE.is_file(), "axe-core is missing: run `npm ci` in server/assets"
        self.run(AXE.read_text(encoding="utf-8"))
        script = (
            "const done = arguments[1]; axe.run(document, {runOnly: arguments[0], resultTypes: ['violations']})"
            ".then(found => done(found.violations), error => done([{id: String(error), nodes: []}]))"
        )
        self.driver.set_script_timeout(30)
        found = self.driver.execute_async_script(script, _AXE_TAGS)
        return [
            f"{rule['id']}: {rule['help']}: {', '.join(str(node['target']) for node in rule['nodes'][:5])}"
            + "".join(f"\n    {node.get('failureSummary', '')}" for node in rule["nodes"][:2])
            for rule in found
        ]

    def sideways(self) -> int:
        """Pixels by which the page is wider than the window, so that it must be scrolled sideways."""
        script = "const root = document.documentElement; return root.scrollWidth - root.clientWidth"
        return int(self.run(script))

    def strangers(self) -> list[str]:
        """The addresses on other hosts that were asked for since this was last called."""
        asked = []
        for entry in self._log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] in {"Network.requestWillBeSent", "Network.webSocketCreated"}:
                asked.append(str(message["params"].get("request", message["params"])["url"]))
        own = (self.origin + "/", *_HARMLESS)
        return [address for address in asked if not address.startswith(own)]

    def complaints(self) -> list[str]:
        """What the browser complained of since this was last called: breaches of the policy, errors of scripts.

        An answer that refuses is no error of the page.
        """
        refused = re.compile(r"Failed to load resource: the server responded with a status of [45]\d\d")
        log = self._log("browser")
        return [
            entry["message"] for entry in log if entry["level"] == "SEVERE" and not refused.search(entry["message"])
        ]


def pytest_report_header() -> str:
    """Whether the tests in a browser are among those run."""
    return f"browser: {CHROMIUM if CHROMIUM and DRIVER else 'no chromium with chromedriver here, so none of its tests'}"


def _wait_for_downloads(address: str) -> None:
    """Whoever asks for the downloads before they are made is told to come again."""
    for _ in range(20):
        try:
            urlopen(f"{address}/export/SHA256SUMS.txt", timeout=60).close()
        except HTTPError as error:
            if error.code != 503:
                raise
        else:
            return


@pytest.fixture(scope="session")
def origin() -> Iterator[str]:
    """The address of the site, served as users serve it."""
    command = [sys.executable, "-m", "server.cli", "serve", "--port", "0", "--no-limits"]
    with subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            told = ""
            while not (address := re.search(r"Serving at (http://[^\s/]+)", told)):
                line = process.stdout.readline()
                assert line, f"the server ended: {told}"
                told += line
            _wait_for_downloads(address[1])
            yield address[1]
        finally:
            process.terminate()
            process.communicate(timeout=20)


@pytest.fixture(scope="session")
def chromium(origin: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests; tests take `browser`."""
    options = Options()
    options.binary_location = str(CHROMIUM)
    profile = tmp_path_factory.mktemp("profile")
    for argument in (
        "headless=new", "no-sandbox", "disable-dev-shm-usage", "disable-gpu", "disable-background-networking",
        "disable-component-update", "disable-default-apps", "disable-sync", "no-first-run", "lang=en",
        f"user-data-dir={profile}",
    ):  # fmt: skip
        options.add_argument(f"--{argument}")
    options.set_capability("goog:loggingPrefs", {"performance": "ALL", "browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(str(DRIVER)))
    try:
        yield Browser(driver, origin)
    finally:
        driver.quit()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """The browser; afterwards no other host was asked, no policy broken and no script failed."""
    chromium.driver.get("about:blank")
    chromium.strangers()
    chromium.complaints()
    yield chromium
    assert chromium.strangers() == []
    assert chromium.complaints() == []
