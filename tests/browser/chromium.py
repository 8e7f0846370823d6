"""Driving a real Chromium from the tests."""

from __future__ import annotations

import base64
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest

from browser.driving import Browser, steps_between

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Chromium(Browser):
    """A Chromium behind its driver, by commands of its developer protocol."""

    partial = ".crdownload"

    def __init__(self, driver: Any) -> None:  # noqa: ANN401 - selenium has no types
        self.driver = driver

    def run(self, command: str, **given: object) -> Any:  # noqa: ANN401 - what Chromium gives
        """Give Chromium a command of its developer protocol."""
        return self.driver.execute_cdp_cmd(command, given)

    def size(self, width: int, height: int, *, phone: bool = False) -> None:
        self.run("Emulation.setDeviceMetricsOverride", width=width, height=height,
                 deviceScaleFactor=1, mobile=phone)  # fmt: skip

    def go(self, address: str) -> None:
        self.driver.get_log("performance")
        self.driver.get_log("browser")
        self.driver.get("about:blank")
        self.driver.get(address)

    def js(self, code: str, *arguments: object) -> Any:  # noqa: ANN401 - what the page gives
        value = self.driver.execute_async_script(
            "const give = arguments[arguments.length - 1]; const args = arguments;"
            f"(async () => {{ {code} }})().then((v) => give([v]), (e) => give(String(e)));",
            *arguments,
        )
        if isinstance(value, str):
            pytest.fail(value)
        return value[0]

    def evaluate(self, script: str) -> None:
        self.run("Runtime.evaluate", expression=script)

    @contextmanager
    def before_each_page(self, script: str) -> Iterator[None]:
        made = self.run("Page.addScriptToEvaluateOnNewDocument", source=script)
        try:
            yield
        finally:
            self.run("Page.removeScriptToEvaluateOnNewDocument", identifier=made["identifier"])

    @contextmanager
    def in_frame(self) -> Iterator[None]:
        self.driver.switch_to.frame(0)
        try:
            yield
        finally:
            self.driver.switch_to.default_content()

    def errors(self) -> list[str]:
        log = self.driver.get_log("browser")
        return [entry["message"] for entry in log if entry["level"] == "SEVERE"]

    def asked(self) -> list[str]:
        messages = [json.loads(one["message"]) for one in self.driver.get_log("performance")]
        events = [message["message"] for message in messages]
        sent = [one for one in events if one["method"] == "Network.requestWillBeSent"]
        return [one["params"]["request"]["url"] for one in sent]

    def click_at(self, x: float, y: float) -> None:
        for kind in ("mouseMoved", "mousePressed", "mouseReleased"):
            self.run("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def move_to(self, x: float, y: float) -> None:
        self.run("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def drag(self, start: tuple[float, float], end: tuple[float, float], steps: int = 8) -> None:
        mouse = {"button": "left", "buttons": 1, "clickCount": 1}
        self.run("Input.dispatchMouseEvent", type="mousePressed", x=start[0], y=start[1], **mouse)
        for x, y in steps_between(start, end, steps):
            self.run("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y, **mouse)
        self.run("Input.dispatchMouseEvent", type="mouseReleased", x=end[0], y=end[1], **mouse)

    def key(self, name: str, *, text: str = "", shift: bool = False) -> None:
        codes = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowDown": 40, "ArrowUp": 38}
        codes |= {"ArrowLeft": 37, "ArrowRight": 39, " ": 32, "Home": 36, "End": 35}
        shown = text or {"Enter": "\r", " ": " "}.get(name, "")
        event = {"key": name, "windowsVirtualKeyCode": codes.get(name, 0), "text": shown}
        event["modifiers"] = 8 if shift else 0
        for kind in ("keyDown", "keyUp"):
            sent = event if kind == "keyDown" else {**event, "text": ""}
            self.run("Input.dispatchKeyEvent", type=kind, **sent)

    def downloads_to(self, folder: Path) -> None:
        self.run("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(folder))

    def pdf(self) -> bytes:
        printed = self.run("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        return base64.b64decode(printed["data"])
