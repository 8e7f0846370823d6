"""Whether outputs are what was built is found out by hashes, by the log, and by building again."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest
from built import hashes
from documents_made import zipped
from shell import run_line

from mapper.base.errors import ExportError
from mapper.pipeline import Again, Build, Verified, build, verify
from mapper.pipeline.kept import steps_of
from mapper.pipeline.laid_out import lay_out
from mapper.pipeline.provenance import read_checksums
from mapper.release import Wishes
from mapper.sources.wishes import Reading
from mapper.store import STORE

pytestmark = pytest.mark.usefixtures("few_places")

AT = "2026-12-01T09:30:00Z"
NEWS = "Rescuers said two people were killed on Monday when an airstrike hit {}, in Idlib province."
QUOTED = {"file": "a.txt", "quote": "an airstrike hit Saraqib", "event_type": "shelling"}
ZONE = {
    "type": "Feature",
    "properties": {"zone_id": "own", "name": "Own", "valid_from": "2019-01-01"},
    "geometry": {
        "type": "Polygon",
        "coordinates": [[[36, 35], [37, 35], [37, 36], [36, 36], [36, 35]]],
    },
}
READING = Reading("day", None, (("location", "place"), ("when", "date")))


def put(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def everything(folder: Path) -> dict[str, object]:
    """Write sources of every kind, with what is refused and what is passed over beside them."""
    news = folder / "news"
    put(news / "a.txt", NEWS.format("Saraqib"))
    put(news / "annotations.jsonl", json.dumps(QUOTED | {"places": ["Saraqib"]}) + "\n")
    put(news / "corrections.csv", 'target,action,by\n"a.txt: ""an airstrike hit""",confirm,Anna\n')
    put(news / "the same.txt", NEWS.format("Saraqib"))
    put(news / os.fsdecode(b"caf\xe9.txt"), NEWS.format("Kafr Nabl"))
    put(news / "nothing.txt", b"")
    put(news / "photo.jpg", b"\xff\xd8\xff\xe0" + bytes(400))
    put(news / "README.txt", "About this folder.")
    put(news / "saved.zip", zipped({"b.txt": NEWS.format("Ariha"), "c.bin": bytes(99)}))
    put(
        news / "listed" / "manifest.csv", "file,published\nd.txt,2019-07-22\ngone.txt,\n../e.txt,\n"
    )
    put(news / "listed" / "d.txt", NEWS.format("Hass"))
    put(news / "listed" / "unlisted.txt", NEWS.format("Morek"))
    put(news / "listed" / "not looked into" / "f.txt", NEWS.format("Idlib"))
    (news / "empty").mkdir()
    put(folder / "secret" / "elsewhere.txt", NEWS.format("Khan Sheikhoun"))
    (news / "elsewhere.txt").symlink_to(folder / "secret" / "elsewhere.txt")
    (news / "within.txt").symlink_to("a.txt")
    (news / "broken.txt").symlink_to("never.txt")
    os.mkfifo(news / "pipe.txt")
    table = put(
        folder / "tables" / "r.csv", "location,when,weather\nMorek,05/06/2019,fair\n?,x,y\n"
    )
    put(folder / "tables" / "private.txt", "Not named, and in no build.")
    decided = put(folder / "mine" / "c.csv", 'target,action\nnobody.txt: "x y",drop\nx,y\n')
    zones = put(
        folder / "z" / "own.geojson", json.dumps({"type": "FeatureCollection", "features": [ZONE]})
    )
    return {
        "sources": [news, table],
        "corrections": [decided],
        "zone_file": str(zones),
        "reading": READING,
        "at": AT,
    }


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give outputs of sources of every kind with their originals, to be copied or only read."""
    folder = tmp_path_factory.mktemp("whole")
    given = everything(folder / "in")
    out = build(given.pop("sources"), folder / "out", keep_originals=True, **given).folder  # type: ignore[arg-type]
    shutil.rmtree(folder / "in")
    return out


@pytest.fixture
def out(whole: Path, tmp_path: Path) -> Path:
    """Give a test's own copy of these."""
    return Path(shutil.copytree(whole, tmp_path / "map"))


def told(found: Verified, verdict: str) -> list[str]:
    return [f"{one.part}: {one.what}" for one in found.findings if one.verdict == verdict]


