import pandas as pd
import pytest
from folders import SMALL_PACK as PACK
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from geopy.point import Point

import mapper
from mapper import gazetteer
from mapper.base.errors import RegionError
from mapper.places.geocoder import LocalGeocoder


@pytest.fixture(scope="module")
def geolocator() -> LocalGeocoder:
    return LocalGeocoder(PACK)


def test_it_is_a_geopy_geocoder(geolocator: LocalGeocoder) -> None:
    assert isinstance(geolocator, Geocoder)


def test_it_gives_geopy_locations(geolocator: LocalGeocoder) -> None:
    where = geolocator.geocode("Kafranbel")
    assert where.address == "Kafr Nabl, Maarrat al-Numan, Idlib"
    assert (where.latitude, where.longitude) == (35.6134, 36.561)
    assert where.raw["geo_precision"] == 1
    assert where.raw["status"] == "ok"
    assert where.point == Point(35.6134, 36.561)


def test_it_gives_none_or_a_list_as_geopy_does(geolocator: LocalGeocoder) -> None:
    assert geolocator.geocode("Xyzzyville") is None
    assert geolocator.geocode("Xyzzyville", exactly_one=False) is None
    both = geolocator.geocode("Deir Sunbul", exactly_one=False)
    assert isinstance(both, list)
    assert {one.raw["place_id"] for one in both} == {"pl-deir-sunbul-ghab", "pl-deir-sunbul-zawiya"}
    assert len(geolocator.geocode("Deir Sunbul", exactly_one=False, limit=1)) == 1


def test_a_tie_has_no_single_answer(geolocator: LocalGeocoder) -> None:
    assert geolocator.geocode("Deir Sunbul") is None
    assert geolocator.geocode("Deir Sunbul", within="Hama").raw["place_id"] == "pl-deir-sunbul-ghab"


def test_country_codes_keep_to_a_country(geolocator: LocalGeocoder) -> None:
    assert geolocator.geocode("Tripoli", country_codes="lb").raw["place_id"] == "gn-266826"
    assert geolocator.geocode("Tripoli", country_codes=["LY"]).raw["place_id"] == "gn-2210247"
    assert geolocator.geocode("Tripoli", country_codes="sy") is None


def test_an_unknown_region_is_an_error(geolocator: LocalGeocoder) -> None:
    with pytest.raises(RegionError):
        geolocator.geocode("Morek", within="Nowhere at all")


def test_reverse_gives_the_nearest_settlement(geolocator: LocalGeocoder) -> None:
    near = geolocator.reverse((35.61, 36.56))
    assert near.raw["place_id"] == "pl-kafr-nabl"
    assert near.raw["distance_km"] == pytest.approx(0.4, abs=0.1)
    assert geolocator.reverse("35.61, 36.56").raw["place_id"] == "pl-kafr-nabl"
    assert geolocator.reverse(Point(35.61, 36.56)).raw["place_id"] == "pl-kafr-nabl"
    assert len(geolocator.reverse((35.61, 36.56), exactly_one=False, limit=3)) == 3
    assert geolocator.reverse((0, 0)) is None
    with pytest.raises(ValueError, match="Point"):
        geolocator.reverse("nowhere")


def test_it_works_with_rate_limiter_and_pandas(geolocator: LocalGeocoder) -> None:
    geocode = RateLimiter(geolocator.geocode, min_delay_seconds=0)
    places = pd.Series(["Saraqeb", "Morek", None, "Xyzzyville"])
    found = places.apply(geocode)
    assert [one and one.raw["name"] for one in found] == ["Saraqib", "Morek", None, None]


def test_geocoder_is_found_where_the_manual_says() -> None:
    assert mapper.LocalGeocoder is gazetteer.LocalGeocoder
