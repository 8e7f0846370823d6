"""Finding one's way: days, filters, search, list, address, downloads."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import map_tables
import pytest

from mapper.base import schema
from mapper.export import tabular
from mapper.export.features import from_frame
from mapper.maps.render import render_map

if TYPE_CHECKING:
    from pathlib import Path

    from browser.driving import Browser

NAMES = {"pl-1": ["Kafr Nabl", "Kafranbel", "كفرنبل"], "pl-9": ["Idlib", "Edleb", "إدلب"]}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "map.html"
    tables = map_tables.tables()
    placed = tables["incidents"]
    first = placed["incident_id"].isin([map_tables.incident_id(1), map_tables.incident_id(2)])
    tables["incidents"] = placed.assign(place_ids=placed["places"].where(first).map({
        "Kafr Nabl": "pl-1", "كفر نبل": "pl-1"}))  # fmt: skip
    render_map(tables, title="Strikes", names=NAMES).save(path)
    return path


def shown(browser: Browser) -> int:
    return int(browser.js("return mapper.view.filter.rows().length"))


def settle(browser: Browser) -> None:
    browser.js("await new Promise((give) => setTimeout(give, 400))")


def search(browser: Browser, words: str) -> int:
    browser.type_in("#mapper-query", words)
    browser.wait(f"mapper.view.filter.words === {json.dumps(words)}")
    return shown(browser)


def test_totals_count_an_event_once_and_leave_sums_apart(browser: Browser, page: Path) -> None:
    browser.open(page)
    totals = browser.text("#mapper-totals")
    assert "5 events in 6 reports" in totals
    assert "2 to 7 reported killed, in 2 events that state a figure" in totals
    assert "not added: 1 total over days or places, 1 recalled in passing" in totals
    assert "not mapped: 1" in totals


def test_an_arabic_word_finds_its_sentence_in_any_spelling(browser: Browser, page: Path) -> None:
    browser.open(page)
    assert search(browser, "الطائرات") == 1
    assert search(browser, "الطائراتِ") == 1


@pytest.mark.firefox
def test_a_place_is_found_by_any_spelling_of_the_pack(browser: Browser, page: Path) -> None:
    browser.open(page)
    for spelling in ("Kafranbel", "kafr nabl", "كفرنبل", "كفر نبل"):
        assert search(browser, spelling) == 2, spelling
    assert "Kafr Nabl" in browser.text(".search-places")


def test_a_word_of_a_sentence_is_found_without_accents_or_case(
    browser: Browser, page: Path
) -> None:
    browser.open(page)
    assert search(browser, "DÀWN wire") == 1
    assert search(browser, "no such word anywhere") == 0
    browser.type_in("#mapper-query", "")
    browser.wait("mapper.view.filter.words === ''")
    assert shown(browser) == 6


@pytest.mark.firefox
def test_ticking_a_type_away_hides_its_dots_and_its_count_stays(
    browser: Browser, page: Path
) -> None:
    browser.open(page)
    browser.js(
        "const rows = [...document.querySelectorAll('#mapper-filter .facet-row')];"
        "rows.find((r) => r.innerText.startsWith('Barrel bomb')).querySelector('input').click();"
    )
    settle(browser)
    assert shown(browser) == 5
    row = browser.js(
        "return [...document.querySelectorAll('#mapper-filter .facet-row')]"
        ".find((r) => r.innerText.startsWith('Barrel bomb')).innerText"
    )
    assert "1" in row


@pytest.mark.firefox
def test_the_handles_of_the_brush_move_by_key(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.js("document.querySelector('.time-handle.from').focus()")
    browser.key("End")
    assert browser.js("return mapper.view.filter.from === mapper.view.filter.last")
    settle(browser)
    # The month of June 2020 remains, and the report without a date.
    assert shown(browser) == 2
    browser.key("Home")
    browser.key("ArrowRight")
    assert browser.js("return mapper.view.filter.from") == 2


@pytest.mark.firefox
def test_dragging_in_the_histogram_chooses_days_and_zones_follow(
    browser: Browser, page: Path
) -> None:
    browser.open(page)
    assert "M4 corridor" in browser.text("#mapper-key")
    box = browser.box(".time-track")
    middle = box["y"] + 12
    browser.drag((box["x"] + 0.3 * box["width"], middle), (box["x"] + 0.6 * box["width"], middle))
    settle(browser)
    low, high = browser.js("return mapper.view.days")
    assert low < high
    assert "M4 corridor" not in browser.text("#mapper-key")
    assert "Demilitarized zone" in browser.text("#mapper-key")
    assert not browser.js("return mapper.view.filter.allDays")


def test_playing_walks_through_the_days_and_stops(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.click(".play")
    first = browser.js("return mapper.view.filter.from")
    browser.wait(f"mapper.view.filter.from > {first}")
    browser.click(".play")
    now = browser.js("return mapper.view.filter.from")
    browser.js("await new Promise((give) => setTimeout(give, 800))")
    assert browser.js("return mapper.view.filter.from") == now


@pytest.mark.firefox
def test_a_copied_address_brings_the_view_back(browser: Browser, page: Path) -> None:
    browser.open(page)
    state = """
      const a = mapper;
      return JSON.stringify([a.view.filter.from, a.view.filter.to, [...a.view.filter.rows()],
        a.view.colouring, a.view.id, a.map.getZoom(), a.map.getCenter().lat.toFixed(3),
        [...a.view.hidden].sort(), a.view.options.grouping, a.view.options.keep,
        document.getElementById('mapper-card').hidden]);
    """
    browser.js(
        "const a = mapper;"
        "a.map.setView([35.7, 36.5], 11, {animate: false}); a.view.setDays(300, 700);"
        "a.view.toggle('event_type', 'shelling', false); a.view.colourBy('zone_verdict');"
        "a.view.switchLayer('places', false); a.view.setOption('grouping', 'nearby');"
        "a.view.setOption('keep', true); a.view.setKilled(1, 9);"
        "await a.view.choose(await a.incidents.rowOfId(args[0]));",
        map_tables.incident_id(1),
    )
    settle(browser)
    before = browser.js(state)
    address = browser.js("return location.hash")
    browser.open(page, address)
    browser.wait("!document.getElementById('mapper-card').hidden")
    assert browser.js(state) == before


def test_a_damaged_address_opens_the_first_view(browser: Browser, page: Path) -> None:
    for damaged in (
        "#v=1&z=x&c=1e9,no&t=2019-99-99&-scope=[1&k=a,b&id=inc-zz&by=hax",
        "#%00",
        "#v=1&c=90,540&z=9999",
        "#v=1&c=35,36&z=9999&by=constructor",
        "#v=1&by=__proto__&t=2020-01-01,2019-06-01",
        "#x",
    ):
        browser.open(page, damaged)
        assert browser.errors() == []
        assert shown(browser) >= 0


def test_the_list_names_what_is_in_view_and_what_is_not_mapped(
    browser: Browser, page: Path
) -> None:
    browser.open(page)
    browser.click("#mapper-tab-list")
    settle(browser)
    assert "Saraqib" in browser.text("#mapper-list")
    assert "Qaryat al-Zuhur" not in browser.text("#mapper-list .list")
    browser.js("mapper.list.choose('unmapped')")
    settle(browser)
    assert "Qaryat al-Zuhur" in browser.text("#mapper-list .list")
    browser.js("mapper.list.choose('unused')")
    settle(browser)
    assert "b.txt: byte 7" in browser.text("#mapper-list .list")


@pytest.mark.firefox
def test_the_list_sorts_by_toll_and_day(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.click("#mapper-tab-list")
    browser.js("mapper.list.order('killed')")
    settle(browser)
    assert browser.text("#mapper-list .entry-place") == "Kafr Nabl"
    browser.js("mapper.list.order('new')")
    settle(browser)
    assert browser.text("#mapper-list .entry-place") == "al-Maouzrah"


def export(browser: Browser, folder: Path, kind: str) -> str:
    browser.downloads_to(folder)
    browser.click("#mapper-tab-save")
    browser.js(
        "[...document.querySelectorAll('#mapper-save button')]"
        ".find((b) => b.innerText === args[0]).click()",
        {"csv": "CSV", "geojson": "GeoJSON", "png": "Picture (PNG)"}[kind],
    )
    return str(browser.downloaded(folder, f".{kind}"))


def expected(ids: list[str]) -> dict[str, dict[str, str]]:
    frame = map_tables.incidents().set_index("incident_id", drop=False).loc[ids]
    names = tabular.headings(schema.INCIDENTS)
    flat = (tabular.flat(schema.INCIDENTS, one) for one in from_frame(schema.INCIDENTS, frame))
    text = "".join(tabular.lines(names, flat))
    return {row["incident_id"]: row for row in csv.DictReader(text.splitlines())}


def plain(value: str) -> Any:  # noqa: ANN401 - a number or text
    try:
        return float(value)
    except ValueError:
        return value


@pytest.mark.firefox
def test_the_csv_holds_the_filtered_rows_as_the_command_writes_them(
    browser: Browser, page: Path, tmp_path: Path
) -> None:
    browser.open(page)
    browser.js("mapper.view.toggle('scope', 'background', true);"
               "mapper.view.toggle('event_type', 'shelling', false);")  # fmt: skip
    settle(browser)
    ids = [map_tables.incident_id(number) for number in (1, 2, 3, 4, 7, 8)]
    with open(export(browser, tmp_path, "csv"), encoding="utf-8-sig", newline="") as file:  # noqa: PTH123 - the name is text
        rows = {row["incident_id"]: row for row in csv.DictReader(file)}
    assert sorted(rows) == sorted(ids)
    for one, row in expected(ids).items():
        row["place_ids"] = "pl-1" if one in ids[:2] else ""
        assert {n: plain(v) for n, v in rows[one].items()} == {n: plain(v) for n, v in row.items()}
    assert rows[ids[-1]]["sentence"].startswith("'=1+1")


@pytest.mark.firefox
def test_the_geojson_holds_the_filtered_rows(browser: Browser, page: Path, tmp_path: Path) -> None:
    browser.open(page)
    browser.js("mapper.view.only('event_type', 'airstrike')")
    settle(browser)
    with open(export(browser, tmp_path, "geojson"), encoding="utf-8") as file:  # noqa: PTH123 - the name is text
        made = json.load(file)
    by_id = {feature["id"]: feature for feature in made["features"]}
    assert sorted(by_id) == sorted(map_tables.incident_id(number) for number in (1, 3, 4))
    two = by_id[map_tables.incident_id(3)]
    assert two["geometry"]["type"] == "MultiPoint"
    assert len(two["geometry"]["coordinates"]) == 2
    assert two["properties"]["strike_count_open"] is True
    assert list(two["properties"]) == schema.INCIDENTS.names
    assert made["credits"]


def test_the_citation_says_what_was_kept(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.js("mapper.view.only('event_type', 'airstrike')")
    settle(browser)
    cite = browser.js("return document.getElementById('mapper-cite').textContent")
    assert "3 of 8 reports" in cite
    assert "type: Airstrike" in cite
    assert "sha256:" in cite


@pytest.mark.firefox
def test_the_picture_is_a_png(browser: Browser, page: Path, tmp_path: Path) -> None:
    browser.open(page)
    with open(export(browser, tmp_path, "png"), "rb") as file:  # noqa: PTH123 - the name is text
        head = file.read(24)
    assert head.startswith(b"\x89PNG")
    assert int.from_bytes(head[16:20], "big") >= 1800


@pytest.mark.firefox
def test_it_prints_the_picture_the_rows_and_the_citation(browser: Browser, page: Path) -> None:
    high_level = pytest.importorskip("pdfminer.high_level", reason="needs the extra inputs")
    browser.open(page)
    browser.js("const f = document.getElementById('mapper-print');"
               "window.__open = window.print; window.print = () => { window.__printed = true; };"
               "await mapper.save.print();")  # fmt: skip
    assert browser.js("return window.__printed")
    sheet = browser.js("return document.getElementById('mapper-print').textContent")
    assert "Kafr Nabl" in sheet
    assert "sha256:" in sheet
    printed = " ".join(high_level.extract_text(io.BytesIO(browser.pdf())).split())
    assert "Kafr Nabl" in printed
    assert "sha256:" in printed
    on_screen = max(browser.text("#mapper-panel").split("\n"), key=len)
    assert on_screen
    assert on_screen not in printed


def test_the_key_names_zones_and_a_click_in_a_zone_tells_of_it(
    browser: Browser, page: Path
) -> None:
    browser.open(page)
    browser.js("mapper.map.setView([35.52, 36.5], 11, {animate: false})")
    box = browser.box(".folium-map")
    browser.click_at(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    browser.wait("!document.getElementById('mapper-card').hidden")
    card = browser.text("#mapper-card")
    assert "Demilitarized zone" in card
    assert "15 October 2018 to 5 March 2020" in card


@pytest.mark.firefox
def test_hovering_tells_what_lies_under_the_pointer(browser: Browser, page: Path) -> None:
    browser.open(page)
    x, y = browser.js(
        "const a = mapper, r = await a.incidents.rowOfId(args[0]);"
        "a.map.setView(a.incidents.position(r), 13, {animate: false});"
        "const p = a.map.latLngToContainerPoint(a.incidents.position(r));"
        "const b = a.map.getContainer().getBoundingClientRect(); return [p.x + b.x, p.y + b.y];",
        map_tables.incident_id(1),
    )
    browser.move_to(x - 3, y)
    browser.move_to(x, y)
    browser.wait("!document.getElementById('mapper-tip').hidden")
    assert "2 reports here" in browser.text("#mapper-tip")
