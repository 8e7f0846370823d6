"""The attributes of zones drawn in another program, brought to the fields of ``zones.geojson``.

A shapefile cuts names after ten letters, KML has names of its own, a table has no lists:
what can be told apart is put right here, and what is left is for the check of each field.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

_CUT = 10
_RANGE = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(?:[-\u2013;]|to)\s*(\d+(?:[.,]\d+)?)\s*")
_NUMBER = re.compile(r"\s*-?\d+(?:[.,]\d+)?\s*")
_DAY = re.compile(r"(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ].*)?")
_FLAGS = {
    **dict.fromkeys((True, 1, "1", "true", "yes", "t"), True),
    **dict.fromkeys((False, 0, "0", "false", "no", "f"), False),
}


def _text(cell: Any) -> Any:  # noqa: ANN401 - a cell is of any type
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell) if isinstance(cell, int | float) and not isinstance(cell, bool) else cell


def _day(cell: Any) -> Any:  # noqa: ANN401 - as above
    found = _DAY.fullmatch(str(cell).strip())
    return "-".join(found.groups()) if found else cell


def _number(cell: Any) -> Any:  # noqa: ANN401 - as above
    is_one = isinstance(cell, str) and _NUMBER.fullmatch(cell)
    return float(cell.replace(",", ".")) if is_one else cell


def _span(cell: Any) -> Any:  # noqa: ANN401 - as above
    found = _RANGE.fullmatch(cell) if isinstance(cell, str) else None
    return [_number(end) for end in found.groups()] if found else _number(cell)


def _numbers(cell: Any) -> Any:  # noqa: ANN401 - as above
    return [_number(one) for one in cell.replace(";", " ").split()] if _is_text(cell) else cell


def _texts(cell: Any) -> Any:  # noqa: ANN401 - as above
    return [one.strip() for one in cell.split(",")] if _is_text(cell) else cell


def _flag(cell: Any) -> Any:  # noqa: ANN401 - as above
    key = cell.strip().lower() if isinstance(cell, str) else cell
    return _FLAGS.get(key, cell) if isinstance(key, str | int | float) else cell


def _is_text(cell: object) -> bool:
    return isinstance(cell, str)


FIELDS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("id", "kind", "name", "source", "note", "side", "line", "axis", "crs"), _text),
    **dict.fromkeys(("valid_from", "valid_to"), _day),
    **dict.fromkeys(("accuracy_km", "reach_km"), _number),
    **dict.fromkeys(("depth_km", "half_width_km"), _span),
    "vertex_accuracy_km": _numbers,
    **dict.fromkeys(("cut_by", "held_by"), _texts),
    "judged": _flag,
}
"""Fields of a zone, and how a cell becomes one."""

_OTHERS = {"begin": "valid_from", "end": "valid_to", "description": "note"}
_SHORT = {name[:_CUT]: name for name in FIELDS}


def fields(cells: dict[str, Any]) -> dict[str, Any]:
    """Give a row of another program the names and types of a zone's fields.

    Parameters
    ----------
    cells
        Attributes by name, in any case, cut after ten letters or not.

    Returns
    -------
    properties
        Fields of zones only. A cell that is no value of its field stays as it is.

    Examples
    --------
    >>> fields({"Name": "A strip", "half_width": "5-6", "OBJECTID": 7})
    {'name': 'A strip', 'half_width_km': [5.0, 6.0]}
    """
    made: dict[str, Any] = {}
    for key, cell in cells.items():
        low = str(key).strip().lower()
        name = low if low in FIELDS else _SHORT.get(low, _OTHERS.get(low))
        if name is not None and cell is not None and cell != "":
            made.setdefault(name, FIELDS[name](cell))
    return made
