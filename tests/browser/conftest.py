"""Real browsers for the page's tests: no network, a fresh profile, real input."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browser.chromium import Chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from browser.driving import Browser
    from browser.firefox import Firefox

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

LAPTOP = (1366, 768)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run what takes `browser` in both."""
    if "browser" in metafunc.fixturenames:
        metafunc.parametrize("browser", ["chromium", "firefox"], indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs here, and what runs in Firefox only if asked for."""
    for item in items:
        if "browser" in item.path.parts:
            item.add_marker(pytest.mark.browser)
            is_firefox = isinstance(item, pytest.Function) and runs_in_firefox(item)
            if is_firefox and not item.get_closest_marker("firefox"):
                item.add_marker(pytest.mark.firefox_all)


def runs_in_firefox(item: pytest.Function) -> bool:
    return hasattr(item, "callspec") and item.callspec.params.get("browser") == "firefox"


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
def started_chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
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
        yield Chromium(driver)
    finally:
        driver.quit()


@pytest.fixture(scope="session")
def started_firefox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firefox]:
    """Start Firefox once for all tests; it has no network but the loopback."""
    binary = need("firefox-esr", "apt-get install firefox-esr")
    from browser.firefox import running  # noqa: PLC0415 - only where a browser is

    with running(binary, tmp_path_factory.mktemp("firefox")) as started:
        yield started


@pytest.fixture
def chromium(started_chromium: Chromium) -> Chromium:
    """Give Chromium at the size of a laptop, for what needs its developer protocol."""
    started_chromium.size(*LAPTOP)
    return started_chromium


@pytest.fixture
def browser(request: pytest.FixtureRequest) -> Browser:
    """Give one browser after the other at the size of a laptop."""
    started: Browser = request.getfixturevalue(f"started_{request.param}")
    started.size(*LAPTOP)
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
