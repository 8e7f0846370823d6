"""The card as a reader meets it: headline first, all in words, figures behind a fold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import map_tables
import pytest

from mapper.base import schema
from mapper.maps.page import wording
from mapper.maps.render import render_map

if TYPE_CHECKING:
    from pathlib import Path

    from browser.driving import Browser
    from mapper.maps.page.incident_map import IncidentMap

SELECT = "await mapper.view.choose(await mapper.incidents.rowOfId(args[0]))"
FACT = (
    "const at = [...document.querySelectorAll('.card-facts > dt')]"
    ".find((one) => one.textContent === args[0]);"
    "return at ? at.nextElementSibling.innerText.split('\\n') : null;"
)
TABLES = map_tables.with_events()
CHANCES = {
    1.0: "Almost certainly inside the zone",
    0.95: "Almost certainly inside the zone",
    0.94: "Very likely inside the zone",
    0.7: "Likely inside the zone",
    0.5: "About as likely as not inside the zone",
    0.3: "Likely outside the zone",
    0.06: "Very likely outside the zone",
    0.0: "Almost certainly outside the zone",
}
DISTANCES = {
    -6.4: "6 km within its edge",
    -0.2: "less than 1 km within its edge",
    0.3: "less than 1 km beyond its edge",
    1.7: "2 km beyond its edge",
}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "map.html"
    render_map(TABLES, title="Strikes").save(path)
    return path


def of_first(**cells: Any) -> IncidentMap:  # noqa: ANN401 - cells are of any type
    """Make a page of the first report alone, with some of its cells changed."""
    one = map_tables.incidents().iloc[[0]].assign(event_id=None, **cells)
    return render_map({"incidents": one, "zones": map_tables.zones()})


def choose(browser: Browser, name: str) -> None:
    browser.js(SELECT, name)


def fact(browser: Browser, name: str) -> list[str] | None:
    """Give the lines under one name of the card."""
    found: list[str] | None = browser.js(FACT, name)
    return found


def test_a_card_goes_from_headline_to_evidence(browser: Browser, page: Path) -> None:
    browser.open(page)
    choose(browser, map_tables.incident_id(3))
    told = browser.text("#mapper-card")
    wanted = (
        *("Airstrike", "Strikes reported", "Example Wire, 7 May 2019", "Where", "southern Idlib"),
        *("When", "6 May 2019", "Who", "Russia", "Toll", "Strikes", "At least 33 (airstrikes)"),
        *("Zone", "The report", "At least 33 airstrikes hit", "news.example.org", "Evidence"),
    )
    at = 0
    for word in wanted:
        at = told.index(word, at) + len(word)
    assert browser.text("#mapper-card h2") == "Strikes reported"
    assert map_tables.incident_id(3) not in told
    heads = "return [...document.querySelectorAll('#mapper-card :is(h2, h3, h4)')]"
    assert browser.js(f"{heads}.map((one) => one.tagName)") == ["H2", "H3"]


def test_no_code_of_the_tables_stands_on_a_card(browser: Browser, page: Path) -> None:
    browser.open(page)
    codes = {*schema.ACTOR_STATUSES, *schema.VERDICTS, *schema.DATE_BASES, *schema.DATE_PRECISIONS}
    codes = {code for code in codes if code not in {"on", "by", "after", "day", "month", "edge"}}
    codes -= {"inside", "outside", "disputed", "suspected", "week", "year", "claimed"}
    for number in range(1, 9):
        choose(browser, map_tables.incident_id(number))
        words = set(re.findall(r"[a-z_]+", str(browser.text("#mapper-card"))))
        assert not words & {*codes, "event_type", "strike_count", "geo_precision"}


def test_the_note_of_a_record_is_its_heading_and_no_quotation(
    browser: Browser, tmp_path: Path
) -> None:
    of_first(title=None, row=7, source_id="rec-1", article_id=None, publisher=None).save(
        tmp_path / "map.html"
    )
    browser.open(tmp_path / "map.html")
    choose(browser, map_tables.incident_id(1))
    assert browser.text("#mapper-card h2") == "Jets hit Kafr Nabl at dawn, the wire said."
    assert "in the coder's words" in browser.text(".card-by")
    assert browser.text(".card-kind").strip() == "Airstrike, Kafr Nabl"
    assert browser.js("return document.querySelectorAll('#mapper-card blockquote').length") == 0
    assert browser.text("#mapper-card").count("Jets hit") == 1


def test_without_headline_and_note_type_and_place_are_the_heading(
    browser: Browser, tmp_path: Path
) -> None:
    of_first(title=None).save(tmp_path / "map.html")
    browser.open(tmp_path / "map.html")
    choose(browser, map_tables.incident_id(1))
    assert browser.text("#mapper-card h2") == "Airstrike, Kafr Nabl"
    assert "Example Wire, 7 May 2019" in browser.text("#mapper-card h4")


def test_chances_and_distances_are_told_in_words_with_figures_folded(
    browser: Browser, tmp_path: Path
) -> None:
    one = map_tables.incidents().iloc[[0] * (len(CHANCES) + len(DISTANCES))]
    one = one.assign(
        event_id=None,
        incident_id=[f"inc-{number:012x}" for number in range(len(one))],
        zone_p_inside=[*CHANCES, *([0.5] * len(DISTANCES))],
        zone_distance_km=[*([-6.4] * len(CHANCES)), *DISTANCES],
    )
    render_map({"incidents": one, "zones": map_tables.zones()}).save(tmp_path / "map.html")
    browser.open(tmp_path / "map.html")
    even = CHANCES[0.5]
    wanted = [f"{words}, 6 km within its edge" for words in CHANCES.values()]
    wanted += [f"{even}, {words}" for words in DISTANCES.values()]
    for name, words in zip(one["incident_id"], wanted, strict=True):
        choose(browser, name)
        told = fact(browser, "Zone")
        assert told == [words, "Demilitarized zone, 15 October 2018 to 5 March 2020"]
    assert "0.5" not in browser.text("#mapper-card")
    browser.js("document.querySelector('.card-evidence').open = true")
    assert "0.5" in browser.text(".card-evidence")
    assert "1.7 km, outside" in browser.text(".card-evidence")


def test_tolls_are_told_so_that_number_and_noun_need_not_agree(
    browser: Browser, tmp_path: Path
) -> None:
    tolls = {
        (1, 1, False, "Turkish soldiers", None, None): ["1 killed (Turkish soldiers)"],
        (0, 0, False, "civilians", None, None): ["Nobody killed"],
        (3, 3, True, None, 10, 10): ["At least 3 killed", "10 injured"],
        (2, 4, True, None, None, None): ["2 to 4 or more killed"],
        (None, None, None, None, None, None): ["Not stated"],
    }
    rows = map_tables.incidents().iloc[[0] * len(tolls)]
    of_killed = ("killed_min", "killed_max", "killed_open", "killed_group")
    names = (*of_killed, "injured_min", "injured_max")
    rows = rows.assign(
        event_id=None,
        incident_id=[f"inc-{number:012x}" for number in range(len(rows))],
        **dict(zip(names, zip(*tolls, strict=True), strict=True)),
    )
    render_map({"incidents": rows}).save(tmp_path / "map.html")
    browser.open(tmp_path / "map.html")
    for name, words in zip(rows["incident_id"], tolls.values(), strict=True):
        choose(browser, name)
        assert fact(browser, "Toll") == words


def test_a_sentence_says_what_was_withheld_and_why(browser: Browser, tmp_path: Path) -> None:
    reasons = "position; site: health facility; site; person; address"
    of_first(censored=reasons, corrected="confirmed by A. Coder").save(tmp_path / "map.html")
    browser.open(tmp_path / "map.html")
    choose(browser, map_tables.incident_id(1))
    told = fact(browser, "Withheld")
    assert told is not None
    assert len(told) == len(reasons.split("; "))
    assert all(line.endswith(".") and line.count(" ") > 4 for line in told)
    assert "(health facility)" in told[1]
    assert fact(browser, "Put right") is not None


def test_a_place_that_a_correction_gave_was_written_by_nobody(
    browser: Browser, tmp_path: Path
) -> None:
    shown = []
    for corrected in (None, f"place{schema.BY_THE_RULES}Idlib) corrected by A. Coder"):
        of_first(corrected=corrected).save(tmp_path / "map.html")
        browser.open(tmp_path / "map.html")
        choose(browser, map_tables.incident_id(1))
        browser.js("for (const one of document.querySelectorAll('details')) one.open = true;")
        words = wording.catalogue()["labels"]["card.place_as_written"]
        shown.append(words in browser.text("#mapper-card"))
    assert shown == [True, False]


def test_every_code_that_the_card_words_has_a_label() -> None:
    labels = wording.catalogue()["labels"]
    statuses = set(schema.ACTOR_STATUSES) - {"unknown"}
    assert {f"card.status_{one}" for one in statuses} <= labels.keys()
    assert {f"card.zone_{one}" for one in schema.VERDICTS} <= labels.keys()


def named(browser: Browser, facet: str) -> list[str]:
    """Name the values of a facet that are in sight."""
    return list(
        browser.js(
            "const at = [...document.querySelectorAll('#mapper-filter .facet')]"
            ".find((one) => one.querySelector('legend').textContent === args[0]);"
            "return [...at.querySelectorAll('.facet-row')]"
            ".filter((one) => one.checkVisibility()).map((one) =>"
            " one.querySelector('.name').innerText);",
            facet,
        )
    )


def settle(browser: Browser) -> None:
    browser.js("await new Promise((give) => setTimeout(give, 300))")


def test_values_without_events_are_folded_and_ticked_away_ones_stay(
    browser: Browser, page: Path
) -> None:
    browser.open(page)
    types = ["Airstrike", "Barrel bomb", "Shelling"]
    assert named(browser, "Type") == types
    assert browser.text(".facet-none summary") == "1 without events"
    browser.js("document.querySelector('.facet-none summary').focus()")
    browser.key("Enter")
    settle(browser)
    assert named(browser, "Type") == [*types, "Chemical attack"]
    browser.js(
        "const row = document.querySelector('.facet-none .facet-row input'); row.focus();"
        "row.click();"
    )
    settle(browser)
    assert browser.js("return document.activeElement.closest('.facet-none')") is None
    assert browser.js("return document.activeElement.type") == "checkbox"
    browser.js("mapper.view.toggle('actor', 'Russia', false)")
    settle(browser)
    assert "Chemical attack" in named(browser, "Type")
    assert "Russia" in named(browser, "Said to have struck")


def test_while_days_play_no_value_goes(browser: Browser, page: Path) -> None:
    browser.open(page)
    before = named(browser, "Type")
    browser.js("mapper.view.setPlaying(true); mapper.view.setDays(1, 2);")
    settle(browser)
    assert named(browser, "Type") == before
    browser.js("mapper.view.setPlaying(false)")
    settle(browser)
    assert named(browser, "Type") != before


def test_one_or_the_other_has_the_sign_of_the_first_and_the_colours_of_both(
    browser: Browser, page: Path
) -> None:
    browser.open(page)
    entries = browser.js(
        "mapper.view.colourBy('actor');"
        "return Object.fromEntries(mapper.view.legend.entries.map((one) => [one.label, one]));"
    )
    both = entries["Russia or Syrian government"]
    parties = [entries[name] for name in ("Russia", "Syrian government")]
    assert both["colours"] == [party["colour"] for party in parties]
    assert (both["symbol"], both["colour"]) == (parties[0]["symbol"], parties[0]["colour"])
    fills = browser.js(
        "const row = [...document.querySelectorAll('.facet-row')]"
        ".find((one) => one.innerText.startsWith('Russia or'));"
        "return [...row.querySelectorAll('svg > :not(svg)')].map((one) => one.getAttribute('fill'))"
    )
    assert fills == [both["colours"][0], both["colours"][1], "none"]
    halves = browser.js(
        "const { view, map, incidents, board } = mapper;"
        "view.setOption('grouping', 'none'); view.only('actor', args[1]);"
        "const row = await incidents.rowOfId(args[0]);"
        "map.setView(incidents.position(row), 12, { animate: false });"
        "await new Promise((give) => setTimeout(give, 200));"
        "const sheet = board.dots.view();"
        "const [x, y] = [incidents.x[row] * sheet.scale - sheet.left,"
        " incidents.y[row] * sheet.scale - sheet.top];"
        "const context = board.dots._container.getContext('2d');"
        "return [-2.5, 2.5].map((by) => '#' + [...context.getImageData("
        " Math.round((x + by) * sheet.ratio), Math.round(y * sheet.ratio), 1, 1).data]"
        " .slice(0, 3).map((one) => one.toString(16).padStart(2, '0')).join(''));",
        map_tables.EVENT,
        both["value"],
    )
    assert halves == both["colours"]


def test_alternatives_without_a_sign_are_all_others_and_parties_begin_with_a_capital(
    browser: Browser, tmp_path: Path
) -> None:
    parties = ["armed groups", "armed groups or nobody known", "A or B or armed groups"]
    rows = map_tables.incidents().iloc[[0] * len(parties)]
    ids = [f"inc-{number:012x}" for number in range(len(rows))]
    rows = rows.assign(event_id=None, incident_id=ids, actor=parties)
    render_map({"incidents": rows}).save(tmp_path / "map.html")
    browser.open(tmp_path / "map.html")
    labels = browser.js(
        "mapper.view.colourBy('actor'); const { entries, byCode } = mapper.view.legend;"
        "return mapper.incidents.lists.actor.map((one, i) => [one, entries[byCode[i + 1]].label]);"
    )
    assert dict(labels) == dict(zip(parties, ["Armed groups", *["All others"] * 2], strict=True))
    assert "Armed groups or nobody known" in named(browser, "Said to have struck")
    choose(browser, ids[0])
    told = fact(browser, "Who")
    assert told is not None
    assert told[0] == "Armed groups"
