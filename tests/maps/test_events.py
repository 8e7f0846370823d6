"""Events as rows of the page: one each, with all their reports behind them."""

from __future__ import annotations

import gzip
import re

import map_tables
import pytest

from mapper.base import schema
from mapper.maps.data.columns import encode
from mapper.maps.data.events import Shown, rows_of
from mapper.maps.data.points import locate
from mapper.maps.render import render_map

EVENT, DISPUTED = map_tables.EVENT, map_tables.DISPUTED
PLACE = "al-Maouzrah"
ids = map_tables.incident_id


@pytest.fixture(scope="module")
def shown() -> Shown:
    made = map_tables.with_events()
    return rows_of(made["incidents"], made["events"], made["event_links"], made["locations"])


def test_several_reports_are_one_row_and_one_report_is_its_own(shown: Shown) -> None:
    assert len(shown.rows) == 6
    assert shown.rows["incident_id"].tolist() == [*map(ids, (3, 5, 6, 8)), EVENT, DISPUTED]
    told = shown.rows.set_index("incident_id")
    assert told.loc[EVENT, "actor"] == "Russia or Syrian government"
    assert told.loc[EVENT, "n_sources"] == 2
    assert told.loc[ids(8), "sentence"].startswith("=1+1")
    assert told["event_id"].isna().sum() == 1
    assert told["event_id"].isna()[ids(5)]


def test_reports_stand_behind_their_event(shown: Shown) -> None:
    owners = shown.rows["incident_id"].to_numpy()[shown.owner].tolist()
    assert dict(zip(shown.reports["incident_id"], owners, strict=True)) == {
        ids(1): EVENT,
        ids(2): EVENT,
        ids(4): DISPUTED,
        ids(7): DISPUTED,
    }


def test_each_place_that_reports_disagree_on_has_its_share(shown: Shown) -> None:
    assert shown.locations is not None
    placed = shown.locations.set_index("incident_id")
    assert placed.loc[DISPUTED, ["name", "share"]].to_numpy().tolist() == [
        ["al-Maouzrah", 0.67],
        ["Saraqib", 0.33],
    ]
    assert placed["share"].notna().sum() == 2
    points = locate(shown.rows, shown.locations)
    assert sorted(points.share.tolist()) == [0] * (len(points.share) - 2) + [33, 67]


def test_an_event_with_a_place_of_no_location_at_hand_keeps_its_points() -> None:
    made = map_tables.with_events()
    known = made["locations"][made["locations"]["name"] != "Saraqib"]
    shown = rows_of(made["incidents"], made["events"], None, known)
    assert shown.locations is not None
    assert DISPUTED not in set(shown.locations["incident_id"])
    points = locate(shown.rows, shown.locations)
    row = shown.rows["incident_id"].tolist().index(DISPUTED)
    assert points.order.tolist().index(row) in points.owner.tolist()


@pytest.mark.parametrize("place_ids", ["pl-4", None])
def test_a_position_of_no_place_of_the_pack_has_its_name_and_share_too(
    place_ids: str | None,
) -> None:
    made = map_tables.with_events()
    is_bare = made["locations"]["name"].isin(["Saraqib"] if place_ids else ["Saraqib", PLACE])
    known = made["locations"].copy()
    known.loc[is_bare, "place_id"] = None
    events = made["events"].copy()
    events.loc[events["event_id"] == DISPUTED, "place_ids"] = place_ids
    shown = rows_of(made["incidents"], events, None, known)
    assert shown.locations is not None
    placed = shown.locations.set_index("incident_id").loc[DISPUTED]
    assert placed[["name", "share"]].to_numpy().tolist() == [[PLACE, 0.67], ["Saraqib", 0.33]]
    assert placed["place_id"].isna().tolist() == [not place_ids, True]
    points = locate(shown.rows, shown.locations)
    assert sorted(points.share.tolist())[-2:] == [33, 67]


def test_doubtful_pairs_lead_to_each_other_once_by_the_surest(shown: Shown) -> None:
    rows = shown.rows["incident_id"].tolist()
    found = [
        (m["incident_id"], rows[m["other"]], m["score"]) for m in shown.maybe.to_dict("records")
    ]
    assert sorted(found) == sorted([(EVENT, DISPUTED, -1.0), (DISPUTED, EVENT, -1.0)])


def test_without_events_each_report_is_a_row() -> None:
    made = map_tables.tables()
    for events in (None, made["incidents"].iloc[:0].reindex(columns=schema.EVENTS.names)):
        shown = rows_of(made["incidents"], events, None, made["locations"])
        assert not shown.are_events
        assert len(shown.rows) == 8


def test_events_that_come_without_their_reports_are_rows_too() -> None:
    made = map_tables.with_events()
    events = made["events"]
    names = events["event_id"].to_numpy()
    stand_ins = made["incidents"].head(len(events)).assign(incident_id=names, event_id=names)
    placed = made["locations"].head(1).assign(incident_id=names[0])
    shown = rows_of(stand_ins, events, None, placed)
    assert shown.locations is not None
    assert shown.locations["incident_id"].tolist() == [names[0]]
    assert shown.rows["incident_id"].tolist() == events["event_id"].tolist()
    assert shown.reports.empty


def test_ids_of_reports_and_events_come_back_from_their_bytes(shown: Shown) -> None:
    columns = encode(shown)
    digits = columns.meta["idDigits"]
    packed = gzip.decompress(columns.ids).hex()
    read = [packed[at : at + digits] for at in range(0, len(packed), digits)]
    order = locate(shown.rows, shown.locations).order
    keys = shown.rows["incident_id"].to_numpy()[order].tolist()
    assert read[:6] == [key[4:] for key in keys]
    assert sorted(read[6:10]) == sorted(ids(number)[4:] for number in (1, 2, 4, 7))
    of = dict(zip(keys, read[10:], strict=True))
    assert of[ids(3)] == map_tables.event_id(3)[4:]
    assert set(of[EVENT]) == set(of[ids(5)]) == {"0"}


def test_a_page_of_events_is_no_larger_than_one_of_its_reports() -> None:
    made = map_tables.with_events()
    alone = {name: table for name, table in made.items() if not name.startswith("event")}
    sizes = [len(render_map(tables).page.render()) for tables in (made, alone)]
    assert sizes[0] < sizes[1] + 2500


def test_without_scripts_an_event_is_one_row_of_the_table() -> None:
    text = render_map(map_tables.with_events()).page.render()
    table = text[text.index("<table>") : text.index("</table>")]
    assert len(re.findall("<tr>", table)) == 1 + 6
    assert "Jets hit Kafr Nabl at dawn" in table
    assert "; further reports: 1" in table
