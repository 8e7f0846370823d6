"""The fields of an annotation: what a line may say, and how each value is checked."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from mapper.base.days import precision
from mapper.base.schema import JOINER
from mapper.sources.cells import is_missing
from mapper.sources.checked import (
    COUNT_CELLS,
    COUNTS,
    BadCellError,
    LeftOut,
    code_in,
    count_in,
    days_in,
    number_in,
    position_in,
    whole_in,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Row = dict[str, Any]

MAX_QUOTE, MAX_WORDS = 5_000, 500
MOST = 50
"""Code points of the longest quote and of any other value; values in a list."""

_LISTS = ("targets", "attributed_to", "actor")
_CODES = {"scope": "event", "actor_status": None}
SPOT = ("name", "place_id", "lat", "lon", "radius_m", "geo_precision")
RENAMED = {"annotator": "by", "place": "places", "unit": "count_unit"}
RENAMED |= {"precision": "date_precision", "basis": "date_basis"}
CELLS = {
    *("scope", "event_type", "date", "date_start", "date_end", "date_precision", "date_basis"),
    *("actor", "actor_status", "count_unit", "killed_group", "targets", "attributed_to"),
    *(cell for cells in COUNT_CELLS.values() for cell in cells),
}
_SHOWN = 60
_ENDS = {"min", "max", "open"}
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of an annotation: its name as the text has it, and where somebody says it is.

    `position` is (lon, lat) in degrees, EPSG:4326; `radius_m` in metres.
    """

    name: str
    place_id: str | None = None
    position: tuple[float, float] | None = None
    geo_precision: int | None = None
    radius_m: float | None = None


def values_of(fields: Mapping[str, Any]) -> Row:
    """Read the columns of an incident."""
    cells = _cells(fields)
    kind = code_in(cells, "event_type", None)
    if kind is None:
        raise BadCellError("bad_code", "event_type is missing; write other where it is not told")
    values: Row = {
        **{name: code_in(cells, name, default) for name, default in _CODES.items()},
        "event_type": kind,
        **_days(cells),
        **{name: cells[name] for name in (*_LISTS, "count_unit", "killed_group") if name in cells},
    }
    for stem in COUNTS:
        values |= count_in(cells, stem, _Strict())
    values["actor_status"] = values["actor_status"] or (
        "asserted" if values.get("actor") else "unknown"
    )
    return values


def _cells(fields: Mapping[str, Any]) -> dict[str, str]:
    """Give the columns as cells of a table would have them."""
    cells: dict[str, str] = {}
    for name in sorted(fields.keys() & CELLS):
        value = fields[name]
        if name in _LISTS:
            cells[name] = JOINER.join(listed(fields, name))
        elif name in COUNT_CELLS and isinstance(value, dict):
            if unknown := sorted(value.keys() - _ENDS):
                told = f"{name} has no {shown(unknown[0])}; it has min, max and open"
                raise BadCellError("unknown_field", told)
            cells |= {f"{name}_{end}": _cell(f"{name}_{end}", one) for end, one in value.items()}
        else:
            cells[name] = _cell(name, value)
    return {name: cell for name, cell in cells.items() if not is_missing(cell)}


def _cell(name: str, value: object) -> str:
    """Write a plain value as a cell of a table."""
    if value is None:
        return ""
    is_flag = name.endswith("_open")
    if isinstance(value, bool) and is_flag:
        return str(value).lower()
    if isinstance(value, bool | dict | list):
        reason = "bad_flag" if is_flag else "bad_row"
        raise BadCellError(reason, f"{name} is {kind_of(value)}; write one value")
    return words_of(value, name) if isinstance(value, str) else repr(value)


def _days(cells: Mapping[str, str]) -> Row:
    """Read the first and last day; an incident may have none."""
    stated = code_in(cells, "date_precision", None)
    basis = code_in(cells, "date_basis", None)
    if "date" in cells and not cells.keys().isdisjoint({"date_start", "date_end"}):
        raise BadCellError("bad_date", "date and date_start or date_end: write one or the other")
    name = "date" if "date" in cells else "date_start"
    if name not in cells:
        if "date_end" in cells:
            raise BadCellError("bad_date", "date_end without date_start")
        undated = {"date_precision": stated or "unknown", "date_basis": basis}
        return {"date_start": None, "date_end": None, **undated}
    first = days_in(name, cells[name], None)
    last = days_in("date_end", cells["date_end"], None) if "date_end" in cells else first
    if last[1] < first[0]:
        told = f"date_end is {cells['date_end']}, before date_start {cells[name]}"
        raise BadCellError("bad_date", told)
    return {
        "date_start": first[0],
        "date_end": last[1],
        "date_precision": stated or precision(first[0], last[1]),
        "date_basis": basis or "on",
    }


