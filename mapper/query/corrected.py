"""What people put right or left out, as a store keeps it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from mapper.base.schema import CORRECTIONS, INCIDENTS, UNCORRECTED
from mapper.query.event import headline, quoted, stored

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

Row = dict[str, Any]


def left_out(connection: sqlite3.Connection, key: str) -> Row | None:
    """Give a report that a person left out, as the rules had made it.

    Returns
    -------
    report
        Its row of ``incidents`` with the decision that left it out as ``left_out``; None where
        the store has no such report, or is of a version that kept none.
    """
    there = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
    if not connection.execute(there, (UNCORRECTED.name,)).fetchone()[0]:
        return None
    kept = stored(connection, UNCORRECTED.name, "incident_id", key)
    told = [json.loads(one["cells"]) for one in kept if one["table_name"] == INCIDENTS.name]
    rows = [dict.fromkeys(INCIDENTS.names) | cells for cells in told]
    if not rows:
        return None
    decided = connection.execute(
        f"SELECT * FROM {CORRECTIONS.name} WHERE action IN ('drop', 'withhold')"  # noqa: S608 - the name is ours
        " AND status = 'applied' AND instr(incident_ids, ?) ORDER BY rowid",
        (key,),
    ).fetchall()
    rows[0].pop("geometry", None)
    return {
        **rows[0],
        "left_out": [{name: row[name] for name in CORRECTIONS.names} for row in decided],
    }


def left_out_lines(chain: Row) -> Iterator[str]:
    """Word for people what `left_out` gave."""
    yield headline(chain, chain["incident_id"])
    for row in chain["left_out"]:
        yield f"  left out ({row['action']}) by {row['by'] or 'somebody unnamed'}: {row['why']}"
    if chain["sentence"]:
        yield f"  {quoted(chain)}"


def corrected_lines(row: Mapping[str, Any]) -> Iterator[str]:
    """Word what people put right of an event or a report."""
    if row.get("corrected"):
        yield f"  put right: {row['corrected']}"
