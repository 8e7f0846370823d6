"""What is lost on the way into another project's columns: counted, and said by row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from mapper.base.json_text import to_json
from mapper.sources import Sheet, SheetRow, records_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mapper.export.others.layout import Layout
    from mapper.export.others.told import Told

    Row = Mapping[str, Any]
    Ids = dict[str, list[str]]

_COUNTS = ("strike_count", "killed", "injured", "displaced")
_COMPARED = (
    *("event_type", "date_start", "date_end", "date_precision", "date_basis"),
    *("actor", "actor_status"),
    *(f"{count}_{part}" for count in _COUNTS for part in ("min", "max", "open")),
    *("count_unit", "killed_group", "targets", "attributed_to"),
    *("places", "admin1", "lat", "lon", "geo_precision", "radius_m"),
)
"""Columns of ours that a record has too."""
_ROUNDED = "rounding of the position"
_WHERE = frozenset({"places", "admin1", "lat", "lon", "geo_precision", "radius_m"})
_WHEN = frozenset({"date_start", "date_end", "date_precision", "date_basis"})
_FOLLOWS = {
    **dict.fromkeys(("zone_verdict", "held_by"), _WHERE | _WHEN),
    **dict.fromkeys(("zone_p_inside", "zone_distance_km"), _WHERE | _WHEN | {_ROUNDED}),
    **dict.fromkeys(("place_ids", "admin2", "admin3", "pcode"), _WHERE),
    "strike_count_open": frozenset({"strike_count_min", "strike_count_max"}),
}
"""Columns that a build makes of others anew, and of which."""
_DEFAULTS = {"date_basis": "on", "actor_status": "unknown"}
_ROUNDING = 1e-4
_MOST_SHOWN = 6


@dataclass(slots=True)
class Loss:
    """Counts what is dropped, guessed, left out, and reads back as something else.

    Attributes
    ----------
    written
        Number of rows written.
    dropped
        By reason the ids of the rows that are not in the file.
    guessed
        By column of theirs, and what it asserts that ours does not tell, ids of rows.
    otherwise
        By column of ours ids of rows that read back with another value.
    left_out
        By column of ours the number of rows whose value theirs has no place for.
    follows
        By column of ours that a build makes anew ids of rows that have it, and of which something
        that it is made of reads back otherwise or not at all.
    """

    layout: Layout
    written: int = 0
    dropped: Ids = field(default_factory=dict)
    guessed: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    otherwise: Ids = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    follows: Ids = field(default_factory=dict)

    def drop(self, told: Told, why: str) -> None:
        """Note that a row is not written."""
        self.dropped.setdefault(why, []).append(told.cells["id"])

    def guess(self, told: Told, column: str, why: str) -> None:
        """Note that a cell asserts what ours does not tell."""
        self.guessed.setdefault((column, why), []).append(told.cells["id"])

    def compare(self, pairs: Sequence[tuple[Told, Row]]) -> None:
        """Read rows back as the project's own table would be, and note what differs."""
        self.written += len(pairs)
        for told, _ in pairs:
            for name in self.layout.left_out:
                if told.cells.get(name) is not None:
                    self.left_out[name] = self.left_out.get(name, 0) + 1
        if not self.layout.table:
            return
        header = tuple(self.layout.columns)
        rows = tuple(
            SheetRow(number, {name: str(cell) for name, cell in row.items() if cell is not None})
            for number, (_, row) in enumerate(pairs)
        )
        read = {one.values["row"]: one for one in records_of(Sheet(header, rows), "").records}
        for number, (told, _) in enumerate(pairs):
            back = read.get(number)
            if back is None:
                self.otherwise.setdefault("the whole row", []).append(told.cells["id"])
                continue
            lon, lat = back.position or (None, None)
            places = "; ".join(name for name, _ in back.places)
            where: dict[str, Any] = {"lat": lat, "lon": lon, "places": places}
            where |= {"geo_precision": back.geo_precision, "radius_m": back.radius_m}
            self._note(told, {**back.values, **where, "admin1": back.within})

    def _note(self, told: Told, back: Row) -> None:
        """Compare what is told with what is read back."""
        lon, lat = told.position or (None, None)
        ours = {**_DEFAULTS, **{k: v for k, v in told.cells.items() if v is not None}}
        ours |= {"lat": lat, "lon": lon}
        differ = {_ROUNDED}
        for name in _COMPARED:
            mine, theirs = ours.get(name), back.get(name)
            if _is_same(mine, theirs) or (mine is False and theirs is None):
                continue
            differ.add(name)
            if theirs in (None, _DEFAULTS.get(name)):
                self.left_out[name] = self.left_out.get(name, 0) + 1
            else:
                self.otherwise.setdefault(name, []).append(told.cells["id"])

        for name, causes in _FOLLOWS.items():
            if told.cells.get(name) is not None and differ & causes:
                self.follows.setdefault(name, []).append(told.cells["id"])

    def report(self, file: str) -> dict[str, Any]:
        """Give everything as the contents of the loss report."""
        n_dropped = sum(map(len, self.dropped.values()))
        return {
            "file": file,
            "what": self.layout.said,
            "rows": {
                "asked": self.written + n_dropped,
                "written": self.written,
                "dropped": n_dropped,
            },
            "dropped": [
                {"why": why, "rows": len(ids), "ids": ids} for why, ids in self.dropped.items()
            ],
            "guessed": [
                {"column": column, "why": why, "rows": len(ids), "ids": ids}
                for (column, why), ids in sorted(self.guessed.items())
            ],
            "reads_back_otherwise": [
                {"ours": name, "rows": len(ids), "ids": ids}
                for name, ids in sorted(self.otherwise.items())
            ],
            "follows": [
                {"ours": name, "of": sorted(_FOLLOWS[name]), "rows": len(ids), "ids": ids}
                for name, ids in sorted(self.follows.items())
            ],
            "left_out": [
                {"ours": name, "rows": count} for name, count in sorted(self.left_out.items())
            ],
            "left_empty": [
                {"column": column, "why": why} for column, why in self.layout.blanks().items()
            ],
        }

    def text(self, file: str) -> str:
        """Give the loss report as JSON, the same each time."""
        return to_json(self.report(file), indent=1) + "\n"

    def words(self) -> list[str]:
        """Say it in a few lines."""
        asked = self.written + sum(map(len, self.dropped.values()))
        said = [f"{self.written} of {asked} rows written, {self.layout.said}"]
        said += [f"dropped {len(ids)}: {why}" for why, ids in self.dropped.items()]
        said += _few("guessed", {f"{c} ({why})": len(i) for (c, why), i in self.guessed.items()})
        said += _few("reads back otherwise", {n: len(i) for n, i in self.otherwise.items()})
        said += _few("made anew of these", {n: len(i) for n, i in self.follows.items()})
        said += _few("no place for", self.left_out)
        empty = len(self.layout.blanks())
        return [*said, f"left empty: {empty} of {len(self.layout.columns)} columns"]


def _few(what: str, counts: Mapping[str, int]) -> list[str]:
    """List the largest counts in a line."""
    if not counts:
        return []
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    more = f" and {len(ranked) - _MOST_SHOWN} more" if len(ranked) > _MOST_SHOWN else ""
    return [f"{what}: " + ", ".join(f"{name} {n}" for name, n in ranked[:_MOST_SHOWN]) + more]


def _is_same(mine: object, theirs: object) -> bool:
    """Compare values; positions may differ by their rounding."""
    if isinstance(mine, float) and isinstance(theirs, float | int):
        return abs(mine - theirs) <= _ROUNDING
    return mine == theirs
