"""Building on an earlier build gives the rows of a build of everything together."""

import shutil
from pathlib import Path

import pytest
from built import hashes, rows_of, texts_coded

from mapper.base import schema
from mapper.base.errors import ExportError, StoreError
from mapper.pipeline import coding, earlier
from mapper.pipeline.steps import Build, build
from mapper.store import STORE
from mapper.store.reader import read_table
from mapper.store.writer import StoreWriter

NEWS = "Rescuers said two people were killed on Monday when an airstrike hit {}, in Idlib province."
REGIONAL = (
    "At least nine civilians were killed in shelling in southern Idlib on Sunday, the monitor"
    " said. Warplanes struck Maarat al-Numan and Khan Sheikhoun on Monday, killing four people."
)
pytestmark = pytest.mark.usefixtures("few_places")
HEADER = "record_id,place,date,admin1,event_type,killed_min,killed_open,weather\n"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Give a folder with two articles, one that is no article, and a table of records."""
    return write_old(tmp_path)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """Give a folder with one more article, which tells of a record, and one more table."""
    return write_new(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give what a build of `old` leaves, to be copied and not changed."""
    folder = tmp_path_factory.mktemp("built")
    return build([write_old(folder)], folder / "out").folder


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Path:
    """Give a test's own copy of what a build of `old` leaves."""
    return Path(shutil.copytree(built, tmp_path / "out"))


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Give one build of `old` and `new` together."""
    folder = tmp_path_factory.mktemp("both")
    return build([write_old(folder), write_new(folder)], folder / "out")


def write_old(parent: Path) -> Path:
    texts = {"a.txt": NEWS.format("Kafr Nabl"), "b.txt": REGIONAL, "bad.txt": "\0" * 400}
    rows = "r1,Saraqib,2019-07-22,Idlib,airstrike,2,true,fair\nr2,Xyzzyqu,2019-07-16,,shelling,,,\n"
    return write(parent / "old", texts, HEADER + rows + "r9,Morek,someday,,,,,\n")


def write_new(parent: Path) -> Path:
    return write(
        parent / "new",
        {"c.txt": NEWS.format("Saraqib"), "copy.txt": REGIONAL},
        "record_id,place,date\nr1,Kafr Nabl,2019-07-22\n",
        table="more.csv",
    )


def write(
    folder: Path, texts: dict[str, str], records: str | None = None, *, table: str = "table.csv"
) -> Path:
    folder.mkdir(exist_ok=True)
    for file, text in texts.items():
        (folder / file).write_bytes(text.encode("utf-8", "surrogatepass"))
    rows = [f"{file},Daily,2019-07-24" for file in texts]
    (folder / "manifest.csv").write_text(
        "\n".join(["file,publisher,published", *rows]), encoding="utf-8"
    )
    if records:
        (folder / table).write_text(records, encoding="utf-8")
    return folder


def test_appending_gives_the_bytes_of_a_build_of_everything(
    out: Path, new: Path, both: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(earlier, "BATCH", 2)
    coded = texts_coded(monkeypatch)
    added = build([new], out, append=True)
    assert coded == ["c.txt"]
    assert rows_of(added) == rows_of(both)
    assert {row["file"] for row in added.report["rejects"]["rows"]} == {
        *("bad.txt", "copy.txt", "table.csv")
    }
    assert hashes(out) == hashes(both.folder)
    shapes = read_table(out / STORE, "uncertainty")["shape"]
    assert set(shapes) == {"disc", "region"}


def test_batches_change_how_a_store_is_arranged_and_nothing_else(
    old: Path, new: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coding, "BATCH", 1)
    out = build([old], tmp_path / "out").folder
    added = build([new], out, append=True)
    whole = build([old, new], tmp_path / "whole")
    assert rows_of(added) == rows_of(whole)
    differing = {name for name, sha in hashes(whole.folder).items() if hashes(out)[name] != sha}
    assert differing <= {STORE, "manifest.json", "manifest-sha256.txt"}


def test_the_same_bytes_change_nothing(
    old: Path, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hashes(out)
    coded = texts_coded(monkeypatch)
    again = build([old], out, append=True)
    assert coded == []
    assert hashes(out) == before
    assert (again.n_unchanged, again.replaced) == (3, ())


@pytest.mark.usefixtures("no_views")
def test_a_changed_file_replaces_its_rows(old: Path, out: Path, tmp_path: Path) -> None:
    (old / "b.txt").write_text(NEWS.format("Ariha"), encoding="utf-8")
    (old / "table.csv").write_text(HEADER + "r3,Hass,2019-08-16,Idlib,,,,\n", encoding="utf-8")
    added = build([old], out, append=True)
    assert added.replaced == ("b.txt", "table.csv")
    assert rows_of(added) == rows_of(build([old], tmp_path / "whole"))


@pytest.mark.usefixtures("no_views")
def test_another_date_in_the_manifest_reads_the_article_again(
    old: Path, out: Path, tmp_path: Path
) -> None:
    listed = (old / "manifest.csv").read_text(encoding="utf-8")
    changed = listed.replace("a.txt,Daily,2019-07-24", "a.txt,Daily,2020-01-15")
    (old / "manifest.csv").write_text(changed, encoding="utf-8")
    added = build([old], out, append=True)
    assert added.replaced == ("a.txt",)
    assert rows_of(added) == rows_of(build([old], tmp_path / "whole"))


@pytest.mark.usefixtures("no_views")
def test_a_folder_that_grew_is_read_as_far_as_it_is_new(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (old / "d.txt").write_text(NEWS.format("Hass"), encoding="utf-8")
    out = build([old], tmp_path / "out").folder
    listed = (old / "manifest.csv").read_text(encoding="utf-8")
    (old / "manifest.csv").write_text(f"{listed}\nd.txt,Daily,2019-07-24", encoding="utf-8")
    (old / "bad.txt").write_text(NEWS.format("Ariha"), encoding="utf-8")
    coded = texts_coded(monkeypatch)
    added = build([old], out, append=True)
    assert coded == ["bad.txt", "d.txt"]
    assert rows_of(added) == rows_of(build([old], tmp_path / "whole"))


@pytest.mark.usefixtures("no_views")
def test_an_article_that_is_emptied_loses_its_rows(old: Path, out: Path, tmp_path: Path) -> None:
    (old / "a.txt").write_bytes(b"")
    added = build([old], out, append=True)
    assert rows_of(added) == rows_of(build([old], tmp_path / "whole"))


@pytest.mark.usefixtures("no_views")
def test_an_article_that_broke_a_rule_is_tried_again(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise RecursionError

    with monkeypatch.context() as patched:
        patched.setattr(coding, "code_article", breaks)
        out = build([old], tmp_path / "out").folder
    added = build([old], out, append=True)
    assert rows_of(added) == rows_of(build([old], tmp_path / "whole"))


@pytest.mark.usefixtures("no_views")
def test_a_renamed_copy_counts_once_its_original_changed(old: Path, tmp_path: Path) -> None:
    write(old, {"a.txt": NEWS.format("Ariha"), "z.txt": NEWS.format("Ariha")})
    out = build([old], tmp_path / "out").folder
    only = write(tmp_path / "only", {"a.txt": NEWS.format("Hass")})
    before = hashes(out)
    with pytest.raises(StoreError, match=r"z\.txt was left out as the same bytes as a\.txt"):
        build([only], out, append=True)
    assert hashes(out) == before
    (old / "a.txt").write_text(NEWS.format("Hass"), encoding="utf-8")
    added = build([old], out, append=True)
    assert rows_of(added) == rows_of(build([old], tmp_path / "whole"))


@pytest.mark.usefixtures("no_views")
def test_files_of_one_name_are_not_guessed_between(old: Path, tmp_path: Path) -> None:
    other = write(tmp_path / "other", {"a.txt": NEWS.format("Ariha")})
    out = build([old, other], tmp_path / "out").folder
    assert build([other], out, append=True).n_unchanged == 1
    write(other, {"a.txt": NEWS.format("Hass")})
    with pytest.raises(StoreError, match=r"2 files called 'a\.txt'"):
        build([other], out, append=True)
    added = build([old, other], out, append=True)
    assert added.replaced == ("a.txt",)
    whole = build([old, other], tmp_path / "whole")
    assert rows_of(added)["incidents"] == rows_of(whole)["incidents"]


def test_the_title_stays_unless_another_is_given(old: Path, new: Path, tmp_path: Path) -> None:
    out = build([old], tmp_path / "out", title="First").folder
    build([new], out, append=True)
    assert "<title>First</title>" in (out / "map.html").read_text(encoding="utf-8")
    build([new], out, append=True, title="Second")
    assert "<title>Second</title>" in (out / "map.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("gazetteer_hash", "another gazetteer"),
        ("words_hash", "other word lists"),
        ("mapper_version", "another version of incident-mapper"),
        ("schema_version", "another version of the tables"),
    ],
)
def test_a_store_made_otherwise_is_refused(
    old: Path, out: Path, key: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if key == "schema_version":
        monkeypatch.setattr(schema, "VERSION", schema.VERSION + 1)
    else:
        rewrite_run(out / STORE, key)
    before = hashes(out)
    with pytest.raises(StoreError, match=f"{words}.*build again from all sources"):
        build([old], out, append=True)
    assert hashes(out) == before


def rewrite_run(store: Path, key: str) -> None:
    """Give a store another value of a key of its run."""
    tables = {name: read_table(store, name) for name in schema.TABLES}
    run = tables["run"]
    tables["run"] = run.assign(value=run["value"].where(run["key"] != key, "other"))
    with StoreWriter(store) as writer:
        for name, frame in tables.items():
            writer.append(name, frame)


def test_a_store_that_no_build_left_there_is_refused(
    old: Path, built: Path, tmp_path: Path
) -> None:
    (tmp_path / "copy").mkdir()
    shutil.copy(built / STORE, tmp_path / "copy" / STORE)
    with pytest.raises(StoreError, match="no build's own store"):
        build([old], tmp_path / "copy", append=True)
    with pytest.raises(StoreError, match="no store at"):
        build([old], tmp_path / "gone", append=True)


@pytest.mark.parametrize("step", ["write_geojson", "replace"])
def test_a_crash_leaves_what_was_there_and_appending_again_makes_whole(
    out: Path, new: Path, both: Build, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hashes(out)

    def dies(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        if step == "replace":
            patched.setattr("mapper.base.sets.appear", dies)  # before any file has moved
        else:
            patched.setattr("mapper.export.write_geojson", dies)
        with pytest.raises(KeyboardInterrupt):
            build([new], out, append=True)
    assert hashes(out) == before
    added = build([new], out, append=True)
    assert rows_of(added) == rows_of(both)


def test_a_full_disk_leaves_the_earlier_outputs(
    out: Path, new: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = hashes(out)

    def full(*_: object, **__: object) -> None:
        raise ExportError("no space left")

    monkeypatch.setattr("mapper.export.write_geojson", full)
    with pytest.raises(ExportError, match="no space"):
        build([new], out, append=True)
    assert hashes(out) == before
