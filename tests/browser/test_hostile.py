"""Texts written to break the page: every field of every table, shown letter by letter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import map_tables
import pytest

from mapper.base import schema
from mapper.maps.render import render_map

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from browser.driving import Browser

KEPT = {"date_start", "date_end", "valid_from", "valid_to", "scope", "shape", "part"}
"""Columns whose values steer what is drawn: with a hostile one nothing would be shown."""


def poisoned(payload: str) -> dict[str, pd.DataFrame]:
    """Put a payload into every text field; ids get it too, and stay apart."""
    tables = {}
    for name, frame in map_tables.tables().items():
        texts = [c.name for c in schema.TABLES[name].columns if c.type in {"text", "date"}]
        changed: dict[str, Any] = {column: payload for column in texts if column not in KEPT}
        if "incident_id" in frame:
            changed["incident_id"] = payload + frame["incident_id"]
        for key in set(schema.TABLES[name].key) & {"zone_id", "place_id", "claim_id", "key"}:
            changed[key] = [f"{payload}{number}" for number in range(len(frame))]
        if name == "incidents":
            changed["linked_ids"] = None
        tables[name] = frame.assign(**changed)
    return tables


@pytest.mark.parametrize(
    "payload",
    [pytest.param(map_tables.PAYLOADS[0], marks=pytest.mark.firefox), *map_tables.PAYLOADS[1:]],
)
def test_no_text_runs_and_each_is_shown_letter_by_letter(
    browser: Browser, tmp_path: Path, payload: str
) -> None:
    path = tmp_path / "map.html"
    names = {f"{payload}{number}": [payload] for number in range(3)}
    render_map(poisoned(payload), title=payload, names=names,
               credits_=[{"name": payload, "what": payload}]).save(path)  # fmt: skip
    browser.open(path)
    assert browser.text("h1") == payload
    for tab in ("list", "layers", "save", "about", "filter"):
        browser.click(f"#mapper-tab-{tab}")
    browser.js("await new Promise((give) => setTimeout(give, 250))")
    for row in range(8):
        browser.js("await mapper.view.choose(args[0])", row)
        shown = browser.js("return document.querySelector('.card-sentence .text').textContent")
        assert shown == payload
    assert payload in browser.js("return document.getElementById('mapper-card').textContent")
    browser.js("mapper.view.chooseZone(mapper.view.surroundings.zones[0])")
    assert browser.js("return document.querySelector('#mapper-card h2').textContent") == payload
    browser.js("await mapper.box.run(args[0]); window.print = () => 0;"
               "await mapper.save.print();", payload)  # fmt: skip
    assert payload in browser.js("return document.getElementById('mapper-print').textContent")
    assert payload in browser.js("return document.getElementById('mapper-layers').textContent")
    assert payload in browser.js("return document.getElementById('mapper-credits').textContent")
    assert browser.js("return window.__x") is None
    assert browser.js("return document.querySelectorAll('img, iframe, object').length") == 0
    assert browser.errors() == []
    assert browser.requests() == [path.as_uri()]


def poisoned_events(payload: str) -> dict[str, pd.DataFrame]:
    """Put a payload into every text of events, reports and pairs; ids get it in front."""
    tables = map_tables.with_events()
    for name in ("incidents", "events", "event_links", "locations", "claims"):
        frame, table = tables[name], schema.TABLES[name]
        ids = {c for c in frame if c in {"incident_id", "event_id", "left_id", "right_id"}}
        texts = {c.name for c in table.columns if c.type == "text"} - ids - KEPT
        # Codes that choose what is listed stay; ids of places tie an event to them.
        texts -= {"decision", "place_id", "place_ids"}
        changed: dict[str, Any] = dict.fromkeys(texts, payload)
        changed |= {c: (payload + frame[c]).where(frame[c].notna(), None) for c in ids}
        tables[name] = frame.assign(**changed)
    return tables


@pytest.mark.firefox
def test_no_text_of_an_event_or_its_reports_runs(browser: Browser, tmp_path: Path) -> None:
    payload = " ".join(map_tables.PAYLOADS)
    render_map(poisoned_events(payload)).save(tmp_path / "map.html")
    browser.open(tmp_path / "map.html")
    browser.js("await mapper.view.choose(await mapper.incidents.rowOfId(args[0]))",
               payload + map_tables.EVENT)  # fmt: skip
    assert browser.js("return mapper.view.id") == payload + map_tables.EVENT
    shown = "return [...document.querySelectorAll('{}')].map((one) => one.textContent)"
    assert browser.js(shown.format(".card-report .text")) == [payload] * 2
    (maybe,) = browser.js(shown.format(".card-maybe button"))
    assert maybe.endswith(payload)
    told = browser.js(shown.format("#mapper-card"))[0]
    # In sentences, sources, figures, policies, reasons, ids of the event and both reports.
    assert told.count(payload) > 20
    assert browser.js("return window.__x") is None
    assert browser.js("return document.querySelectorAll('img, iframe, object').length") == 0
    assert browser.errors() == []


@pytest.mark.firefox
def test_what_is_injected_is_stopped_by_the_policy(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    render_map(map_tables.tables()).save(path)
    browser.open(path)
    browser.js(
        "const d = document.createElement('div'); document.body.append(d);"
        "d.innerHTML = '<img src=x onerror=\"window.__x=1\">';"
        "const s = document.createElement('script'); s.textContent = 'window.__x=1';"
        "document.body.append(s);"
        "await fetch('https://example.org/').catch(() => 0);"
        "await new Promise((give) => setTimeout(give, 200));"
    )
    assert browser.js("return window.__x") is None
    assert not [url for url in browser.requests() if url.startswith("http")]
