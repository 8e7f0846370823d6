"""Makes the generated set for joining: reports of true events, and which report is of which.

    python tests/gold/joining/generate.py tuning|aside DIR
    python tests/gold/joining/generate.py tuning DIR --seed WORD
    python tests/gold/joining/generate.py size DIR --size ROWS [--reports ROWS]

DIR gets `in/`, which `mapper build` reads (tables of three coders, articles with their manifest),
`members.csv` (which report is of which event, and whether it says enough) and `events.csv` (what
happened). ``size`` makes tables alone, of any length, from the shipped pack; with ``--reports``
so many rows more in `reports/`, to be joined to those in `in/`. ``--seed`` makes a further set of
the tuning part's templates: other events, told otherwise.

    python tests/gold/joining/generate.py pool

writes the frozen settlements and shipped records anew, which makes other sets: not to be done.
"""

from __future__ import annotations

import argparse
import csv
import sys
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # the tests' folder, where pytest looks too

from gold.joining import pool as pools
from gold.joining.outlets import Newsroom
from gold.joining.tables import TABLES
from gold.joining.world import Event, World, shipped

Row = dict[str, str]

MEMBERS = ("member", "event", "told", "how", "file", "start", "end")
MANIFEST = ("file", "publisher", "title", "published", "url", "language", "note")
ROWS_PER_EVENT = 2.4
"""Rows that an event has at least, on average, where there are no articles."""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the set: its seed, its templates, its events, and which shipped ones it has."""

    name: str
    seed: str
    templates: str
    n_events: int
    thirds: frozenset[int]


PARTS = {
    "tuning": Part("tuning", "joined-1", "templates.csv", 400, frozenset({0, 1})),
    "aside": Part("aside", "apart-2", "aside_templates.csv", 200, frozenset({2})),
}


SEEDS = {part.seed for part in PARTS.values()}


def make(part: Part, folder: Path) -> None:
    """Write one part of the set."""
    pool = pools.frozen()
    ours = [one for one in shipped(pool) if pools.hashed(one.event_id) % 3 in part.thirds]
    events = World(pool, part.seed, part.n_events).draw(ours)
    room = Newsroom(pool, part.seed, part.templates, events)
    room.report()
    _write(folder, room, events)
    for name, text in room.texts():
        (folder / "in" / name).write_text(text, encoding="utf-8", newline="\n")
    pools.write(folder / "in" / "manifest.csv", room.manifest(), MANIFEST)


def make_large(folder: Path, size: int, reports: int) -> None:
    """Write tables of a number of rows, and others to be joined to them."""
    pool = pools.of_pack(pools.REPO / "gazetteer")
    needed = size + reports
    events = World(pool, "size", round(needed / ROWS_PER_EVENT)).draw([])
    room = Newsroom(pool, "size", "templates.csv", events, is_tables_only=True)
    room.report()
    if len(room.rows) < needed:
        raise SystemExit(f"only {len(room.rows)} rows were made")
    room.keep(needed)
    _write(folder, room, events, n_apart=reports)


def _write(folder: Path, room: Newsroom, events: list[Event], n_apart: int = 0) -> None:
    """Write tables and truth; the last rows of all, in the order of their ids, stand apart."""
    for name, columns in TABLES.items():
        rows = room.table(name)
        n_here = round(n_apart * len(rows) / max(1, len(room.rows)))
        pools.write(folder / "in" / f"{name}.csv", rows[: len(rows) - n_here], columns)
        if n_here:
            pools.write(folder / "reports" / f"{name}.csv", rows[len(rows) - n_here :], columns)
    pools.write(folder / "members.csv", room.members(), MEMBERS)
    pools.write(folder / "events.csv", [_event(one) for one in events])


def _event(one: Event) -> Row:
    return {
        "event": one.event_id,
        "place_ids": "|".join(place.place_id for place in one.places),
        "lat": str(one.places[0].lat),
        "lon": str(one.places[0].lon),
        "day": one.day.isoformat(),
        "is_night": "yes" if one.is_night else "no",
        "hour": one.hour,
        "event_type": one.kind,
        "actor": one.actor,
        "killed": str(one.killed),
        "injured": str(one.injured),
        "targets": "; ".join(one.targets),
        "like": one.like,
        "of": one.of,
    }


def read_members(folder: Path) -> list[Row]:
    """Read the truth of a set that was made."""
    with (folder / "members.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def main() -> None:
    """Make what is asked for."""
    asked = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    asked.add_argument("what", choices=[*PARTS, "size", "pool"])
    asked.add_argument("folder", type=Path, nargs="?", metavar="DIR")
    asked.add_argument("--size", type=int, default=1000, metavar="ROWS")
    asked.add_argument("--reports", type=int, default=0, metavar="ROWS")
    asked.add_argument("--seed", metavar="WORD")
    told = asked.parse_args()
    if told.seed is not None and (told.what != "tuning" or told.seed in SEEDS):
        asked.error("--seed makes a further set of the tuning part: a word that is no part's seed")
    if told.what == "pool":
        pools.freeze(pools.REPO / "gazetteer", pools.REPO / "seeds" / "incident_records.csv")
    elif told.folder is None or told.size < 1 or told.reports < 0:
        asked.error("name the folder to write, and numbers from 1")
    elif told.what == "size":
        make_large(told.folder, told.size, told.reports)
    else:
        part = PARTS[told.what]
        make(replace(part, seed=told.seed) if told.seed else part, told.folder)


if __name__ == "__main__":
    main()
