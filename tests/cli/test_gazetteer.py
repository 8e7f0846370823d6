import csv
import gzip
import io
import json
import shutil
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from folders import SMALL_PACK as PACK

from mapper.base.errors import ExportError, GazetteerError
from mapper.cli.gazetteer import command
from mapper.gazetteer.imports import files
from mapper.gazetteer.imports.pack import Pack, write_pack
from mapper.gazetteer.load import load_gazetteer

OCHA = (
    "pcode,name_en,name_ar,lat,lon,admin3_pcode,admin3_en,"
    "admin2_pcode,admin2_en,admin1_pcode,admin1_en\n"
)


EXCHANGED = """name,lat,lon
Saraqeb,36.803,35.866
Kafranbel,36.561,35.613
Morek,36.692,35.368
Ariha,36.611,35.812
Hass,36.596,35.616
Newvillage,36.70,35.90
"""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(command, [str(a) for a in arguments], catch_exceptions=False)


def bring(file: Path, form: str, folder: Path) -> Result:
    return run("import", file, "--as", form, "-o", folder, "--base", PACK)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def geoname(
    number: int, name: str, lat: float, lon: float, *, alternates: str = "", feature: str = "P\tPPL"
) -> str:
    fields = [
        str(number),
        name,
        name,
        alternates,
        str(lat),
        str(lon),
        *feature.split("\t"),
        "SY",
        "",
        "12",
        "",
        "",
        "",
        "900",
        "",
        "400",
        "Asia/Damascus",
        "2020-01-01",
    ]
    return "\t".join(fields) + "\n"


def test_info_counts_what_is_there() -> None:
    assert "governorate 3" in run("info", "--gazetteer", PACK).stdout
    held = json.loads(run("info", "--gazetteer", PACK, "--json").stdout)
    assert held["home"] == "SY"
    assert held["kinds"]["governorate"] == 3
    idlib = [unit for unit in held["units"] if unit["admin1"] == "Idlib"]
    assert sum(unit["settlements"] for unit in idlib) >= 8


def test_check_of_a_sound_pack_finds_remarks_alone() -> None:
    result = run("check", "--gazetteer", PACK, "--all")
    assert result.exit_code == 0
    assert "homonym" in result.stdout
    assert "common word" not in run("check", "--gazetteer", PACK).stdout


def test_check_names_each_kind_of_fault(tmp_path: Path) -> None:
    pack = Path(shutil.copytree(PACK, tmp_path / "pack"))
    rows = list(csv.DictReader(io.StringIO((pack / "places.csv").read_text(encoding="utf-8"))))
    town = next(row for row in rows if row["place_id"] == "pl-ariha")
    rows.append({**town, "place_id": "pl-ariha-2", "lat": "35.815"})
    rows.append(
        {**town, "place_id": "pl-far", "name": "Farawayyah", "lat": "33.2", "name_ar": "فر\ufffd"}
    )
    with (pack / "places.csv").open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    result = run("check", "--gazetteer", pack)
    assert result.exit_code == 1
    for fault in ("duplicate", "outside parent", "mangled name"):
        assert fault in result.stdout


def test_a_search_that_finds_nothing_says_so_on_stderr() -> None:
    result = run("search", "!!", "--gazetteer", PACK)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines() == [f"No place of {PACK} has a name like '!!'."]


def test_search_lists_spellings() -> None:
    assert "Kafranbel" in run("search", "Kafr Nabel", "--gazetteer", PACK).stdout


def test_an_ocha_table_is_merged_by_code_and_by_name_and_place(tmp_path: Path) -> None:
    file = write(
        tmp_path / "ocha.csv",
        OCHA
        + "C4068,Kafr Nobol,كفرنبل,35.6134,36.5610,SY070203,Kafr Nobol,SY0702,Al Ma'ra,SY07,Idleb\n"
        + "C9999,Sarakeb,سراقب,35.8661,36.8030,SY070003,Saraqab,SY0700,Idleb,SY07,Idleb\n"
        + "C9998,Newvillage,قرية,35.9000,36.7000,SY070003,Saraqab,SY0700,Idleb,SY07,Idleb\n",
    )
    result = bring(file, "ocha", tmp_path / "pack")
    assert result.exit_code == 0, result.output
    made = load_gazetteer(tmp_path / "pack")
    assert "pl-c9998" in made.places
    assert made.lookup("Kafr Nobol")[0].place.place_id == "pl-kafr-nabl"
    assert made.places["reg-sy070003"].kind == "subdistrict"
    assert made.places["reg-sy070003"].admin1 == "Idlib"
    assert made.within(made.places["pl-c9998"], made.places["reg-sy0700"])


