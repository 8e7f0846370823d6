"""What a question is about: events, or the reports of them. Both are rows that have places.

The places of a report are its rows of ``locations``. Those of an event are such rows of its
reports as the event itself stands by: each of its `place_ids`, as finely as it says.
"""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mapper.base import schema
from mapper.base.schema import JOINER, SURE, SURELY_NOT

if TYPE_CHECKING:
    import sqlite3

_ANY_DAY = ("0001-01-01", "9999-12-31")


@dataclass(frozen=True, slots=True)
class Rows:
    """One kind of rows to ask for; in SQL they are always ``i``.

    Attributes
    ----------
    name
        ``events`` or ``reports``, as people call them.
    table
        Table they are rows of.
    to_reports
        Join from ``i`` to the incidents that tell of it, or nothing where it is one.
    from_reports
        Join from an incident's id, to be filled in, to ``i``.
    report
        The row of an incident that tells of ``i``: itself where it is one.
    """

    name: str
    table: schema.Table
    to_reports: str
    from_reports: str
    report: str

    @property
    def key(self) -> str:
        """Column that holds the id of a row."""
        return self.table.key[0]

    @property
    def source(self) -> str:
        """What stands after FROM."""
        return f"{self.table.name} AS i"

    def fits(self, place: str) -> str:
        """Tell in SQL whether a row of ``locations`` or ``uncertainty`` is a place of ``i``.

        Of several reports of one event many name it by a wider place than the event's own:
        such rows are not taken, nor is a wider reading of the same place.
        """
        if self is REPORTS:
            return "1"
        place_id, radius = f"{place}.place_id", f"{place}.radius_m"
        listed, one = (f"'{JOINER}' || {text} || '{JOINER}'" for text in ("i.place_ids", place_id))
        return (
            f"({place_id} IS NULL OR instr({listed}, {one}) > 0)"
            f" AND ({radius} IS NULL OR {radius} <= coalesce(i.radius_m, {radius}))"
        )

    def relations(self) -> str:
        """Write the relations of every place of ``i`` to every zone, each by its own days.

        Returns
        -------
        query
            Columns ``row`` (the id of ``i``), ``place`` (of a report the number of the
            location, of an event its ``place_id``), ``zone_id, in_force, p_inside, verdict``.
            A report's stand in the table ``zone_relations``; an event is in a zone in force
            by the event's days, not by those of each of its reports.
        """
        if self is REPORTS:
            return (
                "SELECT z.incident_id AS row, z.seq AS place, z.zone_id, z.in_force, z.p_inside,"
                " z.verdict FROM zone_relations AS z"
            )
        since, until = _ANY_DAY
        held = (
            f"i.date_end >= coalesce(d.since, '{since}')"
            f" AND i.date_start <= coalesce(d.until, '{until}')"
        )
        is_as_told = "(m.date_start, m.date_end) IS (i.date_start, i.date_end)"
        return (
            "SELECT row, place, zone_id, in_force, p_inside, CASE"
            " WHEN told IS NOT NULL THEN told"
            " WHEN in_force IS NULL OR p_inside IS NULL THEN 'unknown'"
            " WHEN NOT in_force THEN 'not_in_force'"
            f" WHEN p_inside >= {SURE} THEN 'inside'"
            f" WHEN p_inside <= {SURELY_NOT} THEN 'outside' ELSE 'edge' END AS verdict"
            " FROM (SELECT i.event_id AS row, l.place_id AS place, z.zone_id, z.p_inside,"
            f" CASE WHEN {is_as_told} THEN z.verdict END AS told,"
            f" CASE WHEN {is_as_told} THEN z.in_force"
            f" WHEN d.since IS NULL AND d.until IS NULL THEN 1 ELSE {held} END AS in_force"
            " FROM zone_relations AS z"
            " JOIN locations AS l ON l.incident_id = z.incident_id AND l.seq = z.seq"
            f" {self.from_reports.format('z.incident_id')} AND {self.fits('l')}"
            " LEFT JOIN (SELECT zone_id, min(valid_from) AS since, max(valid_to) AS until"
            " FROM zones GROUP BY zone_id) AS d ON d.zone_id = z.zone_id)"
        )


EVENTS = Rows(
    name="events",
    table=schema.EVENTS,
    to_reports="CROSS JOIN incidents AS m ON m.event_id = i.event_id",
    from_reports=(
        "CROSS JOIN incidents AS m ON m.incident_id = {}"
        " CROSS JOIN events AS i ON i.event_id = m.event_id"
    ),
    report="m",
)
REPORTS = Rows(
    name="reports",
    table=schema.INCIDENTS,
    to_reports="",
    from_reports="CROSS JOIN incidents AS i ON i.incident_id = {}",
    report="i",
)


def has_events(connection: sqlite3.Connection) -> bool:
    """Tell whether a store says which of its reports are one event, or has none to say it of."""
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM events)"
        " OR NOT EXISTS (SELECT 1 FROM incidents WHERE scope <> 'aggregate')"
    )
    return bool(found.fetchone()[0])


def stands_in(connection: sqlite3.Connection) -> bool:
    """Tell whether events came without their reports, so that each stands for its own."""
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM events WHERE event_id IN (SELECT incident_id FROM incidents))"
    )
    return bool(found.fetchone()[0])
