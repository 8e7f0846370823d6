"""Builds with corrections: applied, kept, told, the same by whatever way they are reached."""

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from mapper.base import frames, schema
from mapper.base.errors import StoreError
from mapper.corrections import COLUMNS
from mapper.pipeline.steps import Build, build
from mapper.store import STORE
from mapper.store.reader import read_table

pytestmark = pytest.mark.usefixtures("few_places", "no_views")

EXAMPLES = int(os.environ.get("MAPPER_EXAMPLES", "2"))
"""Sequences tried; `make test-long` tries more."""

TEXTS = {
    "a.txt": "Two people were killed on Monday when an airstrike hit Kafr Nabl, in Idlib province.",
    "b.txt": "Warplanes struck Maarat al-Numan on Monday, killing four people. Shells fell on Morek"
    " on Sunday, residents said.",
    "c.txt": "An airstrike on Kafr Nabl in Idlib killed three civilians on Monday, rescuers said.",
    "d.txt": "A barrel bomb fell on Saraqib on Tuesday and wounded five people.",
}
RECORDS = "record_id,place,date,event_type,killed_min,note\nr1,Saraqib,2019-07-23,barrel_bomb,0,"
RECORDS += "Five hurt by a barrel bomb in Saraqib by the rescuers.\n"
PUBLISHED = "2019-07-24"


def source(parent: Path, files: Iterable[str], *, name: str = "old") -> Path:
    folder = parent / name
    folder.mkdir(exist_ok=True)
    rows = ["file,publisher,published"]
    for file in files:
        (folder / file).write_text(TEXTS[file], encoding="utf-8")
        rows.append(f"{file},{file[0].upper()} Daily,{PUBLISHED}")
    (folder / "manifest.csv").write_text("\n".join(rows), encoding="utf-8")
    return folder


def decide(folder: Path, *decisions: tuple[str, ...]) -> None:
    rows = [(*one, *("",) * len(COLUMNS))[: len(COLUMNS)] for one in decisions]
    pd.DataFrame(rows, columns=list(COLUMNS)).to_csv(folder / "corrections.csv", index=False)


def table(built: Build, name: str) -> list[dict[str, Any]]:
    return frames.rows_of(read_table(built.folder / STORE, name))


def reports(built: Build) -> dict[str, dict[str, Any]]:
    """Give the reports by file and kind, which no test has twice."""
    return {f"{row['file']} {row['event_type']}": row for row in table(built, "incidents")}


def statuses(built: Build) -> list[tuple[str, str]]:
    return [(row["action"], row["status"]) for row in table(built, "corrections")]


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory, few_places: None) -> dict[str, str]:
    """Give the ids of what the rules make of all texts and the table."""
    del few_places
    parent = tmp_path_factory.mktemp("plain")
    folder = source(parent, TEXTS)
    (folder / "table.csv").write_text(RECORDS, encoding="utf-8")
    made = reports(build([folder], parent / "out"))
    return {key: row["incident_id"] for key, row in made.items()}


A, B, C, D = "a.txt airstrike", "b.txt airstrike", "c.txt airstrike", "d.txt barrel_bomb"
SHELLS, RECORD = "b.txt shelling", "table.csv barrel_bomb"


def test_the_texts_give_what_the_tests_decide_on(plain: dict[str, str]) -> None:
    assert sorted(plain) == sorted([A, B, C, D, SHELLS, RECORD])


VALUES: dict[str, tuple[str, dict[str, Any]]] = {
    "place": ("Saraqib", {"places": "Saraqib"}),
    "date": ("2019-07-01", {"date_start": "2019-07-01", "date_end": "2019-07-01"}),
    "type": ("shelling", {"event_type": "shelling"}),
    "actor": ("Russia", {"actor": "Russia", "actor_status": "asserted"}),
    "toll": ("killed 7-9", {"killed_min": 7, "killed_max": 9}),
    "scope": ("background", {"scope": "background"}),
}


