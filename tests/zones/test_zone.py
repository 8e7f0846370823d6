"""Zones as data: what is read and refused, what is built, and the verdicts on known places."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.base import frames, schema
from mapper.base.errors import ZoneError
from mapper.gazetteer.load import load_gazetteer
from mapper.places.decide import locate
from mapper.zones.verdicts import held_by, judge, relations, summarise
from mapper.zones.zone import Zones, load_zones, zones_of_file

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    from mapper.zones.zone import Zone

    Build = Callable[..., Zones]
    Days = tuple[str | None, str | None]
    Ask = Callable[[str, Days], pd.Series[Any]]
    Ring = Sequence[Sequence[float]]

IN_2019 = ("2019-05-05", "2019-05-05")
IN_2020 = ("2020-06-01", "2020-06-30")


@pytest.fixture(scope="module")
def zones(repo: Path) -> Zones:
    return load_zones(repo / "gazetteer" / "zones.geojson")


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """Write features to a file, as a user would, and load it."""

    def write(*features: dict[str, Any], **members: object) -> Zones:
        path = tmp_path / "zones.geojson"
        document = {"type": "FeatureCollection", "features": features, **members}
        path.write_text(json.dumps(document), encoding="utf-8")
        return load_zones(path)

    return write


def table(*places: tuple[float | None, float | None, float | None], days: Days) -> pd.DataFrame:
    """Make locations of (lat, lon, radius in metres), all of the same days."""
    rows = [
        {"incident_id": f"inc-{n}", "seq": 1, "lat": lat, "lon": lon, "radius_m": radius}
        for n, (lat, lon, radius) in enumerate(places)
    ]
    return pd.DataFrame(rows).assign(date_start=days[0], date_end=days[1])


def verdict(zones: Zones, lat: float, lon: float, radius: float, days: Days) -> pd.Series[Any]:
    asked = table((lat, lon, radius), days=days)
    return judge(asked, relations(asked, zones), zones).iloc[0]


# --- the shipped pack ---------------------------------------------------------------------


def test_the_areas_are_those_of_the_sources(zones: Zones) -> None:
    area = {(row.zone_id, row.part): row.area_km2 for row in zones.layer().itertuples()}
    assert area["dmz-2018", "inner"] == pytest.approx(3217, rel=0.06)
    assert area["dmz-2018", "outer"] == pytest.approx(4029, rel=0.06)
    assert area["m4-corridor-2020", "zone"] == pytest.approx(755, rel=0.02)
    lines = {line.zone_id: line.area_km2() for line in zones.lines}
    assert lines["contact-2018-10"] == pytest.approx(6338, rel=0.06)
    assert lines["contact-2019-09"] == pytest.approx(5686, rel=0.06)
    assert lines["contact-2020-03"] == pytest.approx(3371, rel=0.06)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2018-10-14", []),
        ("2018-10-15", ["dmz-2018"]),
        ("2020-03-05", ["dmz-2018"]),
        ("2020-03-06", ["m4-corridor-2020"]),
        ("2030-01-01", ["m4-corridor-2020"]),
    ],
)
def test_a_zone_holds_from_its_first_day_to_its_last(
    zones: Zones, day: str, expected: list[str]
) -> None:
    assert [zone.zone_id for zone in zones.in_force(day) if zone.feature.judged] == expected


@pytest.mark.parametrize(
    ("day", "line"),
    [
        ("2019-05-05", "contact-2018-10"),
        ("2019-05-06", None),
        ("2019-08-30", None),
        ("2019-08-31", "contact-2019-09"),
        ("2019-12-20", None),
        ("2020-03-06", "contact-2020-03"),
    ],
)
def test_a_line_of_contact_holds_apart_from_the_zone_built_on_it(
    zones: Zones, day: str, line: str | None
) -> None:
    found = zones.line_on(day)
    assert (found and found.zone_id) == line


def test_the_layer_is_a_sound_table_of_every_feature(zones: Zones, repo: Path) -> None:
    layer = zones.layer()
    frames.check(schema.ZONES, layer)
    assert layer.geometry.is_valid.all()
    assert layer.crs == schema.CRS
    raw = json.loads((repo / "gazetteer" / "zones.geojson").read_text(encoding="utf-8"))
    ids = {feature["id"] for feature in raw["features"]}
    assert ids - set(layer["zone_id"]) == {"limit-afrin", "border-turkey"}
    parts = layer.groupby("zone_id")["part"].agg(set)
    assert parts["dmz-2018"] == {"inner", "outer", "fade"}
    assert parts["m4-corridor-2020"] == {"zone", "fade", "axis"}
    assert layer["source"].str.len().min() > 10


def test_the_fade_is_where_an_exact_place_is_judged_edge(zones: Zones) -> None:
    layer = zones.layer().set_index(["zone_id", "part"])
    fade = layer.loc[("m4-corridor-2020", "fade"), "geometry"]
    rng = np.random.default_rng(4)
    west, south, east, north = fade.bounds
    lon, lat = rng.uniform(west, east, 400), rng.uniform(south, north, 400)
    asked = table(*((b, a, 0.0) for a, b in zip(lon, lat, strict=True)), days=IN_2020)
    found = judge(asked, relations(asked, zones), zones)["zone_verdict"] == "edge"
    # The fade takes one accuracy for the whole axis, the verdict that of the nearest vertex.
    assert (found.to_numpy() == shapely.contains_xy(fade, lon, lat)).mean() > 0.93


@pytest.fixture(scope="module")
def named(repo: Path, zones: Zones) -> Ask:
    """Place a name by the pack and judge it."""
    pack = load_gazetteer(repo / "gazetteer")
    lon, lat, _ = pack.settlements()

    def ask(name: str, days: Days) -> pd.Series[Any]:
        place = locate(name, pack).location
        assert place is not None
        asked = table((place.lat, place.lon, place.radius_m), days=days).assign(
            area=pd.Series([place.area], dtype=object)
        )
        related = relations(asked, zones, settlements=(lon, lat))
        return judge(asked, related, zones, settlements=(lon, lat)).iloc[0]

    return ask


@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("Kafr Nabudah", {"inside"}),
        ("Latamina", {"inside"}),
        ("Morek", {"inside"}),
        ("Kafr Zita", {"inside"}),
        ("al-Tamanah", {"inside"}),
        ("Khan Shaykhun", {"inside"}),
        ("Saraqib", {"edge"}),
        ("Hish", {"edge"}),
        ("Kafr Nabl", {"edge"}),
        ("Jisr al-Shughur", {"inside", "edge"}),
        ("Maarrat al-Numan", {"edge", "outside"}),
        ("Ihsim", {"outside"}),
        ("Ariha", {"outside"}),
        ("Idlib city", {"outside"}),
        ("southern Idlib", {"edge"}),
        ("northern Hama", {"edge", "outside"}),
    ],
)
def test_places_of_2019_lie_to_the_zone_as_the_fixtures_say(
    named: Ask, name: str, allowed: set[str]
) -> None:
    found = named(name, IN_2019)
    assert found["zone_id"] == "dmz-2018"
    assert found["zone_verdict"] in allowed


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Ariha", "inside"),
        ("Jisr al-Shughur", "inside"),
        ("al-Mawzarah", "outside"),
        ("al-Barah", "outside"),
        ("Idlib city", "outside"),
        ("Jabal al-Zawiya", "edge"),
    ],
)
def test_places_of_june_2020_lie_to_the_corridor_as_the_fixtures_say(
    named: Ask, name: str, expected: str
) -> None:
    found = named(name, IN_2020)
    assert (found["zone_id"], found["zone_verdict"]) == ("m4-corridor-2020", expected)


def test_the_settlements_at_the_front_are_on_their_side_on_all_three_dates(
    zones: Zones, shared: Path
) -> None:
    text = (shared / "reference/zones/front_settlements.geojson").read_text(encoding="utf-8")
    for month, line in zip(("2018-10", "2019-09", "2020-03"), zones.lines, strict=True):
        for feature in json.loads(text)["features"]:
            side = feature["properties"]["control"].get(month)
            if side in ("government", "opposition"):
                x, y = feature["geometry"]["coordinates"]
                chance = held_side(line, x, y)
                assert (chance > 0.5) == (side == "opposition"), feature["properties"]["name"]


def held_side(line: Zone, lon: float, lat: float) -> float:
    from mapper.base.geo import projection  # noqa: PLC0415 - only this test measures by hand

    x, y = projection(line.plan.crs)[0](np.array([lon]), np.array([lat]))
    return float(line.side_chances.of_discs(x, y, np.zeros(1))[0])


# --- verdicts -----------------------------------------------------------------------------

INSIDE = (35.376, 36.690, 1000.0)


def test_a_strike_of_june_2020_still_tells_how_far_the_zone_of_2018_was(zones: Zones) -> None:
    asked = table((35.614, 36.565, 1500.0), days=IN_2020)
    found = relations(asked, zones).set_index("zone_id").loc["dmz-2018"]
    assert found["verdict"] == "not_in_force"
    assert not found["in_force"]
    assert found["distance_km"] == pytest.approx(2.4, abs=0.1)
    assert 0.1 < found["p_inside"] < 0.3


def test_relations_are_a_sound_table_of_every_location_and_judged_zone(zones: Zones) -> None:
    found = relations(table(INSIDE, (None, None, None), days=IN_2019), zones)
    frames.check(schema.ZONE_RELATIONS, found)
    assert found["zone_id"].tolist() == ["dmz-2018", "m4-corridor-2020"] * 2
    assert found["p_inside"].isna().tolist() == [False, False, True, True]


def test_without_a_date_the_verdict_is_unknown_but_the_probability_is_kept(zones: Zones) -> None:
    asked = table(INSIDE, days=(None, None))
    related = relations(asked, zones)
    assert related["verdict"].tolist() == ["unknown", "unknown"]
    assert related["p_inside"].iloc[0] > 0.9
    assert related["in_force"].isna().all()
    found = judge(asked, related, zones).iloc[0]
    assert (found["zone_id"], found["zone_verdict"], found["held_by"]) == (
        None,
        "unknown",
        "unknown",
    )


def test_without_a_place_the_verdict_is_unknown(zones: Zones) -> None:
    asked = table((None, None, None), days=IN_2019)
    found = judge(asked, relations(asked, zones), zones).iloc[0]
    assert found["zone_verdict"] == "unknown"
    assert pd.isna(found["zone_p_inside"])


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (("2018-10-01", "2018-10-14"), "not_in_force"),
        (("2018-10-01", "2018-10-15"), "inside"),
        (("2020-03-05", "2020-03-20"), "inside"),
        (("2020-03-06", "2020-03-20"), "outside"),
    ],
)
def test_an_interval_counts_where_any_of_its_days_does(
    zones: Zones, days: tuple[str, str], expected: str
) -> None:
    assert verdict(zones, *INSIDE, days)["zone_verdict"] == expected


@settings(max_examples=25, deadline=None)
@given(
    lat=st.floats(35.0, 36.5),
    lon=st.floats(35.8, 37.4),
    radius=st.floats(0, 12_000),
    day=st.dates().map(str).filter(lambda day: not "2018-10-15" <= day <= "2020-03-05"),
)
def test_outside_its_validity_no_place_is_inside_the_zone_of_2018(
    zones: Zones, lat: float, lon: float, radius: float, day: str
) -> None:
    found = relations(table((lat, lon, radius), days=(day, day)), zones).set_index("zone_id")
    assert found.loc["dmz-2018", "verdict"] == "not_in_force"
    assert not found.loc["dmz-2018", "in_force"]


def test_of_several_zones_in_force_the_likeliest_gives_the_verdict(build: Build) -> None:
    north: Ring = [[36, 35.5], [37, 35.5], [37, 36], [36, 36], [36, 35.5]]
    south: Ring = [[36, 35], [37, 35], [37, 35.5], [36, 35.5], [36, 35]]
    both = build(polygon("north", north), polygon("south", south))
    found = verdict(both, 35.45, 36.5, 2000.0, IN_2019)
    assert (found["zone_id"], found["zone_verdict"]) == ("south", "inside")


def test_a_region_is_judged_by_its_populated_places_else_by_its_area(zones: Zones) -> None:
    area = shapely.box(36.55, 35.40, 36.75, 35.75)
    asked = table((35.6, 36.65, 20_000.0), days=IN_2019).assign(area=[area])
    evenly = relations(asked, zones)["p_inside"].iloc[0]
    near_line = (np.array([36.65, 36.70, 30.0]), np.array([35.42, 35.45, 10.0]))
    settled = relations(asked, zones, settlements=near_line)["p_inside"].iloc[0]
    nobody = relations(asked, zones, settlements=(np.array([30.0]), np.array([10.0])))
    assert settled == pytest.approx(1.0, abs=0.01)
    assert 0.4 < evenly < 0.7
    assert nobody["p_inside"].iloc[0] == evenly


def test_a_region_without_a_point_is_measured_from_a_point_inside_it(zones: Zones) -> None:
    asked = table((None, None, 20_000.0), days=IN_2019).assign(
        area=[shapely.box(36.5, 35.4, 36.6, 35.5)]
    )
    assert relations(asked, zones)["distance_km"].iloc[0] < 0


@pytest.mark.parametrize(
    ("place", "day", "side"),
    [
        ((35.614, 36.565, 1500.0), "2019-05-05", "opposition"),
        ((35.614, 36.565, 1500.0), "2019-05-06", "unknown"),  # no line was in force
        ((35.614, 36.565, 1500.0), "2020-06-01", "government"),  # taken in February 2020
        ((35.650, 36.553, 1500.0), "2020-06-01", "unknown"),  # on the new line
        ((35.13, 36.75, 3000.0), "2019-09-15", "government"),
        ((36.312, 36.680, 1500.0), "2019-09-15", "opposition"),  # at the border, within the limits
        ((36.51, 36.87, 3000.0), "2019-09-15", "unknown"),  # Afrin: beyond the limit
        ((33.51, 36.29, 5000.0), "2019-09-15", "unknown"),  # Damascus: the line says nothing
        ((35.421, 36.490, 1000.0), "2019-05-01", "unknown"),  # on the line
    ],
)
def test_the_side_is_told_where_line_and_place_let_it_be_told(
    zones: Zones, place: tuple[float, float, float], day: str, side: str
) -> None:
    assert held_by(table(place, days=(day, day)), zones).tolist() == [side]


@pytest.mark.parametrize(
    ("names", "north", "south"),
    [(["Norland", "Southmark"], "Norland", "Southmark"), (None, "unknown", "unknown")],
)
def test_who_held_a_side_is_told_in_the_words_of_the_line(
    build: Build, names: list[str] | None, north: str, south: str
) -> None:
    zones = build(line("front", kind="contact_line", side="left", reach_km=40, held_by=names))
    asked = table((35.6, 36.5, 500.0), (35.4, 36.5, 500.0), days=IN_2019)
    assert held_by(asked, zones).tolist() == [north, south]


def test_days_that_no_single_line_covers_leave_the_side_open(zones: Zones) -> None:
    asked = table((35.93, 36.63, 3000.0), days=("2019-05-04", "2019-05-07"))
    assert held_by(asked, zones).tolist() == ["unknown"]


def test_an_incident_shares_a_verdict_or_is_mixed() -> None:
    rows = [
        ("inc-a", "dmz-2018", "inside", 0.95, -3.0, "opposition"),
        ("inc-a", "dmz-2018", "inside", 0.99, -5.0, "opposition"),
        ("inc-b", "dmz-2018", "outside", 0.02, 9.0, "opposition"),
        ("inc-b", "dmz-2018", "edge", 0.4, 1.0, "unknown"),
        ("inc-c", None, "unknown", None, None, "unknown"),
    ]
    names = [
        "incident_id",
        "zone_id",
        "zone_verdict",
        "zone_p_inside",
        "zone_distance_km",
        "held_by",
    ]
    found = summarise(pd.DataFrame(rows, columns=names))
    assert found["zone_verdict"].tolist() == ["inside", "mixed", "unknown"]
    assert found["held_by"].tolist() == ["opposition", "unknown", "unknown"]
    assert found["zone_p_inside"].tolist()[:2] == [0.99, 0.4]
    assert found["zone_distance_km"].tolist()[:2] == [-5.0, 1.0]
    assert found["zone_id"].tolist() == ["dmz-2018", "dmz-2018", None]


def test_verdicts_stand_on_the_index_of_the_locations_whatever_their_order(zones: Zones) -> None:
    asked = table(INSIDE, (35.93, 36.63, 3000.0), days=IN_2019)
    asked.index = pd.Index(["x", "y"])
    related = relations(asked, zones)
    shuffled = related.iloc[::-1]
    found = judge(asked, shuffled, zones)
    assert found.loc["x", "zone_verdict"] == "inside"
    assert found.loc["y", "zone_verdict"] == "outside"


def test_no_locations_give_empty_tables(zones: Zones) -> None:
    asked = table(INSIDE, days=IN_2019).iloc[:0]
    related = relations(asked, zones)
    assert related.empty
    assert judge(asked, related, zones).empty
    assert summarise(
        asked.assign(
            **dict.fromkeys(("zone_id", "zone_verdict", "held_by"), ""),
            zone_p_inside=1.0,
            zone_distance_km=1.0,
        )
    ).empty


# --- features a user adds, and faults in them -----------------------------------------------


def polygon(name: str, ring: Ring | None = None, **properties: object) -> dict[str, Any]:
    ring = ring or [[36, 35], [37, 35], [37, 36], [36, 36], [36, 35]]
    return feature(name, {"type": "Polygon", "coordinates": [ring]}, **properties)


def line(name: str, corners: Ring | None = None, **properties: object) -> dict[str, Any]:
    corners = corners or [[36.2, 35.5], [36.8, 35.5]]
    return feature(name, {"type": "LineString", "coordinates": corners}, **properties)


def feature(name: str, geometry: dict[str, Any] | None, **properties: object) -> dict[str, Any]:
    plain = {"kind": "zone", "name": name, "valid_from": "2019-01-01", "source": "a test"}
    return {
        "type": "Feature",
        "id": name,
        "properties": {k: v for k, v in (plain | properties).items() if v is not None},
        "geometry": geometry,
    }


def test_a_zone_may_be_a_polygon_a_line_with_depth_and_side_or_an_axis(build: Build) -> None:
    made = build(
        polygon("area", valid_to="2019-12-31"),
        line("strip", depth_km=10, side="left"),
        line("corridor", half_width_km=5),
    )
    degree = 6371.0 * np.pi / 180
    length = 0.6 * degree * np.cos(np.radians(35.5))
    area, strip, corridor = (
        zone.area_km2(depth) for zone, depth in zip(made.zones, (None, 10, 5), strict=True)
    )
    assert area == pytest.approx(degree**2 * np.cos(np.radians(35.5)), rel=0.01)
    assert strip == pytest.approx(10 * length, rel=0.01)
    assert corridor == pytest.approx(10 * length, rel=0.01)
    assert verdict(made, 35.55, 36.5, 0.0, IN_2019)["zone_verdict"] == "inside"
    assert verdict(made, 35.55, 36.5, 0.0, IN_2020)["zone_id"] == "strip"


def test_right_of_a_line_is_the_other_side(build: Build) -> None:
    left, right = (build(line("a", depth_km=10, side=side)) for side in ("left", "right"))
    north, south = (35.55, 36.5, 0.0), (35.45, 36.5, 0.0)
    assert verdict(left, *north, IN_2019)["zone_verdict"] == "inside"
    assert verdict(left, *south, IN_2019)["zone_verdict"] == "outside"
    assert verdict(right, *north, IN_2019)["zone_verdict"] == "outside"
    assert verdict(right, *south, IN_2019)["zone_verdict"] == "inside"


@pytest.mark.parametrize(
    ("side", "inner", "outer"), [("left", "inside", "outside"), ("right", "outside", "inside")]
)
def test_a_closed_line_has_an_inner_and_an_outer_side(
    build: Build, side: str, inner: str, outer: str
) -> None:
    ring = [[36, 35], [37, 35], [37, 36], [36, 36], [36, 35]]
    made = build(line("pocket", ring, depth_km=10, side=side))
    assert verdict(made, 35.05, 36.5, 0.0, IN_2019)["zone_verdict"] == inner
    assert verdict(made, 34.95, 36.5, 0.0, IN_2019)["zone_verdict"] == outer
    assert verdict(made, 35.5, 36.5, 0.0, IN_2019)["zone_verdict"] == "outside"


def shape_of(made: Zones) -> BaseGeometry:
    geometry = made.zones[0].feature.geometry
    assert geometry is not None
    return geometry


def test_coordinates_of_another_crs_are_taken_to_degrees(build: Build) -> None:
    corners = [[247_000, 3_930_000], [302_000, 3_930_000]]
    made = build(line("a", corners, depth_km=10, side="left", crs="EPSG:32637"))
    assert shape_of(made).bounds == pytest.approx((36.2, 35.48, 36.82, 35.5), abs=0.05)
    member = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32637"}}
    again = build(line("a", corners, depth_km=10, side="left"), crs=member)
    assert shape_of(again).equals(shape_of(made))


CROSSED = [[36, 35], [37, 36], [37, 35], [36, 36]]
HOLED = {
    "type": "Polygon",
    "coordinates": [
        [[36, 35], [37, 35], [37, 36], [36, 36], [36, 35]],
        [[38, 35.2], [38.2, 35.2], [38.2, 35.4], [38, 35.2]],
    ],
}
CONTACT: dict[str, Any] = {"kind": "contact_line", "side": "left", "reach_km": 40}
FAULTS = {
    "a line of contact with one holder": (
        line("a", **CONTACT, held_by=["North"]),
        "held_by",
        "no list of two names",
    ),
    "a line of contact held by one party on both sides": (
        line("a", **CONTACT, held_by=["North", "North"]),
        "held_by",
        "does not name two sides",
    ),
    "a holder by the word for none": (
        line("a", **CONTACT, held_by=["North", "unknown"]),
        "held_by",
        "does not name two sides",
    ),
    "a self-crossing line": (line("a", CROSSED, depth_km=5, side="left"), "geometry", "crosses"),
    "a polygon with a hole outside": (feature("a", HOLED), "geometry", "[Hh]ole"),
    "a reversed validity": (polygon("a", valid_to="2018-01-01"), "valid_to", "before"),
    "a depth without side": (line("a", depth_km=5), "side", "missing"),
    "a side without depth": (line("a", side="left"), "depth_km", "missing"),
    "an unknown CRS": (polygon("a", crs="EPSG:999999"), "crs", "unknown CRS"),
    "a side that is none": (line("a", depth_km=5, side="north"), "side", "north"),
    "a line alone": (line("a"), "geometry", "depth_km"),
    "a depth on a polygon": (polygon("a", depth_km=5), "depth_km", "polygon"),
    "a depth on an axis": (line("a", depth_km=5, half_width_km=5), "depth_km", "half_width"),
    "a reversed depth": (line("a", depth_km=[20, 15], side="left"), "depth_km", "smaller"),
    "a depth of three": (line("a", depth_km=[1, 2, 3], side="left"), "depth_km", "two"),
    "a depth in words": (line("a", depth_km="nine miles", side="left"), "depth_km", "number"),
    "a negative accuracy": (polygon("a", accuracy_km=-1), "accuracy_km", "negative"),
    "too few accuracies": (
        line("a", depth_km=5, side="left", vertex_accuracy_km=[1]),
        "vertex_accuracy_km",
        "2 vertices",
    ),
    "no first day": (polygon("a", valid_from=None), "valid_from", "missing"),
    "a day that is none": (polygon("a", valid_from="2019-02-30"), "valid_from", "YYYY-MM-DD"),
    "no source": (polygon("a", source=None), "source", "missing"),
    "no name": (polygon("a") | {"properties": {"kind": "zone"}}, "name", "missing"),
    "no kind": (polygon("a", kind=None), "kind", "missing"),
    "a line that is not there": (
        feature("a", None, line="b", depth_km=5, side="left"),
        "line",
        "'b'",
    ),
    "a limit that is not there": (
        line("a", depth_km=5, side="left", cut_by=["b"]),
        "cut_by",
        "'b'",
    ),
    "metres for degrees": (
        line("a", [[3e5, 4e6], [3e5, 4.1e6]], half_width_km=1),
        "geometry",
        "globe",
    ),
    "no geometry": (feature("a", None), "geometry", "polygon"),
    "a broken geometry": (
        feature("a", {"type": "Polygon", "coordinates": 5}),
        "geometry",
        "GeoJSON",
    ),
    "judged neither true nor false": (polygon("a", judged="no"), "judged", "neither"),
    "a post that is a line": (line("a", kind="observation_post"), "geometry", "Point"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_gives_one_error_that_names_feature_and_field(build: Build, fault: str) -> None:
    broken, field, words = FAULTS[fault]
    with pytest.raises(ZoneError, match=words) as caught:
        build(copy.deepcopy(broken))
    assert f"zones.geojson: feature 'a', field '{field}'" in str(caught.value)


def test_limits_on_the_wrong_side_or_that_do_not_close_are_refused(build: Build) -> None:
    above = line("limit", [[36.8, 35.5], [36.8, 36], [36.2, 36], [36.2, 35.5]], kind="limit")
    with pytest.raises(ZoneError, match="field 'cut_by': closes the line on the side"):
        build(above, line("a", depth_km=5, side="right", cut_by=["limit"]))
    bow = line("limit", [[36.2, 36], [36.8, 36], [36.8, 35], [36.2, 35.2]], kind="limit")
    with pytest.raises(ZoneError, match="field 'cut_by': does not close a ring"):
        build(bow, line("a", depth_km=5, side="left", cut_by=["limit"]))


def test_a_line_folded_back_within_its_depth_needs_limits(build: Build) -> None:
    hook = [[36.0, 35.0], [36.5, 35.0], [36.5, 35.2], [36.25, 35.2], [36.25, 35.1]]
    with pytest.raises(ZoneError, match="feature 'a', field 'side': the line folds back"):
        build(line("a", hook, depth_km=20, side="left"))


def test_an_id_used_twice_or_missing_is_refused(build: Build) -> None:
    with pytest.raises(ZoneError, match="feature 'a', field 'id': is used twice"):
        build(polygon("a"), polygon("a"))
    nameless = polygon("a")
    del nameless["id"]
    with pytest.raises(ZoneError, match="feature 1, field 'id'"):
        build(nameless)
    with pytest.raises(ZoneError, match="feature 1, field 'properties'"):
        build({"type": "Feature"})


def test_an_unknown_crs_of_the_whole_file_names_the_field(build: Build) -> None:
    with pytest.raises(ZoneError, match="field 'crs': unknown CRS 'Mars'"):
        build(polygon("a"), crs={"type": "name", "properties": {"name": "Mars"}})


def test_a_pack_may_do_without_zones_but_a_file_asked_for_is_there(tmp_path: Path) -> None:
    assert load_zones(tmp_path / "none.geojson").zones == ()
    with pytest.raises(ZoneError, match="cannot be read"):
        zones_of_file(str(tmp_path / "none.geojson"))


def test_a_file_that_is_none_says_so(tmp_path: Path) -> None:
    for text in ("{", "[]", '{"type": "Feature"}'):
        path = tmp_path / "zones.geojson"
        path.write_text(text)
        with pytest.raises(ZoneError, match=r"zones\.geojson"):
            load_zones(path)


# --- the page that describes all this -----------------------------------------------------


def test_the_recipes_of_the_page_load_as_they_stand(build: Build, repo: Path) -> None:
    page = (repo / "mapper" / "docs" / "zones.md").read_text(encoding="utf-8")
    text = page.split("```json")[1].split("```")[0].strip()
    shown = []
    while text:
        one, end = json.JSONDecoder().raw_decode(text)
        shown.append(one)
        text = text[end:].strip()
    assert [zone.feature.side for zone in build(*shown).zones] == ["left", "both", None]


def test_the_page_gives_the_shipped_days_and_areas(zones: Zones, repo: Path) -> None:
    page = (repo / "mapper" / "docs" / "zones.md").read_text(encoding="utf-8")
    for zone in (*zones.zones, *zones.lines):
        row = next(one for one in page.splitlines() if one.startswith(f"| `{zone.zone_id}`"))
        for depth in zone.depths_km or (None,):
            assert f"{zone.area_km2(depth):,.0f}" in row
        assert str(zone.feature.valid_from) in row
