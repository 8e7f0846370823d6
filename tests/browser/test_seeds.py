"""The map of the main job: what `mapper build` makes of the seeds, as a reader meets it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from mapper.gazetteer.load import load_gazetteer

if TYPE_CHECKING:
    from pathlib import Path

    from browser.driving import Browser


@pytest.fixture
def page(seeds_page: Path) -> Path:
    return seeds_page


def found(browser: Browser, words: str) -> list[int]:
    browser.type_in("#mapper-query", words)
    browser.wait(f"mapper.view.filter.words === {words!r}")
    return list(browser.js("return [...mapper.view.filter.rows()]"))


def unfolded(browser: Browser) -> str:
    """Give the card with its evidence."""
    browser.js(
        "for (const one of document.querySelectorAll('#mapper-card details')) one.open = true;"
    )
    return str(browser.text("#mapper-card"))


def test_it_opens_without_a_network_and_shows_the_pattern(browser: Browser, page: Path) -> None:
    browser.open(page)
    assert browser.requests() == [page.as_uri()]
    assert browser.errors() == []
    assert browser.js("return mapper.incidents.located") > 60
    assert browser.js("return mapper.board.points.groups.length") > 30


def test_the_zone_and_the_corridor_stand_with_their_dates(browser: Browser, page: Path) -> None:
    browser.open(page)
    key = browser.text("#mapper-key")
    assert "Demilitarized zone" in key
    assert "15 October 2018 to 5 March 2020" in key
    assert "M4 security corridor" in key
    assert "from 6 March 2020" in key


def test_the_first_view_holds_nearly_all_dots(browser: Browser, page: Path) -> None:
    browser.open(page)
    seen = browser.js("return mapper.board.rowsInSight().length")
    events = browser.js("return [...mapper.view.filter.rows()].filter("
                        "(row) => row < mapper.incidents.located).length")  # fmt: skip
    assert seen >= 0.95 * events


def test_a_digest_is_shown_as_our_summary_with_the_originals_hash(
    browser: Browser, page: Path
) -> None:
    browser.open(page)
    rows = found(browser, "barrel bombs")
    assert rows
    kinds = []
    for row in rows:
        browser.js("await mapper.view.choose(args[0])", row)
        card = browser.text("#mapper-card")
        kinds.append("Our summary" in card)
        if kinds[-1]:
            assert "Hash of the original" in unfolded(browser)
            assert browser.js("return document.querySelectorAll('#mapper-card mark').length") > 0
    assert any(kinds)
    assert browser.js("return document.querySelectorAll('#mapper-card blockquote').length") == 0


def test_a_record_is_found_by_another_spelling_and_in_arabic(browser: Browser, page: Path) -> None:
    browser.open(page)
    latin, arabic = found(browser, "Kafr Nabl"), found(browser, "كفر نبل")
    assert latin
    assert set(arabic) & set(latin)


SPELLED_OTHERWISE = {
    "Mataeiie": "Mataeiyeh",
    "Ras El Een Qetna": "Ras El Ein Qatna",
    "Naba el-Khandak": "Nabe Elkhandaq",
    "Qada": "Qadah",
    "Rajm umeerrat": "Rajm Omeirat",
    "Tal chamiyih": "Tal Shamiyeh",
    "Shabbaa": "Shabaa",
    "Ojet Bterr": "Ojet Btir",
    "Nasaf": "Nisaf",
    "Hosh al-nnnofur": "Hosh Elnofur",
    "Jehbal": "Jahbal",
    "Qetra": "Qatrah",
    "Kefr Bisin": "Kafr Bisin",
    "djablet al-Hamra": "Jablet Elhamra",
    "Jannat al-Qurra": "Jannat al-Qura",
    "Bait Jinn": "Beit Jinn",
    "ain Ellaban": "Ein Ellaban",
    "Ollacha": "Olasha",
    "Maarrat al-Numan Nateonal Hospetal": "Maarrat al-Numan National Hospital",
    "Kherbat al-Joz crossinng": "Khirbat al-Jawz crossing",
    "Hikr qeberr": "Hikr Kaber",
    "Deir Sellman": "Deir Salman",
    "Bare": "Bari Sharqi",
    "qafrrain": "Kafr Ayn",
    "Hamam kenneyeh": "Hamam Qenniyeh",
    "Nafilah": "Nafileh",
    "Besnaie - Bseineh": "Bisnaya",
    "Burj eslam": "Burj Islam",
    "Hawayaj Thiab Shamiyeh": "Hawayej Thyab Shamiyeh",
    "Al-Hadir neeghboourhood": "Al-Hadir",
    "bblludan": "Bludan",
    "Ghorr alasi": "Ghor Elasi",
    "Al-djanoudieh": "Al-Janudiyah",
    "ibu Maki": "Abu Makki",
    "Mudia - lluxinn": "Mudiah - Luxin",
    "Nortern Fan": "Northern Fan",
    "Jeideni": "Jeidine",
    "Hraishieh": "Hreishieh",
    "Oshraih": "Oshrieh",
    "Hezheh": "Hazzeh",
}
"""Misspellings that no pack lists and `mapper geocode` takes for these places."""


def test_a_place_is_found_by_every_spelling_of_the_pack(browser: Browser, page: Path) -> None:
    browser.open(page)
    with closing(sqlite3.connect(page.with_name("incidents.gpkg"))) as store:
        shown = store.execute("SELECT place_id, name FROM places WHERE lat IS NOT NULL").fetchall()
    spelled = load_gazetteer().spellings_of({place_id for place_id, _ in shown})
    asked = [[name, one] for place_id, name in shown for one in spelled[place_id]]
    assert len(asked) > 15_000
    missed = browser.js(
        "const {search} = mapper, {name} = search.spellings.places;"
        "return args[0].filter(([own, spelling]) =>"
        " !search.spellings.rank(spelling).some(({i}) => name[i] === own))",
        asked,
    )
    assert missed == []


def test_what_is_misspelled_finds_the_place_that_is_most_alike(
    browser: Browser, page: Path
) -> None:
    browser.open(page)
    found = browser.js(
        "return args[0].map((words) => mapper.search.findPlaces(words).map(({name}) => name))",
        list(SPELLED_OTHERWISE),
    )
    right = [name in names for name, names in zip(SPELLED_OTHERWISE.values(), found, strict=True)]
    assert sum(right) >= 0.95 * len(right)


def test_a_name_finds_every_report_at_the_place_however_it_is_written(
    browser: Browser, page: Path
) -> None:
    browser.open(page)
    (row,) = found(browser, "Maouzrah")
    assert browser.js("return (await mapper.search.find('al-Maourzeh')).length") == 1
    browser.js("await mapper.view.choose(args[0])", row)
    assert "Told by 2 reports" in browser.text("#mapper-card")


def test_a_month_is_called_a_month(browser: Browser, page: Path) -> None:
    browser.open(page)
    for row in found(browser, "Maouzrah"):
        browser.js("await mapper.view.choose(args[0])", row)
        if "Our summary" in browser.text("#mapper-card"):
            assert "June 2020" in browser.text(".card-when")
            return
    pytest.fail("no report of al-Maouzrah from an article")
