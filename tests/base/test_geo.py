"""Distances and discs, held against the ellipsoid."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from mapper.base.geo import CORNERS, disc, great_circle_km, great_circles_km

LON, LAT = st.floats(-170, 170), st.floats(-80, 80)


@given(lon=st.floats(-170, 170), lat=st.floats(-80, 80), radius_m=st.floats(100, 100_000))
def test_every_corner_lies_at_the_radius_on_the_ellipsoid(
    lon: float, lat: float, radius_m: float
) -> None:
    shape = disc(lon, lat, radius_m)
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
