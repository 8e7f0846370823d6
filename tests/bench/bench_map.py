"""Measure the map at 10,000, 100,000 and 1,000,000 rows, and stock folium beside it.

    python tests/bench/bench_map.py 10000 100000 [--words 9] [--stock NODE_MODULES]

Each page is opened from disk in a fresh headless Chromium (software rendering, one at a
time). Stock folium loads its libraries from a CDN; its links are pointed at copies on
disk (``npm install leaflet@1.9.3 jquery@3.7.1 bootstrap@5.2.2
leaflet.markercluster@1.1.0 leaflet.awesome-markers``), which flatters it. Figures are
JSON lines on stdout.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import re
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

from mapper.maps.render import render_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import geopandas as gpd

SIZE = (1280, 800)
MEGA = 1e6
_MOUSE = {"button": "left", "buttons": 1, "clickCount": 1}

FRAMES = """
window.__gaps = []; let last = performance.now(); window.__go = true;
(function tick() { if (!window.__go) return; const now = performance.now();
  window.__gaps.push(now - last); last = now; requestAnimationFrame(tick); })();
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


def renderer_peak(browser: Chromium) -> float:
    """Give the largest resident size of this browser's renderers, MB."""
    parent = str(browser.driver.service.process.pid)
    family = {parent}
    sizes = [0.0]
    for folder in sorted(Path("/proc").glob("[0-9]*"), key=lambda path: int(path.name)):
        with contextlib.suppress(OSError):
            fields = dict(
                line.split(":\t", 1) for line in (folder / "status").read_text().splitlines()
            )
            if fields["PPid"].strip() in family or folder.name in family:
                family.add(folder.name)
                if b"--type=renderer" in (folder / "cmdline").read_bytes():
                    sizes.append(memory("VmHWM", folder.name))
    return max(sizes)


def pan(browser: Chromium) -> dict[str, float]:
    """Drag the map three times by real mouse input; give the gaps between frames, ms."""
    box = browser.box(".folium-map")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    browser.run("Runtime.evaluate", expression=FRAMES)
    for dx, dy in ((-220, 90), (200, -120), (150, 100)):
        browser.run("Input.dispatchMouseEvent", type="mousePressed", x=x, y=y, **_MOUSE)
        for step in range(1, 31):
            to = {"x": x + dx * step / 30, "y": y + dy * step / 30}
            browser.run("Input.dispatchMouseEvent", type="mouseMoved", **to, **_MOUSE)
        time.sleep(0.06)
        browser.run("Input.dispatchMouseEvent", type="mouseReleased", **to, **_MOUSE)
        time.sleep(0.5)
    return spread(browser.js("window.__go = false; return window.__gaps.slice(1)"))


def ours(frame: gpd.GeoDataFrame, folder: Path) -> dict[str, Any]:
    """Measure our map."""

    def make() -> Path:
        path = folder / "ours.html"
        render_map({"incidents": frame}, title="Measured").save(path)
        return path

    path, figures = built(make)
    with chromium() as browser:
        browser.driver.get(path.as_uri())
        browser.wait("window.mapperReady === true", 120)
        figures["ready_s"] = browser.js("return mapper.readyAt / 1000")
        time.sleep(1)
        found: dict[str, Any] = {"pan_ms": pan(browser), "brush_ms": spread(browser.js(BRUSH))}
        found["card_ms"] = spread(browser.js(CARD))
        found["renderer_mb"] = round(renderer_peak(browser))
        found["search_worst_ms"] = round(browser.js(SEARCH, "zzqqzz"))
        found["renderer_after_search_mb"] = round(renderer_peak(browser))
    return {**{name: round(value, 2) for name, value in figures.items()}, **found}


def stock(kind: str, frame: gpd.GeoDataFrame, folder: Path, modules: Path) -> dict[str, Any]:
    """Measure one of stock folium's ways to draw the same rows."""

    def make() -> Path:
        made = folium.Map([35.7, 36.6], zoom_start=8, tiles=None, prefer_canvas=True)
        draw(kind, frame).add_to(made)
        path = folder / f"{kind}.html"
        text = made.get_root().render()
        for address, name in COPIES.items():
            text = re.sub(f'https?://[^"]*{address}', (modules / name).as_uri(), text)
        path.write_text(text, encoding="utf-8")
        return path

    path, figures = built(make)
    with chromium() as browser:
        begun = time.perf_counter()
        try:
            browser.driver.get(path.as_uri())
        except Exception as problem:  # noqa: BLE001 - a text nobody foresaw must not end the run
            return {"failed": type(problem).__name__, **rounded(figures)}
        twice = "await new Promise((f) => requestAnimationFrame(() => requestAnimationFrame(f)))"
        browser.js(twice)
        figures["ready_s"] = time.perf_counter() - begun
        found: dict[str, Any] = {"pan_ms": pan(browser)}
        found["renderer_mb"] = round(renderer_peak(browser))
    return {**rounded(figures), **found}


def rounded(figures: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in figures.items()}


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


STOCK_LIMITS = {"Marker": 10_000, "FastMarkerCluster": 1_000_000, "GeoJson": 100_000}
"""Rows beyond which a kind takes minutes and gigabytes."""


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="+")
    parser.add_argument("--words", type=int, default=9, help="words of a sentence, on average")
    parser.add_argument("--stock", type=Path, metavar="NODE_MODULES")
    given = parser.parse_args()
    for rows in given.rows:
        frame = map_tables.many(rows, words=given.words)
        shown = {"rows": rows, "letters": round(frame["sentence"].str.len().mean())}
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            print(json.dumps({**shown, "map": "ours", **ours(frame, folder)}), flush=True)
            for kind, most in STOCK_LIMITS.items():
                if given.stock and rows <= most:
                    found = stock(kind, frame, folder, given.stock.resolve())
                    print(json.dumps({**shown, "map": f"stock {kind}", **found}), flush=True)


if __name__ == "__main__":
    main()
