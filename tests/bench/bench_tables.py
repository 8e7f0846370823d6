"""Measure the reader of tables: time and peak memory, in rows and in columns.

Run by hand, from the root of a checkout::

    python tests/bench/bench_tables.py [ROWS COLUMNS]

Without arguments four tables are read, each in a process of its own, and the growth is told: ten
times the rows, or ten times the columns, should take about ten times as long and no more.
The table of 100,000 rows is to be parsed and checked in 20 s. Nothing is kept.
"""

import csv
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from mapper.sources import read_records

COLUMNS = (
    *("record_id", "place", "date", "event_type", "actor"),
    *("killed_min", "killed_max", "killed_open", "note", "source_url"),
)
"""The ten columns of the narrow table; a wide one has columns of its coder's own beside them."""
CASES = ((10_000, 10), (100_000, 10), (10_000, 100), (100_000, 100))
PLACES = ("Kafr Nabl", "Saraqib", "Maarat al-Numan", "Ariha", "Jisr al-Shughur", "Khan Shaykhun")
TYPES = ("airstrike", "shelling", "barrel_bomb", "rocket_missile")
LIMIT = 20.0
"""Seconds for 100,000 rows of ten columns."""


def write_table(path: Path, rows: int, columns: int) -> None:
    """Write a table of invented records, the same each time."""
    dice = random.Random(rows)  # noqa: S311 - a fixed seed, so that two runs draw the same
    own = [f"own_{number}" for number in range(columns - len(COLUMNS))]
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow([*COLUMNS, *own])
        for number in range(rows):
            least = dice.randint(0, 12)
            record = (
                f"rec-{number:06}",
                dice.choice(PLACES),
                date(2019, 1, 1) + timedelta(days=dice.randint(0, 700)),
                dice.choice(TYPES),
                dice.choice(("Russia", "Syrian government", "")),
                least,
                least + dice.randint(0, 3),
                dice.choice(("true", "false")),
                f'Report {number}: "two strikes", a school, a market; rescuers came.',
                f"https://example.org/reports/{number}",
            )
            table.writerow([*record, *(f"{name} {number % 97}" for name in own)])


def peak_mb() -> float:
    """Give the most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(rows: int, columns: int) -> tuple[float, float]:
    """Write a table and read it; give seconds, and megabytes above those of the empty reader."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "table.csv")
        write_table(path.with_name("small.csv"), 10, columns)
        write_table(path, rows, columns)
        read_records(path.with_name("small.csv"))
        before, start = peak_mb(), time.perf_counter()
        table = read_records(path)
        seconds = time.perf_counter() - start
    if len(table.records) != rows or table.rejects:
        raise SystemExit(f"{len(table.records)} of {rows} records, {len(table.rejects)} refused")
    return seconds, peak_mb() - before


def measure_apart(rows: int, columns: int) -> tuple[float, float]:
    """Measure in a process of its own, so that each peak is its own."""
    command = [sys.executable, __file__, str(rows), str(columns)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(told[0]), float(told[1])


def main() -> None:
    """Measure one table, or all and their growth."""
    if len(sys.argv) > 1:
        print(*measure(int(sys.argv[1]), int(sys.argv[2])))
        return
    found = {}
    print(f"{'rows':>8} {'columns':>8} {'seconds':>8} {'MB':>8} {'us/cell':>8}")
    for rows, columns in CASES:
        seconds, memory = found[rows, columns] = measure_apart(rows, columns)
        each = seconds * 1e6 / rows / columns
        print(f"{rows:>8} {columns:>8} {seconds:>8.2f} {memory:>8.0f} {each:>8.2f}", flush=True)
    for columns in (10, 100):
        growth = found[100_000, columns][0] / found[10_000, columns][0]
        print(f"ten times the rows, {columns} columns: {growth:.1f} times as long")
    for rows in (10_000, 100_000):
        growth = found[rows, 100][0] / found[rows, 10][0]
        print(f"ten times the columns, {rows} rows: {growth:.1f} times as long")
    seconds = found[100_000, 10][0]
    print(f"100,000 rows: {seconds:.1f} s of {LIMIT:.0f}")


if __name__ == "__main__":
    main()
