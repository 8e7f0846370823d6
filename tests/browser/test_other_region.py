"""The page speaks its region's words, and says nothing of zones where there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import faraway
import pytest

from mapper.pipeline import MAP, build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from browser.driving import Browser

    Make = Callable[..., Path]

INLAND = (33.0, 49.0)
OBLASTS = {
    "title": "Strikes reported in Vestmark",
    "timezone": "Europe/Kyiv",
    "units": {
        "en": {
            "admin1": {"one": "oblast", "several": "oblasts"},
            "admin2": {"one": "raion", "several": "raions"},
        }
    },
}
OF_ONE_REGION = ("Governorate", "Syria", "demilitarized", "memorandum", "official boundary", "OCHA")


@pytest.fixture(scope="module")
def make(tmp_path_factory: pytest.TempPathFactory) -> Make:
    """Build the map of an invented country, once for each way its pack is written."""
    made: dict[str, Path] = {}

    def page(name: str, site: faraway.Site = INLAND, **pack: Any) -> Path:  # noqa: ANN401 - handed on
        if name not in made:
            folder = tmp_path_factory.mktemp(name)
            records = faraway.write_records(folder / "records.csv")
            own = faraway.write_pack(folder / "pack", site, **pack)
            made[name] = build([records], folder / "out", gazetteer=own).folder / MAP
        return made[name]

    return page


def seen(browser: Browser) -> str:
    """Give the text of every pane, of the key and of a card."""
    return str(
        browser.js(
            "await mapper.view.choose(0, [0, 1]); const found = [document.title];"
            "for (const pane of ['filter', 'list', 'layers', 'save', 'about']) {"
            " mapper.parts.open(pane); found.push(document.body.innerText); }"
            "return found.join('\\n');"
        )
    )


@pytest.mark.firefox
def test_units_and_title_are_those_of_the_pack(browser: Browser, make: Make) -> None:
    browser.open(make("oblast", about=OBLASTS))
    text = seen(browser)
    assert str(OBLASTS["title"]) in text
    assert "Oblast\n" in text
    assert "Oblasts" in text
    assert "Days are those of Europe/Kyiv, as the sources tell them." in text
    for word in OF_ONE_REGION:
        assert word.lower() not in text.lower(), word
    assert browser.errors() == []


def test_a_filter_and_its_citation_name_the_unit(browser: Browser, make: Make) -> None:
    browser.open(make("oblast", about=OBLASTS))
    cited = browser.js(
        "mapper.view.toggle('admin1', 'Vestmark', false);"
        "await new Promise((done) => setTimeout(done, 400));"
        "return document.getElementById('mapper-cite').textContent;"
    )
    assert "oblast: Austmark" in cited or "without oblast Vestmark" in cited


def test_zones_are_told_in_their_own_words(browser: Browser, make: Make) -> None:
    browser.open(make("oblast", about=OBLASTS))
    text = seen(browser)
    assert str(faraway.STRIP["name"]) in text
    assert "from 1 January 2023" in text
    assert "Zone in force that day" in text
    assert "Side that held the place" not in text, "no line of contact tells it"
    card = browser.js(
        "mapper.view.chooseZone(mapper.view.surroundings.zones[0]);"
        "return document.getElementById('mapper-card').innerText;"
    )
    assert faraway.STRIP["source"] in card
    assert "never published" not in card


def test_without_a_zone_nothing_is_said_of_zones(browser: Browser, make: Make) -> None:
    browser.open(make("bare", has_zone=False))
    text = seen(browser)
    assert "zone" not in text.lower().replace("time zone", "")
    assert "Held by" not in text
    assert "Province\n" in text, "a plain word where the pack has none"
    assert "Names in Arabic" not in text
    assert "false" not in text.split()
    assert "Zones and lines" not in browser.text("#mapper-key")
    assert browser.js("return mapper.view.colourings.map(({ name }) => name)") == [
        "event_type",
        "geo_precision",
        "scope",
    ]
    assert browser.errors() == []


def test_a_map_across_the_meridian_is_in_one_piece(browser: Browser, make: Make) -> None:
    browser.open(make("across", faraway.ACROSS))
    across = browser.js(
        "const a = mapper, w = 2 ** 31 - 1;"
        "const spots = Array.from({ length: a.incidents.points }, (_, i) => a.incidents.x[i]);"
        "return [a.board.rowsInSight().length, (Math.max(...spots) - Math.min(...spots)) / w,"
        " a.view.surroundings.zones.every(({ shape }) => (shape.box[2] - shape.box[0]) / w < 0.01),"
        " a.map.getZoom()];"
    )
    assert across[0] == len(faraway.RECORDS)
    assert across[1] < 0.01
    assert across[2] is True
    assert across[3] > 8
    assert browser.errors() == []


def test_what_is_saved_of_a_map_across_the_meridian_keeps_to_180_degrees(
    browser: Browser, make: Make
) -> None:
    browser.open(make("across", faraway.ACROSS))
    longitudes = browser.js(
        "const made = [], old = URL.createObjectURL;"
        "URL.createObjectURL = (blob) => { made.push(blob); return old(blob); };"
        "const pane = mapper.save; await pane.save('geojson');"
        "const told = JSON.parse(await made[0].text());"
        "return told.features.map(({ geometry }) => geometry.coordinates[0]);"
    )
    assert min(longitudes) < -179.6
    assert max(longitudes) > 179.6
    assert all(-180 <= lon <= 180 for lon in longitudes)
