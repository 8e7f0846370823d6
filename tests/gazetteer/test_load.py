import csv
import json
import shutil
from pathlib import Path

import pytest
from folders import SMALL_PACK as PACK

from mapper.base.errors import GazetteerError, RegionError
from mapper.base.geo import distance_km
from mapper.gazetteer.load import default_pack, load_gazetteer
from mapper.gazetteer.lookup import Gazetteer
from mapper.places.decide import locate


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(PACK)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACK, tmp_path / "pack"))


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "place_id", "method"),
    [
        ("Kafr Nabl", "pl-kafr-nabl", "exact"),
        ("kafr nabl", "pl-kafr-nabl", "folded"),
        ("Kafr-Nabl", "pl-kafr-nabl", "folded"),
        ("KafrNabl", "pl-kafr-nabl", "folded"),
        ("كفرنبل", "pl-kafr-nabl", "exact"),
        ("Mawzarah", "pl-al-mawzarah", "folded"),
        ("al-Maouzrah", "pl-al-mawzarah", "skeleton"),
        ("Saraqeb", "pl-saraqib", "skeleton"),
        ("Maaret an-Noman", "pl-maarrat-al-numan", "skeleton"),
    ],
)
def test_a_place_is_found_however_it_is_spelled(
    gazetteer: Gazetteer, name: str, place_id: str, method: str
) -> None:
    best = gazetteer.lookup(name)[0]
    assert (best.place.place_id, best.method) == (place_id, method)


def test_a_listed_spelling_always_beats_a_likely_one(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Hass")[0].score == 100
    assert all(m.score <= 95 for m in gazetteer.similar("Hass"))


def test_far_cities_are_met_by_their_spelling_alone(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Istanbul")[0].place.country == "TR"
    assert all(m.place.country == "SY" for m in gazetteer.lookup("Istanbol"))


def test_nothing_like_a_name_is_nothing(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("") == []
    assert gazetteer.lookup("???") == []
    assert gazetteer.lookup("東京") == []


def test_a_governorate_and_its_city_share_their_spellings(gazetteer: Gazetteer) -> None:
    found = {m.place.place_id for m in gazetteer.lookup("Idleb")}
    assert found == {"pl-idlib", "reg-idlib"}


def test_a_place_lies_in_its_units_its_mountain_and_its_country(gazetteer: Gazetteer) -> None:
    village, town = gazetteer.places["pl-al-mawzarah"], gazetteer.places["pl-morek"]
    for region in ("reg-idlib", "reg-jabal-al-zawiya", "c-sy"):
        assert gazetteer.within(village, gazetteer.places[region])
    assert not gazetteer.within(village, gazetteer.places["reg-hama"])
    assert not gazetteer.within(village, gazetteer.places["c-tr"])
    assert not gazetteer.within(town, gazetteer.places["reg-jabal-al-zawiya"])
    assert not gazetteer.within(village, village)


def test_a_region_is_found_in_any_spelling_and_an_unknown_one_lists_the_nearest(
    gazetteer: Gazetteer,
) -> None:
    assert gazetteer.region("Idleb").place_id == "reg-idlib"
    assert gazetteer.region("إدلب").place_id == "reg-idlib"
    assert gazetteer.region("reg-hama").place_id == "reg-hama"
    assert gazetteer.region("Jebel Zawiyeh").place_id == "reg-jabal-al-zawiya"
    with pytest.raises(RegionError, match=r"'Hamma-Sud'.*Hama"):
        gazetteer.region("Hamma-Sud")


def test_settlements_are_those_of_the_home_country(gazetteer: Gazetteer) -> None:
    lon, lat, ids = gazetteer.settlements()
    assert len(lon) == len(lat) == len(ids)
    assert gazetteer.home == "SY"
    assert "gn-170654" in ids
    assert "gn-745044" not in ids
    assert all(32 < y < 38 and 35 < x < 43 for x, y in zip(lon, lat, strict=True))


def test_the_hash_follows_the_files(pack: Path) -> None:
    before = load_gazetteer(pack).hash()
    assert before == load_gazetteer(PACK).hash()
    change(pack / "names.csv", "Kafranbel", "Kafranbal")
    assert load_gazetteer(pack).hash() != before
    assert before.startswith("sha256:")


def test_distance_is_great_circle(gazetteer: Gazetteer) -> None:
    km = distance_km(gazetteer.places["pl-kafr-nabl"], gazetteer.places["pl-al-mawzarah"])
    assert km == pytest.approx(12.4, abs=0.2)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("places.csv", "35.6134", "35,6134", r"places\.csv row \d+"),
        ("places.csv", "35.6134", "north", r"places\.csv row \d+: lat 'north' is not a number"),
        ("places.csv", "35.6134", "135.6", r"places\.csv row \d+: position '135\.6'.*not on Earth"),
        ("places.csv", "35.6134", "inf", r"places\.csv row \d+: lat 'inf'"),
        (
            "places.csv",
            "pl-ariha,",
            "pl-hama,",
            r"places\.csv row \d+: id 'pl-hama' was there before",
        ),
        ("places.csv", "pl-ariha,", ",", r"places\.csv row \d+: no id"),
        ("places.csv", ",lat,", ",latitude,", r"places\.csv: column lat is missing"),
        ("names.csv", "pl-kafr-nabl", "pl-kafr-noble", r"names\.csv row \d+: no place has the id"),
        ("regions.geojson", '"features"', '"fetures"', r"regions\.geojson: not a GeoJSON"),
        ("regions.geojson", "{", "", r"regions\.geojson: not a GeoJSON"),
    ],
)
def test_a_fault_in_a_pack_is_one_error_with_file_and_row(
    pack: Path, file: str, old: str, new: str, says: str
) -> None:
    change(pack / file, old, new)
    with pytest.raises(GazetteerError, match=says):
        load_gazetteer(pack)


def test_a_file_in_another_encoding_is_named(pack: Path) -> None:
    path = pack / "places.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("utf-16"))
    with pytest.raises(GazetteerError, match=r"places\.csv: not UTF-8"):
        load_gazetteer(pack)


def test_a_broken_polygon_is_named_when_it_is_asked_for(pack: Path) -> None:
    path = pack / "regions.geojson"
    regions = json.loads(path.read_text(encoding="utf-8"))
    for feature in regions["features"]:
        if feature["id"] == "reg-hama":
            feature["geometry"] = {
                "type": "Polygon",
                "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]],
            }
    path.write_text(json.dumps(regions), encoding="utf-8")
    loaded = load_gazetteer(pack)
    assert loaded.area("reg-idlib") is not None
    with pytest.raises(GazetteerError, match="reg-hama: the polygon is not valid"):
        loaded.area("reg-hama")


def test_a_folder_without_a_pack_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"no region pack"):
        load_gazetteer(tmp_path)


