"""Make the picture of the README from the real map: `python tests/screenshot.py outputs/map.html`.

Needs Chromium and its driver, as the browser tests do.
"""

from __future__ import annotations

import argparse
import base64
import sys
import time
from pathlib import Path

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

sys.path.insert(0, str(Path(__file__).resolve().parent))

from browser.chromium import Chromium
from browser.conftest import FLAGS, need

SIZE = (1280, 760)
TARGET = Path(__file__).resolve().parent.parent / "mapper" / "docs" / "img" / "map.png"


def shoot(page: Path, target: Path, words: str) -> None:
    """Open a map, choose the first event that holds some words, and save what is seen."""
    options = webdriver.ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    options.binary_location = need("chromium", "apt-get install chromium")
    driver = webdriver.Chrome(
        options=options, service=Service(need("chromedriver", "apt-get install chromium-driver"))
    )
    try:
        browser = Chromium(driver)
        browser.size(*SIZE)
        browser.driver.get(page.resolve().as_uri())
        browser.wait("window.mapperReady === true")
        browser.js(
            "const rows = args[0] ? await mapper.search.find(args[0]) : [];"
            "const shown = rows.filter((row) => mapper.view.filter.passes(row));"
            "if (shown.length) await mapper.view.choose(shown[0], {stack: shown});",
            words,
        )
        time.sleep(0.5)
        taken = browser.run("Page.captureScreenshot", format="png", optimizeForSpeed=False)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(base64.b64decode(taken["data"]))
    finally:
        driver.quit()
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path, help="map.html of a build")
    parser.add_argument("-o", "--output", type=Path, default=TARGET)
    parser.add_argument(
        "--words", default="", help="select an event whose reports hold these words"
    )
    given = parser.parse_args()
    shoot(given.page, given.output, given.words)
