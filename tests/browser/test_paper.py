"""The map on paper: every row in view by date, or the choice in words; pages numbered."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import map_tables
import pandas as pd
import pytest

from mapper.maps import render_map

if TYPE_CHECKING:
    from pathlib import Path

    from browser.chromium import Chromium
    from browser.driving import Browser

PRINT = "window.print = () => 0; await mapper.save.print();"
TABLES = (
    "const tables = [...document.querySelectorAll('#mapper-print section')].map((one) =>"
    "[one.querySelector('h2').textContent, [...one.querySelectorAll('tbody tr')].map((row) =>"
    "[...row.cells].map((cell) => cell.textContent))]);"
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("paper") / "map.html"
    render_map({"incidents": map_tables.many(90)}, title="On paper").save(path)
    return path


def printed(browser: Browser, path: Path) -> list[tuple[str, list[list[str]]]]:
    browser.open(path)
    found: list[tuple[str, list[list[str]]]] = browser.js(f"{PRINT} {TABLES} return tables")
    return found


def test_all_rows_in_view_are_printed_by_date(browser: Browser, tmp_path: Path) -> None:
    rows = map_tables.many(130).sample(frac=1, random_state=3).reset_index(drop=True)
    rows.loc[7, ["date_start", "date_end", "date_precision"]] = [None, None, None]
    render_map({"incidents": rows}).save(tmp_path / "map.html")
    ((caption, cells),) = printed(browser, tmp_path / "map.html")
    in_view = browser.js("return mapper.board.rowsInSight().length")
    assert caption == f"All {in_view} reports in view, by date"
    assert len(cells) == in_view
    days = pd.to_datetime(pd.Series([row[0] for row in cells[:-1]]), format="%d %B %Y")
    assert days.is_monotonic_increasing
    assert cells[-1][0] == "date not stated"


def test_rows_without_a_place_follow_and_are_named_so(browser: Browser, tmp_path: Path) -> None:
    rows = map_tables.many(5)
    rows.loc[[1, 3], "geometry"] = None
    render_map({"incidents": rows}).save(tmp_path / "map.html")
    captions = [caption for caption, _ in printed(browser, tmp_path / "map.html")]
    assert captions[-1] == "All 2 reports without a place on the map, by date"


def test_a_table_that_is_cut_says_so(browser: Browser, tmp_path: Path) -> None:
    render_map({"incidents": map_tables.many(1200)}).save(tmp_path / "map.html")
    browser.open(tmp_path / "map.html")
    browser.js("mapper.map.setView([35.7, 36.6], 5, {animate: false})")
    caption, count, last = browser.js(
        f"{PRINT} {TABLES} return [tables[0][0], tables[0][1].length, tables[0][1].at(-1)[0]]"
    )
    assert caption == "The first 1,000 by date of 1,200 reports in view"
    assert count == 1000
    day = pd.Timestamp(map_tables.many(1200)["date_start"].iloc[999])
    assert last == f"{day.day} {day:%B %Y}"


def test_what_was_not_read_in_time_is_said(browser: Browser, page: Path) -> None:
    browser.open(page)
    caption, rows = browser.js(
        "mapper.incidents.chunks.clear(); mapper.incidents.idsRead = undefined;"
        "dispatchEvent(new Event('beforeprint'));"
        "return [document.querySelector('#mapper-print h2').textContent,"
        " mapper.board.rowsInSight().length]"
    )
    assert caption.startswith(f"0 of {rows} reports in view: the browser printed before")
    browser.wait(f"document.querySelectorAll('#mapper-print tbody tr').length === {rows}")


def test_a_printing_by_the_button_keeps_what_was_read(browser: Browser, page: Path) -> None:
    browser.open(page)
    rows, in_view = browser.js(
        "window.print = () => { mapper.incidents.chunks.clear();"
        " dispatchEvent(new Event('beforeprint'));"
        " window.__rows = document.querySelectorAll('#mapper-print tbody tr').length; };"
        "await mapper.save.print(); return [window.__rows, mapper.board.rowsInSight().length]"
    )
    assert rows == in_view > 0


def test_paper_has_headed_and_numbered_pages_and_letters(chromium: Chromium, page: Path) -> None:
    reading = pytest.importorskip("pdfminer.high_level", reason="needs the extra inputs")
    chromium.open(page)
    chromium.js(
        "Object.assign(mapper.view.about, {subtitle: 'What it shows', byline: 'Jane Doe'}); "
        + PRINT
    )
    text = reading.extract_text(io.BytesIO(chromium.pdf()))
    sheets = text.removesuffix("\f").split("\f")
    assert len(sheets) > 2
    for words in ("On paper", "What it shows", "Jane Doe", "90 events", "Natural Earth"):
        assert words in sheets[0]
    assert "Jane Doe. On paper." in sheets[1]
    assert all("Said to have struck" in one for one in sheets[1:])
    version = int(chromium.driver.capabilities["browserVersion"].split(".")[0])
    if version >= 131:
        for number, one in enumerate(sheets, 1):
            assert f"{number} / {len(sheets)}" in one