def test_a_namesake_with_another_code_is_not_merged(tmp_path: Path) -> None:
    file = write(
        tmp_path / "ocha.csv", OCHA + "C0001,Kafr Nabl,كفر نبل,35.6134,36.5610,,,,,SY07,Idleb\n"
    )
    bring(file, "ocha", tmp_path / "pack")
    assert "pl-c0001" in load_gazetteer(tmp_path / "pack").places


def test_importing_twice_adds_nothing(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", "name,lat,lon,names\nNewvillage,35.9,36.7,Nuvilaj|نوفيلاج\n")
    bring(file, "csv", tmp_path / "pack")
    before = load_gazetteer(tmp_path / "pack").hash()
    result = bring(file, "csv", tmp_path / "pack")
    assert "0 places added, 1 merged" in result.stderr
    assert load_gazetteer(tmp_path / "pack").hash() == before


@pytest.mark.parametrize("packing", ["plain", "zip", "gzip"])
def test_a_geonames_dump_is_read_packed_or_not(tmp_path: Path, packing: str) -> None:
    dump = geoname(1, "Newvillage", 35.9, 36.7, alternates="Nuvilaj,nwfylaj,نوفيلاج,NVL")
    dump += geoname(2, "Old Ruin", 35.91, 36.71, feature="P\tPPLQ")
    dump += geoname(3, "Some River", 35.92, 36.72, feature="H\tSTM")
    file = tmp_path / "SY.txt"
    if packing == "plain":
        write(file, dump)
    elif packing == "gzip":
        file = tmp_path / "SY.txt.gz"
        file.write_bytes(gzip.compress(dump.encode()))
    else:
        file = tmp_path / "SY.zip"
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("SY.txt", dump)
            archive.writestr("readme.txt", "about")
    assert bring(file, "geonames", tmp_path / "pack").exit_code == 0
    made = load_gazetteer(tmp_path / "pack")
    assert made.lookup("نوفيلاج")[0].place.place_id == "gn-1"
    assert set(made.spellings("gn-1")) >= {"Newvillage", "Nuvilaj", "نوفيلاج"}
    assert "NVL" not in made.spellings("gn-1")
    assert not {"gn-2", "gn-3"} & set(made.places)


def test_ocha_geojson_is_read(tmp_path: Path) -> None:
    properties = {
        "NAME_EN": "Newvillage",
        "NAME_ARA": "قرية",
        "PCODE": "C9998",
        "ADMIN1_COD": "SY07",
        "ADMIN1_EN": "Idleb",
    }
    feature = {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [36.7, 35.9]},
    }
    file = write(
        tmp_path / "a.geojson", json.dumps({"type": "FeatureCollection", "features": [feature]})
    )
    assert bring(file, "ocha", tmp_path / "pack").exit_code == 0
    assert load_gazetteer(tmp_path / "pack").places["pl-c9998"].lat == 35.9


def test_a_row_that_cannot_be_used_is_left_out_and_said(tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.csv",
        "name,lat,lon,name_ar\nGood,35.9,36.7,جيد\nBad,north,36.7,\nOff,95,36.7,\n,35.9,36.7,\nHalf,35.95,36.75,قر\ufffd\n",
    )
    result = bring(file, "csv", tmp_path / "pack")
    assert result.exit_code == 3
    assert all(f"row {number}" in result.stderr for number in (3, 4, 5, 6))
    made = load_gazetteer(tmp_path / "pack")
    assert made.lookup("Good")[0].score == 100
    assert made.places["pl-half"].name_ar is None


