from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod
from shapely import Point, box

from mapper.places.uncertainty import CORNERS, areas, disc

PLACE = {"incident_id": "i", "seq": 1, "place_id": "p", "name": "n", "geo_precision": 1}


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


def test_a_region_keeps_its_outline_and_a_point_gets_its_disc_in_order() -> None:
    outline = box(36.0, 35.0, 37.0, 36.0)
    point = {**PLACE, "lon": 36.5, "lat": 35.5, "radius_m": 800.0, "area": None}
    region = {**PLACE, "seq": 2, "lon": 36.5, "lat": 35.5, "radius_m": 40_000.0, "area": outline}
    first, second = areas([point, region])
    assert (first["shape"], second["shape"]) == ("disc", "region")
    assert second["geometry"] is outline
    assert first["geometry"].contains(Point(36.5, 35.5))


def test_no_locations_give_no_areas() -> None:
    assert areas([]) == []
