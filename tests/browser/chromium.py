"""Driving a real Chromium from the tests."""

from __future__ import annotations

import base64
import json
import time
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path


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

    def run(self, command: str, **given: object) -> Any:  # noqa: ANN401 - what Chromium gives
        """Give Chromium a command of its developer protocol."""
        return self.driver.execute_cdp_cmd(command, given)

    def downloads_to(self, folder: Path) -> None:
        self.run("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

    def downloaded(self, folder: Path, ending: str, seconds: float = 20) -> Path:
        """Wait for a file to arrive whole."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = [path for path in folder.iterdir() if path.suffix == ending]
            if found and found[0].stat().st_size and not list(folder.glob("*.crdownload")):
                return found[0]
            time.sleep(0.02)
        pytest.fail(f"no {ending} arrived in {folder}")

    def pdf(self) -> bytes:
        """Print the page."""
        printed = self.run("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(printed["data"])

    def move_to(self, x: float, y: float) -> None:
        """Move the mouse."""
        self.run("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def drag(self, start: tuple[float, float], end: tuple[float, float], steps: int = 8) -> None:
        """Drag the mouse from one place of the window to another."""
        mouse = {"button": "left", "buttons": 1, "clickCount": 1}
        self.run("Input.dispatchMouseEvent", type="mousePressed", x=start[0], y=start[1], **mouse)
        for step in range(1, steps + 1):
            x = start[0] + (end[0] - start[0]) * step / steps
            y = start[1] + (end[1] - start[1]) * step / steps
            self.run("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y, **mouse)
        self.run("Input.dispatchMouseEvent", type="mouseReleased", x=end[0], y=end[1], **mouse)

    def box(self, selector: str) -> dict[str, float]:
        """Give the place of an element in the window."""
        found: dict[str, float] = self.js(
            "const b = document.querySelector(args[0]).getBoundingClientRect();"
            "return {x: b.x, y: b.y, width: b.width, height: b.height};",
            selector,
        )
        return found

    def click(self, selector: str) -> None:
        """Click the middle of an element with the mouse."""
        self.js("document.querySelector(args[0]).scrollIntoView({block: 'nearest'})", selector)
        box = self.box(selector)
        self.click_at(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)

    def type_in(self, selector: str, text: str) -> None:
        """Put text into a field as a reader does, and press Enter."""
        self.js(
            "const f = document.querySelector(args[0]); f.focus(); f.value = args[1];"
            "f.dispatchEvent(new Event('input', {bubbles: true}));",
            selector,
            text,
        )
        self.key("Enter")
