"""What a graphics editor sees: dots first, nothing under anything, room in frames and on phones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from mapper.maps.page.layer import load_style

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from browser.driving import Browser

SIZES = [(1400, 900, ""), (1920, 1080, ""), (640, 480, "?embed"), (390, 844, "")]

COVERED = """
const boxes = mapper.board.covered(), found = [];
for (let p = 0; p < mapper.incidents.points; p++) {
  if (!mapper.view.filter.passes(mapper.incidents.rowOf(p))) continue;
  const {x, y} = mapper.map.latLngToContainerPoint(mapper.incidents.position(p));
  if (boxes.some(([l, t, r, b]) => x > l && x < r && y > t && y < b)) found.push(p);
}
return found;
"""

CROSSED = """
const sheet = mapper.board.ground.view(), sight = mapper.board.sight(sheet);
const dots = mapper.board.points.boxes({...sheet, ...sight});
const meets = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
const names = mapper.board.names.placed;
const within = names.filter((n, i) => names.some((m, j) => i !== j && meets(n, m)));
const under = names.filter((n) => [...dots, ...sight.covered].some((b) => meets(n, b)));
return [names.length, within.length, under.length];
"""


GROUNDS = """
// The ground alone, every zone at once, as its pixels are. Lines and letters are no ground: one
// fills at least a four-hundredth.
const view = mapper.view;
view.setOption('keep', true);
for (const id of [...view.hidden]) view.switchLayer(id, true);
view.switchLayer('places', false);
await new Promise((give) => requestAnimationFrame(() => requestAnimationFrame(give)));
const {width, height} = mapper.board.ground._container;
const {data} = mapper.board.ground._container.getContext('2d').getImageData(0, 0, width, height);
const counts = new Map();
for (let i = 0; i < data.length; i += 4) {
  const colour = data[i] << 16 | data[i + 1] << 8 | data[i + 2];
  counts.set(colour, (counts.get(colour) || 0) + 1);
}
const filled = [...counts].filter(([, n]) => n > width * height / 400);
return filled.map(([colour]) => [colour >> 16, (colour >> 8) & 255, colour & 255]);
"""


def luminance(pixels: NDArray[Any]) -> NDArray[Any]:
    share = pixels[..., :3] / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


@pytest.mark.parametrize(("width", "height", "asked"), SIZES)
def test_nothing_lies_under_anything_at_the_first_view(
    browser: Browser, seeds_page: Path, width: int, height: int, asked: str
) -> None:
    browser.size(width, height, phone=width < 500)
    browser.open(seeds_page, asked)
    assert browser.js(COVERED) == []
    names, within, under = browser.js(CROSSED)
    assert names > 3
    assert (within, under) == (0, 0)


def test_every_symbol_stands_out_from_every_ground_by_three_to_one(
    browser: Browser, seeds_page: Path
) -> None:
    browser.open(seeds_page)
    grounds = np.array(browser.js(GROUNDS), dtype=float)
    assert len(grounds) >= 4, grounds
    darkest = luminance(grounds).min()
    style = load_style()
    symbols = [e for name in ("event_type", "zone_verdict", "scope") for e in style[name].values()]
    for entry in [*symbols, *style["categories"], style["missing"], style["rest"]]:
        colour = np.array([int(entry["colour"][at : at + 2], 16) for at in (1, 3, 5)], dtype=float)
        assert (darkest + 0.05) / (luminance(colour) + 0.05) >= 3, entry


def test_what_lies_around_is_of_the_days_shown(browser: Browser, seeds_page: Path) -> None:
    browser.open(seeds_page)
    lines = "mapper.view.zonesShown().filter(({kind}) => kind === 'contact_line')"
    named = f"return [...new Set({lines}.map(({{zone_id: id}}) => id))]"
    whole = browser.js(named)
    assert len(whole) == 1
    browser.js("mapper.view.setDays(1, 14)")
    first = browser.js(named)
    assert len(first) == 1
    assert first != whole
    browser.js("mapper.view.setOption('earlier', true); mapper.view.setDays(1, 400)")
    assert len(browser.js(named)) > 1
    # While days play, what held on the last of them.
    browser.js("mapper.view.setOption('earlier', false); mapper.view.setDays(1, 300);")
    span = browser.js("return mapper.view.zonesShown().map(({zone_id: id}) => id)")
    browser.js("mapper.view.setPlaying(true)")
    day = browser.js("return mapper.view.daysAround")
    assert day[0] == day[1]
    assert set(browser.js("return mapper.view.zonesShown().map(({zone_id: i}) => i)")) <= set(span)


def test_sizes_by_people_killed_are_areas_and_the_key_tells_them(
    browser: Browser, seeds_page: Path
) -> None:
    browser.open(seeds_page)
    assert "50 killed" not in browser.text("#mapper-key")
    browser.js(
        "mapper.view.setOption('grouping', 'none'); mapper.view.setOption('sizeBy', 'killed');"
        "await new Promise((give) => requestAnimationFrame(() => requestAnimationFrame(give)));"
    )
    drawn = browser.js(
        "return mapper.board.points.groups.map(({points: [p], radius}) => ["
        "mapper.incidents.number('killed_max', mapper.incidents.rowOf(p)), radius])"
    )
    by_killed = {killed: radius for killed, radius in drawn if killed is not None}
    assert by_killed[max(by_killed)] > 2 * by_killed[min(by_killed)]
    assert [r for _, r in sorted(by_killed.items())] == sorted(by_killed.values())
    assert "50 killed" in browser.text("#mapper-key")
    assert "s=killed" in browser.js("mapper.address.write(); return location.hash")


@pytest.mark.firefox
def test_on_a_phone_the_page_leaves_the_map_four_fifths(browser: Browser, seeds_page: Path) -> None:
    browser.size(390, 844, phone=True)
    browser.open(seeds_page)
    assert browser.box(".folium-map")["height"] >= 0.8 * 844
    # A dot in the lower half is tapped: its card opens, and the dot stands free of it.
    x, y = browser.js(
        "const low = mapper.board.points.groups.filter(({points}) => points.length === 1)"
        ".map(({points: [p]}) => mapper.map.latLngToContainerPoint(mapper.incidents.position(p)))"
        ".sort((a, b) => b.y - a.y)[0];"
        "const f = mapper.map.getContainer().getBoundingClientRect();"
        "return [low.x + f.left, low.y + f.top];"
    )
    assert y > 844 / 2
    browser.click_at(x, y)
    browser.wait("!document.getElementById('mapper-card').hidden && mapper.view.id")
    spot = browser.js(
        "const [p] = mapper.incidents.pointsOf(mapper.view.row);"
        "const at = mapper.map.latLngToContainerPoint(mapper.incidents.position(p));"
        "const f = mapper.map.getContainer().getBoundingClientRect();"
        "return {x: at.x + f.left, y: at.y + f.top};"
    )
    card = browser.box("#mapper-card")
    assert 0 < spot["x"] < 390
    assert browser.box(".folium-map")["y"] < spot["y"] < card["y"]


@pytest.mark.firefox
def test_in_a_small_frame_title_filters_and_credits_fold_away(
    browser: Browser, seeds_page: Path
) -> None:
    browser.size(640, 480)
    browser.open(seeds_page, "?embed#v=1&z=9&c=35.7000,36.5000")
    assert browser.box(".folium-map")["height"] >= 0.7 * 480
    assert browser.box("#mapper-panel")["height"] == 0
    assert browser.box("#mapper-credits")["height"] == 0
    browser.click("#mapper-embed summary")
    assert browser.box("#mapper-credits")["height"] > 0
    link = "return document.querySelector('#mapper-embed a').href"
    browser.js("document.querySelector('#mapper-embed a').focus()")
    assert "embed" not in browser.js(link)
    assert "#v=1" in browser.js(link)
    assert browser.js("return document.documentElement.scrollHeight") <= 480
    browser.js("await mapper.view.choose(3)")
    assert browser.box(".folium-map")["height"] >= 0.7 * 480
    card = browser.box("#mapper-card")
    assert card["y"] + card["height"] <= browser.box("#mapper-time")["y"] + 1


def test_a_frame_of_another_size_shows_what_this_window_shows(
    browser: Browser, seeds_page: Path
) -> None:
    browser.open(seeds_page)
    code = "return mapper.save.embedCode().match(/#([^\"]*)/)[1].replaceAll('&amp;', '&')"
    assert browser.js(code) == "v=1"
    browser.js("mapper.map.setView([35.7, 36.6], 10, {animate: false})")
    seen = "const b = mapper.map.getBounds(); return [b.getWest(), b.getSouth(), b.getEast(),"
    seen += " b.getNorth()]"
    wanted, address = browser.js(seen), browser.js(code)
    browser.size(640, 480)
    browser.open(seeds_page, f"?embed#{address}")
    west, south, east, north = browser.js(seen)
    assert west <= wanted[0] + 0.01
    assert south <= wanted[1] + 0.01
    assert east >= wanted[2] - 0.01
    assert north >= wanted[3] - 0.01


def test_a_phone_that_is_turned_keeps_its_events_in_sight(
    browser: Browser, seeds_page: Path
) -> None:
    browser.size(390, 844, phone=True)
    browser.open(seeds_page)
    upright = browser.js("return mapper.board.rowsInSight().length")
    browser.size(844, 390, phone=True)
    browser.wait("mapper.map.getSize().x > 700")
    assert browser.box(".folium-map")["height"] >= 0.8 * 390
    browser.wait(f"mapper.board.rowsInSight().length >= {upright - 2}")


def test_a_page_in_a_small_frame_folds_by_itself(browser: Browser, seeds_page: Path) -> None:
    frame = seeds_page.with_name("framed.html")
    frame.write_text(
        f'<!DOCTYPE html><iframe src="{seeds_page.name}" width="640" height="480"></iframe>'
    )
    browser.size(1366, 768)
    browser.open(frame, ready=False)
    browser.wait("document.querySelector('iframe').contentWindow.length === 0")
    with browser.in_frame():
        browser.wait("window.mapperReady === true")
        assert browser.js("return document.documentElement.classList.contains('mapper-embed')")


def test_a_locator_shows_where_the_map_stands(browser: Browser, seeds_page: Path) -> None:
    browser.size(1400, 900)
    browser.open(seeds_page)
    box = browser.box("#mapper-locator")
    assert 60 <= box["height"] <= 130
    assert browser.js("return document.getElementById('mapper-locator').getAttribute('role')")
    browser.js("mapper.map.setZoom(3, {animate: false})")
    assert browser.js("return document.getElementById('mapper-locator').hidden")


def test_both_readings_of_a_depth_are_explained(browser: Browser, seeds_page: Path) -> None:
    browser.open(seeds_page)
    assert "Hatched" not in browser.text("#mapper-key")
    browser.js("mapper.view.setOption('readings', true)")
    browser.wait("document.getElementById('mapper-key').innerText.includes('Hatched')")
    assert "Blurred" in browser.text("#mapper-key")
