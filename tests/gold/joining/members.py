"""Finds the reports of a generated set in a store built of it, and says how many there are.

    python tests/gold/joining/members.py STORE DIR

A row of a table is the incident with its ``source_id``; a report in an article is the incident
of that file whose sentence lies within ``start`` and ``end``, of several the first. What has no
incident was lost before anything was joined.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2]))  # the tests' folder, where pytest looks too

import pyogrio
from gold.joining.generate import read_members

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Row = dict[str, str]

COLUMNS = ("incident_id", "source_id", "file", "char_start", "sentence", "event_type", "place_ids")


def members_found(
    incidents: Iterable[Mapping[str, object]], members: Iterable[Row]
) -> dict[str, str]:
    """Say of incidents which member of the set each is.

    Parameters
    ----------
    incidents
        Rows of the table ``incidents``, with the columns in `COLUMNS`.
    members
        Rows of ``members.csv``.

    Returns
    -------
    found
        Incident by member; members without one are left out.
    """
    by_record: dict[str, str] = {}
    by_file: dict[str, list[tuple[int, str]]] = {}
    for row in incidents:
        if row["source_id"]:
            by_record[str(row["source_id"])] = str(row["incident_id"])
        else:
            place = int(float(str(row["char_start"]))), str(row["incident_id"])
            by_file.setdefault(str(row["file"]), []).append(place)
    found = {}
    for one in members:
        if one["member"] in by_record:
            found[one["member"]] = by_record[one["member"]]
        elif one["start"]:
            start, end = int(one["start"]), int(one["end"])
            inside = sorted(p for p in by_file.get(one["file"], ()) if start <= p[0] < end)
            if inside:
                found[one["member"]] = inside[0][1]
    return found


def main() -> None:
    """Print how many members have an incident, and how many of these a place."""
    store, folder = Path(sys.argv[1]), Path(sys.argv[2])
    table = pyogrio.read_dataframe(store, layer="incidents", read_geometry=False)
    rows = table.astype(object).where(table.notna(), None).to_dict("records")
    members = read_members(folder)
    found = members_found(rows, members)
    is_placed = {row["incident_id"] for row in rows if row["place_ids"]}
    counts: Counter[str] = Counter()
    for one in members:
        kind = "articles" if one["start"] else "rows"
        counts[f"{kind}"] += 1
        counts[f"{kind} with an incident"] += one["member"] in found
        counts[f"{kind} with a place"] += found.get(one["member"], "") in is_placed
    for name, count in sorted(counts.items()):
        print(f"{name}: {count}")
    print(f"incidents of no member: {len(rows) - len(set(found.values()))}")


if __name__ == "__main__":
    main()
