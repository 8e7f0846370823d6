"""Measure the map at 10,000, 100,000 and 1,000,000 rows, beside empty pages and stock folium.

    python tests/bench/bench_map.py 10000 100000 [--words 9] [--rounds 3]
        [--stock NODE_MODULES [--every-kind]]

Each page is opened from disk in a fresh headless Chromium (software rendering, one at a
time). How fast a machine is, and what else it does, matters more than most changes of the
page: so the same run opens a bare page with one div, our page of no rows and stock folium's
fastest (FastMarkerCluster of `YARDSTICK` rows), in turns, and the last line of a number of
rows has the ratios to them. Figures are the medians of the rounds. Stock folium loads its
libraries from a CDN; its links are pointed at copies on disk (``npm install leaflet@1.9.4
jquery@3.7.1 bootstrap@5.2.2 leaflet.markercluster@1.1.0 leaflet.awesome-markers``; 1.9.4 is
what our page holds, folium names 1.9.3), which flatters it. Figures are JSON lines on stdout.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import folium
from folium.plugins import FastMarkerCluster
from selenium import webdriver
from selenium.webdriver.chrome.service import Service

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import map_tables
from browser.chromium import Chromium
from browser.conftest import FLAGS, need

from mapper.base.frames import frame as rows_as_frame
from mapper.base.schema import INCIDENTS
from mapper.maps.render import render_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    import geopandas as gpd

SIZE = (1280, 800)
MEGA = 1e6
_MOUSE = {"button": "left", "buttons": 1, "clickCount": 1}

YARDSTICK = 100_000
"""Rows of the page of stock folium that every run compares with."""

FASTEST = "FastMarkerCluster"
"""The kind of stock folium's that is ready first."""

BARE = "<!DOCTYPE html><html><head><title>Bare</title></head><body><div>Nothing</div></body></html>"

MARKS = """
let made; Object.defineProperty(window, "mapper", {configurable: true, get: () => made, set(given) {
  made = given;
  Object.defineProperty(given, "view", {configurable: true, set(view) {
    performance.mark("assembled");
    Object.defineProperty(given, "view", {value: view, writable: true});
  }});
}});
"""
"""Marks when the data are read and the page is put together: its parts are handed over then."""

TIMES = """
const once = () => new Promise((give) => requestAnimationFrame(give));
if (!window.mapper) { await once(); await once(); }
const now = performance.now(), [page] = performance.getEntriesByType("navigation");
const paint = performance.getEntriesByName("first-contentful-paint")[0];
const found = {ready_s: window.mapper ? mapper.readyAt : now, parsed_s: page.domInteractive};
if (paint) found.first_paint_s = paint.startTime;
const [assembled] = performance.getEntriesByName("assembled");
if (assembled) found.assembled_s = assembled.startTime;
return Object.fromEntries(Object.entries(found).map(([name, ms]) => [name, ms / 1000]));
"""
"""Times since a page was asked for; one without our script is ready two frames after loading."""

FRAMES = """
window.__gaps = []; window.__phase = "rest"; let last = performance.now();
(function tick() { const now = performance.now();
  window.__gaps.push([window.__phase, now - last]); last = now; requestAnimationFrame(tick); })();
"""

BRUSH = """
const {board, view: {filter}} = mapper, spans = [];
const frame = () => new Promise((give) => requestAnimationFrame(give));
for (let i = 0; i < 60; i++) {
  const begun = performance.now();
  filter.from = 1 + Math.floor((i * filter.last) / 75); filter.to = filter.from + 90;
  board.dots.draw();
  spans.push(performance.now() - begun);
  await frame();
}
[filter.from, filter.to] = [filter.first, filter.last];
board.dots.draw();
return spans;
"""

SEARCH = """
await mapper.search.find('warmup');
const begun = performance.now(); await mapper.search.find(args[0]);
return performance.now() - begun;
"""

CARD = """
const spans = [], n = mapper.incidents.rows;
for (let i = 0; i < 20; i++) {
  const row = (i * 250007) % n, begun = performance.now();
  await mapper.card.show(row);
  spans.push(performance.now() - begun);
}
return spans;
"""


def memory(field: str, process: str = "self") -> float:
    """Read a field of a process's status, in MB."""
    text = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    found = re.search(rf"{field}:\s+(\d+)", text)
    return int(found[1]) * 1024 / MEGA if found else 0.0


