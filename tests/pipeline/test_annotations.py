"""Annotations in a build: in the place of the rules' reading, the same with any jobs or appends."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from built import hashes, rows_of

from mapper.base.errors import StoreError
from mapper.pipeline.steps import Build, build
from mapper.store import STORE
from mapper.store.reader import read_table

pytestmark = pytest.mark.usefixtures("few_places")
HIT = "An airstrike hit Kafr Nabl on Monday, killing two people, medics said."
FELL = "Shells fell on Saraqib on Monday and hurt three people, a monitor said."
OLD, NEW = f"{HIT} {FELL}\n", f"{FELL}\n"
Line = dict[str, Any]
READ: Line = {
    "file": "a.txt",
    "quote": HIT,
    "event_type": "airstrike",
    "date": "2019-07-22",
    "places": ["Kafr Nabl"],
    "killed": 2,
}


def folder(parent: Path, name: str, **texts: str) -> Path:
    made = parent / name
    made.mkdir(exist_ok=True)
    rows = ["file,published"]
    for stem, text in texts.items():
        (made / f"{stem}.txt").write_text(text, encoding="utf-8")
        rows.append(f"{stem}.txt,2019-07-24")
    (made / "manifest.csv").write_text("\n".join(rows), encoding="utf-8")
    return made


def annotations(path: Path, *lines: Line) -> Path:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def rows(built: Build, name: str) -> list[dict[str, Any]]:
    frame = read_table(built.folder / STORE, name).astype(object)
    return [dict(row) for _, row in frame.where(frame.notna(), None).iterrows()]


def refused(built: Build) -> list[tuple[str, int | None, str]]:
    return [(row["file"], row["row"], row["reason"]) for row in built.report["rejects"]["rows"]]


@pytest.mark.usefixtures("no_views")
def test_an_annotation_takes_the_place_of_the_rules_reading_and_says_so(tmp_path: Path) -> None:
    source = folder(tmp_path, "old", a=OLD)
    plain = build([source], tmp_path / "plain")
    annotations(source / "annotations-anna.jsonl", {**READ, "killed": "2-4", "by": "anna"})
    built = build([source], tmp_path / "out")
    before, after = (rows(one, "incidents") for one in (plain, built))
    assert len(before) == len(after) == 2
    (mine,) = [row for row in after if row["rule"] == "annotation:anna"]
    assert (mine["killed_min"], mine["killed_max"]) == (2, 4)
    assert (mine["sentence"], mine["char_start"], mine["char_end"]) == (HIT, 0, len(HIT))
    (theirs,) = [row for row in before if row["event_type"] == "airstrike"]
    assert mine["place_ids"] == theirs["place_ids"]
    assert mine["zone_verdict"] == theirs["zone_verdict"]
    assert theirs["incident_id"] not in {row["incident_id"] for row in after}
    (decision,) = [row for row in rows(built, "decisions") if row["outcome"] == "refused"]
    assert f"read by annotation:anna as {mine['incident_id']}" in decision["why"]
    inputs = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))["inputs"]
    assert ("annotations", "annotations-anna.jsonl") in {(o["kind"], o["file"]) for o in inputs}


@pytest.mark.parametrize("jobs", [1, pytest.param(2, marks=pytest.mark.long)])
def test_jobs_and_the_order_of_sources_change_no_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    monkeypatch.setattr("mapper.pipeline.coding.BATCH", 1)
    source = folder(tmp_path, "old", a=OLD, b=NEW)
    first = annotations(tmp_path / "x.jsonl", READ)
    second = annotations(
        tmp_path / "y.jsonl", {**READ, "killed": 3}, {"file": "b.txt", "none": True}
    )
    one = build([source, first, second], tmp_path / "one")
    two = build([second, first, source], tmp_path / "two", jobs=jobs)
    assert hashes(one.folder) == hashes(two.folder)
    assert refused(one) == [("y.jsonl", 1, "duplicate")]


@pytest.mark.usefixtures("no_views")
@pytest.mark.parametrize("again", ["", "old", "annotations", "both"])
def test_appending_gives_the_rows_of_a_build_of_everything(tmp_path: Path, again: str) -> None:
    old, new = folder(tmp_path, "old", a=OLD), folder(tmp_path, "new", b=NEW)
    wrong = {**READ, "quote": "never said"}
    mine = annotations(tmp_path / "mine.jsonl", READ, wrong, {**READ, "killed": -1})
    more = annotations(tmp_path / "more.jsonl", {**READ, "file": "b.txt", "quote": NEW.strip()})
    out = build([old, mine], tmp_path / "out").folder
    repeated = [*([old] if again in {"old", "both"} else [])]
    repeated += [mine] if again in {"annotations", "both"} else []
    added = build([new, more, *repeated], out, append=True)
    assert rows_of(added) == rows_of(build([old, mine, new, more], tmp_path / "whole"))
    assert added.n_unchanged == (1 if old in repeated else 0)


@pytest.mark.usefixtures("no_views")
def test_annotations_that_changed_make_their_texts_be_read_again(tmp_path: Path) -> None:
    old = folder(tmp_path, "old", a=OLD, b=NEW)
    mine = annotations(tmp_path / "mine.jsonl", READ)
    out = build([old, mine], tmp_path / "out").folder
    annotations(mine, {**READ, "killed": 5}, {"file": "b.txt", "quote": FELL, "none": True})
    added = build([old, mine], out, append=True)
    assert rows_of(added) == rows_of(build([old, mine], tmp_path / "whole"))
    assert added.replaced == ("a.txt", "b.txt")
    annotations(mine, {"file": "b.txt", "quote": FELL, "none": True})
    added = build([old, mine], out, append=True)
    assert rows_of(added) == rows_of(build([old, mine], tmp_path / "less"))


@pytest.mark.usefixtures("no_views")
def test_annotations_of_texts_that_are_not_named_again_are_refused_by_line(tmp_path: Path) -> None:
    old, new = folder(tmp_path, "old", a=OLD), folder(tmp_path, "new", b=NEW)
    mine = annotations(tmp_path / "mine.jsonl", READ)
    out = build([old, mine], tmp_path / "out").folder
    annotations(mine, {**READ, "killed": 5}, {"file": "gone.txt", "none": True})
    added = build([new, mine], out, append=True)
    assert refused(added) == [("mine.jsonl", n, "no_such_text") for n in (1, 2)]
    assert [row["killed_max"] for row in rows(added, "incidents") if row["killed_max"]] == [2]
    annotations(mine, {"file": "b.txt", "none": True})
    added = build([new, mine], out, append=True)
    assert refused(added) == [("mine.jsonl", None, "no_such_text")]


@pytest.mark.usefixtures("no_views")
def test_a_text_is_not_read_again_without_its_annotations(tmp_path: Path) -> None:
    old = folder(tmp_path, "old", a=OLD)
    mine = annotations(tmp_path / "mine.jsonl", READ, {**READ, "file": "b.txt"})
    out = build([old, mine], tmp_path / "out").folder
    folder(tmp_path, "old", a=OLD + FELL)
    with pytest.raises(StoreError, match=r"a\.txt is to be read again.*mine\.jsonl"):
        build([old], out, append=True)
    other = annotations(tmp_path / "other.jsonl", {**READ, "by": "other"})
    with pytest.raises(StoreError, match=r"mine\.jsonl"):
        build([old, other], out, append=True)
    with pytest.raises(StoreError, match=r"mine\.jsonl was read before and speaks of b\.txt"):
        build([folder(tmp_path, "new", b=NEW)], out, append=True)


@pytest.mark.usefixtures("no_views")
def test_a_language_without_rules_is_read_by_annotations_alone(tmp_path: Path) -> None:
    text = (
        "Pazartesi günü Kafr Nabl kasabasına düzenlenen hava saldırısında iki kişi öldü ve"
        " çok sayıda kişi yaralandı, dedi sağlık görevlileri bugün yaptıkları açıklamada.\n"
    )
    source = folder(tmp_path, "old", a=text)
    mine = annotations(tmp_path / "mine.jsonl", {**READ, "quote": text.strip()})
    built = build([source, mine], tmp_path / "out")
    assert [row["rule"] for row in rows(built, "incidents")] == ["annotation:mine"]
    assert rows(built, "locations")[0]["name"] == "Kafr Nabl"
    assert refused(built) == [("a.txt", 2, "no_rules")]


@pytest.mark.usefixtures("no_views")
def test_what_the_seeds_say_comes_back_as_annotations(repo: Path, tmp_path: Path) -> None:
    seeds = Path(shutil.copytree(repo / "seeds", tmp_path / "seeds"))
    before = [
        row for row in rows(build([seeds], tmp_path / "one"), "incidents") if row["article_id"]
    ]
    annotations(seeds / "annotations.jsonl", *map(as_line, before))
    built = build([seeds], tmp_path / "two")
    after = [row for row in rows(built, "incidents") if row["article_id"]]
    assert {row["rule"] for row in after} == {"annotation:annotations"}
    assert sorted(map(told, before)) == sorted(map(told, after))
    assert [one for one in refused(built) if one[0] == "annotations.jsonl"] == []


COLUMNS = (
    *("scope", "event_type", "date_start", "date_end", "date_precision", "date_basis", "actor"),
    *("actor_status", "count_unit", "killed_group", "targets", "attributed_to"),
    *(f"{what}_{end}" for what in ("killed", "injured") for end in ("min", "max", "open")),
    *(f"{what}_{end}" for what in ("displaced", "strike_count") for end in ("min", "max", "open")),
)


def as_line(row: dict[str, Any]) -> Line:
    line = {name: row[name] for name in COLUMNS if row[name] is not None}
    line = {name: str(one) if name.startswith("date") else one for name, one in line.items()}
    places = row["places"].split("; ") if row["places"] else []
    return {**line, "file": row["file"], "quote": row["sentence"], "places": places} | {
        "start": row["char_start"]
    }


def told(row: dict[str, Any]) -> list[str]:
    where = ("places", "place_ids", "radius_m", "geo_precision", "zone_verdict", "zone_p_inside")
    return [str(row[name]) for name in (*COLUMNS, *where, "sentence", "n_reports")]
