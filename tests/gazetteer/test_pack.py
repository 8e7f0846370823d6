"""The shipped pack's data: every row fit for use, and in agreement with what others publish."""

import csv
import gzip
import io
import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from folders import OTHER_PACKS
from folders import SHIPPED_PACK as PACK
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from mapper.gazetteer import find_faults, names
from mapper.gazetteer.load import load_gazetteer
from mapper.gazetteer.lookup import Gazetteer
from mapper.mentions.find import find_mentions
from mapper.mentions.placewords import place_words
from mapper.places.decide import locate, resolve
from mapper.words import DEFAULT_LANGUAGE

Row = dict[str, str]

BOX = (35.7, 34.8, 37.6, 36.6)
BOX_MARGIN = 0.08  # the crossing of Bab al-Salamah and the city of Homs stand just outside
COUNTRY = (35.6, 32.3, 42.4, 37.4)
QUARTER_KM = 12.0  # from a city's centre, as far as the resolver looks for its quarters
KM = 111.195

PLACE_COLUMNS = (
    "place_id,name,name_ar,kind,lat,lon,country,admin1_pcode,admin1,admin2_pcode,admin2,"
    "admin3_pcode,admin3,pcode,geonameid,population,radius_m,sources,licence"
)
REGION_KEYS = {
    *("place_id", "name", "name_ar", "kind", "pcode", "parent", "country", "lat", "lon"),
    *("radius_m", "basis", "sources", "licence"),
}
RADII = {
    "city": (1500, 7000),
    "town": (1000, 2500),
    "village": (700, 5500),
    "hamlet": (500, 2500),
    "camp": (1000, 4500),
    "neighbourhood": (1000, 3000),
    "site": (500, 5500),
    "hill": (1000, 6500),
}
LICENCES = {
    "CC BY 3.0 IGO",
    "CC BY 4.0",
    "public domain",
    "none stated (a fact)",
    "Unicode License v3",
}
ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064a\u0660-\u0669 0-9()-]+")


def read(name: str) -> list[Row]:
    with (PACK / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, strict=True))


