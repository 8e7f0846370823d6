"""Write and question a large made-up store, beside geopandas and DuckDB on the same rows.

    python tests/bench/bench_store.py 100000        # write, then every query
    python tests/bench/bench_store.py 1000000 --keep /var/tmp/bench

Each query is a cold process of its own, timed five times; the least and the middle are
printed with the peak memory of the process. The incidents are placed at the region
pack's settlements, one in twenty at a governorate's whole area.
"""

# ruff: noqa: PLC0415 - the process that starts others must stay small: what it holds

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))


# when it forks counts into their peak memory

BATCH = 20_000
RUNS = 5
QUESTIONS: dict[str, list[str]] = {
    "region + dates + type, first row": [
        *("--region", "Idlib", "--from", "2019-05", "--to", "2019-06"),
        *("--type", "airstrike", "--nl", "--limit", "1"),
    ],
    "region + dates + type, count": [
        *("--region", "Idlib", "--from", "2019-05", "--to", "2019-06"),
        *("--type", "airstrike", "--count"),
    ],
    "natural region + dates + type, count": [
        *("--region", "Jabal al-Zawiya", "--from", "2019-05", "--to", "2019-06"),
        *("--type", "airstrike", "--count"),
    ],
    "governorate alone, count": ["--region", "Idlib", "--count"],
    "natural region alone, count": ["--region", "Jabal al-Zawiya", "--count"],
    "pivot by month and type": ["--by", "month,type", "--csv"],
    "everything, count": ["--count"],
}
GEOPANDAS = """
import sys, geopandas
frame = geopandas.read_file(sys.argv[1], layer="incidents", engine="pyogrio")
frame = frame[(frame.admin1 == "Idlib") & (frame.event_type == "airstrike")
              & (frame.scope == "event")
              & (frame.date_start <= "2019-06-30") & (frame.date_end >= "2019-05-01")]
print(len(frame))
"""
DUCKDB = """
import sys, duckdb
print(duckdb.sql("SELECT count(*) FROM '" + sys.argv[1] + "' WHERE admin1 = 'Idlib'"
      " AND event_type = 'airstrike' AND scope = 'event'"
      " AND date_start <= '2019-06-30' AND date_end >= '2019-05-01'").fetchall()[0][0])
"""


def places() -> list[dict[str, Any]]:
    """Give the pack's settlements, and its governorates as wide places."""
    from mapper.gazetteer.load import load_gazetteer

    pack = load_gazetteer()
    made = []
    for place in pack.places.values():
        wide = place.kind == "governorate" and place.admin1 in {"Idlib", "Hama", "Aleppo"}
        if place.lat is None or not (wide or (place.is_settlement and place.place_id[:3] == "pl-")):
            continue
        made.append(
            {
                **{name: getattr(place, name) for name in ("place_id", "name", "name_ar", "kind")},
                **{name: getattr(place, name) for name in ("admin1", "admin2", "lat", "lon")},
                "radius_m": place.radius_m,
            }
        )
    return made


def write(path: Path, n: int) -> float:
    """Write a store of `n` incidents; give the seconds that the writer took."""
    import fabricated

    from mapper.base import frames, schema
    from mapper.gazetteer.load import load_gazetteer
    from mapper.gazetteer.tables import region_rows
    from mapper.store.writer import StoreWriter

    at = places()
    spent = 0.0
    writer = StoreWriter(path)
    with writer:
        writer.append("regions", frames.frame(schema.REGIONS, region_rows(load_gazetteer())))
        for first in range(0, n, BATCH):
            batch = fabricated.tables(min(BATCH, n - first), at=at, first=first)
            start = time.perf_counter()
            for name, frame in batch.items():
                writer.append(name, frame)
            spent += time.perf_counter() - start
        start = time.perf_counter()
        writer.finish()
    return spent + time.perf_counter() - start


def timed(command: list[str]) -> tuple[list[float], float, float, str]:
    """Run a command as a cold process; give seconds, processor seconds, MB, output."""
    seconds, processor, megabytes, said = [], 0.0, 0.0, ""
    for _ in range(RUNS):
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        assert child.stdout is not None
        said = child.stdout.read().decode()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds.append(time.perf_counter() - start)
        megabytes = max(megabytes, usage.ru_maxrss / 1024)
        processor = usage.ru_utime + usage.ru_stime
        assert child.returncode == 0, command
    return seconds, processor, megabytes, said


def report(name: str, command: list[str]) -> None:
    """Print one line of figures."""
    seconds, processor, megabytes, said = timed(command)
    last = said.splitlines()[-1][:30] if said else "-"
    figures = f"{min(seconds):7.2f} s {statistics.median(seconds):7.2f} s {processor:7.2f} s"
    print(f"{name:38} {figures} {megabytes:6.0f} MB   {last}", flush=True)


def _write(store: Path, n: int) -> None:
    """Write the store and say how long it took."""
    spent = write(store, n)
    print(f"wrote {n} incidents in {spent:.1f} s, {store.stat().st_size / 2**20:.0f} MB")


def _parquet(store: Path, _n: int) -> None:
    """Write the incidents as GeoParquet for DuckDB."""
    from mapper.base import schema
    from mapper.export.geoparquet import write_geoparquet
    from mapper.store.reader import read_table

    write_geoparquet(
        store.with_suffix(".parquet"), schema.INCIDENTS, read_table(store, "incidents")
    )


def _in_a_process_of_its_own(step: str, n: int, folder: Path, made: Path) -> None:
    """Run a step of this script as a process, unless what it makes is there."""
    if not made.exists():
        command = [sys.executable, __file__, str(n), "--keep", str(folder), "--only", step]
        subprocess.run(command, check=True)


def main() -> None:
    """Write the store if it is not there, and print every figure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("n", type=int)
    parser.add_argument("--keep", type=Path, help="folder to keep the store in")
    parser.add_argument("--only", help="one step alone, as this script calls itself")
    given = parser.parse_args()
    folder = given.keep or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    store = folder / f"bench-{given.n}.gpkg"
    if given.only:
        {"write": _write, "parquet": _parquet}[given.only](store, given.n)
        return
    _in_a_process_of_its_own("write", given.n, folder, store)
    print(f"{'question':38} {'least':>9} {'middle':>9} {'processor':>9} {'peak':>9}   answer")
    mapper = [sys.executable, "-m", "mapper.cli.main", "query", str(store)]
    for name, words in QUESTIONS.items():
        report(name, [*mapper, *words])
    report("geopandas: read, filter, count", [sys.executable, "-c", GEOPANDAS, str(store)])
    if find_spec("duckdb") is not None:
        parquet = store.with_suffix(".parquet")
        _in_a_process_of_its_own("parquet", given.n, folder, parquet)
        report("DuckDB on GeoParquet: count", [sys.executable, "-c", DUCKDB, str(parquet)])


if __name__ == "__main__":
    main()
