"""Events: one row for all reports of it, with what they say together and how many tell it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from mapper.base.ids import make_id
from mapper.base.schema import JOINER
from mapper.joining import places, together
from mapper.joining.independent import n_sources

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mapper.joining.case import Cases, Ints

Row = dict[str, Any]


def events_of(
    cases: Cases,
    clusters: Ints,
    stands_for: Ints,
    locations: Iterable[Mapping[str, Any]],
) -> tuple[list[Row], list[Row]]:
    """Make the rows of the events.

    Parameters
    ----------
    cases
        The cases.
    clusters
        Event of each case, as the lowest number of its members.
    stands_for
        Of reprints the case that was compared for all.
    locations
        Rows of the table ``locations``.

    Returns
    -------
    events, event_places
        Rows of the table ``events`` without what zones say of them, in the order of their
        first members' ids; and their places, as rows of ``locations`` with the ``event_id``
        as ``incident_id`` and the ``share`` of reports that allow each.
    """
    members: dict[int, list[int]] = defaultdict(list)
    for number, cluster in enumerate(clusters.tolist()):
        members[cluster].append(number)
    at: dict[str, list[Row]] = defaultdict(list)
    for one in sorted(locations, key=lambda one: (str(one["incident_id"]), one["seq"] or 0)):
        if one["lat"] is not None:
            at[str(one["incident_id"])].append(dict(one))
    sources = n_sources(cases, clusters, stands_for)
    events: list[Row] = []
    event_places: list[Row] = []
    for some in members.values():
        if len(some) == 1:
            row, placed = _of_one(cases.rows[some[0]], at[cases.ids[some[0]]])
        else:
            standing = sorted({int(stands_for[n]) for n in some})
            row, placed = _of_several(cases, some, standing, at)
            row["n_sources"] = sources[some[0]]
        events.append(row)
        event_places += placed
    _add_points(events, event_places)
    return events, event_places


def event_id(ids: Iterable[str]) -> str:
    """Make the id of an event from those of its members."""
    return make_id("evt", *sorted(ids))


def _add_points(events: Iterable[Row], event_places: Iterable[Row]) -> None:
    """Give each event the points of its places, in the order of the places."""
    import shapely  # noqa: PLC0415 - only a build draws points

    placed: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for one in event_places:
        placed[one["incident_id"]].append((one["lon"], one["lat"]))
    of_one = [event for event in events if len(placed[event["event_id"]]) == 1]
    corners = [placed[event["event_id"]][0] for event in of_one]
    for event, point in zip(of_one, shapely.points(corners) if corners else (), strict=True):
        event["geometry"] = point
    for event in events:
        if len(placed[event["event_id"]]) > 1:
            event["geometry"] = shapely.MultiPoint(placed[event["event_id"]])
        event.setdefault("geometry", None)


_AS_TOLD = (
    *("scope", "event_type", "date_start", "date_end", "date_precision", "date_basis"),
    *("actor", "actor_status", "count_unit", "killed_group", "targets", "attributed_to"),
    *(f"{name}_{end}" for name in together.COUNTS for end in ("min", "max", "open")),
    *("places", "place_ids", *places.UNITS, "geo_precision", "radius_m", "corrected"),
)


def _of_one(row: Mapping[str, Any], placed: Sequence[Row]) -> tuple[Row, list[Row]]:
    """Make the event of a single report: what it says, as it says it."""
    name = str(row["incident_id"])
    made = {column: row.get(column) for column in _AS_TOLD}
    made |= {"event_id": event_id([name]), "n_reports": 1, "n_sources": 1, "members": name}
    return made, [{**one, "incident_id": made["event_id"], "share": 1.0} for one in placed]


def _of_several(
    cases: Cases, members: Sequence[int], standing: Sequence[int], at: Mapping[str, list[Row]]
) -> tuple[Row, list[Row]]:
    """Make the event of several reports: what they say together, reprints speaking once."""
    rows = [cases.rows[n] for n in standing]
    ids = [cases.ids[n] for n in members]
    told = [(cases.ids[n], at[cases.ids[n]]) for n in standing if at[cases.ids[n]]]
    where, shares = places.where(told) if told else ([], [])
    made = {
        "event_id": event_id(ids),
        "scope": "event" if any(row["scope"] == "event" for row in rows) else "background",
        "event_type": together.kind_of(rows),
        **together.days_of(cases, standing),
        **together.actor_of(rows, cases.language),
        **together.figures_of(rows, cases.language),
        **places.place_columns(where, shares, [row.get("places") for row in rows]),
        "n_reports": len(members),
        "members": JOINER.join(ids),
        "corrected": _corrected(cases.rows[n] for n in members),
    }
    if not where:
        made |= {name: _shared(rows, name) for name in places.UNITS}
    placed = [
        {**one, "incident_id": made["event_id"], "seq": seq, "share": share}
        for seq, (one, share) in enumerate(zip(where, shares, strict=True), start=1)
    ]
    return made, placed


def _corrected(rows: Iterable[Mapping[str, Any]]) -> str | None:
    """Give what people put right in any report of an event, each once."""
    return (
        JOINER.join(dict.fromkeys(row["corrected"] for row in rows if row.get("corrected"))) or None
    )


def _shared(rows: Iterable[Mapping[str, Any]], name: str) -> str | None:
    """Give the value that all reports of an event nobody could place have in a column."""
    values = {row.get(name) for row in rows}
    return values.pop() if len(values) == 1 else None
