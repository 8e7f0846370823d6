"""Many rows: in one file, and with the texts in a folder beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import map_tables
import pytest

from mapper.maps.render import render_map

if TYPE_CHECKING:
    from pathlib import Path

    import geopandas as gpd

    from browser.driving import Browser

ROWS = 100_000


@pytest.fixture(scope="module")
def frame() -> gpd.GeoDataFrame:
    """Give the incidents on the pages, to be read only."""
    return map_tables.many(ROWS)


@pytest.fixture(scope="module")
def pages(frame: gpd.GeoDataFrame, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Draw the incidents once in one file and once with their texts beside it."""
    folder = tmp_path_factory.mktemp("many")
    made = render_map({"incidents": frame}, title="Many")
    made.save(folder / "one.html")
    made.save(folder / "split.html", limit=1_000_000)
    return folder / "one.html", folder / "split.html"


def test_dense_dots_become_a_raster_that_tells_its_numbers(
    browser: Browser, pages: tuple[Path, Path]
) -> None:
    browser.open(pages[0])
    assert browser.js("return mapper.board.points.isRaster")
    assert (
        browser.js("return mapper.board.points.raster.totals.reduce((a, b) => a + b, 0)") > 90_000
    )
    x, y = browser.js(
        "const a = mapper, p = a.map.latLngToContainerPoint(a.incidents.position(5000));"
        "const b = a.map.getContainer().getBoundingClientRect(); return [p.x + b.x, p.y + b.y];"
    )
    browser.move_to(x - 2, y)
    browser.move_to(x, y)
    browser.wait("!document.getElementById('mapper-tip').hidden")
    assert "reports here" in browser.text("#mapper-tip")


def test_close_up_the_dots_stand_apart(browser: Browser, pages: tuple[Path, Path]) -> None:
    browser.open(pages[0])
    browser.js("mapper.map.setView(mapper.incidents.position(5000), 16, {animate: false})")
    assert browser.js("return !mapper.board.points.isRaster")
    assert browser.js("return mapper.board.points.groups.length") > 0


def test_every_row_reads_back_as_it_was_written(
    browser: Browser, frame: gpd.GeoDataFrame, pages: tuple[Path, Path]
) -> None:
    browser.open(pages[0])
    written = frame.set_index("incident_id")
    sample = ["inc-00000000", "inc-00003039", "inc-0001869f"]
    for one in sample:
        read = browser.js(
            "const r = await mapper.incidents.rowOfId(args[0]);"
            "return [await mapper.incidents.row(r), mapper.incidents.position(r)];",
            one,
        )
        wanted = written.loc[one]
        assert read[0]["sentence"] == wanted["sentence"]
        assert read[0]["url"] == wanted["url"]
        assert read[0]["date_start"] == wanted["date_start"]
        assert read[0]["event_type"] == wanted["event_type"]
        assert read[0]["killed_max"] == wanted["killed_max"]
        assert read[1] == pytest.approx([wanted.geometry.y, wanted.geometry.x], abs=1e-9)


def test_positions_are_those_of_the_table(
    browser: Browser, frame: gpd.GeoDataFrame, pages: tuple[Path, Path]
) -> None:
    browser.open(pages[0])
    read = browser.js(
        "const i = mapper.incidents;"
        "return Array.from({length: 1000}, (_, k) => i.position((k * 97) % i.points));"
    )
    steps = {
        (round(y * 1e5), round(x * 1e5))
        for x, y in zip(frame.geometry.x, frame.geometry.y, strict=True)
    }
    assert {(round(lat * 1e5), round(lon * 1e5)) for lat, lon in read} <= steps


def test_counts_are_those_of_the_table(
    browser: Browser, frame: gpd.GeoDataFrame, pages: tuple[Path, Path]
) -> None:
    browser.open(pages[0])
    counted = browser.js(
        "const a = mapper, t = a.view.filter.counts().tallies.event_type;"
        "return Object.fromEntries(a.incidents.lists.event_type.map((n, i) => [n, t[i + 1]]));"
    )
    assert counted == frame["event_type"].value_counts().to_dict()


@pytest.mark.firefox
def test_a_folder_works_as_one_file_does(
    browser: Browser, frame: gpd.GeoDataFrame, pages: tuple[Path, Path]
) -> None:
    one, split = pages
    wanted = str(frame["sentence"][77].split()[0])
    found = []
    for path in (one, split):
        browser.open(path)
        found.append(browser.js("return (await mapper.search.find(args[0])).length", wanted))
        browser.js("await mapper.view.choose(99999)")
        assert browser.text(".card-sentence .text")
    assert found[0] == found[1] > 0
    beside = split.with_name("split_files").as_uri()
    assert all(url == split.as_uri() or url.startswith(beside) for url in browser.requests())
    assert browser.errors() == []


def test_a_missing_folder_is_said_and_the_map_still_works(
    browser: Browser, pages: tuple[Path, Path], tmp_path: Path
) -> None:
    alone = tmp_path / "alone.html"
    alone.write_bytes(pages[1].read_bytes())
    browser.open(alone)
    browser.js("await mapper.view.choose(5)")
    assert "keep the folder beside the page" in browser.text("#mapper-card")
