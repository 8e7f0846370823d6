"""Shapes across the 180th meridian: put together to be measured, cut to be written."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiLineString, MultiPoint, MultiPolygon, Polygon, box

from mapper.base.errors import VectorError
from mapper.base.globe import box_of, boxes, joined, parted, seam, shifted
from mapper.base.soundness import drawn

CUT = MultiPolygon([box(178, -18, 180, -16), box(-180, -18, -179, -16)])
BEYOND = box(178, -18, 181, -16)
JUMPING = Polygon([(178, -18), (-179, -18), (-179, -16), (178, -16)])
WESTWARD = box(-182, -18, -179, -16)


@pytest.mark.parametrize("written", [CUT, BEYOND, JUMPING, WESTWARD])
def test_every_way_to_write_a_shape_across_the_meridian_means_the_same(
    written: shapely.Geometry,
) -> None:
    whole = joined(written)
    assert whole.geom_type == "Polygon", "no seam is left where the parts met"
    assert whole.area == pytest.approx(6)
    assert parted(whole).equals(CUT)
    assert sorted(boxes(written)) == [(-180, -18, -179, -16), (178, -18, 180, -16)]
    assert box_of([parted(whole)]) == (178, -18, -179, -16)


def test_a_line_across_the_meridian_is_one_line_that_keeps_its_direction() -> None:
    cut = MultiLineString([[(179, 0), (180, 1)], [(-180, 1), (-179, 2)]])
    longitudes = shapely.get_coordinates(joined(cut))[:, 0]
    assert joined(cut).geom_type == "LineString"
    assert np.diff(longitudes).tolist() == [1, 1]
    back = parted(joined(LineString([(-179, 2), (179, 0)])))
    assert [list(part.coords) for part in back.geoms] == [
        [(-179, 2), (-180, 1)],
        [(180, 1), (179, 0)],
    ]


def test_points_keep_their_order() -> None:
    spots = MultiPoint([(179, 0), (-179, 1), (178, 2)])
    assert [spot.y for spot in parted(joined(spots)).geoms] == [0, 1, 2]
    assert parted(joined(spots)).equals(spots)


def test_a_hole_goes_with_its_polygon() -> None:
    hole = [(179.5, -17.5), (-179.5, -17.5), (-179.5, -16.5), (179.5, -16.5)]
    holed = joined(Polygon(JUMPING.exterior.coords, [hole]))
    assert holed.is_valid
    assert holed.area == pytest.approx(5)


@pytest.mark.parametrize(
    "shape",
    [
        box(20, 20, 30, 30),
        box(-180, -90, 180, 90),
        MultiPolygon([box(-70, -40, -60, -30), box(100, 0, 110, 10)]),
        box(-180, -10, -170, 10),
    ],
)
def test_a_shape_that_does_not_lie_across_stays_as_it_is(shape: shapely.Geometry) -> None:
    assert joined(shape) is shape
    assert parted(shape) is shape


@given(
    west=st.floats(-180, 180),
    width=st.floats(0.01, 170),
    south=st.floats(-80, 79),
    height=st.floats(0.01, 1),
)
def test_cutting_and_joining_keep_the_area(
    west: float, width: float, south: float, height: float
) -> None:
    plain = box(west, south, west + width, south + height)
    cut = parted(plain)
    low, _, high, _ = cut.bounds
    assert -180 <= low <= high <= 180
    assert cut.is_valid
    assert cut.area == pytest.approx(plain.area, rel=1e-6)
    assert joined(cut).area == pytest.approx(plain.area, rel=1e-6)


@given(st.lists(st.floats(-179, 179), min_size=1, max_size=8), st.floats(-180, 180))
def test_positions_within_half_the_globe_are_never_torn(steps: list[float], start: float) -> None:
    spots = start + np.array(steps) / 2.01
    written = (spots + 180) % 360 - 180
    placed = shifted(written, seam(written, written))
    assert np.ptp(placed) == pytest.approx(min(np.ptp(spots), np.ptp(written)), abs=1e-6)


def test_positions_all_over_the_globe_keep_to_the_meridian() -> None:
    everywhere = np.linspace(-180, 180, 50)
    assert seam(everywhere, everywhere) == 180


def test_an_edge_around_the_globe_is_told_and_taken_the_short_way() -> None:
    whole, told = drawn(shapely.geometry.mapping(JUMPING))
    assert whole.bounds[2] - whole.bounds[0] == 3
    assert told == "its edge from 178 to -179 degrees was taken across the 180th meridian"
    assert drawn(shapely.geometry.mapping(CUT))[1] is None
    assert drawn(shapely.geometry.mapping(BEYOND))[1] is None


def test_a_shape_wholly_beyond_is_told_how_to_write_it() -> None:
    with pytest.raises(VectorError, match="write 190 as -170"):
        drawn(shapely.geometry.mapping(box(181, 0, 182, 1)))
