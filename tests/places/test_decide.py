import csv
import math
from pathlib import Path

import pytest
import shapely
from folders import SMALL_PACK as PACK

from mapper.base.errors import RegionError
from mapper.gazetteer import areas
from mapper.gazetteer.load import load_gazetteer
from mapper.gazetteer.lookup import Gazetteer
from mapper.mentions.find import find_mentions
from mapper.places.cases import Resolved
from mapper.places.decide import locate, resolve


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer(PACK)


def read(text: str, gazetteer: Gazetteer) -> dict[str, Resolved]:
    """Resolve a text's mentions, by their words; of two the last counts."""
    mentions = find_mentions(text, gazetteer)
    return {
        one.mention.text: one for one in resolve(mentions, text, gazetteer, gazetteer.language())
    }


def place_id(one: Resolved) -> str | None:
    return one.location.place_id if one.location else None


def km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    return math.hypot(
        (lat - other_lat) * 111.2, (lon - other_lon) * 111.2 * math.cos(math.radians(lat))
    )


def test_containment_decides_between_likely_places(gazetteer: Gazetteer) -> None:
    text = "The villages hit were al-Maouzrah and Jabal al-Zawiya in southern Idlib."
    found = read(text, gazetteer)
    village, mountain, south = found["al-Maouzrah"], found["Jabal al-Zawiya"], found["Idlib"]
    assert place_id(village) == "pl-al-mawzarah"
    assert place_id(mountain) == "reg-jabal-al-zawiya"
    assert place_id(south) == "reg-idlib/south"
    assert village.within == mountain.within == 2
    assert any("lies within Idlib" in reason for reason in village.candidates[0].reasons)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A raid on Deir Sunbul in Hama province.", "pl-deir-sunbul-ghab"),
        ("A raid on Deir Sunbul, Hama province.", "pl-deir-sunbul-ghab"),
        ("A raid on Idlib province's Deir Sunbul.", "pl-deir-sunbul-zawiya"),
        ("A raid on Jabal al-Zawiya, including Deir Sunbul.", "pl-deir-sunbul-zawiya"),
    ],
)
def test_a_homonym_is_told_by_what_holds_it(gazetteer: Gazetteer, text: str, expected: str) -> None:
    assert place_id(read(text, gazetteer)["Deir Sunbul"]) == expected


def test_a_homonym_with_nothing_to_tell_it_by_stays_a_tie(gazetteer: Gazetteer) -> None:
    one = locate("Deir Sunbul", gazetteer)
    assert one.status == "tie"
    assert one.location is None
    assert {c.place_id for c in one.candidates} == {"pl-deir-sunbul-ghab", "pl-deir-sunbul-zawiya"}


def test_nearness_to_the_other_places_tells_a_homonym(gazetteer: Gazetteer) -> None:
    text = "Syrian jets hit Tripoli. Jordan and Lebanon spoke."
    assert place_id(read(text, gazetteer)["Tripoli"]) == "gn-266826"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A raid on Idlib city.", "pl-idlib"),
        ("A raid on the city of Idlib.", "pl-idlib"),
        ("A raid on Idlib province.", "reg-idlib"),
        ("A raid on Hass in Idlib.", "reg-idlib"),
        ("A raid on the Zahra neighborhood of Idlib.", "pl-idlib"),
        ("Idlib province was calm. A raid hit Idlib.", "reg-idlib"),
        ("Idlib city was calm. A raid hit Idlib.", "pl-idlib"),
        ("A raid near Idlib.", "pl-idlib"),
        ("A raid on Aleppo.", "pl-aleppo"),
        ("A raid on Aleppo province.", "reg-aleppo"),
        ("A raid on western Aleppo countryside.", "reg-aleppo/west"),
        ("A raid on Idlib.", "reg-idlib"),
    ],
)
def test_a_city_and_the_province_of_its_name_are_told_apart(
    gazetteer: Gazetteer, text: str, expected: str
) -> None:
    assert place_id(read(text, gazetteer)["Aleppo" if "Aleppo" in text else "Idlib"]) == expected


def test_an_open_choice_between_city_and_province_is_said(gazetteer: Gazetteer) -> None:
    one = read("A raid on Idlib.", gazetteer)["Idlib"]
    assert any("the wider holds both" in reason for reason in one.candidates[0].reasons)


def test_a_quarter_no_list_holds_is_placed_in_its_city(gazetteer: Gazetteer) -> None:
    one = read("A raid on the Qadi Askarani neighborhood of Aleppo killed two.", gazetteer)[
        "Qadi Askarani"
    ]
    assert one.status == "unknown"
    assert one.location is not None
    assert (one.location.place_id, one.location.method) == ("pl-aleppo", "container")
    assert one.location.geo_precision >= 2


