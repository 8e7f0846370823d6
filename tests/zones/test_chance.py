"""P(inside) against Monte Carlo, its closed form, and its properties."""

from __future__ import annotations

import json
from math import erf, exp, pi, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mapper.base.geo import projection
from mapper.zones.chance import DISC_SIGMA, Chances, normal_cdf
from mapper.zones.edges import LINE_SIGMA, Edge, distance, tiles
from mapper.zones.verdicts import relations
from mapper.zones.zone import Zone, load_zones

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Build = Callable[..., dict[str, Zone]]
    Floats = NDArray[np.float64]

DRAWS = 40_000


def straight(
    depth: tuple[float, float] | None, accuracy: float, *, two_sided: bool = False
) -> Edge:
    """Make a line along x, longer than any error reaches, with its zone to the north."""
    corners = np.array([[-50_000.0, 0.0], [50_000.0, 0.0]])
    area = None if two_sided else shapely.box(-75_000, 0, 75_000, 300_000)
    return Edge(np.hstack([corners[:1], corners[1:]]), corners, np.full(2, accuracy), depth, area)


def at(edge: Edge, y: float, radius: float) -> float:
    return at_both(edge, (y, y), radius)[0]


def at_both(edge: Edge, y: tuple[float, float], radius: float) -> tuple[float, float]:
    first, second = Chances(edge).of_discs(np.zeros(2), np.array(y), np.full(2, radius))
    return float(first), float(second)


@pytest.fixture(scope="module")
def shipped(repo: Path) -> dict[str, Zone]:
    zones = load_zones(repo / "gazetteer" / "zones.geojson")
    return {zone.zone_id: zone for zone in (*zones.zones, *zones.lines)}


@pytest.fixture
def drawn(tmp_path: Path) -> Build:
    """Build zones from features, the way a user adds them."""

    def build(*features: dict[str, Any]) -> dict[str, Zone]:
        plain = {"name": "Zone", "kind": "zone", "valid_from": "2019-01-01", "source": "a test"}
        for feature in features:
            feature["type"] = "Feature"
            feature["properties"] = plain | feature["properties"]
        path = tmp_path / "zones.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        return {zone.zone_id: zone for zone in load_zones(path).zones}

    return build


def simulate(zone: Zone, lon: float, lat: float, radius: float) -> float:
    """Draw place, line and depth at random and count how often the place is inside.

    Written apart from the model: plain shapely distances to whole geometries, no edges.
    """
    rng = np.random.default_rng(20190506)
    feature, crs = zone.feature, zone.plan.crs
    x, y = projection(crs)[0](lon, lat)
    spread = radius * DISC_SIGMA
    px = x + spread * rng.standard_normal(DRAWS)
    py = y + spread * rng.standard_normal(DRAWS)
    points = shapely.points(px, py)
    line = shapely.transform(
        feature.line or feature.geometry, projection(crs)[0], interleaved=False
    )
    if feature.line is None:
        accuracy = feature.accuracy_km
        signed = shapely.distance(line.boundary, points)
        signed[~shapely.contains_xy(line, px, py)] *= -1
        return float((signed >= rng.standard_normal(DRAWS) * accuracy * 1000 * LINE_SIGMA).mean())
    corners = shapely.points(shapely.get_coordinates(line))
    nearest = int(np.argmin(shapely.distance(corners, shapely.Point(x, y))))
    accuracy = feature.vertex_accuracy_km[nearest]
    offset = rng.standard_normal(DRAWS) * accuracy * 1000 * LINE_SIGMA
    assert feature.depth_km is not None
    low, high = feature.depth_km
    depth = rng.uniform(low * 1000, high * 1000, DRAWS)
    away = shapely.distance(line, points)
    if feature.side == "both":
        # Square ends: what lies beyond a tip is outside; elsewhere both sides count.
        within = ~_beyond_a_tip(line, px, py, away)
        return float((within & (np.abs(away - offset) <= depth)).mean())
    if feature.closing:
        path = shapely.transform(
            shapely.LineString(feature.closing), projection(crs)[0], interleaved=False
        )
        side = shapely.Polygon([*line.coords, *path.coords])
        across = shapely.LineString([line.coords[-1], *path.coords, line.coords[0]])
        is_in = shapely.contains_xy(side, px, py)
        is_beyond = ~is_in & (shapely.distance(across, points) < away)
        signed = np.where(is_in, away, -away) - offset
        return float(((signed >= 0) & (signed <= depth) & ~is_beyond).mean())
    # An open line in these tests is straight: its side is a half plane, its ends are square.
    (ax, ay), (bx, by) = line.coords
    along = ((px - ax) * (bx - ax) + (py - ay) * (by - ay)) / line.length
    left = ((bx - ax) * (py - ay) - (by - ay) * (px - ax)) / line.length
    signed = (left if feature.side == "left" else -left) - offset
    within = (along >= 0) & (along <= line.length)
    return float((within & (signed >= 0) & (signed <= depth)).mean())


