"""The log beside the outputs: a chain that only grows, and that says where it was touched."""

import hashlib
import json
import os
import threading
from pathlib import Path
from typing import Any

import pytest

from mapper.base.errors import ExportError
from mapper.pipeline.custody import held, moment, read_chain, record

QUOTING = b'a.txt: "words to withhold"'
AT = "2026-12-01T09:30:00Z"


def article(name: str, content: str = "") -> dict[str, str]:
    sha256 = "sha256:" + hashlib.sha256(f"{name}{content}".encode()).hexdigest()
    return {"kind": "article", "file": name, "sha256": sha256}


def decision(by: str, status: str = "applied") -> dict[str, str]:
    target = {"file": "in/corrections.csv", "target": "inc-1", "action": "drop"}
    return {**target, "by": by, "date": "2026-11-30", "status": status, "why": "told in private"}


def add(
    folder: Path,
    *inputs: dict[str, str],
    is_added: bool = False,
    decided: tuple[dict[str, str], ...] = (),
) -> None:
    manifest = {
        "made_by": "incident-mapper 1",
        "gazetteer_hash": "sha256:0",
        "words_hash": "sha256:1",
        "options": {},
    }
    record(folder, manifest, inputs, decided, is_added=is_added, at=AT)


def lines(folder: Path) -> list[dict[str, Any]]:
    text = (folder / "custody.jsonl").read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def test_each_line_holds_the_hash_of_the_line_before_with_its_end(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt", "c.txt"):
        add(tmp_path, article(name))
    first, second, _ = (tmp_path / "custody.jsonl").read_bytes().splitlines(keepends=True)
    told = lines(tmp_path)
    assert told[0]["previous"] is None
    assert told[1]["previous"] == "sha256:" + hashlib.sha256(first).hexdigest()
    assert told[2]["previous"] == "sha256:" + hashlib.sha256(second).hexdigest()
    assert read_chain((tmp_path / "custody.jsonl").read_bytes()).faults == ()


def test_a_line_says_what_came_and_what_went_since_the_one_before(tmp_path: Path) -> None:
    one, two, changed = article("a.txt"), article("b.txt"), article("b.txt", "changed")
    add(tmp_path, one, two)
    add(tmp_path, one, changed, is_added=True)
    first, second = lines(tmp_path)
    assert (first["came"], first["went"]) == ([one, two], [])
    assert (second["came"], second["went"]) == ([changed], [two])
    assert (first["event"], second["event"], second["at"]) == ("built", "appended", AT)
    assert held(read_chain((tmp_path / "custody.jsonl").read_bytes())) == [one, changed]


def test_a_line_says_who_decided_what_and_keeps_their_reasons_to_itself(tmp_path: Path) -> None:
    add(tmp_path, decided=(decision("Anna"),))
    add(tmp_path, decided=(decision("Anna"), decision("Ben")))
    add(tmp_path, decided=(decision("Ben"),))
    told = [([r["by"] for r in x["decided"]], x["no_longer_decided"]) for x in lines(tmp_path)]
    assert [names for names, _ in told] == [["Anna"], ["Ben"], []]
    assert [row["by"] for row in told[2][1]] == ["Anna"]
    assert "told in private" not in (tmp_path / "custody.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("target", "kept"),
    [
        ("inc-0a1b", "inc-0a1b"),
        ("inc-0a1b; inc-9", "inc-0a1b; inc-9"),
        ('evt-77 | art-1: "words to withhold inc-2"', "evt-77"),
        ('a.txt: "words to withhold"', f"sha256:{hashlib.sha256(QUOTING).hexdigest()}"),
    ],
)
def test_a_target_is_told_by_ids_and_never_by_its_words(
    tmp_path: Path, target: str, kept: str
) -> None:
    add(tmp_path, decided=(decision("Anna") | {"target": target},))
    assert lines(tmp_path)[0]["decided"][0]["target"] == kept
    assert "withhold" not in (tmp_path / "custody.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_line_that_was_changed_or_taken_out_breaks_the_chain(tmp_path: Path, number: int) -> None:
    for name in ("a.txt", "b.txt", "c.txt", "d.txt"):
        add(tmp_path, article(name))
    written = (tmp_path / "custody.jsonl").read_bytes().splitlines(keepends=True)
    changed = written.copy()
    changed[number] = changed[number].replace(AT.encode(), b"2026-12-01T09:31:00Z")
    assert read_chain(b"".join(changed)).faults
    assert read_chain(b"".join(written[:number] + written[number + 1 :])).faults
    assert read_chain(b"".join([*written[: number + 1], *written[number:]])).faults


def test_the_chain_of_a_log_cut_at_its_end_holds_so_the_last_hash_is_to_be_kept(
    tmp_path: Path,
) -> None:
    add(tmp_path, article("a.txt"))
    add(tmp_path, article("b.txt"))
    first = (tmp_path / "custody.jsonl").read_bytes().splitlines(keepends=True)[0]
    assert read_chain(first).faults == ()


@pytest.mark.parametrize("left", [1, 40, -1])
def test_a_line_that_was_cut_short_stays_and_is_told(tmp_path: Path, left: int) -> None:
    add(tmp_path, article("a.txt"))
    add(tmp_path, article("b.txt"))
    path = tmp_path / "custody.jsonl"
    first, second = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(first + second[:left])
    assert read_chain(path.read_bytes()).is_torn
    add(tmp_path, article("c.txt"))
    chain = read_chain(path.read_bytes())
    assert path.read_bytes().startswith(first + second[:left] + b"\n")
    assert (chain.faults, chain.is_torn, len(chain.lines)) == ((), False, 3)
    assert chain.cut_short == ((2,) if left != -1 else ())


def test_builds_that_end_at_once_make_one_chain(tmp_path: Path) -> None:
    writers = [
        threading.Thread(target=add, args=(tmp_path, article(f"{number}.txt")))
        for number in range(12)
    ]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    chain = read_chain((tmp_path / "custody.jsonl").read_bytes())
    assert (len(chain.lines), chain.faults, chain.cut_short) == (12, (), ())


def test_a_log_that_is_not_ours_is_not_written_into(tmp_path: Path) -> None:
    path = tmp_path / "custody.jsonl"
    path.write_text('{"their": "log"}\n', encoding="utf-8")
    with pytest.raises(ExportError, match="is no log of a build"):
        add(tmp_path)
    assert path.read_text(encoding="utf-8") == '{"their": "log"}\n'
    path.unlink()
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ExportError, match="is no ordinary file"):
        add(tmp_path)
    assert not (tmp_path / "elsewhere").exists()


def test_nothing_is_left_of_a_line_for_which_there_is_no_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(tmp_path, article("a.txt"))
    before = (tmp_path / "custody.jsonl").read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ExportError, match=r"cannot write custody\.jsonl: No space left"):
        add(tmp_path, article("b.txt"))
    assert (tmp_path / "custody.jsonl").read_bytes() == before


@pytest.mark.parametrize(
    ("told", "epoch", "moment_"),
    [
        ("2026-12-01T09:30:00Z", None, "2026-12-01T09:30:00Z"),
        ("2026-12-01T11:30:00+02:00", "0", "2026-12-01T09:30:00Z"),
        ("2026-12-01", None, "2026-12-01T00:00:00Z"),
        (None, "1796117400", "2026-12-01T09:30:00Z"),
    ],
)
def test_a_time_is_that_told_or_that_of_the_environment(
    told: str | None, epoch: str | None, moment_: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    if epoch:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    assert moment(told) == moment_


@pytest.mark.parametrize(
    ("told", "epoch", "words"),
    [
        ("yesterday", "0", "'yesterday' is no time; write one like 2026-12-01T09:30:00Z"),
        (None, "yesterday", "SOURCE_DATE_EPOCH is 'yesterday', no number of seconds since 1970"),
        (None, "9e9", "SOURCE_DATE_EPOCH is '9e9'"),
        (None, "9" * 30, "SOURCE_DATE_EPOCH is '999"),
    ],
)
def test_what_is_no_time_is_refused(
    told: str | None, epoch: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    with pytest.raises(ExportError, match=words):
        moment(told)