@pytest.mark.parametrize("action", VALUES)
def test_a_field_is_as_decided_and_says_by_whom(
    action: str, plain: dict[str, str], tmp_path: Path
) -> None:
    value, told = VALUES[action]
    folder = source(tmp_path, TEXTS)
    decide(folder, (plain[B], action, value, "seen it", "R. Eader", "2026-11-30"))
    built = build([folder], tmp_path / "out")
    row = next(one for one in table(built, "incidents") if one["incident_id"] == plain[B])
    assert {name: row[name] for name in told} == told
    assert "R. Eader, 2026-11-30: seen it" in row["corrected"]
    event = next(one for one in table(built, "events") if plain[B] in one["members"])
    assert event["corrected"] == row["corrected"]
    assert statuses(built) == [(action, "applied")]
    claims = [one for one in table(built, "claims") if one["rule"].startswith("correction")]
    assert [(one["incident_id"], one["attributed_to"]) for one in claims] == [
        (plain[B], "R. Eader")
    ]


def test_a_place_moves_its_dot_and_its_verdict(plain: dict[str, str], tmp_path: Path) -> None:
    folder = source(tmp_path, TEXTS)
    decide(folder, (plain[B], "place", "36.2, 37.1, 300"))
    built = build([folder], tmp_path / "out")
    (place,) = [one for one in table(built, "locations") if one["incident_id"] == plain[B]]
    assert (place["lat"], place["lon"], place["radius_m"]) == (36.2, 37.1, 300)
    related = [one for one in table(built, "zone_relations") if one["incident_id"] == plain[B]]
    assert {one["zone_id"] for one in related} == {"dmz-2018", "m4-corridor-2020"}


def test_the_card_knows_a_corrected_place_by_the_words_that_say_so(
    plain: dict[str, str], tmp_path: Path
) -> None:
    folder = source(tmp_path, TEXTS)
    decide(folder, (plain[B], "place", "Saraqib"))
    row = next(
        one
        for one in table(build([folder], tmp_path / "out"), "incidents")
        if one["incident_id"] == plain[B]
    )
    # The page looks for these words, which it is told (`meta.correctedPlace`).
    assert f"place{schema.BY_THE_RULES}" in row["corrected"]


@pytest.mark.parametrize("action", ["drop", "withhold"])
def test_a_report_left_out_is_in_no_table_but_those_that_keep_it(
    action: str, plain: dict[str, str], tmp_path: Path
) -> None:
    folder = source(tmp_path, TEXTS)
    decide(folder, (plain[B], action, "", "never happened", "R"))
    built = build([folder], tmp_path / "out")
    for name in ("incidents", "locations", "uncertainty", "claims", "zone_relations"):
        assert plain[B] not in {one["incident_id"] for one in table(built, name)}, name
    assert all(plain[B] not in one["members"] for one in table(built, "events"))
    kept = table(built, "uncorrected")
    assert {one["table_name"] for one in kept} == {"incidents", "locations", "claims"}
    assert statuses(built) == [(action, "applied")]


def test_what_is_withheld_is_not_in_the_report(tmp_path: Path) -> None:
    folder = source(tmp_path, TEXTS)
    words = "Warplanes struck Maarat al-Numan"
    decide(folder, (f'old-name.txt: "{words}"', "withhold", "", "a source asked", "R"))
    built = build([folder], tmp_path / "out")
    assert B not in reports(built)
    assert words not in json.dumps(built.report)


def test_two_reports_are_joined_and_two_are_split(plain: dict[str, str], tmp_path: Path) -> None:
    folder = source(tmp_path, TEXTS)
    before = {one["members"] for one in table(build([folder], tmp_path / "before"), "events")}
    together = schema.JOINER.join(sorted((plain[A], plain[C])))
    assert together in before
    decide(
        folder, (plain[A], "split", plain[C], "two", "R"), (plain[B], "join", plain[D], "one", "R")
    )
    built = build([folder], tmp_path / "out")
    after = {one["members"] for one in table(built, "events")}
    assert together not in after
    assert schema.JOINER.join(sorted((plain[B], plain[D]))) in after
    links = {(one["decision"], one["by"]) for one in table(built, "event_links")}
    assert {("joined", "correction"), ("apart", "correction")} <= links


def test_a_report_split_from_all_is_an_event_alone(plain: dict[str, str], tmp_path: Path) -> None:
    folder = source(tmp_path, TEXTS)
    decide(folder, (plain[A], "split", "", "another day", "R"))
    built = build([folder], tmp_path / "out")
    assert plain[A] in {one["members"] for one in table(built, "events")}


