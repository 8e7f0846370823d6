"""What is said of an event, field by field, before and after.

A field is a column of ``events`` or several that are read as one: a figure with both its ends
and its open mark, the days, places by name and id. Fields follow the table: a new column of it
is compared without a word here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.base import schema
from mapper.base.amounts import figure
from mapper.base.days import in_words
from mapper.base.geo import great_circle_km
from mapper.store import geopackage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mapper.changes.read import Row

POSITION = "position"
_ENDS = ("_min", "_max", "_open")
_STEMS = tuple(
    column.name.removesuffix("_open")
    for column in schema.EVENTS.columns
    if column.name.endswith("_open")
)
_SETS: dict[str, tuple[str, ...]] = {
    "date": ("date_start", "date_end", "date_precision", "date_basis"),
    **{stem: tuple(stem + end for end in _ENDS) for stem in _STEMS},
    "places": ("places", "place_ids"),
    "unit": ("admin1", "admin2", "admin3", "pcode"),
}
_SET_OF = {column: name for name, columns in _SETS.items() for column in columns}
_IDS = ("event_id", "members")

TOLERANCES = {"zone_p_inside": 0.005, "zone_distance_km": 0.05, "radius_m": 1.0}
"""By so much two values may differ and be the same, in the column's own unit."""

POSITION_KM = 0.001
_SHARE_OF_RADIUS = 0.1
_DECIMALS = 5


def _fields() -> dict[str, tuple[str, ...]]:
    """Name the fields in the order of the table, with their columns; the position comes last."""
    made: dict[str, tuple[str, ...]] = {}
    for name in schema.EVENTS.names:
        if name not in _IDS:
            field = _SET_OF.get(name, name)
            made[field] = _SETS.get(field, (name,))
    return made | {POSITION: (geopackage.GEOMETRY,)}


FIELDS = _fields()
"""Columns of each field."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that is not the same in two builds.

    Attributes
    ----------
    field
        One of `FIELDS`.
    old, new
        What it says in words, several events apart by `` | ``; None where there is no event or
        none says anything.
    columns
        By column that differs what each event of the old build holds, and each of the new one;
        of the position lists of (lon, lat).
    """

    field: str
    old: str | None
    new: str | None
    columns: dict[str, tuple[list[Any], list[Any]]]


def differences(
    olds: Sequence[Row], news: Sequence[Row], *, is_rounded: bool = False
) -> Iterator[Difference]:
    """Hold the events of one build against those of another, field by field.

    Parameters
    ----------
    olds, news
        Rows of ``events``; where one side is empty all that the other says is given.
    is_rounded
        Positions of one side were rounded by up to a tenth of their radius.
    """
    for field, columns in FIELDS.items():
        odd = {}
        for column in columns:
            pair = [_cell(row, column) for row in olds], [_cell(row, column) for row in news]
            if field == POSITION:
                same = _is_near(olds, news, is_rounded=is_rounded)
            else:
                same = _is_same(column, *pair)
            if not same:
                odd[column if field != POSITION else POSITION] = pair
        if odd:
            yield Difference(field, _worded(field, olds), _worded(field, news), odd)


def moved_km(olds: Sequence[Row], news: Sequence[Row]) -> float | None:
    """Give how far the farthest position of either build lies from the nearest of the other.

    None where either has none.
    """
    one, other = (list(positions(rows)) for rows in (olds, news))
    if not one or not other:
        return None
    ways = [[great_circle_km(*here, *there) for there in other] for here in one]
    back = zip(*ways, strict=True)
    return float(max(min(way) for way in (*ways, *back)))


def positions(rows: Sequence[Row]) -> Iterator[tuple[float, float]]:
    """Give the positions (lon, lat) of events in degrees, each once, in their order."""
    found = (one for row in rows for one in geopackage.points(row[geopackage.GEOMETRY]))
    yield from dict.fromkeys(found)


def _cell(row: Row, column: str) -> Any:  # noqa: ANN401 - cells are of any type
    value = row[column]
    return geopackage.points(value) if column == geopackage.GEOMETRY else value


def _is_same(column: str, olds: list[Any], news: list[Any]) -> bool:
    """Tell whether two builds hold the same; of several events those count that say something.

    Where one side has no event, only what is null is the same.
    """
    if len(olds) != 1 or len(news) != 1:
        olds, news = ([one for one in side if one is not None] for side in (olds, news))
    step = TOLERANCES.get(column)
    if not olds or not news or step is None:
        return set(olds) == set(news)
    return all(_is_close(one, other, step) for one in olds for other in news)


def _is_close(one: float | None, other: float | None, step: float) -> bool:
    if one is None or other is None:
        return one is other
    return abs(one - other) <= step


def _is_near(olds: Sequence[Row], news: Sequence[Row], *, is_rounded: bool) -> bool:
    """Tell whether events lie where they lay, as far as their positions are told."""
    far = moved_km(olds, news)
    if far is None:
        return not list(positions([*olds, *news]))
    radii = [row["radius_m"] or 0.0 for row in (*olds, *news)] if is_rounded else []
    return far <= max([POSITION_KM, *(radius * _SHARE_OF_RADIUS / 1000 for radius in radii)])


def _worded(field: str, rows: Sequence[Row]) -> str | None:
    """Say what events hold of a field, each wording once."""
    said = dict.fromkeys(words for row in rows if (words := _words(field, row)))
    return " | ".join(said) or None


def _words(field: str, row: Mapping[str, Any]) -> str | None:
    """Say what one event holds of a field; None for nothing."""
    if field in _STEMS:
        return figure(*(row[column] for column in _SETS[field]))
    if field == POSITION:
        points = geopackage.points(row[geopackage.GEOMETRY])
        return "; ".join(f"{round(x, _DECIMALS)} {round(y, _DECIMALS)}" for x, y in points) or None
    if field == "date":
        days = in_words(row["date_start"], row["date_end"])
        known = [row[name] for name in ("date_precision", "date_basis") if row[name]]
        return f"{days or 'undated'} ({', '.join(known)})" if known else days
    if field == "places":
        ids = f" ({row['place_ids']})" if row["place_ids"] else ""
        return f"{row['places']}{ids}" if row["places"] else row["place_ids"]
    if field in _SETS:
        return ", ".join(row[name] for name in _SETS[field] if row[name]) or None
    value = row[field]
    return None if value is None else f"{value:g}" if isinstance(value, float) else str(value)
