"""A copy of the store that somebody edited in a GIS, held against it: what was changed, by whom.

Edits count in the layer ``incidents``, one report a feature; a dot moved in ``locations`` counts
too. In ``events`` nothing can be changed: an event is what its reports say together.
"""

# ruff: noqa: S608 - statements hold names of the schema only; every value is a parameter

from __future__ import annotations

import struct
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import shapely

from mapper.base.schema import CORRECTIONS, EVENTS, INCIDENTS, JOINER, LOCATIONS, RUN
from mapper.base.setting import PROFILE, PUBLIC
from mapper.corrections import TOLLS, Correction, target_of
from mapper.review.page import Back, Page, Signed
from mapper.store import geopackage

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Mapping

    from mapper.base.schema import Table
    from mapper.gazetteer import Gazetteer
    from mapper.review.known import Known

Row = dict[str, Any]

_UNMOVED = 1e-6
"""Degrees by which a position may differ and be the same: some 10 cm."""
_FIELDS = {
    "type": ("event_type",),
    "scope": ("scope",),
    "date": ("date_start", "date_end", "date_basis"),
    "actor": ("actor", "actor_status"),
    "place": ("places", "place_ids"),
    **{name: (f"{name}_min", f"{name}_max", f"{name}_open") for name in TOLLS},
}
"""Columns of ``incidents`` that may be changed, by what they say."""
_UNKNOWN = "unknown"
_INCIDENT, _LOCATIONS, _EVENTS = "incident_id", "locations", "events"
_NUMBER = "fid"
_DAMAGED = "it is no geometry; the dot counts as where it was"
_LISTED = 5


def read_layers(
    copy: sqlite3.Connection,
    store: sqlite3.Connection,
    known: Known,
    gazetteer: Gazetteer,
    signed: Signed,
    *,
    name: str,
) -> Back:
    """Read what was changed in a copy of a store.

    Parameters
    ----------
    copy, store
        Both as `mapper.store.open_store` gives them.
    known, gazetteer, signed
        As for `mapper.review.read_back`.
    name
        Name of the copy's file, for messages.

    Returns
    -------
    back
        Decisions; as faults, by layer, id and column, edits that cannot be one: of columns that
        follow from others or from the text, of features that were added.
    """
    page = Page(name, known, gazetteer, signed)
    runs, decided = ([_of(one, table) for one in (copy, store)] for table in (RUN, CORRECTIONS))
    if runs[0] != runs[1] and any(tuple(row)[:2] == (PROFILE, PUBLIC) for row in runs[0]):
        page.refuse(
            "table run",
            "it is a public release, without the positions and names that are withheld: edit a"
            " copy of the store, or what mapper export gpkg --profile internal writes",
        )
        return page.done()
    if runs[0] != runs[1] or not decided[0] <= decided[1]:
        page.refuse("table run", "it is a copy of another build than this store; nothing is taken")
        return page.done()
    mine = _keyed(store, INCIDENTS)
    theirs = _keyed(copy, INCIDENTS, mine)
    _readable(page, "incidents", mine, theirs)
    moved = _moved(page, _places(store), _places(copy), mine)
    for key, row in mine.items():
        if key in theirs:
            _compare(page, row, theirs[key], moved.get(key))
    left = _left(copy)
    renamed = _renamed(page, mine, theirs, left)
    missing = [row for key, row in mine.items() if key not in theirs and key not in renamed]
    _deleted(page, left, missing)
    for key in sorted(theirs.keys() - mine.keys() - set(renamed.values()), key=str):
        told = "it was added; a strike that no source tells of comes in by a table of records"
        page.refuse(f"incidents {key or 'without an id'}", told)
    events = _keyed(store, EVENTS)
    edited = _keyed(copy, EVENTS, events)
    _readable(page, _EVENTS, events, edited)
    _events(page, events, edited, theirs)
    return page.done()


def _of(connection: sqlite3.Connection, table: Table) -> set[tuple[Any, ...]]:
    """Read the rows of a table, as far as it is ours."""
    names = ", ".join(f'"{name}"' for name in table.names)
    return {tuple(row) for row in connection.execute(f"SELECT {names} FROM {table.name}")}


def _keyed(
    connection: sqlite3.Connection, table: Table, mine: Mapping[Any, Row] | None = None
) -> dict[Any, Row]:
    """Read a layer by the id of its features; one added twice under one id is kept as another.

    Of two under one id the one that has it in the store, `mine`, by its number is first.
    """
    names = ", ".join(f'"{name}"' for name in table.names)
    found = connection.execute(f"SELECT fid, {names}, geom FROM {table.name} ORDER BY fid")
    rows = [dict(row) for row in found]
    if mine is not None:
        rows.sort(key=lambda row: mine.get(row[table.key[0]], {}).get(_NUMBER) != row[_NUMBER])
    made: dict[Any, Row] = {}
    for row in rows:
        key = row[table.key[0]]
        while key in made:
            key = f"{key} (again)"
        made[key] = row
    return made


