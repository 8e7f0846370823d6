"""Ids of records: from what their source calls them and what they say, never from a file's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mapper.base.ids import make_id

if TYPE_CHECKING:
    from collections.abc import Mapping

_INCIDENT_ID = re.compile(r"inc-[0-9a-f]{12}")
_OUR_ID = re.compile(r"(?:evt|inc)-[0-9a-f]{12}(?:-\d+)?")
_NUMBER = re.compile(r"[\W\d_]+")
_OF_THE_FILE = {"file", "row"}
_PREFIX = "record"


def is_of_ours(cells: Mapping[str, str]) -> bool:
    """Tell whether a row is one that an export of ours wrote."""
    return _INCIDENT_ID.fullmatch(cells.get("incident_id", "")) is not None


def is_named_by_us(name: str) -> bool:
    """Tell whether a name of a record is an id that a store of ours gave, or made of one.

    Examples
    --------
    >>> is_named_by_us("evt-0123456789ab"), is_named_by_us("SYR50001")
    (True, False)
    """
    return _OUR_ID.fullmatch(name) is not None


def identities(
    told: Mapping[str, Any], cells: Mapping[str, str], source: str
) -> tuple[str, str | None]:
    """Make the id of a record of what its source calls it and what it says, wherever it lies.

    A name that its source gave is enough, and outlives an edit of the row. A bare number is
    so only in a table that others publish: every table of one's own may count from 1.

    Parameters
    ----------
    told
        What the row says, by column.
    cells
        Its cells.
    source
        Name of the known table it is of; "" for a table of one's own.

    Returns
    -------
    first, second
        The id, and the one it has where another table gave that name to something else.
    """
    if is_of_ours(cells):
        return cells["incident_id"], None
    name = told["source_id"]
    if name and source:
        return make_id("inc", _PREFIX, source, name), None
    content = [f"{key}={told[key]}" for key in sorted(told) if key not in _OF_THE_FILE]
    whole = make_id("inc", _PREFIX, source, *content)
    if name and _NUMBER.fullmatch(name):
        core = [f"{told[key]}" for key in ("date_start", "date_end", "place", "event_type")]
        return make_id("inc", _PREFIX, source, name, *core), whole
    return (make_id("inc", _PREFIX, source, name), whole) if name else (whole, None)


def said_twice(first: Mapping[str, Any], again: Mapping[str, Any]) -> str:
    """Say of which row another is the record a second time, and what it tells otherwise."""
    other = [
        f"{name} {_shown(first.get(name))} and {_shown(again[name])}"
        for name in again
        if name not in {"row", "incident_id"} and again[name] != first.get(name)
    ]
    if not other:
        return f"the same record as row {first['row']}"
    told = f"the id {again['source_id']} is that of row {first['row']} too, which was kept"
    return f"{told}; other values differ: {', '.join(other)}; give each event an id of its own"


def _shown(value: object) -> str:
    return "empty" if value is None else repr(value)