def test_reprints_can_be_split(tmp_path: Path) -> None:
    folder = source(tmp_path, ["a.txt"])
    words = "Rescuers said two people died on Monday in an airstrike that hit Kafr Nabl in Idlib."
    for file in ("a.txt", "p.txt"):
        (folder / file).write_text(words + ("" if file == "a.txt" else " "), encoding="utf-8")
    rows = [f"{file},{file} Daily,{PUBLISHED}" for file in ("a.txt", "p.txt")]
    (folder / "manifest.csv").write_text("\n".join(["file,publisher,published", *rows]))
    first, second = sorted(
        one["incident_id"] for one in table(build([folder], tmp_path / "x"), "incidents")
    )
    decide(folder, (first, "split", second, "two waves", "R"))
    built = build([folder], tmp_path / "out")
    assert {one["members"] for one in table(built, "events")} == {first, second}


def test_what_contradicts_is_refused_by_name(plain: dict[str, str], tmp_path: Path) -> None:
    folder = source(tmp_path, TEXTS)
    decide(
        folder,
        (plain[A], "join", plain[B], "", "R"),
        (plain[B], "join", plain[D], "", "R"),
        (plain[A], "split", plain[D], "", "R"),
        (plain[C], "join", plain[C], "", "R"),
    )
    built = build([folder], tmp_path / "out")
    assert [status for _, status in statuses(built)] == ["applied", "applied", "refused", "refused"]
    details = [row["detail"] for row in built.report["rejects"]["rows"]]
    assert "both are joined by other decisions" in details[0]
    assert built.n_rejects == len(details)


def test_the_later_decision_holds(plain: dict[str, str], tmp_path: Path) -> None:
    folder = source(tmp_path, TEXTS)
    decide(
        folder,
        (plain[B], "type", "shelling", "", "R", "2026-11-30"),
        (plain[B], "type", "drone_strike", "", "S", "2026-11-29"),
        (plain[A], "split", plain[C], "", "S", "2026-11-28"),
        (plain[A], "join", plain[C], "", "S", "2026-11-29"),
    )
    built = build([folder], tmp_path / "out")
    assert statuses(built) == [
        ("type", "applied"),
        ("type", "overridden"),
        ("split", "overridden"),
        ("join", "applied"),
    ]
    assert "b.txt shelling" in reports(built)


def test_what_the_rules_say_by_themselves_is_told(plain: dict[str, str], tmp_path: Path) -> None:
    folder = source(tmp_path, TEXTS)
    decide(folder, (plain[B], "type", "airstrike"), (plain[D], "confirm", "", "seen", "R"))
    built = build([folder], tmp_path / "out")
    assert statuses(built) == [("type", "said_by_rules"), ("confirm", "applied")]
    assert table(built, "uncorrected") == []
    assert reports(built)[B]["corrected"] is None
    assert reports(built)[D]["corrected"] == "confirmed by R: seen"
    assert built.report["corrections"]["by_status"] == {"applied": 1, "said_by_rules": 1}


def test_an_event_is_answered_with_its_reports(plain: dict[str, str], tmp_path: Path) -> None:
    folder = source(tmp_path, TEXTS)
    event = reports(build([folder], tmp_path / "before"))[A]["event_id"]
    decide(folder, (event, "drop"))
    built = build([folder], tmp_path / "out")
    assert statuses(built) == [("drop", "refused")]
    (row,) = built.report["rejects"]["rows"]
    assert plain[A] in row["detail"]
    assert plain[C] in row["detail"]


def test_decisions_hold_for_renamed_files_and_with_new_ones(
    plain: dict[str, str], tmp_path: Path
) -> None:
    folder = source(tmp_path, ["b.txt", "d.txt"])
    quoted = 'b.txt: "Warplanes struck Maarat al-Numan"'
    decide(folder, (quoted, "place", "Saraqib"), (plain[D], "drop"))
    build([folder], tmp_path / "out")
    (folder / "b.txt").rename(folder / "renamed.txt")
    rows = [f"{file},X,{PUBLISHED}" for file in ("renamed.txt", "d.txt", "a.txt")]
    (folder / "a.txt").write_text(TEXTS["a.txt"], encoding="utf-8")
    (folder / "manifest.csv").write_text("\n".join(["file,publisher,published", *rows]))
    built = build([folder], tmp_path / "out")
    assert reports(built)["renamed.txt airstrike"]["places"] == "Saraqib"
    assert D not in reports(built)
    assert statuses(built) == [("place", "applied"), ("drop", "applied")]
    first = table(built, "corrections")[0]
    assert first["detail"] == "no longer in b.txt; the words stand in renamed.txt"