def built(make: Callable[[], Path]) -> tuple[Path, dict[str, float]]:
    """Run a build; give its file, its time and how far memory rose above the data."""
    before = memory("VmRSS")
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    begun = time.perf_counter()
    path = make()
    spent = time.perf_counter() - begun
    size = path.stat().st_size
    beside = path.with_name(f"{path.stem}_files")
    if beside.is_dir():
        size += sum(file.stat().st_size for file in beside.iterdir())
    peak = memory("VmHWM") - before
    return path, {"build_s": spent, "build_peak_mb": peak, "file_mb": size / MEGA}


def spread(values: list[float]) -> dict[str, float]:
    """Give median, 95th percentile and largest."""
    ranked = sorted(values)
    at = {"p50": 0.5, "p95": 0.95}
    found = {name: ranked[int(share * (len(ranked) - 1))] for name, share in at.items()}
    return {name: round(value, 1) for name, value in {**found, "max": ranked[-1]}.items()}


@contextlib.contextmanager
def chromium() -> Iterator[Chromium]:
    """Start a fresh Chromium."""
    options = webdriver.ChromeOptions()
    for flag in FLAGS:
        options.add_argument(flag)
    options.binary_location = need("chromium", "apt-get install chromium")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(need("chromedriver", "as above")))
    driver.set_script_timeout(180)
    driver.set_page_load_timeout(180)
    try:
        browser = Chromium(driver)
        browser.size(*SIZE)
        yield browser
    finally:
        driver.quit()


def renderers(browser: Chromium) -> Iterator[str]:
    """Give the process ids of this browser's renderers."""
    family = {str(browser.driver.service.process.pid)}
    for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)):
        with contextlib.suppress(OSError):
            fields = dict(
                line.split(":\t", 1) for line in (folder / "status").read_text().splitlines()
            )
            if fields["PPid"].strip() in family or folder.name in family:
                family.add(folder.name)
                if b"--type=renderer" in (folder / "cmdline").read_bytes():
                    yield folder.name


def renderer_peak(browser: Chromium) -> float:
    """Give the largest resident size of this browser's renderers, MB."""
    return max((memory("VmHWM", process) for process in renderers(browser)), default=0.0)


def renderer_work(browser: Chromium) -> float:
    """Give the processor time of this browser's busiest renderer, s: no other work adds to it."""
    ticks = []
    for process in renderers(browser):
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        ticks.append(int(fields[11]) + int(fields[12]))
    return max(ticks, default=0) / os.sysconf("SC_CLK_TCK")


def pan(browser: Chromium, over: str = ".folium-map") -> dict[str, dict[str, float]]:
    """Drag the map three times by real mouse input; give the gaps between frames, ms.

    `pan_ms` is of all the time, as a reader has it; `drag_ms` while the button is down;
    `settle_ms` in the half second after; `rest_ms` in a second before, with nothing going on.
    """
    box = browser.box(over)
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    phase = "window.__phase = {!r}"
    browser.run("Runtime.evaluate", expression=FRAMES)
    time.sleep(1)
    for dx, dy in ((-220, 90), (200, -120), (150, 100)):
        browser.run("Runtime.evaluate", expression=phase.format("drag"))
        browser.run("Input.dispatchMouseEvent", type="mousePressed", x=x, y=y, **_MOUSE)
        for step in range(1, 31):
            to = {"x": x + dx * step / 30, "y": y + dy * step / 30}
            browser.run("Input.dispatchMouseEvent", type="mouseMoved", **to, **_MOUSE)
        time.sleep(0.06)
        browser.run("Runtime.evaluate", expression=phase.format("settle"))
        browser.run("Input.dispatchMouseEvent", type="mouseReleased", **to, **_MOUSE)
        time.sleep(0.5)
    gaps = browser.js("return window.__gaps.slice(1)")
    told = {phase: [gap for of, gap in gaps if of == phase] for phase in ("rest", "drag", "settle")}
    moving = spread(told["drag"] + told["settle"])
    return {"pan_ms": moving, **{f"{of}_ms": spread(values) for of, values in told.items()}}


@contextlib.contextmanager
def opened(path: Path) -> Iterator[tuple[Chromium, dict[str, Any]]]:
    """Open a page in a fresh browser; give it when it is ready, and how long that took."""
    with chromium() as browser:
        browser.run("Page.addScriptToEvaluateOnNewDocument", source=MARKS)
        browser.driver.get(path.as_uri())
        if browser.js("return 'mapperReady' in window"):
            browser.wait("window.mapperReady === true", 120)
        yield browser, {**browser.js(TIMES), "renderer_cpu_s": renderer_work(browser)}