def _beyond_a_tip(line: BaseGeometry, px: Floats, py: Floats, away: Floats) -> NDArray[np.bool_]:
    corners = shapely.get_coordinates(line)
    is_beyond = np.zeros(len(px), dtype=bool)
    for tip, following in ((corners[0], corners[1]), (corners[-1], corners[-2])):
        ahead = (px - tip[0]) * (following[0] - tip[0]) + (py - tip[1]) * (following[1] - tip[1])
        is_beyond |= (ahead < 0) & np.isclose(away, np.hypot(px - tip[0], py - tip[1]))
    return is_beyond


def modelled(zone: Zone, lon: float, lat: float, radius: float) -> float:
    x, y = projection(zone.plan.crs)[0](np.array([lon]), np.array([lat]))
    return float(zone.chances.of_discs(x, y, np.array([radius]))[0])


# Places of every kind of geometry: along the edges, at kinks, ends, the border, the limit.
DMZ_PLACES = [
    (36.493, 35.432, 1000.0),
    (36.565, 35.614, 1500.0),
    (36.644, 35.548, 700.0),
    (36.320, 35.814, 1500.0),
    (36.806, 35.864, 4000.0),
    (36.717, 35.330, 3000.0),
    (36.900, 36.386, 2000.0),
    (36.156, 35.920, 3000.0),
    (37.060, 36.240, 8000.0),
    (36.560, 35.480, 12_000.0),
    (36.345, 35.794, 25_000.0),
    (36.204, 35.831, 25_000.0),
]
CORRIDOR_PLACES = [
    (36.563, 35.729, 1000.0),
    (36.610, 35.814, 1300.0),
    (36.768, 35.860, 1500.0),
    (36.164, 35.778, 3000.0),
    (36.409, 35.700, 4000.0),
    (36.634, 35.930, 8000.0),
    (36.756, 35.837, 8000.0),
    (36.440, 35.760, 14_000.0),
]


@pytest.mark.parametrize(("lon", "lat", "radius"), DMZ_PLACES)
def test_the_zone_of_2018_agrees_with_monte_carlo(
    shipped: dict[str, Zone], lon: float, lat: float, radius: float
) -> None:
    zone = shipped["dmz-2018"]
    assert modelled(zone, lon, lat, radius) == pytest.approx(
        simulate(zone, lon, lat, radius), abs=0.01
    )


@pytest.mark.parametrize(("lon", "lat", "radius"), CORRIDOR_PLACES)
def test_the_corridor_agrees_with_monte_carlo(
    shipped: dict[str, Zone], lon: float, lat: float, radius: float
) -> None:
    zone = shipped["m4-corridor-2020"]
    assert modelled(zone, lon, lat, radius) == pytest.approx(
        simulate(zone, lon, lat, radius), abs=0.01
    )


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize(("lon", "lat"), [(36.5, 35.52), (36.5, 35.41), (36.705, 35.5)])
def test_an_open_line_agrees_with_monte_carlo(
    drawn: Build, side: str, lon: float, lat: float
) -> None:
    line = {"type": "LineString", "coordinates": [[36.3, 35.5], [36.7, 35.5]]}
    zone = drawn(
        {
            "id": "a",
            "geometry": line,
            "properties": {"side": side, "depth_km": [6, 9], "accuracy_km": 1.5},
        }
    )["a"]
    for radius in (500.0, 6000.0):
        assert modelled(zone, lon, lat, radius) == pytest.approx(
            simulate(zone, lon, lat, radius), abs=0.01
        )


def test_a_polygon_with_a_hole_agrees_with_monte_carlo(drawn: Build) -> None:
    rings = [
        [[36.3, 35.4], [36.8, 35.4], [36.8, 35.8], [36.3, 35.8], [36.3, 35.4]],
        [[36.5, 35.5], [36.5, 35.6], [36.6, 35.6], [36.6, 35.5], [36.5, 35.5]],
    ]
    zone = drawn(
        {
            "id": "a",
            "geometry": {"type": "Polygon", "coordinates": rings},
            "properties": {"accuracy_km": 2},
        }
    )["a"]
    for lon, lat in ((36.55, 35.55), (36.51, 35.49), (36.3, 35.4), (36.82, 35.6)):
        for radius in (1500.0, 10_000.0):
            assert modelled(zone, lon, lat, radius) == pytest.approx(
                simulate(zone, lon, lat, radius), abs=0.01
            )


def test_a_straight_line_follows_the_closed_form_of_the_docs() -> None:
    """The worked example: 19.57 km deep, a town of 1.5 km, a line good to 3 km, 15-20 km."""
    edge = straight((15_000.0, 20_000.0), 3000.0)
    sigma = sqrt((1500 * DISC_SIGMA) ** 2 + (3000 * LINE_SIGMA) ** 2)

    def below(u: float) -> float:
        return 0.5 * (1 + erf(u / sqrt(2)))

    def ramp(u: float) -> float:
        return u * below(u) + exp(-u * u / 2) / sqrt(2 * pi)

    a, b = (19_570 - 15_000) / sigma, (19_570 - 20_000) / sigma
    expected = below(19_570 / sigma) - sigma / 5000 * (ramp(a) - ramp(b))
    assert at(edge, 19_570.0, 1500.0) == pytest.approx(expected, abs=1e-3)
    assert sigma == pytest.approx(1953, abs=1)
    assert expected == pytest.approx(0.201, abs=0.001)


