"""Events on the page: one dot each, its card with all reports, search, filters and files."""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import map_tables
import pandas as pd
import pytest

from mapper.base import schema
from mapper.export import tabular
from mapper.export.features import from_frame
from mapper.maps.render import render_map

if TYPE_CHECKING:
    from pathlib import Path

    from browser.driving import Browser

SELECT = "await mapper.view.choose(await mapper.incidents.rowOfId(args[0]))"
TABLES = map_tables.with_events()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("map") / "map.html"
    render_map(TABLES, title="Strikes").save(path)
    return path


def card(browser: Browser, name: str) -> str:
    browser.js(SELECT, name)
    return str(browser.text("#mapper-card"))


def unfolded(browser: Browser, name: str) -> str:
    """Give a card with its evidence."""
    browser.js(SELECT, name)
    browser.js(
        "for (const one of document.querySelectorAll('#mapper-card details')) one.open = true;"
    )
    return str(browser.text("#mapper-card"))


@pytest.mark.firefox
def test_a_card_tells_what_reports_say_together_then_each(browser: Browser, page: Path) -> None:
    browser.open(page)
    told = unfolded(browser, map_tables.EVENT)
    assert "Told by 2 reports of 2 independent sources." in told
    assert "Russia or Syrian government\ndisputed: sources do not agree" in told
    figures = "0, by Second Post\n3 to 5, by Example Wire; the rescuers"
    assert f"0 to 5 killed (civilians)\n{figures}" in told
    assert "killed: range 0-5; acled 0" in told
    reports = browser.js(
        "return [...document.querySelectorAll('.card-report')].map((one) => one.innerText)"
    )
    first = next(text for text in reports if "Example Wire" in text)
    assert "Jets hit Kafr Nabl at dawn, the wire said." in first
    assert map_tables.incident_id(1) in first
    assert "sha256:ab" in first
    assert "news.example.org" in first
    assert any("قصفت الطائرات كفر نبل" in text for text in reports)
    assert browser.errors() == []


LAID_OUT = """
const card = document.querySelector("#mapper-card");
for (const one of card.querySelectorAll("details")) one.open = true;
const texts = document.createTreeWalker(args[0] ? card : document.body, NodeFilter.SHOW_TEXT);
const found = [];
while (texts.nextNode()) {
  const [text, at] = [texts.currentNode.data, texts.currentNode.parentElement];
  if (!/\\p{Script=Arabic}/u.test(text) || at.closest("script")) continue;
  found.push([text, at.closest("[lang]").lang, getComputedStyle(at).direction]);
}
return found;
"""


@pytest.mark.parametrize("size", [(1366, 768), (820, 1100), (360, 740)])
def test_words_of_an_article_stand_in_its_language_and_direction(
    browser: Browser, tmp_path: Path, size: tuple[int, int]
) -> None:
    sentence = "T-90 قصفت كفر نبل وقتل 3 مدنيين"
    incidents = TABLES["incidents"].copy()
    arabic = incidents["incident_id"] == map_tables.incident_id(2)
    incidents.loc[arabic, ["article_id", "sentence", "title"]] = ["art-2", sentence, "(1) قصف"]
    incidents.loc[arabic, "char_start"] = 100
    first = TABLES["articles"].iloc[[0]]
    articles = pd.concat([first.assign(language="en"),
                          first.assign(article_id="art-2", language="ar")])  # fmt: skip
    wording = {"incident_id": map_tables.incident_id(2), "article_id": "art-2"}
    at = sentence.index("قتل")
    claims = (
        TABLES["claims"]
        .iloc[[0]]
        .assign(
            **wording,
            wording="قتل 3 مدنيين",
            start=100 + at,
            end=100 + len(sentence),
            attributed_to=None,
        )
    )
    tables = {**TABLES, "incidents": incidents, "articles": articles, "claims": claims}
    render_map(tables, title="Strikes").save(tmp_path / "map.html")
    browser.size(*size, phone=size[0] < 500)
    browser.open(tmp_path / "map.html")
    card(browser, map_tables.EVENT)
    found = browser.js(LAID_OUT, "card")
    assert {"قتل 3 مدنيين", "(1) قصف", "كفر نبل"} <= {text for text, _, _ in found}
    assert [one for one in found if one[1:] != ["ar", "rtl"]] == []
    marks = browser.js("return [...document.querySelectorAll('mark')].map((one) => one.innerText)")
    assert "قتل 3 مدنيين" in marks
    assert all(one[1:] == ["ar", "rtl"] for one in browser.js(LAID_OUT))


