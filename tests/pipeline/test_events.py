import hashlib
import json
import random
from pathlib import Path
from typing import Any

import pytest
from gold.joining.generate import make_large

from mapper.base import frames, schema
from mapper.base.schema import JOINER
from mapper.gazetteer import load_gazetteer
from mapper.incidents import code_table
from mapper.joining import Joined, join
from mapper.pipeline.events import event_tables
from mapper.pipeline.steps import build
from mapper.sources import read_records
from mapper.store import STORE, read_table
from mapper.zones import judged, load_zones

Row = dict[str, Any]

TEXT = (
    "Russian jets killed {} people in a market in Ariha, in Syria's Idlib province, on Thursday,"
    " rescuers said.\n"
)
ROWS = (
    "record_id,date,place,admin1,event_type,actor,killed_min,killed_max,attributed_to\n"
    "r1,2019-07-04,Ariha,Idlib,airstrike,RUSSIA,3,3,SOHR\n"
    "r2,2019-07-04,Ariha,Idlib,airstrike,RUSSIA,4,4,White Helmets\n"
    "r3,2019-07-09,Saraqib,Idlib,shelling,,1,1,SOHR\n"
)


NOTHING = frames.frame(schema.LOCATIONS, [])


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Give a table with one strike twice, and two articles of it."""
    folder = tmp_path_factory.mktemp("sources")
    (folder / "table.csv").write_text(ROWS, encoding="utf-8")
    listed = ["file,publisher,published"]
    for name, killed in (("a", "four"), ("b", "at least three")):
        (folder / f"{name}.txt").write_text(TEXT.format(killed), encoding="utf-8")
        listed.append(f"{name}.txt,{name.upper()},2019-07-05")
    (folder / "manifest.csv").write_text("\n".join(listed), encoding="utf-8")
    return [folder / "manifest.csv", folder / "table.csv"]


@pytest.fixture(scope="module")
def store(sources: list[Path], few: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("built") / "out"
    return build(sources, out, gazetteer=few).folder / STORE


ARABIC = (
    "قتل أربعة مدنيين وأصيب سبعة جراء غارات جوية روسية استهدفت سوقا في مدينة كفرنبل"
    " بريف إدلب الجنوبي يوم الخميس 4 تموز 2019، بحسب المرصد السوري لحقوق الإنسان.\n"
)
ENGLISH = (
    "Russian air strikes on a market in Kafr Nabl, in southern Idlib, killed four civilians and"
    " wounded seven on Thursday 4 July 2019, the Syrian Observatory for Human Rights said.\n"
)


@pytest.mark.usefixtures("no_views")
def test_an_arabic_and_an_english_report_of_one_strike_are_one_event(tmp_path: Path) -> None:
    (tmp_path / "ar.txt").write_text(ARABIC, encoding="utf-8")
    (tmp_path / "en.txt").write_text(ENGLISH, encoding="utf-8")
    built = build([tmp_path / "ar.txt", tmp_path / "en.txt"], tmp_path / "out").folder / STORE
    (event,) = read_table(built, "events").to_dict("records")
    assert (event["n_reports"], event["killed_min"], event["killed_max"]) == (2, 4, 4)
    assert (event["actor"], event["places"], event["date_start"]) == (
        "Russia",
        "Kafr Nabl",
        "2019-07-04",
    )
    assert event["attributed_to"] == "Syrian Observatory for Human Rights"
    assert sorted(read_table(built, "articles")["language"]) == ["ar", "en"]


def test_one_strike_of_two_articles_and_two_rows_is_one_event(store: Path) -> None:
    incidents = read_table(store, "incidents").set_index("incident_id")
    events = read_table(store, "events").set_index("event_id")
    assert len(events) == 2
    told = events[events["n_reports"] == 4].iloc[0]
    assert (told["killed_min"], told["killed_max"], told["actor"]) == (3, 4, "Russia")
    assert "SOHR" in told["figures"] or "Observatory" in told["figures"]
    members = told["members"].split(JOINER)
    assert set(incidents.loc[members, "event_id"]) == {told.name}
    assert set(incidents.loc[members, "n_reports"]) == {4}
    for one in members:
        assert sorted([one, *incidents.loc[one, "linked_ids"].split(JOINER)]) == sorted(members)


def test_an_event_is_judged_by_its_own_place_and_days(store: Path) -> None:
    events, incidents = read_table(store, "events"), read_table(store, "incidents")
    told = events[events["n_reports"] == 4].iloc[0]
    same = incidents[incidents["event_id"] == told["event_id"]]
    assert set(same["zone_verdict"]) == {told["zone_verdict"]}
    assert told["zone_p_inside"] == pytest.approx(same["zone_p_inside"].mean(), abs=0.02)
    assert told.geometry.geom_type in {"Point", "MultiPoint"}


def test_links_tell_why_and_every_pair_is_of_incidents(store: Path) -> None:
    links, incidents = read_table(store, "event_links"), read_table(store, "incidents")
    joined = links[links["decision"] == "joined"]
    assert len(joined) == 3
    assert set(links["left_id"]) | set(links["right_id"]) <= set(incidents["incident_id"])
    assert joined["reasons"].str.contains("place same").all()


def test_appending_gives_the_events_and_links_of_a_full_build(
    sources: list[Path], store: Path, few: Path, tmp_path: Path
) -> None:
    build(sources[:1], tmp_path / "out", gazetteer=few)
    appended = build(sources[1:], tmp_path / "out", gazetteer=few, append=True).folder / STORE
    for name in ("events", "event_links"):
        full, added = read_table(store, name), read_table(appended, name)
        assert full.equals(added), name


def generated(folder: Path) -> tuple[list[Row], list[Row]]:
    """Give incidents and places of a small generated set, one of its tables told by articles."""
    make_large(folder, size=150, reports=0)
    incidents: list[Row] = []
    locations: list[Row] = []
    for path in sorted((folder / "in").iterdir()):
        made = code_table(read_records(path), load_gazetteer())
        incidents += made["incidents"]
        locations += made["locations"]
    for number, row in enumerate(row for row in incidents if row["file"] == "agency.csv"):
        row |= {"article_id": f"art-{number // 2}", "publisher": f"P{number % 7}"}
        row |= {"source_id": None, "sentence": f"{SENTENCE} {row['places']} {number // 3}."}
    return incidents, locations


SENTENCE = "People were hurt at dawn when the town was struck again, rescuers said of"


def test_input_shuffled_ten_times_gives_the_same_bytes(tmp_path: Path) -> None:
    incidents, locations = generated(tmp_path)
    pack = load_gazetteer()
    zones = load_zones(pack.zones_path)
    days = {row["incident_id"]: (row["date_start"], row["date_end"]) for row in incidents}
    known, _ = judged(locations, days, zones, pack.settlements()[:2])
    chance = random.Random(7)  # noqa: S311 - no secret
    joined, rows = [], set()
    for _ in range(10):
        chance.shuffle(incidents)
        chance.shuffle(locations)
        joined.append(join(incidents, locations, pack.language()))
        rows.add(hashed(joined[-1].events, joined[-1].links))
    assert {"joined", "doubtful", "apart"} <= {one["decision"] for one in joined[0].links}
    assert len(rows) == 1
    tables = [event_tables(joined[n], known, zones, pack) for n in (0, -1)]
    as_text = [
        [made[name].astype(str).to_numpy().tolist() for name in ("events", "event_links")]
        for made in tables
    ]
    assert hashed(*as_text[0]) == hashed(*as_text[1])


def hashed(*rows: object) -> str:
    return hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest()


def test_where_reports_disagree_p_is_weighed_by_shares() -> None:
    place = {"place_id": None, "name": "X", "geo_precision": 1, "radius_m": 900.0, "area": None}
    inside, outside = {"lat": 35.75, "lon": 36.75}, {"lat": 36.6, "lon": 38.0}
    places = [
        {"incident_id": "evt-1", "seq": 1, **place, **inside, "share": 0.75},
        {"incident_id": "evt-1", "seq": 2, **place, **outside, "share": 0.25},
    ]
    day = {"date_start": "2019-07-04", "date_end": "2019-07-04"}
    rows = [{"event_id": "evt-1", "scope": "event", "event_type": "airstrike", **day}]
    pack = load_gazetteer()
    zones = load_zones(pack.zones_path)
    both, alone = (
        event_tables(Joined(rows, some, [], []), NOTHING, zones, pack)["events"].iloc[0]
        for some in (places, [{**places[0], "share": 1.0}])
    )
    assert both["zone_p_inside"] == pytest.approx(0.75 * alone["zone_p_inside"], abs=0.01)
    assert alone["zone_p_inside"] > 0.1


def test_tables_of_no_incident_are_empty_and_whole() -> None:
    pack = load_gazetteer()
    joined = join([], [], pack.language())
    made = event_tables(joined, NOTHING, load_zones(pack.zones_path), pack)
    for name, table in made.items():
        assert frames.check(schema.TABLES[name], table) == []
        assert len(table) == 0