def test_a_file_named_on_the_command_line_counts_beside_the_others(
    plain: dict[str, str], tmp_path: Path
) -> None:
    folder = source(tmp_path, TEXTS)
    decide(folder, (plain[B], "drop"))
    (tmp_path / "more").mkdir()
    decide(tmp_path / "more", (plain[D], "drop"), (plain[B], "drop"))
    named = tmp_path / "more" / "corrections.csv"
    built = build([folder], tmp_path / "out", corrections=[named])
    assert {B, D}.isdisjoint(reports(built))
    assert [(row["file"], row["row"]) for row in table(built, "corrections")] == [
        ("more/corrections.csv", 2),
        ("more/corrections.csv", 3),
        ("old/corrections.csv", 2),
    ]


def test_a_withheld_report_whose_words_changed_is_not_shown_again_in_silence(
    plain: dict[str, str], tmp_path: Path
) -> None:
    folder = source(tmp_path, TEXTS)
    (folder / "b.txt").write_text(TEXTS["b.txt"].replace("four", "4"), encoding="utf-8")
    words = "Warplanes struck Maarat al-Numan on Monday, killing four people."
    decide(folder, (f'{plain[B]} | b.txt: "{words}"', "withhold", "", "asked", "R"))
    built = build([folder], tmp_path / "out")
    assert statuses(built) == [("withhold", "no_target")]
    (row,) = built.report["rejects"]["rows"]
    assert "there is no inc-" in row["detail"]
    assert "no report of b.txt has the words quoted" in row["detail"]


def test_every_report_in_withheld_words_is_left_out(tmp_path: Path) -> None:
    folder = source(tmp_path, TEXTS)
    decide(
        folder, (f'b.txt: "{TEXTS["b.txt"]}"', "withhold"), (f'"{TEXTS["b.txt"]}"', "type", "other")
    )
    built = build([folder], tmp_path / "out")
    assert statuses(built) == [("withhold", "applied"), ("type", "ambiguous")]
    assert {B, SHELLS}.isdisjoint(reports(built))


def test_a_join_is_taken_up_whole_or_not_at_all(plain: dict[str, str], tmp_path: Path) -> None:
    folder = source(tmp_path, TEXTS)
    two = schema.JOINER.join((plain[A], plain[C]))
    decide(
        folder,
        (plain[A], "split", plain[C], "", "R", "2026-11-01"),
        (plain[B], "split", plain[A], "", "R", "2026-11-02"),
        (plain[B], "join", two, "", "R", "2026-11-03"),
    )
    built = build([folder], tmp_path / "out")
    assert [status for _, status in statuses(built)] == ["applied", "applied", "refused"]
    alone = {one["members"] for one in table(built, "events")}
    assert {plain[A], plain[B], plain[C]} <= alone


def test_nothing_is_joined_to_what_is_left_out(plain: dict[str, str], tmp_path: Path) -> None:
    folder = source(tmp_path, TEXTS)
    decide(
        folder, (plain[B], "withhold"), (plain[D], "join", plain[B]), (plain[B], "toll", "killed 1")
    )
    built = build([folder], tmp_path / "out")
    assert statuses(built) == [("withhold", "applied"), ("join", "refused"), ("toll", "overridden")]
    assert all(row["corrected"] is None for row in table(built, "incidents"))


def test_a_report_told_to_be_a_total_is_joined_to_nothing(
    plain: dict[str, str], tmp_path: Path
) -> None:
    folder = source(tmp_path, TEXTS)
    decide(folder, (plain[B], "scope", "aggregate"), (plain[D], "join", plain[B]))
    assert statuses(build([folder], tmp_path / "out")) == [
        ("scope", "applied"),
        ("join", "refused"),
    ]