def test_an_event_of_one_report_has_the_card_of_the_report(
    browser: Browser, page: Path, tmp_path: Path
) -> None:
    browser.open(page)
    name = map_tables.incident_id(3)
    as_event = card(browser, name)
    alone = {n: table for n, table in TABLES.items() if not n.startswith("event")}
    render_map(alone).save(tmp_path / "reports.html")
    browser.open(tmp_path / "reports.html")
    assert card(browser, name) == as_event


def test_a_place_that_reports_disagree_on_has_its_share(browser: Browser, page: Path) -> None:
    browser.open(page)
    told = card(browser, map_tables.DISPUTED)
    assert "The reports disagree:" in told
    assert "al-Maouzrah كفر نبل in 67 % of the reports" in told
    assert "Saraqib كفر نبل in 33 % of the reports" in told
    assert "1 of its 3 reports is not in this file." in told
    shares = "mapper.incidents.pointsOf(mapper.view.row).map("
    assert browser.js(f"return {shares}(p) => mapper.incidents.share(p)).sort()") == [33, 67]


def test_a_doubtful_pair_leads_to_the_other_card_by_keyboard(browser: Browser, page: Path) -> None:
    browser.open(page)
    told = card(browser, map_tables.EVENT)
    assert "Maybe the same event as" in told
    assert "Airstrike, in June 2020, al-Maouzrah or Saraqib" in told
    why = browser.js("return document.querySelector('.card-maybe details').textContent")
    assert "speak too little for one event: -1.0 bits." in why
    assert "day next -1.6" in why
    browser.js("document.querySelector('.card-maybe button').focus()")
    browser.key("Enter")
    browser.wait(f"mapper.view.id === {json.dumps(map_tables.DISPUTED)}")
    assert browser.js("return document.activeElement.tagName") == "H2"
    assert "Barrel bomb" in browser.text(".card-maybe")


@pytest.mark.firefox
def test_totals_filters_and_list_count_events(browser: Browser, page: Path) -> None:
    browser.open(page)
    assert "4 events in 6 reports" in browser.text("#mapper-totals")
    row = browser.js(
        "return [...document.querySelectorAll('#mapper-filter .facet-row')]"
        ".map((r) => r.innerText.replaceAll('\\n', ' '))"
    )
    assert "Example Wire 4 only" in row
    assert "Second Post 1 only" in row
    browser.click("#mapper-tab-list")
    browser.wait("document.querySelectorAll('#mapper-list .entry').length > 0")
    browser.js("[...document.querySelectorAll('.list-kinds button')][1].click()")
    browser.wait("document.querySelectorAll('#mapper-list .entry').length === 4")
    assert "5 killed, 2 reports" in browser.text("#mapper-list")


def test_an_event_passes_by_any_of_its_sources(browser: Browser, page: Path) -> None:
    browser.open(page)
    names = "[...mapper.view.filter.rows()].map((row) => mapper.incidents.countReports(row))"
    browser.js("mapper.view.only('source', 'Second Post')")
    assert browser.js(f"return {names}") == [2]
    browser.js("mapper.view.clear(); mapper.view.toggle('source', 'Example Wire', false)")
    assert browser.js(f"return {names}") == [2]


def test_a_word_of_any_report_finds_its_event(browser: Browser, page: Path) -> None:
    browser.open(page)
    for words in ("dawn wire", "قصفت", "second post"):
        rows = browser.js("return await mapper.search.find(args[0])", words)
        assert [browser.js("return mapper.incidents.idOf(args[0])", row) for row in rows] == [
            map_tables.EVENT
        ], words


def test_an_address_with_a_reports_id_opens_its_event(browser: Browser, page: Path) -> None:
    browser.open(page)
    for name in (map_tables.incident_id(2), map_tables.EVENT):
        browser.js("location.hash = '#v=1&id=' + args[0]", name)
        browser.wait(f"mapper.view.id === {json.dumps(map_tables.EVENT)}")
    row = browser.js("return mapper.incidents.rowOfId(args[0])", map_tables.event_id(3))
    assert browser.js("return mapper.incidents.idOf(args[0])", row) == map_tables.incident_id(3)


