import json
import shutil
from pathlib import Path

import pytest
from built import hashes

from mapper import Article, Gazetteer, load_gazetteer
from mapper.base import frames, schema
from mapper.base.errors import ArticleError, ExportError, GazetteerError
from mapper.base.limits import Watch
from mapper.incidents.code import Coded, code_article
from mapper.pipeline import coding
from mapper.pipeline.coding import code_articles
from mapper.pipeline.steps import Build, build
from mapper.sources.listing import list_sources
from mapper.store.reader import read_table

OUTPUTS = {
    "incidents.geojson",
    "incidents.gpkg",
    "store.gpkg",
    "incidents.qgz",
    "incidents.qml",
    "locations.geojson",
    "locations.qml",
    "manifest-sha256.txt",
    "manifest.json",
    "map.html",
    "report.json",
}
NEWS = "Rescuers said two people were killed on Monday when an airstrike hit {}, in Idlib province."

pytestmark = pytest.mark.usefixtures("few_places")


@pytest.fixture(scope="module")
def pack() -> Gazetteer:
    return load_gazetteer()


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Give a folder with three short articles and a table of three records."""
    return write_source(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Give one build of what `source` holds, to be read only."""
    folder = tmp_path_factory.mktemp("built")
    return build([write_source(folder)], folder / "out")


def write_source(parent: Path) -> Path:
    folder = parent / "in"
    folder.mkdir()
    rows = ["file,publisher,published"]
    for number, place in enumerate(("Kafr Nabl", "Saraqib", "Ariha")):
        (folder / f"{number}.txt").write_text(NEWS.format(place), encoding="utf-8")
        rows.append(f"{number}.txt,Daily,2019-07-2{number}")
    (folder / "manifest.csv").write_text("\n".join(rows), encoding="utf-8")
    (folder / "table.csv").write_text(
        "record_id,place,date,admin1,event_type,killed_min,weather\n"
        "r1,Saraqib,2019-07-15,Idlib,airstrike,2,fair\n"
        "r2,Xyzzyqu,2019-07-16,Idlib,shelling,,\n"
        "r3,Morek,2019-07-21,Hama,airstrike,4,\n",
        encoding="utf-8",
    )
    return folder


def test_a_build_leaves_every_output_and_a_manifest_of_their_hashes(built: Build) -> None:
    found = hashes(built.folder)
    assert set(found) == OUTPUTS
    listed = json.loads((built.folder / "manifest.json").read_text(encoding="utf-8"))
    assert {one["file"] for one in listed["outputs"]} == OUTPUTS - {
        *("manifest.json", "manifest-sha256.txt"),
    }
    for one in listed["outputs"]:
        assert one["sha256"] == f"sha256:{found[one['file']]}"
    assert {one["file"] for one in listed["inputs"]} == {
        *("0.txt", "1.txt", "2.txt"),
        *("manifest.csv", "table.csv"),
    }
    assert str(built.folder.parent) not in json.dumps(listed)


