"""What tests ask of a browser, whichever it is."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path


class Browser(ABC):
    """A real browser at one window size, with what the tests ask of it."""

    partial: str
    """The ending of a file that is still arriving."""

    @abstractmethod
    def size(self, width: int, height: int, *, phone: bool = False) -> None:
        """Give the window a size in CSS pixels."""

    @abstractmethod
    def go(self, address: str) -> None:
        """Open an address anew and forget what was complained of and asked for before."""

    @abstractmethod
    def js(self, code: str, *arguments: object) -> Any:  # noqa: ANN401 - what the page gives
        """Run the body of an async function in the page and give its value."""

    @abstractmethod
    def evaluate(self, script: str) -> None:
        """Run a script in the page, whatever its policy allows."""

    @abstractmethod
    def before_each_page(self, script: str) -> AbstractContextManager[None]:
        """Run a script in every page before its own."""

    @abstractmethod
    def in_frame(self) -> AbstractContextManager[None]:
        """Ask the page in the first frame instead of the one around it."""

    @abstractmethod
    def errors(self) -> list[str]:
        """Give what the page complained of, once."""

    @abstractmethod
    def asked(self) -> list[str]:
        """List all addresses asked for since the page was opened, once."""

    @abstractmethod
    def click_at(self, x: float, y: float) -> None:
        """Click a place of the window with the mouse."""

    @abstractmethod
    def move_to(self, x: float, y: float) -> None:
        """Move the mouse."""

    @abstractmethod
    def drag(self, start: tuple[float, float], end: tuple[float, float], steps: int = 8) -> None:
        """Drag the mouse from one place of the window to another."""

    @abstractmethod
    def key(self, name: str, *, text: str = "", shift: bool = False) -> None:
        """Press a key."""

    @abstractmethod
    def downloads_to(self, folder: Path) -> None:
        """Keep what is saved in a folder."""

    @abstractmethod
    def pdf(self) -> bytes:
        """Print the page."""

    def open(self, path: Path, fragment: str = "", *, ready: bool = True) -> None:
        """Open a file and wait for its first full draw."""
        self.go(f"{path.as_uri()}{fragment}")
        if ready:
            self.wait("window.mapperReady === true")

    def wait(self, condition: str, seconds: float = 20) -> None:
        """Wait until an expression holds in the page."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.js(f"return Boolean({condition})"):
                return
            time.sleep(0.02)
        raise AssertionError(f"never true: {condition}; {self.errors()}")

    def requests(self) -> list[str]:
        """List the addresses asked for since the page was opened, the page's own left out."""
        return [url for url in self.asked() if not url.startswith(("data:", "blob:", "about:"))]

    def text(self, selector: str) -> str:
        """Give the text of the first element a selector finds."""
        found = self.js("return document.querySelector(args[0])?.innerText ?? null", selector)
        assert found is not None, f"nothing at {selector}"
        return str(found)

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

    def downloaded(self, folder: Path, ending: str, seconds: float = 20) -> Path:
        """Wait for a file to arrive whole."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = [path for path in folder.iterdir() if path.suffix == ending]
            if found and found[0].stat().st_size and not list(folder.glob(f"*{self.partial}")):
                return found[0]
            time.sleep(0.02)
        pytest.fail(f"no {ending} arrived in {folder}")


def steps_between(
    start: tuple[float, float], end: tuple[float, float], steps: int
) -> list[tuple[float, float]]:
    """Give the places that a drag passes, its end the last."""
    (x, y), (to_x, to_y) = start, end
    shares = [step / steps for step in range(1, steps + 1)]
    return [(x + (to_x - x) * share, y + (to_y - y) * share) for share in shares]
