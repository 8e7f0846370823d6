"""The histogram of days: its columns, axis and ticks, the days of zones, and what is said of it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import map_tables
import pandas as pd
import pytest

from mapper.maps import render_map

if TYPE_CHECKING:
    from pathlib import Path

    from browser.driving import Browser

FIRST = pd.Timestamp("2019-04-03")
SHADE = """
  const [x, y] = args, {canvas} = mapper.timeline, ratio = devicePixelRatio;
  return [...canvas.getContext("2d").getImageData(x * ratio, y * ratio, 1, 1).data];
"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "map.html"
    render_map(map_tables.tables(), title="Strikes").save(path)
    return path


def sums(browser: Browser, counted: str) -> int:
    return int(browser.js(f"return mapper.timeline.counted.{counted}.reduce((a, b) => a + b, 0)"))


def test_the_columns_hold_every_dated_row_that_the_other_filters_leave(
    browser: Browser, page: Path
) -> None:
    browser.open(page)
    dated = "[...mapper.view.filter.rows()].filter((row) => mapper.view.filter.start[row]).length"
    for change in ("", "mapper.view.only('event_type', 'airstrike'); await mapper.view.recount()"):
        browser.js(change)
        assert sums(browser, "totals") == browser.js(f"return {dated}") > 0
        assert sums(browser, "exact") + sums(browser, "vague") == sums(browser, "totals")
        assert 0 < sums(browser, "vague") < sums(browser, "totals")


def test_columns_have_the_colours_in_use_and_follow_them(browser: Browser, page: Path) -> None:
    browser.open(page)
    where = """
      const {counted: c, width} = mapper.timeline, {entries} = mapper.view.legend;
      const at = c.exact.findIndex(Boolean), span = c.edges.at(-1) - c.edges[0];
      const column = Math.floor(at / c.entries);
      const middle = (c.edges[column] + c.edges[column + 1]) / 2;
      const order = [...c.exact.slice(column * c.entries, (column + 1) * c.entries).keys()]
        .filter((i) => c.exact[column * c.entries + i]);
      return [(middle - c.edges[0]) / span * width, order.map((i) => entries[i].colour)];
    """
    for colouring in ("event_type", "actor"):
        browser.js("mapper.view.colourBy(args[0]); await mapper.view.recount()", colouring)
        x, colours = browser.js(where)
        shade = browser.js(SHADE, x, 4 + 42 - 2)
        assert f"#{bytes(shade[:3]).hex()}" in colours


def spread(path: Path, days: int) -> Path:
    """Draw reports from the first day to the last of some days, none near the middle."""
    tables = map_tables.tables()
    rows = tables["incidents"].head(6)
    at = [FIRST + pd.Timedelta(days=n) for n in (0, 1, days // 5, days // 4, days - 2, days - 1)]
    iso = [one.date().isoformat() for one in at]
    tables["incidents"] = rows.assign(date_start=iso, date_end=iso)
    render_map(tables, title="Strikes").save(path)
    return path


@pytest.mark.parametrize(
    ("days", "units"),
    [(10, {"day"}), (61, {"day"}), (425, {"week"}), (7300, {"quarter", "year"})],
)
def test_ticks_never_run_into_each_other(
    browser: Browser, tmp_path: Path, days: int, units: set[str]
) -> None:
    browser.open(spread(tmp_path / "map.html", days))
    for width in (1366, 360):
        browser.size(width, 740)
        browser.wait("mapper.timeline.width === mapper.timeline.track.clientWidth")
        ticks = browser.js("return mapper.timeline.ticks.map(({x, end, text}) => [x, end, text])")
        assert len(ticks) >= 3
        assert ticks[0][0] >= 0
        assert ticks[-1][1] <= browser.js("return mapper.timeline.width")
        assert all(end < start for (_, end, _), (start, _, _) in pairwise(ticks))
        assert len({text for _, _, text in ticks}) >= 3
        assert browser.js("return mapper.timeline.counted.unit") in units
        assert browser.js("return document.documentElement.scrollWidth") <= width
        tall = browser.box(".time-track")["height"]
        assert tall <= (84 if width > 700 else 52)


def test_days_of_which_nothing_was_read_show_and_are_told(browser: Browser, tmp_path: Path) -> None:
    browser.open(spread(tmp_path / "map.html", 61))
    assert browser.js("return mapper.timeline.counted.unreadDays") == 61 - 6
    base = 4 + 42
    read, unread = (
        browser.js(SHADE, x, base) for x in (4, browser.box(".time-track")["width"] / 2)
    )
    assert read[3] == 255
    assert unread[3] == 0
    assert "Of 55 days of these 61 nothing was read" in browser.text("#mapper-time-told")


def test_the_days_of_zones_lie_under_the_columns(browser: Browser, page: Path) -> None:
    browser.open(page)
    lines = "return mapper.timeline.lines.flat().map(({name}) => name)"
    assert browser.js(lines) == ["Demilitarized zone", "M4 corridor"]
    told = browser.text("#mapper-time-told")
    assert "Demilitarized zone, 15 October 2018 to 5 March 2020." in told
    layer = "mapper.view.surroundings.zones.find(({name}) => name === 'M4 corridor').layer"
    browser.js(f"mapper.view.switchLayer({layer}, false)")
    assert browser.js(lines) == ["Demilitarized zone"]


def test_an_empty_histogram_says_so(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.js("mapper.view.setFound('nothing', []); await mapper.view.recount()")
    assert "The filters leave none." in browser.text("#mapper-time-told")
    assert sums(browser, "totals") == 0


def test_the_handles_tell_what_the_histogram_shows(browser: Browser, page: Path) -> None:
    browser.open(page)
    for end in ("from", "to"):
        told = browser.js(
            "const handle = document.querySelector(args[0]);"
            "return document.getElementById(handle.getAttribute('aria-describedby')).textContent",
            f".time-handle.{end}",
        )
        assert "reports a" in told
    assert browser.js("return mapper.timeline.top.textContent") == str(
        browser.js("return Math.max(...mapper.timeline.counted.totals)")
    )