def bare(path: Path) -> dict[str, Any]:
    """Measure a page with nothing on it."""
    with opened(path) as (browser, found):
        time.sleep(1)
        found.update(pan(browser, "div"))
        return {**found, "renderer_mb": renderer_peak(browser)}


def ours(path: Path) -> dict[str, Any]:
    """Measure our map.

    Chromium sets the peak that the kernel keeps back now and then: the largest of what is
    read after each part counts.
    """
    with opened(path) as (browser, found):
        found["renderer_ready_mb"] = renderer_peak(browser)
        time.sleep(1)
        found.update(pan(browser))
        peaks = [found["renderer_ready_mb"], renderer_peak(browser)]
        has_rows = browser.js("return mapper.incidents.rows > 0")
        if has_rows:
            found["brush_ms"] = spread(browser.js(BRUSH))
            found["card_ms"] = spread(browser.js(CARD))
            peaks.append(renderer_peak(browser))
        found["renderer_mb"] = max(peaks)
        if has_rows:
            found["search_worst_ms"] = browser.js(SEARCH, "zzqqzz")
            found["renderer_after_search_mb"] = max(*peaks, renderer_peak(browser))
    return found


def stock(path: Path) -> dict[str, Any]:
    """Measure one of stock folium's ways to draw the same rows."""
    try:
        with opened(path) as (browser, found):
            ready = renderer_peak(browser)
            found.update(pan(browser))
            return {**found, "renderer_mb": max(ready, renderer_peak(browser))}
    except Exception as problem:  # noqa: BLE001 - a text nobody foresaw must not end the run
        return {"failed": type(problem).__name__}


def make_ours(frame: gpd.GeoDataFrame, path: Path) -> Path:
    """Write our page of some rows."""
    render_map({"incidents": frame}, title="Measured").save(path)
    return path


def make_stock(kind: str, frame: gpd.GeoDataFrame, path: Path, modules: Path) -> Path:
    """Write stock folium's page of some rows, its libraries read from disk."""
    made = folium.Map([35.7, 36.6], zoom_start=8, tiles=None, prefer_canvas=True)
    draw(kind, frame).add_to(made)
    text = made.get_root().render()
    for address, name in COPIES.items():
        text = re.sub(f'https?://[^"]*{address}', (modules / name).as_uri(), text)
    path.write_text(text, encoding="utf-8")
    return path


COPIES = {
    r"leaflet\.js": "leaflet/dist/leaflet.js",
    r"leaflet\.css": "leaflet/dist/leaflet.css",
    r"jquery[^\"]*\.js": "jquery/dist/jquery.min.js",
    r"bootstrap\.bundle\.min\.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    r"bootstrap\.min\.css": "bootstrap/dist/css/bootstrap.min.css",
    r"leaflet\.awesome-markers\.js": "leaflet.awesome-markers/dist/leaflet.awesome-markers.js",
    r"leaflet\.awesome-markers\.css": "leaflet.awesome-markers/dist/leaflet.awesome-markers.css",
    r"leaflet\.markercluster\.js": "leaflet.markercluster/dist/leaflet.markercluster.js",
    r"MarkerCluster\.css": "leaflet.markercluster/dist/MarkerCluster.css",
    r"MarkerCluster\.Default\.css": "leaflet.markercluster/dist/MarkerCluster.Default.css",
}


def draw(kind: str, frame: gpd.GeoDataFrame) -> Any:  # noqa: ANN401 - folium has no types
    """Make stock folium's object for the rows: text and address in each, as we carry them."""
    at = list(zip(frame.geometry.y, frame.geometry.x, strict=True))
    if kind == "Marker":
        group = folium.FeatureGroup("incidents")
        for position, text in zip(at, frame["sentence"], strict=True):
            folium.Marker(position, popup=text).add_to(group)
        return group
    if kind == "FastMarkerCluster":
        rows = zip(at, frame["sentence"], frame["url"], strict=True)
        listed = [[*position, text, url] for position, text, url in rows]
        return FastMarkerCluster(listed)  # type: ignore[no-untyped-call]
    names = ["sentence", "url", "event_type", "actor", "date_start", "killed_max", "geometry"]
    return folium.GeoJson(frame[names].to_json(), marker=folium.CircleMarker(radius=3))


STOCK_LIMITS = {"Marker": 10_000, "FastMarkerCluster": YARDSTICK, "GeoJson": 100_000}
"""Rows beyond which a kind takes minutes and gigabytes; the fastest is measured at `YARDSTICK`."""