@pytest.mark.parametrize(
    ("text", "form", "says"),
    [
        ("name,latitude\nA,35\n", "csv", r"a\.csv: no column for lon"),
        ("a\tb\n", "geonames", r"a\.csv row 1: 2 columns, a GeoNames dump has 19"),
        ('{"type": "FeatureCollection"}', "ocha", r"a\.csv: not a GeoJSON"),
        ('name,lat,lon\n"A,35,36\n', "csv", r"a\.csv: line \d+ is not CSV"),
        ("name,lat,lon\nA,35,36,x\n", "csv", r"a\.csv row 2: 4 cells under a header of 3"),
        (EXCHANGED, "csv", r"exchanged"),
        ("name,lat,lon\nA,40.1,36.2\nB,40.2,36.3\nC,40.3,36.4\n", "csv", r"exchanged"),
        ("name,lat,lon\n", "csv", r"no row could be used"),
        ("", "csv", r"a\.csv is empty"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_error_and_nothing_is_written(
    tmp_path: Path, text: str, form: str, says: str
) -> None:
    file = write(tmp_path / "a.csv", text)
    with pytest.raises(GazetteerError, match=says):
        bring(file, form, tmp_path / "pack")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv"]


def test_a_table_of_another_encoding_and_separator_is_read_and_said(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("name;name_ar;lat;lon\nQarya;قرية;35,902;36,7\n".encode("cp1256"))
    result = bring(file, "csv", tmp_path / "pack")
    assert "a.csv: not UTF-8: read as cp1256" in result.stderr
    made = load_gazetteer(tmp_path / "pack").places["pl-qarya"]
    assert (made.name_ar, made.lat, made.lon) == ("قرية", 35.902, 36.7)


def test_a_workbook_of_places_is_read_as_a_table_of_text_is(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["Places"], ["name", "lat", "lon"], ["Qarya", 35.9, 36.7]):
        book.active.append(row)
    book.save(tmp_path / "places.xlsx")
    assert bring(tmp_path / "places.xlsx", "csv", tmp_path / "pack").exit_code == 0
    assert load_gazetteer(tmp_path / "pack").places["pl-qarya"].lat == 35.9


def test_a_joiner_within_a_word_is_regular_spelling(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", "name,lat,lon,name_ar\nA,35.9,36.7,نمونه\u200cشهر\n")
    assert bring(file, "csv", tmp_path / "pack").exit_code == 0
    assert load_gazetteer(tmp_path / "pack").places["pl-a"].name_ar == "نمونه\u200cشهر"


@pytest.mark.parametrize("packing", ["zip", "gzip"])
def test_a_bomb_ends_at_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packing: str
) -> None:
    monkeypatch.setattr(files, "LARGEST", 1_000_000)
    content = geoname(1, "A" * 100, 35.9, 36.7) * 10_000
    packed = io.BytesIO()
    if packing == "zip":
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("SY.txt", content)
    else:
        packed.write(gzip.compress(content.encode()))
    file = tmp_path / "bomb"
    file.write_bytes(packed.getvalue())
    with pytest.raises(GazetteerError, match=r"bomb: holds more than 1 MB unpacked"):
        bring(file, "geonames", tmp_path / "pack")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bomb"]


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"\x1f\x8b\x08broken"])
def test_a_damaged_archive_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken"
    file.write_bytes(content)
    with pytest.raises(GazetteerError, match="broken"):
        bring(file, "geonames", tmp_path / "pack")


def test_a_folder_that_is_no_pack_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "mine.jpg").write_bytes(b"mine")
    file = write(tmp_path / "a.csv", "name,lat,lon\nNewvillage,35.9,36.7\n")
    with pytest.raises(ExportError, match="is no region pack"):
        bring(file, "csv", folder)
    assert (folder / "mine.jpg").read_bytes() == b"mine"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "photos"]


def test_a_pack_is_begun_from_another_only_where_that_is_asked_for(tmp_path: Path) -> None:
    file = write(tmp_path / "a.csv", "name,lat,lon\nNewvillage,35.9,36.7\n")
    result = run("import", file, "--as", "csv", "-o", tmp_path / "pack")
    assert result.exit_code == 2
    for way in ("--bare", "--base shipped", "mapper gazetteer new"):
        assert way in result.stderr
    assert not (tmp_path / "pack").exists()
    assert run("import", file, "--as", "csv", "-o", tmp_path / "pack", "--bare").exit_code == 0
    assert set(load_gazetteer(tmp_path / "pack").places) == {"pl-newvillage"}
    with pytest.raises(GazetteerError, match="no region pack"):
        run("import", file, "--as", "csv", "-o", tmp_path / "b", "--base", tmp_path / "none")
    both = run("import", file, "--as", "csv", "-o", tmp_path / "b", "--bare", "--base", "shipped")
    assert "exclude each other" in both.stderr