def test_a_region_is_an_area_with_its_dot_among_settlements(gazetteer: Gazetteer) -> None:
    south = locate("southern Idlib", gazetteer).location
    assert south is not None
    assert south.area is not None
    assert south.geo_precision == 3
    assert south.area.area < 0.6 * gazetteer.area("reg-idlib").area  # type: ignore[union-attr]
    lon, lat, _ = gazetteer.settlements()
    assert min(km(south.lat, south.lon, y, x) for x, y in zip(lon, lat, strict=True)) < 0.1
    assert south.area.covers(shapely.Point(south.lon, south.lat))
    assert gazetteer.area("reg-idlib").covers(south.area.buffer(-1e-6))  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("name", "precision", "least_m", "most_m"),
    [
        ("Saraqib", 1, 900, 2000),
        ("near Saraqib", 2, 5000, 10_000),
        ("10 km west of Saraqib", 2, 3000, 5000),
        ("Jabal al-Zawiya", 2, 5000, 15_000),
        ("Idlib province", 3, 15_000, 80_000),
        ("northern Hama countryside", 3, 1000, 80_000),
    ],
)
def test_precision_and_radius_follow_what_is_known(
    gazetteer: Gazetteer, name: str, precision: int, least_m: float, most_m: float
) -> None:
    where = locate(name, gazetteer).location
    assert where is not None
    assert where.geo_precision == precision
    assert least_m <= where.radius_m <= most_m


def test_a_distance_and_direction_move_the_point(gazetteer: Gazetteer) -> None:
    here, there = (
        locate("Saraqib", gazetteer).location,
        locate("10 km west of Saraqib", gazetteer).location,
    )
    assert here is not None
    assert there is not None
    assert km(here.lat, here.lon, there.lat, there.lon) == pytest.approx(10, rel=0.02)
    assert there.lon < here.lon


def test_between_two_towns_is_a_strip_that_holds_both(gazetteer: Gazetteer) -> None:
    found = read("A raid on the road between Saraqib and Ariha killed two.", gazetteer)
    one, other = found["Saraqib"].location, found["Ariha"].location
    assert one is not None
    assert one == other
    assert one.area is not None
    for town in ("pl-saraqib", "pl-ariha"):
        place = gazetteer.places[town]
        assert one.area.covers(shapely.Point(place.lon, place.lat))


def test_within_holds_even_where_a_namesake_is_listed_elsewhere(gazetteer: Gazetteer) -> None:
    assert place_id(locate("Morek", gazetteer, within="Hama")) == "pl-morek"
    assert locate("Morek", gazetteer, within="Aleppo").location is None
    assert place_id(locate("Kafer Nabil", gazetteer, within="Idlib")) == "pl-kafr-nabl"
    assert place_id(locate("Idlib", gazetteer, within="Idlib")) == "pl-idlib"
    with pytest.raises(RegionError):
        locate("Morek", gazetteer, within="Nowhere at all")


def test_a_name_may_bring_its_own_region(gazetteer: Gazetteer) -> None:
    assert place_id(locate("Deir Sunbul (Hama)", gazetteer)) == "pl-deir-sunbul-ghab"
    assert place_id(locate("Deir Sunbul, Jabal al-Zawiya", gazetteer)) == "pl-deir-sunbul-zawiya"


@pytest.mark.parametrize("name", ["", "  ", "Xyzzyville", "???", "of the", "12", "ا"])
def test_a_name_that_is_none_is_unknown(gazetteer: Gazetteer, name: str) -> None:
    one = locate(name, gazetteer)
    assert one.status == "unknown"
    assert one.location is None


def test_scores_are_bounded_and_every_candidate_has_reasons(gazetteer: Gazetteer) -> None:
    text = "London and Tripoli spoke. Raids hit Deir Sunbul, Idleb, Kafr Nbel and Sarakeb in Syria."
    for one in resolve(find_mentions(text, gazetteer), text, gazetteer, gazetteer.language()):
        assert all(0 <= c.score <= 100 and c.reasons for c in one.candidates)
        assert [c.score for c in one.candidates] == sorted(
            (c.score for c in one.candidates), reverse=True
        )


def test_resolving_twice_gives_the_same(gazetteer: Gazetteer) -> None:
    text = "Raids hit Deir Sunbul, southern Idlib and Kafr Nbel near Hass in Syria."
    once = resolve(find_mentions(text, gazetteer), text, gazetteer, gazetteer.language())
    other = load_gazetteer(PACK)
    again = resolve(find_mentions(text, other), text, other, other.language())
    assert once == again


