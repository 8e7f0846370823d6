"""Zones anywhere on the globe: one figure, moved about, gives the same answers everywhere."""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod, Transformer
from shapely.geometry import LineString, Polygon, mapping

from mapper.base.errors import ZoneError
from mapper.base.globe import joined, parted
from mapper.zones.verdicts import judge, relations
from mapper.zones.zone import Zones, load_zones

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from shapely.geometry.base import BaseGeometry

    Write = Callable[..., Zones]

HOME = (36.5, 35.5)
SITES = {
    "equator": (23.0, 0.0),
    "south": (149.1, -35.3),
    "far north": (30.4, 70.0),
    "west of the dateline": (179.9, -16.8),
    "east of the dateline": (-179.93, 66.0),
    "on the dateline, rim of a UTM zone": (180.0, 51.5),
    "where both are 0": (0.03, -0.02),
}
FAR_KM, NEAR_KM, SHARE = 0.0015, 0.03, 0.005
"""Tolerances: of a distance, relative and in km, and of a probability."""

DAY = "2024-05-05"
COMMON = {"name": "A", "source": "drawn here", "valid_from": "2024-01-01"}


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write features to a zones file and load it."""

    def written(*features: dict[str, Any]) -> Zones:
        path = tmp_path / "zones.geojson"
        path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
        return load_zones(path)

    return written


@cache
def flat(site: tuple[float, float]) -> Callable[..., Any]:
    """Give the way from metres around a site to degrees."""
    lon, lat = site
    crs = f"+proj=aeqd +lat_0={lat} +lon_0={lon} +datum=WGS84"
    return Transformer.from_crs(crs, 4326, always_xy=True).transform


def moved(shape: BaseGeometry, site: tuple[float, float]) -> BaseGeometry:
    """Lay a figure of km around a site: EPSG:4326, in one piece."""
    lon, _ = site
    back = flat(site)

    def there(x: Any, y: Any) -> tuple[Any, Any]:  # noqa: ANN401 - arrays
        far_lon, far_lat = back(x * 1000, y * 1000)
        return lon + (far_lon - lon + 180) % 360 - 180, far_lat

    return shapely.transform(shapely.segmentize(shape, 6), there, interleaved=False)


def cut(shape: BaseGeometry) -> BaseGeometry:
    return parted(shape)


def jumping(shape: BaseGeometry) -> BaseGeometry:
    wrap = lambda xy: np.column_stack([(xy[:, 0] + 180) % 360 - 180, xy[:, 1]])  # noqa: E731 - a formula
    return shapely.transform(shape, wrap)


WRITTEN: dict[str, Callable[[BaseGeometry], BaseGeometry]] = {
    "cut": cut,
    "jumping": jumping,
    "beyond": lambda shape: shape,
}


def recipes(bend: float) -> dict[str, list[tuple[dict[str, Any], BaseGeometry]]]:
    """Give the figures, km: per recipe its features."""
    line = LineString([(-55, -5), (-20, bend), (15, -bend), (55, 5)])
    contact = LineString([(-40, 0), (0, bend), (40, 0)])
    limit = LineString([(45, 30), (0, 48), (-45, 30)])
    holed = Polygon(
        [(-30, -30), (30, -30), (30 + bend, 20), (-30, 30)], [[(-9, -9), (-9, 9), (9, 9), (9, -9)]]
    )
    zone = COMMON | {"accuracy_km": 2}
    return {
        "strip": [(zone | {"kind": "buffer", "side": "left", "depth_km": [15, 20]}, line)],
        "corridor": [(zone | {"kind": "corridor", "half_width_km": 6}, line)],
        "polygon": [(zone | {"kind": "area"}, holed)],
        "closed strip": [
            (zone | {"kind": "contact_line", "side": "left", "cut_by": ["f1"]}, contact),
            ({"kind": "limit", "name": "L", "source": "drawn here"}, limit),
            (
                zone
                | {"kind": "buffer", "line": "f0", "side": "left"}
                | {"depth_km": 12, "cut_by": ["f1"]},
                None,
            ),
        ],
    }


def judged(
    zones: Zones, site: tuple[float, float], places: list[tuple[float, float]], radius: float
) -> pd.DataFrame:
    """Judge places (km from the site) and give distance, probability and verdict."""
    spots = moved(shapely.MultiPoint(places), site).geoms
    asked = pd.DataFrame(
        {
            "incident_id": [f"inc-{number}" for number in range(len(spots))],
            "seq": 1,
            "lat": [spot.y for spot in spots],
            "lon": [(spot.x + 180) % 360 - 180 for spot in spots],
            "radius_m": radius * 1000,
            "date_start": DAY,
            "date_end": DAY,
        }
    )
    related = relations(asked, zones)
    verdict = judge(asked, related, zones)["zone_verdict"].to_numpy()
    return related.assign(verdict=verdict)[["distance_km", "p_inside", "verdict"]]


def at(site: tuple[float, float], recipe: str, bend: float, write: Write, form: str) -> Zones:
    features = []
    for number, (cells, shape) in enumerate(recipes(bend)[recipe]):
        drawn = None if shape is None else mapping(WRITTEN[form](moved(shape, site)))
        features.append(
            {"type": "Feature", "id": f"f{number}", "properties": cells, "geometry": drawn}
        )
    return write(*features)


@pytest.mark.parametrize("recipe", list(recipes(5)))
@given(
    bend=st.floats(-9, 9),
    places=st.lists(st.tuples(st.floats(-70, 70), st.floats(-50, 50)), min_size=4, max_size=4),
    radius=st.sampled_from([0.0, 0.8, 3.0, 12.0]),
    form=st.sampled_from(list(WRITTEN)),
)
@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_same_figure_gives_the_same_answers_everywhere(
    recipe: str,
    write: Write,
    *,
    bend: float,
    places: list[tuple[float, float]],
    radius: float,
    form: str,
) -> None:
    home = judged(at(HOME, recipe, bend, write, form), HOME, places, radius)
    for name, site in SITES.items():
        here = judged(at(site, recipe, bend, write, form), site, places, radius)
        apart = (here["distance_km"] - home["distance_km"]).abs()
        assert (apart <= FAR_KM * home["distance_km"].abs() + NEAR_KM).all(), (name, here, home)
        # A place known exactly, on the very edge of a zone known well, may fall to either side.
        is_crisp = (radius == 0) & (home["distance_km"].abs() < NEAR_KM)
        off = (here["p_inside"] - home["p_inside"]).abs()
        assert (is_crisp | (off <= SHARE)).all(), (name, here, home)
        is_open = ((home["p_inside"] - 0.5).abs() - 0.4).abs() <= SHARE
        assert (is_crisp | is_open | (here["verdict"] == home["verdict"])).all(), name


@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
@pytest.mark.parametrize("recipe", list(recipes(5)))
def test_shapes_are_written_as_rfc_7946_asks_and_have_the_same_area(
    recipe: str, site: tuple[float, float], write: Write
) -> None:
    home = at(HOME, recipe, 5, write, "cut").layer()
    layer = at(site, recipe, 5, write, "cut").layer()
    assert layer["part"].tolist() == home["part"].tolist()
    for shape, other, part in zip(layer.geometry, home.geometry, layer["part"], strict=True):
        west, _, east, _ = shape.bounds
        assert -180 <= west <= east <= 180, part
        assert shape.is_valid, part
        whole = joined(shape)
        assert whole.bounds[2] - whole.bounds[0] < 5, part
        if "Polygon" not in shape.geom_type:
            continue
        wide, _ = Geod(ellps="WGS84").geometry_area_perimeter(whole)
        expected, _ = Geod(ellps="WGS84").geometry_area_perimeter(other)
        assert abs(wide) == pytest.approx(abs(expected), rel=0.004), part


@pytest.mark.parametrize("recipe", ["strip", "corridor", "polygon"])
@pytest.mark.parametrize("site", SITES.values(), ids=SITES)
def test_what_is_drawn_is_what_is_judged(
    recipe: str, site: tuple[float, float], write: Write
) -> None:
    zones = at(site, recipe, 5, write, "beyond")
    (zone,) = zones.zones
    rng = np.random.default_rng(6)
    places = [(float(x), float(y)) for x, y in rng.uniform(-60, 60, (150, 2))]
    found = judged(zones, site, places, 0.0)
    spots = moved(shapely.MultiPoint(places), site).geoms
    drawn = joined(zone.plan.to_degrees(zone.nominal))
    turns = round((drawn.bounds[0] - site[0]) / 360) * 360
    is_drawn = np.array([drawn.contains(shapely.Point(s.x + turns, s.y)) for s in spots])
    is_clear = found["distance_km"].abs().to_numpy() > 0.05
    assert (is_drawn == (found["distance_km"] < 0).to_numpy())[is_clear].all()
    assert is_drawn.any()


def test_a_long_edge_is_the_line_that_the_map_shows(write: Write) -> None:
    # Four corners along two parallels at 70 degrees north, which bow by 4 km on the ground.
    corners = [(20.0, 70.0), (27.0, 70.0), (27.0, 71.0), (20.0, 71.0)]
    area = {"kind": "area"} | COMMON
    zones = write(
        {"type": "Feature", "id": "a", "properties": area, "geometry": mapping(Polygon(corners))}
    )
    asked = pd.DataFrame(
        {
            "incident_id": ["inc-in", "inc-out"],
            "seq": 1,
            "lat": [70.002, 69.998],
            "lon": 23.5,
            "radius_m": 0.0,
            "date_start": DAY,
            "date_end": DAY,
        }
    )
    found = relations(asked, zones)
    assert found["verdict"].tolist() == ["inside", "outside"]
    assert found["distance_km"].tolist() == pytest.approx([-0.223, 0.223], abs=0.03)


def test_a_wide_zone_is_measured_right_far_from_its_middle(write: Write) -> None:
    # A line of 900 km, as a front may be: the buffer's edge must lie 30 km off all along.
    line = LineString([(31.0, 46.4), (35.0, 47.6), (38.5, 50.0), (40.0, 52.5)])
    strip = {"kind": "buffer", "side": "left", "depth_km": 30} | COMMON
    zones = write({"type": "Feature", "id": "a", "properties": strip, "geometry": mapping(line)})
    geod = Geod(ellps="WGS84")
    for (lon, lat), (far_lon, far_lat) in zip(line.coords[:-1], line.coords[1:], strict=True):
        amid = (lon + far_lon) / 2, (lat + far_lat) / 2
        along, _, _ = geod.inv(lon, lat, far_lon, far_lat)
        out_lon, out_lat, _ = geod.fwd(*amid, along - 90, 40_000)
        asked = pd.DataFrame(
            {"incident_id": ["inc-1"], "seq": 1, "lat": [out_lat], "lon": [out_lon]}
            | {"radius_m": 0.0, "date_start": DAY, "date_end": DAY}
        )
        assert relations(asked, zones)["distance_km"].iloc[0] == pytest.approx(10, abs=0.4)


@pytest.mark.parametrize(
    ("shape", "told"),
    [
        (shapely.box(20, 84, 30, 86), "beyond 85 degrees of latitude"),
        (shapely.box(20, -86, 30, -80), "beyond 85 degrees of latitude"),
        (shapely.box(20, 10, 80, 60), "make several zones of it"),
    ],
)
def test_a_zone_that_cannot_be_measured_is_refused_by_name(
    shape: BaseGeometry, told: str, write: Write
) -> None:
    area = {"kind": "area"} | COMMON
    with pytest.raises(ZoneError, match=f"feature 'a', field 'geometry': .*{told}"):
        write({"type": "Feature", "id": "a", "properties": area, "geometry": mapping(shape)})
