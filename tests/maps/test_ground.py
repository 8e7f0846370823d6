"""Names of countries and seas on the background, and the inset, at views all over the world."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

import map_tables
import numpy as np
import pytest
import shapely
from shapely import affinity

from mapper.maps.data import basemap, context
from mapper.maps.data.locator import LARGEST, locator
from mapper.maps.data.seas import table
from mapper.maps.data.spots import MOST, northing
from mapper.maps.page.layer import IncidentLayer
from mapper.maps.render import render_map

VIEWS = {
    "Aleppo": (37.0, 36.1, 37.3, 36.3),
    "Idlib": (35.2, 34.3, 37.8, 37.0),
    "Ukraine": (22.0, 44.0, 40.5, 52.5),
    "Sudan": (22.0, 8.0, 39.0, 23.0),
    "Fiji": (-183.2, -19.5, -178.0, -15.5),
}
everywhere = pytest.mark.parametrize("where", VIEWS)


@cache
def ground(where: str) -> tuple[dict[str, Any], basemap.Ground]:
    """Give the background of a view as the page has it, and as shapes."""
    return context.background(VIEWS[where]), basemap.clip(context.around(VIEWS[where]))


def named(where: str, kind: str) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in ground(where)[0][kind]}


def unpacked(paths: list[list[int]], digits: int) -> np.ndarray:
    """Give the corners of packed paths, degrees."""
    corners = [np.cumsum(np.array(path).reshape(-1, 2), axis=0) for path in paths]
    return np.concatenate(corners) / 10**digits if corners else np.empty((0, 2))


@everywhere
def test_the_name_of_a_country_stands_in_it(where: str) -> None:
    countries = named(where, "countries")
    shapes = ground(where)[1].countries
    assert [one.name for one in shapes] == list(countries)
    for shape in shapes:
        spots = countries[shape.name]["spots"]
        assert 1 <= len(spots) <= MOST
        assert len({tuple(spot) for spot in spots}) == len(spots)
        assert all(shape.land.covers(shapely.Point(spot)) for spot in spots), shape.name


@everywhere
def test_the_name_of_a_sea_stands_in_its_water(where: str) -> None:
    shapes = {sea.name: sea.outline for sea in table()}
    land = ground(where)[1].land
    for name, sea in named(where, "seas").items():
        outline = shapely.union_all([shapes[name], affinity.translate(shapes[name], -360)])
        assert 1 <= len(sea["spots"]) <= MOST
        for spot in sea["spots"]:
            assert outline.contains(shapely.Point(spot)), (name, spot)
            assert not land.contains(shapely.Point(spot)), (name, spot)


@pytest.mark.parametrize(
    ("where", "countries", "seas"),
    [
        ("Idlib", {"SY", "TR", "LB"}, {"Mediterranean Sea"}),
        ("Ukraine", {"UA", "RU", "BY", "PL", "MD"}, {"Black Sea", "Sea of Azov"}),
        ("Sudan", {"SD", "SS", "TD", "EG"}, {"Red Sea", "Gulf of Aden"}),
        ("Fiji", {"FJ", "TO", "WS"}, {"Pacific Ocean", "Koro Sea"}),
    ],
)
def test_the_countries_and_seas_of_a_region_have_their_names(
    where: str, countries: set[str], seas: set[str]
) -> None:
    assert countries <= {one["code"] for one in named(where, "countries").values()}
    found = named(where, "seas")
    assert seas <= set(found)
    assert all(found[name]["names"]["ar"] for name in seas)


def test_water_within_several_seas_is_the_smallest_ones() -> None:
    seas = named("Ukraine", "seas")
    outlines = {sea.name: sea.outline for sea in table()}
    for inner, outer in (("Aegean Sea", "Mediterranean Sea"), ("Gulf of Bothnia", "Baltic Sea")):
        assert not any(outlines[inner].contains(shapely.Point(s)) for s in seas[outer]["spots"])


def test_a_country_on_both_sides_of_the_meridian_is_one() -> None:
    assert [one["name"] for one in ground("Fiji")[0]["countries"]].count("Fiji") == 1


@everywhere
def test_a_quarter_of_the_first_view_that_is_one_countrys_can_bear_its_name(where: str) -> None:
    west, south, east, north = VIEWS[where]
    middle = (west + east) / 2, (south + north) / 2
    corners = [(x, y) for x in (west, east) for y in (south, north)]
    quarters = [shapely.box(*np.sort([middle, corner], axis=0).ravel()) for corner in corners]
    countries = named(where, "countries")
    for shape in ground(where)[1].countries:
        spots = shapely.points(countries[shape.name]["spots"])
        for quarter in quarters:
            if shape.land.intersection(quarter).area > quarter.area / 2:
                assert quarter.contains(spots).any(), shape.name


@everywhere
def test_the_first_spot_is_in_the_first_view_and_off_its_edge(where: str) -> None:
    view = shapely.box(*VIEWS[where])
    shapes = {one.name: one.land for one in ground(where)[1].countries}
    for name, one in named(where, "countries").items():
        seen = shapes[name].intersection(view)
        if seen.area > view.area / 4:
            first = shapely.Point(one["spots"][0])
            assert seen.buffer(-max(np.ptp(view.bounds[::2]), 0.1) / 30).contains(first), name


def test_every_code_is_of_two_letters_and_of_one_country() -> None:
    codes = [country["code"] for country in basemap.load()["countries"]]
    given = [code for code in codes if code]
    assert all(re.fullmatch("[A-Z]{2}", code) for code in given)
    assert len(given) == len(set(given)) > 235


def test_every_sea_has_an_outline_and_an_arabic_name() -> None:
    seas = table()
    assert len({sea.name for sea in seas}) == len(seas) > 110
    assert {sea.rank for sea in seas} == {1, 2, 3, 4}
    for sea in seas:
        assert sea.outline.is_valid, sea.name
        west, south, east, north = sea.outline.bounds
        assert -180 <= west < east < 300
        assert -90 <= south < north <= 90
        assert re.fullmatch("[\u0600-\u06ff ]+", sea.names["ar"]), sea.name


def test_seas_of_one_rank_share_no_water() -> None:
    parts = [shapely.Polygon(unpacked(one[:1], 2)) for one in basemap.load()["wide"]["land"]]
    land = shapely.union_all(shapely.make_valid(parts))
    seas = [sea for sea in table() if sea.rank > 1]
    for at, one in enumerate(seas):
        for other in seas[at + 1 :]:
            if one.rank == other.rank:
                both = one.outline.intersection(other.outline)
                if both.area > min(one.outline.area, other.outline.area) / 50:
                    shared = both.difference(land).area
                    assert shared < one.outline.area / 50, (one.name, other.name)


@everywhere
def test_the_inset_is_small_and_holds_the_view(where: str) -> None:
    inset = locator(VIEWS[where])
    assert len(json.dumps(inset, separators=(",", ":"))) <= LARGEST
    west, south, east, north = inset["box"]
    assert shapely.box(west, south, east, north).contains(shapely.box(*VIEWS[where]))
    assert east - west >= 18
    assert inset["digits"] in {1, 2}
    corners = unpacked(inset["land"], inset["digits"])
    assert west - 0.1 <= corners[:, 0].min() < corners[:, 0].max() <= east + 0.1
    assert south - 0.1 <= corners[:, 1].min() < corners[:, 1].max() <= north + 0.1
    wide, high = east - west, float(np.diff(northing(np.array([south, north])))[0])
    assert high / wide == pytest.approx(3 / 4, abs=0.01)


@pytest.mark.parametrize(
    "view",
    [(-170.0, -60.0, 170.0, 75.0), (-350.0, -60.0, -10.0, 75.0), (10.0, 78.0, 30.0, 84.9),
     (170.0, -85.0, 179.9, -84.0), (179.0, 10.0, 180.0, 11.0)],
)  # fmt: skip
def test_the_inset_ends_where_the_world_does(view: tuple[float, float, float, float]) -> None:
    inset = locator(view)
    west, south, east, north = inset["box"]
    assert 18 <= east - west <= 360
    assert -85 <= south <= view[1]
    assert view[3] <= north <= 85
    assert west <= view[0]
    assert view[2] <= east
    assert len(json.dumps(inset, separators=(",", ":"))) <= LARGEST


def test_open_sea_has_a_name_and_an_empty_inset_is_one_too() -> None:
    view = (-150.0, -40.0, -149.0, -39.0)
    assert [one["name"] for one in context.background(view)["seas"]] == ["Pacific Ocean"]
    assert locator(view)["land"] == []


def test_the_page_has_both() -> None:
    made = render_map(map_tables.tables())
    layer = next(c for c in made._children.values() if isinstance(c, IncidentLayer))
    assert {"land", "border", "box", "digits"} == set(layer.context["locator"])
    assert {"seas", "countries"} <= set(layer.context["background"])
