"""Times corrections: a table of records built plainly, and with decisions on its rows.

    python tests/bench/bench_corrections.py [--rows 20000] [--decisions 10000] [--tries 3]

Each build is whole, but for map and GeoJSON. Decisions are drawn with a fixed
seed over every action and every way to name a report: ids, quoted words, a row's own id. It prints
seconds of processor of both builds, the least of the tries taken in turn, and of applying alone.
"""

from __future__ import annotations

import argparse
import csv
import random
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

from mapper.base import frames
from mapper.corrections import COLUMNS
from mapper.gazetteer import load_gazetteer
from mapper.pipeline import build
from mapper.pipeline.gathered import Gathered
from mapper.store import read_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mapper.corrections import Told

Row = dict[str, object]

ACTIONS = ("place", "date", "type", "actor", "toll", "scope", "drop", "confirm", "join", "split")


def write_records(path: Path, n: int) -> list[str]:
    """Write records at settlements of the shipped pack; give the settlements' names."""
    pack = load_gazetteer()
    names = sorted({p.name for p in pack.places.values() if p.kind == "village"})[:800]
    dice = random.Random(n)  # noqa: S311 - no secret
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("record_id", "place", "date", "event_type", "killed", "note"))
        for number in range(n):
            day = (
                f"20{dice.randrange(12, 25)}-{dice.randrange(1, 13):02}-{dice.randrange(1, 29):02}"
            )
            words = (
                f"strike {number} on a house in the village, by the rescuers of group {number % 97}"
            )
            writer.writerow(
                (f"r{number}", dice.choice(names), day, "airstrike", dice.randrange(9), words)
            )
    return names


def decisions(rows: list[Row], places: list[str], n: int) -> Iterator[tuple[object, ...]]:
    """Draw decisions on reports."""
    dice = random.Random(n)  # noqa: S311 - no secret
    values: dict[str, Callable[[], object]] = {
        "place": lambda: dice.choice(
            (f"35.{dice.randrange(1000, 9999)}, 36.5", dice.choice(places))
        ),
        "date": lambda: f"2019-0{dice.randrange(1, 10)}-11",
        "type": lambda: "shelling",
        "actor": lambda: "Russia",
        "toll": lambda: f"killed {dice.randrange(20)}; injured 3+",
        "scope": lambda: "background",
        "join": lambda: dice.choice(rows)["incident_id"],
        "split": lambda: dice.choice(rows)["incident_id"],
    }
    for number in range(n):
        row, action = dice.choice(rows), ACTIONS[number % len(ACTIONS)]
        quoted = f'table.csv: "{row["sentence"]}"'
        target = dice.choice((row["incident_id"], quoted, f'table.csv: "{row["source_id"]}"'))
        value = values.get(action, str)()
        yield target, action, value, "for the bench", "bench", "2026-11-30"


def timed(folder: Path, out: Path) -> tuple[float, float]:
    """Build and give seconds of processor: of all, and of applying decisions alone."""
    step = 0.0
    plainly = Gathered.correct

    def watched(*given: Any) -> Told:  # noqa: ANN401 - passed on as they are
        nonlocal step
        started = time.process_time()
        told = plainly(*given)
        step = time.process_time() - started
        return told

    started = time.process_time()
    with mock.patch.object(Gathered, "correct", watched):
        build([folder], out)
    return time.process_time() - started, step


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--decisions", type=int, default=10_000)
    parser.add_argument("--tries", type=int, default=3)
    asked = parser.parse_args()
    views = mock.patch("mapper.pipeline.steps._write_views")
    with tempfile.TemporaryDirectory() as made, views:
        plain, decided = Path(made, "plain"), Path(made, "decided")
        for folder in (plain, decided):
            folder.mkdir()
            places = write_records(folder / "table.csv", asked.rows)
        build([plain], Path(made, "out-plain"))
        rows = frames.rows_of(read_table(Path(made, "out-plain", "store.gpkg"), "incidents"))
        with (decided / "corrections.csv").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerows([COLUMNS, *decisions(rows, places, asked.decisions)])
        seconds: dict[str, list[tuple[float, float]]] = {"plain": [], "decided": []}
        for _ in range(asked.tries):
            for name, folder in (("plain", plain), ("decided", decided)):
                seconds[name].append(timed(folder, Path(made, f"out-{name}")))
    least = {name: min(tries) for name, tries in seconds.items()}
    print(f"{asked.rows} records, {asked.decisions} decisions, processor seconds")
    whole, step = least["decided"]
    print(
        f"plain {least['plain'][0]:.2f}, with decisions {whole:.2f} (some leave rows out)", end="; "
    )
    print(f"applying them alone {step:.2f}")


if __name__ == "__main__":
    main()
