"""Made-up tables of any size, for tests and benchmarks: no such incidents took place."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import shapely
from shapely.affinity import scale

from mapper.base import frames, schema
from mapper.base.frames import DTYPES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

WEST, SOUTH, EAST, NORTH = 36.0, 35.0, 37.0, 36.0
FIRST_DAY = date(2019, 1, 1)
N_DAYS = 730
ACTORS = ("Russia", "Syrian government", "Russia; Syrian government", "Russia or Turkey", None)
_METRES_PER_DEGREE = 111_320.0
_SAME = (str, float, int)
"""A value of these types stands for a column that holds it in every row."""


def places(n: int, seed: int = 0) -> list[dict[str, Any]]:
    """Scatter places over a square degree: its west is unit A, its east B, halves within."""
    random = np.random.default_rng(seed)
    made = []
    for number in range(n):
        lon, lat = random.uniform(WEST, EAST), random.uniform(SOUTH, NORTH)
        unit = "A" if lon < (WEST + EAST) / 2 else "B"
        half = "north" if lat > (SOUTH + NORTH) / 2 else "south"
        made.append(
            {
                "place_id": f"pl-{number:05}",
                "name": f"Place {number}",
                "name_ar": f"مكان {number}",
                "kind": "village",
                "admin1": f"Unit {unit}",
                "admin2": f"Unit {unit} {half}",
                "lat": lat,
                "lon": lon,
                "radius_m": float(random.choice([500, 1000, 2500])),
            }
        )
    # One in twenty is a stretch of land that knows no unit.
    for one in made[::20]:
        one.update(kind="region", admin1=None, admin2=None, radius_m=15_000.0)
    return made


def disc(lon: float, lat: float, radius_m: float) -> shapely.Polygon:
    """Draw a disc around a position, in degrees."""
    circle = shapely.Point(lon, lat).buffer(radius_m / _METRES_PER_DEGREE, quad_segs=8)
    return scale(circle, xfact=1 / np.cos(np.radians(lat)), origin=(lon, lat))


def tables(
    n: int, *, seed: int = 0, at: Sequence[Mapping[str, Any]] | None = None, first: int = 0
) -> dict[str, pd.DataFrame]:
    """Make the tables of `n` incidents, one in five of them at two places.

    Each is the one report of an event of its own, but for totals, which are of none.

    Parameters
    ----------
    n
        Incidents; one in fifty has no place and one in fifty no date.
    seed
        The same seed gives the same tables.
    at
        Rows of places to choose from; None scatters 400.
    first
        Number of the first incident, so that batches do not share ids.
    """
    random = np.random.default_rng(seed + first)
    rows = list(at if at is not None else places(400))
    areas = np.array([disc(row["lon"], row["lat"], row["radius_m"]) for row in rows], dtype=object)
    where = _locations(n, len(rows), random)
    ids = np.array([f"inc-{number:012x}" for number in range(first, first + n)], dtype=object)
    table = pd.DataFrame(rows).reindex(columns=schema.PLACES.names)
    located = {"incident_id": ids[where["incident"]], "seq": where["seq"]}
    chosen = table.iloc[where["place"]]
    location_cells = {
        **located,
        **{name: chosen[name].to_numpy() for name in _PLACE if name in schema.LOCATIONS.names},
        "geo_precision": np.where(chosen["radius_m"] > 10_000, 3, 1),
        "score": 100.0,
        "method": "exact",
        "zone_id": "zone-1",
        "zone_verdict": random.choice(["inside", "edge", "outside"], len(chosen)),
        "zone_p_inside": random.random(len(chosen)).round(3),
    }
    points = shapely.points(chosen["lon"].to_numpy(float), chosen["lat"].to_numpy(float))
    incidents = _incidents(ids, where, table, points, random)
    return {
        "incidents": incidents,
        "events": _events(incidents, where, table),
        "locations": _frame(schema.LOCATIONS, location_cells, points),
        "uncertainty": _frame(
            schema.UNCERTAINTY,
            {**located, "place_id": location_cells["place_id"], "shape": "disc"},
            areas[where["place"]],
        ),
        "zone_relations": _frame(
            schema.ZONE_RELATIONS,
            {
                **located,
                "zone_id": "zone-1",
                "in_force": True,
                "distance_km": 1.5,
                "p_inside": location_cells["zone_p_inside"],
                "verdict": location_cells["zone_verdict"],
            },
        ),
        "claims": _claims(ids),
    }


_PLACE = ("place_id", "name", "name_ar", "kind", "admin1", "admin2", "lat", "lon", "radius_m")


def _locations(n: int, n_places: int, random: np.random.Generator) -> dict[str, np.ndarray]:
    """Choose places: none for one incident in fifty, two for one in five, else one."""
    times = np.where(random.random(n) < 0.2, 2, 1)
    times[random.random(n) < 0.02] = 0
    incident = np.repeat(np.arange(n), times)
    seq = np.ones(len(incident), dtype=int)
    seq[1:][incident[1:] == incident[:-1]] = 2
    return {"incident": incident, "seq": seq, "place": random.integers(0, n_places, len(incident))}


def _incidents(
    ids: np.ndarray,
    where: dict[str, np.ndarray],
    table: pd.DataFrame,
    points: np.ndarray,
    random: np.random.Generator,
) -> pd.DataFrame:
    n = len(ids)
    start = random.integers(0, N_DAYS, n)
    length = np.where(random.random(n) < 0.1, 6, 0)
    day = np.array([str(FIRST_DAY + timedelta(days=k)) for k in range(N_DAYS + 7)], dtype=object)
    dated = random.random(n) >= 0.02
    killed = random.integers(0, 20, n)
    said = random.random(n) < 0.5
    by_incident = pd.Series(where["place"]).groupby(where["incident"])
    first_place = by_incident.first().reindex(range(n))
    cells = {
        "incident_id": ids,
        "scope": random.choice(schema.SCOPES, n, p=[0.9, 0.07, 0.03]),
        "event_type": random.choice(schema.EVENT_TYPES, n),
        "date_start": pd.Series(day[start]).where(dated, None),
        "date_end": pd.Series(day[start + length]).where(dated, None),
        "date_precision": np.where(dated, np.where(length > 0, "week", "day"), "unknown"),
        "actor": random.choice(np.array(ACTORS, dtype=object), n),
        "killed_min": [int(k) if s else None for k, s in zip(killed, said, strict=True)],
        "killed_max": [int(k) + 2 if s else None for k, s in zip(killed, said, strict=True)],
        "killed_open": [False if s else None for s in said],
        "places": [None if pd.isna(k) else table["name"].iloc[int(k)] for k in first_place],
        "sentence": [f'Made up, "quoted"; 100 % fiction, line {k}' for k in range(n)],
        "zone_id": "zone-1",
        "zone_verdict": random.choice(["inside", "edge", "outside", "mixed"], n),
        "zone_p_inside": random.random(n).round(3),
        "n_reports": 1,
    }
    for name in ("admin1", "admin2"):
        values = table[name].to_numpy(dtype=object)[where["place"]]
        cells[name] = _shared(values, where["incident"], n)
    cells["radius_m"] = _largest(table["radius_m"].to_numpy(float)[where["place"]], where, n)
    shapes: list[Any] = [None] * n
    for k, point in zip(where["incident"].tolist(), points, strict=True):
        shapes[k] = point if shapes[k] is None else shapely.MultiPoint([shapes[k], point])
    return _frame(schema.INCIDENTS, cells, np.array(shapes, dtype=object))


def _events(
    incidents: pd.DataFrame, where: dict[str, np.ndarray], table: pd.DataFrame
) -> pd.DataFrame:
    """Make of each report that is no total an event, which has its places, and name it there."""
    ids = incidents["incident_id"].str.replace("inc-", "evt-")
    incidents["event_id"] = ids.where(incidents["scope"] != "aggregate", None)
    named = pd.Series(table["place_id"].to_numpy()[where["place"]])
    listed = named.groupby(where["incident"]).agg(schema.JOINER.join).reindex(range(len(ids)))
    made = incidents.assign(
        place_ids=listed.where(listed.notna(), None).to_numpy(),
        n_sources=1,
        members=incidents["incident_id"],
    )[incidents["event_id"].notna()]
    cells = {name: made[name].to_numpy() for name in schema.EVENTS.names if name in made}
    return _frame(schema.EVENTS, cells, made.geometry.to_numpy())


def _shared(values: np.ndarray, incident: np.ndarray, n: int) -> list[Any]:
    """Give what all places of an incident share, else None."""
    found: list[Any] = [()] * n
    for k, value in zip(incident.tolist(), values, strict=True):
        found[k] = value if found[k] in ((), value) else None
    return [None if value == () or pd.isna(value) else value for value in found]


def _largest(values: np.ndarray, where: dict[str, np.ndarray], n: int) -> np.ndarray:
    largest = np.full(n, np.nan)
    np.fmax.at(largest, where["incident"], values)
    return largest


def _claims(ids: np.ndarray) -> pd.DataFrame:
    n = len(ids)
    fields = np.tile(np.array(["killed", "date", "actor"], dtype=object), n)
    cells = {
        "claim_id": [f"clm-{one[4:]}-{k}" for one in ids for k in range(3)],
        "incident_id": np.repeat(ids, 3),
        "field": fields,
        "wording": "so it was said",
        "attributed_to": "nobody",
    }
    return _frame(schema.CLAIMS, cells)


def _frame(
    table: schema.Table, cells: Mapping[str, Any], shapes: np.ndarray | None = None
) -> pd.DataFrame:
    """Make a typed frame of columns; `schema.frame` on rows is slow for a million."""
    n = max(len(values) for values in cells.values() if not isinstance(values, _SAME))
    columns = {}
    for column in table.columns:
        values = cells.get(column.name)
        if values is None or isinstance(values, _SAME):
            values = [values] * n
        listed = [None if pd.isna(value) else value for value in values]
        columns[column.name] = pd.array(listed, dtype=DTYPES[column.type])  # type: ignore[call-overload]
    made = pd.DataFrame(columns)
    return made if shapes is None else frames.geoframe(made, shapes)
