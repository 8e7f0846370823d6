"""The page in other languages: nothing is said that no catalogue says, and right to left works."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import map_tables
import pytest
from fake_labels import OPEN, SHUT, wrapped

from browser.test_people import findings
from mapper.maps import interfaces, load_style
from mapper.maps.page import wording
from mapper.maps.page.wording import catalogue, labels_of_style
from mapper.maps.render import render_map

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from browser.driving import Browser

FAKE = "xx"
"""Code of a language in which every label stands in brackets."""

CHOOSE = "await mapper.view.choose(await mapper.incidents.rowOfId(args[0]))"

LETTERS = re.compile(r"[^\W\d_]{2,}")

JOINED = {"and", "or"}
"""What the browser itself puts between the parts of a list."""

NAMED_ON_MAP = """
const all = mapper.board.names.items.flatMap(({name, text, local}) => [name, text, local]);
return all.filter(Boolean);
"""

GATHER = """
const own = [];
const NAMED = ["aria-label", "title", "placeholder", "alt", "aria-valuetext", "aria-description"];
// What sources wrote is isolated, and code is code.
const OTHERS = "bdi, code, .text, h1, #mapper-plain td";
const both = NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT;
const walker = document.createTreeWalker(document.body, both);
for (let node = walker.currentNode; node; node = walker.nextNode()) {
  if (node.nodeType === Node.TEXT_NODE) {
    const around = node.parentElement;
    if (!around.closest("script, style")) own.push([node.data, Boolean(around.closest(OTHERS))]);
    continue;
  }
  for (const name of NAMED) if (node.getAttribute(name)) own.push([node.getAttribute(name), false]);
}
return own;
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Draw the tables with the labels in brackets, as events and as reports, and in Arabic."""
    folder = tmp_path_factory.mktemp("labels")
    fake = wrapped(catalogue("en"), labels_of_style(load_style()))
    for code, words in {"ar": catalogue("ar"), "en": catalogue("en"), FAKE: fake}.items():
        (folder / f"{code}.json").write_text(json.dumps(words), encoding="utf-8")
    drawn = {
        "events": (map_tables.with_events(), FAKE),
        "reports": (map_tables.tables(), FAKE),
        "arabic": (map_tables.with_events(), "ar"),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wording, "_folder", lambda: folder)
        forget()
        made = {name: folder / f"{name}.html" for name in drawn}
        for name, (tables, interface) in drawn.items():
            render_map(tables, title="~", interface=interface).save(made[name])
    forget()
    return made


def forget() -> None:
    """Let the catalogues be read anew."""
    wording.interfaces.cache_clear()
    wording.catalogue.cache_clear()


def unlabelled(pieces: list[Any]) -> set[str]:
    """Give what stands outside the brackets and is not told as the words of others."""
    found, depth = set(), 0
    for text, of_others in pieces:
        plain = ""
        for letter in text:
            depth += (letter == OPEN) - (letter == SHUT)
            plain += letter if depth == 0 and letter not in OPEN + SHUT else "\n"
        assert depth >= 0, text
        if not of_others:
            found |= {one.strip() for one in plain.split("\n") if LETTERS.search(one)}
    assert depth == 0
    return found


def settle(browser: Browser) -> None:
    browser.js("await new Promise((give) => setTimeout(give, 150))")


def walk(browser: Browser, cards: int) -> Iterator[str]:
    """Bring the page into one state after another; gives the name of each.

    Panes that are not open are in the page, and read with it.
    """
    settle(browser)
    yield "first"
    browser.click("#mapper-tab-list")
    for number in range(1, 5):
        browser.click(f".list-kinds button:nth-child({number})")
        settle(browser)
        yield f"list {number}"
    for row in range(min(cards, browser.js("return mapper.incidents.rows"))):
        browser.js("await mapper.view.choose(args[0], {stack: [0, args[0]]})", row)
        yield f"card {row}"
    for number in range(browser.js("return mapper.view.surroundings.zones.length")):
        browser.js("await mapper.view.chooseZone(mapper.view.surroundings.zones[args[0]])", number)
        yield f"zone {number}"
    browser.js("mapper.view.close()")
    yield from tips(browser)
    for words in ("Kafr", "nothing of that kind"):
        browser.type_in("#mapper-query", words)
        settle(browser)
        yield f"search {words}"
    browser.type_in("#mapper-query", "")
    browser.js(
        "const {filter} = mapper.view; mapper.view.setDays(filter.first, filter.first + 3);"
        "mapper.view.setKilled(1, 5); mapper.view.setOption('sizeBy', 'killed');"
        "mapper.view.only('event_type', 'airstrike');"
    )
    settle(browser)
    yield "filtered"
    browser.js("window.dispatchEvent(new Event('beforeprint'))")
    settle(browser)
    yield "paper"


def tips(browser: Browser) -> Iterator[str]:
    """Rest the pointer on some dots."""
    for point in range(3):
        x, y = browser.js(
            "const b = document.querySelector('.folium-map').getBoundingClientRect();"
            "const p = mapper.map.latLngToContainerPoint(mapper.incidents.position(args[0]));"
            "return [b.x + p.x, b.y + p.y]",
            point,
        )
        browser.move_to(x, y)
        settle(browser)
        yield f"tip {point}"


@pytest.mark.parametrize(("name", "cards"), [("events", 20), ("reports", 2)])
def test_the_page_says_nothing_that_its_catalogue_does_not(
    browser: Browser, pages: dict[str, Path], name: str, cards: int
) -> None:
    browser.open(pages[name])
    met: dict[str, str] = {}
    bracketed = 0
    allowed = {*JOINED, *browser.js(NAMED_ON_MAP)}
    for state in walk(browser, cards):
        pieces = browser.js(GATHER)
        bracketed += sum(text.count(OPEN) for text, _ in pieces)
        met |= {text: state for text in unlabelled(pieces) - allowed if text not in met}
    assert met == {}
    assert bracketed > 1000
    assert browser.errors() == []


def test_a_label_has_the_forms_by_number_that_its_language_needs(
    browser: Browser, pages: dict[str, Path]
) -> None:
    browser.open(pages["events"])
    for interface in interfaces():
        words = catalogue(interface)
        needed = set(
            browser.js(
                "return new Intl.PluralRules(args[0]).resolvedOptions().pluralCategories",
                words["locale"],
            )
        )
        forms = {k: set(label) for k, label in words["labels"].items() if isinstance(label, dict)}
        # A form for none may be added in any language.
        assert {k: f for k, f in forms.items() if f - {"zero"} != needed - {"zero"}} == {}
        assert {k: f for k, f in forms.items() if needed - f} == {}


@pytest.mark.firefox
def test_an_arabic_page_runs_from_right_to_left(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["arabic"])
    browser.js(CHOOSE, map_tables.EVENT)
    width = browser.js("return document.documentElement.clientWidth")
    panel, card, zoom, close = (
        browser.box(name)
        for name in (
            "#mapper-panel",
            "#mapper-card",
            ".leaflet-control-zoom",
            "#mapper-card .close",
        )
    )
    assert panel["x"] == 0
    assert card["x"] + card["width"] > width - 20
    # The controls of the map lie between the panel and the card, never under it.
    assert panel["width"] < zoom["x"] < zoom["x"] + zoom["width"] < card["x"]
    locator, key = browser.box(".mapper-locator"), browser.box("#mapper-key")
    assert locator["x"] + locator["width"] < key["x"]
    assert close["x"] < card["x"] + card["width"] / 2
    assert browser.js("return document.documentElement.scrollWidth") <= width
    card_text = browser.text("#mapper-card")
    for name in ("style.event_type.barrel_bomb", "card.where", "card.evidence_of_all"):
        assert catalogue("ar")["labels"][name] in card_text
    assert browser.errors() == []


def test_the_arrow_that_points_onward_opens_the_next_tab(
    browser: Browser, pages: dict[str, Path]
) -> None:
    for name, onward, back in (
        ("events", "ArrowRight", "ArrowLeft"),
        ("arabic", "ArrowLeft", "ArrowRight"),
    ):
        browser.open(pages[name])
        browser.js("document.querySelector('#mapper-tab-filter').focus()")
        browser.key(onward)
        assert browser.js("return document.activeElement.id") == "mapper-tab-list"
        browser.key(back)
        assert browser.js("return document.activeElement.id") == "mapper-tab-filter"


def test_a_number_takes_the_form_of_its_noun(browser: Browser, pages: dict[str, Path]) -> None:
    browser.open(pages["arabic"])
    browser.click("#mapper-tab-list")
    settle(browser)
    listed = browser.text("#mapper-list .list")
    reports = catalogue("ar")["labels"]["list.reports"]
    assert reports["two"] in listed
    assert reports["few"].replace("{n}", "3") in listed


def test_what_runs_the_other_way_is_isolated(browser: Browser, pages: dict[str, Path]) -> None:
    for name, isolated in (("arabic", True), ("events", False)):
        browser.open(pages[name])
        settle(browser)
        cited = browser.js("return document.querySelector('#mapper-cite').textContent")
        assert ("\u2068sha256:" in cited) is isolated
        assert bool(re.search("\u2068\\d+-\\d+-\\d+\u2069", cited)) is isolated


@pytest.mark.parametrize("size", [(1366, 768), (390, 844)])
def test_axe_finds_nothing_in_arabic(
    browser: Browser, pages: dict[str, Path], axe: str, size: tuple[int, int]
) -> None:
    browser.size(*size, phone=size[0] < 700)
    browser.open(pages["arabic"])
    browser.click("#mapper-tab-layers")
    browser.js(CHOOSE, map_tables.EVENT)
    settle(browser)
    assert findings(browser, axe) == []
    assert browser.js("return document.documentElement.scrollWidth") <= size[0]
