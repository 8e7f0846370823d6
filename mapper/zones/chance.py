"""The probability that a place known with an error lies inside a zone known with an error.

Three errors, taken as independent: the place (isotropic normal, its 90 % disc given),
the line the zone is built on (a normal offset shared along the stretch, its 90 % bound
given per vertex) and the depth (uniform over a range). Method, assumptions and a worked
example: ``docs/zones.md``. Everything is in metres in a metric CRS, x east, y north;
nothing is drawn at random.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property
from math import ceil, log, sqrt
from typing import TYPE_CHECKING

import numpy as np

from mapper.zones.edges import LINE_SIGMA

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mapper.zones.edges import Edge

    Floats = NDArray[np.float64]

DISC_SIGMA = 1 / sqrt(-2 * log(0.1))
"""Standard deviation, per axis, of an isotropic normal whose 90 % disc has radius 1."""

DISC_REACH = 3.8
LINE_REACH = 3.3
"""Standard deviations after which an edge no longer matters: the chance left is under 0.001."""

AGREEMENT = 0.001
"""Two rules of integration that differ by less than this are taken as settled."""

CRISP_M = 1e-3
"""A standard deviation up to a millimetre is none."""

NODES_AT_ONCE = 32_768
RASTER_CELLS = 2_000_000
RASTER_CELL_M = 300.0
CELLS_PER_DEPTH = 30
CELLS_PER_SIGMA = 4
BLOCK = 32


def given(edge: Edge, depth: Floats, room: Floats, sigma: Floats, blur: Floats) -> Floats:
    """Give P(inside) of places whose distances are known but for normal errors.

    Parameters
    ----------
    edge
        The zone's edge.
    depth, room
        Distances as :meth:`Edge.measure` gives them, metres.
    sigma
        Standard deviation across the line: of its offset and of what is left of the
        place's error, in quadrature; metres.
    blur
        Standard deviation of what is left of the place's error alone, metres.

    Returns
    -------
    probability
        0 to 1. Exact for a straight line, and a straight cut square to it.
    """
    if edge.depth is None:
        chance = _passed(depth, sigma)
    elif edge.area is None:
        chance = 1 - _passed_range(depth, edge.depth, sigma)
        chance = chance - _passed_range(-depth, edge.depth, sigma)
    else:
        chance = _passed(depth, sigma) - _passed_range(depth, edge.depth, sigma)
    if len(edge.cuts):
        chance = chance * _passed(room, blur)
    return np.clip(chance, 0.0, 1.0)


@dataclass(frozen=True)
class Chances:
    """P(inside) of one zone for places of any shape; with `is_uncut` as if it had no cuts."""

    edge: Edge
    is_uncut: bool = False

    def measure(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Measure points as :meth:`Edge.measure` does, in metres."""
        depth, room = self.edge.measure(x, y)
        return depth, np.full(depth.shape, np.inf) if self.is_uncut else room

    def of_discs(self, x: Floats, y: Floats, radius: Floats) -> Floats:
        """Integrate over the error of places given as point and radius.

        Parameters
        ----------
        x, y
            Points in the edge's CRS, metres. Points that lie together are judged faster.
        radius
            Radius of each place's 90 % disc, metres; 0 for a place known exactly.

        Returns
        -------
        probability
            0 to 1, within about 0.005 of the integral.

        Notes
        -----
        The closed form holds where the edge is straight across the disc. Where an edge is
        near enough to matter, finer rules are tried until two agree: each splits the
        place's error into nodes and a remainder small enough for the closed form. Wide
        discs near an edge go to a finer one at once, its nodes looked up in a raster.
        """
        spread = radius * DISC_SIGMA
        chance = np.zeros(len(x))
        some = np.flatnonzero(self._may_reach(x, y, spread))
        if some.size:
            chance[some] = self._of_discs(x[some], y[some], spread[some])
        return chance

    def _may_reach(self, x: Floats, y: Floats, spread: Floats) -> NDArray[np.bool_]:
        """Tell which places may lie in the box that holds the zone and its line's errors."""
        edge = self.edge
        if edge.depth is None and (edge.area is None or edge.is_outside):
            return np.ones(len(x), dtype=bool)
        west, south, east, north = self._bounds
        away = np.maximum.reduce([west - x, x - east, south - y, y - north])
        mask: NDArray[np.bool_] = away <= DISC_REACH * spread
        return mask

    def _of_discs(self, x: Floats, y: Floats, spread: Floats) -> Floats:
        """Integrate for places that may reach the zone; `spread` is per axis, metres."""
        edge = self.edge
        depth, room = self.measure(x, y)
        offset = edge.sigma(x, y)
        chance = given(edge, depth, room, np.hypot(offset, spread), spread)
        left = np.flatnonzero((spread > 0) & self._is_near(depth, room, offset, spread))
        is_wide = spread[left] >= self._raster_from
        wide, left = left[is_wide], left[~is_wide]
        chance[wide] = self._by_raster(x[wide], y[wide], offset[wide], spread[wide])
        for rule in _rules():
            finer = self._by_nodes(x[left], y[left], offset[left], spread[left], rule)
            is_moved = np.abs(finer - chance[left]) > AGREEMENT
            chance[left] = finer
            left = left[is_moved]
        return chance

    def of_points(self, x: Floats, y: Floats) -> float:
        """Average over points that are equally likely, each known exactly.

        Parameters
        ----------
        x, y
            Points in the edge's CRS, metres: a region's populated places, or an even
            lattice over its area.

        Returns
        -------
        probability
            0 to 1.
        """
        depth, room = self.measure(x, y)
        return float(given(self.edge, depth, room, self.edge.sigma(x, y), np.zeros(len(x))).mean())

    @property
    def _raster_from(self) -> float:
        """Standard deviation of a place from which on the raster is fine enough, metres."""
        return CELLS_PER_SIGMA * self._cell

    def _is_near(
        self, depth: Floats, room: Floats, offset: Floats, spread: Floats
    ) -> NDArray[np.bool_]:
        """Tell which places have an edge within reach of the errors."""
        across, along = np.hypot(DISC_REACH * spread, LINE_REACH * offset), DISC_REACH * spread
        low, high = self.edge.depth or (np.inf, np.inf)
        is_inside = (depth < low - across) & (room > along)
        if self.edge.area is not None:
            is_inside &= depth > across
        # Beyond a cut, yet as near to the line, the far side of the line may be the zone's fringe.
        is_cut_off = room < -along
        if not len(self.edge.ends):
            is_cut_off &= depth + room > 2 * along
        is_outside = (depth < -across) | (depth > high + across) | is_cut_off
        return ~(is_inside | is_outside)

    def _by_nodes(
        self, x: Floats, y: Floats, offset: Floats, spread: Floats, rule: _Rule
    ) -> Floats:
        """Integrate by one rule; arrays of one length."""
        blur, step = spread * sqrt(rule.rest), spread * sqrt(1 - rule.rest)
        chance = np.empty(len(x))
        for some in _slices(len(x), NODES_AT_ONCE // len(rule.weight)):
            at_x = x[some, None] + step[some, None] * rule.x
            at_y = y[some, None] + step[some, None] * rule.y
            depth, room = self.measure(at_x, at_y)
            across = np.hypot(offset[some], blur[some])[:, None]
            chance[some] = given(self.edge, depth, room, across, blur[some, None]) @ rule.weight
        return chance

    @cached_property
    def _cell(self) -> float:
        """Side of the raster's cells, metres; infinite where a raster would be too coarse."""
        west, south, east, north = self._bounds
        edge = self.edge
        wanted = RASTER_CELL_M
        if edge.depth:
            wanted = min(wanted, edge.depth[0] / CELLS_PER_DEPTH)
        cell = max(wanted, sqrt((east - west) * (north - south) / RASTER_CELLS))
        return cell if cell <= 3 * wanted else np.inf

    @cached_property
    def _bounds(self) -> tuple[float, float, float, float]:
        """Box in which P may change, metres: west, south, east, north."""
        edge = self.edge
        margin = LINE_REACH * LINE_SIGMA * float(edge.accuracy.max()) + RASTER_CELL_M
        if edge.depth is None and edge.area is not None:
            west, south, east, north = edge.area.bounds
        else:
            (west, south), (east, north) = edge.vertices.min(axis=0), edge.vertices.max(axis=0)
            margin += edge.depth[1] if edge.depth else 0.0
        return west - margin, south - margin, east + margin, north + margin

    @cached_property
    def _raster(self) -> _Raster:
        return _Raster.of(self, self._bounds, self._cell)

    def _by_raster(self, x: Floats, y: Floats, offset: Floats, spread: Floats) -> Floats:
        """Integrate by many nodes looked up in a raster of the zone."""
        rule = _raster_rule()
        chance = np.empty(len(x))
        for sigma in np.unique(offset):
            values = self._raster.values(float(sigma))
            same = np.flatnonzero(offset == sigma)
            for some in _slices(len(same), NODES_AT_ONCE // len(rule.weight)):
                chosen = same[some]
                cells = self._raster.cells(x[chosen], y[chosen], spread[chosen], rule)
                chance[chosen] = values[cells] @ rule.weight
        return chance


@dataclass(frozen=True)
class _Raster:
    """Distances of one edge on a raster; beyond its rim the outermost cells go on."""

    edge: Edge
    west: float
    south: float
    cell: float
    shape: tuple[int, int]
    depth: Floats
    room: Floats
    known: dict[float, Floats]

    @classmethod
    def of(
        cls, chances: Chances, bounds: tuple[float, float, float, float], cell: float
    ) -> _Raster:
        """Measure every cell's middle, in square blocks so that few pieces are tried."""
        west, south, east, north = bounds
        shape = ceil((north - south) / cell), ceil((east - west) / cell)
        depth, room = np.empty(shape), np.empty(shape)
        for rows in _slices(shape[0], BLOCK):
            for columns in _slices(shape[1], BLOCK):
                y = south + (np.arange(shape[0])[rows] + 0.5) * cell
                x = west + (np.arange(shape[1])[columns] + 0.5) * cell
                depth[rows, columns], room[rows, columns] = chances.measure(*np.meshgrid(x, y))
        return cls(chances.edge, west, south, cell, shape, depth.ravel(), room.ravel(), {})

    def values(self, sigma: float) -> Floats:
        """Give P(inside) of every cell for one standard deviation of the line, flattened."""
        if sigma not in self.known:
            # A place anywhere in the cell: its side over the root of 12, per axis.
            blur = np.full(self.depth.shape, self.cell / sqrt(12))
            across = np.hypot(sigma, blur)
            self.known[sigma] = given(self.edge, self.depth, self.room, across, blur)
        return self.known[sigma]

    def cells(self, x: Floats, y: Floats, spread: Floats, rule: _Rule) -> NDArray[np.int32]:
        """Give the cells that each place's nodes fall in, as indices of the flattened raster."""
        rows, columns = self.shape
        row = self._along(y - self.south, spread, rule.y, rows)
        row *= np.int32(columns)
        row += self._along(x - self.west, spread, rule.x, columns)
        return row

    def _along(self, at: Floats, spread: Floats, nodes: Floats, count: int) -> NDArray[np.int32]:
        """Give the rows or columns; single precision is good to a hundredth of a cell."""
        step = (spread / self.cell).astype(np.float32)
        position = step[:, None] * nodes.astype(np.float32)
        position += (at / self.cell).astype(np.float32)[:, None]
        np.clip(position, 0, count - 1, out=position)
        return position.astype(np.int32)


@dataclass(frozen=True, slots=True)
class _Rule:
    """Nodes for a standard normal in the plane, and the share of variance kept out of them."""

    x: Floats
    y: Floats
    weight: Floats
    rest: float


@cache
def _rules() -> tuple[_Rule, _Rule, _Rule]:
    """Rules of integration, coarse to fine: two for smooth cases, one for any."""
    return _rings(2, 6, 0.3), _rings(6, 18, 0.04), _spiral(400, 0.01)


@cache
def _raster_rule() -> _Rule:
    """Give the rule for wide discs: many nodes, as the raster's crisp edges stay crisp."""
    return _spiral(1000, 0.0)


def _rings(rings: int, spokes: int, rest: float) -> _Rule:
    """Nodes on rings, exact for polynomials.

    Half the squared radius of a plane normal is exponential, so its nodes are those of
    Gauss-Laguerre (Abramowitz and Stegun 1964, 25.4.45); the angle is uniform. Every
    other ring is turned by half a step.
    """
    half_squares, ring_weight = np.polynomial.laguerre.laggauss(rings)
    turn = 2 * np.pi * (np.arange(spokes)[None, :] + 0.5 * (np.arange(rings) % 2)[:, None]) / spokes
    radius = np.sqrt(2 * half_squares)[:, None]
    weight = np.repeat(ring_weight / spokes, spokes)
    return _Rule((radius * np.cos(turn)).ravel(), (radius * np.sin(turn)).ravel(), weight, rest)


def _spiral(count: int, rest: float) -> _Rule:
    """Equally likely nodes on a spiral of golden angles (Vogel 1979, Math. Biosci. 44).

    They fill the disc evenly in probability, which suits edges with kinks and corners.
    """
    ranks = np.arange(count) + 0.5
    radius = np.sqrt(-2 * np.log(1 - ranks / count))
    turn = np.arange(count) * np.pi * (3 - sqrt(5))
    x, y = radius * np.cos(turn), radius * np.sin(turn)
    x, y = x - x.mean(), y - y.mean()
    scale = sqrt(2 / float(np.mean(x * x + y * y)))
    return _Rule(x * scale, y * scale, np.full(count, 1 / count), rest)


def _slices(count: int, step: int) -> list[slice]:
    return [slice(start, start + max(step, 1)) for start in range(0, count, max(step, 1))]


def normal_cdf(u: Floats) -> Floats:
    """Give the standard normal distribution function, within 1e-7.

    Abramowitz and Stegun (1964), formula 7.1.26, for the error function.
    """
    z = np.abs(u) * sqrt(0.5)
    t = 1 / (1 + 0.3275911 * z)
    series = 0.254829592 + t * (
        -0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))
    )
    half_tail = 0.5 * t * series * np.exp(-z * z)
    return np.where(u >= 0, 1 - half_tail, half_tail)


