"""Rows of three coders' tables, each with its own columns and habits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gold.joining.told import EXACT, NEAR, REGION, UNIT

if TYPE_CHECKING:
    from datetime import date

    from gold.joining.dice import Dice
    from gold.joining.pool import Settlement
    from gold.joining.told import Said

Row = dict[str, str]

_HEAD = ("record_id", "date", "date_end", "date_precision", "date_basis")
TABLES = {
    "coder_a": (
        *(*_HEAD, "scope", "place", "place_ar", "admin1", "event_type", "actor", "actor_status"),
        *("killed_min", "killed_max", "killed_open", "injured_min", "injured_max", "injured_open"),
        *("targets", "attributed_to", "source_url", "note"),
    ),
    "monitor": (
        *(*_HEAD, "place", "place_ar", "admin1", "lat", "lon", "geo_precision", "event_type"),
        *("actor", "killed", "killed_open", "injured", "injured_open", "targets", "note"),
    ),
    "agency": (
        *(*_HEAD, "published", "place", "admin1", "event_type", "actor", "killed", "killed_open"),
        *("injured", "injured_open", "attributed_to", "title", "note"),
    ),
}
"""Columns of each table."""

_OPEN = " or "
_OFF = 0.004
"""Degrees by which a coder's point may miss the settlement's."""


def cells(said: Said, one: Settlement, source: str, published: date, dice: Dice) -> Row:
    """Fill the cells of a row; each table takes those it has columns for.

    A coder who knows only a sub-district or a region gives no position.
    """
    row = {
        "date": said.first.isoformat(),
        "date_end": said.last.isoformat() if said.last != said.first else "",
        "date_precision": said.precision if said.precision != "day" else "",
        "date_basis": said.basis if said.basis != "on" else "",
        "place": _place(said),
        "place_ar": said.arabic,
        "admin1": said.admin1,
        "event_type": said.kind,
        "actor": said.actor,
        "actor_status": _status(said, dice),
        "targets": "; ".join(said.targets),
        "attributed_to": source,
        "published": published.isoformat(),
    }
    if said.scale in {EXACT, NEAR} and len(said.written) == 1 and dice.chance(0.6):
        row["lat"] = f"{one.lat + dice.within(-_OFF, _OFF):.4f}"
        row["lon"] = f"{one.lon + dice.within(-_OFF, _OFF):.4f}"
        row["geo_precision"] = "1" if said.scale == EXACT else "2"
    for name, figure in (("killed", said.killed), ("injured", said.injured)):
        if figure:
            low, high, is_open = figure
            row |= {f"{name}_min": str(low), f"{name}_max": str(high)}
            row[name] = f"{low}-{high}" if low < high else str(high)
            row[f"{name}_open"] = "true" if is_open else "false"
    return row


def _place(said: Said) -> str:
    if said.scale == NEAR:
        return f"near {said.written[0]}"
    if said.scale == UNIT:
        return f"{said.written[0]} sub-district"
    return said.written[0] if said.scale == REGION else "; ".join(said.written)


def _status(said: Said, dice: Dice) -> str:
    if not said.actor:
        return "unknown"
    return (
        "disputed" if _OPEN in said.actor else dice.pick(("attributed", "attributed", "asserted"))
    )
