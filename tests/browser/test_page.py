"""The map as a reader meets it: opened from disk, no network, clicked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import map_tables
import pytest

from mapper.maps.render import render_map

if TYPE_CHECKING:
    from pathlib import Path

    from browser.driving import Browser

TITLE = "Strikes reported, north-west Syria"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "map.html"
    render_map(map_tables.tables(), title=TITLE).save(path)
    return path


@pytest.mark.firefox
def test_it_opens_from_disk_and_asks_for_nothing_else(browser: Browser, page: Path) -> None:
    browser.open(page)
    assert browser.requests() == [page.as_uri()]
    assert browser.errors() == []
    assert browser.text("h1") == TITLE


@pytest.mark.firefox
def test_it_shows_layers_with_their_dates(browser: Browser, page: Path) -> None:
    browser.open(page)
    panel = browser.js("return document.body.innerText")
    assert "Demilitarized zone" in panel
    assert "15 October 2018 to 5 March 2020" in panel
    assert "from 6 March 2020" in panel


@pytest.mark.firefox
def test_a_click_on_a_dot_shows_its_sentence_as_text(browser: Browser, page: Path) -> None:
    browser.open(page)
    x, y = browser.js(
        "const a = mapper, r = await a.incidents.rowOfId(args[0]);"
        "a.map.setView(a.incidents.position(r), 12, {animate: false});"
        "const p = a.map.latLngToContainerPoint(a.incidents.position(r));"
        "const b = a.map.getContainer().getBoundingClientRect();"
        "return [p.x + b.left, p.y + b.top];",
        map_tables.incident_id(4),
    )
    browser.click_at(x, y)
    browser.wait("!document.getElementById('mapper-card').hidden")
    card = browser.text("#mapper-card")
    assert "Two people died in al-Maouzrah." in card
    assert "Our summary" in card
    assert "In June 2020" in card


def test_an_original_sentence_is_quoted_and_its_words_marked(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.js("await mapper.view.choose(await mapper.incidents.rowOfId(args[0]))",
               map_tables.incident_id(1))  # fmt: skip
    assert browser.text("blockquote") == "Jets hit Kafr Nabl at dawn, the wire said."
    marked = browser.js("return [...document.querySelectorAll('mark')].map((m) => m.textContent)")
    assert marked == ["Kafr Nabl", "dawn"]


def test_a_link_that_is_not_of_the_web_is_no_link(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.js("await mapper.view.choose(await mapper.incidents.rowOfId(args[0]))",
               map_tables.incident_id(8))  # fmt: skip
    assert "javascript:" not in browser.text("#mapper-card")
    assert browser.js("return document.querySelectorAll('#mapper-card a').length") == 0


def test_about_counts_what_was_read_and_not_taken_by_reason(browser: Browser, page: Path) -> None:
    browser.open(page)
    said = browser.js(
        "const all = [...document.querySelectorAll('details')].filter((one) =>"
        " one.firstChild.textContent.startsWith('Read and not taken'));"
        "return all.map((one) => one.textContent);"
    )
    (told,) = said
    assert told.startswith("Read and not taken: 3 passages")
    assert told.endswith("threat2denied1")