def _passed(depth: Floats, sigma: Floats) -> Floats:
    """Chance that a normal around `depth` lies at or above zero."""
    is_crisp = (depth >= 0).astype(float)
    is_blurred = sigma > CRISP_M
    if not np.any(is_blurred):
        return is_crisp
    blurred = normal_cdf(np.clip(depth / np.where(is_blurred, sigma, 1.0), -40, 40))
    return np.where(is_blurred, blurred, is_crisp)


def _passed_range(depth: Floats, span: tuple[float, float], sigma: Floats) -> Floats:
    """Chance that a normal around `depth` lies above a threshold uniform over `span`.

    The mean of the distribution function over the span has a closed form, as the
    integral of it is u times itself plus the density.
    """
    low, high = span
    if low == high:
        return _passed(depth - low, sigma)
    even = np.clip((depth - low) / (high - low), 0.0, 1.0)
    is_blurred = sigma > CRISP_M
    if not np.any(is_blurred):
        return even
    safe = np.where(is_blurred, sigma, 1.0)
    blurred = safe / (high - low) * (_ramp((depth - low) / safe) - _ramp((depth - high) / safe))
    return np.where(is_blurred, blurred, even)


def _ramp(u: Floats) -> Floats:
    """Integral of the standard normal distribution function up to `u`."""
    held = np.clip(u, -40, 40)
    density = np.exp(-0.5 * held * held) / sqrt(2 * np.pi)
    return u * normal_cdf(held) + density