@pytest.mark.parametrize(
    "direction", ["north", "south", "east", "west", "north-east", "south-west"]
)
def test_a_cut_and_its_opposite_make_up_the_whole(gazetteer: Gazetteer, direction: str) -> None:
    opposite = {"north": "south", "south": "north", "east": "west", "west": "east"}
    other = "-".join(opposite[part] for part in direction.split("-"))
    whole = gazetteer.area("reg-idlib")
    assert whole is not None
    one, rest = areas.cut(whole, direction), areas.cut(whole, other)
    assert one.union(rest).area == pytest.approx(whole.area, rel=1e-6)
    assert one.intersection(rest).area == pytest.approx(0, abs=1e-9)


def test_an_area_without_settlements_is_described_by_its_outline(gazetteer: Gazetteer) -> None:
    lon, lat, _ = gazetteer.settlements()
    square = shapely.box(10, 10, 11, 11)
    shape = areas.describe(square, lon, lat)
    assert square.covers(shapely.Point(shape.lon, shape.lat))
    assert 40_000 < shape.radius_m < 160_000


def test_the_two_articles_yield_their_places(shared: Path) -> None:
    shipped = load_gazetteer()
    text = (shared / "articles" / "idlib-2020-06.txt").read_text(encoding="utf-8")
    found = read(text, shipped)
    village = found["al-Maouzrah"].location
    assert village is not None
    assert km(village.lat, village.lon, 35.6603, 36.4367) < 1
    text = (shared / "articles" / "idlib-2019-05-06.txt").read_text(encoding="utf-8")
    resolved = resolve(find_mentions(text, shipped), text, shipped, shipped.language())
    taken = {(one.mention.role, place_id(one)) for one in resolved}
    assert ("event", "pl-kafr-nabl") in taken
    assert ("event", "reg-idlib/south") in taken
    assert ("event", "reg-hama/north") in taken
    assert ("affiliation", "c-gb") in taken
    kafr_nabl = next(one for one in resolved if one.mention.text == "Kafr Nabl")
    assert kafr_nabl.within is not None
    assert place_id(resolved[kafr_nabl.within]) == "reg-idlib"
    events = {place_id(one) for one in resolved if one.mention.role == "event"}
    assert not events & {"c-tr", "c-jo", "c-gb", "c-us", "c-ru"}