def median(rounds: Sequence[Any]) -> Any:  # noqa: ANN401 - figures, or tables of them
    """Give the median of each figure over the rounds."""
    first = rounds[0]
    if isinstance(first, dict):
        names = [name for name in first if all(name in one for one in rounds)]
        return {name: median([one[name] for one in rounds]) for name in names}
    return first if isinstance(first, str) else round(statistics.median(rounds), 3)


def ratios(measured: Mapping[str, Mapping[str, Any]], fastest: str) -> dict[str, Any]:
    """Compare our page with the others of the run."""
    page, tab, none = measured["ours"], measured["bare"], measured["ours, no rows"]
    found = {
        "ready_to_bare": page["ready_s"] / tab["ready_s"],
        "ready_to_no_rows": page["ready_s"] / none["ready_s"],
        "cpu_to_no_rows": page["renderer_cpu_s"] / none["renderer_cpu_s"],
        "renderer_above_bare_mb": page["renderer_mb"] - tab["renderer_mb"],
        "renderer_above_no_rows_mb": page["renderer_mb"] - none["renderer_mb"],
        "pan_max_above_bare_ms": page["pan_ms"]["max"] - tab["pan_ms"]["max"],
    }
    other = measured.get(fastest, {})
    if "ready_s" in other:
        found["ready_to_stock"] = page["ready_s"] / other["ready_s"]
        found["cpu_to_stock"] = page["renderer_cpu_s"] / other["renderer_cpu_s"]
        found["renderer_to_stock"] = page["renderer_mb"] / other["renderer_mb"]
        found["pan_max_to_stock"] = page["pan_ms"]["max"] / other["pan_ms"]["max"]
    return {name: round(value, 2) for name, value in found.items()}


Pages = dict[str, tuple["Callable[[Path], dict[str, Any]]", Path, dict[str, float]]]


def pages_of(frame: gpd.GeoDataFrame, folder: Path, kinds: Mapping[str, Path], words: int) -> Pages:
    """Write all pages to open for some rows: for each how to measure it, its file, its build."""
    tab = folder / "bare.html"
    tab.write_text(BARE, encoding="utf-8")
    nothing = make_ours(rows_as_frame(INCIDENTS, []), folder / "nothing.html")
    made: Pages = {"bare": (bare, tab, {}), "ours, no rows": (ours, nothing, {})}
    made["ours"] = (ours, *built(lambda: make_ours(frame, folder / "ours.html")))
    for kind, modules in kinds.items():
        most = STOCK_LIMITS[kind]
        if len(frame) > most and kind != FASTEST:
            continue
        rows = frame if len(frame) <= most else map_tables.many(most, words=words)
        path = folder / f"{kind}.html"
        found = built(lambda k=kind, r=rows, p=path, m=modules: make_stock(k, r, p, m))  # type: ignore[misc]
        made[f"stock {kind} {len(rows)}"] = (stock, *found)
    return made


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="+")
    parser.add_argument("--words", type=int, default=9, help="words of a sentence, on average")
    parser.add_argument("--rounds", type=int, default=3, help="times each page is opened")
    parser.add_argument("--stock", type=Path, metavar="NODE_MODULES")
    parser.add_argument("--every-kind", action="store_true", help="stock's slower kinds too")
    given = parser.parse_args()
    modules = given.stock.resolve() if given.stock else None
    wanted = [*STOCK_LIMITS] if given.every_kind else [FASTEST]
    kinds = dict.fromkeys(wanted, modules) if modules else {}
    for rows in given.rows:
        frame = map_tables.many(rows, words=given.words)
        shown = {"rows": rows, "letters": round(frame["sentence"].str.len().mean())}
        with tempfile.TemporaryDirectory() as name:
            pages = pages_of(frame, Path(name), kinds, given.words)
            del frame
            rounds: dict[str, list[dict[str, Any]]] = {page: [] for page in pages}
            for _ in range(given.rounds):
                for page, (measure, path, _) in pages.items():
                    rounds[page].append(measure(path))
        measured = {page: median(found) for page, found in rounds.items()}
        for page, found in measured.items():
            build = {key: round(value, 2) for key, value in pages[page][2].items()}
            print(json.dumps({**shown, "map": page, **build, **found}), flush=True)
        fastest = next((page for page in pages if FASTEST in page), "")
        load = [round(one, 1) for one in os.getloadavg()]
        print(json.dumps({**shown, "ratios": ratios(measured, fastest), "load": load}), flush=True)


if __name__ == "__main__":
    main()
