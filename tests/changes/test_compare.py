"""What changed between two builds, and why: small builds, and stores edited by hand."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from folders import SEEDS

from mapper.base import frames, schema
from mapper.changes import MAY_LACK, Build, Change, Changes, compare, object_of, summary_in_words
from mapper.pipeline import build
from mapper.store import open_store, read_table, write_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

STORE = "store.gpkg"
TEXTS = {
    "one.txt": "On 6 May 2019, warplanes struck Hass, killing three people, medics said.",
    "two.txt": "Shelling hit Saraqib on 8 May 2019. Two people were killed, medics said.",
}
TABLE = """record_id,date,place,event_type,killed,actor
r1,2019-05-06,Hass,airstrike,3,Russia
r2,2019-06-10,Ariha,shelling,4,
"""


pytestmark = pytest.mark.usefixtures("few_places", "stores_alone")


def made(
    folder: Path,
    texts: dict[str, str] = TEXTS,
    table: str = TABLE,
    *,
    published: str = "2019-05-09",
    pack: Path | None = None,
) -> Path:
    """Build texts and records; give the store."""
    sources = folder / "sources"
    sources.mkdir(parents=True)
    rows = ["file,publisher,published"]
    for name, text in texts.items():
        (sources / name).write_text(text, encoding="utf-8")
        rows.append(f"{name},The Daily,{published}")
    (sources / "manifest.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (sources / "records.csv").write_text(table, encoding="utf-8")
    build([sources], folder / "out", gazetteer=pack)
    return folder / "out" / STORE


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("base"))


def diff(old: Path, new: Path, **asked: Any) -> Changes:  # noqa: ANN401 - of either build
    with (
        closing(open_store(old, may_lack=MAY_LACK)) as one,
        closing(open_store(new, may_lack=MAY_LACK)) as other,
    ):
        return compare(Build(one, **asked), Build(other, **asked))


def only(changes: Changes) -> Change:
    assert len(changes.changes) == 1, [object_of(one) for one in changes.changes]
    return changes.changes[0]


def codes(change: Change) -> list[tuple[str, bool]]:
    return [(one.code, one.sure) for one in change.reasons]


def fields(change: Change) -> dict[str, tuple[str | None, str | None]]:
    return {one.field: (one.old, one.new) for one in change.fields}


def edited(store: Path, target: Path, change: Callable[[dict[str, pd.DataFrame]], None]) -> Path:
    """Write a store of the same tables, some of them changed."""
    tables = {name: read_table(store, name) for name in schema.TABLES}
    tables["run"] = tables["run"][tables["run"]["key"] != "schema_version"]
    change(tables)
    write_store(target, tables)
    return target


def set_run(tables: dict[str, pd.DataFrame], key: str, value: str) -> None:
    tables["run"].loc[tables["run"]["key"] == key, "value"] = value


def event_of(tables: dict[str, pd.DataFrame], place: str) -> pd.Series[bool]:
    return tables["events"]["places"].str.contains(place)


def test_a_build_and_itself_differ_in_nothing(base: Path) -> None:
    found = diff(base, base)
    assert found.changes == ()
    assert list(summary_in_words(found)) == [
        f"0 new, 0 gone, 0 changed, 0 joined, 0 split, 0 regrouped; {found.n_same} unchanged"
    ]
    assert found.n_same == 3
    assert found.remarks == ()


def test_an_event_of_a_new_text_is_new_and_one_whose_text_went_is_gone(
    base: Path, tmp_path: Path
) -> None:
    less = made(tmp_path, {"one.txt": TEXTS["one.txt"]})
    change = only(diff(less, base))
    assert (change.kind, codes(change)) == ("new", [("new_text", True)])
    assert change.reasons[0].told.startswith("two.txt (art-")
    back = only(diff(base, less))
    assert (back.kind, codes(back)) == ("gone", [("text_gone", True)])
    assert diff(base, less).n_same == 2


def test_an_event_told_by_one_report_more_is_the_same_event(base: Path, tmp_path: Path) -> None:
    less = made(tmp_path, {"two.txt": TEXTS["two.txt"]})
    change = only(diff(less, base))
    assert (change.kind, codes(change)) == ("changed", [("new_text", True)])
    assert fields(change)["n_reports"] == ("1", "2")
    assert change.group.old_events != change.group.new_events
    assert [row["file"] for row in change.group.news] == ["one.txt"]


def test_a_record_that_says_otherwise_in_a_table_of_other_bytes_is_told(
    base: Path, tmp_path: Path
) -> None:
    other = made(tmp_path, table=TABLE.replace("shelling,4", "shelling,6"))
    change = only(diff(base, other))
    assert fields(change)["killed"] == ("4", "6")
    assert codes(change) == [("new_text", True)]
    assert "record r2 of records.csv says otherwise" in change.reasons[0].told


def test_a_record_more_and_a_record_less_are_told_by_their_ids(base: Path, tmp_path: Path) -> None:
    more = made(tmp_path, table=TABLE + "r3,2019-07-01,Idlib,airstrike,1,\n")
    assert only(diff(base, more)).reasons[0].told == (
        "record r3 of records.csv, which has other bytes"
    )
    assert codes(only(diff(more, base))) == [("text_gone", True)]


def test_another_day_of_publication_is_manifest_data(tmp_path: Path) -> None:
    texts = {"one.txt": "Warplanes struck Hass on Monday, killing three people."}
    one = made(tmp_path / "a", texts, "record_id,date,place\n", published="2019-05-07")
    other = made(tmp_path / "b", texts, "record_id,date,place\n", published="2019-05-14")
    change = only(diff(one, other))
    assert fields(change)["date"] == ("2019-05-06 (day, on)", "2019-05-13 (day, on)")
    assert codes(change) == [("manifest", True)]
    assert change.reasons[0].told == "published of one.txt: 2019-05-07 → 2019-05-14"


def test_a_text_of_other_bytes_under_the_same_name_is_matched_by_its_sentence(
    base: Path, tmp_path: Path
) -> None:
    other = made(tmp_path, TEXTS | {"two.txt": TEXTS["two.txt"] + "\nCorrected."})
    change = only(diff(base, other))
    assert (change.kind, codes(change)) == ("changed", [("new_text", True)])
    assert [pair.by for pair in change.group.pairs] == ["file"]
    assert "two.txt has other bytes" in change.reasons[0].told


@pytest.fixture(scope="module")
def moved(few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a pack in which one place lies elsewhere."""
    pack = tmp_path_factory.mktemp("moved") / "pack"
    shutil.copytree(few, pack)
    with (pack / "places.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        if row["place_id"] == "pl-saraqib":
            row["lat"] = str(round(float(row["lat"]) + 0.05, 4))
    with (pack / "places.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return pack


def test_a_place_that_lies_elsewhere_in_the_pack_is_the_reason(
    base: Path, moved: Path, tmp_path: Path
) -> None:
    change = only(diff(base, made(tmp_path, pack=moved)))
    assert change.kind == "changed"
    assert change.moved_km == pytest.approx(5.56, abs=0.01)
    assert codes(change)[0] == ("pack", True)
    assert "Saraqib (pl-saraqib) lies 5.56 km from where it lay" in change.reasons[0].told
    assert "position" in fields(change)


def test_other_word_lists_may_be_the_reason_for_what_nothing_else_tells(
    base: Path, tmp_path: Path
) -> None:
    def change(tables: dict[str, pd.DataFrame]) -> None:
        set_run(tables, "words_hash", "sha256:0123456789abcdef")
        tables["events"].loc[event_of(tables, "Saraqib"), ["killed_min", "killed_max"]] = [1, 4]

    found = only(diff(base, edited(base, tmp_path / STORE, change)))
    assert fields(found) == {"killed": ("2", "1-4")}
    assert codes(found) == [("rules", True)]
    assert "words_hash" in found.reasons[0].told


def test_where_several_things_differ_each_only_may_be_the_reason(
    base: Path, tmp_path: Path
) -> None:
    def change(tables: dict[str, pd.DataFrame]) -> None:
        set_run(tables, "words_hash", "sha256:0123456789abcdef")
        set_run(tables, "gazetteer_hash", "sha256:0123456789abcdef")
        here = event_of(tables, "Saraqib")
        tables["events"].loc[here, ["actor", "actor_status"]] = ["Somebody", "attributed"]

    found = only(diff(base, edited(base, tmp_path / STORE, change)))
    assert codes(found) == [("pack", False), ("rules", False)]
    assert str(found.reasons[0]).startswith("perhaps other pack: ")


def test_what_nothing_tells_is_said_to_be_not_told(base: Path, tmp_path: Path) -> None:
    def change(tables: dict[str, pd.DataFrame]) -> None:
        tables["events"].loc[event_of(tables, "Saraqib"), "killed_open"] = True

    found = only(diff(base, edited(base, tmp_path / STORE, change)))
    assert fields(found) == {"killed": ("2", "2+")}
    assert [str(one) for one in found.reasons] == ["not told: killed"]


def test_a_zone_that_is_drawn_otherwise_is_the_reason_for_a_verdict(
    base: Path, tmp_path: Path
) -> None:
    def change(tables: dict[str, pd.DataFrame]) -> None:
        events, zones = tables["events"], tables["zones"]
        zone = events.loc[event_of(tables, "Saraqib"), "zone_id"].iloc[0]
        zones.loc[zones["zone_id"] == zone, "valid_to"] = "2019-05-07"
        events.loc[event_of(tables, "Saraqib"), "zone_verdict"] = "not_in_force"

    found = only(diff(base, edited(base, tmp_path / STORE, change)))
    assert codes(found) == [("zones", True)]
    assert "→ 2018-" in found.reasons[0].told or "2019-05-07" in found.reasons[0].told


def corrected(tables: dict[str, pd.DataFrame], place: str, action: str, value: str | None) -> None:
    """Put a correction of an event's reports into the table, by hand."""
    event = tables["events"].loc[event_of(tables, place)].iloc[0]
    row = {
        "target": event["members"],
        "action": action,
        "value": value,
        "why": "names read",
        "by": "N. N.",
        "date": "2026-01-02",
        "status": "applied",
        "incident_ids": event["members"],
    }
    tables["corrections"] = frames.frame(schema.CORRECTIONS, [row])


def test_a_correction_is_told_by_whom_and_why(base: Path, tmp_path: Path) -> None:
    def change(tables: dict[str, pd.DataFrame]) -> None:
        corrected(tables, "Saraqib", "toll", "killed=5")
        here = event_of(tables, "Saraqib")
        tables["events"].loc[here, ["killed_min", "killed_max"]] = [5, 5]
        tables["events"].loc[here, "corrected"] = "toll by N. N., 2026-01-02: names read"
        set_run(tables, "words_hash", "sha256:0123456789abcdef")

    store = edited(base, tmp_path / STORE, change)
    found = only(diff(base, store))
    assert codes(found) == [("correction", True)]
    assert found.reasons[0].told == "toll killed=5, by N. N., 2026-01-02: names read"
    assert only(diff(store, base)).reasons[0].told.startswith("no longer: toll killed=5")
    assert diff(store, store).changes == ()


def test_a_correction_of_a_toll_does_not_account_for_another_place(
    base: Path, tmp_path: Path
) -> None:
    def change(tables: dict[str, pd.DataFrame]) -> None:
        corrected(tables, "Saraqib", "toll", "killed=5")
        tables["events"].loc[event_of(tables, "Saraqib"), "places"] = "Saraqeb"

    found = only(diff(base, edited(base, tmp_path / STORE, change)))
    assert codes(found) == [("correction", True), ("not_told", True)]


def test_an_event_that_a_correction_dropped_is_gone_by_it(base: Path, tmp_path: Path) -> None:
    def change(tables: dict[str, pd.DataFrame]) -> None:
        corrected(tables, "Saraqib", "drop", None)
        gone = tables["events"].loc[event_of(tables, "Saraqib"), "event_id"].iloc[0]
        for name in ("events", "incidents"):
            tables[name] = tables[name][tables[name]["event_id"] != gone]

    found = only(diff(base, edited(base, tmp_path / STORE, change)))
    assert (found.kind, codes(found)) == ("gone", [("correction", True)])


_EVENT_IDS = ("event_id", "members")


def renamed(tables: dict[str, pd.DataFrame], old: str, new: str) -> None:
    """Give a report another id, as other rules do, and its event with it."""
    for name, columns in (("incidents", ("incident_id", "event_id")), ("events", _EVENT_IDS)):
        for column in columns:
            tables[name][column] = tables[name][column].replace(old, new)


def test_a_report_of_another_id_is_matched_by_its_sentence(base: Path, tmp_path: Path) -> None:
    def change(tables: dict[str, pd.DataFrame]) -> None:
        event = tables["events"].loc[event_of(tables, "Saraqib")].iloc[0]
        renamed(tables, event["members"], "inc-ffffffffffff")
        renamed(tables, event["event_id"], "evt-ffffffffffff")

    store = edited(base, tmp_path / STORE, change)
    found = only(diff(base, store))
    assert (found.kind, fields(found)) == ("changed", {})
    assert [pair.by for pair in found.group.pairs] == ["sentence"]
    assert [str(one) for one in found.reasons] == ["not told: reading"]
    assert object_of(found)["reports"]["renamed"][0]["new"] == "inc-ffffffffffff"


def test_two_events_that_are_one_are_joined_and_the_other_way_split(
    base: Path, tmp_path: Path
) -> None:
    def change(tables: dict[str, pd.DataFrame]) -> None:
        events, incidents = tables["events"], tables["incidents"]
        two = events[events["places"].str.contains("Saraqib|Ariha")]
        one = two.iloc[0].copy()
        one["event_id"], one["members"] = "evt-ffffffffffff", "; ".join(sorted(two["members"]))
        events.loc[two.index[0]] = one
        tables["events"] = events.drop(two.index[1])
        is_of = incidents["event_id"].isin(set(two["event_id"]))
        incidents.loc[is_of, "event_id"] = "evt-ffffffffffff"
        set_run(tables, "mapper_version", "0.0.9")

    store = edited(base, tmp_path / STORE, change)
    found = only(diff(base, store))
    assert (found.kind, len(found.old), len(found.new)) == ("joined", 2, 1)
    assert codes(found) == [("rules", True)]
    assert only(diff(store, base)).kind == "split"
    assert diff(base, store).n_same == 1


def test_roundings_are_no_change(base: Path, tmp_path: Path) -> None:
    def change(tables: dict[str, pd.DataFrame]) -> None:
        tables["events"]["zone_p_inside"] += 0.004
        tables["events"]["zone_distance_km"] -= 0.04
        tables["events"]["geometry"] = tables["events"]["geometry"].translate(5e-6, 0)

    store = edited(base, tmp_path / STORE, change)
    assert diff(base, store).changes == ()
    assert diff(base, store).n_same == 3


def test_a_change_is_kept_where_one_of_its_events_is_asked_about(
    base: Path, tmp_path: Path
) -> None:
    less = made(tmp_path, {"one.txt": TEXTS["one.txt"]})
    ids = set(read_table(base, "events")["event_id"])
    assert len(diff(less, base, among=ids).changes) == 1
    assert diff(less, base, among=set()) == Changes((), 0, ())


def test_a_store_of_the_tables_before_corrections_is_compared_all_the_same(
    base: Path, tmp_path: Path
) -> None:
    old = tmp_path / STORE
    shutil.copy(base, old)
    with closing(sqlite3.connect(old)) as connection:
        for name in ("events", "incidents"):
            kept = [n for n in (*schema.TABLES[name].names, "geom", "fid") if n != "corrected"]
            listed = ", ".join(f'"{one}"' for one in kept)
            copied = f"CREATE TABLE kept AS SELECT {listed} FROM {name}"  # noqa: S608 - names are ours
            connection.executescript(
                f"{copied}; DROP TABLE {name}; ALTER TABLE kept RENAME TO {name};"
            )
        connection.executescript(
            "DROP TABLE corrections; DROP TABLE uncorrected;"
            "UPDATE run SET value = '3' WHERE key = 'schema_version'"
        )
    found = diff(old, base)
    assert found.changes == ()
    assert found.remarks[0].startswith("the old store is of an earlier version (tables 3)")


def test_the_seeds_without_an_article_and_with_it_differ_in_its_events_alone(
    tmp_path: Path,
) -> None:
    for name in ("less", "all"):
        shutil.copytree(SEEDS, tmp_path / name)
    manifest = tmp_path / "less" / "manifest.csv"
    rows = manifest.read_text(encoding="utf-8").splitlines()
    kept = [row for row in rows if not row.startswith("idlib-2020-06")]
    manifest.write_text("\n".join(kept) + "\n", encoding="utf-8")
    (tmp_path / "less" / "idlib-2020-06.digest.txt").unlink()
    stores = []
    for name in ("less", "all"):
        build([tmp_path / name], tmp_path / f"{name}-out")
        stores.append(tmp_path / f"{name}-out" / STORE)
    found = diff(*stores)
    assert found.changes
    assert {one.reasons[0].code for one in found.changes} == {"new_text"}
    assert all("idlib-2020-06" in one.reasons[0].told for one in found.changes)
    assert json.dumps([object_of(one) for one in found.changes]) == json.dumps(
        [object_of(one) for one in diff(*stores).changes]
    )