def test_a_corrected_figure_is_not_put_into_the_mouth_of_the_source(
    plain: dict[str, str], tmp_path: Path
) -> None:
    folder = source(tmp_path, TEXTS)
    decide(folder, (plain[C], "toll", "killed 7", "counted", "R. Eader"))
    built = build([folder], tmp_path / "out")
    (event,) = [one for one in table(built, "events") if plain[C] in one["members"]]
    assert "7 (R. Eader)" in event["figures"]


@pytest.mark.parametrize(
    ("action", "value"), [("drop", "no"), ("withhold", "yes"), ("toll", "killed 3; killed 4")]
)
def test_a_value_that_means_nothing_is_refused(
    action: str, value: str, plain: dict[str, str], tmp_path: Path
) -> None:
    folder = source(tmp_path, TEXTS)
    decide(folder, (plain[B], action, value))
    built = build([folder], tmp_path / "out")
    assert statuses(built) == [(action, "refused")]
    assert B in reports(built)


def test_another_file_of_the_same_name_is_not_taken_for_the_earlier_one(
    plain: dict[str, str], tmp_path: Path
) -> None:
    for parent, file, who in (("a", "b.txt", B), ("b", "d.txt", D)):
        (tmp_path / parent).mkdir()
        decide(source(tmp_path / parent, [file]), (plain[who], "drop"))
    build([tmp_path / "a" / "old"], tmp_path / "out")
    with pytest.raises(StoreError, match=r"decisions of another old/corrections\.csv"):
        build([tmp_path / "b" / "old"], tmp_path / "out", append=True)


def test_a_file_of_decisions_that_is_gone_is_told_and_its_decisions_stay(
    plain: dict[str, str], tmp_path: Path
) -> None:
    folder = source(tmp_path, TEXTS)
    decide(folder, (plain[B], "drop"))
    build([folder], tmp_path / "out")
    (folder / "corrections.csv").unlink()
    built = build([folder], tmp_path / "out", append=True)
    assert any("there is no old/corrections.csv any more" in one for one in built.remarks)
    assert B not in reports(built)


DECISIONS = [
    (A, "place", "Saraqib"),
    (A, "place", "unknown"),
    (B, "toll", "killed 1+; injured 3"),
    (B, "type", "shelling"),
    (B, "drop", ""),
    (C, "split", A),
    (A, "join", B),
    (SHELLS, "date", "2019-05"),
    (SHELLS, "withhold", ""),
    (RECORD, "scope", "aggregate"),
    (RECORD, "join", D),
    (RECORD, "actor", "Russia"),
    (D, "confirm", ""),
    (D, "toll", "injured 5"),
]
_STEPS = st.lists(
    st.one_of(
        st.sampled_from(["c.txt", "d.txt", "table"]),
        st.lists(st.integers(0, len(DECISIONS) - 1), max_size=6),
    ),
    min_size=1,
    max_size=4,
)


def rows_of(built: Build) -> dict[str, list[str]]:
    """Give every table's rows as text, whatever their order, and the refusals."""
    made: dict[str, list[str]] = {}
    for name in schema.TABLES:
        rows = table(built, name)
        if name == "run":
            rows = [row for row in rows if not row["key"].startswith("input:")]
        made[name] = sorted(map(repr, rows))
    return made


@given(steps=_STEPS)
@settings(max_examples=EXAMPLES, deadline=None, phases=[Phase.generate])
def test_any_sequence_of_decisions_and_appends_gives_the_rows_of_a_rebuild(
    steps: list[str | list[int]], plain: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    parent = tmp_path_factory.mktemp("steps")
    sources = [source(parent, ["a.txt", "b.txt"])]
    first = build(sources, parent / "out")
    given: list[str] = []
    for number, step in enumerate(steps):
        if step in given:
            continue
        if isinstance(step, list):
            told = [DECISIONS[n] for n in step]
            named = [(plain[who], what, plain.get(value, value)) for who, what, value in told]
            decide(sources[0], *named)
            new = sources[0]
        elif step == "table":
            new = parent / f"more-{number}"
            new.mkdir()
            (new / "table.csv").write_text(RECORDS, encoding="utf-8")
        else:
            new = source(parent, [step], name=f"more-{number}")
        given += [] if isinstance(step, list) else [step]
        sources = list(dict.fromkeys([*sources, new]))
        first = build([new], parent / "out", append=True)
    assert rows_of(first) == rows_of(build(sources, parent / "whole"))
    shutil.rmtree(parent)
