"""A real Chromium for the page's tests: no network, a fresh profile, real input."""

from __future__ import annotations

import json
import os
import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)


def need(command: str, why: str) -> str:
    """Find a command, skip where it is missing; under CI a missing one is a failure."""
    found = shutil.which(command)
    if found is None:
        message = f"{command} is not installed: {why}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return found


class Browser:
    """A Chromium at one window size, with what the tests ask of it."""

    def __init__(self, driver: Any) -> None:  # noqa: ANN401 - selenium has no types
        self.driver = driver

    def size(self, width: int, height: int, *, phone: bool = False) -> None:
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": phone},
        )

    def open(self, path: Path, fragment: str = "", *, ready: bool = True) -> None:
        """Open a file and wait for its first full draw."""
        self.driver.get_log("performance")
        self.driver.get_log("browser")
        self.driver.get("about:blank")
        self.driver.get(f"{path.as_uri()}{fragment}")
        if ready:
            self.wait("window.mapperReady === true")

    def js(self, code: str, *arguments: object) -> Any:  # noqa: ANN401 - what the page gives
        """Run the body of an async function in the page and give its value."""
        value = self.driver.execute_async_script(
            "const give = arguments[arguments.length - 1]; const args = arguments;"
            f"(async () => {{ {code} }})().then((v) => give([v]), (e) => give(String(e)));",
            *arguments,
        )
        if isinstance(value, str):
            pytest.fail(value)
        return value[0]

    def wait(self, condition: str, seconds: float = 20) -> None:
        """Wait until an expression holds in the page."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.js(f"return Boolean({condition})"):
                return
            time.sleep(0.02)
        raise AssertionError(f"never true: {condition}; {self.errors()}")

    def errors(self) -> list[str]:
        """Give what the page complained of."""
        log = self.driver.get_log("browser")
        return [entry["message"] for entry in log if entry["level"] == "SEVERE"]

    def requests(self) -> list[str]:
        """List the addresses asked for since the page was opened, the page's own left out."""
        asked = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent":
                asked.append(message["params"]["request"]["url"])
        return [url for url in asked if not url.startswith(("data:", "blob:", "about:"))]

    def click_at(self, x: float, y: float) -> None:
        """Click a place of the window with the mouse."""
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.driver.execute_cdp_cmd(
                "Input.dispatchMouseEvent",
                {"type": kind, "x": x, "y": y, "button": "left", "clickCount": 1},
            )

    def key(self, name: str, *, text: str = "", shift: bool = False) -> None:
        """Press a key."""
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38}
        codes |= {"ArrowLeft": 37, "ArrowRight": 39, " ": 32, "Home": 36, "End": 35}
        shown = text or {"Enter": "\r", " ": " "}.get(name, "")
        event = {"key": name, "windowsVirtualKeyCode": codes.get(name, 0), "text": shown}
        event["modifiers"] = 8 if shift else 0
        for kind in ("keyDown", "keyUp"):
            sent = event if kind == "keyDown" else {**event, "text": ""}
            self.driver.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": kind, **sent})

    def text(self, selector: str) -> str:
        """Give the text of the first element a selector finds."""
        found = self.js("return document.querySelector(args[0])?.innerText ?? null", selector)
        assert found is not None, f"nothing at {selector}"
        return str(found)


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Start Chromium once for all tests; it has no network but the loopback."""
    binary = need("chromium", "apt-get install chromium")
    driver_path = need("chromedriver", "apt-get install chromium-driver")
    from selenium import webdriver  # noqa: PLC0415 - only where a browser is
    from selenium.webdriver.chrome.service import Service  # noqa: PLC0415 - same

    options = webdriver.ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    options.add_argument(f"--user-data-dir={tmp_path_factory.mktemp('profile')}")
    options.binary_location = binary
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(driver_path))
    driver.set_script_timeout(60)
    try:
        driver.execute_cdp_cmd("Network.enable", {})
        driver.execute_cdp_cmd(
            "Network.emulateNetworkConditions",
            {"offline": True, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0},
        )
        yield Browser(driver)
    finally:
        driver.quit()


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    """Give the browser at the size of a laptop."""
    chromium.size(1366, 768)
    return chromium
