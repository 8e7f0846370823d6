"""Positions, verdicts and areas as they are released, from locations up to events."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from mapper.base import frames, schema
from mapper.base.amounts import shares
from mapper.base.errors import ReleaseError
from mapper.base.schema import JOINER
from mapper.joining import place_columns
from mapper.places import areas

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from mapper.release.settled import Settled, Settlements
    from mapper.zones import Zones

Row = dict[str, Any]
Tables = dict[str, "pd.DataFrame"]
Key = tuple[str, int]

_SPOT = ("places", "place_ids", "admin1", "admin2", "admin3", "pcode", "geo_precision", "radius_m")
_UNITS = ("admin1", "admin2", "admin3", "pcode")


class Moved:
    """Moves locations, and all that was made of them.

    Parameters
    ----------
    settlements
        Says which locations move, and where to.
    zones, positions
        Zones that what moved is judged by again, from where it is released; and the settlements
        that stand for regions, longitudes and latitudes.
    """

    def __init__(
        self, settlements: Settlements, zones: Zones | None, positions: tuple[Any, Any]
    ) -> None:
        self._settlements = settlements
        self._zones = zones
        self._positions = positions
        self.settled: dict[Key, Settled] = {}
        """What was released in the place of a location, by incident and order."""
        self.withheld: list[tuple[str, str]] = []
        """Names that are withheld, each with what is said instead."""
        self.sites: list[tuple[str, str]] = []
        """Names of sensitive sites, each with the label of its class."""

    def move(self, tables: Tables) -> Tables:
        """Give the tables that change: of locations, areas, relations, incidents, events."""
        locations, incidents = tables["locations"], tables["incidents"]
        written = _written(incidents)
        rows = frames.rows_of(locations)
        self._settle(rows, written)
        if not self.settled:
            return {}
        moved = [row for row in rows if (row["incident_id"], row["seq"]) in self.settled]
        days = _days(incidents, "incident_id")
        judged, related = self._judged([self._released(row) for row in moved], days)
        made = {"locations": self._with_reasons(_put(locations, judged, ("incident_id", "seq")))}
        if len(tables.get("zone_relations", ())):
            made["zone_relations"] = _put(
                tables["zone_relations"], related, ("incident_id", "seq", "zone_id")
            )
        if len(tables.get("uncertainty", ())):
            drawn = frames.frame(schema.UNCERTAINTY, areas(frames.rows_of(judged)))
            made["uncertainty"] = _put(tables["uncertainty"], drawn, ("incident_id", "seq"))
        made["incidents"] = self._incidents(incidents, made["locations"], written)
        if len(tables.get("events", ())):
            areas_of = _areas(made.get("uncertainty", tables.get("uncertainty")))
            made["events"] = self._events(tables["events"], made, locations, areas_of)
        return made

    def _settle(self, rows: Iterable[Mapping[str, Any]], written: Mapping[Key, str]) -> None:
        for row in rows:
            key = (row["incident_id"], row["seq"])
            settled = self._settlements.settled(row, written.get(key))
            if settled is None:
                continue
            self.settled[key] = settled
            if settled.wording is not None:
                names = (row["name"], row["name_ar"], written.get(key))
                self.withheld += [(name, settled.wording) for name in names if name]
                if settled.site is not None:
                    self.sites += [(name, settled.site) for name in names if name]

    def _released(self, row: Mapping[str, Any]) -> Row:
        import shapely  # noqa: PLC0415 - most releases move nothing

        columns = self.settled[row["incident_id"], row["seq"]].columns
        point = shapely.Point(columns["lon"], columns["lat"])
        return {**row, **columns, "geometry": point, "area": None}

    def _judged(
        self, rows: Sequence[Row], days: Mapping[str, tuple[Any, Any]]
    ) -> tuple[pd.DataFrame, pd.DataFrame]:
        from mapper.zones import judged  # noqa: PLC0415 - as above

        if self._zones is None:
            raise ReleaseError(
                "positions that move have to be judged again, by zones of a file that is not at"
                " hand: build again with --zone-file, which releases them"
            )
        return judged(rows, days, self._zones, self._positions)

    def _with_reasons(self, locations: pd.DataFrame) -> pd.DataFrame:
        import pandas as pd  # noqa: PLC0415 - as above

        keys = zip(locations["incident_id"], locations["seq"], strict=True)
        told = [self.settled[key].reason if key in self.settled else None for key in keys]
        made = locations.copy()
        made["censored"] = pd.Series(told, index=made.index, dtype=locations["censored"].dtype)
        return made

    def _incidents(
        self, incidents: pd.DataFrame, locations: pd.DataFrame, written: Mapping[Key, str]
    ) -> pd.DataFrame:
        """Make anew what incidents say of their places."""
        changed = {name for name, _ in self.settled}
        of: dict[str, list[Row]] = defaultdict(list)
        for row in frames.rows_of(locations[locations["incident_id"].isin(changed)]):
            of[row["incident_id"]].append(row)
        verdicts = _summed(locations[locations["incident_id"].isin(changed)])
        rows = []
        for row in frames.rows_of(incidents[incidents["incident_id"].isin(changed)]):
            placed = of[row["incident_id"]]
            told = self._place_cells(placed, written) | verdicts[row["incident_id"]]
            rows.append({**row, **told, "censored": _reasons(self.settled, placed)})
        return _put(incidents, frames.frame(schema.INCIDENTS, rows), ("incident_id",))

    def _place_cells(self, placed: Sequence[Row], written: Mapping[Key, str]) -> Row:
        told = []
        for one in placed:
            key = (one["incident_id"], one["seq"])
            settled = self.settled.get(key)
            instead = settled.wording if settled else None
            told.append(instead or written.get(key) or one["name"])
        ids = [one["place_id"] for one in placed if one["place_id"]]
        return {
            "places": JOINER.join(dict.fromkeys(filter(None, told))) or None,
            "place_ids": JOINER.join(dict.fromkeys(ids)) or None,
            **{name: _shared(placed, name) for name in _UNITS},
            "geo_precision": max(one["geo_precision"] or 1 for one in placed),
            "radius_m": max(one["radius_m"] or 0.0 for one in placed),
            "geometry": _points(placed),
        }

    def _events(
        self,
        events: pd.DataFrame,
        made: Tables,
        before: pd.DataFrame,
        areas_of: Mapping[Key, Any],
    ) -> pd.DataFrame:
        """Make anew what events say of their places: of one report as it says, else together."""
        incidents = made["incidents"]
        changed = {name for name, _ in self.settled}
        members = incidents[incidents["incident_id"].isin(changed)]
        affected = set(members["event_id"].dropna())
        reports = {row["event_id"]: row for row in frames.rows_of(members) if row["event_id"]}
        rows = frames.rows_of(events[events["event_id"].isin(affected)])
        single = [row for row in rows if row["n_reports"] == 1]
        several = [row for row in rows if row["n_reports"] != 1]
        for row in single:
            report = reports[row["event_id"]]
            names = (*_SPOT, "geometry", *_verdict_columns(), "censored")
            row |= {name: report[name] for name in names}
        self._join(several, made["locations"], before, incidents, areas_of)
        anew = frames.frame(schema.EVENTS, [*single, *several])
        return _put(events, anew, ("event_id",))

    def _join(
        self,
        events: Sequence[Row],
        released: pd.DataFrame,
        before: pd.DataFrame,
        incidents: pd.DataFrame,
        areas_of: Mapping[Key, Any],
    ) -> None:
        """Place events of several reports by the released places of their reports."""
        event_of = dict(zip(incidents["incident_id"], incidents["event_id"], strict=True))
        wanted = {row["event_id"] for row in events}
        at: dict[str, dict[tuple[float, float], Row]] = defaultdict(dict)
        for old, new in zip(frames.rows_of(before), frames.rows_of(released), strict=True):
            event = event_of.get(old["incident_id"]) or ""
            if event in wanted:
                area = areas_of.get((old["incident_id"], old["seq"]))
                at[event].setdefault((old["lon"], old["lat"]), new | {"area": area})
        placed: list[Row] = []
        told: list[float] = []
        for row in events:
            where, weights = _together(row, at[row["event_id"]])
            row.update(place_columns(where, weights, [row["places"]]))
            row.update(geometry=_points(where), censored=_reasons(self.settled, where))
            placed += [
                one | {"incident_id": row["event_id"], "seq": n} for n, one in enumerate(where, 1)
            ]
            told += weights
        days = {row["event_id"]: (row["date_start"], row["date_end"]) for row in events}
        judged, _ = self._judged(placed, days)
        self._sum_up(events, judged, told)

    def _sum_up(self, events: Sequence[Row], judged: pd.DataFrame, told: list[float]) -> None:
        from mapper.zones import weighed  # noqa: PLC0415 - as above

        if not len(judged):
            return
        verdicts = _summed(judged)
        chances = weighed(judged, told)
        for row in events:
            if row["event_id"] in verdicts:
                row.update(verdicts[row["event_id"]])
                chance = chances[row["event_id"]]
                row["zone_p_inside"] = None if chance != chance else float(chance)  # noqa: PLR0124


def _together(
    event: Mapping[str, Any], at: Mapping[tuple[float, float], Row]
) -> tuple[list[Row], list[float]]:
    """Give the released places of an event, each once, with the share that allows it."""
    import shapely  # noqa: PLC0415 - as above

    points = [tuple(point) for point in shapely.get_coordinates(event["geometry"]).tolist()]
    told = [1.0 if one != one else one for one in shares(event["place_shares"], len(points))]  # noqa: PLR0124
    where: dict[Any, tuple[Row, float]] = {}
    for point, share in zip(points, told, strict=True):
        row = at.get(point)
        if row is None:
            continue
        key = row["place_id"] or (row["lon"], row["lat"])
        _, before = where.get(key, (row, 0.0))
        where[key] = (row, min(1.0, before + share))
    return [row for row, _ in where.values()], [share for _, share in where.values()]


def _put(table: pd.DataFrame, anew: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """Put rows in the place of those of the same key, in the order of the table."""
    import pandas as pd  # noqa: PLC0415 - as above

    names = list(key)
    order = pd.MultiIndex.from_frame(table[names])
    at = order.get_indexer(pd.MultiIndex.from_frame(anew[names]))
    made = table.copy()
    spots = table.index[at]
    for name in (*schema_names(table, anew),):
        cells = made[name].copy()
        cells.loc[spots] = (
            anew[name].to_numpy(dtype=object) if name == "geometry" else anew[name].array
        )
        made[name] = cells
    return made


def schema_names(table: pd.DataFrame, anew: pd.DataFrame) -> list[str]:
    """Name the columns that two frames share, geometry last."""
    return [str(name) for name in table.columns if name in anew.columns]


def _written(incidents: pd.DataFrame) -> dict[Key, str]:
    """Give the places as the reports write them, by incident and order, where they tell each."""
    told: dict[Key, str] = {}
    names, ids, places = (incidents[n].tolist() for n in ("incident_id", "place_ids", "places"))
    for name, listed, cell in zip(names, ids, places, strict=True):
        if isinstance(cell, str) and isinstance(listed, str):
            parts = cell.split(JOINER)
            if len(parts) == len(listed.split(JOINER)):
                told |= {(name, seq): part for seq, part in enumerate(parts, start=1)}
    return told


def _days(table: pd.DataFrame, key: str) -> dict[str, tuple[Any, Any]]:
    first, last = (frames.cells_of(table[name]) for name in ("date_start", "date_end"))
    return dict(zip(table[key], zip(first, last, strict=True), strict=True))


def _areas(uncertainty: pd.DataFrame | None) -> dict[Key, Any]:
    """Give the outlines of locations that are regions."""
    if uncertainty is None or not len(uncertainty):
        return {}
    regions = uncertainty[uncertainty["shape"] == "region"]
    keys = zip(regions["incident_id"], regions["seq"], strict=True)
    return dict(zip(keys, regions.geometry, strict=True))


def _verdict_columns() -> tuple[str, ...]:
    from mapper.zones import VERDICT_COLUMNS  # noqa: PLC0415 - as above

    return VERDICT_COLUMNS


def _summed(locations: pd.DataFrame) -> dict[str, Row]:
    """Sum up the verdicts of locations by incident or event."""
    from mapper.zones import summarise  # noqa: PLC0415 - as above

    summed = summarise(locations)
    return dict(zip(summed.index, frames.rows_of(summed), strict=True))


def _reasons(settled: Mapping[Key, Settled], placed: Iterable[Mapping[str, Any]]) -> str | None:
    found = (settled.get((one["incident_id"], one["seq"])) for one in placed)
    return JOINER.join(sorted({one.reason for one in found if one})) or None


def _shared(placed: Sequence[Row], name: str) -> Any:  # noqa: ANN401 - cells are of any type
    values = {one[name] for one in placed}
    return values.pop() if len(values) == 1 else None


def _points(placed: Sequence[Mapping[str, Any]]) -> Any:  # noqa: ANN401 - a geometry or None
    import shapely  # noqa: PLC0415 - as above

    spots = list(dict.fromkeys((one["lon"], one["lat"]) for one in placed))
    if not spots:
        return None
    return shapely.Point(spots[0]) if len(spots) == 1 else shapely.MultiPoint(spots)