def shown_tables() -> dict[str, pd.DataFrame]:
    """Give the events the page shows at first, and all their reports, as they are exported."""
    events = TABLES["events"][TABLES["events"]["scope"] == "event"]
    reports = TABLES["incidents"]
    reports = reports[reports["event_id"].isin(events["event_id"])]
    told = events.set_index("event_id")["n_reports"]
    # As in a store, a report says how many tell its event.
    siblings = reports.groupby("event_id")["incident_id"].agg(set)
    linked = [
        "; ".join(sorted(siblings[event] - {own})) or None
        for event, own in zip(reports["event_id"], reports["incident_id"], strict=True)
    ]
    others = pd.Series(linked, index=reports.index, dtype=object)
    reports = reports.assign(n_reports=reports["event_id"].map(told), linked_ids=others)
    return {"events": events, "reports": reports}


@pytest.mark.parametrize("kind", ["events", "reports"])
def test_files_hold_the_rows_that_query_gives(
    browser: Browser, page: Path, tmp_path: Path, kind: str
) -> None:
    browser.open(page)
    browser.click("#mapper-tab-save")
    browser.js(
        "const choice = document.querySelector('#mapper-save select'); choice.value = args[0];"
        "choice.dispatchEvent(new Event('change'));",
        kind,
    )
    files = {form: save(browser, form) for form in ("csv", "geojson")}
    table = schema.EVENTS if kind == "events" else schema.INCIDENTS
    frame = shown_tables()[kind]
    expected = {feature.cells[table.key[0]]: feature for feature in from_frame(table, frame)}
    read: dict[str, Any] = {one["id"]: one for one in json.loads(files["geojson"])["features"]}
    assert read.keys() == expected.keys()
    for name, feature in expected.items():
        assert read[name]["geometry"] == json.loads(json.dumps(feature.geometry)), name
        assert read[name]["properties"] == feature.cells, name
    whole = tmp_path / "whole.csv"
    tabular.write_csv(whole, table, frame)
    texts = (whole.read_text(encoding="utf-8"), files["csv"])
    rows, found = ([*csv.DictReader(text.splitlines())] for text in texts)
    name = table.key[0]
    assert {row[name]: plain(row) for row in found} == {row[name]: plain(row) for row in rows}


def plain(row: dict[str, str]) -> dict[str, Any]:
    """Read figures as such: 900 is 900.0."""
    made: dict[str, Any] = dict(row)
    for name, text in row.items():
        with suppress(ValueError):
            made[name] = float(text)
    return made


def save(browser: Browser, form: str) -> str:
    """Press a button of the pane and give the text it would hand to the reader."""
    return str(
        browser.js(
            "let made; const kept = URL.createObjectURL;"
            "URL.createObjectURL = (blob) => { made = blob; return kept.call(URL, blob); };"
            "HTMLAnchorElement.prototype.click = () => {};"
            "await mapper.save.save(args[0]);"
            "URL.createObjectURL = kept; return await made.text();",
            form,
        )
    )


def test_many_reports_are_listed_a_few_at_a_time(browser: Browser, tmp_path: Path) -> None:
    made = map_tables.with_events()
    one = made["incidents"][made["incidents"]["incident_id"] == map_tables.incident_id(1)]
    more = pd.concat([one.assign(incident_id=map_tables.incident_id(f"r{n}")) for n in range(45)])
    made["incidents"] = pd.concat([made["incidents"], more], ignore_index=True)
    made["events"].loc[made["events"]["event_id"] == map_tables.EVENT, "n_reports"] = 47
    render_map(made).save(tmp_path / "map.html")
    browser.open(tmp_path / "map.html")
    assert "Show 20 more of 27" in card(browser, map_tables.EVENT)
    counts = []
    for _ in range(3):
        counts.append(browser.js("return document.querySelectorAll('.card-report').length"))
        browser.js("document.querySelector('.card-body > .more')?.click()")
        browser.js("await new Promise((give) => setTimeout(give, 200))")
    assert counts == [20, 40, 47]
    assert browser.js("return document.querySelector('.card-body > .more')") is None
