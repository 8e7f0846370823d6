import csv
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from folders import TESTS
from gold.joining import pool as pools
from gold.joining.generate import MEMBERS, PARTS, main, make_large, read_members
from gold.joining.members import members_found
from gold.joining.told import REGION, Judge, Said
from gold.joining.world import Event

from mapper.sources import read_records

SCRIPT = TESTS / "gold" / "joining" / "generate.py"
COUNTS = {"tuning": (400, 1571), "aside": (200, 867)}
LOOK_ALIKES = {"next_day", "next_village", "other_kind", "same_toll", "namesake", "twice"}
Row = dict[str, str]


def generate(part: str, folder: Path, hash_seed: str) -> Path:
    ran = {**os.environ, "PYTHONHASHSEED": hash_seed}
    subprocess.run([sys.executable, SCRIPT, part, folder], check=True, env=ran)
    return folder


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def sums(folder: Path) -> dict[str, str]:
    """Hash the files of a set; all its texts together, by name."""
    found = {path.name: path.read_bytes() for path in sorted(folder.rglob("*.csv"))}
    found["texts"] = b"".join(path.read_bytes() for path in sorted(folder.rglob("*.txt")))
    return {name: hashlib.sha256(held).hexdigest() for name, held in found.items()}


@pytest.fixture(scope="module", params=sorted(PARTS))
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return generate(request.param, tmp_path_factory.mktemp("joined") / request.param, "1")


def test_a_set_comes_out_the_same_twice_and_as_noted_when_it_was_set_aside(
    made: Path, tmp_path: Path
) -> None:
    again = sums(generate(made.name, tmp_path / "again", "2"))
    assert sums(made) == again
    noted = (TESTS / "gold" / "README.md").read_text(encoding="utf-8")
    listed = dict(re.findall(rf"^{made.name} (\S+) +([0-9a-f]{{64}})$", noted, flags=re.MULTILINE))
    assert listed == again


def test_every_report_is_a_member_of_one_event(made: Path) -> None:
    members = read_members(made)
    events = {row["event"]: row for row in rows(made / "events.csv")}
    assert (len(events), len(members)) == COUNTS[made.name]
    assert set(members[0]) == set(MEMBERS)
    assert len({one["member"] for one in members}) == len(members)
    for one in members:
        assert one["told"] in {"yes", "no"}
        assert one["event"] in events or (
            one["event"].startswith("total-") and one["how"] == "total"
        )
    reported = {one["event"] for one in members}
    assert events.keys() <= reported
    coded = [
        row["record_id"]
        for name in ("coder_a", "monitor", "agency")
        for row in rows(made / "in" / f"{name}.csv")
    ]
    assert coded == [one["member"] for one in members if not one["start"]]
    files = {row["file"] for row in rows(made / "in" / "manifest.csv")}
    assert files == {one["file"] for one in members if one["start"]}
    assert files == {path.name for path in (made / "in").glob("*.txt")}


def test_what_is_told_of_each_event_lies_apart_in_its_text(made: Path) -> None:
    spans: dict[str, list[tuple[int, int]]] = {}
    for one in read_members(made):
        if one["start"]:
            spans.setdefault(one["file"], []).append((int(one["start"]), int(one["end"])))
    for file, listed in spans.items():
        text = (made / "in" / file).read_text(encoding="utf-8")
        ends = [0]
        for start, end in listed:
            assert ends[-1] <= start < end <= len(text)
            assert text[start:end].strip().endswith(".")
            ends.append(end)


def test_tables_are_read_whole(made: Path) -> None:
    for name in ("coder_a", "monitor", "agency"):
        table = read_records(made / "in" / f"{name}.csv")
        assert (table.rejects, table.unused) == ((), ())


def test_every_kind_of_look_alike_is_beside_the_event_it_looks_like(made: Path) -> None:
    events = {row["event"]: row for row in rows(made / "events.csv")}
    alike = [row for row in events.values() if row["like"]]
    assert {row["like"] for row in alike} == LOOK_ALIKES
    for row in alike:
        of = events[row["of"]]
        apart = abs(date.fromisoformat(row["day"]) - date.fromisoformat(of["day"])).days
        is_same_place = row["place_ids"] == of["place_ids"].split("|")[0]
        if row["like"] in {"twice", "other_kind"}:
            assert (is_same_place, apart) == (True, 0)
            assert row["hour"] != of["hour"]
            assert row["killed"] != of["killed"] or row["like"] == "other_kind"
        elif row["like"] == "next_day":
            assert (is_same_place, apart) == (True, 1)
        else:
            assert not is_same_place


def test_all_ways_of_telling_occur(made: Path) -> None:
    ways = Counter(how for one in read_members(made) for how in one["how"].split("; "))
    rare = {"after", "no_article", "by", "one_of_several"}
    assert all(ways[how] >= (1 if how in rare else 5) for how in WAYS)
    assert set(ways) - {""} <= WAYS