def test_a_pack_may_be_places_alone(pack: Path) -> None:
    for file in ("names.csv", "regions.geojson", "world.csv"):
        (pack / file).unlink()
    assert load_gazetteer(pack).lookup("Kafr Nabl")[0].place.place_id == "pl-kafr-nabl"


def test_the_shipped_pack_knows_what_the_press_calls_its_settlements(shared: Path) -> None:
    shipped = load_gazetteer()
    with (shared / "reference" / "nw_settlement_facts.csv").open(encoding="utf-8") as lines:
        facts = list(csv.DictReader(lines))
    near = 0
    for fact in facts:
        unit = {"Idleb": "Idlib", "Lattakia": "Latakia"}.get(fact["admin1"], fact["admin1"])
        where = locate(fact["name"], shipped, within=unit).location
        if where is not None:
            here = (
                abs(where.lat - float(fact["lat"])) < 0.04
                and abs(where.lon - float(fact["lon"])) < 0.05
            )
            near += here
    assert near >= 0.97 * len(facts)


def test_pack_gives_maps_a_title_and_a_broken_one_is_named(tmp_path: Path) -> None:
    shutil.copytree(default_pack(), tmp_path / "pack")
    titled = load_gazetteer(tmp_path / "pack")
    assert titled.title
    assert "Syria" in titled.title
    (tmp_path / "pack" / "pack.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"pack\.json"):
        load_gazetteer(tmp_path / "pack")
    (tmp_path / "pack" / "pack.json").unlink()
    assert load_gazetteer(tmp_path / "pack").title is None


@pytest.mark.parametrize("name", ["places.csv", "pack.json", "actors.csv", "zones.geojson"])
def test_a_folder_in_the_place_of_a_file_is_one_error(tmp_path: Path, name: str) -> None:
    pack = Path(shutil.copytree(PACK, tmp_path / "pack"))
    (pack / name).unlink(missing_ok=True)
    (pack / name).mkdir()
    with pytest.raises(GazetteerError, match=rf"{name}: is a folder; a pack has a file"):
        load_gazetteer(pack)
