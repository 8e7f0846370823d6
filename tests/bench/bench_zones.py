"""Time a million places against every zone, beside geopandas' bare within and distance.

Run: ``python tests/bench/bench_zones.py [COUNT]``. One process; limit the threads of numeric
libraries to one to compare machines. Points are spread evenly over the study box with
radii as gazetteers give them; days spread over 2018 to 2020.
"""

from __future__ import annotations

import resource
import sys
import time
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd

from mapper.zones.verdicts import judge, relations
from mapper.zones.zone import Zones, load_zones

PACK = Path(__file__).resolve().parents[2] / "gazetteer" / "zones.geojson"
BOX = (35.7, 34.8, 37.6, 36.6)
RADII = (0.0, 500.0, 1000.0, 2000.0, 4000.0, 12_000.0)


def made_up(count: int) -> pd.DataFrame:
    """Make locations from a fixed seed."""
    rng = np.random.default_rng(2019)
    west, south, east, north = BOX
    days = pd.date_range("2018-01-01", "2020-12-31").strftime("%Y-%m-%d").to_numpy(dtype=object)
    day = days[rng.integers(0, len(days), count)]
    return pd.DataFrame(
        {
            "incident_id": [f"inc-{n:07d}" for n in range(count)],
            "seq": 1,
            "lon": rng.uniform(west, east, count),
            "lat": rng.uniform(south, north, count),
            "radius_m": rng.choice(RADII, count),
            "date_start": day,
            "date_end": day,
        }
    )


def plainly(locations: pd.DataFrame, zones: Zones) -> None:
    """Do what geopandas offers: within by spatial join, and distance; no probability."""
    crs = zones.judged[0].plan.crs
    points = gpd.GeoDataFrame(
        geometry=gpd.points_from_xy(locations["lon"], locations["lat"]), crs=4326
    ).to_crs(crs)
    areas = gpd.GeoDataFrame(geometry=[zone.nominal for zone in zones.judged], crs=crs)
    points.sjoin(areas, predicate="within")
    for area in areas.geometry:
        points.distance(area)


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(count: int) -> None:
    """Print seconds and peak memory."""
    zones = load_zones(PACK)
    locations = made_up(count)
    before = peak_mb()
    start, cpu = time.perf_counter(), time.process_time()
    related = relations(locations, zones)
    between = time.perf_counter()
    verdicts = judge(locations, related, zones)
    end, cpu = time.perf_counter(), time.process_time() - cpu
    counts = verdicts["zone_verdict"].value_counts().to_dict()
    print(f"{count} places, {len(zones.judged)} zones: {end - start:.1f} s ({cpu:.1f} s of CPU)")
    print(f"  relations (distance, P, verdict by zone): {between - start:.1f} s")
    print(f"  verdicts and side held: {end - between:.1f} s")
    print(f"  peak memory: {peak_mb():.0f} MB, of it {before:.0f} MB before judging")
    print(f"  verdicts: {counts}")
    del related, verdicts
    start, cpu = time.perf_counter(), time.process_time()
    plainly(locations, zones)
    end, cpu = time.perf_counter(), time.process_time() - cpu
    print(f"geopandas sjoin (within) and distance alone: {end - start:.1f} s ({cpu:.1f} s)")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
