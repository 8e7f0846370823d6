"""Verdicts: each location against each zone, the side that held it, and the incident as a whole.

`inside` from a probability of 0.9, `outside` up to 0.1, `edge` between; `unknown` without
a place or a date (which a zone without days does not need); `not_in_force` when the zone
held on no day of the incident.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapper.base import schema
from mapper.base.frames import DTYPES
from mapper.base.schema import SURE, SURELY_NOT
from mapper.zones.positions import Positions

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from mapper.zones.positions import Settlements
    from mapper.zones.zone import Zone, Zones

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]
    Texts = NDArray[np.object_]
    Days = NDArray[np.datetime64]

VERDICT_COLUMNS = ("zone_id", "zone_verdict", "zone_p_inside", "zone_distance_km", "held_by")
KEY = ["incident_id", "seq"]


def relations(
    locations: pd.DataFrame, zones: Zones, *, settlements: Settlements | None = None
) -> pd.DataFrame:
    """Relate every location to every judged zone, in force or not.

    Parameters
    ----------
    locations
        Columns ``incident_id, seq, lat, lon, radius_m`` (EPSG:4326; metres; null radius:
        known exactly), ``date_start, date_end`` (ISO text, both included, null: unknown)
        and, where some locations are regions, ``area`` (shapely polygon or None).
    zones
        Zones of the pack.
    settlements
        Longitudes and latitudes of populated places, degrees. They stand for the regions
        they lie in; a region without any is taken as evenly likely all over.

    Returns
    -------
    relations
        Table ``zone_relations`` of :mod:`mapper.base.schema`, by location and then by zone, as
        ordered in `zones`. Distance and probability stand whenever the place is known,
        whatever the verdict.
    """
    places = Positions.of(locations, settlements)
    first, last, is_dated = _days(locations)
    judged = zones.judged
    shape = (len(locations), len(judged))
    chance, metres = np.full(shape, np.nan), np.full(shape, np.nan)
    in_force, is_told = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for column, zone in enumerate(judged):
        chance[:, column] = places.chances(zone.chances, zone.plan.crs)
        metres[:, column] = places.measured(zone.distance_km, zone.plan.crs)
        since, until = _validity(zone)
        is_told[:, column] = is_dated | zone.is_always_in_force
        is_held = is_dated & (last >= since) & (first <= until)
        in_force[:, column] = is_held | zone.is_always_in_force
    is_known = is_told & places.is_known[:, None]
    verdict = np.select(
        [~is_known, ~in_force, chance >= SURE, chance <= SURELY_NOT],
        [0, 1, 2, 3],
        default=4,
    )
    names = np.array(["unknown", "not_in_force", "inside", "outside", "edge"], dtype=object)
    zone_ids = np.array([zone.zone_id for zone in judged], dtype=object)
    forced = pd.array(in_force.ravel(), dtype="boolean")
    forced[~is_told.ravel()] = pd.NA
    made = {
        "incident_id": np.repeat(locations["incident_id"].to_numpy(dtype=object), len(judged)),
        "seq": pd.array(np.repeat(locations["seq"].to_numpy(), len(judged)), dtype="Int64"),
        "zone_id": np.tile(zone_ids, len(locations)),
        "in_force": forced,
        "distance_km": metres.ravel().round(3),
        "p_inside": chance.ravel().round(4),
        "verdict": names[verdict.ravel()],
    }
    return pd.DataFrame(
        {
            column.name: pd.Series(made[column.name], dtype=DTYPES[column.type])
            for column in schema.ZONE_RELATIONS.columns
        }
    )


def judge(
    locations: pd.DataFrame,
    relations: pd.DataFrame,
    zones: Zones,
    *,
    settlements: Settlements | None = None,
) -> pd.DataFrame:
    """Give each location its verdict: of the zones in force, that of the highest probability.

    Parameters
    ----------
    locations
        As for :func:`relations`.
    relations
        What :func:`relations` made of the same locations.
    zones
        Zones of the pack; their lines of contact give ``held_by``.
    settlements
        As for :func:`relations`; they matter to the side that held a region.

    Returns
    -------
    verdicts
        ``zone_id, zone_verdict, zone_p_inside, zone_distance_km, held_by`` on the index of
        `locations`. The first three are null, but for the verdict, where it is `unknown`
        or `not_in_force`.
    """
    row = _rows_of(relations, locations)
    is_judged = relations["verdict"].isin(["inside", "edge", "outside"]).to_numpy() & (row >= 0)
    chosen = np.flatnonzero(is_judged)
    # Highest probability first within a location; of equals the first in the file's order.
    ranked = chosen[np.lexsort((-relations["p_inside"].to_numpy()[chosen], row[chosen]))]
    rows, at = np.unique(row[ranked], return_index=True)
    best = relations.iloc[ranked[at]]
    places = Positions.of(locations)
    _, _, is_dated = _days(locations)
    verdict = np.where(is_dated & places.is_known, "not_in_force", "unknown").astype(object)
    zone_id = np.full(len(locations), None, dtype=object)
    chance, distance = np.full((2, len(locations)), np.nan)
    verdict[rows] = best["verdict"]
    zone_id[rows] = best["zone_id"]
    chance[rows] = best["p_inside"]
    distance[rows] = best["distance_km"]
    sides = held_by(locations, zones, settlements=settlements)
    values = (zone_id, verdict, chance, distance, sides)
    return pd.DataFrame(
        {
            name: pd.Series(value, index=locations.index, dtype=_dtype(name))
            for name, value in zip(VERDICT_COLUMNS, values, strict=True)
        }
    )


def held_by(
    locations: pd.DataFrame, zones: Zones, *, settlements: Settlements | None = None
) -> Texts:
    """Tell which side held each location, from the line of contact in force.

    Parameters
    ----------
    locations, zones, settlements
        As for :func:`relations`.

    Returns
    -------
    sides
        Who holds the side of the line that the place lies on with a probability of 0.9 or
        more, by the line's own names; else `unknown`: no line that names its sides was in
        force on every day of the incident, or the place's and the line's errors leave the
        side open, or the place is beyond the limits the lines end at, or farther behind the
        line than it speaks for.
    """
    places = Positions.of(locations, settlements)
    first, last, is_dated = _days(locations)
    sides = np.full(len(locations), schema.NOT_HELD, dtype=object)
    for line in zones.lines:
        if line.feature.held_by is None:
            continue
        near, far = line.feature.held_by
        since, until = _validity(line)
        asked = np.flatnonzero(is_dated & places.is_known & (first >= since) & (last <= until))
        some = places.only(asked)
        chance = some.chances(line.side_chances, line.plan.crs)
        is_spoken_for = some.measured(line.behind_m, line.plan.crs) <= np.maximum(some.radius, 1.0)
        sides[asked[is_spoken_for & (chance >= SURE)]] = near
        sides[asked[is_spoken_for & (chance <= SURELY_NOT)]] = far
    return sides


def summarise(locations: pd.DataFrame) -> pd.DataFrame:
    """Sum up the verdicts of each incident's locations.

    Parameters
    ----------
    locations
        ``incident_id`` and the columns :func:`judge` gives, one row per location.

    Returns
    -------
    incidents
        The same columns, index ``incident_id``, sorted: the verdict and the side that all
        locations share, else `mixed` and `unknown`; the zone and value of the highest
        probability; the smallest distance. An incident without locations is not in it:
        its verdict is `unknown`.
    """
    ordered = locations.sort_values("zone_p_inside", ascending=False, kind="stable")
    by_incident = ordered.groupby("incident_id", sort=True)
    shared = ["zone_verdict", "held_by"]
    is_shared = by_incident[shared].agg("min") == by_incident[shared].agg("max")
    first = by_incident[["zone_id", *shared]].first()
    summed = pd.DataFrame(
        {
            "zone_id": first["zone_id"],
            "zone_verdict": first["zone_verdict"].where(is_shared["zone_verdict"], "mixed"),
            "zone_p_inside": by_incident["zone_p_inside"].max(),
            "zone_distance_km": by_incident["zone_distance_km"].min(),
            "held_by": first["held_by"].where(is_shared["held_by"], schema.NOT_HELD),
        }
    )
    summed = summed.astype({name: _dtype(name) for name in VERDICT_COLUMNS})
    summed.loc[summed["zone_id"].isna(), "zone_id"] = None
    return summed


def _rows_of(relations: pd.DataFrame, locations: pd.DataFrame) -> NDArray[np.intp]:
    """Find the location of each relation; -1 where there is none."""
    ids, seqs = (locations[name].to_numpy(dtype=object) for name in KEY)
    per_location = len(relations) // max(len(locations), 1)
    row = np.repeat(np.arange(len(locations)), per_location)
    is_as_made = len(row) == len(relations) and all(
        np.array_equal(relations[name].to_numpy(dtype=object), values[row])
        for name, values in zip(KEY, (ids, seqs), strict=True)
    )
    if is_as_made:
        return row
    keys = pd.MultiIndex.from_frame(locations[KEY])
    return keys.get_indexer(pd.MultiIndex.from_frame(relations[KEY]))


def _dtype(name: str) -> str:
    types = {column.name: column.type for column in schema.LOCATIONS.columns}
    return DTYPES[types[name]]


def _days(locations: pd.DataFrame) -> tuple[Days, Days, Flags]:
    """First and last day of each location, and whether both are known."""
    first, last = (_as_days(locations[name]) for name in ("date_start", "date_end"))
    return first, last, ~(np.isnat(first) | np.isnat(last))


def _as_days(texts: pd.Series) -> Days:
    """Turn ISO days into dates; each spelling is read once, and any year of the calendar is one."""
    codes, spellings = pd.factorize(texts, use_na_sentinel=True)
    days: Days = np.array([*spellings, "NaT"], dtype="datetime64[D]")
    return days[codes]


def _validity(zone: Zone) -> tuple[np.datetime64, np.datetime64]:
    """First and last day of a zone or line; the ends of the calendar where open."""
    since, until = zone.feature.valid_from, zone.feature.valid_to
    return np.datetime64(since or "0001-01-01"), np.datetime64(until or "9999-12-31")