def km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Distance in km between two points (lat, lon) of the box; plane, good to a percent there."""
    east = (other[1] - one[1]) * math.cos(math.radians((one[0] + other[0]) / 2))
    return KM * math.hypot(other[0] - one[0], east)


def at(row: Row) -> tuple[float, float]:
    return float(row["lat"]), float(row["lon"])


def is_in_box(row: Row) -> bool:
    west, south, east, north = BOX
    lat, lon = at(row)
    return (
        south - BOX_MARGIN <= lat <= north + BOX_MARGIN
        and west - BOX_MARGIN <= lon <= east + BOX_MARGIN
    )


@pytest.fixture(scope="module")
def places() -> list[Row]:
    return read("places.csv")


@pytest.fixture(scope="module")
def spellings() -> list[Row]:
    return read("names.csv")


@pytest.fixture(scope="module")
def world() -> list[Row]:
    return read("world.csv")


@pytest.fixture(scope="module")
def features() -> list[dict[str, object]]:
    made = json.loads((PACK / "regions.geojson").read_text(encoding="utf-8"))["features"]
    assert isinstance(made, list)
    return made


@pytest.fixture(scope="module")
def regions(features: list[dict[str, object]]) -> dict[str, dict[str, object]]:
    return {str(f["id"]): dict(f["properties"]) for f in features}  # type: ignore[call-overload]


@pytest.fixture(scope="module")
def areas(features: list[dict[str, object]]) -> dict[str, BaseGeometry]:
    return {str(f["id"]): shape(f["geometry"]) for f in features}


def test_tables_have_their_columns_and_enough_rows(
    places: list[Row], spellings: list[Row], world: list[Row]
) -> None:
    assert ",".join(places[0]) == PLACE_COLUMNS
    assert ",".join(world[0]) == PLACE_COLUMNS + ",names"
    assert ",".join(spellings[0]) == "place_id,name,script,kind,source"
    assert len(places) >= 5000
    assert len(spellings) >= 1.5 * len(places)
    assert (PACK / "world.csv").stat().st_size < 1_000_000


@pytest.mark.parametrize("pack", [PACK, *sorted(p.parent for p in OTHER_PACKS.glob("*/README.md"))])
def test_the_readme_of_a_pack_states_its_counts(pack: Path) -> None:
    lines = (pack / "README.md").read_text(encoding="utf-8").splitlines()
    cells = [line.split("|")[1:3] for line in lines if line.startswith("| `")]
    listed = {
        name: int(count.replace(",", ""))
        for names, counts in cells
        for name, count in zip(
            re.findall(r"`([a-z]+\.(?:csv|geojson))`", names),
            re.findall(r"\d{1,3}(?:,\d{3})*", counts),
            strict=False,  # files without a count stand together
        )
    }
    held = {name: _size(pack / name) for name in listed}
    assert len(listed) == 8 + ("officials.csv" in listed)
    assert listed == held


def _size(path: Path) -> int:
    text = path.read_text(encoding="utf-8-sig")
    if path.suffix == ".csv":
        return sum(1 for _ in csv.DictReader(io.StringIO(text, newline="")))
    return len(json.loads(text)["features"])


def test_files_are_utf8_with_unix_line_ends_and_composed_letters() -> None:
    for path in [*PACK.glob("*.csv"), PACK / "regions.geojson", *(PACK / "tools").iterdir()]:
        if path.is_dir():
            continue
        text = path.read_bytes().decode("utf-8")
        assert "\r" not in text, path.name
        assert "\ufffd" not in text, path.name
        assert unicodedata.is_normalized("NFC", text), path.name
        assert text.endswith("\n"), path.name


def test_ids_are_unique_and_well_formed(
    places: list[Row], world: list[Row], regions: dict[str, dict[str, object]]
) -> None:
    ids = [row["place_id"] for row in [*places, *world]]
    ids += [place_id for place_id in regions if not place_id.startswith("c-")]
    assert len(ids) == len(set(ids))
    assert all(re.fullmatch(r"pl(-[a-z0-9]+)+", row["place_id"]) for row in places)
    assert all(re.fullmatch(r"gn-\d+|c-[a-z]{2}", row["place_id"]) for row in world)
    assert all(re.fullmatch(r"reg(-[a-z]+)+|reg-sy\d+|c-sy", place_id) for place_id in regions)


def test_codes_of_others_are_used_once(places: list[Row], world: list[Row]) -> None:
    for column in ("pcode", "geonameid"):
        codes = [row[column] for row in [*places, *world] if row[column]]
        assert len(codes) == len(set(codes)), column


def place_faults(row: Row) -> Iterator[str]:
    west, south, east, north = COUNTRY
    lat, lon = at(row)
    if not south <= lat <= north:
        yield "latitude outside the country"
    if not west <= lon <= east:
        yield "longitude outside the country"
    low, high = RADII[row["kind"]]
    if not low <= int(row["radius_m"]) <= high:
        yield "radius does not fit the kind"
    if not ARABIC.fullmatch(row["name_ar"]):
        yield "Arabic name is not Arabic"
    if not row["admin3_pcode"].startswith(row["admin2_pcode"]) or not row["admin2_pcode"]:
        yield "sub-district outside its district"
    if not row["admin2_pcode"].startswith(row["admin1_pcode"]):
        yield "district outside its governorate"
    if not (row["admin1"] and row["admin2"] and row["admin3"]):
        yield "parent without name"
    if row["pcode"] and not re.fullmatch(r"C\d{4}", row["pcode"]):
        yield "P-code is not one"
    if row["population"] and int(row["population"]) <= 0:
        yield "population is not positive"


def test_every_place_is_fit_for_use(places: list[Row]) -> None:
    faults = {row["place_id"]: list(place_faults(row)) for row in places}
    assert {place_id: found for place_id, found in faults.items() if found} == {}


def test_one_code_has_one_name_throughout(places: list[Row]) -> None:
    for level in ("admin1", "admin2", "admin3"):
        found = defaultdict(set)
        for row in places:
            found[row[f"{level}_pcode"]].add(row[level])
        assert {code: seen for code, seen in found.items() if len(seen) > 1} == {}


def test_every_row_names_its_sources_and_their_licence(
    places: list[Row], world: list[Row], regions: dict[str, dict[str, object]]
) -> None:
    rows = [*places, *world, *({k: str(v) for k, v in one.items()} for one in regions.values())]
    for row in rows:
        licences = set(row["licence"].split("; "))
        assert licences <= LICENCES, row["place_id"]
        for source, licence in {
            "OCHA": "CC BY 3.0 IGO",
            "GeoNames": "CC BY 4.0",
            "Natural Earth": "public domain",
            "our estimate": "CC BY 4.0",
        }.items():
            assert source not in row["sources"].split("note:")[0] or licence in licences, row[
                "place_id"
            ]
        assert row["sources"], row["place_id"]
        assert "wikipedia" not in row["sources"].lower(), (
            "positions of share-alike sources stay out"
        )


def test_every_credit_that_licences_ask_for_is_listed() -> None:
    credited = (PACK / "credits.csv").read_text(encoding="utf-8")
    licence = (PACK / "LICENSE.md").read_text(encoding="utf-8")
    for name in ("OCHA", "GeoNames", "Natural Earth", "CLDR", "OpenSyria"):
        assert name in credited, name
        assert name in licence, name


def test_a_place_by_estimate_says_how_it_was_placed_and_is_wide(places: list[Row]) -> None:
    for row in places:
        if "our estimate" in row["sources"]:
            assert int(row["radius_m"]) >= 1500, row["place_id"]
            assert "note:" in row["sources"], row["place_id"]


def test_spellings_are_in_their_script_once_and_of_a_known_place(
    places: list[Row],
    spellings: list[Row],
    world: list[Row],
    regions: dict[str, dict[str, object]],
) -> None:
    main = {row["place_id"]: {row["name"], row["name_ar"]} for row in [*places, *world]}
    main |= {i: {str(one["name"]), str(one["name_ar"])} for i, one in regions.items()}
    seen = set()
    for row in spellings:
        where = (row["place_id"], row["name"])
        assert row["place_id"] in main, where
        assert row["name"] not in main[row["place_id"]], where
        assert where not in seen, where
        seen.add(where)
        assert row["name"] == row["name"].strip(), where
        assert row["kind"] in {"official", "press", "variant", "historical", "part"}, where
        assert row["source"], where
        if row["script"] == "arabic":
            assert ARABIC.fullmatch(row["name"]), where
        else:
            assert row["script"] == "latin", where
            letters = [char for char in row["name"] if char.isalpha()]
            assert all("LATIN" in unicodedata.name(char) for char in letters if char not in "ʿʾ"), (
                where
            )


def test_no_spelling_is_an_entry_code_or_a_machine_form(spellings: list[Row]) -> None:
    latin = [row["name"] for row in spellings if row["script"] == "latin"]
    starts = ("coastal", "north")  # words, not names
    assert [n for n in latin if n[0].islower() and not n.startswith(starts)] == []
    assert [n for n in latin if n.isupper() and n.isalpha()] == []  # "T4" is a name
    assert [n for n in latin if not re.search(r"[aeiouyāīūâêîôûáéíóúäöüəİı0-9]", n.lower())] == []


def test_namesakes_are_different_places(places: list[Row]) -> None:
    by_name = defaultdict(list)
    for row in places:
        by_name[names.key(row["name"])].append(row)
    for key, rows in by_name.items():
        for i, one in enumerate(rows):
            for other in rows[i + 1 :]:
                assert km(at(one), at(other)) > 3, key


def test_places_lie_in_their_governorate_and_district(
    places: list[Row], regions: dict[str, dict[str, object]], areas: dict[str, BaseGeometry]
) -> None:
    # a hull is drawn around settlements alone: fields and bases may lie outside it
    by_code = {
        str(one["pcode"]): areas[i]
        for i, one in regions.items()
        if one["pcode"] and not str(one["basis"]).startswith("hull of its")
    }
    far = {}
    for row in places:
        lat, lon = at(row)
        point = shapely.Point(lon, lat)
        for code in (row["admin1_pcode"], row["admin2_pcode"]):
            if code in by_code:
                away = KM * by_code[code].distance(point)
                if away > 3.2:  # three of OCHA's own lie so far outside their district
                    far[row["place_id"], code] = round(away, 1)
    assert far == {}


def test_regions_are_valid_and_complete(
    features: list[dict[str, object]],
    regions: dict[str, dict[str, object]],
    areas: dict[str, BaseGeometry],
) -> None:
    for feature in features:
        place_id, one = str(feature["id"]), regions[str(feature["id"])]
        assert set(one) - {"unit"} == REGION_KEYS, place_id
        assert one["place_id"] == place_id
        area = areas[place_id]
        assert area.is_valid, place_id
        assert area.geom_type in {"Polygon", "MultiPolygon"}, place_id
        # RFC 7946: outer rings run against the clock
        assert all(part.exterior.is_ccw for part in shapely.get_parts(area)), place_id
        assert one["parent"] in regions or place_id == "c-sy", place_id
        assert one["basis"], place_id
        assert ARABIC.fullmatch(str(one["name_ar"])), place_id
        dot = shapely.Point(float(str(one["lon"])), float(str(one["lat"])))
        assert KM * area.distance(dot) < 1, place_id
        reach = math.sqrt(area.area) * KM * 1000
        wide = 4.5 if str(one["basis"]).startswith("hull of its") else 2.5
        assert 1000 < int(str(one["radius_m"])) < wide * reach, place_id


def test_regions_asked_for_are_there(regions: dict[str, dict[str, object]]) -> None:
    wanted = {
        *("reg-idlib", "reg-hama", "reg-aleppo", "reg-latakia"),
        *("reg-jabal-al-zawiya", "reg-al-ghab", "reg-jabal-al-akrad", "reg-jabal-al-turkman"),
        *("reg-sahl-al-rouj", "reg-jabal-shahshabu", "reg-jabal-barisha", "reg-jabal-al-wastani"),
        *("reg-hama-countryside-northern", "reg-idlib-countryside-southern"),
        *("reg-idlib-countryside-eastern", "reg-idlib-countryside-western"),
        *("reg-aleppo-countryside-western", "reg-latakia-countryside-northern", "reg-badia"),
    }
    assert wanted <= set(regions)
    kinds = [str(one["kind"]) for one in regions.values()]
    assert kinds.count("governorate") == 14
    assert kinds.count("district") >= 22


def test_governorates_share_borders_and_nothing_else(
    regions: dict[str, dict[str, object]], areas: dict[str, BaseGeometry]
) -> None:
    ids = [i for i, one in regions.items() if one["kind"] == "governorate"]
    for i, one in enumerate(ids):
        for other in ids[i + 1 :]:
            shared = areas[one].intersection(areas[other]).area * KM**2
            assert shared < 1, (one, other)


def test_districts_fill_their_governorate(
    regions: dict[str, dict[str, object]], areas: dict[str, BaseGeometry]
) -> None:
    for parent in ("reg-idlib", "reg-hama", "reg-aleppo", "reg-latakia"):
        own = [areas[i] for i, one in regions.items() if one["parent"] == parent]
        districts = [
            areas[i]
            for i, one in regions.items()
            if one["parent"] == parent and one["kind"] == "district"
        ]
        assert own
        union = shapely.union_all(districts)
        assert union.intersection(areas[parent]).area > 0.97 * areas[parent].area, parent


def test_jabal_al_zawiya_holds_its_villages_and_not_the_plain(
    places: list[Row], areas: dict[str, BaseGeometry]
) -> None:
    by_id = {row["place_id"]: shapely.Point(at(row)[::-1]) for row in places}
    mountain = areas["reg-jabal-al-zawiya"]
    inside = ("kafr-nabl", "al-barah", "ihsim", "al-mawzarah", "balyun", "ariha", "muhambal")
    outside = ("maarrat-al-numan", "saraqib", "qalaat-al-madiq", "khan-shaykhun", "idlib")
    assert all(mountain.covers(by_id[f"pl-{name}"]) for name in inside)
    assert not any(mountain.covers(by_id[f"pl-{name}"]) for name in outside)


def test_northern_countryside_of_hama_holds_what_reports_call_so(
    places: list[Row], areas: dict[str, BaseGeometry]
) -> None:
    by_id = {row["place_id"]: shapely.Point(at(row)[::-1]) for row in places}
    area = areas["reg-hama-countryside-northern"]
    held = ("morek", "kafr-zita", "al-lataminah", "zakat", "latmin", "suran-hama", "halfaya")
    assert all(area.covers(by_id[f"pl-{name}"]) for name in held)
    assert not any(area.covers(by_id[f"pl-{name}"]) for name in ("hama", "salamiyah", "masyaf"))


def test_every_quarter_lies_by_a_city_and_large_cities_have_many(
    places: list[Row], world: list[Row]
) -> None:
    cities = [
        row
        for row in [*places, *world]
        if row["kind"] in {"city", "town"} and row["country"] == "SY"
    ]
    of = defaultdict(list)
    for row in places:
        if row["kind"] == "neighbourhood":
            near = [one for one in cities if km(at(row), at(one)) <= QUARTER_KM]
            # of the cities around, the largest: its suburbs stand as near
            largest = max(near, key=lambda one: int(one["population"] or 0), default=None)
            assert largest is not None, row["place_id"]
            assert largest["admin1"] in {row["admin1"], "Damascus"}, row["place_id"]
            of[largest["name"]].append(row["name"])
    least = {"Aleppo": 60, "Damascus": 30, "Homs": 25, "Deir ez-Zor": 12, "Raqqa": 10}
    least |= {"Hama": 7, "Al-Hasakah": 0, "Hasakah": 0, "Latakia": 6, "Daraa": 5}
    assert {name: len(of[name]) for name in least if len(of[name]) < least[name]} == {}


def test_no_quarter_bears_the_name_of_a_region(
    places: list[Row], spellings: list[Row], regions: dict[str, dict[str, object]]
) -> None:
    """A settlement is meant before a region of its name: "Ghouta" would be a quarter of Homs."""
    natural = {i for i, one in regions.items() if one["kind"] in {"region", "mountain", "plain"}}
    quarters = {row["place_id"] for row in places if row["kind"] == "neighbourhood"}
    listed = [(row["place_id"], row["name"]) for row in [*places, *spellings]]
    listed += [(i, str(one["name"])) for i, one in regions.items()]
    held = {names.key(name) for place_id, name in listed if place_id in natural}
    assert [name for i, name in listed if i in quarters and names.key(name) in held] == []


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(PACK)


@pytest.mark.parametrize(
    ("name", "lat", "lon"),
    [
        *(("Jobar", 33.53, 36.33), ("Qaboun", 33.54, 36.33), ("Mazzeh", 33.50, 36.25)),
        *(("Baba Amr", 34.72, 36.69), ("al-Waar", 34.74, 36.67), ("Bustan al-Basha", 36.22, 37.17)),
        *(("Ain Tarma", 33.51, 36.39), ("Zamalka", 33.53, 36.35), ("Saqba", 33.52, 36.39)),
        *(
            ("Moadamiyeh", 33.46, 36.19),
            ("Beit Sahm", 33.46, 36.34),
            ("Sayeda Zeinab", 33.44, 36.34),
        ),
        *(("Douma", 33.57, 36.40), ("Madaya", 33.69, 36.10), ("Tadmor", 34.56, 38.28)),
        *(("Boukamal", 34.45, 40.92), ("Mayadeen", 35.02, 40.45), ("al-Quria", 34.96, 40.51)),
        *(("Tal Abyad", 36.70, 38.95), ("Ras al-Ain", 36.85, 40.07), ("Shaddadeh", 36.06, 40.74)),
        *(("Bosra", 32.52, 36.48), ("Busra al-Harir", 32.84, 36.34), ("Kobane", 36.89, 38.35)),
        *(("T4", 34.52, 37.63), ("Shayrat airbase", 34.49, 36.91), ("Tabqa Dam", 35.87, 38.57)),
        *(
            ("Rukban", 33.31, 38.70),
            ("Nassib border crossing", 32.54, 36.20),
            ("Tanf", 33.51, 38.62),
        ),
        *(
            ("Sednaya prison", 33.66, 36.33),
            ("Conoco", 35.33, 40.31),
            ("Mallah Farms", 36.28, 37.11),
        ),
    ],
)
def test_names_of_the_press_resolve_across_the_country(
    gazetteer: Gazetteer, name: str, lat: float, lon: float
) -> None:
    found = locate(name, gazetteer).location
    assert found is not None
    assert found.lat is not None
    assert found.lon is not None
    assert km((found.lat, found.lon), (lat, lon)) < 5


@pytest.mark.parametrize(
    ("text", "city"),
    [
        ("Shells fell on the Khalidiya neighbourhood of Homs.", "homs"),
        ("Shells fell on the Khalidiya neighbourhood of Aleppo.", "aleppo"),
        ("In Deir ez-Zor the army took Hamidiyah district.", "deir-ez-zor"),
        ("Rebels held the Old City of Homs.", "homs"),
        ("Mortars struck Midan and Tadamon in Damascus.", "damascus"),
    ],
)
def test_a_quarter_is_put_in_the_city_of_the_text(
    gazetteer: Gazetteer, text: str, city: str
) -> None:
    found = resolve(find_mentions(text, gazetteer), text, gazetteer, gazetteer.language())
    quarters = [one.location for one in found if one.location]
    quarters = [one for one in quarters if one.kind == "neighbourhood"]
    assert quarters
    assert all(one.place_id.endswith(city) for one in quarters)


@pytest.mark.parametrize(
    ("text", "city"),
    [("A bomb went off in Akrama in Homs.", "Homs"), ("Clashes in Joura in Hama.", "Hama")],
)
def test_a_quarter_said_to_be_in_a_city_leaves_the_name_to_the_city(
    gazetteer: Gazetteer, text: str, city: str
) -> None:
    found = resolve(find_mentions(text, gazetteer), text, gazetteer, gazetteer.language())
    meant = [one.location for one in found if one.mention.text == city]
    # Joura is a quarter of Deir ez-Zor: nothing in the second text speaks for the city of Hama
    wanted = {"Homs": "city", "Hama": "governorate"}[city]
    assert [one.kind for one in meant if one] == [wanted]


def test_spellings_that_rules_must_find_are_not_listed(
    places: list[Row], spellings: list[Row]
) -> None:
    listed = {row["name"].casefold() for row in [*places, *spellings]}
    assert "al-maouzrah" not in listed
    assert "maouzrah" not in listed


def test_world_has_the_countries_that_news_of_syria_names(world: list[Row]) -> None:
    by_id = {row["place_id"]: row for row in world}
    spelled = {
        name: row["place_id"]
        for row in world
        if row["kind"] == "country"
        for name in (row["name"], row["name_ar"], *row["names"].split("|"))
    }
    assert sum(row["kind"] == "country" for row in world) > 240
    wanted = {"Syria": "sy", "Turkey": "tr", "Türkiye": "tr", "تركيا": "tr", "Russia": "ru"}
    wanted |= {"United States": "us", "USA": "us", "Britain": "gb", "Iran": "ir", "فلسطين": "ps"}
    assert {name: spelled.get(name) for name in wanted} == {n: f"c-{c}" for n, c in wanted.items()}
    for row in world:
        assert -90 <= float(row["lat"]) <= 90, row["place_id"]
        assert -180 <= float(row["lon"]) <= 180, row["place_id"]
        assert int(row["radius_m"]) > 0, row["place_id"]
        assert row["kind"] in {"country", "city", "town"}, row["place_id"]
    cities = {row["name"]: row["country"] for row in by_id.values() if row["kind"] == "city"}
    for name, country in {
        "Damascus": "SY",
        "Istanbul": "TR",
        "Moscow": "RU",
        "Tehran": "IR",
    }.items():
        assert cities[name] == country


# ---- against what others publish, where the reference material stands beside the checkout


def reference(shared: Path, name: str) -> list[Row]:
    path = shared / "reference" / name
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    return list(csv.DictReader(raw.decode("utf-8").splitlines()))


def test_positions_agree_with_ocha(places: list[Row], shared: Path) -> None:
    ocha = {row["pcode"]: row for row in reference(shared, "ocha_populated_places_syria.csv.gz")}
    coded = [row for row in places if row["pcode"]]
    assert len(coded) > 600
    far = {r["place_id"]: d for r in coded if (d := km(at(r), at(ocha[r["pcode"]]))) > 0.1}
    # two are placed after other sources, and their rows say so
    assert set(far) == {"pl-maarkaba", "pl-al-rastan"}
    assert all("OCHA's point" in row["sources"] for row in coded if row["place_id"] in far)
    for row in coded:
        for level in ("admin1", "admin2", "admin3"):
            assert row[f"{level}_pcode"] == ocha[row["pcode"]][f"{level}_pcode"], row["place_id"]


def test_every_place_that_ocha_lists_is_there_once(
    places: list[Row], world: list[Row], shared: Path
) -> None:
    whole = {row["pcode"] for row in reference(shared, "ocha_populated_places_syria.csv.gz")}
    coded = [row["pcode"] for row in [*places, *world] if row["pcode"]]
    assert len(coded) == len(set(coded))
    assert whole <= set(coded)


def test_all_settlements_most_reported_are_there(places: list[Row], shared: Path) -> None:
    by_pcode = {row["pcode"]: row for row in places if row["pcode"]}
    for fact in reference(shared, "nw_settlement_facts.csv"):
        row = by_pcode.get(fact["ocha_pcode"])
        if row is None:
            near = [r for r in places if km(at(r), at(fact)) < 0.5]
            assert [r["name"] for r in near] == [fact["name"].split(" (")[0]]
        else:
            assert km(at(row), at(fact)) < 1.7, fact["name"]


def test_places_of_the_incident_records_are_there(places: list[Row], shared: Path) -> None:
    where = {row["record_id"]: at(row) for row in reference(shared, "incident_records_places.csv")}
    settled = [row for row in places if row["kind"] in {"city", "town", "village"}]
    lost = [
        record
        for record, point in where.items()
        if min(km(at(row), point) for row in settled) > 1.7
    ]
    assert lost == []


def test_both_roads_and_the_front_can_be_placed(places: list[Row], shared: Path) -> None:
    pcodes = {row["pcode"] for row in places}
    assert {row["pcode"] for row in reference(shared, "m4_m5_waypoints.csv")} <= pcodes
    front = json.loads((shared / "reference/zones/front_settlements.geojson").read_text("utf-8"))
    points = [tuple(f["geometry"]["coordinates"][::-1]) for f in front["features"]]
    placed = [min(km(at(row), point) for row in places) < 2.5 for point in points]
    assert sum(placed) >= 0.97 * len(placed)


def test_observation_posts_can_be_placed(places: list[Row], shared: Path) -> None:
    posts = json.loads((shared / "reference/zones/observation_posts.geojson").read_text("utf-8"))
    for post in posts["features"]:
        point = tuple(post["geometry"]["coordinates"][::-1])
        near = min(km(at(row), point) for row in places)
        assert near < max(2.5, post["properties"]["accuracy_km"]), post["properties"]["name"]


@pytest.mark.parametrize(
    "drawn",
    [(1, "governorate", 4, 0.87), (2, "district", 22, 0.75)],
    ids=["governorates", "districts"],
)
def test_units_overlap_with_their_surveyed_outlines(
    drawn: tuple[int, str, int, float],
    regions: dict[str, dict[str, object]],
    areas: dict[str, BaseGeometry],
    shared: Path,
) -> None:
    level, kind, number, least = drawn
    packed = (shared / f"reference/ocha_admin{level}.geojson.gz").read_bytes()
    surveyed = {
        f["properties"]["PCODE"]: shape(f["geometry"]).buffer(0)
        for f in json.loads(gzip.decompress(packed))["features"]
    }
    own = ("SY02", "SY05", "SY06", "SY07")
    overlaps = {
        place_id: areas[place_id].intersection(surveyed[code]).area
        / areas[place_id].union(surveyed[code]).area
        for place_id, one in regions.items()
        if one["kind"] == kind and (code := str(one["pcode"])).startswith(own)
    }
    assert len(overlaps) == number
    assert {i: round(o, 3) for i, o in overlaps.items() if o < least} == {}


def test_jabal_al_zawiya_agrees_with_the_hull_of_its_settlements(
    areas: dict[str, BaseGeometry], regions: dict[str, dict[str, object]], shared: Path
) -> None:
    drawn = json.loads((shared / "reference/jabal_al_zawiya.geojson").read_text("utf-8"))
    hull = next(
        shape(f["geometry"]) for f in drawn["features"] if f["geometry"]["type"] == "Polygon"
    )
    mountain = areas["reg-jabal-al-zawiya"]
    assert mountain.covers(hull)
    assert mountain.area < 1.15 * hull.area
    one = regions["reg-jabal-al-zawiya"]
    assert km((float(str(one["lat"])), float(str(one["lon"]))), (35.7039, 36.5360)) < 2.5


def test_the_shipped_pack_has_no_fault() -> None:
    faults = find_faults(load_gazetteer(PACK), place_words(DEFAULT_LANGUAGE).common)
    assert [fault.detail for fault in faults if fault.is_error] == []