def test_outputs_hold_the_hashes_that_sha256sum_checks(whole: Path) -> None:
    done = subprocess.run(
        ["sha256sum", "--strict", "-c", "manifest-sha256.txt"],
        cwd=whole,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    listed = read_checksums(whole / "manifest-sha256.txt")
    there = {path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file()}
    assert listed is not None
    assert there - set(listed) == {"manifest-sha256.txt", "custody.jsonl"}


def test_a_build_is_done_again_from_what_it_kept_refusals_and_all(whole: Path) -> None:
    before = hashes(whole)
    found = verify(whole, Again())
    assert told(found, "differs") + told(found, "unchecked") == []
    assert found.verdict == "same"
    assert hashes(whole) == before
    report = json.loads((whole / "report.json").read_text(encoding="utf-8"))
    reasons = {row["reason"] for row in report["rejects"]["rows"]}
    assert {"duplicate", "outside_folder", "unlisted", "not_found", "not_a_document"} <= reasons


def test_what_was_not_looked_at_or_lies_elsewhere_is_not_kept(whole: Path) -> None:
    kept = b"".join(path.read_bytes() for path in (whole / "originals").iterdir())
    for never in (b"Khan Sheikhoun", b"in no build", str(whole.parent).encode()):
        assert never not in kept


def test_the_command_gives_the_same_under_another_locale_seed_path_and_number_of_jobs(
    out: Path, few: Path, tmp_path: Path
) -> None:
    (tmp_path / "elsewhere").mkdir()
    words = [sys.executable, "-m", "mapper.cli.main", "verify", str(out)]
    words += ["--gazetteer", str(few), "--jobs", "2", "--json"]
    more = {"LC_ALL": "tr_TR.UTF-8", "LANG": "C", "PYTHONHASHSEED": "7", "TZ": "Asia/Kolkata"}
    env = os.environ | more | {"TMPDIR": str(tmp_path / "elsewhere")}
    done = subprocess.run(
        words, cwd=tmp_path, env=env, capture_output=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout + done.stderr
    whole = json.loads(done.stdout)
    assert whole["verdict"] == "same"
    assert {one["part"] for one in whole["findings"] if one["verdict"] == "same"} == {
        *("files", "custody", "rows", "bytes")
    }


def rewrite(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    path.write_bytes(content.replace(old, new, 1))


def kill_more(out: Path) -> None:
    with sqlite3.connect(out / STORE) as connection:
        connection.execute("UPDATE claims SET value_min = 20 WHERE field = 'killed'")
    connection.close()


def touch_hashes(out: Path) -> None:
    """Change a row, and write the hashes anew, as somebody would who knows of them."""
    kill_more(out)
    before = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    old = next(one["sha256"] for one in before["outputs"] if one["file"] == STORE)
    new = "sha256:" + hashes(out)[STORE]
    rewrite(out / "manifest.json", old.encode(), new.encode())
    rewrite(out / "manifest-sha256.txt", old[7:].encode(), new[7:].encode())
    rewrite(
        out / "manifest-sha256.txt",
        next(iter(read_of(out)))[7:].encode(),
        hashes(out)["manifest.json"].encode(),
    )


def read_of(out: Path) -> list[str]:
    listed = read_checksums(out / "manifest-sha256.txt")
    assert listed is not None
    return [listed["manifest.json"]]


def drop_an_original(out: Path) -> None:
    next((out / "originals").glob("*.zip")).unlink()


def change_an_original(out: Path) -> None:
    path = next(p for p in (out / "originals").glob("*.txt") if b"Hass" in p.read_bytes())
    rewrite(path, b"two people", b"six people")


@pytest.mark.parametrize(
    ("tamper", "words"),
    [
        (
            lambda out: rewrite(out / "map.html", b"Saraqib", b"Morek"),
            ["files: changed", "map.html"],
        ),
        (lambda out: (out / "report.json").unlink(), ["files: gone: report.json"]),
        (kill_more, ["files: changed", "rows: table claims"]),
        (touch_hashes, ["custody: no line", "rows: table claims", "bytes: other bytes"]),
        (drop_an_original, ["files: gone", "rebuild: 0/news/saved.zip is not among"]),
        (
            change_an_original,
            ["files: changed", "rebuild: 0/news/listed/d.txt is not what was read"],
        ),
    ],
)
def test_what_was_touched_afterwards_is_told(
    out: Path, tamper: Callable[[Path], None], words: list[str]
) -> None:
    tamper(out)
    found = verify(out, Again())
    differing = "\n".join(told(found, "differs"))
    for word in words:
        assert word in differing
    assert found.verdict == "differs"


def test_of_changed_rows_the_first_are_named_with_their_columns(out: Path) -> None:
    kill_more(out)
    found = verify(out, Again()).findings
    (rows,) = (one for one in found if one.what.startswith("table"))
    assert rows.names
    assert all(name.startswith("clm-") and name.endswith(": value_min") for name in rows.names)
    (why,) = (one for one in found if one.part == "why")
    assert why.what.startswith("not by another version, library, pack or word list")


@pytest.fixture
def grown(tmp_path: Path, request: pytest.FixtureRequest) -> Build:
    """Give outputs that were added to twice: a file was replaced, and a table came."""
    request.getfixturevalue("no_views")
    news = tmp_path / "in" / "news"
    put(news / "a.txt", NEWS.format("Saraqib"))
    put(news / "b.txt", NEWS.format("Ariha"))
    build([news], tmp_path / "out", keep_originals=True, at=AT)
    put(news / "b.txt", NEWS.format("Hass"))
    put(news / "c.txt", NEWS.format("Morek"))
    build([news], tmp_path / "out", append=True, at=AT)
    table = put(tmp_path / "in" / "t" / "r.csv", "place,date\nMorek,2019-06-05\n")
    return build([table], tmp_path / "out", append=True, at=AT)


def test_builds_that_were_added_to_are_done_again_one_after_the_other(grown: Build) -> None:
    out = grown.folder
    assert len(steps_of(out)) == 3
    assert b"Ariha" in b"".join(path.read_bytes() for path in (out / "originals").glob("*.txt"))
    found = verify(out, Again())
    assert found.verdict == "same"
    assert "rebuild: built again from the kept originals, in 3 builds one after the other" in told(
        found, "note"
    )


def test_after_append_rows_are_those_of_one_build_of_all_and_bytes_may_differ(
    grown: Build, tmp_path: Path
) -> None:
    found = verify(grown.folder, Again(sources=(tmp_path / "in" / "news", tmp_path / "in" / "t")))
    assert told(found, "differs") == []
    assert any("after --append only the rows are promised" in one for one in told(found, "note"))
    put(tmp_path / "in" / "news" / "c.txt", NEWS.format("Idlib"))
    found = verify(grown.folder, Again(sources=(tmp_path / "in" / "news", tmp_path / "in" / "t")))
    assert found.verdict == "differs"


@pytest.mark.usefixtures("no_views")
def test_what_a_first_build_did_not_keep_is_told_when_the_next_keeps(tmp_path: Path) -> None:
    put(tmp_path / "a.txt", NEWS.format("Saraqib"))
    put(tmp_path / "b.txt", NEWS.format("Ariha"))
    out = build([tmp_path / "a.txt"], tmp_path / "out").folder
    build([tmp_path / "b.txt"], out, append=True, keep_originals=True)
    found = verify(out, Again())
    assert found.verdict == "unchecked"
    assert "rebuild: not built again: the build kept no originals" in told(found, "unchecked")[0]


@pytest.fixture
def bare(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Give outputs without originals, and their sources in `in` beside them."""
    request.getfixturevalue("no_views")
    put(tmp_path / "in" / "r.csv", "location,date,note\nMorek,05/06/2019,x\n")
    reading = Reading("month", "utf-8", (("location", "place"),))
    return build([tmp_path / "in"], tmp_path / "out", reading=reading, at=AT).folder


def test_without_originals_the_sources_are_asked_for_and_read_as_they_were(
    bare: Path, tmp_path: Path
) -> None:
    found = verify(bare, Again())
    assert found.verdict == "unchecked"
    assert told(found, "differs") == []
    assert verify(bare, Again(sources=(tmp_path / "in",))).verdict == "same"
    assert verify(bare, None).verdict == "unchecked"


def test_another_pack_is_named_as_the_reason(bare: Path, few: Path, tmp_path: Path) -> None:
    pack = Path(shutil.copytree(few, tmp_path / "pack"))
    rewrite(pack / "names.csv", b"\n", b"\n\n")
    found = verify(bare, Again(gazetteer=pack, sources=(tmp_path / "in",)))
    assert found.verdict == "differs"
    (why,) = (one for one in told(found, "note") if one.startswith("why"))
    assert why.startswith("why: another region pack: then sha256:")
    assert why.endswith("name the pack with --gazetteer")
    (run,) = (one for one in found.findings if one.what.startswith("table run"))
    assert "gazetteer_hash" in [name.split(":")[0] for name in run.names]


def test_other_libraries_are_no_difference_where_they_make_none(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = {"pandas": "99", "newer": "1"}
    for room in ("provenance", "verifying"):
        monkeypatch.setattr(f"mapper.pipeline.{room}.library_versions", lambda: now)
    found = verify(bare, Again(sources=(tmp_path / "in",)))
    assert found.verdict == "same"
    notes = "\n".join(told(found, "note"))
    assert "manifest-sha256.txt, manifest.json: the same but for the versions" in notes
    assert "why: another pandas: then" in notes


def test_outputs_of_a_build_that_was_cut_short_are_those_of_an_earlier_line(
    bare: Path, tmp_path: Path
) -> None:
    kept = Path(shutil.copytree(bare, tmp_path / "kept"))
    put(tmp_path / "in" / "a.txt", NEWS.format("Saraqib"))
    build([tmp_path / "in"], bare, at=AT)
    shutil.copy(bare / "custody.jsonl", kept / "custody.jsonl")
    assert any("are those of line 1 of" in one for one in told(verify(kept, None), "unchecked"))
    with (bare / "custody.jsonl").open("ab") as log:
        log.write(b'{"previous": "sha')
    assert any("line 3 was cut short" in one for one in told(verify(bare, None), "note"))
    assert told(verify(bare, None), "differs") == []


def test_outputs_without_hashes_and_log_are_checked_by_their_manifest(bare: Path) -> None:
    for name in ("manifest-sha256.txt", "custody.jsonl"):
        (bare / name).unlink()
    found = verify(bare, None)
    assert [one.split(":")[0] for one in told(found, "unchecked")] == [
        "files",
        "custody",
        "rebuild",
    ]
    put(bare / "thesis.txt", "mine")
    assert "files: of no build, not looked at: thesis.txt" in told(verify(bare, None), "note")


@pytest.mark.parametrize("part", ["options", "libraries", "inputs"])
def test_a_manifest_that_is_damaged_is_one_error(bare: Path, part: str) -> None:
    listed = json.loads((bare / "manifest.json").read_text(encoding="utf-8"))
    put(bare / "manifest.json", json.dumps(listed | {part: [1]}))
    with pytest.raises(ExportError, match=r"manifest\.json is damaged"):
        verify(bare, Again())


def test_a_folder_of_others_is_no_outputs(tmp_path: Path) -> None:
    put(tmp_path / "manifest.json", "{}")
    with pytest.raises(ExportError, match="holds no outputs of a build"):
        verify(tmp_path, Again())


@pytest.mark.usefixtures("no_views")
def test_the_standard_input_and_the_head_of_a_film_are_laid_out_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(NEWS.format("Saraqib").encode())))
    film = put(tmp_path / "in" / "film.mp4", b"\0\0\0\x18ftypmp42" + bytes(3_000_000))
    with film.open("r+b") as stream:
        stream.truncate(30_000_000)
    out = build([tmp_path / "in", Path("-")], tmp_path / "out", keep_originals=True).folder
    assert sum(path.stat().st_size for path in (out / "originals").iterdir()) < 1_100_000
    assert verify(out, Again()).verdict == "same"


@pytest.mark.parametrize("at", ["../x", "/x", "0/../../x", "", "."])
def test_nothing_is_laid_out_of_the_folder(tmp_path: Path, at: str) -> None:
    put(tmp_path / "originals" / "0.txt", "x")
    (tmp_path / "to").mkdir()
    rows = [{"at": at, **row} for row in ({"kept": "0.txt"}, {"link": "x"}, {"is": "folder"})]
    rows.append({"at": "y", "link": "../x"})
    reading: dict[str, object] = {"order": None, "encoding": None, "columns": []}
    step: dict[str, object] = {
        "sources": [],
        "corrections": [],
        "zone_file": None,
        "reading": reading,
    }
    for row in rows:
        with pytest.raises(ExportError, match="does not say where the sources lay"):
            lay_out(step | {"files": [row]}, tmp_path / "originals", tmp_path / "to")
    assert list((tmp_path / "to").iterdir()) == []


@pytest.mark.parametrize(
    ("options", "code", "verdict"),
    [
        ("in", 0, "the same"),
        ("", 3, "nothing differs, and not everything could be checked"),
        ("changed", 1, "NOT the same"),
        ("--corrections in/r.csv", 2, "--corrections and --zone-file go with SOURCES"),
    ],
)
def test_the_command_says_in_lines_and_by_its_exit_code_how_it_stands(
    bare: Path, tmp_path: Path, options: str, code: int, verdict: str
) -> None:
    put(tmp_path / "changed" / "r.csv", "location,date,note\nHass,05/06/2019,x\n")
    done = run_line(f"mapper verify {bare} {options}", tmp_path)
    assert (done.returncode, verdict in done.stdout + done.stderr) == (code, True)
    assert ("NO rows: table locations: 1 row" in done.stdout) == (code == 1)


@pytest.mark.usefixtures("no_views")
def test_what_was_held_back_by_the_hour_is_held_back_again(tmp_path: Path) -> None:
    put(tmp_path / "in" / "r.csv", "place,date\nMorek,2019-06-05\nHass,2019-06-01\n")
    wishes = Wishes(profile="public", hold="72h", mask_people=True)
    when = "2019-06-06T12:00:00Z"
    out = build([tmp_path / "in"], tmp_path / "out", wishes=wishes, at=when).folder
    options = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["options"]
    assert options["release_held_from"] == "2019-06-03"
    assert verify(out, Again(sources=(tmp_path / "in",))).verdict == "same"