@given(u=st.floats(-30, 30))
def test_the_normal_distribution_function_is_that_of_the_standard_library(u: float) -> None:
    assert normal_cdf(np.array([u]))[0] == pytest.approx(0.5 * (1 + erf(u / sqrt(2))), abs=1e-7)


lengths = st.floats(0, 12_000)


@settings(max_examples=30, deadline=None)
@given(radius=lengths, accuracy=lengths, nearer=st.floats(8000, 40_000), step=st.floats(0, 20_000))
def test_p_falls_as_the_distance_grows(
    radius: float, accuracy: float, nearer: float, step: float
) -> None:
    edge = straight((15_000.0, 20_000.0), accuracy)
    p_farther, p_nearer = at_both(edge, (nearer + step, nearer), radius)
    assert p_farther <= p_nearer + 0.005


@settings(max_examples=30, deadline=None)
@given(radius=lengths, accuracy=lengths, y=st.floats(-60_000, 60_000))
def test_p_is_a_probability_and_a_corridor_has_two_equal_sides(
    radius: float, accuracy: float, y: float
) -> None:
    assert 0 <= at(straight((15_000.0, 20_000.0), accuracy), y, radius) <= 1
    corridor = straight((6000.0, 6000.0), accuracy, two_sided=True)
    one, other = at_both(corridor, (y, -y), radius)
    assert one == pytest.approx(other, abs=0.005)


@given(y=st.floats(-50_000, 50_000))
def test_p_is_nought_or_one_when_nothing_is_uncertain(y: float) -> None:
    for edge in (
        straight((6000.0, 6000.0), 0.0, two_sided=True),
        straight((6000.0, 6000.0), 0.0),
        straight(None, 0.0),
    ):
        assert at(edge, y, 0.0) in {0.0, 1.0}


def test_only_the_depth_uncertain_p_falls_evenly_over_its_range() -> None:
    edge = straight((15_000.0, 20_000.0), 0.0)
    found = [at(edge, y, 0.0) for y in (14_999.0, 16_000.0, 17_500.0, 19_000.0, 20_001.0)]
    assert found == pytest.approx([1.0, 0.8, 0.5, 0.2, 0.0])


def test_a_zone_of_either_depth_is_likelier_the_deeper_it_is() -> None:
    for y in (16_000.0, 18_000.0, 21_000.0):
        shallow, deep = (at(straight((d, d), 2000.0), y, 1000.0) for d in (15_000.0, 20_000.0))
        between = at(straight((15_000.0, 20_000.0), 2000.0), y, 1000.0)
        assert shallow < between < deep


def test_a_region_is_the_mean_of_its_points(shipped: dict[str, Zone]) -> None:
    zone = shipped["dmz-2018"]
    x, y = projection(zone.plan.crs)[0](
        np.array([36.493, 36.565, 36.634]), np.array([35.432, 35.614, 35.93])
    )
    each = zone.chances.of_discs(x, y, np.zeros(3))
    assert zone.chances.of_points(x, y) == pytest.approx(float(each.mean()))


def test_a_location_gets_the_same_answer_alone_and_among_many(repo: Path) -> None:
    zones = load_zones(repo / "gazetteer" / "zones.geojson")
    rng = np.random.default_rng(7)
    count = 400
    many = pd.DataFrame(
        {
            "incident_id": [f"inc-{i:04d}" for i in range(count)],
            "seq": 1,
            "lon": rng.uniform(36.0, 37.2, count),
            "lat": rng.uniform(35.2, 36.4, count),
            "radius_m": rng.choice([0.0, 500.0, 3000.0, 12_000.0], count),
            "date_start": "2019-05-06",
            "date_end": "2019-05-06",
        }
    )
    together = relations(many, zones)
    for row in (0, 57, 211, 399):
        alone = relations(many.iloc[[row]], zones)
        assert (
            alone["p_inside"].tolist() == together["p_inside"].iloc[2 * row : 2 * row + 2].tolist()
        )
    backwards = relations(many.iloc[::-1], zones)
    assert backwards["p_inside"].tolist()[:2] == together["p_inside"].tolist()[-2:]


def test_distances_do_not_depend_on_which_points_are_asked_together() -> None:
    rng = np.random.default_rng(3)
    pieces = rng.uniform(0, 100_000, (80, 4))
    x, y = rng.uniform(0, 100_000, (2, 500))
    lines = shapely.MultiLineString([[(a, b), (c, d)] for a, b, c, d in pieces])
    expected = shapely.distance(lines, shapely.points(x, y))
    assert distance(x, y, pieces) == pytest.approx(expected, abs=1e-6)
    for group in tiles(x, y):
        assert distance(x[group], y[group], pieces) == pytest.approx(expected[group], abs=1e-6)


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6)), max_size=50))
def test_tiles_hold_every_point_once(points: list[tuple[float, float]]) -> None:
    x, y = np.array(points, dtype=float).reshape(-1, 2).T
    groups = tiles(x, y)
    assert sorted(int(i) for group in groups for i in group) == list(range(len(points)))