def _readable(page: Page, layer: str, mine: Mapping[Any, Row], theirs: Mapping[Any, Row]) -> None:
    """Refuse geometries that are none; such a feature counts as where it was in the store."""
    for key, row in mine.items():
        now = theirs.get(key)
        if now is None or now["geom"] == row["geom"] or _is_shape(now["geom"]):
            continue
        page.refuse(f"{layer} {key}, geom", _DAMAGED)
        now["geom"] = row["geom"]


def _is_shape(blob: Any) -> bool:  # noqa: ANN401 - SQLite holds anything in any column
    """Tell whether a cell holds a geometry, or none."""
    if blob is None:
        return True
    if not isinstance(blob, bytes):
        return False
    try:
        shapely.get_coordinates(shapely.from_wkb(geopackage.decode(blob)))
    except (ValueError, IndexError, struct.error, shapely.errors.ShapelyError):
        return False
    return True


def _left(copy: sqlite3.Connection) -> set[str]:
    """Give the reports of which a copy holds anything besides the feature."""
    return {
        row[0]
        for table in ("claims", _LOCATIONS, "uncertainty")
        for row in copy.execute(f"SELECT DISTINCT {_INCIDENT} FROM {table}")
    }


def _renamed(
    page: Page, mine: Mapping[Any, Row], theirs: Mapping[Any, Row], left: set[str]
) -> dict[Any, Any]:
    """Refuse ids that were changed; give the ids of the store, each with what it is now."""
    numbers = {row[_NUMBER]: key for key, row in theirs.items() if key not in mine}
    made = {}
    for key, row in mine.items():
        if key not in theirs and key in left and row[_NUMBER] in numbers:
            made[key] = numbers[row[_NUMBER]]
            told = f"it is now {theirs[made[key]][_INCIDENT]!r}; it names the report and cannot be"
            page.refuse(f"incidents {key}, {_INCIDENT}", f"{told} changed: nothing of it is taken")
    return made


def _places(connection: sqlite3.Connection) -> dict[str, dict[int, Row]]:
    """Read the places of each report by their number."""
    made: dict[str, dict[int, Row]] = defaultdict(dict)
    names = ", ".join(f'"{name}"' for name in LOCATIONS.names)
    for row in connection.execute(f"SELECT {names}, geom FROM {_LOCATIONS}"):
        made[row[_INCIDENT]][row["seq"]] = dict(row)
    return made


def _points(row: Mapping[str, Any]) -> list[tuple[float, float]]:
    """Give the positions of a feature, lon before lat."""
    if row["geom"] is None:
        return []
    shape = shapely.from_wkb(geopackage.decode(row["geom"]))
    return [(float(x), float(y)) for x, y in shapely.get_coordinates(shape)]