WAYS = {
    *("spelling", "respelled", "no_article", "arabic", "near", "unit", "region", "several"),
    *("one_of_several", "day_after", "night", "week", "by", "after", "kin", "unspecified"),
    *("no_actor", "open_actor", "other_actor", "early_toll", "range", "other_toll", "no_toll"),
    *("killed_only", "injured_only", "no_target", "second_row", "copied_note", "reprint"),
    *("told_together", "total"),
}


def test_the_parts_share_no_event_and_no_sentence() -> None:
    said = []
    for part in PARTS.values():
        listed = pools.read(part.templates)
        parts = {"lead", "second", "toll", "none", "target", "open", "blame", "headline", "note"}
        said.append({row["text"] for row in listed if row["part"] in parts | {"context", "total"}})
    assert said[0].isdisjoint(said[1])
    thirds = [part.thirds for part in PARTS.values()]
    assert thirds[0].isdisjoint(thirds[1])
    assert thirds[0] | thirds[1] == {0, 1, 2}


def test_a_seed_makes_a_further_set_of_the_tuning_part_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(*words: object) -> None:
        monkeypatch.setattr(sys, "argv", ["generate.py", *map(str, words)])
        main()

    asked("tuning", tmp_path / "more", "--seed", "more")
    files = {one["file"] for one in read_members(tmp_path / "more") if one["start"]}
    assert all(file.startswith("more-") for file in files)
    assert len(rows(tmp_path / "more" / "events.csv")) == COUNTS["tuning"][0]
    for part, seed in (("aside", "more"), ("size", "more"), ("tuning", PARTS["aside"].seed)):
        with pytest.raises(SystemExit):
            asked(part, tmp_path / "none", "--seed", seed)
    assert not (tmp_path / "none").exists()


def test_a_set_of_any_size_has_tables_alone(tmp_path: Path) -> None:
    make_large(tmp_path, size=300, reports=40)
    here = [row for path in sorted((tmp_path / "in").iterdir()) for row in rows(path)]
    apart = [row for path in sorted((tmp_path / "reports").iterdir()) for row in rows(path)]
    assert abs(len(here) - 300) <= 2
    assert len(here) + len(apart) == 340
    members = {one["member"] for one in read_members(tmp_path)}
    assert members == {row["record_id"] for row in (*here, *apart)}


@pytest.fixture
def event() -> Event:
    place = next(iter(pools.frozen().all.values()))
    return Event("one", (place,), date(2019, 6, 5), "airstrike", "Russia", 2, 5)


@pytest.fixture
def said(event: Event) -> Said:
    return plainly(event)


def plainly(event: Event) -> Said:
    return Said(
        written=(event.places[0].name,),
        settled="village",
        arabic="",
        admin1="",
        area="",
        scale="exact",
        where=frozenset({event.places[0].place_id}),
        first=event.day,
        last=event.day,
        precision="day",
        basis="on",
        hour="",
        kind=event.kind,
        actor=event.actor,
        killed=(2, 2, False),
        injured=None,
        targets=(),
        how=(),
    )


def test_a_report_is_told_where_no_other_event_fits_it(event: Event, said: Said) -> None:
    next_day = replace(event, event_id="other", day=event.day + timedelta(days=1))
    assert Judge([event, next_day]).is_told(said, event)
    twin = replace(event, event_id="other", injured=9)
    assert not Judge([event, twin]).is_told(said, event)
    assert Judge([event, twin]).is_told(replace(said, injured=(5, 5, False)), event)


def test_a_report_dated_a_day_late_is_not_told_beside_an_event_of_that_day(
    event: Event, said: Said
) -> None:
    after = event.day + timedelta(days=1)
    late = replace(said, first=after, last=after)
    assert Judge([event]).is_told(late, event)
    assert not Judge([event, replace(event, event_id="other", day=after)]).is_told(late, event)


def test_a_region_is_told_only_with_the_day_and_many_dead(event: Event, said: Said) -> None:
    coarse = replace(said, scale=REGION)
    assert not Judge([event]).is_told(coarse, event)
    many = replace(event, killed=14)
    dead = replace(coarse, killed=(14, 14, False))
    assert Judge([many]).is_told(dead, many)
    week = replace(dead, last=dead.last + timedelta(days=6), precision="week")
    assert not Judge([many]).is_told(week, many)


def test_members_are_found_by_id_and_by_where_the_sentence_lies() -> None:
    incidents: list[dict[str, object]] = [
        {"incident_id": "inc-1", "source_id": "r-1", "file": "t.csv", "char_start": None},
        {"incident_id": "inc-2", "source_id": None, "file": "a.txt", "char_start": 12.0},
        {"incident_id": "inc-3", "source_id": None, "file": "a.txt", "char_start": 90.0},
    ]
    members = [
        {"member": "r-1", "file": "t.csv", "start": "", "end": ""},
        {"member": "r-2", "file": "t.csv", "start": "", "end": ""},
        {"member": "a.txt#1", "file": "a.txt", "start": "0", "end": "80"},
        {"member": "a.txt#2", "file": "a.txt", "start": "82", "end": "140"},
        {"member": "b.txt", "file": "b.txt", "start": "0", "end": "140"},
    ]
    found = members_found(incidents, members)
    assert found == {"r-1": "inc-1", "a.txt#1": "inc-2", "a.txt#2": "inc-3"}
