from shapely import Point, box

from mapper.places.uncertainty import areas

PLACE = {"incident_id": "i", "seq": 1, "place_id": "p", "name": "n", "geo_precision": 1}


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
