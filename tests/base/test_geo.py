"""Distances, discs and metric systems, held against the ellipsoid."""

import math

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from mapper.base.geo import (
    CORNERS,
    disc,
    great_circle_km,
    great_circles_km,
    metric_crs,
    projection,
)
from mapper.base.globe import joined

LON, LAT = st.floats(-170, 170), st.floats(-80, 80)


@given(lon=st.floats(-180, 180), lat=st.floats(-85, 85), radius_m=st.floats(100, 100_000))
def test_every_corner_lies_at_the_radius_on_the_ellipsoid(
    lon: float, lat: float, radius_m: float
) -> None:
    written = disc(lon, lat, radius_m)
    assert -180 <= written.bounds[0] <= written.bounds[2] <= 180
    shape = joined(written)
    if shape is not written:
        return  # across the 180th meridian the cut has added corners
    assert len(shape.exterior.coords) == CORNERS + 1
    for far_lon, far_lat in shape.exterior.coords:
        _, _, distance = Geod(ellps="WGS84").inv(lon, lat, far_lon, far_lat)
        assert abs(distance - radius_m) < 0.01
    assert shape.is_valid
    assert shape.exterior.is_ccw


@given(lon=LON, lat=LAT, far_lon=LON, far_lat=LAT)
def test_a_great_circle_is_the_ellipsoid_s_length_within_a_hundredth(
    lon: float, lat: float, far_lon: float, far_lat: float
) -> None:
    _, _, metres = Geod(ellps="WGS84").inv(lon, lat, far_lon, far_lat)
    assert great_circle_km(lon, lat, far_lon, far_lat) == pytest.approx(metres / 1000, rel=0.01)


@given(lon=LON, lat=LAT, far_lon=LON, far_lat=LAT)
def test_many_distances_are_the_single_ones(
    lon: float, lat: float, far_lon: float, far_lat: float
) -> None:
    (many,) = great_circles_km(np.array([lon]), np.array([lat]), far_lon, far_lat)
    assert many == pytest.approx(great_circle_km(lon, lat, far_lon, far_lat), abs=1e-6)


@pytest.mark.parametrize("lon", [179.9, -179.9, 180.0, -180.0])
@pytest.mark.parametrize("lat", [0.0, -35.0, 70.0])
def test_a_disc_across_the_meridian_has_two_parts_and_the_whole_area(
    lon: float, lat: float
) -> None:
    parts = disc(lon, lat, 30_000)
    assert parts.geom_type == "MultiPolygon"
    assert parts.is_valid
    assert -180 == parts.bounds[0] < parts.bounds[2] == 180
    area, _ = Geod(ellps="WGS84").geometry_area_perimeter(joined(parts))
    assert area == pytest.approx(math.pi * 30_000**2, rel=0.003)


@pytest.mark.parametrize("lat", [89.9, -89.9])
def test_a_disc_around_a_pole_holds_the_pole_and_nothing_far_off(lat: float) -> None:
    shape = disc(20.0, lat, 100_000)
    assert shape.is_valid
    pole = math.copysign(90, lat)
    assert shape.covers(shapely.MultiPoint([(lon, pole) for lon in (-180, -90, 0, 90, 180)]))
    assert not shape.intersects(shapely.box(-180, -88, 180, 88))


@pytest.mark.parametrize(
    ("bounds", "crs"),
    [
        ((36.2, 35.2, 37.0, 36.2), "EPSG:32637"),
        ((149.0, -35.5, 149.4, -35.1), "EPSG:32755"),
        ((179.8, -17.2, 180.4, -16.5), "EPSG:32701"),
        ((-180.2, 65.0, -179.9, 65.4), "EPSG:32660"),
    ],
)
def test_a_small_shape_is_measured_in_its_utm_zone(
    bounds: tuple[float, float, float, float], crs: str
) -> None:
    assert metric_crs(bounds) == crs


@pytest.mark.parametrize("bounds", [(31.0, 46.4, 40.0, 52.5), (20.0, 83.0, 21.0, 84.5)])
def test_a_wide_shape_and_one_near_a_pole_are_measured_from_their_middle(
    bounds: tuple[float, float, float, float],
) -> None:
    there, back = projection(metric_crs(bounds))
    west, south, east, north = bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    for corner in ((west, south), (east, south), (west, north), (east, north)):
        _, _, metres = Geod(ellps="WGS84").inv(lon, lat, *corner)
        assert math.hypot(*there(*corner)) == pytest.approx(metres, rel=1e-4)
        assert back(*there(*corner)) == pytest.approx(corner, abs=1e-7)
