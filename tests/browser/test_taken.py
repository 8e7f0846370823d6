"""What is taken along besides pictures: files by date, the citation, the code to embed."""

from __future__ import annotations

import csv
import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import map_tables
import pytest

from mapper.maps import render_map

if TYPE_CHECKING:
    from pathlib import Path

    from browser.driving import Browser

SAVE = (
    "let blob, name; const kept = URL.createObjectURL;"
    "URL.createObjectURL = (one) => { blob = one; return kept.call(URL, one); };"
    "HTMLAnchorElement.prototype.click = function () { name = this.download; };"
    "await mapper.save.save(args[0]); URL.createObjectURL = kept;"
    "const bytes = new Uint8Array(await blob.arrayBuffer());"
    "return [name, [...bytes.subarray(0, 3)], new TextDecoder().decode(bytes)];"
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("taken") / "map.html"
    tables = map_tables.tables()
    tables["incidents"] = tables["incidents"].iloc[::-1].reset_index(drop=True)
    render_map(tables, title="Strikes: \u00abIdlib\u00bb & beyond").save(path)
    return path


class Frames(HTMLParser):
    """Reads the attributes of the element that embeds."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "iframe"
        self.found = dict(attrs)


def test_files_are_in_the_order_of_days_and_the_csv_has_its_mark(
    browser: Browser, page: Path
) -> None:
    browser.open(page)
    name, head, text = browser.js(SAVE, "csv")
    assert head == [0xEF, 0xBB, 0xBF]
    days = [row["date_start"] for row in csv.DictReader(text.splitlines())]
    assert len(days) > 3
    assert days == sorted(days, key=lambda day: day or "9")
    features = json.loads(browser.js(SAVE, "geojson")[2])["features"]
    assert [one["properties"]["date_start"] or "" for one in features] == days
    assert name == f"strikes-idlib-beyond_{days[0]}_{last_day(browser)}.csv"


def last_day(browser: Browser) -> str:
    return str(
        browser.js(
            "const rows = [...mapper.view.filter.rows()];"
            "const days = rows.map((row) => mapper.incidents.daysOf(row)[1]);"
            "return new Date(Math.max(...days) * 864e5).toISOString().slice(0, 10)"
        )
    )


def test_a_file_says_that_it_is_filtered_or_for_inside(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.js(
        "mapper.view.only('event_type', 'shelling'); mapper.view.about.run.profile = 'internal'"
    )
    assert browser.js(SAVE, "csv")[0].endswith("_filtered.internal.csv")


def test_the_citation_names_author_date_and_address(browser: Browser, page: Path) -> None:
    browser.open(page)
    cited = browser.js(
        "Object.assign(mapper.view.about, {byline: 'Jane Doe', url: 'https://example.org/map'});"
        "mapper.save.update(); return document.getElementById('mapper-cite').textContent"
    )
    assert cited.startswith("Jane Doe. Strikes: \u00abIdlib\u00bb & beyond. ")
    for words in ("Data to ", "sha256:", "https://example.org/map", "Seen 2"):
        assert words in cited


def test_the_code_to_embed_shows_the_view_at_its_address(browser: Browser, page: Path) -> None:
    browser.open(page)
    code = browser.js(
        "Object.assign(mapper.view.about, {url: 'https://example.org/map?a=1', title: '\"><b>'});"
        "mapper.view.colourBy('actor'); return mapper.save.embedCode()"
    )
    reader = Frames()
    reader.feed(code)
    assert reader.found["title"] == '"><b>'
    assert str(reader.found["src"]).startswith("https://example.org/map?a=1&embed#v=1&")
    assert "by=actor" in str(reader.found["src"])
    browser.js("mapper.view.about.url = null")
    reader.feed(browser.js("return mapper.save.embedCode()"))
    assert str(reader.found["src"]).startswith(f"{page.as_uri()}?embed#v=1&")


def test_what_cannot_be_copied_is_selected(browser: Browser, page: Path) -> None:
    browser.open(page)
    chosen = browser.js(
        "document.getElementById('mapper-tab-save').click();"
        "document.querySelectorAll('#mapper-save details').forEach((one) => (one.open = true));"
        "navigator.clipboard.writeText = () => Promise.reject(new Error('no'));"
        "await mapper.save.copyCode(); const field = document.getElementById('mapper-save-code');"
        "return field.value.slice(field.selectionStart, field.selectionEnd)"
    )
    assert chosen.startswith("<iframe src=")
