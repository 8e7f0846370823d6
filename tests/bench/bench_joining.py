"""Times joining: reprints, many reports against many records, and growth with the number of rows.

    python tests/bench/bench_joining.py [--rows 1000 10000 100000] [--memory] [--splink]

Rows are drawn with a fixed seed: strikes at settlements of the shipped pack, as many to a
settlement and month in every size (a larger set is of a longer war, not of a denser one), each
told once or more, with shifted days and other tolls. Each set is joined in a process of its own,
after a first small one, so that what is read once counts for none.

It prints seconds of processor and by the clock, microseconds of processor by row, and the peak
of the process with all that it holds; with ``--memory`` instead the most that joining itself
holds at a time, by row, as Python counts its allocations (which makes it slow).

``--splink`` links the same rows with splink beside it (`pip install "splink>=5"`; no dependency of
ours), by place and day with the levels that it estimates itself; its engine uses all processors,
so its seconds by the clock are fewer than those of processor.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import time
import tracemalloc
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import numpy as np

from mapper import load_gazetteer
from mapper.joining import join

if TYPE_CHECKING:
    from collections.abc import Callable

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
    days = max(1, (n + articles) // A_DAY)
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


def timed(name: str, incidents: list[Row], locations: list[Row]) -> None:
    """Join and print what it took, joining alone."""
    language = load_gazetteer().language()
    join(*drawn(50, settlements()), language)
    clock, start = time.perf_counter(), time.process_time()
    found = join(incidents, locations, language)
    took, waited = time.process_time() - start, time.perf_counter() - clock
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{name:32} {len(incidents):8} rows {len(found.events):8} events {took:7.1f} s"
        f" ({waited:.1f} by the clock) {1e6 * took / len(incidents):7.0f} us/row"
        f"  peak {peak:.0f} MiB",
        flush=True,
    )


def held(name: str, incidents: list[Row], locations: list[Row]) -> None:
    """Join and print the most that joining holds at a time, beside its input."""
    language = load_gazetteer().language()
    join(*drawn(50, settlements()), language)
    tracemalloc.start()
    join(incidents, locations, language)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    n = len(incidents)
    print(
        f"{name:32} {n:8} rows {most / 2**20:8.1f} MiB {most / 1024 / n:7.2f} KiB/row", flush=True
    )


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


def near_copies(n: int, places: list[Row]) -> tuple[list[Row], list[Row]]:
    """Give one strike, told many times in one sentence that each teller edits."""
    (told,), (at,) = (part[:1] for part in drawn(1, places))
    rows = [
        {**told, "incident_id": f"inc-{k:05}", "article_id": f"art-{k}", "file": f"{k}.txt"}
        | {"sentence": f"{WORDS}, resident {k} told us", "publisher": f"p{k}"}
        for k in range(n)
    ]
    return rows, [{**at, "incident_id": row["incident_id"]} for row in rows]


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
    clock, start = time.perf_counter(), time.process_time()
    linker = Linker(DuckDBAPI().register(frame), settings)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    pairs = linker.inference.predict(threshold_match_probability=0.5)
    linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, 0.5)
    took, waited = time.process_time() - start, time.perf_counter() - clock
    print(f"{'splink':32} {len(frame):8} rows {'':15} {took:7.1f} s ({waited:.1f} by the clock)")


def run(what: str, n: int, more: int, measured: Callable[..., None]) -> None:
    """Make one set and measure it."""
    np.seterr(all="raise", under="ignore")
    places = settlements()
    if what == "reprints":
        measured(f"{n} reprints of one text", *reprints(n, places))
    elif what == "near copies":
        measured(f"{n} near copies of a sentence", *near_copies(n, places))
    elif what == "splink":
        splink_beside(*drawn(n, places))
    else:
        measured(f"{n} records, {more} reports", *drawn(n, places, articles=more))


def main() -> None:
    """Time it."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", nargs="+", type=int, default=[1000, 10_000, 100_000])
    options.add_argument("--memory", action="store_true")
    options.add_argument("--splink", action="store_true")
    asked = options.parse_args()
    sets = [("reprints", 1000, 0), ("near copies", 600, 0)]
    sets += [("records", n, 0) for n in asked.rows]
    sets += [("splink", n, 0) for n in asked.rows if asked.splink]
    for one in (*sets, ("records", 100_000, 10_000)):
        measured = held if asked.memory else timed
        alone = multiprocessing.get_context("spawn").Process(target=run, args=(*one, measured))
        alone.start()
        alone.join()


if __name__ == "__main__":
    main()
