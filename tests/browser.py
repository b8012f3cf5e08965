"""A served copy of the pages and a real browser without a network, for tests."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
WAIT = 30_000  # milliseconds: a busy machine may be slow
LEAVING = "net::ERR_ABORTED"  # the browser's own word for what was under way when a page was left or loaded anew


@contextmanager
def serving(scenarios: Path, results: Path) -> Iterator[tuple[str, int]]:
    """The address of `omnigov app`, started as a user starts it, on a free port, and the number of its process."""
    command = [sys.executable, "-m", "simulation", "app", "--port", "0", "--no-browser", "--scenarios", str(scenarios), "--results", str(results)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[1], process.pid
        finally:
            process.terminate()


@contextmanager
def served(scenarios: Path, results: Path) -> Iterator[str]:
    """The address of `omnigov app`."""
    with serving(scenarios, results) as (address, _):
        yield address


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, in which every name but this machine's is unknown."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    assert found, "the tests of the pages need Chromium: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1"]
        )
        yield browser
        browser.close()


class Visitor:
    """Somebody with a page of his own, who notes what goes wrong on it."""

    def __init__(self, browser: Browser, address: str) -> None:
        self.address, self.faults = address, []  # type: str, list[str]
        self.context = browser.new_context(viewport={"width": 1440, "height": 1000}, accept_downloads=True)
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(WAIT)
        self.page.on("console", lambda message: self._note(message.type == "error", f"console: {message.text}"))
        self.page.on("pageerror", lambda error: self._note(True, f"error: {error}"))
        self.page.on("requestfailed", lambda request: self._note(request.failure != LEAVING, f"failed: {request.url}, {request.failure}"))
        self.page.on("response", lambda response: self._note(response.status >= 400, f"{response.status}: {response.url}"))
        self.page.on("request", lambda request: self._note(not request.url.startswith((address, "blob:", "data:")), f"left this machine: {request.url}"))

    def _note(self, wrong: bool, what: str) -> None:
        if wrong:
            self.faults.append(what)

    def opens(self, query: str = "") -> Page:
        """Open an address and wait until the page is there."""
        self.page.goto(self.address + query)
        self.page.locator(".masthead").wait_for()
        self.page.locator(".card").first.wait_for()
        return self.page

    def week(self, number: int) -> None:
        """Wait until the page shows a week."""
        self.page.wait_for_function("week => (document.querySelector('[data-measure=week] b') || {}).textContent == week", arg=str(number))

    def moves(self, lever: str, value: float) -> None:
        """Move a slider, and wait until the page says that it was moved."""
        self.page.locator(f"[data-lever={lever}]").fill(f"{value:g}")
        self.page.locator(f".lever.moved [data-lever={lever}]").wait_for()

    def number(self, where: str) -> float:
        """The exact number that stands behind something shown."""
        return float(self.page.locator(where).get_attribute("data-value") or "nan")

    def waits_for(self, script: str, value: Any = None) -> None:
        """Wait until a script on the page says so."""
        self.page.wait_for_function(script, arg=value)
