"""Times joining: reprints, many reports against many records, and growth with the number of rows.

    python tests/bench/bench_joining.py [--rows 1000 10000 100000] [--splink]

Rows are drawn with a fixed seed: strikes at settlements of the shipped pack, as many to a
settlement and month in every size (a larger set is of a longer war, not of a denser one), each
told once or more, with shifted days and other tolls. ``--splink`` links the same rows with
splink beside it (`pip install "splink>=5"`; no dependency of ours), by place and day with the
levels that it estimates itself.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from datetime import date, timedelta
from typing import Any

import numpy as np

from mapper import load_gazetteer
from mapper.joining import join

Row = dict[str, Any]

FIRST = date(2012, 1, 1)
A_DAY = 200
"""Reports to a day in every size: a front that is told in full."""
KINDS = ("airstrike", "airstrike", "shelling", "rocket_missile", "barrel_bomb", "other")
ACTORS = ("Russia", "Syrian government", None, "Russia or Syrian government")
WORDS = "the town was struck again at dawn and rescuers pulled people from the rubble of a house"


def settlements() -> list[Row]:
    """Give the pack's settlements as places of incidents."""
    pack = load_gazetteer()
    listed = [p for _, p in sorted(pack.places.items()) if p.lat is not None and p.kind in _KINDS]
    columns = ("place_id", "name", "lat", "lon", "radius_m", "admin1", "admin2", "admin3", "pcode")
    return [{name: getattr(one, name) for name in columns} for one in listed]


_KINDS = {"village", "town", "city"}


def drawn(n: int, places: list[Row], *, articles: int = 0) -> tuple[list[Row], list[Row]]:
    """Draw records, and reports of articles beside them: rows and their places."""
    dice = random.Random(n)  # noqa: S311 - no secret
    incidents: list[Row] = []
    locations: list[Row] = []
    days = max(30, (n + articles) // A_DAY)
    while len(incidents) < n + articles:
        place, day = dice.choice(places), dice.randrange(days)
        killed, kind, actor = (
            dice.choice((0, 0, 1, 2, 3, 7)),
            dice.choice(KINDS),
            dice.choice(ACTORS),
        )
        for _ in range(dice.choice((1, 1, 1, 2, 3))):
            number = len(incidents)
            when = (FIRST + timedelta(days=day + dice.choice((0, 0, 0, 0, 1)))).isoformat()
            toll = max(0, killed + dice.choice((0, 0, 0, 1)))
            of = f"art-{number:07}" if number >= n else None
            incidents.append(
                {
                    "incident_id": f"inc-{number:07}",
                    "scope": "event",
                    "event_type": kind,
                    "date_start": when,
                    "date_end": when,
                    "date_basis": "on",
                    "date_precision": "day",
                    "actor": actor,
                    "actor_status": "asserted",
                    "killed_min": toll,
                    "killed_max": toll,
                    "killed_open": False,
                    "article_id": of,
                    "file": f"{number}.txt" if of else f"t{number % 4}.csv",
                    "sentence": f"{WORDS} in {place['name']} {number}",
                    "publisher": None,
                }
            )
            grade = {"seq": 1, "geo_precision": 1, "area": None}
            locations.append({"incident_id": f"inc-{number:07}", **grade, **place})
    return incidents[: n + articles], locations[: n + articles]


def timed(name: str, incidents: list[Row], locations: list[Row]) -> float:
    """Join and print what it took: seconds of one processor, as others may be at work."""
    start = time.process_time()
    found = join(incidents, locations, load_gazetteer().language())
    took = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:34} {len(incidents):8} rows {len(found.events):8} events {took:7.1f} s"
        f" {1e6 * took / len(incidents):8.0f} us/row  peak {peak:6.0f} MiB"
    )
    return took


def reprints(n: int, places: list[Row]) -> tuple[list[Row], list[Row]]:
    """Give one text of two strikes, printed many times."""
    told, at = drawn(2, places)
    rows = [
        {**row, "incident_id": f"{row['incident_id']}-{k}", "article_id": f"art-{k}"}
        | {"sentence": f"{WORDS} in {row['incident_id']}", "file": f"{k}.txt", "publisher": f"p{k}"}
        for k in range(n)
        for row in told
    ]
    of = {row["incident_id"]: row for row in at}
    spots = [{**of[row["incident_id"][:11]], "incident_id": row["incident_id"]} for row in rows]
    return rows, spots


def splink_beside(incidents: list[Row], locations: list[Row]) -> None:
    """Link the same rows with splink, which knows neither rules nor chance of a place."""
    import pandas as pd  # noqa: PLC0415 - only here
    import splink.comparison_library as levels  # noqa: PLC0415 - as above
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415 - as above

    frame = pd.DataFrame(incidents)[["incident_id", "date_start", "event_type", "killed_min"]]
    frame["place_id"] = [one["place_id"] for one in locations]
    frame = frame.rename(columns={"incident_id": "unique_id"})
    names = ("date_start", "event_type", "killed_min", "place_id")
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[levels.ExactMatch(name) for name in names],
        blocking_rules_to_generate_predictions=[block_on("place_id", "date_start")],
    )
    start = time.perf_counter()
    linker = Linker(DuckDBAPI().register(frame), settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, 0.5)
    print(f"{'splink':34} {len(frame):8} rows {'':15} {time.perf_counter() - start:7.1f} s")


def main() -> None:
    """Time it."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", nargs="+", type=int, default=[1000, 10_000, 100_000])
    options.add_argument("--splink", action="store_true")
    asked = options.parse_args()
    np.seterr(all="raise", under="ignore")
    places = settlements()
    timed("1,000 reprints of one text", *reprints(1000, places))
    for n in asked.rows:
        incidents, locations = drawn(n, places)
        timed(f"records: {n}", incidents, locations)
        if asked.splink:
            splink_beside(incidents, locations)
    timed("10,000 reports, 100,000 records", *drawn(100_000, places, articles=10_000))


if __name__ == "__main__":
    main()
