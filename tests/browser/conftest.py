"""A real Chromium for the page's tests: no network, a fresh profile, real input."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.chromium import Browser

if TYPE_CHECKING:
    from collections.abc import Iterator

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


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
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
def browser(started: Browser) -> Browser:
    """Give the browser at the size of a laptop."""
    started.size(1366, 768)
    return started


@pytest.fixture(scope="session")
def seeds_page(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the map of the seeds once."""
    from mapper.pipeline.steps import build  # noqa: PLC0415 - only where a browser is

    folder = tmp_path_factory.mktemp("seeds") / "out"
    build([repo / "seeds"], folder)
    return folder / "map.html"


@pytest.fixture(scope="session")
def axe(repo: Path) -> str:
    """Read axe-core, which is not ours to ship: `npm install --prefix .venv axe-core`."""
    listed = os.environ.get("MAPPER_AXE")
    path = Path(listed) if listed else repo / ".venv/node_modules/axe-core/axe.min.js"
    if not path.is_file():
        message = f"no axe-core at {path}: npm install --prefix .venv axe-core"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        pytest.skip(message)
    return path.read_text(encoding="utf-8")