def _stays(mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Tell whether a feature is where it was; a GIS may write the same point in other bytes."""
    if mine["geom"] == theirs["geom"]:
        return True
    one, other = _points(mine), _points(theirs)
    return len(one) == len(other) and all(
        abs(x - u) <= _UNMOVED and abs(y - v) <= _UNMOVED
        for (x, y), (u, v) in zip(one, other, strict=True)
    )


def _moved(
    page: Page,
    mine: Mapping[str, Mapping[int, Row]],
    theirs: Mapping[str, Mapping[int, Row]],
    reports: Mapping[Any, Row],
) -> dict[str, str]:
    """Give by report where its places are now, of those that have one moved in ``locations``."""
    made = {}
    for key, places in mine.items():
        now = theirs.get(key, {})
        if key not in reports:
            continue
        if not now:
            continue  # an extract, or the report was deleted with its places
        words, is_moved = [], False
        for seq, place in places.items():
            where = f"{_LOCATIONS} {key}, place {seq}"
            if seq in now and not _is_shape(now[seq]["geom"]):
                page.refuse(f"{where}, geom", _DAMAGED)
                now[seq]["geom"] = place["geom"]
            if seq not in now or not _points(now[seq]):
                page.refuse(where, "it was deleted; name the places left in incidents, places")
                break
            odd = [one for one in LOCATIONS.names if now[seq][one] != place[one]]
            for column in odd:
                page.refuse(f"{where}, {column}", "it follows from the place; move the dot instead")
            same = _stays(place, now[seq])
            words.append(_as_it_was(place, page.gazetteer) if same else _position(now[seq]))
            is_moved |= not same
        else:
            for seq in sorted(now.keys() - places.keys(), key=str):
                page.refuse(f"{_LOCATIONS} {key}", f"place {seq} was added; name it in incidents")
            if is_moved:
                made[key] = JOINER.join(words)
    return made


def _position(row: Mapping[str, Any]) -> str:
    """Write a feature's own position as a place's value, latitude first."""
    lon, lat = _points(row)[0]
    return f"{round(lat, 6)}, {round(lon, 6)}"


def _as_it_was(place: Mapping[str, Any], gazetteer: Gazetteer) -> str:
    """Write a place that stays: by its id, or else by its position and radius."""
    if place["place_id"] in gazetteer.places:
        return str(place["place_id"])
    return f"{_position(place)}, {place['radius_m']:.0f}"


def _compare(page: Page, mine: Row, theirs: Row, moved: str | None) -> None:
    """Read the edits of one report."""
    where = f"incidents {mine[_INCIDENT]}"
    odd = [name for name in INCIDENTS.names if theirs[name] != mine[name]]
    free = {column for columns in _FIELDS.values() for column in columns}
    for column in odd:
        if column not in free:
            told = "it follows from the text or from other columns and cannot be changed"
            page.refuse(f"{where}, {column}", told)
    wanted = dict(_values(page, where, theirs, set(odd) & free))
    place = _geometry(page, where, mine, theirs)
    places = [one for one in (wanted.get("place"), place, moved) if one is not None]
    if len(set(places)) > 1:
        page.refuse(where, "its place was changed in two ways; change the dot or places, not both")
        wanted.pop("place", None)
    elif places:
        wanted["place"] = places[0]
    tolls = []
    for subject, value in wanted.items():
        action, told = ("toll", f"{subject} {value}") if subject in TOLLS else (subject, value)
        if page.read(f"{where}, {_FIELDS[subject][0]}", action, told) is None:
            continue
        if subject in TOLLS:
            tolls.append(told)
        else:
            _decide(page, mine, action, told)
    if tolls:
        _decide(page, mine, "toll", JOINER.join(tolls))


def _values(
    page: Page, where: str, row: Mapping[str, Any], odd: set[str]
) -> Iterator[tuple[str, str]]:
    """Give what changed columns say, as values of corrections."""
    for subject, columns in _FIELDS.items():
        if not odd & set(columns):
            continue
        told = [row[one] for one in columns]
        if subject == "place":
            changed = [one for one in columns if one in odd]
            if len(changed) > 1 and row["place_ids"] is not None and row["places"] is not None:
                page.refuse(f"{where}, place_ids", "change places or place_ids, not both")
            else:
                yield subject, str(row[changed[0]] or _UNKNOWN)
        elif subject == "date":
            yield subject, _days(*told)
        elif subject in TOLLS:
            yield subject, _figure(*told)
        elif subject == "actor":
            status = f" ({told[1]})" if told[1] and told[1] != _UNKNOWN else ""
            yield subject, f"{told[0]}{status}" if told[0] else _UNKNOWN
        else:
            yield subject, str(told[0] or "")


def _days(first: str | None, last: str | None, basis: str | None) -> str:
    """Write days as a value; one that is missing is the other."""
    days = list(dict.fromkeys(str(one) for one in (first or last, last or first) if one))
    if not days:
        return _UNKNOWN
    return f"{basis} {'/'.join(days)}" if basis else "/".join(days)


def _figure(low: int | None, high: int | None, is_open: int | None) -> str:
    """Write a toll as a value; an end that is missing is the other."""
    ends = list(dict.fromkeys(str(one) for one in (low, high) if one is not None))
    return ("-".join(ends) + ("+" if is_open else "")) if ends else _UNKNOWN


def _geometry(page: Page, where: str, mine: Row, theirs: Row) -> str | None:
    """Give the position to which a report of one place was moved."""
    if _stays(mine, theirs):
        return None
    before, now = _points(mine), _points(theirs)
    if not now:
        page.refuse(where, "its dot was deleted; write unknown into places where there is none")
    elif len(now) > 1 or len(before) > 1:
        told = "it is of several places; move them in locations, or name them in places"
        page.refuse(where, told)
    else:
        return _position(theirs)
    return None


def _deleted(page: Page, left: set[str], missing: list[Row]) -> None:
    """Take reports whose features were deleted for dropped; an extract lacks their claims too."""
    gone = [row for row in missing if row[_INCIDENT] in left]
    for row in gone:
        _decide(page, row, "drop", None)
    if len(missing) > len(gone):
        n = len(missing) - len(gone)
        page.notes.append(f"{page.name} is without {n} reports of the store; nothing is decided")


def _events(
    page: Page, mine: Mapping[Any, Row], theirs: Mapping[Any, Row], reports: Mapping[Any, Row]
) -> None:
    """Refuse edits of events; one whose reports are left was deleted, and is not of an extract."""
    odd = [(key, ["it was added"]) for key in sorted(theirs.keys() - mine.keys(), key=str)]
    for key, row in mine.items():
        if key not in theirs and any(one in reports for one in row["members"].split(JOINER)):
            odd.append((key, ["it was deleted"]))
        now = theirs.get(key, row)
        columns = [one for one in EVENTS.names if now[one] != row[one]]
        columns += [] if _stays(row, now) else ["its dot"]
        odd += [(key, columns)] if columns else []
    for key, columns in odd[:_LISTED]:
        page.refuse(
            f"{_EVENTS} {key}, {', '.join(columns)}",
            "an event is what its reports say; change these in incidents"
            + (f": {mine[key]['members']}" if key in mine else ""),
        )
    if len(odd) > _LISTED:
        page.refuse(_EVENTS, f"{len(odd) - _LISTED} more were changed; change their reports")


def _decide(page: Page, row: Row, action: str, value: str | None) -> None:
    signed = page.signed
    target = target_of(row)
    page.corrections.append(Correction(target, action, value, signed.why, signed.by, signed.date))
