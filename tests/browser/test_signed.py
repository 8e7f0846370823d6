"""A page with an address and a language of its own, as a browser takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import map_tables
import pytest

from mapper.maps.render import render_map

if TYPE_CHECKING:
    from pathlib import Path

    from browser.driving import Browser


@pytest.mark.firefox
def test_a_page_with_an_address_asks_for_nothing_else(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    render_map(
        map_tables.tables(),
        title="Strikes",
        subtitle="Reported, not verified",
        byline="By A & B",
        url="https://news.example.org/map.html",
        interface="ar",
    ).save(path)
    browser.open(path)
    assert browser.requests() == [path.as_uri()]
    assert browser.errors() == []
    assert browser.text("#mapper-subtitle") == "Reported, not verified"
    assert browser.text("#mapper-byline") == "By A & B"
    root = "const root = document.documentElement; return [root.lang, root.dir]"
    assert browser.js(root) == ["ar", "rtl"]
