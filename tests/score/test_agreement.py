"""Two coders: kappa by hand, and incidents that only one found."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from coding import pack

from mapper.cli.main import main
from mapper.score.agreement import NOTHING, ONE_CATEGORY, compare_coders, kappa
from mapper.score.coders import kind_of_coder, read_coder

LINE: dict[str, Any] = {
    "file": "t-1.txt",
    "quote": "An airstrike hit Saraqib",
    "event_type": "airstrike",
    "date": "2019-05-06",
    "places": ["Saraqib"],
    "killed": 2,
}


def coder(path: Path, *lines: dict[str, Any]) -> Path:
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines), encoding="utf-8")
    return path


def compared(one: Path, other: Path) -> dict[str, Any]:
    read = (read_coder(path, pack(), {}) for path in (one, other))
    return compare_coders(*read, keep=lambda _: True)


def test_kappa_is_cohen_s_worked_by_hand() -> None:
    # 20 of 50 both yes, 15 both no, 5 and 10 apart: p_o 0.7, p_e 0.5 * 0.6 + 0.5 * 0.4 = 0.5.
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert kappa(pairs) == pytest.approx(0.4)
    # Three categories: p_o 4/6, p_e (2*3 + 2*2 + 2*1) / 36 = 1/3.
    pairs = [("a", "a"), ("a", "a"), ("b", "b"), ("b", "a"), ("c", "c"), ("c", "b")]
    assert kappa(pairs) == pytest.approx(0.5)
    assert kappa([("y", "n"), ("n", "y")]) == pytest.approx(-1.0)


def test_kappa_is_undefined_where_chance_agreement_is_certain() -> None:
    assert kappa([]) is None
    assert kappa([("y", "y")] * 3) is None
    assert kappa([("y", "n")] * 3) == 0.0


def test_each_field_has_its_count_and_what_cannot_be_told_says_so(tmp_path: Path) -> None:
    one = coder(tmp_path / "a.jsonl", LINE, {**LINE, "file": "t-2.txt", "actor": "Russia"})
    other = coder(
        tmp_path / "b.jsonl",
        {**LINE, "event_type": "barrel_bomb", "killed": "2+"},
        {**LINE, "file": "t-2.txt", "date": "2019-05-07"},
    )
    figures = compared(one, other)
    fields = figures["fields"]
    assert figures["matched"] == 2
    assert (fields["event_type"]["n"], fields["event_type"]["agreed"]) == (2, 1)
    assert fields["event_type"]["percent"] == 50.0
    # One names one kind, the other two: p_o 0.5, p_e 2*1/4.
    assert fields["event_type"]["kappa"] == 0.0
    assert (fields["scope"]["kappa"], fields["scope"]["note"]) == (None, ONE_CATEGORY)
    assert (fields["verdict"]["n"], fields["verdict"]["note"]) == (0, NOTHING)
    assert [fields[name]["agreed"] for name in ("date", "actor", "killed", "injured")] == [
        1,
        0,
        1,
        0,
    ]
    said = {name: (fields[name]["silent"], fields[name]["n"]) for name in ("actor", "injured")}
    assert said == {"actor": (1, 1), "injured": (2, 0)}
    assert fields["injured"]["note"] == NOTHING
    assert fields["place_within_5_km"]["agreed"] == 2


def test_incidents_and_texts_that_only_one_has_are_listed(tmp_path: Path) -> None:
    far = {**LINE, "places": ["Latakia"]}
    one = coder(tmp_path / "a.jsonl", LINE, far, {**LINE, "file": "t-3.txt"})
    other = coder(tmp_path / "b.jsonl", LINE, {"file": "t-4.txt", "none": True})
    figures = compared(one, other)
    assert figures["texts"] == {"both": 1, "only_a": ["t-3"], "only_b": ["t-4"]}
    assert [row["place"] for row in figures["only_a"]] == ["Latakia"]
    assert figures["only_b"] == []


def test_neither_coder_is_the_measure_of_the_other(tmp_path: Path) -> None:
    wide = {**LINE, "places": [{"name": "Idlib", "lat": 35.9, "lon": 36.6, "radius_m": 40000}]}
    one, other = coder(tmp_path / "a.jsonl", LINE), coder(tmp_path / "b.jsonl", wide)
    for figures in (compared(one, other), compared(other, one)):
        assert figures["matched"] == 1
        assert figures["fields"]["place_within_5_km"]["agreed"] == 0


def test_a_coder_is_told_by_content(tmp_path: Path, repo: Path) -> None:
    assert kind_of_coder(coder(tmp_path / "a.jsonl", {"annotator": "x"}, LINE)) == "annotations"
    assert kind_of_coder(repo / "tests" / "gold" / "first.jsonl") == "gold"
    assert kind_of_coder(coder(tmp_path / "b.jsonl")) == "empty"


def test_the_command_compares_two_files_of_annotations(tmp_path: Path) -> None:
    one = coder(tmp_path / "a.jsonl", LINE, {**LINE, "casualties": 2})
    other = coder(tmp_path / "b.jsonl", {**LINE, "places": ["Latakia"]})
    done = CliRunner().invoke(main, ["score", str(one), str(other), "--misses"])
    assert done.exit_code == 0, done.output
    assert "texts read by both: 1" in done.stdout
    assert "a.jsonl: 1 line left out, the first is line 2: there is no field" in done.stdout
    assert "only A  t-1  event  airstrike  2019-05-06  Saraqib" in done.stdout
    figures = json.loads(CliRunner().invoke(main, ["score", str(one), str(other), "--json"]).stdout)
    assert figures["matched"] == 0


def test_what_neither_says_is_not_agreed_upon(tmp_path: Path) -> None:
    bare = {"file": "t-1.txt", "quote": "An airstrike hit", "event_type": "airstrike"}
    fields = compared(coder(tmp_path / "a.jsonl", bare), coder(tmp_path / "b.jsonl", bare))[
        "fields"
    ]
    for name in ("date", "actor", "killed", "injured", "place_within_5_km", "verdict"):
        assert (fields[name]["silent"], fields[name]["n"], fields[name]["agreed"]) == (1, 0, 0)
        assert fields[name]["percent"] is None
    assert (fields["event_type"]["silent"], fields["event_type"]["agreed"]) == (0, 1)


def test_without_a_common_text_one_sentence_says_so(tmp_path: Path) -> None:
    for folder in ("one", "other", "none"):
        (tmp_path / folder).mkdir()
    one = coder(tmp_path / "one" / "a.jsonl", LINE)
    other = coder(tmp_path / "other" / "a.jsonl", {**LINE, "file": "t-2.txt"})
    empty = coder(tmp_path / "none" / "a.jsonl")
    done = CliRunner().invoke(main, ["score", str(one), str(other), "--coders", "--misses"])
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines()[2:] == [
        f"A {one} (annotations), B {other} (annotations)",
        "there is no text that both read, so nothing is compared (only A: 1, only B: 1)",
    ]
    done = CliRunner().invoke(main, ["score", str(one), str(empty)])
    assert done.exit_code == 0, done.output
    assert f"{empty}: the file is empty" in done.stdout
    assert f"B {empty} (empty)" in done.stdout
