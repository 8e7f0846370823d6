"""For people: keyboard, screen reader, phone, no scripts, old browsers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import map_tables
import pytest

from mapper.maps.render import render_map

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browser.chromium import Chromium
    from browser.driving import Browser


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "map.html"
    render_map(map_tables.tables(), title="Strikes").save(path)
    return path


def findings(browser: Browser, axe: str) -> list[str]:
    """List what axe finds, however small."""
    browser.evaluate(axe)
    found: list[dict[str, Any]] = browser.js("return (await axe.run(document)).violations")
    return [
        f"{one['id']}: {one['nodes'][0]['html'][:200]} {one['nodes'][0]['failureSummary'][:300]}"
        for one in found
    ]


CARD = """
await mapper.view.choose(await mapper.incidents.rowOfId(args[0]));
for (const one of document.querySelectorAll('details')) one.open = true;
await new Promise((give) => setTimeout(give, 300));
"""


def test_axe_finds_nothing_in_any_state_of_a_wide_page(
    browser: Browser, page: Path, axe: str
) -> None:
    browser.open(page)
    for tab in ("filter", "list", "layers", "save", "about"):
        browser.click(f"#mapper-tab-{tab}")
        browser.js(CARD, map_tables.incident_id(1))
        assert findings(browser, axe) == [], tab
    browser.js("await mapper.view.chooseZone(mapper.view.surroundings.zones[0])")
    assert findings(browser, axe) == []


def test_axe_finds_nothing_on_the_card_of_an_event(
    browser: Browser, axe: str, tmp_path: Path
) -> None:
    render_map(map_tables.with_events()).save(tmp_path / "map.html")
    browser.open(tmp_path / "map.html")
    browser.js(CARD, map_tables.EVENT)
    assert findings(browser, axe) == []


def test_axe_finds_nothing_in_a_frame(browser: Browser, page: Path, axe: str) -> None:
    browser.size(640, 480)
    browser.open(page, "?embed")
    assert findings(browser, axe) == []
    browser.click("#mapper-embed summary")
    assert findings(browser, axe) == []
    browser.js(CARD, map_tables.incident_id(1))
    assert findings(browser, axe) == []


def test_axe_finds_nothing_on_a_phone(browser: Browser, page: Path, axe: str) -> None:
    browser.size(360, 740, phone=True)
    browser.open(page)
    assert findings(browser, axe) == []
    for tab in ("filter", "list", "save"):
        browser.click(f"#mapper-tab-{tab}")
        assert findings(browser, axe) == [], tab
    browser.click("#mapper-tab-save")
    browser.js(CARD, map_tables.incident_id(1))
    assert findings(browser, axe) == []


def tab_until(browser: Browser, condition: str, most: int = 80) -> None:
    for _ in range(most):
        if browser.js(f"const e = document.activeElement; return Boolean({condition})"):
            return
        browser.key("Tab")
    pytest.fail(f"no Tab reaches: {condition}")


def rest(browser: Browser) -> None:
    """Wait until the page has filled its list anew, as it does at rest after each step."""
    browser.js("await new Promise((give) => setTimeout(give, 500))")


@pytest.mark.firefox
def test_the_keyboard_alone_reaches_an_incidents_sentence(browser: Browser, page: Path) -> None:
    browser.open(page)
    tab_until(browser, "e.id === 'mapper-tab-filter'")
    browser.key("ArrowRight")
    browser.wait("document.querySelectorAll('#mapper-list .entry').length >= 5")
    tab_until(browser, "e.classList.contains('entry')")
    for _ in range(6):
        if "Kafr Nabl" in browser.js("return document.activeElement.innerText"):
            break
        browser.key("ArrowDown")
    browser.key("Enter")
    browser.wait("!document.getElementById('mapper-card').hidden")
    browser.wait("document.activeElement.tagName === 'H2'")
    assert "Jets hit Kafr Nabl at dawn, the wire said." in browser.text("#mapper-card")
    rest(browser)
    browser.key("Escape")
    assert browser.js("return document.getElementById('mapper-card').hidden")
    for _ in range(2):
        assert "Kafr Nabl" in browser.js("return document.activeElement.innerText")
        assert browser.js("return document.activeElement.classList.contains('entry')")
        rest(browser)


def test_next_and_previous_walk_through_the_list(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.click("#mapper-tab-list")
    browser.wait("document.querySelectorAll('#mapper-list .entry').length >= 5")
    browser.click("#mapper-list .entry")
    browser.wait("document.querySelector('.card-walk')")
    assert browser.text(".card-walk").split("\n")[1].startswith("1 of ")
    browser.click(".card-walk button[aria-label='Next report']")
    browser.wait("document.querySelector('.card-walk span')?.innerText.startsWith('2 of')")


@pytest.mark.parametrize(
    "tab", [pytest.param("filter", marks=pytest.mark.firefox), "list", "layers", "save", "about"]
)
def test_a_phone_shows_all_without_sideways_scrolling(
    browser: Browser, page: Path, tab: str
) -> None:
    browser.size(360, 740, phone=True)
    browser.open(page)
    assert browser.js("return document.documentElement.scrollWidth") <= 360
    assert browser.box(".folium-map")["height"] > 250
    browser.click(f"#mapper-tab-{tab}")
    browser.js("await new Promise((give) => setTimeout(give, 200))")
    pane = browser.box(f"#mapper-{tab}")
    assert pane["height"] > 200
    assert pane["x"] >= 0
    assert pane["x"] + pane["width"] <= 360
    wide = browser.js("return document.querySelector(args[0]).scrollWidth", f"#mapper-{tab}")
    assert wide <= 360
    browser.click(f"#mapper-tab-{tab}")
    assert browser.js("return document.querySelector(args[0]).hidden", f"#mapper-{tab}")


@pytest.mark.firefox
def test_texts_run_in_their_own_direction(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.js("await mapper.view.choose(await mapper.incidents.rowOfId(args[0]))",
               map_tables.incident_id(2))  # fmt: skip
    direction = "return getComputedStyle(document.querySelector(args[0])).direction"
    assert browser.js(direction, "#mapper-card blockquote .text") == "rtl"
    assert browser.js(direction, "#mapper-card h2") == "ltr"


@pytest.fixture
def no_scripts(chromium: Chromium) -> Iterator[Chromium]:
    chromium.run("Emulation.setScriptExecutionDisabled", value=True)
    yield chromium
    chromium.run("Emulation.setScriptExecutionDisabled", value=False)


def seen(chromium: Chromium, selector: str) -> str:
    """Give an element's text by the developer protocol: no script runs in the page."""
    root = chromium.run("DOM.getDocument")["root"]["nodeId"]
    node = chromium.run("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
    box = chromium.run("DOM.getBoxModel", nodeId=node)["model"]
    assert box["height"] > 20
    return str(chromium.run("DOM.getOuterHTML", nodeId=node)["outerHTML"])


def test_without_scripts_the_first_rows_stand_in_a_table(no_scripts: Chromium, page: Path) -> None:
    no_scripts.open(page, ready=False)
    markup = seen(no_scripts, "#mapper-plain")
    assert "Jets hit Kafr Nabl at dawn, the wire said." in markup
    assert "Our summary: Two people died in al-Maouzrah." in markup
    assert "not verified" in markup


@pytest.mark.firefox
def test_an_old_browser_gets_the_table_and_the_reason(browser: Browser, page: Path) -> None:
    with browser.before_each_page("delete window.DecompressionStream;"):
        browser.open(page, ready=False)
        browser.wait("document.readyState === 'complete'")
        assert "too old" in browser.text("#mapper-plain")
        assert "Jets hit Kafr Nabl" in browser.text("#mapper-plain")