def test_an_import_leaves_files_that_are_none_of_a_packs(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(PACK, tmp_path / "pack"))
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("mine", encoding="utf-8")
    (folder / "actors.csv").write_text("actor,language,pattern,kind\n", encoding="utf-8")
    before = {path.relative_to(folder) for path in folder.rglob("*")}
    file = write(tmp_path / "a.csv", "name,lat,lon\nNewvillage,35.9,36.7\n")
    assert bring(file, "csv", folder).exit_code == 0
    assert {path.relative_to(folder) for path in folder.rglob("*")} == before
    assert (folder / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_units_by_name_alone_are_the_packs_own_or_new_regions(tmp_path: Path) -> None:
    file = write(
        tmp_path / "a.csv",
        "name,lat,lon,admin1,admin2\nOnetown,35.9,36.7,Idlib Governorate,\n"
        "Twotown,35.91,36.72,Muhafaza X,\nThreetown,41.0,44.0,Elsewhere,Inner\n",
    )
    assert bring(file, "csv", tmp_path / "pack").exit_code == 0
    made = load_gazetteer(tmp_path / "pack")
    # by its name; by lying where Idlib does, under a name that nobody knows; not known at all
    for place_id in ("pl-onetown", "pl-twotown"):
        assert (made.places[place_id].admin1, made.places[place_id].admin1_pcode) == (
            "Idlib",
            "SY07",
        )
    assert made.region("Elsewhere").place_id == "reg-elsewhere"
    assert made.region("Inner").parent == "reg-elsewhere"
    assert made.within(made.places["pl-threetown"], made.region("Inner"))


def test_a_population_that_is_no_number_is_named_by_its_row(tmp_path: Path) -> None:
    dump = geoname(1, "A", 35.9, 36.7) + geoname(2, "B", 35.9, 36.7).replace("\t900\t", "\tx\t")
    file = write(tmp_path / "SY.txt", dump)
    with pytest.raises(GazetteerError, match=r"SY\.txt row 2: population 'x' is no number"):
        bring(file, "geonames", tmp_path / "pack")


def test_a_failed_write_leaves_the_old_pack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(shutil.copytree(PACK, tmp_path / "pack"))
    before = load_gazetteer(folder).hash()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mapper.gazetteer.imports.pack._write_rows", fail)
    with pytest.raises(ExportError, match="No space left"):
        write_pack(Pack(), folder)
    assert load_gazetteer(folder).hash() == before
    assert [path.name for path in tmp_path.iterdir()] == ["pack"]


def test_the_real_ocha_file_is_read_whole(tmp_path: Path, shared: Path) -> None:
    file = shared / "reference" / "ocha_populated_places_syria.csv.gz"
    result = run("import", file, "--as", "ocha", "-o", tmp_path / "pack", "--base", "shipped")
    assert result.exit_code == 0
    made = load_gazetteer(tmp_path / "pack")
    codes = {
        place.pcode for place in made.places.values() if place.pcode and place.pcode.startswith("C")
    }
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        assert {row["pcode"] for row in csv.DictReader(lines)} <= codes
    assert made.lookup("Mozra")[0].place.place_id == "pl-al-mawzarah"
    assert sum(place.kind == "subdistrict" for place in made.places.values()) > 250


def test_names_within_names_are_listed_as_parts_and_are_weaker(tmp_path: Path) -> None:
    file = write(
        tmp_path / "ocha.csv",
        OCHA
        + "C9001,Big Osajli,عوسجلي كبير,35.90,36.70,SY070003,Saraqab,SY0700,Idleb,SY07,Idleb\n"
        + "C9002,Bir Rash - Kiktan,بئر رش_كيتكان,35.80,36.60,,,,,SY07,Idleb\n"
        + "C9003,Khazneh Saraqab,الخزنة,35.85,36.75,SY070003,Saraqab,SY0700,Idleb,SY07,Idleb\n"
        + "C9004,Kiktan,كيتكان,35.20,36.20,,,,,SY07,Idleb\n",
    )
    assert bring(file, "ocha", tmp_path / "pack").exit_code == 0
    made = load_gazetteer(tmp_path / "pack")
    found = {name: made.lookup(name)[0] for name in ("Osajli", "Kiktan", "Bir Rash", "Khazneh")}
    assert {name: one.place.place_id for name, one in found.items()} == {
        "Osajli": "pl-c9001",
        "Kiktan": "pl-c9004",
        "Bir Rash": "pl-c9002",
        "Khazneh": "pl-c9003",
    }
    assert found["Osajli"].method == "part"
    assert found["Osajli"].score < found["Kiktan"].score