def places_of(fields: Mapping[str, Any]) -> Iterator[Spot]:
    """Read the places: names, or objects with a name; of one alone the fields of the line."""
    outside = {name: fields[name] for name in SPOT[1:] if name in fields}
    value = fields.get("places", [])
    spots = value if isinstance(value, list) else [value]
    if len(spots) > MOST:
        raise BadCellError("bad_row", f"places has {len(spots)} values; at most {MOST}")
    if outside and len(spots) != 1:
        told = f"{min(outside)} beside {len(spots)} places: write it into the object of its place"
        raise BadCellError("bad_position", told)
    for spot in spots:
        said = spot if isinstance(spot, dict) else {"name": spot}
        if unknown := sorted(said.keys() - set(SPOT)):
            raise BadCellError("unknown_field", f"a place has no field {shown(unknown[0])}")
        yield _spot({**outside, **said})


def _spot(said: Mapping[str, Any]) -> Spot:
    """Read one place."""
    name, place_id = words_of(said.get("name"), "places"), said.get("place_id")
    cells = {key: _cell(key, said.get(key)) for key in SPOT[2:]}
    cells = {key: cell for key, cell in cells.items() if cell}
    position = position_in(cells)
    precise = whole_in(cells, "geo_precision", 1, 3)
    radius_m = number_in(cells, "radius_m", 0.0, 1e6)
    if position is None and (precise, radius_m) != (None, None):
        raise BadCellError("bad_position", "radius_m and geo_precision go with lat and lon")
    return Spot(
        name,
        None if place_id is None else words_of(place_id, "place_id"),
        position,
        precise,
        radius_m,
    )


def listed(
    fields: Mapping[str, Any], name: str, *, longest: int = MAX_WORDS, as_is: bool = False
) -> list[str]:
    """Read a text or a list of texts."""
    value = fields[name]
    values = value if isinstance(value, list) else [value]
    if not values or len(values) > MOST:
        raise BadCellError("bad_row", f"{name} has {len(values)} values; write 1 to {MOST}")
    return [words_of(one, name, longest=longest, as_is=as_is) for one in values]


def words_of(value: object, name: str, *, longest: int = MAX_WORDS, as_is: bool = False) -> str:
    """Read a text that can be written to a table, with single blanks unless it is a quote."""
    if not isinstance(value, str):
        told = "missing" if value is None else shown(value)
        raise BadCellError("bad_row", f"{name} is {told}; write text in quotation marks")
    words = value.strip() if as_is else " ".join(value.split())
    if not words:
        raise BadCellError("bad_row", f"{name} is empty")
    if len(words) > longest:
        raise BadCellError("too_large", f"{name} has {len(words)} letters; at most {longest}")
    if found := _UNWRITABLE.search(words):
        raise BadCellError("bad_row", f"{name} holds the character U+{ord(found.group()):04X}")
    return words


class _Strict(LeftOut):
    """Leaves nothing out: what is wrong with a value is wrong with its line."""

    def unless(self, fallback: Any, read: Callable[..., Any], *args: Any, **more: Any) -> Any:  # noqa: ANN401, ARG002 - as the other
        """Read a cell."""
        return read(*args, **more)

    def note(self, reason: str, detail: str) -> None:
        """Refuse the line."""
        raise BadCellError(reason, detail)


def kind_of(value: object) -> str:
    """Name a kind of value as JSON does."""
    names = {dict: "an object", list: "a list", str: "text", bool: "true or false"}
    return names.get(type(value), "null" if value is None else "a number")


def shown(value: object) -> str:
    """Show the beginning of a value, in letters that any file can hold."""
    words = value if isinstance(value, str) else json.dumps(value)
    return ascii(f"{words[:_SHOWN]}...") if len(words) > _SHOWN else ascii(words)