def test_the_records_of_2019_and_2020_are_placed(shared: Path) -> None:
    shipped = load_gazetteer()
    reference = shared / "reference"
    with (reference / "incident_records_places.csv").open(encoding="utf-8") as lines:
        truth = {
            row["record_id"]: (float(row["lat"]), float(row["lon"]))
            for row in csv.DictReader(lines)
        }
    near = far = 0
    with (reference / "incident_records_2019_2020.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            where = locate(row["place"], shipped, within=row["admin1"]).location
            if where is not None:
                close = km(where.lat, where.lon, *truth[row["record_id"]]) <= 3
                near += close
                far += not close
    assert near >= 60
    assert far <= 1


def test_an_unknown_name_lies_at_the_distance_told(gazetteer: Gazetteer) -> None:
    text = (
        "Jets hit the village of Mirqab in Idlib province at noon. "
        "Mirqab is around 20 km (12 miles) south of Saraqib."
    )
    found = read(text, gazetteer)["Mirqab"]
    town = gazetteer.places["pl-saraqib"]
    assert found.location is not None
    assert town.lat is not None
    assert town.lon is not None
    assert (found.status, found.location.method) == ("unknown", "near")
    away = km(town.lat, town.lon, found.location.lat, found.location.lon)
    assert away == pytest.approx(20, abs=0.5)
    assert found.location.radius_m == pytest.approx(6000)
    mentions = find_mentions(text, gazetteer)
    placed = [one.location for one in resolve(mentions, text, gazetteer, gazetteer.language())]
    assert placed[0] == found.location  # the first mention knows what the last one tells


def test_what_is_said_of_a_name_twice_is_said_of_that_name(gazetteer: Gazetteer) -> None:
    text = (
        "Jets hit the village of Mirqab in Idlib. Mirqab lies near the key stronghold of Ariha "
        "and is just 5 km north of Kafr Nabl."
    )
    found = read(text, gazetteer)["Mirqab"]
    assert found.location is not None
    assert found.location.name == "5 km north of Kafr Nabl"


def test_a_namesake_near_the_point_told_is_the_place(gazetteer: Gazetteer) -> None:
    text = "Shells hit Deir Sunbul, 10 km north of Kafr Nabl."
    assert place_id(read(text, gazetteer)["Deir Sunbul"]) == "pl-deir-sunbul-zawiya"


def test_a_listed_town_stays_where_it_is_whatever_is_told(gazetteer: Gazetteer) -> None:
    text = "Jets hit Morek, 90 km east of Aleppo, in Hama."
    assert place_id(read(text, gazetteer)["Morek"]) == "pl-morek"


def test_an_unknown_name_lies_in_what_its_sentence_spoke_of(gazetteer: Gazetteer) -> None:
    found = read("In southern Idlib on Friday jets hit Mirqab. Hama was calm.", gazetteer)
    location = found["Mirqab"].location
    assert location is not None
    assert (location.place_id, location.method) == ("reg-idlib/south", "container")
    lost = read("Idlib was calm. Jets hit Mirqab.", gazetteer)["Mirqab"]
    assert lost.location is None


def test_a_village_by_a_town_lies_around_it(gazetteer: Gazetteer) -> None:
    found = read("Jets hit the village of Mirqab in the city of Saraqib.", gazetteer)["Mirqab"]
    assert found.location is not None
    assert found.location.method == "container"
    assert found.location.radius_m == pytest.approx(15_000)


def test_a_site_named_after_a_town_is_near_it(gazetteer: Gazetteer) -> None:
    found = read("A bomb went off at the Saraqib airport.", gazetteer)["Saraqib"]
    assert found.location is not None
    assert (place_id(found), found.location.method) == ("pl-saraqib", "near")


def test_a_name_keeps_the_place_that_the_text_puts_it_in_once(gazetteer: Gazetteer) -> None:
    text = "Jets hit Deir Sunbul at noon. It was the third raid on Deir Sunbul in Hama province."
    mentions = find_mentions(text, gazetteer)
    found = [
        one
        for one in resolve(mentions, text, gazetteer, gazetteer.language())
        if one.mention.text != "Hama"
    ]
    assert [place_id(one) for one in found] == ["pl-deir-sunbul-ghab"] * 2


def test_a_namesake_far_outside_the_province_told_is_not_taken(gazetteer: Gazetteer) -> None:
    found = read("A raid hit Kafr Nabl in Hama province.", gazetteer)
    near = read("A raid hit Abu al-Duhur in Hama province.", gazetteer)
    assert found["Kafr Nabl"].location is not None  # a few kilometres beyond its border
    location = near["Abu al-Duhur"].location
    assert location is not None


def test_a_governorate_right_behind_a_town_holds_it(gazetteer: Gazetteer) -> None:
    text = "Seven died in Kafr Nabl Idlib on Friday."
    found = read(text, gazetteer)
    assert found["Kafr Nabl"].within == 1


def test_the_provincial_capital_is_the_town_of_the_governorates_name(
    gazetteer: Gazetteer,
) -> None:
    found = read("In Idlib province jets bombed the provincial capital.", gazetteer)
    assert place_id(found["provincial capital"]) == "pl-idlib"
    assert found["provincial capital"].location is not None


def test_a_district_of_the_capital_lies_in_the_capital() -> None:
    shipped = load_gazetteer()
    found = read("Syria's army shelled the Mirqab district of the capital.", shipped)
    damascus = found["capital"].location
    assert damascus is not None
    assert damascus.name == "Damascus"
    assert found["Mirqab"].location is not None
    assert found["Mirqab"].location.method == "container"
    assert found["Mirqab"].location.name == "Damascus"


def test_a_towns_air_base_is_the_base_that_is_listed() -> None:
    found = read("Jets hit the Deir Ezzor air base on Monday.", load_gazetteer())
    assert place_id(found["Deir Ezzor"]) == "pl-deir-ez-zor-airport"


def test_further_north_in_a_city_is_the_city(gazetteer: Gazetteer) -> None:
    found = read("Fighting raged further north in Syria's second city Aleppo.", gazetteer)
    location = found["Aleppo"].location
    assert location is not None
    assert (location.kind, location.method) == ("city", "exact")


def test_baath_city_is_a_place_and_the_party_is_none(gazetteer: Gazetteer) -> None:
    assert "Baath" in "".join(read("Rockets hit al-Baath city in Quneitra.", gazetteer))
    assert "Baath" not in "".join(read("The Baath regime fired rockets.", gazetteer))


def test_an_unknown_village_lies_in_what_the_text_puts_it_in() -> None:
    text = "Jets hit a home in the village of Tal Qarrakh in the north of Aleppo."
    found = read(text, load_gazetteer())
    location = found["Tal Qarrakh"].location
    assert location is not None
    assert location.place_id.startswith("reg-aleppo")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hama province: jets hit Deir Sunbul at noon.", "pl-deir-sunbul-ghab"),
        ("- Jabal al-Zawiya: a drone struck Deir Sunbul.", "pl-deir-sunbul-zawiya"),
        (
            "Hama province: it was calm.\n- Jabal al-Zawiya: a drone struck Deir Sunbul.",
            "pl-deir-sunbul-zawiya",
        ),
        ("- Jabal al-Zawiya: it was calm.\n- Later a drone struck Deir Sunbul.", None),
    ],
)
def test_a_region_that_heads_a_text_or_a_line_tells_a_homonym(
    gazetteer: Gazetteer, text: str, expected: str | None
) -> None:
    assert place_id(read(text, gazetteer)["Deir Sunbul"]) == expected
