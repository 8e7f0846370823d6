"""Driving a real Firefox from the tests, without a driver beside it."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from browser.bidi import Connection, RefusedError
from browser.driving import Browser, steps_between

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PREFERENCES: dict[str, bool | int | str] = {
    # Nothing but the loopback is reached: a port where nobody listens stands for the network.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.socks": "127.0.0.1",
    "network.proxy.socks_port": 9,
    "network.proxy.socks_remote_dns": True,
    "network.proxy.failover_direct": False,
    "network.dns.disablePrefetch": True,
    "network.prefetch-next": False,
    "network.trr.mode": 5,
    # What Firefox does of itself, and would wait or fail for.
    "app.normandy.enabled": False,
    "app.update.auto": False,
    "app.update.disabledForTesting": True,
    "browser.region.network.url": "",
    "browser.safebrowsing.blockedURIs.enabled": False,
    "browser.safebrowsing.downloads.enabled": False,
    "browser.safebrowsing.malware.enabled": False,
    "browser.safebrowsing.phishing.enabled": False,
    "browser.search.update": False,
    "datareporting.healthreport.uploadEnabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.push.connection.enabled": False,
    "extensions.getAddons.cache.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "extensions.update.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.server": "",
    # First pages, questions and what would move while it is looked at.
    "browser.aboutwelcome.enabled": False,
    "browser.download.alwaysOpenPanel": False,  # it takes the keyboard from the page
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "browser.startup.page": 0,
    "print.enabled": False,  # `print()` would wait for a dialogue; `pdf` prints all the same
    "intl.accept_languages": "en-US, en",
    "ui.prefersReducedMotion": 0,
    "ui.useOverlayScrollbars": 1,  # as on a phone: they take no room
}

LISTENING = re.compile(r"WebDriver BiDi listening on (ws://\S+)")

KEYS = {
    "Tab": "\ue004",
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "ArrowLeft": "\ue012",
    "ArrowUp": "\ue013",
    "ArrowRight": "\ue014",
    "ArrowDown": "\ue015",
    "End": "\ue010",
    "Home": "\ue011",
    "Shift": "\ue008",
}
"""How WebDriver writes keys that write nothing."""

EVENTS = ("log.entryAdded", "network.beforeRequestSent")


class Firefox(Browser):
    """A Firefox that is asked directly."""

    partial = ".part"

    def __init__(self, address: str) -> None:
        self._errors: list[str] = []
        self._asked: list[str] = []
        self._bidi = Connection(address, self._hear)
        self._ask = self._bidi.ask
        self._ask("session.new", capabilities={})
        self._ask("session.subscribe", events=EVENTS)
        # The first tab's page has no focus: that stays in the address bar.
        self._context = self._ask("browsingContext.create", type="tab")["context"]
        self._target = {"context": self._context}

    def _hear(self, event: str, told: dict[str, Any]) -> None:
        if event == "network.beforeRequestSent":
            self._asked.append(told["request"]["url"])
        elif told["level"] == "error":
            self._errors.append(str(told["text"]))

    def quit(self) -> None:
        with suppress(RefusedError):
            self._ask("browser.close")
        self._bidi.close()

    def size(self, width: int, height: int, *, phone: bool = False) -> None:
        del phone  # Firefox on a desk has no phone's viewport: the page is as wide as the window.
        self._ask("browsingContext.setViewport", context=self._context,
                  viewport={"width": width, "height": height}, devicePixelRatio=1)  # fmt: skip

    def go(self, address: str) -> None:
        self._navigate("about:blank")
        self._errors.clear()
        # Firefox tells of what is asked of the network, not of files.
        self._asked[:] = [address.partition("#")[0]]
        self._navigate(address)

    def _navigate(self, address: str) -> None:
        self._ask("browsingContext.navigate", context=self._context, url=address, wait="complete")

    def js(self, code: str, *arguments: object) -> Any:  # noqa: ANN401 - what the page gives
        # As text both ways: a value arrives as JSON has it, the same as from other browsers.
        answer = self._ask(
            "script.callFunction",
            functionDeclaration="async (given) => { const args = JSON.parse(given);"
            f"const value = await (async () => {{ {code} }})();"
            "return JSON.stringify([value]); }",
            arguments=[{"type": "string", "value": json.dumps(arguments)}],
            awaitPromise=True,
            target=self._target,
        )
        if answer["type"] == "exception":
            pytest.fail(str(answer["exceptionDetails"]["text"]))
        return json.loads(answer["result"]["value"])[0]

    def evaluate(self, script: str) -> None:
        answer = self._ask("script.evaluate", expression=script, awaitPromise=False,
                           target=self._target)  # fmt: skip
        if answer["type"] == "exception":
            pytest.fail(str(answer["exceptionDetails"]["text"]))

    @contextmanager
    def before_each_page(self, script: str) -> Iterator[None]:
        made = self._ask("script.addPreloadScript", functionDeclaration=f"() => {{ {script} }}")
        try:
            yield
        finally:
            self._ask("script.removePreloadScript", script=made["script"])

    @contextmanager
    def in_frame(self) -> Iterator[None]:
        (around,) = self._ask("browsingContext.getTree", root=self._context)["contexts"]
        self._target = {"context": around["children"][0]["context"]}
        try:
            yield
        finally:
            self._target = {"context": self._context}

    def errors(self) -> list[str]:
        self.js("return 0")  # What was told before the answer has arrived by then.
        told = [*self._errors]
        self._errors.clear()
        return told

    def asked(self) -> list[str]:
        self.js("return 0")
        told = [*self._asked]
        self._asked.clear()
        return told

    def _mouse(self, *actions: dict[str, Any]) -> None:
        self._act({"type": "pointer", "id": "mouse", "actions": actions})

    def _act(self, *sources: dict[str, Any]) -> None:
        self._ask("input.performActions", context=self._context, actions=sources)

    def click_at(self, x: float, y: float) -> None:
        self._mouse(_to(x, y), _DOWN, _UP)

    def move_to(self, x: float, y: float) -> None:
        self._mouse(_to(x, y))

    def drag(self, start: tuple[float, float], end: tuple[float, float], steps: int = 8) -> None:
        moves = [_to(x, y) for x, y in steps_between(start, end, steps)]
        self._mouse(_to(*start), _DOWN, *moves, _UP)

    def key(self, name: str, *, text: str = "", shift: bool = False) -> None:
        value = text or KEYS.get(name, name)
        pressed = [{"type": kind, "value": value} for kind in ("keyDown", "keyUp")]
        if shift:
            pressed = [{"type": "keyDown", "value": KEYS["Shift"]}, *pressed,
                       {"type": "keyUp", "value": KEYS["Shift"]}]  # fmt: skip
        self._act({"type": "key", "id": "keyboard", "actions": pressed})

    def downloads_to(self, folder: Path) -> None:
        where = {"type": "allowed", "destinationFolder": str(folder)}
        self._ask("browser.setDownloadBehavior", downloadBehavior=where)

    def pdf(self) -> bytes:
        printed = self._ask("browsingContext.print", context=self._context, background=True)
        return base64.b64decode(printed["data"])


_DOWN = {"type": "pointerDown", "button": 0}
_UP = {"type": "pointerUp", "button": 0}


def _to(x: float, y: float) -> dict[str, Any]:
    return {"type": "pointerMove", "x": x, "y": y}


@contextmanager
def running(binary: str, folder: Path) -> Iterator[Firefox]:
    """Start a Firefox with a fresh profile in a folder, and end it.

    It has no network but the loopback, where it is asked.
    """
    profile = folder / "profile"
    profile.mkdir()
    lines = [f"user_pref({json.dumps(n)}, {json.dumps(v)});\n" for n, v in PREFERENCES.items()]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    told = folder / "told.txt"
    # What it keeps of its own goes into the folder too, not to the user's.
    around = {**os.environ, "HOME": str(folder), "MOZ_CRASHREPORTER_DISABLE": "1",
              "MOZ_REMOTE_SETTINGS_DEVTOOLS": "1"}  # fmt: skip
    command = [binary, "--headless", "--no-remote", "--remote-debugging-port=0",
               "--profile", str(profile), "about:blank"]  # fmt: skip
    with told.open("wb") as out, subprocess.Popen(
        command, stdout=out, stderr=out, env=around
    ) as process:  # fmt: skip
        try:
            firefox = Firefox(_address(told, process))
            try:
                yield firefox
            finally:
                firefox.quit()
                process.wait(20)
        finally:
            process.kill()


def _address(told: Path, process: subprocess.Popen[bytes], seconds: float = 60) -> str:
    """Wait until Firefox says where it listens."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        found = LISTENING.search(told.read_text(encoding="utf-8", errors="replace"))
        if found:
            return found[1]
        time.sleep(0.05)
    pytest.fail(f"Firefox does not listen: {told.read_text(encoding='utf-8', errors='replace')}")