def test_a_map_too_large_for_one_file_is_listed_with_its_folder(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("mapper.maps.page.folder.LIMIT", 0)
        out = build([source], tmp_path / "out").folder
    listed = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["outputs"]
    texts = [one["file"] for one in listed if one["file"].startswith("map_files/")]
    assert len(texts) == len(list((out / "map_files").iterdir())) > 0
    assert build([source], out).folder == out
    assert {path.name for path in out.iterdir()} == OUTPUTS | {"custody.jsonl"}


def test_the_same_input_gives_the_same_bytes_with_any_number_of_jobs(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coding, "BATCH", 2)
    first = hashes(build([source], tmp_path / "a").folder)
    assert hashes(build([source], tmp_path / "b").folder) == first
    assert hashes(build([source], tmp_path / "c", jobs=2).folder) == first


def test_every_table_of_the_store_is_what_the_schema_says(built: Build) -> None:
    for name, table in schema.TABLES.items():
        frame = read_table(built.folder / "store.gpkg", name)
        assert frames.check(table, frame) == []
        # The store adds its own version to what the build says of the run.
        assert built.report["rows"].get(name, 0) + (name == "run") == len(frame)


def test_articles_and_records_stand_side_by_side_and_the_same_event_is_linked(
    built: Build,
) -> None:
    incidents = read_table(built.folder / "store.gpkg", "incidents").set_index("incident_id")
    assert incidents["article_id"].notna().sum() == 3
    record = incidents[incidents["source_id"] == "r1"].iloc[0]
    report = incidents.loc[record["linked_ids"]]
    assert report["file"] == "1.txt"
    assert (record["n_reports"], report["n_reports"]) == (2, 2)
    assert built.report["reports"]["total"] == 6
    assert built.report["events"]["total"] == 5


def test_an_unknown_place_is_kept_counted_and_not_mapped(built: Build) -> None:
    incidents = read_table(built.folder / "store.gpkg", "incidents")
    unknown = incidents[incidents["source_id"] == "r2"].iloc[0]
    assert unknown.geometry is None
    assert (unknown["zone_verdict"], unknown["places"]) == ("unknown", "Xyzzyqu")
    assert [one["places"] for one in built.report["not_mapped"]] == ["Xyzzyqu"]
    assert built.n_rejects == 0


def test_every_location_has_its_area_and_its_relation_to_each_zone(built: Build) -> None:
    store = built.folder / "store.gpkg"
    locations = read_table(store, "locations")
    keys = set(zip(locations["incident_id"], locations["seq"], strict=True))
    areas = read_table(store, "uncertainty")
    assert set(zip(areas["incident_id"], areas["seq"], strict=True)) == keys
    pairs = zip(areas.geometry, locations.geometry, strict=True)
    assert all(area.contains(point) for area, point in pairs)
    related = read_table(store, "zone_relations")
    assert set(zip(related["incident_id"], related["seq"], strict=True)) == keys
    assert len(related) == len(keys) * related["zone_id"].nunique()
    assert locations["zone_verdict"].notna().all()


@pytest.mark.usefixtures("no_views")
def test_a_bad_file_costs_that_file_and_never_the_run(source: Path, tmp_path: Path) -> None:
    (source / "0.txt").write_bytes(b"\xff\xd8\xff")
    (source / "2.txt").write_bytes(b"")
    with (source / "table.csv").open("a", encoding="utf-8") as stream:
        stream.write("r4,Morek,someday,,,,\n")
    built = build([source], tmp_path / "out")
    assert built.report["rejects"]["by_reason"] == {
        "bad_date": 1,
        "empty": 1,
        "not_a_document": 1,
    }
    assert built.report["rows"]["articles"] == 1
    assert built.report["reports"]["total"] == 4
    assert built.report["events"]["total"] == 3
    assert len(read_table(built.folder / "store.gpkg", "rejects")) == built.n_rejects == 3


@pytest.mark.usefixtures("no_views")
def test_an_article_that_breaks_a_rule_costs_only_itself(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(article: Article, pack: Gazetteer, *, watch: Watch) -> Coded:
        if article.file == "1.txt":
            watch.enter("resolve")
            raise RecursionError("too deep")
        return code_article(article, pack, watch=watch)

    monkeypatch.setattr(coding, "code_article", breaks)
    rejects = build([source], tmp_path / "out").report["rejects"]["rows"]
    assert [(row["file"], row["reason"]) for row in rejects] == [("1.txt", "failed")]
    assert "too deep" in rejects[0]["detail"]
    assert rejects[0]["stage"] == "coding.resolve"


def test_articles_come_back_in_the_order_of_the_list(
    source: Path, pack: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coding, "BATCH", 1)
    entries = list_sources([source]).entries
    batches = list(code_articles(entries, pack))
    assert [batch["articles"][0]["file"] for batch in batches] == ["0.txt", "1.txt", "2.txt"]


@pytest.mark.usefixtures("no_views")
def test_progress_ends_at_the_number_of_articles(source: Path, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    build([source], tmp_path / "out", progress=lambda done, total: seen.append((done, total)))
    assert seen[-1] == (3, 3)


@pytest.mark.usefixtures("no_views")
def test_the_same_record_from_two_sources_is_taken_once(source: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "table.csv").write_bytes((source / "table.csv").read_bytes())
    built = build([source, other], tmp_path / "out")
    assert built.report["rejects"]["by_reason"] == {"duplicate": 3}
    assert built.report["incidents"]["total"] == 6


def test_nothing_to_read_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(ArticleError):
        build([tmp_path / "gone"], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_build_that_fails_late_leaves_the_earlier_outputs(
    source: Path, built: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Path(shutil.copytree(built.folder, tmp_path / "out"))
    before = hashes(out)

    def full(*_: object, **__: object) -> None:
        raise ExportError("no space left")

    monkeypatch.setattr("mapper.export.write_geojson", full)
    with pytest.raises(ExportError, match="no space"):
        build([source], out)
    assert hashes(out) == before


def test_a_gazetteer_row_with_a_bad_coordinate_is_named(source: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "places.csv").write_text(
        "place_id,name,kind,lat,lon\npl-a,A,town,35.5,36.5\npl-b,B,town,355,36.5\n",
        encoding="utf-8",
    )
    with pytest.raises(GazetteerError, match=r"places\.csv row 3.*355"):
        build([source], tmp_path / "out", gazetteer=pack)
